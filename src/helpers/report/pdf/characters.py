"""Characters that a page can show: a document for everyone may hold none that has no sign."""

from __future__ import annotations

import re
import unicodedata

_REPLACED = "\ufffd"
#: Longer than any word of either language: an address, a name of a file, a key.
_ENDLESS = re.compile(r"\S{36,}")
#: The mark of a file's encoding, which some exports leave in the middle of a text; no text for everyone may hold it.
_MARK = "\ufeff"
_MAY_BREAK = "\u200b"


def printable(text: str) -> str:
    """The text with control characters as spaces, and what no font can draw as the sign of replacement.

    Words without an end may break, so that they stay in their column.

    >>> printable("a\\x00b\\tc")
    'a b c'
    >>> printable("x" * 40).split("\\u200b") == ["x" * 18, "x" * 18, "x" * 4]
    True
    """
    shown = text if text.isprintable() else "".join(map(_shown, text))
    return _ENDLESS.sub(lambda word: _MAY_BREAK.join(re.findall(".{1,18}", word[0])), shown)


def _shown(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    if character == _MARK:
        return ""
    return _REPLACED if category in ("Cs", "Co", "Cn") else character
