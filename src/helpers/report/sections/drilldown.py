"""From channel to campaign to deals: the rows behind the credit, to open, search and sort.

The figures of a group add up the rows that belong to it, listed or not; nothing is estimated here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.report.case import Case
from helpers.report.credit import channel
from helpers.report.listing import count_item, day, day_item, flag, money_item, number, records, text
from helpers.report.model import Block, Column, Explorer, Group, Item, Note
from helpers.report.sections.plate import part as heading

COLUMNS = (
    "channel", "campaign", "deal_id", "outcome", "closed_on", "value", "touches", "credited", "first",
    "before_opportunity",
)  # fmt: skip
#: Deals and rows that a page lists; the figures of the groups count all of them.
MOST_DEALS, MOST_ROWS = 120, 600


@dataclass(frozen=True)
class Part:
    """The part of one channel and campaign in one deal."""

    channel: str
    campaign: str
    deal: str
    won: bool
    closed_on: date | None
    value: float
    touches: float
    credited: float
    first: bool
    before: bool


def drilldown(case: Case) -> list[Block]:
    """Every channel with its campaigns, every campaign with its deals; the deals closed last are listed."""
    parts = [_part(row) for row in records(case, "drilldown", *COLUMNS)]
    if not parts:
        return []
    listed = _listed(parts)
    heads = [
        Column(title=case.say("Deal"), kind="text"),
        *([Column(title=case.say("Company"), kind="text")] if case.names else []),
        Column(title=case.say("Outcome"), kind="text"), Column(title=case.say("Closed")),
        Column(title=case.say("Amount")), Column(title=case.say("Touches")), Column(title=case.say("Credited part")),
        Column(title=case.say("Remark"), kind="text"),
    ]  # fmt: skip
    period = case.words.period(case.period.rolling(12))
    explorer = Explorer(
        anchor="drilldown-deals", columns=tuple(heads), groups=_channels(case, parts, listed), printed="groups",
        caption=case.say("Deals closed, {period}, by channel and campaign", period=period),
    )  # fmt: skip
    blocks: list[Block] = [heading(case.say("From channel to deal"), anchor="drilldown"), Note(text=case.say(
        "Credited here: every touch of a won deal counts the same, so that the parts of a deal add up to one. A deal "
        "stands under every channel that touched it, so that amounts of channels do not add up."))]  # fmt: skip
    blocks.append(explorer)
    all_deals = {each.deal for each in parts}
    if len(listed) < len(all_deals):
        blocks.append(Note(text=case.say(
            "Listed are the {n} deals closed last, of {all}; the figures of channels and campaigns count all of them. "
            "The file “originations.csv” has every customer.",
            n=case.words.count(len(listed)), all=case.words.count(len(all_deals)))))  # fmt: skip
    return blocks


def _part(row: dict[str, Any]) -> Part:
    return Part(
        text(row["channel"]), text(row["campaign"]), text(row["deal_id"]), text(row["outcome"]) == "won",
        day(row["closed_on"]), number(row["value"]), number(row["touches"]), number(row["credited"]),
        flag(row["first"]), flag(row["before_opportunity"]),
    )  # fmt: skip


def _listed(parts: list[Part]) -> set[str]:
    """The deals closed last, as many as fit with all their rows."""
    rows: dict[str, list[Part]] = {}
    for each in parts:
        rows.setdefault(each.deal, []).append(each)
    latest = sorted(rows, key=lambda deal: (-(rows[deal][0].closed_on or date.min).toordinal(), deal))
    kept: set[str] = set()
    room = MOST_ROWS
    for deal in latest[:MOST_DEALS]:
        room -= len(rows[deal])
        if room < 0 and kept:
            break
        kept.add(deal)
    return kept


def _channels(case: Case, parts: list[Part], listed: set[str]) -> tuple[Group, ...]:
    found = []
    for name, rows in _grouped(parts, by=lambda each: each.channel):
        campaigns = _grouped(rows, by=lambda each: each.campaign)
        alone = len(campaigns) == 1 and not campaigns[0][0]
        found.append(Group(
            title=channel(case, name), figures=_figures(case, rows),
            rows=_rows(case, rows, listed) if alone else (),
            groups=() if alone else tuple(
                Group(title=campaign or case.say("(no campaign)"), figures=_figures(case, inside),
                      rows=_rows(case, inside, listed))
                for campaign, inside in campaigns
            ),
        ))  # fmt: skip
    return tuple(found)


def _grouped(parts: Iterable[Part], *, by: Callable[[Part], str]) -> list[tuple[str, list[Part]]]:
    """Groups by their credit among won deals, the largest first."""
    found: dict[str, list[Part]] = {}
    for each in parts:
        found.setdefault(by(each), []).append(each)
    return sorted(found.items(), key=lambda pair: (-round(_credit(pair[1]), 9), pair[0]))


def _credit(parts: Iterable[Part]) -> float:
    return math.fsum(each.credited for each in parts if each.won and not math.isnan(each.credited))


def _figures(case: Case, parts: list[Part]) -> tuple[str, ...]:
    """Deals closed and won, their amount, and the credit."""
    deals = {each.deal for each in parts}
    won = {each.deal: each.value for each in parts if each.won}
    amount = math.fsum(value for value in won.values() if not math.isnan(value))
    said = [
        case.words.plural("{n} deal", "{n} deals", len(deals)),
        case.words.plural("{n} won", "{n} won", len(won)),
        case.say("credited: {n}", n=case.words.count(_credit(parts))),
    ]
    return (*said, case.say("amount won: {value}", value=case.words.money(amount))) if amount else tuple(said)


def _rows(case: Case, parts: list[Part], listed: set[str]) -> tuple[tuple[Item, ...], ...]:
    latest = sorted(
        (each for each in parts if each.deal in listed),
        key=lambda each: (-(each.closed_on or date.min).toordinal(), each.deal, each.campaign),
    )
    return tuple(_row(case, each) for each in latest)


def _row(case: Case, each: Part) -> tuple[Item, ...]:
    company = [Item(text=case.names.get(each.deal, "–"))] if case.names else []
    share = "–" if math.isnan(each.credited) else case.words.share(each.credited, 0)
    return (
        Item(text=each.deal), *company, Item(text=case.say("won") if each.won else case.say("lost")),
        day_item(case, each.closed_on), money_item(case, each.value), count_item(case, each.touches),
        Item(text=share, order=None if math.isnan(each.credited) else each.credited),
        Item(text=case.words.listing(_places(case, each))),
    )  # fmt: skip


def _places(case: Case, each: Part) -> list[str]:
    said = [case.say("first touch")] if each.first else []
    return [*said, case.say("before the opportunity")] if each.before else said
