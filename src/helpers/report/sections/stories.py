"""Deal stories: how the month's deals came about, one picture each, in a lane for each team."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from helpers.report import lanes
from helpers.report.case import Case
from helpers.report.credit import channel
from helpers.report.drawing import NARROW, WIDE
from helpers.report.listing import day, day_cell, number, number_cell, records, text
from helpers.report.model import Block, Cell, Figure, Note, Table
from helpers.report.naming import TEAMS
from helpers.report.sections.plate import part as heading
from helpers.report.sections.plate import table
from helpers.words import msg

COLUMNS = ("deal_id", "outcome", "value", "lane", "on", "day", "kind", "channel", "campaign", "stage")
#: Pictures of won and of lost deals, and touches of one picture; what is left out is said.
MOST = {"won": 6, "lost": 2}
MOST_TOUCHES = 25
LANES = ("marketing", "sales")
STAGES = {
    "lead": msg("Lead"), "mql": msg("MQL"), "sal": msg("Accepted"), "sql": msg("SQL"),
    "opportunity": msg("Opportunity"), "offer": msg("Offer"), "customer": msg("Customer"), "won": msg("won"),
    "lost": msg("lost"),
}  # fmt: skip
_ORDER = {stage: place for place, stage in enumerate(STAGES)}
SELF_REPORTED = "self_reported"
ENDS = {
    "won": msg("{deal}: won in {days}; first recorded touch by {team}: {channel}"),
    "lost": msg("{deal}: lost in {days}; first recorded touch by {team}: {channel}"),
}
BARE = {"won": msg("{deal}: won, without a recorded touch"), "lost": msg("{deal}: lost, without a recorded touch")}


@dataclass(frozen=True)
class Deal:
    """The rows of one deal, in order of time."""

    id: str
    outcome: str
    value: float
    rows: tuple[dict[str, Any], ...]

    @cached_property
    def touches(self) -> list[dict[str, Any]]:
        """What the teams did, and what the customer says."""
        return [row for row in self.rows if row["lane"] in LANES]

    @cached_property
    def milestones(self) -> list[dict[str, Any]]:
        """The stages reached."""
        return [row for row in self.rows if row["lane"] not in LANES and text(row["stage"])]

    @property
    def length(self) -> float:
        """Days from the first row to the last."""
        return max((number(row["day"]) for row in self.rows), default=0.0)

    @property
    def acts(self) -> list[dict[str, Any]]:
        """What the teams did: what the customer says is no act of theirs."""
        return [row for row in self.touches if not _said(row)]

    def of(self, team: str) -> list[dict[str, Any]]:
        """The acts of one team."""
        return [row for row in self.acts if row["lane"] == team]


def stories(case: Case) -> list[Block]:
    """The month's won deals and two lost ones; the rest is said to be in the files of the build."""
    deals = _deals(case)
    if not deals:
        return []
    shown = [deal for outcome, most in MOST.items() for deal in _of(deals, outcome)[:most]]
    blocks: list[Block] = [heading(case.say("The month's deals, from first action to signature"), anchor="stories")]
    blocks += [_figure(case, deal, key=f"story{place}") for place, deal in enumerate(shown, 1)]
    left = len(_of(deals, "won")) - len(_of(shown, "won"))
    if left > 0:
        blocks.append(Note(text=case.words.plural(
            "{n} more deal was won {when}: its journey is in the file “originations.csv”.",
            "{n} more deals were won {when}: their journeys are in the file “originations.csv”.",
            left, when=case.during(case.period))))  # fmt: skip
    return blocks


def _said(row: dict[str, Any]) -> bool:
    return text(row["kind"]) == SELF_REPORTED


def _deals(case: Case) -> list[Deal]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(case, "stories", *COLUMNS):
        row["lane"] = text(row["lane"])
        if not math.isnan(number(row["day"])):
            found.setdefault(text(row["deal_id"]), []).append(row)
    return [Deal(name, text(rows[0]["outcome"]), number(rows[0]["value"]), tuple(rows)) for name, rows in found.items()]


def _of(deals: list[Deal], outcome: str) -> list[Deal]:
    return [deal for deal in deals if deal.outcome == outcome]


