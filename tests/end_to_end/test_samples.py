"""Both samples through the whole command: what a reader gets, twice the same, with nobody's name in it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from helpers import facts
from helpers.assets import asset

from .clients import command

SAMPLES = {"saas_en": ("en", "es"), "industrial_es": ("es", "en")}
MONTH = "2026-09"


def reviewed(folder: Path) -> Path:
    """Copies of the samples (without anything that earlier runs left there), reviewed by one command."""
    for name in SAMPLES:
        shutil.copytree(asset("samples", name), folder / name, ignore=shutil.ignore_patterns("build", "key.local"))
    command("review", *(folder / name for name in SAMPLES))
    return folder


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    return reviewed(tmp_path_factory.mktemp("once"))


@pytest.fixture(scope="module")
def twice(tmp_path_factory) -> Path:
    return reviewed(tmp_path_factory.mktemp("twice"))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_build_is_whole(once, name):
    build = once / name / "build" / MONTH
    made = {path.relative_to(build).as_posix() for path in build.rglob("*") if path.is_file()}
    reports = {f"report.{lang}.{kind}" for lang in SAMPLES[name] for kind in ("json", "html")}
    notebooks = {f"notebooks/{part}.ipynb" for part in ("01_data_check", "02_shared_metrics", "06_monthly_review")}
    assert made == {"metrics.csv", "import_contract.json", "manifest.json"} | reports | notebooks
    assert {path.name for path in (once / name / "build").iterdir()} == {MONTH}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_second_run_elsewhere_gives_the_same_bytes(once, twice, name):
    """Another folder and another key of the pseudonyms: neither may show."""
    first, second = (root / name / "build" / MONTH for root in (once, twice))
    compared = ["metrics.csv", "import_contract.json", "manifest.json"]
    compared += [f"report.{lang}.{kind}" for lang in SAMPLES[name] for kind in ("json", "html")]
    for file in compared:
        assert (first / file).read_bytes() == (second / file).read_bytes(), file


def people(name: str) -> set[str]:
    """E-mails and last names of the exports."""
    file, mail, last = {
        "saas_en": ("leads.csv", "Email", "LastName"),
        "industrial_es": ("contactos.csv", "Correo", "Apellidos"),
    }[name]
    text = (asset("samples", name) / "exports" / file).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";" if name == "industrial_es" else ","))
    mails = {row[mail].strip() for row in rows if "@" in row[mail]}
    return mails | {f"{row[last].strip()}" for row in rows if len(row[last].strip()) > 4}


@pytest.mark.parametrize("name", SAMPLES)
def test_nobody_is_named_in_the_build(once, name):
    build = once / name / "build" / MONTH
    texts = {path: path.read_text(encoding="utf-8") for path in build.rglob("*") if path.is_file()}
    known = people(name)
    assert len(known) > 500
    for path, text in texts.items():
        words = set(text.replace('"', " ").replace(",", " ").replace(">", " ").replace("<", " ").split())
        assert not {person for person in known if "@" in person and person in text}, path
        assert not known & words, path


@pytest.mark.parametrize("name", SAMPLES)
def test_every_row_of_every_file_is_accounted_for(once, name):
    contract = json.loads((once / name / "build" / MONTH / "import_contract.json").read_text(encoding="utf-8"))
    assert len(contract["files"]) >= 6
    for file in contract["files"]:
        assert file["rows_read"] == file["rows_used"] + sum(entry["rows"] for entry in file["set_aside"]), file["name"]
        assert file["rows_read"] > 0


@pytest.mark.parametrize("name", SAMPLES)
def test_the_five_cards_have_values(once, name):
    rows = facts.read(once / name / "build" / MONTH / "metrics.csv")
    variants = rows["variant"].map(facts.unpair)
    cards = rows[[("card" in pairs and "change" not in pairs) for pairs in variants]]
    assert len(cards) == 5
    assert cards["value"].notna().all(), cards[["metric", "status", "note"]]


@pytest.mark.parametrize("name", SAMPLES)
def test_reports_are_whole_small_and_alone(once, name):
    for lang in SAMPLES[name]:
        page = (once / name / "build" / MONTH / f"report.{lang}.html").read_text(encoding="utf-8")
        assert f'lang="{lang}"' in page
        assert len(page.encode()) < 1_500_000
        assert page.count("<svg") >= 8
        rest = page.replace('xmlns="http://www.w3.org/2000/svg"', "").replace("http://www.w3.org/1999/xlink", "")
        assert "src=" not in rest and "http://" not in rest and "https://" not in rest
