"""``tandem workshop prepare``, ``replay`` and ``score`` as they are typed: what appears, what it says, what goes wrong.

One small company is made and imported once; it lends its leads as a client, and stands for the invented companies too.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import cli
from helpers.engagement import load
from helpers.lessons import keeping
from helpers.lessons.lesson import plans, text
from helpers.lessons.opening import lesson_of
from helpers.lessons.plan_words import stem
from helpers.run.workspace import open_work, prepare
from helpers.samples.ordering import order, read_truths, write_order
from helpers.words import Words
from helpers.workshop import preparing
from helpers.workshop.learning import unseen
from helpers.workshop.learning.questions import questions
from helpers.workshop.materials import MATERIALS

LANGS = ("en", "es")
#: The one lesson of these tests; the others have tests of their own.
LESSON = plans()["bulk-dates"]
CLIENT = "Quillora"
small = partial(order, size=0.1)
Run = Callable[..., SimpleNamespace]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A client's folder and its import."""
    folder = tmp_path_factory.mktemp("commands")
    write_order(small("digital-native", seed=7, plant=["bulk-dates"], lang="en"), folder / "spring")
    prepare(folder / "spring", load(folder / "spring"), folder / "work")
    return SimpleNamespace(folder=folder / "spring", work=folder / "work")


@pytest.fixture(scope="module")
def quick(company: SimpleNamespace):
    """Everything else as it is, but no company is larger than that one and none is imported again."""

    def lend(_folder: Path, _engagement: object, work: Path) -> None:
        shutil.copytree(company.work, work, dirs_exist_ok=True)

    def lesson(id: str, *, lang: str):
        return lesson_of(plans()[id], text(id, lang), open_work(company.work), lang=lang)

    real = keeping.find
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparing, "prepare", lend)
        patch.setattr(preparing, "imported", lambda _asked, *, lang: company.work)
        patch.setattr(preparing, "ordered_as", lambda _asked, *, lang: small("digital-native", seed=7, lang="en"))
        patch.setattr(preparing, "plans", lambda: {LESSON.id: LESSON})
        patch.setattr(preparing, "open_lesson", lesson)
        patch.setattr(unseen, "order", small)
        patch.setattr(unseen, "drawn", lambda _asked: ("bulk-dates", "cac-without-sales"))
        patch.setattr(keeping, "find", lambda name, basis: real(name, basis) if name == LESSON.id else [])
        yield


@pytest.fixture
def run(quick: None, capsys: pytest.CaptureFixture[str]) -> Run:
    """``tandem workshop …``: its exit code and what it said."""
    del quick

    def typed(*arguments: object) -> SimpleNamespace:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main(["workshop", *map(str, arguments)])
        said = capsys.readouterr()
        return SimpleNamespace(code=int(left.value.code or 0), out=said.out.splitlines(), err=said.err)

    return typed


@pytest.fixture(scope="module")
def made(company: SimpleNamespace, quick: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client's folder after ``prepare`` in both languages; tests work on copies."""
    del quick
    folder = tmp_path_factory.mktemp("prepared") / "spring"
    shutil.copytree(company.folder, folder)
    with pytest.raises(SystemExit) as left:
        cli.main(["workshop", "prepare", str(folder), "--pairs", "2", "--seed", "3"])
    assert not left.value.code
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "spring")


def names(place: Path) -> set[str]:
    """The files of a folder; those of the unseen company and its answers by their folder alone."""
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    return {re.sub(r"^(unseen|unseen\.key|company/\w+)/.*", r"\1", name) for name in found}


def plain(path: Path) -> str:
    """What a page says, without its style and scripts."""
    bare = re.sub(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]+>", " ", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", bare)


def of_each(lang: str) -> set[str]:
    """What a language adds to the folder."""
    return {
        f"pages/{lang}/index.html", f"pages/{lang}/{stem(LESSON)}.html", f"screens/sorting.{lang}.html",
        f"screens/replay.{lang}.html", *(f"print/{lang}/{name}.pdf" for name in MATERIALS),
        *(f"sheets/{name}.{lang}.html" for name in ("before", "after", "task")),
    }  # fmt: skip


# --- prepare


def test_a_client_gets_everything_in_both_languages_and_nothing_else(made: Path) -> None:
    wanted = of_each("en") | of_each("es") | {"agreement.yml", "unseen", "unseen.key"}
    assert names(made / "workshop") == wanted
    assert (made / "workshop" / "answers").is_dir()
    assert (made / "workshop" / "agreement.yml").read_bytes() == (made / "forms" / "sla.yml").read_bytes()


@pytest.mark.parametrize("lang", LANGS)
def test_pages_speak_their_language_of_this_client(made: Path, lang: str) -> None:
    place, words = made / "workshop", Words(lang)
    assert text(LESSON.id, lang).title in plain(place / "pages" / lang / "index.html")
    replay = place / "screens" / f"replay.{lang}.html"
    assert f'<html lang="{lang}"' in replay.read_text("utf-8")
    assert CLIENT in plain(replay) and words.say("Last quarter under the draft") in plain(replay)
    for when in ("before", "after"):
        assert all(each.said(lang).ask in plain(place / "sheets" / f"{when}.{lang}.html") for each in questions())
    assert all((place / "print" / lang / f"{name}.pdf").read_bytes().startswith(b"%PDF") for name in MATERIALS)


