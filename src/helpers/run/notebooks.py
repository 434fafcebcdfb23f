"""Papermill, with its silences turned into errors.

Papermill only logs an unknown parameter, injects at the top when the tag is missing, and pastes parameter names into
code as they are. Here each of these stops the run, and a failing cell is named in one line.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from helpers import errors
from helpers.errors import NotebookError
from helpers.run import kernel
from helpers.run.build import refusal, refused

#: A notebook that takes longer than this hangs.
TIMEOUT_SECONDS = 1800
_DECLARED = re.compile(r"^(\w+)\s*(?::[^=]+)?=", re.MULTILINE)


def load(path: Path) -> NotebookNode:
    """A notebook as nbformat 4."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def save(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook, LF everywhere."""
    text: str = nbformat.writes(notebook, version=4)  # type: ignore[no-untyped-call]
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def declared(notebook: Path) -> list[str]:
    """Names in the cell tagged ``parameters``; ``NotebookError`` when no cell carries the tag."""
    cells = load(notebook).cells
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise NotebookError(
            f"{len(tagged)} cells are tagged 'parameters'", where=notebook.stem, do="tag the one cell that sets them"
        )
    return _DECLARED.findall(tagged[0].source)


def validate(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Refuse names that are not the notebook's own and values that JSON cannot carry."""
    known = declared(notebook)
    for name, value in parameters.items():
        if not name.isidentifier() or keyword.iskeyword(name):
            raise NotebookError(f"'{name}' is not a name", where=notebook.stem, do="use letters, digits and _")
        if name not in known:
            raise NotebookError(f"no parameter '{name}'", where=notebook.stem, do=f"it has: {', '.join(known)}")
        if not _plain(value):
            kind = type(value).__name__
            raise NotebookError(f"'{name}' is a {kind}", where=notebook.stem, do="pass text, numbers, flags or lists")


def _plain(value: object) -> bool:
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError):
        return False


def execute(notebook: Path, output: Path, *, parameters: Mapping[str, Any], folder: Path) -> Path:
    """Run ``notebook`` inside ``folder`` and write the executed copy, free of this machine's paths and times.

    Safe in threads: the kernel gets its folder, this process never changes its own.
    """
    validate(notebook, parameters)
    with kernel.den() as den:
        try:
            papermill.execute_notebook(
                _literal(notebook), _literal(output), parameters=dict(parameters), progress_bar=False,
                execution_timeout=TIMEOUT_SECONDS, resources={"metadata": {"path": str(folder)}},
                request_save_on_cell_execute=False, kernel_name="python3", language="python", **kernel.settings(den),
            )  # fmt: skip
        except PapermillExecutionError as error:
            raise _failed(notebook, error) from error
        except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
            why = kernel.last_words(den) or str(error).split("\n")[0]
            raise NotebookError(f"stopped: {why}", where=notebook.stem, do="run it again, or in JupyterLab") from error
    _scrub(output)
    return output


def _literal(path: Path) -> str:
    """Papermill formats paths as templates: braces in a folder's name must stay braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _failed(notebook: Path, error: PapermillExecutionError) -> Exception:
    reason = " ".join(str(error.evalue).split())
    if error.ename in ("OSError", "IOException", "HTTPException") and refused(reason):
        return refusal(refused(reason), where=Path(notebook.stem))
    # In the notebook itself there is no injected cell, so everything after it is one earlier.
    number = max(1, (error.exec_count or 2) - 1)
    place = f"{notebook.stem}, cell {number}{_heading(notebook, number)}"
    # The kit's own errors say everything themselves; others are told by their kind.
    return NotebookError(f"{place}: {reason}" if hasattr(errors, error.ename) else f"{place}: {error.ename}: {reason}")


def _heading(notebook: Path, number: int) -> str:
    """The section the numbered code cell is in, as `` ('Title')``."""
    title, seen = "", 0
    for cell in load(notebook).cells:
        if cell.cell_type == "markdown":
            found = re.findall(r"^#+\s+(.+)$", cell.source, re.MULTILINE)
            title = found[-1] if found else title
        seen += cell.cell_type == "code"
        if seen == number:
            break
    return f" ('{title}')" if title else ""


def _scrub(output: Path) -> None:
    """Equal runs leave equal notebooks: no times, no paths of this machine, ids by position."""
    notebook = load(output)
    notebook.metadata.pop("papermill", None)
    for position, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        cell["id"] = f"cell-{position}"
    save(notebook, output)
