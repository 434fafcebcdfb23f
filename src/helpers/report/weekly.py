"""Two texts to paste: what marketing tells sales this week, and what sales tells marketing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from helpers.facts import Row
from helpers.report.case import Case, inner
from helpers.report.listing import day, records, text
from helpers.report.voice import LEVELS, against, place, quoted, theme
from helpers.words import msg

Which = Literal["for_sales", "for_marketing"]
TITLES: dict[Which, str] = {
    "for_sales": msg("For sales, this week"),
    "for_marketing": msg("For marketing, this week"),
}
_COLUMNS = ("kind", "what", "why", "text", "day", "fact")


class Said(NamedTuple):
    """One line of the text, and the facts behind its numbers."""

    text: str
    facts: tuple[str, ...] = ()


def weekly_text(case: Case, which: Which) -> str:
    """The text of one team in plain words, with its title and a line each; empty where the table is missing."""
    lines = weekly_lines(case, which)
    if not lines:
        return ""
    head = f"{case.say(TITLES[which])} · {case.engagement.client} · {case.words.period(case.period)}"
    return "\n".join([head, "", *(f"- {line.text}" for line in lines)]) + "\n"


def weekly_lines(case: Case, which: Which) -> list[Said]:
    """The lines of one team's text."""
    rows = records(case, which, *_COLUMNS)
    nothing = [row for row in rows if text(row["why"]) == "nothing"]
    if rows and len(nothing) == len(rows):
        return [Said(case.say(EMPTY[which]))]
    return [said for row in rows for said in [_LINES[_kind(row)](case, row)] if said.text]


EMPTY: dict[Which, str] = {
    "for_sales": msg(
        "Nothing is on record yet about what customers respond to. Note for each asset its topic, stage and the "
        "objection it answers: the form “content”."
    ),
    "for_marketing": msg(
        "Nothing is on record yet about what customers say. Note one line for each remark heard: the form “feedback”."
    ),
}


def _kind(row: dict[str, Any]) -> str:
    kind = text(row["kind"])
    return kind if kind in _LINES else "responding"


def _fact(case: Case, row: dict[str, Any]) -> Row | None:
    """The fact a line rests on."""
    key = text(row["fact"]).split("|")
    if len(key) != 5:
        return None
    period, metric, variant, segment, clock = key
    return next(
        (each for each in case.book.rows(metric, segment=segment)
         if (each.period, each.variant, each.clock) == (period, variant, clock)), None,
    )  # fmt: skip


def _whole(case: Case, row: Row | None, field: str = "value") -> str:
    """A share in whole per cent: what a message in passing needs."""
    return "–" if row is None else case.words.share(float(getattr(row, field)), 0)


def _said(sentence: str, *rows: Row | None) -> Said:
    return Said(sentence, tuple(row.key for row in rows if row is not None))


def _responding(case: Case, row: dict[str, Any]) -> Said:
    """A topic, format, campaign or part of the market that customers respond to."""
    fact, why, kind = _fact(case, row), text(row["why"]), text(row["kind"])
    if why == "nothing" or fact is None:
        return Said(case.say("No topic or campaign is on record for what customers were sent."))
    if kind == "segment":
        whole = case.book.get("receptive_sector", period=fact.period, segment=fact.segment)
        line = msg("Worth a call: {name}. {value} of the deals decided there are won, {rest} elsewhere.")
        said = case.say(
            line, name=place(case, fact.segment), value=_whole(case, whole), rest=_whole(case, fact, "prior")
        )
        return _said(said, fact, whole)
    level = case.say(LEVELS[kind])
    name = quoted(case, text(row["what"]))
    if why == "clear":
        share = case.book.get("topic_response", period=fact.period, segment=fact.segment)
        line = msg(
            "{level} {name}: {value} of those it reached moved on within 90 days, {rest} of others at that stage."
        )
        said = case.say(line, level=level, name=name, value=_whole(case, share), rest=_whole(case, fact, "prior"))
        return _said(said, fact, share)
    line = msg("{level} {name}: used most, with no clear difference to the rest ({n} of {all} moved on).")
    said = case.say(
        line, level=level, name=name, n=case.number(fact, "numerator"), all=case.number(fact, "denominator")
    )
    return _said(said, fact)


