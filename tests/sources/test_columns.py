"""Columns read in the light of their file: header rows, the order of day and month, time zones."""

import pytest

from helpers.errors import AmbiguityError

from .folders import BARE, folder, imported

PEOPLE = "{file: exports/p.csv, table: people, columns: {person_id: id, created: created, mql_at: mql}}"
SETTINGS = BARE + f"sources:\n  - {PEOPLE}\n"


def placed(tmp_path, text, settings=SETTINGS, **files):
    return imported(folder(tmp_path / "c", settings, exports__p=text, **files), tmp_path)


def inference(found, column):
    (entry,) = [entry for entry in found.account("p.csv").inferences if entry.column == column]
    return entry.value, entry.certainty


def test_a_silent_column_of_dates_follows_its_neighbour(tmp_path):
    # 03/04 and 05/06 fit both orders; 25/02 in the other column can only be day first
    found = placed(tmp_path, "id,created,mql\n1,25/02/2026,03/04/2026\n2,26/02/2026,05/06/2026\n")
    assert inference(found, "mql") == ("day-first", "likely") and inference(found, "created") == (
        "day-first", "certain",
    )  # fmt: skip
    assert found.road("person", found.person(0))["mql"] == ("2026-04-03", True, True)


def test_neighbours_that_say_nothing_stop_the_import(tmp_path):
    with pytest.raises(AmbiguityError, match=r"p\.csv: column 'created': both day-first and month-first fit every row"):
        placed(tmp_path, "id,created,mql\n1,02/03/2026,03/04/2026\n2,01/02/2026,05/06/2026\n")


def test_mapped_headers_find_the_header_row_below_a_fuller_preamble(tmp_path):
    text = "Report,of,people,made\n1,2,3,4\nid,created,mql,\nA,2026-01-01,2026-01-02,\n"
    found = placed(tmp_path, text)
    assert found.table("stage_events")["stage"].tolist() == ["lead", "mql"]
    assert found.account("p.csv").rows_read == 1


def test_dialect_headers_find_the_header_row(tmp_path):
    text = "a,b,c,d,e\nLead ID,Email,Created Date,Lead Status,Lead Source\n00Q,,2026-01-01,Open,Web\n"
    found = imported(folder(tmp_path / "c", exports__leads=text), tmp_path)
    assert found.account("leads.csv").rows_used == 1


def test_a_key_finds_the_header_row_of_a_lookup(tmp_path):
    settings = SETTINGS + (
        "lookups:\n  - {name: land, file: exports/l.csv, key: town, table: people, on: town}\n"
        "segments: {land: 'land:country'}\n"
    )
    found = placed(tmp_path, "id,created,mql,town\n1,2026-01-01,2026-01-02,Bilbao\n", settings,
                   exports__l="List of towns,2026\ntown,country\nBilbao,Spain\n")  # fmt: skip
    segments = found.table("segments")
    assert segments.loc[segments["grain"] == "person", "value"].tolist() == ["Spain"]


def test_the_day_is_the_engagement_s_where_the_source_keeps_another_clock(tmp_path):
    # Madrid is UTC+1 until 2026-03-29 02:00, then UTC+2. Moments in UTC:
    # 28 Mar 22:30 → 23:30 on the 28th; 28 Mar 23:30 → 00:30 on the 29th; 29 Mar 21:30 → 23:30; 29 Mar 22:30 → the 30th
    rows = ["2026-03-28 22:30", "2026-03-28 23:30", "2026-03-29 21:30", "2026-03-29 22:30", ""]
    text = "id,created,mql\n" + "".join(f"{n},{at},2026-04-0{n}\n" for n, at in enumerate(rows, 1))
    found = placed(tmp_path, text, SETTINGS.replace("columns:", "time_zone: UTC, columns:"))
    people = found.table("people").sort_values("created_at")
    assert people["created_on"].astype(str).tolist()[:4] == ["2026-03-28", "2026-03-29", "2026-03-29", "2026-03-30"]
    assert people["created_at"].astype(str).tolist()[:4] == [f"{row}:00" for row in rows[:4]]
    # days without a time are nobody's midnight: they stay as written
    mqls = found.table("stage_events").query("stage == 'mql'")["on"].astype(str)
    assert sorted(mqls) == [f"2026-04-0{n}" for n in range(1, 6)]


def test_a_night_in_new_york_told_in_madrid(tmp_path):
    # 2026-03-08 New York jumps from 02:00 to 03:00. 01:30 is UTC−5 = 06:30 UTC; 03:30 is UTC−4 = 07:30 UTC; Madrid is
    # UTC+1 until the 29th. 18:30 on the 8th is 22:30 UTC = 23:30 in Madrid; 19:30 is 00:30 on the 9th.
    rows = ["03/08/2026 01:30", "03/08/2026 03:30", "03/08/2026 18:30", "03/13/2026 19:30"]
    text = "id,created,mql\n" + "".join(f"{n},{at},\n" for n, at in enumerate(rows, 1))
    found = placed(tmp_path, text, SETTINGS.replace("columns:", "time_zone: America/New_York, columns:"))
    people = found.table("people").sort_values("created_at")
    assert people["created_at"].astype(str).tolist() == [
        "2026-03-08 06:30:00", "2026-03-08 07:30:00", "2026-03-08 22:30:00", "2026-03-13 23:30:00",
    ]  # fmt: skip
    assert people["created_on"].astype(str).tolist() == ["2026-03-08", "2026-03-08", "2026-03-08", "2026-03-14"]
