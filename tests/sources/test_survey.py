"""The survey of both teams: four ways in, two languages, the same tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.conftest import fill, made
from helpers.engagement import load
from helpers.errors import AmbiguityError, MappingError
from helpers.forms.declared import declared
from helpers.instrument import instrument
from helpers.model import TABLES
from helpers.sources.dialect import columns_of, dialects
from helpers.sources.fields import FIELDS, REQUIRED
from helpers.sources.findings import REASONS, REMARKS
from helpers.sources.importing import import_forms
from helpers.sources.placing import SURVEY_FORMS, form_of
from helpers.sources.reader import header_key
from helpers.sources.survey.headers import columns, items
from helpers.sources.survey.scales import answer
from helpers.sources.survey.sheets import scale_words
from helpers.sources.wording import choices, form_name, headers

from .answered import google, microsoft, questions, response, save, sheet
from .folders import BARE, Imported, folder, imported

LANG = pytest.mark.parametrize("lang", ["en", "es"])
#: All forty answered, values in turn; half-filled; in another month.
WHOLE = {name: (place % 5 if name.endswith("_often") else place % 5 + 1) for place, name in enumerate(items())}
PEOPLE = [
    response("2026-10-06", "sales", WHOLE, level="field", tenure="over3", top=["handoff", "data", "goals"],
             open={"open_change": "Meet every week", "open_keep": "The fair, together"}, quotable=True,
             name="Zoe Testname", consent=True),
    response("2026-10-06", "marketing", {"goals_1": "unknown", "goals_often": 0, "handoff_mirror": 5},
             level="management", tenure="under1", name="Yan Otherone"),
    response("2026-12-20", "sales", {"customer_2": 1}, level="lead", tenure="one_to_three", top=["customer"]),
]  # fmt: skip


class Forms(Imported):
    """An import of forms alone, read back."""

    def __init__(self, root: Path, work: Path) -> None:
        self.work = work
        self.contract = import_forms(root, load(root), work)
        assert all(account.closed() for account in self.contract.files)


def survey(tmp_path: Path, **files: str) -> Forms:
    """An engagement with these forms and nothing else."""
    root = folder(tmp_path / "c", **{f"forms__{name}": text for name, text in files.items()})
    return Forms(root, tmp_path / "work")


def rows(found: Imported, table: str, *names: str) -> list[list[str]]:
    """Columns of a table as text, '' where missing."""
    read = found.table(table)[list(names)]
    return [["" if pd.isna(cell) else str(cell) for cell in row] for row in read.itertuples(index=False)]


def check(found: Imported) -> None:
    """The three people above, whichever way they came in."""
    assert rows(found, "respondents", "respondent", "wave", "on", "team", "level", "tenure", "answered", "whole",
                "name") == [
        ["1", "1", "2026-10-06", "sales", "field", "over3", "40", "True", "Zoe Testname"],
        ["2", "1", "2026-10-06", "marketing", "management", "under1", "3", "False", ""],  # no consent, no name
        ["3", "2", "2026-12-20", "sales", "lead", "one_to_three", "1", "False", ""],  # 75 days later
    ]  # fmt: skip
    wanted = [[1, name, float(value), False] for name, value in WHOLE.items()]
    wanted += [[1, f"top_{name}", 1.0, False] for name in ("handoff", "data", "goals")]
    wanted += [[2, "goals_1", None, True], [2, "goals_often", 0.0, False], [2, "handoff_mirror", 5.0, False]]
    wanted += [[3, "customer_2", 1.0, False], [3, "top_customer", 1.0, False]]
    answers = found.table("answers")
    given = [[a, b, None if pd.isna(c) else c, d] for a, b, c, d in answers.itertuples(index=False)]
    assert given == sorted(wanted, key=lambda row: (row[0], row[1]))
    assert rows(found, "remarks", "respondent", "question", "words", "quotable") == [
        ["1", "open_change", "Meet every week", "True"], ["1", "open_keep", "The fair, together", "True"],
    ]  # fmt: skip
    accounts = [file for file in found.contract.files if file.table == "survey"]
    assert sum(file.rows_used for file in accounts) == 3
    assert [(file.set_aside, file.remarks) for file in accounts] == [([], [])] * len(accounts)


# -- the ways in -----------------------------------------------------------------------------------------------------


@LANG
@pytest.mark.parametrize("grid", [False, True])
def test_google_forms(tmp_path, lang, grid):
    name = {"en": "survey of both teams", "es": "Encuesta (respuestas)"}[lang]
    check(survey(tmp_path, **{name: google(PEOPLE, lang, grid=grid)}))


@LANG
def test_microsoft_forms(tmp_path, lang):
    root = folder(tmp_path / "c")
    microsoft(PEOPLE, lang, root / "forms" / "Encuesta 2026.xlsx")
    check(Forms(root, tmp_path / "work"))


def test_a_sheet_headed_by_ids_with_numbers(tmp_path):
    check(survey(tmp_path, survey=sheet(PEOPLE)))


def test_response_files_of_the_offline_form(tmp_path):
    root = folder(tmp_path / "c")
    save(PEOPLE, root / "forms" / "survey")
    found = Forms(root, tmp_path / "work")
    check(found)
    assert [file.name for file in found.contract.files] == ["survey/*.json"]


@LANG
def test_the_sheet_of_the_workbook(tmp_path, lang):
    """Filled in with what its own drop-downs offer."""
    root, place = folder(tmp_path / "c"), ("en", "es").index(lang)
    path = made(root, "survey", lang=lang)
    lines = []
    for one in PEOPLE:
        cells: list[object] = []
        for column in declared()["survey"].columns:
            name, value = column.field, one["answers"].get(column.field)
            if name in ("top_1", "top_2", "top_3"):
                chosen = one["top"][int(name[-1]) - 1 :][:1]
                cells.append(instrument().of(chosen[0]).name(lang) if chosen else None)
            elif name in ("level", "tenure", "team"):
                cells.append(instrument().words[name][one[name]][place])
            elif name in ("quotable", "consent"):
                cells.append(("Yes", "Sí")[place] if one[name] else None)
            elif name in items():
                words = choices("survey", name, lang=lang)
                cells.append(None if value is None else words[str(value)])
            else:
                cells.append(one["open"].get(name) or one.get(name) or None)
        lines.append(tuple(cells))
    fill(path, declared()["survey"].title(lang), *lines)
    check(Forms(root, tmp_path / "work"))


def test_mixed_ways_in_two_languages(tmp_path):
    root = folder(tmp_path / "c", forms__survey=google(PEOPLE[:1], "en"))
    save(PEOPLE[1:2], root / "forms" / "survey")
    microsoft(PEOPLE[2:], "es", root / "forms" / "encuesta.xlsx")
    found = Forms(root, tmp_path / "work")
    check(found)
    names = sorted(file.name for file in found.contract.files)
    assert names == ["encuesta.xlsx[Hoja1]", "survey.csv", "survey/*.json"]


def test_the_same_response_twice_counts_once(tmp_path):
    root = folder(tmp_path / "c", forms__survey=sheet([*PEOPLE, PEOPLE[0]]))
    save([PEOPLE[2], PEOPLE[2]], root / "forms" / "survey")
    found = Forms(root, tmp_path / "work")
    assert found.reasons("survey.csv") == {"repeated_response": 1}
    assert found.account("survey.csv").set_aside[0].lines == [5]
    assert found.reasons("survey/*.json") == {"repeated_response": 2}
    assert len(found.table("respondents")) == 3


def test_two_people_of_one_opinion_are_two_where_their_minutes_differ(tmp_path):
    """Forms on the web say when each answered."""
    alike = [response("2026-10-06", "sales", {"goals_1": 3})] * 2
    found = survey(tmp_path, survey=google(alike, "en"))
    assert len(found.table("respondents")) == 2


# -- waves and days --------------------------------------------------------------------------------------------------


def test_a_gap_of_more_than_45_days_begins_another_wave(tmp_path):
    # 45 days after 1 October: 15 November; 46 days after that: 31 December
    days = ("2026-12-31", "2026-10-01", "2026-11-15", "2026-11-15")
    people = [response(day, "sales", {"goals_1": place}) for place, day in enumerate(days, 1)]
    found = survey(tmp_path, survey=sheet(people))
    assert rows(found, "respondents", "respondent", "wave", "on") == [
        ["1", "1", "2026-10-01"], ["2", "1", "2026-11-15"], ["3", "1", "2026-11-15"], ["4", "2", "2026-12-31"],
    ]  # fmt: skip
    # on one day, in the order of the file: what stood in its lines 3, 4, 5 and 2
    assert found.table("answers")["value"].tolist() == [2, 3, 4, 1]


DEALS = "Id,StageName,Amount,CreatedDate,CloseDate,IsWon\n006,Closed Won,5,2026-01-01,2026-01-09,true\n"


def test_answers_long_after_the_last_export_count_and_move_nothing(tmp_path):
    root = folder(tmp_path / "c", exports__deals=DEALS + "007,Closed Won,5,2026-01-02,2027-11-09,true\n")
    before = imported(root, tmp_path / "one")
    answered = [response(day, "sales", {"goals_1": 3}) for day in ("2028-06-01", "2126-06-01", "1926-06-01")]
    checked = "on,artefact,exists\n2028-06-01,joint_goals,yes\n"
    root = folder(tmp_path / "c", forms__survey=sheet(answered), forms__artefacts=checked)
    after = imported(root, tmp_path / "two")
    # a year past the days of the exports is a slip there, and stays one; a century is one everywhere
    assert [str(day) for day in after.table("deals")["closed_on"]] == ["2026-01-09", "<NA>"]
    assert rows(after, "respondents", "on") == [["2028-06-01"]] == rows(after, "artefacts", "on")
    assert after.reasons("survey.csv") == {"no_date": 2}
    assert after.remarks("survey.csv") == {"early_date": 1, "future_date": 1}
    for name in set(TABLES) - {"respondents", "answers", "remarks", "artefacts"}:
        assert (before.work / "tables" / f"{name}.parquet").read_bytes() == (
            after.work / "tables" / f"{name}.parquet"
        ).read_bytes(), name


def test_days_that_could_be_months_stop_the_import(tmp_path):
    text = "Timestamp,Which team do you work in?,goals_1\n6/10/2026 9:14:22,Sales,4\n"
    with pytest.raises(AmbiguityError, match=r"survey.csv.*Timestamp") as stopped:
        survey(tmp_path, survey=text)
    assert "\n" not in str(stopped.value)


def test_a_survey_without_the_team_says_so(tmp_path):
    with pytest.raises(MappingError, match="needs a column for team"):
        survey(tmp_path, survey="Timestamp,goals_1\n2026-10-06,4\n")


# -- odd cells -------------------------------------------------------------------------------------------------------


def test_odd_cells_are_named_and_missing_and_the_rest_is_kept(tmp_path):
    text = (
        "on;team;level;goals_1;goals_often;goals_mirror;top;quotable;open_keep\n"
        "2026-10-06;sales;boss;7;sometimes;4,5;goals, nothing;perhaps;hello\n"
        "2026-10-06;ventas;field;4 - Agree;6;2 – De acuerdo;goals,handoff,data,profile;x;\n"
        "2026-10-06;both;;4;;;;;\n2026-10-06;;;4;;;;;\n;sales;;4;;;;;\nsoon;sales;;4;;;;;\n2026-10-06;sales;field;;;;;;\n"
        "2026-10-06;Comercial;;NS/NC;3;n/a;;;\n"
    )
    found = survey(tmp_path, survey=text)
    assert rows(found, "answers", "respondent", "item", "value", "unknown") == [
        ["1", "top_goals", "1.0", "False"], ["2", "goals_1", "4.0", "False"],
        ["3", "goals_1", "", "True"], ["3", "goals_often", "3.0", "False"],
    ]  # fmt: skip
    assert found.reasons("survey.csv") == {"no_team": 2, "no_date": 2, "no_answers": 1}
    remarks = sorted((one.code, one.column, one.lines) for one in found.account("survey.csv").remarks)
    assert remarks == [
        ("bad_date", "on", [7]), ("off_scale", "goals_1", [2]), ("off_scale", "goals_mirror", [2, 3]),
        ("off_scale", "goals_often", [2, 3]), ("too_many_choices", "top", [3]), ("unknown_word", "level", [2]),
        ("unknown_word", "quotable", [2]), ("unknown_word", "team", [4]), ("unknown_word", "top", [2]),
    ]  # fmt: skip
    assert rows(found, "remarks", "respondent", "words", "quotable") == [["1", "hello", "False"]]
    assert rows(found, "respondents", "answered", "whole") == [["0", "False"], ["1", "False"], ["2", "False"]]


@pytest.mark.parametrize(
    ("text", "item", "meant"),
    [
        ("Strongly agree", "goals_1", "5"), ("muy en  DESACUERDO", "goals_1", "1"), ("4", "goals_1", "4"),
        ("4.0", "goals_1", "4"), ("4 - Agree", "goals_1", "4"), ("4 – De acuerdo", "goals_1", "4"),
        ("Agree (4)", "goals_1", "4"), ("5. Muy de acuerdo", "goals_1", "5"), ("4: Agree", "goals_1", "4"),
        ("Neither agree nor disagree.", "goals_1", "3"), ("I don’t know", "goals_1", "unknown"),
        ("don't know", "goals_1", "unknown"), ("NO SÉ", "goals_1", "unknown"), ("6 - No lo sé", "goals_1", "unknown"),
        ("ns/nc", "goals_often", "unknown"), ("?", "goals_1", "unknown"), ("-", "goals_1", ""), ("n/a", "goals_1", ""),
        ("0", "goals_1", None), ("6", "goals_1", None), ("3.5", "goals_1", None), ("-2", "goals_1", None),
        ("2 - Agree", "goals_1", None), ("4 - perhaps", "goals_1", None), ("Never", "goals_1", None),
        ("0", "goals_often", "0"), ("Nunca", "goals_often", "0"), ("5", "goals_often", None),
        ("1 - Nunca", "goals_often", "0"), ("0 - Never", "goals_often", "0"), ("3 - Never", "goals_often", None),
        ("=1+1", "goals_1", None), ("٤", "goals_1", None), ("4" * 400, "goals_1", None),
    ],
)  # fmt: skip
def test_an_answer_however_it_is_written(text, item, meant):
    assert answer(text, scale_words(item), item=item) == meant


def test_numbers_for_how_often_may_count_from_one(tmp_path):
    from_one = "on,team,goals_often,data_often\n2026-10-06,sales,1,5\n2026-10-07,sales,3,I don't know\n"
    found = survey(tmp_path, survey=from_one)
    assert rows(found, "answers", "item", "value") == [
        ["data_often", "4.0"], ["goals_often", "0.0"], ["data_often", ""], ["goals_often", "2.0"],
    ]  # fmt: skip
    assert [(one.value, one.certainty) for one in found.contract.files[0].inferences if one.what == "often"] == [
        ("1–5", "likely")
    ]
    # a 0 beside the 5: they count from 0, and the 5 is off the scale
    found = survey(tmp_path / "two", survey=from_one.replace("sales,1,5", "sales,0,5"))
    assert rows(found, "answers", "item", "value") == [
        ["goals_often", "0.0"],
        ["data_often", ""],
        ["goals_often", "3.0"],
    ]
    assert found.remarks("survey.csv") == {"off_scale": 1}


CELL = st.sampled_from(
    ["", "4", "9", "Agree", "No lo sé", "¿?", "2026-10-06", "sales", "handoff; x", "x" * 50, '"a\nb"']
)
HEADS = ["on", "team", "level", "goals_1", "goals_often", "top", "top_1", "open_keep", "quotable", "consent", "name"]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(CELL, min_size=len(HEADS), max_size=len(HEADS)), max_size=5))
def test_every_row_is_used_or_set_aside_whatever_stands_in_it(tmp_path_factory, lines):
    text = "\n".join([",".join(HEADS), "2026-10-06,sales,field,4,,,,,,,", *(",".join(line) for line in lines)])
    found = survey(tmp_path_factory.mktemp("random"), survey=text + "\n")
    (account,) = found.contract.files
    assert account.rows_read == account.rows_used + sum(one.rows for one in account.set_aside)
    assert {one.reason for one in account.set_aside} <= set(REASONS)
    assert {one.code for one in account.remarks} <= set(REMARKS)
    assert account.rows_used == len(found.table("respondents"))
    assert set(found.table("answers")["respondent"]) <= set(found.table("respondents")["respondent"])


# -- nothing there ---------------------------------------------------------------------------------------------------


def test_without_answers_the_tables_are_empty_and_nothing_else_changes(tmp_path):
    root = folder(tmp_path / "c", exports__deals=DEALS)
    before = imported(root, tmp_path / "one")
    (root / "forms" / "survey").mkdir(parents=True)
    after = imported(root, tmp_path / "two")
    assert before.contract == after.contract
    for name in ("respondents", "answers", "remarks", "artefacts"):
        assert len(after.table(name)) == 0


@LANG
def test_headers_alone_break_nothing(tmp_path, lang):
    text = ",".join(f'"{head}"' for head in headers("survey", lang=lang).values()) + "\n"
    found = survey(tmp_path, **{form_name("survey", lang=lang): text})
    assert len(found.table("respondents")) == 0 and found.contract.files[0].unmapped == []


# -- how columns are called ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", SURVEY_FORMS)
def test_every_field_has_a_header_in_both_languages_that_means_nothing_else(form):
    dialect = dialects()[f"form_{form}"]
    assert list(dialect.fields) == list(FIELDS[form])
    fields: dict[str, str] = {}
    for field, names in dialect.fields.items():
        assert len(names) >= 2, field
        for name in names:
            assert fields.setdefault(header_key(name), field) == field, f"{name} means two things"
    for lang in ("en", "es"):
        assert form_of(form_name(form, lang=lang) + ".csv") == form
        assert all(any(name in headers(form, lang=lang) for name in group) for group in REQUIRED[form])
        assert columns_of(dialect, headers(form, lang=lang).values()) == headers(form, lang=lang)


@LANG
def test_every_question_of_the_instrument_is_a_column(lang):
    found = columns(questions(lang).values())
    assert found == questions(lang)
    assert set(instrument().questions(lang)) <= set(found) and len(items()) == 40


@pytest.mark.parametrize(
    ("name", "form"),
    [("survey.csv", "survey"), ("Encuesta de octubre.xlsx", "survey"), ("forms/forms.xlsx[Encuesta]", "survey"),
     ("survey_2026.csv", "survey"), ("forms/Encuesta.xlsx[Hoja1]", "survey"), ("documentos comunes.csv", "artefacts"),
     ("Artefacts.csv", "artefacts"), ("book.xlsx[Documentos comunes]", "artefacts"), ("surveyor.csv", "")],
)  # fmt: skip
def test_files_and_sheets_are_known_by_their_names(name, form):
    assert form_of(name) == form


def test_a_survey_mapped_by_hand(tmp_path):
    mapped = BARE + (
        "sources:\n  - {file: forms/q.csv, table: survey, columns: {on: day, team: side, goals_1: q1}, "
        "values: {team: {A: marketing}, goals_1: {hundred: '5'}}}\n"
    )
    root = folder(tmp_path / "c", mapped, forms__q="day,side,q1\n2026-10-06,A,hundred\n")
    found = Forms(root, tmp_path / "work")
    assert rows(found, "answers", "item", "value") == [["goals_1", "5.0"]]
