"""What customers respond to: who moved on after which topic, format, asset or campaign, beside who moves on anyway."""

from __future__ import annotations

import pandas as pd

from helpers.facts import Fact, pairs
from helpers.feedback.counts.touched import ANYTHING, LEVELS
from helpers.feedback.figures import gap, share, where
from helpers.feedback.strata import Stratum
from helpers.feedback.trends import compared, judged
from helpers.model import STAGES
from helpers.periods import Period

#: Days after a touch within which moving on is counted.
WITHIN = 90
#: How many of each kind are shown, the most used first.
MOST = 12


def topic_response(touched: pd.DataFrame, *, period: Period, few: int) -> list[Fact]:
    """Of those whom a topic, format, asset or campaign of marketing reached, how many moved on within 90 days?

    ``touched`` is the count of that name. Segments ``topic=``, ``format=``, ``asset=``, ``campaign=`` and, for touches
    of any kind by either team, ``stage=`` (the base rate of each stage) and ``all``. ∅: the share that moved on, to a
    stage that sales confirms; ``against=rest``: its difference to all others touched at the same stages, stage by
    stage, so that content for late stages is compared with late stages (clear or noise, Holm within each kind);
    ``prior`` there is the others' share. An association: what sales sends to those who are about to sign will always
    look good.
    """
    base = touched[touched["level"] == ANYTHING]
    if not len(base):
        return [gap("topic_response", "no_touches", period=period, unit="share")]
    facts = [_base(base, period=period, few=few), *_stages(base, period=period, few=few)]
    for level in LEVELS:
        family = []
        for name in _largest(touched[touched["level"] == level]):
            rows = touched[(touched["level"] == level) & (touched["name"] == name)]
            place = where(**{level: name})
            facts.append(share("topic_response", float(rows["moved"].sum()), float(rows["touched"].sum()),
                               period=period, few=few, segment=place))  # fmt: skip
            family.append(compared("topic_response", _strata(rows, base), variant=pairs({"against": "rest"}),
                                   segment=place, period=period))  # fmt: skip
        facts += judged(family)
    return facts


def _base(base: pd.DataFrame, *, period: Period, few: int) -> Fact:
    return share("topic_response", float(base["moved"].sum()), float(base["touched"].sum()), period=period, few=few)


def _stages(base: pd.DataFrame, *, period: Period, few: int) -> list[Fact]:
    return [
        share("topic_response", float(row.moved), float(row.touched), period=period, few=few,  # type: ignore[arg-type]
              segment=where(stage=STAGES[int(row.place)]))  # type: ignore[arg-type]
        for row in base.itertuples()
    ]  # fmt: skip


def _largest(rows: pd.DataFrame) -> list[str]:
    sums = rows.groupby("name")["touched"].sum()
    return sorted((str(name) for name in sums.index), key=lambda name: (-sums[name], name))[:MOST]


def _strata(rows: pd.DataFrame, base: pd.DataFrame) -> list[Stratum]:
    """Stage by stage: those it reached, and all others touched there."""
    everyone = base.set_index("place")[["moved", "touched"]].loc[rows["place"]].to_numpy("float64")
    own = rows[["moved", "touched", "base_moved", "base_touched"]].to_numpy("float64")
    return [
        Stratum(moved, touched, all_moved - base_moved, all_touched - base_touched)
        for (moved, touched, base_moved, base_touched), (all_moved, all_touched) in zip(own, everyone, strict=True)
    ]
