"""Response files of the offline form, ``forms/survey/*.json`` → responses. No file is a reason to stop."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from helpers.contract import FileAccount
from helpers.instrument import instrument
from helpers.sources.ledger import FILE, LINE, Ledger
from helpers.sources.placing import form_of
from helpers.sources.reader.raw import Tally
from helpers.sources.survey.headers import items
from helpers.sources.survey.scales import answer
from helpers.sources.survey.sheets import MOST, SAID, names_given, scale_words

#: Account of the files that have nothing to complain of; its lines are their places in the order of names.
ALL = "survey/*.json"
VERSION: Final = 1
#: As the form calls its files. Others may be called after somebody, and are named by their place.
_OURS: Final = re.compile(r"survey-([0-9a-f]{8})(?: ?\(\d+\))?\.json", re.IGNORECASE)
#: Words of closed lists.
_LISTS: Final = ("team", "level", "tenure")
#: A response has a few kilobytes.
_LARGEST: Final = 1_000_000


@dataclass(frozen=True)
class _File:
    """A file, its place in the order of names, and its bytes where they can be read."""

    path: Path
    place: int
    data: bytes | None


@dataclass
class _Read:
    """What one file came to: a row, or nothing; and what there is to say of it."""

    place: int
    row: dict[str, Any] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    @property
    def lost(self) -> bool:
        """Whether it gives no row."""
        return bool(self.tally.aside)

    @property
    def fine(self) -> bool:
        """Whether it is used as it is."""
        return not self.tally.aside and not self.tally.noted


def saved_responses(folder: Path, ledger: Ledger) -> pd.DataFrame:
    """One row for each response file of an engagement, as ``sheets.responses`` gives them.

    Files that are used as they are share one account; each other one has its own, so that its name is said.
    """
    files = [_File(path, place, _bytes(path)) for place, path in enumerate(response_files(folder / "forms"), 1)]
    reads = [_response(file) for file in files]
    _keep_latest(files, reads)
    fine = [file for file, read in zip(files, reads, strict=True) if read.fine]
    number = ledger.open(_together(fine), every=True) if fine else 0
    rows = []
    for file, read in zip(files, reads, strict=True):
        mine = number if read.fine else ledger.open(_alone(file, read), every=True)
        if not read.lost:
            rows.append({FILE: mine, LINE: file.place, **read.row})
    return _frame(rows)


def _keep_latest(files: list[_File], reads: list[_Read]) -> None:
    """Of files with one code, which one person saved one after the other, only the last counts.

    The last by its day; on one day the one with more answers, then the later one in the order of names.
    """
    saved: dict[str, list[_Read]] = {}
    for file, read in zip(files, reads, strict=True):
        code = _OURS.fullmatch(file.path.name)
        if code and not read.lost:
            saved.setdefault(code[1].lower(), []).append(read)
    for same in saved.values():
        last = max(same, key=lambda read: (read.row["on"], sum(map(bool, read.row.values())), read.place))
        for read in same:
            if read is not last:
                read.tally.set_aside("repeated_response", read.place)


def response_files(forms: Path) -> list[Path]:
    """The response files in ``forms/survey/``, and those left in ``forms/`` under the name the form gives them."""
    inside = [path for path in (forms / "survey").rglob("*") if path.suffix.lower() == ".json"]
    beside = [path for path in forms.glob("*") if path.suffix.lower() == ".json" and form_of(path.name) == "survey"]
    found = [path for path in (*inside, *beside) if path.is_file() and not path.name.startswith((".", "~"))]
    return sorted(found, key=lambda path: (path.name, path.as_posix()))


def _together(files: list[_File]) -> FileAccount:
    data = b"".join(file.data or b"" for file in files)
    return _account(ALL, data, rows=len(files))


def _alone(file: _File, read: _Read) -> FileAccount:
    name = file.path.name if _OURS.fullmatch(file.path.name) else f"file {file.place}"
    said = read.tally.account(name, 0 if read.lost else 1, [], [])
    account = _account(f"survey/{name}", file.data or b"", rows=1)
    return account.model_copy(update={"set_aside": said.set_aside, "remarks": [] if read.lost else said.remarks})


def _account(name: str, data: bytes, *, rows: int) -> FileAccount:
    digest = hashlib.sha256(data).hexdigest()
    return FileAccount(name=name, table="survey", dialect="form_survey", rows_read=rows, size=len(data), sha256=digest)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError:
        return None


def _response(file: _File) -> _Read:
    read = _Read(file.place)
    tally = read.tally
    written = _parsed(file.data or b"")
    version = written.get("version")
    if written.get("tandem") == "survey" and isinstance(version, int) and version > VERSION:
        tally.set_aside("newer_response", file.place)
    elif written.get("tandem") != "survey" or version != VERSION:
        tally.set_aside("bad_response", file.place)
    else:
        _fill(read, written)
    return read


def _parsed(data: bytes) -> dict[str, Any]:
    """What a file holds as an object; an empty one where it holds anything else."""
    try:
        written = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return written if isinstance(written, dict) else {}


def _fill(read: _Read, written: dict[str, Any]) -> None:
    """A response of the form, value by value."""
    tally = read.tally
    read.row = {"on": _day(written.get("on")), **{name: _word(written, name, tally) for name in _LISTS}}
    read.row |= {"top": _top(written.get("top"), tally), **_open(written.get("open"))}
    read.row |= {name: written.get(name) is True for name in ("quotable", "consent")}
    read.row |= {"name": _text(written.get("name")), **_answers(written.get("answers"), tally)}
    if read.row["on"] is None:
        tally.set_aside("no_date", read.place)
    elif read.row["team"] is None:
        tally.set_aside("no_team", read.place)
    elif not any(read.row[name] for name in (*items(), "top", *instrument().open)):
        tally.set_aside("no_answers", read.place)


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None


def _word(written: dict[str, Any], name: str, tally: Tally) -> str | None:
    text = _text(written.get(name))
    if text is None or text in instrument().words[name]:
        return text
    tally.remark("unknown_word", column=name)
    return None


def _text(written: object) -> str | None:
    return (written.strip() or None) if isinstance(written, str) else None


def _open(written: object) -> dict[str, str | None]:
    said = written if isinstance(written, dict) else {}
    return {name: _text(said.get(name)) for name in instrument().open}


def _answers(written: object, tally: Tally) -> dict[str, str | None]:
    given = written if isinstance(written, dict) else {}
    found: dict[str, str | None] = {}
    for name in items():
        value = given.get(name)
        text = "" if value is None else "?!" if isinstance(value, bool | list | dict) else str(value)
        meant = answer(text, scale_words(name), item=name)
        if meant is None:
            tally.remark("off_scale", column=name)
        found[name] = meant or None
    if set(given) - set(items()):
        tally.remark("unknown_item", column="answers")
    return found


def _top(written: object, tally: Tally) -> str:
    listed = [str(name) for name in written] if isinstance(written, list) else []
    known = [name for name in dict.fromkeys(listed) if name in {each.id for each in instrument().constructs}]
    if len(known) < len(set(listed)):
        tally.remark("unknown_word", column="top")
    if len(known) > MOST:
        tally.remark("too_many_choices", column="top")
    return "\n".join(known) if len(known) <= MOST else ""


_DTYPES = {"on": "datetime64[us]", "on@": "datetime64[us]", "quotable": "bool", "consent": "bool",
           FILE: "int64", LINE: "int64"}  # fmt: skip


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows in the columns and types of a sheet's responses."""
    columns = [FILE, LINE, *SAID, *items()]
    made = pd.DataFrame({name: [row.get(name) for row in rows] for name in columns}, dtype="object")
    made = made.astype({name: _DTYPES.get(name, "object" if name in items() else "str") for name in columns})
    return made.assign(name=names_given(made))