def _figure(case: Case, deal: Deal, *, key: str) -> Figure:
    kept = _kept(deal)
    story = _story(case, deal, kept)
    title, subtitle = _title(case, deal), _subtitle(case, deal)
    if len(kept) < len(deal.touches):
        subtitle += " " + case.say("Drawn: the first and the last {n} touches.", n=case.words.count(len(kept) // 2))
    return Figure(
        anchor=f"figure-{key}", title=title, subtitle=subtitle, alt=f"{title}. {subtitle} {_told(case, deal)}",
        svg=lanes.lanes(story, frame=WIDE, key=key), svg_narrow=lanes.lanes(story, frame=NARROW, key=key),
        data=_data(case, deal),
    )  # fmt: skip


def _kept(deal: Deal) -> list[dict[str, Any]]:
    """The touches that are drawn: all of them, or the first and the last dozen."""
    if len(deal.touches) <= MOST_TOUCHES:
        return deal.touches
    half = MOST_TOUCHES // 2
    return deal.touches[:half] + deal.touches[-half:]


def _story(case: Case, deal: Deal, kept: list[dict[str, Any]]) -> lanes.Story:
    named = [_name(case, row) for row in kept]
    names = tuple(dict.fromkeys(named))
    return lanes.Story(
        lanes=tuple(case.say(TEAMS[team]) for team in LANES),
        touches=tuple(
            lanes.Touch(lane=LANES.index(row["lane"]), day=number(row["day"]), number=names.index(name) + 1,
                        said=_said(row))
            for row, name in zip(kept, named, strict=True)
        ),
        milestones=_milestones(case, deal),
        names=names,
        days=case.say("days since the beginning"),
    )  # fmt: skip


def _milestones(case: Case, deal: Deal) -> tuple[lanes.Milestone, ...]:
    """Stages by day; those of one day share a tick."""
    by_day: dict[float, list[str]] = {}
    for row in sorted(deal.milestones, key=lambda row: _ORDER.get(text(row["stage"]), 0)):
        by_day.setdefault(number(row["day"]), []).append(text(row["stage"]))
    return tuple(
        lanes.Milestone(day=at, label=", ".join(_stage(case, stage) for stage in dict.fromkeys(stages)),
                        end=deal.outcome in stages)
        for at, stages in sorted(by_day.items())
    )  # fmt: skip


def _stage(case: Case, stage: str) -> str:
    name = case.say(STAGES[stage]) if stage in STAGES else stage.replace("_", " ")
    return name[:1].upper() + name[1:]


def _name(case: Case, row: dict[str, Any]) -> str:
    """Channel and campaign of a touch; what a customer says is marked as such."""
    shown = _channel(case, row)
    if _said(row):
        return case.say("{channel}, as the customer says", channel=shown)
    campaign = text(row["campaign"])
    return f"{shown} · {campaign}" if campaign else shown


def _channel(case: Case, row: dict[str, Any]) -> str:
    return channel(case, text(row["channel"]))


def _deal_name(case: Case, deal: Deal) -> str:
    company = case.names.get(deal.id, "")
    return case.say("Deal {deal}", deal=deal.id) + (f" · {company}" if company else "")


def _title(case: Case, deal: Deal) -> str:
    name = _deal_name(case, deal)
    if not deal.acts:
        return case.say(BARE.get(deal.outcome, BARE["lost"]), deal=name)
    first = deal.acts[0]
    return case.say(ENDS.get(deal.outcome, ENDS["lost"]), deal=name, days=case.words.days(deal.length),
                    channel=_channel(case, first), team=_team(case, first).lower())  # fmt: skip


def _subtitle(case: Case, deal: Deal) -> str:
    """Amount, first and last day, touches of each team."""
    said = [] if math.isnan(deal.value) else [case.words.money(deal.value)]
    days: list[date] = [on for row in deal.rows if (on := day(row["on"])) is not None]
    if days:
        said.append(f"{case.words.day_short(min(days))} – {case.words.day_short(max(days))}")
    counted: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("marketing", lambda n: case.words.plural("{n} touch of marketing", "{n} touches of marketing", n)),
        ("sales", lambda n: case.words.plural("{n} touch of sales", "{n} touches of sales", n)),
    )
    said += [say(len(deal.of(team))) for team, say in counted]
    return "; ".join(said) + "."


def _told(case: Case, deal: Deal) -> str:
    """The stages and the touch before the opportunity, for those who do not see the picture."""
    passed = [(_stage(case, text(row["stage"])), case.words.count(number(row["day"]))) for row in deal.milestones]
    reached = [case.say("{stage} on day {day}", stage=name, day=at) for name, at in passed]
    said = [case.words.listing(reached) + "."] if reached else []
    opened = next((place for place, row in enumerate(deal.rows) if text(row["stage"]) == "opportunity"), None)
    before = [row for row in deal.rows[: opened or 0] if row["lane"] in LANES and not _said(row)]
    if before:
        said.append(case.say("Last touch before the opportunity: {what} ({team}).", what=_name(case, before[-1]),
                             team=_team(case, before[-1]).lower()))  # fmt: skip
    return " ".join(said)


def _data(case: Case, deal: Deal) -> Table:
    rows = [
        (number_cell(case, number(row["day"])), day_cell(case, day(row["on"])), Cell(text=_who(case, row)),
         Cell(text=_stage(case, text(row["stage"])) if row["lane"] not in LANES else _name(case, row)))
        for row in deal.rows
    ]  # fmt: skip
    heads = [case.say("Day"), case.say("Date"), case.say("Team"), case.say("What happened")]
    return table(_deal_name(case, deal), heads, rows, texts=(1, 2, 3))


def _who(case: Case, row: dict[str, Any]) -> str:
    return _team(case, row) if row["lane"] in LANES else case.say("Stage reached")


def _team(case: Case, row: dict[str, Any]) -> str:
    name = TEAMS[row["lane"]]
    return case.say(name)
