"""``tandem survey``: the form in the client's languages, what was made, how many answered, and one line for errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.playbook.tiny import engagement

from helpers import cli


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    with pytest.raises(SystemExit) as left:
        cli.main(["survey", *arguments])
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out.splitlines(), said.err


def forms(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "forms" / "survey").iterdir())


def test_it_makes_the_form_in_each_language_of_the_client_and_says_what_to_do(tmp_path, capsys):
    folder = engagement(tmp_path / "acme", languages="[es, en]")
    code, lines, err = run(capsys, str(folder))
    made = folder / "forms" / "survey"
    assert (code, err) == (0, "")
    assert lines == [
        f"made {made / 'survey.es.html'}",
        f"made {made / 'survey.en.html'}",
        "give that file to everybody in both teams: by mail or on a stick; it works without a network",
        f"put the files they hand over (survey-….json) into {made}",
        "acme: no response so far",
    ]
    assert forms(folder) == ["survey.en.html", "survey.es.html"]
    assert '<html lang="es">' in (made / "survey.es.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("asked", "made"), [(["--lang", "en"], ["survey.en.html"]), ([], ["survey.es.html"])])
def test_latin_american_spanish_gets_the_spanish_form(tmp_path, capsys, asked, made):
    folder = engagement(tmp_path / "acme", languages="[es_419, es]")
    code, _, err = run(capsys, str(folder), *asked)
    assert (code, err, forms(folder)) == (0, "", made)


def test_answers_in_the_folder_stay_as_they_are_and_are_counted(tmp_path, capsys):
    folder = engagement(tmp_path / "acme")
    answer = folder / "forms" / "survey" / "survey-00000001.json"
    answer.parent.mkdir()
    (answer.parent / "survey-00000002.json").write_text("broken")
    answer.write_text(json.dumps({"tandem": "survey", "version": 1, "lang": "en", "on": "2026-10-06", "team": "sales",
                                  "level": "field", "tenure": "over3", "answers": {"goals_1": 4}, "top": [], "open": {},
                                  "quotable": False, "name": "", "consent": False}))  # fmt: skip
    before = answer.read_bytes()
    _, lines, _ = run(capsys, str(folder))
    assert answer.read_bytes() == before
    assert lines[-2:] == [
        "acme: survey/survey-00000002.json: 1 response not used: not a response of the survey form, or a broken one",
        "acme: 1 response so far, 1 half-filled; by team only once each has 4",
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--lang", "fr"], "tandem: --lang: no words in 'fr'; use en, es or es_419\n"),
        ([], "tandem: {folder}: no engagement.yml here; make one with: tandem new DIR\n"),
    ],
)
def test_one_line_where_something_is_wrong(tmp_path, capsys, arguments, line):
    folder = tmp_path / "none"
    folder.mkdir()
    assert run(capsys, str(folder), *arguments) == (1, [], line.format(folder=folder))


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path, capsys):
    folder = engagement(tmp_path / "acme")
    (folder / "forms" / "survey").write_text("in the way")
    code, lines, err = run(capsys, str(folder))
    where = folder / "forms" / "survey"
    assert (code, lines) == (1, [])
    assert err == f"tandem: {where}: a file stands where the folder of the survey goes; rename it\n"
