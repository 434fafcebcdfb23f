"""Counts of accounts: when they were won, how long after the first sign, how long they stay and what they bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from helpers.metrics.counts.money import sales_lines

#: Ages at which cumulative margin is read, in whole months.
HORIZONS = (12, 24, 36)
#: Bands of money: this many to each doubling, so that accounts of one band differ by less than a fifth.
_BANDS = 4
_MONEY = "decimal(18, 2)"


def acquired(acquisitions: ir.Table, *, as_of: date) -> ir.Table:
    """How many accounts became customers in each month? ``month, customers``; first and returned ones alike."""
    known = acquisitions.filter(acquisitions.on <= as_of)
    dated = known.mutate(month=_month(known.on))
    return dated.group_by("month").agg(customers=dated.count()).order_by("month")


def record_begins(reached: ir.Table) -> ir.Table:
    """On which day does the record begin? One row, ``day``: the first entry into any stage, missing without any."""
    return reached.agg(day=reached.on.min())


def months_to_customer(reached: ir.Table, *, as_of: date) -> ir.Table:
    """How many calendar months lie between an account's first stage and its becoming a customer?

    One row per ``stage`` (mql, opportunity) and ``lag`` (0 = same month) with ``accounts``. Only days that may give a
    duration, at account grain.
    """
    known = reached.filter((reached.grain == "account") & (reached.on <= as_of) & reached.timed)
    first = known.filter(known.stage.isin(["mql", "opportunity"]))
    won = known.filter(known.stage == "customer").select(won_id="entity_id", won_episode="episode", won_on="on")
    both = first.join(won, [first.entity_id == won.won_id, first.episode == won.won_episode])
    lags = both.filter(both.won_on >= both.on).select("stage", lag=_index(both.won_on) - _index(both.on))
    return lags.group_by(["stage", "lag"]).agg(accounts=lags.count()).order_by(["stage", "lag"])


def contract_lives(subscriptions: ir.Table, *, margin: float | None, as_of: date) -> ir.Table:
    """How long do accounts keep subscribing, and what do they bring a month?

    One row per ``month`` of the account's first day, ``whole`` (that day is the first of the month), ``life`` in months
    begun until its last contract ended (missing while one runs), ``known`` (every contract has a margin, its own or
    ``margin``) and ``band`` of monthly revenue; with ``accounts``, ``billed`` account-months, and over them
    ``revenue`` and gross ``margin`` (DECIMAL).
    """
    accounts = _accounts(_contracts(subscriptions, margin, as_of), as_of)
    keys = ["month", "whole", "life", "known", "band"]
    return (
        accounts.group_by(keys)
        .agg(
            accounts=accounts.count(),
            billed=accounts.billed.sum(),
            revenue=accounts.revenue.sum(),
            margin=accounts.margin.sum(),
        )
        .order_by(keys)
    )


def cumulative_margins(
    revenue: ir.Table, deals: ir.Table, acquisitions: ir.Table, *, margin: float | None, as_of: date
) -> ir.Table:
    """What had accounts brought in gross margin 12, 24 and 36 months after they became customers?

    One row per ``source`` (revenue or deals), ``month`` of the acquisition, ``whole`` (it was on a first day),
    ``horizon``, ``known`` (every sale has a margin) and ``band`` of that margin, with ``accounts`` and their
    ``margin`` (DECIMAL). Sales count from the acquisition up to the horizon or
    to the account's next acquisition. Whether a month is old enough for a horizon is for the estimate to say.
    """
    known = acquisitions.filter(acquisitions.on <= as_of)
    order = ibis.window(group_by=known.account_id, order_by=known.on)
    begun = known.select(won_id="account_id", won_on="on", next_on=known.on.lead().over(order))
    lines = _margined(sales_lines(revenue, deals, as_of=as_of), margin)
    parts = [_grown(begun, lines, source, months) for source in ("revenue", "deals") for months in HORIZONS]
    grown = ibis.union(*parts)
    keys = ["source", "month", "whole", "horizon", "known", "band"]
    return grown.group_by(keys).agg(accounts=grown.count(), margin=grown.margin.sum()).order_by(keys)


def _contracts(subscriptions: ir.Table, margin: float | None, as_of: date) -> ir.Table:
    """Contracts begun by ``as_of``: last day if it has come, months billed so far, revenue and margin over them."""
    known = subscriptions.filter(subscriptions.start_on <= as_of)
    dated = known.mutate(
        ended_on=(known.end_on <= as_of).ifelse(known.end_on, ibis.null("date")),
        share=_share(known.gross_margin, margin),
    )
    billed = _months_begun(dated.start_on, ibis.coalesce(dated.ended_on, ibis.literal(as_of)))
    return dated.select(
        "account_id",
        "start_on",
        "ended_on",
        running=dated.ended_on.isnull().ifelse(1, 0),
        monthly="monthly_base",
        revenue=(dated.monthly_base * billed).cast(_MONEY),
        margin=(dated.monthly_base * billed).cast(_MONEY) * dated.share,
        unknown=dated.share.isnull().ifelse(1, 0),
    )


def _accounts(contracts: ir.Table, as_of: date) -> ir.Table:
    """One row per account: its first month, its life if its last contract has ended, its revenue and margin."""
    whole = contracts.group_by("account_id").agg(
        start=contracts.start_on.min(),
        end=contracts.ended_on.max(),
        running=contracts.running.max(),
        monthly=contracts.monthly.sum(),
        revenue=contracts.revenue.sum(),
        margin=contracts.margin.sum(),
        unknown=contracts.unknown.max(),
    )
    end = (whole.running == 1).ifelse(ibis.null("date"), whole.end)
    return whole.select(
        "revenue",
        month=_month(whole.start),
        whole=whole.start.day() == 1,
        life=_months_begun(whole.start, end),
        known=whole.unknown == 0,
        band=_band(whole.monthly),
        billed=_months_begun(whole.start, ibis.coalesce(end, ibis.literal(as_of))),
        margin=(whole.unknown == 0).ifelse(whole.margin, ibis.null(whole.margin.type())),
    )


def _margined(lines: ir.Table, margin: float | None) -> ir.Table:
    """Sales with their gross margin: as invoiced, else amount × the engagement's margin, else missing."""
    share = ibis.null("decimal(18, 4)") if margin is None else ibis.literal(_exact(margin), "decimal(18, 4)")
    return lines.select(
        "source", "account_id", "on", margin=ibis.coalesce(lines.margin, (lines.amount * share).cast(_MONEY))
    )


