"""What was spent on each channel, and what it comes to for each result and each unit of money credited to it.

Credit is shared by a rule after the fact: a cost for each credited customer compares channels under that rule. It is no
price at which one more customer could be had.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from helpers.attribution.channels import as_touched, segment_of
from helpers.costs import FEW_CUSTOMERS, Costs, acquisition_costs, coverage_note
from helpers.facts import Fact, unpair
from helpers.noise import count_interval
from helpers.periods import Period
from helpers.ratio import ratio

#: The models that money is shown under: origin, last action, evenly, both ends, and the two that read the data.
MODELS = ("first", "last", "linear", "position", "markov1", "shapley")
NOWHERE = segment_of(None)


@dataclass(frozen=True)
class Outlay:
    """Acquisition cost as a whole and by segment (``channel=…``, ``channel=(none)``)."""

    whole: Costs
    parts: dict[str, Costs]

    def later(self, months: int) -> Outlay:
        """The same cost where it stands ``months`` later."""
        return Outlay(self.whole.later(months), {name: part.later(months) for name, part in self.parts.items()})

    def within(self, window: Period) -> dict[str, float]:
        """Cost of the window by segment, of segments with any."""
        spent = {name: part.total(window) for name, part in self.parts.items()}
        return {name: amount for name, amount in spent.items() if amount}


def outlay(lines: pd.DataFrame, *, known: Iterable[str]) -> Outlay:
    """The cost of each channel by month, under the one rule of acquisition cost.

    ``lines`` are the count ``channel_costs``; ``known`` the channels of touches, whose names are used where costs name
    the same channel nearly so.
    """
    keys = ["month", "team", "acquisition_share"]
    whole = acquisition_costs(lines.groupby(keys, sort=True)[["amount"]].sum().reset_index())
    named = as_touched(lines["channel"].dropna().unique(), known=known)
    segments = lines["channel"].map(lambda name: segment_of(named.get(name)), na_action=None)
    parts = {
        str(segment): replace(acquisition_costs(rows), seen=whole.seen) for segment, rows in lines.groupby(segments)
    }
    return Outlay(whole, parts)


def channel_spend(spent: Outlay, *, window: Period) -> list[Fact]:
    """Which channel did the acquisition cost of the window go to?

    Money; one row per channel with any cost, ``channel=(none)`` for what belongs to none, and ``all``, the metric
    ``spend``. Undefined where the window reaches outside the months that the costs form covers, or without a form.
    """
    note, known = coverage_note(spent.whole, window), spent.whole.covers(window)
    amounts = {"all": spent.whole.total(window), **spent.within(window)}
    return [
        Fact(
            period=str(window), metric="channel_spend", segment=segment, unit="money",
            value=amount if known else math.nan, n=window.length - spent.whole.gaps(window),
            status="ok" if known else "undefined", note=note,
        )
        for segment, amount in amounts.items()
    ]  # fmt: skip


def credited_cost(
    credited: Iterable[Fact], spent: Outlay, *, window: Period, observed_from: date | None = None
) -> list[Fact]:
    """What was spent on a channel for each conversion credited to it?

    ``credited`` are facts ``credited`` of the window; those of mqls, sqls and customers under ``MODELS`` are used.
    ``spent`` is booked where its customers arrive (``Outlay.later`` by the agreed lag). Money for each conversion, from
    sums: ``numerator`` the cost, ``denominator`` the credit; over all rows they add up to cost and conversions. Cost
    without credit (``no_credit``) and credit without cost (``no_channel_costs``) are rows without a value; so is what
    has no channel (``no_channel``). ``all`` is every cost over every conversion: of customers, the unified CAC.
    Intervals take the cost as known. Windows that begin before ``observed_from`` are ``left_truncated``.
    """
    wanted = _chosen(credited, window, of=("mqls", "sqls", "customers"))
    frame = _Frame(spent, window, observed_from is not None and window.first < observed_from)
    return [_cost(*found, window) for rows in wanted.values() for found in _beside(rows, frame)]


def credited_return(
    revenue: Iterable[Fact], spent: Outlay, *, window: Period, observed_from: date | None = None
) -> list[Fact]:
    """How much credited revenue stands beside each unit of cost of a channel?

    ``revenue`` are facts ``credited_revenue`` of the window. A ratio of sums, with the rows and reasons of
    ``credited_cost``; ``all`` is revenue won over acquisition cost. Not what one more unit spent would bring.
    """
    wanted = _chosen(revenue, window, of=("",))
    frame = _Frame(spent, window, observed_from is not None and window.first < observed_from)
    return [_return(*found, window) for rows in wanted.values() for found in _beside(rows, frame)]


def _chosen(facts: Iterable[Fact], window: Period, *, of: tuple[str, ...]) -> dict[str, dict[str, Fact]]:
    """Variant → segment → fact, of those models and kinds of which money is shown and that have a value."""
    found: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        named = unpair(fact.variant)
        shown = named["model"] in MODELS and named.get("of", "") in of and fact.note != "low_coverage"
        if shown and fact.period == str(window) and not math.isnan(fact.value):
            found.setdefault(fact.variant, {})[fact.segment] = fact
    return found


@dataclass(frozen=True)
class _Frame:
    """The cost that all rows of one metric share."""

    spent: Outlay
    window: Period
    truncated: bool

    @property
    def covered(self) -> bool:
        """Whether the costs speak of the whole window."""
        return self.spent.whole.covers(self.window)

    def segments(self, rows: dict[str, Fact]) -> dict[str, float]:
        """Cost of each segment with cost or credit; the whole is all cost."""
        if not self.covered:
            return {"all": math.nan}
        apart = {segment: 0.0 for segment, fact in rows.items() if fact.value}
        return {**apart, **self.spent.within(self.window), "all": self.spent.whole.total(self.window)}

    def standing(self, segment: str, cost: float, credit: float) -> tuple[str, str]:
        """Status and the one note a reader needs first."""
        note = coverage_note(self.spent.whole, self.window)
        if not self.covered:
            return "undefined", note
        if segment == NOWHERE:
            return "undefined", "no_channel"
        if not credit:
            return "undefined", "zero_denominator" if segment == "all" else "no_credit"
        if not cost > 0:
            return "undefined", "no_costs" if segment == "all" else "no_channel_costs"
        if self.truncated:
            return "undefined", "left_truncated"
        return "ok", note


def _beside(rows: dict[str, Fact], frame: _Frame) -> Iterator[tuple[Fact, float, str, str]]:
    """Credit, cost, status and note of each segment with either; credit of 0 where there is only cost."""
    nothing = replace(next(iter(rows.values())), value=0.0, low=math.nan, high=math.nan, n=0.0)
    for segment, cost in frame.segments(rows).items():
        credit = rows.get(segment, replace(nothing, segment=segment))
        yield credit, cost, *frame.standing(segment, cost, credit.value)


def _cost(credit: Fact, cost: float, status: str, note: str, window: Period) -> Fact:
    low, high = count_interval(credit.value) if credit.segment == "all" else (credit.low, credit.high)
    if status == "ok" and credit.value < FEW_CUSTOMERS:
        status, note = "too_few", note or "too_few"
    value, low, high = _known(note, ratio(cost, credit.value), ratio(cost, high), ratio(cost, low))
    return Fact(
        period=str(window), metric="credited_cost", variant=credit.variant, segment=credit.segment, unit="money",
        value=value, low=low, high=high, n=credit.value, numerator=cost, denominator=credit.value, status=status,
        note=note,
    )  # fmt: skip


def _return(credit: Fact, cost: float, status: str, note: str, window: Period) -> Fact:
    if status == "ok" and credit.status == "too_few":
        status, note = "too_few", note or "too_few"
    value, low, high = _known(note, *(ratio(amount, cost) for amount in (credit.value, credit.low, credit.high)))
    return Fact(
        period=str(window), metric="credited_return", variant=credit.variant, segment=credit.segment, unit="ratio",
        value=value, low=low, high=high, n=credit.n, numerator=credit.value, denominator=cost, status=status, note=note,
    )  # fmt: skip


def _known(note: str, *numbers: float) -> tuple[float, ...]:
    """The numbers, or none where the reason is that there is no value."""
    return tuple(math.nan for _ in numbers) if note in _VALUELESS else numbers


#: Reasons for which a row of cost or credit has no value.
_VALUELESS = {"no_channel", "no_credit", "zero_denominator", "no_channel_costs", "no_costs"}
