"""Papermill's silences are errors, a failing cell is named, and equal runs leave equal notebooks."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import nbformat
import pytest

from helpers.errors import NotebookError, WriteError
from helpers.run.notebooks import declared, execute, validate

PARAMETERS = 'period: str = "2026-09"  # month under review\nwork: str = ""'


def notebook(folder: Path, *cells: str, parameters: str = PARAMETERS, tag: str = "parameters") -> Path:
    """A notebook of its parameters and then ``cells``; those that begin with # are Markdown."""
    first = nbformat.v4.new_code_cell(parameters)
    first.metadata["tags"] = [tag]
    made = [nbformat.v4.new_markdown_cell(c) if c.startswith("#") else nbformat.v4.new_code_cell(c) for c in cells]
    book = nbformat.v4.new_notebook(cells=[first, *made])
    path = folder / "02_small.ipynb"
    nbformat.write(book, path)
    return path


def outputs(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(out.get("text", "") for cell in cells for out in cell.get("outputs", []))


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"perido": "2026-09"}, "02_small: no parameter 'perido'; it has: period, work"),
        ({"x; import os": 1}, "'x; import os' is not a name"),
        ({"class": 1}, "'class' is not a name"),
        ({"period": date(2026, 9, 1)}, "'period' is a date"),
        ({"period": (1, 2)}, "'period' is a tuple"),
        ({"period": float("nan")}, "'period' is a float"),
        ({"period": Path("x")}, "'period' is a"),
    ],
)
def test_only_the_notebooks_own_parameters_with_plain_values_get_in(tmp_path, parameters, says):
    with pytest.raises(NotebookError, match=says):
        validate(notebook(tmp_path), parameters)


def test_a_notebook_without_the_tag_is_refused(tmp_path):
    with pytest.raises(NotebookError, match="0 cells are tagged 'parameters'"):
        validate(notebook(tmp_path, tag="params"), {})


def test_names_are_read_with_and_without_types(tmp_path):
    path = notebook(tmp_path, parameters="a: int = 3  # months\nb = '= 4'\nc: list[str] = []\n# d = 5")
    assert declared(path) == ["a", "b", "c"]


def test_runs_in_its_folder_and_leaves_no_trace_of_this_machine(tmp_path):
    path = notebook(tmp_path, "import os\nprint(period, os.path.basename(os.getcwd()))")
    folder = tmp_path / "{braces} and spaces"
    folder.mkdir()
    runs = [execute(path, folder / f"{n}.ipynb", parameters={"period": "2026-01"}, folder=folder) for n in "ab"]
    assert outputs(runs[0]) == "2026-01 {braces} and spaces\n"
    assert runs[0].read_bytes() == runs[1].read_bytes()
    assert str(tmp_path) not in runs[0].read_text(encoding="utf-8")


def test_a_failing_cell_is_named_by_its_section_in_one_line(tmp_path):
    path = notebook(tmp_path, "# Title", "1 + 1", "## Time to close", "raise ValueError('first line\\nsecond')")
    with pytest.raises(NotebookError) as caught:
        execute(path, tmp_path / "out.ipynb", parameters={"period": "2026-01"}, folder=tmp_path)
    # Code cells as Jupyter numbers them in the notebook itself: parameters 1, the sum 2, the failing one 3.
    assert str(caught.value) == "02_small, cell 3 ('Time to close'): ValueError: first line second"


def test_an_error_of_the_kit_speaks_for_itself(tmp_path):
    path = notebook(tmp_path, "from helpers.periods import Period\nPeriod.parse('2026-13')")
    with pytest.raises(NotebookError, match=r"^02_small, cell 2: '2026-13' is not a month; write it as"):
        execute(path, tmp_path / "out.ipynb", parameters={"period": "x"}, folder=tmp_path)


def test_a_full_disk_inside_a_notebook_is_a_write_error(tmp_path):
    path = notebook(tmp_path, "raise OSError(27, 'File too large')")
    with pytest.raises(WriteError, match=r"02_small: could not write \(File too large\)"):
        execute(path, tmp_path / "out.ipynb", parameters={"period": "x"}, folder=tmp_path)


def test_a_kernel_that_dies_is_an_error_not_a_wait(tmp_path):
    path = notebook(tmp_path, "import os\nos._exit(3)")
    with pytest.raises(NotebookError, match="02_small: stopped: "):
        execute(path, tmp_path / "out.ipynb", parameters={"period": "x"}, folder=tmp_path)


def test_two_at_a_time_keep_their_folders_apart(tmp_path, capfd):
    path = notebook(tmp_path, "import os, sys\nprint(os.path.basename(os.getcwd()))\nos.write(2, b'chatter')")
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(execute, path, f / "o.ipynb", parameters={"period": "x"}, folder=f) for f in folders]
        assert [outputs(job.result()) for job in jobs] == ["one\n", "two\n"]
    assert capfd.readouterr() == ("", "")
    assert threading.active_count() < 20


def test_injected_values_are_data_never_code(tmp_path):
    path = notebook(tmp_path, "print(period)")
    value = '"; import os; print("owned") #\n\\'
    made = execute(path, tmp_path / "out.ipynb", parameters={"period": value}, folder=tmp_path)
    assert outputs(made) == value + "\n"
    assert json.loads(made.read_text(encoding="utf-8"))["metadata"].get("papermill") is None
