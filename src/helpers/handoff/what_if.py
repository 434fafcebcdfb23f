"""What another promise would have given: how often it would have been kept, and how many customers hang on it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from helpers.facts import Fact, pairs
from helpers.handoff.judged import passed
from helpers.handoff.judged import within as met
from helpers.handoff.scope import Scope, share, total, undefined, whole, within
from helpers.handoff.terms import Limit
from helpers.handoff.worth import Stratum, expected

#: Where fewer than this share were answered within a time, they do not stand for the others.
FEW_QUICK = 0.2
HOURS, DAYS = (1, 4, 8, 24), (1, 2, 3, 5)


def promises_to_try(answer: Limit, *, unit: str, promised: bool) -> tuple[Limit, ...]:
    """Usual promises, and the engagement's own with its half and its double, in the unit waiting is told in.

    >>> [named(each) for each in promises_to_try(Limit(days=3), unit="days", promised=True)]
    ['1d', '2d', '3d', '5d', '6d']
    """
    own = answer.minutes if unit == "hours" else answer.days
    usual = {hours * 60 for hours in HOURS} if unit == "hours" else set(DAYS)
    if promised and own:
        usual |= {math.ceil(own / 2), own, 2 * own}
    return tuple(Limit(minutes=size) if unit == "hours" else Limit(days=size) for size in sorted(usual))


def named(limit: Limit) -> str:
    """A promise as variants name it: ``4h``, ``0.5h``, ``2d``."""
    return f"{limit.days}d" if limit.minutes is None else f"{limit.minutes / 60:g}h"


def sla_what_if(cells: pd.DataFrame, limits: tuple[Limit, ...], *, scope: Scope) -> list[Fact]:
    """How often would each promise have been kept over the rolling year, had people answered as they did?

    Of those for whom it would have run out by ``as_of``. It does not say what a tighter promise would do to how
    people answer.
    """
    year = within(whole(cells), scope.year)
    facts = []
    for limit in limits:
        rows = kept(year, limit, scope)
        facts.append(share("sla_what_if", total(rows, "soon"), total(rows), period=scope.year, scope=scope,
                           variant={"within": named(limit)}, note=scope.note))  # fmt: skip
    return facts


def kept(rows: pd.DataFrame, limit: Limit, scope: Scope) -> pd.DataFrame:
    """The cells for which a promise would have run out and of which it is known whether it was kept: ``soon`` of ``n``.

    Those answered at a moment that is not known are left out.
    """
    timed = rows[(rows["timed"] == 1).to_numpy() & passed(rows, limit, scope.terms)]
    soon = met(timed, limit)
    told = timed[(timed["answered"] == 0).to_numpy() | ~np.isnan(soon)]
    return told.assign(soon=told["n"] * (met(told, limit) == 1))


def what_if_customers(cells: pd.DataFrame, limits: tuple[Limit, ...], *, people: float, scope: Scope) -> list[Fact]:
    """How many customers more a year, had everyone been answered within each promise?

    Leads of the rolling year that were not, times the difference, within their channel, between those answered within
    it and those not, among leads old enough for the horizon. A range from 0 to the raw difference, for sellers may
    answer first what looks best. Below 0 where those answered later converted better. No value where under a fifth
    were answered within it: they stand for nobody else.
    """
    channels = cells[cells["name"] == "channel"]
    return [_customers(kept(channels, limit, scope), limit, people, scope) for limit in limits]


def _customers(rows: pd.DataFrame, limit: Limit, people: float, scope: Scope) -> Fact:
    year = within(rows, scope.year)
    strata = [_stratum(mine, year[year["value"] == channel]) for channel, mine in rows.groupby("value", sort=True)]
    found, variant = expected(strata, people=people), {"within": named(limit)}
    lost = math.fsum(each.lost for each in strata)
    quick = 1 - lost / total(year) if total(year) else 0.0
    if not found.known or quick < FEW_QUICK:
        return undefined("what_if_customers", unit="count", note="too_few", period=scope.year, **variant)
    return Fact(period=str(scope.year), metric="what_if_customers", variant=pairs(variant), clock="cohort",
                unit="count", value=found.value, low=found.low, high=found.high, n=lost, note=scope.note)  # fmt: skip


def _stratum(record: pd.DataFrame, year: pd.DataFrame) -> Stratum:
    quick = record[record["soon"] > 0]
    soon, won = total(quick, "ripe"), total(quick, "ripe_customer")
    return Stratum(
        lost=total(year) - total(year, "soon"), good=won, compared=soon,
        kept=total(record, "ripe_customer") - won, followed=total(record, "ripe") - soon,
    )  # fmt: skip
