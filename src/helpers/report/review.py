"""Facts and contract → the typed review, in the order in which a meeting reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from helpers import __version__
from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.periods import Period
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.report.decisions import decide
from helpers.report.model import Block, Heading, Narrative, Report
from helpers.report.narrative import headline, moved, unknown
from helpers.report.scorecard import scorecard
from helpers.report.sections.attribution import attribution
from helpers.report.sections.campaigns import campaigns
from helpers.report.sections.closing import closing
from helpers.report.sections.cohorts import cohorts
from helpers.report.sections.content import content
from helpers.report.sections.deals import deals
from helpers.report.sections.decided import decided
from helpers.report.sections.economics import economics
from helpers.report.sections.existing import existing
from helpers.report.sections.funnel import funnel
from helpers.report.sections.glossary import glossary, pages
from helpers.report.sections.goal import goal
from helpers.report.sections.handoff import handoff
from helpers.report.sections.health import health
from helpers.report.sections.heard import heard
from helpers.report.sections.ideal import ideal
from helpers.report.sections.loop import loop
from helpers.report.sections.messages import messages
from helpers.report.sections.pipeline import pipeline
from helpers.report.sections.responded import responded
from helpers.report.sections.segments import segments
from helpers.report.sections.todo import todo
from helpers.report.sections.week import week
from helpers.report.tracing import traced
from helpers.words import Words

Section = Callable[[Case], list[Block]]
#: What both teams tell each other, and whether they keep at it.
LOOP: tuple[Section, ...] = (decided, ideal, heard, messages, responded, campaigns, content, week, loop)
FUNNEL_FIRST: tuple[Section, ...] = (
    funnel, cohorts, handoff, closing, economics, attribution, goal, pipeline, deals, *LOOP, segments, health, glossary,
)  # fmt: skip
#: Where sales holds the customer, the deals and the existing customers come first.
DEALS_FIRST: tuple[Section, ...] = (
    deals, existing, cohorts, handoff, closing, attribution, goal, pipeline, *LOOP, funnel, economics, segments, health,
    glossary,
)  # fmt: skip


def open_case(
    facts: pd.DataFrame,
    contract: Contract,
    engagement: Engagement,
    *,
    period: Period,
    lang: str,
    internal: bool = False,
    names: Mapping[str, str] | None = None,
    stale: Sequence[str] = (),
    tables: Mapping[str, pd.DataFrame] | None = None,
    agreements: Agreements | None = None,
) -> Case:
    """What the report, the agenda and the weekly texts of one month and language are written from.

    ``tables`` are those shown row by row (docs/architecture.md); one that is missing is a part left out. ``internal``
    marks the copy for the two teams only: it alone shows ``names`` (deal id → company), lists ``stale`` deals (those
    open for more than twice the usual cycle) and the accounts to call.
    """
    return Case(
        Book(facts), Words(lang, engagement.currency), contract, engagement, period,
        names=dict(names or {}) if internal else {}, stale=tuple(stale) if internal else (),
        tables=dict(tables or {}), internal=internal, agreements=agreements or Agreements(),
    )  # fmt: skip


def written(case: Case) -> Report:
    """The review of a case."""
    words, period = case.words, case.period
    decided = decide(case)
    blocks = [*_first_screen(case, decided), *todo(case, decided)]
    for section in DEALS_FIRST if case.engagement.context == "sales-led" else FUNNEL_FIRST:
        blocks += section(case)
    blocks += pages(case, blocks)
    return Report(
        client=case.engagement.client,
        period=str(period),
        period_text=words.period(period),
        lang=words.lang,
        as_of=period.as_of.isoformat(),
        as_of_text=words.date(period.as_of),
        title=words.say("Joint review of marketing and sales"),
        currency=words.currency,
        internal=case.internal,
        blocks=tuple(blocks),
        facts=traced(case.book, blocks),
        version=__version__,
    )


def _first_screen(case: Case, decided: Narrative) -> list[Block]:
    def head(text: str, anchor: str) -> Heading:
        return Heading(level=2, text=text, anchor=anchor, first_screen=True)

    return [
        headline(case),
        head(case.say("The five shared numbers"), "numbers"),
        scorecard(case),
        head(case.say("What moved, and why"), "moved"),
        moved(case),
        head(case.say("What to decide"), "decide"),
        decided,
        head(case.say("What this report cannot know"), "unknown"),
        unknown(case),
    ]
