"""Counts of money: acquisition cost by month, revenue by month and by how long its account has been a customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.metrics.counts.stages import alike


def monthly_costs(costs: ir.Table, *, as_of: date) -> ir.Table:
    """What did each team spend in each month, by the share of it that wins new customers?

    One row per ``month, team, acquisition_share`` with ``amount`` (DECIMAL, credits taken off) and ``lines``.
    """
    known = costs.filter(costs.month <= as_of)
    dated = known.mutate(month=known.month.truncate("M").cast("date"))
    keys = ["month", "team", "acquisition_share"]
    return dated.group_by(keys).agg(amount=dated.amount_base.sum(), lines=dated.count()).order_by(keys)


def sales_lines(revenue: ir.Table, deals: ir.Table, *, as_of: date) -> ir.Table:
    """Every sale known on ``as_of``: one row per invoice line (``source`` revenue) and one per won deal with a usable
    amount (``source`` deals), so that estimates can fall back on the second.

    ``source, line, account_id, on, product_group, amount, margin``.
    """
    return ibis.union(_invoiced(revenue, as_of), _won(deals, as_of))


def monthly_revenue(revenue: ir.Table, deals: ir.Table, acquisitions: ir.Table, *, as_of: date) -> ir.Table:
    """How much was sold in each month to accounts that became customers in which month?

    One row per ``source, month, since`` (first days of months) with ``lines``, ``amount`` and ``squares``, the sum of
    squared amounts that the interval of a sum needs; both DECIMAL.
    """
    lines = _with_since(sales_lines(revenue, deals, as_of=as_of), acquisitions)
    dated = lines.mutate(month=_month(lines.on), since=_month(lines.since))
    keys = ["source", "month", "since"]
    return (
        dated.group_by(keys)
        .agg(lines=dated.count(), amount=dated.amount.sum(), squares=(dated.amount * dated.amount).sum())
        .order_by(keys)
    )


def cross_sales(
    revenue: ir.Table, acquisitions: ir.Table, *, windows: Sequence[tuple[date, date]], as_of: date
) -> ir.Table:
    """In each window, how many existing accounts bought, and how many of them a product group new to them?

    One row; columns ``active_0, crossed_0, active_1 …`` in the order of ``windows`` (first and last day) and ``named``,
    the number of lines with a product group. Existing: customer since before the window.
    """
    lines = _with_since(_invoiced(revenue, as_of), acquisitions)
    own = ibis.window(group_by=[lines.account_id, lines.product_group])
    marked = lines.mutate(first=lines.on.min().over(own))
    columns: dict[str, ir.Value] = {"named": marked.product_group.count()}
    for place, (first, last) in enumerate(windows):
        existing = marked.on.between(first, last) & (marked.since.isnull() | (marked.since < first))
        fresh = existing & marked.product_group.notnull() & (marked.first >= first)
        columns[f"active_{place}"] = marked.account_id.nunique(where=existing)
        columns[f"crossed_{place}"] = marked.account_id.nunique(where=fresh)
    return marked.agg(**columns)


def _with_since(lines: ir.Table, acquisitions: ir.Table) -> ir.Table:
    """Adds ``since``, the last day on or before the sale on which its account became a customer (missing if none).

    Grouping by the line afterwards keeps one row a line, however often its account was acquired.
    """
    known = acquisitions.select(acquired=acquisitions.account_id, day=acquisitions.on)
    matched = lines.join(known, [lines.account_id == known.acquired, known.day <= lines.on], how="left")
    return matched.group_by([matched[name] for name in lines.columns]).agg(since=matched.day.max())


def _month(day: ir.DateValue) -> ir.DateValue:
    return day.truncate("M").cast("date")


_LINE = ["source", "line", "account_id", "on", "product_group", "amount", "margin"]


def _invoiced(revenue: ir.Table, as_of: date) -> ir.Table:
    known = revenue.filter(revenue.on <= as_of)
    rows = known.select(
        "account_id", "on", "product_group",
        source=ibis.literal("revenue"), line=known.row.cast("string"),
        amount=known.amount_base, margin=known.margin_base,
    )  # fmt: skip
    return alike(rows, _LINE)


def _won(deals: ir.Table, as_of: date) -> ir.Table:
    usable = (deals.outcome == "won") & (deals.amount_flag == "ok") & (deals.closed_on <= as_of)
    won = deals.filter(usable)
    rows = won.select(
        "account_id",
        source=ibis.literal("deals"), line=won.deal_id, on=won.closed_on,
        product_group=ibis.null("string"), amount=won.amount_base, margin=ibis.null(won.amount_base.type()),
    )  # fmt: skip
    return alike(rows, _LINE)


_EXAMPLE = date(2026, 10, 31)
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: monthly_costs(tables["costs"], as_of=_EXAMPLE),
    lambda tables: sales_lines(tables["revenue"], tables["deals"], as_of=_EXAMPLE),
    lambda tables: monthly_revenue(tables["revenue"], tables["deals"], tables["acquisitions"], as_of=_EXAMPLE),
    lambda tables: cross_sales(
        tables["revenue"], tables["acquisitions"], windows=[(date(2025, 11, 1), _EXAMPLE)], as_of=_EXAMPLE
    ),
)
