"""The talk with names, for companies too small for figures: who said what, side by side, of those who agreed to it.

Nothing is counted and nothing averaged. Where people stand two steps or more apart comes first, since that is what the
talk is for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.instrument import AGREE, OFTEN, instrument
from helpers.report.naming import TEAMS
from helpers.words import Words, msg, tag

#: Steps from which on two answers are worth a talk.
APART = 2
#: Minutes, what happens, how.
GUIDE = (
    (5, msg("Agree on how you talk"),
     msg("Nobody has to defend an answer. Each one was true for whoever gave it. What is said stays in the room.")),
    (10, msg("Read in silence"), msg("Everybody marks two statements they want to understand better, not win.")),
    (30, msg("Where you stand far apart"),
     msg("Take the first statements one by one. Each person tells the last time it happened, before anybody judges. "
         "Ask: what do you see that I do not?")),
    (10, msg("Where nobody knows, and where all agree"),
     msg("What nobody knows, somebody finds out by a day. What all agree on, say why it works.")),
    (5, msg("One thing each"), msg("Everybody names one thing they will do by a day, and what they ask of the other.")),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A place on the scale and who stands there."""

    word: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A statement with its steps in order; ``apart`` is the distance of the farthest answers."""

    id: str
    topic: str
    text: str
    steps: tuple[Step, ...]
    unknown: tuple[str, ...]
    apart: float
    guessed: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Voice:
    """What somebody wrote."""

    name: str
    words: str


def page(
    statements: pd.DataFrame,
    *,
    lang: str,
    client: str = "",
    on: date | None = None,
    left_out: int = 0,
    texts: pd.DataFrame | None = None,
    shown: bool = False,
) -> str:
    """The page of the talk.

    ``statements`` is ``assess_statements`` (``name team item value unknown``), ``texts`` what the same people wrote
    (``name question words``), ``left_out`` how many answered and did not agree to be named. ``shown`` says that the
    report shows both teams: then names beside it would give away the others, and there are none. ``ValueError`` where
    a column is missing or a name is blank: such a row must not have come this far.
    """
    _checked(statements)
    words = Words(lang)
    found = sorted(_statements(statements, lang), key=lambda each: -each.apart)
    place = 0 if lang == "en" else 1
    return _template().render(
        say=words.say, lang=tag(lang), client=client, left_out=_left_out(left_out, words),
        on=words.date(on) if on else "",
        people=_people(statements, words),
        far=[each for each in found if each.apart >= APART],
        near=[each for each in found if each.apart < APART],
        unknown=instrument().unknown[place],
        voices=[(pair[place], heard) for name, pair in instrument().open.items() if (heard := _voices(texts, name))],
        guide=_guide(words), shown=shown, style=Markup(_file("report.css") + _file("conversation.css")),
    )  # fmt: skip


def _checked(statements: pd.DataFrame) -> None:
    missing = {"name", "team", "item", "value", "unknown"} - set(statements.columns)
    if missing:
        raise ValueError(f"statements: missing column '{min(missing)}'")
    if any(not str(name).strip() or name is None or name != name for name in statements["name"]):
        raise ValueError("statements: a row without a name")


def _people(statements: pd.DataFrame, words: Words) -> list[tuple[str, str]]:
    """Each person once, with the team, marketing first."""
    pairs = {(str(team), str(name)) for team, name in zip(statements["team"], statements["name"], strict=True)}
    return [(name, words.say(TEAMS.get(team, TEAMS["unknown"]))) for team, name in sorted(pairs)]


def _statements(statements: pd.DataFrame, lang: str) -> Iterator[Statement]:
    """Every statement and every question on how often that anybody answered, in the order of the form."""
    by_item = {str(item): rows for item, rows in statements.groupby("item", sort=False)}
    asked, place = instrument(), 0 if lang == "en" else 1
    texts = asked.questions(lang)
    for construct in asked.constructs:
        for item in (*construct.item_ids, construct.often_id):
            often = item == construct.often_id
            scale, first = (asked.often, OFTEN[0]) if often else (asked.agree, AGREE[0])
            if item in by_item:
                guesses = by_item.get(construct.mirror_id) if item == construct.mirrored else None
                guessed = _steps(guesses, asked.agree, AGREE[0], place) if guesses is not None else ()
                yield _statement(
                    by_item[item],
                    Statement(item, construct.name(lang), texts[item], _steps(by_item[item], scale, first, place),
                              _unknown(by_item[item]), 0.0, guessed),
                )  # fmt: skip


def _statement(rows: pd.DataFrame, made: Statement) -> Statement:
    known = [value for value in map(_number, rows["value"]) if math.isfinite(value)]
    apart = max(known) - min(known) if known else 0.0
    return Statement(made.id, made.topic, made.text, made.steps, made.unknown, apart, made.guessed)


def _steps(rows: pd.DataFrame, scale: Sequence[tuple[str, str]], first: int, place: int) -> tuple[Step, ...]:
    by_step: dict[int, list[str]] = {}
    for name, value in zip(rows["name"], rows["value"], strict=True):
        if math.isfinite(number := _number(value)):
            by_step.setdefault(int(number) - first, []).append(str(name))
    return tuple(Step(pair[place], tuple(sorted(by_step.get(at, ())))) for at, pair in enumerate(scale))


def _unknown(rows: pd.DataFrame) -> tuple[str, ...]:
    said = [
        str(name)
        for name, unknown in zip(rows["name"], rows["unknown"], strict=True)
        if unknown is True or unknown == 1
    ]
    return tuple(sorted(said))


def _number(value: Any) -> float:
    return math.nan if value is None or value is pd.NA or value != value else float(value)


def _voices(texts: pd.DataFrame | None, question: str) -> list[Voice]:
    if texts is None:
        return []
    rows = texts[texts["question"] == question]
    found = (Voice(str(name), str(words).strip()) for name, words in zip(rows["name"], rows["words"], strict=True))
    return sorted((voice for voice in found if voice.words), key=lambda voice: (voice.name, voice.words))


def _left_out(number: int, words: Words) -> str:
    """How many are not here, never who; empty where all are."""
    if number < 1:
        return ""
    return words.plural(
        "{n} person answered and did not agree to be named: that answer is not here.",
        "{n} people answered and did not agree to be named: their answers are not here.",
        number,
    )


def _guide(words: Words) -> list[tuple[int, int, str, str]]:
    """From which minute, to which, what, how."""
    start, steps = 0, []
    for minutes, what, how in GUIDE:
        steps.append((start, start + minutes, words.say(what), words.say(how)))
        start += minutes
    return steps


def _file(name: str) -> str:
    return (files("helpers.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("conversation.html.j2"))
