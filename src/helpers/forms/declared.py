"""The forms as sheets of a workbook: their columns, what each cell holds, what to write there. Data in two files.

``declared.toml`` holds forms and columns, ``words.toml`` what a drop-down offers where its words are fixed; what an
assessment asks is made from its instrument (``questions``).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from helpers.forms.questions import survey_sheet, survey_words
from helpers.words import base

Pair = tuple[str, str]
Language = Literal["en", "es"]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Declared):
    """One column of a form. ``header`` and ``example`` stand in English and Spanish; ``help`` is a sentence to say.

    ``topic`` is what the column is about in two or three words, where its header is a whole question.
    """

    field: str
    header: Pair
    kind: str
    help: str
    example: Pair
    topic: Pair = ("", "")

    def title(self, lang: str) -> str:
        """What the column is called in a language."""
        return self.header[_place(lang)]

    def about(self, lang: str) -> str:
        """Its topic in a language, or ''."""
        return self.topic[_place(lang)]

    @property
    def basic(self) -> str:
        """``text note id day month period money number share flag``, or ``list`` and ``pick`` for drop-downs."""
        return self.kind.partition(":")[0]

    @property
    def offers(self) -> str:
        """The list behind the drop-down, or ''."""
        return "flag" if self.kind == "flag" else self.kind.partition(":")[2]

    @property
    def closed(self) -> bool:
        """Whether only what the list offers may be written."""
        return self.basic in ("list", "flag")


class Form(_Declared):
    """One sheet of the workbook. ``row`` is a sentence that says what one row is."""

    id: str
    sheet: Pair
    row: str
    columns: tuple[Column, ...]

    def title(self, lang: str) -> str:
        """What the sheet is called in a language."""
        return self.sheet[_place(lang)]

    def column(self, field: str) -> Column | None:
        """The column of a field, if the form has one."""
        return next((column for column in self.columns if column.field == field), None)


@cache
def declared() -> dict[str, Form]:
    """Every form that is a sheet, by id.

    >>> [column.title("es") for column in declared()["costs"].columns][:3]
    ['Mes', 'Equipo', 'Categoría']
    """
    records = {**_read("declared"), "survey": survey_sheet()}
    return {name: Form(id=name, **record) for name, record in records.items()}


@cache
def offered() -> dict[str, dict[str, Pair]]:
    """List → meaning → its word in English and Spanish, where the words are fixed.

    >>> offered()["verdict"]["done"]
    ('Done', 'Hecha')
    """
    fixed = _read("words")
    return {
        **{name: {key: (pair[0], pair[1]) for key, pair in words.items()} for name, words in fixed.items()},
        **survey_words(),
    }


def words_of(name: str, *, lang: str) -> list[str]:
    """What a fixed list offers in a language, in order."""
    return list(dict.fromkeys(pair[_place(lang)] for pair in offered().get(name, {}).values()))


def _place(lang: str) -> int:
    return 1 if base(lang) == "es" else 0


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
