"""Latin America's words: which words of Spain have no place in ``es_419``, and a draft for a sentence that has one.

``python tests/overlay.py`` writes drafts for sentences that have none into ``locales/es_419``, to be read by a person:
articles and endings follow the new word's gender, but not every sentence turns out as one would say it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from babel.messages.pofile import read_po

from helpers.words import LOCALES

#: What a sentence of es_419 does without, whole words in any case; ``bajas`` is also an adjective (low).
SPAIN = re.compile(
    r"(?<!\w)(leads?|cualific\w+|traspas\w+|fases?|ofertas?|pedid[oa]s?|costes?|objetivos?|previsi(?:ón|ones)|informes?|"
    r"tasas? de éxito|tasas?(?: mensual(?:es)?)? de bajas|entre bajas|cuadros? de mando|comercial(?:es)?|"
    r"ordenador(?:es)?|ficheros?)(?!\w)|\d[ \xa0]%|\d,\d",
    re.IGNORECASE,
)
#: Sheets and documents of the workbook keep the names they bear there, which are those of Spain;
#: blanks are no words.
_LEFT = re.compile(r"[Ff]ormulario «[^»]+»|\{\w+\}")
#: In this order: whole phrases whose words must agree, articles before a word that changes its gender, words.
_RULES = (
    (r"tasa(s?)( mensual)? de bajas", r"tasa\1\2 de cancelación"), (r"entre bajas", "entre cancelaciones"),
    (r"tasa(s?) de éxito", r"tasa\1 de cierre"), (r"cuadros de mando", "tableros"), (r"cuadro de mando", "tablero"),
    (r"contactos comerciales", "contactos de ventas"), (r"grupo comercial", "grupo de vendedores"),
    (r"comerciales", "vendedores"), (r"comercial", "vendedor"),
    (r"(una|la) previsión", lambda m: {"una": "un", "la": "el"}[m[1].lower()] + " pronóstico"),
    (r"previsión", "pronóstico"),
    (r"oportunidad u oferta", "oportunidad o cotización"), (r"ofertas", "cotizaciones"), (r"oferta", "cotización"),
    (r"leads", "prospectos"), (r"lead", "prospecto"), (r"cualific", "calific"),
    (r"un traspaso pedido", "una entrega solicitada"), (r"ningún traspaso anotado", "ninguna entrega anotada"),
    (r"nadie había pedido", "nadie había solicitado"), (r"un primer pedido, o sin ninguno",
     "una primera orden de compra, o sin ninguna"), (r"primer pedido", "primera orden de compra"),
    (r"un (?=primera orden)", "una "), (r"el (?=primera orden)", "la "), (r"del (?=primera orden)", "de la "),
    (r"el objetivo completo", "la meta completa"), (r"objetivos suyos", "metas suyas"),
    (r"esos objetivos y el otro los ha", "esas metas y el otro las ha"), (r"esos (?=objetivos)", "esas "),
    (r"(el objetivo que .*) para lograrlo", r"\1 para lograrla"),
    (r"sin objetivo fijado", "sin meta fijada"), (r"y dejarlo por escrito", "y dejarla por escrito"),
    *((rf"{article} (traspaso|pedido|objetivo)(?!\w)", rf"{new} \1") for article, new in
      (("un", "una"), ("el", "la"), ("del", "de la"), ("al", "a la"), ("ningún", "ninguna"), ("este", "esta"))),
    *((rf"{article} (traspasos|pedidos|objetivos)(?!\w)", rf"{new} \1") for article, new in
      (("los", "las"), ("unos", "unas"), ("estos", "estas"), ("todos los", "todas las"))),
    (r"traspasos", "entregas"), (r"traspaso", "entrega"), (r"traspas(?=[aóo])", "entreg"),
    (r"pedidos", "órdenes de compra"), (r"pedido", "orden de compra"),
    (r"objetivos compartidos", "metas compartidas"), (r"objetivos", "metas"), (r"objetivo", "meta"),
    (r"fases", "etapas"), (r"fase", "etapa"), (r"costes", "costos"), (r"coste", "costo"),
    (r"informes", "reportes"), (r"informe", "reporte"), (r"este ordenador", "esta computadora"),
    (r"ordenador", "computadora"), (r"ficheros", "archivos"), (r"fichero", "archivo"),
    (r"(\d+),(?=\d)", r"\1."), (r"(\d+)[ \xa0]%", r"\1%"),
)  # fmt: skip


def draft(text: str) -> str:
    """The sentence with the words of Latin America, as far as rules can tell; names of sheets stay."""
    kept = _LEFT.findall(text)
    for old, new in _RULES:
        text = re.sub(rf"(?<!\w){old}", _cased(new), text, flags=re.IGNORECASE)
    return _LEFT.sub(lambda _: kept.pop(0), text)


def _cased(new):
    def put(found: re.Match[str]) -> str:
        made = new(found) if callable(new) else found.expand(new)
        return made[:1].upper() + made[1:] if found[0][:1].isupper() else made

    return put


def spanish_only(text: str) -> list[str]:
    """The words of Spain in a sentence, names of sheets aside."""
    return [found[0] for found in SPAIN.finditer(_LEFT.sub("", text))]


def of_spain() -> dict[Path, dict[str, tuple[str | tuple[str, str], tuple[str, ...]]]]:
    """Every sentence of Spain by its file: msgid → the key and its forms."""
    found = {}
    for path in sorted((LOCALES / "es" / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            messages = [message for message in read_po(file, locale="es") if message.id]
        found[path] = {
            message.id if isinstance(message.id, str) else message.id[0]: (
                message.id,
                message.string if isinstance(message.string, tuple) else (message.string,),
            )
            for message in messages
        }
    return found


def main() -> None:
    """Add a draft for each sentence that needs one and has none."""
    from helpers.words import catalogue

    for path, sentences in of_spain().items():
        own = path.parent.parent.parent / "es_419" / "LC_MESSAGES" / path.name
        there = catalogue("es_419")
        new = []
        for key, (ids, forms) in sentences.items():
            said = there[key] if isinstance(there[key], tuple) else (there[key],)
            if any(spanish_only(text) for text in said):
                new.append(entry(ids, tuple(draft(text) for text in forms)))
        if new:
            own.parent.mkdir(parents=True, exist_ok=True)
            head = own.read_text(encoding="utf-8") if own.is_file() else HEAD
            own.write_text(head + "".join(new), encoding="utf-8", newline="\n")
            print(f"{own.name}: {len(new)} drafts")


HEAD = (
    'msgid ""\nmsgstr ""\n"Language: es_419\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


def entry(ids: str | tuple[str, str], forms: tuple[str, ...]) -> str:
    """One sentence of a catalogue."""
    if isinstance(ids, str):
        return f"\nmsgid {_quoted(ids)}\nmsgstr {_quoted(forms[0])}\n"
    plural = "".join(f"msgstr[{place}] {_quoted(text)}\n" for place, text in enumerate(forms))
    return f"\nmsgid {_quoted(ids[0])}\nmsgid_plural {_quoted(ids[1])}\n{plural}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
