"""What pages of the playbook compare with the window before: it is there where it holds anything, as it stood then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.facts import pick
from helpers.feedback.kept import kept_facts
from helpers.periods import Period
from metrics.workbook import client, opened

from .test_kept_facts import asset, use, voice

MONTH = Period.parse("2026-10")
YEAR = MONTH.rolling(12)


def decision(name: str, due: date, closed: date | None) -> dict[str, object]:
    return {"decision_id": name, "on": date(2025, 1, 7), "kind": "decision", "words": name, "owner_team": "sales",
            "due_on": due, "closed_on": closed}  # fmt: skip


def meeting(row: int, on: date, *, sales: bool) -> dict[str, object]:
    return {"row": row, "ritual": "monthly-review", "planned_on": on, "held_on": on, "marketing": True, "sales": sales}


COMPANY = {
    "decisions": [
        decision("in time", date(2025, 3, 1), date(2025, 2, 20)), decision("late", date(2025, 4, 1), date(2026, 1, 9)),
        decision("this year", date(2026, 3, 1), date(2026, 3, 1)),
    ],
    "meetings": [
        meeting(1, date(2025, 5, 6), sales=True), meeting(2, date(2025, 6, 3), sales=False),
        meeting(3, date(2026, 6, 2), sales=True),
    ],
    "content": [
        asset("price", objection="price"), asset("trust", objection="trust", retired_on=date(2026, 1, 1)),
    ],
    # not touched since 8 July 2026: used within 90 days of 30 September, no longer of 31 October
    "content_use": [use(1, "price", date(2026, 7, 8))],
    "voices": [voice("v1", "price", on=date(2025, 6, 1)), voice("v2", "trust", on=date(2025, 6, 1)),
               voice("v3", "price")],
}  # fmt: skip


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return measured(tmp_path_factory.mktemp("company"), COMPANY)


def measured(folder: Path, tables: dict[str, list[dict[str, object]]]) -> pd.DataFrame:
    company = opened(folder, tables)
    return kept_facts(company, client(), Agreements(), period=MONTH, start=MONTH, contract=Contract())


@pytest.mark.parametrize(
    ("metric", "now", "before"),
    [
        ("decisions_on_time", (YEAR, 1, 1), (YEAR.prior(), 1, 2)),
        ("both_present", (YEAR, 1, 1), (YEAR.prior(), 1, 2)),
        ("content_coverage", (YEAR, 1, 1), (YEAR.prior(), 2, 2)),  # both assets were in use then
        ("content_unused", (MONTH, 1, 1), (MONTH.prior(), 0, 1)),
    ],
)
def test_a_figure_and_the_one_before(
    metric: str, now: tuple[Period, int, int], before: tuple[Period, int, int], facts: pd.DataFrame
) -> None:
    found = pick(facts, metric).set_index("period")
    for period, numerator, denominator in (now, before):
        assert tuple(found.loc[str(period), ["numerator", "denominator"]]) == (numerator, denominator)
    assert len(found) == 2


def test_a_first_year_has_none_before(tmp_path: Path) -> None:
    first = {name: [row for row in rows if row.get("on") != date(2025, 6, 1)] for name, rows in COMPANY.items()}
    first |= {"decisions": COMPANY["decisions"][2:], "meetings": COMPANY["meetings"][2:], "content_use": []}
    first["content"] = [asset("price", objection="price", published_on=date(2026, 10, 1))]
    found = measured(tmp_path, first)
    for metric in ("decisions_on_time", "both_present", "content_coverage", "content_unused"):
        assert len(pick(found, metric)) == 1, metric
