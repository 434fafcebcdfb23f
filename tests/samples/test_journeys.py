"""What can be seen in the journeys of the samples, as their manifests say it and as an import finds it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from helpers.samples.journeys import heard

from .made import Made


def share(counts: dict[str, int]) -> float:
    return counts["with_a_deal_won"] / counts["people"]


def test_most_customers_have_touches_and_some_have_none(sample: Made) -> None:
    journeys = sample.manifest["journeys"]
    assert 0.60 <= journeys["with_a_touch"] / journeys["won"] <= 0.95
    assert 3 <= journeys["touches_each"] <= 6
    assert sum(journeys["first"].values()) == sum(journeys["last"].values()) == journeys["with_a_touch"]


def test_the_channel_that_opens_is_not_the_one_that_closes(saas: Made, industrial: Made) -> None:
    for sample, opens, closes in ((saas, "organic_search", "meetings"), (industrial, "ferias", "visitas")):
        journeys = sample.manifest["journeys"]
        assert next(iter(journeys["first"])) == opens
        assert next(iter(journeys["last"])) == closes


def test_syndication_opens_many_journeys_and_few_of_them_end_in_a_deal(saas: Made) -> None:
    people = saas.manifest["journeys"]["people_by_first_touch"]
    others = [counts for name, counts in people.items() if name != "syndication"]
    assert people["syndication"]["people"] > max(counts["people"] for counts in others)
    assert share(people["syndication"]) < 0.25 * min(map(share, others))


def test_several_people_of_an_account_take_part(sample: Made) -> None:
    found: dict[int, set[tuple[int | None, int | None]]] = {}
    won = {deal.account for deal in sample.world.deals if deal.outcome == "won" and deal.kind == "new"}
    for touch in sample.world.touches:
        if touch.account in won and touch.account is not None:
            found.setdefault(touch.account, set()).add((touch.person, touch.contact))
    assert sum(map(len, found.values())) / len(found) > 1.4


def test_a_third_of_the_people_answer_and_many_contradict_their_source(sample: Made) -> None:
    """Asked are 35 %; of 1,500 people and more, three and a half standard errors are 4 points."""
    answered = [person for person in sample.world.people if person.said]
    assert abs(len(answered) / len(sample.world.people) - 0.35) < 0.04
    other = sum(heard(person.said, sample.company) != person.channel for person in answered)
    assert 0.3 < other / len(answered) < 0.8
    sums = {channel: sum(counts.values()) for channel, counts in sample.manifest["self_reported"].items()}
    assert sums == dict(Counter(dict.fromkeys(sums, 0) | Counter(person.channel for person in answered)))


def test_only_one_sample_has_an_experiment_and_its_interval_holds_the_truth(saas: Made, industrial: Made) -> None:
    (found,) = saas.manifest["experiments"]
    true = found["true_part_added"] * found["customers_of_the_channel"]
    assert found["low"] <= true <= found["high"] and found["low"] < found["measured"] < found["high"]
    (row,) = saas.rows("forms/lift.csv")
    assert (row["channel"], row["conversions"]) == (found["channel"], str(found["measured"]))
    assert "experiments" not in industrial.manifest and not (industrial.folder / "forms" / "lift.csv").exists()


def test_channels_that_cost_money_are_named_as_in_touches(sample: Made, imported: dict[str, Path]) -> None:
    tables = imported[sample.name]
    spent = set(pd.read_parquet(tables / "costs.parquet")["channel"].dropna())
    assert len(spent) >= 4
    assert spent <= set(pd.read_parquet(tables / "touches.parquet")["channel"])
    teams = pd.read_parquet(tables / "touches.parquet").groupby("channel")["direction"].nunique()
    assert (teams == 1).all()  # no name stands for work of both teams


def test_an_import_finds_the_journeys_of_the_manifest(sample: Made, imported: dict[str, Path]) -> None:
    """The same rule once more, from the files: faults of the exports move a few customers."""
    truth = sample.manifest["journeys"]
    touches = pd.read_parquet(imported[sample.name] / "touches.parquet")
    deals = pd.read_parquet(imported[sample.name] / "deals.parquet")
    deals["end"], touches["on"] = pd.to_datetime(deals["closed_on"]), pd.to_datetime(touches["on"])
    won = deals[(deals["kind"] == "new") & (deals["outcome"] == "won") & (deals["end"] >= "2025-10-01")]
    pairs = won[["deal_id", "account_id", "end"]].merge(touches[["account_id", "on", "channel"]], on="account_id")
    days = (pairs["end"] - pairs["on"]).dt.days
    inside = days.between(0, truth["lookback_days"])
    journeys = pairs[inside].groupby("deal_id").size()
    assert abs(len(won) - truth["won"]) <= 0.02 * truth["won"] + 1
    assert len(journeys) / len(won) == pytest.approx(truth["with_a_touch"] / truth["won"], abs=0.02)
    assert journeys.mean() == pytest.approx(truth["touches_each"], rel=0.05)
