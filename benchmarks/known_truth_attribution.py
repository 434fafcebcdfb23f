"""Does attribution find the truth? A thousand simulated years of journeys per row, from funnels whose truth is known.

``python benchmarks/known_truth_attribution.py`` simulates, prints and writes ``docs/known-truth-attribution.md``; it
ends with an error if a promise is broken. Fixed seeds; a few minutes on two cores. Nothing is tuned: every row that was
run is in the table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.attribution.models import attribute
from helpers.attribution.orders import markov_order
from helpers.attribution.paths import Paths
from helpers.attribution.tally import tally
from helpers.engagement import Attribution

RUNS = 1000
SEED = 20261104
SIZES = (1_000, 3_000, 10_000, 30_000)
ORDER_SIZES = (300, 1_000, 3_000, 10_000)
GROUPS, RESAMPLES = 200, 400
#: a channel is promised from so many expected conversions that touched it
PROMISED = 100
MODELS = ("markov1", "linear", "shapley")

CHANNELS = ("calls", "email", "fairs", "organic", "partners", "search_ads", "webinars")
#: Per cent, from the start and from each channel, to each channel; the last column is a conversion, the rest nothing.
FUNNEL = np.array([
    [7.0, 12.0, 3.0, 40.0, 0.6, 29.4, 8.0, 0.0],  # start
    [20.0, 9.0, 3.0, 4.0, 0.6, 2.0, 6.0, 9.0],  # calls
    [8.0, 14.0, 1.5, 8.0, 0.3, 4.0, 10.0, 1.2],  # email
    [20.0, 10.0, 6.0, 5.0, 0.5, 2.0, 6.0, 6.0],  # fairs
    [5.0, 10.0, 1.0, 12.0, 0.2, 8.0, 6.0, 0.6],  # organic
    [22.0, 5.0, 3.0, 3.0, 8.0, 1.0, 5.0, 12.0],  # partners
    [6.0, 7.0, 0.5, 10.0, 0.2, 10.0, 4.0, 0.8],  # search_ads
    [14.0, 14.0, 2.0, 6.0, 0.4, 3.0, 8.0, 2.5],  # webinars
])  # fmt: skip
#: What a conversion after each last channel is worth on average (lognormal, with this spread of its logarithm).
WORTH, SPREAD = np.array([15.0, 9.0, 20.0, 8.0, 30.0, 6.0, 12.0]) * 1000, 0.7
#: In the funnel of order 2 so much of each row goes back to the channel before, as people do who compare.
BACK = 0.25


@dataclass(frozen=True)
class Truth:
    """What the funnel truly holds, per journey: by figure, one number a channel."""

    conversion: float
    figures: dict[str, np.ndarray]
    #: share of journeys that convert and touched the channel
    touched: np.ndarray


def funnel() -> np.ndarray:
    """Chances: (start and channels) × (channels, conversion, nothing)."""
    rows = FUNNEL / 100
    return np.hstack([rows, 1 - rows.sum(axis=1, keepdims=True)])


# -- truth: linear algebra on the funnel itself ----------------------------------------------------------------------


def truth() -> Truth:
    """Removal effects, and what linear credit and Shapley's come to per journey, of conversions and of value."""
    figures: dict[str, np.ndarray] = {}
    sets = _chance_of_sets()
    for of, worth in (("conversions", np.ones(len(CHANNELS))), ("value", WORTH)):
        at_once = np.append(0.0, funnel()[1:, len(CHANNELS)] * worth)
        whole, lost = _lost(at_once)
        figures[f"removal effect of {of}"] = lost / whole
        figures[f"markov1 {of}"] = whole * lost / lost.sum()
        figures[f"linear {of}"] = _linear(at_once)
        figures[f"shapley {of}"] = _shapley(sets, at_once[1:])
    in_sets = np.array([[channel in members for channel in range(len(CHANNELS))] for members, _ in sets])
    won = np.array([visits @ funnel()[1:, len(CHANNELS)] for _, visits in sets])
    return Truth(float(won.sum()), figures, won @ in_sets)


def _reached(at_once: np.ndarray, *, without: int | None = None) -> float:
    """What a journey from the start is worth in the end; a removed channel leads nowhere."""
    count = len(CHANNELS)
    moves = np.zeros((count + 1, count + 1))
    moves[:, 1:] = funnel()[:, :count]
    at_once = at_once.copy()
    if without is not None:
        moves[without + 1] = at_once[without + 1] = 0
    return float(np.linalg.solve(np.eye(count + 1) - moves, at_once)[0])


def _lost(at_once: np.ndarray) -> tuple[float, np.ndarray]:
    whole = _reached(at_once)
    return whole, np.array([whole - _reached(at_once, without=channel) for channel in range(len(CHANNELS))])


