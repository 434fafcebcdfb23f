"""Free text as it may be kept: without addresses, telephone numbers, names of people and names of companies.

The names are those of the exports themselves: first and last names of people, owners of records, companies. A name of
several words is blotted out however it is written; a single word only where it begins with a capital, so that ordinary
words survive. Whatever no export names cannot be known here.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

import pandas as pd

from helpers.sources.privacy import blotted

BLOT = "…"
#: A name as folded words; and somebody's first and last name.
Name = tuple[str, ...]
Person = tuple[Name, Name]
_TOKEN = re.compile(r"[^\W_]+")
#: Blots with nothing but blanks or the punctuation of a name between them are one.
_ROW_OF_BLOTS = re.compile(r"…(?:[ ,.’'-]{0,2}…)+")


@cache
def words_of(kind: str) -> frozenset[str]:
    """Words that no name is made of, by ``kind`` of the list in ``masking.toml``."""
    listed: dict[str, str] = tomllib.loads((Path(__file__).parent / "masking.toml").read_text(encoding="utf-8"))
    return frozenset(listed[kind].split())


def _nobody(words: Collection[str]) -> bool:
    """Whether the name of an owner is that of a team, a queue or a post."""
    offices = words_of("offices") | words_of("departments")
    return not offices.isdisjoint(words) or (offices | words_of("posts")).issuperset(words)


@lru_cache(maxsize=200_000)
def _folded(token: str) -> str:
    if token.isascii():
        return token.lower()
    letters = unicodedata.normalize("NFKD", token.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _tokens(text: str) -> list[str]:
    # Composed first: a combining accent is no letter, and would end a token.
    return [_folded(token) for token in _TOKEN.findall(unicodedata.normalize("NFC", text))]


def bare_name(company: str) -> str:
    """A company's name as people shorten it: folded, without punctuation and legal form.

    >>> bare_name("Talleres Uno, S.L.") == bare_name("TALLERES UNO")
    True
    """
    return " ".join(_without_form(tuple(_tokens(company))))


@dataclass(frozen=True)
class _Index:
    """Names as they are looked up: single words; longer ones, and the length of the longest by its first word.

    ``doubtful`` are names of companies that hold one word of their own only ('La Oferta'): a capital must tell them.
    """

    words: frozenset[str]
    names: frozenset[Name]
    doubtful: frozenset[Name]
    longest: dict[str, int]


@dataclass(frozen=True)
class Names:
    """The names that exports hold; each part may have missing values."""

    #: first and last name of each person
    people: list[tuple[pd.Series, pd.Series]] = field(default_factory=list)
    owners: list[pd.Series] = field(default_factory=list)
    companies: list[pd.Series] = field(default_factory=list)
    domains: list[pd.Series] = field(default_factory=list)

    def masked(self, values: pd.Series) -> pd.Series:
        """A column of free text without names, addresses and telephone numbers; missing stays missing.

        >>> names = Names(people=[(pd.Series(["Ana"]), pd.Series(["Ruiz Gil"]))], companies=[pd.Series(["Acme, SL"])])
        >>> names.masked(pd.Series(["RUIZ GIL, Ana (Acme SL) says a ruiz costs 5 €", "ana ruiz: no"])).tolist()
        ['… (…) says a ruiz costs 5 €', '…: no']
        """
        meaning = {raw: self.text(str(raw)) for raw in values.dropna().unique()}
        return values.map(meaning).astype("str")

    def text(self, text: str) -> str:
        """The same for one text."""
        plain = blotted(unicodedata.normalize("NFC", text))
        spots = list(_spots(plain, self._index))
        for start, end in reversed(spots):
            plain = plain[:start] + BLOT + plain[end:]
        return _ROW_OF_BLOTS.sub(BLOT, plain)

    @cached_property
    def _index(self) -> _Index:
        words: set[str] = set()
        people: set[Name] = set()
        for first, last in self._persons():
            words.update((*first, *last))
            people.update(_orders(first, last))
        written = [tuple(_tokens(company)) for company in _different(self.companies)]
        firms = {name for whole in written for name in (whole, _without_form(whole))}
        words.update(name[0] for name in people | firms if len(name) == 1)
        words.update(_folded(text.split(".")[0]) for text in _different(self.domains))
        long = frozenset(name for name in people | firms if len(name) > 1)
        longest: dict[str, int] = {}
        for name in long:
            longest[name[0]] = max(longest.get(name[0], 0), len(name))
        single = frozenset(word for word in words if len(word) > 1) - words_of("common") - words_of("departments")
        doubtful = frozenset(name for name in firms - people if len(set(name) - words_of("common")) < 2)
        return _Index(single, long, doubtful, longest)

    def _persons(self) -> Iterator[Person]:
        """First and last names as words; a whole name in one column is parted like an owner's."""
        for first, last in self.people:
            pairs = pd.DataFrame({"first": first, "last": last}).drop_duplicates().fillna("")
            for given, family in zip(pairs["first"], pairs["last"], strict=True):
                person = tuple(_tokens(given)), tuple(_tokens(family))
                yield person if all(person) else _parted(given or family)
        for owner in _different(self.owners):
            yield from _owner(owner)


