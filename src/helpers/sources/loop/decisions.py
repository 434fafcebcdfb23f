"""What was decided or believed, its test, who owes it, and how it ended."""

from __future__ import annotations

import re

import pandas as pd

from helpers.sources.companies import column
from helpers.sources.ledger import LINE
from helpers.sources.loop.known import Known, day, text, word
from helpers.sources.metric_names import metric_named
from helpers.sources.reader import header_key

_WHOLE = {"all", "todo", "toda", "todos", "todas", "everything"}
_PAIR = re.compile(r"\s*([^=;]+?)\s*=\s*([^=;]+?)\s*")


def decisions(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    """One row for each decision or hypothesis; without an id it is 'D' and its line."""
    ledger = known.ledger
    frame = ledger.set_aside(frame, frame["on"].isna(), "no_date")
    frame = ledger.set_aside(frame, frame["words"].isna(), "no_words")
    ids = text(frame, "decision_id", known)
    frame = frame.assign(decision_id=ids.where(ids.notna(), "D" + frame[LINE].astype("str")))
    frame = ledger.set_aside(frame, frame["decision_id"].duplicated(), "duplicate_id")
    closed = day(frame, "closed")
    backwards = closed < frame["on"]
    ledger.remark(frame, backwards, "closed_before_made", field="closed")
    return frame.assign(
        kind=word(frame, "kind", known, form="decisions").fillna("decision"), words=text(frame, "words", known),
        metric=_metric(frame, known), segment=_segment(frame, known),
        expected=word(frame, "expected", known, form="decisions"), test=text(frame, "test", known),
        owner_team=word(frame, "owner_team", known, form="decisions").fillna("both"),
        owner_role=text(frame, "owner_role", known), due_on=day(frame, "due"), closed_on=closed.mask(backwards),
        verdict=word(frame, "verdict", known, form="decisions"),
    )  # fmt: skip


def _metric(frame: pd.DataFrame, known: Known) -> pd.Series:
    """Catalogue id, from the id or the name of a metric in either language."""
    raw = column(frame, "metric")
    if not raw.notna().any():
        return raw
    meant = raw.map({name: metric_named(str(name)) for name in raw.dropna().unique()}).astype("str")
    known.ledger.remark(frame, raw.notna() & meant.isna(), "unknown_metric", field="metric")
    return meant


def _segment(frame: pd.DataFrame, known: Known) -> pd.Series:
    """name=value; 'all' is no segment, and anything else is remarked and left out."""
    raw = column(frame, "segment")
    whole = {name for name in raw.dropna().unique() if header_key(str(name)) in _WHOLE}
    raw = raw.where(~raw.isin(whole))
    pairs = {name: "=".join(match.groups()) for name in raw.dropna().unique() if (match := _PAIR.fullmatch(str(name)))}
    meant = raw.map(pairs).astype("str")
    known.ledger.remark(frame, raw.notna() & meant.isna(), "unknown_segment", field="segment")
    return known.names.masked(meant)
