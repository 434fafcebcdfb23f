"""Lists of what was made: each client's reviews and assessments, before and after, and a consultant's clients."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from helpers.errors import ConfigError
from helpers.report.model import Heading, Narrative, Report, Sentence
from helpers.run.indexing import around, built, index, neighbours, portfolio
from helpers.run.linking import join
from helpers.run.survey import survey

SETTINGS = "client: {client}\ncurrency: EUR\ntime_zone: Europe/Madrid\ncontext: sales-led\n"


def client(root: Path, name: str = "acme", *, called: str = "Acme <S. A.> & Co") -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "engagement.yml").write_text(SETTINGS.format(client=json.dumps(called)), encoding="utf-8")
    return folder


def build(folder: Path, name: str, *, lang: str = "es", as_of: str = "", formats: tuple[str, ...] = ()) -> Path:
    """A build with a report that says one sentence."""
    kind = "assessment" if name.startswith("assessment") else "review"
    said = Narrative(
        first_screen=True, role="headline", sentences=(Sentence(text=f"Dice {name} <b>"), Sentence(text="Y más."))
    )
    blocks = (said, Heading(level=2, text="H", anchor="h"))
    report = Report(
        kind=kind, client="Acme <S. A.> & Co", period=name[:7], period_text=f"mes {name}", lang=lang,
        as_of=as_of or f"{name}-28", as_of_text="un día", title=kind, blocks=blocks, version="0",
    )  # fmt: skip
    made = folder / "build" / name
    made.mkdir(parents=True, exist_ok=True)
    (made / f"report.{lang}.json").write_text(report.to_json(), encoding="utf-8")
    for suffix in ("html", *formats):
        (made / f"report.{lang}.{suffix}").write_text("", encoding="utf-8")
    return made


def links(page: Path) -> list[str]:
    return re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8"))


def test_the_newest_stands_first_with_its_headline_and_formats(tmp_path):
    folder = client(tmp_path)
    build(folder, "2026-09", formats=("xlsx", "pdf"))
    build(folder, "2026-08")
    build(folder, "assessment-2026-09-30", as_of="2026-09-30")
    assert [path.name for path in index(folder)] == ["index.es.html"]
    page = folder / "build" / "index.es.html"
    assert links(page) == [
        "assessment-2026-09-30/report.es.html", "2026-09/report.es.html", "2026-09/report.es.pdf",
        "2026-09/report.es.xlsx", "2026-08/report.es.html",
    ]  # fmt: skip
    text = page.read_text(encoding="utf-8")
    assert '<html lang="es">' in text and "Acme &lt;S. A.&gt; &amp; Co" in text
    assert "Dice 2026-09 &lt;b&gt; Y más." in text and "<b>" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_a_build_in_another_language_is_listed_and_marked(tmp_path):
    folder = client(tmp_path)
    build(folder, "2026-09", lang="es")
    build(folder, "2026-09", lang="en")
    build(folder, "2026-08", lang="es_419")
    assert [path.name for path in index(folder)] == ["index.en.html", "index.es.html", "index.es_419.html"]
    page = folder / "build" / "index.en.html"
    assert links(page) == ["2026-09/report.en.html", "2026-08/report.es_419.html"]
    assert '<p class="says" lang="es-419">' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [".2026-10.new", "2026-10.new", "playbook", "2026-13", "2026-01/2026-02", "work"])
def test_drafts_and_other_folders_are_not_listed(tmp_path, name):
    folder = client(tmp_path)
    build(folder, name)
    assert built(folder) == [] == index(folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"client": 1, "blocks": 3}', "\ud800".encode("utf-8", "replace").decode()]
)
def test_a_report_that_cannot_be_read_is_left_out(tmp_path, text):
    folder = client(tmp_path)
    made = build(folder, "2026-09")
    build(folder, "2026-08")
    (made / "report.es.json").write_text(text, encoding="utf-8")
    assert [each.folder.name for each in built(folder)] == ["2026-08"]


def test_before_and_after_are_of_one_kind(tmp_path):
    folder = client(tmp_path)
    builds = [build(folder, name) for name in ("2026-07", "2026-08", "2026-09")]
    assessed = build(folder, "assessment-2026-08-31", as_of="2026-08-31")
    found = around(built(folder), builds[1], "es")
    assert found.before == ("../2026-07/report.es.html", "mes 2026-07")
    assert found.after == ("../2026-09/report.es.html", "mes 2026-09")
    assert found.index == "../index.es.html"
    assert around(built(folder), builds[0], "es").before == ("", "") and around(
        built(folder), assessed, "es"
    ).after == ("", "")
    assert neighbours(built(folder), builds[0]) == [builds[1]] and neighbours(built(folder), assessed) == []


def test_a_new_build_and_those_beside_it_lead_to_each_other(tmp_path):
    folder = client(tmp_path)
    old, new = build(folder, "2026-08"), build(folder, "2026-09")
    far = build(folder, "2026-06")
    assert join(folder, new) == [new / "report.es.html", old / "report.es.html"]
    assert links(old / "report.es.html") == [
        "../2026-06/report.es.html",
        "../index.es.html",
        "../2026-09/report.es.html",
    ]
    assert links(new / "report.es.html") == ["../2026-08/report.es.html", "../index.es.html"]
    assert (far / "report.es.html").read_text(encoding="utf-8") == ""


def test_a_portfolio_lists_clients_by_name_with_their_newest(tmp_path):
    zeta, alfa = client(tmp_path, "a-folder", called="Zeta"), client(tmp_path, "z-folder", called="alfa")
    build(zeta, "2026-08")
    build(zeta, "2026-09")
    build(zeta, "assessment-2026-05-02", as_of="2026-05-02")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "engagement.yml").write_text("client: [", encoding="utf-8")
    made = portfolio(tmp_path, languages=("es",))
    assert made[0] == tmp_path / "index.es.html"
    assert links(made[0]) == [
        "a-folder/build/index.es.html", "a-folder/build/assessment-2026-05-02/report.es.html",
        "a-folder/build/2026-09/report.es.html",
    ]  # fmt: skip
    text = made[0].read_text(encoding="utf-8")
    assert text.index("alfa") < text.index("broken") < text.index("Zeta") and "Ventas lleva la iniciativa" in text
    assert "../../index.es.html" in links(zeta / "build" / "index.es.html")
    assert not (alfa / "build").exists()
    assert all((page.parent / link).is_file() for page in made for link in links(page))


def test_a_folder_without_clients_says_so(tmp_path):
    with pytest.raises(ConfigError, match="no client's folder in here; name the folder that holds the clients"):
        portfolio(tmp_path, languages=("en",))


def test_a_client_whose_name_is_a_path_stays_in_its_folder(tmp_path):
    folder = client(tmp_path / "inner", called="../../evil/<script>alert(1)</script>")
    build(folder, "2026-09")
    made = [*index(folder), *portfolio(tmp_path / "inner", languages=("en",)), *survey(folder, say=lambda line: None)]
    assert made and all(tmp_path / "inner" in path.parents for path in made)
    assert [path.name for path in tmp_path.iterdir()] == ["inner"]
    assert not any("alert(1)</script>" in path.read_text(encoding="utf-8") for path in made)
