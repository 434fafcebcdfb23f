"""The facts of a monthly review: what every notebook and every renderer reads."""

from __future__ import annotations

from datetime import date

import pandas as pd

from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical
from helpers.facts import merge
from helpers.metrics.cards import card_facts
from helpers.metrics.funnel import funnel_facts
from helpers.metrics.money import money_facts
from helpers.periods import Period


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
    base = merge([funnel, money])
    cards = card_facts(base, engagement, period=period)
    return merge([base, cards])


def wins_observed_from(contract: Contract) -> date | None:
    """The day before which no win was recorded, where the import found one (``no_wins_before``)."""
    found = contract.finding("no_wins_before")
    return date.fromisoformat(found.date) if found and found.date else None
