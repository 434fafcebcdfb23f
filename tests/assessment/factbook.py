"""Facts by hand for tests of what an assessment concludes: small enough to be added up on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from helpers.assessment.artefacts import State
from helpers.assessment.conclusion import Basis
from helpers.assessment.plan import Setting
from helpers.assessment.shelf import Row, Shelf
from helpers.facts import Fact, pairs
from helpers.instrument import instrument
from helpers.intervals import wilson
from helpers.periods import Period

MONTH = Period.parse("2026-09")
YEAR = MONTH.rolling(12)
CONSTRUCTS = tuple(construct.id for construct in instrument().constructs)
OF = {artefact.id: artefact.of for artefact in instrument().artefacts}


def fact(metric: str, value: float, *, unit: str = "count", period: Period = MONTH, **rest: Any) -> Fact:
    """A figure of the month."""
    return Fact(period=str(period), metric=metric, unit=unit, value=value, **rest)


def share(metric: str, k: float, n: float, *, period: Period = YEAR, **rest: Any) -> Fact:
    """``k`` of ``n`` with Wilson's interval, of the rolling year."""
    low, high = (float(bound[0]) for bound in wilson([k], [n]))
    return Fact(period=str(period), metric=metric, unit="share", value=k / n, low=low, high=high, n=n, numerator=k,
                denominator=n, **rest)  # fmt: skip


def agree(item: str, k: int, n: int) -> Fact:
    """``k`` of ``n`` people of both teams agree."""
    return share("perception_agree", k, n, period=MONTH, segment=f"item={item}")


def scores(construct: str, marketing: float, sales: float, *, n: int = 6) -> list[Fact]:
    """The scores of both teams, of both together, and the gap."""
    rows = {"": (marketing + sales) / 2, "marketing": marketing, "sales": sales}
    found = [
        fact("perception_score", value, unit="points", n=n,
             segment=pairs({"construct": construct, **({"team": team} if team else {})}))
        for team, value in rows.items()
    ]  # fmt: skip
    gap = fact("perception_gap", marketing - sales, unit="points", segment=f"construct={construct}", n=2 * n,
               status="noise")  # fmt: skip
    return [*found, gap]


def written(artefact: str, *, exists: bool = True, used: bool = False, both: bool = False) -> State:
    """An artefact in a state."""
    return State(OF[artefact], artefact, exists, date(2026, 9, 20) if used else None, used, both)


def row(each: Fact) -> Row:
    """A fact as it is read back."""
    values = vars(each) | {"mature": "" if each.mature is None else str(each.mature).lower()}
    return Row(**values)


def shelved(facts: Iterable[Fact], *, goal: str = "customers") -> Shelf:
    """These facts, to be looked up."""
    return Shelf(map(row, facts), period=MONTH, goal=goal)


def basis(
    facts: Iterable[Fact] = (), artefacts: Sequence[State] = (), *, context: str = "mixed",
    pages: Sequence[str] = (), decisions: Mapping[str, str] | None = None,
) -> Basis:  # fmt: skip
    """What everything is concluded from."""
    return Basis(shelved(facts), tuple(artefacts), decisions or {}, Setting.of(context, pages))


def same(one: float, two: float) -> bool:
    """Equal, or both missing."""
    return one == two or (math.isnan(one) and math.isnan(two))


#: A client whose hand-off does not keep what everybody says it keeps, and in which the other claims hold.
WAITING = [
    agree("handoff_3", 18, 20),
    share("sla_compliance", 40, 100, clock="cohort"),
    share("sla_compliance", 3, 8, clock="cohort", period=MONTH, status="too_few", note="too_few"),
    fact("handoff_response_median", 61.0, unit="hours", period=YEAR, clock="cohort", n=100),
    fact("leak_customers", 6.0, period=YEAR, clock="cohort", segment="leak=unanswered", low=0.0, high=6.0, n=30),
    *scores("handoff", 72.0, 68.0),
]
