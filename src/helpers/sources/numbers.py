"""Text → numbers: the decimal mark is decided per column from evidence, and where nothing decides, reading stops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from helpers.contract import Inference
from helpers.errors import AmbiguityError, Question

_SYMBOLS = r"(?:[A-Z]{0,3}[$€£¥₹₺₽₩₪฿₡₲₱₴₦]|[A-Z]{3}|kr\.?|zł|Kč|Ft|lei|S/\.?|Bs\.?|[Ee]uros?)"
_DRESSED = re.compile(
    rf"(?P<open>\()?(?P<sign>[-+])?(?:{_SYMBOLS})?(?P<inner>[-+])?(?P<body>[\d.,' ]*\d[\d.,' ]*?)(?P<exp>[eE][-+]?\d+)?"
    rf"(?P<trail>-)?(?P<percent>%)?(?:{_SYMBOLS})?(?P<trail2>-)?(?P<close>\))?"
)
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u2009]+")
#: What exports write where they have no number.
_NOTHING = {"-", "--", "—", "–", "n/a", "na", "n.a.", "n/d", "nd", "n.d.", "null", "none", "nan", "#n/a"}
_PLAIN = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Numbered:
    """Numbers read from text: ``values`` are Decimal or None, ``bad`` marks text that is no number at all."""

    values: pd.Series
    bad: pd.Series
    inference: Inference | None


def read_numbers(
    values: pd.Series,
    *,
    column: str,
    where: str,
    decimal: str = "",
    lines: Sequence[int] | None = None,
    hint: str = "",
) -> Numbered:
    """The numbers of one column of text.

    ``decimal`` is the declared mark (``,`` or ``.``) and wins: text that it cannot read is ``bad``. Without it, values
    that only one mark can read decide (``1.234,50``, ``11,52``, ``1,234,567``); ``hint`` is the mark that the rest of
    the file speaks for, used where the column itself is silent and reported as ``likely``. ``25 %`` is 0.25; ``(5)``
    and ``5-`` are −5; ``--`` and ``n/a`` are missing.

    Raises ``AmbiguityError`` where nothing decides between two readings that differ (``1.204``), or where some rows
    can only be read with one mark and some only with the other.

    >>> read_numbers(pd.Series(["1.204", "11,52"]), column="Spend", where="ads.csv").values.tolist()
    [Decimal('1204'), Decimal('11.52')]
    """
    texts = values.astype(object).where(values.notna(), None)
    unique = {text: readings(text) for text in pd.unique(texts.dropna())}
    mark, inference = decimal, _declared(decimal, column)
    if not decimal:
        mark, inference = _decide(texts, unique, _Place(column, where, lines), hint)
    found = {text: read.get(mark) for text, read in unique.items()}
    nothing = {text for text in unique if _clean(text).casefold() in _NOTHING or not text.strip()}
    numbers = pd.Series([found.get(text) for text in texts], index=values.index, dtype=object)
    bad = pd.Series(
        [text is not None and found[text] is None and text not in nothing for text in texts],
        index=values.index,
        dtype=bool,
    )
    return Numbered(numbers, bad, inference)


@dataclass(frozen=True)
class _Place:
    column: str
    where: str
    lines: Sequence[int] | None


def _declared(decimal: str, column: str) -> Inference | None:
    if not decimal:
        return None
    return Inference(
        what="decimal", column=column, value=decimal, evidence="the setting 'decimal'", certainty="declared"
    )


def _clean(text: str) -> str:
    return _BLANKS.sub(" ", text.replace("\u2212", "-").replace("’", "'")).strip()


@lru_cache(maxsize=200_000)
def _readings(text: str) -> tuple[tuple[str, Decimal], ...]:
    if _PLAIN.fullmatch(text) and text.isascii():
        number = Decimal(text)
        return ((",", number), (".", number))
    match = _DRESSED.fullmatch(_undressed(text))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return ()
    signs = [match[name] for name in ("open", "sign", "inner", "trail", "trail2") if match[name]]
    if len(signs) > 1:
        return ()
    found = []
    for mark in (",", "."):
        value = _with_mark(match["body"].strip(), mark)
        if value is not None:
            power = int(match["exp"][1:]) if match["exp"] else 0
            scaled = value.scaleb(power - 2 if match["percent"] else power)
            found.append((mark, -scaled if signs and signs[0] in "-(" else scaled))
    return tuple(found)


def _undressed(text: str) -> str:
    """One text without the blanks that stand beside signs and currencies (those between digits group)."""
    return re.sub(r"(?<!\d) | (?!\d)", "", _clean(text))


def readings(text: str) -> dict[str, Decimal]:
    """What a text is under each decimal mark; empty where it is no number.

    >>> readings("1.234,50")
    {',': Decimal('1234.50')}
    >>> readings("1.204")
    {',': Decimal('1204'), '.': Decimal('1.204')}
    """
    return dict(_readings(text))


def _with_mark(body: str, mark: str) -> Decimal | None:
    group = "." if mark == "," else ","
    whole, found, fraction = body.partition(mark)
    if (found and not fraction.isascii()) or (fraction and not fraction.isdigit()) or (found and not fraction):
        return None
    digits = _ungrouped(whole, group)
    return None if digits is None else Decimal(f"{digits or '0'}.{fraction}" if fraction else digits or "0")


#: Thousands as most write them (1,234,567) and as India does (12,34,567), per grouping mark.
_GROUPED = {
    mark: re.compile(r"[1-9]\d{0,2}(?:G\d{3})+|[1-9]\d?(?:G\d{2})+G\d{3}".replace("G", re.escape(mark)))
    for mark in (".", ",", "'", " ")
}


def _ungrouped(whole: str, group: str) -> str | None:
    if not whole or (whole.isdigit() and whole.isascii()):
        return whole
    for mark in (group, "'", " "):
        if mark in whole and _GROUPED[mark].fullmatch(whole):
            return whole.replace(mark, "")
    return None


def evidence(values: pd.Series) -> str:
    """The mark that the values of a column prove: ``,``, ``.``, or '' where none does or both do."""
    marks = {next(iter(read)) for text in pd.unique(values.dropna()) if len(read := readings(text)) == 1}
    return marks.pop() if len(marks) == 1 else ""


def _decide(
    texts: pd.Series, unique: dict[str, dict[str, Decimal]], place: _Place, hint: str
) -> tuple[str, Inference | None]:
    only = {mark: [t for t, read in unique.items() if list(read) == [mark]] for mark in (",", ".")}
    open_texts = [text for text, read in unique.items() if len(set(read.values())) == 2]
    if only[","] and only["."]:
        shown = [*only[","][:2], *only["."][:1]]
        raise _error("some rows need ',' and some '.' as decimal mark", texts, shown, place)
    mark = "," if only[","] else "." if only["."] else hint
    if not mark and open_texts:
        raise _error("the decimal mark can be ',' or '.'", texts, open_texts[:3], place)
    if only[","] or only["."]:
        text = f"{len(only[mark])} values can only be read so, e.g. {only[mark][0].strip()}"
        return mark, Inference(what="decimal", column=place.column, value=mark, evidence=text, certainty="certain")
    if open_texts:
        text = f"the rest of the file; {len(open_texts)} values here could be read either way"
        return mark, Inference(what="decimal", column=place.column, value=mark, evidence=text, certainty="likely")
    return mark or ".", None


def _error(what: str, texts: pd.Series, shown: list[str], place: _Place) -> AmbiguityError:
    found = sorted(((t, _position(texts, t)) for t in shown), key=lambda pair: pair[1])
    rows = " · ".join(
        f"'{text.strip()}'" + (f" (line {place.lines[position]})" if place.lines is not None else "")
        for text, position in found
    )
    return AmbiguityError(
        f"column '{place.column}': {what}: {rows}",
        where=place.where,
        do="set 'decimal: \",\"' or 'decimal: \".\"' for this source in engagement.yml",
        asks=Question(
            setting="decimal", column=place.column, options=(",", "."), headers=(place.column,),
            rows=tuple((text.strip(),) for text, _ in found),
            lines=tuple(int(place.lines[position]) for _, position in found) if place.lines is not None else (),
        ),
    )  # fmt: skip


def _position(texts: pd.Series, text: str) -> int:
    return next(position for position, value in enumerate(texts) if value == text)
