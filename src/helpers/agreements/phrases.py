"""Phrases in free text: any case, with or without accents, as whole words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

_WORDS = re.compile(r"[a-z0-9]+")


def folded(text: str) -> str:
    """A text as it is compared: lower case, no accents, one blank between words.

    >>> folded("  Demasiado CARO, ¿no? ")
    'demasiado caro no'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return " ".join(_WORDS.findall(plain))


def standing_in(text: str, phrases: Mapping[str, str], *, longest: int) -> Iterator[tuple[str, str]]:
    """Folded phrases that stand in ``text`` as whole words, with what they stand for.

    ``longest`` is the number of words of the longest phrase: texts are read once, whatever the number of phrases.

    >>> list(standing_in("No, it is too expensive", {"too expensive": "price", "pensive": "mood"}, longest=2))
    [('too expensive', 'price')]
    """
    words = folded(text).split()
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            phrase = " ".join(words[start:end])
            if phrase in phrases:
                yield phrase, phrases[phrase]
