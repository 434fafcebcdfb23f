"""What customers say, what they respond to, and what both teams tell each other about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import Fact, frame
from helpers.feedback.answered import feedback_answer_days, feedback_answered
from helpers.feedback.counts import decided, heard, touched
from helpers.feedback.messages import MONTHS, followed, message_contradicted
from helpers.feedback.objections import Windows, argument_share, competitor_share, objection_share, theme_unmapped
from helpers.feedback.price import discounted, price_lost, reasons_known
from helpers.feedback.response import WITHIN, topic_response
from helpers.feedback.sectors import receptive_sector
from helpers.feedback.suggestion import suggestions
from helpers.feedback.weekly import for_marketing, for_sales
from helpers.periods import Period

#: Remarks that may be printed and are listed, the latest ones.
QUOTES = 200


def heard_facts(
    canonical: Canonical,
    engagement: Engagement,
    agreements: Agreements,
    *,
    period: Period,
    start: Period,
    contract: Contract,
) -> pd.DataFrame:
    """Everything a review says about what customers say and respond to, as facts (``docs/architecture.md``).

    Rolling windows that end with ``period``; nothing that happened later counts. Where nothing was written down the
    facts say so. Themes come from what somebody noted: they tell what is talked about, not how often it is thought.
    """
    del agreements, start, contract  # codes are the import's work, and windows end with the period
    return frame(_facts(_counts(canonical, engagement, period=period), engagement, period=period))


def heard_tables(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period
) -> dict[str, pd.DataFrame]:
    """``voices, suggestions, for_sales, for_marketing, messages, price_deals``: what is listed row by row."""
    found = _counts(canonical, engagement, period=period)
    facts = _facts(found, engagement, period=period)
    return tables_of(canonical, agreements, facts, found.forms, period=period)


def heard_both(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Facts and tables together, counted once."""
    found = _counts(canonical, engagement, period=period)
    facts = _facts(found, engagement, period=period)
    return frame(facts), tables_of(canonical, agreements, facts, found.forms, period=period)


class _Counts(NamedTuple):
    """All that is counted, once."""

    heard: pd.DataFrame
    mapped: pd.DataFrame
    mapped_before: pd.DataFrame
    months: pd.DataFrame
    segments: pd.DataFrame
    met: pd.DataFrame
    touched: pd.DataFrame
    forms: Mapping[str, pd.DataFrame]
    messages: list[tuple[str, str]]


def _counts(canonical: Canonical, engagement: Engagement, *, period: Period) -> _Counts:
    tables, year, windows = canonical.tables, period.rolling(12), Windows(period).named()
    forms = {name: fetch(tables[name]) for name in ("feedback", "messages", "content")}
    messages = followed(forms["messages"])
    return _Counts(
        heard=fetch(heard.heard(tables, windows=windows, as_of=period.as_of)),
        mapped=fetch(heard.mapped(tables, window=year)),
        mapped_before=fetch(heard.mapped(tables, window=year.prior())),
        months=fetch(decided.by_month(tables, window=period.rolling(24))),
        segments=fetch(decided.by_segment(tables, window=year)),
        met=fetch(decided.met(tables, window=period.rolling(MONTHS), recent=year.first, messages=messages)),
        touched=fetch(touched.touched(tables, grain=engagement.grain, window=year, days=WITHIN)),
        forms=forms,
        messages=messages,
    )


def _facts(found: _Counts, engagement: Engagement, *, period: Period) -> list[Fact]:
    year, few, windows = period.rolling(12), engagement.rules.few_events, Windows(period)
    feedback = found.forms["feedback"]
    return [
        *objection_share(found.heard, windows=windows, few=few),
        *argument_share(found.heard, windows=windows, few=few),
        *competitor_share(found.heard, windows=windows, few=few),
        *theme_unmapped(found.mapped, period=year),
        *(theme_unmapped(found.mapped_before, period=year.prior()) if len(found.mapped_before) else ()),
        *reasons_known(found.months, period=period),
        *receptive_sector(found.segments, found.heard, period=year, few=few),
        *topic_response(found.touched, period=year, few=few),
        *price_lost(found.months, found.met, found.messages, period=period, few=few),
        *discounted(found.months, found.met, found.messages, period=period, few=few),
        *message_contradicted(found.messages, found.met, period=period),
        *feedback_answered(feedback, period=period),
        *feedback_answer_days(feedback, period=period),
    ]  # fmt: skip


def tables_of(
    canonical: Canonical,
    agreements: Agreements,
    facts: list[Fact],
    forms: Mapping[str, pd.DataFrame],
    *,
    period: Period,
) -> dict[str, pd.DataFrame]:
    """The tables, from facts that are made already."""
    tables, year = canonical.tables, period.rolling(12)
    return {
        "voices": fetch(heard.quotable(tables, window=year, as_of=period.as_of).limit(QUOTES)),
        "suggestions": suggestions(fetch(heard.texts(tables, as_of=period.as_of)), agreements.themes),
        "for_sales": for_sales(facts, forms, period=period),
        "for_marketing": for_marketing(facts, forms["feedback"], period=period),
        "messages": forms["messages"].sort_values("message_id").reset_index(drop=True),
        "price_deals": fetch(decided.price_deals(tables, window=year)),
    }
