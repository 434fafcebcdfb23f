"""Cases of a few facts each, and what one threshold finds in them."""

from __future__ import annotations

from typing import Any

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.engagement import Engagement, preset
from helpers.facts import Fact, frame
from helpers.pages.page import Advice, Threshold
from helpers.periods import Period
from helpers.report.advice import Met, called_for
from helpers.report.case import Case
from helpers.report.review import open_case

MONTH = Period.parse("2026-10")
YEAR, BEFORE = str(MONTH.rolling(12)), str(MONTH.rolling(12).prior())


def fact(metric: str, value: float, period: str = YEAR, **rest: Any) -> Fact:
    return Fact(period=period, metric=metric, value=value, **({"unit": "share"} | rest))


def share(metric: str, part: float, whole: float, period: str = YEAR, **rest: Any) -> Fact:
    """A share with what it was counted from, as the engine gives it."""
    return fact(metric, part / whole, period, n=whole, numerator=part, denominator=whole, **rest)


def case_of(*facts: Fact, context: str = "mixed", lang: str = "en", contract: Contract | None = None,
            agreements: Agreements | None = None, **settings: Any) -> Case:  # fmt: skip
    given = preset(context) | {"client": "Acme", "currency": "EUR", "time_zone": "UTC", "context": context} | settings
    return open_case(frame(facts), contract or Contract(), Engagement.model_validate(given), period=MONTH, lang=lang,
                     agreements=agreements)  # fmt: skip


def given(case: Case, metric: str, side: str, than: str, **rest: str) -> list[Met]:
    """What one threshold finds, whichever page it stands on."""
    threshold = Threshold.model_validate({"metric": metric, "is": side, "than": than, **rest})
    line = Advice(looks="So.", do="Do.")
    return called_for(case, [("sla", threshold, line)])


def values(*arguments: Any, **rest: str) -> list[float]:
    return [each.row.value for each in given(*arguments, **rest)]


def card(verdict: str, difference: float) -> tuple[Fact, Fact]:
    """The first card, of a window that ended before the month, and what the review says of its change."""
    window = "2026-04/2026-06"
    return (
        fact("mql_to_customer", 0.1, window, variant="card=1;horizon=120", clock="cohort", prior=0.1 - difference),
        fact("mql_to_customer", difference, window, variant="card=1;change=prior", clock="cohort", status=verdict,
             prior=0.1 - difference),
    )  # fmt: skip


def parts(metric: str, **by_part: float) -> list[Fact]:
    return [fact(metric, value, status="clear", segment=f"theme={name}") for name, value in by_part.items()]