def _asset(case: Case, row: dict[str, Any]) -> Said:
    fact, why, name = _fact(case, row), text(row["why"]), quoted(case, text(row["text"]))
    if why == "clear" and fact is not None:
        share = case.book.get("topic_response", period=fact.period, segment=fact.segment)
        line = msg("To send: {name}. {value} of those it reached moved on, {rest} of others at that stage.")
        said = case.say(line, name=name, value=_whole(case, share), rest=_whole(case, fact, "prior"))
        return _said(said, fact, share)
    if why == "answers" and fact is not None:
        objection = quoted(case, theme(case, fact.where.get("theme", "")))
        line = msg("To send: {name}, which answers {objection}, heard in {n} of {all} deals and remarks.")
        said = case.say(line, name=name, objection=objection, n=case.number(fact, "numerator"),
                        all=case.number(fact, "denominator"))  # fmt: skip
        return _said(said, fact)
    if why == "noise":
        return _said(case.say("To send: {name}, the one used most; none stands out.", name=name), fact)
    return Said(case.say("No asset in use is on record to be sent."))


def _answer(case: Case, row: dict[str, Any]) -> Said:
    fact, why = _fact(case, row), text(row["why"])
    if fact is None:
        return Said(case.say("No objection was written down lately, so there is none to answer."))
    blanks = {
        "objection": quoted(case, theme(case, text(row["what"]))), "n": case.number(fact, "numerator"),
        "all": case.number(fact, "denominator"), "text": text(row["text"]).rstrip("."),
    }  # fmt: skip
    lines = {
        "message": msg("When {objection} comes up (heard in {n} of {all}): “{text}”."),
        "content": msg("When {objection} comes up (heard in {n} of {all}), send “{text}”."),
    }
    line = lines.get(why, msg("Nobody has written an answer to {objection} yet, heard in {n} of {all}."))
    return _said(case.say(line, **blanks), fact)


def _objection(case: Case, row: dict[str, Any]) -> Said:
    fact, why = _fact(case, row), text(row["why"])
    if fact is None:
        return Said(case.say("No objection was written down in the last twelve months."))
    change = against(case, fact, change="prior")
    lines = {
        "rising": msg("Objection {name}: in {n} of {all} deals and remarks, clearly more than before ({prior})."),
        "falling": msg("Objection {name}: in {n} of {all} deals and remarks, clearly less than before ({prior})."),
    }
    line = lines.get(why, msg("Objection {name}: in {n} of {all} deals and remarks."))
    said = case.say(line, name=quoted(case, theme(case, text(row["what"]))), n=case.number(fact, "numerator"),
                    all=case.number(fact, "denominator"), prior=_whole(case, change, "prior"))  # fmt: skip
    return _said(said, fact, change)


def _argument(case: Case, row: dict[str, Any]) -> Said:
    fact = _fact(case, row)
    if fact is None:
        return Said(case.say("No argument was noted in deals that were won."))
    won = msg("Argument noted most in deals that were won: {name} ({n} of {all}).")
    noted = msg("Argument noted most: {name} ({n} of {all}).")
    said = case.say(won if text(row["why"]) == "won" else noted, name=quoted(case, theme(case, text(row["what"]))),
                    n=case.number(fact, "numerator"), all=case.number(fact, "denominator"))  # fmt: skip
    return _said(said, fact)


def _sector(case: Case, row: dict[str, Any]) -> Said:
    fact, why = _fact(case, row), text(row["why"])
    if fact is None:
        return Said(case.say("No part of the market stands out."))
    if why == "clear":
        whole = case.book.get("receptive_sector", period=fact.period, segment=fact.segment)
        line = msg("Receptive: {name}. {value} of the deals decided there are won, {rest} elsewhere.")
        said = case.say(
            line, name=place(case, fact.segment), value=_whole(case, whole), rest=_whole(case, fact, "prior")
        )
        return _said(said, fact, whole)
    line = msg("Named most as receptive: {name} ({n} of {all} remarks on sectors); deals do not show it clearly.")
    said = case.say(line, name=place(case, fact.segment), n=case.number(fact, "numerator"),
                    all=case.number(fact, "denominator"))  # fmt: skip
    return _said(said, fact)


def _question(case: Case, row: dict[str, Any]) -> Said:
    fact, why, since = _fact(case, row), text(row["why"]), day(row["day"])
    if why == "answered":
        return _said(case.say("Everything sales told has an answer."), fact)
    if why != "waiting" or since is None:
        return Said(case.say("Sales has told nothing in the form “feedback” in the last twelve months."))
    words = text(row["text"]).rstrip(".")
    name = quoted(case, words) if words else inner(theme(case, text(row["what"])))
    line = msg("Still without an answer since {date}: {name}.")
    return _said(case.say(line, date=case.words.date(since), name=name), fact)


_LINES: dict[str, Callable[[Case, dict[str, Any]], Said]] = {
    "responding": _responding, "asset": _asset, "answer": _answer, "objection": _objection, "argument": _argument,
    "sector": _sector, "question": _question,
}  # fmt: skip
