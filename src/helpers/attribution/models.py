"""All models side by side, from one tally.

Each credits every conversion (and its value) to channels; none says what a channel caused. Where they differ, the
question was one that recorded journeys do not settle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.attribution import money, resampling
from helpers.attribution.markov import chain, removal_effects, resampled_effects
from helpers.attribution.paths import Floats
from helpers.attribution.rules import ModelError
from helpers.attribution.tally import Tally

RULES = ("first", "last", "last_non_direct", "linear", "time_decay", "position", "w_shaped", "full_path")
DATA_DRIVEN = ("markov1", "markov2", "markov3", "shapley")
MODELS = RULES + DATA_DRIVEN
#: Order of each model that is a Markov chain.
ORDERS = {"markov1": 1, "markov2": 2, "markov3": 3}
POINT = ["conversions", "value", "removal_effect", "removal_effect_value"]
#: what the names of their intervals begin with
PREFIXES = ["", "value_", "effect_", "effect_value_"]
COLUMNS = ["model", "channel", *POINT, *(f"{prefix}{end}" for prefix in PREFIXES for end in ("low", "high"))]


@dataclass(frozen=True, kw_only=True, eq=False)
class Credit:
    """What one model credits: arrays of resamples × channels; effects only of Markov chains."""

    conversions: Floats
    value: Floats
    removal_effect: Floats | None = None
    removal_effect_value: Floats | None = None


def available(tally: Tally) -> tuple[str, ...]:
    """The models that this tally can feed, in the order of ``MODELS``."""
    chains = {model for model, order in ORDERS.items() if order in tally.orders}
    return tuple(model for model in MODELS if model in tally.credit or model in chains)


def attribute(
    tally: Tally, *, models: Sequence[str] | None = None, resamples: int = 0, seed: int = 0, level: float = 0.95
) -> pd.DataFrame:
    """How is won business credited to channels, under each model?

    One row for each model and channel, in the order of ``MODELS`` and of the tally's channels. ``conversions`` and
    ``value`` of a model sum to the tally's totals (1e-9, relative). Removal effects are NaN for models without;
    ``low`` to ``effect_value_high`` are bootstrap intervals, NaN with ``resamples=0``. A model that the tally cannot
    feed is left out, unless asked for by name: then ``ModelError``.
    """
    chosen = _chosen(tally, models)
    weights = resampling.draws(tally, resamples=resamples, seed=seed) if resamples else None
    tables = [_table(tally, model, weights, level) for model in chosen]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _chosen(tally: Tally, models: Sequence[str] | None) -> list[str]:
    possible = available(tally)
    wanted = possible if models is None else tuple(models)
    for model in wanted:
        if model not in MODELS:
            raise ModelError(f"no model '{model}'", do=f"choose among {', '.join(MODELS)}")
        if model not in possible:
            raise ModelError(f"model '{model}' cannot be had from these journeys", do=_remedy(model))
    return [model for model in MODELS if model in wanted]


def _remedy(model: str) -> str:
    if model == "time_decay":
        return "it needs the times of touches: bring a touch log"
    if model in ORDERS:
        return f"tally with order {ORDERS[model]} among the orders"
    return "it needs the dates of stages: bring an engagement"


def _table(tally: Tally, model: str, weights: Floats | None, level: float) -> pd.DataFrame:
    point = credit(tally, model)
    drawn = None if weights is None else resampled(tally, model, weights)
    columns: dict[str, object] = {"model": model, "channel": list(tally.channels)}
    unknown = np.full(len(tally.channels), np.nan)
    for name, prefix in zip(POINT, PREFIXES, strict=True):
        found = getattr(point, name)
        again = None if drawn is None else getattr(drawn, name)
        low, high = (unknown, unknown) if again is None else resampling.interval(again, level=level)
        columns |= {name: unknown if found is None else found[0], f"{prefix}low": low, f"{prefix}high": high}
    return pd.DataFrame(columns)[COLUMNS]


def credit(tally: Tally, model: str) -> Credit:
    """The credit of one model, exact: one row in each array."""
    everything = np.ones((1, tally.groups))
    if model not in ORDERS:
        return _of_rule(tally, model, everything)
    effects = removal_effects(chain(tally, order=ORDERS[model]))
    return _of_effects(tally, everything, effects[0][None], effects[1][None])


def resampled(tally: Tally, model: str, weights: Floats) -> Credit:
    """The credit of one model in each resample (``resampling.draws``)."""
    if model not in ORDERS:
        return _of_rule(tally, model, weights)
    return _of_effects(tally, weights, *resampled_effects(tally, order=ORDERS[model], weights=weights))


def _of_rule(tally: Tally, model: str, weights: Floats) -> Credit:
    both = np.tensordot(weights, tally.credit[model], axes=1)
    return Credit(conversions=both[:, 0], value=both[:, 1])


def _of_effects(tally: Tally, weights: Floats, effect: Floats, effect_value: Floats) -> Credit:
    """Totals shared in proportion to removal effects."""
    return Credit(
        conversions=money.credited(weights @ tally.conversions, shares=effect),
        value=money.credited(weights @ tally.value, shares=effect_value),
        removal_effect=effect,
        removal_effect_value=effect_value,
    )
