"""What a reader calls the parts of a segment. Keys of facts keep the client's words; only what is shown changes."""

from __future__ import annotations

import re

from helpers.words import Words, msg

DIMENSIONS = {
    "channel": msg("channel"), "industry": msg("industry"), "size": msg("company size"), "country": msg("country"),
    "region": msg("region"), "product": msg("product"), "campaign": msg("campaign"),
}  # fmt: skip
#: Classes the import makes itself.
CLASSES = {"blank": msg("(not filled in)"), "unknown": msg("(unknown)")}
NO_SOURCE = msg("(no source)")
_SLUG = re.compile(r"[^\W\d_A-Z]\w*")


def dimension(words: Words, name: str) -> str:
    """The name of a segment inside a sentence.

    >>> dimension(Words("es"), "channel"), dimension(Words("en"), "sales_area")
    ('canal', 'sales area')
    """
    return words.say(DIMENSIONS[name]) if name in DIMENSIONS else name.replace("_", " ")


def part(words: Words, name: str, value: str) -> str:
    """A value of a segment as it is shown: short keys as words, the import's own classes in brackets.

    >>> [part(Words("en"), "channel", value) for value in ("review_sites", "blank", "LinkedIn", "Mid-Market")]
    ['Review sites', '(no source)', 'LinkedIn', 'Mid-Market']
    """
    if value in CLASSES:
        return words.say(NO_SOURCE if (name, value) == ("channel", "blank") else CLASSES[value])
    if not _SLUG.fullmatch(value) or value != value.lower():
        return value
    shown = value.replace("_", " ")
    return shown[:1].upper() + shown[1:]
