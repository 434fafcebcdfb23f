"""An objection that many deals hear and that nothing in the content register answers."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.facts import Fact
from helpers.feedback.content import assets
from helpers.feedback.counts import kept_forms, kept_uses
from helpers.feedback.coverage import heard_table, objection_gap
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "gap"


def find(basis: Basis) -> list[Finding]:
    """Which objection without an active asset is heard clearly more than objections are on average?

    One finding per objection that nothing answers, over the rolling year (``feedback.coverage.objection_gap``); empty
    without a register or without objections on record.
    """
    tables, year = basis.tables.tables, basis.period.rolling(12)
    (units,) = kept_forms.rows(kept_uses.hearing(tables, window=year))
    heard = heard_table(kept_forms.rows(kept_uses.heard(tables, window=year)), units=float(units["units"] or 0))
    return unanswered(objection_gap(heard, assets(kept_forms.rows(kept_forms.content(tables))), period=year))


def unanswered(facts: Sequence[Fact]) -> list[Finding]:
    """``value`` is the share of deals with any objection that hear this one; ``shown``: the ``average`` objection."""
    average = next((fact.value for fact in facts if fact.variant == "stat=average"), float("nan"))
    return [
        Finding(
            pattern=ID, where=fact.segment, value=fact.value, low=fact.low, high=fact.high, unit="share",
            claimed=fact.status == "clear", n=int(fact.n), shown={"average": average, "heard": fact.numerator},
        )
        for fact in facts if fact.variant == "" and fact.value == fact.value
    ]  # fmt: skip
