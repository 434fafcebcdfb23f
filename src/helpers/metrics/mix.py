"""Why a share moved: other people in the mix, or the same people doing otherwise (Kitagawa 1955)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from helpers import facts as tidy
from helpers.facts import Fact, pairs, unpair
from helpers.metrics.changes import PROPORTIONS, change
from helpers.metrics.series import as_fact, read_series
from helpers.periods import Period
from helpers.ratio import ratio

#: Numerator and denominator of each segment value.
Cells = Mapping[str, tuple[float, float]]


class Effects(NamedTuple):
    """Both parts of the difference, by segment value; all of them together are the difference, exactly."""

    mix: dict[str, float]
    within: dict[str, float]


def kitagawa(later: Cells, earlier: Cells) -> Effects:
    """How much of the difference of two overall shares is mix, and how much happened within the segments?

    ``later`` and ``earlier`` map each segment value to ``(numerator, denominator)``. Weight w is the value's part of
    the denominators, r its own share, R the share over all values: mix = (w1 - w0) · ((r1 + r0) - (R1 + R0)) / 2,
    within = (r1 - r0) · (w1 + w0) / 2; all of them together are the difference. Taking R away moves nothing in total,
    for weights add up to 1, and lets each value answer for itself: more of what converts worse than the rest counts
    against it, less of it counts for it. A value that is missing on one side has no share of its own there; it is
    given that of the other side, so that its coming or going is all mix. ``nan`` where a side is empty.

    >>> moved = kitagawa({"a": (8, 10), "b": (9, 90)}, {"a": (40, 50), "b": (5, 50)})
    >>> {value: round(part, 9) for value, part in moved.mix.items()}, moved.within
    ({'a': -0.196, 'b': -0.084}, {'a': 0.0, 'b': 0.0})
    """
    n1, n0 = (math.fsum(cell[1] for cell in side.values()) for side in (later, earlier))
    middle = sum(ratio(math.fsum(cell[0] for cell in side.values()), n) for side, n in ((later, n1), (earlier, n0)))
    mix, within = {}, {}
    for value in sorted({*later, *earlier}):
        (k1, d1), (k0, d0) = later.get(value, (0.0, 0.0)), earlier.get(value, (0.0, 0.0))
        r1, r0 = ratio(k1, d1), ratio(k0, d0)
        r1, r0 = (r0 if math.isnan(r1) else r1), (r1 if math.isnan(r0) else r0)
        w1, w0 = ratio(d1, n1), ratio(d0, n0)
        if math.isnan(r1) and n1 and n0:
            r1 = r0 = middle / 2
        mix[value], within[value] = (w1 - w0) * (r1 + r0 - middle) / 2, (r1 - r0) * (w1 + w0) / 2
    return Effects(mix, within)


def mix_effect(effects: Effects, *, metric: str, segment: str, window: Period) -> list[Fact]:
    """How much of the change comes from other weights of the segment's values? One row per value and for all.

    Grain: that of the metric; a difference of shares. ``segment`` is the segment's name.
    """
    return _rows("mix_effect", effects.mix, metric, segment, window)


def within_effect(effects: Effects, *, metric: str, segment: str, window: Period) -> list[Fact]:
    """How much of the change happened within the segment's values? One row per value and for all."""
    return _rows("within_effect", effects.within, metric, segment, window)


def _rows(name: str, parts: Mapping[str, float], metric: str, segment: str, window: Period) -> list[Fact]:
    known = not any(math.isnan(part) for part in parts.values())
    total = math.fsum(parts.values()) if known else math.nan
    return [
        Fact(
            period=str(window),
            metric=name,
            variant=pairs({"metric": metric}),
            segment=pairs({segment: value}),
            clock="cohort",
            unit="share",
            value=part,
            status="ok" if known else "undefined",
            note="" if known else "no_prior",
        )
        for value, part in {**parts, "all": total}.items()
    ]


def mix_facts(facts: pd.DataFrame, *, segments: Sequence[str]) -> pd.DataFrame:
    """Why did the conversion of the cards move against the window before?

    For the first card that is a share of cases, and each of ``segments`` (names): the effects of mix and within, from
    the segmented facts of both windows. Undefined, for all values together, where the card itself has nothing to be
    compared with, or the segment no rows (``no_segment``). Pure.
    """
    lead = _conversion_card(facts)
    if lead is None:
        return tidy.frame([])
    rows: list[Fact] = []
    for name in segments:
        window = Period.parse(lead.period)
        later, earlier = (_cells(facts, lead, name, str(time)) for time in (window, window.prior()))
        reason = _incomparable(facts, lead) or ("" if later and earlier else "no_segment")
        effects = kitagawa(later, earlier) if not reason else Effects({}, {})
        for one in (mix_effect, within_effect):
            found = one(effects, metric=lead.metric, segment=name, window=window)
            rows += [
                replace(row, value=math.nan, clock=lead.clock, status="undefined", note=reason)
                if reason
                else replace(row, clock=lead.clock)
                for row in found
            ]
    return tidy.frame(rows)


def _conversion_card(facts: pd.DataFrame) -> Fact | None:
    """The first card that is a share of independent cases, with its variant as the plain series has it."""
    marked = facts[facts["variant"].str.contains("card=", regex=False) & facts["metric"].isin(PROPORTIONS)]
    cards = [(unpair(row["variant"]), as_fact(row)) for row in marked.to_dict("records")]
    shown = [(int(variant["card"]), row) for variant, row in cards if "change" not in variant]
    if not shown:
        return None
    _, lead = min(shown, key=lambda card: card[0])
    return replace(lead, variant=pairs({key: v for key, v in unpair(lead.variant).items() if key != "card"}))


def _incomparable(facts: pd.DataFrame, lead: Fact) -> str:
    """Why the card's own change against the window before has no value; empty where it has one."""
    series = read_series(facts, lead.metric, clock=lead.clock, variant=lead.variant)
    moved = change(lead, series.get(str(Period.parse(lead.period).prior())))
    return moved.note if math.isnan(moved.value) else ""


def _cells(facts: pd.DataFrame, lead: Fact, name: str, period: str) -> dict[str, tuple[float, float]]:
    """Numerator and denominator of each value of a segment; cases without a value make up the whole."""
    rows = facts[
        (facts["metric"] == lead.metric)
        & (facts["variant"] == lead.variant)
        & (facts["clock"] == lead.clock)
        & (facts["period"] == period)
    ]
    split = rows[rows["segment"].str.startswith(f"{name}=")]
    columns = (split[column] for column in ("segment", "numerator", "denominator"))
    cells = {unpair(str(s)).get(name, ""): (float(k), float(n)) for s, k, n in zip(*columns, strict=True)}
    whole = rows[rows["segment"] == "all"]
    if cells and len(whole):
        known = (math.fsum(cell[0] for cell in cells.values()), math.fsum(cell[1] for cell in cells.values()))
        rest = (float(whole["numerator"].iloc[0]) - known[0], float(whole["denominator"].iloc[0]) - known[1])
        if rest[1] > 0:
            old = cells.get("unknown", (0.0, 0.0))
            cells["unknown"] = (old[0] + rest[0], old[1] + rest[1])
    return cells
