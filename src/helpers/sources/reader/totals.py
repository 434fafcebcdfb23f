"""Totals rows inside the data and footers after it: recognised, checked, and only then set aside."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.sources.numbers import readings
from helpers.sources.reader.raw import Tally

_TOTAL = re.compile(
    r"""\s*(?:
        (?:(?:grand|sub|sub-|overall|report)[ ]?)?totals?(?:[ ](?:general(?:es)?|report|rows?|filas?|parcial(?:es)?))?
        | (?:resultados|suma|sum|importe)[ ]totale?s?
        | sub-?totale?s? | totale?s?(?:[ ](?:general(?:es)?|parcial(?:es)?))?
        | suma | sum | todo[ ]el[ ]per[ií]odo | all[ ]time
    )\s*(?:[:(].*)?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_MEAN = re.compile(r"\s*(?:media|promedio|average|mean)\s*:?\s*", re.IGNORECASE)
_FOOTER = re.compile(
    r"""\s*(?:
        (?:grand[ ])?totale?s?(?:[ ]generale?s?)?\s*\([\d.,\s]+(?:records?|registros?|rows?|filas?)\)
        | confidential[ ]information.* | informaci[oó]n[ ]confidencial.*
        | copyright\b.* | \(c\)[ ].* | ©.* | generated[ ]by:.* | generado[ ]por:.* | all[ ]rights[ ]reserved.*
        | (?:record|row)[ ]count:?\s*\d* | [\d.,]+[ ](?:records?|registros?)
    )\s*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
#: How any of the above begins: one look at every row's first cell, so that large files stay quick.
_FIRST_LETTERS = re.compile(
    r"\s*(?:[aA]|[cC]o|[cC]O|[gG]|[iI]|[mM]|[oO]v|[oO]V|[pP]|[rR]|[sS]u|[sS]U|[tT]o|[tT]O|©|\([cC]|\d+\s)"
)
_COUNT = re.compile(r"(\d[\d.,\s]*)\s*(?:records?|registros?|rows?|filas?)\b", re.IGNORECASE)
_RATE = re.compile(r"%|\b(?:ctr|cp[acmlv]|avg|average|mean|media|medio|promedio|rate|ratio|tasa|roas)\b", re.IGNORECASE)
_EMPTY = {"", "-", "--", "—", "–"}


@dataclass(frozen=True)
class Suspect:
    """A row that may be a total or a footer: where it stands, its first filled cell, what surrounds it."""

    position: int
    line: int
    label: str
    after_blank: bool
    short: bool


def looks_like_label(text: str) -> bool:
    """Whether a cell could be the label of a totals row or of a footer.

    >>> [looks_like_label(text) for text in ("Total: Cuenta", "Grand Totals (12 records)", "Totally Ltd")]
    [True, True, False]
    """
    if _FIRST_LETTERS.match(text) is None:
        return False
    return bool(_TOTAL.fullmatch(text) or _MEAN.fullmatch(text) or _FOOTER.fullmatch(text))


def judge(frame: pd.DataFrame, suspects: Sequence[Suspect], tally: Tally) -> set[int]:
    """Positions of the rows that are totals or footers, counted in ``tally``; the others stay.

    A total is compared with the sum of the rows it stands for; a difference is remarked (``total_differs``), as is a
    footer whose number of records is not the number of rows (``footer_count_differs``).
    """
    footers = _footers(frame, suspects)
    totals = {s.position: s for s in suspects if s.position not in footers and _is_total(frame, s, footers)}
    data = [p for p in range(len(frame)) if p not in totals and p not in footers]
    for suspect in totals.values():
        tally.set_aside("total", suspect.line)
        _check(frame, suspect, data, sorted(totals), tally)
    for suspect in footers.values():
        tally.set_aside("footer", suspect.line)
        _check_count(suspect, len(data), tally)
    for suspect in suspects:
        if suspect.short and suspect.position not in footers and suspect.position not in totals:
            tally.remark("short_row", suspect.line)
    return {*footers, *totals}


def _footers(frame: pd.DataFrame, suspects: Sequence[Suspect]) -> dict[int, Suspect]:
    """The suspects at the very end from the first that reads as a footer, or that follows a blank row, on."""
    tail: list[Suspect] = []
    for suspect in reversed(suspects):
        if suspect.position != len(frame) - 1 - len(tail) or frame.iloc[suspect.position].notna().sum() > 1:
            break
        tail.insert(0, suspect)
    starts = [i for i, s in enumerate(tail) if s.after_blank or _FOOTER.fullmatch(s.label)]
    return {s.position: s for s in tail[starts[0] :]} if starts else {}


def _is_total(frame: pd.DataFrame, suspect: Suspect, footers: dict[int, Suspect]) -> bool:
    """A total says its label and numbers, nothing else; a bare label counts only as the last row."""
    if not (_TOTAL.fullmatch(suspect.label) or _MEAN.fullmatch(suspect.label)):
        return False
    cells = _cells(frame, suspect.position)
    if not cells:
        return suspect.position == len(frame) - len(footers) - 1 and frame.shape[1] > 1
    return all(readings(cell) or _beside(cell) for cell in cells.values())


def _beside(cell: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{3}", cell))


def _cells(frame: pd.DataFrame, position: int) -> dict[int, str]:
    """The filled cells after the label, by column."""
    row = [(column, value.strip()) for column, value in enumerate(frame.iloc[position]) if isinstance(value, str)]
    return {column: text for column, text in row[1:] if text not in _EMPTY}


def _check(frame: pd.DataFrame, suspect: Suspect, data: list[int], totals: list[int], tally: Tally) -> None:
    """Compare with the rows since the last total, then with all rows above, then with all rows."""
    above = bisect(data, suspect.position)
    before = bisect(totals, suspect.position - 1)
    since = bisect(data, totals[before - 1]) if before else 0
    spans = [data[since:above], data[:above], data]
    mean = bool(_MEAN.fullmatch(suspect.label))
    for column, text in _cells(frame, suspect.position).items():
        name = str(frame.columns[column])
        if "%" in text or (_RATE.search(name) and not mean) or not readings(text):
            continue
        if not any(_agrees(frame.iloc[span, column], text, mean=mean) for span in spans):
            tally.remark("total_differs", suspect.line, column=name)


def _agrees(values: pd.Series, total: str, *, mean: bool) -> bool:
    """Whether the values add up to the total in any reading of the decimal mark, to the total's last digit."""
    texts = [text for text in values.dropna().unique() if text.strip() not in _EMPTY]
    counts = values.value_counts()
    for mark, wanted in readings(total).items():
        read = {text: readings(text) for text in texts}
        numbers = [(read[text].get(mark), int(counts[text])) for text in texts]
        if any(number is None for number, _ in numbers):
            continue
        found = sum((number * count for number, count in numbers if number is not None), Decimal(0))
        if mean and numbers:
            found /= sum(count for _, count in numbers)
        if abs(found - wanted) <= _slack(wanted, found):
            return True
    return False


def _slack(wanted: Decimal, found: Decimal) -> Decimal:
    """Half a unit of the total's last digit where the sum has more digits, else nothing."""
    last, finer = int(wanted.as_tuple().exponent), int(found.as_tuple().exponent)
    return Decimal(1).scaleb(last) / 2 if finer < last else Decimal(0)


def _check_count(suspect: Suspect, rows: int, tally: Tally) -> None:
    said = _COUNT.search(suspect.label)
    if said is None:
        return
    count = int(re.sub(r"\D", "", said.group(1)))
    if count != rows:
        tally.remark("footer_count_differs", suspect.line, rows=abs(count - rows))
