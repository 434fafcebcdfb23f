"""The words, numbers and dates of a report, in the reader's language.

A msgid is the English sentence with ``{named}`` blanks. Its translations lie in ``locales/<lang>/LC_MESSAGES/*.po``,
one file a domain, merged at first use. A sentence without translation falls back to English with a warning of kind
``Untranslated``, which the tests treat as an error. ``es_419`` (Latin America) is ``es`` with the sentences of its own
laid over it: it holds only those that differ.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from helpers.periods import Period

LOCALES = Path(__file__).parent / "locales"
#: What a report can be written in.
Language = Literal["en", "es", "es_419"]
LANGUAGES: dict[str, Language] = {"en": "en", "es": "es", "es_419": "es_419"}
#: Language of a report → the Babel locale that writes its numbers and dates.
_BABEL = {"en": "en_GB", "es": "es", "es_419": "es_419"}
_MISSING = "–"
_MINUS = "−"
#: Spanish writes 'e' for 'y' before the sound i (not before hie-, hia-), and 'u' for 'o' before the sound o.
_SOUND_I = re.compile(r"^(i(?![aeou])|hi(?![aeo])|í|hí)", re.IGNORECASE)


def base(lang: str) -> str:
    """The language whose pages, forms and lists a reader of ``lang`` gets: ``es`` for ``es_419``, else ``lang`` itself.

    >>> base("es_419"), base("es"), base("en")
    ('es', 'es', 'en')
    """
    return lang.split("_")[0]


def tag(lang: str) -> str:
    """The language as pages on the web name it: ``es_419`` → ``es-419``."""
    return lang.replace("_", "-")


class Untranslated(UserWarning):
    """A sentence has no translation in the language asked for."""


def msg(msgid: str) -> str:
    """Mark a sentence for translation where it is kept in a table and said later."""
    return msgid


@cache
def catalogue(lang: str) -> dict[str, str | tuple[str, ...]]:
    """Every translation of ``lang``, all domains merged, over those of its base; plural sentences are tuples of forms.

    >>> catalogue("es")["Win rate"], catalogue("es_419")["Win rate"]
    ('Tasa de éxito', 'Tasa de cierre')
    """
    entries = dict(catalogue(base(lang))) if base(lang) != lang else {}
    for path in sorted((LOCALES / lang / "LC_MESSAGES").glob("*.po")):
        for message in _read(path, lang=lang):
            msgid = message.id if isinstance(message.id, str) else message.id[0]
            text = message.string
            if msgid and text and (isinstance(text, str) or all(text)):
                entries[msgid] = text if isinstance(text, str) else tuple(text)
    return entries


def _read(path: Path, *, lang: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


class Words:
    """What a report says, and how it writes numbers.

    >>> Words("es").interval(0.061, 0.09, "share").replace("\\xa0", " ")
    'entre 6,1 % y 9,0 %'
    """

    def __init__(self, lang: str, currency: str = "EUR") -> None:
        self.lang: Language = LANGUAGES[lang]
        self.currency = currency
        self._locale = _BABEL[lang]

    # -- sentences -------------------------------------------------------------------------------------------------

    def say(self, msgid: str, /, **blanks: object) -> str:
        """The sentence in this language, its blanks filled."""
        text = self._translation(msgid)
        text = text if isinstance(text, str) else text[0]
        return text.format(**blanks) if blanks else text

    def plural(self, one: str, many: str, n: float, /, **blanks: object) -> str:
        """The singular or plural sentence for ``n``, which also fills the blank ``{n}``."""
        single = round(n, 1) == 1
        text = self._translation(one) if self.lang != "en" else (one, many)
        form = text if isinstance(text, str) else text[0 if single else 1]
        return form.format(n=self.count(n), **blanks)

    def _translation(self, msgid: str) -> str | tuple[str, ...]:
        found = catalogue(self.lang).get(msgid)
        if found is not None:
            return found
        if self.lang != "en" and msgid:
            warnings.warn(f"{self.lang}: no translation of {msgid!r}", Untranslated, stacklevel=3)
        return msgid

    def listing(self, items: Iterable[str]) -> str:
        """``a, b and c``; Spanish ``a, b y c``, with ``e`` before the sound i."""
        names = list(items)
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self._and(names[-1])} {names[-1]}"

    def _and(self, following: str) -> str:
        if base(self.lang) == "es":
            return "e" if _SOUND_I.match(following.strip("«“\"'¿¡( ")) else "y"
        return "and"

    # -- numbers ---------------------------------------------------------------------------------------------------

    def share(self, x: float, digits: int = 1) -> str:
        """0.0823 → ``8.2%``; Spanish ``8,2 %`` with a space that does not break."""
        if math.isnan(x):
            return _MISSING
        space = "\xa0" if self.lang == "es" else ""
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + space + "%"
        return _signed(str(format_percent(x, format=pattern, locale=self._locale)))

    def money(self, x: float) -> str:
        """Whole units from 100 on; below, cents where there are any."""
        if math.isnan(x):
            return _MISSING
        digits = 0 if abs(x) >= 100 or float(x).is_integer() else 2
        figure = "#,##0" + ("." + "0" * digits if digits else "")
        pattern = {"es": f"{figure}\xa0¤", "es_419": f"¤\xa0{figure}"}.get(self.lang, f"¤{figure}")
        return _signed(
            str(format_currency(x + 0.0, self.currency, format=pattern, locale=self._locale, currency_digits=False))
        )

    def money_short(self, x: float) -> str:
        """A compact amount for charts: ``€1.2M``."""
        if abs(x) < 1000:
            return self.money(x)
        text = str(format_compact_currency(x, self.currency, locale=self._locale, fraction_digits=1))
        # That locale writes codes of currencies against the number: EUR1.2 M.
        return _signed(re.sub(r"(?<=[A-Z])(?=\d)", "\xa0", text) if self.lang == "es_419" else text)

    def count(self, x: float) -> str:
        """A number of things, grouped; one decimal only where it is not whole."""
        if math.isnan(x):
            return _MISSING
        return self._decimal(x, 0 if round(float(x), 1).is_integer() or abs(x) >= 1000 else 1)

    def days(self, x: float) -> str:
        """``74 days``."""
        return _MISSING if math.isnan(x) else self.plural("{n} day", "{n} days", _tidy(x))

    def hours(self, x: float) -> str:
        """``3.5 hours``: working hours."""
        return _MISSING if math.isnan(x) else self.plural("{n} hour", "{n} hours", round(x, 1) if x < 10 else _tidy(x))

    def months(self, x: float) -> str:
        """``11.3 months``."""
        return _MISSING if math.isnan(x) else self.plural("{n} month", "{n} months", _tidy(x))

    def years(self, x: float) -> str:
        """``2.5 years``."""
        return _MISSING if math.isnan(x) else self.plural("{n} year", "{n} years", _tidy(x))

    def score(self, x: float) -> str:
        """A score from 0 to 100: ``62``."""
        return _MISSING if math.isnan(x) else self._decimal(x, 0)

    def tenths(self, x: float) -> str:
        """A mean of counts: ``2.3``."""
        return _MISSING if math.isnan(x) else self._decimal(x, 1)

    def ratio(self, x: float) -> str:
        """3.24 → ``3.2×``."""
        return _MISSING if math.isnan(x) else self._decimal(x, 1) + "×"

    def number(self, x: float, unit: str) -> str:
        """``x`` as its ``unit`` is written; a dash where it is missing."""
        if math.isnan(x):
            return _MISSING
        writers = {
            "share": self.share, "money": self.money, "hours": self.hours, "days": self.days, "months": self.months,
            "years": self.years, "count": self.count, "rows": self.count, "ratio": self.ratio,
            "points": self.score,
        }  # fmt: skip
        if unit in writers:
            return writers[unit](x)
        if unit == "money_per_day":
            return self.say("{money} a day", money=self.money(x))
        return self.say("yes") if x else self.say("no")

    def change(self, x: float, unit: str) -> str:
        """A difference with its sign; shares differ in points."""
        if math.isnan(x):
            return _MISSING
        size = self._size(abs(x), unit)
        if size == self._size(0.0, unit):
            return size
        return ("+" if x > 0 else _MINUS) + size

    def _size(self, x: float, unit: str) -> str:
        """How large a difference is: shares and scores differ in points."""
        if unit == "points":
            return self.plural("{n} point", "{n} points", float(round(x)))
        return self.points(x) if unit == "share" else self.number(x, unit)

    def points(self, x: float) -> str:
        """0.021 → ``2.1 points``."""
        return self.plural("{n} point", "{n} points", round(x * 100, 1))

    def interval(self, low: float, high: float, unit: str) -> str:
        """``between X and Y``; one-sided where an end is missing; empty where both are."""
        if math.isnan(low) and math.isnan(high):
            return ""
        if math.isnan(high) or math.isinf(high):
            return self.say("at least {low}", low=self.number(low, unit))
        if math.isnan(low):
            return self.say("at most {high}", high=self.number(high, unit))
        return self._between(self._bare(low, unit, high=high), self.number(high, unit))

    def span(self, low: float, high: float, unit: str) -> str:
        """The interval for a table: ``6.1% – 9.0%``; one-sided or empty as ``interval``."""
        if math.isnan(low) or math.isnan(high) or math.isinf(high):
            return self.interval(low, high, unit)
        return f"{self._bare(low, unit, high=high)} – {self.number(high, unit)}"

    def change_interval(self, low: float, high: float, unit: str) -> str:
        """The interval of a difference, signs kept."""
        if math.isnan(low) or math.isnan(high):
            return ""
        return self._between(self.change(low, unit), self.change(high, unit))

    def _between(self, low: str, high: str) -> str:
        if low == high:
            return self.say("about {value}", value=low)
        return self.say("between {low} {and_} {high}", low=low, high=high, and_=self._and(high))

    def _bare(self, low: float, unit: str, *, high: float) -> str:
        """The lower end without its unit's word when the upper end repeats it (``between 60 and 84 days``)."""
        same = self.number(low, unit) == self.number(high, unit)
        spoken = unit in ("hours", "days", "months", "years") and not same
        return self.count(_tidy(low)) if spoken else self.number(low, unit)

    def country(self, code: str) -> str:
        """The country behind an ISO code: ``Spain``, ``España``; the code itself where it is none."""
        return str(Locale.parse(self._locale).territories.get(code, code))

    def _decimal(self, x: float, digits: int) -> str:
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return _signed(str(format_decimal(x + 0.0, format=pattern, locale=self._locale)))

    # -- time ------------------------------------------------------------------------------------------------------

    def period(self, period: Period) -> str:
        """``March 2026``, ``marzo de 2026``; ranges with a dash."""
        first, last = (format_skeleton("yMMMM", day, locale=self._locale) for day in (period.first, period.last))
        return str(first) if period.length == 1 else f"{first} – {last}"

    def month(self, day: date) -> str:
        """The month alone: ``March``, ``marzo``."""
        return str(format_date(day, "LLLL", locale=self._locale))

    def month_short(self, day: date) -> str:
        """``Mar 26``, for axes."""
        return str(format_date(day, "MMM yy", locale=self._locale))

    def day_short(self, day: date) -> str:
        """``31 Oct 2026``, for tables."""
        return str(format_date(day, "medium", locale=self._locale))

    def weekday(self, day: date) -> str:
        """``Tuesday, 8 December 2026``, ``martes, 8 de diciembre de 2026``."""
        return str(format_date(day, "full", locale=self._locale))

    def date(self, day: date) -> str:
        """``31 October 2026``, ``31 de octubre de 2026``."""
        return str(format_date(day, "long", locale=self._locale))


def _signed(text: str) -> str:
    return text.replace("-", _MINUS)


def _tidy(x: float) -> float:
    """One decimal below 100, none above: what a reader can use of a duration."""
    return float(round(x)) if abs(x) >= 100 else round(x, 1)
