"""The same answers to the survey in every shape in which they may come in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from helpers.instrument import instrument

Response = Mapping[str, Any]
SEPARATOR = {"google": ", ", "microsoft": ";"}


def response(on: str, team: str, answers: Mapping[str, int | str], **more: Any) -> dict[str, Any]:
    """A response as the offline form saves it."""
    return {"tandem": "survey", "version": 1, "lang": "es", "on": on, "team": team, "level": None, "tenure": None,
            "answers": dict(answers), "top": [], "open": {}, "quotable": False, "name": "", "consent": False,
            **more}  # fmt: skip


def questions(lang: str) -> dict[str, str]:
    """Id → header of every question of a form on the web."""
    place, asked = ("en", "es").index(lang), instrument()
    head = {name: asked.ask[name][place] for name in ("team", "level", "tenure")}
    tail = {name: pair[place] for name, pair in asked.open.items()}
    tail |= {name: asked.ask[name][place] for name in ("quotable", "name", "consent")}
    return {**head, **asked.questions(lang), "top": asked.ask["top"][place], **tail}


def said(one: Response, lang: str, *, separator: str) -> dict[str, str]:
    """Id → what a form on the web exports for it."""
    place, asked = ("en", "es").index(lang), instrument()
    yes = ("Yes", "Sí")[place]
    cells = {name: asked.words[name][one[name]][place] if one[name] else "" for name in ("team", "level", "tenure")}
    for name in asked.questions(lang):
        value = one["answers"].get(name)
        scale = asked.often if name.endswith("_often") else asked.agree
        number = 0 if name.endswith("_often") else 1
        cells[name] = (
            "" if value is None else asked.unknown[place] if value == "unknown" else scale[value - number][place]
        )
    cells["top"] = separator.join(asked.of(name).name(lang) for name in one["top"])
    cells |= {name: one["open"].get(name) or "" for name in asked.open}
    return cells | {"quotable": yes if one["quotable"] else "", "name": one["name"],
                    "consent": yes if one["consent"] else ""}  # fmt: skip


def _csv(rows: list[list[str]], *, delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def google(people: list[Response], lang: str, *, grid: bool = False) -> str:
    """An export of Google Forms; ``grid`` heads statements by the question of their grid."""
    texts, leads = questions(lang), {"en": "How far do you agree?", "es": "¿Hasta qué punto está de acuerdo?"}
    heads = dict(texts)
    if grid:
        mirrors = {each.mirror_id: each.mirrored for each in instrument().constructs if each.mirror}
        heads |= {name: f"{leads[lang]} [{texts[name]}]" for name, _, _ in instrument().statements()}
        lead = instrument().mirror_lead[("en", "es").index(lang)]
        heads |= {name: f"{lead} [{texts[guessed]}]" for name, guessed in mirrors.items()}
    stamp = {"en": "Timestamp", "es": "Marca temporal"}[lang]
    rows = [[stamp, *heads.values()]]
    for number, one in enumerate(people):
        at = f"{one['on'].replace('-', '/')} 9:{number:02d}:22 AM GMT+2"
        rows.append([at, *said(one, lang, separator=SEPARATOR["google"]).values()])
    return _csv(rows)


def microsoft(people: list[Response], lang: str, path: Path, *, who: tuple[str, str] = ("anonymous", "")) -> None:
    """An export of Microsoft Forms, an Excel file with one sheet of no telling name."""
    heads = {
        "en": ["Id", "Start time", "Completion time", "Email", "Name"],
        "es": ["Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
    }[lang]
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = {"en": "Sheet1", "es": "Hoja1"}[lang]
    page.append([*heads, *questions(lang).values()])
    for number, one in enumerate(people, 1):
        cells = said(one, lang, separator=SEPARATOR["microsoft"])
        cells["top"] += ";" if cells["top"] else ""
        page.append([number, f"{one['on']} 09:00:00", f"{one['on']} 09:{number:02d}:00", *who, *cells.values()])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def sheet(people: list[Response]) -> str:
    """A sheet headed by ids, answers as numbers."""
    asked, words = list(instrument().questions("en")), ("team", "level", "tenure")
    rows = [["on", *words, *asked, "top", "open_change", "open_keep", "quotable", "name", "consent"]]
    for one in people:
        given = ["" if (value := one["answers"].get(name)) is None else str(value) for name in asked]
        texts = [one["open"].get(name) or "" for name in instrument().open]
        flags = ["x" if one["quotable"] else "", one["name"], "x" if one["consent"] else ""]
        rows.append([one["on"], *(one[name] or "" for name in words), *given, "; ".join(one["top"]), *texts, *flags])
    return _csv(rows)


def save(people: list[Response], folder: Path) -> None:
    """The response files of the offline form."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(people):
        path = folder / f"survey-{number:08x}.json"
        path.write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
