"""The written agreements of a folder: all, some or none of them; what cannot be is refused in one line."""

from datetime import date
from pathlib import Path

import pytest

import helpers.agreements
from helpers.agreements import Agreements, Sla, load_agreements
from helpers.agreements.schemas import json_schemas
from helpers.errors import ConfigError
from metrics.workbook import client

SLA = """
valid_from: 2026-01-01
expires_on: 2026-12-31
calendar: {country: ES, region: PV, hours: ["09:00-14:00", "15:00-18:00"], closed: [2026-08-10/2026-08-21]}
answer_within: {hours: 4}
decide_within: {days: 5}
exceptions:
  - {segment: channel=events, answer_within: {hours: 2}}
"""
PROFILE = """
edited_on: 2026-09-01
criteria:
  - {attribute: employees, operator: between, value: [50, 500], weight: 2}
  - {attribute: industry, operator: in, value: [Bebidas, Alimentación]}
"""


def folder(root: Path, **forms: str) -> Path:
    (root / "forms").mkdir()
    for name, text in forms.items():
        (root / "forms" / f"{name}.yml").write_text(text, encoding="utf-8")
    return root


def test_without_forms_there_are_no_promises_but_a_plain_week_and_the_shipped_lists(tmp_path):
    found = load_agreements(tmp_path, client())
    assert (found.sla, found.icp_marketing, found.icp_sales, found.profiles) == (None, None, None, {})
    assert found.clock == Sla() and found.clock.answer_within is None
    assert {"price", "budget"} <= set(found.themes.codes) and {"no_need", "bad_data"} <= set(found.reasons.codes)


def test_forms_are_read_and_survive_being_written_down(tmp_path):
    found = load_agreements(folder(tmp_path, sla=SLA, icp_sales=PROFILE), client())
    assert found.sla is not None and found.clock is found.sla
    assert found.sla.answer_within is not None and found.sla.answer_within.hours == 4
    assert found.sla.calendar.region == "PV" and found.sla.expires_on == date(2026, 12, 31)
    assert list(found.profiles) == ["sales"] and found.profiles["sales"].criteria[0].value == (50, 500)
    assert Agreements.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("answer_within: {hours: 4, days: 1}", "answer_within: give hours or days, one of the two"),
        ("answer_within: {}", "answer_within: give hours or days, one of the two"),
        ("answer_whitin: {hours: 4}", "unknown key 'answer_whitin'; did you mean 'answer_within'?"),
        ("valid_from: 2026-12-31\nexpires_on: 2026-01-01", "expires_on lies before valid_from"),
        ("exceptions: [{segment: events, answer_within: {hours: 2}}]", "exceptions.0.segment"),
        ("clock: asigned", "clock"),
        ("sales: [{what: Answer, at_least: 0.8}]", "sales.0: 'at_least' needs the metric it is held against"),
        ("sales: [{what: Answer, metric: sla_complience}]", "unknown metric 'sla_complience'; did you mean"),
        ("- a list", "not a list of 'key: value' lines"),
        ('calendar: {hours: ["9:00-18:00"]}', "calendar.hours.0"),
    ],
)
def test_an_sla_that_cannot_be_is_refused_in_one_line(tmp_path, text, says):
    with pytest.raises(ConfigError) as caught:
        load_agreements(folder(tmp_path, sla=text), client())
    assert says in str(caught.value) and "sla.yml: " in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("criterion", "says"),
    [
        ("{attribute: employees, operator: between, value: [50]}", "employees: 'between' needs two numbers"),
        ("{attribute: employees, operator: between, value: [500, 50]}", "employees: 'between' runs backwards"),
        ("{attribute: employees, operator: between, value: [a, b]}", "employees: 'between' needs two numbers"),
        ("{attribute: industry, operator: in, value: Bebidas}", "industry: 'in' needs a list"),
        ("{attribute: employees, operator: at_least, value: fifty}", "employees: 'at_least' needs a number"),
        ("{attribute: industry, operator: is, value: [a, b]}", "industry: 'is' needs one value"),
        ("{attribute: industry, operator: like, value: a}", "criteria.0.operator"),
    ],
)
def test_a_criterion_that_cannot_be_is_refused(tmp_path, criterion, says):
    with pytest.raises(ConfigError) as caught:
        load_agreements(folder(tmp_path, icp_marketing=f"criteria: [{criterion}]"), client())
    assert says in str(caught.value) and "icp_marketing.yml: " in str(caught.value)


def test_whole_numbers_are_numbers(tmp_path):
    one = "criteria: [{attribute: employees, operator: at_least, value: 50}]"
    found = load_agreements(folder(tmp_path, icp_sales=one), client())
    assert found.profiles["sales"].criteria[0].value == 50.0


def test_the_shipped_schemas_are_those_of_the_declarations():
    folder = Path(helpers.agreements.__file__).parent
    written = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.schema.json")}
    assert written == json_schemas(), "run 'make docs'"
    assert {"sla.schema.json", "icp.schema.json"} <= set(written)
