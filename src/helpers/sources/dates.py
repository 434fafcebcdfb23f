"""Text → local days and UTC moments: the order of day and month is decided per column from evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from helpers.contract import Inference
from helpers.errors import AmbiguityError, Question
from helpers.sources.iso import read_iso
from helpers.sources.stamp import Stamp, read_stamp

_ORDERS = ("day-first", "month-first", "year-first")
_EPOCH = date(1899, 12, 30)
#: Excel serials from 1954-10-03 to 2119-01-11: a date column that is mostly such numbers holds serials.
_SERIALS = (20_000.0, 80_000.0)
_NO_CHOICE = "every date is year-first, has a named month, or is the same in both orders"
_MILLISECONDS, _SECONDS = 13, 10


@dataclass(frozen=True)
class Dated:
    """What a column of dates says, row by row, on the index of the values given.

    ``day``: local day as midnight, NaT where missing. ``at``: UTC moment without a zone, NaT where the source gives a
    day only. ``bad``: text that is no date (kept as missing).
    """

    day: pd.Series
    at: pd.Series
    bad: pd.Series
    inference: Inference | None

    @property
    def on(self) -> pd.Series:
        """The days as ``datetime.date``, or None."""
        days = [None if pd.isna(day) else day.date() for day in self.day]
        return pd.Series(days, index=self.day.index, dtype=object)

    @property
    def precision(self) -> pd.Series:
        """``minute``, ``date`` or None."""
        known = zip(self.day.isna(), self.at.isna(), strict=True)
        precision = [None if no_day else "date" if no_moment else "minute" for no_day, no_moment in known]
        return pd.Series(precision, index=self.day.index, dtype=object)


class _Moment(NamedTuple):
    on: date
    at: datetime | None


_Reader = Callable[[str], _Moment | None]


def read_dates(
    values: pd.Series,
    *,
    column: str,
    where: str,
    zone: ZoneInfo,
    order: str = "",
    lines: Sequence[int] | None = None,
    hint: str = "",
) -> Dated:
    """The dates of one column of text.

    ``order`` is the declared order and wins: text that it cannot read is ``bad``. Without it, values that only one
    order can read decide; ISO dates and named months need no decision; ``hint`` is the order that the rest of the file
    speaks for, used where the column itself is silent and reported as ``likely``.

    A time without an offset is local to ``zone``. A time that daylight saving repeats is its first occurrence; one that
    it skips is read with the offset before the jump (02:30 becomes 03:30), its day stays as written. Where every time
    of a column is midnight, the source keeps days: precision is ``date``, and the day is the one written. Two-digit
    years are 1969–2068. A column without a written date that holds mostly Excel serials (or epoch seconds or
    milliseconds) is read as such.

    Raises ``AmbiguityError`` where both orders fit every row and differ, or where some rows need one and some
    the other.

    >>> zone = ZoneInfo("Europe/Madrid")
    >>> dated = read_dates(pd.Series(["13/03/2026", "12/03/2026 09:30"]), column="Created", where="a.csv", zone=zone)
    >>> [str(day) for day in dated.on], str(dated.at[1])
    (['2026-03-13', '2026-03-12'], '2026-03-12 08:30:00')
    """
    if (quick := _quick(values, column, zone, order)) is not None:
        return quick
    texts = values.astype(object).where(values.notna(), None)
    unique = [text for text in pd.unique(texts.dropna()) if text.strip()]
    place = _Place(column, where, lines)
    reader, inference = _numeric(unique, zone, column)
    if reader is None:
        reader, inference = _written(texts, unique, zone, order, place, hint)
    return _assembled(texts, {text: reader(text.strip()) for text in unique}, inference)


@dataclass(frozen=True)
class _Place:
    column: str
    where: str
    lines: Sequence[int] | None


def _quick(values: pd.Series, column: str, zone: ZoneInfo, order: str) -> Dated | None:
    """The dates of a column of nothing but ISO dates; None where it holds anything else."""
    filled = values.dropna()
    found = read_iso(filled, zone=zone)
    if found is None:
        return None
    day, at = (part.reindex(values.index) if len(filled) < len(values) else part for part in found)
    inference = _declared(order, column) if order else _inference(column, "no choice needed", _NO_CHOICE, "certain")
    return Dated(day, at, pd.Series(False, index=values.index), inference)


def _assembled(texts: pd.Series, found: dict[str, _Moment | None], inference: Inference | None) -> Dated:
    codes, different = pd.factorize(texts)
    moments = [found.get(text) for text in different]
    # One more at the end: the code of a missing cell is -1.
    on = np.array([moment.on if moment else None for moment in moments] + [None], dtype="datetime64[us]")
    at = np.array([moment.at if moment else None for moment in moments] + [None], dtype="datetime64[us]")
    bad = np.array([bool(text.strip()) and found.get(text) is None for text in different] + [False], dtype=bool)
    index = texts.index
    return Dated(
        pd.Series(on[codes], index=index), pd.Series(at[codes], index=index), pd.Series(bad[codes], index=index),
        inference,
    )  # fmt: skip


def _numeric(unique: Sequence[str], zone: ZoneInfo, column: str) -> tuple[_Reader | None, Inference | None]:
    """Columns whose dates are numbers: Excel serials, epoch milliseconds, epoch seconds."""
    if not unique:
        return None, None
    texts = [text.strip() for text in unique]
    if any(read_stamp(text) for text in texts):
        return None, None
    for name, fits, reader in (
        ("Excel serial numbers", _is_serial, _serial_reader(zone)),
        ("epoch milliseconds", _is_epoch(_MILLISECONDS), _epoch_reader(zone, 1000)),
        ("epoch seconds", _is_epoch(_SECONDS), _epoch_reader(zone, 1)),
    ):
        fitting = [text for text in texts if fits(text)]
        if 2 * len(fitting) > len(texts):
            evidence = f"{len(fitting)} of {len(texts)} different values are such numbers, e.g. {fitting[0]}"
            return _strict(reader, fits), _inference(column, name, evidence, "likely")
    return None, None


def _strict(reader: _Reader, fits: Callable[[str], bool]) -> _Reader:
    return lambda text: reader(text) if fits(text) else None


def _inference(column: str, value: str, evidence: str, certainty: str) -> Inference:
    return Inference.model_validate(
        {"what": "date_order", "column": column, "value": value, "evidence": evidence, "certainty": certainty}
    )


def _is_serial(text: str) -> bool:
    whole, _, part = text.replace(",", ".").partition(".")
    plain = text.isascii() and len(whole) == 5 and whole.isdigit() and (not part or part.isdigit())
    return plain and _SERIALS[0] <= int(whole) <= _SERIALS[1]


def _is_epoch(digits: int) -> Callable[[str], bool]:
    return lambda text: len(text) == digits and text.isascii() and text.isdigit()


def _serial_reader(zone: ZoneInfo) -> _Reader:
    def read(text: str) -> _Moment:
        whole, _, part = text.replace(",", ".").partition(".")
        day = _EPOCH + timedelta(days=int(whole))
        seconds = round(float(f"0.{part or 0}") * 86_400)
        if not seconds:
            return _Moment(day, None)
        moment = datetime.combine(day, time()) + timedelta(seconds=seconds)
        return _Moment(moment.date(), _utc(moment.replace(tzinfo=zone)))

    return read


def _epoch_reader(zone: ZoneInfo, per_second: int) -> _Reader:
    def read(text: str) -> _Moment:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text) / per_second)
        return _Moment(moment.astimezone(zone).date(), moment.replace(tzinfo=None))

    return read


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _written(
    texts: pd.Series, unique: Sequence[str], zone: ZoneInfo, order: str, place: _Place, hint: str
) -> tuple[_Reader, Inference | None]:
    stamps = {text.strip(): read_stamp(text.strip()) for text in unique}
    days = {text: stamp.days for text, stamp in stamps.items() if stamp is not None}
    chosen, inference = (order, _declared(order, place.column)) if order else _decide(texts, days, place, hint)
    read = [stamp for stamp in stamps.values() if stamp is not None and stamp.clock is not None]
    midnight = bool(read) and all(stamp.clock == time() for stamp in read)
    if midnight and len({stamp.offset for stamp in read}) > 1:
        midnight = False

    def reader(text: str) -> _Moment | None:
        stamp, day = stamps[text], days.get(text, {}).get(chosen)
        if stamp is None or day is None:
            return None
        return _moment(stamp, day, zone, timed=not midnight)

    return reader, inference


def _declared(order: str, column: str) -> Inference:
    return _inference(column, order, "the setting 'dates'", "declared")


def _moment(stamp: Stamp, day: date, zone: ZoneInfo, *, timed: bool) -> _Moment | None:
    if stamp.clock is None or not timed:
        return _Moment(day, None)
    local = datetime.combine(day, stamp.clock)
    offset: tzinfo = zone if stamp.offset is None else stamp.offset
    try:
        at = local.replace(tzinfo=offset).astimezone(UTC)
        on = day if stamp.offset is None else at.astimezone(zone).date()
    except OverflowError:  # the first or last day of the calendar
        return None
    return _Moment(on, at.replace(tzinfo=None))


def _decide(
    texts: pd.Series, days: dict[str, dict[str, date]], place: _Place, hint: str
) -> tuple[str, Inference | None]:
    """The order that the numeric dates of a column speak for."""
    settled = {text for text, found in days.items() if len(found) == len(_ORDERS) and len({*found.values()}) == 1}
    open_days = {text: found for text, found in days.items() if text not in settled}
    usual = {text: [o for o in _ORDERS[:2] if o in found] for text, found in open_days.items()}
    only = {order: [text for text, orders in usual.items() if orders == [order]] for order in _ORDERS[:2]}
    if only["day-first"] and only["month-first"]:
        shown = [*only["day-first"][:2], *only["month-first"][:1]]
        raise _error("some rows are only possible day first and some only month first", texts, shown, place)
    years = [text for text, orders in usual.items() if not orders]
    if years and all("year-first" in found for found in open_days.values()):
        return "year-first", _inference(place.column, "year-first", f"'{years[0]}' has no other reading", "certain")
    for order in _ORDERS[:2]:
        if only[order]:
            evidence = f"{len(only[order])} values are only possible so, e.g. {only[order][0]}; none contradicts"
            short = all("year-first" in found for found in open_days.values())
            return order, _inference(place.column, order, evidence, "likely" if short else "certain")
    differing = [text for text, found in days.items() if found.get(_ORDERS[0]) != found.get(_ORDERS[1])]
    return _undecided(texts, differing, place, hint) if days else ("day-first", None)


def _undecided(texts: pd.Series, differing: Sequence[str], place: _Place, hint: str) -> tuple[str, Inference]:
    if not differing:
        return "day-first", _inference(place.column, "no choice needed", _NO_CHOICE, "certain")
    if not hint:
        what = "both day-first and month-first fit every row"
        raise _error(what, texts, differing[:3], place)
    evidence = f"the rest of the file; {len(differing)} values here fit both orders"
    return hint, _inference(place.column, hint, evidence, "likely")


def _error(what: str, texts: pd.Series, shown: Sequence[str], place: _Place) -> AmbiguityError:
    positions = sorted((_position(texts, text), text) for text in shown)
    rows = " · ".join(
        f"'{text}'" + (f" (line {place.lines[position]})" if place.lines is not None else "")
        for position, text in positions
    )
    return AmbiguityError(
        f"column '{place.column}': {what}: {rows}",
        where=place.where,
        do="set 'dates: day-first' or 'dates: month-first' for this source in engagement.yml",
        asks=Question(
            setting="dates", column=place.column, options=_ORDERS[:2], headers=(place.column,),
            rows=tuple((text,) for _, text in positions),
            lines=tuple(int(place.lines[position]) for position, _ in positions) if place.lines is not None else (),
        ),
    )  # fmt: skip


def _position(texts: pd.Series, text: str) -> int:
    return next(at for at, value in enumerate(texts) if value is not None and value.strip() == text)


def evidence(values: pd.Series) -> str:
    """The order that the values of a column prove: ``day-first``, ``month-first``, or '' where none does or both do."""
    proven = set()
    for text in pd.unique(values.dropna()):
        stamp = read_stamp(text.strip())
        found = set(stamp.days) & set(_ORDERS[:2]) if stamp else set()
        if len(found) == 1:
            proven |= found
    return proven.pop() if len(proven) == 1 else ""
