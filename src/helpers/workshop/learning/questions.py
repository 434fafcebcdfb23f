"""What is asked before and after: eight questions as data, in two languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

#: In the order in which a card shows them.
OPTIONS = ("a", "b", "c", "d")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(_Strict):
    """A question in one language; ``wrong`` names the misconception behind each wrong option."""

    ask: str
    options: dict[str, str]
    wrong: dict[str, str]


class Question(_Strict):
    """A question; its id is that of the lesson that teaches it."""

    id: str
    right: str
    en: Asked
    es: Asked

    @model_validator(mode="after")
    def _complete(self) -> Question:
        for asked in (self.en, self.es):
            if tuple(asked.options) != OPTIONS or set(asked.wrong) != set(OPTIONS) - {self.right}:
                raise ValueError(f"'{self.id}' needs the options a to d and a misconception for each but the right one")
        return self

    def said(self, lang: str) -> Asked:
        """Its words in a language."""
        return self.es if lang.startswith("es") else self.en


@cache
def questions() -> tuple[Question, ...]:
    """The eight, in the order in which they are asked.

    >>> len(questions()), questions()[0].id
    (8, 'growth')
    """
    found = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))
    return tuple(Question.model_validate(row) for row in found["question"])
