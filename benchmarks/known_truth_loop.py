"""Are the stories of the loop told? Fifty generated companies, each with stories and decoys that its seed draws.

``python benchmarks/known_truth_loop.py`` generates, imports, computes the facts of the last month, compares the claims
of a review with what was planted, prints and writes ``docs/known-truth-loop.md``; it ends with an error if a promise is
broken. Fixed seeds; about ten minutes on two quiet cores. Every company of a run is in the table.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.agreements import load_agreements
from helpers.engagement import load
from helpers.engine import open_tables
from helpers.feedback.heard import heard_facts
from helpers.feedback.kept import kept_facts
from helpers.handoff.review import handoff_facts
from helpers.periods import Period
from helpers.samples import SAMPLES, planting, stories, write
from helpers.samples.draws import Draws
from helpers.samples.simulate import simulate
from helpers.sources import import_engagement

SEED, COMPANIES = 20261500, 50
PERIOD, START = Period.parse("2026-09"), Period.parse("2024-10")
#: Each story is planted in so many companies of a hundred; the others have only its decoys.
PLANTED = 0.6
RECALL, DECOYS = 0.9, 0.05
#: Companies have between so many times as many leads as the sample they are like.
SIZES = {"saas_en": (0.45, 0.75), "industrial_es": (1.0, 1.4)}

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Told:
    """One candidate of one company: what kind it is, and whether a review claims it."""

    seed: int
    sample: str
    kind: str
    story: str
    segment: str
    what: str
    claimed: bool


def plants(seed: int) -> list[str]:
    """Stories of a company, drawn from its seed."""
    draws = Draws(seed, "plants")
    return [name for name in planting.STORIES if draws.chance(PLANTED)]


def claims(facts: pd.DataFrame) -> set[Key]:
    """What a review claims: clear facts of the five metrics, where more of it is worse."""
    metrics = {metric for metric, _ in stories.METRICS.values()}
    variants = {variant for _, variant in stories.METRICS.values()}
    worse = facts["metric"].isin(metrics) & facts["variant"].isin(variants) & (facts["status"] == "clear")
    found = facts[worse & (facts["value"] > 0)]
    return set(zip(found["metric"], found["variant"], found["segment"], strict=True))


def facts(folder: Path, work: Path) -> pd.DataFrame:
    """The facts of hand-offs and feedback of the last month."""
    engagement = load(folder)
    contract = import_engagement(folder, engagement, work)
    canonical, agreements = open_tables(work / "tables"), load_agreements(folder, engagement)
    parts = (
        part(canonical, engagement, agreements, period=PERIOD, start=START, contract=contract)
        for part in (handoff_facts, heard_facts, kept_facts)
    )
    return pd.concat(parts, ignore_index=True)


def company(number: int) -> list[Told]:
    """Generate, import, compute and compare one company; even numbers are software, odd ones machinery."""
    name, seed = ("saas_en", "industrial_es")[number % 2], SEED + number
    made = planting.company(SAMPLES[name], seed=seed, plant=plants(seed), size=SIZES[name])
    world = simulate(made, seed=seed)
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("error")
        folder = Path(place) / name
        write(name, folder, company=made, world=world, seed=seed)
        claimed = claims(facts(folder, Path(place) / "work"))
    return compared(stories.truth(made, world), claimed, seed=seed, sample=name)


def compared(truth: dict[str, list[dict[str, Any]]], claimed: set[Key], *, seed: int, sample: str) -> list[Told]:
    """Every candidate of the manifest with whether it is claimed, and every claim that the manifest does not know."""
    left, rows = set(claimed), list[Told]()
    for kind, candidates in truth.items():
        for each in candidates:
            key = (each["metric"], each["variant"], each["segment"])
            rows.append(Told(seed, sample, kind, each["story"], each["segment"], each["what"], key in claimed))
            left.discard(key)
    names = {metric: story for story, (metric, _) in stories.METRICS.items()}
    return rows + [Told(seed, sample, "unknown", names[key[0]], key[2], "in no manifest", True) for key in sorted(left)]


def rate(rows: Sequence[Told], kind: str, story: str = "") -> tuple[int, int]:
    """Claimed, and all, of a kind."""
    mine = [row for row in rows if row.kind == kind and story in ("", row.story)]
    return sum(row.claimed for row in mine), len(mine)


def kept(rows: Sequence[Told]) -> bool:
    """Whether the promises hold: recall overall, and decoys claimed."""
    (found, planted), (wrong, decoys) = rate(rows, "planted"), rate(rows, "decoys")
    return found >= RECALL * planted and wrong <= DECOYS * decoys


_TITLES = {
    "unanswered": "leads that nobody answered", "gap": "an objection without content",
    "ignored": "a good channel that sales ignores", "contradicted": "a message that price contradicts",
    "dying": "a ritual that dies",
}  # fmt: skip


def _share(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]} ({pair[0] / pair[1]:.0%})" if pair[1] else "none"


def _row(title: str, rows: Sequence[Told], story: str = "") -> str:
    parts = (rate(rows, "planted", story), rate(rows, "decoys", story))
    return f"| {title} | {' | '.join(map(_share, parts))} | {rate(rows, 'unknown', story)[0]} |"


def page(rows: Sequence[Told]) -> str:
    """The whole of ``docs/known-truth-loop.md``."""
    missed = [row for row in rows if row.kind == "planted" and not row.claimed]
    wrong = [row for row in rows if row.kind in ("decoys", "unknown") and row.claimed]
    number = len({row.seed for row in rows})
    return "\n".join([
        "# Known truth of the loop", "",
        "Written by `python benchmarks/known_truth_loop.py`: do not edit. "
        f"{number} companies, half of them like `saas_en` (with 45 to 75 % of its leads) and half like `industrial_es` "
        "(with 100 to 140 %), each with other people, deals and forms. "
        f"Of five stories each is planted in about {PLANTED:.0%} of them; which channel, theme, message, "
        "ritual or group of leads tells it is drawn from the company's seed, and so are the decoys beside it: what is "
        "as frequent but answered, slow but not missing, bad as well as ignored, missed in August, or merely the worst "
        "by chance. Every company goes through its exports and forms: written, imported, counted. A review claims a "
        "story where a fact of its metric is marked a clear change for the worse. What another planted story makes "
        "true (the leads of an ignored channel are unanswered too) counts neither way.", "",
        f"Promised: at least {RECALL:.0%} of the planted stories are claimed, and at most {DECOYS:.0%} of the decoys.",
        "",
        "| story | planted and claimed | decoys claimed | claims in no list |", "|---|--:|--:|--:|",
        *(_row(title, rows, story) for story, title in _TITLES.items()), _row("**all**", rows), "",
        "## What was missed", "", *_list(missed, "Nothing."), "",
        "## What was claimed and is not so", "", *_list(wrong, "Nothing."), "",
    ])  # fmt: skip


def _list(rows: Sequence[Told], nothing: str) -> list[str]:
    if not rows:
        return [nothing]
    lines = [f"| {row.seed} | `{row.sample}` | {_TITLES[row.story]} | `{row.segment}` | {row.what} |" for row in rows]
    return ["| seed | company like | story | where | what it is |", "|--:|---|---|---|---|", *lines]


def main() -> int:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rows = [row for found in pool.map(company, range(COMPANIES)) for row in found]
    target = Path(__file__).parent.parent / "docs" / "known-truth-loop.md"
    target.write_text(page(rows), encoding="utf-8", newline="\n")
    print(f"claimed: {_share(rate(rows, 'planted'))} of the stories, {_share(rate(rows, 'decoys'))} of the decoys; "
          "table in docs/known-truth-loop.md")  # fmt: skip
    return 0 if kept(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
