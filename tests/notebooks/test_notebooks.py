"""The committed notebooks: thin, with the outputs of the sample run, and the same when run again."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers import facts
from helpers.run.assess import ASSESSMENT
from helpers.run.notebooks import declared, execute
from helpers.run.outputs import LIMIT_BYTES
from helpers.run.review import PARTS, REVIEW

ROOT = Path(__file__).parent.parent.parent
#: The form for people without a terminal: it computes nothing, and what it shows is theirs to make.
START = ROOT / "notebooks" / "00_start.ipynb"
NOTEBOOKS = sorted(path for path in (ROOT / "notebooks").glob("*.ipynb") if path != START)
#: What belongs in the library.
LOGIC = (
    ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.If, ast.IfExp, ast.Try, ast.ListComp,
    ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.With,
)  # fmt: skip

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def test_the_form_is_thin_and_committed_without_outputs():
    """No outputs: a form needs a kernel, and nobody's clients belong into the repository."""
    book = nbformat.read(START, as_version=4).cells
    test_a_cell_is_one_call_and_no_logic(START)
    test_links_lead_somewhere(START)
    assert re.match(r"# .+\n\n[A-Z][^.]+\?\n", book[0].source)
    assert book[1].metadata.tags == ["parameters"] and declared(START) == ["language", "clients"]
    assert [cell.outputs for cell in cells(START, "code")] == [[], [], []]
    assert cells(START, "code")[-1].metadata.tags == ["nbval-ignore-output"]
    assert book[-1].source.startswith("## What to do next")


@pytest.mark.parametrize(("lang", "name"), [("en", "English"), ("es", "Español")])
def test_the_form_builds_in_a_kernel_without_a_browser(tmp_path, lang, name):
    made = execute(START, tmp_path / "out.ipynb", parameters={"language": lang, "clients": "none"}, folder=tmp_path)
    shown = cells(made, "code")[-1].outputs
    assert [out.output_type for out in shown] == ["execute_result"]
    assert "application/vnd.jupyter.widget-view+json" in shown[0].data
    assert shown[0].data["text/plain"] == "Tándem"
    widgets = nbformat.read(made, as_version=4).metadata.widgets["application/vnd.jupyter.widget-state+json"].state
    tongue = [one.state for one in widgets.values() if one.model_name == "ToggleButtonsModel"]
    assert tongue[0]["_options_labels"][tongue[0]["index"]] == name
    assert not (tmp_path / "none").exists()


def test_the_notebooks_are_those_the_commands_run():
    assert {path.stem for path in NOTEBOOKS} == {*PARTS, REVIEW, ASSESSMENT}


@each
def test_a_cell_is_one_call_and_no_logic(path):
    for cell in cells(path, "code"):
        assert len(cell.source.splitlines()) <= 8
        assert [type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)] == []


@each
def test_title_and_question_then_parameters_then_sections_then_what_to_do(path):
    book = nbformat.read(path, as_version=4).cells
    assert re.match(r"# .+\n\n[A-Z][^.]+\?\n", book[0].source)
    assert book[1].metadata.tags == ["parameters"]
    for line in book[1].source.splitlines():
        assert re.fullmatch(r"\w+: [\w\[\]]+ = .+  # .+", line)
    assert declared(path)[:4] == ["engagement", "period", "start", "work"]
    assert book[2].source.startswith("from helpers.")
    assert book[-1].source.startswith("## What to do next")


@each
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)]+)\)", "\n".join(cell.source for cell in cells(path, "markdown"))):
        file, _, anchor = target.partition("#")
        page = path.parent / file
        assert page.is_file()
        assert not anchor or f'id="{anchor}"' in page.read_text(encoding="utf-8")


@each
def test_outputs_are_committed_small_and_name_no_machine(path):
    assert path.stat().st_size < LIMIT_BYTES
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:/home/|/Users/|/root/|/work/|/tmp/|[A-Z]:\\\\)[^\"\s]*", text) == []
    ran = [cell for cell in cells(path, "code") if cell.execution_count]
    assert len(ran) == len(cells(path, "code"))
    assert not [out for cell in ran for out in cell.outputs if out.output_type in ("error", "stream")]


@each
def test_the_outputs_come_again(path):
    """nbval compares every output with the committed one; its run is a process of its own."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", "-q"]
    options = ["-o", "addopts=", "-o", "filterwarnings=", "-o", "testpaths=", str(path)]
    ran = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert f"{len(cells(path, 'code'))} passed" in ran.stdout


def test_another_client_and_month_by_hand(tmp_path):
    """The defaults are one case; a folder, another month and no build are another."""
    made = execute(
        ROOT / "notebooks" / "02_shared_metrics.ipynb",
        tmp_path / "out.ipynb",
        parameters={"engagement": "industrial_es", "period": "2026-03", "start": "2026-01"},
        folder=tmp_path,
    )
    outputs = [out for cell in cells(made, "code") for out in cell.outputs]
    shown = " ".join(str(out.get("data", {}).get("text/plain", "")) for out in outputs)
    assert "2026-01 to 2026-03" in shown
    assert "2026-04" not in shown


def test_a_notebook_run_by_hand_imports_once_per_state_of_its_files(tmp_path, monkeypatch):
    from helpers.run import workspace
    from helpers.scaffold import Choices, scaffold

    monkeypatch.setattr(workspace.tempfile, "gettempdir", lambda: str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    scaffold(tmp_path / "acme", choices=Choices(client="Acme"))
    export = tmp_path / "acme" / "exports" / "deals.csv"
    export.write_text(
        "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount\n1,A,Closed Won,2026-01-05,2026-01-20,10\n"
    )
    homes = []
    for _ in range(2):
        review = workspace.open_review(str(tmp_path / "acme"), "2026-01")
        homes.append(review.folder)
    export.write_text(export.read_text() + "2,B,Closed Lost,2026-01-06,2026-01-21,20\n")
    homes.append(workspace.open_review(str(tmp_path / "acme"), "2026-01").folder)
    assert homes[0] == homes[1] != homes[2]
    assert str(review) == "Acme: 2026-01 to 2026-01"
    kept = review.keep("part", facts.frame([]))
    assert list(kept.columns) == facts.COLUMNS and list(review.parts()) == ["part"]
