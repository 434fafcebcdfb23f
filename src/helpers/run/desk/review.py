"""Calls of ``06_monthly_review``: the parts put together, the report composed."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pandas as pd
from IPython.display import SVG

from helpers import facts
from helpers.icp.joint import joint_profile_yaml
from helpers.report.agenda import compose_agenda
from helpers.report.agenda_markdown import agenda_markdown
from helpers.report.case import Case
from helpers.report.decisions import decide
from helpers.report.model import Cards, Figure, Narrative, Report
from helpers.report.narrative import moved
from helpers.report.review import open_case, written
from helpers.report.weekly import weekly_text
from helpers.run.desk.inside import accounts_named, companies_and_overdue
from helpers.run.desk.kept import SAID, said
from helpers.run.workspace import Workspace

#: Part of the facts → desk and call that make it, where no notebook has done so yet.
MAKERS = {
    "01_data_check": ("data", "check_data"),
    "02_shared_metrics": ("metrics", "measure"),
    "03_attribution": ("attribution", "credit"),
    "04_handoff": ("handoff", "forensics"),
    "05_icp": ("icp", "ideal_customer"),
    "05_heard": ("heard", "heard"),
    "05_kept": ("kept", "kept"),
}


def all_facts(review: Workspace) -> pd.DataFrame:
    """The parts of the notebooks put together, and what became of the decisions that named a number.

    A part that no notebook has made yet is made here.
    """
    parts = review.parts()
    for part in MAKERS.keys() - parts.keys():
        desk, call = MAKERS[part]
        getattr(import_module(f"helpers.run.desk.{desk}"), call)(review)
    said(review, facts.merge(rows for part, rows in review.parts().items() if part != SAID))
    return facts.merge(review.parts().values())


def write_reports(
    review: Workspace, rows: pd.DataFrame, *, languages: Iterable[str], internal: bool = False
) -> dict[str, Report]:
    """Compose report, agenda and weekly texts in each language and leave them in ``report/``; internal ones beside."""
    reports = {}
    for lang in languages:
        reports[lang] = _papers(_case(review, rows, lang=lang, internal=False), review.folder / "report")
        if internal:
            _papers(_case(review, rows, lang=lang, internal=True), review.folder / "report" / "internal")
        _joint_profile(review, lang=lang)
    return reports


def _joint_profile(review: Workspace, *, lang: str) -> None:
    """The proposed joint profile as a form for people to accept or not, where both teams wrote theirs."""
    rows = review.all_rows().get("icp_joint", pd.DataFrame())
    text = joint_profile_yaml(rows, lang=lang, currency=review.engagement.currency) if len(rows) else ""
    if text:
        (review.folder / "report" / f"icp_joint.{lang}.yml").write_text(text, encoding="utf-8", newline="\n")


def _case(review: Workspace, rows: pd.DataFrame, *, lang: str, internal: bool) -> Case:
    names, stale = _inside(review) if internal else ({}, ())
    return open_case(rows, review.contract, review.engagement, period=review.period, lang=lang, internal=internal,
                     names=names, stale=stale, tables=review.all_rows(),
                     agreements=review.agreements)  # fmt: skip


def _papers(case: Case, folder: Path) -> Report:
    """Everything people read of one case, each as a file of text."""
    report, lang = written(case), case.words.lang
    agenda = compose_agenda(case, decide=decide(case), moved=moved(case))
    papers = {
        f"report.{lang}.json": report.to_json(),
        f"agenda.{lang}.md": agenda_markdown(agenda),
        f"for_sales.{lang}.txt": weekly_text(case, "for_sales"),
        f"for_marketing.{lang}.txt": weekly_text(case, "for_marketing"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in papers.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return report


def _inside(review: Workspace) -> tuple[dict[str, str], tuple[str, ...]]:
    usual = review.engagement.windows.usual_cycle_days
    names, stale = companies_and_overdue(review.tables.tables, period=review.period, usual_cycle=usual)
    waiting = review.all_rows().get("calls", pd.DataFrame(columns=["account_id"]))["account_id"]
    return {**accounts_named(review.tables["companies"], set(waiting)), **names}, stale


def sentences(report: Report) -> pd.DataFrame:
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
