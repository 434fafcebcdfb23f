"""The notebooks of the lessons: thin, what the builder makes, and right on three companies in both languages."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from tests.lessons.classroom import LANGS, SEEDS, lesson, wrongly_told

from helpers.errors import ConfigError
from helpers.lessons.lesson import plans
from helpers.lessons.notebook import notebook, with_outputs
from helpers.lessons.plan_words import stem
from helpers.run.notebooks import declared, execute, save
from helpers.run.outputs import LIMIT_BYTES

FOLDER = Path(__file__).parents[2] / "notebooks" / "workshop"
PARAMETERS = ["engagement", "seed", "period", "start", "work"]
#: What belongs in the library.
LOGIC = (
    ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.If, ast.IfExp, ast.Try, ast.ListComp,
    ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.With,
)  # fmt: skip
CONTROLS = ("predict", "look", "choose", "reveal")
each_lesson = pytest.mark.parametrize("id", list(plans()))
each_language = pytest.mark.parametrize("lang", LANGS)


def committed(id: str, lang: str) -> Path:
    return FOLDER / lang / f"{stem(plans()[id])}.ipynb"


def code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def answered(cell: nbformat.NotebookNode) -> tuple[str, frozenset[str]]:
    """The option and the places that a key shows, in either language."""
    option, places = cell.outputs[0].data["text/plain"].splitlines()[:2]
    return option.partition(": ")[2], frozenset(re.findall(r"(?:\w+=[^,]+|\ball\b)", places.partition(": ")[2]))


def test_every_lesson_is_there_in_both_languages_and_nothing_else():
    wanted = {f"{lang}/{stem(plan)}.ipynb" for lang in LANGS for plan in plans().values()}
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.ipynb")} == wanted


@each_language
@each_lesson
def test_what_is_committed_is_what_the_builder_makes(id, lang, tmp_path):
    save(with_outputs(notebook(plans()[id], lang), lesson(id, lang)), tmp_path / "made.ipynb")
    assert committed(id, lang).read_text("utf-8") == (tmp_path / "made.ipynb").read_text("utf-8"), (
        "run: python -m helpers.lessons.notebook"
    )


@each_language
@each_lesson
def test_a_cell_is_one_call_and_nothing_is_shown_before_its_turn(id, lang):
    path = committed(id, lang)
    assert path.stat().st_size < LIMIT_BYTES and declared(path) == PARAMETERS
    cells = code(path)
    for cell in cells:
        assert len(cell.source.splitlines()) <= 8
        assert [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)] == []
        assert cell.metadata.jupyter.source_hidden
    called = [cell.source.partition("(")[0] for cell in cells if cell.source.startswith(CONTROLS)]
    assert called == ["predict", *["look"] * len(plans()[id].figures), "choose", "reveal"]
    assert all(cell.outputs == [] for cell in cells if cell.source.startswith(CONTROLS))
    assert cells[-1].source == "key(lesson)" and cells[-1].metadata.jupyter.outputs_hidden


@each_language
@each_lesson
def test_title_objective_minutes_and_file_stand_first(id, lang):
    book = nbformat.read(committed(id, lang), as_version=4).cells
    title, objective, about, how = book[0].source.split("\n\n")
    plan = plans()[id]
    assert title.startswith("# ") and len(objective) > 30 and f"{plan.minutes} " in about
    assert "Run → Run All Cells" in how
    question = code(committed(id, lang))[2].outputs[0].data["text/markdown"]
    assert re.fullmatch(r"\*\*.+\*\*", question) and "?" in question and "{" not in question


@each_language
@each_lesson
def test_the_committed_key_is_the_one_that_follows_from_what_was_planted(id, lang):
    option, places = answered(code(committed(id, lang))[-1])
    assert wrongly_told(id, lang, 0, option=option, places=places) == ""


@each_language
def test_the_outputs_come_again(lang):
    """nbval compares every text with the committed one; a process and a kernel of its own for each notebook."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", "-q"]
    options = ["-o", "addopts=", "-o", "filterwarnings=", "-o", "testpaths=", str(FOLDER / lang)]
    ran = subprocess.run([*command, *options], cwd=FOLDER.parents[1], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert f"{sum(len(code(committed(id, lang))) for id in plans())} passed" in ran.stdout


def one_after_the_other(lang: str, seed: int, path: Path) -> Path:
    """Every lesson with Papermill's parameters, in one notebook: one kernel runs them all."""
    whole = nbformat.read(committed(next(iter(plans())), lang), as_version=4)
    whole.cells = []
    for id in plans():
        book = parameterize_notebook(load_notebook_node(str(committed(id, lang))), {"seed": seed})
        whole.cells += book.cells
    tagged = [cell for cell in whole.cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == len(plans())
    for number, cell in enumerate(whole.cells):
        cell["id"] = f"all-{number}"
    for cell in tagged[1:]:
        cell.metadata.tags = []
    save(whole, path)
    return path


@each_language
@pytest.mark.parametrize("seed", SEEDS[1:])
def test_another_company_of_the_same_truths(lang, seed, tmp_path):
    made = execute(one_after_the_other(lang, seed, tmp_path / "in.ipynb"), tmp_path / "out.ipynb",
                   parameters={}, folder=tmp_path)  # fmt: skip
    cells = code(made)
    keys = [cell for cell in cells if cell.source == "key(lesson)"]
    told = [wrongly_told(id, lang, seed, option=option, places=places)
            for id, (option, places) in zip(plans(), map(answered, keys), strict=True)]  # fmt: skip
    assert [line for line in told if line] == []
    views = [cell for cell in cells if cell.source.startswith(CONTROLS)]
    assert len(views) == sum(3 + len(plan.figures) for plan in plans().values())
    assert all("application/vnd.jupyter.widget-view+json" in cell.outputs[0].data for cell in views)


def test_parameters_that_are_given_stand_in_the_notebook():
    given = {"engagement": 'an "odd" name', "period": "2026-03"}
    lines = notebook(plans()["noise"], "es", given=given).cells[1].source.splitlines()
    values = {}
    exec("\n".join(lines), values)
    assert {name: values[name] for name in PARAMETERS} == {
        "engagement": 'an "odd" name', "seed": 0, "period": "2026-03", "start": "", "work": "",
    }  # fmt: skip


def test_a_text_that_needs_figures_cannot_stand_where_there_are_none(monkeypatch):
    from helpers.lessons import notebook as builder

    real = builder.text("noise", "en")
    monkeypatch.setattr(builder, "text", lambda *_: real.model_copy(update={"title": "{place} is last"}))
    with pytest.raises(ConfigError, match=r"nothing fills \{place\}"):
        notebook(plans()["noise"], "en")
