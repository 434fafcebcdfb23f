"""Published tables, read with plain pandas into the kit's estimators: every known number to its printed digit.

The tables are not in the repository; without them these tests are skipped. ``TANDEM_PUBLIC_DATA`` names the folder.
"""

import os
from pathlib import Path

import pandas as pd
import pytest

from helpers.intervals import at, cumulative_incidence, wilson
from helpers.metrics.time_to_close import mean_days, median_days

FOLDER = Path(os.environ.get("TANDEM_PUBLIC_DATA", Path(__file__).parents[2] / "shared" / "data"))
pytestmark = pytest.mark.skipif(not (FOLDER / "olist").is_dir(), reason="the public tables are not here")


@pytest.fixture(scope="module")
def olist():
    """One row per MQL: first contact, origin, day it was won (missing while not)."""
    leads = pd.read_csv(FOLDER / "olist" / "olist_marketing_qualified_leads_dataset.csv", keep_default_na=False)
    won = pd.read_csv(FOLDER / "olist" / "olist_closed_deals_dataset.csv", usecols=["mql_id", "won_date"])
    rows = leads.merge(won, on="mql_id", how="left", validate="one_to_one")
    return rows.assign(first=pd.to_datetime(rows["first_contact_date"]), won=pd.to_datetime(rows["won_date"]))


@pytest.fixture(scope="module")
def waiting(olist):
    """Fractional days up to the last win, the one win dated before its contact as 0 days: the published conventions."""
    days = (olist["won"].fillna(olist["won"].max()) - olist["first"]) / pd.Timedelta(days=1)
    table = pd.DataFrame({"days": days.clip(lower=0), "status": olist["won"].notna().astype(int)})
    return table.groupby(["days", "status"]).size().rename("n").reset_index()


def percent(share, digits):
    return f"{100 * share:.{digits}f}"


def test_olist_mql_to_customer(olist):
    won, mqls = olist["won"].notna().sum(), len(olist)
    low, high = wilson(won, mqls)
    assert (won, mqls, percent(won / mqls, 3)) == (842, 8000, "10.525")
    assert (percent(low[0], 3), percent(high[0], 3)) == ("9.871", "11.217")


@pytest.mark.parametrize(
    ("day", "share", "digits"),
    [(30, "6.8375", 4), (60, "8.0500", 4), (90, "8.6375", 4), (180, "9.679", 3), (365, "11.349", 3)],
)
def test_olist_won_within(waiting, day, share, digits):
    assert percent(at(cumulative_incidence(waiting), day)["share"], digits) == share


def test_olist_days_to_close(olist):
    days = ((olist["won"] - olist["first"]) / pd.Timedelta(days=1)).dropna()
    counts = pd.DataFrame({"days": days, "n": 1})
    assert (f"{mean_days(counts):.2f}", f"{median_days(counts):.2f}") == ("49.10", "14.65")
    assert (days < 0).sum() == 1


def test_olist_by_origin(olist):
    found = olist.groupby("origin")["won"].agg(["count", "size"])
    assert {origin: tuple(row) for origin, row in found.iterrows()} == {
        "": (14, 60), "unknown": (179, 1099), "paid_search": (195, 1586), "organic_search": (271, 2296),
        "direct_traffic": (56, 499), "referral": (24, 284), "social": (75, 1350), "display": (6, 118),
        "other_publicities": (3, 65), "email": (15, 493), "other": (4, 150),
    }  # fmt: skip


def test_olist_rises_only_because_wins_were_recorded_late(olist):
    assert str(olist["won"].min().date()) == "2017-12-05"
    early, late = olist[olist["first"] < "2017-12-01"], olist[olist["first"] >= "2018-01-01"]
    assert (percent(early["won"].notna().mean(), 1), percent(late["won"].notna().mean(), 1)) == ("2.8", "13.0")


@pytest.fixture(scope="module")
def maven():
    rows = pd.read_csv(FOLDER / "maven_crm" / "sales_pipeline.csv", parse_dates=["engage_date", "close_date"])
    return rows.assign(days=(rows["close_date"] - rows["engage_date"]).dt.days, n=1)


def test_maven_win_rate(maven):
    won, lost = (maven["deal_stage"] == "Won").sum(), (maven["deal_stage"] == "Lost").sum()
    low, high = wilson(won, won + lost)
    assert (won, lost, percent(won / (won + lost), 4)) == (4238, 2473, "63.1501")
    assert low[0] < won / (won + lost) < high[0]


@pytest.mark.parametrize(("stage", "mean", "median"), [("Won", "51.78", 57), ("Lost", "41.48", 14)])
def test_maven_days(maven, stage, mean, median):
    closed = maven[maven["deal_stage"] == stage]
    assert (f"{mean_days(closed):.2f}", median_days(closed)) == (mean, median)


def test_maven_incidence_is_between_its_naive_neighbours(maven):
    """All 8,300 deals with a day: won by day 365 is more than won/created, less than won/closed."""
    dated = maven[maven["engage_date"].notna()]
    until = (dated["close_date"].fillna(dated["close_date"].max()) - dated["engage_date"]).dt.days
    status = dated["deal_stage"].map({"Won": 1, "Lost": 2, "Engaging": 0})
    counts = pd.DataFrame({"days": until, "status": status, "n": 1})
    share = at(cumulative_incidence(counts), 365)["share"]
    assert 4238 / 8300 < share < 4238 / 6711
