"""Most leads, fewest customers: by hand."""

import pandas as pd
import pytest
from tests.patterns.rows import people

from helpers.patterns.best_channel import compared


def channels(**values):
    """For each channel how many leads a month, and how many of them buy."""
    parts = [people(("2024-01", "2024-12", n, won), part=("channel", name)) for name, (n, won) in values.items()]
    return pd.concat(parts, ignore_index=True)


def found(rows, followed=900.0):
    return {one.where.removeprefix("channel="): one for one in compared(rows, followed=followed)}


def claimed(rows, **said):
    return [name for name, one in found(rows, **said).items() if one.claimed]


def test_the_channel_with_most_leads_and_fewest_customers():
    rows = channels(ads=(100, 2), fairs=(40, 8), web=(60, 12))
    assert claimed(rows) == ["ads"]
    ads = found(rows)["ads"]
    # 24 of 1,200, against 96 + 144 of 480 + 720
    assert ads.value == pytest.approx(0.02 - 0.2)
    assert ads.low < ads.value < ads.high < 0
    assert ads.shown == {
        "leads": 1200, "share_of_leads": 0.5, "rate": pytest.approx(0.02), "others": pytest.approx(0.2),
        "customers": 24,
    }  # fmt: skip
    assert (ads.unit, ads.n) == ("share", 1200)


@pytest.mark.parametrize(("values", "why"), [
    ({"ads": (60, 2), "fairs": (40, 8), "web": (100, 20)}, "another one brings more leads"),
    ({"ads": (100, 20), "fairs": (40, 2), "web": (60, 12)}, "another one converts less"),
    ({"ads": (100, 20), "fairs": (40, 8), "web": (60, 12)}, "it converts like the others"),
    ({"ads": (61, 2), "fairs": (40, 8), "web": (60, 12)}, "nobody can say which brings more"),
])  # fmt: skip
def test_both_must_be_so(values, why):
    assert claimed(channels(**values)) == [], why


def test_a_customer_after_more_than_a_year_is_none_within_it():
    rows = pd.concat([channels(web=(60, 12)), people(("2024-01", "2024-12", 100, 30), part=("channel", "ads"),
                                                     days=400)])  # fmt: skip
    assert found(rows)["ads"].shown["rate"] == 0
    assert claimed(rows) == ["ads"]


@pytest.mark.parametrize(("rows", "followed"), [
    (channels(ads=(100, 2)), 900.0), (people(), 900.0), (channels(ads=(100, 2), web=(60, 12)), 200.0),
    (channels(ads=(100, 2), web=(60, 12)), float("nan")),
])  # fmt: skip
def test_no_choice_or_no_year_says_nothing(rows, followed):
    assert compared(rows, followed=followed) == []
