"""The calendar people subscribe to, by dates worked out by hand. 22 November 2026 is a Sunday."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar as Ical

from helpers.agreements import Agreements, Sla
from helpers.playbook.rhythm import Meeting, calendar, meetings

from .tiny import SHIPPED, client

ACTIVE = SHIPPED.format(kind="ritual", forms="").replace("status: waiting", "status: active")
SPAIN = Agreements(sla=Sla.model_validate({"calendar": {"country": "ES"}}))


def who(page="monthly-review", *, agreements=None, on=date(2026, 11, 22), lang="en", **rhythm):
    rhythms = {page: {"week": 1, "weekday": "mon", **rhythm}}
    return client(agreements=agreements, on=on, lang=lang, playbook={"rhythms": rhythms})


def events(someone, pages=None):
    read = Ical.from_ical(calendar(someone, pages or {"monthly-review": ACTIVE}))
    return list(read.walk("VEVENT"))


def held(someone, count, page="monthly-review"):
    return [each.held for each in meetings(page, someone) if each.held][:count]


@pytest.mark.parametrize(
    ("rhythm", "rule", "days"),
    [
        (
            {"week": -1, "weekday": "thu"},
            {"FREQ": ["MONTHLY"], "BYDAY": ["-1TH"]},
            ["2026-11-26", "2026-12-31", "2027-01-28"],
        ),
        (
            {"week": 2, "weekday": "tue"},
            {"FREQ": ["MONTHLY"], "BYDAY": ["2TU"]},
            ["2026-12-08", "2027-01-12", "2027-02-09"],
        ),
        (
            {"week": 0, "weekday": "mon"},
            {"FREQ": ["WEEKLY"], "BYDAY": ["MO"]},
            ["2026-11-23", "2026-11-30", "2026-12-07"],
        ),
        (
            {"week": 1, "weekday": "wed", "every_months": 3},
            {"FREQ": ["MONTHLY"], "BYDAY": ["1WE"], "INTERVAL": [3]},
            ["2027-01-06", "2027-04-07", "2027-07-07"],
        ),
    ],
)  # fmt: skip
def test_the_rule_gives_the_days_that_the_schedule_gives(rhythm, rule, days):
    someone = who(**rhythm)
    (event,) = events(someone)
    assert dict(event["RRULE"]) == rule
    begins = event.decoded("DTSTART")
    expanded = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins.replace(tzinfo=None))
    assert [each.date().isoformat() for each in expanded[:3]] == days
    assert [each.isoformat() for each in held(someone, 3)] == days


def test_the_local_hour_stays_when_the_clocks_change():
    """Thursdays at 16:00 in Madrid: 14:00 UTC on 22 October, 15:00 UTC on 29 October 2026."""
    (event,) = events(who(week=0, weekday="thu", at="16:00", on=date(2026, 10, 20)))
    assert event["DTSTART"].params["TZID"] == "Europe/Madrid"
    begins = event.decoded("DTSTART")
    first, second = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins)[:2]
    assert [each.astimezone(UTC).hour for each in (first, second)] == [14, 15]
    assert [each.hour for each in (first, second)] == [16, 16]


def test_a_zone_says_when_its_clocks_change():
    text = calendar(who(), {"monthly-review": ACTIVE}).decode()
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Madrid\r\n" in text
    assert "DTSTART:20261025T030000" in text and "COMMENT" not in text


def test_a_monthly_meeting_on_a_holiday_moves_to_the_next_working_day():
    """8 December 2026, a Tuesday, is a holiday in Spain."""
    someone = who(week=2, weekday="tue", at="09:30", agreements=SPAIN)
    assert meetings("monthly-review", someone)[0] == Meeting(date(2026, 12, 8), date(2026, 12, 9))
    series, moved, *later = events(someone)
    assert series.decoded("DTSTART").date() == date(2026, 12, 8)
    assert moved.decoded("RECURRENCE-ID") == series.decoded("DTSTART")
    assert moved.decoded("DTSTART").replace(tzinfo=None) == datetime(2026, 12, 9, 9, 30)
    assert {each["UID"] for each in (series, moved, *later)} == {series["UID"]}
    # The next such day within 24 months is 12 October 2027.
    assert [each.decoded("RECURRENCE-ID").date() for each in later] == [date(2027, 10, 12)]


def test_a_weekly_meeting_on_a_closed_day_falls_out():
    """Mondays of 2026: 12 October is a holiday; 10 and 17 August lie in the closed fortnight."""
    sla = Sla.model_validate({"calendar": {"country": "ES", "closed": ["2026-08-10/2026-08-21"]}})
    someone = who(week=0, weekday="mon", on=date(2026, 8, 1), agreements=Agreements(sla=sla))
    series, *others = events(someone)
    out = [each.dt.date() for each in series["EXDATE"].dts]
    assert out[:3] == [date(2026, 8, 10), date(2026, 8, 17), date(2026, 10, 12)] and others == []
    assert series["EXDATE"].dts[0].dt.hour == 9 and series["EXDATE"].params["TZID"] == "Europe/Madrid"
    assert max(out) <= date(2028, 8, 1)


def test_a_series_begins_with_a_meeting_that_takes_place():
    someone = who(week=0, weekday="mon", on=date(2026, 10, 12), agreements=SPAIN)
    assert events(someone)[0].decoded("DTSTART").date() == date(2026, 10, 19)


def test_a_meeting_that_moved_past_today_is_still_to_come():
    """Planned for 8 December, held on the 9th: on the 9th it is today's."""
    someone = who(week=2, weekday="tue", on=date(2026, 12, 9), agreements=SPAIN)
    assert held(someone, 2) == [date(2026, 12, 9), date(2027, 1, 12)]
    assert events(someone)[0].decoded("DTSTART").date() == date(2026, 12, 8)