def test_no_name_of_a_person_or_company_is_on_a_screen(made: Path, company: SimpleNamespace) -> None:
    leads = pd.read_csv(company.folder / "exports" / "leads.csv", dtype=str)
    hidden = {str(name) for name in leads["Email"].dropna()} | {str(name) for name in leads["Company"].dropna()}
    shown = " ".join(plain(path) for path in sorted((made / "workshop" / "screens").iterdir()))
    assert len(hidden) > 100
    assert [name for name in sorted(hidden) if re.search(rf"\b{re.escape(name)}\b", shown)] == []


def test_preparing_again_keeps_what_people_wrote_and_says_what_comes_next(run: Run, folder: Path) -> None:
    place = folder / "workshop"
    (place / "agreement.yml").write_text("answer_within: {hours: 3}\n", encoding="utf-8")
    (place / "answers" / "kept.json").write_text("{}", encoding="utf-8")
    found = run("prepare", folder, "--lang", "es", "--pairs", "1")
    assert (found.code, found.err) == (0, "")
    assert f"what people hand in goes into {place / 'answers'}; then: tandem workshop score {folder}" in found.out
    opened = {Path(line.strip()).relative_to(place).as_posix() for line in found.out[found.out.index("Open:") + 1 :]}
    assert opened == of_each("es") - {f"pages/es/{stem(LESSON)}.html"}
    assert (place / "agreement.yml").read_text("utf-8") == "answer_within: {hours: 3}\n"
    assert (place / "answers" / "kept.json").read_text("utf-8") == "{}"
    assert "3 horas laborables" in plain(place / "screens" / "replay.es.html").replace("\xa0", " ")


def test_a_folder_that_is_no_client_borrows_the_invented_company(run: Run, tmp_path: Path) -> None:
    found = run("prepare", tmp_path / "alone", "--lang", "es", "--pairs", "1")
    assert (found.code, found.err) == (0, "")
    assert names(tmp_path / "alone" / "workshop") == (
        of_each("es") | {"company/es", "agreement.es.yml", "unseen", "unseen.key"}
    )


# --- replay


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_of_people_is_replayed_in_a_language(run: Run, folder: Path, lang: str) -> None:
    draft = folder / "ours.yml"
    draft.write_text("answer_within: {days: 2}\n", encoding="utf-8")
    page = folder / "workshop" / "screens" / f"replay.{lang}.html"
    before = plain(page)
    found = run("replay", folder, "--draft", draft, "--lang", lang)
    assert (found.code, found.out, found.err) == (0, ["Open:", f"  {page}"], "")
    assert plain(page) != before
    assert {"en": "2 working days", "es": "2 días laborables"}[lang] in plain(page).replace("\xa0", " ")


def test_without_a_language_those_that_were_prepared_are_replayed(run: Run, folder: Path) -> None:
    screens = folder / "workshop" / "screens"
    (screens / "sorting.en.html").unlink()
    assert run("replay", folder).out == ["Open:", f"  {screens / 'replay.es.html'}"]


# --- score


def handed_in(place: Path, people: int) -> None:
    """Everybody is wrong before and right after, and finds the first thing that is planted."""
    truth = next(each for each in read_truths(place / "unseen.key") if each.kind == "planted")
    for number in range(people):
        for when in ("before", "after"):
            rights = {each.id: each.right for each in questions()}
            wrong = {id: "abcd"[("abcd".index(right) + 1) % 4] for id, right in rights.items()}
            answers = {id: {"option": option, "sure": 80}
                       for id, option in (wrong if when == "before" else rights).items()}  # fmt: skip
            _saved(place, f"{when}-{number}", kind=when, code=f"p{number}", answers=answers)
        claims = [{"pattern": truth.pattern, "where": truth.where, "sure": 70}]
        _saved(place, f"task-{number}", kind="transfer", code=f"p{number}", claims=claims)


