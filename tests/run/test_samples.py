"""Both samples through the whole command: what a reader gets, twice the same, with nobody's name in it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from helpers import facts
from helpers.assets import asset

from .conftest import PERIOD, SAMPLES, copy, succeed, unkeyed


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> dict[str, Path]:
    """The same samples in another folder, reviewed by another command under another key of the pseudonyms."""
    folder = tmp_path_factory.mktemp("elsewhere")
    made = {name: copy(name, folder) for name in SAMPLES}
    options = ["--period", PERIOD, "--lang", "en", "--lang", "es", "--internal"]
    succeed("review", *map(str, made.values()), *options)
    return made


def build_of(folders: dict[str, Path], name: str) -> Path:
    return folders[name] / "build" / PERIOD


@pytest.mark.parametrize("name", SAMPLES)
def test_a_second_run_elsewhere_gives_the_same_bytes(reviewed, elsewhere, name):
    """Every file, executed notebooks and internal edition included: folder and key show in nothing but pseudonyms."""
    keys = {(folders[name] / "key.local").read_bytes() for folders in (reviewed, elsewhere)}
    assert len(keys) == 2
    assert unkeyed(build_of(reviewed, name)) == unkeyed(build_of(elsewhere, name))


def exported(name: str, file: str) -> list[dict[str, str]]:
    text = (asset("samples", name) / "exports" / file).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";" if name == "industrial_es" else ","))


def people(name: str) -> set[str]:
    """E-mails and last names of the exports; not those that a company goes by too: the internal edition names it."""
    file, mail, last, accounts, company = {
        "saas_en": ("leads.csv", "Email", "LastName", "accounts.csv", "Name"),
        "industrial_es": ("contactos.csv", "Correo", "Apellidos", "empresas.csv", "Nombre de la empresa"),
    }[name]
    rows = exported(name, file)
    companies = {word for row in exported(name, accounts) for word in row[company].split()}
    mails = {row[mail].strip() for row in rows if "@" in row[mail]}
    return mails | {row[last].strip() for row in rows if len(row[last].strip()) > 4} - companies


@pytest.mark.parametrize("name", SAMPLES)
def test_nobody_is_named_in_the_build(reviewed, name):
    build = build_of(reviewed, name)
    texts = {path: path.read_text(encoding="utf-8") for path in build.rglob("*") if path.is_file()}
    known = people(name)
    assert len(known) > 500
    for path, text in texts.items():
        words = set(text.replace('"', " ").replace(",", " ").replace(">", " ").replace("<", " ").split())
        assert not {person for person in known if "@" in person and person in text}, path
        assert not known & words, path


@pytest.mark.parametrize("name", SAMPLES)
def test_every_row_of_every_file_is_accounted_for(reviewed, name):
    contract = json.loads((build_of(reviewed, name) / "import_contract.json").read_text(encoding="utf-8"))
    assert len(contract["files"]) >= 6
    for file in contract["files"]:
        assert file["rows_read"] == file["rows_used"] + sum(entry["rows"] for entry in file["set_aside"]), file["name"]
        assert file["rows_read"] > 0


@pytest.mark.parametrize("name", SAMPLES)
def test_the_five_cards_have_values(reviewed, name):
    rows = facts.read(build_of(reviewed, name) / "metrics.csv")
    variants = rows["variant"].map(facts.unpair)
    cards = rows[[("card" in pairs and "change" not in pairs) for pairs in variants]]
    assert len(cards) == 5
    assert cards["value"].notna().all(), cards[["metric", "status", "note"]]


@pytest.mark.parametrize("name", SAMPLES)
def test_reports_are_whole_small_and_alone(reviewed, name):
    for lang in ("en", "es"):
        page = (build_of(reviewed, name) / f"report.{lang}.html").read_text(encoding="utf-8")
        assert f'lang="{lang}"' in page
        assert len(page.encode()) < 1_500_000
        assert page.count("<svg") >= 8
        rest = page.replace('xmlns="http://www.w3.org/2000/svg"', "").replace("http://www.w3.org/1999/xlink", "")
        assert "src=" not in rest and "http://" not in rest and "https://" not in rest
