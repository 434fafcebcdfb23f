"""Small clients for tests: clearly synthetic, written to a folder as a consultant would receive them."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.cli import main

LEADS = """lead_id,company,created,mql,sql,source
P1,C1,2026-01-05,2026-01-06,2026-01-20,events
P2,C2,2026-01-07,2026-01-09,,web
P3,C3,2026-02-02,2026-02-03,2026-02-14,web
P4,,2026-02-20,,,web
"""
DEALS = """deal_id,lead,company,created,closed,stage,amount
D1,P1,C1,2026-01-21,2026-02-25,Won,1000
D2,P3,C3,2026-02-15,2026-03-20,Lost,500
D3,P2,C2,2026-03-01,,Open,750
"""
SETTINGS = """client: Test company
currency: EUR
time_zone: Europe/Madrid
sources:
  - file: exports/leads.csv
    table: people
    columns: {person_id: lead_id, company_id: company, created: created, mql_at: mql, sql_at: sql, source: source}
  - file: exports/deals.csv
    table: deals
    columns: {deal_id: deal_id, person_id: lead, company_id: company, created: created, closed: closed, stage: stage, amount: amount}
stages:
  deal: {Won: won, Lost: lost, Open: open}
"""  # fmt: skip  # noqa: E501


def client(
    folder: Path, *, leads: str | bytes = LEADS, deals: str | bytes = DEALS, settings: str = SETTINGS, **forms: str
) -> Path:
    """An engagement folder with two exports and, by keyword, forms (``costs="month,…"``)."""
    for place in ("exports", "forms"):
        (folder / place).mkdir(parents=True)
    files = {"exports/leads.csv": leads, "exports/deals.csv": deals, "engagement.yml": settings}
    for name, content in {**files, **{f"forms/{name}.csv": text for name, text in forms.items()}}.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return folder


def command(*arguments: object) -> None:
    """Run ``tandem``; leaving with anything but success fails the test (or its fixture) with what was said."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as left:
        if left.code not in (0, None):
            pytest.fail(f"tandem {' '.join(map(str, arguments))} left with {left.code}")
