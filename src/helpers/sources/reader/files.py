"""Which files a source names, and what kind of file each really is."""

from __future__ import annotations

import glob
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from helpers.errors import SourceError

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<script")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOTHING = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_HEAD = 4096
_EXCEL_NAMES = {".xlsx", ".xlsm"}


@dataclass(frozen=True)
class Content:
    """One file or zip member in memory: its shown name, its bytes, its kind (``text``, ``excel`` or ``parquet``)."""

    name: str
    data: bytes
    kind: str


def find(pattern: str, folder: Path) -> list[Path]:
    """The files that ``pattern`` names, relative to ``folder`` (``..`` and globs allowed), sorted by name.

    Raises ``SourceError`` where nothing matches or a folder is named.
    """
    if not pattern:
        raise SourceError("a source names neither 'file' nor 'url'", where="engagement.yml", do="name its file")
    exact = folder / pattern
    if exact.is_file():
        return [exact]
    if exact.is_dir():
        do = f"name the files in it: {PurePosixPath(pattern)}/*.csv"
        raise SourceError("this is a folder, not a file", where=pattern, do=do)
    found = _glob(folder, pattern) or _composed(exact)
    if not found:
        raise SourceError("no such file", where=pattern, do=_nearby(exact))
    return found


def _glob(folder: Path, pattern: str) -> list[Path]:
    # Path.glob refuses '..' and absolute patterns; a source may use both.
    wanted = str(Path(glob.escape(str(folder))) / pattern)
    paths = (Path(name) for name in glob.glob(wanted, recursive=True))  # noqa: PTH207
    return sorted(path for path in paths if path.is_file() and not path.name.startswith("~$"))


def _composed(exact: Path) -> list[Path]:
    """The file whose name differs only in how its accents are composed (macOS writes them apart)."""
    if not exact.parent.is_dir():
        return []
    wanted = unicodedata.normalize("NFC", exact.name)
    return [path for path in sorted(exact.parent.iterdir()) if unicodedata.normalize("NFC", path.name) == wanted]


def _nearby(exact: Path) -> str:
    if not exact.parent.is_dir():
        return "the folder it should be in does not exist either"
    names = sorted(path.name for path in exact.parent.iterdir() if path.is_file())[:5]
    return f"its folder holds {', '.join(names)}" if names else "its folder is empty"


def contents(path: Path, name: str) -> Iterator[Content]:
    """The file itself, or each table inside a zip; refused by name of what it really is where it is no table."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", where=name, do="close it elsewhere, check its rights"
        ) from error
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not _workbook(data, name):
        yield from _members(data, name)
    else:
        yield content(data, name)


def content(data: bytes, name: str) -> Content:
    """Bytes under the name they came with; raises ``SourceError`` where their kind and their name disagree."""
    suffix = PurePosixPath(name.removesuffix("]")).suffix.lower()
    if not data[:_HEAD].strip(_NOTHING) and not data.strip(_NOTHING):
        raise SourceError("the file is empty", where=name, do="export it again")
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name, suffix)
    if data.startswith(_OLE):
        _refuse_old_office(data, name)
    if data.startswith(b"PAR1"):
        return Content(name, data, "parquet")
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not kind and head.startswith(_MARKUP):
        kind = "a web page (HTML or XML)"
    if not kind and head.startswith((b'{"', b"[{")):
        kind = "a JSON document"
    if kind:
        raise SourceError(f"this is {kind}, not a table", where=name, do="export it as CSV or .xlsx")
    if suffix in _EXCEL_NAMES or suffix in {".parquet", ".zip"}:
        raise SourceError(f"this is no {suffix} file, or a broken one", where=name, do="export it again")
    return Content(name, data, "text")


def _zipped(data: bytes, name: str, suffix: str) -> Content:
    if not _workbook(data, name):
        raise SourceError("a zip inside a zip", where=name, do="unpack it")
    if suffix not in _EXCEL_NAMES:
        raise SourceError("it is an Excel workbook", where=name, do="rename it to .xlsx")
    return Content(name, data, "excel")


def _refuse_old_office(data: bytes, name: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SourceError("the workbook has a password", where=name, do="save it without one")
    raise SourceError("this is a legacy .xls workbook", where=name, do="save it as .xlsx in Excel")


def _workbook(data: bytes, name: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise SourceError("the zip or workbook is broken", where=name, do="export or copy it again") from error
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise SourceError("this kind of workbook is not read", where=name, do="save it as .xlsx")
    return "xl/workbook.xml" in names


def _members(data: bytes, name: str) -> Iterator[Content]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = sorted(info.filename for info in archive.infolist() if _is_table(info))
        if not members:
            raise SourceError("the zip holds no file", where=name, do="export it again")
        for member in members:
            yield content(_extract(archive, member, name), f"{name}[{member}]")


def _is_table(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    return not info.is_dir() and not path.name.startswith(".") and "__MACOSX" not in path.parts


def _extract(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    try:
        return archive.read(member)
    except RuntimeError as error:
        raise SourceError("the zip has a password", where=f"{name}[{member}]", do="unpack it") from error
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, zlib.error) as error:
        raise SourceError("the zip is broken", where=f"{name}[{member}]", do="export or copy it again") from error
