"""Campaigns running now: whom they address, what they promise, how long they run, what sales must know."""

from __future__ import annotations

from typing import Any

from helpers.report.case import Case
from helpers.report.listing import day, day_cell, number, records, text
from helpers.report.model import Block, Cell, Note, Sentence, Table
from helpers.report.naming import part as named
from helpers.report.sections.plate import answer, table, title

COLUMNS = ("campaign", "segment", "promise", "to_on", "days_left", "for_sales", "state")


def campaigns(case: Case) -> list[Block]:
    """How many run and how many of them sales knows nothing about; then each of them."""
    row = case.book.get("campaigns_running", period=case.period)
    if row is None:
        return []
    head = title(case.say("Campaigns running now"), anchor="campaigns")
    if not row.known:
        return [head, Note(tone="missing", text=case.why(row), facts=(row.key,))]
    listed = records(case, "campaigns", *COLUMNS)
    now = [each for each in listed if text(each["state"]) == "running"]
    over = [each for each in listed if text(each["state"]) == "ended"]
    blocks: list[Block] = [head, answer(*_answer(case))]
    if now:
        blocks.append(_running(case, now))
    if over:
        blocks.append(_ended(case, over))
    return blocks


def _answer(case: Case) -> list[Sentence]:
    row = case.book.get("campaigns_running", period=case.period)
    untold = case.book.get("campaigns_running", period=case.period, untold="yes")
    n = row.value if row is not None else 0.0
    if not n:
        return [case.answer(case.say("No campaign is running at the end of the month."), row)]
    said = case.words.plural("{n} campaign is running at the end of the month.",
                             "{n} campaigns are running at the end of the month.", n)  # fmt: skip
    sentences = [case.answer(said, row)]
    if untold is not None and untold.known:
        missing = case.words.plural(
            "For {n} of them nobody has noted what sales must know.",
            "For {n} of them nobody has noted what sales must know.", untold.value,
        ) if untold.value else case.say("For each of them it is noted what sales must know.")  # fmt: skip
        sentences.append(case.answer(missing, untold, page="campaigns"))
    return sentences


def _running(case: Case, rows: list[dict[str, Any]]) -> Table:
    heads = [case.say("Campaign"), case.say("For whom"), case.say("What it promises"), case.say("What sales must know"),
             case.say("Ends")]  # fmt: skip
    cells = [
        (
            Cell(text=text(row["campaign"])), Cell(text=_segment(case, row)), Cell(text=text(row["promise"]) or "–"),
            Cell(text=text(row["for_sales"]) or case.say("(nothing noted)"), muted=not text(row["for_sales"])),
            Cell(text=_left(case, row)),
        )
        for row in rows
    ]  # fmt: skip
    return table(case.say("Campaigns running at the end of the month"), heads, cells, texts=(1, 2, 3))


def _segment(case: Case, row: dict[str, Any]) -> str:
    return named(case.words, "segment", text(row["segment"])) if text(row["segment"]) else "–"


def _left(case: Case, row: dict[str, Any]) -> str:
    days = number(row["days_left"])
    if days != days:
        return case.say("no end noted")
    return case.say("in {days}", days=case.words.days(days)) if days else case.say("on the last day of the month")


def _ended(case: Case, rows: list[dict[str, Any]]) -> Table:
    heads = [case.say("Campaign"), case.say("For whom"), case.say("What it promises"), case.say("Ended")]
    cells = [
        (Cell(text=text(row["campaign"])), Cell(text=_segment(case, row)), Cell(text=text(row["promise"]) or "–"),
         day_cell(case, day(row["to_on"])))
        for row in rows
    ]  # fmt: skip
    return table(case.say("Ended in the last 90 days without a word for sales"), heads, cells, texts=(1, 2))
