"""Deals that met content made together against deals that met other content only, at the same stage."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import gap
from helpers.feedback.strata import Stratum, contrast
from helpers.intervals import FEW_EXPECTED, wilson
from helpers.periods import Period
from helpers.ratio import ratio


def strata(rows: Iterable[Mapping[str, Any]]) -> list[Stratum]:
    """The counts of ``counts.kept_uses.used_deals``, a stage a row: content made together against other content."""
    found: dict[str, list[float]] = {}
    for row in rows:
        cells = found.setdefault(row["stage"], [0.0] * 4)
        place = 0 if row["together"] else 2
        cells[place] += row["n"] * (row["outcome"] == "won")
        cells[place + 1] += row["n"]
    return [Stratum(*cells) for _, cells in sorted(found.items())]


def content_won(tables: Sequence[Stratum], *, period: Period, few: int, registered: bool) -> list[Fact]:
    """Of deals that met content before they closed, how many were won, with content made together and without?

    Deals of new business closed in the window, grouped by the furthest stage they had reached when they last met
    content, so that a late use is not compared with an early one. ``together=yes|no``: share won, both at the same mix
    of stages (Mantel and Haenszel's weights; numerator and denominator are the plain counts), with Wilson's interval
    on the effective number; ``change=together``: the difference. An association: larger deals meet more content, and
    nobody drew lots over who met which.
    """
    if not registered:
        return [gap("content_won", "no_content", period=period, unit="share")]
    kept = [row for row in tables if row.cases and row.other_cases]
    if not kept:
        return [gap("content_won", "zero_denominator", period=period, unit="share", variant="change=together")]
    cells = [(row.cases * row.other_cases / row.all, row) for row in kept]
    sides = [
        _side([(w, row.events, row.cases) for w, row in cells], "yes", period, few),
        _side([(w, row.other_events, row.other_cases) for w, row in cells], "no", period, few),
    ]
    thin = any(fact.status == "too_few" for fact in sides)
    found = contrast(kept).difference
    status = "too_few" if thin else "clear" if found.clear else "noise"
    change = Fact(period=str(period), metric="content_won", variant="change=together", unit="share", value=found.value,
                  low=found.low, high=found.high, n=math.fsum(row.all for row in kept), status=status,
                  note="too_few" if thin else "")  # fmt: skip
    return [*sides, change]


def _side(cells: Sequence[tuple[float, float, float]], together: str, period: Period, few: int) -> Fact:
    """The share won of one group (weight, won, decided by stage), standardised to the weights of the comparison."""
    total = math.fsum(weight for weight, _, _ in cells)
    value = math.fsum(weight * won / n for weight, won, n in cells) / total
    effective = ratio(total**2, math.fsum(weight**2 / n for weight, _, n in cells))
    low, high = wilson([value * effective], [effective])
    won, n = (math.fsum(cell[place] for cell in cells) for place in (1, 2))
    thin = n < few or won < FEW_EXPECTED
    return Fact(period=str(period), metric="content_won", variant=f"together={together}", unit="share", value=value,
                low=float(low[0]), high=float(high[0]), n=n, numerator=won, denominator=n,
                status="too_few" if thin else "ok", note="too_few" if thin else "")  # fmt: skip
