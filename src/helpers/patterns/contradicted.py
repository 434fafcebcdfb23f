"""A message after which deals hear the very objection that it promises away."""

from __future__ import annotations

from helpers.engine import fetch
from helpers.facts import Fact
from helpers.feedback.counts import decided
from helpers.feedback.messages import MONTHS, followed, message_contradicted
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "contradicted"


def find(basis: Basis) -> list[Finding]:
    """Which message do customers contradict?

    One finding per message with a promise, over two years (``feedback.messages.message_contradicted``); empty without
    messages, and where no deal met one or none did not.
    """
    tables, period = basis.tables.tables, basis.period
    messages = followed(fetch(tables["messages"]))
    if not messages:
        return []
    met = fetch(decided.met(tables, window=period.rolling(MONTHS), recent=period.rolling(12).first, messages=messages))
    facts = message_contradicted(messages, met, period=period)
    return [spoken_against(fact) for fact in facts if fact.value == fact.value]


def spoken_against(fact: Fact) -> Finding:
    """One message: ``value`` is how much larger the share that hears the objection is among deals that met it.

    Claimed where it is clearly larger; deals that hear it less are no contradiction. ``shown``: the share among those
    that met it (``heard``) and among the ``others``, of the same outcomes, half-years and other messages.
    """
    return Finding(
        pattern=ID, where=fact.segment, value=fact.value, low=fact.low, high=fact.high, unit="share",
        claimed=fact.status == "clear" and fact.value > 0, n=int(fact.n),
        shown={"heard": fact.prior + fact.value, "others": fact.prior},
    )  # fmt: skip