def test_only_pages_in_use_with_a_rhythm_are_in_it():
    waiting = ACTIVE.replace("status: active", "status: waiting")
    someone = who(week=0)
    assert events(someone, {"monthly-review": waiting, "onboarding": ACTIVE}) == []
    assert len(events(someone, {"monthly-review": ACTIVE, "onboarding": ACTIVE})) == 1


def test_an_event_says_what_is_decided_and_who_chairs():
    page = ACTIVE.replace("One decision.", "One decision: **what [both](sla.md) teams <change>**, after the report.")
    someone = who(week=2, weekday="tue")
    (event,) = events(someone, {"monthly-review": page})
    assert event["SUMMARY"] == "Agreement"
    assert event.decoded("DURATION") == timedelta(minutes=60)
    assert event.decoded("DTSTAMP") == datetime(2026, 11, 22, tzinfo=UTC)
    told = str(event["DESCRIPTION"]).split("\n")
    assert told[0] == "What both teams <change>."
    # Turns go by the month that is looked at: November is the eleventh, so marketing; then sales; then marketing.
    assert told[1] == (
        "Marketing and sales take turns in the chair. "
        "8 December 2026: marketing; 12 January 2027: sales; 9 February 2027: marketing."
    )
    assert told[2] == "In the playbook: monthly-review.html"


def test_a_fixed_chair_is_named_in_the_language_of_the_client():
    someone = client(lang="es", playbook={"chairs": {"handoff-standup": "sales"}})
    page = SHIPPED.format(kind="ritual", forms="").replace("status: waiting", "status: active")
    (event,) = events(someone, {"handoff-standup": page})
    assert "Preside ventas." in str(event["DESCRIPTION"])
    assert Ical.from_ical(calendar(someone, {}))["X-WR-CALNAME"] == "Playbook de Acme"


def test_equal_inputs_give_equal_bytes_in_lines_that_every_program_reads():
    someone, pages = who(week=2, weekday="tue", lang="es", agreements=SPAIN), {"monthly-review": ACTIVE}
    made = calendar(someone, pages)
    assert made == calendar(someone, pages)
    lines = made.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and max(map(len, lines)) <= 75
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D" in lines and b"X-PUBLISHED-TTL:P1D" in lines


def test_another_client_has_other_events():
    one, two = (events(client(playbook={}, client=name))[0]["UID"] for name in ("Acme", "Bolt"))
    assert one != two and str(one).startswith("monthly-review-")
