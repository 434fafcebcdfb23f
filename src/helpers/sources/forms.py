"""Forms: costs, targets, revenue, subscriptions and experiments, as canonical rows."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd

from helpers.catalog.costs import acquisition_share, cost_category
from helpers.engagement import Engagement
from helpers.errors import PeriodError
from helpers.periods import Period
from helpers.sources.companies import Directory, account_of, column, company_of
from helpers.sources.ledger import Ledger
from helpers.sources.metric_names import metric_named
from helpers.sources.money import cents, currencies, in_base, rates, readable
from helpers.sources.people import channels
from helpers.sources.privacy import labels
from helpers.sources.pseudonyms import Key
from helpers.sources.reader import header_key

_TEAMS = {
    "marketing": "marketing", "mkt": "marketing", "sales": "sales", "ventas": "sales", "comercial": "sales",
    "shared": "shared", "both": "shared", "compartido": "shared", "ambos": "shared", "comun": "shared",
}  # fmt: skip
_OWNERS = {**{raw: team for raw, team in _TEAMS.items() if team != "shared"}, "both": "both", "ambos": "both",
           "ambas": "both", "shared": "both", "compartido": "both", "los dos": "both"}  # fmt: skip


def _money(frame: pd.DataFrame, name: str, engagement: Engagement, ledger: Ledger) -> pd.Series:
    codes = currencies(frame, engagement)
    amounts = readable(frame, name, ledger)
    return in_base(amounts, codes, rates(codes[amounts.notna()], engagement, where=f"{name} column"))


def _numbered(frame: pd.DataFrame) -> pd.Series:
    return pd.Series(range(1, len(frame) + 1), index=frame.index, dtype="int64")


def costs(frame: pd.DataFrame, engagement: Engagement, ledger: Ledger) -> pd.DataFrame:
    """Cost lines with month, team, category and the share that wins new customers."""
    frame = ledger.set_aside(frame, frame["month"].isna(), "no_date")
    frame = ledger.set_aside(frame, frame["amount"].isna(), "no_amount")
    raw = column(frame, "category").fillna("other")
    default = raw.map({text: acquisition_share(text, engagement.costs.shares) for text in raw.unique()})
    own = column(frame, "acquisition_share", "float64").map(_share, na_action="ignore")
    ledger.remark(frame, default.isna() & own.isna(), "unknown_category", column="category")
    team = column(frame, "team").map(lambda text: _TEAMS.get(header_key(text)), na_action="ignore")
    ledger.remark(frame, team.isna(), "unknown_team", column="team")
    month = frame["month"].dt.to_period("M").dt.to_timestamp()
    return frame.assign(
        row=_numbered(frame), month=month, team=team.fillna("shared"),
        category=raw.map({text: cost_category(text) or text for text in raw.unique()}).astype("str"),
        channel=_channel(frame, engagement), amount_base=_money(frame, "amount", engagement, ledger),
        acquisition_share=own.fillna(default.astype("float64")).fillna(1.0).clip(0, 1),
    )  # fmt: skip


def _channel(frame: pd.DataFrame, engagement: Engagement) -> pd.Series:
    """The channel as touches name it; missing stays missing."""
    raw = column(frame, "channel")
    return channels(raw, dict(engagement.channels)).where(raw.notna())


def _share(number: float) -> float:
    """A share written as 0.4, 40 or 40 %."""
    return number / 100 if number > 1 else number


def targets(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Targets by period, metric id and segment."""
    period = column(frame, "period").map(_period, na_action="ignore")
    frame = ledger.set_aside(frame.assign(_period=period), period.isna(), "bad_period")
    frame = ledger.set_aside(frame, frame["metric"].isna(), "no_metric")
    frame = ledger.set_aside(frame, frame["value"].isna(), "no_amount")
    metric = frame["metric"].map(lambda text: metric_named(text) or header_key(text).replace(" ", "_"))
    frame = frame.assign(
        period=frame["_period"], metric=metric, segment=column(frame, "segment").fillna("all"),
        owner=column(frame, "owner").map(lambda text: _OWNERS.get(header_key(text)), na_action="ignore").fillna("both"),
        value=frame["value"].astype("float64"), set_on=column(frame, "set_on", "datetime64[us]"),
    )  # fmt: skip
    return ledger.set_aside(frame, frame.duplicated(["period", "metric", "segment"]), "duplicate_id")


_QUARTER = re.compile(r"^(\d{4})[- ]?[QTqt]([1-4])$")


