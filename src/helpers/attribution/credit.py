"""Credit as facts: what each model gives to each channel, and what does not depend on the model.

Rules come from the engine, conversion by conversion, on the real dates of stages; Markov chains and Shapley values from
paths. All share out the same conversions: credited and ``channel=(none)`` add up to the total under every model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.attribution import models, orders, resampling
from helpers.attribution.agreement import agreement
from helpers.attribution.channels import segment_of
from helpers.attribution.paths import Floats, Integers, Paths
from helpers.attribution.tally import tally
from helpers.engagement import Attribution
from helpers.facts import Fact, pairs
from helpers.periods import Period

#: Columns of a table of credit: one row per model and channel; no channel is what no touch is recorded for.
CREDIT = ["model", "channel", "conversions", "low", "high", "value", "value_low", "value_high", "touched"]
#: Random groups of journeys that intervals draw from (``resampling``).
_GROUPS = 200


@dataclass(frozen=True, kw_only=True)
class Credited:
    """Credit for one kind of conversion over one window."""

    of: str
    window: Period
    conversions: float
    value: float
    #: conversions with a touch
    touched: float
    #: columns ``CREDIT``
    table: pd.DataFrame
    #: columns of ``models.attribute``: only models that read paths
    effects: pd.DataFrame
    #: columns of ``orders.markov_order``
    orders: pd.DataFrame
    #: whether coverage is enough for more than origin and last action
    enough: bool
    #: below this many conversions with a touch, credit is marked as too few
    few: int

    @property
    def standing(self) -> tuple[str, str]:
        """Status and note of every figure here."""
        status = "too_few" if self.touched < self.few else "ok"
        return status, "low_coverage" if not self.enough else "too_few" if status != "ok" else ""


def rule_credit(rows: pd.DataFrame, *, rules: Sequence[str], nulls: int, resamples: int) -> pd.DataFrame:
    """What each rule credits to each channel, with bootstrap intervals; columns ``CREDIT``.

    ``rows`` are the count ``credited`` by conversion and channel (missing: no touch). ``nulls`` journeys that did not
    convert are drawn along. Under each rule ``conversions`` add up to the number of conversions, ``value`` to theirs.
    """
    ids, place = np.unique(rows["conversion_id"].to_numpy(str), return_inverse=True)
    names, column = _placed(rows["channel"])
    columns = [name for rule in rules for name in (rule, f"{rule}_value")]
    parts = np.zeros((len(ids), len(columns), len(names)))
    parts[place, :, column] = rows[columns].to_numpy("float64")
    shape = (len(rules), 2, len(names))
    credit = _in_order(parts.reshape(len(ids), len(columns) * len(names)))
    bounds = resampling.of_rows(credit, resamples=resamples, nulls=nulls)
    numbers = [bound.reshape(shape) for bound in (credit.sum(axis=0), *bounds)]
    touched = np.bincount(column, minlength=len(names)).astype(float)
    tables = [_table(rule, names, [each[place] for each in numbers], touched) for place, rule in enumerate(rules)]
    return pd.concat(tables, ignore_index=True)


def _in_order(credit: Floats) -> Floats:
    """Conversions in an order told by their credit alone: ids may hang on the key of the pseudonyms."""
    whole = np.ascontiguousarray(credit)
    if not whole.size:
        return whole
    return whole[np.argsort(whole.view(np.dtype((np.void, whole.itemsize * whole.shape[1]))).ravel(), kind="stable")]


def _placed(channels: pd.Series) -> tuple[list[str | None], Integers]:
    """The channels in order, None last, and which of them each row has."""
    touched = sorted({str(name) for name in channels.dropna()})
    names: list[str | None] = [*touched, None] if channels.isna().any() else [*touched]
    index = {name: place for place, name in enumerate(names)}
    return names, np.array([index[None if pd.isna(name) else str(name)] for name in channels], dtype=np.int64)


def _table(rule: str, names: Sequence[str | None], numbers: Sequence[Floats], touched: Floats) -> pd.DataFrame:
    """Rows of one rule; ``numbers`` are credit, low and high of conversions and of value."""
    parts = [each[place] for place in (0, 1) for each in numbers]
    columns = {"model": [rule] * len(names), "channel": np.array(names, dtype=object)}
    return pd.DataFrame(columns | dict(zip(CREDIT[2:], [*parts, touched], strict=True)), columns=CREDIT)


def path_credit(paths: Paths | None, *, settings: Attribution) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What Markov chains of order 1 to 3 and Shapley values credit, and how well each order foresees other journeys.

    The tables of ``models.attribute`` and ``orders.markov_order``; both empty if no journey converted.
    """
    if paths is None or not paths.conversions.sum():
        return pd.DataFrame(columns=models.COLUMNS), pd.DataFrame(columns=["order", "log_likelihood", "chosen"])
    sums = tally(paths, settings=settings, orders=(1, 2, 3), groups=_GROUPS)
    found = models.attribute(sums, models=models.DATA_DRIVEN, resamples=settings.resamples)
    return found, orders.markov_order(sums)


