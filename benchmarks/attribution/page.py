"""``docs/benchmarks.md``: tables and claims, from what was timed. No date, no folder, no address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.attribution.exact import Exact
from benchmarks.attribution.peers import Tool
from benchmarks.attribution.timing import Timing, errors, errors_of_ours

from helpers.attribution.reading.touch_log import MEMORY_LIMIT

#: DuckDB's limit as the library sets it, and what may come on top of it, in MB.
ENGINE_LIMIT = float(MEMORY_LIMIT.removesuffix("MB"))
ALLOWED = 500.0


@dataclass(frozen=True)
class Claim:
    """What must hold, what was measured, and whether it held."""

    says: str
    measured: str
    held: bool


@dataclass(frozen=True)
class Section:
    """One data set: its timings (ours first) and the exact answer."""

    title: str
    about: str
    timings: Sequence[Timing]
    truth: Exact

    @property
    def ours(self) -> Timing:
        return self.timings[0]

    @property
    def fastest(self) -> Timing | None:
        """The fastest peer's Markov model."""
        ran = [timing for timing in self.timings[1:] if timing.seconds and timing.has_markov]
        return min(ran, key=lambda timing: timing.median, default=None)

    @property
    def times_faster(self) -> float:
        """How many times longer the fastest peer's Markov takes; not a number where one side did not run."""
        if self.fastest is None or not self.ours.seconds:
            return float("nan")
        return self.fastest.median / self.ours.median


@dataclass(frozen=True)
class Grown:
    """Ours on a log of so many journeys, read from its file."""

    journeys: int
    touches: int
    timing: Timing
    conserved: bool


HEAD = [
    "| tool | runs | seconds (median) | fastest – slowest | runs timed | of them processor | loaded, MB | peak, MB "
    "| error of removal effects | error of credited share |",
    "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
]


def claims(sections: dict[str, Section], growth: Sequence[Grown]) -> list[Claim]:
    """The promises of the benchmark, each with its numbers."""
    found = [_faster(sections[name], name, least) for name, least in (("unique", 4), ("raw", 4), ("log", 5))]
    found += [_small(sections[name], name) for name in ("unique", "raw")]
    found += [_exact(section, name) for name, section in sections.items()]
    return found + ([_linear(growth), _bounded(growth)] if growth else [])


WORDS = {"unique": "unique paths", "raw": "raw paths", "log": "the touch log", "public": "the 10,000 rows"}


def _faster(section: Section, name: str, least: int) -> Claim:
    peer, times = section.fastest, section.times_faster
    beside = f"{section.ours.median:.2f} s beside {peer.median:.2f} s ({peer.tool.name})" if peer else "no peer ran"
    says = f"From {WORDS[name]}: at least {least} times faster than the fastest peer's Markov model alone"
    return Claim(says, f"{times:.1f} times: {beside}", times >= least)


def _small(section: Section, name: str) -> Claim:
    peak = section.ours.peak
    return Claim(f"From {WORDS[name]}: under {ALLOWED:.0f} MB", f"{peak:.0f} MB", 0 < peak < ALLOWED)


def _exact(section: Section, name: str) -> Claim:
    ours = section.ours
    error = errors_of_ours(ours.answer, section.truth) if ours.answer else float("inf")
    says = f"From {WORDS[name]}: no error (rounding of floating point aside), over all models checked"
    return Claim(says, f"{error:.0e}", error < 1e-9)


def _linear(growth: Sequence[Grown]) -> Claim:
    rates = [each.timing.median / each.touches * 1e6 for each in growth]
    says = f"From {growth[0].journeys:,} to {growth[-1].journeys:,} journeys: time grows no faster than the log"
    shown = " · ".join(f"{rate:.2f}" for rate in rates)
    return Claim(says, f"{shown} s per million touches", rates[-1] <= 1.25 * rates[0])


def _bounded(growth: Sequence[Grown]) -> Claim:
    peak = max(each.timing.peak for each in growth)
    says = f"Peak memory below the engine's limit and {ALLOWED:.0f} MB ({ENGINE_LIMIT + ALLOWED:.0f} MB)"
    return Claim(says, f"{peak:.0f} MB", all(each.timing.seconds for each in growth) and peak < ENGINE_LIMIT + ALLOWED)


