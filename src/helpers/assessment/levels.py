"""From three sources to one level of 0 to 5 per construct.

0 nothing · 1 informal · 2 in writing · 3 practised within 60 days · 4 measured · 5 improved since it is measured.

*What people say*: the score of both teams over 20, rounded down. *What is in writing*: ``artefact_level``. *What the
record shows*: ``data_level``. **A level is what at least two sources agree on: the second highest of those known** (the
middle of three, the lower of two). What people say alone is worth 2 at most (``no_evidence``); any other source alone 3
at most. So no source lifts a level above what another one bears out, and none can lower what two others agree on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from helpers.assessment.evidence import Reading
from helpers.facts import Fact, pairs
from helpers.periods import Period

SOURCES = ("survey", "artefacts", "data")
#: What one source alone is worth at most.
OPINION_ALONE, ONE_ALONE = 2.0, 3.0
TOP = 5.0


class Level(NamedTuple):
    """A construct's level by each source and by all of them; ``nan`` where a source says nothing."""

    construct: str
    survey: float
    artefacts: float
    data: float
    value: float

    @property
    def sources(self) -> int:
        """How many sources say something."""
        return sum(not math.isnan(each) for each in (self.survey, self.artefacts, self.data))

    @property
    def opinion_only(self) -> bool:
        """Whether there is nothing but what people say."""
        return self.sources == 1 and not math.isnan(self.survey)


def survey_level(score: float) -> float:
    """Level that a score of 0 to 100 stands for.

    >>> survey_level(59.9), survey_level(100.0)
    (2.0, 5.0)
    """
    return math.nan if math.isnan(score) else min(TOP, float(math.floor(score / 20 + 1e-9)))


def data_level(found: Iterable[Reading]) -> float:
    """Level that the record shows, by the roles its figures fill; ``nan`` where no figure is known.

    3 where something was practised lately, 4 where how it turns out is known too, 5 where that got clearly better. 2
    where it is on record and counted, yet nothing shows that it was done lately. 0 where the record is kept and shows
    none of it. 1 does not occur: what is informal leaves no record.
    """
    known = list(found)
    if not any(each.role != "improved" for each in known):
        return math.nan
    roles = {each.role for each in known if each.met}
    if "practised" not in roles:
        return 2.0 if "measured" in roles else 0.0
    if "measured" not in roles:
        return 3.0
    return 5.0 if "improved" in roles else 4.0


def triangulated(survey: float, artefacts: float, data: float) -> float:
    """The level that at least two sources bear out; ``nan`` where none is known.

    >>> triangulated(4.0, 2.0, 3.0), triangulated(5.0, math.nan, 1.0), triangulated(5.0, math.nan, math.nan)
    (3.0, 1.0, 2.0)
    """
    known = sorted(each for each in (survey, artefacts, data) if not math.isnan(each))
    if not known:
        return math.nan
    if len(known) > 1:
        return known[-2]
    return min(known[0], ONE_ALONE if math.isnan(survey) else OPINION_ALONE)


def level(construct: str, *, survey: float, artefacts: float, data: float) -> Level:
    """The level of a construct from what each source says."""
    return Level(construct, survey, artefacts, data, triangulated(survey, artefacts, data))


def construct_level(found: Sequence[Level], *, period: Period, before: dict[tuple[str, str], float]) -> list[Fact]:
    """How far has each construct come, by all sources and by each alone? Count from 0 to 5, ``n`` sources known.

    ``before``: (variant, segment) → the level of the assessment before, which is ``prior``.
    """
    facts = []
    for each in found:
        where = pairs({"construct": each.construct})
        values = [("", each.value, each.sources), *((f"by={name}", getattr(each, name), 1) for name in SOURCES)]
        for variant, value, n in values:
            note = "no_evidence" if each.opinion_only and not variant else ""
            facts.append(_fact(value, variant, where, n, note, before.get((variant, where), math.nan), period))
    return facts


def _fact(value: float, variant: str, segment: str, n: int, note: str, prior: float, period: Period) -> Fact:
    if math.isnan(value):
        return Fact(period=str(period), metric="construct_level", variant=variant, segment=segment, unit="count",
                    prior=prior, status="undefined", note="no_data")  # fmt: skip
    return Fact(period=str(period), metric="construct_level", variant=variant, segment=segment, unit="count",
                value=value, n=n, prior=prior, note=note)  # fmt: skip
