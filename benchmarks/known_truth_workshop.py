"""Does the kit find what is planted in a company to order, and nothing else? Every plant in fifty companies, and not.

``python benchmarks/known_truth_workshop.py`` deals, for each of fifty seeds, all plants out to companies in which they
can be told together, so that each plant holds in one of them and in none of the others; generates and imports them, and
compares what the patterns find with what the plants say is true. It writes ``docs/known-truth-workshop.md`` and ends
with an error if a promise is broken. ``--plant ID`` (repeatable) and ``--seeds N`` are for a quick look and write
nothing. ``--keep FILE`` writes down each company as it is done, and goes on from there when it is begun again. Fixed
seeds; every company of a run is in the table.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from helpers.engagement import load
from helpers.patterns import PATTERNS, Finding, find
from helpers.patterns.basis import opened
from helpers.periods import Period
from helpers.samples import ordering
from helpers.samples.draws import Draws
from helpers.samples.kinds import KINDS, base
from helpers.samples.plants import fits, plants
from helpers.samples.plants.plant import Truth
from helpers.sources import import_engagement

SEED, SEEDS = 20264000, 50
PERIOD, START = Period.parse("2026-09"), Period.parse("2024-10")
RECALL, WRONG, COVERED = 0.9, 0.05, 0.90


@dataclass(frozen=True)
class Order:
    """One company to make: its kind, its seed, what is planted in it, and which patterns are looked for."""

    kind: str
    seed: int
    plant: tuple[str, ...]
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """One place of one company: what is true there, and what the kit says."""

    order: Order
    pattern: str
    kind: str
    where: str
    what: str
    claimed: bool
    #: whether the interval holds the true effect; None where the parameters leave it open or nothing was said
    held: bool | None


def dealt(seed: int, patterns: Sequence[str]) -> list[Order]:
    """All plants of a seed in as few companies of its kind as they can be told in, at least two."""
    draws = Draws(seed, "deal")
    kinds = list(KINDS)
    first = seed % len(kinds)
    order = sorted(patterns, key=lambda _: draws.between(0, 1))
    groups: list[tuple[str, list[str]]] = [(kinds[first], []), (kinds[first], [])]
    for name in order:
        plant = plants()[name]
        able = [kinds[(first + step) % len(kinds)] for step in range(len(kinds))]
        able = [kind for kind in able if fits(plant, base(kind))]
        free = [group for group in groups if group[0] in able and not _apart(name, group[1])]
        if not free:
            groups.append((able[0], []))
            free = groups[-1:]
        min(free, key=lambda group: len(group[1]))[1].append(name)
    return [Order(kind, seed * 10 + place, tuple(sorted(chosen)), tuple(patterns))
            for place, (kind, chosen) in enumerate(groups)]  # fmt: skip


def _apart(name: str, chosen: Iterable[str]) -> bool:
    known = plants()
    return any(other in known[name].never_with or name in known[other].never_with for other in chosen)


def told(order: Order) -> list[Told]:
    """Generate, import, look for every pattern, and compare."""
    made = ordering.order(order.kind, seed=order.seed, plant=order.plant)
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("error")
        folder, work = Path(place) / "company", Path(place) / "work"
        ordering.write_order(made, folder)
        import_engagement(folder, load(folder), work)
        basis = opened(work, period=PERIOD, start=START)
        found = [finding for name in order.patterns for finding in find(name, basis)]
    return compared([truth for truth in made.truths() if truth.pattern in order.patterns], found, order)


def compared(truth: Sequence[Truth], found: Sequence[Finding], order: Order) -> list[Told]:
    """Every place of the answer key with what the kit says there, and every claim that the key does not know."""
    said = {(each.pattern, each.where): each for each in found}
    rows = []
    for each in truth:
        finding = said.pop((each.pattern, each.where), None)
        held = None if finding is None or each.effect is None else finding.holds(each.effect)
        rows.append(
            Told(order, each.pattern, each.kind, each.where, each.what, bool(finding and finding.claimed), held)
        )
    return rows + [Told(order, each.pattern, "unknown", each.where, "in no answer key", True, None)
                   for each in said.values() if each.claimed]  # fmt: skip


def _pair(rows: Sequence[Told], pattern: str, kind: str) -> tuple[int, int]:
    mine = [row for row in rows if row.pattern == pattern and row.kind == kind]
    return sum(row.claimed for row in mine), len(mine)


def _without(rows: Sequence[Told], pattern: str) -> tuple[int, int]:
    """Companies without the plant in which the pattern is claimed anywhere (but where another plant makes it true)."""
    orders = {row.order for row in rows if pattern not in row.order.plant}
    wrong = {row.order for row in rows
             if row.pattern == pattern and row.claimed and row.kind in ("decoy", "unknown")}  # fmt: skip
    return len(orders & wrong), len(orders)


def _held(rows: Sequence[Told], pattern: str) -> tuple[int, int]:
    """Intervals that hold the truth, of every place whose truth is known, planted or not."""
    mine = [row.held for row in rows if row.pattern == pattern and row.held is not None]
    return sum(mine), len(mine)


def kept(rows: Sequence[Told], patterns: Iterable[str]) -> list[str]:
    """The promises that are broken, one line each."""
    broken = []
    for name in patterns:
        (found, planted_), (wrong, without), (held, known) = (
            _pair(rows, name, "planted"), _without(rows, name), _held(rows, name)
        )  # fmt: skip
        decoys, all_decoys = _pair(rows, name, "decoy")
        broken += [f"{name}: {found} of {planted_} found"] if found < RECALL * planted_ else []
        broken += [f"{name}: claimed in {wrong} of {without} without it"] if wrong > WRONG * without else []
        broken += [f"{name}: {decoys} of {all_decoys} decoys claimed"] if decoys > WRONG * all_decoys else []
        broken += [f"{name}: the interval holds {held} of {known}"] if known and held < COVERED * known else []
    return broken


def _share(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]} ({pair[0] / pair[1]:.0%})" if pair[1] else "–"


def page(rows: Sequence[Told], patterns: Sequence[str]) -> str:
    """The whole of ``docs/known-truth-workshop.md``."""
    companies, seeds = len({row.order for row in rows}), len({row.order.seed // 10 for row in rows})
    lines = [
        f"| `{name}` | {_share(_pair(rows, name, 'planted'))} | {_share(_held(rows, name))} | "
        f"{_share(_without(rows, name))} | {_share(_pair(rows, name, 'decoy'))} |"
        for name in patterns
    ]
    return "\n".join([
        "# Known truth of the workshop", "",
        f"Written by `python benchmarks/known_truth_workshop.py`: do not edit. {seeds} seeds, {companies} companies of "
        f"{len(KINDS)} kinds. For each seed every plant is told in one company and in none of the others; where, how "
        "large, and which decoys stand beside it is drawn from the seed. Every company goes through its exports and "
        "forms: written, imported, counted. A pattern is found where the kit claims it at the place where it was "
        "planted.", "",
        f"Promised: found in at least {RECALL:.0%} of the companies it was planted in; claimed anywhere in at most "
        f"{WRONG:.0%} of those without it, and at at most {WRONG:.0%} of its decoys; the true effect inside the 95 % "
        "interval about as often as it says. What another plant makes true counts neither way.", "",
        "| plant | found where planted | interval holds the truth | claimed where not planted | decoys claimed |",
        "|---|--:|--:|--:|--:|", *lines, "",
        "## What was missed", "", *_list([row for row in rows if row.kind == "planted" and not row.claimed]), "",
        "## What was claimed and is not so", "",
        *_list([row for row in rows if row.kind in ("decoy", "unknown") and row.claimed]), "",
    ])  # fmt: skip


def _list(rows: Sequence[Told]) -> list[str]:
    if not rows:
        return ["Nothing."]
    lines = [f"| {row.order.seed} | {row.order.kind} | `{row.pattern}` | `{row.where}` | {row.what} |" for row in rows]
    return ["| seed | kind | plant | where | what it is |", "|--:|---|---|---|---|", *lines]


def all_told(orders: Sequence[Order], *, jobs: int, keep: Path | None) -> dict[Order, list[Told]]:
    """What is true and said in each company; those in the file ``keep`` are not made again."""
    done = _read(keep) if keep and keep.exists() else {}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        asked = {pool.submit(told, order): order for order in orders if order not in done}
        for future in as_completed(asked):
            done[asked[future]] = future.result()
            if keep:
                with keep.open("a", encoding="utf-8") as file:
                    print(json.dumps([asdict(row) for row in future.result()]), file=file)
    return done


def _read(keep: Path) -> dict[Order, list[Told]]:
    done = {}
    for line in keep.read_text("utf-8").splitlines():
        rows = [Told(**{**row, "order": _order(**row["order"])}) for row in json.loads(line)]
        done[rows[0].order] = rows
    return done


def _order(*, kind: str, seed: int, plant: Sequence[str], patterns: Sequence[str]) -> Order:
    return Order(kind, seed, tuple(plant), tuple(patterns))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plant", action="append", default=[], choices=PATTERNS)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    patterns = tuple(asked.plant) or PATTERNS
    orders = [order for number in range(asked.seeds) for order in dealt(SEED + number, patterns)]
    done = all_told(orders, jobs=asked.jobs, keep=asked.keep)
    rows = [row for order in orders for row in done[order]]
    written = page(rows, patterns)
    if patterns == PATTERNS and asked.seeds == SEEDS:
        target = Path(__file__).parent.parent / "docs" / "known-truth-workshop.md"
        target.write_text(written, encoding="utf-8", newline="\n")
    print(written)
    broken = kept(rows, patterns)
    print(*broken, sep="\n", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
