"""What experiments found, beside the credit: allocation is not incrementality."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from helpers.attribution.channels import as_touched, segment_of
from helpers.facts import Fact, pairs
from helpers.periods import Period


def experiment_lift(lift: pd.DataFrame, *, window: Period, known: Iterable[str]) -> list[Fact]:
    """How many more conversions did experiments find with a channel than without it?

    ``lift`` is the canonical table, as people reported it: nothing is computed here. One row per experiment that ended
    in the window, by its days (``from``, ``to``) and channel, under the name that touches use (``known``); ``repeat``
    counts further ones of the same channel and days. It holds for those days, that place and that spend. It replaces no
    credit and no credit replaces it: where the two differ, the experiment is the one that speaks of cause.
    """
    ended = lift.loc[[place for place, day in lift["to_on"].items() if window.holds(day)]].sort_values("row")
    named, seen = as_touched(ended["channel"], known=known), Counter[tuple[str, str]]()
    facts = []
    for row in ended.to_dict("records"):
        key = {"from": str(row["from_on"]), "to": str(row["to_on"])}
        segment = segment_of(named[row["channel"]])
        seen[pairs(key), segment] += 1
        times = seen[pairs(key), segment]
        facts.append(
            Fact(
                period=str(window), metric="experiment_lift", segment=segment, unit="count",
                variant=pairs(key | ({"repeat": str(times)} if times > 1 else {})),
                value=_number(row["conversions"]), low=_number(row["low"]), high=_number(row["high"]),
            )
        )  # fmt: skip
    return facts


def _number(value: object) -> float:
    return float(str(value)) if value is not None and not pd.isna(value) else math.nan  # type: ignore[call-overload]
