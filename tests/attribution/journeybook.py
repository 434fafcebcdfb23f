"""Rows of canonical tables for tests of journeys: name what matters, the rest is plain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from helpers.engine import fetch

AS_OF = date(2026, 6, 30)


def touch(touch_id: str, day: date, *, who: str | None = "p1", account: str | None = "a1", **more: Any) -> dict:
    """A touch of marketing on the web by person p1 of account a1."""
    plain = {"channel": "web", "direction": "marketing"}
    return {"touch_id": touch_id, "person_id": who, "account_id": account, "on": day} | plain | more


def person(who: str = "p1", account: str = "a1") -> dict:
    return {"person_id": who, "account_id": account, "source_group": "web"}


def reach(stage: str, day: date, *, who: str = "p1", account: str = "a1", grain: str = "person", **more: Any) -> dict:
    """An entry of person p1 of account a1 into a stage."""
    plain = {"episode": 1, "observed": True, "timed": True}
    return {"grain": grain, "entity_id": who, "account_id": account, "stage": stage, "on": day} | plain | more


def acquired(day: date, *, account: str = "a1", amount: float | None = 100, **more: Any) -> dict:
    plain = {"kind": "first", "source_group": "web"}
    return {"account_id": account, "on": day, "amount_base": amount} | plain | more


def deal(deal_id: str, closed: date | None, *, account: str = "a1", amount: float | None = 100, **more: Any) -> dict:
    """A won deal of new business with a usable amount."""
    plain = {
        "kind": "new", "amount_flag": "ok", "outcome": "won", "timed": True, "source_group": "web", "closed_on": closed,
    }  # fmt: skip
    return {"deal_id": deal_id, "account_id": account, "amount_base": amount} | plain | more


def minute(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}")


def rows(expression: ir.Table, *columns: str) -> list[tuple[Any, ...]]:
    """These columns, row by row, with None for what is missing."""
    table = fetch(expression)[list(columns)].astype(object)
    return list(table.where(pd.notna(table), None).itertuples(index=False, name=None))
