"""Counts of answers: what new customers say brought them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.journeys import SELF_REPORTED
from helpers.periods import Period


def answers(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """What did the people of the window's new customers say brought them?

    One row per ``channel`` (missing for those nobody answered for) with ``customers``: acquisitions of the window. Of
    several answers of an account the first counts, unless it came after the day of the acquisition; it never gets old.
    """
    first = _first_answers(tables["touches"], tables["people"])
    won = tables["acquisitions"].filter(tables["acquisitions"].on.between(window.first, window.last))
    both = won.join(first, [won.account_id == first.account, first.answered_on <= won.on], how="left")
    return both.group_by("channel").agg(customers=both.count()).order_by("channel")


def _first_answers(touches: ir.Table, people: ir.Table) -> ir.Table:
    """One row per account with an answer: ``account, answered_on, channel``."""
    said = touches.filter(touches.kind == SELF_REPORTED)
    owners = people.select(owner_id="person_id", owner_account="account_id")
    owned = said.join(owners, said.person_id == owners.owner_id, how="left")
    rows = owned.mutate(account=ibis.coalesce(owned.account_id, owned.owner_account))
    order = ibis.window(group_by=rows.account, order_by=[rows.on, rows.touch_id])
    placed = rows.mutate(place=ibis.row_number().over(order))
    known = placed.filter((placed.place == 0) & placed.account.notnull())
    return known.select("account", "channel", answered_on="on")


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: answers(tables, window=Period.parse("2025-11/2026-10")),
)
