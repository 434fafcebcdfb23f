"""Facts of two companies, made by rule and not by the engine, to render reports from: every metric of
docs/architecture.md, immature months, thin segments, a trend, missing values."""

from __future__ import annotations

import math
from datetime import date
from functools import cache

import pandas as pd

from helpers.contract import Contract, FileAccount, Finding, SetAside
from helpers.engagement import Engagement, preset
from helpers.facts import Fact, frame, pairs
from helpers.periods import Period

PERIOD = Period.parse("2026-10")
START = date(2024, 11, 1)
MONTHS = list(Period(START, PERIOD.last).months())
FLOW = ("leads", "mqls", "sqls", "opportunities", "customers")
STEPS = {
    "lead_to_mql": ("leads", 0.34), "mql_to_sql": ("mqls", 0.41), "sql_to_opportunity": ("sqls", 0.62),
    "opportunity_to_customer": ("opportunities", 0.27), "mql_to_customer": ("mqls", 0.072),
}  # fmt: skip


@cache
def engagement(context: str) -> Engagement:
    """One of the two companies."""
    names = {"digital-native": ("Northwind Cloud", "USD"), "sales-led": ("Talleres Aldaba, S. A.", "EUR")}
    client, currency = names[context]
    return Engagement.model_validate(
        preset(context)
        | {"client": client, "currency": currency, "context": context, "time_zone": "Europe/Madrid",
           "languages": ["en", "es"], "segments": {"channel": "people.source", "country": "companies.country"}}
    )  # fmt: skip


def contract() -> Contract:
    """Two files, one of them with rows set aside, and two findings."""
    return Contract(
        files=[
            FileAccount(name="leads.csv", rows_read=5204, rows_used=5181, table="people",
                        set_aside=[SetAside(reason="duplicate_id", rows=21), SetAside(reason="excluded", rows=2)]),
            FileAccount(name="opportunities.csv", rows_read=1202, rows_used=1202, table="deals"),
        ],
        findings=[],
    )  # fmt: skip


def left_truncated() -> Contract:
    """The same, with no win before a date."""
    found = Finding(code="no_wins_before", severity="warning", table="deals", date="2025-03-05", count=412)
    return contract().model_copy(update={"findings": [found]})


def interval(value: float, n: float) -> dict[str, float]:
    """A plausible interval of a share."""
    half = 1.96 * math.sqrt(max(value * (1 - value), 0.0004) / max(n, 1))
    return {"low": max(0.0, value - half), "high": min(1.0, value + half), "n": n}


def monthly(name: str, index: int, *, scale: float) -> float:
    """How many enter a stage in month ``index``."""
    base = {"leads": 520, "mqls": 176, "sqls": 72, "opportunities": 45, "customers": 12}[name]
    return float(round(scale * base * (1 + 0.015 * index) * (1 + 0.12 * math.sin(index * 1.7))))


def windows(index: int) -> list[tuple[Period, int]]:
    """Windows of 1, 3 and 12 months that end in month ``index``, as far as the data reach back."""
    return [(MONTHS[index].rolling(length), length) for length in (1, 3, 12) if index + 1 >= length]


def flows(scale: float) -> list[Fact]:
    """Counts of entries in every window."""
    rows = []
    for index in range(len(MONTHS)):
        for period, length in windows(index):
            for name in FLOW:
                total = sum(monthly(name, index - step, scale=scale) for step in range(length))
                rows.append(Fact(period=str(period), metric=name, value=total, unit="count", n=total))
    return rows


