"""Opening and saving a workbook so that nothing in it is lost: refused where something would be."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import warnings
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from helpers.errors import SourceError, WriteError
from helpers.forms.results import put_back, results_in

#: Parts of a workbook that writing it anew would lose.
_LOST = ("xl/charts/", "xl/media/", "xl/pivotTables/", "xl/slicers/")
_BROKEN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError)


def opened(path: Path) -> Workbook:
    """The workbook, formulas and formats kept.

    Raises ``WriteError`` where it is open elsewhere or holds pictures, charts or pivot tables, ``SourceError`` where it
    is broken.
    """
    _not_open_elsewhere(path)
    book = loaded(path)
    with zipfile.ZipFile(path) as archive:
        lost = any(name.startswith(_LOST) for name in archive.namelist())
    if lost:
        raise WriteError(
            "it holds pictures, charts or pivot tables, which would be lost", where=str(path),
            do="move them to a workbook of their own, then run again",
        )  # fmt: skip
    return book


def loaded(path: Path, *, results: bool = False) -> Workbook:
    """The workbook as it stands; ``results`` gives what formulas came to instead of the formulas."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of extensions it does not know
            return openpyxl.load_workbook(path, data_only=results, rich_text=not results)
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", where=str(path), do="close it elsewhere, check its rights"
        ) from error
    except _BROKEN as error:
        raise SourceError("the workbook is broken", where=str(path), do="open it in Excel and save it again") from error


def _not_open_elsewhere(path: Path) -> None:
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise WriteError(
                "it is open in another program", where=str(path),
                do=f"save and close it there, then run again (if it is closed, delete {lock.name})",
            )  # fmt: skip


def _writable(path: Path) -> None:
    """A file somebody protected is not replaced, even where the folder would allow it."""
    if path.is_file() and not path.stat().st_mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, "Permission denied")


def save(book: Workbook, path: Path) -> None:
    """Write beside, then take the place: a call that fails leaves the old workbook as it was.

    Formulas keep the results that stand in the file at ``path``. Raises ``WriteError`` where the disk refuses.
    """
    beside = Path()
    try:
        _writable(path)
        results = results_in(path) if path.is_file() else {}
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".xlsx", prefix=".forms-", dir=path.parent)
        os.close(handle)
        beside = Path(name)
        book.save(beside)
        put_back(beside, results)
        if path.is_file():
            beside.chmod(path.stat().st_mode & 0o777)
        else:
            beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        if beside.name:
            beside.unlink(missing_ok=True)
        raise WriteError(
            f"could not be written ({error.strerror})", where=str(path),
            do="close it in the other program or check its rights; nothing was changed",
        ) from error  # fmt: skip
