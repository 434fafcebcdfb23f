"""The import contract: what was read, used, set aside and inferred, per file, and what the data cannot support.

Written by ``sources``, shown by notebook ``01_data_check`` and the report, kept as ``import_contract.json``.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

#: declared: a setting said so; certain: only one reading fits every value; likely: the evidence is one-sided;
#: default: nothing in the file speaks for or against.
Certainty = Literal["declared", "certain", "likely", "default"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Inference(_Record):
    """One thing decided from evidence. ``what``: encoding, delimiter, header, date_order, decimal, dialect …"""

    what: str
    column: str = ""
    value: str
    evidence: str
    certainty: Certainty


class SetAside(_Record):
    """Rows not used, by reason code; ``lines`` are up to three line numbers of an export, all of a form."""

    reason: str
    rows: int
    lines: list[int] = Field(default_factory=list)


class Remark(_Record):
    """Rows kept but limited (a negative duration, a future date …): counted, never dropped."""

    code: str
    column: str = ""
    rows: int
    lines: list[int] = Field(default_factory=list)


class Unmapped(_Record):
    """A column nobody uses yet, with the share of rows that fill it."""

    header: str
    filled: float


class FileAccount(_Record):
    """One file: rows_read = rows_used + the rows set aside."""

    name: str
    sha256: str = ""
    size: int = 0
    dialect: str = ""
    table: str = ""
    rows_read: int = 0
    rows_used: int = 0
    set_aside: list[SetAside] = Field(default_factory=list)
    remarks: list[Remark] = Field(default_factory=list)
    inferences: list[Inference] = Field(default_factory=list)
    mapped: dict[str, str] = Field(default_factory=dict)
    unmapped: list[Unmapped] = Field(default_factory=list)
    preamble: list[str] = Field(default_factory=list)

    def closed(self) -> bool:
        """Whether the account adds up."""
        return self.rows_read == self.rows_used + sum(entry.rows for entry in self.set_aside)


class Finding(_Record):
    """Something about the tables as a whole that a reader must know.

    ``code`` is one the words explain, with ``{count}``, ``{of}``, ``{date}`` and ``{detail}`` as its blanks.
    """

    code: str
    severity: Literal["note", "warning"] = "note"
    table: str = ""
    count: int | None = None
    of: int | None = None
    date: str = ""
    detail: str = ""


class Contract(_Record):
    """Everything the import can say for itself."""

    files: list[FileAccount] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)

    def finding(self, code: str) -> Finding | None:
        """The finding with this code, if there is one."""
        return next((found for found in self.findings if found.code == code), None)

    def day(self, code: str) -> date | None:
        """The day that the finding with this code names, if there is one."""
        found = self.finding(code)
        return date.fromisoformat(found.date) if found and found.date else None
