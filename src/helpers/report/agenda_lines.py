"""What each item of the agenda is given: at most three lines, from the facts and tables of the month."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from helpers.facts import Row, pairs
from helpers.report.case import Case, inner
from helpers.report.model import Sentence
from helpers.report.naming import TEAMS
from helpers.words import msg

#: Lines of an item at most: an agenda is one page.
MOST = 3
#: Characters of what people wrote.
LONGEST = 120
#: What an item starts from where nothing is on record.
NO_DECISION = msg("No decision is on record: each team names one thing it took on last month.")
NO_HANDOFF = msg("No hand-off is on record: each team names one lead that waited too long.")
NO_FEEDBACK = msg("Nothing customers say is on record: each team names the objection it hears most.")


def rows(case: Case, name: str) -> list[dict[str, Any]]:
    """A table of the case as rows; missing values are None."""
    table = case.tables.get(name)
    if table is None or not len(table):
        return []
    return [
        {str(key): None if _missing(value) else value for key, value in row.items()} for row in table.to_dict("records")
    ]


def _missing(value: Any) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def brief(words: str) -> str:
    """Words as far as an agenda has room; the review has them whole.

    >>> brief("We call them all " * 10)[-13:]
    'all them all…'
    """
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0].rstrip(' ,.;:')}…"


def _or_else(case: Case, found: list[Sentence], nothing: str) -> list[Sentence]:
    return found[:MOST] or [Sentence(text=case.say(nothing))]


def _team(case: Case, team: str) -> str:
    return case.say("Both teams") if team == "both" else case.say(TEAMS.get(team, TEAMS["unknown"]))


# -- the win of the month, and what both heads say ---------------------------------------------------------------------


def win(case: Case) -> list[Sentence]:
    """The joint win and the comment of each head; a blank shows as a blank."""
    said = rows(case, "comments")
    wins = [case.say("Joint win: {words}", words=brief(row["words"])) for row in said if row["kind"] == "joint_win"]
    heads = [
        case.say(
            "{team}: {words}", team=_team(case, row["team"]), words=brief(row["words"] or case.say("(left blank)"))
        )
        for row in said
        if row["kind"] == "comment"
    ]
    if not wins and not any(row["words"] for row in said):
        return [Sentence(text=case.say("Nobody has left a comment or a joint win: each team names one win."))]
    return [Sentence(text=text) for text in [*wins[:1], *heads[:2]]]


# -- what we said, what happened ---------------------------------------------------------------------------------------


def said(case: Case) -> list[Sentence]:
    """Decisions whose number moved or not, the newest first; then what is open, the longest overdue first."""
    happened = [line for row in rows(case, "we_said") if (line := _happened(case, row))][:1]
    return _or_else(case, [*happened, *_open(case)], NO_DECISION)


def _happened(case: Case, row: dict[str, Any]) -> Sentence | None:
    """What became of the number a decision named; nothing where it cannot be compared."""
    if row["change"] is None or row["before"] is None or row["after"] is None:
        return None
    verdict = msg("a clear change") if row["clear"] else msg("no clear change")
    text = case.say("We said: “{words}” It happened: {name} went from {before} to {after}, {verdict}.",
                    words=_stopped(brief(row["words"])), name=inner(case.label(row["metric"])),
                    verdict=case.say(verdict),
                    before=case.words.number(row["before"], row["unit"]),
                    after=case.words.number(row["after"], row["unit"]))  # fmt: skip
    effect = case.book.get("decision_effect", period=case.period.rolling(12),
                           segment=pairs({"decision": row["decision_id"]}))  # fmt: skip
    return case.answer(text, effect)


def _stopped(words: str) -> str:
    """A sentence with its full stop."""
    return words if words.rstrip()[-1:] in (".", "!", "?", "…") else f"{words.rstrip()}."


def _open(case: Case) -> Iterator[Sentence]:
    waiting = rows(case, "decisions_open")
    fact = case.book.get("decisions_open", period=case.period)
    for row in waiting[: MOST - 1]:
        yield case.answer(_waiting(case, row), fact)
    if len(waiting) > MOST - 1:
        yield case.answer(
            case.words.plural("{n} more decision is open.", "{n} more decisions are open.", len(waiting) - MOST + 1),
            fact,
        )


def _waiting(case: Case, row: dict[str, Any]) -> str:
    who = row["owner_role"] or _team(case, row["owner_team"])
    if row["due_on"] is None:
        return case.say("Open: {words} ({who}, no day agreed)", words=brief(row["words"]), who=who)
    text = msg("Overdue: {words} ({who}, {date})") if row["overdue"] else msg("Open: {words} ({who}, {date})")
    return case.say(text, words=brief(row["words"]), who=who, date=case.words.day_short(_day(row["due_on"])))


def _day(value: Any) -> date:
    return value.date() if isinstance(value, pd.Timestamp) else value


# -- the hand-off ------------------------------------------------------------------------------------------------------


def handoff(case: Case) -> list[Sentence]:
    """Leads without an answer, answers in the time promised, and what the largest leak may be worth a year."""
    found = [line for rule in (_unanswered, _in_time, _leak) if (line := rule(case))]
    return _or_else(case, found, NO_HANDOFF)


def _leading(case: Case, metric: str) -> Row | None:
    """The figure over the shortest window with enough cases."""
    for length in (1, 3, 12):
        row = case.book.get(metric, period=case.period.rolling(length), clock="cohort")
        if row is not None and row.known and (not row.few or length == 12):
            return row
    return None


def _unanswered(case: Case) -> Sentence | None:
    row = _leading(case, "handoff_unanswered")
    if row is None:
        return None
    text = msg("{part} of {whole} leads handed over {when} have no answer on record ({share}).")
    return case.answer(case.say(text, **_counts(case, row)), row)


def _in_time(case: Case) -> Sentence | None:
    row = _leading(case, "sla_compliance")
    if row is None:
        row = _leading(case, "handoff_response_median")
        if row is None:
            return None
        text = msg("Half of the leads handed over {when} were answered within {time}; no time is agreed on.")
        said = case.say(text, when=case.during(row.when), time=case.number(row))
        return case.answer(said, row) if row.note != "low_coverage" else None
    text = msg("{part} of {whole} leads handed over {when} were answered in the time both teams agreed on ({share}).")
    return case.answer(case.say(text, **_counts(case, row)), row)


def _counts(case: Case, row: Row) -> dict[str, str]:
    return {"part": case.number(row, "numerator"), "whole": case.number(row, "denominator"),
            "share": case.words.share(row.value, 0), "when": case.during(row.when)}  # fmt: skip


LEAKS = {
    "unanswered": msg("Had leads without an answer gone like the others: {range} more a year."),
    "late": msg("Had leads answered late gone like the others: {range} more a year."),
    "undecided": msg("Had leads nobody decided on gone like the others: {range} more a year."),
    "recycled": msg("Had leads sent back to marketing gone like the others: {range} more a year."),
}


def _leak(case: Case) -> Sentence | None:
    """The largest leak, in customers, as a range."""
    found = [row for row in case.book.rows("leak_customers", segment=None) if row.where.get("leak") in LEAKS]
    found = [row for row in found if row.known and row.high >= 1 and row.when.last == case.period.last]
    if not found:
        return None
    row = max(found, key=lambda row: (row.high, row.key))
    text = LEAKS[row.where["leak"]]
    reach = case.words.plural("up to {n} customer", "up to {n} customers", round(row.high))
    if round(row.low) > 0:
        between = case.words.interval(round(row.low), round(row.high), "count")
        reach = case.say("{interval} customers", interval=between)
    return case.answer(case.say(text, range=reach), row)


# -- what customers say ------------------------------------------------------------------------------------------------


def heard(case: Case) -> list[Sentence]:
    """One objection: the one nothing answers, else the one heard more often than before, else the most frequent."""
    shares = _objections(case)
    if not shares:
        return _or_else(case, [], NO_FEEDBACK)
    gaps = {row.where.get("theme", ""): row for row in case.book.rows("objection_gap", segment=None) if row.known}
    theme = _pressing(case, shares, gaps)
    row, gap = shares[theme], gaps.get(theme)
    label = case.agreements.themes.label(theme, lang=case.words.lang)
    text = msg("“{theme}” came up in {part} of {whole} deals or remarks with an objection {when} ({share}).")
    found = [case.answer(case.say(text, theme=label, **_counts(case, row)), row)]
    if gap is not None and gap.status == "clear":
        found.append(case.answer(case.say("No content in use answers it."), gap))
    quote = next((voice["words"] for voice in rows(case, "voices") if voice["theme"] == theme and voice["words"]), "")
    return found + (
        [Sentence(text=case.say("In the words of a customer: “{words}”", words=brief(quote)))] if quote else []
    )


def _objections(case: Case) -> dict[str, Row]:
    """Theme → its share over the longest window that was counted."""
    window = str(case.period.rolling(12))
    found = [row for row in case.book.rows("objection_share", segment=None) if not row.variant and row.period == window]
    known = [row for row in found if row.known and row.value and row.where.get("theme", "unmapped") != "unmapped"]
    return {row.where["theme"]: row for row in known}


def _pressing(case: Case, shares: dict[str, Row], gaps: dict[str, Row]) -> str:
    def urgency(theme: str) -> tuple[bool, bool, float, str]:
        gap = gaps.get(theme)
        change = case.book.get("objection_share", period=shares[theme].period, segment=shares[theme].segment,
                               change="prior")  # fmt: skip
        rising = change is not None and change.status == "clear" and change.value > 0
        return gap is not None and gap.status == "clear", rising, shares[theme].value, theme

    return max(shares, key=urgency)


# -- two deals to look back on -----------------------------------------------------------------------------------------

OUTCOMES = {"won": msg("won"), "lost": msg("lost")}


def deals(case: Case) -> list[Sentence]:
    """The two deals of the fair draw; company names only in the internal edition."""
    drawn = [Sentence(text=_deal(case, row)) for row in rows(case, "winloss_draw")[:2]]
    return drawn or [Sentence(text=case.say("No deal was closed to draw from: each team brings one it remembers."))]


def _deal(case: Case, row: dict[str, Any]) -> str:
    name = case.names.get(row["deal_id"], "") if case.internal else ""
    known = OUTCOMES.get(row["outcome"], OUTCOMES["lost"])
    outcome = case.say(known)
    text = msg("{name} ({deal}): {outcome} on {date}, drawn by lot") if name else msg(
        "{deal}: {outcome} on {date}, drawn by lot"
    )  # fmt: skip
    return case.say(text, name=name, deal=row["deal_id"], outcome=outcome, date=case.words.date(_day(row["closed_on"])))
