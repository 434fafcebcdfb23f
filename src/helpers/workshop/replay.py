"""Last quarter once more under an agreement that is only drafted: how often it would have been kept, and where not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import pandas as pd

from helpers.agreements import Agreements, Sla
from helpers.engine import Canonical, fetch
from helpers.errors import ConfigError
from helpers.handoff.counts.cells import cells, episodes
from helpers.handoff.judged import folded, judged
from helpers.handoff.review import Gathered, gather
from helpers.handoff.scope import having, parts, total, whole, within
from helpers.handoff.terms import terms_of
from helpers.intervals import wilson
from helpers.patterns.basis import Basis
from helpers.periods import Period
from helpers.settings import read_mapping, validated
from helpers.sources.handoffs import read_again

#: Months that are replayed.
MONTHS = 3
#: Standings in which a promise was broken.
_BROKEN = ("silent", "late")


@dataclass(frozen=True)
class Kept:
    """``kept`` of ``of`` with the share and its 95 % interval."""

    kept: int
    of: int
    share: float
    low: float
    high: float

    @classmethod
    def counted(cls, kept: float, of: float) -> Kept | None:
        """The share; None without cases.

        >>> [round(x, 3) for x in (Kept.counted(3, 4).share, Kept.counted(3, 4).low)], Kept.counted(0, 0)
        ([0.75, 0.301], None)
        """
        if not of:
            return None
        low, high = wilson(kept, of)
        return cls(round(kept), round(of), kept / of, float(low[0]), float(high[0]))


@dataclass(frozen=True)
class Group:
    """A part of the business, never a person: ``name`` and ``value`` of a segment, channel or group of sellers."""

    name: str
    value: str
    in_time: Kept


@dataclass(frozen=True)
class Missed:
    """A lead for which the draft would have been broken. ``why``: ``silent`` (no answer at all), ``late``,
    ``undecided`` (answered in time, no decision in time). ``waited`` is in hours or working days, None where unknown.
    """

    lead: str
    requested_on: date
    channel: str
    why: str
    waited: float | None


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What a quarter would have looked like under ``draft``, had everybody done what they did.

    ``in_time`` and ``decided`` leave out leads whose promised time had not passed (``young``) and those that nobody can
    time (``untold``: loaded in bulk, or only a day is known). ``in_force`` is the same quarter under the agreement that
    is signed. ``nobody_decided`` are leads for which the draft's rule for undecided ones would have come into force.
    ``a_day`` are leads per working day, ``room`` how many the draft says sales can take; ``note`` is ``low_coverage``
    or ``no_touches`` where too little is written down to say.
    """

    draft: Sla
    quarter: Period
    requested: int
    in_time: Kept | None
    decided: Kept | None
    in_force: Kept | None
    groups: tuple[Group, ...]
    missed: tuple[Missed, ...]
    young: int
    untold: int
    nobody_decided: int
    a_day: float
    room: float | None
    unit: str
    note: str


def drafted(path: Path) -> Sla:
    """A draft in the shape of ``forms/sla.yml``; ``ConfigError`` in one line for what it cannot hold."""
    if not path.is_file():
        raise ConfigError("no draft is there", where=str(path), do="fill in the sheet and save it under this name")
    return validated(Sla, read_mapping(path), where=str(path))


def replay(basis: Basis, draft: Sla) -> Replay:
    """How often would the draft have been kept over the three months that end with the month under review?

    Every clock is read again: calendar, start, and touches that count are the draft's. Its days of signing and expiry
    do not matter here. It says nothing of how people would have worked had they promised this. Raises ``ConfigError``
    in one line where the draft promises no time, or nothing was handed over.
    """
    if draft.answer_within is None:
        raise ConfigError(
            "the draft promises no time to answer", where="answer_within", do="write {hours: 8} or {days: 2}"
        )
    _known(draft, basis.tables)
    open_ended = draft.model_copy(update={"valid_from": None, "expires_on": None})
    agreements = basis.agreements.model_copy(update={"sla": open_ended})
    tables = timed(basis, agreements)
    found = gather(tables, basis.engagement, agreements, period=basis.period)
    quarter = basis.period.rolling(MONTHS)
    if found is None or not total(whole(within(found.standings, quarter))):
        raise ConfigError(f"nothing was handed over in {quarter}", do="choose a month with hand-offs")
    return _replayed(found, draft, quarter, tables=tables, before=_in_force(basis, quarter))


def _known(draft: Sla, tables: Canonical) -> None:
    """Refuses a time of its own for leads that nobody has."""
    for each in draft.exceptions:
        name, _, value = (text.strip() for text in each.segment.partition("="))
        there = _values(name, tables)
        if value not in there:
            offered = ", ".join(there[:9]) if there else "channel=<name> or a segment of engagement.yml"
            raise ConfigError(f"no lead is of '{each.segment}'", where="exceptions", do=f"use one of: {offered}")


