"""Attribution row by row: customer to first actions, campaign to what became of its leads, and the month's deals.

A figure says how much; these tables say which. A build keeps them as CSV beside its facts; the report shows the first
rows and tells the rest by file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import ibis.expr.types as ir
import pandas as pd

from helpers.attribution.counts.conversions import conversions
from helpers.attribution.counts.endings import endings, steps_of_deals
from helpers.attribution.counts.journeys import SELF_REPORTED, journeys
from helpers.attribution.counts.milestones import milestones
from helpers.attribution.counts.outcomes import both_levels
from helpers.engagement import Engagement
from helpers.engine import fetch
from helpers.periods import Period

#: How many lost deals stand beside the month's won ones.
LOST_STORIES = 2
ORIGINATIONS = [
    "account_id", "deal_id", "customer_on", "value", "lead_source", "touches", "marketing_touches", "sales_touches",
    "first_on", "first_team", "first_channel", "first_campaign", "before_opportunity_on", "before_opportunity_team",
    "before_opportunity_channel", "before_opportunity_campaign", "journey", "campaigns", "assets", "days",
]  # fmt: skip
DRILLDOWN = [
    "channel", "campaign", "deal_id", "outcome", "closed_on", "value", "touches", "credited", "first",
    "before_opportunity",
]  # fmt: skip
STORIES = ["deal_id", "outcome", "value", "lane", "on", "day", "kind", "channel", "campaign", "stage"]


class Endings(NamedTuple):
    """Conversions (or deals that ended), the touches before them and the day of each one's opportunity."""

    ends: pd.DataFrame
    touches: pd.DataFrame
    opportunity: pd.DataFrame


def row_tables(tables: Mapping[str, ir.Table], engagement: Engagement, *, period: Period) -> dict[str, pd.DataFrame]:
    """``originations, outcomes, drilldown, stories`` of the rolling year that ends with ``period``.

    Row ids of deals and companies are those of the export, people appear nowhere, and every table has a total order.
    """
    year = period.rolling(12)
    won = conversions(tables, kind="customer", grain=engagement.grain, as_of=period.last, window=year)
    customers = _endings(tables, won, engagement, period=period)
    ended = {
        outcome: _endings(tables, endings(tables["deals"], outcome=outcome, window=year), engagement, period=period)
        for outcome in ("won", "lost")
    }
    sources = fetch(tables["acquisitions"].select("account_id", "on", "source_group"))
    steps = fetch(steps_of_deals(tables, window=period))
    return {
        "originations": originations(customers, sources),
        "outcomes": _at_front(fetch(both_levels(tables, window=year)), "level"),
        "drilldown": drilldown(ended),
        "stories": stories(ended, steps, period=period, lookback_days=engagement.windows.lookback_days),
    }


def _endings(tables: Mapping[str, ir.Table], ends: ir.Table, engagement: Engagement, *, period: Period) -> Endings:
    days = engagement.windows.lookback_days
    touched = journeys(tables, ends, lookback_days=days, as_of=period.last)
    return Endings(fetch(ends), fetch(touched), fetch(milestones(tables, ends)))


