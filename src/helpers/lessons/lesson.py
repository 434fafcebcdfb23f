"""What a lesson is: its place in the workshop, as data, and its words in one language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from helpers.errors import ConfigError

_HERE = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ordered(_Strict):
    """A company of the workshop: what is ordered from the generator."""

    kind: str
    seed: int
    plant: tuple[str, ...] = ()


class Plan(_Strict):
    """A lesson whatever the language. ``right`` is the option that holds where a pattern is claimed, ``otherwise``
    the one that holds where it is not; which of them is right follows from the data, never from this file."""

    id: str
    patterns: tuple[str, ...] = Field(min_length=1)
    company: str
    file: str
    teaching: int = Field(gt=0, le=30)
    exercises: int = Field(gt=0, le=40)
    figures: tuple[str, ...] = Field(min_length=1, max_length=2)
    right: str
    otherwise: str

    @property
    def minutes(self) -> int:
        """All of it."""
        return self.teaching + self.exercises


class Choice(_Strict):
    """An option. ``because`` is what is said where it is right; ``misconception`` what somebody believes who takes it
    where it is wrong, and what to look at to see that it is."""

    id: str
    says: str
    because: str = ""
    misconception: str = ""


class Text(_Strict):
    """A lesson's words in one language. Blanks in braces are filled from what was found (``lessons.blanks``)."""

    title: str
    objective: str
    question: str
    predict: str
    look: tuple[str, ...] = Field(description="what to look at, one for each figure")
    ask: str
    options: tuple[Choice, ...] = Field(min_length=3, max_length=5)
    reveal: str
    our_company: str
    if_late: str
    notes: str = Field(description="for whoever leads: how it goes wrong, what to say then")


@cache
def plans() -> dict[str, Plan]:
    """Every lesson by its id, in the order of the workshop."""
    found = tomllib.loads((_HERE / "lessons.toml").read_text(encoding="utf-8"))
    made = [Plan.model_validate(row) for row in found["lesson"]]
    return {plan.id: plan for plan in made}


@cache
def companies() -> dict[str, Ordered]:
    """The companies of the workshop by name."""
    found = tomllib.loads((_HERE / "lessons.toml").read_text(encoding="utf-8"))
    return {name: Ordered.model_validate(row) for name, row in found["company"].items()}


@cache
def text(id: str, lang: str) -> Text:
    """A lesson's words; ``ConfigError`` for a lesson or a language that is not there."""
    path = _HERE / "texts" / lang / f"{id}.yml"
    if not path.is_file():
        raise ConfigError(f"no lesson '{id}' in '{lang}'", do=f"use one of {', '.join(plans())}, in en or es")
    return Text.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