def _different(columns: Iterable[pd.Series]) -> Iterator[str]:
    yield from dict.fromkeys(str(text) for values in columns for text in values.dropna().unique())


def _owner(text: str) -> Iterator[Person]:
    """First and last name of an owner: 'Ana Ruiz', 'Ruiz, Ana' or 'ana.ruiz@…'; nothing for an id or a team."""
    written = text.partition("@")[0] if "@" in text else re.sub(r"\(.*?\)", " ", text)
    words = _tokens(written)
    if len(words) <= 6 and all(word.isalpha() for word in words) and not _nobody(words):
        yield _parted(written)


def _parted(written: str) -> Person:
    family, comma, given = written.partition(",")
    if comma:
        return tuple(_tokens(given)), tuple(_tokens(family))
    words = tuple(_tokens(written))
    return words[:1], words[1:]


def _orders(first: Name, last: Name) -> Iterator[Name]:
    """The ways in which people write a whole name."""
    if not first or not last:
        yield first + last
        return
    families = {last, *(last[start:] for start in range(1, len(last)))}
    families |= {(name,) for name in last if name not in words_of("common")}
    for given in {first, first[:1]}:
        for family in families:
            yield given + family
            yield family + given


def _without_form(name: Name) -> Name:
    """A company's name without its legal form."""
    end = len(name)
    while end > 1 and name[end - 1] in words_of("legal"):
        end -= 1
    return name[:end]


def _spots(text: str, index: _Index) -> Iterator[tuple[int, int]]:
    """Where names stand in a text, the longest first at each word."""
    found = [(match.start(), match.end(), _folded(match.group())) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(found):
        size = _length(found, at, text, index)
        if size:
            while at + size < len(found) and _legal(found[at + size], text):
                size += 1
            yield found[at][0], found[at + size - 1][1]
        at += size or 1


def _legal(word: tuple[int, int, str], text: str) -> bool:
    """Whether a word after a name is its legal form ('SL' after a company that is known without it)."""
    start, end, folded = word
    return folded in words_of("legal") - words_of("common") and end - start > 1 and text[start].isupper()


def _length(found: list[tuple[int, int, str]], at: int, text: str, index: _Index) -> int:
    """How many words from here on are a name; 0 where none is."""
    start, _, word = found[at]
    for size in range(min(index.longest.get(word, 0), len(found) - at), 1, -1):
        here = found[at : at + size]
        name = tuple(token for _, _, token in here)
        if name in index.names and (name not in index.doubtful or _capital(here, text)):
            return size
    return int(word in index.words and text[start].isupper())


def _capital(here: list[tuple[int, int, str]], text: str) -> bool:
    """Whether a word that is no particle begins with a capital."""
    return any(text[start].isupper() for start, _, token in here if token not in words_of("common"))
