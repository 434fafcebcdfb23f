"""Whoever fills in the workbook is understood by the import: names, headers and the words of every drop-down."""

from __future__ import annotations

import pytest

from helpers.catalog.costs import cost_category
from helpers.engagement import Engagement
from helpers.forms.declared import Form, declared, offered, words_of
from helpers.forms.lists import RITUALS, choices
from helpers.model.loop import LOOP_TABLES
from helpers.pages import shipped
from helpers.sources.dialect import columns_of
from helpers.sources.fields import FIELDS, REQUIRED
from helpers.sources.forms import _OWNERS, _TEAMS
from helpers.sources.loop.known import stage_words
from helpers.sources.metric_names import metric_named
from helpers.sources.placing import FORMS, form_of
from helpers.sources.reader import header_key
from helpers.sources.wording import form_dialect
from helpers.words import Words

from .conftest import AGREEMENTS, ENGAGEMENT

BOTH = ("en", "es")
FORM = pytest.mark.parametrize("form", declared().values(), ids=declared())
LANG = pytest.mark.parametrize("lang", BOTH)


def test_every_form_of_the_import_is_a_sheet():
    assert set(declared()) == set(FORMS)


@FORM
@LANG
def test_sheet_and_headers_are_those_of_the_import(form: Form, lang: str):
    assert form_of(f"forms.xlsx[{form.title(lang)}]") == form.id
    headers = [column.title(lang) for column in form.columns]
    assert len({header_key(header) for header in headers}) == len(headers)
    assert columns_of(form_dialect(form.id), headers) == {column.field: column.title(lang) for column in form.columns}


@FORM
def test_what_the_import_needs_is_asked_for(form: Form):
    fields = {column.field for column in form.columns}
    assert fields <= set(FIELDS[form.id])
    assert all(fields & set(group) for group in REQUIRED[form.id])


def meaning(form: str, field: str, word: str) -> str | None:
    """What the import makes of a word of a drop-down."""
    key = header_key(word)
    if form == "costs":
        return _TEAMS.get(key) if field == "team" else cost_category(word)
    if form == "targets":
        return _OWNERS.get(key)
    if field == "stage":
        return stage_words(ENGAGEMENT).get(key)
    dialect = form_dialect("decisions" if field == "authors" else form)
    known = dialect.values["owner_team" if field == "authors" else field]
    return next((value for written, value in known.items() if header_key(written) == key), None)


@FORM
@LANG
def test_every_fixed_word_is_understood(form: Form, lang: str):
    place = BOTH.index(lang)
    for column in form.columns:
        if column.basic in ("list", "flag") or column.offers == "category":
            for value, pair in offered()[column.offers].items():
                want = {"true": "yes", "false": "no"}.get(value, value)
                assert meaning(form.id, column.field, pair[place]) == want, (form.id, column.field, pair)


@LANG
def test_words_that_are_not_fixed_are_understood_too(lang: str):
    found = choices(ENGAGEMENT, AGREEMENTS, {}, lang=lang)
    assert len(found["metric"]) > 20 and all(metric_named(label) for label in found["metric"])
    labels = {code: AGREEMENTS.themes.label(code, lang=lang) for code in AGREEMENTS.themes.codes}
    assert labels and {AGREEMENTS.themes.code(label) for label in found["theme"]} == set(labels)
    assert found["channel"] == ["paid_search"]


@LANG
def test_rituals_are_called_as_the_playbook_calls_them_and_the_import_knows_each(lang: str):
    found = choices(ENGAGEMENT, AGREEMENTS, {}, lang=lang)["ritual"]
    assert found == [shipped(lang)[page].front.title for page in RITUALS]
    known = {header_key(written): page for written, page in form_dialect("meetings").values["ritual"].items()}
    assert [known[header_key(title)] for title in found] == list(RITUALS)


@LANG
def test_the_import_knows_the_title_of_every_ritual_page(lang: str):
    """Somebody may write down any meeting of the playbook, whether the drop-down offers it or not."""
    known = {header_key(written): page for written, page in form_dialect("meetings").values["ritual"].items()}
    rituals = {page.front.title: id for id, page in shipped(lang).items() if page.front.kind == "ritual"}
    assert rituals and {title: known.get(header_key(title)) for title in rituals} == rituals


@FORM
@LANG
def test_every_column_has_help_that_fits_its_prompt_and_an_example(form: Form, lang: str):
    words = Words(lang)
    assert len(words.say(form.row)) > 20
    assert any(column.example[BOTH.index(lang)] for column in form.columns)
    for column in form.columns:
        assert 5 < len(words.say(column.help)) <= 250, column.field
        example = column.example[BOTH.index(lang)]
        if example and column.basic in ("list", "flag"):
            assert example in words_of(column.offers, lang=lang), (form.id, column.field)


def test_columns_cover_the_tables_they_fill():
    """No column of a canonical form table is out of reach of the workbook, but those the import makes itself."""
    made_by_import = {"row", "account_id", "by_marketing", "by_sales", "company_id"}
    alike = {"answered_on": "answered", "planned_on": "planned", "held_on": "held", "due_on": "due", "from_on": "from",
             "to_on": "to", "closed_on": "closed", "published_on": "published", "updated_on": "updated",
             "retired_on": "retired", "part": "share"}  # fmt: skip
    written = {"incentives": {"words"}}  # what the cell of the metric says, beside the id it means
    for table in LOOP_TABLES:
        if table.name in declared():
            fields = {column.field for column in declared()[table.name].columns}
            wanted = {alike.get(column.name, column.name) for column in table.columns} - made_by_import
            wanted -= written.get(table.name, set())
            assert wanted <= fields, table.name


def test_a_channel_people_wrote_is_offered_once():
    own = Engagement(client="A", currency="EUR", time_zone="UTC", channels={"Ads": "ads"})
    found = choices(own, AGREEMENTS, {("costs", "channel"): ["ADS", "fairs", "fairs"]}, lang="en")
    assert found["channel"] == ["ads", "fairs"]
