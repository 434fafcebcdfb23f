"""Calls of ``05_feedback`` on what is kept: content, decisions, rituals; and what became of what was decided."""

from __future__ import annotations

import pandas as pd

from helpers.feedback.counts import kept_forms
from helpers.feedback.decisions import Decision, known
from helpers.feedback.kept import facts_of, gathered, tables_of
from helpers.feedback.said import said_facts, said_tables
from helpers.run.workspace import Workspace

PART, SAID = "05_kept", "06_said"


def kept(review: Workspace) -> pd.DataFrame:
    """Every fact about what is kept, as this notebook's part; the tables row by row are left beside it."""
    found = gathered(review.tables, period=review.period)
    review.keep_tables(tables_of(found, review.engagement, review.agreements, period=review.period))
    return review.keep(PART, facts_of(found, review.engagement, review.agreements, period=review.period))


def said(review: Workspace, rows: pd.DataFrame) -> pd.DataFrame:
    """What became of the numbers that decisions named, from the facts ``rows`` of the other parts."""
    decisions = _decisions(review)
    review.keep_tables(said_tables(rows, decisions, period=review.period))
    return review.keep(SAID, said_facts(rows, decisions, period=review.period))


def _decisions(review: Workspace) -> list[Decision]:
    as_of = review.period.as_of
    return known(kept_forms.rows(kept_forms.decisions(review.tables.tables, as_of=as_of)), as_of=as_of)