def conversions(scale: float, horizon: int) -> list[Fact]:
    """Rates on both clocks; the months that end less than the horizon ago are immature."""
    rows = []
    immature = math.ceil(horizon / 30)
    for index in range(len(MONTHS)):
        for period, length in windows(index):
            mature = index < len(MONTHS) - immature
            for step, (entry, true) in STEPS.items():
                n = sum(monthly(entry, index - back, scale=scale) for back in range(length))
                rate = round(true * (1 - 0.009 * index + 0.04 * math.sin(index)), 4)
                seen = rate if mature else round(rate * (len(MONTHS) - index) / (immature + 1), 4)
                hits = round(seen * n)
                base = {"metric": step, "unit": "share", "period": str(period)}
                young = {"mature": False, "status": "immature", "note": "immature"}
                state = {"mature": True} if mature else young
                rows.append(
                    Fact(
                        **base,
                        variant=f"horizon={horizon}",
                        clock="cohort",
                        value=seen,
                        numerator=hits,
                        denominator=n,
                        **interval(seen, n),
                        **state,
                    )
                )
                rows.append(
                    Fact(
                        **base,
                        variant="horizon=ever",
                        clock="cohort",
                        value=seen * 1.04,
                        numerator=hits,
                        denominator=n,
                        **interval(seen * 1.04, n),
                        **state,
                    )
                )
                rows.append(Fact(**base, value=round(rate * 0.93, 4), numerator=hits, denominator=n,
                                 **interval(rate * 0.93, n)))  # fmt: skip
    return rows


def closing(days_scale: float) -> list[Fact]:
    """Competing risks over all deals, and the plain figures beside them."""
    whole = str(Period(START, PERIOD.last))
    rows = []
    for days, share in ((30, 0.03), (60, 0.09), (90, 0.15), (180, 0.24), (365, 0.27)):
        rows.append(
            Fact(
                period=whole,
                metric="won_within",
                variant=f"days={days}",
                clock="cohort",
                value=share,
                unit="share",
                **interval(share, 980),
            )
        )
        rows.append(
            Fact(
                period=whole,
                metric="won_within",
                variant=f"days={days};from=mql",
                clock="cohort",
                value=share / 3,
                unit="share",
                **interval(share / 3, 3900),
            )
        )
    for variant, value in (("quantile=0.25", 48.0), ("", 84.0), ("quantile=0.75", 141.0)):
        rows.append(
            Fact(
                period=whole,
                metric="time_to_close",
                variant=variant,
                clock="cohort",
                unit="days",
                value=value * days_scale,
                low=value * days_scale * 0.9,
                high=value * days_scale * 1.12,
                n=980,
            )
        )
        mql = ";".join(part for part in ("from=mql", variant) if part)
        rows.append(
            Fact(
                period=whole,
                metric="time_to_close",
                variant=mql,
                clock="cohort",
                unit="days",
                value=value * days_scale * 1.3,
                n=3900,
            )
        )
    for stat, value in (("mean", 79.4), ("median", 71.0)):
        rows.append(
            Fact(
                period=whole,
                metric="time_to_close",
                variant=f"method=won_only;stat={stat}",
                clock="cohort",
                unit="days",
                value=value * days_scale,
                n=262,
            )
        )
    for index in range(11, len(MONTHS)):
        rows.append(Fact(period=str(MONTHS[index].rolling(12)), metric="time_to_close", unit="days", n=140,
                         variant="method=won_only;stat=median", value=(60 + index) * days_scale))  # fmt: skip
    return rows


def money(scale: float, *, costs: bool, margin: bool) -> list[Fact]:
    """Costs, CAC, LTV and their ratio; without costs or margin the rows say so."""
    rows = []
    for index in range(len(MONTHS)):
        for period, length in windows(index):
            at = str(period)
            spent = 61000.0 * length * scale
            for variant, part in (("", 1.0), ("scope=marketing", 0.44), ("scope=sales", 0.56)):
                rows.append(
                    _or(
                        costs,
                        Fact(period=at, metric="spend", variant=variant, unit="money", value=spent * part),
                        note="no_costs",
                    )
                )
            won = 148000.0 * length * scale * (1 + 0.02 * index)
            rows.append(Fact(period=at, metric="revenue_won", unit="money", value=won, n=12 * length))
            rows.append(
                Fact(period=at, metric="revenue_won", variant="kind=all", unit="money", value=won * 1.9, n=31 * length)
            )
            rows.append(Fact(period=at, metric="existing_revenue", unit="money", value=won * 0.9, n=19 * length))
            rows.append(
                Fact(
                    period=at,
                    metric="existing_revenue",
                    variant="as=share",
                    unit="share",
                    value=0.474,
                    n=31 * length,
                    low=0.41,
                    high=0.54,
                )
            )
            if length == 12:
                rows += _economics(at, index, scale, costs=costs, margin=margin)  # fmt: skip
    return rows


