"""What is kept of what both teams agreed: content, looking back on deals, decisions, rituals, comments, documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical
from helpers.facts import Fact, frame
from helpers.feedback import meetings as rituals
from helpers.feedback.campaigns import campaign_rows, campaigns_running
from helpers.feedback.comments import comment, comment_rows
from helpers.feedback.content import Asset, assets, content_unused, unused
from helpers.feedback.counts import kept_forms, kept_uses
from helpers.feedback.counts.kept_forms import rows
from helpers.feedback.coverage import (
    CoverageCell,
    Heard,
    buyer_roles,
    content_coverage,
    heard_table,
    matrix,
    objection_gap,
)
from helpers.feedback.decisions import Decision, decisions_on_time, decisions_open, hypotheses
from helpers.feedback.decisions import known as known_decisions
from helpers.feedback.documents import document_age, documents
from helpers.feedback.health import loop_health
from helpers.feedback.incentives import incentive_rows, shared_pay, unshared_roles
from helpers.feedback.meetings import Meeting, both_present, ritual_dying, ritual_held
from helpers.feedback.use import content_won, strata
from helpers.feedback.winloss import draw, winloss_theme
from helpers.periods import Period

#: Name of a table → its columns, so that an empty one has them too.
TABLES: Mapping[str, tuple[str, ...]] = {
    "content_matrix": ("stage", "role", "theme", "heard", "assets", "deals"),
    "content_unused": ("asset_id", "title", "format", "stage", "objection", "last_used_on", "days"),
    "winloss_draw": ("deal_id", "outcome", "closed_on", "value", "of"),
    "decisions_open": ("decision_id", "on", "words", "owner_team", "owner_role", "due_on", "overdue"),
    "hypotheses": ("decision_id", "on", "words", "test", "due_on", "closed_on", "verdict"),
    "campaigns": ("campaign", "channel", "segment", "promise", "from_on", "to_on", "days_left", "for_sales", "state"),
    "comments": ("kind", "team", "words"),
    "incentives": ("team", "role", "metric", "words", "part", "shared", "from_on", "to_on"),
    "meetings": ("ritual", "month", "planned", "held", "both"),
}


def kept_facts(
    canonical: Canonical,
    engagement: Engagement,
    agreements: Agreements,
    *,
    period: Period,
    start: Period,
    contract: Contract,
) -> pd.DataFrame:
    """Everything a review says about what both teams keep of what they agreed, as facts (clock ``period``).

    Rates are of the rolling year that ends with ``period``, states of its last day (``docs/architecture.md``, "What is
    kept"); five have the window before too, where it holds anything. Each part without its form is one undefined row
    whose note names the form. Reads the canonical tables; nothing written, used or held after ``period`` counts; the
    same tables give the same facts.
    """
    del start, contract  # what is kept has no cohorts, and no recorded entries that could end early
    return facts_of(gathered(canonical, period=period), engagement, agreements, period=period)


def facts_of(found: Kept, engagement: Engagement, agreements: Agreements, *, period: Period) -> pd.DataFrame:
    """The facts of ``kept_facts``, from what was gathered once."""
    year, few = period.rolling(12), engagement.rules.few_events
    cells = _cells(found, agreements, year)
    papers = documents(agreements, found.edited, found.written, as_of=period.as_of)
    facts: list[Fact] = [
        *content_coverage(cells, found.register, period=year),
        *objection_gap(found.heard, found.register, period=year),
        *content_unused(found.register, found.used, period=period),
        *content_won(strata(found.deals), period=year, few=few, registered=bool(found.register)),
        *winloss_theme(found.winloss, period=year, few=few),
        *decisions_on_time(found.decisions, period=year),
        *decisions_open(found.decisions, period=period),
        *hypotheses(found.decisions, period=year),
        *ritual_held(found.meetings, period=year),
        *ritual_dying(found.meetings, period=period),
        *both_present(found.meetings, period=year),
        *document_age(papers, period=period),
        *loop_health(found.meetings, found.decisions, papers, told=found.told, answered=found.answered, period=year),
        *campaigns_running(found.campaigns, period=period, any_time=bool(found.written["campaigns"])),
        *comment(found.comments, period=period, any_month=bool(found.written["comments"])),
        *shared_pay(found.incentives, period=period),
        *unshared_roles(found.incentives, period=period),
        *_before(found, agreements, period),
    ]
    return frame(facts)


def kept_tables(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period
) -> dict[str, pd.DataFrame]:
    """What a review lists row by row about the same, by name (``TABLES``); every table has a total order.

    Text is as masked at the import; company names are in none of them, deals are those ids of the export.
    """
    return tables_of(gathered(canonical, period=period), engagement, agreements, period=period)


def tables_of(
    found: Kept, engagement: Engagement, agreements: Agreements, *, period: Period
) -> dict[str, pd.DataFrame]:
    """The tables of ``kept_tables``, from what was gathered once."""
    year = period.rolling(12)
    done = [row["deal_id"] for row in found.winloss]
    drawn = draw(found.ended, reviewed=done, seed=f"{engagement.client}|{period}")
    listed: dict[str, list[dict[str, Any]]] = {
        "content_matrix": [vars(cell) for cell in _cells(found, agreements, year)],
        "content_unused": _unused_rows(found, period),
        "winloss_draw": drawn,
        "decisions_open": _open_rows(found.decisions, period),
        "hypotheses": _hypothesis_rows(found.decisions, year),
        "campaigns": campaign_rows(found.campaigns, as_of=period.as_of),
        "comments": comment_rows(found.comments),
        "incentives": incentive_rows(found.incentives),
        "meetings": _meeting_rows(found.meetings, year),
    }
    return {name: _table(listed[name], columns) for name, columns in TABLES.items()}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The forms as known on the last day of the period, and the small counts of uses and deals."""

    register: list[Asset]
    formats: Mapping[str, str | None]
    used: Mapping[str, date]
    used_before: Mapping[str, date]
    heard: Heard
    heard_before: Heard
    deals: list[dict[str, Any]]
    ended: list[dict[str, Any]]
    winloss: list[dict[str, Any]]
    decisions: list[Decision]
    meetings: list[Meeting]
    campaigns: list[dict[str, Any]]
    comments: list[dict[str, Any]]
    incentives: list[dict[str, Any]]
    incentives_before: list[dict[str, Any]]
    told: float
    answered: float
    edited: Mapping[str, date]
    written: Mapping[str, float]


def gathered(canonical: Canonical, *, period: Period) -> Kept:
    """Runs each count once."""
    tables, year, as_of = canonical.tables, period.rolling(12), period.as_of
    register = rows(kept_forms.content(tables))
    (remarks,) = rows(kept_forms.answered(tables, first=year.first, last=as_of))
    return Kept(
        register=assets(register),
        formats={row["asset_id"]: row["format"] for row in register},
        used=_used(canonical, as_of=as_of),
        used_before=_used(canonical, as_of=period.prior().as_of),
        heard=_heard(canonical, year),
        heard_before=_heard(canonical, year.prior()),
        deals=rows(kept_uses.used_deals(tables, window=year)),
        ended=rows(kept_uses.ended(tables, window=period)),
        winloss=rows(kept_forms.winloss(tables, as_of=as_of)),
        decisions=known_decisions(rows(kept_forms.decisions(tables, as_of=as_of)), as_of=as_of),
        meetings=rituals.known(rows(kept_forms.meetings(tables, as_of=as_of)), as_of=as_of),
        campaigns=rows(kept_forms.campaigns(tables, as_of=as_of)),
        comments=rows(kept_forms.comments(tables, period=str(period))),
        incentives=rows(kept_forms.incentives(tables, as_of=as_of)),
        incentives_before=rows(kept_forms.incentives(tables, as_of=period.prior().as_of)),
        told=float(remarks["told"]),
        answered=float(remarks["answered"] or 0),
        edited={row["document"]: row["on"] for row in rows(kept_forms.edited(tables, as_of=as_of))},
        written={row["name"]: float(row["n"]) for row in rows(kept_forms.written(tables))},
    )


def _used(canonical: Canonical, *, as_of: date) -> dict[str, date]:
    return {row["asset_id"]: row["on"] for row in rows(kept_uses.last_used(canonical.tables, as_of=as_of))}


def _heard(canonical: Canonical, window: Period) -> Heard:
    (units,) = rows(kept_uses.hearing(canonical.tables, window=window))
    return heard_table(rows(kept_uses.heard(canonical.tables, window=window)), units=units["units"])


def _before(found: Kept, agreements: Agreements, period: Period) -> list[Fact]:
    """The window before of what pages of the playbook compare with it, pay by team; nothing where it holds nothing."""
    year, month = period.rolling(12).prior(), period.prior()
    cells = matrix(found.heard_before, found.register, buyer_roles(agreements, found.register), period=year)
    facts = [
        *content_coverage(cells, found.register, period=year),
        *content_unused(found.register, found.used_before, period=month),
        *decisions_on_time(found.decisions, period=year),
        *both_present(found.meetings, period=year),
    ]
    whole = [fact for fact in facts if fact.segment == "all"] + shared_pay(found.incentives_before, period=month)
    return [fact for fact in whole if fact.status != "undefined"]


def _cells(found: Kept, agreements: Agreements, year: Period) -> list[CoverageCell]:
    return matrix(found.heard, found.register, buyer_roles(agreements, found.register), period=year)


def _unused_rows(found: Kept, period: Period) -> list[dict[str, Any]]:
    return [
        {"asset_id": each.asset_id, "title": each.title, "format": found.formats[each.asset_id], "stage": each.stage,
         "objection": each.objection, "last_used_on": last, "days": (period.as_of - last).days if last else None}
        for each, last in unused(found.register, found.used, as_of=period.as_of)
    ]  # fmt: skip


def _open_rows(decisions: list[Decision], period: Period) -> list[dict[str, Any]]:
    """Open decisions, the longest overdue first, those without a day last."""
    waiting = [each for each in decisions if each.kind == "decision" and each.open]
    waiting.sort(key=lambda each: (each.due_on or date.max, each.on, each.decision_id))
    return [vars(each) | {"overdue": each.overdue(period.as_of)} for each in waiting]


def _hypothesis_rows(decisions: list[Decision], year: Period) -> list[dict[str, Any]]:
    """Beliefs of the year and older ones still open, the open ones first."""
    kept = [each for each in decisions if each.kind == "hypothesis" and (each.open or year.holds(each.on))]
    kept.sort(key=lambda each: (not each.open, -each.on.toordinal(), each.decision_id))
    return [vars(each) | {"verdict": each.verdict or "open"} for each in kept]


def _meeting_rows(meetings: list[Meeting], year: Period) -> list[dict[str, Any]]:
    """Meetings of the year by ritual and month: planned, held, held with both teams."""
    found: dict[tuple[str, str], list[Meeting]] = {}
    for each in meetings:
        if year.holds(each.planned_on):
            found.setdefault((each.ritual, f"{each.planned_on:%Y-%m}"), []).append(each)
    return [
        {"ritual": ritual, "month": month, "planned": len(mine), "held": sum(each.held for each in mine),
         "both": sum(each.held and each.both for each in mine)}
        for (ritual, month), mine in sorted(found.items())
    ]  # fmt: skip


def _table(listed: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame([[row[name] for name in columns] for row in listed], columns=list(columns))