def _at_front(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    return rows[[name, *(each for each in rows.columns if each != name)]]


def originations(customers: Endings, sources: pd.DataFrame) -> pd.DataFrame:
    """Which actions stand at the beginning of each customer, and which came last before its opportunity?

    One row per acquisition, oldest first, customers without a recorded touch included (``touches`` is 0).
    A team is marketing, sales, or customer where the touch is what the customer says; ``lead_source`` is the field the
    CRM carries; ``journey`` names the channels in order, repeats kept; ``days`` runs
    from the first touch to the day of becoming a customer.
    """
    touches = _marked(customers)
    by = touches.groupby("conversion_id", sort=True)
    counted = pd.DataFrame(
        {
            "touches": by.size(),
            "marketing_touches": by["team"].agg(lambda teams: int((teams == "marketing").sum())),
            "sales_touches": by["team"].agg(lambda teams: int((teams == "sales").sum())),
            "journey": by["channel"].agg(" > ".join),
            "campaigns": by["campaign"].agg(_listed),
            "assets": by["asset_id"].agg(_listed),
        }
    )
    rows = customers.ends.rename(columns={"on": "customer_on"}).merge(counted, on="conversion_id", how="left")
    for mark, name in (("first", "first"), ("last_before", "before_opportunity")):
        rows = rows.merge(_named(touches[touches[mark]], name), on="conversion_id", how="left")
    rows = rows.merge(
        sources.rename(columns={"on": "customer_on", "source_group": "lead_source"}),
        on=["account_id", "customer_on"], how="left",
    )  # fmt: skip
    for name in ("touches", "marketing_touches", "sales_touches"):
        rows[name] = rows[name].fillna(0).astype("int64")
    rows["days"] = _days_between(rows["first_on"], rows["customer_on"])
    return rows.sort_values(["customer_on", "account_id"])[ORIGINATIONS].reset_index(drop=True)


def _marked(ended: Endings) -> pd.DataFrame:
    """Touches with two marks: the first of its journey, and the last before the opportunity began."""
    touches = ended.touches.merge(
        ended.opportunity[["conversion_id", "opportunity_on", "opportunity_at"]], on="conversion_id", how="left"
    ).sort_values(["conversion_id", "place"])
    timed = touches["at"].notna() & touches["opportunity_at"].notna()
    before = (touches["on"] <= touches["opportunity_on"]).fillna(False).astype("bool")
    before &= ~(timed & (touches["at"] > touches["opportunity_at"])).fillna(False).astype("bool")
    latest = touches["place"].where(before).groupby(touches["conversion_id"]).transform("max")
    return touches.assign(
        # What customers say is a touch, and nobody's work.
        team=touches["direction"].where(touches["kind"].ne(SELF_REPORTED).fillna(True), "customer"),
        first=touches["place"] == 1, last_before=before & (touches["place"] == latest),
    )  # fmt: skip


def _named(touches: pd.DataFrame, name: str) -> pd.DataFrame:
    """The marked touch of each conversion, in columns of its own."""
    return touches[["conversion_id", "on", "team", "channel", "campaign"]].rename(
        columns={
            "on": f"{name}_on", "team": f"{name}_team", "channel": f"{name}_channel",
            "campaign": f"{name}_campaign",
        }
    )  # fmt: skip


def _listed(values: pd.Series) -> str:
    """Distinct names in the order they first appear."""
    return " | ".join(dict.fromkeys(values.dropna()))


def _days_between(first: pd.Series, last: pd.Series) -> pd.Series:
    return (pd.to_datetime(last) - pd.to_datetime(first)).dt.days.astype("Int64")


def drilldown(ended: Mapping[str, Endings]) -> pd.DataFrame:
    """Which deals stand behind a channel, campaign by campaign?

    One row per channel, campaign (may be missing) and deal that ended in the year with a touch of it: how many touches,
    the part of the deal credited to it when every touch counts alike (parts of a deal add up to 1), and whether it
    holds the deal's first touch or the last one before its opportunity.
    """
    parts = [_behind(rows, outcome) for outcome, rows in ended.items()]
    order = ["channel", "campaign", "closed_on", "deal_id"]
    return pd.concat(parts, ignore_index=True).sort_values(order, na_position="first")[DRILLDOWN].reset_index(drop=True)


def _behind(ended: Endings, outcome: str) -> pd.DataFrame:
    touches = _marked(ended)
    touches["credited"] = 1 / touches["length"].astype("float64")
    by = touches.groupby(["conversion_id", "channel", "campaign"], dropna=False, sort=True)
    rows = by.agg(
        touches=("place", "size"), credited=("credited", "sum"), first=("first", "any"),
        before_opportunity=("last_before", "any"),
    ).reset_index()  # fmt: skip
    ends = ended.ends[["conversion_id", "deal_id", "on", "value"]].rename(columns={"on": "closed_on"})
    return rows.merge(ends, on="conversion_id").assign(outcome=outcome)


def stories(ended: Mapping[str, Endings], steps: pd.DataFrame, *, period: Period, lookback_days: int) -> pd.DataFrame:
    """How did the month's deals come about? The won ones, and the two largest lost ones beside them.

    One row per touch and per milestone, in order: ``lane`` is the team whose work a touch was, or ``milestone`` with
    its ``stage`` (``won`` or ``lost`` ends the story). ``day`` counts from the first row of the deal, which is day 0.
    Milestones before the lookback are left out, as touches are.
    """
    parts = []
    for outcome, rows in ended.items():
        chosen = _chosen(rows.ends, period=period, most=LOST_STORIES if outcome == "lost" else None)
        touches = rows.touches[rows.touches["conversion_id"].isin(chosen["conversion_id"])]
        parts.append(_told(chosen, touches, steps, outcome=outcome, lookback_days=lookback_days))
    told = pd.concat(parts, ignore_index=True)
    begun = pd.to_datetime(told["on"]).groupby(told["deal_id"]).transform("min")
    told["day"] = (pd.to_datetime(told["on"]) - begun).dt.days
    return told[STORIES].reset_index(drop=True)


def _chosen(ends: pd.DataFrame, *, period: Period, most: int | None) -> pd.DataFrame:
    """The month's deals, the largest first; those without an amount last."""
    month = ends[ends["on"].map(period.holds).astype("bool")]
    size = month["value"].astype("float64").fillna(-1)
    return month.assign(size=size).sort_values(["size", "deal_id"], ascending=[False, True]).head(most or len(month))


def _told(
    deals: pd.DataFrame, touches: pd.DataFrame, steps: pd.DataFrame, *, outcome: str, lookback_days: int
) -> pd.DataFrame:
    """Touches and milestones of some deals, deal by deal in the given order, each in order of time."""
    ends = deals[["conversion_id", "deal_id", "value", "on"]].rename(columns={"on": "closed_on"})
    ends["order"] = range(len(ends))
    acts = touches.merge(ends, on="conversion_id").rename(columns={"direction": "lane"})
    passed = steps.merge(ends, on="deal_id")
    recent = pd.to_datetime(passed["closed_on"]) - pd.to_datetime(passed["on"]) <= pd.Timedelta(days=lookback_days)
    passed = passed[recent].assign(lane="milestone")
    signed = ends.assign(on=ends["closed_on"], stage=outcome, lane="milestone")
    rows = pd.concat(_alike([acts, passed, signed]), ignore_index=True)
    # On one day the touches come first, in their order, then the stages they led to, then the end.
    rows["late"] = rows["stage"].map(lambda stage: 0 if pd.isna(stage) else 2 if stage == outcome else 1)
    rows = rows.sort_values(["order", "on", "late", "place", "stage"], kind="stable")
    return rows.assign(outcome=outcome)


def _alike(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    columns = ["deal_id", "value", "lane", "on", "place", "kind", "channel", "campaign", "stage", "order"]
    return [frame.reindex(columns=columns).astype({"place": "Int64", "order": "int64"}) for frame in frames]
