"""Smaller counts of hand-offs: reasons, absences, who sells, and how many people stand behind a customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from helpers.handoff.counts.cells import EXAMPLE
from helpers.handoff.terms import Terms

_REFUSED = ("rejected", "recycled")


def reasons(handoffs: ir.Table, *, terms: Terms) -> ir.Table:
    """Why were hand-offs not taken on?

    ``month`` of the request, ``reason`` (``unmapped`` where no code fits, ``none`` where none is given), ``reason_raw``
    (only of unmapped ones) with ``n`` rejected or recycled episodes, decided by ``as_of``.
    """
    known = _known(handoffs, terms)
    refused = known.filter(known.decision.isin(_REFUSED) & (known.decided_on <= terms.as_of).fill_null(True))
    given = refused.reason.notnull() | refused.reason_raw.notnull()
    named = refused.mutate(code=given.ifelse(refused.reason.fill_null("unmapped"), "none"))
    rows = named.select(
        month=named.requested_on.truncate("M").cast("date"), reason=named.code,
        reason_raw=(named.code == "unmapped").ifelse(named.reason_raw.fill_null(""), ""),
    )  # fmt: skip
    keys = ["month", "reason", "reason_raw"]
    return rows.group_by(keys).agg(n=rows.count()).order_by(keys)


def absences(handoffs: ir.Table, *, terms: Terms) -> ir.Table:
    """How long were recycled people away before they came back? ``month`` of the request, ``away_days`` with ``n``."""
    following = handoffs.requested_on.lead().over(ibis.window(group_by=handoffs.person_id, order_by=handoffs.episode))
    rows = _known(handoffs.mutate(back_on=following), terms)
    back = rows.filter(
        (rows.decision == "recycled") & (rows.back_on <= terms.as_of) & (rows.decided_on <= rows.back_on)
    )
    days = back.select(
        month=back.requested_on.truncate("M").cast("date"),
        away_days=back.back_on.delta(back.decided_on, unit="day").cast("int64"),
    )
    keys = ["month", "away_days"]
    return days.group_by(keys).agg(n=days.count()).order_by(keys)


def sellers(handoffs: ir.Table, *, terms: Terms) -> ir.Table:
    """How many sellers of each group were handed something in the last twelve months? ``seller_group, sellers``."""
    known = _known(handoffs, terms)
    recent = known.filter(known.owner.notnull() & (known.requested_on >= terms.year_from))
    return recent.group_by("seller_group").agg(sellers=recent.owner.nunique()).order_by("seller_group")


def buyers(reached: ir.Table, *, terms: Terms) -> ir.Table:
    """How many people became customers, of how many accounts? One row: ``people, accounts``."""
    known = reached.filter((reached.grain == "person") & (reached.stage == "customer") & (reached.on <= terms.as_of))
    return known.agg(people=known.entity_id.nunique(), accounts=known.account_id.nunique())


def _known(handoffs: ir.Table, terms: Terms) -> ir.Table:
    return handoffs.filter(handoffs.requested_on.between(terms.first, terms.as_of))


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: reasons(tables["handoffs"], terms=EXAMPLE),
    lambda tables: absences(tables["handoffs"], terms=EXAMPLE),
    lambda tables: sellers(tables["handoffs"], terms=EXAMPLE),
    lambda tables: buyers(tables["reached"], terms=EXAMPLE),
)
