"""What the form saved is what the import reads: the same answers in the canonical tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sources.folders import BARE, Imported, folder, imported
from tests.survey import keyboard
from tests.survey.keyboard import NAME, TEXTS, TOP, answers

from browsing import strict
from helpers.instrument import instrument
from helpers.survey.page import page as made

pytestmark = pytest.mark.debian
SETTINGS = BARE + (
    "sources:\n  - {file: exports/deals.csv, table: deals, columns: {deal_id: id, created: created, won_at: won}}\n"
)
DEALS = "id,created,won\nD1,2026-01-02,2026-09-20\n"


@pytest.fixture(scope="module")
def read(browser, tmp_path_factory) -> Imported:
    """Two people at one page of each language: one answers everything, one three questions."""
    root = folder(tmp_path_factory.mktemp("survey") / "acme", SETTINGS, exports__deals=DEALS)
    place = root / "forms" / "survey"
    place.mkdir(parents=True)
    for lang, given, named in (("es", answers(), True), ("en", dict(list(answers().items())[:3]), False)):
        form = place / f"survey.{lang}.html"
        form.write_text(made(lang, client="Acme"), encoding="utf-8")
        _fill(browser, form, given, named=named)
    assert len(list(place.glob("survey-*.json"))) == 2
    return imported(root, tmp_path_factory.mktemp("work"))


def _fill(browser, form: Path, given: dict[str, int | str], *, named: bool) -> None:
    with strict(browser, form) as page:
        keyboard.begin(page)
        keyboard.profile(page)
        keyboard.scales(page, given)
        keyboard.top(page, TOP if named else [])
        keyboard.words(page, named=named)
        keyboard.tab(page, "save")
        if not named:
            page.keyboard.press("Enter")
            page.locator("#save").focus()
        with page.expect_download() as coming:
            page.keyboard.press("Enter")
        coming.value.save_as(form.parent / coming.value.suggested_filename)


def person(read: Imported, whole: bool) -> int:
    people = read.table("respondents")
    return int(people.loc[people["whole"] == whole, "respondent"].item())


def test_who_answered_is_there_and_the_half_filled_one_is_marked(read):
    people = read.table("respondents").set_index("respondent").loc[[person(read, True), person(read, False)]]
    assert list(people["team"]) == ["sales", "sales"]
    assert list(people["level"]) == ["field", "field"]
    assert list(people["tenure"]) == ["over3", "over3"]
    assert list(people["answered"]) == [40, 3]
    assert list(people["name"].fillna("")) == [NAME, ""]


@pytest.mark.parametrize("whole", [True, False])
def test_every_answer_is_the_one_that_was_given(read, whole):
    given = answers() if whole else dict(list(answers().items())[:3])
    rows = read.table("answers")
    rows = rows[rows["respondent"] == person(read, whole)].set_index("item")
    scales = rows[~rows.index.str.startswith("top_")]
    assert set(scales.index) == set(given)
    for name, value in given.items():
        row = scales.loc[name]
        assert bool(row["unknown"]) == (value == "unknown")
        assert value == "unknown" or row["value"] == value
    chosen = {f"top_{each.id}" for each in instrument().constructs if each.id in TOP} if whole else set()
    assert set(rows.index) - set(scales.index) == chosen


def test_what_was_written_is_there(read):
    rows = read.table("remarks")
    rows = rows[rows["respondent"] == person(read, True)].set_index("question")
    assert rows["words"].map(lambda text: " ".join(text.split())).to_dict() == {
        name: " ".join(text.split()) for name, text in TEXTS.items()
    }
    assert rows["quotable"].all()


def test_every_file_is_accounted_for(read):
    account = next(each for each in read.contract.files if "survey" in each.name)
    assert (account.rows_read, account.rows_used, account.set_aside) == (2, 2, [])