def _values(name: str, tables: Canonical) -> list[str]:
    """What a segment of persons can be, in order."""
    if name == "seller_group":
        rows = tables["handoffs"].select(value=tables["handoffs"].seller_group)
    elif name == "channel":
        rows = tables["people"].select(value=tables["people"].source_group)
    else:
        mine = tables["segments"].filter(lambda t: (t.grain == "person") & (t.name == name))
        rows = mine.select("value")
    return sorted(str(value) for value in fetch(rows.distinct())["value"])


def timed(basis: Basis, agreements: Agreements) -> Canonical:
    """The tables of an engagement with its hand-offs timed by other agreements."""
    own = basis.tables
    again = read_again(
        fetch(own["handoffs"]), fetch(own["touches"]), agreements=agreements, engagement=basis.engagement
    )
    table = ibis.memtable(again, schema=own["handoffs"].schema())
    return Canonical(own.backend, {**own.tables, "handoffs": table})


def _in_force(basis: Basis, quarter: Period) -> Kept | None:
    """The quarter under the agreement that is signed; None where there is none."""
    if basis.agreements.sla is None or basis.agreements.sla.answer_within is None:
        return None
    terms = terms_of(basis.engagement, basis.agreements, period=basis.period)
    every = fetch(cells(basis.tables.tables, terms=terms))
    return None if every.empty else _in_time(whole(within(folded(judged(every, terms=terms)), quarter)))


def _replayed(
    found: Gathered, draft: Sla, quarter: Period, *, tables: Canonical, before: Kept | None
) -> Replay:  # fmt: skip
    rows = within(found.standings, quarter)
    every = whole(rows)
    leads = sorted(_leads(tables, found, quarter), key=lambda each: (each.why, each.requested_on, each.lead))
    capacity = draft.capacity
    room = (capacity.sellers or 0) * (capacity.leads_per_seller_day or 0)
    due, soon = having(every, "decide_due"), having(every, "decided_soon")
    return Replay(
        draft=draft, quarter=quarter, requested=round(total(every)), in_time=_in_time(every),
        decided=Kept.counted(soon, due) if draft.decide_within else None, in_force=before,
        groups=tuple(_groups(rows)), missed=tuple(leads),
        young=round(total(every[every["standing"] == "young"])),
        untold=round(total(every[every["standing"].isin(("untold", "untimed"))])),
        nobody_decided=round(due - soon), a_day=total(every) / max(found.days[quarter], 1), room=room or None,
        unit=found.scope.unit, note=found.scope.note,
    )  # fmt: skip


def _in_time(rows: pd.DataFrame) -> Kept | None:
    kept, told = (
        total(rows[(rows["bound"] == 1) & rows["standing"].isin(names)])
        for names in (("in_time",), ("in_time", "late", "silent"))
    )
    return Kept.counted(kept, told)


def _groups(rows: pd.DataFrame) -> Iterator[Group]:
    """Parts of the business, the one that would have been let down most often first within each name."""
    found = [Group(name, value, kept) for name, value, mine in parts(rows) if (kept := _in_time(mine))]
    return iter(sorted(found, key=lambda each: (each.name, each.in_time.share, each.value)))


def _leads(tables: Canonical, found: Gathered, quarter: Period) -> list[Missed]:
    """The leads of the quarter for which the draft would have been broken."""
    terms = found.scope.terms
    passed_on = episodes(tables.tables, terms=terms)
    every = fetch(passed_on.filter(passed_on.requested_on.between(quarter.first, quarter.last)))
    if every.empty:
        return []
    rows = judged(every.assign(n=1), terms=terms)
    late_to_decide = (rows["decide_due"] == 1) & (rows["decided_soon"] == 0)
    broken = rows["standing"].where(rows["standing"].isin(_BROKEN))
    rows = rows.assign(why=broken.where(broken.notna(), late_to_decide.map({True: "undecided"})))
    rows = rows[rows["why"].notna()]
    lengths = _waited(rows, found.scope.unit)
    return [
        Missed(str(row.person_id), _day(row.requested_on), str(row.channel), str(row.why), length)
        for row, length in zip(rows.itertuples(), lengths, strict=True)
    ]


def _waited(rows: pd.DataFrame, unit: str) -> list[float | None]:
    """Until the first answer, else until now."""
    size = 60.0 if unit == "hours" else 1.0
    name = "minutes" if unit == "hours" else "days"
    waited = rows[f"wait_{name}"].where(rows["answered"] == 1, rows[f"age_{name}"])
    return [None if math.isnan(each) else float(each) / size for each in waited]


def _day(value: object) -> date:
    """A day as an engine gave it."""
    return date.fromisoformat(str(value)[:10])
