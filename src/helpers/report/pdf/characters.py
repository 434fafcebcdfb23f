"""Characters that a page can show: a document for everyone may hold none that has no sign."""

from __future__ import annotations

import unicodedata

_REPLACED = "\ufffd"


def printable(text: str) -> str:
    """The text with control characters as spaces and what no font can draw as the sign of replacement.

    >>> printable("a\\x00b\\tc")
    'a b c'
    """
    return "".join(map(_shown, text)) if not text.isprintable() else text


def _shown(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return _REPLACED if category in ("Cs", "Co", "Cn") else character
