"""Deals that met content made together against deals that met other content only, at the same stage."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import gap, share
from helpers.feedback.strata import Stratum, contrast
from helpers.intervals import FEW_EXPECTED, wilson
from helpers.periods import Period
from helpers.ratio import ratio

_LEVEL = 0.05


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
    content, so that a late use is not compared with an early one. ``together=yes``: share won; ``together=no``: share
    won of the others, standardised to the stages of the first (numerator and denominator are the plain counts);
    ``change=together``: the difference with its interval (``strata.contrast``). Stages at which one side is empty are
    left out. An association: promising deals are shown more content, and nobody drew lots over who met which.
    """
    if not registered:
        return [gap("content_won", "no_content", period=period, unit="share")]
    kept = [row for row in tables if row.cases and row.other_cases]
    if not kept:
        return [gap("content_won", "zero_denominator", period=period, unit="share", variant="change=together")]
    won, cases, other_won, others = (math.fsum(column) for column in zip(*kept, strict=True))
    found = contrast(kept)
    thin = _thin(won, cases, few) or _thin(other_won, others, few)
    effective = ratio(cases**2, math.fsum(row.cases**2 / row.other_cases for row in kept))
    low, high = wilson([min(found.rest, 1.0) * effective], [effective])
    clear = found.difference.clear and found.p < _LEVEL
    facts = [
        share("content_won", won, cases, period=period, variant="together=yes"),
        Fact(period=str(period), metric="content_won", variant="together=no", unit="share", value=found.rest,
             low=float(low[0]), high=float(high[0]), n=others, numerator=other_won, denominator=others),
        Fact(period=str(period), metric="content_won", variant="change=together", unit="share", n=cases + others,
             value=found.difference.value, low=found.difference.low, high=found.difference.high,
             status="clear" if clear else "noise"),
    ]  # fmt: skip
    return [replace(fact, status="too_few", note="too_few") for fact in facts] if thin else facts


def _thin(events: float, cases: float, few: int) -> bool:
    """The bound up to which intervals keep their promise (``metrics.scope``, docs/known-truth.md)."""
    return cases < few or events < FEW_EXPECTED
