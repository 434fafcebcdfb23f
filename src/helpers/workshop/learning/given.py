"""Answers as people hand them in: files that the pages saved, and sheets that a trainer typed from paper.

``answers/*.json`` are files of the pages; ``answers.csv`` has a row for each person and time (``code when q1 … q8 s1 …
s8``: letters a to d, and how sure, 50 to 100); ``transfer.csv`` a row for each finding (``code pattern where sure``).
Whoever hands in twice counts with the newest. Nothing else than the code tells who it was, and only the person knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from helpers.errors import SourceError
from helpers.patterns import PATTERNS
from helpers.workshop.learning.questions import OPTIONS, questions

When = Literal["before", "after"]
#: How sure somebody can be: with 50 a coin would do.
LEAST_SURE, MOST_SURE = 50, 100
#: A file larger than this was saved by no page of the workshop.
_LIMIT_BYTES = 200_000


@dataclass(frozen=True)
class Answer:
    """One question answered by one person; ``sure`` is None where nothing was said."""

    code: str
    when: When
    question: str
    option: str
    sure: int | None = None


@dataclass(frozen=True)
class Claim:
    """A finding that a person or pair names in the unseen company."""

    code: str
    pattern: str
    where: str
    sure: int | None = None


@dataclass(frozen=True)
class Given:
    """All that was handed in; ``left_out`` says, one line each, what could not be used."""

    answers: tuple[Answer, ...] = ()
    claims: tuple[Claim, ...] = ()
    #: who handed in the task, whether or not anything was found
    tried: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()


@dataclass
class _Sheet:
    """What one person handed in at one time; ``order`` tells the newest."""

    code: str
    kind: str
    order: tuple[str, str]
    rows: list[Any] = field(default_factory=list)


def read_given(folder: Path) -> Given:
    """Everything in ``folder``; odd cells are left out, named. ``SourceError`` where a typed sheet lacks a column."""
    sheets, complaints = list[_Sheet](), list[str]()
    for path in sorted((folder / "answers").glob("*.json")):
        sheets += _saved(path, complaints)
    if (folder / "answers.csv").is_file():
        sheets += _typed(folder / "answers.csv", complaints)
    if (folder / "transfer.csv").is_file():
        sheets += _listed(folder / "transfer.csv", complaints)
    newest: dict[tuple[str, str], _Sheet] = {}
    for sheet in sorted(sheets, key=lambda each: each.order):
        if (sheet.code, sheet.kind) in newest:
            complaints.append(f"{sheet.kind} of '{sheet.code}' was handed in more than once: the newest counts")
        newest[sheet.code, sheet.kind] = sheet
    return _together(newest.values(), complaints)


def _together(sheets: Iterable[_Sheet], complaints: list[str]) -> Given:
    kept = sorted(sheets, key=lambda each: (each.code, each.kind))
    return Given(
        answers=tuple(row for sheet in kept if sheet.kind != "transfer" for row in sheet.rows),
        claims=tuple(row for sheet in kept if sheet.kind == "transfer" for row in sheet.rows),
        tried=frozenset(sheet.code for sheet in kept if sheet.kind == "transfer"),
        left_out=tuple(dict.fromkeys(complaints)),
    )


def code_of(text: object) -> str:
    """A code as it is compared: whoever writes it twice rarely writes it alike.

    >>> code_of(" Azul-17 ")
    'azul17'
    """
    return "".join(sign for sign in str(text).casefold() if sign.isalnum())


def _saved(path: Path, complaints: list[str]) -> list[_Sheet]:
    """A file that a page saved."""
    found = _json(path)
    if found is None:
        complaints.append(f"{path.name}: no file that a page of the workshop saved")
        return []
    code, kind = code_of(found.get("code", "")), found["kind"]
    if not code:
        complaints.append(f"{path.name}: no code, so it belongs to nobody")
        return []
    sheet = _Sheet(code, kind, (str(found.get("on", "")), path.name))
    if kind == "transfer":
        rows = found.get("claims")
        sheet.rows = [claim for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict)
                      for claim in _claims(code, row, path.name, complaints)]  # fmt: skip
    else:
        given = found.get("answers")
        answers = given if isinstance(given, dict) else {}
        for question, said in answers.items():
            told = said if isinstance(said, dict) else {"option": said}
            sheet.rows += _answers(code, kind, question, told, path.name, complaints)
    return [sheet]


def _json(path: Path) -> dict[str, Any] | None:
    if path.stat().st_size > _LIMIT_BYTES:
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None
    ours = isinstance(found, dict) and found.get("tandem") == "workshop"
    return found if ours and found.get("kind") in ("before", "after", "transfer") else None


def _answers(
    code: str, when: When, question: str, told: Mapping[str, Any], where: str, complaints: list[str]
) -> list[Answer]:
    option = str(told.get("option") or "").strip().lower()
    if not option:
        return []
    if question not in {each.id for each in questions()} or option not in OPTIONS:
        complaints.append(f"{where}: '{option}' is no answer to '{question}'")
        return []
    return [Answer(code, when, question, option, _sure(told.get("sure"), where, complaints))]


def _sure(said: object, where: str, complaints: list[str]) -> int | None:
    text = str(said if said is not None else "").strip().removesuffix("%").strip()
    if not text or text.lower() == "nan":
        return None
    try:
        number = round(float(text.replace(",", ".")))
    except (ValueError, OverflowError):
        number = -1
    if LEAST_SURE <= number <= MOST_SURE:
        return number
    complaints.append(f"{where}: '{text}' is not how sure somebody is, 50 to 100")
    return None


def _claims(code: str, told: Mapping[Any, Any], where: str, complaints: list[str]) -> list[Claim]:
    pattern, place = str(told.get("pattern") or "").strip(), str(told.get("where") or "all").strip()
    if not pattern:
        return []
    if pattern not in PATTERNS:
        complaints.append(f"{where}: '{pattern}' is no finding of the list")
        return []
    return [Claim(code, pattern, place, _sure(told.get("sure"), where, complaints))]


def _typed(path: Path, complaints: list[str]) -> list[_Sheet]:
    """Paper sheets that a trainer typed, a row for each."""
    rows, sheets = table(path, ("code", "when", *(f"q{n}" for n in range(1, len(questions()) + 1)))), []
    for number, row in enumerate(rows.to_dict("records"), start=2):
        where = f"{path.name}, line {number}"
        code, when = code_of(row["code"]), str(row["when"]).strip().lower()
        when = {"antes": "before", "después": "after", "despues": "after"}.get(when, when)
        if not code or when not in ("before", "after"):
            complaints.append(f"{where}: needs a code, and 'before' or 'after'")
            continue
        sheet = _Sheet(code, when, ("", where))
        for place, question in enumerate(questions(), start=1):
            told = {"option": row[f"q{place}"], "sure": row.get(f"s{place}")}
            sheet.rows += _answers(
                code, "before" if when == "before" else "after", question.id, told, where, complaints
            )
        sheets.append(sheet)
    return sheets


def _listed(path: Path, complaints: list[str]) -> list[_Sheet]:
    """Findings that a trainer typed; a row with a code alone is somebody who found nothing."""
    sheets: dict[str, _Sheet] = {}
    for number, row in enumerate(table(path, ("code", "pattern", "where")).to_dict("records"), start=2):
        code = code_of(row["code"])
        where = f"{path.name}, line {number}"
        if not code:
            complaints.append(f"{where}: no code, so it belongs to nobody")
            continue
        sheet = sheets.setdefault(code, _Sheet(code, "transfer", ("", where)))
        sheet.rows += _claims(code, row, where, complaints)
    return list(sheets.values())


def table(path: Path, needed: Iterable[str]) -> pd.DataFrame:
    """A small sheet, whatever the program wrote between its cells."""
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python", encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise SourceError(
            "cannot be read as a table", where=path.name, do="save it as CSV in UTF-8, with a row of headers"
        ) from error
    rows.columns = [str(name).strip().lower() for name in rows.columns]
    lacking = [name for name in needed if name not in rows.columns]
    if lacking:
        raise SourceError(f"no column {', '.join(lacking)}", where=path.name, do="add it to the first row")
    return rows
