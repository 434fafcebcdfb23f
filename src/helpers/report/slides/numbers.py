"""How a chart writes its numbers: the unit's format in the notation of spreadsheets, and the currency of a figure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from helpers.report.model import Figure
from helpers.words import Words

#: Tags that make a program write the decimal sign of the language; English is the notation's own.
_LOCALES = {"es": "[$-C0A]", "es_419": "[$-80A]"}
_SPOKEN = ("hours", "days", "months", "years")
_SIGN = re.compile(r"[€$£¥]|\b[A-Z]{3}\b(?=[\s\xa0−-]?\d)|(?<=\d[\s\xa0])[A-Z]{3}\b")
_MILLION = 1_000_000


def currency(figure: Figure) -> str:
    """The sign that stands at the amounts of a figure's table, in a cell that is an amount where cells say so."""
    cells = [cell for row in figure.data.rows for cell in row if cell.fact]
    known = [cell for cell in cells if cell.unit.startswith("money")] or cells
    found = (_SIGN.search(cell.text) for cell in known)
    return next((match.group() for match in found if match), "")


def number_format(unit: str, values: Sequence[float], words: Words, *, sign: str = "") -> str:
    """The format of a unit, for numbers such as ``values``.

    >>> number_format("share", [0.125], Words("en"))
    '0.0%;−0.0%'
    """
    figure = _figure(unit, values, words, sign=sign)
    locale = _LOCALES.get(words.lang, "")
    if unit == "flag":
        return figure
    return f"{locale}{figure};{locale}−{figure}"


def _figure(unit: str, values: Sequence[float], words: Words, *, sign: str) -> str:
    finite = [abs(value) for value in values if math.isfinite(value)] or [0.0]
    if unit == "share":
        gap = '"\xa0"' if words.lang == "es" else ""
        return ("0" if all(_whole(100 * value) for value in finite) else "0.0") + f"{gap}%"
    if unit == "ratio":
        return '0.0"×"'
    if unit == "points":
        return "0"
    if unit in ("money", "money_per_day"):
        return _money(finite, words, sign=sign) + _suffix(unit, words)
    if unit == "flag":
        yes, no = words.number(1.0, "flag"), words.number(0.0, "flag")
        return f'"{yes}";"{yes}";"{no}"'
    return ("#,##0" if all(_whole(value) or value >= 100 for value in finite) else "#,##0.0") + _suffix(unit, words)


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9


def _money(sizes: Sequence[float], words: Words, *, sign: str) -> str:
    """Millions with one decimal where that says enough of every amount; else whole units."""
    sign = f'"{sign}"' if sign else ""
    digits, scale = ("#,##0.0,,", "M") if _large(sizes) else ("#,##0", "")
    if words.lang == "es":
        return digits + (f'"\xa0{scale}"' if scale else "") + (f'"\xa0"{sign}' if sign else "")
    return sign + digits + (f'"{scale}"' if scale else "")


def _large(sizes: Sequence[float]) -> bool:
    return max(sizes) >= _MILLION and all(size >= _MILLION / 10 for size in sizes if size)


def _suffix(unit: str, words: Words) -> str:
    """The unit's own word, as ``words`` writes it after a number."""
    if unit in _SPOKEN:
        spoken = words.number(2.0, unit).removeprefix("2")
        return f'"{spoken}"'
    if unit == "money_per_day":
        daily = words.number(2.0, unit).rpartition("2")[2].lstrip("\xa0€")
        return f'"\xa0{daily.strip()}"'
    return ""
