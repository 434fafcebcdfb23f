"""The commands ``tandem check`` (import only) and ``tandem resolve`` (from a pseudonym back to a record)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.contract import Contract, FileAccount
from helpers.engagement import load
from helpers.errors import SourceError
from helpers.run.workspace import prepare
from helpers.sources import resolving

#: Columns shown that nobody uses yet: those filled in at least this share of rows, the fullest first.
_FILLED, _SHOWN = 0.05, 8


@dataclass(frozen=True)
class Check:
    """What a person wants to see after an import: the account, then lines to read from the top."""

    account: list[tuple[str, ...]]
    lines: list[str]


def check(folder: Path) -> Check:
    """Import into a folder that is thrown away, and say what there is to say."""
    engagement = load(folder)
    with tempfile.TemporaryDirectory(prefix="tandem-check-") as work:
        contract = prepare(folder, engagement, Path(work))
    return Check(
        [_row(file) for file in contract.files], [*_remarks(contract), *_unused(contract), *_closing(contract)]
    )


def _row(file: FileAccount) -> tuple[str, ...]:
    aside = file.rows_read - file.rows_used
    because = ", ".join(f"{entry.reason} {entry.rows:,}" for entry in file.set_aside)
    return (file.name, file.table or "not used", f"{file.rows_read:,}", f"{file.rows_used:,}", f"{aside:,}", because)


def _remarks(contract: Contract) -> Iterator[str]:
    for file in contract.files:
        for guess in file.inferences:
            if guess.certainty in ("likely", "default"):
                column = f" of '{guess.column}'" if guess.column else ""
                yield f"{file.name}: {guess.what}{column} taken as {guess.value} ({guess.certainty}: {guess.evidence})"
        for remark in file.remarks:
            lines, where = ", ".join(map(str, remark.lines[:3])), f" in '{remark.column}'" if remark.column else ""
            yield f"{file.name}: {remark.code}{where}: {remark.rows:,} rows kept but limited (lines {lines})"
    for found in contract.findings:
        numbers = f" {found.count:,}" if found.count is not None else ""
        numbers += f" of {found.of:,}" if found.of is not None else ""
        yield " ".join(f"{found.severity}: {found.code}{numbers} {found.date} {found.detail}".split())


def _unused(contract: Contract) -> Iterator[str]:
    """Columns nobody uses, and for a file that found no table the lines to paste."""
    for file in contract.files:
        filled = sorted((c for c in file.unmapped if c.filled >= _FILLED), key=lambda c: (-c.filled, c.header))
        if filled:
            listed = ", ".join(f"'{column.header}' {column.filled:.0%}" for column in filled[:_SHOWN])
            more = f" and {len(filled) - _SHOWN} more" if len(filled) > _SHOWN else ""
            yield f"{file.name}: columns not used yet (share of rows filled): {listed}{more}"
        if not file.table:
            headers = [column.header for column in file.unmapped] or ["…"]
            yield f"{file.name}: to use it, add under sources in engagement.yml, each field with its header:"
            yield f"  - file: exports/{file.name}"
            yield "    table: deals   # or companies, people, deal_history, touches, costs, targets, revenue …"
            yield f'    columns: {{deal_id: "{headers[0]}"}}   # the headers are: {", ".join(headers)}'


def _closing(contract: Contract) -> Iterator[str]:
    closed = all(file.closed() for file in contract.files)
    yield "Every row is accounted for." if closed else "The account of the rows does not close: this is a defect."


# -- resolve ---------------------------------------------------------------------------------------------------------


def resolve(folder: Path, name: str) -> str:
    """The records behind a pseudonym, one line each: file, line and what stands there.

    Raises ``SourceError`` when no source names them.
    """
    rows = resolving.resolve(folder, load(folder), name)
    if not rows:
        raise SourceError(f"no record stands behind '{name}'", where=str(folder), do="check it and key.local")
    return "\n".join(_record(row) for row in rows)


def _record(row: dict[str, str]) -> str:
    cells = "; ".join(f"{header}: {cell}" for header, cell in row.items() if header not in ("file", "line"))
    return f"{row['file']}, line {row['line']}: {cells}"
