"""Counts of the survey: who answered, in which round, and what, on an engine and in Python alike."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from helpers.assessment.counts import answered
from helpers.assessment.scores import Wave, waves
from helpers.engine import Canonical, fetch
from metrics.workbook import opened

from .surveybook import DAY, drawn, person, survey, waves_of

FIRST, SECOND, LATER = date(2026, 3, 2), date(2026, 10, 6), date(2027, 3, 1)


def people() -> list[dict[str, object]]:
    """Two rounds before the day and one after it; in the second somebody answers after the day."""
    return [
        person("marketing", {"goals_1": 5.0, "goals_2": None}, wave=1, on=FIRST),
        person("sales", {"goals_1": 4.0, "goals_2": 2.0, "goals_3": 3.0}, wave=2, on=SECOND, level="lead"),
        person("sales", {"goals_1": None, "goals_often": 3.0, "top_goals": 1.0, "top_data": 1.0}, wave=2, on=SECOND,
               level=None),
        person("marketing", {"goals_1": 1.0}, wave=2, on=DAY + timedelta(days=1)),
        person("marketing", {"goals_1": 1.0}, wave=3, on=LATER),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def canonical(tmp_path_factory: pytest.TempPathFactory) -> Canonical:
    return opened(tmp_path_factory.mktemp("survey"), survey(people()))


def test_the_newest_round_that_has_begun_and_the_one_before(canonical: Canonical) -> None:
    rows = fetch(answered.people(canonical.tables, on=DAY))
    assert rows[["back", "respondent", "team"]].to_numpy().tolist() == [
        [0, 2, "sales"], [0, 3, "sales"], [1, 1, "marketing"],
    ]  # fmt: skip
    assert [None if each != each else each for each in rows["level"]] == ["management", None, "field"]


@pytest.mark.parametrize(
    ("on", "newest"), [(FIRST, [1]), (FIRST - timedelta(days=1), []), (SECOND, [2, 3]), (LATER, [5])]
)
def test_rounds_that_have_not_begun_are_not_known(canonical: Canonical, on: date, newest: list[int]) -> None:
    rows = fetch(answered.people(canonical.tables, on=on))
    assert rows.loc[rows["back"] == 0, "respondent"].tolist() == newest


def test_answers_are_added_up_by_construct(canonical: Canonical) -> None:
    """Of the second: 4 + 2 + 3 = 9 of three answers; of the third only "don't know"; behaviour is no statement."""
    rows = fetch(answered.by_construct(canonical.tables, on=DAY))
    assert rows.drop(columns="construct").to_numpy().tolist() == [[0, 2, 9, 3, 0], [0, 3, 0, 0, 1], [1, 1, 5, 1, 1]]
    assert set(rows["construct"]) == {"goals"}


def test_answers_are_added_up_by_item(canonical: Canonical) -> None:
    rows = fetch(answered.by_item(canonical.tables, on=DAY))
    found = {tuple(row[:3]): tuple(row[3:]) for row in rows.to_numpy().tolist()}
    assert found[0, "goals_1", "sales"] == (1, 4, 1, 1)  # 4 and "don't know": one answer, which agrees
    assert found[0, "goals_2", "sales"] == (1, 2, 0, 0)
    assert found[0, "top_data", "sales"] == (1, 1, 0, 0)
    assert found[1, "goals_2", "marketing"] == (0, 0, 0, 1)
    assert (0, "goals_1", "marketing") not in found  # answered after the day
    chose = fetch(answered.choosers(canonical.tables, on=DAY))
    assert chose.to_numpy().tolist() == [[0, "sales", 1]]


def same(one: pd.DataFrame, two: pd.DataFrame) -> None:
    keys = [
        name for name in one.columns if name not in ("total", "n", "agreed", "unknown", "answered", "whole", "level")
    ]
    for side in (one, two):
        side.sort_values(keys, inplace=True)
    assert one.astype(object).where(one.notna(), None).to_numpy().tolist() == (
        two[list(one.columns)].astype(object).where(two.notna(), None).to_numpy().tolist()
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engine_counts_what_python_counts(tmp_path: Path, seed: int) -> None:
    """Of random surveys in two rounds, with answers left out and unknown."""
    found = [*drawn(seed, marketing=5, sales=6), *drawn(seed + 10, marketing=4, sales=3, wave=2, on=DAY)]
    for place, each in enumerate(found):
        items = list(each["answers"])
        each["answers"] |= {items[place]: None}
        del each["answers"][items[-1 - place]]
    for wave, expected in zip(waves(opened(tmp_path, survey(found)), on=DAY), waves_of(found)[:2], strict=True):
        for name in Wave.__dataclass_fields__:
            same(getattr(wave, name), getattr(expected, name))


def test_nobody_is_counted_where_nobody_answered(tmp_path: Path) -> None:
    for wave in waves(opened(tmp_path, {}), on=DAY):
        assert wave.empty and wave.constructs.empty and wave.items.empty and wave.choosers.empty
