"""When an account became a customer: its first order, or one after a long silence."""

from __future__ import annotations

import pandas as pd

from helpers.engagement import NewCustomer
from helpers.sources.joining import looked_up
from helpers.sources.typed import DAY

_COLUMNS = ["account_id", "on", "at", "deal_id", "amount_base", "counts", "until"]


def acquisitions(
    deals: pd.DataFrame, revenue: pd.DataFrame, subscriptions: pd.DataFrame, channels: pd.Series, rule: NewCustomer
) -> pd.DataFrame:
    """Account, day, deal and kind of each acquisition.

    Orders are won deals of any kind, revenue rows above zero and subscriptions. An account is acquired by its first
    order, or by one that comes more than ``gap_months`` after the last; an expansion or a renewal never acquires, for
    it says that orders came before. ``channels`` is the account's channel where its deal has none to give.
    """
    orders = pd.concat([_won(deals), _invoiced(revenue), _contracts(subscriptions)], ignore_index=True)
    orders = orders.sort_values(["account_id", "on", "counts", "deal_id"], kind="stable", na_position="last")
    orders["until"] = orders["until"].fillna(orders["on"])
    active = orders.groupby("account_id")["until"].cummax()
    before = active.groupby(orders["account_id"]).shift()
    silent = before + pd.DateOffset(months=rule.gap_months) < orders["on"]
    begins = before.isna() | silent
    stretch = begins.groupby(orders["account_id"]).cumsum()
    orders = orders.assign(begins=begins, stretch=stretch, returned=silent)
    return _named(orders, deals, channels)


def _named(orders: pd.DataFrame, deals: pd.DataFrame, channels: pd.Series) -> pd.DataFrame:
    """The acquisitions with the deal of their stretch and its channel."""
    first = orders[orders["begins"] & orders["counts"]].copy()
    known = orders[orders["deal_id"].notna() & orders["counts"]].drop_duplicates(["account_id", "stretch"])
    key = ["account_id", "stretch"]
    first = first.drop(columns="deal_id").merge(known[[*key, "deal_id"]], on=key, how="left")
    group = looked_up(first["deal_id"], deals.set_index("deal_id")["source_group"])
    return first.assign(
        kind=first["returned"].map({True: "returned", False: "first"}),
        source_group=group.fillna(looked_up(first["account_id"], channels)).fillna("blank"),
    )[["account_id", "on", "at", "deal_id", "kind", "amount_base", "source_group"]]


def _won(deals: pd.DataFrame) -> pd.DataFrame:
    won = deals[(deals["outcome"] == "won") & deals["closed_on"].notna()]
    return won.assign(
        on=won["closed_on"],
        at=won["closed_at"],
        counts=won["kind"] == "new",
        until=pd.Series(pd.NaT, won.index, dtype=DAY),
    )[_COLUMNS]


def _invoiced(revenue: pd.DataFrame) -> pd.DataFrame:
    paid = revenue[revenue["amount_base"].map(lambda amount: amount is not None and amount > 0).astype(bool)]
    return paid.assign(
        deal_id=None, counts=True, until=pd.Series(pd.NaT, paid.index, dtype=DAY)
    )[_COLUMNS]  # fmt: skip


def _contracts(subscriptions: pd.DataFrame) -> pd.DataFrame:
    open_end = pd.Timestamp("2200-01-01")
    return subscriptions.assign(
        on=subscriptions["start_on"], at=subscriptions["start_at"], deal_id=None, counts=True,
        amount_base=subscriptions["monthly_base"], until=subscriptions["end_on"].fillna(open_end),
    )[_COLUMNS]  # fmt: skip


def account_channels(people: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Channel of each account: that of its earliest person, else of its earliest deal."""
    parts = [
        people[["account_id", "created_on", "source_group"]],
        deals[["account_id", "created_on", "source_group"]],
    ]
    ordered = pd.concat(
        [part.sort_values(["account_id", "created_on", "source_group"], kind="stable") for part in parts],
        ignore_index=True,
    )
    return ordered.drop_duplicates("account_id").set_index("account_id")["source_group"]
