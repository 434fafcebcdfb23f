"""The classic traps: fan-out, null keys, non-additive means, immature cohorts, days at the edge of a month."""

from __future__ import annotations

import math
from datetime import date, datetime
from pathlib import Path

import pytest
from workbook import opened

from helpers.engine import Canonical, fetch
from helpers.facts import Fact
from helpers.metrics.counts.accounts import acquired, cumulative_margins
from helpers.metrics.counts.money import cross_sales, monthly_revenue
from helpers.metrics.existing import best_sales, cross_sell, existing_revenue, existing_revenue_share
from helpers.metrics.margin import ltv_observed
from helpers.periods import Period

END = date(2026, 12, 31)
YEAR = Period.parse("2026-01/2026-12")
DECEMBER = Period.parse("2026-12")


def sale(row: int, account: str, on: str, amount: float, group: str | None = None, margin: float | None = None):
    return {
        "row": row, "account_id": account, "on": date.fromisoformat(on), "product_group": group,
        "amount_base": amount, "margin_base": margin, "company_id": None,
    }  # fmt: skip


def won(account: str, on: str, kind: str = "first"):
    return {"account_id": account, "on": date.fromisoformat(on), "kind": kind, "source_group": "x"}


def _sales(tables: Canonical, as_of: date = END):
    counted = monthly_revenue(tables["revenue"], tables["deals"], tables["acquisitions"], as_of=as_of)
    return best_sales(fetch(counted))


def _at(facts: list[Fact], period: Period | str) -> Fact:
    return next(fact for fact in facts if fact.period == str(period))


#: a: customer since 2025, back in 2026 after a gap, so a new one in 2026 and an old one in December
TWICE = {
    "revenue": [
        sale(1, "a", "2024-02-10", 100), sale(2, "a", "2026-06-10", 200), sale(3, "a", "2026-12-10", 50),
        sale(4, "b", "2025-03-01", 10), sale(5, "b", "2026-12-05", 40), sale(6, "c", "2026-12-20", 7),
    ],
    "acquisitions": [won("a", "2024-02-10"), won("a", "2026-06-10", "returned"), won("b", "2025-03-01"),
                     won("c", "2026-12-20")],
    "segments": [{"grain": "account", "entity_id": account, "name": name, "value": "x"}
                 for account in "abc" for name in ("size", "region")],
}  # fmt: skip


def test_fan_out_an_account_acquired_twice_or_in_two_segments_is_paid_once(tmp_path: Path) -> None:
    sales = _sales(opened(tmp_path, TWICE))
    assert sum(cell.amount for cell in sales.cells) == 407
    assert sum(cell.lines for cell in sales.cells) == 6


def test_existing_revenue_by_hand(tmp_path: Path) -> None:
    sales = _sales(opened(tmp_path, TWICE))
    facts = existing_revenue(sales, period=DECEMBER, start=DECEMBER)
    # December: a (since June) 50 and b 40 are old, c 7 is new
    month = _at(facts, "2026-12")
    assert (month.value, month.denominator, month.n) == (90, 97, 2)
    # the year: a came back in June, so its 250 are new business; only b's 40 are old
    assert (_at(facts, YEAR).value, _at(facts, YEAR).denominator) == (40, 297)
    # a sum of independent sales, on the log scale: 90 ×/÷ exp(1.96 · sqrt(50² + 40²) / 90)
    assert math.log(month.high / month.value) == pytest.approx(1.959964 * math.sqrt(50**2 + 40**2) / 90, rel=1e-6)


def test_non_additive_a_share_is_sum_over_sum(tmp_path: Path) -> None:
    tables = opened(tmp_path, TWICE)
    shares = existing_revenue_share(_sales(tables), period=DECEMBER, start=DECEMBER)
    # not the mean of 50/50, 40/40 and 0/7
    assert _at(shares, "2026-12").value == pytest.approx(90 / 97)
    assert 0 <= _at(shares, "2026-12").low <= 90 / 97 <= _at(shares, "2026-12").high <= 1


def test_windows_in_which_the_records_begin_say_nothing(tmp_path: Path) -> None:
    sales = _sales(opened(tmp_path, TWICE))
    row = _at(existing_revenue(sales, period=Period.parse("2024-02"), start=Period.parse("2024-02")), "2024-02")
    assert (row.note, math.isnan(row.value)) == ("left_truncated", True)


