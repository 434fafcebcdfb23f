"""What is known of a client: its forms as imported and its latest review, in either language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.playbook.tiny import ON, engagement

from helpers import facts
from helpers.errors import TandemError
from helpers.facts import Fact, frame
from helpers.playbook.client import FORMS, open_client

DECISIONS = "date,kind,decision,team,due on,closed on\n2026-10-01,decision,Call {name} first,sales,2026-11-01,\n"
DECISIONS += "2026-12-01,decision,Not known yet,sales,2026-12-20,\n"


def test_a_folder_with_nothing_but_its_engagement_is_a_client_of_whom_nothing_is_known(tmp_path: Path):
    found = open_client(engagement(tmp_path), lang="en", on=ON)
    assert (found.name, found.lang, found.latest, found.notes) == ("Acme", "en", None, ())
    assert {name: found.form(name) for name in FORMS} == dict.fromkeys(FORMS, ())
    assert found.form("no such form") == ()


def test_forms_are_read_without_exports_and_what_comes_later_is_not_known(tmp_path: Path):
    folder = engagement(tmp_path, forms={"decisions.csv": DECISIONS.format(name="them")})
    [row] = open_client(folder, lang="en", on=ON).form("decisions")
    assert (row["words"], row["due_on"], row["closed_on"]) == ("Call them first", date(2026, 11, 1), None)


def test_names_the_exports_hold_are_masked(tmp_path: Path):
    folder = engagement(tmp_path, forms={"decisions.csv": DECISIONS.format(name="Zubirena Olatz")})
    (folder / "exports").mkdir()
    lines = "Record ID,First Name,Last Name,Email,Create Date,Lifecycle Stage\n"
    lines += "1,Olatz,Zubirena,o@x.example,2026-01-02,Lead\n"
    (folder / "exports" / "contacts.csv").write_text(lines, encoding="utf-8")
    (folder / "forms" / "sla.yml").write_text(
        "signed: {marketing: 'Olatz Zubirena, head of marketing, 2026-01-12'}\nexpires_on: 2026-12-31\n"
        "sales: [{what: 'Zubirena Olatz answers within a day (600 123 456)'}]\ncalendar: {country: ES}\n",
        encoding="utf-8",
    )
    found = open_client(folder, lang="en", on=ON)
    assert found.notes == ()
    assert [row["words"] for row in found.form("decisions")] == ["Call … first"]
    sla = found.agreements.sla
    assert sla is not None
    assert sla.signed == {"marketing": "…, head of marketing, 2026-01-12"}
    assert [each.what for each in sla.sales] == ["… answers within a day (…)"]
    assert (sla.expires_on, sla.calendar.country) == (date(2026, 12, 31), "ES")


def test_exports_that_cannot_be_read_leave_the_forms_and_are_said(tmp_path: Path):
    folder = engagement(tmp_path, forms={"decisions.csv": DECISIONS.format(name="them")})
    (folder / "exports").mkdir()
    (folder / "exports" / "deals.xlsx").write_bytes(b"no workbook")
    found = open_client(folder, lang="en", on=ON)
    assert len(found.form("decisions")) == 1
    assert found.notes[0].startswith("only the forms were read, so names that the exports hold are not masked: ")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("sla.yml", "answer_withn: {hours: 8}\n", "did you mean 'answer_within'"),
     ("decisions.xlsx", "no workbook", "decisions.xlsx")],
)  # fmt: skip
def test_a_broken_agreement_or_form_is_an_error_in_one_line(tmp_path: Path, name: str, text: str, said: str):
    with pytest.raises(TandemError) as error:
        open_client(engagement(tmp_path, forms={name: text}), lang="en", on=ON)
    assert said in str(error.value) and "\n" not in str(error.value)


# -- the latest review -------------------------------------------------------------------------------------------------


def fact(metric: str, value: float, *, period: str, clock: str = "period", **fields: object) -> Fact:
    return Fact(period=period, metric=metric, clock=clock, value=value, **{"unit": "share", **fields})


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    folder = engagement(tmp_path)
    rows = [
        fact("win_rate", 0.21, period="2026-09", n=5, status="too_few"),
        fact("win_rate", 0.28, period="2026-07/2026-09", n=80),
        fact("win_rate", 0.25, period="2025-10/2026-09", low=0.2, high=0.3, n=300, target=0.3),
        fact("win_rate", 0.05, period="2025-10/2026-09", variant="change=prior", status="clear"),
        fact("win_rate", 0.31, period="2024-01/2026-09", n=900),
        fact("win_rate", 0.9, period="2026-09", segment="channel=web"),
        fact("content_unused", 0.4, period="2026-08"),
        fact("decisions_open", 3, period="2026-09", unit="count"),
        fact("unified_cac", 900, period="2025-10/2026-09", unit="money", variant="card=2", target=800),
        fact("unified_cac", 0.1, period="2025-10/2026-09", unit="money", variant="card=2;change=prior", status="noise"),
    ]
    for month, kept in (("2026-08", []), ("2026-09", rows)):
        build = folder / "build" / month
        build.mkdir(parents=True)
        facts.write(frame(kept), build / "metrics.csv")
        (build / "import_contract.json").write_text('{"files": [], "findings": []}', encoding="utf-8")
        (build / "report.es.html").write_text("<p>", encoding="utf-8")
    (folder / "build" / "2026-10").mkdir()
    (folder / "build" / "9999-99").mkdir()
    return folder


def test_the_newest_review_that_can_be_read_is_the_latest(reviewed: Path):
    review = open_client(reviewed, lang="en", on=ON).latest
    assert review is not None
    assert str(review.period) == "2026-09"
    assert review.report("es") == reviewed / "build" / "2026-09" / "report.es.html"
    assert review.report("en") is None


def test_numbers_of_a_page_cards_first_then_the_year_that_advice_reads(reviewed: Path):
    review = open_client(reviewed, lang="en", on=ON).latest
    assert review is not None
    found = review.numbers(["win_rate", "content_unused", "unified_cac", "decisions_open", "no_such", "win_rate"])
    assert [tuple(each) for each in found] == [
        ("Unified CAC (Oct\xa025\xa0–\xa0Sept\xa026)", "€900 (target €800)", "no clear change"),
        ("Win rate (Oct\xa025\xa0–\xa0Sept\xa026)", "25.0% (between 20.0% and 30.0%; target 30.0%)",
         "a clear change for the better"),
        ("Open decisions (Sept\xa026)", "3", ""),
    ]  # fmt: skip


def test_a_client_speaks_either_language(reviewed: Path):
    spanish = open_client(reviewed, lang="en", on=ON).speaking("es")
    assert (spanish.lang, spanish.say("Sales chairs.")) == ("es", "Preside ventas.")
    assert spanish.latest is not None
    assert spanish.latest.numbers(["unified_cac"])[0].value.replace("\xa0", " ") == "900 € (objetivo: 800 €)"
