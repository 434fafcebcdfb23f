"""Heads of both teams see something work, and the people of the field do not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.assessment.gaps import in_points, judged
from helpers.assessment.permutation import Compared, compared
from helpers.assessment.quadrants import HIGH
from helpers.assessment.scores import Wave, points, waves
from helpers.instrument import instrument
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "leaders-field"
_LEADERS, _FIELD = "management", "field"

#: Scores of leaders and of the field, in sixths of an answer.
_Levels = tuple[Sequence[int], Sequence[int]]


def find(basis: Basis) -> list[Finding]:
    """In which construct do leaders score higher than the field, though both teams' leaders agree that it works?

    One finding per construct of the newest round of answers that had begun by the end of the period; none of those in
    which a level may not be shown (``assessment.anonymity``) or is too small for an interval, and none without answers.
    """
    now, _ = waves(basis.tables, on=basis.period.last)
    return [] if now.empty else apart(now)


def apart(now: Wave) -> list[Finding]:
    """Findings from one round of answers. Pure.

    ``value`` is the score of leaders (management and leads of teams) less that of the field, in points, with the
    interval of the permutation test. Claimed where it is clearly above zero (Holm over the constructs that could be
    clear), leaders see it working (``HIGH``, in each team where it has four) and the field does not. ``shown``: both
    scores.
    """
    scored = {construct.id: now.levels(construct.id) for construct in instrument().constructs}
    levels = {name: (found[_LEADERS], found[_FIELD]) for name, found in scored.items()
              if found.get(_LEADERS) and found.get(_FIELD)}  # fmt: skip
    gaps = {name: in_points(compared(*both)) for name, both in levels.items()}
    known = {name: gap for name, gap in gaps.items() if math.isfinite(gap.low) and math.isfinite(gap.high)}
    status = judged(known)
    return [_finding(name, gap, levels, clear=status[name] == "clear", agreed=_agreed(now, name))
            for name, gap in known.items()]  # fmt: skip


def _finding(name: str, gap: Compared, levels: Mapping[str, _Levels], *, clear: bool, agreed: bool) -> Finding:
    leaders, field = (points(scores) for scores in levels[name])
    return Finding(
        pattern=ID, where=f"construct={name}", value=gap.value, low=gap.low, high=gap.high, unit="points",
        claimed=clear and gap.value > 0 and agreed and leaders >= HIGH > field, n=sum(map(len, levels[name])),
        shown={"leaders": leaders, "field": field},
    )  # fmt: skip


def _agreed(now: Wave, construct: str) -> bool:
    """Whether the leaders of neither team see it fail; of fewer than four nothing is read."""
    heads = replace(now, people=now.people[now.people["level"] == _LEADERS]).scores(construct)
    return not heads.shown or min(points(heads.marketing), points(heads.sales)) >= HIGH
