"""One text → the parts of a date and time, before anyone decides which part is the day."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr",
            "may mayo", "june jun junio", "july jul julio", "august aug agosto ago",
            "september sep sept septiembre setiembre set", "october oct octubre", "november nov noviembre",
            "december dec diciembre dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?"
    r"\s*(?P<offset>z|utc|gmt|(?:utc|gmt)?[+-]\d{2}:?\d{2}|[+-]\d{2}|(?:utc|gmt)[+-]\d{1,2}(?::\d{2})?"
    r"|wes?t|ces?t|ees?t|[ecmp][sd]t)?(?:\s*h(?:rs?)?\.?)?",
    re.IGNORECASE,
)
#: Hours of the zones that forms on the web write by name: those of Europe, and of America as RFC 2822 has them.
_ZONES = {
    "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_BEFORE_TIME = r"(?P<before>\s*[T,]\s*|\s+|\s+a las\s+)?"
_DAYNAME = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_WORD = r"(?P<month>[^\W\d_]{3,10})\.?"
_SHAPES = tuple(
    re.compile(shape + _BEFORE_TIME, re.IGNORECASE)
    for shape in (
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>\d{4})[-/](?P<m>\d{1,2})",
        _DAYNAME + r"(?P<a>\d{1,2})(?P<s>[-/. ])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})",
        _DAYNAME + r"(?P<d>\d{1,2})(?:º|ª|st|nd|rd|th)?(?:\s+de\s+|[-/. ]\s*)" + _WORD
        + r"(?:,?\s+(?:de|del)\s+|[-/., ]\s*)(?P<y>\d{4}|\d{2})",
        _DAYNAME + _WORD + r"\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})",
        _WORD + r"(?:\s+de(?:l)?)?[\s-]+(?P<y>\d{4})",
    )
)  # fmt: skip
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")


class Stamp(NamedTuple):
    """One date and time: ``days``, the calendar day under each order that gives one; the clock and offset written."""

    days: dict[str, date]
    clock: time | None
    offset: timezone | None


def read_stamp(text: str) -> Stamp | None:
    """The parts of a date, or None where the text is none.

    >>> read_stamp("12 mar 2026").days["day-first"]
    datetime.date(2026, 3, 12)
    >>> sorted(read_stamp("03/04/2026").days)
    ['day-first', 'month-first']
    >>> read_stamp("soon") is None
    True
    """
    colon = text.find(":")
    if colon < 0:
        days = _days(text, timed=False)
        return None if days is None else Stamp(days, None, None)
    start = max(colon - (2 if text[max(colon - 2, 0) : colon].isdecimal() else 1), 0)
    days, clock = _days(text[:start], timed=True), _clock(text[start:])
    return None if days is None or clock is None else Stamp(days, *clock)


# A column has far fewer different days, and different times, than different moments: each is read once.


@lru_cache(maxsize=50_000)
def _days(text: str, *, timed: bool) -> dict[str, date] | None:
    plain = _BLANKS.sub(" ", text).lstrip() if timed else _BLANKS.sub(" ", text).strip()
    if not plain.isascii() and not any(letter.isalpha() for letter in plain):
        return None
    for shape in _SHAPES:
        match = shape.fullmatch(plain)
        if match is not None and bool(match["before"]) == timed:
            return _calendar(_dates(match.groupdict()))
    return None


def _calendar(parts: dict[str, tuple[int, int, int]]) -> dict[str, date] | None:
    """The days that exist; None where the text named no month at all."""
    found = {}
    for order, (year, month, day) in parts.items():
        try:
            found[order] = date(year, month, day)
        except ValueError:
            continue
    return found if parts else None


def _dates(parts: dict[str, str | None]) -> dict[str, tuple[int, int, int]]:
    a, b, c = parts.get("a"), parts.get("b"), parts.get("c")
    if a and b and c:
        orders = {"day-first": (_year(c), int(b), int(a)), "month-first": (_year(c), int(a), int(b))}
        return {**orders, "year-first": (_year(a), int(b), int(c))} if len(a) == len(c) == 2 else orders
    month = _month(parts)
    if not month:
        return {}
    one = (_year(parts["y"] or ""), month, int(parts.get("d") or 1))
    return {"day-first": one, "month-first": one, "year-first": one}


def _month(parts: dict[str, str | None]) -> int:
    if number := parts.get("m"):
        return int(number)
    name = unicodedata.normalize("NFKD", parts.get("month") or "").casefold()
    return _MONTHS.get(name, 0)


def _year(text: str) -> int:
    """Two digits are 1969–2068, as POSIX reads them."""
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year >= 69 else 2000)


@lru_cache(maxsize=50_000)
def _clock(text: str) -> tuple[time, timezone | None] | None:
    """The clock and the offset of a written time; None where it is no time."""
    match = _TIME.fullmatch(_BLANKS.sub(" ", text).strip())
    if match is None:
        return None
    fraction = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    try:
        hour = _hour(int(match["hour"]), match["half"])
        return time(hour, int(match["minute"]), int(match["second"] or 0), fraction), _offset(match["offset"])
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day; -1 where a twelve-hour clock cannot show it."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        return -1
    return hour % 12 + (12 if half.lower().startswith("p") else 0)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    written = re.search(r"(\d{1,2}):?(\d{2})?$", text)
    if written is None:
        return timezone(timedelta(hours=_ZONES[text.lower()])) if text.lower() in _ZONES else UTC
    shift = timedelta(hours=int(written[1]), minutes=int(written[2] or 0))
    return timezone(-shift if "-" in text else shift) if shift < timedelta(hours=24) else None
