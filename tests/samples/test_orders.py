"""Companies to order: every kind from either CRM in either language is imported without a question, and is the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from helpers.contexts import CONTEXTS, choose
from helpers.contract import Contract
from helpers.engagement import load
from helpers.errors import ConfigError, SourceError
from helpers.samples import engagement_file, ordering
from helpers.samples.kinds import KINDS, base
from helpers.samples.ordering import Ordered
from helpers.samples.plants import fits, plants
from helpers.sources import import_engagement

SIZE = 0.08
EVERY = [(kind, dialect, lang) for kind in KINDS for dialect in ("salesforce", "hubspot") for lang in ("en", "es")]
#: Faults that move, add or hide the dates of people: by so many an import may differ from what happened.
DATED = ("skipped_mql", "out_of_order", "bulk_stage_dates", "future_dates")


@dataclass(frozen=True)
class Imported:
    """A small company as ordered, and what an import made of its files."""

    made: Ordered
    contract: Contract
    tables: Path

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.tables / f"{name}.parquet")


@cache
def played(kind: str, lang: str) -> Ordered:
    """A small company of a kind in a language; whose exports it writes changes nothing of what happened."""
    return ordering.order(kind, lang=lang, size=SIZE)


@pytest.fixture(scope="module", params=EVERY, ids="-".join)
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    kind, dialect, lang = request.param
    place = tmp_path_factory.mktemp(f"{kind}_{dialect}_{lang}")
    made = played(kind, lang)
    made = replace(made, order=replace(made.order, dialect=dialect))
    ordering.write_order(made, place / "company")
    contract = import_engagement(place / "company", load(place / "company"), place / "work")
    return Imported(made, contract, place / "work" / "tables")


def test_the_kinds_are_the_contexts_of_the_playbook() -> None:
    assert set(KINDS) == set(CONTEXTS)
    for kind in KINDS:
        assert choose(engagement_file.ANSWERS[kind]).context == kind
        assert not choose(engagement_file.ANSWERS[kind]).missing


def test_an_import_counts_what_happened(imported: Imported) -> None:
    """Whole records are the same; the dates of people differ by faults alone."""
    world, dirt = imported.made.world, imported.made.company.dirt
    happened = {name: sum(months.values()) for name, months in world.tally.items()}
    people, deals = imported.table("people"), imported.table("deals")
    reached = imported.table("reached").query("grain == 'person'")
    assert len(people) == happened["leads"] + dirt.duplicate_people
    assert len(deals) == happened["deals"]
    assert (deals["outcome"] == "won").sum() == happened["won"] > 0
    assert (deals["outcome"] == "lost").sum() == happened["lost"] > 0
    faults = sum(len(world.planted[name]) for name in DATED)
    assert abs((reached["stage"] == "mql").sum() - happened["mqls"]) <= faults
    assert abs((reached["stage"] == "sql").sum() - happened["sqls"]) <= faults


def test_every_channel_is_one_that_both_teams_talk_about(imported: Imported) -> None:
    known = set(engagement_file.channels(imported.made.company).values())
    assert set(imported.table("people")["source_group"]) <= known | {"blank"}
    assert set(imported.table("touches")["channel"]) <= known
    assert set(imported.table("costs")["channel"].dropna()) <= known
    assert set(imported.table("touches")["direction"]) == {"marketing", "sales"}


def test_no_finding_asks_for_anything(imported: Imported) -> None:
    assert [finding for finding in imported.contract.findings if finding.severity != "note"] == []


def test_both_languages_tell_one_company() -> None:
    """Same seed, same draws: whatever is counted is equal, and texts are said anew."""
    for kind in KINDS:
        english, spanish = (played(kind, lang) for lang in ("en", "es"))
        assert english.world.tally == spanish.world.tally
        assert {name: len(rows) for name, rows in english.world.forms.items()} == {
            name: len(rows) for name, rows in spanish.world.forms.items()
        }
        assert [(d.amount, d.close, d.outcome, d.heard) for d in english.world.deals] == [
            (d.amount, d.close, d.outcome, d.heard) for d in spanish.world.deals
        ]
        assert effects(english) == effects(spanish)
        assert {p.title for p in english.world.people} != {p.title for p in spanish.world.people}


def effects(made: Ordered) -> list[tuple[str, str, float]]:
    """True effects of each pattern; of places that tie, any may be named."""
    return sorted((truth.pattern, truth.kind, round(truth.effect or 0.0, 9)) for truth in made.truths())


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def written(made: Ordered, folder: Path) -> dict[str, bytes]:
    ordering.write_order(made, folder / "company")
    ordering.write_key(made, ordering.key_of(folder / "company"))
    return files(folder)


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    asked = {"seed": 11, "plant": ["bulk-dates", "dying"], "lang": "es", "size": SIZE}
    one, two = (ordering.order("digital-native", **asked) for _ in range(2))  # type: ignore[arg-type]
    assert written(one, tmp_path / "one") == written(two, tmp_path / "two")
    other = ordering.order("digital-native", **(asked | {"seed": 12}))  # type: ignore[arg-type]
    first, last = files(tmp_path / "one"), written(other, tmp_path / "three")
    assert first.keys() == last.keys()
    assert first["company/exports/leads.csv"] != last["company/exports/leads.csv"]


def test_the_readme_names_every_file_and_column_and_no_plant(tmp_path: Path) -> None:
    made = ordering.order("mixed", seed=3, plant=["bulk-dates"], dialect="hubspot", lang="es", size=SIZE)
    ordering.write_order(made, tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    for path in sorted(tmp_path.glob("*/*")):
        assert path.relative_to(tmp_path).as_posix() in text
    for path in sorted(tmp_path.glob("exports/*.csv")):
        header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(";")
        named = ["Date entered" if "Date entered" in column else column.strip('"') for column in header]
        assert [column for column in named if f"`{column}" not in text] == []
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"bulk-dates" not in path.read_bytes()


def test_agreements_are_told_in_the_language_of_the_company(tmp_path: Path) -> None:
    ordering.write_order(played("digital-native", "es"), tmp_path)
    sla = (tmp_path / "forms" / "sla.yml").read_text(encoding="utf-8")
    assert sla.startswith("# Lo que marketing y ventas de Quillora se prometen sobre un lead.\n")
    assert "Every lead is answered" not in sla


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "hybrid"}, "--company: no company of kind 'hybrid'; use one of digital-native"),
        ({"plant": ["spike"]}, "--plant: nothing is called 'spike'; use one of"),
        ({"dialect": "pipedrive"}, "--dialect: no exports are written as 'pipedrive' does; use salesforce or hubspot"),
        ({"lang": "fr"}, "--lang: no company is told in 'fr'; use en or es"),
        ({"seed": -1}, "--seed: a seed is no number below 0, as -1"),
        ({"size": 9.0}, "a size of 9 is outside 0.02 to 4"),
    ],
)
def test_what_cannot_be_ordered_is_said_in_one_line(asked: dict[str, object], said: str) -> None:
    kind = str(asked.pop("kind", "digital-native"))
    with pytest.raises(ConfigError) as caught:
        ordering.order(kind, **asked)  # type: ignore[arg-type]
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_plants_that_hide_each_other_are_refused() -> None:
    known = plants()
    kind, first, second = next(
        (kind, plant.id, other) for kind in KINDS for plant in known.values() for other in sorted(plant.never_with)
        if fits(plant, base(kind)) and fits(known[other], base(kind))
    )  # fmt: skip
    with pytest.raises(ConfigError, match="hide each other; order them in two companies"):
        ordering.order(kind, plant=[first, second], size=SIZE)


def test_two_channels_under_one_label_are_refused() -> None:
    company = played("digital-native", "en").company
    heard = company.touches.heard | {"Webinar": "podcast"}
    twice = company.model_copy(update={"touches": company.touches.model_copy(update={"heard": heard})})
    with pytest.raises(ConfigError, match="Quillora: 'Webinar' stands for events and for podcast"):
        engagement_file.channels(twice)


def test_truths_are_read_back_from_the_manifest(tmp_path: Path) -> None:
    made = ordering.order("digital-native", seed=8, plant=["dying"], size=SIZE)
    ordering.write_key(made, tmp_path / "c.key")
    assert ordering.read_truths(tmp_path / "c.key") == made.truths()
    assert ordering.read_truths(tmp_path / "c.key" / "manifest.yml") == made.truths()
    asked = yaml.safe_load((tmp_path / "c.key" / "manifest.yml").read_text(encoding="utf-8"))["order"]
    assert asked | {"version": ""} == {
        "kind": "digital-native", "seed": 8, "plants": ["dying"], "dialect": "salesforce", "lang": "en", "size": SIZE,
        "version": "",
    }  # fmt: skip


def test_what_is_no_manifest_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no manifest here; name the folder that ends in \.key"):
        ordering.read_truths(tmp_path)
    for text in ("truths: 3\n", "client: Quillora\n", "- a\n", "truths: [{pattern: gap}]\n", "a: b: c\n"):
        (tmp_path / "manifest.yml").write_text(text, encoding="utf-8")
        with pytest.raises(SourceError, match="this is no manifest of a company to order"):
            ordering.read_truths(tmp_path)
