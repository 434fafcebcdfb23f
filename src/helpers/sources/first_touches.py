"""The first human touch of sales in each hand-off, not before the request and not the next hand-off's."""

from __future__ import annotations

import pandas as pd

from helpers.agreements import Sla
from helpers.agreements.touch_kinds import made_by
from helpers.sources.ledger import Ledger

_PASS = ["person_id", "episode"]
_TOUCH = ["touch_id", "touched_on", "touched_at", "touch_kind"]


def before(on: pd.Series, at: pd.Series, than_on: pd.Series, than_at: pd.Series) -> pd.Series:
    """Whether the first moment is earlier: by the minute where both are known, else by the day; unknown days are not.

    >>> day = pd.to_datetime(pd.Series(["2026-10-05", "2026-10-05"]))
    >>> nine, ten = (pd.to_datetime(pd.Series([f"2026-10-05 {hour}:00", None])) for hour in ("09", "10"))
    >>> before(day, nine, day, ten).tolist()
    [True, False]
    """
    same = (on == than_on) & at.notna() & than_at.notna()
    earlier: pd.Series = (on < than_on) | (same & (at < than_at))
    return earlier


def first_touches(asked: pd.DataFrame, touches: pd.DataFrame, *, sla: Sla, ledger: Ledger) -> pd.DataFrame:
    """``asked`` with ``touched_on, touched_at, touch_kind`` of the first touch by a person of sales.

    A touch that names nobody is its account's, and counts where one person there was waiting. A touch on the day of a
    request without a time counts as after it; one that was recorded after the decision still is the first.
    """
    sales = touches[(touches["direction"] == "sales") & touches["on"].notna()]
    sales = sales.rename(columns={"on": "touched_on", "at": "touched_at", "kind": "touch_kind"})
    known = {kind: made_by(str(kind), sla=sla) for kind in sales["touch_kind"].dropna().unique()}
    human = ~sales["touch_kind"].map(known).isin(["attempt", "automatic"])
    ledger.find("handoffs_no_conversation", table="touches", count=int((~human).sum()), of=len(sales))
    people = sales[human & sales["person_id"].notna()]
    firms = sales[human & sales["person_id"].isna() & sales["account_id"].notna()]
    own = _within(asked.merge(people[["person_id", *_TOUCH]], on="person_id"))
    shared = _waiting(asked.merge(firms[["account_id", *_TOUCH]], on="account_id"))
    found = pd.concat([own.assign(shared=False), shared.assign(shared=True)], ignore_index=True)
    found = found.sort_values([*_PASS, "touched_on", "touched_at", "touch_id"], kind="stable", na_position="first")
    first = found.drop_duplicates(_PASS)
    ledger.find("handoffs_by_account", table="handoffs", count=int(first["shared"].sum()), of=len(first))
    return asked.merge(first[[*_PASS, *_TOUCH[1:]]], on=_PASS, how="left")


def _within(pairs: pd.DataFrame) -> pd.DataFrame:
    """Touches from the request of a pass to that of the next."""
    touched = pairs["touched_on"], pairs["touched_at"]
    early = before(*touched, pairs["requested_on"], pairs["requested_at"])
    mine = pairs["next_on"].isna() | before(*touched, pairs["next_on"], pairs["next_at"])
    return pairs[~early & mine]


def _waiting(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of touches of an account, those with one person under way: asked, not yet decided."""
    inside = _within(pairs)
    touched = inside["touched_on"], inside["touched_at"]
    over = before(inside["decided_on"], inside["decided_at"], *touched)
    unknown = (inside["decision"] != "none") & inside["decided_on"].isna()
    open_ = inside[~over & ~unknown]
    alone = open_.groupby("touch_id")["person_id"].transform("nunique") == 1
    return open_[alone]
