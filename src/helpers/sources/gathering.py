"""Which files an import reads, and what each of them turns out to be."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd

from helpers.contract import FileAccount, Inference, SetAside
from helpers.engagement import Engagement, Lookup, Source
from helpers.errors import Question, SourceError
from helpers.sources.asking import asking
from helpers.sources.dialect import known_headers
from helpers.sources.fields import FIELDS
from helpers.sources.labels import label_stages
from helpers.sources.ledger import FILE, LINE, Ledger
from helpers.sources.placing import FORMS, Placed, form_of, place
from helpers.sources.reader import RawTable, read_source
from helpers.sources.survey.saved import saved_responses
from helpers.sources.typed import by_fill, typed

_READ = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".zip"}


@dataclass
class Gathered:
    """Typed working frames per table, response files of the survey, lookups as text, where each row is booked."""

    ledger: Ledger
    frames: dict[str, pd.DataFrame]
    saved: pd.DataFrame
    lookups: dict[str, pd.DataFrame] = field(default_factory=dict)


def gather(folder: Path, engagement: Engagement, *, forms_only: bool = False) -> Gathered:
    """Read and place every file of an engagement, or every form of it.

    Raises ``SourceError`` when nothing at all could be used, naming what was found and what to map.
    """
    ledger = Ledger()
    placed, unplaced = _place_all(folder, engagement, forms_only=forms_only)
    if not forms_only and not any(entry.table not in FORMS for entry in placed):
        raise _nothing(folder, unplaced)
    for raw in unplaced:
        _leave(raw, ledger)
    keep = kept_headers(engagement)
    parts: dict[str, list[pd.DataFrame]] = {table: [] for table in FIELDS}
    for entry in placed:
        with asking(entry.source, folder, entry.raw):
            label_stages(entry, engagement)
            parts[entry.table].append(typed(entry, engagement, ledger, keep=keep.get(entry.table, ())))
    frames = {table: _stacked(table, frames) for table, frames in parts.items()}
    saved = saved_responses(folder, ledger)
    return Gathered(
        ledger, frames, saved, {lookup.name: _lookup(lookup, folder, ledger) for lookup in engagement.lookups}
    )


def _place_all(
    folder: Path, engagement: Engagement, *, forms_only: bool = False
) -> tuple[list[Placed], list[RawTable]]:
    placed: list[Placed] = []
    unplaced: list[RawTable] = []
    named = _named(folder, engagement)
    for source in sources_of(folder, engagement):
        if forms_only and not source.file.replace("\\", "/").removeprefix("./").startswith("forms/"):
            continue
        with asking(source, folder):
            tables = _tables(source, folder, leave=() if folder / source.file in named else named)
        for raw in tables:
            with asking(source, folder, raw):
                found = place(raw, source)
                if found is not None:
                    placed.append(found)
                elif source.dialect or source.table is not None or source in engagement.sources:
                    raise _unrecognised(raw)
                else:
                    unplaced.append(raw)
    return placed, unplaced


def _named(folder: Path, engagement: Engagement) -> set[Path]:
    """Files with an entry of their own: one that names many leaves them to it, so that no file is read twice."""
    return {folder / source.file for source in engagement.sources if source.file and (folder / source.file).is_file()}


def _tables(source: Source, folder: Path, *, leave: Collection[Path] = ()) -> list[RawTable]:
    """The tables of a source. A workbook of forms gives one for each sheet that bears the name of a form."""
    known = set(source.columns.values()) or known_headers(_form(source))
    if source.file.startswith("forms/") and source.file.lower().endswith((".xlsx", ".xlsm")) and not source.sheet:
        sheets = [name for name in _sheets(folder / source.file) if form_of(name)]
        if sheets:
            named = (source.model_copy(update={"sheet": name}) for name in sheets)
            return [raw for one in named for raw in read_source(one, folder, known=known_headers(_form(one)))]
    return read_source(source, folder, known=known, leave=leave)


def _form(source: Source) -> str:
    """The form a source is by its table, its sheet or its name, or ''."""
    if source.table in FORMS:
        return source.table
    return form_of(source.sheet or source.file) if source.file.startswith("forms/") else ""


def _sheets(path: Path) -> list[str]:
    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return []  # the reader says what is wrong with the file
    names = list(book.sheetnames)
    book.close()
    return names


def placed_files(folder: Path, engagement: Engagement) -> list[Placed]:
    """Every file that found its table, as text."""
    return _place_all(folder, engagement)[0]


def sources_of(folder: Path, engagement: Engagement) -> Iterator[Source]:
    """The declared sources, or every file of ``exports/``; then every form nobody declared."""
    yield from (source for source in engagement.sources if not _all_forms(source))
    if not engagement.sources:
        yield from (Source(file=name) for name in _files(folder, "exports"))
    declared = {source.file.replace("\\", "/").removeprefix("./") for source in engagement.sources}
    every = any(_all_forms(source) for source in engagement.sources)
    for name in _files(folder, "forms"):
        if name not in declared and (every or form_of(name) or name.endswith((".xlsx", ".xlsm"))):
            yield Source(file=name)


def _all_forms(source: Source) -> bool:
    """Whether a source only says that all forms are read: then each is read as what it is, a workbook by its sheets."""
    name = source.file.replace("\\", "/").removeprefix("./")
    return name in ("forms/*", "forms/*.*", "forms/**/*") and source == Source(file=source.file)


def _files(folder: Path, part: str) -> list[str]:
    found = (folder / part).rglob("*") if (folder / part).is_dir() else ()
    return sorted(
        path.relative_to(folder).as_posix() for path in found
        if path.is_file() and path.suffix.lower() in _READ and not path.name.startswith((".", "~"))
    )  # fmt: skip


def _unrecognised(raw: RawTable) -> SourceError:
    headers = ", ".join(f"'{row.header}'" for row in by_fill(raw.frame)[:12])
    return SourceError(
        "not recognised by its headers",
        where=raw.name,
        do=f"give it 'table:' and 'columns:' in engagement.yml; it has {headers}",
        asks=Question(setting="table"),
    )


def _nothing(folder: Path, unplaced: list[RawTable]) -> SourceError:
    if not unplaced:
        return SourceError(
            "no export to read", where=str(folder), do="put files into exports/ or name them under 'sources:'"
        )
    listed = "; ".join(f"{raw.name}: {', '.join(map(str, list(raw.frame.columns)[:8]))}" for raw in unplaced[:3])
    return SourceError(
        "no file was recognised",
        where=str(folder),
        do=f"map people or deals under 'sources:' with 'table:' and 'columns:' (found {listed})",
    )


def _leave(raw: RawTable, ledger: Ledger) -> None:
    """A file nothing recognises: every row set aside, every column listed by fill rate."""
    account = raw.account
    ledger.open(account)
    account.unmapped = by_fill(raw.frame)
    if len(raw.frame):
        account.set_aside.append(SetAside(reason="unplaced", rows=len(raw.frame), lines=list(raw.lines[:3])))


def _stacked(table: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return nothing(table)
    return filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)


_DTYPES = {"date": "datetime64[us]", "money": "object", "number": "float64", "flag": "boolean"}


def nothing(table: str) -> pd.DataFrame:
    """A working frame of no rows with every field of the table."""
    columns = {FILE: "int64", LINE: "int64", "_file": "str"}
    for name, declared in FIELDS[table].items():
        columns[name] = _DTYPES.get(declared.kind, "str")
        if declared.kind == "date":
            columns[f"{name}@"] = _DTYPES["date"]
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


def kept_headers(engagement: Engagement) -> dict[str, list[str]]:
    """Headers a table's files carry along for segments and lookups."""
    keep: dict[str, list[str]] = {}
    for lookup in engagement.lookups:
        keep.setdefault(lookup.table, []).append(lookup.on)
    for spec in engagement.segments.values():
        table, mark, header = spec.partition(":")
        if mark and table in FIELDS:
            keep.setdefault(table, []).append(header)
    return {table: list(dict.fromkeys(headers)) for table, headers in keep.items()}


def _lookup(lookup: Lookup, folder: Path, ledger: Ledger) -> pd.DataFrame:
    raw = read_source(Source(file=lookup.file), folder, known={lookup.key})[0]
    if lookup.key not in raw.frame.columns:
        raise SourceError(
            f"no column '{lookup.key}'", where=raw.name, do=f"the file has {', '.join(raw.frame.columns)}"
        )
    account: FileAccount = raw.account
    account.table = f"lookup {lookup.name}"
    number = ledger.open(account)
    account.inferences.append(
        Inference(what="lookup", column=lookup.key, value=lookup.name, evidence="engagement.yml", certainty="declared")
    )
    frame = raw.frame.copy()
    frame[FILE], frame[LINE] = number, raw.lines
    key = frame[lookup.key].str.strip()
    frame = ledger.set_aside(frame, key.isna(), "no_id")
    frame = ledger.set_aside(frame, frame[lookup.key].str.strip().duplicated(), "duplicate_id")
    ledger.use(frame)
    return frame.assign(**{lookup.key: frame[lookup.key].str.strip()}).set_index(lookup.key)
