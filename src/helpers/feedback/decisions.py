"""Decisions and hypotheses: closed by their day, still open, and how beliefs turned out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import count, gap, share, where
from helpers.periods import Period


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One row of the form, as known on the day of the review."""

    decision_id: str
    on: date
    kind: str
    words: str
    metric: str | None = None
    segment: str | None = None
    expected: str | None = None
    test: str | None = None
    owner_team: str = "both"
    owner_role: str | None = None
    due_on: date | None = None
    closed_on: date | None = None
    verdict: str | None = None

    @property
    def open(self) -> bool:
        """Neither closed nor judged."""
        return self.closed_on is None and self.verdict is None

    def overdue(self, as_of: date) -> bool:
        """Open after its day."""
        return self.open and self.due_on is not None and self.due_on < as_of


_FIELDS = tuple(Decision.__dataclass_fields__)


def known(rows: Iterable[Mapping[str, Any]], *, as_of: date) -> list[Decision]:
    """The form as it stood on ``as_of``: what was closed later is still open, and its verdict not known."""
    return [_on(Decision(**{name: row[name] for name in _FIELDS}), as_of) for row in rows if row["on"] <= as_of]


def _on(decision: Decision, as_of: date) -> Decision:
    if decision.closed_on is None or decision.closed_on <= as_of:
        return decision
    return Decision(**vars(decision) | {"closed_on": None, "verdict": None})


def decisions_on_time(found: Sequence[Decision], *, period: Period) -> list[Fact]:
    """Of the decisions due in the window, how many were closed by their day? Share.

    Decisions only, not hypotheses; one judged without a day of closing is left out. A complete count of what the teams
    promised each other; the interval says how far the habit behind it may lie.
    """
    if not found:
        return [gap("decisions_on_time", "no_decisions", period=period, unit="share")]
    due = [each for each in found if each.kind == "decision" and each.due_on and period.holds(each.due_on)]
    dated = [each for each in due if each.open or each.closed_on]
    kept = [each for each in dated if each.closed_on and each.due_on and each.closed_on <= each.due_on]
    return [share("decisions_on_time", len(kept), len(dated), period=period)]


def decisions_open(found: Sequence[Decision], *, period: Period) -> list[Fact]:
    """How many decisions are open at the end of the month, and how many of them after their day? Count."""
    if not found:
        return [gap("decisions_open", "no_decisions", period=period, unit="count")]
    waiting = [each for each in found if each.kind == "decision" and each.open]
    late = sum(each.overdue(period.as_of) for each in waiting)
    return [
        count("decisions_open", len(waiting), period=period),
        count("decisions_open", late, period=period, variant="overdue=yes", denominator=len(waiting)),
    ]


def hypotheses(found: Sequence[Decision], *, period: Period) -> list[Fact]:
    """How did the beliefs of the window turn out? Count by verdict; ``open`` are those without one so far."""
    beliefs = [each for each in found if each.kind == "hypothesis"]
    inside = [each for each in beliefs if period.holds(each.on) or each.open]
    if not found:
        return [gap("hypotheses", "no_decisions", period=period, unit="count")]
    verdicts = [each.verdict or ("open" if each.open else "unclear") for each in inside]
    return [
        count("hypotheses", len(inside), period=period),
        *(
            count("hypotheses", verdicts.count(verdict), period=period, segment=where(verdict=verdict),
                  denominator=len(inside))
            for verdict in sorted(set(verdicts))
        ),
    ]  # fmt: skip
