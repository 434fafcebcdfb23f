"""A ritual of both teams that was held, and then no more."""

from __future__ import annotations

from helpers.facts import Fact
from helpers.feedback.counts import kept_forms
from helpers.feedback.meetings import known, ritual_dying
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "dying"


def find(basis: Basis) -> list[Finding]:
    """Which ritual has stopped, beyond what its own record lets expect?

    One finding per ritual (``feedback.meetings.ritual_dying``); empty without the form of meetings.
    """
    written = kept_forms.rows(kept_forms.meetings(basis.tables.tables, as_of=basis.period.as_of))
    facts = ritual_dying(known(written, as_of=basis.period.as_of), period=basis.period)
    return [stopped(fact) for fact in facts if fact.value == fact.value]


def stopped(fact: Fact) -> Finding:
    """One ritual: ``value`` is how many planned meetings in a row, up to the end, were not held: counted.

    ``shown``: ``missed`` of the ``planned`` meetings before that row.
    """
    return Finding(
        pattern=ID, where=fact.segment, value=fact.value, low=fact.value, high=fact.value, unit="count",
        claimed=fact.status == "clear", n=int(fact.n),
        shown={"missed": fact.numerator, "planned": fact.denominator},
    )  # fmt: skip
