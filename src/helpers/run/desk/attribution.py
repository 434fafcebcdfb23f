"""Calls of ``03_attribution``: journeys, credit under every rule with its doubts, money, and the tables row by row."""

from __future__ import annotations

import pandas as pd

from helpers import facts
from helpers.attribution.review import attribution_facts
from helpers.attribution.rows import row_tables
from helpers.run.desk.showing import of_year, rounded
from helpers.run.workspace import Workspace

PART = "03_attribution"


def credit(review: Workspace) -> pd.DataFrame:
    """Every fact of attribution, kept as this notebook's part; the tables row by row are left beside it."""
    rows = attribution_facts(review.tables, review.engagement, period=review.period, contract=review.contract)
    review.keep_tables(row_tables(review.tables.tables, review.engagement, period=review.period))
    return review.keep(PART, rows)


def table(review: Workspace, name: str, *, last: int = 8) -> pd.DataFrame:
    """The last rows of one of those tables."""
    return review.rows(name).tail(last).reset_index(drop=True)


def coverage(rows: pd.DataFrame, *, review: Workspace) -> pd.DataFrame:
    """How many conversions of the rolling year have any recorded touch?"""
    kept = of_year(rows, review, "touch_coverage")
    shown = kept.assign(of=kept["variant"].map(lambda text: facts.unpair(text)["of"]))
    return rounded(shown[["of", "numerator", "denominator", "value", "low", "high", "note"]])


def models(rows: pd.DataFrame, *, of: str, review: Workspace) -> pd.DataFrame:
    """What each model credits to each channel, side by side; the last row is the total."""
    kept = _split(of_year(rows, review, "credited"))
    kept = kept[kept["of"] == of]
    wide = kept.pivot(index="channel", columns="model", values="value")
    order = [name for name in dict.fromkeys(_in_order(kept["model"])) if name in wide]
    totals_last = sorted(wide.index, key=lambda name: (name == "all", name == "(none)", name))
    return rounded(wide.loc[totals_last, order].reset_index()).rename_axis(columns=None)


def money(rows: pd.DataFrame, metric: str, *, review: Workspace, model: str, of: str = "") -> pd.DataFrame:
    """One money metric by channel under one model: what was spent, what is credited, and the one over the other."""
    kept = _split(of_year(rows, review, metric))
    kept = kept[(kept["model"] == model) & ((kept["of"] == of) if of else True)]
    return rounded(kept[["channel", "numerator", "denominator", "value", "note"]])


def effects(rows: pd.DataFrame, *, of: str, review: Workspace) -> pd.DataFrame:
    """Removal effects by order, with their intervals."""
    kept = _split(of_year(rows, review, "removal_effect"))
    kept = kept[(kept["of"] == of) & (kept["weight"] == "")]
    return rounded(kept[["order", "channel", "value", "low", "high"]])


def show(rows: pd.DataFrame, *metrics: str, review: Workspace) -> pd.DataFrame:
    """The facts of some metrics over the rolling year, by variant and segment."""
    kept = of_year(rows, review, *metrics)
    return rounded(kept[["metric", "variant", "segment", "value", "low", "high", "n", "status", "note"]])


def _split(rows: pd.DataFrame) -> pd.DataFrame:
    """Variant and segment as columns; what a row does not name is empty, and the total is ``all``."""
    pairs = [facts.unpair(text) for text in rows["variant"]]
    where = [facts.unpair(text).get("channel", "all") for text in rows["segment"]]
    named = {name: [each.get(name, "") for each in pairs] for name in ("of", "model", "order", "weight")}
    return rows.assign(**named, channel=where)


def _in_order(names: pd.Series) -> list[str]:
    from helpers.attribution.models import MODELS

    return sorted(set(names), key=MODELS.index)