def table(section: Section) -> list[str]:
    """One row a tool, ours first."""
    return [*HEAD, *(_row(timing, section.truth) for timing in section.timings)]


def _row(timing: Timing, truth: Exact) -> str:
    tool = timing.tool
    name = f"{tool.name} {tool.version}" if tool.pins else f"**{tool.name}**"
    if timing.failed:
        return f"| {name} | {tool.runs} | {timing.failed} |  |  |  |  |  |  |  |"
    effect, credit = errors(timing.answer, truth)
    spread = f"{min(timing.seconds):.2f} – {max(timing.seconds):.2f}"
    busy = sorted(timing.processor)[len(timing.processor) // 2]
    return (
        f"| {name} | {tool.runs} | {timing.median:.2f} | {spread} | {len(timing.seconds)} | {busy:.2f} "
        f"| {timing.loaded:.0f} | {timing.peak:.0f} | {_error(effect)} | {_error(credit)} |"
    )


def _error(error: float | None) -> str:
    if error is None:
        return "–"
    return "0" if error < 1e-12 else f"{error:.1e}"


def growth_table(growth: Sequence[Grown]) -> list[str]:
    head = [
        "| journeys | touches | seconds (median) | fastest – slowest | per million touches | peak, MB | totals kept |",
        "|--:|--:|--:|--:|--:|--:|---|",
    ]
    return head + [_grown(each) for each in growth]


def _grown(each: Grown) -> str:
    timing = each.timing
    if timing.failed:
        return f"| {each.journeys:,} | {each.touches:,} | {timing.failed} |  |  |  |  |"
    spread = f"{min(timing.seconds):.1f} – {max(timing.seconds):.1f}"
    rate = timing.median / each.touches * 1e6
    kept = "yes" if each.conserved else "**no**"
    shown = f"{timing.median:.1f} | {spread} | {rate:.2f} | {timing.peak:.0f} | {kept}"
    return f"| {each.journeys:,} | {each.touches:,} | {shown} |"


def page(
    sections: dict[str, Section], growth: Sequence[Grown], *, machine: str, peers: Sequence[Tool], minutes: int
) -> str:
    """The whole of ``docs/benchmarks.md``."""
    lines = [
        "# Benchmarks", "",
        "Written by `python -m benchmarks.attribution` (`make benchmark` runs every benchmark): do not edit. Each tool "
        "has an environment of its own under `build/benchmarks/`, made on the first run, which needs the package index "
        "and a C++ compiler. `--quick` is a small run that prints and writes nothing here. Run it when the machine has "
        "nothing else to do.", "",
        f"On {machine}", "",
        "Every run is a fresh process that loads its data (not timed), then works up to three times; tools take "
        "turns, round by round. “Processor” is processor time of all threads: where it is far below the seconds, the "
        "machine was busy with something else. “Loaded” is the most memory held until the data were there, “peak” "
        f"until the end, libraries included. A run that takes over {minutes} minutes is stopped. Errors are the "
        "largest of any channel, against an answer found by plain counting and fractions "
        "(`benchmarks/attribution/exact.py`): of removal effects, and of the share of conversions credited (Shapley's "
        "where a tool has no Markov model).",
        "", "## What must hold", "", "| | measured | |", "|---|---|---|",
        *(f"| {claim.says} | {claim.measured} | {'holds' if claim.held else '**does not hold**'} |"
          for claim in claims(sections, growth)), "",
    ]  # fmt: skip
    for section in sections.values():
        lines += [f"## {section.title}", "", section.about, "", *table(section), ""]
    if growth:
        lines += [
            "## Growth", "",
            "Ours from the touch log's Parquet file, reading included; the engine is limited to "
            f"{ENGINE_LIMIT:.0f} MB and 2 threads, and ids are read in hash batches. “Totals kept”: credited "
            "conversions and value add up to those generated.", "", *growth_table(growth), "",
        ]  # fmt: skip
    lines += ["## The peers", "", "| tool | runs | installed | to know |", "|---|---|---|---|"]
    lines += [f"| {tool.name} | {tool.runs} | {', '.join(tool.pins)} | {tool.note} |" for tool in peers]
    return "\n".join([*lines, ""])
