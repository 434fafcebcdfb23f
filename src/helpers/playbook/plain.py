"""What people wrote in forms, as Markdown that shows exactly that: text is data, never markup, a link or a slot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: Characters that may begin markup wherever they stand; a backslash before them shows them as they are.
_MARKUP = re.compile(r"([\\`*\[\]|~$])")
#: An underscore inside a word marks nothing, and a code like sla_compliance stays readable.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#|\w+;)")
#: What begins a heading, a list, a quotation, a rule, a comment or a table where it opens a line.
_OPENING = re.compile(r"^(\d{1,9}(?=[.)])|(?=[#+\-=%:(!>]))")
#: Control characters, and those that turn the direction of what follows.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def plain(text: object) -> str:
    """The text on one line, with whatever could be markup made harmless; '' for None.

    >>> plain("# 3 <b>| [x](y) `rm`")
    '\\\\# 3 &lt;b&gt;\\\\| \\\\[x\\\\](y) \\\\`rm\\\\`'
    """
    if text is None:
        return ""
    line = " ".join(_UNSEEN.sub(" ", str(text)).split())
    line = _UNDERSCORE.sub(r"\\_", _MARKUP.sub(r"\\\1", _ENTITY.sub("&amp;", line)))
    line = line.replace("<", "&lt;").replace(">", "&gt;")
    return _OPENING.sub(lambda found: f"{found[0]}\\" if found[0] else "\\", line, count=1)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of cells that are Markdown already; an empty cell is a dash. Empty without rows."""
    lines = [f"| {' | '.join(cell or '–' for cell in row)} |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *lines])


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def paragraphs(*parts: str) -> str:
    """Parts one below the other, with a blank line between; empty ones left out."""
    return "\n\n".join(part for part in parts if part)


def sentence(*parts: str) -> str:
    """Sentences of a paragraph; empty ones left out."""
    return " ".join(part for part in parts if part)


def stopped(text: str) -> str:
    """Words with their full stop.

    >>> stopped("We call"), stopped("Do we?")
    ('We call.', 'Do we?')
    """
    return text if not text or text[-1] in ".!?…" else f"{text}."
