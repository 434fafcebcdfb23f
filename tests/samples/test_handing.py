"""Hand-offs: working time, causes before effects, who answered, and that the road itself stays as it was."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.samples import handing
from helpers.samples.calendar import Week
from helpers.samples.simulate import simulate
from helpers.samples.teams import Stories
from helpers.samples.world import Handoff

from .made import Made

WEEK = Week(time(9), time(17, 30), frozenset({date(2026, 8, 3)}))
FRIDAY = datetime(2026, 7, 31, 16, 0)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (FRIDAY, 30, datetime(2026, 7, 31, 16, 30)),
        # 90 minutes are left on Friday; the weekend and Monday's holiday do not count, so 10 more end on Tuesday
        (FRIDAY, 100, datetime(2026, 8, 4, 9, 10)),
        # a day has 510 minutes: 90 + 510 + 1 end a minute into Wednesday
        (FRIDAY, 601, datetime(2026, 8, 5, 9, 1)),
        (datetime(2026, 8, 1, 11), 0, datetime(2026, 8, 4, 9)),
        (datetime(2026, 8, 4, 6), 15, datetime(2026, 8, 4, 9, 15)),
        (datetime(2026, 8, 4, 21), 15, datetime(2026, 8, 5, 9, 15)),
    ],
)
def test_minutes_pass_only_while_the_house_works(start: datetime, minutes: int, end: datetime) -> None:
    assert WEEK.later(start, minutes) == end
    assert WEEK.worked(start, end) == minutes


@settings(max_examples=50)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)), st.integers(0, 5000))
def test_worked_undoes_later(start: datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)
    assert WEEK.worked(start, WEEK.later(start, minutes)) == minutes


def passed(sample: Made) -> list[Handoff]:
    return [one for found in sample.world.handoffs.values() for one in found]


def test_every_mql_is_handed_over_once_for_each_pass(sample: Made) -> None:
    added = {*sample.world.planted["duplicate_people"], *sample.world.planted["test_people"]}
    people = [person for person in sample.world.people if person.first_mql and person.id not in added]
    night = datetime.combine(sample.company.last + timedelta(days=1), time())
    known = {person.id for person in people if person.first_mql and person.first_mql < night}
    assert known == set(sample.world.handoffs)
    back = sum(sample.manifest["happened"]["recycled_back"].values())
    assert sum(len(found) == 2 for found in sample.world.handoffs.values()) == back > 0


def test_causes_come_before_effects(sample: Made) -> None:
    bulk = set(sample.world.planted["bulk_stage_dates"])
    for one in passed(sample):
        if one.person not in bulk:
            moments = [at for at in (one.requested, one.assigned, one.answered, one.decided) if at]
            assert moments == sorted(moments), one
            assert one.automatic is None or one.automatic > one.requested


def test_whoever_was_spoken_with_was_answered(sample: Made) -> None:
    for one in passed(sample):
        assert (one.decided is None) == (one.decision == "none")
        if one.decision in ("accepted", "recycled"):
            assert one.answered
        assert bool(one.reason) == (one.decision in ("rejected", "recycled"))
        assert one.answered or not one.recorded


def test_first_answers_of_whom_sales_decided_on_are_mostly_written_down(saas: Made) -> None:
    decided = [one for one in passed(saas) if one.decision != "none"]
    assert 0.7 <= sum(one.recorded for one in decided) / len(decided) <= 0.85


def test_whom_nobody_answered_nobody_called(sample: Made) -> None:
    """No action of sales but automatic e-mails, the one a person began with, and those of a deal it belongs to."""
    alone = {person for person, found in sample.world.handoffs.items() if not any(one.answered for one in found)}
    alone -= {person for deal in sample.world.deals for person in deal.people}
    people = sample.world.people
    kinds = {touch.kind for touch in sample.world.touches if touch.side == "sales" and touch.person in alone
             and touch.at > people[touch.person - 1].created}  # fmt: skip
    assert kinds == {handing.AUTOMATIC}
    assert len(alone) > 50 and not any(people[number - 1].sql for number in alone)


def test_the_road_is_the_same_without_stories_and_with_other_answers(industrial: Made) -> None:
    company = industrial.company
    other = company.model_copy(update={
        "stories": Stories(), "handing": company.handing.model_copy(update={"unanswered": 0.3, "records": 0.2}),
    })  # fmt: skip
    world = simulate(other, seed=company.seed)
    assert world.tally == industrial.manifest["happened"]
    assert [deal.steps for deal in world.deals] == [deal.steps for deal in industrial.world.deals]


def test_exports_show_the_last_pass(saas: Made) -> None:
    rows = saas.rows("exports/leads.csv")
    rejected = [row for row in rows if row["Rejected_Date__c"]]
    last = [found[-1] for found in saas.world.handoffs.values()]
    assert len(rejected) == sum(one.decision == "rejected" for one in last) > 800
    assert {row["Status"] for row in rejected} == {"Rejected"}
    assert all(row["Rejection_Reason__c"] for row in rejected)
    assert sum(bool(row["Owner_Assigned_Date__c"]) for row in rows) == sum(one.assigned is not None for one in last)


def test_hubspot_writes_the_same(industrial: Made) -> None:
    rows = industrial.rows("exports/contactos.csv")
    column = 'Date entered "Rechazado (Lifecycle Stage Pipeline)"'
    rejected = [row for row in rows if row[column]]
    last = [found[-1] for found in industrial.world.handoffs.values()]
    assert len(rejected) == sum(one.decision == "rejected" for one in last) > 80
    assert {row["Etapa del ciclo de vida"] for row in rejected} == {"Rechazado"}
    assert all(row["Motivo de descarte"] for row in rejected)
