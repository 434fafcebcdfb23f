"""``tandem playbook``: pages and site of a client, edits kept, one line where something is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.playbook.tiny import ON, engagement

from helpers import cli
from helpers.assets import asset
from helpers.playbook.keeping import keep
from helpers.run import playbook as command
from helpers.run.playbook import refresh


@pytest.fixture
def plain_site(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The site left out: what it would have been made of. It has tests of its own, and takes seconds a language."""
    made: list[dict[str, str]] = []

    def build_site(pages, *, client, out, tell):
        made.append(dict(pages))
        out.mkdir(parents=True, exist_ok=True)
        (out / "index.html").write_text(client.name, encoding="utf-8")
        return out / "index.html"

    monkeypatch.setattr("helpers.playbook.site.build_site", build_site)
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main(["playbook", *arguments])
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_it_says_each_step_and_names_what_to_open(tmp_path: Path, capsys, plain_site):
    folder = engagement(tmp_path / "acme", languages="[en, es]")
    code, out, err = run(capsys, str(folder), "--on", "2026-11-22")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "acme: reading the engagement and its forms",
        "acme: en: 23 pages: 23 made", "acme: en: site of 23 pages",
        "acme: es: 23 pages: 23 made", "acme: es: site of 23 pages",
        "Open:",
        f"  {folder / 'build' / 'playbook' / 'en' / 'index.html'}",
        f"  {folder / 'build' / 'playbook' / 'es' / 'index.html'}",
    ]  # fmt: skip
    assert "last_reviewed_on: 2026-11-22" in (folder / "playbook" / "es" / "sla.md").read_text(encoding="utf-8")


def test_an_edit_survives_while_the_engagement_changes_and_the_site_has_it(tmp_path: Path, capsys, plain_site):
    folder = engagement(tmp_path / "acme")
    run(capsys, str(folder), "--on", "2026-11-22")
    page = folder / "playbook" / "en" / "monthly-review.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("## Agenda\n", "## Agenda\n\nWe begin with coffee.\n"), encoding="utf-8")
    engagement(folder, chair="sales", client="Acme Ltd")
    code, out, _ = run(capsys, str(folder), "--on", "2026-12-01")
    kept = page.read_text(encoding="utf-8")
    assert code == 0
    assert "We begin with coffee." in kept and "Sales chairs." in kept
    assert "last_reviewed_on: 2026-11-22" in kept
    assert plain_site[-1]["monthly-review"] == kept
    # The agenda names the chair, so both sides have changed it.
    assert re.search(r"monthly-review\.md: changed by hand and by the kit \(Agenda\)", out)


def test_a_second_run_writes_no_page(tmp_path: Path, capsys, plain_site):
    folder = engagement(tmp_path / "acme")
    run(capsys, str(folder), "--on", "2026-11-22")
    before = {path: path.stat().st_mtime_ns for path in (folder / "playbook").rglob("*.md")}
    _, out, _ = run(capsys, str(folder), "--on", "2026-11-22")
    assert {path: path.stat().st_mtime_ns for path in (folder / "playbook").rglob("*.md")} == before
    assert "acme: en: 23 pages: 23 as they were" in out


def test_only_pages_of_the_context_in_the_language_asked_for(tmp_path: Path, capsys, plain_site):
    folder = engagement(tmp_path / "acme", context="no-marketing", languages="[en, es]")
    _, out, _ = run(capsys, str(folder), "--lang", "es", "--on", "2026-11-22")
    assert "es: 17 pages: 17 made" in out
    assert sorted(path.name for path in (folder / "playbook").iterdir()) == [".base", "es"]
    assert not (folder / "playbook" / "es" / "sla.md").exists()
    engagement(folder, context="mixed")
    _, out, _ = run(capsys, str(folder), "--lang", "es", "--on", "2026-11-22")
    assert re.search(r"es: 23 pages: 6 made, \d+ renewed", out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--on", "yesterday"], "--on: 'yesterday' is no day; write it as 2026-11-22"),
     (["--lang", "fr"], "--lang: no words in 'fr'; use en, es or es_419")],
)  # fmt: skip
def test_a_wrong_option_is_one_line(tmp_path: Path, capsys, arguments: list[str], said: str):
    assert run(capsys, str(engagement(tmp_path)), *arguments) == (1, "", f"tandem: {said}\n")