def _grown(begun: ir.Table, lines: ir.Table, source: str, months: int) -> ir.Table:
    """One row per acquisition: what it brought within ``months``, by the sales of one source."""
    own = lines.filter(lines.source == source)
    age = _index(own.on) - _index(begun.won_on) - (own.on.day() < begun.won_on.day()).ifelse(1, 0)
    matched = begun.join(
        own,
        [
            begun.won_id == own.account_id,
            own.on >= begun.won_on,
            begun.next_on.isnull() | (own.on < begun.next_on),
            age < months,
        ],
        how="left",
    )
    grown = matched.group_by(["won_id", "won_on"]).agg(
        margin=ibis.coalesce(matched.margin.sum(), ibis.literal(Decimal(0), matched.margin.type())),
        unknown=(matched.on.notnull() & matched.margin.isnull()).ifelse(1, 0).sum(),
    )
    return grown.select(
        "margin",
        known=grown.unknown == 0,
        source=ibis.literal(source),
        month=_month(grown.won_on),
        whole=grown.won_on.day() == 1,
        horizon=ibis.literal(months),
        band=_band(grown.margin),
    )


def _band(money: ir.DecimalValue) -> ir.IntegerValue:
    """Number of the band an amount lies in: narrow for small and wide for large amounts, signed, 0 around nothing."""
    size = (money.abs().cast("float64") + 1).ln() * (_BANDS / 0.6931471805599453)
    return (money < 0).ifelse(-1, 1) * size.floor().cast("int64")


def _share(column: ir.FloatingValue, margin: float | None) -> ir.DecimalValue:
    """A contract's own margin, else the engagement's, else missing; exact, so that sums of money stay exact."""
    own = column.cast("decimal(18, 4)")
    return own if margin is None else ibis.coalesce(own, ibis.literal(_exact(margin), "decimal(18, 4)"))


def _exact(share: float) -> Decimal:
    return Decimal(f"{share:.4f}")


def _months_begun(start: ir.DateValue, last: ir.DateValue) -> ir.IntegerValue:
    """Months of service from ``start`` to ``last``, both included, a begun month counted whole; at least 1.

    Missing where ``last`` is; not by ``greatest``, which passes over missing values on some engines and not on others.
    """
    months = _index(last) - _index(start) + (last.day() >= start.day()).ifelse(1, 0)
    return (months < 1).ifelse(1, months)


def _index(day: ir.DateValue) -> ir.IntegerValue:
    return day.year() * 12 + day.month()


def _month(day: ir.DateValue) -> ir.DateValue:
    return day.truncate("M").cast("date")


_EXAMPLE = date(2026, 10, 31)
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: acquired(tables["acquisitions"], as_of=_EXAMPLE),
    lambda tables: record_begins(tables["reached"]),
    lambda tables: months_to_customer(tables["reached"], as_of=_EXAMPLE),
    lambda tables: contract_lives(tables["subscriptions"], margin=0.8, as_of=_EXAMPLE),
    lambda tables: cumulative_margins(
        tables["revenue"], tables["deals"], tables["acquisitions"], margin=None, as_of=_EXAMPLE
    ),
)
