"""Three of marketing against two of sales: nothing outside the talk with names lets anybody be recognised."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.engagement import load
from helpers.instrument import instrument
from helpers.look import PLAIN
from helpers.report.formats import FORMATS, document
from helpers.run.desk.assessing import assess, day, write_assessments
from helpers.run.desk.review import all_facts
from helpers.run.workspace import open_work, prepare

from .clients import client

#: Five people whose answers could not differ more: who said what would show at once.
PEOPLE = (
    ("marketing", "management", 5), ("marketing", "field", 1), ("marketing", "field", 4),
    ("sales", "management", 1), ("sales", "field", 3),
)  # fmt: skip
NAMES = ("Zubelda Quimper", "Orsino Halvet", "Ilaria Fontvek", "Tebaldo Runcor", "Wilmar Ostrand")


def survey(people: tuple[tuple[str, str, int], ...], *, named: int = 0) -> str:
    """An export of the survey; the first ``named`` people agree to be shown with their names."""
    asked = instrument()
    heads = [asked.ask[name][0] for name in ("team", "level")]
    tail = [asked.open["open_change"][0], asked.ask["quotable"][0], asked.ask["name"][0], asked.ask["consent"][0]]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Timestamp", *heads, *asked.questions("en").values(), *tail])
    for number, (team, level, value) in enumerate(people):
        words = [asked.words["team"][team][0], asked.words["level"][level][0]]
        values = [str(min(value, 4) if name.endswith("_often") else value) for name in asked.questions("en")]
        name = NAMES[value - 1]
        row = [f"2026/04/{13 + number} 10:00:00", *words, *values, f"Remark of value {value}", "Yes"]
        writer.writerow([*row, name, "Yes" if number < named else ""])
    return text.getvalue()


Outputs = dict[str, bytes]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Outputs]:
    """Everything an assessment of these answers makes, by name."""

    def made(people: tuple[tuple[str, str, int], ...], *, named: int = 0, conversation: bool = False) -> Outputs:
        root = tmp_path_factory.mktemp("small")
        folder, work = client(root / "client", survey=survey(people, named=named)), root / "work"
        (folder / "key.local").write_text("0" * 64, encoding="utf-8")
        prepare(folder, load(folder), work)
        review = open_work(work)
        rows = all_facts(review)
        assess(review, rows, on=day(review))
        reports = write_assessments(review, languages=["en", "es"], on=day(review), conversation=conversation)
        found = {path.relative_to(work).as_posix(): path.read_bytes() for path in _written(work)}
        for lang, report in reports.items():
            found |= {f"report.{lang}.{name}": document(report, name, look=PLAIN) for name in FORMATS}
        return found

    return made


def _written(work: Path) -> list[Path]:
    """What the build takes from the work folder: facts, reports, pages of the talk."""
    kept = [*(work / "facts").glob("07_*.csv"), *(work / "report").iterdir()]
    return sorted([*kept, *(work / "conversation").glob("*")])


def test_nothing_changes_when_the_teams_are_dealt_out_anew(outputs: Callable[..., Outputs]) -> None:
    """Were any output to depend on who of the five belongs where, it would tell something about somebody."""
    first = outputs(PEOPLE)
    assert {f"report.{lang}.{name}" for lang in ("en", "es") for name in FORMATS} <= set(first)
    roles = [person[:2] for person in PEOPLE]
    for order in list(itertools.permutations(range(5)))[17::53]:
        dealt = tuple((*roles[place], person[2]) for place, person in zip(order, PEOPLE, strict=True))
        again = outputs(dealt)
        assert {name for name in first if first[name] != again[name]} == set()


def test_no_name_and_no_remark_is_anywhere_and_the_report_offers_the_talk(outputs: Callable[..., Outputs]) -> None:
    found = outputs(PEOPLE, named=2)
    for name, content in found.items():
        for secret in (*NAMES, *itertools.chain(*map(str.split, NAMES)), "Remark of value"):
            assert secret.encode() not in content, (name, secret)
    assert "--conversation" in found["report.en.html"].decode()
    assert "--conversation" in found["report.es.html"].decode()


def test_the_talk_shows_those_who_agreed_and_counts_the_others(outputs: Callable[..., Outputs]) -> None:
    found = outputs(PEOPLE, named=2, conversation=True)
    page = found["conversation/conversation.en.html"].decode()
    agreed = [NAMES[value - 1] for _, _, value in PEOPLE[:2]]
    assert all(name in page for name in agreed)
    assert not any(name in page for name in NAMES if name not in agreed)
    others = {name: content for name, content in found.items() if not name.startswith("conversation/")}
    assert not any(name.encode() in content for name in NAMES for content in others.values())
