"""A peak that a migration made: on hand-made months and tables."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics.workbook import opened

from helpers.engine import fetch
from helpers.patterns.bulk_dates import peaks
from helpers.patterns.counts.entered import mql_entries
from helpers.periods import Period

YEAR = Period.parse("2026-01/2026-06")


def months(*rows):
    """Months from January 2026 on: MQLs and those of them whose date was loaded."""
    days = pd.date_range("2026-01-01", periods=len(rows), freq="MS")
    return pd.DataFrame([(day.date(), *row) for day, row in zip(days, rows, strict=True)],
                        columns=["month", "n", "loaded"])  # fmt: skip


def claimed(found):
    return [one.where for one in found if one.claimed]


def test_a_month_that_is_high_because_of_its_loads():
    found = peaks(months((40, 0), (38, 0), (95, 55), (41, 0), (44, 0), (37, 0)), window=YEAR)
    assert claimed(found) == ["month=2026-03"]
    peak = found[2]
    assert (peak.value, peak.low, peak.high, peak.unit, peak.n) == (55, 55, 55, "count", 95)
    assert peak.shown == {"with_bulk": 95, "without_bulk": 40, "usual": 40}  # (40 + 38 + 41 + 44 + 37) / 5


def test_a_month_that_is_high_without_its_loads_too_is_a_peak():
    assert claimed(peaks(months((40, 0), (38, 0), (140, 45), (41, 0)), window=YEAR)) == []


def test_a_few_loads_make_no_peak():
    assert claimed(peaks(months((40, 0), (38, 0), (45, 6), (41, 0)), window=YEAR)) == []


def test_a_month_without_loads_is_never_claimed_however_high():
    found = peaks(months((40, 0), (38, 0), (400, 0), (41, 0)), window=YEAR)
    assert claimed(found) == []
    assert [one.value for one in found] == [0, 0, 0, 0]


def test_loads_of_another_month_do_not_make_what_is_usual():
    found = peaks(months((40, 0), (300, 260), (95, 55), (40, 0)), window=Period.parse("2026-01/2026-04"))
    assert found[2].shown["usual"] == 40  # (40 + 40 + 40) / 3, of February without its 260
    assert claimed(found)[0] == "month=2026-02"


def test_a_month_without_a_row_had_nobody():
    found = peaks(months((40, 0), (38, 0)), window=YEAR)
    assert found[0].shown["usual"] == 7.6  # 38 in February, nobody in the other four months
    assert len(found) == 2


def test_what_is_usual_is_near():
    early = [(10, 0)] * 3
    found = peaks(months(*early, *[(100, 0)] * 6, (160, 60), *[(100, 0)] * 3), window=Period.parse("2026-01/2027-01"))
    assert found[9].shown["usual"] == 100


@pytest.mark.parametrize("rows", [(), ((80, 60),)])
def test_nothing_to_compare_with_is_no_claim(rows):
    found = peaks(months(*rows), window=Period.parse("2026-01/2026-01"))
    assert claimed(found) == []
    assert len(found) == len(rows)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=24))
def test_what_is_counted_is_what_is_there(pairs):
    rows = [(max(pair), min(pair)) for pair in pairs]
    found = peaks(months(*rows), window=Period(date(2026, 1, 1), date(2027, 12, 31)))
    assert [(one.n, one.value) for one in found] == [(n, loaded) for n, loaded in rows]
    assert all(one.shown["with_bulk"] - one.shown["without_bulk"] == one.value == one.low == one.high for one in found)
    assert all(one.value > 0 for one in found if one.claimed)


def reached(entity, stage, on, episode=1):
    return {"grain": "person", "entity_id": entity, "account_id": "a", "episode": episode, "stage": stage, "on": on,
            "observed": True, "timed": True}  # fmt: skip


def event(entity, on, provenance, *, stage="mql", episode=1, kind="person"):
    return {"entity": kind, "entity_id": entity, "episode": episode, "on": on, "stage": stage, "precision": "minute",
            "provenance": provenance, "seq": 1, "source": "leads.csv"}  # fmt: skip


def test_loads_are_counted_where_the_load_is_the_date_that_counts(tmp_path):
    load = date(2026, 2, 3)
    tables = opened(tmp_path, {
        "reached": [
            *(reached(name, "lead", date(2026, 1, 2)) for name in ("p1", "p2", "p3")),
            reached("p1", "mql", load),
            reached("p2", "mql", date(2026, 1, 20)),  # history knows better than the load
            reached("p3", "mql", load),
            reached("p3", "mql", date(2026, 6, 1), episode=2),  # after the last day
            reached("p4", "mql", date(2026, 2, 9)),
        ],
        "stage_events": [
            event("p1", load, "bulk"), event("p2", load, "bulk"), event("p2", date(2026, 1, 20), "history"),
            event("p3", load, "bulk"), event("p4", date(2026, 2, 9), "date_column"),
            event("p4", date(2026, 2, 9), "bulk", stage="rejected"),
        ],
    })  # fmt: skip
    counted = fetch(mql_entries(tables["reached"], tables["stage_events"], as_of=date(2026, 4, 30)))
    assert counted.to_numpy().tolist() == [[date(2026, 1, 1), 1, 0], [date(2026, 2, 1), 3, 2]]
