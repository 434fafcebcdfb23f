"""Dates: every notation, both orders, daylight saving; ambiguity stops."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import AmbiguityError
from helpers.sources.dates import evidence, read_dates

MADRID = ZoneInfo("Europe/Madrid")


def read(*texts, zone=MADRID, **settings_of_source):
    values = pd.Series(list(texts), dtype="str", index=range(10, 10 + len(texts)))
    dated = read_dates(
        values,
        column="Created",
        where="deals.csv",
        zone=zone,
        lines=list(range(2, 2 + len(texts))),
        **settings_of_source,
    )
    for part in (dated.on, dated.at, dated.precision, dated.bad):
        assert list(part.index) == list(values.index)
    return dated


def days(dated):
    return [None if day is None else str(day) for day in dated.on]


def moments(dated):
    return [None if pd.isna(at) else str(at) for at in dated.at]


def decided(dated):
    return dated.inference and (dated.inference.value, dated.inference.certainty)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12",
        "2026/3/12",
        "2026.03.12",
        "20260312",
        "12 mar 2026",
        "12 Mar. 2026",
        "12-mar-26",
        "12 de marzo de 2026",
        "12 marzo del 2026",
        "Mar 12, 2026",
        "March 12th, 2026",
        "jue, 12 mar 2026",
        "Thursday, March 12, 2026",
        "jueves 12 de marzo de 2026",
        "12/mar/2026",
        "12.marzo.2026",
        " 2026-03-12 ",
        "12\u00a0mar\u00a02026",
    ],
)
def test_notations_that_need_no_choice(text):
    dated = read(text)
    assert (days(dated), moments(dated), list(dated.precision)) == (["2026-03-12"], [None], ["date"])
    assert decided(dated) == ("no choice needed", "certain")


SPANISH = "ene feb mar abr may jun jul ago sept oct nov dic"
ENGLISH = "January February March April May June July August September October November December"
MONTHS = [(name, number) for names in (SPANISH, ENGLISH) for number, name in enumerate(names.split(), 1)]
OTHERS = [("Enero", 1), ("setiembre", 9), ("SEP", 9), ("Diciembre", 12)]


@pytest.mark.parametrize(("name", "month"), [*MONTHS, *OTHERS])
def test_months_have_names_in_both_languages(name, month):
    assert list(read(f"5 {name} 2026").on) == [date(2026, month, 5)]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-12 09:30", "2026-03-12 08:30:00"),
        ("2026-07-12T09:30:15", "2026-07-12 07:30:15"),
        ("2026-03-12T09:30:00Z", "2026-03-12 09:30:00"),
        ("2026-03-12T09:30:00.000+0200", "2026-03-12 07:30:00"),
        ("2026-03-12 09:30 UTC", "2026-03-12 09:30:00"),
        ("2026-03-12T09:30:00-05:30", "2026-03-12 15:00:00"),
        ("13/03/2026, 9:30 p. m.", "2026-03-13 20:30:00"),
        ("13/03/2026 12:05:00 AM", "2026-03-12 23:05:00"),
        ("13/03/2026 12:05\u202fPM", "2026-03-13 11:05:00"),
        ("13 de marzo de 2026 a las 9:30", "2026-03-13 08:30:00"),
    ],
)
def test_times_become_utc(text, utc):
    dated = read(text)
    assert (moments(dated), list(dated.precision)) == ([utc], ["minute"])


def test_the_day_is_the_clients():
    dated = read("2026-03-12T23:30:00Z", "2026-03-13 00:30")
    assert (days(dated), moments(dated)) == (["2026-03-13"] * 2, ["2026-03-12 23:30:00"] * 2)


def test_daylight_saving_repeats_and_skips():
    dated = read("2026-10-25 02:30", "2026-03-29 02:30", "2026-03-29 03:30")
    # 25 October, 02:30 happens at 00:30 and 01:30 UTC: the first. 29 March, 02:30 does not exist: read as 03:30.
    assert moments(dated) == ["2026-10-25 00:30:00", "2026-03-29 01:30:00", "2026-03-29 01:30:00"]
    assert days(dated) == ["2026-10-25", "2026-03-29", "2026-03-29"]


def test_evidence_decides_the_order():
    dated = read("03/04/2026", "13/04/2026")
    assert (days(dated), decided(dated)) == (["2026-04-03", "2026-04-13"], ("day-first", "certain"))
    dated = read("03/04/2026", "4/13/2026")
    assert (days(dated), decided(dated)) == (["2026-03-04", "2026-04-13"], ("month-first", "certain"))
    assert decided(read("03/04/26", "13/04/26")) == ("day-first", "likely")  # 2013-04-26 cannot be excluded
    dated = read("74-03-12", "69-01-31")
    assert (days(dated), decided(dated)) == (["1974-03-12", "1969-01-31"], ("year-first", "certain"))
    assert decided(read("05/05/2026", "2026-03-12")) == ("no choice needed", "certain")


def test_ambiguity_stops_with_three_rows_and_the_setting():
    with pytest.raises(AmbiguityError) as caught:
        read("05/05/2026", "03/04/2026", None, "05/06/2026", "07/08/2026", "09/10/2026")
    assert str(caught.value) == (
        "deals.csv: column 'Created': both day-first and month-first fit every row: '03/04/2026' (line 3) · "
        "'05/06/2026' (line 5) · '07/08/2026' (line 6); set 'dates: day-first' or 'dates: month-first' for this source "
        "in engagement.yml"
    )
    with pytest.raises(
        AmbiguityError, match=r"only possible day first .*'13/04/2026' \(line 2\) · '04/13/2026' \(line 4\)"
    ):
        read("13/04/2026", "01/02/2026", "04/13/2026")


def test_the_rest_of_the_file_and_the_setting_help():
    assert decided(read("03/04/2026", hint="month-first")) == ("month-first", "likely")
    assert decided(read("13/04/2026", hint="month-first")) == ("day-first", "certain")
    dated = read("03/04/2026", "04/13/2026", "2026-01-02", order="day-first")
    assert (days(dated), list(dated.bad)) == (["2026-04-03", None, "2026-01-02"], [False, True, False])
    assert decided(dated) == ("day-first", "declared")
    assert days(read("26/03/04", order="year-first")) == ["2026-03-04"]
    columns = (["13/04/2026"], ["4/13/2026"], ["3/4/2026"], ["13/4/26", "4/13/26"], [None])
    assert [evidence(pd.Series(column)) for column in columns] == ["day-first", "month-first", "", "", ""]


def test_what_is_no_date_is_bad_and_what_is_empty_is_missing():
    dated = read(
        "soon", "31/02/2026", "13/01/2026 25:00", "13/01/2026 13:00 PM", "0", None, "", " ", "2026-13-45", "30/01/2026"
    )
    assert list(dated.bad) == [True, True, True, True, True, False, False, False, True, False]
    assert days(dated) == [None] * 9 + ["2026-01-30"]
    assert list(dated.precision) == [None] * 9 + ["date"]
    for nothing in (read(), read(None, None)):
        assert (nothing.inference, nothing.on.notna().any(), nothing.bad.any()) == (None, False, False)
    assert read("2026-01-01").at.dtype == "datetime64[us]"


def test_midnight_everywhere_means_days():
    assert list(read("2026-03-12 00:00", "2026-03-13 00:00:00").precision) == ["date", "date"]
    dated = read("2026-03-12T00:00:00Z", "2026-03-13T00:00:00Z", zone=ZoneInfo("America/Lima"))
    assert days(dated) == ["2026-03-12", "2026-03-13"]
    assert list(read("2026-03-12 00:00", "2026-03-13 00:01", "2026-03-14").precision) == ["minute", "minute", "date"]


def test_months_alone_are_their_first_day():
    assert days(read("2026-03", "marzo 2026", "Mar-2026", "marzo de 2026")) == ["2026-03-01"] * 4


def test_numbers_that_are_dates():
    # 45000 is 2023-03-15 in Excel's calendar; .75 of a day is 18:00 in Madrid, 17:00 UTC
    dated = read("45000", "45000.75", "45000,5", "x", "7")
    assert (days(dated), list(dated.bad)) == (["2023-03-15"] * 3 + [None] * 2, [False] * 3 + [True] * 2)
    assert (moments(dated)[:2], decided(dated)) == ([None, "2023-03-15 17:00:00"], ("Excel serial numbers", "likely"))
    # 1773309600 s is 2026-03-12 10:00 UTC
    assert moments(read("1773309600000")) == moments(read("1773309600")) == ["2026-03-12 10:00:00"]
    assert read("2026-03-12", "45000").bad.tolist() == [False, True]


def test_the_ends_of_the_calendar_do_not_break():
    dated = read("9999-12-31T23:59:00-05:00", "0001-01-01T00:10:00+05:00", "1970-01-01", "2199-01-01")
    assert (days(dated), list(dated.bad)) == ([None, None, "1970-01-01", "2199-01-01"], [True, True, False, False])


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NOTATIONS = st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%b-%Y"])
ZONES = st.sampled_from([ZoneInfo(z) for z in ("Europe/Madrid", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia")])


@settings(max_examples=40, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=6), NOTATIONS)
def test_any_column_is_read_back_or_refused(written, notation):
    texts = [day.strftime(notation) for day in written]
    try:
        dated = read(*texts)
    except AmbiguityError:
        assert all(day.day <= 12 for day in written) and notation in ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y")
        assert any(day.day != day.month for day in written)
    else:
        assert list(dated.on) == written


@settings(max_examples=40, deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=ZONES))
def test_an_offset_gives_the_same_moment_in_every_zone(moment):
    moment = moment.replace(second=1, microsecond=0)
    utc = moment.astimezone(UTC)
    dated = read(utc.astimezone(moment.tzinfo).isoformat())
    assert dated.at.iloc[0] == pd.Timestamp(utc.replace(tzinfo=None))
    assert dated.on.iloc[0] == utc.astimezone(MADRID).date()


CLOCKS = st.sampled_from(
    ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S.%f+02:00", "%Y-%m-%dT24:%M"]
)
HOURS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)).map(lambda moment: moment.replace(second=0))
NIGHTS = st.sampled_from([datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30), datetime(2026, 1, 1)])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.one_of(HOURS, NIGHTS), CLOCKS), min_size=1, max_size=5), ZONES)
def test_columns_read_at_once_say_what_cells_read_one_by_one_do(moments_and_clocks, zone):
    texts = [moment.strftime(clock) for moment, clock in moments_and_clocks]
    quick = read(*texts, zone=zone)
    # an unpadded day keeps the column from being read at once
    slow = read(*texts, "2026-1-1", zone=zone)
    assert days(quick) == days(slow)[:-1] and moments(quick) == moments(slow)[:-1]
    assert list(quick.bad) == list(slow.bad)[:-1] and decided(quick) in (decided(slow), None)
