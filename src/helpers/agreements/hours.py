"""What a calendar writes down, read: spans of the day, closed days, and whose public holidays count."""

from __future__ import annotations

import difflib
import re
from datetime import date
from functools import cache

import holidays

from helpers.agreements.phrases import folded

_DAY = 24 * 60


def spans(hours: tuple[str, ...]) -> list[tuple[int, int]]:
    """Working spans of a day as minutes after midnight, local time.

    Raises ``ValueError`` for a span that ends before it begins, or begins before the one above it has ended.

    >>> spans(("09:00-14:00", "15:30-18:00"))
    [(540, 840), (930, 1080)]
    """
    read = [(_minutes(start), _minutes(end)) for start, end in (text.split("-") for text in hours)]
    for text, (start, end) in zip(hours, read, strict=True):
        if end > _DAY:
            raise ValueError(f"'{text}' ends after 24:00")
        if end <= start:
            raise ValueError(f"'{text}' ends before it begins")
    for place in range(1, len(read)):
        if read[place][0] < read[place - 1][1]:
            raise ValueError(f"'{hours[place]}' begins before '{hours[place - 1]}' has ended; write spans in order")
    return read


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def closed_days(closed: tuple[str, ...]) -> list[tuple[date, date]]:
    """First and last day of each closure; both are closed.

    Raises ``ValueError`` for what is no day, and for a range that runs backwards.

    >>> closed_days(("2026-08-10/2026-08-21", "2026-12-24"))[1]
    (datetime.date(2026, 12, 24), datetime.date(2026, 12, 24))
    """
    return [_closure(text) for text in closed]


def _closure(text: str) -> tuple[date, date]:
    first, _, last = (part.strip() for part in text.partition("/"))
    if not all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", part) for part in (first, last or first)):
        raise ValueError(f"'{text}' is no day; write 2026-12-24, or 2026-08-10/2026-08-21")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise ValueError(f"'{text}' names a day that does not exist") from error
    if end < start:
        raise ValueError(f"'{text}' runs backwards; write the first day first")
    return start, end


def known_country(written: str) -> str:
    """The ISO code of a country whose public holidays are known; '' for none.

    Raises ``ValueError`` that names the nearest one.

    >>> known_country("es")
    'ES'
    """
    known = holidays.list_supported_countries()
    code = written.strip().upper()
    if not code or code in known:
        return code
    name = "".join(written.title().split())
    by_name = getattr(getattr(holidays, name, None), "country", "") if name.isalpha() else ""
    near = [by_name] if by_name in known else difflib.get_close_matches(code, known, n=1)
    raise ValueError(
        f"unknown country '{written}'; " + (f"did you mean '{near[0]}'?" if near else "write its ISO code, as in 'ES'")
    )


def known_region(country: str, written: str) -> str:
    """The subdivision's code as the holidays library has it, from its code, ISO code or name; '' for none.

    Raises ``ValueError`` that names the nearest one.

    >>> known_region("ES", "es-pv"), known_region("ES", "Pais Vasco")
    ('PV', 'PV')
    """
    if not written.strip():
        return ""
    if not country:
        raise ValueError(f"region '{written}' needs a country")
    known, key = _regions(country), folded(written)
    found = known.get(key) or known.get(folded(written.upper().removeprefix(f"{country}-")))
    if found:
        return found
    near = difflib.get_close_matches(key, known, n=1)
    codes = ", ".join(sorted(set(known.values()))) or "none"
    hint = f"did you mean '{known[near[0]]}'?" if near else f"known are {codes}"
    raise ValueError(f"unknown region '{written}' of {country}; {hint}")


@cache
def _regions(country: str) -> dict[str, str]:
    """Folded code or name → code."""
    kind = type(holidays.country_holidays(country))
    names = getattr(kind, "subdivisions_aliases", {})
    return {folded(name): code for name, code in [*names.items(), *((code, code) for code in kind.subdivisions)]}


def public_holidays(country: str, region: str, *, years: range) -> list[date]:
    """Public holidays and the days they are observed on instead; none without a country."""
    if not country:
        return []
    kept = holidays.country_holidays(country, subdiv=region or None, years=years, observed=True)
    return sorted(day for day in kept if day.year in years)
