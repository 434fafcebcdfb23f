"""What a page of the playbook waits for can come: every threshold finds a figure of the samples that it can judge."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.agreements import load_agreements
from helpers.catalog import catalog
from helpers.engagement import load
from helpers.pages import IDS, Threshold, shipped
from helpers.periods import Period

from .conftest import PERIOD

EACH = [(id, place) for id in IDS for place in range(len(shipped("en")[id].front.thresholds))]
KEY = ("period", "metric", "variant", "segment", "clock")


@pytest.fixture(scope="module")
def facts(reviewed: dict[str, Path]) -> list[pd.DataFrame]:
    """The facts of each sample."""
    return [read(folder) for folder in reviewed.values()]


def read(folder: Path) -> pd.DataFrame:
    """Facts of a review; what the agreement on the hand-off promises stands as their target."""
    texts = dict.fromkeys((*KEY, "status", "note"), "")
    rows = pd.read_csv(folder / "build" / PERIOD / "metrics.csv", dtype=dict.fromkeys(texts, str)).fillna(texts)
    sla = load_agreements(folder, load(folder)).sla
    promised = {promise.metric for promise in (*sla.marketing, *sla.sales)} if sla else set()
    return rows.assign(target=rows["target"].where(~rows["metric"].isin(promised) | rows["variant"].ne(""), 1.0))


@pytest.mark.parametrize(("id", "place"), EACH)
def test_a_threshold_finds_a_figure_to_judge(id: str, place: int, facts: list[pd.DataFrame]) -> None:
    threshold = shipped("en")[id].front.thresholds[place]
    assert any(judged(threshold, rows) for rows in facts), threshold


def test_a_threshold_that_can_never_be_met_would_be_seen(facts: list[pd.DataFrame]) -> None:
    impossible = [
        Threshold.model_validate({"metric": "win_rate", "is": "below", "than": "noise"}),
        Threshold.model_validate({"metric": "mql_to_sql", "is": "below", "than": "target"}),
        Threshold.model_validate({"metric": "win_rate", "is": "below", "than": "prior", "variant": "of=fairs"}),
        Threshold.model_validate({"metric": "coverage", "is": "below", "than": "prior"}),
        Threshold.model_validate({"metric": "loop_health", "is": "below", "than": "prior", "segment": "any"}),
    ]
    assert [each for each in impossible if any(judged(each, rows) for rows in facts)] == []


def judged(threshold: Threshold, rows: pd.DataFrame) -> bool:
    """Whether some row has the shape of a threshold and something to be held against."""
    of_goal = threshold.metric in ("target_attainment", "pacing") and not threshold.variant
    named = rows[(rows["metric"] == threshold.metric) & rows["value"].notna()]
    parts = named["segment"].ne("all") if threshold.segment == "any" else named["segment"].eq("all")
    plain = named["variant"].map(lambda text: bare(text, of_goal=of_goal))
    shaped = named[parts & plain.eq(threshold.variant) & ~named["status"].isin(["too_few", "immature"])]
    held = {"target": of_target, "prior": of_prior, "noise": of_noise}[threshold.than]
    return held(shaped, rows)


def bare(variant: str, *, of_goal: bool) -> str:
    """A variant without what a card adds to it; attainment and pacing of the goal are plain."""
    names = [part for part in variant.split(";") if not part.startswith("card=")]
    on_card = "card=" in variant and "change=" not in variant
    return "" if on_card or (of_goal and len(names) == 1 and names[0].startswith("metric=")) else ";".join(names)


def of_target(shaped: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """A target of its own, or the whole of what was promised."""
    del rows
    return bool((shaped["target"].notna() | shaped["metric"].isin(["target_attainment", "pacing"])).any())


def of_prior(shaped: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """A value before in the row itself or in a row of its change, or the same figure of the window before."""
    changes = {";".join(sorted([*filter(None, text.split(";")), "change=prior"])) for text in shaped["variant"]}
    changed = rows["metric"].isin(shaped["metric"]) & rows["variant"].isin(changes) & rows["value"].notna()
    known = {tuple(row) for row in rows.loc[rows["value"].notna(), list(KEY)].itertuples(index=False)}
    latest = shaped[shaped["period"].map(lambda text: Period.parse(text).last == Period.parse(PERIOD).last)]
    before = [
        (str(Period.parse(row.period).prior()), row.metric, row.variant, row.segment, row.clock)
        for row in latest.itertuples(index=False)
    ]
    return bool(shaped["prior"].notna().any() or changed.any()) or any(key in known for key in before)


def of_noise(shaped: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """A claim with a verdict, or a count."""
    del rows
    return bool((shaped["status"].isin(["clear", "noise"]) | shaped["metric"].map(is_count)).any())


def is_count(metric: str) -> bool:
    return catalog()[metric].unit in ("count", "rows")
