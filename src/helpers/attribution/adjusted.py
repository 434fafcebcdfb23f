"""Counterfactual-adjusted Shapley value of a Markovian funnel: uplift over doing nothing, shared among channels.

Every other model of this package shares out all conversions, also those that would have come anyway. This one asks how
many more conversions the observed touches brought than a funnel in which every week passes without a touch, and shares
that *uplift* among pairs of stage and channel. It rests on one strong assumption (see ``adjusted_shapley``), so it
stands beside the credit, is labelled, and never leads.

The idea is that of Singal, Besbes, Desir, Goyal and Iyengar ("Shapley Meets Uniform", WWW 2019; Management Science
68(10), 2022): a funnel is a Markov chain in which ads act differently by stage, the Shapley value is corrected by the
counterfactual, and the result is a correction of sharing each path uniformly among what is *unique* in it. What a pair
does that is outside a coalition is decided here, so that the figure adds up to the uplift: it behaves like a week
without a touch in its stage (the same week, the same stage, no ad), while the pairs of the coalition act as observed.
The tests hold what follows from that. Written out over paths, each step is either the untouched one or the *difference*
that a pair makes, and each path is shared equally among the unique pairs in it; the shares are linear and symmetric,
give nothing to a pair that changes nothing, and may be negative. Anyone who compares with the paper's own numbers
should compare the game first: other choices outside the coalition (a journey that ends there) give other shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from scipy.stats import t as student

from helpers.attribution.channels import segment_of
from helpers.attribution.counts.funnel_steps import funnel_steps
from helpers.attribution.funnel import CONVERTED, Funnel, converts, fit, weeks
from helpers.attribution.paths import Floats
from helpers.engagement import Engagement
from helpers.engine import fetch
from helpers.facts import Fact, pairs
from helpers.intervals import LEVEL
from helpers.periods import Period

#: What ``adjusted_shapley`` returns.
COLUMNS = ["channel", "stage", "conversions", "weeks", "supported"]
#: What ``with_intervals`` returns.
TOTALS = ["channel", "conversions", "low", "high", "weeks", "told"]
#: Groups of journeys that intervals leave out one at a time; below a few there is no interval.
GROUPS, FEW_GROUPS = 20, 10
#: Step of the quadrature over waiting times: at 0.1 its error is that of rounding (1e-15 of the value).
_STEP = 0.1
#: Joining probabilities looked at together: bounds the memory that hundreds of channels take.
_AT_ONCE = 16


def adjusted_shapley(steps: pd.DataFrame) -> pd.DataFrame:
    """How many conversions more than without touches did each channel bring in each stage, if the model holds?

    Parameters
    ----------
    steps
        The count ``funnel_steps``: ``state, channel`` (missing: a week without a touch)``, next_state`` (``customer``,
        ``quit`` or a state)``, n`` journeys; with ``parts`` the ``n`` weigh ``n / parts`` (weeks shared by several
        channels). Whole journeys only: what leaves a state beyond what enters it has begun there. States lie in order:
        a journey may stay, and never comes back.

    Returns
    -------
    One row per pair of ``channel`` and ``stage`` that occurs, in that order: ``conversions`` (may be negative; they add
    up to ``uplift``), ``weeks`` of this channel in this stage, ``supported``: false where the stage has no week without
    a touch, so that the counterfactual cannot be told and nothing is credited. A channel's uplift is the sum of its
    rows.

    Exact: the integrand over coalitions is a polynomial that Gauss-Legendre nodes take whole, and the waiting time in a
    state is integrated to rounding; nothing is simulated. It takes as long as channels squared, not 2 to their number.

    What it does not mean: an effect. It would be one only if, given the stage, it were as good as random whether and by
    whom somebody is touched in a week. It is not: sales calls those who are about to buy (the call looks stronger than
    it is) and those about to leave (weaker), stages that pass quickly have more touches to the week, and who is touched
    in a week is not called silent in it. In the sample ``saas_en`` no touch changes anything (those after the arrival
    are drawn from what people went on to do), and its uplift is still well above zero. What brings people into the
    first stage is outside: nobody is on record who was not brought in.

    Raises ``SourceError`` for states that go round in a circle, journeys that are not whole, or counts below zero.

    >>> steps = pd.DataFrame(
    ...     [("lead", None, "customer", 1), ("lead", None, "quit", 9), ("lead", "fair", "customer", 3),
    ...      ("lead", "fair", "quit", 7)], columns=["state", "channel", "next_state", "n"])
    >>> adjusted_shapley(steps).round(6).to_dict("records")
    [{'channel': 'fair', 'stage': 'lead', 'conversions': 2.0, 'weeks': 10.0, 'supported': True}]
    """
    return _pieces(fit(steps)).sort_values(["channel", "stage"], kind="stable", ignore_index=True)


def uplift(steps: pd.DataFrame) -> float:
    """How many conversions more than if every week had passed without a touch, if the model holds? May be negative.

    ``steps`` as for ``adjusted_shapley``, whose rows add up to this; computed apart from them, by solving both chains.
    Stages without a week without touches stay as observed.
    """
    funnel = fit(steps)
    observed = funnel.untouched + funnel.change.sum(axis=1)
    return float(funnel.begin @ (converts(observed) - converts(funnel.untouched)))


def _pieces(funnel: Funnel) -> pd.DataFrame:
    """The pairs that occur, in ``COLUMNS``; what begins in each state is counted, so shares come as conversions."""
    state, channel = np.nonzero(funnel.weeks > 0)
    columns = (
        np.array(funnel.channels, dtype=object)[channel], np.array(funnel.states, dtype=object)[state],
        _shares(funnel)[state, channel], funnel.weeks[state, channel], funnel.supported[state],
    )  # fmt: skip
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _shares(funnel: Funnel) -> Floats:
    """Shapley values of the pairs, states × channels: the slope of the coalition's worth, averaged over its size.

    Let every pair join with probability ``t``, independently. The expected worth is multilinear in these
    probabilities, and the Shapley value of a pair is its slope integrated over ``t`` from 0 to 1 (Owen 1972). A path
    passes each state once, so the expectation splits by states: reached × slope of the state × worth of what follows.
    """
    players = int(np.count_nonzero(np.abs(funnel.change).sum(axis=2)))
    nodes, weights = np.polynomial.legendre.leggauss(players // 2 + 1)
    shares: Floats = np.zeros(funnel.weeks.shape)
    for first in range(0, len(nodes), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        shares += np.einsum("t,tsa->sa", weights[part] / 2, _marginal(funnel, (nodes[part] + 1) / 2))
    return shares


def _marginal(funnel: Funnel, joins: Floats) -> Floats:
    """What each pair adds if all others join with these probabilities: joining probability × state × channel."""
    places = range(len(funnel.states))
    waits = [_wait(funnel, state, joins) for state in places]
    onward = [_onward(funnel, state, wait) for state, wait in enumerate(waits)]
    worth = np.ones((len(joins), len(places) + 1))
    for state in reversed(places):
        worth[:, state] = np.einsum("tj,tj->t", onward[state], worth)
    reached = np.tile(np.append(funnel.begin, 0.0), (len(joins), 1))
    added = np.zeros((len(joins), *funnel.weeks.shape))
    for state, wait in enumerate(waits):
        added[:, state] = reached[:, [state]] * _slopes(funnel, state, wait, worth)
        reached += reached[:, [state]] * onward[state]
    return added


@dataclass(frozen=True, kw_only=True)
class _Wait:
    """One state's waiting time, at nodes ``u`` of the integral of exp(-u (1 - stay)) over u, which is 1 / (1 - stay).

    The exponential turns the geometric series over weeks spent waiting, in which a pair may occur any number of times
    and counts once, into a product over channels. Axes: joining probability, node, channel.
    """

    #: weight of each node times the expectation of the exponential over coalitions
    weight: Floats
    #: factor by which the integrand changes if the channel is certainly in, and certainly out
    inside: Floats
    outside: Floats
    #: probability that the channel is in, given the wait
    joined: Floats


def _wait(funnel: Funnel, state: int, joins: Floats) -> _Wait:
    """The expectation of the exponential is a product over channels of 1 - t + t exp(u × change of staying).

    Where the change is above 0 the growing exponential is taken out of the product, so that nothing overflows.
    """
    stay, change = funnel.untouched[state, state], funnel.change[state, :, state]
    points, weights = _nodes(_slowest(stay, change))
    grows, fading = change > 0, np.exp(-points[:, None] * np.abs(change))
    t = joins[:, None, None]
    factor = np.where(grows, t, 1 - t) + np.where(grows, 1 - t, t) * fading
    exponent = np.log(factor).sum(axis=2) - points * (1 - stay - change[grows].sum())
    inside = np.where(grows, 1.0, fading) / factor
    outside = np.where(grows, fading, 1.0) / factor
    return _Wait(weight=weights * np.exp(exponent), inside=inside, outside=outside, joined=t * inside)


def _onward(funnel: Funnel, state: int, wait: _Wait) -> Floats:
    """Where does somebody in ``state`` go when leaving it? Expected over coalitions: joining probability × target."""
    leave, changes = (_leaving(part[state], state) for part in (funnel.untouched, funnel.change))
    kernel: Floats = wait.weight.sum(axis=1)[:, None] * leave
    kernel += np.einsum("tu,tua->ta", wait.weight, wait.joined) @ changes
    return kernel


def _slopes(funnel: Funnel, state: int, wait: _Wait, worth: Floats) -> Floats:
    """How much more is it worth to be in ``state`` if a channel is in rather than out? Joining probability × channel.

    In either case the integrand is multiplied by what leaving brings by all other channels; if in, also by its own.
    """
    alone = worth @ _leaving(funnel.untouched[state], state)
    gains = worth @ _leaving(funnel.change[state], state).T
    every = alone[:, None] + np.einsum("tua,ta->tu", wait.joined, gains)
    others = every[:, :, None] - wait.joined * gains[:, None]
    slopes: Floats = np.einsum(
        "tu,tua->ta", wait.weight, wait.inside * (others + gains[:, None]) - wait.outside * others
    )
    return slopes


def _leaving(targets: Floats, state: int) -> Floats:
    """The same probabilities without staying."""
    return np.where(np.arange(targets.shape[-1]) == state, 0.0, targets)


def _slowest(stay: float, change: Floats) -> float:
    """The smallest probability of leaving, in any coalition that ever leaves: how far the integral must reach."""
    if stay < 1:
        return float(1 - stay - np.maximum(change, 0).sum())
    return float(min(-change[change < 0], default=1.0))


def _nodes(slowest: float) -> tuple[Floats, Floats]:
    """Nodes and weights for integrals of decaying exponentials over 0 to infinity.

    Double exponential rule (Takahasi & Mori 1974), u = exp(x - exp(-x)): equal steps in x, rates from 1 down to
    ``slowest``.
    """
    x = np.arange(-4.5, np.log(45 / max(slowest, 1e-12)), _STEP)
    points: Floats = np.exp(x - np.exp(-x))
    return points, _STEP * points * (1 + np.exp(-x))


def with_intervals(steps: pd.DataFrame) -> pd.DataFrame:
    """How much uplift did each channel bring over all stages, and between which bounds does it lie?

    ``steps`` as for ``adjusted_shapley``, with the ``group`` of each journey (``funnel_steps`` deals them out). One row
    per ``channel``, and one with a missing channel for the whole, with ``conversions``, ``low``, ``high``, ``weeks``
    and ``told``, those of them in stages where the counterfactual can be told.

    Bounds are those of the jackknife that leaves out one group at a time (Kott 2001), with Student's t of one less than
    the groups: how much the answer would vary with other journeys from the same funnel. They know nothing of the
    assumption behind it. Missing below ``FEW_GROUPS`` groups.
    """
    counted = weeks(steps)
    whole = _totals(counted.fitted())
    groups = len(counted.counts)
    if groups < FEW_GROUPS:
        return whole.assign(low=np.nan, high=np.nan)[TOTALS]
    rest = [_shares(counted.fitted(without=group)).sum(axis=0) for group in range(groups)]
    left = np.array([[*part, part.sum()] for part in rest]) * groups / (groups - 1)
    error = np.sqrt((groups - 1) * left.var(axis=0)) * student.ppf(0.5 + LEVEL / 2, groups - 1)
    return whole.assign(low=whole["conversions"] - error, high=whole["conversions"] + error)[TOTALS]


def uplift_facts(tables: Mapping[str, ir.Table], engagement: Engagement, *, period: Period) -> list[Fact]:
    """How many customers of the rolling year came beyond those expected without touches, and by which channels?

    Metric ``uplift``, variant ``of=customers``: segment ``all`` (``n`` and ``numerator``: customers in the model,
    ``denominator``: journeys that ended in the year) and ``channel=…`` (``n``: weeks it touched); the channels add up
    to ``all``. Journeys are those of accounts, as customers are; customers without a recorded stage before, and those
    won in the week they came in, are in no model. Status ``too_few`` where the model has fewer customers than
    ``rules.few_events``. A channel seen only in stages without a single week without a touch has no value (status
    ``undefined``, note ``no_comparison``): there is nothing to compare with, and in ``all`` it counts as nothing.
    """
    year = period.rolling(12)
    counted = funnel_steps(
        tables, grain="account", as_of=period.last, lookback_days=engagement.windows.lookback_days, window=year,
        groups=GROUPS,
    )  # fmt: skip
    steps = fetch(counted)
    converted = round(float((steps["n"] / steps["parts"])[steps["next_state"] == CONVERTED].sum()))
    few = converted < engagement.rules.few_events
    key: dict[str, Any] = {"period": str(year), "metric": "uplift", "variant": pairs({"of": "customers"})}
    key |= {"unit": "count", "status": "too_few" if few else "ok", "note": "too_few" if few else ""}
    if not converted:
        return [Fact(**key | {"status": "undefined", "note": "no_data"})]
    journeys = round(float(fit(steps).begin.sum()))
    rows = with_intervals(steps)
    whole = rows[rows["channel"].isna()].iloc[0]
    parts = [_channel_fact(row, key) for row in rows[rows["channel"].notna()].to_dict("records")]
    total = {"n": converted, "numerator": converted, "denominator": journeys, "value": whole["conversions"]}
    return [Fact(**key | total | {"low": whole["low"], "high": whole["high"]}), *parts]


def _channel_fact(row: Mapping[Any, Any], key: Mapping[str, Any]) -> Fact:
    named = {**key, "segment": segment_of(row["channel"]), "n": row["weeks"]}
    if not row["told"]:
        return Fact(**named | {"status": "undefined", "note": "no_comparison"})
    return Fact(**named, value=row["conversions"], low=row["low"], high=row["high"])


def _totals(funnel: Funnel) -> pd.DataFrame:
    """``channel, conversions, weeks, told`` over all stages; the last row, with a missing channel, is the whole."""
    told = funnel.weeks * funnel.supported[:, None]
    columns = {"conversions": _shares(funnel), "weeks": funnel.weeks, "told": told}
    sums = {name: [*values.sum(axis=0), values.sum()] for name, values in columns.items()}
    return pd.DataFrame({"channel": np.array([*funnel.channels, None], dtype=object), **sums})