def _economics(at: str, index: int, scale: float, *, costs: bool, margin: bool) -> list[Fact]:
    cac = 4300.0 + 40 * index
    lags = {"": 1.0, "lag=median": 0.96, "lag=distribution": 0.97, "scope=marketing": 0.44,
            "sales_share=-20": 0.89, "sales_share=+20": 1.11}  # fmt: skip
    rows = [
        _or(costs, Fact(period=at, metric="unified_cac", variant=variant, unit="money", value=cac * part,
                        low=cac * part * 0.86, high=cac * part * 1.19, n=168), note="no_costs")
        for variant, part in lags.items()
    ]  # fmt: skip
    rows.append(
        _or(
            costs and margin,
            Fact(period=at, metric="cac_payback", unit="months", value=11.3, low=9.1, high=14.2, n=168),
            note="no_margin" if costs else "no_costs",
        )
    )
    rows.append(
        _or(
            costs and margin,
            Fact(period=at, metric="ltv_cac", unit="ratio", value=3.4 - 0.01 * index, low=2.6, high=4.3, n=168),
            note="no_margin" if costs else "no_costs",
        )
    )
    rows.append(Fact(period=at, metric="cross_sell", unit="share", value=0.182, numerator=44, denominator=242,
                     **interval(0.182, 242)))  # fmt: skip
    return rows


def lifetime(margin: bool) -> list[Fact]:
    """Lifetime value by three methods, and the share of customers that stay."""
    whole = str(Period(START, PERIOD.last))
    rows = [
        _or(margin, Fact(period=whole, metric="ltv_contractual", variant=variant, clock="cohort", unit="money",
                         value=value, low=value * 0.85, high=value * 1.2, n=290, note=note), note="no_margin")
        for variant, value, note in (("", 15400.0, "extrapolated"), ("method=observed", 9100.0, ""),
                                     ("method=simple", 18900.0, ""))
    ]  # fmt: skip
    for months in range(1, 61):
        stay = round(0.93 ** (months**0.72), 4)
        rows.append(Fact(period=whole, metric="survival", variant=f"months={months}", clock="cohort", unit="share",
                         value=stay, low=stay - 0.04 * min(1, months / 20), high=min(1, stay + 0.03),
                         n=290, note="extrapolated" if months > 23 else ""))  # fmt: skip
    for months, value in ((12, 5200.0), (24, 8300.0)):
        rows.append(_or(margin, Fact(period=whole, metric="ltv_observed", variant=f"months={months}", clock="cohort",
                                     unit="money", value=value, n=290 - 6 * months), note="no_margin"))  # fmt: skip
    rows.append(Fact(period=whole, metric="ltv_observed", variant="months=36", clock="cohort", unit="money",
                     status="undefined", note="not_reached"))  # fmt: skip
    return rows


def pipeline(scale: float, *, targets: bool) -> list[Fact]:
    """Open deals, win rate, velocity, coverage, targets."""
    rows = []
    for index, month in enumerate(MONTHS):
        at = str(month)
        rows.append(Fact(period=at, metric="open_pipeline", unit="money", value=1.9e6 * scale * (1 + 0.01 * index)))
        rows.append(Fact(period=at, metric="open_deals", unit="count", value=150 + 3.0 * index))
        rows.append(Fact(period=at, metric="no_decision", unit="count", value=30 + 1.0 * index))
        for period, length in windows(index):
            n = 40.0 * length
            rows += [
                Fact(period=str(period), metric="win_rate", unit="share", value=0.31, **interval(0.31, n)),
                Fact(period=str(period), metric="win_rate", variant="weight=value", unit="share", value=0.27, n=n),
                Fact(period=str(period), metric="win_rate", variant="no_decision=counted", unit="share", value=0.24,
                     **interval(0.24, n)),
            ]  # fmt: skip
        if index >= 11:
            at = str(month.rolling(12))
            rows.append(Fact(period=at, metric="pipeline_velocity", unit="money_per_day", value=4900 * scale))
            rows.append(Fact(period=at, metric="pipeline_velocity", variant="method=realised", unit="money_per_day",
                             value=5200 * scale))  # fmt: skip
    rows.append(_or(targets, Fact(period=str(PERIOD), metric="coverage", unit="ratio", value=2.4), note="no_targets"))
    for span, share, pace in (
        ("2026-10", 0.82, 0.82),
        ("2026-10/2026-12", 0.29, 0.87),
        ("2026-01/2026-10", 0.76, 0.91),
    ):
        for metric in ("customers", "revenue_won"):
            rows.append(
                _or(
                    targets,
                    Fact(
                        period=span,
                        metric="target_attainment",
                        variant=f"metric={metric}",
                        unit="share",
                        value=share,
                        numerator=14,
                        denominator=17,
                        target=17,
                    ),
                    note="no_targets",
                )
            )
            rows.append(_or(targets, Fact(period=span, metric="pacing", variant=f"metric={metric}", unit="share",
                                          value=pace, n=14), note="no_targets"))  # fmt: skip
    return rows


