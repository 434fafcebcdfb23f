"""From a pseudonym back to the records behind it, on this machine only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from helpers.engagement import Engagement
from helpers.sources.gathering import placed_files
from helpers.sources.people import owner_names
from helpers.sources.placing import Placed
from helpers.sources.pseudonyms import Key, open_key, pseudonyms
from helpers.sources.reader import header_key
from helpers.sources.typed import plain_text

#: prefix of a pseudonym → fields whose values may stand behind it
_FIELDS = {
    "p": ("person_id", "contact_id", "email", "person_email"), "o": ("owner",), "c": ("name", "company_name"),
}  # fmt: skip


def resolve(folder: Path, engagement: Engagement, pseudonym: str) -> list[dict[str, str]]:
    """The rows of the sources in which the person, owner or company behind ``pseudonym`` is named.

    Each is a dict of the row's filled cells by header, with ``file`` and ``line``. An empty list means that no record
    of the sources bears it (or that ``key.local`` is not the one it was made with).
    """
    key, name = open_key(folder), pseudonym.removeprefix("person:")
    return [row for placed in placed_files(folder, engagement) for row in _rows(placed, name, key)]


def _rows(placed: Placed, pseudonym: str, key: Key) -> Iterator[dict[str, str]]:
    prefix = f"{pseudonym[:1]}_"
    for name in _FIELDS.get(pseudonym[:1], ()):
        if name not in placed.columns:
            continue
        text = plain_text(placed, name)
        if name == "owner":
            text = owner_names(text)
        if prefix == "c_":
            text = text.map(header_key, na_action="ignore")
        hit = pseudonyms(text, key, prefix=prefix) == pseudonym
        for position in hit.to_numpy(dtype=bool, na_value=False).nonzero()[0]:
            cells = placed.raw.frame.iloc[position].dropna()
            place = {"file": placed.raw.name, "line": str(placed.raw.lines[position])}
            yield {**place, **{str(header): str(cell) for header, cell in cells.items() if header not in place}}
        if hit.any():
            return
