"""The samples as files: the same bytes from the same seed, and what is committed is what the generator makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.engagement import load
from helpers.errors import ConfigError
from helpers.samples import exports, generate, survey_forms

from .made import Made

DATA = Path(__file__).parents[2] / "data"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_seed_same_bytes_another_seed_other_people(industrial: Made, tmp_path: Path) -> None:
    generate("industrial_es", tmp_path / "again", seed=industrial.company.seed)
    assert files(tmp_path / "again") == files(industrial.folder)
    generate("industrial_es", tmp_path / "other", seed=5)
    other = files(tmp_path / "other")
    assert other.keys() == files(industrial.folder).keys()
    assert other["exports/contactos.csv"] != files(industrial.folder)["exports/contactos.csv"]


def test_committed_samples_are_what_the_generator_makes(sample: Made) -> None:
    committed = files(DATA / "samples" / sample.name)
    local = {path for path in committed if path == "key.local" or path.startswith(("build/", "history/"))}
    assert {path: content for path, content in committed.items() if path not in local} == files(sample.folder)


def test_committed_manifest_is_the_derived_one(sample: Made, tmp_path: Path) -> None:
    from helpers.samples.manifest import write_manifest

    made = write_manifest(tmp_path / "manifest.yml", sample.manifest)
    assert (DATA / "manifests" / f"{sample.name}.yml").read_bytes() == made.read_bytes()


def test_both_samples_together_stay_under_five_megabytes(made: dict[str, Made]) -> None:
    assert sum(len(content) for sample in made.values() for content in files(sample.folder).values()) < 5_000_000


def test_unknown_company_names_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no sample company 'acme'; use one of industrial_es, saas_en"):
        generate("acme", tmp_path)
    assert not list(tmp_path.iterdir())


def test_engagement_is_valid_and_names_every_export(sample: Made) -> None:
    engagement = load(sample.folder)
    assert engagement.exclude == (sample.company.domain,)
    exports = {path.relative_to(sample.folder).as_posix() for path in (sample.folder / "exports").iterdir()}
    assert {source.file for source in engagement.sources} == exports


def test_every_source_has_a_channel_of_the_truth(sample: Made) -> None:
    rules = sample.company.touches
    named = {source: name for name, channel in sample.company.channels.items() for source in channel.sources}
    named |= {channel.campaign.partition("|")[2]: name for name, channel in sample.company.channels.items()}
    lang = sample.company.loop.language
    named |= {exports.action(kind, lang): channel for kind, channel in rules.channels.items()} | rules.heard
    assert load(sample.folder).channels == {label: name for label, name in named.items() if label}
    assert load(sample.folder).windows.lookback_days == rules.lookback


def test_readme_names_every_file_and_column(sample: Made) -> None:
    text = (sample.folder / "README.md").read_text(encoding="utf-8")
    for path in sorted(sample.folder.glob("*/*.csv")):
        relative = path.relative_to(sample.folder).as_posix()
        assert relative in text
        # Questions are named by their own text; the page says so once.
        questions = set(survey_forms.titles("en")) | set(survey_forms.titles("es"))
        for column in set(sample.rows(relative)[0]) - questions:
            named = "Date entered" if column.startswith("Date entered") else column
            assert f"`{named}" in text, column


def test_dialects_write_as_their_programs_do(saas: Made, industrial: Made) -> None:
    for path in saas.folder.glob("*/*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
    for path in industrial.folder.glob("*/*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == content.count(b"\n") > 1


def test_nobody_in_the_files_can_exist(saas: Made, industrial: Made) -> None:
    mails = [row["Email"] for row in saas.rows("exports/leads.csv")]
    mails += [row["Correo"] for row in industrial.rows("exports/contactos.csv")]
    assert all(mail.casefold().endswith(".example") for mail in mails)


def test_salesforce_ids_have_eighteen_characters_and_never_repeat(saas: Made) -> None:
    for path in ("leads", "accounts", "opportunities", "opportunity_history"):
        ids = [row["Id"] for row in saas.rows(f"exports/{path}.csv")]
        assert {len(value) for value in ids} == {18}
        assert len(set(ids)) == len({value.casefold() for value in ids}) == len(ids)


def test_links_lead_to_records(saas: Made, industrial: Made) -> None:
    accounts = {row["Id"] for row in saas.rows("exports/accounts.csv")} | {""}
    opportunities = {row["Id"] for row in saas.rows("exports/opportunities.csv")}
    for row in saas.rows("exports/leads.csv"):
        assert row["ConvertedAccountId"] in accounts
        assert row["ConvertedOpportunityId"] in opportunities | {""}
    assert {row["AccountId"] for row in saas.rows("exports/opportunities.csv")} <= accounts
    assert {row["company_id"] for row in saas.rows("forms/subscriptions.csv")} <= accounts
    assert {row["OpportunityId"] for row in saas.rows("exports/opportunity_history.csv")} == opportunities
    contacts = {row["ID de registro"] for row in industrial.rows("exports/contactos.csv")}
    companies = {row["ID de registro"] for row in industrial.rows("exports/empresas.csv")}
    for row in industrial.rows("exports/negocios.csv"):
        assert set(row["Associated Contact IDs"].split(";")) <= contacts | {""}
        assert row["Associated Company IDs (Primary)"] in companies | {""}
    assert {row["id de empresa"] for row in industrial.rows("forms/ingresos.csv")} <= companies