def segments(scale: float, horizon: int, metrics: tuple[str, ...]) -> list[Fact]:
    """Channels and countries, some of them thin."""
    rows = []
    at = {"cohort": str(Period.parse("2026-05").rolling(12)), "period": str(PERIOD.rolling(12))}
    sizes = {"events": 210, "paid search": 760, "referral": 96, "webinar": 22, "organic": 540}
    for name, spread in (("channel", sizes), ("country", {"Spain": 900, "Portugal": 320, "France": 110})):
        for rank, (value, n) in enumerate(spread.items()):
            for metric in metrics:
                share = 0.05 + 0.02 * rank
                few = "too_few" if n < 30 else "ok"
                rows.append(
                    Fact(
                        period=at["cohort"],
                        metric=metric,
                        variant=f"horizon={horizon}",
                        clock="cohort",
                        segment=f"{name}={value}",
                        value=share,
                        unit="share",
                        mature=True,
                        status=few,
                        note="too_few" if n < 30 else "",
                        numerator=round(share * n),
                        denominator=n,
                        **interval(share, n),
                    )
                )
            rows.append(
                Fact(
                    period=at["period"],
                    metric="win_rate",
                    segment=f"{name}={value}",
                    unit="share",
                    value=0.35 - 0.03 * rank,
                    **interval(0.35 - 0.03 * rank, n * 0.2),
                )
            )
            rows.append(
                Fact(
                    period=at["period"],
                    metric="customers",
                    segment=f"{name}={value}",
                    unit="count",
                    value=float(round(n * 0.1)),
                    n=round(n * 0.1),
                )
            )
            rows.append(Fact(period=at["period"], metric="revenue_won", segment=f"{name}={value}", unit="money",
                             value=n * 900.0 * scale, n=round(n * 0.1)))  # fmt: skip
    return rows


def health() -> list[Fact]:
    """The row account as facts."""
    rows = []
    for entry in contract().files:
        for metric, value in (
            ("rows_read", entry.rows_read),
            ("rows_used", entry.rows_used),
            ("rows_set_aside", entry.rows_read - entry.rows_used),
        ):
            rows.append(Fact(period=str(PERIOD), metric=metric, unit="rows", value=value, segment=f"file={entry.name}"))
        for part in entry.set_aside:
            rows.append(Fact(period=str(PERIOD), metric="rows_set_aside", variant=f"reason={part.reason}",
                             unit="rows", value=part.rows, segment=f"file={entry.name}"))  # fmt: skip
    return rows


def deals() -> list[Fact]:
    """What closed in the month."""
    return [
        Fact(period=str(PERIOD), metric="deal_value", unit="money", value=value, segment=f"deal={name};outcome={how}")
        for name, value, how in (("8841", 212000.0, "won"), ("8850", 95400.0, "won"), ("8702", 310000.0, "lost"),
                                 ("8790", math.nan, "lost"))
    ]  # fmt: skip


