"""Looking up what customers say and respond to: names of themes, shares in order, verdicts of their differences."""

from __future__ import annotations

from helpers.agreements.codes import UNMAPPED
from helpers.facts import Row
from helpers.periods import Period
from helpers.report.case import Case
from helpers.report.naming import part
from helpers.words import msg

#: What a touch is told apart by, as a reader calls it.
LEVELS = {"topic": msg("Topic"), "format": msg("Format"), "asset": msg("Asset"), "campaign": msg("Campaign")}
NO_THEME = msg("(fits no theme)")


def theme(case: Case, code: str) -> str:
    """What a theme is called."""
    if code == UNMAPPED:
        return case.say(NO_THEME)
    label = case.agreements.themes.label(code, lang=case.words.lang)
    return label if label != code else part(case.words, "theme", code)


def quoted(case: Case, name: str) -> str:
    """A name inside a sentence, in quotation marks of the language."""
    return case.say("“{name}”", name=name)


def place(case: Case, segment: str) -> str:
    """A part of the market, as it is shown."""
    name, _, value = segment.partition("=")
    return part(case.words, name, value)


def shares(case: Case, metric: str, *, period: Period, **how: object) -> list[Row]:
    """The parts of a metric with this variant, the most frequent first; what fits no theme is last."""
    found = [
        row
        for row in case.book.rows(metric, segment=None)
        if row.period == str(period) and row.segment != "all" and row.known and row.how == how
    ]
    return sorted(found, key=lambda row: (named(row) == UNMAPPED, -row.numerator, row.segment))


def named(row: Row) -> str:
    """The value of a one-part segment."""
    return next(iter(row.where.values()), "")


def against(case: Case, row: Row, **how: str) -> Row | None:
    """The difference that belongs to a share."""
    return case.book.get(row.metric, period=row.period, clock=row.clock, segment=row.segment, **how)


def clear(row: Row | None) -> bool:
    """Whether a difference is beyond noise."""
    return row is not None and row.known and row.status == "clear"


def latest(case: Case, metric: str) -> list[Row]:
    """Shares of the last three months where anything was heard in them, else of the last twelve."""
    for length in (3, 12):
        found = [
            row
            for row in shares(case, metric, period=case.period.rolling(length))
            if row.numerator and named(row) != UNMAPPED
        ]
        if found:
            return found
    return []
