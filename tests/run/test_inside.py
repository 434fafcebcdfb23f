"""The internal edition names the deals that ``no_decision`` counts, and their companies."""

from collections.abc import Sequence
from datetime import date

import ibis

from helpers.periods import Period
from helpers.run.desk.inside import companies_and_overdue

MONTH = Period.parse("2026-10")
#: usual cycle 30 days: open beyond 60 days on 31 October means created before 1 September
DEALS = [
    ("d1", "c1", "new", "open", date(2026, 8, 31), None),  # 61 days: too long
    ("d2", "c1", "new", "open", date(2026, 9, 1), None),  # 60 days exactly: not beyond
    ("d3", "c2", "new", "won", date(2026, 5, 1), date(2026, 11, 4)),  # closed later: still open then
    ("d4", "c2", "new", "lost", date(2026, 5, 1), date(2026, 10, 9)),  # closed in the month
    ("d5", "c1", "renewal", "open", date(2026, 1, 1), None),  # not new business
    ("d6", None, "new", "open", date(2026, 2, 1), None),  # too long, no company
    ("d7", "c1", "new", "won", date(2026, 2, 1), None),  # closed on a day nobody knows
    ("d8", "c1", "new", "void", date(2026, 2, 1), None),
    ("d10", "c1", "new", "won", date(2025, 5, 1), date(2025, 11, 1)),  # closed on the first day of the twelve months
    ("d11", "c1", "new", "won", date(2025, 5, 1), date(2025, 10, 31)),  # closed the day before
    ("d9", "c3", "new", "won", date(2026, 9, 9), date(2026, 10, 2)),  # its company has no name
]


def tables(deals: Sequence[tuple[object, ...]]) -> dict[str, ibis.Table]:
    schema = {"deal_id": "string", "company_id": "string", "kind": "string", "outcome": "string",
              "created_on": "date", "closed_on": "date"}  # fmt: skip
    rows = [dict(zip(schema, deal, strict=True)) for deal in deals]
    names = {"c1": "Norte", "c2": "Sur", "c3": None}
    companies = [{"company_id": key, "name": name} for key, name in names.items()]
    return {"deals": ibis.memtable(rows, schema=schema),
            "companies": ibis.memtable(companies, schema={"company_id": "string", "name": "string"})}  # fmt: skip


def test_deals_open_beyond_twice_the_usual_cycle_and_their_companies() -> None:
    names, late = companies_and_overdue(tables(DEALS), period=MONTH, usual_cycle=30)
    assert late == ("d6", "d3", "d1")
    assert names == {"d1": "Norte", "d3": "Sur", "d4": "Sur", "d10": "Norte"}


def test_no_deal_at_all() -> None:
    assert companies_and_overdue(tables([]), period=MONTH, usual_cycle=30) == ({}, ())
