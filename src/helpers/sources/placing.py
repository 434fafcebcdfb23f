"""Which table a file fills and which header gives which field: the column map, or a dialect."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from helpers.contract import Inference
from helpers.engagement import Source
from helpers.errors import MappingError, Question
from helpers.sources.dialect import Dialect, Recognised, columns_of, complete, dialects, recognise, stage_headers
from helpers.sources.fields import FIELDS, REQUIRED
from helpers.sources.reader import RawTable, header_key


@dataclass
class Placed:
    """A file that found its table: field → header, and columns of stage dates as header → label."""

    raw: RawTable
    source: Source
    table: str
    dialect: Dialect | None
    columns: dict[str, str]
    stage_columns: dict[str, str] = field(default_factory=dict)
    #: stage label of this file → standard stage
    stages: dict[str, str] = field(default_factory=dict)

    @property
    def constants(self) -> dict[str, str]:
        """Fields that hold one value in every row."""
        return {**(self.dialect.constants if self.dialect else {}), **self.source.constants}

    def values(self, name: str) -> dict[str, str]:
        """Translations of raw values of a field, the engagement's over the dialect's."""
        own = self.dialect.values.get(name, {}) if self.dialect else {}
        return {**own, **self.source.values.get(name, {})}


def place(raw: RawTable, source: Source) -> Placed | None:
    """Where ``raw`` belongs; None when nothing recognises it.

    Raises ``MappingError`` for a mapped column that is absent (naming the nearest header), a mapped header that the
    file repeats, an unknown field, or a required field nobody fills.
    """
    if source.columns:
        return _mapped(raw, source)
    return _recognised(raw, source)


def _recognised(raw: RawTable, source: Source) -> Placed | None:
    headers = [str(name) for name in raw.frame.columns]
    if source.dialect:
        dialect = _named(source, raw)
        raw.account.inferences.append(
            Inference(what="dialect", value=dialect.name, evidence="engagement.yml", certainty="declared")
        )
    else:
        found = _best(raw, source, headers)
        if found is None:
            return None
        dialect = found.dialect
        raw.account.inferences.append(
            Inference(what="dialect", value=dialect.name, evidence=found.evidence, certainty=found.certainty)
        )
    placed = Placed(raw, source, dialect.table, dialect, columns_of(dialect, headers), stage_headers(dialect, headers))
    _check(placed)
    return placed


def _best(raw: RawTable, source: Source, headers: list[str]) -> Recognised | None:
    """A form by its declared table or its name; anything else by its headers."""
    form = source.table if source.table in FORMS else form_of(raw.name) if source.file.startswith("forms/") else ""
    if form:
        dialect = next(entry for entry in dialects().values() if entry.form and entry.table == form)
        return Recognised(dialect, 0, "declared" if source.table else "certain", f"the name of the form: {raw.name}")
    return recognise(headers, tables=(source.table,) if source.table else ())


#: Forms of the loop between both teams.
LOOP_FORMS = (
    "owners", "feedback", "winloss", "content", "content_use", "campaigns", "messages", "decisions", "meetings",
    "comments", "blind_sort", "incentives",
)  # fmt: skip
#: Forms of an assessment.
SURVEY_FORMS = ("survey", "artefacts")
#: Tables a form of ``forms/`` may fill.
FORMS = ("costs", "targets", "revenue", "subscriptions", "lift", *LOOP_FORMS, *SURVEY_FORMS)


def form_of(name: str) -> str:
    """The form a file or sheet name stands for, or ''.

    Names of several words match as a phrase; of several that fit, the longest stands, then the one that comes first.
    A sheet that no form is called like goes by the name of its file.

    >>> [form_of(name) for name in ("Costes 2026.xlsx", "forms/uso de contenidos.csv", "a.xlsx[Contenidos]", "b.csv")]
    ['costs', 'content_use', 'content', '']
    >>> form_of("forms/Encuesta de octubre.xlsx[Hoja1]")
    'survey'
    """
    sheet = re.search(r"\[(.+)\]$", name)
    file = name[: sheet.start()] if sheet else name
    return (_form(sheet[1]) if sheet else "") or _form(file.rsplit("/", 1)[-1].split(".")[0])


def _form(name: str) -> str:
    stem = _words(name)
    found = [
        (-phrase.count(" "), stem.index(phrase), dialect.table)
        for dialect in dialects().values()
        for phrase in map(_words, dialect.form)
        if phrase in stem
    ]
    return min(found)[2] if found else ""


def _words(text: str) -> str:
    """The words of a name between single blanks, one at each end."""
    return f" {' '.join(re.split(r'[ _-]+', header_key(text)))} "


def _named(source: Source, raw: RawTable) -> Dialect:
    known = dialects()
    if source.dialect in known:
        return known[source.dialect]
    near = difflib.get_close_matches(source.dialect, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(known)}"
    raise MappingError(f"unknown dialect '{source.dialect}'", where=raw.name, do=hint)


def _mapped(raw: RawTable, source: Source) -> Placed:
    if source.table is None:
        raise MappingError("columns without a table", where=raw.name, do="add 'table: people' (or deals, companies …)")
    known = FIELDS[source.table]
    present = {header_key(str(header)): str(header) for header in reversed(list(raw.frame.columns))}
    columns: dict[str, str] = {}
    for name, header in source.columns.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(known)}"
            raise MappingError(f"unknown field '{name}' of table {source.table}", where=raw.name, do=hint)
        found = str(header) if str(header) in raw.frame.columns else present.get(header_key(header))
        if found is not None:
            columns[name] = found
        elif source.allow_missing:
            raw.account.inferences.append(
                Inference(
                    what="missing_column", column=header, value=name, evidence="allow_missing", certainty="declared"
                )
            )
        else:
            raise MappingError(
                f"no column '{header}' (mapped as {name})", where=raw.name, do=_nearest(header, raw),
                asks=_asks(source.table, (name,), columns=source.columns, column=header),
            )  # fmt: skip
    placed = Placed(raw, source, source.table, None, columns)
    _check(placed)
    return placed


def _nearest(header: str, raw: RawTable) -> str:
    keys = {header_key(str(name)): str(name) for name in raw.frame.columns}
    near = difflib.get_close_matches(header_key(header), keys, n=1, cutoff=0.5)
    if near:
        return f"did you mean '{keys[near[0]]}'?"
    return f"the file has: {', '.join(list(keys.values())[:12])}"


def _check(placed: Placed) -> None:
    repeated = {header_key(name) for name in placed.raw.repeated}
    used = [*placed.columns.items(), *((label, header) for header, label in placed.stage_columns.items())]
    for name, header in used:
        if header_key(header) in repeated:
            raise MappingError(
                f"column '{header}' (mapped as {name}) appears more than once",
                where=placed.raw.name,
                do="keep one of them in the export, or rename the other",
            )
    filled = {**placed.columns, **placed.constants}
    if not complete(placed.table, filled):
        lacking = next(group for group in REQUIRED[placed.table] if not any(name in filled for name in group))
        raise MappingError(
            f"table {placed.table} needs a column for {' or '.join(lacking)}",
            where=placed.raw.name,
            do=f"map it under 'columns:'; the file has: {', '.join(map(str, list(placed.raw.frame.columns)[:12]))}",
            asks=_asks(placed.table, lacking, columns=placed.columns),
        )


def _asks(table: str, fields: tuple[str, ...], *, columns: dict[str, str], column: str = "") -> Question:
    """Which header holds one of ``fields``; ``column`` is the header that was expected."""
    return Question(setting="columns", table=table, options=fields, column=column, mapped=tuple(columns.items()))
