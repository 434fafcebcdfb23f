"""Opening a lesson: its company is imported once, whoever asks; what is wrong is said in one line."""

import re
import shutil
import subprocess
import sys

import pytest

from helpers.errors import ConfigError, PeriodError
from helpers.lessons import importing, keeping, opening
from helpers.lessons.lesson import Ordered
from helpers.lessons.locking import alone
from helpers.lessons.opening import lessons_of, open_lesson
from helpers.patterns.finding import Finding
from helpers.run.workspace import open_work

TINY = Ordered(kind="digital-native", seed=5)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """One small company, played, written and imported as a lesson does it."""
    home = tmp_path_factory.mktemp("ready")
    with pytest.MonkeyPatch.context() as patch:
        real = importing.order
        patch.setattr(importing.tempfile, "gettempdir", lambda: str(home))
        patch.setattr(importing, "order", lambda kind, **how: real(kind, size=0.1, **how))
        return importing.imported(TINY, lang="en")


@pytest.fixture
def small(ready, tmp_path, monkeypatch):
    """Every company is that one, in a temporary folder of the test's own; what is imported is noted down."""
    made: list[tuple[int, str]] = []

    def copied(ordered, final, *, lang):
        made.append((ordered.seed, lang))
        shutil.copytree(ready, final)

    monkeypatch.setattr(importing.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(importing, "_import", copied)
    monkeypatch.setattr(opening, "companies", lambda: {"first": TINY})
    monkeypatch.setattr(importing, "shipped", lambda: "as it was")
    return made


@pytest.fixture
def counted(monkeypatch):
    """How often each pattern was looked for."""
    found: list[str] = []

    def find(pattern, basis):
        found.append(pattern)
        return [Finding(pattern, "month=2026-03", 40, 40, 40, "count", True, 60, {"usual": float("nan")})]

    monkeypatch.setattr(keeping, "find", find)
    return found


def test_a_company_is_imported_once_and_counted_once(small, counted, tmp_path):
    first = open_lesson("bulk-dates", lang="en")
    again = open_lesson("bulk-dates", lang="en")
    assert repr(first) == repr(again) == "Quillora: 2024-10 to 2026-09"
    assert first.answer == again.answer and first.answer.places == {"month=2026-03"}
    assert counted == ["bulk-dates"] and small == [(5, "en")]
    assert [path for path in next(tmp_path.iterdir()).iterdir() if path.is_dir()] == [first.basis.work]


def test_language_seed_and_a_changed_kit_make_another_company(small, counted, monkeypatch):
    homes = {open_lesson("bulk-dates", lang=lang, seed=seed).basis.work for lang in ("en", "es") for seed in (0, 9)}
    monkeypatch.setattr(importing, "shipped", lambda: "changed")
    homes.add(open_lesson("bulk-dates", lang="en").basis.work)
    assert len(homes) == 5
    assert small == [(5, "en"), (9, "en"), (5, "es"), (9, "es"), (5, "en")]


def test_the_month_may_be_chosen(small, counted):
    chosen = open_lesson("bulk-dates", lang="en", period="2026-03", start="2025-01")
    assert repr(chosen) == "Quillora: 2025-01 to 2026-03"
    assert chosen.blanks["month"] == "March 2026"
    with pytest.raises(PeriodError, match="no data in 2031-01"):
        open_lesson("bulk-dates", lang="en", period="2031-01")


def test_every_lesson_of_an_import_shares_its_tables(small, counted):
    review = open_work(open_lesson("bulk-dates", lang="en").basis.work)
    made = lessons_of(review, lang="es")
    assert len({id(each.basis) for each in made}) == 1 and len(made) == len(opening.plans())
    assert [each.plan.id for each in lessons_of(review, lang="en", only=["growth", "noise"])] == ["growth", "noise"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"id": "nothing"}, r"no lesson 'nothing'; use one of bulk-dates, growth"),
        ({"lang": "fr"}, r"no lesson 'bulk-dates' in 'fr'"),
        ({"engagement": "saas_en", "seed": 3}, r"parameters: an engagement has no seed"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(small, asked, said):
    with pytest.raises(ConfigError, match=said) as caught:
        open_lesson(**{"id": "bulk-dates", "lang": "en", **asked})
    assert "\n" not in str(caught.value)


def test_an_import_that_breaks_off_leaves_nothing(monkeypatch, tmp_path):
    def broken(*_):
        raise OSError("the lights went out")

    monkeypatch.setattr(importing.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(importing, "write_order", lambda *_: [])
    monkeypatch.setattr(importing, "ordered_as", lambda *_, **__: None)
    monkeypatch.setattr(importing, "load", lambda _: None)
    monkeypatch.setattr(importing, "prepare", broken)
    with pytest.raises(OSError, match="lights"):
        importing.imported(TINY, lang="en")
    assert [path for path in next(tmp_path.iterdir()).iterdir() if path.is_dir()] == []


def test_a_seed_below_nothing_is_refused():
    with pytest.raises(ConfigError, match="a seed is no number below 0"):
        importing.imported(TINY, lang="en", seed=-1)


#: Takes the lock, notes it down, and holds it for a while.
HOLD = """
import sys, time
from pathlib import Path
from helpers.lessons.locking import alone
with alone(Path(sys.argv[1])):
    for word in ("in", "out"):
        with open(sys.argv[2], "a") as log:
            log.write(f"{sys.argv[3]} {word} ")
        time.sleep(0.3)
"""


def test_two_that_ask_at_once_come_one_after_the_other(tmp_path):
    log = tmp_path / "log.txt"
    pair = [subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / "a.lock", log, name]) for name in "ab"]
    assert [one.wait(120) for one in pair] == [0, 0]
    assert re.fullmatch(r"(\w) in \1 out (\w) in \2 out ", log.read_text())
    with alone(tmp_path / "a.lock"):
        pass