def card(number: int, fact: Fact, *, prior: float, change: tuple[float, float, float, str], target: float = math.nan,
         last_year: tuple[float, float, float, str] | None = None) -> list[Fact]:  # fmt: skip
    """A card and its changes: (difference, low, high, status)."""
    how = dict(part.split("=") for part in fact.variant.split(";") if part)
    common = {"period": fact.period, "metric": fact.metric, "unit": fact.unit, "clock": fact.clock}
    shown = {**fact.__dict__, "variant": pairs(how | {"card": number}), "prior": prior, "target": target}
    rows = [Fact(**shown)]
    for name, found in (("prior", change), ("last_year", last_year)):
        variant = pairs({"card": number, "change": name})
        if found is None or math.isnan(fact.value):
            rows.append(Fact(**common, variant=variant, status="undefined", note="no_prior"))
        else:
            value, low, high, status = found
            rows.append(Fact(**common, variant=variant, value=value, low=low, high=high, status=status))
    return rows


def causes(metric: str, period: str) -> list[Fact]:
    """Mix and within-segment effects of a fall of 2.1 points."""
    rows = []
    within = {"all": -0.016, "events": -0.012, "paid search": -0.003, "organic": -0.001}
    mix = {"all": -0.005, "events": -0.001, "paid search": -0.004, "organic": 0.0}
    for name, parts in (("within_effect", within), ("mix_effect", mix)):
        rows += [
            Fact(period=period, metric=name, variant=f"metric={metric}", clock="cohort", unit="share", value=value,
                 segment=f"channel={segment}")
            for segment, value in parts.items()
        ]  # fmt: skip
    return rows


def digital_native(*, costs: bool = True, margin: bool = True, targets: bool = True) -> pd.DataFrame:
    """Many leads, subscriptions; conversion fell clearly."""
    horizon = 120
    year, cohort = str(PERIOD.rolling(12)), "2026-05"
    goal = 17.0 if targets else math.nan
    cac = _or(
        costs,
        Fact(period=year, metric="unified_cac", unit="money", value=5220.0, low=4490.0, high=6210.0, n=168),
        note="no_costs",
    )
    ratio = _or(
        costs and margin,
        Fact(period=year, metric="ltv_cac", unit="ratio", value=3.17, low=2.6, high=4.3, n=168),
        note="no_margin" if costs else "no_costs",
    )
    whole = str(Period(START, PERIOD.last))
    cards = [
        *card(1, Fact(period=cohort, metric="mql_to_customer", variant="horizon=120", clock="cohort", unit="share",
                      value=0.061, mature=True, numerator=13, denominator=213, **interval(0.061, 213)),
              prior=0.082, change=(-0.021, -0.038, -0.004, "clear"), target=0.08,
              last_year=(-0.012, -0.03, 0.006, "noise")),
        *card(2, cac, prior=5180.0, change=(40.0, -700.0, 780.0, "noise"), last_year=(480.0, -310.0, 1290.0, "noise")),
        *card(3, ratio, prior=3.2, change=(-0.03, -0.8, 0.7, "noise"), target=3.0),
        *card(4, Fact(period=whole, metric="time_to_close", clock="cohort", unit="days", value=84.0, low=76.0,
                      high=94.0, n=980), prior=83.0, change=(1.0, -6.0, 8.0, "noise")),
        *card(5, Fact(period=str(PERIOD), metric="customers", unit="count", value=14.0, n=14), prior=16.0,
              change=(-2.0, -12.0, 8.0, "noise"), target=goal, last_year=(3.0, -6.0, 12.0, "noise")),
    ]  # fmt: skip
    return frame([
        *flows(1.0), *conversions(1.0, horizon), *closing(1.0), *money(1.0, costs=costs, margin=margin),
        *lifetime(margin), *pipeline(1.0, targets=targets),
        *segments(1.0, horizon, ("mql_to_customer", "mql_to_sql", "opportunity_to_customer")),
        *health(), *causes("mql_to_customer", cohort), *cards,
    ])  # fmt: skip


