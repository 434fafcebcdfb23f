"""Names of sheets and tables as a spreadsheet allows them."""

from __future__ import annotations

import re

from helpers.report.workbook.inert import line, units

#: Characters in the name of a sheet.
LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class Names:
    """Gives each sheet and each table a name of its own."""

    def __init__(self) -> None:
        self._sheets: set[str] = {"history"}  # a word that spreadsheets keep for themselves
        self._tables: set[str] = set()

    def sheet(self, wanted: str) -> str:
        """A legal name of at most 31 characters that no other sheet has.

        >>> names = Names()
        >>> names.sheet("Quién entra: leads/MQL"), names.sheet("quién entra leads MQL"), names.sheet("'[]'")
        ('Quién entra leads MQL', 'quién entra leads MQL 2', '–')
        """
        base = line(_FORBIDDEN.sub(" ", wanted)).strip("' ") or "–"
        name, number = _short(base, LONGEST), 1
        while name.casefold() in self._sheets:
            number += 1
            name = f"{_short(base, LONGEST - len(str(number)) - 1)} {number}"
        self._sheets.add(name.casefold())
        return name

    def table(self, wanted: str) -> str:
        """A name of letters, digits and underscores that no other table has.

        >>> names = Names()
        >>> names.table("handoff-calls"), names.table("handoff calls"), names.table("1st")
        ('t_handoff_calls', 't_handoff_calls_2', 't_1st')
        """
        base = "t_" + (re.sub(r"[^A-Za-z0-9]+", "_", wanted).strip("_")[:60] or "table")
        name, number = base, 1
        while name.casefold() in self._tables:
            number += 1
            name = f"{base}_{number}"
        self._tables.add(name.casefold())
        return name


def _short(text: str, most: int) -> str:
    """The first words that fit; the first characters where the first word does not, and never half a character."""
    if units(text) <= most:
        return text
    kept = ""
    for word in text.split():
        longer = f"{kept} {word}".strip()
        if units(longer) > most:
            break
        kept = longer
    cut_ = text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")
    return (kept if units(kept) > most // 2 else cut_).strip("' ")