def _linear(at_once: np.ndarray, *, longest: int = 400) -> np.ndarray:
    """Sum over lengths of 1/length times (journeys at the channel at each place) times (what follows in the rest)."""
    count = len(CHANNELS)
    moves, here, ends = funnel()[1:, :count], funnel()[0, :count], at_once[1:]
    arriving, leaving = [], []
    for _ in range(longest):
        arriving.append(here)
        leaving.append(ends)
        here, ends = here @ moves, moves @ ends
    credit = np.zeros(count)
    for length in range(1, longest + 1):
        credit += sum(arriving[place] * leaving[length - 1 - place] for place in range(length)) / length
    return credit


def _chance_of_sets() -> list[tuple[frozenset[int], np.ndarray]]:
    """Every set of channels met so far, with the expected visits of each last channel while the set is just that."""
    count = len(CHANNELS)
    moves, first = funnel()[1:, :count], funnel()[0, :count]
    masks = sorted(range(1, 1 << count), key=int.bit_count)
    entered = {mask: np.zeros(count) for mask in masks}
    for channel in range(count):
        entered[1 << channel][channel] = first[channel]
    found = []
    for mask in masks:
        inside = np.array([bool(mask >> channel & 1) for channel in range(count)])
        within = np.where(np.outer(inside, inside), moves, 0.0)
        visits = np.linalg.solve(np.eye(count) - within.T, entered[mask])
        for channel in np.flatnonzero(~inside):
            entered[mask | 1 << int(channel)][channel] += visits @ moves[:, channel]
        found.append((frozenset(np.flatnonzero(inside).tolist()), visits))
    return found


def _shapley(sets: Sequence[tuple[frozenset[int], np.ndarray]], at_once: np.ndarray) -> np.ndarray:
    credit = np.zeros(len(CHANNELS))
    for members, visits in sets:
        credit[list(members)] += visits @ at_once / len(members)
    return credit


# -- journeys --------------------------------------------------------------------------------------------------------


def journeys(rng: np.random.Generator, size: int, *, order: int = 1) -> Paths:
    """``size`` journeys of the funnel, one row each."""
    count = len(CHANNELS)
    cumulative = np.cumsum(transitions(order), axis=-1)
    alive, before, last = np.arange(size), np.zeros(size, np.int64), np.zeros(size, np.int64)
    who, codes, won = [], [], np.zeros(size, bool)
    end = np.zeros(size, np.int64)
    while len(alive):
        row = cumulative[before, last] if order == 2 else cumulative[last]
        step = np.minimum((row < rng.random(len(alive))[:, None]).sum(axis=1), count + 1)
        won[alive[step == count]] = True
        walks = step < count
        alive, before, last = alive[walks], last[walks], step[walks] + 1
        who.append(alive)
        codes.append(step[walks])
        end[alive] = step[walks]
    return _laid_out(np.concatenate(who), np.concatenate(codes), won, _values(rng, won, end))


def transitions(order: int) -> np.ndarray:
    """The funnel itself; of order 2, (one before last) × (last) × next: some go back to the channel before."""
    rows = funnel()
    if order == 1:
        return rows
    count = len(CHANNELS)
    both = np.repeat(rows[None], count + 1, axis=0)
    for before, last in product(range(1, count + 1), repeat=2):
        if before != last:
            both[before, last] *= 1 - BACK
            both[before, last, before - 1] += BACK
    return both


def _values(rng: np.random.Generator, won: np.ndarray, end: np.ndarray) -> np.ndarray:
    luck = rng.lognormal(-(SPREAD**2) / 2, SPREAD, len(won))
    values: np.ndarray = np.where(won, WORTH[end] * luck, 0.0)
    return values


