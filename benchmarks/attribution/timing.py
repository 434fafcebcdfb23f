"""Runs tools on data sets in fresh processes, round by round, and keeps what each took."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.attribution.exact import Exact, furthest
from benchmarks.attribution.peers import DRIVERS, Tool, UnavailableError, evidence, interpreter

TIMEOUT = 15 * 60


@dataclass
class Timing:
    """What one tool took on one data set, over all rounds; ``failed`` says why there is nothing."""

    tool: Tool
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    loaded: float = 0.0
    peak: float = 0.0
    answer: dict[str, Any] = field(default_factory=dict)
    failed: str = ""

    @property
    def median(self) -> float:
        """Seconds in the middle; infinite where nothing ran."""
        return statistics.median(self.seconds) if self.seconds else float("inf")

    @property
    def has_markov(self) -> bool:
        """Whether it gave removal effects."""
        return "effect" in self.answer

    def add(self, report: dict[str, Any]) -> None:
        """One more process."""
        self.seconds += report["seconds"]
        self.processor += report["processor"]
        self.loaded, self.peak = max(self.loaded, report["loaded"]), max(self.peak, report["peak"])
        self.answer = report["answer"]


def timings(
    tools: list[Tool], data: Path, *, shape: str, work: Path, rounds: int, options: tuple[str, ...] = ()
) -> list[Timing]:
    """Every tool in turn, ``rounds`` times, so that a busy minute does not hit one tool alone."""
    results = [Timing(tool) for tool in tools]
    for _ in range(rounds):
        for result in results:
            if not result.failed:
                _once(result, data, shape=shape, work=work, options=options)
    return results


def _once(result: Timing, data: Path, *, shape: str, work: Path, options: tuple[str, ...]) -> None:
    try:
        result.add(report(result.tool, data, shape=shape, work=work, options=options))
    except UnavailableError as reason:
        result.failed = str(reason)


def report(tool: Tool, data: Path, *, shape: str, work: Path, options: tuple[str, ...] = ()) -> dict[str, Any]:
    """One fresh process of a tool; ``UnavailableError`` where it does not come through."""
    python = interpreter(tool, work=work)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [str(python), str(DRIVERS / tool.driver), "--shape", shape, "--data", str(data), "--out", str(out)]
        try:
            done = subprocess.run([*command, *options], capture_output=True, text=True, check=False, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as late:
            raise UnavailableError(f"over {TIMEOUT // 60} min") from late
        if done.returncode or not out.exists():
            killed = " (killed: out of memory?)" if done.returncode == -9 else ""
            raise UnavailableError(f"failed: {evidence(done.stderr or done.stdout)}{killed}")
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found


def errors(answer: dict[str, Any], truth: Exact) -> tuple[float | None, float]:
    """Largest error of a removal effect (None without), and of credited conversions as a share of all of them."""
    effect = furthest(answer["effect"], truth.effect) if "effect" in answer else None
    model = "markov1" if "effect" in answer else "shapley"
    whole = sum(answer["credit"].values()) or 1.0
    shares = {channel: credit / whole for channel, credit in answer["credit"].items()}
    total = truth.totals[0]
    exact_shares = {channel: credit / total for channel, credit in truth.conversions[model].items()}
    return effect, furthest(shares, exact_shares)


def errors_of_ours(answer: dict[str, Any], truth: Exact) -> float:
    """Largest error of ours over first, last, linear, Shapley and Markov: conversions, values, removal effects."""
    models, found = answer["models"], []
    sides = zip((truth.conversions, truth.value), truth.totals, ("credit", "credit_value"), strict=True)
    for of, whole, name in sides:
        found += [furthest(models[model][name], shares, whole=whole) for model, shares in of.items() if whole]
    markov = models["markov1"]
    return max(*found, furthest(markov["effect"], truth.effect), furthest(markov["effect_value"], truth.effect_value))
