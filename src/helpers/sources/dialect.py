"""Dialects: which headers of which system mean what. They are data (``dialects/*.toml``), read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from helpers.contract import Certainty
from helpers.sources.fields import FIELDS, REQUIRED
from helpers.sources.reader import header_key
from helpers.sources.survey import headers as survey


class Dialect(BaseModel):
    """One object of one system. Lists of headers stand in order of preference, English and Spanish side by side."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    source: str
    table: str
    #: headers that no other object has: they decide between dialects
    signature: tuple[str, ...] = ()
    #: headers that another object has and this one never: one of them rules the dialect out
    absent: tuple[str, ...] = ()
    #: names a form goes by
    form: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]]
    #: regular expressions over headers whose group ``stage`` names the stage a column of dates is about
    date_columns: tuple[str, ...] = ()
    stages: Literal["", "person", "deal"] = ""
    labels: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    ids: Literal["", "salesforce"] = ""


@dataclass(frozen=True)
class Recognised:
    """What a file was taken for, and how sure that is."""

    dialect: Dialect
    score: int
    certainty: Certainty
    evidence: str


@cache
def dialects() -> dict[str, Dialect]:
    """Every shipped dialect by name (``hubspot_contacts`` …), that of the survey from its instrument."""
    folder = Path(__file__).parent / "dialects"
    read = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}
    # What the survey asks stands in the instrument, once.
    read["form_survey"] = survey.record()
    read["form_artefacts"]["values"]["artefact"] = survey.artefact_words()
    found = {name: Dialect(name=name, **record) for name, record in read.items()}
    for dialect in found.values():
        strange = set(dialect.fields) - set(FIELDS[dialect.table])
        if strange:
            raise ValueError(f"{dialect.name}.toml: unknown fields {sorted(strange)}")
    return found


@cache
def known_headers(form: str = "") -> frozenset[str]:
    """Headers that help to find the header row of a file: those of ``form``, or every one that a dialect knows.

    A form has words of everyday ('team', 'sales', 'answer'), which the rows of another file may hold.
    """
    read = [dialect for dialect in dialects().values() if dialect.form and dialect.table == form]
    return frozenset(
        name for dialect in read or dialects().values() for names in dialect.fields.values() for name in names
    )


def columns_of(dialect: Dialect, headers: Iterable[str]) -> dict[str, str]:
    """Canonical field → header of this file, the preferred header where several are present."""
    if dialect.table == "survey":
        return survey.columns(headers)
    present = {header_key(header): header for header in reversed(list(headers))}
    chosen: dict[str, str] = {}
    for field, names in dialect.fields.items():
        header = next((present[key] for key in map(header_key, names) if key in present), None)
        if header is not None:
            chosen[field] = header
    return chosen


def stage_headers(dialect: Dialect, headers: Iterable[str]) -> dict[str, str]:
    """Header → stage label, for columns that hold the day a stage was entered; the best pattern per label wins."""
    chosen: dict[str, tuple[int, str]] = {}
    for order, pattern in enumerate(dialect.date_columns):
        for header in headers:
            match = re.match(pattern, header.strip(), flags=re.IGNORECASE)
            if match:
                label = match["stage"].strip(" \"'“”„«»‘’")
                chosen.setdefault(header_key(label), (order, header))
    found = {header: key for key, (_, header) in chosen.items()}
    return {header: _label(dialect, header) for header in found}


def _label(dialect: Dialect, header: str) -> str:
    matches = (re.match(pattern, header.strip(), flags=re.IGNORECASE) for pattern in dialect.date_columns)
    return next(match["stage"].strip(" \"'“”„«»‘’") for match in matches if match)


def complete(table: str, fields: Mapping[str, object]) -> bool:
    """Whether every required group of ``table`` has a field."""
    return all(any(name in fields for name in group) for group in REQUIRED[table])


def recognise(headers: list[str], *, tables: tuple[str, ...] = ()) -> Recognised | None:
    """The dialect whose headers these are; None when too little is known.

    A score is the number of canonical fields found plus twice the signature headers. A lead of less than three
    points, or no signature header at all, is said as ``likely``; a tie as ``default``.
    """
    scored = sorted(
        ((score, dialect.name, dialect) for dialect in dialects().values()
         if not dialect.form and (not tables or dialect.table in tables)
         and (score := _score(dialect, headers)) >= 3),
        key=lambda entry: (-entry[0], entry[1]),
    )  # fmt: skip
    if not scored:
        return None
    best, _, dialect = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0
    signed = _signed(dialect, headers)
    certainty: Certainty = "default" if second == best else "certain" if best - second >= 3 and signed else "likely"
    rival = f", next {scored[1][1]} {second}" if len(scored) > 1 else ""
    evidence = f"{len(columns_of(dialect, headers))} fields, {signed} signature headers{rival}"
    return Recognised(dialect, best, certainty, evidence)


def _signed(dialect: Dialect, headers: list[str]) -> int:
    present = {header_key(header) for header in headers}
    return sum(header_key(name) in present for name in dialect.signature)


def _score(dialect: Dialect, headers: list[str]) -> int:
    chosen = columns_of(dialect, headers)
    present = {header_key(header) for header in headers}
    if not complete(dialect.table, chosen) or any(header_key(name) in present for name in dialect.absent):
        return 0
    signed = _signed(dialect, headers)
    if dialect.signature and not signed:
        return 0
    return len(chosen) + 2 * signed


def labels_for(kind: str, dialect: Dialect | None) -> dict[str, str]:
    """Stage labels known by default for people or deals: the dialect's own first, then every other dialect's."""
    own = [dialect] if dialect is not None and dialect.stages == kind else []
    known: dict[str, str] = {}
    for source in (*own, *(other for other in dialects().values() if other.stages == kind)):
        for raw, stage in source.labels.items():
            known.setdefault(header_key(raw), stage)
    return known
