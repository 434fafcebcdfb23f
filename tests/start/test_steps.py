"""The six steps: what follows from what, and what cannot."""

from pathlib import Path

import pytest

from helpers.contract import Contract
from helpers.errors import Question
from helpers.periods import Period
from helpers.start.steps import (
    STEPS,
    Agreed,
    Asked,
    Chosen,
    Failed,
    Made,
    Ordered,
    Put,
    Read,
    Reading,
    Returned,
    Spoken,
    State,
    after,
    before,
)

MONTH = Period.parse("2026-09")
READING = Reading(Contract(), (MONTH,), MONTH)
FOLDER, REPORT = Path("clients/acme"), Path("clients/acme/build/2026-09/report.es.html")
WAY = (
    Chosen(FOLDER), Put(), Asked(Question(setting="dates")), Put(), Read(READING), Agreed(),
    Ordered("2026-09", ("es",)), Made((REPORT,)),
)  # fmt: skip


def at(step: str, way=WAY) -> State:
    """The first state of the way that is at a step."""
    state = State()
    for event in way:
        if state.step == step:
            break
        state = after(state, event)
    assert state.step == step
    return state


def test_the_whole_way_from_a_new_company_to_its_report():
    state, steps = State(lang="es"), ["company"]
    for event in WAY:
        state = after(state, event)
        steps.append(state.step)
    assert steps == ["company", "files", "reading", "reading", "reading", "reading", "month", "run", "report"]
    assert state == State(
        lang="es", step="report", folder=FOLDER, reading=READING, period="2026-09", languages=("es",), made=(REPORT,)
    )


def test_reading_and_reviewing_are_work_until_something_comes_of_them():
    reading = at("reading")
    assert reading.working and at("run").working
    asked = after(reading, Asked(Question(setting="dates")))
    assert not asked.working and asked.reading is None
    read = after(after(asked, Put()), Read(READING))
    assert not read.working and read.asks is None
    assert not any(at(step).working for step in ("company", "files", "month", "report"))


def test_the_language_changes_nothing_else():
    state = at("month")
    spoken = after(state, Spoken("es"))
    assert (spoken.lang, spoken.step, spoken.reading) == ("es", "month", READING)


def test_an_error_keeps_people_where_they_are_and_a_run_that_failed_can_be_ordered_again():
    stopped = after(at("reading"), Failed("a.csv: the file is empty"))
    assert (stopped.step, stopped.error, stopped.working) == ("reading", "a.csv: the file is empty", False)
    assert after(stopped, Put()).error == "" and after(stopped, Put()).working
    failed = after(at("run"), Failed("the disk is full"))
    assert (failed.step, failed.error) == ("month", "the disk is full")
    assert after(failed, Ordered("2026-08", ("en",))).error == ""


def test_going_back_never_begins_a_run_again():
    assert before(at("report")) == ("company", "files", "reading", "month")
    assert (before(at("company")), before(at("run"))) == ((), ())
    state = after(at("report"), Returned("month"))
    assert (state.step, state.period, state.reading) == ("month", "2026-09", READING)
    assert after(after(state, Returned("reading")), Agreed()).step == "month"


def test_another_company_takes_nothing_along():
    again = after(after(at("report"), Returned("company")), Chosen(Path("clients/other")))
    assert again == State(step="files", folder=Path("clients/other"))


@pytest.mark.parametrize(
    ("step", "event"),
    [
        ("company", Put()), ("company", Made(())), ("files", Ordered("2026-09", ("en",))), ("files", Read(READING)),
        ("reading", Agreed()), ("month", Chosen(FOLDER)), ("report", Put()), ("run", Returned("month")),
        ("files", Returned("report")), ("files", Returned("run")), ("month", Ordered("2026-09", ())),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_happen_is_refused(step, event):
    with pytest.raises(ValueError):
        after(at(step), event)


def test_something_that_is_no_event_is_refused():
    with pytest.raises(TypeError, match="nothing follows from str"):
        after(State(), "go on")
    assert len(STEPS) == 6
