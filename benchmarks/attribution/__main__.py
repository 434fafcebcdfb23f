"""Times attribution beside its peers and over growing logs, prints, and writes ``docs/benchmarks.md``.

``python -m benchmarks.attribution``: everything, half an hour on two quiet cores and half a GB of disk while it runs;
it ends with an error if a claim does not hold. ``--quick``: a hundredth, each tool once, printed only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as parquet
from benchmarks.attribution.exact import Exact, exact
from benchmarks.attribution.machine import machine
from benchmarks.attribution.page import Grown, Section, claims, page
from benchmarks.attribution.peers import OURS, PEERS, ROOT
from benchmarks.attribution.timing import TIMEOUT, timings

PUBLIC = Path(os.environ.get("TANDEM_PUBLIC_DATA", ROOT.parent / "shared" / "data")) / "pathdata" / "journeys.csv"


@dataclass(frozen=True)
class Size:
    """How much is run."""

    journeys: int
    growth: tuple[int, ...]
    rounds: int


FULL = Size(journeys=1_000_000, growth=(1_000_000, 3_000_000, 10_000_000), rounds=3)
QUICK = Size(journeys=10_000, growth=(10_000, 30_000, 100_000), rounds=1)
TITLES = {
    "raw": (
        "From raw paths",
        "{journeys:,} generated journeys, one row each: 12 channels, {touches:,} touches (lengths geometric with mean "
        "4), {conversions:,} of them converted, by channels met and when.",
    ),
    "unique": ("From unique paths", "The same {journeys:,} journeys as {paths:,} unique paths with their counts."),
    "log": (
        "From a touch log",
        "The same journeys as {touches:,} touches in order of time. For ours from the log as it is loaded; for the "
        "peers a pandas sort and group-by makes their paths, timed, except marketing-attribution-models, which reads "
        "logs itself and is faster that way.",
    ),
}


def generate(kind: str, *files: Path, journeys: int) -> None:
    """In a process of its own, so that this one stays small."""
    call = f"journeys.write_{kind}(*map(Path, {[str(file) for file in files]!r}), {journeys})"
    code = f"from pathlib import Path; from benchmarks.attribution import journeys; {call}"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def answer_of(frame: pd.DataFrame) -> Exact:
    """The exact answer of a path table."""
    columns = ("path", "total_conversions", "total_conversion_value", "total_null")
    return exact(*(frame[column].tolist() for column in columns))


def side_by_side(data: Path, work: Path, size: Size) -> dict[str, Section]:
    """Every tool on every data set, ours first."""
    files = {shape: data / f"{shape}.parquet" for shape in TITLES}
    generate("paths", files["raw"], files["unique"], journeys=size.journeys)
    generate("log", files["log"], journeys=size.journeys)
    unique = pd.read_parquet(files["unique"])
    truth = answer_of(unique)
    numbers = {
        "paths": len(unique), "journeys": size.journeys, "touches": parquet.read_metadata(files["log"]).num_rows,
        "conversions": int(truth.totals[0]),
    }  # fmt: skip
    sections = {}
    for shape, (title, about) in TITLES.items():
        print(f"{title} …", file=sys.stderr, flush=True)
        found = timings([OURS, *PEERS], files[shape], shape=shape, work=work, rounds=size.rounds)
        sections[shape] = Section(title, about.format(**numbers), found, truth)
    return sections | _public(work, size)


def _public(work: Path, size: Size) -> dict[str, Section]:
    """The 10,000 rows that are widely known, where they are at hand; for the record, not for a claim of speed."""
    if not PUBLIC.exists():
        return {}
    found = timings([OURS, *PEERS], PUBLIC, shape="unique", work=work, rounds=size.rounds)
    about = "10,000 rows of paths with counts, as in the packages ChannelAttribution and mta; reported only."
    return {"public": Section("The public 10,000 rows", about, found, answer_of(pd.read_csv(PUBLIC)))}


def growing(data: Path, work: Path, size: Size) -> list[Grown]:
    """Ours from logs of growing size, read from their files; each file is deleted before the next is made."""
    results = []
    for journeys in size.growth:
        print(f"growth: {journeys:,} journeys …", file=sys.stderr, flush=True)
        log = data / f"log-{journeys}.parquet"
        generate("log", log, journeys=journeys)
        options = ("--from-file", "--repeat", "1")
        [timing] = timings([OURS], log, shape="log", work=work, rounds=size.rounds, options=options)
        results.append(Grown(journeys, parquet.read_metadata(log).num_rows, timing, _conserved(timing.answer, log)))
        log.unlink()
    return results


def _conserved(answer: dict, log: Path) -> bool:
    sums = {"credit": 0.0, "credit_value": 0.0}
    for batch in parquet.ParquetFile(log).iter_batches(columns=["conversion", "value"]):
        sums["credit"] += int(batch["conversion"].to_numpy().sum())
        sums["credit_value"] += float(batch["value"].to_numpy().sum())
    models = answer.get("models", {}).values()
    return bool(models) and all(
        abs(sum(model[name].values()) - total) <= 1e-9 * total for model in models for name, total in sums.items()
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attribution")
    parser.add_argument("--quick", action="store_true", help="a small run, printed and not written")
    parser.add_argument("--rounds", type=int, help="processes of each tool, in turn (3; quick: 1)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "benchmarks", help="environments and data")
    options = parser.parse_args()
    size = QUICK if options.quick else FULL
    size = replace(size, rounds=options.rounds or size.rounds)
    data = options.work / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    try:
        sections, growth = side_by_side(data, options.work, size), growing(data, options.work, size)
    finally:
        shutil.rmtree(data, ignore_errors=True)
    text = page(sections, growth, machine=machine(), peers=PEERS, minutes=TIMEOUT // 60)
    print(text)
    if options.quick:
        return 0
    (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8", newline="\n")
    broken = [claim.says for claim in claims(sections, growth) if not claim.held]
    print("\n".join(broken) or "every claim holds", "; table in docs/benchmarks.md", sep="", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
