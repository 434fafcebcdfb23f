"""Looking up what an assessment found: topics by name, figures by team, who may be shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from helpers.facts import Row, pairs
from helpers.instrument import Construct, instrument
from helpers.report.case import Case
from helpers.report.model import Cell, Sentence
from helpers.report.naming import TEAMS
from helpers.words import msg

BOTH = ("marketing", "sales")
#: Where nobody works in marketing alone, the same is asked of roles.
ROLES = {"marketing": msg("Those who do marketing"), "sales": msg("Those who sell")}
LEADERS = {"marketing": msg("the head of marketing"), "sales": msg("the head of sales")}
ROLE_LEADERS = {"marketing": msg("whoever answers for marketing"), "sales": msg("whoever answers for sales")}
NOT_SHOWN = msg("not shown")


def topics() -> tuple[Construct, ...]:
    """The nine topics, in the order of the survey."""
    return instrument().constructs


def topic(case: Case, name: str) -> str:
    """What a topic is called; an unknown one as it is."""
    known = {each.id: each for each in topics()}
    return known[name].name(case.words.lang) if name in known else name.replace("_", " ")


def quoted(case: Case, text: str) -> str:
    """A title or a statement inside a sentence, without its full stop."""
    return case.say("“{name}”", name=text.strip().rstrip(".").strip())


def by_roles(case: Case) -> bool:
    """Whether the client has roles rather than departments."""
    return case.engagement.context == "no-marketing"


def team(case: Case, name: str) -> str:
    """What a team is called here."""
    return case.say((ROLES if by_roles(case) else TEAMS)[name])


def leader(case: Case, name: str) -> str:
    """Who answers for a team, inside a sentence."""
    return case.say((ROLE_LEADERS if by_roles(case) else LEADERS)[name])


def find(
    case: Case, metric: str, *, construct: str = "", team: str = "", level: str = "", item: str = "", **how: str
) -> Row | None:
    """A fact of the month under review, by what it is about."""
    where = {
        name: value
        for name, value in (("construct", construct), ("team", team), ("level", level), ("item", item))
        if value
    }
    return case.book.get(metric, period=case.period, segment=pairs(where) if where else "all", **how)


def known(row: Row | None) -> bool:
    """Whether a fact is there and has a value."""
    return row is not None and row.known


def both(case: Case, metric: str, construct: str) -> tuple[Row, Row] | None:
    """The figures of both teams; None unless both may be shown."""
    rows = [find(case, metric, construct=construct, team=name) for name in BOTH]
    marketing, sales = rows
    return (marketing, sales) if marketing and sales and marketing.known and sales.known else None


def teams_shown(case: Case) -> bool:
    """Whether anything about a team may be said: both have at least four who answered."""
    return all(known(find(case, "respondents", team=name)) for name in BOTH)


def asked(case: Case) -> Row | None:
    """How many answered; None where nobody did."""
    row = find(case, "respondents")
    return row if row is not None and row.known and row.value > 0 else None


def by_key(case: Case, key: str) -> Row | None:
    """The fact with this key."""
    parts = key.split("|")
    if len(parts) < 5:
        return None
    return next((row for row in case.book.rows(parts[1], segment=None) if row.key == key), None)


def rows_of(case: Case, keys: Sequence[str]) -> Iterator[Row]:
    """The facts behind keys, those that are there with a value."""
    for key in keys:
        row = by_key(case, key)
        if row is not None and row.known:
            yield row


def part_cell(case: Case, row: Row | None, field: str, *, unit: str = "") -> Cell:
    """A part of a fact (a guess, an answer) written in a unit of its own."""
    if row is None or not math.isfinite(held := float(getattr(row, field))):
        return Cell(text="–", muted=True)
    unit = unit or row.unit
    return Cell(text=case.words.number(held, unit), fact=row.key, field=field, number=held, unit=unit)


def score_cell(case: Case, row: Row | None) -> Cell:
    """A team's score, or that it is not shown."""
    return case.cell(row) if row is not None and row.known else Cell(text=case.say(NOT_SHOWN), muted=True)


def sure(case: Case, row: Row | None) -> str:
    """Whether a difference between both teams is one, in plain words; empty without a comparison."""
    if row is None:
        return ""
    if row.status == "clear":
        return case.say("a clear difference")
    return case.say("no clear difference") if row.status == "noise" else case.say("too few to tell")


def plain_sentence(text: str, *rows: Row | None) -> Sentence:
    """A sentence with its facts and without a page."""
    return Sentence(text=text, facts=tuple(dict.fromkeys(row.key for row in rows if row is not None)))
