"""The import of the two public tables, where they are at hand; they are read in place and never copied."""

from pathlib import Path

import pandas as pd
import pytest

from helpers.engagement import Source, load
from helpers.sources import import_engagement
from helpers.sources.numbers import read_numbers
from helpers.sources.reader import read_source

ENGAGEMENTS = Path(__file__).parent.parent / "engagements"
DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public data are not here")


@pytest.fixture(scope="module")
def olist(tmp_path_factory):
    work = tmp_path_factory.mktemp("olist")
    return import_engagement(ENGAGEMENTS / "olist", load(ENGAGEMENTS / "olist"), work), work


@pytest.fixture(scope="module")
def maven(tmp_path_factory):
    work = tmp_path_factory.mktemp("maven")
    return import_engagement(ENGAGEMENTS / "maven", load(ENGAGEMENTS / "maven"), work), work


def table(imported, name):
    return pd.read_parquet(imported[1] / "tables" / f"{name}.parquet")


def test_olist_rows(olist):
    contract = olist[0]
    assert [(file.rows_read, file.rows_used, file.closed()) for file in contract.files] == [
        (8000, 8000, True), (842, 842, True),
    ]  # fmt: skip
    assert len(table(olist, "people")) == 8000 and len(table(olist, "acquisitions")) == 842
    reached = table(olist, "reached")
    person = reached[(reached["grain"] == "person") & (reached["episode"] == 1)]
    counts = person["stage"].value_counts()
    assert counts["mql"] == 8000 and counts["customer"] == 842
    assert not person.loc[person["stage"] == "opportunity", "observed"].any()


def test_olist_win_before_contact_is_kept_untimed(olist):
    assert olist[0].finding("win_before_contact").count == 1
    reached = table(olist, "reached")
    customers = reached[(reached["grain"] == "person") & (reached["stage"] == "customer")]
    assert customers["observed"].sum() == 842 and (~customers["timed"]).sum() == 1


def test_olist_origins_and_truncation(olist):
    people = table(olist, "people")
    counts = people["source_group"].value_counts()
    # blank 60, unknown 1,099 (README of the data)
    assert (counts["blank"], counts["unknown"], counts["organic_search"]) == (60, 1099, 2296)
    won = table(olist, "acquisitions")["source_group"].value_counts()
    assert (won["blank"], won["unknown"], won["organic_search"]) == (14, 179, 271)
    assert olist[0].finding("no_wins_before").date == "2017-12-05"
    # 2018-11-14 18:04:19 in São Paulo (UTC−2 in summer time)
    assert str(table(olist, "deals")["closed_at"].max()) == "2018-11-14 20:04:19"


def test_olist_leads_end_before_the_wins_do(olist):
    found = olist[0].finding("no_entries_after")
    won = pd.to_datetime(table(olist, "deals")["closed_on"])
    assert (found.date, found.severity) == ("2018-05-31", "warning")
    assert found.count == (won > "2018-05-31").sum() > 100 and str(won.max().date()) == "2018-11-14"


def test_maven_rows(maven):
    contract = maven[0]
    deals = table(maven, "deals")
    assert len(deals) == 8800 and all(file.closed() for file in contract.files)
    assert deals["outcome"].value_counts().to_dict() == {"won": 4238, "lost": 2473, "open": 2089}
    assert deals["stage_raw"].value_counts()["Prospecting"] == 500
    won = deals[deals["outcome"] == "won"]
    assert sum(won["amount_base"]) == 10_005_534
    days = (pd.to_datetime(won["closed_on"]) - pd.to_datetime(won["created_on"])).dt.days
    assert round(days.mean(), 2) == 51.78 and days.median() == 57 and won["timed"].all()


def test_maven_keeps_deals_without_account_and_reports_the_join(maven):
    contract = maven[0]
    finding = contract.finding("deals_without_company")
    assert (finding.count, finding.of) == (1425, 8800)
    assert table(maven, "deals")["account_id"].str.startswith("deal:").sum() == 1425
    loss = contract.finding("lookup_loss")
    assert loss.count == 1480 and "3510578" in loss.detail and "GTXPro" in loss.detail and "'GTX Pro'" in loss.detail
    segments = table(maven, "segments")
    series = segments[(segments["grain"] == "deal") & (segments["name"] == "series")]["value"].value_counts()
    assert series["unknown"] == 1480 and series.sum() == 8800
    assert contract.finding("deals_without_created").count == 500


def test_olist_everyone_was_followed_for_at_least_167_days(olist):
    events = table(olist, "stage_events")
    last_contact = events.loc[events["stage"] == "mql", "on"].max()
    assert (table(olist, "deals")["closed_on"].max() - last_contact).days == 167


def test_olist_declared_revenue_as_it_is_written():
    raw = read_source(Source(file="olist_closed_deals_dataset.csv"), DATA / "olist")[0]
    column = "declared_monthly_revenue"
    declared = read_numbers(raw.frame[column], column=column, where=raw.name, lines=raw.lines)
    assert not declared.bad.any()
    assert (declared.values == 0).sum() == 797 and len(declared.values) == 842
    assert max(declared.values) == 50_000_000


def test_maven_open_stages_and_amounts(maven):
    deals = table(maven, "deals")
    stages = deals["stage_raw"].value_counts()
    assert (stages["Engaging"], stages["Prospecting"]) == (1589, 500)
    assert deals["created_on"].isna().sum() == 500
    amounts = sorted(deals.loc[deals["outcome"] == "won", "amount_base"])
    assert (amounts[2118] + amounts[2119]) / 2 == 1117
    lost = deals[deals["outcome"] == "lost"]
    days = (pd.to_datetime(lost["closed_on"]) - pd.to_datetime(lost["created_on"])).dt.days
    assert (round(days.mean(), 2), days.median()) == (41.48, 14)
