"""What a notebook calls: one call, one table or figure. The notebooks themselves hold no logic.

Tables come back as small pandas frames of text and rounded numbers, in a total order: committed outputs compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd
from IPython.display import SVG

from helpers import facts
from helpers.errors import TandemError
from helpers.metrics.review import review_facts
from helpers.report.model import Cards, Figure, Narrative, Report
from helpers.report.review import compose
from helpers.run.workspace import Workspace
from helpers.sources.health import health_facts

_SHOWN = ["period", "variant", "value", "low", "high", "n", "status", "note"]


# -- 01_data_check ---------------------------------------------------------------------------------------------------


def rows_by_file(review: Workspace) -> pd.DataFrame:
    """How many rows each file had, how many are used, how many were set aside and why."""
    rows = [
        {
            "file": file.name, "table": file.table, "read": file.rows_read, "used": file.rows_used,
            "set aside": file.rows_read - file.rows_used,
            "because": ", ".join(f"{entry.reason} {entry.rows}" for entry in file.set_aside) or "–",
        }
        for file in review.contract.files
    ]  # fmt: skip
    return _table(rows, columns=["file", "table", "read", "used", "set aside", "because"])


def inferred(review: Workspace) -> pd.DataFrame:
    """What was decided from evidence, and how sure it is."""
    rows = [
        {"file": file.name, "what": guess.what, "column": guess.column, "value": guess.value,
         "certainty": guess.certainty, "evidence": guess.evidence}
        for file in review.contract.files for guess in file.inferences
    ]  # fmt: skip
    return _table(rows, columns=["file", "what", "column", "value", "certainty", "evidence"])


def remarks(review: Workspace) -> pd.DataFrame:
    """Rows that are kept and count, though something about them is odd."""
    rows = [
        {"file": file.name, "remark": remark.code, "column": remark.column, "rows": remark.rows,
         "lines": ", ".join(map(str, remark.lines))}
        for file in review.contract.files for remark in file.remarks
    ]  # fmt: skip
    return _table(rows, columns=["file", "remark", "column", "rows", "lines"])


def findings(review: Workspace) -> pd.DataFrame:
    """What the tables as a whole can and cannot support."""
    rows = [
        {"finding": found.code, "severity": found.severity, "table": found.table,
         "count": "" if found.count is None else str(found.count), "of": "" if found.of is None else str(found.of),
         "date": found.date, "detail": found.detail}
        for found in review.contract.findings
    ]  # fmt: skip
    return _table(rows, columns=["finding", "severity", "table", "count", "of", "date", "detail"])


def check_data(review: Workspace) -> pd.DataFrame:
    """The facts of the data check, kept as this notebook's part."""
    return review.keep("01_data_check", health_facts(review.contract, period=str(review.period)))


# -- 02_shared_metrics -----------------------------------------------------------------------------------------------


def measure(review: Workspace) -> pd.DataFrame:
    """Every shared metric of the month, kept as this notebook's part."""
    rows = review_facts(
        review.tables, review.engagement, period=review.period, start=review.start, contract=review.contract
    )
    return review.keep("02_shared_metrics", rows)


def show(rows: pd.DataFrame, *metrics: str, review: Workspace, clock: str = "") -> pd.DataFrame:
    """The facts of some metrics that end with the month under review, the whole company, readable."""
    ends = rows["period"].str[-7:] == str(review.period)
    kept = rows[ends & rows["metric"].isin(metrics) & (rows["segment"] == "all")]
    kept = kept[kept["clock"] == clock] if clock else kept
    asked = {metric: place for place, metric in enumerate(metrics)}
    return _readable(kept.assign(place=kept["metric"].map(asked)).sort_values(["place", "period", "variant", "clock"]))


def series(rows: pd.DataFrame, metric: str, *, variant: str = "", clock: str = "", last: int = 12) -> pd.DataFrame:
    """The last months of one metric, one row a month."""
    kept = facts.pick(rows, metric, variant=variant, clock=clock)
    return _readable(kept[kept["period"].str.len() == len("2026-10")].tail(last))


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    shown = rows[["metric", *_SHOWN]].copy()
    for name in ("value", "low", "high"):
        shown[name] = [_number(value) for value in shown[name]]
    shown["n"] = ["" if math.isnan(n) else f"{n:.0f}" for n in shown["n"]]
    return shown.reset_index(drop=True)


def _number(value: float) -> str:
    """Four significant digits: enough to read, few enough to stay equal on every machine."""
    if math.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


# -- 06_monthly_review -----------------------------------------------------------------------------------------------


def all_facts(review: Workspace) -> pd.DataFrame:
    """The parts of the notebooks put together; a part that no notebook has made yet is made here."""
    parts = review.parts()
    if "01_data_check" not in parts:
        check_data(review)
    if "02_shared_metrics" not in parts:
        measure(review)
    return facts.merge(review.parts().values())


def write_reports(
    review: Workspace, rows: pd.DataFrame, *, languages: Iterable[str], internal: bool = False
) -> dict[str, Report]:
    """Compose the report in each language and leave it as ``report/report.<lang>.json``; internal ones beside."""
    reports = {lang: _compose(review, rows, lang=lang, internal=False) for lang in languages}
    for lang, report in reports.items():
        _write(report, review.folder / "report" / f"report.{lang}.json")
        if internal:
            inside = _compose(review, rows, lang=lang, internal=True)
            _write(inside, review.folder / "report" / "internal" / f"report.{lang}.json")
    return reports


def _compose(review: Workspace, rows: pd.DataFrame, *, lang: str, internal: bool) -> Report:
    return compose(rows, review.contract, review.engagement, period=review.period, lang=lang, internal=internal)


def _write(report: Report, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.to_json(), encoding="utf-8", newline="\n")


def said(report: Report) -> pd.DataFrame:
    """The sentences of the first screen, with the role each one has."""
    narratives = [block for block in report.blocks if isinstance(block, Narrative) and block.first_screen]
    rows = [{"role": block.role, "sentence": line.text} for block in narratives for line in block.sentences]
    return _table(rows, columns=["role", "sentence"])


def cards(report: Report) -> pd.DataFrame:
    """The five cards as a table."""
    shown = [card for block in report.blocks if isinstance(block, Cards) for card in block.cards]
    rows = [
        {"card": card.title, "value": card.value, "interval": card.interval, "before": card.prior,
         "a year ago": card.last_year, "target": card.target, "change": card.verdict_text}
        for card in shown
    ]  # fmt: skip
    return _table(rows, columns=["card", "value", "interval", "before", "a year ago", "target", "change"])


def figure(report: Report, anchor: str) -> SVG:
    """One drawing of the report."""
    drawn = {block.anchor: block.svg for block in report.blocks if isinstance(block, Figure)}
    if anchor not in drawn:
        raise TandemError(f"the report has no figure '{anchor}'", do=f"it has: {', '.join(drawn)}")
    return SVG(drawn[anchor])


def _table(rows: Sequence[Mapping[str, object]], *, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns)
