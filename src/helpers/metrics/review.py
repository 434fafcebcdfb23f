"""The facts of a monthly review: what every notebook and every renderer reads."""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import frame, merge
from helpers.metrics.attainment import pacing, target_attainment
from helpers.metrics.cards import card_facts
from helpers.metrics.funnel import funnel_facts
from helpers.metrics.mix import mix_facts
from helpers.metrics.money import money_facts
from helpers.metrics.targets import agreed, with_targets
from helpers.periods import Period

#: How many of the engagement's segments explain a change: the first ones named.
_SEGMENTS = 3


def review_facts(
    canonical: Canonical, engagement: Engagement, *, period: Period, start: Period, contract: Contract
) -> pd.DataFrame:
    """Everything a review says about the funnel and about money, as facts.

    Every month from ``start`` to ``period`` and the windows that end in them, the targets, the five cards with their
    changes, and why the conversion moved (``docs/architecture.md``, facts vocabulary). ``contract`` gives the day
    from which wins were recorded. Reads the canonical tables; nothing that happened after ``period`` counts.
    """
    observed_from = wins_observed_from(contract)
    funnel = funnel_facts(canonical, engagement, period=period, start=start, observed_from=observed_from)
    money = money_facts(canonical, engagement, period=period, start=start, observed_from=observed_from)
    targets, until = fetch(canonical["targets"]), contract.day("no_entries_after")
    return composed(merge([funnel, money]), targets, engagement, period=period, entries_until=until)


def composed(
    base: pd.DataFrame,
    targets: pd.DataFrame,
    engagement: Engagement,
    *,
    period: Period,
    entries_until: date | None = None,
) -> pd.DataFrame:
    """What is chosen and compared once the figures stand: targets, the five cards, their changes, and why. Pure."""
    promised = agreed(targets, as_of=period.as_of)
    beside = with_targets(base, promised, horizon_days=engagement.windows.horizon_days)
    starts, goal = engagement.fiscal_year_start, engagement.goal
    reached = target_attainment(base, promised, goal=goal, fiscal_year_start=starts, period=period)
    reached += pacing(base, promised, fiscal_year_start=starts, period=period)
    known = merge([beside, frame(reached)])
    shown = merge([known, card_facts(known, engagement, period=period, entries_until=entries_until)])
    return merge([shown, mix_facts(shown, segments=list(engagement.segments)[:_SEGMENTS])])


def wins_observed_from(contract: Contract) -> date | None:
    """The day before which no win was recorded, where the import found one (``no_wins_before``)."""
    return contract.day("no_wins_before")
