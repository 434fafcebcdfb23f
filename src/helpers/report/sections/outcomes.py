"""What became of the leads of each campaign and each asset, stage by stage."""

from __future__ import annotations

import math
from typing import Any

from helpers.report.case import Case
from helpers.report.credit import channel
from helpers.report.listing import count_item, money_item, number, records, text
from helpers.report.model import Block, Column, Explorer, Group, Item, Note
from helpers.report.sections.plate import part as heading
from helpers.words import msg

COUNTS = ("people", "mqls", "sqls", "opportunities", "customers")
COLUMNS = ("level", "name", "channel", "team", *COUNTS, "revenue_won")
LEVELS = {"campaign": msg("Campaigns"), "asset": msg("Content")}
#: Rows of each kind that a page lists.
MOST = 40


def outcomes(case: Case) -> list[Block]:
    """A searchable table of campaigns, and one of content where content is recorded."""
    rows = [row for row in records(case, "outcomes", *COLUMNS) if text(row["name"])]
    found = {level: [row for row in rows if text(row["level"]) == level] for level in LEVELS}
    kept = {level: _first(rows) for level, rows in found.items() if rows}
    if not kept:
        return []
    heads = [
        Column(title=case.say("Name"), kind="text"), Column(title=case.say("Channel"), kind="text"),
        Column(title=case.say("People")), Column(title=case.say("MQL")),
        Column(title=case.say("SQL")), Column(title=case.label("opportunities")),
        Column(title=case.label("customers")),
        Column(title=case.say("Revenue won")),
    ]  # fmt: skip
    groups = tuple(
        Group(title=case.say(LEVELS[level]), rows=tuple(_row(case, row) for row in rows), open=level == "campaign",
              figures=(case.words.count(len(found[level])),))
        for level, rows in kept.items()
    )  # fmt: skip
    blocks: list[Block] = [
        heading(case.say("What became of the people each campaign reached"), anchor="outcomes"),
        Note(text=case.say(
            "People whom a campaign touched {when}, and how far they or their company got afterwards. Somebody whom "
            "two campaigns reached counts for both.", when=case.during(case.period.rolling(12)))),
        Explorer(anchor="outcomes-rows", columns=tuple(heads), groups=groups,
                 caption=case.say("Campaigns and content, {period}",
                                  period=case.words.period(case.period.rolling(12)))),
    ]  # fmt: skip
    if any(len(found[level]) > len(rows) for level, rows in kept.items()):
        rest = msg("Listed are the {n} that reached most people; the file “outcomes.csv” has all.")
        blocks.append(Note(text=case.say(rest, n=case.words.count(MOST))))
    return blocks


def _first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that reached most people."""
    return sorted(rows, key=lambda row: (-_zero(number(row["people"])), text(row["name"])))[:MOST]


def _zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _row(case: Case, row: dict[str, Any]) -> tuple[Item, ...]:
    return (
        Item(text=text(row["name"])), Item(text=channel(case, text(row["channel"]))),
        *(count_item(case, number(row[name])) for name in COUNTS), money_item(case, number(row["revenue_won"])),
    )  # fmt: skip
