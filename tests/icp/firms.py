"""A small machine maker's accounts for tests: who they are, what was sold to them, and both teams' profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from helpers.agreements import Agreements, Profile

Row = dict[str, Any]


def company(account: str, industry: str | None, employees: float | None, *, country: str = "ES") -> Row:
    return {"company_id": account, "account_id": account, "industry": industry, "employees": employees,
            "country": country}  # fmt: skip


def deal(
    name: str, account: str, outcome: str, on: date | None, *, kind: str = "new", created: date | None = None
) -> Row:
    return {
        "deal_id": name, "account_id": account, "kind": kind, "outcome": outcome, "closed_on": on, "timed": False,
        "created_on": created or on, "amount": 1000, "amount_base": 1000, "amount_flag": "ok", "source_group": "web",
    }  # fmt: skip


def invoice(row: int, account: str, on: date, order: str | None, amount: float, margin: float | None) -> Row:
    return {"row": row, "account_id": account, "on": on, "order_id": order, "amount_base": amount,
            "margin_base": margin}  # fmt: skip


def contract(name: str, account: str, start: date, end: date | None, monthly: float, margin: float | None) -> Row:
    return {"subscription_id": name, "account_id": account, "start_on": start, "end_on": end, "monthly_base": monthly,
            "gross_margin": margin}  # fmt: skip


def passed(person: str, account: str, on: date) -> Row:
    return {"person_id": person, "episode": 1, "account_id": account, "requested_on": on, "seller_group": "unknown",
            "decision": "none", "timed": True, "start_days": 1}  # fmt: skip


def segment(account: str, name: str, value: str) -> Row:
    return {"grain": "account", "entity_id": account, "name": name, "value": value}


def sorting(session: str, item: str, team: str, label: str, *, rater: int = 1, on: date | None = None) -> Row:
    return {"session": session, "on": on, "item": item, "of": "lead", "team": team, "rater": rater, "label": label}


def profile(*criteria: Row, anti: Sequence[Row] = (), **settings: Any) -> Profile:
    return Profile.model_validate({"criteria": criteria, "anti": anti, **settings})


def both(marketing: Profile | None = None, sales: Profile | None = None) -> Agreements:
    return Agreements(icp_marketing=marketing, icp_sales=sales)