def _saved(place: Path, name: str, **told: object) -> None:
    sheet = {"tandem": "workshop", "version": 1, "on": "2026-09-10T09:00", **told}
    (place / "answers" / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")


def figures(place: Path) -> dict[tuple[str, str], float]:
    table = pd.read_csv(place / "learnt.csv")
    return {(row.figure, row.of): row.value for row in table.itertuples()}


def test_what_five_people_handed_in_is_scored_against_the_key_in_both_languages(run: Run, folder: Path) -> None:
    place = folder / "workshop"
    handed_in(place, 5)
    (place / "answers" / "odd.json").write_text("[]", encoding="utf-8")
    found = run("score", folder)
    assert (found.code, found.err) == (0, "")
    assert found.out == [
        "odd.json: no file that a page of the workshop saved", "Open:",
        *(f"  {place / name}" for name in ("learnt.en.html", "learnt.es.html", "learnt.csv")),
    ]  # fmt: skip
    told = figures(place)
    planted = sum(each.kind == "planted" for each in read_truths(place / "unseen.key"))
    assert (told["people", "matched"], told["right_a_person", "before"], told["right_a_person", "after"]) == (5, 0, 8)
    assert (told["task", "precision"], told["task", "recall"]) == (1.0, pytest.approx(1 / planted, abs=1e-6))
    assert sum(value for (figure, of), value in told.items() if figure == "right" and of.endswith(";after")) == 40
    for lang in LANGS:
        shown = plain(place / f"learnt.{lang}.html")
        assert CLIENT in shown and Words(lang).say("Question by question") in shown


def test_of_three_people_only_totals_are_shown(run: Run, folder: Path) -> None:
    handed_in(folder / "workshop", 3)
    assert run("score", folder, "--lang", "es").code == 0
    assert not (folder / "workshop" / "learnt.en.html").exists()
    assert not {figure for figure, _ in figures(folder / "workshop")} & {"right", "chosen", "change_of_share", "sure"}
    assert Words("es").say("Question by question") not in plain(folder / "workshop" / "learnt.es.html")


def test_documents_and_commitments_are_checked_where_the_day_of_the_workshop_is_named(run: Run, folder: Path) -> None:
    place = folder / "workshop"
    handed_in(place, 4)
    (place / "commitments.csv").write_text(
        "commitment,team,by,expires,done,dropped\nAnswer in a day,sales,2026-10-01,,2026-09-30,\n"
        "Say why,sales,2026-10-01,,,\n",
        encoding="utf-8",
    )
    sla = folder / "forms" / "sla.yml"
    sla.write_text(sla.read_text("utf-8").replace("valid_from: 2024-10-01", "valid_from: 2026-10-01"), encoding="utf-8")
    assert run("score", folder, "--held", "2026-09-10", "--on", "2026-11-20", "--lang", "en").code == 0
    told = figures(place)
    assert told["commitments", "kept"] == told["commitments", "overdue"] == told["living", "documents"] == 1


# --- bad input


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("{none}",), "engagement.yml"),
        (("lessons", "{none}"), "engagement.yml"),
        (("prepare", "{file}"), "this is a file; name a folder"),
        (("prepare", "{none}", "--company", "bank"), "--company: no company of kind 'bank'; use one of digital-native"),
        (("prepare", "{none}", "--pairs", "0"), "--pairs: 0 pairs; name 1 to 50"),
        (("prepare", "{none}", "--lang", "fr"), "--lang: no workshop in 'fr'; use en or es"),
        (("replay", "{none}"), "agreement.en.yml: no draft is there; fill in the sheet"),
        (("replay", "{none}", "--draft", "{file}"), "acme.yml"),
        (("score", "{none}"), "nothing was handed in; put the saved files there"),
        (("score", "{none}", "--held", "10.9.2026"), "--held: '10.9.2026' is no day; write it as 2026-11-22"),
        (("score", "{none}", "--on", "soon"), "--on: 'soon' is no day; write it as 2026-11-22"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_leaves_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    known = {"none": tmp_path / "none", "file": tmp_path / "acme.yml"}
    known["file"].write_text("answer_wthin: {hours: 4}\n", encoding="utf-8")
    found = run(*(each.format(**known) for each in arguments))
    assert (found.code, found.err.count("\n")) == (1, 1), found.err
    assert found.err.startswith("tandem: ") and said in found.err and "defect of the kit" not in found.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["acme.yml"]


def test_nobody_answered_a_workshop_that_was_prepared(run: Run, folder: Path) -> None:
    found = run("score", folder)
    assert (found.code, found.err.count("\n")) == (1, 1)
    assert "nothing was handed in" in found.err and str(folder / "workshop" / "answers") in found.err
    assert not list((folder / "workshop").glob("learnt.*"))


def test_a_draft_that_names_what_the_client_has_not_is_told_so(run: Run, folder: Path) -> None:
    page = folder / "workshop" / "screens" / "replay.en.html"
    before = page.read_bytes()
    (folder / "workshop" / "agreement.yml").write_text(
        "answer_within: {hours: 8}\nexceptions:\n- {segment: channel=radio, answer_within: {hours: 1}}\n", "utf-8"
    )
    found = run("replay", folder)
    assert (found.code, found.err.count("\n")) == (1, 1)
    assert "no lead is of 'channel=radio'" in found.err and page.read_bytes() == before


def test_a_workshop_of_tomorrow_is_not_checked_today(run: Run, folder: Path) -> None:
    handed_in(folder / "workshop", 4)
    found = run("score", folder, "--held", "2026-09-10", "--on", "2026-09-09")
    assert found.code == 1 and "--held: the workshop of 2026-09-10 is not over on 2026-09-09" in found.err


def test_a_command_line_that_names_no_folder_exits_two(run: Run) -> None:
    assert [run(word).code for word in ("prepare", "replay", "score", "lessons")] == [2] * 4
