"""The agenda of the joint review: timed items, who leads each, its question, and what the month has to say to it.

It needs no form: where nothing is on record, an item keeps its question and its minutes. Numbers reach it as sentences
beside the keys of their facts, as in the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from helpers.report import agenda_lines as lines
from helpers.report.advice import met, opening
from helpers.report.asking import next_sheet
from helpers.report.case import Case
from helpers.report.model import Narrative, Sentence
from helpers.words import Language, msg

Team = Literal["marketing", "sales"]
#: Characters of a line of the printed page, less its indent.
LINE = 88
#: Blank lines for what is decided in the meeting.
SLOTS = 3


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Part):
    """One part of the meeting; ``start`` is the minute it begins with."""

    id: str
    start: int
    minutes: int
    lead: Team
    title: str
    question: str
    lines: tuple[Sentence, ...] = ()
    #: below each line what its playbook page advises, where a number calls for it; blank where none does
    advice: tuple[str, ...] = ()


class Agenda(_Part):
    """The agenda of one month in one language."""

    lang: Language
    client: str
    title: str
    period: str
    period_text: str
    chair: Team
    led_by: str
    minutes: int
    items: tuple[Item, ...]
    #: heads of the columns of what is decided, and how many blank lines stand below them
    decided: tuple[str, ...]
    slots: int = SLOTS
    ask: Sentence | None = None


@dataclass(frozen=True)
class _Plan:
    """An item before its month: minutes of an hour and of the short meeting, and where its lines come from."""

    id: str
    long: int
    short: int
    title: str
    question: str
    lines: Callable[[Case], list[Sentence]] | None = None


PLAN = (
    _Plan("win", 5, 5, msg("The win of the month"), msg("What went well because both teams had a hand in it?"),
          lines.win),
    _Plan("moved", 10, 8, msg("What moved"), msg("What changed clearly, and what does each team know about it?")),
    _Plan("said", 10, 8, msg("What we said and what happened"),
          msg("What became of last month's decisions, and what is still open?"), lines.said),
    _Plan("handoff", 10, 6, msg("From marketing to sales"),
          msg("Where do leads wait, and what would help the other team?"), lines.handoff),
    _Plan("heard", 8, 6, msg("What customers say"), msg("What do we hear, and who answers it with what?"),
          lines.heard),
    _Plan("deals", 7, 5, msg("Two deals to look back on"), msg("What would we do again, and what not?"),
          lines.deals),
    _Plan("decide", 10, 7, msg("What we decide"), msg("Who does what by when, and how will we know?")),
)  # fmt: skip
#: Contexts whose meeting takes three quarters of an hour: sales-led companies and small teams.
SHORT = ("sales-led", "no-marketing")
LEADS = {"marketing": msg("Led by marketing this month."), "sales": msg("Led by sales this month.")}
DECIDED = (msg("What"), msg("Who (role)"), msg("By when"), msg("How we will know"))


def compose_agenda(case: Case, *, decide: Narrative, moved: Narrative) -> Agenda:
    """The agenda of a case; ``decide`` and ``moved`` are the narratives of its first screen."""
    short = case.engagement.context in SHORT
    led = chair(case)
    return Agenda(
        lang=case.words.lang,
        client=case.engagement.client,
        title=case.say("Agenda of the joint review"),
        period=str(case.period),
        period_text=case.words.period(case.period),
        chair=led,
        led_by=case.say(LEADS[led]),
        minutes=sum(plan.short if short else plan.long for plan in PLAN),
        items=_items(case, led, short=short, given={"moved": _clear(case, moved), "decide": list(decide.sentences)}),
        decided=tuple(case.say(head) for head in DECIDED),
        ask=next_sheet(case),
    )


def chair(case: Case) -> Team:
    """Who leads: the team the engagement names, else marketing and sales in turn from the fiscal year's first month."""
    if case.engagement.chair != "rotating":
        return case.engagement.chair
    months = (case.period.last.month - case.engagement.fiscal_year_start) % 12
    return "sales" if months % 2 else "marketing"


def _items(case: Case, led: Team, *, short: bool, given: dict[str, list[Sentence]]) -> tuple[Item, ...]:
    """Items one after the other; the teams lead them in turn, the one that leads the meeting first."""
    items, start = [], 0
    other: Team = "sales" if led == "marketing" else "marketing"
    for number, plan in enumerate(PLAN):
        minutes = plan.short if short else plan.long
        said = plan.lines(case) if plan.lines else given[plan.id]
        items.append(
            Item(id=plan.id, start=start, minutes=minutes, lead=(led, other)[number % 2], title=case.say(plan.title),
                 question=case.say(plan.question), lines=tuple(said),
                 advice=_advice(case, said) if plan.id == "decide" else ())
        )  # fmt: skip
        start += minutes
    return tuple(items)


def _advice(case: Case, decided: list[Sentence]) -> tuple[str, ...]:
    """What the page of each decision says to do: of the number the decision speaks of, else of its first one met."""
    found = met(case)
    said = []
    for sentence in decided:
        mine = [each for each in found if each.page == sentence.page]
        named = [each for each in mine if any(key.split("|")[1] == each.row.metric for key in sentence.facts)]
        best = next(iter([*named, *mine]), None)
        said.append(_one_line(case.page_title(best.page), opening(best.advice.do)) if best else "")
    return tuple(said)


def _one_line(title: str, advice: str) -> str:
    """Page and advice where both fit a line of the printed page, else the advice, cut where it is very long."""
    whole = f"{title}: {advice}"
    return whole if len(whole) <= LINE else lines.brief(advice)


def _clear(case: Case, moved: Narrative) -> list[Sentence]:
    """Of what moved only what changed clearly; a line that says so where nothing did."""
    clear = {row.key for row in case.book.cards if row.status == "clear" and "change" in row.how}
    found = [sentence for sentence in moved.sentences if clear & set(sentence.facts)]
    return found or [Sentence(text=case.say("None of the five shared numbers shows a clear change."))]
