"""Reports lead to the client's playbook where there is one; a fixed name leads to the newest report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.report.model import Heading, Narrative, Page, Pages, Report, Sentence
from helpers.run import linking, playbook
from helpers.run.connecting import connected
from helpers.run.linking import playbook_of, point, relink
from helpers.run.workspace import inputs


def build(folder: Path, period: str, *, lang: str = "es", inside: str = "") -> Path:
    """A build of one month with a report that leads to one page."""
    leads = Sentence(text="A", page="sla", page_title="Acuerdo")
    blocks = (
        Heading(level=2, text="H", anchor="h"), Narrative(role="answer", sentences=(leads,)),
        Heading(level=2, text="P", anchor="pages"), Pages(pages=(Page(id="sla", title="Acuerdo", file="f"),)),
    )  # fmt: skip
    report = Report(client="A & B <S. A.>", period=period, period_text=f"mes {period}", lang=lang, as_of="",
                    as_of_text="", title="Revisión", blocks=blocks, version="0")  # fmt: skip
    made = folder / "build" / period / inside
    made.mkdir(parents=True)
    (made / f"report.{lang}.json").write_text(report.to_json(), encoding="utf-8")
    return made


def links(page: Path) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', page.read_text(encoding="utf-8"))) - {"#main", "#h", "#pages"}


def test_only_a_language_with_pages_is_linked(tmp_path):
    (tmp_path / "playbook" / "es").mkdir(parents=True)
    assert (playbook_of(tmp_path, "es"), playbook_of(tmp_path, "en")) == ("../playbook/es/", "")
    assert playbook_of(tmp_path, "es", above="../../") == "../../playbook/es/"


def test_the_newest_build_is_written_again_with_links_and_no_other(tmp_path):
    old, new = build(tmp_path, "2026-08"), build(tmp_path, "2026-10")
    inside = build(tmp_path, "2026-10", inside="internal")
    assert relink(tmp_path) == [new / "report.es.html", inside / "report.es.html"]
    assert links(new / "report.es.html") == {"#page-sla"}, "there is no playbook yet"
    (tmp_path / "playbook" / "es").mkdir(parents=True)
    relink(tmp_path)
    assert links(new / "report.es.html") == {"../playbook/es/sla.html", "../index.es.html"}
    assert links(inside / "report.es.html") == {"../../playbook/es/sla.html"}
    assert "tandem playbook" not in (new / "report.es.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in old.iterdir()) == ["report.es.json"]


def test_a_report_of_another_kit_and_a_folder_without_builds_are_left_alone(tmp_path):
    assert relink(tmp_path) == [] == point(tmp_path)
    made = build(tmp_path, "2026-10")
    (made / "report.es.json").write_text('{"client": 1}', encoding="utf-8")
    assert relink(tmp_path) == [] == point(tmp_path)


def test_the_fixed_name_opens_the_newest_month_whichever_was_made_last(tmp_path):
    build(tmp_path, "2026-10")
    (made,) = point(tmp_path)
    page = made.read_text(encoding="utf-8")
    assert made == tmp_path / "build" / "latest.es.html"
    assert '<html lang="es">' in page and 'content="0; url=2026-10/report.es.html"' in page
    assert "<title>A &amp; B &lt;S. A.&gt; · Revisión · la más reciente</title>" in page
    assert links(made) == {"2026-10/report.es.html"} and "Abrir el informe de mes 2026-10" in page
    build(tmp_path, "2025-12", lang="en")
    build(tmp_path, "2025-11", lang="es")
    (tmp_path / "build" / "2026-10.new").mkdir()
    (tmp_path / "build" / "playbook").mkdir()
    assert [path.name for path in point(tmp_path)] == ["latest.en.html", "latest.es.html"]
    assert links(made) == {"2026-10/report.es.html"}
    assert links(tmp_path / "build" / "latest.en.html") == {"2025-12/report.en.html"}


def test_a_language_that_no_build_has_any_more_is_led_to_nowhere(tmp_path):
    both = build(tmp_path, "2026-10", lang="en")
    build(tmp_path, "2026-09")
    point(tmp_path)
    (both / "report.en.json").unlink()
    assert [path.name for path in point(tmp_path)] == ["latest.es.html"]
    assert [path.name for path in (tmp_path / "build").glob("latest.*")] == ["latest.es.html"]


def test_a_review_of_a_client_with_a_playbook_brings_it_up_to_date_and_stands_if_that_fails(tmp_path, monkeypatch):
    build(tmp_path, "2026-10")
    said: list[str] = []
    asked: list[Path] = []
    monkeypatch.setattr(playbook, "refresh", lambda folder, say: asked.append(folder), raising=False)
    connected(tmp_path, tmp_path / "build" / "2026-10", say=said.append)
    assert asked == [] == said and (tmp_path / "build" / "latest.es.html").is_file()
    (tmp_path / "playbook").mkdir()
    connected(tmp_path, tmp_path / "build" / "2026-10", say=said.append)
    assert asked == [tmp_path] and said == []

    def broken(folder, say):
        raise ValueError("two\nlines")

    monkeypatch.setattr(playbook, "refresh", broken, raising=False)
    connected(tmp_path, tmp_path / "build" / "2026-10", say=said.append)
    (line,) = said
    assert line.endswith("could not be brought up to date: two lines") and "\n" not in line


@pytest.mark.parametrize("name", [".2026-10.new", "2026-10.new", "playbook-es", "2026-13"])
def test_what_is_no_build_is_passed_over(tmp_path, name):
    (tmp_path / "build" / name).mkdir(parents=True)
    assert list(linking._builds(tmp_path)) == []


def test_what_people_edit_of_a_playbook_is_an_input_and_what_the_kit_keeps_beside_it_is_not(tmp_path):
    for name in ("es/sla.md", "es/sla.new.md", ".base/es/sla.md", "es/sla.pdf"):
        path = tmp_path / "playbook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "notes.new.md").write_text("x", encoding="utf-8")
    assert sorted(inputs(tmp_path)) == ["exports/notes.new.md", "playbook/es/sla.md"]
