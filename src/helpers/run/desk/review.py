"""Calls of ``06_monthly_review``: the parts put together, the report composed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from IPython.display import SVG

from helpers import facts
from helpers.report.model import Cards, Figure, Narrative, Report
from helpers.report.review import compose
from helpers.run.desk.inside import companies_and_overdue
from helpers.run.workspace import Workspace


def all_facts(review: Workspace) -> pd.DataFrame:
    """The parts of the notebooks put together; a part that no notebook has made yet is made here."""
    parts = review.parts()
    if "01_data_check" not in parts:
        from helpers.run.desk.data import check_data

        check_data(review)
    if "02_shared_metrics" not in parts:
        from helpers.run.desk.metrics import measure

        measure(review)
    if "03_attribution" not in parts:
        from helpers.run.desk.attribution import credit

        credit(review)
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
    names, stale = _inside(review) if internal else ({}, ())
    return compose(rows, review.contract, review.engagement, period=review.period, lang=lang, internal=internal,
                   names=names, stale=stale, tables=review.all_rows(),
                   agreements=review.agreements)  # fmt: skip


def _inside(review: Workspace) -> tuple[dict[str, str], tuple[str, ...]]:
    usual = review.engagement.windows.usual_cycle_days
    return companies_and_overdue(review.tables.tables, period=review.period, usual_cycle=usual)


def _write(report: Report, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.to_json(), encoding="utf-8", newline="\n")


def said(report: Report) -> pd.DataFrame:
    """The sentences of the first screen, with the role each one has."""
    narratives = [block for block in report.blocks if isinstance(block, Narrative) and block.first_screen]
    rows = [{"role": block.role, "sentence": line.text} for block in narratives for line in block.sentences]
    return pd.DataFrame(rows, columns=["role", "sentence"])


def cards(report: Report) -> pd.DataFrame:
    """The five cards as a table."""
    shown = [card for block in report.blocks if isinstance(block, Cards) for card in block.cards]
    rows = [
        {"card": card.title, "value": card.value, "interval": card.interval, "before": card.prior,
         "a year ago": card.last_year, "target": card.target, "change": card.verdict_text}
        for card in shown
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["card", "value", "interval", "before", "a year ago", "target", "change"])


def first_figure(report: Report) -> SVG | None:
    """The first drawing of the report, if the data were enough for one."""
    drawn = next((block for block in report.blocks if isinstance(block, Figure)), None)
    return SVG(drawn.svg) if drawn else None  # type: ignore[no-untyped-call]
