"""Which part of a change goes with who came in, and which with how well each part of them did.

The engine splits the difference of two rates (mix and within effects, by segment); here the split is put in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from helpers.facts import Row
from helpers.report.case import Case
from helpers.report.naming import dimension, part
from helpers.words import msg

#: The mix explains a change when its part is more than half of it; one value stands out from a third on.
_HALF, _THIRD = 0.5, 1 / 3
WHO = {
    "offer_to_order": msg("which offers were made"),
    "opportunity_to_customer": msg("which opportunities were opened"),
    "win_rate": msg("which deals were closed"),
}
CAME = msg("who came in")
WEIGHT = {
    True: msg("above all, {value} makes up a larger part than before"),
    False: msg("above all, {value} makes up a smaller part than before"),
    None: msg("above all, through {value}"),
}


class Mix(NamedTuple):
    """A segment whose mix explains a change: the total of the segment, its strongest value and how that one moved."""

    total: Row
    value: Row
    grew: bool | None

    @property
    def name(self) -> str:
        """The segment."""
        return next(iter(self.value.where))


def mix(case: Case, row: Row, before: Row) -> Mix | None:
    """The segment whose mix explains most of a change, if that is more than half of it."""
    towards = math.copysign(1, before.value)
    totals = [effect for effect in _effects(case, row, "mix_effect") if _whole(effect)]
    total = max(totals, key=lambda effect: (towards * effect.value, effect.key), default=None)
    if total is None or towards * total.value <= _HALF * abs(before.value):
        return None
    name = next(iter(total.where))
    values = [effect for effect in _effects(case, row, "mix_effect") if name in effect.where and not _whole(effect)]
    if not values:
        return None
    value = max(values, key=lambda effect: (towards * effect.value, effect.key))
    return Mix(total, value, _grew(case, row, value))


def why(case: Case, row: Row, before: Row) -> tuple[str, list[Row]]:
    """What goes with the clear change of a rate, in one sentence, and the facts behind it."""
    if row.unit != "share" or row.metric == "target_attainment":
        return "", []
    found = mix(case, row, before)
    if found:
        return _mixed(case, row, before, found), [found.total, found.value]
    towards = math.copysign(1, before.value)
    values = [effect for effect in _effects(case, row, "within_effect") if not _whole(effect) and not effect.few]
    if not values:
        return case.say("Not explained by the segments named."), []
    largest = max(values, key=lambda effect: (towards * effect.value, effect.key))
    if towards * largest.value < _THIRD * abs(before.value):
        return case.say("No single part of the segments named stands out in it."), []
    name, value = next(iter(largest.where.items()))
    text = msg("The largest part goes with {value} ({name}), whose own rate moved: {change}.")
    said = case.say(text, name=dimension(case.words, name), value=part(case.words, name, value),
                    change=case.words.change(largest.value, largest.unit))  # fmt: skip
    return said, [largest]


def _mixed(case: Case, row: Row, before: Row, found: Mix) -> str:
    """``6.5 of the 7.2 points come from who came in (by channel), not from how well each part converts: …``."""
    blanks = {
        "who": case.say(WHO.get(row.metric, CAME)), "name": dimension(case.words, found.name),
        "whole": case.words.points(abs(before.value)),
        "most": case.say(WEIGHT[found.grew], value=part(case.words, found.name, found.value.where[found.name])),
    }  # fmt: skip
    if abs(found.total.value) >= abs(before.value):
        text = msg("All of it comes from {who} (by {name}), not from how well each part converts: {most}.")
        return case.say(text, **{blank: said for blank, said in blanks.items() if blank != "whole"})
    return case.words.plural(
        "{n} of the {whole} comes from {who} (by {name}), not from how well each part converts: {most}.",
        "{n} of the {whole} come from {who} (by {name}), not from how well each part converts: {most}.",
        round(100 * abs(found.total.value), 1), **blanks,
    )  # fmt: skip


def _effects(case: Case, row: Row, kind: str) -> Iterator[Row]:
    for effect in case.book.rows(kind, segment=None):
        if effect.how.get("metric") == row.metric and effect.period == row.period and effect.known and effect.value:
            yield effect


def _whole(effect: Row) -> bool:
    return "all" in effect.where.values()


def _grew(case: Case, row: Row, value: Row) -> bool | None:
    """Whether a value makes up more of those counted than before, where its own counts are there to say so."""
    how = {name: set_ for name, set_ in row.how.items() if name != "card"}
    found = [
        case.book.get(row.metric, period=window, clock=row.clock, segment=segment, **how)
        for window in (row.when, row.when.prior())
        for segment in (value.segment, "all")
    ]
    counts = [each.denominator if each else math.nan for each in found]
    if not all(count > 0 for count in counts):
        return None
    return counts[0] / counts[1] > counts[2] / counts[3]