def sales_led() -> pd.DataFrame:
    """Few and large deals: the rolling window leads and the month's deals are listed."""
    horizon, year = 365, str(PERIOD.rolling(12))
    mature = str(Period.parse("2025-10").rolling(12))
    whole = str(Period(START, PERIOD.last))
    orders = [
        Fact(period=str(month.rolling(12)), metric="offer_to_order", variant=f"horizon={kind}", clock="cohort",
             unit="share", value=0.31 - 0.004 * (index % 5), mature=index <= 11,
             status="ok" if index <= 11 else "immature", note="" if index <= 11 else "immature",
             numerator=47, denominator=152, **interval(0.31, 152))
        for index, month in enumerate(MONTHS) for kind in (horizon, "ever") if index >= 11
    ] + [
        Fact(period=str(month), metric="offer_to_order", variant=f"horizon={horizon}", clock="cohort",
             unit="share", value=0.31 - 0.02 * (index % 5), mature=index <= 11,
             status="too_few" if index <= 11 else "immature", note="too_few" if index <= 11 else "immature",
             numerator=4, denominator=13, **interval(0.31, 13))
        for index, month in enumerate(MONTHS)
    ] + [Fact(period=year, metric="offer_to_order", unit="share", value=0.29, **interval(0.29, 160))]  # fmt: skip
    cards = [
        *card(1, Fact(period=mature, metric="offer_to_order", variant="horizon=365", clock="cohort", unit="share",
                      value=0.309, mature=True, numerator=47, denominator=152, **interval(0.309, 152)),
              prior=0.318, change=(-0.009, -0.11, 0.09, "noise")),
        *card(2, Fact(period=year, metric="existing_revenue", unit="money", value=1918000.0, n=228), prior=1640000.0,
              change=(278000.0, 41000.0, 515000.0, "clear"), last_year=(278000.0, 41000.0, 515000.0, "clear")),
        *card(3, Fact(period=year, metric="cross_sell", unit="share", value=0.182, numerator=44, denominator=242,
                      **interval(0.182, 242)), prior=0.171, change=(0.011, -0.05, 0.07, "noise")),
        *card(4, Fact(period=whole, metric="time_to_close", clock="cohort", unit="days", value=151.0, low=133.0,
                      high=176.0, n=402), prior=150.0, change=(1.0, -15.0, 18.0, "noise")),
        *card(5, Fact(period=year, metric="revenue_won", unit="money", value=2131200.0, n=61), prior=2090000.0,
              change=(41200.0, -300000.0, 380000.0, "noise"), target=2400000.0),
    ]  # fmt: skip
    return frame([
        *flows(0.2), *conversions(0.2, horizon), *closing(1.8), *orders, *money(0.8, costs=False, margin=False),
        *lifetime(False), *pipeline(1.2, targets=True), *segments(1.0, horizon, ("offer_to_order",)),
        *health(), *deals(), *cards,
    ])  # fmt: skip


def nothing(context: str) -> pd.DataFrame:
    """A period without data: cards undefined, nothing else."""
    rows = []
    for number, name in enumerate(engagement(context).cards, start=1):
        metric = engagement(context).goal if name == "goal" else name
        rows.append(Fact(period=str(PERIOD), metric=metric, variant=f"card={number}", unit="count",
                         status="undefined", note="no_data"))  # fmt: skip
    return frame(rows)


def _or(there: bool, fact: Fact, *, note: str) -> Fact:
    """The fact, or the same fact without a value and with the reason."""
    if there:
        return fact
    return Fact(period=fact.period, metric=fact.metric, variant=fact.variant, segment=fact.segment, clock=fact.clock,
                unit=fact.unit, status="undefined", note=note)  # fmt: skip


def attained() -> pd.DataFrame:
    """The goal's card as a share of its target, and no earlier period to compare any card with."""
    rows = [
        Fact(period="2026-10", metric="target_attainment", variant="metric=customers", unit="share", value=14 / 17,
             numerator=14, denominator=17, n=14),
        Fact(period="2026-09", metric="target_attainment", variant="metric=customers", unit="share", value=1.1,
             numerator=11, denominator=10, n=11),
    ]  # fmt: skip
    goal = card(5, rows[0], prior=math.nan, change=(0.0, 0.0, 0.0, "noise"))
    return frame([*flows(1.0), *conversions(1.0, 120), *rows, goal[0], *health()])
