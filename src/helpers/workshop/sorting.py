"""The blind sort: twenty leads drawn fairly, shown as both teams may see them, and whether both would take them on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from helpers.engine import fetch
from helpers.errors import ConfigError
from helpers.model import STAGES
from helpers.patterns.basis import Basis
from helpers.periods import Period

#: How many leads are sorted, and the fewest that say anything.
LEADS, FEWEST = 20, 8
#: A value that fewer leads of the year share could say who it is; it is shown as another one.
SHARED = 5
OTHER = ""
#: Shown of what a lead did before it was handed over: the latest of them.
ACTIONS = 3
#: Days after which what became of a lead is told.
SETTLED = 30


@dataclass(frozen=True)
class Action:
    """Something the lead did with marketing: what it was, and how many days before it was handed over."""

    kind: str
    what: str
    days: int


@dataclass(frozen=True)
class Card:
    """A lead as both teams may see it: no name, no company, nothing that came after it was handed over.

    ``item`` is the pseudonym of the import. ``traits`` are segment name and value in the client's words (empty where
    the value is so rare that it could say who it is); ``known_days`` is how long it was known when it was handed over.
    """

    number: int
    item: str
    traits: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    known_days: int | None


@dataclass(frozen=True)
class Outcome:
    """What became of a lead, for the one who leads and for after the sort: sales' decision and the stage it reached."""

    number: int
    decision: str
    reason: str
    stage: str


def drawn(basis: Basis, *, leads: int = LEADS, seed: int = 1) -> list[Card]:
    """Which leads do both teams sort? Drawn from those handed over in the year under review, the last month left out.

    Of an account at most one; what became of a lead plays no part in whether it is drawn. The same seed draws the same
    ones. Raises ``ConfigError`` in one line where there are fewer than ``FEWEST``.
    """
    year = basis.period.rolling(12)
    pool = fetch(handed_over(basis, year=year))
    order = np.random.default_rng(seed).permutation(len(pool))
    chosen = pool.iloc[order].drop_duplicates("account_id").head(leads)
    if len(chosen) < min(FEWEST, leads):
        raise ConfigError(
            f"{len(chosen)} leads of different accounts were handed over in {year}", do=f"a sort needs {FEWEST} of them"
        )
    people = [str(each) for each in chosen["person_id"]]
    traits, actions = _traits(basis, pool, people), _actions(basis, chosen)
    return [
        Card(place, person, traits.get(person, ()), actions.get(person, ()), _days(known))
        for place, (person, known) in enumerate(zip(people, chosen["known_days"], strict=True), 1)
    ]


def outcomes(basis: Basis, cards: Sequence[Card]) -> list[Outcome]:
    """What became of each card's lead by the end of the month under review."""
    items = [card.item for card in cards]
    passed, reached = basis.tables["handoffs"], basis.tables["reached"]
    first = fetch(passed.filter(passed.person_id.isin(items) & (passed.episode == 1))).set_index("person_id")
    known = reached.filter((reached.grain == "person") & (reached.on <= basis.period.as_of))
    got = fetch(known.filter(known.entity_id.isin(items)).select("entity_id", "stage").distinct())
    far = got.assign(rank=got["stage"].map(STAGES.index)).sort_values("rank").groupby("entity_id")["stage"].last()
    return [
        Outcome(card.number, str(first.at[card.item, "decision"]), _text(first.at[card.item, "reason"]),
                str(far.get(card.item, "lead")))
        for card in cards
    ]  # fmt: skip


def handed_over(basis: Basis, *, year: Period) -> ir.Table:
    """First passes of people requested in the year, long enough ago that what became of them is told."""
    passed, people = basis.tables["handoffs"], basis.tables["people"]
    last = min(year.last, basis.period.as_of - timedelta(days=SETTLED))
    mine = passed.filter((passed.episode == 1) & passed.requested_on.between(year.first, last))
    both = mine.join(people.select("person_id", "created_on"), "person_id")
    known = both.requested_on.delta(both.created_on, unit="day").cast("int64")
    rows = both.select("person_id", "account_id", "requested_on", "requested_at", known_days=known)
    return rows.order_by("person_id")


def _traits(basis: Basis, pool: pd.DataFrame, people: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Segments of each person; values that few of the pool share are left blank."""
    segments = basis.tables["segments"]
    every = fetch(segments.filter(segments.grain == "person").order_by("entity_id", "name"))
    every = every[every["entity_id"].isin(pool["person_id"])]
    often = every.groupby(["name", "value"])["entity_id"].transform("nunique") >= SHARED
    mine = every.assign(value=every["value"].where(often, OTHER))
    mine = mine[mine["entity_id"].isin(people)]
    order = {name: place for place, name in enumerate(basis.engagement.segments)}
    mine = mine.assign(place=mine["name"].map(order)).sort_values(["entity_id", "place"], kind="stable")
    return {
        str(person): tuple(zip(rows["name"].astype(str), rows["value"].astype(str), strict=True))
        for person, rows in mine.groupby("entity_id")
    }


def _actions(basis: Basis, chosen: pd.DataFrame) -> dict[str, tuple[Action, ...]]:
    """The latest things each did with marketing up to the day it was handed over, oldest first."""
    touches = basis.tables["touches"]
    own = touches.filter((touches.direction == "marketing") & touches.person_id.notnull())
    own = own.filter((own.kind != "self_reported").fill_null(True))
    own = own.mutate(what=own.asset_id.fill_null(own.campaign).fill_null(""))
    shared = own.group_by("what").agg(people=own.person_id.nunique())
    named = own.join(shared, "what").filter(own.person_id.isin([str(each) for each in chosen["person_id"]]))
    rows = fetch(named.select("touch_id", "person_id", "on", "kind", "what", "people")).merge(
        chosen[["person_id", "requested_on"]], on="person_id"
    )
    gone = pd.to_datetime(rows["requested_on"]) - pd.to_datetime(rows["on"])
    rows = rows.assign(days=gone.dt.days, what=rows["what"].where(rows["people"] >= SHARED, OTHER))
    rows = rows[rows["days"] >= 0].sort_values(["person_id", "on", "touch_id"], kind="stable")
    return {str(person): tuple(_latest(mine)) for person, mine in rows.groupby("person_id")}


def _latest(mine: pd.DataFrame) -> Iterator[Action]:
    last = mine.tail(ACTIONS)
    for kind, what, days in zip(last["kind"], last["what"], last["days"], strict=True):
        yield Action(_text(kind), str(what), int(days))


def _days(known: float) -> int | None:
    return None if pd.isna(known) or known < 0 else int(known)


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
