"""The instrument as typed data: constructs, items, scales, artefacts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from helpers.pages.page import known_page
from helpers.settings import Strict

Pair = tuple[str, str]
Nature = Literal["facts", "definitions", "process", "orientation"]
#: Bounds of the two scales: agreement, and how often in the last 60 days.
AGREE, OFTEN = (1, 5), (0, 4)


def _place(lang: str) -> int:
    return 0 if lang == "en" else 1


class Item(Strict):
    """One statement; ``nature`` says what a difference on it is about."""

    nature: Nature
    say: Pair

    def text(self, lang: str) -> str:
        """The statement in a language."""
        return self.say[_place(lang)]


class Construct(Strict):
    """What three items ask about; challenges have a mirror item: the place (from 1) of the item both guess."""

    id: str
    kind: Literal["challenge", "practice"]
    title: Pair
    page: str
    items: tuple[Item, Item, Item]
    often: Pair
    #: often is bad here: never scores 100
    often_reversed: bool = False
    mirror: Literal[0, 1, 2, 3] = 0

    @model_validator(mode="after")
    def _known(self) -> Construct:
        known_page(self.page)
        if (self.kind == "challenge") != bool(self.mirror):
            raise ValueError(f"{self.id}: challenges have a mirror item, practices none")
        return self

    def name(self, lang: str) -> str:
        """The title in a language."""
        return self.title[_place(lang)]

    @property
    def item_ids(self) -> tuple[str, str, str]:
        """Ids of the three statements."""
        return f"{self.id}_1", f"{self.id}_2", f"{self.id}_3"

    @property
    def often_id(self) -> str:
        """Id of the behaviour item."""
        return f"{self.id}_often"

    @property
    def mirror_id(self) -> str:
        """Id of the mirror item, or ''."""
        return f"{self.id}_mirror" if self.mirror else ""

    @property
    def mirrored(self) -> str:
        """Id of the statement the mirror item asks about, or ''."""
        return f"{self.id}_{self.mirror}" if self.mirror else ""


class Artefact(Strict):
    """Something in writing that belongs to a construct."""

    id: str
    #: id of the construct
    of: str
    say: Pair

    def text(self, lang: str) -> str:
        """What it is called in a language."""
        return self.say[_place(lang)]


class Instrument(Strict):
    """All of it."""

    agree: tuple[Pair, ...] = Field(min_length=5, max_length=5)
    often: tuple[Pair, ...] = Field(min_length=5, max_length=5)
    unknown: Pair
    ask: dict[str, Pair]
    words: dict[str, dict[str, Pair]]
    open: dict[str, Pair]
    mirror_lead: Pair
    constructs: tuple[Construct, ...]
    artefacts: tuple[Artefact, ...]

    def of(self, name: str) -> Construct:
        """A construct by id; ``KeyError`` for another name."""
        return {construct.id: construct for construct in self.constructs}[name]

    def statements(self) -> Iterator[tuple[str, Construct, Item]]:
        """Every statement with its id, in the order of the form."""
        for construct in self.constructs:
            for name, item in zip(construct.item_ids, construct.items, strict=True):
                yield name, construct, item

    def questions(self, lang: str) -> dict[str, str]:
        """Id → text of everything answered on a scale: statements, behaviours, mirror items, in the form's order.

        >>> texts = instrument().questions("en")
        >>> len(texts), texts["handoff_3"]
        (40, 'No qualified contact waits longer for an answer than was agreed.')
        """
        place = _place(lang)
        asked = {name: item.text(lang) for name, _, item in self.statements()}
        asked |= {construct.often_id: construct.often[place] for construct in self.constructs}
        for construct in self.constructs:
            if construct.mirror:
                asked[construct.mirror_id] = f"{self.mirror_lead[place]} {asked[construct.mirrored]}"
        return asked


@cache
def instrument() -> Instrument:
    """The instrument that ships.

    >>> [construct.id for construct in instrument().constructs if construct.mirror]
    ['goals', 'customer', 'handoff', 'communication']
    """
    with (Path(__file__).parent / "instrument.toml").open("rb") as file:
        written = tomllib.load(file)
    return Instrument(
        agree=written["scale"]["agree"], often=written["scale"]["often"], unknown=written["scale"]["unknown"],
        ask=written["ask"], words=written["words"], open=written["open"], mirror_lead=written["mirror"]["lead"],
        constructs=tuple(Construct(id=name, **record) for name, record in written["constructs"].items()),
        artefacts=tuple(Artefact(id=name, **record) for name, record in written["artefacts"].items()),
    )  # fmt: skip


def scored(value: float, bounds: tuple[int, int], *, reversed_: bool = False) -> float:
    """An answer as points from 0 to 100.

    >>> scored(4, AGREE), scored(1, OFTEN), scored(1, OFTEN, reversed_=True)
    (75.0, 25.0, 75.0)
    """
    low, high = bounds
    points = 100 * (value - low) / (high - low)
    return 100 - points if reversed_ else points