def _laid_out(who: np.ndarray, codes: np.ndarray, won: np.ndarray, value: np.ndarray) -> Paths:
    """Touches come position by position; a stable sort by journey puts each journey's in its order."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(who, minlength=len(won)))])
    return Paths(
        channels=CHANNELS, codes=codes[np.argsort(who, kind="stable")].astype(np.int32), starts=starts,
        conversions=won.astype(float), value=value, nulls=(~won).astype(float),
    )  # fmt: skip


# -- runs ------------------------------------------------------------------------------------------------------------

#: Figure → model and columns of ``models.attribute``: estimate, low, high; credit is per journey.
FIGURES = {
    "removal effect of conversions": ("markov1", "removal_effect", "effect_low", "effect_high"),
    "removal effect of value": ("markov1", "removal_effect_value", "effect_value_low", "effect_value_high"),
    **{f"{model} conversions": (model, "conversions", "low", "high") for model in MODELS},
    **{f"{model} value": (model, "value", "value_low", "value_high") for model in MODELS},
}


def run(number: int, *, size: int) -> np.ndarray:
    """One simulated year: figures × channels × (estimate, low, high)."""
    paths = journeys(np.random.default_rng([SEED, size, number]), size)
    counted = tally(paths, settings=Attribution(), groups=GROUPS, seed=number)
    table = attribute(counted, models=MODELS, resamples=RESAMPLES, seed=number)
    return np.stack([_figure(table, name, size) for name in FIGURES])


def _figure(table: pd.DataFrame, name: str, size: int) -> np.ndarray:
    """Channels are sorted, in the table as here."""
    model, *columns = FIGURES[name]
    numbers: np.ndarray = table.loc[table["model"] == model, columns].to_numpy(float)
    return numbers if name.startswith("removal") else numbers / size


def chosen(number: int, *, size: int, order: int) -> int:
    """The order that held-out journeys choose in one simulated year of a funnel of this order."""
    rng = np.random.default_rng([SEED, 2, order, size, number])
    paths = journeys(rng, size, order=order)
    table = markov_order(tally(paths, settings=Attribution(), orders=(1, 2, 3), groups=GROUPS, seed=number))
    return int(table.loc[table["chosen"], "order"].sum())


@dataclass(frozen=True)
class Cell:
    """One row: a figure of one channel at one size, over all runs."""

    size: int
    figure: str
    channel: str
    truth: float
    #: conversions expected to have touched the channel
    expected: float
    mean: float
    covered: float
    #: median width of the interval over the truth
    width: float

    @property
    def promised(self) -> bool:
        """Whether the promise covers it: enough conversions, and counts of them."""
        return self.expected >= PROMISED and not self.figure.endswith("value")

    @property
    def bias(self) -> float:
        """Mean estimate over truth, less 1."""
        return self.mean / self.truth - 1


def cells(size: int, *, map_: Callable[..., object] = map, runs: int = RUNS) -> list[Cell]:
    """All rows of one size."""
    results = np.stack(list(map_(partial(run, size=size), range(runs))))  # type: ignore[call-overload]
    real = truth()
    return [
        _cell(results[:, row, column], real, size=size, figure=figure, column=column)
        for row, figure in enumerate(FIGURES)
        for column in range(len(CHANNELS))
    ]


def _cell(results: np.ndarray, real: Truth, *, size: int, figure: str, column: int) -> Cell:
    estimate, low, high = results.T
    value = float(real.figures[figure][column])
    return Cell(
        size=size, figure=figure, channel=CHANNELS[column], truth=value, expected=float(size * real.touched[column]),
        mean=float(estimate.mean()), covered=float(((low <= value) & (value <= high)).mean()),
        width=float(np.median(high - low) / value),
    )  # fmt: skip


@dataclass(frozen=True)
class OrderRow:
    """How often each order was chosen, of so many journeys of a funnel of one order."""

    order: int
    size: int
    shares: tuple[float, float, float]


def order_rows(*, map_: Callable[..., object] = map, runs: int = RUNS) -> list[OrderRow]:
    """Both funnels at every size."""
    rows = []
    for order, size in product((1, 2), ORDER_SIZES):
        found = np.array(list(map_(partial(chosen, size=size, order=order), range(runs))))  # type: ignore[call-overload]
        rows.append(OrderRow(order, size, tuple(float((found == each).mean()) for each in (1, 2, 3))))
    return rows


# -- page ------------------------------------------------------------------------------------------------------------

HEAD = [
    "| journeys | figure | channel | truth | conversions that touched it | mean of the runs | bias | interval holds it "
    "| interval's width |",
    "|--:|---|---|--:|--:|--:|--:|--:|--:|",
]


def _rows(found: Sequence[Cell]) -> list[str]:
    return [
        f"| {cell.size:,} | {cell.figure} | {cell.channel} | {_shown(cell, cell.truth)} | {cell.expected:,.0f} "
        f"| {_shown(cell, cell.mean)} | {cell.bias:+.1%} | {cell.covered:.1%} | {cell.width:.0%} |"
        for cell in found
    ]


def _shown(cell: Cell, number: float) -> str:
    if cell.figure.startswith("removal"):
        return f"{number:.2%}"
    return f"{number * cell.size:,.0f}" if cell.figure.endswith("value") else f"{number * cell.size:,.1f}"


def verdict(found: Sequence[Cell]) -> tuple[int, int, float, float]:
    """Promised rows, those of them within 93-97 %, and the least and most covered."""
    covered = [cell.covered for cell in found if cell.promised]
    near = [share for share in covered if 0.93 <= share <= 0.97]
    return len(covered), len(near), min(covered, default=float("nan")), max(covered, default=float("nan"))


def _bias_table(found: Sequence[Cell]) -> list[str]:
    """Largest absolute bias of any channel, figures × sizes."""
    sizes = sorted({cell.size for cell in found})
    lines = [f"| figure | {' | '.join(f'{size:,}' for size in sizes)} |", "|---|" + "--:|" * len(sizes)]
    for figure in FIGURES:
        worst = [max(abs(c.bias) for c in found if (c.figure, c.size) == (figure, size)) for size in sizes]
        lines.append(f"| {figure} | {' | '.join(f'{each:.1%}' for each in worst)} |")
    return lines


def _funnel_table() -> list[str]:
    head = ["from", *CHANNELS, "conversion", "nothing"]
    lines = [f"| {' | '.join(head)} |", "|---|" + "--:|" * (len(head) - 1)]
    for name, row in zip(("start", *CHANNELS), funnel(), strict=True):
        lines.append(f"| {name} | {' | '.join(f'{100 * chance:.1f}' for chance in row)} |")
    return lines


def page(found: Sequence[Cell], orders: Sequence[OrderRow], *, runs: int = RUNS) -> str:
    """The whole of ``docs/known-truth-attribution.md``."""
    promised, near, least, most = verdict(found)
    thin = [cell for cell in found if not cell.promised and not cell.figure.endswith("value")]
    value = [cell for cell in found if cell.figure.endswith("value")]
    return "\n".join([
        "# Known truth of attribution", "",
        "Written by `python benchmarks/known_truth_attribution.py`: do not edit. Each row is "
        f"{runs:,} simulated years of journeys from the funnel below; its removal effects, and what each model credits "
        "in the long run, follow from the funnel by linear algebra, without journeys. Of each year the intervals are "
        f"those that `tandem attribute` and the review print: {GROUPS} random groups of journeys, {RESAMPLES} draws. "
        "Credit is a number of conversions (or an amount) in the year; its truth is the expected one. With a thousand "
        "years the share held is itself uncertain by 0.7 points (one standard error).", "",
        "That an interval holds the truth of the model does not make the model's answer one of cause.", "",
        "## The funnel", "",
        f"Per cent; {truth().conversion:.2%} of journeys convert. A conversion's worth is lognormal (spread of the "
        f"logarithm {SPREAD}) around a mean that depends on the last channel: "
        + ", ".join(f"{name} {worth:,.0f}" for name, worth in zip(CHANNELS, WORTH, strict=True)) + ".", "",
        *_funnel_table(), "",
        "## Estimates find the truth as journeys grow in number", "",
        "Largest bias of any channel: mean of the runs over truth, less 1, by number of journeys.", "",
        *_bias_table(found), "",
        f"## Promised: conversions, for channels with at least {PROMISED} expected conversions that touched them", "",
        f"{promised} rows; 95 % intervals hold the truth in {least:.1%} to {most:.1%} of the years, within 93–97 % in "
        f"{near} of the {promised}.", "", *HEAD, *_rows([cell for cell in found if cell.promised]), "",
        "## Fewer conversions: shown as they are", "", *HEAD, *_rows(thin), "",
        "## Value, at every size", "",
        "Amounts are skewed: a few large ones carry the sum, and an interval from few of them is too short, for any "
        "method that knows only what was seen.", "", *HEAD, *_rows(value), "",
        "## The order of the chain", "",
        "Which order held-out journeys choose, of 1 to 3: of the funnel above (order 1), and of one in which "
        f"{BACK:.0%} of what follows a second, different channel goes back to the one before (order 2).", "",
        "| true order | journeys | order 1 chosen | order 2 | order 3 |", "|--:|--:|--:|--:|--:|",
        *(f"| {row.order} | {row.size:,} | {' | '.join(f'{share:.1%}' for share in row.shares)} |" for row in orders),
        "",
    ])  # fmt: skip


def main() -> int:
    with ProcessPoolExecutor(2) as pool:
        in_two = partial(pool.map, chunksize=25)
        found = [cell for size in SIZES for cell in cells(size, map_=in_two)]
        orders = order_rows(map_=in_two)
    target = Path(__file__).parent.parent / "docs" / "known-truth-attribution.md"
    target.write_text(page(found, orders), encoding="utf-8", newline="\n")
    promised, near, least, most = verdict(found)
    print(
        f"{promised} promised rows, {near} within 93–97 % (from {least:.1%} to {most:.1%}); "
        "table in docs/known-truth-attribution.md"
    )
    return 0 if near == promised else 1


if __name__ == "__main__":
    sys.exit(main())
