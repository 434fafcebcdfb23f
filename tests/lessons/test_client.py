"""``tandem workshop`` on a client's own folder: what its data can carry, in its languages, whole or not at all."""

import csv
import re

import nbformat
import pytest

from helpers.lessons.lesson import plans, text
from helpers.lessons.needs import _NEEDS, needs
from helpers.lessons.plan_words import stem
from helpers.run.notebooks import execute
from helpers.samples.ordering import order, write_order
from helpers.scaffold import Choices, scaffold
from helpers.words import Words
from helpers.workshop import client
from helpers.workshop.client import Options, workshop

#: Patterns looked for in these tests; the others have tests of their own and are told to find nothing here.
LOOKED_FOR = ("bulk-dates", "cac-without-sales")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small company's folder after the command, what it said, and what it handed back."""
    from helpers.lessons import keeping

    folder = tmp_path_factory.mktemp("clients") / "spring"
    write_order(order("digital-native", seed=7, plant=["bulk-dates"], lang="en", size=0.1), folder)
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        real = keeping.find
        patch.setattr(keeping, "find", lambda name, basis: real(name, basis) if name in LOOKED_FOR else [])
        paths, errors = workshop([folder], options=Options(languages=("en", "es")), say=said.append)
    assert errors == []
    return folder, said, paths


def outputs(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return [
        cell.outputs[0].data["text/plain"] for cell in cells if cell.outputs and "text/plain" in cell.outputs[0].data
    ]


def test_pages_and_notebooks_in_every_language_and_nothing_else(made):
    folder, _, paths = made
    build = folder / "build" / "workshop"
    assert paths == [build / lang / "index.html" for lang in ("en", "es")]
    stems = [stem(plan) for plan in plans().values() if plan.id in LOOKED_FOR]
    wanted = {
        f"{lang}/{name}"
        for lang in ("en", "es")
        for name in ("index.html", *(f"{one}.html" for one in stems), *(f"notebooks/{one}.ipynb" for one in stems))
    }
    assert {path.relative_to(build).as_posix() for path in build.rglob("*") if path.is_file()} == wanted
    assert [path.name for path in (folder / "build").iterdir()] == ["workshop"]


def test_what_is_left_out_is_named_with_its_reason(made):
    folder, said, _ = made
    for lang in ("en", "es"):
        shown = (folder / "build" / "workshop" / lang / "index.html").read_text("utf-8")
        out = [plan for plan in plans().values() if plan.id not in LOOKED_FOR]
        assert len(re.findall(r"<li><strong>", shown)) == len(out)
        for plan in out:
            assert text(plan.id, lang).title in shown and needs(plan, Words(lang)) in shown
    assert "spring: 2 lessons in en" in said and "spring: 2 lessons in es" in said
    assert sum("left out" in line for line in said) == 2 * (len(plans()) - 2)


def test_nobody_outside_the_client_is_named(made):
    folder, _, _ = made
    names = set()
    for path in (folder / "exports").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                names |= {
                    row.get(column, "") for column in ("Company", "Account Name", "Email", "Last Name", "Website")
                }
    assert len(names) > 50
    written = "".join(path.read_text("utf-8") for path in (folder / "build" / "workshop").rglob("*") if path.is_file())
    assert [name for name in names if len(name) > 6 and name in written] == []


def test_a_notebook_of_the_build_gives_the_same_again_where_it_lies(made, tmp_path):
    folder, _, _ = made
    here = folder / "build" / "workshop" / "es" / "notebooks"
    path = next(here.glob("*bulk-dates.ipynb"))
    assert "/" not in re.sub(r"(\.\./)+", "", outputs(path)[0]) and str(folder) not in path.read_text("utf-8")
    again = execute(path, tmp_path / "again.ipynb", parameters={}, folder=here)
    shown = [line for line in outputs(again) if line in outputs(path)]
    assert shown == outputs(path) and len(shown) == 2


def test_a_folder_that_is_none_is_one_line_and_the_last_build_stays(made, tmp_path):
    folder, _, _ = made
    before = (folder / "build" / "workshop" / "en" / "index.html").read_bytes()
    scaffold(tmp_path / "bare", choices=Choices(client="Bare"))
    paths, errors = workshop([tmp_path / "none", tmp_path / "bare"], options=Options(), say=lambda _: None)
    assert paths == [] and len(errors) == 2
    assert all("\n" not in str(error) for error in errors)
    assert not (tmp_path / "bare" / "build" / "workshop").exists()
    wrong, refused = workshop([folder], options=Options(period="2031-01"), say=lambda _: None)
    assert wrong == [] and "no data in 2031-01" in str(refused[0])
    assert (folder / "build" / "workshop" / "en" / "index.html").read_bytes() == before
    assert [path.name for path in (folder / "build").iterdir()] == ["workshop"]


def test_data_that_carry_no_lesson_are_an_error(monkeypatch, tmp_path):
    class Nothing:
        found, plan, words, text = (), plans()["noise"], Words("en"), text("noise", "en")

    class Review:
        class engagement:  # noqa: N801
            client = "Bare"

    monkeypatch.setattr(client, "lessons_of", lambda *_, **__: [Nothing])
    with pytest.raises(client.ConfigError, match="Bare: no lesson can be taught on these data"):
        client._written(tmp_path, Review, lang="en", look=client.Look())


def test_every_lesson_says_what_it_needs():
    wanted = {name for plan in plans().values() for name in plan.patterns}
    assert wanted == set(_NEEDS)
    for plan in plans().values():
        assert needs(plan, Words("es")) != needs(plan, Words("en"))