def _period(text: str) -> str | None:
    """2026-10, a range, a year or a quarter (2026-Q3) as the kit writes periods."""
    written = re.sub(r"^(\d{4})-(\d)$", r"\1-0\2", text.strip())
    quarter = _QUARTER.match(written)
    if quarter:
        first = 3 * int(quarter[2]) - 2
        written = f"{quarter[1]}-{first:02d}/{quarter[1]}-{first + 2:02d}"
    if re.fullmatch(r"\d{4}", written):
        written = f"{written}-01/{written}-12"
    day = re.match(r"^(\d{4}-\d{2})-\d{2}", written)
    try:
        return str(Period.parse(day[1] if day else written))
    except PeriodError:
        return None


def revenue(frame: pd.DataFrame, known: Directory, engagement: Engagement, key: Key, ledger: Ledger) -> pd.DataFrame:
    """Revenue rows with company and account."""
    frame = ledger.set_aside(frame, frame["date"].isna(), "no_date")
    frame = ledger.set_aside(frame, frame["amount"].isna(), "no_amount")
    frame = _owned(frame, known, engagement, key, ledger)
    return frame.assign(
        row=_numbered(frame), on=frame["date"], at=frame["date@"], order_id=column(frame, "order_id"),
        product_group=column(frame, "product_group"), amount_base=_money(frame, "amount", engagement, ledger),
        margin_base=_money(frame, "margin", engagement, ledger),
    )  # fmt: skip


def _owned(frame: pd.DataFrame, known: Directory, engagement: Engagement, key: Key, ledger: Ledger) -> pd.DataFrame:
    company = company_of(frame, known, key)
    account = account_of(company, known, parent=engagement.new_customer.parent)
    return ledger.set_aside(frame.assign(company_id=company, account_id=account), company.isna(), "no_company")


def subscriptions(
    frame: pd.DataFrame, known: Directory, engagement: Engagement, key: Key, ledger: Ledger
) -> pd.DataFrame:
    """Recurring contracts with company and account."""
    frame = ledger.set_aside(frame, frame["start"].isna(), "no_date")
    frame = ledger.set_aside(frame, frame["monthly"].isna(), "no_amount")
    frame = _owned(frame, known, engagement, key, ledger)
    ids = column(frame, "subscription_id")
    frame = frame.assign(subscription_id=ids.where(ids.notna(), frame["_file"] + ":" + frame["_line"].astype("str")))
    frame = ledger.set_aside(frame, frame["subscription_id"].duplicated(), "duplicate_id")
    for name in ("end", "end@"):
        if name not in frame:
            frame[name] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    backwards = frame["end"] < frame["start"]
    frame = ledger.set_aside(frame, backwards, "ends_before_start")
    margin = column(frame, "gross_margin", "float64").map(_share, na_action="ignore")
    return frame.assign(
        start_on=frame["start"], start_at=frame["start@"], end_on=frame["end"],
        monthly_base=_money(frame, "monthly", engagement, ledger), gross_margin=margin.astype("float64"),
    )  # fmt: skip


def lift(frame: pd.DataFrame, engagement: Engagement, ledger: Ledger) -> pd.DataFrame:
    """What experiments measured: channel, days, incremental conversions and their interval.

    An interval that runs backwards or does not hold its own measure is left out; the measure stays.
    """
    frame = ledger.set_aside(frame, frame["channel"].isna(), "no_channel")
    frame = ledger.set_aside(frame, frame["from"].isna() | frame["to"].isna(), "no_date")
    frame = ledger.set_aside(frame, frame["to"] < frame["from"], "ends_before_start")
    frame = ledger.set_aside(frame, frame["conversions"].isna(), "no_conversions")
    low, high = column(frame, "low", "float64"), column(frame, "high", "float64")
    broken = (low > high) | (low > frame["conversions"]) | (high < frame["conversions"])
    ledger.remark(frame, broken, "interval_beside_its_measure", column="low")
    frame = frame.assign(
        channel=_channel(frame, engagement), from_on=frame["from"], to_on=frame["to"],
        low=low.mask(broken), high=high.mask(broken), method=labels(column(frame, "method")),
    )  # fmt: skip
    same = ["channel", "from_on", "to_on", "method", "conversions", "low", "high"]
    frame = ledger.set_aside(frame, frame.duplicated(same), "repeated_row")
    return frame.assign(row=_numbered(frame))


def total(amounts: pd.Series) -> Decimal:
    """Sum of Decimals, missing ones left out."""
    return cents(sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0)))
