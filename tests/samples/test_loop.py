"""The forms of both teams: complete, linked, dated before the last day, and in words that the lists know."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from helpers.agreements import load_agreements
from helpers.catalog import catalog
from helpers.engagement import load
from helpers.feedback.incentives import shared_pay
from helpers.pages import IDS
from helpers.periods import Period
from helpers.samples import SAMPLES, loop, loop_forms

from .made import Made


def form(sample: Made, name: str) -> list[dict[str, str]]:
    lang = sample.company.loop.language
    return sample.rows(f"forms/{loop_forms.FILES[lang][name]}.csv")


def test_every_form_of_the_loop_is_there_and_two_years_long(sample: Made) -> None:
    months = {f"{month:%Y-%m}" for month in loop.months(sample.company)}
    assert len(months) == 24
    for name in loop_forms.FILES["en"]:
        assert form(sample, name), name
    for name, day in (("feedback", "on"), ("decisions", "on"), ("content_use", "on"), ("meetings", "planned")):
        assert {f"{row[day]:%Y-%m}" for row in sample.world.forms[name]} >= months, name
    low, high = sample.company.loop.feedback
    assert low * 24 <= len(sample.world.forms["feedback"]) <= high * 24


def test_nothing_is_written_down_after_the_last_day(sample: Made) -> None:
    ahead = {"due", "to"}  # what lies ahead may be planned
    for name, rows in sample.world.forms.items():
        for row in rows:
            days = [value for field, value in row.items() if isinstance(value, date) and field not in ahead]
            assert all(day <= sample.company.last for day in days), (name, row)


def test_forms_name_records_that_exist(saas: Made, industrial: Made) -> None:
    deals = {row["Id"] for row in saas.rows("exports/opportunities.csv")} | {""}
    leads = {row["Id"] for row in saas.rows("exports/leads.csv")}
    owners = {row["OwnerId"] for row in saas.rows("exports/leads.csv")}
    for name in ("feedback", "winloss", "content_use"):
        assert {row["deal"] for row in form(saas, name)} <= deals
    assert {row["item"] for row in form(saas, "blind_sort")} <= leads
    assert {row["owner"] for row in form(saas, "owners")} == owners
    negocios = {row["ID de registro"] for row in industrial.rows("exports/negocios.csv")} | {""}
    assert {row["oportunidad"] for row in form(industrial, "feedback")} <= negocios
    sellers = {row["Propietario del contacto"] for row in industrial.rows("exports/contactos.csv")}
    assert {row["responsable"] for row in form(industrial, "owners")} == sellers


def test_assets_campaigns_and_messages_fit_together(sample: Made) -> None:
    assets = {row["asset_id"] for row in sample.world.forms["content"]}
    assert {touch.asset for touch in sample.world.touches if touch.asset} <= assets
    assert {row["asset_id"] for row in sample.world.forms["content_use"]} <= assets
    assert 24 <= len(assets) <= 40
    messages = {row["message_id"] for row in sample.world.forms["messages"]}
    campaigns = {row["campaign"]: row["message_id"] for row in sample.world.forms["campaigns"]}
    assert {touch.campaign for touch in sample.world.touches if touch.campaign} == set(campaigns)
    assert set(campaigns.values()) <= messages and 6 <= len(messages) <= 10


def test_decisions_name_known_metrics_and_meetings_known_rituals(sample: Made) -> None:
    assert {row["metric"] for row in sample.world.forms["decisions"]} <= {*catalog(), ""}
    assert {row["ritual"] for row in sample.world.forms["meetings"]} <= set(IDS)
    per_month = Counter(f"{row['on']:%Y-%m}" for row in sample.world.forms["decisions"])
    assert set(per_month.values()) <= {2, 3, 4}
    kinds = Counter(row["kind"] for row in sample.world.forms["decisions"])
    assert kinds["hypothesis"] > 10 and kinds["decision"] > 30


def test_teams_agree_on_as_many_leads_as_the_parameters_say(sample: Made) -> None:
    for sort in sample.company.loop.sorts:
        rows = [row for row in sample.world.forms["blind_sort"] if row["on"] == sort.day]
        labels: dict[int, set[str]] = {}
        for row in rows:
            labels.setdefault(row["item"].id, set()).add(row["label"])
        assert len(rows) == 2 * sort.leads and len(labels) == sort.leads
        assert sum(len(found) == 1 for found in labels.values()) == sort.alike


@pytest.mark.parametrize("name", ["saas_en", "industrial_es"])
def test_what_people_write_is_the_code_it_stands_for(name: str, made: dict[str, Made]) -> None:
    """A label or a note of a theme belongs to its code, or to none where none fits on purpose."""
    folder = made[name].folder
    agreements = load_agreements(folder, load(folder))
    for theme in SAMPLES[name].loop.objections.values():
        codes = {agreements.themes.code(text) for text in (*theme.labels, *theme.said)}
        assert codes == {theme.code or "unmapped"}, theme.labels
    typed = [*SAMPLES[name].handing.rejected, *SAMPLES[name].handing.recycled]
    unmapped = [text for text in typed if agreements.reasons.code(text) == "unmapped"]
    assert 1 <= len(unmapped) <= len(typed) / 4


def test_both_teams_have_agreed_in_writing_and_differ(sample: Made) -> None:
    agreements = load_agreements(sample.folder, load(sample.folder))
    assert agreements.sla is not None and agreements.sla.answer_within is not None
    assert agreements.icp_marketing is not None and agreements.icp_sales is not None
    pairs = [(one, two) for one in agreements.icp_marketing.criteria for two in agreements.icp_sales.criteria
             if one.attribute == two.attribute]  # fmt: skip
    assert len(pairs) == 3 and sum(one.value != two.value for one, two in pairs) in (2, 3)
    calendar = agreements.clock.calendar
    assert calendar.hours == (f"{sample.company.handing.opens}-{sample.company.handing.closes}",)


def test_notes_hold_what_does_not_belong_there(sample: Made) -> None:
    notes = [deal.notes for deal in sample.world.deals if deal.notes]
    words = {"en": ("mail", "call", "says"), "es": ("escribir a", "llamar al", "según")}
    for word in words[sample.company.loop.language]:
        assert sum(f"({word} " in note for note in notes) >= 3, word
    assert all(".example" in note for note in notes if "@" in note)


def test_an_import_uses_every_row_of_every_form(sample: Made, imported: dict[str, Path]) -> None:
    """A month without a comment is a row without words: it is set aside and counted."""
    contract = json.loads((imported[sample.name].parent / "contract.json").read_text(encoding="utf-8"))
    accounts = {Path(each["name"]).name: each for each in contract["files"]}
    blank = sum(not row["words"] for row in sample.world.forms["comments"])
    for name, file in loop_forms.FILES[sample.company.loop.language].items():
        account = accounts[f"{file}.csv"]
        assert account["rows_read"] - account["rows_used"] == (blank if name == "comments" else 0), name


def test_pay_is_shared_as_planted(sample: Made, imported: dict[str, Path]) -> None:
    """Half of it in the one company, nothing in the other; what was valid until the year before does not count."""
    month = Period.month(sample.company.last)
    rows = pd.read_parquet(imported[sample.name] / "incentives.parquet").to_dict("records")
    valid = [
        row for row in rows if row["from_on"] <= month.as_of and (pd.isna(row["to_on"]) or row["to_on"] >= month.as_of)
    ]
    found = {fact.segment: fact.value for fact in shared_pay(valid, period=month)}
    planted = {"saas_en": 0.5, "industrial_es": 0.0}[sample.name]
    assert found == {"all": planted, "team=marketing": planted, "team=sales": planted}
    if sample.name == "industrial_es":
        assert {row["metric"] for row in valid if row["team"] == "sales"} == {"revenue_won"}
    assert any(not pd.isna(row["to_on"]) for row in rows) == (sample.name == "saas_en")
