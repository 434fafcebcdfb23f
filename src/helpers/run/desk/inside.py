"""What only the internal edition shows: company names, and the deals that have been open too long, one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import ibis.expr.types as ir

from helpers.engine import fetch
from helpers.periods import Period


def overdue(deals: ir.Table, *, last: date, usual_cycle: int) -> ir.Table:
    """Which deals of new business does ``no_decision`` count on day ``last``? One row per deal, oldest first.

    Open then, and created more than twice ``usual_cycle`` days before; a deal closed without a day is not known to
    have been open.
    """
    ended = deals.outcome.isin(["won", "lost"])
    waiting = (~ended & (deals.outcome != "void")) | (deals.closed_on > last)
    begun = deals.created_on < last - timedelta(days=2 * usual_cycle)
    found = deals.filter((deals.kind == "new") & (deals.outcome != "void") & waiting & begun)
    return found.order_by("created_on", "deal_id").select("deal_id", "created_on")


def named(deals: ir.Table, companies: ir.Table) -> ir.Table:
    """The company of each deal that has one: ``deal_id, name``."""
    known = companies.filter(companies.name.notnull()).select("company_id", "name")
    return deals.join(known, "company_id").select("deal_id", "name").order_by("deal_id")


def accounts_named(companies: ir.Table, accounts: Collection[str]) -> dict[str, str]:
    """The company of each of these accounts that has a name; of a group of companies the one it is called by."""
    known = companies.filter(companies.name.notnull() & companies.account_id.isin(list(accounts) or [""]))
    own = (known.company_id == known.account_id).ifelse(0, 1)
    rows = fetch(known.select("account_id", "name", own=own).order_by("account_id", "own", "name"))
    return dict(zip(rows["account_id"][::-1], rows["name"][::-1], strict=True))


def companies_and_overdue(
    tables: Mapping[str, ir.Table], *, period: Period, usual_cycle: int
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The companies of the deals an internal review lists, and the ids of those open for too long.

    Listed are deals closed in the twelve months up to the one under review, and those open for too long.
    """
    deals = tables["deals"]
    late = tuple(fetch(overdue(deals, last=period.last, usual_cycle=usual_cycle))["deal_id"])
    shown = deals.filter(
        deals.closed_on.between(period.rolling(12).first, period.last) | deals.deal_id.isin(late or ("",))
    )
    rows = fetch(named(shown, tables["companies"]))
    return dict(zip(rows["deal_id"], rows["name"], strict=True)), late
