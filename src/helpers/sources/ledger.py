"""The account of every row while tables are built: a row is used, or set aside under a reason; nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from helpers.contract import FileAccount, Finding, Inference, Remark, SetAside

#: Column of every working frame: which account its row belongs to; and the line of that file.
FILE, LINE = "_n", "_line"
#: Line numbers kept of each reason: enough to look at in an export; every one in a form, so that people can mend it.
_SHOWN, _EVERY = 3, 1000


@dataclass
class Ledger:
    """Accounts of all files, in order, and the findings about the tables together."""

    accounts: list[FileAccount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)

    def open(self, account: FileAccount, *, every: bool = False) -> int:
        """Number under which rows of this file are booked; ``every`` keeps the number of every line."""
        self.accounts.append(account)
        self._lines.append(_EVERY if every else _SHOWN)
        return len(self.accounts) - 1

    def set_aside(self, frame: pd.DataFrame, mask: pd.Series, reason: str) -> pd.DataFrame:
        """The rows that stay; the others are booked under ``reason`` in the account of their file."""
        mask = mask.fillna(False).astype(bool)
        if not mask.any():
            return frame
        for number, rows in frame.loc[mask, [FILE, LINE]].groupby(FILE)[LINE]:
            account, most = self.accounts[int(str(number))], self._lines[int(str(number))]
            _add(account, reason, [int(line) for line in rows], most=most)
        return frame.loc[~mask].reset_index(drop=True)

    def remark(self, frame: pd.DataFrame, mask: pd.Series, code: str, *, column: str = "", field: str = "") -> int:
        """Count rows that are kept but limited; returns how many. ``field`` stands for the header mapped to it."""
        mask = mask.fillna(False).astype(bool)
        if mask.any():
            for number, rows in frame.loc[mask, [FILE, LINE]].groupby(FILE)[LINE]:
                account, most = self.accounts[int(str(number))], self._lines[int(str(number))]
                named, lines = column or account.mapped.get(field, field), [int(line) for line in rows.head(most)]
                account.remarks.append(Remark(code=code, column=named, rows=len(rows), lines=lines))
        return int(mask.sum())

    def infer(self, frame: pd.DataFrame, inference: Inference | None) -> None:
        """Write what was decided from evidence into the account of the frame's first row."""
        if inference is not None and len(frame):
            self.accounts[int(frame[FILE].iloc[0])].inferences.append(inference)

    def use(self, frame: pd.DataFrame) -> None:
        """Book the rows of ``frame`` as used: called once, on what a table finally holds."""
        for number, rows in frame.groupby(FILE).size().items():
            self.accounts[int(str(number))].rows_used += int(rows)

    def find(
        self, code: str, *, table: str = "", count: int | None = None, of: int | None = None, date: str = "",
        detail: str = "", warning: bool = False, always: bool = False,
    ) -> None:  # fmt: skip
        """Add a finding, unless its count is zero (``always`` adds it even then)."""
        if count == 0 and not always:
            return
        severity = "warning" if warning else "note"
        self.findings.append(
            Finding(code=code, severity=severity, table=table, count=count, of=of, date=date, detail=detail)
        )


def _add(account: FileAccount, reason: str, lines: list[int], *, most: int) -> None:
    for entry in account.set_aside:
        if entry.reason == reason:
            entry.rows += len(lines)
            entry.lines = [*entry.lines, *lines][:most]
            return
    account.set_aside.append(SetAside(reason=reason, rows=len(lines), lines=lines[:most]))