def test_one_folder_that_cannot_be_made_does_not_stop_the_others(tmp_path: Path, capsys, plain_site):
    good, bad = engagement(tmp_path / "good"), engagement(tmp_path / "bad", forms={"sla.yml": "expires: 1\n"})
    code, out, err = run(capsys, str(bad), str(tmp_path / "none"), str(good), "--on", "2026-11-22")
    assert code == 1
    assert f"  {good / 'build' / 'playbook' / 'en' / 'index.html'}" in out
    assert [("sla.yml" in line, "no engagement.yml here" in line) for line in err.splitlines()] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_due_lists_and_makes_nothing(tmp_path: Path, capsys):
    folder = engagement(tmp_path, forms={"sla.yml": "expires_on: 2026-11-20\n"})
    code, out, _ = run(capsys, str(folder), "--due", "--on", "2026-11-22")
    assert (code, out) == (0, "2026-11-20 Agreement on the hand-off: ended 2 days ago (forms/sla.yml)\n")
    assert not (folder / "playbook").exists()


def test_a_page_in_use_is_due_once_its_time_has_passed(tmp_path: Path, capsys, plain_site):
    folder = engagement(tmp_path)
    run(capsys, str(folder), "--on", "2026-11-22")
    assert run(capsys, str(folder), "--due", "--on", "2026-11-23")[1] == "nothing is due\n"
    lines = run(capsys, str(folder), "--due", "--on", "2028-01-01")[1].splitlines()
    assert len(lines) == 3, "the three pages that are active at first"
    assert all("playbook/en/" in line for line in lines)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path, capsys):
    folder = engagement(tmp_path)
    (folder / "playbook").write_text("in the way", encoding="utf-8")
    code, _, err = run(capsys, str(folder), "--on", "2026-11-22")
    assert code == 1
    assert err.count("\n") == 1 and "could not be written" in err


def test_refresh_renews_the_languages_there_are_and_makes_none(tmp_path: Path, plain_site):
    folder = engagement(tmp_path, languages="[en, es]")
    assert refresh(folder, lambda _: None, on=ON) == []
    keep(folder, {}, lang="es")
    (folder / "playbook" / "es").mkdir(parents=True)
    assert refresh(folder, lambda _: None, on=ON) == [folder / "build" / "playbook" / "es" / "index.html"]
    assert not (folder / "playbook" / "en").exists()


def test_reports_are_led_to_the_new_pages(tmp_path: Path, plain_site, monkeypatch):
    led: list[Path] = []
    monkeypatch.setattr(command, "relink", led.append)
    folder = engagement(tmp_path)
    command.playbook([folder], options=command.Options(on=ON), say=lambda _: None)
    assert led == [folder]


# -- a whole sample ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("sample") / "industrial"
    shutil.copytree(asset("samples", "industrial_es"), folder, ignore=shutil.ignore_patterns("build", "playbook"))
    said: list[str] = []
    made, errors = command.playbook([folder], options=command.Options(on=ON, languages=("es",)), say=said.append)
    assert errors == []
    assert made == [folder / "build" / "playbook" / "es" / "index.html"]
    return folder, said


def test_the_spanish_sample_has_its_pages_and_its_site(sample):
    folder, said = sample
    assert said[1:] == ["industrial: es: 22 pages: 22 made", "industrial: es: site of 22 pages"]
    pages = {path.stem for path in (folder / "playbook" / "es").glob("*.md")}
    assert pages <= {path.stem for path in (folder / "build" / "playbook" / "es").glob("*.html")}
    assert (folder / "build" / "playbook" / "es" / "calendar.ics").is_file()


def test_its_pages_speak_of_the_company_in_its_own_language(sample):
    folder, _ = sample
    text = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "playbook" / "es").glob("*.md")}
    assert (
        "Preside ventas. Se celebra el segundo miércoles de cada mes a las 9:00; la próxima, el 9 de diciembre"
        in (text["monthly-review"])
    )
    assert "La lista de una feria llega en dos días | Cada contacto recibe respuesta en tres días" in text["sla"]
    assert "una respuesta en 3 días laborables, una decisión en" in " ".join(text["sla"].split())
    assert "| MQL | Lead calificado para marketing | – | Marketing |" in text["stages"]
    assert "**Cambie de formato sin parar el turno**" in text["messages"]
    assert "(attribution.md)" not in "".join(text.values()), "no page of this context"


def test_no_name_that_the_exports_hold_stands_in_the_pages(sample):
    folder, _ = sample
    contacts = (folder / "exports" / "contactos.csv").read_text(encoding="utf-8-sig").splitlines()
    mails = {cell for line in contacts for cell in re.findall(r"[\w.-]+@[\w.-]+", line)}
    assert len(mails) > 100
    text = "".join(path.read_text(encoding="utf-8") for path in (folder / "playbook" / "es").glob("*.md"))
    assert not [mail for mail in mails if mail in text]
    owners = [
        line.split(";")[0] for line in (folder / "forms" / "responsables.csv").read_text("utf-8-sig").splitlines()
    ]
    assert len(owners) > 3 and not [name for name in owners[1:] if name in text]
