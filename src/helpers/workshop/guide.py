"""The guides of whoever leads a workshop: what happens when, who speaks, what is asked, what is cut when it is late."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from helpers.assets import asset
from helpers.errors import ConfigError
from helpers.pages.reading import split_front
from helpers.settings import Strict, validated
from helpers.words import base

#: Guides that lead through a day, and pages they stand on.
GUIDES = ("half-day", "two-days")
PAGES = ("before", "ground-rules", "answers", "glossary")
#: What is shown on the screen of the room and is no lesson: see ``playbook/<lang>/workshop/before.md``.
SCREENS = ("sorting-page", "replay-page", "sla-form", "report", "own-lessons")
#: Columns of the table of a day, by language.
COLUMNS = {
    "en": ("start", "minutes", "what", "who speaks", "check", "uses", "if late"),
    "es": ("hora", "minutos", "qué", "quién habla", "pregunta", "material", "si vamos tarde"),
}
BREAKS = {"en": ("break", "lunch"), "es": ("descanso", "comida")}
_DAY = re.compile(r"^## (?P<title>.+?)[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"^### (?P<start>\d{1,2}:\d{2}) · (?P<title>.+?)[ \t]*$", re.MULTILINE)
_ID = re.compile(r"`([a-z0-9-]+)`")
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})$")
_RULE = re.compile(r"[|\s:-]*-[|\s:-]*")


class Front(Strict):
    """Front matter. ``minutes`` are those of each day, breaks and lunch included; none for a page that is no guide."""

    title: Annotated[str, Field(min_length=3, max_length=60)]
    minutes: tuple[int, ...] = ()
    who: Annotated[str, Field(min_length=3)]


class Step(Strict):
    """A row of a day's table. ``start`` is in minutes since midnight, or since the beginning where a guide counts so;
    ``uses`` are ids of lessons, materials, screens and pages."""

    start: int
    minutes: Annotated[int, Field(gt=0, le=90)]
    what: str
    who: str
    check: str
    uses: tuple[str, ...]
    cut: str
    rest: bool


class Guide(Strict):
    """A guide in one language: each day's steps, and what to say in each block, by its start."""

    id: str
    lang: str
    front: Front
    days: tuple[tuple[Step, ...], ...]
    blocks: tuple[dict[int, str], ...]
    text: str


def guide(id: str, lang: str) -> Guide:
    """One guide or page; a reader of ``es_419`` gets the Spanish one. ``ConfigError`` in one line for what is wrong."""
    tongue = base(lang)
    if id not in (*GUIDES, *PAGES):
        raise ConfigError(f"no guide '{id}'", do=f"use one of {', '.join((*GUIDES, *PAGES))}")
    text = asset("playbook", f"{tongue}/workshop/{id}.md").read_text(encoding="utf-8")
    return read_guide(text, id=id, lang=tongue, where=f"playbook/{tongue}/workshop/{id}.md")


def read_guide(text: str, *, id: str, lang: str, where: str) -> Guide:
    """The guide written in ``text``. A table of a day is a section of its own; ``### 0:20 · title`` opens what to say.

    Raises ``ConfigError`` in one line for a table that does not add up, a block without words, and front matter that
    is missing.
    """
    written, body = split_front(text, where=where)
    front = validated(Front, written, where=where)
    parts = _DAY.split(body)
    days, blocks = [], []
    for title, section in zip(parts[1::2], parts[2::2], strict=True):
        steps = tuple(_steps(section, lang=lang, where=f"{where}, {title}"))
        if steps:
            days.append(steps)
            blocks.append(_blocks(section))
    made = Guide(id=id, lang=lang, front=front, days=tuple(days), blocks=tuple(blocks), text=body)
    _adds_up(made, where=where)
    return made


def clock(minutes: int) -> str:
    """A start as it is written.

    >>> clock(95), clock(0)
    ('1:35', '0:00')
    """
    return f"{minutes // 60}:{minutes % 60:02d}"


def named(made: Guide) -> set[str]:
    """Every id that a guide names, in its tables and in its text."""
    return {id for day in made.days for step in day for id in step.uses} | set(_ID.findall(made.text))


def _adds_up(made: Guide, *, where: str) -> None:
    if len(made.days) != len(made.front.minutes):
        raise ConfigError(f"{len(made.front.minutes)} days in the front matter, {len(made.days)} tables", where=where)
    for steps, minutes, said in zip(made.days, made.front.minutes, made.blocks, strict=True):
        for one, two in pairwise(steps):
            if one.start + one.minutes != two.start:
                right = clock(one.start + one.minutes)
                wrong = f"{clock(two.start)} does not follow {clock(one.start)}"
                raise ConfigError(wrong, where=where, do=f"write {right}")
        total = sum(step.minutes for step in steps)
        if total != minutes:
            raise ConfigError(f"the steps take {total} minutes, the front matter says {minutes}", where=where)
        silent = [clock(step.start) for step in steps if not step.rest and step.start not in said]
        if silent:
            raise ConfigError(f"nothing is written for {silent[0]}", where=where, do=f"write ### {silent[0]} · title")


def _blocks(section: str) -> dict[int, str]:
    parts = _BLOCK.split(section)
    return {_minutes(start): text.strip() for start, text in zip(parts[1::3], parts[3::3], strict=True)}


def _steps(section: str, *, lang: str, where: str) -> Iterator[Step]:
    rows = [_cells(line) for line in section.splitlines() if line.lstrip().startswith("|")]
    if not rows or tuple(cell.casefold() for cell in rows[0]) != COLUMNS[lang]:
        return
    for number, cells in enumerate((row for row in rows[1:] if not _RULE.fullmatch("|".join(row))), 1):
        yield _step(cells, lang=lang, where=f"{where}, row {number}")


def _step(cells: Sequence[str], *, lang: str, where: str) -> Step:
    if len(cells) != len(COLUMNS[lang]):
        raise ConfigError(f"{len(cells)} cells instead of {len(COLUMNS[lang])}", where=where)
    start, minutes, what, who, check, uses, cut = cells
    if not (_CLOCK.match(start) and minutes.isdigit()):
        raise ConfigError(f"'{start}' and '{minutes}' are no start and no minutes", where=where, do="write 0:20 and 15")
    rest = what.split(" ")[0].strip("*.:").casefold() in BREAKS[lang]
    return Step(
        start=_minutes(start), minutes=int(minutes), what=what, who=who, check="" if check == "–" else check,
        uses=tuple(_ID.findall(uses)), cut="" if cut == "–" else cut, rest=rest,
    )  # fmt: skip


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _minutes(start: str) -> int:
    hours, minutes = start.split(":")
    return int(hours) * 60 + int(minutes)