def side_by_side(by_rule: pd.DataFrame, by_paths: pd.DataFrame) -> pd.DataFrame:
    """Credit of all models in one table, with the same channels under each.

    What no touch is recorded for stands beside every model and is the same under each. A chain may credit a channel
    that led to no conversion itself, but to others that did: rules give it nothing. Channels without credit are left
    out.
    """
    if not len(by_paths):
        return by_rule
    rules = list(by_rule["model"].unique())
    first = by_rule[by_rule["model"] == rules[0]]
    touched = dict(zip(first["channel"], first["touched"], strict=True))
    credit = by_paths.assign(touched=[touched.get(name, 0.0) for name in by_paths["channel"]])[CREDIT]
    further = sorted(set(credit.loc[credit["conversions"] > 0, "channel"]) - touched.keys())
    credit = credit[credit["channel"].isin([*touched, *further])]
    nowhere = [first[first["channel"].isna()].assign(model=model) for model in credit["model"].unique()]
    unled = pd.DataFrame([(rule, name) for rule in rules for name in further], columns=CREDIT[:2], dtype=object)
    parts = (by_rule, unled.reindex(columns=CREDIT, fill_value=0.0), credit, *nowhere)
    table: pd.DataFrame = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return table


def credited(found: Credited) -> list[Fact]:
    """How are the conversions of a stage shared out among the channels before them?

    Conversions by model and channel, with the 95 % bootstrap interval of other journeys having come by; ``n`` are the
    conversions that the channel touched, ``denominator`` all. Under each model the channels and ``channel=(none)`` add
    up to ``all``, the metric of that stage. Credit is an allocation by a rule: it does not say what was caused, nor
    what would be lost without the channel.
    """
    return list(_shared(found, "credited", "count", ("conversions", "low", "high"), total=found.conversions))


def credited_revenue(found: Credited) -> list[Fact]:
    """How is the money won shared out among the channels before them? As ``credited``; ``all`` is revenue won."""
    columns = ("value", "value_low", "value_high")
    return list(_shared(found, "credited_revenue", "money", columns, total=found.value))


def _shared(found: Credited, metric: str, unit: str, columns: tuple[str, str, str], *, total: float) -> Iterator[Fact]:
    status, note = found.standing
    for model, rows in found.table.groupby("model", sort=False):
        named = {"model": model} if metric == "credited_revenue" else {"model": model, "of": found.of}
        whole = Fact(
            period=str(found.window), metric=metric, variant=pairs(named), unit=unit, value=total,
            n=found.conversions, numerator=total, denominator=total, status=status, note=note,
        )  # fmt: skip
        yield whole
        for channel, n, value, low, high in rows[["channel", "touched", *columns]].itertuples(index=False):
            segment = segment_of(None if pd.isna(channel) else channel)
            yield replace(whole, segment=segment, value=value, low=low, high=high, n=n, numerator=value)


def removal_effect(found: Credited, *, by_value: bool = False) -> list[Fact]:
    """In the chain fitted to the journeys, which part of the conversions is gone when every step into a channel ends?

    A share by order of the chain, with bootstrap interval; ``by_value`` of the conversions' money. Effects overlap and
    do not add up. A property of the recorded paths: who loses one channel may come by another.
    """
    name, low, high = ("removal_effect", "effect_low", "effect_high")
    if by_value:
        name, low, high = ("removal_effect_value", "effect_value_low", "effect_value_high")
    status, note = found.standing
    rows = found.effects[found.effects["model"].isin(list(models.ORDERS))]
    weight = {"weight": "value"} if by_value else {}
    return [
        Fact(
            period=str(found.window), metric="removal_effect", segment=segment_of(row["channel"]), unit="share",
            variant=pairs({"of": found.of, "order": models.ORDERS[row["model"]]} | weight), value=row[name],
            low=row[low], high=row[high], n=found.touched, status=status, note=note,
        )
        for row in rows.to_dict("records")
        if not math.isnan(row[name])
    ]  # fmt: skip


def markov_order(found: Credited) -> list[Fact]:
    """How many of the last touches help to tell the next step of a journey? By journeys held out of the fit."""
    chosen = found.orders[found.orders["chosen"].astype(bool)]
    status, note = found.standing
    return [
        Fact(
            period=str(found.window), metric="markov_order", variant=pairs({"of": found.of}), unit="count",
            value=float(order), n=found.touched, status=status, note=note,
        )
        for order in chosen["order"]
    ]  # fmt: skip


def markov_fit(found: Credited) -> list[Fact]:
    """How likely is a step of journeys held out of the fit, by order of the chain? Natural logarithm, per step."""
    status, note = found.standing
    return [
        Fact(
            period=str(found.window), metric="markov_fit", variant=pairs({"of": found.of, "order": order}),
            unit="ratio", value=float(fit), n=found.touched, status=status, note=note,
        )
        for order, fit in zip(found.orders["order"], found.orders["log_likelihood"], strict=True)
        if not math.isnan(fit)
    ]  # fmt: skip


def credit_spread(found: Credited) -> list[Fact]:
    """Does the credit of a channel, and its rank, change with the model?

    Largest minus smallest credit (``high``, ``low``), best and worst rank (``numerator``, ``denominator``) over ``n``
    models; status ``clear`` where the rank is decided (``agreement``), else ``noise``. Models that agree may share a
    blind spot.
    """
    rows = agreement(found.table[found.table["channel"].notna()])
    return [
        Fact(
            period=str(found.window), metric="credit_spread", variant=pairs({"of": found.of}), unit="count",
            segment=segment_of(row["channel"]), value=row["spread"], low=row["smallest"], high=row["largest"],
            n=row["models"], numerator=row["best_rank"], denominator=row["worst_rank"],
            status="clear" if row["decided"] else "noise",
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip
