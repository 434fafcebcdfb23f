"""The tables row by row, on one small company whose every journey can be read."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from helpers.attribution.rows import DRILLDOWN, ORIGINATIONS, STORIES, row_tables
from helpers.periods import Period
from metrics.workbook import client, opened

MARCH = Period.parse("2026-03")


def touch(name, account, day, channel, direction, *, campaign=None, asset=None, at=None):
    return {
        "touch_id": name, "person_id": f"p_{account}", "account_id": account, "on": day, "at": at, "channel": channel,
        "campaign": campaign, "asset_id": asset, "kind": channel, "direction": direction,
    }  # fmt: skip


def deal(name, account, created, closed, outcome, amount):
    return {
        "deal_id": name, "account_id": account, "kind": "new", "amount": amount, "amount_base": amount,
        "amount_flag": "ok", "created_on": created, "closed_on": closed, "outcome": outcome, "source_group": "web",
        "timed": True,
    }  # fmt: skip


def reached(grain, entity, account, stage, day):
    return {
        "grain": grain, "entity_id": entity, "account_id": account, "episode": 1, "stage": stage, "on": day,
        "observed": True, "timed": True,
    }  # fmt: skip


COMPANY = {
    "touches": [
        touch("t1", "a", date(2026, 1, 5), "events", "marketing", campaign="Fair", asset="Guide"),
        touch("t2", "a", date(2026, 1, 20), "call", "sales"),
        touch("t3", "a", date(2026, 2, 10), "events", "marketing", campaign="Webinar"),
        touch("t4", "a", date(2026, 3, 20), "call", "sales"),  # after the deal was signed
        touch("t5", "b", date(2026, 2, 1), "mail", "marketing", campaign="Fair", asset="Guide"),
        touch("t6", "c", date(2025, 1, 1), "call", "sales"),  # long before
    ],
    "deals": [
        deal("d1", "a", date(2026, 1, 25), date(2026, 3, 10), "won", 900),
        deal("d2", "b", date(2026, 2, 20), date(2026, 3, 15), "lost", 500),
        deal("d3", "c", date(2026, 2, 21), date(2026, 3, 16), "lost", 700),
        deal("d4", "c", date(2026, 2, 22), date(2026, 3, 17), "lost", 100),
        deal("d5", "a", date(2026, 2, 22), date(2026, 4, 1), "won", 50),  # not yet
    ],
    "acquisitions": [
        {"account_id": "a", "on": date(2026, 3, 10), "deal_id": "d1", "kind": "first", "amount_base": 900,
         "source_group": "web"},
        {"account_id": "z", "on": date(2026, 3, 12), "kind": "first", "amount_base": None, "source_group": "unknown"},
    ],
    "reached": [
        reached("account", "a", "a", "lead", date(2026, 1, 5)),
        reached("account", "a", "a", "mql", date(2026, 1, 10)),
        reached("account", "a", "a", "opportunity", date(2026, 1, 25)),
        reached("deal", "d1", "a", "opportunity", date(2026, 1, 25)),
        reached("deal", "d1", "a", "offer", date(2026, 2, 15)),
        reached("person", "p_a", "a", "mql", date(2026, 1, 10)),
        reached("person", "p_b", "b", "mql", date(2026, 1, 31)),  # before the campaign touched it
        reached("deal", "d2", "b", "opportunity", date(2026, 2, 20)),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return row_tables(opened(tmp_path_factory.mktemp("rows"), COMPANY).tables, client(), period=MARCH)


def test_each_customer_with_its_first_actions(made):
    rows = made["originations"].set_index("account_id")
    a = rows.loc["a"]
    assert list(made["originations"].columns) == ORIGINATIONS
    assert a.journey == "events > call > events"  # the call after the signature is nobody's merit
    assert (a.touches, a.marketing_touches, a.sales_touches) == (3, 2, 1)
    assert (a.first_on, a.first_channel, a.first_campaign) == (date(2026, 1, 5), "events", "Fair")
    # The opportunity began on 25 January: the call of the 20th came last before it.
    assert (a.before_opportunity_channel, a.before_opportunity_team) == ("call", "sales")
    assert (a.campaigns, a.assets, a.days, a.lead_source) == ("Fair | Webinar", "Guide", 64, "web")
    assert a.value == Decimal("900.00")


def test_a_customer_whom_nobody_recorded_is_there_too(made):
    z = made["originations"].set_index("account_id").loc["z"]
    assert z.touches == 0 and pd.isna(z.first_on) and pd.isna(z.days) and pd.isna(z.value)


def test_each_campaign_with_what_became_of_its_leads(made):
    rows = made["outcomes"].set_index(["level", "name", "channel"])
    fair = rows.loc[("campaign", "Fair", "events")]
    assert (fair.people, fair.accounts, fair.mqls, fair.sqls) == (1, 1, 1, 0)
    assert (fair.opportunities, fair.customers, fair.deals_won) == (1, 1, 1)
    assert fair.revenue_won == Decimal("900.00")
    mail = rows.loc[("campaign", "Fair", "mail")]  # its person was an MQL the day before
    assert (mail.people, mail.mqls, mail.customers, mail.deals_won) == (1, 0, 0, 0)
    assert set(rows.loc["asset"].index) == {("Guide", "events"), ("Guide", "mail")}


def test_each_deal_behind_a_channel(made):
    rows = made["drilldown"]
    assert list(rows.columns) == DRILLDOWN
    won = rows[rows["deal_id"] == "d1"].set_index(["channel", "campaign"])
    assert won.loc[("events", "Fair"), "credited"] == pytest.approx(1 / 3)
    assert won["credited"].sum() == pytest.approx(1, abs=1e-12)
    assert won.loc[("events", "Fair"), "first"] and not won.loc[("events", "Webinar"), "first"]
    assert won.loc[[("call", float("nan"))], "before_opportunity"].all()
    assert set(rows["deal_id"]) == {"d1", "d2"}  # d3 and d4 have no touch within the lookback, d5 is not signed yet


def test_the_month_told_deal_by_deal(made):
    rows = made["stories"]
    assert list(rows.columns) == STORIES
    # The won deal, then the two largest lost ones; the third lost deal is left out.
    assert list(dict.fromkeys(rows["deal_id"])) == ["d1", "d3", "d2"]
    first = rows[rows["deal_id"] == "d1"]
    told = [stage if lane == "milestone" else channel
            for lane, stage, channel in zip(first["lane"], first["stage"], first["channel"], strict=True)]  # fmt: skip
    assert told == ["events", "lead", "mql", "call", "opportunity", "events", "offer", "won"]
    assert first["day"].tolist() == [0, 0, 5, 15, 20, 36, 41, 64]
    assert rows[rows["deal_id"] == "d3"]["stage"].tolist() == ["lost"]


def test_nothing_recorded_gives_empty_tables(tmp_path):
    made = row_tables(opened(tmp_path, {}).tables, client(), period=MARCH)
    assert {name: len(rows) for name, rows in made.items()} == {
        "originations": 0, "outcomes": 0, "drilldown": 0, "stories": 0,
    }  # fmt: skip
    assert list(made["stories"].columns) == STORIES and list(made["originations"].columns) == ORIGINATIONS


def test_deals_without_any_touch_still_tell_when_they_closed(tmp_path):
    company = {name: rows for name, rows in COMPANY.items() if name != "touches"}
    made = row_tables(opened(tmp_path, company).tables, client(), period=MARCH)
    assert made["originations"]["touches"].tolist() == [0, 0]
    assert made["drilldown"].empty
    assert set(made["stories"]["lane"]) == {"milestone"}
