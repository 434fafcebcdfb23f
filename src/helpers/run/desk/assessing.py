"""Calls of ``07_client_assessment``: what both teams say, beside what is written and what the data show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from helpers import facts
from helpers.assessment.review import assessment_parts
from helpers.assessment.said import assess_words
from helpers.report.assessment.assessing import written
from helpers.report.model import Report
from helpers.report.review import open_case
from helpers.run.desk.showing import rounded
from helpers.run.history import BEFORE, PART, assessed_on
from helpers.run.workspace import Workspace

_SHOWN = ["metric", "variant", "segment", "value", "unit", "low", "high", "n", "status", "note"]
#: The table with names: it is kept only where the talk with names is asked for.
_NAMED = "assess_statements"


def day(review: Workspace, on: str = "") -> date:
    """The day of the assessment."""
    return assessed_on(review, date.fromisoformat(on) if on else None)


def assess(review: Workspace, rows: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """Every fact of the assessment, kept as this part; its tables row by row are left beside it.

    ``rows`` are the facts of the review of that month.
    """
    before = review.folder / BEFORE
    last = facts.read(before) if before.is_file() else None
    known = rows[~rows["metric"].isin(_own(review))].reset_index(drop=True)
    found, tables = assessment_parts(
        review.tables, known, review.engagement, review.agreements, period=review.period, on=on, before=last
    )
    review.keep_tables(tables)
    return review.keep(PART, found)


def _own(review: Workspace) -> set[str]:
    """Metrics that an assessment in this work folder has added already."""
    part = review.parts().get(PART)
    return set() if part is None else set(part["metric"])


def show(rows: pd.DataFrame, *metrics: str) -> pd.DataFrame:
    """The facts of some metrics."""
    return rounded(rows.loc[rows["metric"].isin(metrics), _SHOWN])


def table(review: Workspace, name: str) -> pd.DataFrame:
    """One of the tables row by row."""
    return review.rows(name)


def write_assessments(
    review: Workspace, *, languages: Iterable[str], on: date, conversation: bool = False
) -> dict[str, Report]:
    """Compose the document in each language and leave it in ``report/``; with names beside it, where asked for."""
    rows = facts.merge(review.parts().values())
    tables = {name: rows for name, rows in review.all_rows().items() if name != _NAMED}
    reports = {}
    for lang in languages:
        case = open_case(rows, review.contract, review.engagement, period=review.period, lang=lang, tables=tables,
                         agreements=review.agreements)  # fmt: skip
        reports[lang] = written(case, on=on)
        _keep(review, "report", f"report.{lang}.json", reports[lang].to_json())
        if conversation:
            _keep(review, "conversation", f"conversation.{lang}.html", _talk(review, rows, lang=lang, on=on))
    return reports


def _talk(review: Workspace, rows: pd.DataFrame, *, lang: str, on: date) -> str:
    """The talk with names; how many did not agree is told, never who."""
    from helpers.report.conversation import page

    statements, words = review.rows(_NAMED), assess_words(review.tables, on)
    asked = facts.pick(rows, "respondents", period=str(review.period))["value"].sum()
    left = max(0, round(asked) - statements["name"].nunique()) if len(statements) else 0
    teams = rows[(rows["metric"] == "perception_score") & rows["segment"].str.contains("team=")]
    return page(
        statements, lang=lang, client=review.engagement.client, on=on, left_out=left, texts=words,
        shown=bool(teams["value"].notna().any()),
    )  # fmt: skip


def _keep(review: Workspace, folder: str, name: str, text: str) -> None:
    (review.folder / folder).mkdir(exist_ok=True)
    (review.folder / folder / name).write_text(text, encoding="utf-8", newline="\n")
