"""How a number is shown in its cell: as the report writes it, while the cell holds the number itself."""

from __future__ import annotations

import re
from datetime import date

from helpers.words import Words

_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_SIGNS = "+-−"
_PLAIN = "#,##0.##"
DAY = "d mmm yyyy"
#: Day 0 of spreadsheets, counted as ``date.toordinal`` does.
_EPOCH = date(1899, 12, 30).toordinal()


def pattern(text: str, number: float, unit: str) -> str:
    """The number format under which ``number`` reads as ``text``.

    A share that differs in points is shown in per cent with the word for points behind it, since no number format takes
    a share times a hundred without that sign. Where the text is no way to write the number, the format of its unit.

    >>> pattern("8.2%", 0.0823, "share"), pattern("12.345 €", 12345.0, "money"), pattern("74 days", 74.2, "days")
    ('0.0%', '#,##0" €"', '#,##0" days"')
    >>> pattern("+2.1 points", 0.021, "share")
    '+0.0%" points";"−"0.0%" points";0.0%" points"'
    """
    found = _FIGURE.search(text)
    digits = _digits(found[0], number, scaled=unit == "share") if found else None
    if found is None or digits is None:
        return bare(unit)
    before, after = text[: found.start()], text[found.end() :]
    size = bare_figure(digits, share=unit == "share")
    if unit == "share":
        after = after.replace("%", "", 1).rstrip() if "%" in after else after
        gap = "\\ " if re.match(r"\s%", text[found.end() :]) else ""
        size = f"{size}{gap}%"
    shown = f"{_quoted(before.lstrip(_SIGNS))}{size}{_quoted(after)}"
    if before.startswith("+"):
        return f'+{shown};"−"{shown};{shown}'
    if before[:1] in (*_SIGNS,) and before:
        return f'{"+" if unit == "share" and "%" not in text else ""}{shown};"−"{shown};{shown}'
    return shown if number >= 0 else f'{shown};"−"{shown}'


def unit_of(text: str, number: float) -> str:
    """Whether a text says this number: as it is (``count``), in per cent (``share``), or not at all.

    >>> unit_of("1,250 €", 1250.0), unit_of("12%", 0.12), unit_of("30 Sept 2026", 739889.0)
    ('count', 'share', '')
    """
    found = _FIGURE.search(text)
    if found is None or len(_FIGURE.findall(text)) > 1:
        return ""
    if "%" in text:
        return "share" if _digits(found[0], number, scaled=True) is not None else ""
    return "count" if _digits(found[0], number, scaled=False) is not None else ""


def bare(unit: str) -> str:
    """The format of a unit without words.

    >>> bare("share"), bare("ratio"), bare("count")
    ('0.0%', '0.0"×"', '#,##0.##')
    """
    return {"share": "0.0%", "ratio": '0.0"×"', "day": DAY, "money": "#,##0", "points": "0"}.get(unit, _PLAIN)


def bare_figure(digits: int, *, share: bool) -> str:
    """So many decimals; large numbers in groups."""
    return ("0" if share else "#,##0") + ("." + "0" * digits if digits else "")


def axis(words: Words, values: list[float], unit: str) -> str:
    """The format for the labels of a chart: that of its largest number, as the report would write it."""
    largest = max(values, key=abs, default=0.0)
    return pattern(words.number(largest, unit), largest, unit)


def whole(shape: str) -> str:
    """The same format without decimals.

    >>> whole('0.0%'), whole('#,##0.0"×"')
    ('0%', '#,##0"×"')
    """
    return re.sub(r"\.[0#]+", "", shape)


def serial(ordinal: float) -> float:
    """A day as a spreadsheet counts it.

    >>> serial(date(2026, 9, 30).toordinal())
    46295.0
    """
    return float(ordinal) - _EPOCH


def _digits(figure: str, number: float, *, scaled: bool) -> int | None:
    """How many decimals the figure has, where it is the number at all: in either language's way of writing."""
    size = abs(number) * (100 if scaled else 1)
    for group, point in ((",", "."), (".", ",")):
        whole, sign, part = figure.replace(group, "").partition(point)
        if whole.isdigit() and (part.isdigit() or not sign):
            said = float(f"{whole}.{part or 0}")
            if abs(said - size) <= 0.5000001 * 10 ** -len(part) + 1e-9 * size:
                return len(part)
    return None


def _quoted(text: str) -> str:
    """Words within a format, never read as its signs."""
    return "" if not text else '"' + text.replace('"', "”").replace("\xa0", " ") + '"'