def test_no_sales_and_no_customers_are_said(tmp_path: Path) -> None:
    empty = _sales(opened(tmp_path, {}))
    assert _at(existing_revenue(empty, period=DECEMBER, start=DECEMBER), "2026-12").note == "no_revenue"
    (tmp_path / "b").mkdir()
    loose = _sales(opened(tmp_path / "b", {"revenue": [sale(1, "a", "2026-12-01", 5)]}))
    assert _at(existing_revenue_share(loose, period=DECEMBER, start=DECEMBER), "2026-12").note == "no_customers"


def test_won_deals_stand_in_for_a_missing_revenue_form(tmp_path: Path) -> None:
    deal = {"kind": "new", "outcome": "won", "timed": True, "source_group": "x", "amount_flag": "ok"}
    deals = [
        deal | {"deal_id": "1", "account_id": "a", "amount_base": 100, "closed_on": date(2025, 1, 5)},
        deal | {"deal_id": "2", "account_id": "a", "amount_base": 60, "closed_on": date(2026, 12, 5)},
        deal | {"deal_id": "3", "account_id": "a", "amount_base": 9e6, "closed_on": date(2026, 12, 6),
                "amount_flag": "placeholder"},
        deal | {"deal_id": "4", "account_id": "a", "amount_base": 5, "closed_on": date(2027, 1, 1)},
    ]  # fmt: skip
    sales = _sales(opened(tmp_path, {"deals": deals, "acquisitions": [won("a", "2025-01-05")]}))
    row = _at(existing_revenue(sales, period=DECEMBER, start=DECEMBER), "2026-12")
    assert (row.value, row.note) == (60, "from_deals")


def _crossed(folder: Path, tables: dict[str, list[dict[str, object]]], start: str = "2026-12") -> list[Fact]:
    engine = opened(folder, tables)
    counted = fetch(cross_sales(engine["revenue"], engine["acquisitions"], as_of=END))
    return cross_sell(counted, _sales(engine), period=DECEMBER, start=Period.parse(start))


def test_null_keys_a_sale_without_product_group_is_no_cross_sale(tmp_path: Path) -> None:
    rows = [
        sale(1, "a", "2025-01-10", 1, "pumps"), sale(2, "a", "2026-05-10", 1, "valves"),  # crossed
        sale(3, "a", "2026-06-10", 1, "seals"),  # the same account once more: still one account
        sale(4, "b", "2025-01-10", 1, "pumps"), sale(5, "b", "2026-05-10", 1, None),  # bought, group unknown
        sale(6, "c", "2025-01-10", 1, None), sale(7, "c", "2026-07-10", 1, "pumps"),  # first time pumps: crossed
        sale(8, "d", "2026-02-10", 1, "pumps"), sale(9, "d", "2026-09-10", 1, "valves"),  # new in the year
        sale(10, "e", "2025-01-10", 1, "pumps"),  # did not buy in the year
        sale(11, "f", "2026-03-10", 1, "pumps"),  # customer since before the records
    ]  # fmt: skip
    since = [won(account, "2025-01-10") for account in "abce"] + [won("d", "2026-02-10")]
    row = _at(_crossed(tmp_path, {"revenue": rows, "acquisitions": since}), YEAR)
    # existing and active: a, b, c, f; crossed: a, c, f
    assert (row.numerator, row.denominator, row.status) == (3, 4, "too_few")


