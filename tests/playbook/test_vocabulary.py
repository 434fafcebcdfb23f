"""One word for one thing: variants that do not stand in the playbook, nor, mostly, in the sentences of the report."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from plain_words import FORBIDDEN

from .texts import LANGS, Text, each, pages, prose, sentences, shipped, whole

#: what pages may say although a first screen may not: the word is ordinary there, or a subject of the page itself
ORDINARY = {
    "en": {
        "mean", "average", "confidence", "hypothesis", "noise", "probabilit", "survival", "distribution", "incidence",
        "because of", "due to", "null", "script", "variance", "_", "interval", "undefined", "significan", "nan",
    },
    "es": {
        "confianza", "hipótesis", "ruido", "probabilidad", "supervivencia", "distribución", "incidencia", "desviación",
        "debido a", "a causa de", "cuaderno", "esquema", "_", "promedio", "intervalo", "nan",
    },
}  # fmt: skip
#: words of statistics and software that a page does without, whole where the beginning alone is an ordinary word
MORE = {
    "en": (
        "mean value",
        "on average",
        "noise",
        "null hypothesis",
        "variance",
        "interval",
        "significant",
        "significance",
    ),
    "es": ("valor medio", "en promedio", "ruido", "hipótesis nula", "intervalo", "base de datos", "esquema"),
}


class Rule(NamedTuple):
    """What is not written, and what stands there instead."""

    pattern: re.Pattern[str]
    say: str
    everywhere: bool


@cache
def rules(lang: str) -> tuple[Rule, ...]:
    """The variants that a language does without."""
    declared = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            re.compile(_whole(word) if rule.get("edges", True) else word, 0 if rule.get("case") else re.IGNORECASE),
            rule["say"],
            "only" not in rule,
        )
        for rule in declared[lang]
        for word in rule["never"]
    )


def _whole(word: str) -> str:
    return rf"(?<![\w-])(?:{word})(?![\w-])"


def variants(text: str, lang: str, *, everywhere: bool = False) -> list[str]:
    """Forbidden variants in ``text`` with what to say, those of the playbook alone left out where ``everywhere``."""
    found = [(match[0], rule.say) for rule in rules(lang) if rule.everywhere or not everywhere
             for match in rule.pattern.finditer(text)]  # fmt: skip
    return [f"'{word}': {say}" for word, say in found]


def jargon(text: str, lang: str) -> list[str]:
    """Words of statistics and of software in ``text``."""
    words = [word for word in FORBIDDEN[lang] if word not in ORDINARY[lang]]
    starts = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)]
    return starts + [word for word in MORE[lang] if re.search(_whole(re.escape(word)), text, re.IGNORECASE)]


def unpaired(text: str) -> list[str]:
    """Sentences of Spanish whose question or exclamation is opened or closed only."""
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:-|\d+ ))|(?<=[?!])\s", text)
    return [block.strip()[:80] for block in blocks if any(block.count(a) != block.count(b) for a, b in ("¿?", "¡!"))]


def complaints(texts: list[Text], check) -> dict[str, list[str]]:
    return {text.where: found for text in texts if (found := check(text.prose))}


@each
def test_pages_keep_to_the_vocabulary(id: str, lang: str) -> None:
    assert variants(whole(id, lang), lang) == []


@each
def test_pages_have_no_word_of_statistics_or_software(id: str, lang: str) -> None:
    assert jargon(whole(id, lang), lang) == []


@pytest.mark.parametrize("lang", LANGS)
def test_all_that_the_playbook_says_keeps_to_the_vocabulary(lang: str) -> None:
    assert complaints(shipped(lang), lambda text: variants(text, lang)) == {}


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentences_of_every_other_part_do_too(lang: str) -> None:
    found = complaints(sentences(lang), lambda text: variants(text, lang, everywhere=True))
    # The survey asks one person, and in Spanish one asks a person by usted; nothing else is allowed there either.
    asked = {where: said for where, said in found.items() if where.startswith("survey.po")}
    assert {where: said for where, said in found.items() if where not in asked} == {}
    assert [one for said in asked.values() for one in said if not one.endswith("infinitivo o forma impersonal")] == []


def test_what_spanish_opens_it_closes() -> None:
    assert complaints([*pages("es"), *sentences("es")], unpaired) == {}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("El handoff de la semana", "es"), ("el funnel", "es"), ("un vendedor llama", "es"), ("Dos vendedoras", "es"),
        ("los costos", "es"), ("la meta del mes", "es"), ("el pronóstico", "es"), ("un reporte", "es"),
        ("el tablero", "es"),
        ("el ciclo de ventas", "es"), ("cada etapa", "es"), ("leads calificados", "es"), ("una cotización", "es"),
        ("¿Qué queréis decidir?", "es"), ("vuestro informe", "es"), ("tu equipo", "es"), ("su informe, usted", "es"),
        ("Revise el informe.", "es"), ("Pregunten a ventas. Lean el informe.", "es"), ("No olvide la fecha.", "es"),
        ("la palabra “lead”", "es"), ("Escriba una frase.", "es"), ("el periodo y el período", "es"),
        ("lead gen", "en"), ("a silent rejection", "en"), ("the vendor", "en"), ("the organization decides", "en"),
        ("behavior", "en"), ("analyze it", "en"), ("prioritizing", "en"), ("a handover", "en"), ("canceled", "en"),
        ("leverage synergies", "en"), ("alignment", "en"), ("toward it", "en"),
    ],
)  # fmt: skip
def test_a_variant_would_be_seen(text: str, lang: str) -> None:
    assert variants(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("El comercial lee el informe; los leads del embudo, en cada fase. Se revisa el coste. Leer la oferta.", "es"),
        ("Quien preside escribe la decisión. ¿Qué cambia? Los metadatos. Que alguien lea el informe.", "es"),
        ("Elegir una fecha, seis meses, el país.", "es"),
        ("A prize of any size: seize it, exercise, promise, advise, otherwise, towards a programme.", "en"),
        ("The report; the hand-off; the salesperson.", "en"),
    ],
)
def test_plain_text_passes(text: str, lang: str) -> None:
    assert variants(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang"), [("the median wait", "en"), ("a CSV", "en"), ("la mediana", "es"), ("un YAML", "es")]
)
def test_jargon_would_be_seen(text: str, lang: str) -> None:
    assert jargon(text, lang)


def test_ordinary_words_are_words_of_the_list() -> None:
    assert {lang: ORDINARY[lang] - set(FORBIDDEN[lang]) for lang in LANGS} == {"en": set(), "es": set()}


@pytest.mark.parametrize("text", ["Qué cambia?", "¿Qué cambia", "¿Qué cambia? Y cuándo?", "¡Ya"])
def test_an_open_question_would_be_seen(text: str) -> None:
    assert unpaired(text)


def test_code_is_not_read_as_prose() -> None:
    assert variants(prose("Se escribe en `funnel.yml` y en [el informe](../handoff.md)."), "es") == []
