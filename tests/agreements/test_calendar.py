"""The business clock, by hand: every moment is written in local time, every sum in a comment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.agreements.calendar import EPOCH, BusinessClock, open_clock
from helpers.agreements.sla import Calendar, Sla
from helpers.errors import ConfigError
from helpers.settings import validated

MADRID = ZoneInfo("Europe/Madrid")
PLAIN = Calendar(hours=("09:00-18:00",))
LUNCH = Calendar(hours=("09:00-14:00", "15:00-18:00"))


def clock(calendar=PLAIN, *, zone=MADRID, last=date(2026, 12, 31)) -> BusinessClock:
    return open_clock(calendar, zone=zone, first=date(2026, 1, 1), last=last)


def moment(text, zone=MADRID):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def waited(calendar, start, end, *, zone=MADRID):
    """Working minutes between two local moments."""
    open_ = clock(calendar, zone=zone)
    return open_.minutes_at(moment(end, zone)) - open_.minutes_at(moment(start, zone))


def days_between(calendar, start, end):
    open_ = clock(calendar)
    return open_.days_at(date.fromisoformat(end)) - open_.days_at(date.fromisoformat(start))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-10-07 10:00", "2026-10-07 11:30", 90),
        ("2026-10-07 17:30", "2026-10-08 09:20", 30 + 20),  # Wednesday evening to Thursday morning
        ("2026-10-09 17:00", "2026-10-12 10:00", 60 + 60),  # Friday to Monday: the weekend does not count
        ("2026-10-10 11:00", "2026-10-12 09:45", 45),  # asked on Saturday: the clock stands until Monday
        ("2026-10-07 23:15", "2026-10-08 09:05", 5),  # asked at night
        ("2026-10-07 04:00", "2026-10-07 08:59", 0),  # asked and answered before anybody is at work
        ("2026-10-07 17:59", "2026-10-07 18:00", 1),
        ("2026-10-07 18:00", "2026-10-08 09:00", 0),  # the evening's end is the morning's beginning
        ("2026-10-05 09:00", "2026-10-12 09:00", 5 * 540),  # a week: five days of nine hours
    ],
)
def test_minutes_of_a_plain_week(start, end, minutes):
    assert waited(PLAIN, start, end) == minutes


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-10-07", "2026-10-07", 0),  # answered on the same day
        ("2026-10-07", "2026-10-08", 1),
        ("2026-10-09", "2026-10-12", 1),  # Friday to Monday
        ("2026-10-10", "2026-10-11", 0),  # Saturday to Sunday: it stands still
        ("2026-10-10", "2026-10-12", 1),  # Saturday to Monday: the first working day after the request
        ("2026-10-05", "2026-10-19", 10),
    ],
)
def test_working_days_count_those_after_the_request(start, end, days):
    assert days_between(PLAIN, start, end) == days


def test_a_national_holiday_stands_still():
    spain = Calendar(country="ES")
    # Monday 12 October 2026 is a public holiday: Friday 17:00 → Tuesday 10:00 is one hour and one hour.
    assert waited(spain, "2026-10-09 17:00", "2026-10-13 10:00") == 120
    assert waited(spain, "2026-10-12 09:00", "2026-10-12 17:00") == 0  # asked and answered on the holiday
    assert days_between(spain, "2026-10-09", "2026-10-12") == 0
    assert days_between(spain, "2026-10-09", "2026-10-13") == 1


@pytest.mark.parametrize(
    ("country", "region", "day", "works"),
    [
        ("ES", "", "2026-04-06", True),  # Easter Monday is a working day in most of Spain …
        ("ES", "PV", "2026-04-06", False),  # … and none in the Basque Country,
        ("ES", "es-pv", "2026-04-06", False),  # however its code is written
        ("es", "País Vasco", "2026-04-06", False),
        ("ES", "MD", "2026-04-06", True),
        ("IE", "", "2026-04-06", False),
        ("IE", "", "2026-03-17", False),  # Saint Patrick
        ("IE", "", "2026-10-12", True),
        ("GB", "ENG", "2026-12-28", False),  # Boxing Day falls on a Saturday and is observed on Monday
        ("", "", "2026-12-25", True),  # no country, no holidays
    ],
)
def test_holidays_by_country_region_and_day_observed(country, region, day, works):
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    assert days_between(Calendar(country=country, region=region), before, day) == int(works)


def test_the_day_the_clocks_change_has_its_nine_hours():
    sundays = Calendar(week=("sat", "sun", "mon"), hours=("09:00-18:00",))
    # Spring: on Sunday 29 March 2026 Madrid goes from UTC+1 to UTC+2 at 02:00.
    assert waited(sundays, "2026-03-29 00:00", "2026-03-30 00:00") == 540
    assert waited(sundays, "2026-03-28 17:00", "2026-03-29 10:00") == 60 + 60
    # 08:00 UTC is 09:00 on Saturday, and 10:00 on Sunday.
    open_ = clock(sundays)
    assert open_.minutes_at(datetime(2026, 3, 28, 8)) == open_.minutes_at(moment("2026-03-28 09:00"))
    assert open_.minutes_at(datetime(2026, 3, 29, 8)) - open_.minutes_at(moment("2026-03-29 09:00")) == 60
    # Autumn: on Sunday 25 October 2026 back to UTC+1 at 03:00.
    assert waited(sundays, "2026-10-25 00:00", "2026-10-26 00:00") == 540
    assert waited(sundays, "2026-10-24 17:00", "2026-10-25 10:00") == 60 + 60


def test_a_change_within_a_span_lasts_as_long_as_it_lasts():
    nights = Calendar(week=("sun",), hours=("00:00-06:00",))
    assert waited(nights, "2026-03-22 00:00", "2026-03-22 06:00") == 360
    assert waited(nights, "2026-03-29 00:00", "2026-03-29 06:00") == 300  # the hour from two to three is not there
    assert waited(nights, "2026-10-25 00:00", "2026-10-25 06:00") == 420  # and here it comes twice
    # A span that begins in the hour that is skipped begins when that hour is over.
    skipped = Calendar(week=("sun",), hours=("01:00-02:30", "02:30-04:00"))
    assert waited(skipped, "2026-03-29 00:00", "2026-03-29 12:00") == 120  # 01:00–02:00 and 03:00–04:00


def test_a_lunch_break_stands_still():
    assert waited(LUNCH, "2026-10-07 13:30", "2026-10-07 15:15") == 30 + 15
    assert waited(LUNCH, "2026-10-07 14:10", "2026-10-07 14:50") == 0
    assert waited(LUNCH, "2026-10-07 09:00", "2026-10-07 18:00") == 480
    assert days_between(LUNCH, "2026-10-07", "2026-10-08") == 1  # two spans are one day


def test_a_closed_fortnight_stands_still():
    august = Calendar(closed=("2026-08-10/2026-08-21", "2026-09-01"))
    # Friday 7 August 16:00 → Monday 24 August 09:30: two hours on Friday, half an hour on Monday.
    assert waited(august, "2026-08-07 16:00", "2026-08-24 09:30") == 150
    assert days_between(august, "2026-08-07", "2026-08-21") == 0
    assert days_between(august, "2026-08-07", "2026-08-24") == 1
    assert days_between(august, "2026-08-31", "2026-09-02") == 1


def test_working_hours_are_those_of_the_calendars_own_zone():
    canaries = Calendar(time_zone="Atlantic/Canary", hours=("09:00-18:00",))
    # 09:30 in Madrid is 08:30 on the islands: nobody is at work until 10:00 in Madrid.
    assert waited(canaries, "2026-10-07 09:30", "2026-10-07 10:30") == 30
    assert waited(PLAIN, "2026-10-07 09:30", "2026-10-07 10:30") == 60


def test_a_day_may_last_until_midnight():
    evening = Calendar(hours=("16:00-24:00",))
    assert waited(evening, "2026-10-07 23:00", "2026-10-08 17:00") == 60 + 60
    assert clock(evening).minutes_by(date(2026, 10, 7)) == clock(evening).minutes_at(moment("2026-10-08 00:00"))


def test_a_week_of_none_but_holidays_never_moves():
    never = Calendar(closed=("1980-01-01/2030-01-01",))
    assert clock(never).minutes_by(date(2026, 12, 31)) == clock(never).days_at(date(2026, 12, 31)) == 0
    assert clock(never).minutes(pd.Series(pd.to_datetime(["2026-05-05 10:00"]))).tolist() == [0]


def test_columns_are_read_as_single_moments_are():
    open_ = clock(Calendar(country="ES", region="PV", hours=("08:30-13:00", "14:00-17:15")))
    texts = ["2026-10-07 07:10:59.5", "2026-10-10 12:00", "2026-04-06 09:00", None, "2026-03-29 01:00"]
    naive = pd.Series(pd.to_datetime(texts, format="ISO8601"), index=[7, 3, 5, 1, 0])
    got = open_.minutes(naive)
    assert str(got.dtype) == "Int64" and got.index.tolist() == [7, 3, 5, 1, 0]
    assert got.drop(1).tolist() == [open_.minutes_at(each.to_pydatetime()) for each in naive.dropna()]
    assert got.isna().tolist() == [False, False, False, True, False]
    aware = naive.dt.tz_localize("UTC").dt.tz_convert("America/Mexico_City")
    assert open_.minutes(aware).equals(got)
    assert open_.minutes(naive.astype("timestamp[us][pyarrow]")).equals(got)
    days = pd.Series([date(2026, 10, 7), None, date(1985, 1, 1)], dtype="object")
    assert open_.days(days).tolist() == [open_.days_at(date(2026, 10, 7)), pd.NA, 0]
    assert open_.days(days.astype("date32[day][pyarrow]")).equals(open_.days(days))
    assert open_.minutes(pd.Series([], dtype="datetime64[us]")).tolist() == []
    assert open_.days(pd.Series([None, None])).isna().all()


def test_readings_of_clocks_opened_for_other_days_compare():
    early = open_clock(PLAIN, zone=MADRID, first=date(2024, 1, 1), last=date(2026, 6, 30))
    late = open_clock(PLAIN, zone=MADRID, first=date(2026, 5, 5), last=date(2027, 1, 31))
    assert early.minutes_at(moment("2026-06-01 12:00")) == late.minutes_at(moment("2026-06-01 12:00"))
    assert early.days_at(date(2026, 6, 1)) == late.days_at(date(2026, 6, 1))
    # 1 January 1990, a Monday, is the first day: one working day, nine hours.
    first = date(1990, 1, 1)
    assert (first, early.days_at(first), early.minutes_by(first)) == (EPOCH, 1, 540)
    assert early.minutes_at(datetime(1989, 12, 31)) == early.days_at(date(1989, 12, 31)) == 0


def test_a_clock_is_not_read_beyond_its_last_day():
    open_ = clock(last=date(2026, 6, 30))
    assert open_.days_at(date(2026, 6, 30)) > 0
    with pytest.raises(ValueError, match="opened up to 2026-06-30, and is read on 2026-07-01"):
        open_.days_at(date(2026, 7, 1))
    with pytest.raises(ValueError, match="opened up to 2026-06-30"):
        open_.minutes(pd.Series(pd.to_datetime(["2026-06-01", "2027-01-01"])))


CALENDARS = st.builds(
    Calendar,
    country=st.sampled_from(["", "ES", "IE"]),
    week=st.sampled_from([("mon", "tue", "wed", "thu", "fri"), ("sun", "mon", "wed"), ("sat",)]),
    hours=st.sampled_from([("09:00-18:00",), ("08:30-13:30", "15:00-18:45"), ("00:00-24:00",), ("22:00-23:59",)]),
    closed=st.sampled_from([(), ("2026-08-03/2026-08-28",), ("2026-03-29", "2026-10-25")]),
    time_zone=st.sampled_from(["", "Europe/Dublin", "America/Mexico_City", "America/Santiago"]),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)).map(lambda at: at.replace(microsecond=0))


@settings(max_examples=40, deadline=None)
@given(CALENDARS, st.lists(MOMENTS, min_size=3, max_size=3))
@example(PLAIN, [datetime(2026, 3, 29, 1), datetime(2026, 3, 29, 0, 59, 59), datetime(2026, 10, 25, 1)])
def test_a_clock_never_runs_backwards_nor_faster_than_time_and_adds_up(calendar, moments):
    open_, (one, two, three) = clock(calendar), sorted(moments)
    a, b, c = open_.minutes(pd.Series([one, two, three])).tolist()
    assert 0 <= a <= b <= c
    assert b - a <= (two - one) / timedelta(minutes=1) + 1  # whole minutes: less than one off
    assert (b - a) + (c - b) == c - a
    days = open_.days(pd.Series([each.date() for each in (one, two, three)]))
    assert days.is_monotonic_increasing and days.iloc[2] - days.iloc[0] <= (three.date() - one.date()).days


@settings(max_examples=20, deadline=None)
@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 20)), st.sampled_from([PLAIN, LUNCH, Calendar(hours=("07:15-15:00",))])
)
def test_any_seven_days_hold_the_hours_of_the_week(first, calendar):
    minutes = {PLAIN.hours: 5 * 540, LUNCH.hours: 5 * 480}.get(calendar.hours, 5 * 465)
    open_ = clock(calendar)
    assert open_.minutes_by(first + timedelta(days=6)) - open_.minutes_by(first - timedelta(days=1)) == minutes


def test_moments_are_compared_in_utc_whatever_zone_they_carry():
    open_ = clock()
    same = [moment("2026-10-07 12:00"), datetime(2026, 10, 7, 10, tzinfo=UTC), datetime(2026, 10, 7, 10)]
    assert len({open_.minutes_at(each) for each in same}) == 1


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"country": "SP"}, "unknown country 'SP'; did you mean"),
        ({"country": "Spain"}, "unknown country 'Spain'; did you mean 'ES'?"),
        ({"country": "ES", "region": "Pais Basco"}, "unknown region 'Pais Basco' of ES; did you mean 'PV'?"),
        ({"country": "ES", "region": "9Q"}, "unknown region '9Q' of ES; known are AN, AR"),
        ({"region": "PV"}, "region 'PV' needs a country"),
        ({"time_zone": "Europe/Madird"}, "unknown time zone 'Europe/Madird'; did you mean 'Europe/Madrid'?"),
        ({"hours": ["15:00-18:00", "09:00-14:00"]}, "'09:00-14:00' begins before '15:00-18:00' has ended"),
        ({"hours": ["09:00-14:00", "13:30-18:00"]}, "'13:30-18:00' begins before '09:00-14:00' has ended"),
        ({"hours": ["18:00-09:00"]}, "'18:00-09:00' ends before it begins"),
        ({"hours": ["18:00-24:30"]}, "'18:00-24:30' ends after 24:00"),
        ({"hours": ["9-18"]}, "calendar.hours.0"),
        ({"hours": []}, "calendar.hours"),
        ({"week": []}, "calendar.week"),
        ({"week": ["lun"]}, "calendar.week.0"),
        ({"closed": ["2026-08-21/2026-08-10"]}, "'2026-08-21/2026-08-10' runs backwards"),
        ({"closed": ["August"]}, "'August' is no day; write 2026-12-24"),
        ({"closed": ["2026-02-30"]}, "'2026-02-30' names a day that does not exist"),
        ({"contry": "ES"}, "unknown key 'calendar.contry'; did you mean 'country'?"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_in_one_line(written, says):
    with pytest.raises(ConfigError) as caught:
        validated(Sla, {"calendar": written}, where="forms/sla.yml")
    assert says in str(caught.value) and str(caught.value).startswith("forms/sla.yml: ")
    assert "\n" not in str(caught.value)


def test_a_clock_that_ends_before_it_begins_is_refused():
    with pytest.raises(ConfigError, match="runs backwards"):
        open_clock(PLAIN, zone=MADRID, first=date(2026, 2, 1), last=date(2026, 1, 1))
