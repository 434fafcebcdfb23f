"""What one assessment leaves to the next."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import ibis
import pandas as pd
import pytest

from helpers.periods import Period
from helpers.run.history import BEFORE, assessed_on, recall, remember


def review(*, answers: list[date | None], looked: list[date | None]) -> SimpleNamespace:
    """A work folder whose survey and checklist have these days."""

    def table(days: list[date | None]) -> ibis.Table:
        return ibis.memtable(pd.DataFrame({"on": pd.array(days, dtype="object")}), schema={"on": "date"})

    tables = {"respondents": table(answers), "artefacts": table(looked)}
    return SimpleNamespace(tables=tables, period=Period.parse("2026-09"))


@pytest.mark.parametrize(
    ("answers", "looked", "expected"),
    [
        ([], [], date(2026, 9, 30)),
        ([date(2026, 3, 18)], [], date(2026, 9, 30)),
        ([date(2026, 10, 5), date(2026, 10, 7)], [date(2026, 10, 6)], date(2026, 10, 7)),
        ([date(2026, 10, 5)], [date(2026, 10, 9)], date(2026, 10, 9)),
    ],
)  # fmt: skip
def test_the_day_is_the_last_one_anybody_answered_and_never_before_the_data(answers, looked, expected):
    assert assessed_on(review(answers=answers, looked=looked), None) == expected


def test_the_day_asked_for_is_the_day():
    assert assessed_on(review(answers=[date(2026, 10, 5)], looked=[]), date(2026, 4, 1)) == date(2026, 4, 1)


def test_only_the_last_one_before_is_recalled(tmp_path: Path):
    work = tmp_path / "work"
    work.mkdir()
    recall(tmp_path, work, on=date(2026, 10, 9))
    assert not (work / BEFORE).exists()
    for day in ("2026-03-20", "2025-10-01", "2026-10-09", "2027-01-01"):
        remember(tmp_path, day.encode(), on=date.fromisoformat(day))
    (tmp_path / "history" / "assessment-draft.csv").write_text("x", encoding="utf-8")
    recall(tmp_path, work, on=date(2026, 10, 9))
    assert (work / BEFORE).read_bytes() == b"2026-03-20"


def test_a_day_assessed_again_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path):
    for text in (b"first", b"second"):
        remember(tmp_path, text, on=date(2026, 10, 9))
    assert [path.name for path in (tmp_path / "history").iterdir()] == ["assessment-2026-10-09.csv"]
    assert (tmp_path / "history" / "assessment-2026-10-09.csv").read_bytes() == b"second"
