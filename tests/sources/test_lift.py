"""The form of experiments, and channels that costs, experiments and touches name alike."""

# Rows of forms are long.
# ruff: noqa: E501

import pytest

from .folders import BARE, folder, imported

PEOPLE = "id,created,source\n1,2026-01-05,Google Ads\n"
SETTINGS = BARE + (
    "sources:\n"
    "  - {file: exports/p.csv, table: people, columns: {person_id: id, created: created, source: source}}\n"
    "  - {file: exports/t.csv, table: touches, columns: {person_id: who, at: at, channel: what}}\n"
    "channels: {Google Ads: paid_search, Trade Show: events}\n"
)
TOUCHES = "who,at,what\n1,2026-01-06,google  ads\n"
LIFT = (
    "channel,from,to,conversions,low,high,method\n"
    "Google Ads,2026-01-01,2026-03-31,24.5,9,40,holdout run by ana@example.com\n"
    "GOOGLE ADS,2026-04-01,2026-06-30,-3,-10,4,\n"
    "Radio,2026-01-01,2026-03-31,5,9,2,regions\n"  # runs backwards
    "Trade Show,2026-01-01,2026-03-31,5,6,9,regions\n"  # does not hold its own 5
    ",2026-01-01,2026-03-31,5,,,\n"
    "Radio,,2026-03-31,5,,,\n"
    "Radio,2026-03-31,2026-01-01,5,,,\n"
    "Radio,2026-01-01,2026-03-31,many,,,\n"
    "Google Ads,2026-01-01,2026-03-31,24.5,9,40,holdout run by ana@example.com\n"
)


def test_experiments_keep_what_they_measured(tmp_path):
    found = imported(
        folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__t=TOUCHES, forms__lift=LIFT), tmp_path
    )
    rows = found.table("lift")
    assert rows[["row", "channel", "conversions"]].values.tolist() == [
        [1, "paid_search", 24.5], [2, "paid_search", -3.0], [3, "Radio", 5.0], [4, "events", 5.0],
    ]  # fmt: skip
    assert rows[["low", "high"]].iloc[:2].values.tolist() == [[9.0, 40.0], [-10.0, 4.0]]
    assert rows[["low", "high"]].iloc[2:].isna().all(axis=None)
    assert [f"{a} {b}" for a, b in zip(rows["from_on"], rows["to_on"], strict=True)][1] == "2026-04-01 2026-06-30"
    assert rows["method"].iloc[0] == "holdout run by …"
    assert found.reasons("lift.csv") == {
        "no_channel": 1, "no_date": 1, "ends_before_start": 1, "no_conversions": 1, "repeated_row": 1,
    }  # fmt: skip
    assert found.remarks("lift.csv") == {"interval_beside_its_measure": 2, "bad_number": 1}
    strange = found.contract.finding("lift_unknown_channels")
    assert (strange.count, strange.of, strange.detail) == (2, 4, "Radio, events")


def test_the_same_form_in_spanish(tmp_path):
    form = "canal;desde;hasta;conversiones;mínimo;máximo;método\nGoogle Ads;01/01/2026;31/03/2026;24,5;9,0;40,0;grupo de control\n"
    found = imported(
        folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__t=TOUCHES, forms__experimentos=form), tmp_path
    )
    assert found.table("lift")[["channel", "conversions", "low", "high", "method"]].values.tolist() == [
        ["paid_search", 24.5, 9.0, 40.0, "grupo de control"]
    ]
    assert found.contract.finding("lift_unknown_channels") is None


@pytest.mark.parametrize("form", ["channel,from,to,conversions\n", ""])
def test_no_experiment_is_no_finding(tmp_path, form):
    forms = {"forms__lift": form} if form else {}
    found = imported(folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__t=TOUCHES, **forms), tmp_path)
    assert len(found.table("lift")) == 0 and found.contract.finding("lift_unknown_channels") is None


def test_costs_and_touches_name_channels_alike(tmp_path):
    costs = "month,team,category,channel,amount\n2026-01,marketing,media,GOOGLE ads,10\n2026-01,marketing,media,,5\n"
    costs += "2026-01,marketing,events,events,7\n2026-01,marketing,media,ask ana@example.com,1\n"
    found = imported(
        folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__t=TOUCHES, forms__costs=costs), tmp_path
    )
    named = found.table("costs")["channel"].astype("object")
    assert named.where(named.notna(), None).tolist() == ["paid_search", None, "events", "ask …"]
    assert found.table("touches")["channel"].tolist() == ["paid_search"]


def test_texts_of_touches_carry_no_address_and_no_telephone_number(tmp_path):
    settings = SETTINGS.replace("channel: what}", "channel: what, campaign: campaign, asset: asset, kind: kind}")
    touches = (
        "who,at,what,campaign,asset,kind\n"
        "1,2026-01-06,ana@example.com,Mail of ana@example.com,Guide for +34 600 123 456,call 600 12 34 56\n"
        "1,2026-01-07,Fair 2026-Q1,Webinar 2026-01-07,712345678,tel. (91) 555-01-23\n"
    )
    found = imported(folder(tmp_path / "c", settings, exports__p=PEOPLE, exports__t=touches), tmp_path)
    rows = found.table("touches").sort_values("on")[["channel", "campaign", "asset_id", "kind"]]
    assert rows.values.tolist() == [
        ["…", "Mail of …", "Guide for …", "call …"], ["Fair 2026-Q1", "Webinar 2026-01-07", "712345678", "…"],
    ]  # fmt: skip