def test_cross_sell_counts_like_the_plain_definition(tmp_path: Path) -> None:
    rows, row = [], 0
    since = {f"k{place}": date(2024, 1 + place % 12, 3) for place in range(30)}
    for place, (account, day) in enumerate(since.items()):
        for step in range(0, 34, 1 + place % 7):
            on = date(day.year + (day.month - 1 + step) // 12, (day.month - 1 + step) % 12 + 1, 3)
            if on <= END:
                row += 1
                rows.append(sale(row, account, f"{on}", 1, ("p", "q", "r", None)[(step * place) % 4]))
    facts = _crossed(tmp_path, {"revenue": rows, "acquisitions": [won(a, f"{d}") for a, d in since.items()]}, "2025-06")
    for fact in facts:
        window = Period.parse(fact.period)
        if fact.note == "left_truncated":
            continue
        inside = [r for r in rows if window.holds(r["on"]) and since[r["account_id"]] < window.first]
        first = {}
        for r in rows:
            key = (r["account_id"], r["product_group"])
            first[key] = min(first.get(key, r["on"]), r["on"])
        fresh = {
            r["account_id"]
            for r in inside
            if r["product_group"] and first[r["account_id"], r["product_group"]] >= window.first
        }
        assert (fact.numerator, fact.denominator) == (len(fresh), len({r["account_id"] for r in inside}))
    assert sum(fact.status == "ok" for fact in facts) >= 8


def _observed(folder: Path, tables: dict[str, list[dict[str, object]]], margin: float | None = None):
    engine = opened(folder, tables)
    cells = fetch(
        cumulative_margins(engine["revenue"], engine["deals"], engine["acquisitions"], margin=margin, as_of=END)
    )
    sales = _sales(engine)
    facts = ltv_observed(
        cells[cells["source"] == "revenue"], covered=sales.covered, note=sales.note, period=DECEMBER, start=YEAR
    )
    return {fact.variant: fact for fact in facts}


def test_immature_accounts_never_enter_a_cumulative_margin(tmp_path: Path) -> None:
    rows = [
        sale(1, "a", "2025-06-15", 100, margin=40), sale(2, "a", "2026-06-14", 100, margin=30),  # last day of month 12
        sale(3, "a", "2026-06-15", 100, margin=1000),  # month 13
        sale(4, "b", "2025-12-01", 100, margin=20),  # twelve whole months on the last day of November
        sale(5, "c", "2026-01-15", 100, margin=999),  # eleven and a half months old: out
        sale(6, "d", "2026-12-31", 1, margin=0.5),
    ]  # fmt: skip
    since = [won("a", "2025-06-15"), won("b", "2025-12-01"), won("c", "2026-01-15"), won("d", "2026-12-31"),
             won("n", "2025-09-01")]  # n never bought again: brings nothing, but counts  # fmt: skip
    facts = _observed(tmp_path, {"revenue": rows, "acquisitions": since})
    year = facts["months=12"]
    assert (year.value, year.n) == (pytest.approx((70 + 20 + 0) / 3), 3)
    assert (facts["months=24"].status, facts["months=24"].note) == ("immature", "immature")


def test_margin_of_a_returned_account_is_not_counted_twice(tmp_path: Path) -> None:
    rows = [
        sale(1, "a", "2024-01-01", 9, margin=5),
        sale(2, "a", "2025-03-01", 9, margin=7),
        sale(3, "z", "2026-12-31", 1, margin=1),
    ]
    since = [won("a", "2024-01-01"), won("a", "2025-03-01", "returned")]
    facts = _observed(tmp_path, {"revenue": rows, "acquisitions": since})
    # the first life ends where the second begins: (5 + 7) / 2 after twelve months, 5 / 1 after twenty-four
    assert (facts["months=12"].value, facts["months=12"].n) == (6, 2)
    assert (facts["months=24"].value, facts["months=24"].n) == (5, 1)


def test_sales_without_a_margin_are_not_taken_for_free(tmp_path: Path) -> None:
    rows = [
        sale(1, "a", "2025-01-01", 100),
        sale(2, "b", "2025-01-01", 100, margin=60),
        sale(3, "b", "2026-12-31", 1, margin=1),
    ]
    tables = {"revenue": rows, "acquisitions": [won("a", "2025-01-01"), won("b", "2025-01-01")]}
    known = _observed(tmp_path, tables)["months=12"]
    assert (known.value, known.n) == (60, 1)
    (tmp_path / "given").mkdir()
    given = _observed(tmp_path / "given", tables, margin=0.25)["months=12"]
    assert (given.value, given.n) == (pytest.approx((25 + 60) / 2), 2)


def test_the_local_day_decides_the_month_at_the_edges_of_time_zones(tmp_path: Path) -> None:
    # 31 October 23:30 in Madrid (UTC+1, after the clocks went back) and 1 November 00:30 in Madrid are 22:30 and 23:30
    # UTC of the same day; 28 March 2027 has 23 hours. Only `on` counts.
    rows = [
        won("a", "2026-10-31") | {"at": datetime(2026, 10, 31, 22, 30)},
        won("b", "2026-11-01") | {"at": datetime(2026, 10, 31, 23, 30)},
        won("c", "2026-11-01") | {"at": None},
    ]  # fmt: skip
    counted = fetch(acquired(opened(tmp_path, {"acquisitions": rows})["acquisitions"], as_of=END))
    assert counted.to_dict("list") == {"month": [date(2026, 10, 1), date(2026, 11, 1)], "customers": [1, 2]}
