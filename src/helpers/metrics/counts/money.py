"""Counts of money: acquisition cost by month, revenue by month and by how long its account has been a customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        .agg(lines=dated.count(), amount=dated.amount.sum(), squares=squared(dated.amount).sum())
        .order_by(keys)
    )


def squared(amount: ir.DecimalValue) -> ir.DecimalValue:
    """The square of an amount, to the last of its four decimals; wide, for engines may keep 18 × 18 digits at 18."""
    return (amount.cast("decimal(19, 2)") * amount).cast("decimal(38, 4)")


def cross_sales(revenue: ir.Table, acquisitions: ir.Table, *, as_of: date) -> ir.Table:
    """In which rolling years did existing accounts buy, and in which a product group new to them?

    One row per ``kind`` (bought, crossed), ``opens`` and ``shuts`` with ``accounts``: so many accounts belong to every
    year that ends in a month from ``opens`` to ``shuts`` (12 × year + month; none where ``opens`` is the later one),
    and an account belongs to a year through one row only, so that sums over rows count accounts once. Existing:
    customer since before the year, or since before the records.
    """
    lines = _with_since(_invoiced(revenue, as_of), acquisitions)
    own = ibis.window(group_by=[lines.account_id, lines.product_group])
    dated = lines.mutate(place=_index(lines.on), known=_index(lines.since), first=_index(lines.on.min().over(own)))
    named = dated.filter(dated.product_group.notnull() & (dated.first == dated.place))
    both = ibis.union(_stays(dated, "bought"), _stays(named, "crossed"))
    keys = ["kind", "opens", "shuts"]
    return both.group_by(keys).agg(accounts=both.count()).order_by(keys)


def _stays(lines: ir.Table, kind: str) -> ir.Table:
    """One row per account and month with a sale: the year ends in which this sale is the one that counts.

    A sale of month m lies in the years that end in m … m + 11; those up to 11 months after the account's previous sale
    are counted there already.
    """
    months = lines.group_by(["account_id", "place"]).agg(known=lines.known.max())
    order = ibis.window(group_by=months.account_id, order_by=months.place)
    before = months.place.lag().over(order)
    opens = ibis.greatest(
        months.place, ibis.coalesce(before + 12, months.place), ibis.coalesce(months.known + 12, months.place)
    )
    return months.select(kind=ibis.literal(kind), opens=opens, shuts=months.place + 11)


def _with_since(lines: ir.Table, acquisitions: ir.Table) -> ir.Table:
    """Adds ``since``, the last day on or before the sale on which its account became a customer (missing if none).

    Grouping by the line afterwards keeps one row a line, however often its account was acquired.
    """
    known = acquisitions.select(acquired=acquisitions.account_id, day=acquisitions.on)
    matched = lines.join(known, [lines.account_id == known.acquired, known.day <= lines.on], how="left")
    return matched.group_by([matched[name] for name in lines.columns]).agg(since=matched.day.max())


def _month(day: ir.DateValue) -> ir.DateValue:
    return day.truncate("M").cast("date")


def _index(day: ir.DateValue) -> ir.IntegerValue:
    return day.year() * 12 + day.month()


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
    lambda tables: cross_sales(tables["revenue"], tables["acquisitions"], as_of=_EXAMPLE),
)
