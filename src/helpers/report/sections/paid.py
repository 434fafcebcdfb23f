"""What people are paid for: how much of it both teams share, and each result of each role."""

from __future__ import annotations

from typing import Any

from helpers.catalog import catalog
from helpers.facts import Row
from helpers.report.case import Case
from helpers.report.listing import day, flag, number, records, text
from helpers.report.model import Block, Cell, Note, Sentence
from helpers.report.naming import TEAMS
from helpers.report.sections.plate import answer, part, table

COLUMNS = ("team", "role", "metric", "words", "part", "shared", "from_on", "to_on")


def paid(case: Case) -> list[Block]:
    """The share of variable pay on shared results, by team, and the table of what each role is paid for."""
    row = case.book.get("shared_pay", period=case.period)
    if row is None or not (row.known or case.applies("incentives")):
        return []
    head = part(case.say("What people are paid for"), anchor="goal-paid")
    if not row.known:
        return [head, Note(tone="missing", text=case.why(row), facts=(row.key,))]
    heads = [case.say("Team"), case.say("Role"), case.say("Paid for"), case.say("Part of variable pay"),
             case.say("Shared"), case.say("From"), case.say("To")]  # fmt: skip
    lines = [_line(case, record) for record in records(case, "incentives", *COLUMNS)]
    listed = [table(case.say("What each role is paid for"), heads, lines, texts=(1, 2, 4, 5, 6))] if lines else []
    return [head, answer(*_answer(case, row)), *listed]


def _answer(case: Case, row: Row) -> list[Sentence]:
    """Of all pay, then by team, then the roles that share nothing."""
    if row.value:
        said = case.say("{share} of variable pay hangs on results that both teams share.",
                        share=case.words.share(row.value, 0))  # fmt: skip
    else:
        said = case.say("None of the variable pay hangs on a result that both teams share.")
    sentences = [case.answer(said, row, page="incentives")]
    teams = {team: case.book.get("shared_pay", period=case.period, segment=f"team={team}") for team in TEAMS}
    known = {team: each for team, each in teams.items() if each is not None and each.known}
    if row.value and len(known) > 1:
        parts = [case.say("{team} {share}", team=case.say(TEAMS[team]), share=case.words.share(each.value, 0))
                 for team, each in known.items()]  # fmt: skip
        sentences.append(case.answer(case.say("By team: {parts}.", parts=case.words.listing(parts)), *known.values()))
    return [*sentences, *_alone(case)]


def _alone(case: Case) -> list[Sentence]:
    """How many roles share nothing with the other team."""
    row = case.book.get("unshared_roles", period=case.period)
    if row is None or not row.known or not row.value:
        return []
    said = case.words.plural("{n} role of {all} shares no result with the other team.",
                             "{n} roles of {all} share no result with the other team.", row.value,
                             all=case.number(row, "denominator"))  # fmt: skip
    return [case.answer(said, row)]


def _line(case: Case, record: dict[str, Any]) -> tuple[Cell, ...]:
    """One result of one role, in the words of the catalogue where it knows the number."""
    metric, shared = text(record["metric"]), flag(record["shared"])
    name = case.label(metric) if metric in catalog() else text(record["words"])
    days = [day(record[bound]) for bound in ("from_on", "to_on")]
    role = text(record["role"]) or case.say("all of the team")
    return (
        Cell(text=case.say(TEAMS[text(record["team"])])), Cell(text=role), Cell(text=name),
        Cell(text=case.words.share(number(record["part"]), 0)),
        Cell(text=case.words.number(float(shared), "flag")),
        *(Cell(text=case.words.date(each) if each else "") for each in days),
    )  # fmt: skip
