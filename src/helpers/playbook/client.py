"""What is known of a client, read once: its engagement, its agreements, the rows of its forms, its latest review."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.agreements import Agreements, load_agreements
from helpers.engagement import Engagement, load
from helpers.engine import fetch, open_tables
from helpers.errors import TandemError
from helpers.playbook.latest import Review, latest
from helpers.playbook.masking import masked
from helpers.run.workspace import prepare
from helpers.sources.importing import import_forms
from helpers.words import Words

#: One row of a form: canonical column → value; a missing one is None.
Row = Mapping[str, Any]
#: Canonical tables that a playbook prints from, with the column that orders them.
FORMS = {
    "messages": "message_id", "campaigns": "from_on", "content": "asset_id", "content_use": "on", "decisions": "on",
    "meetings": "planned_on", "comments": "period", "targets": "period", "voices": "on", "feedback": "on",
    "winloss": "on", "costs": "month", "incentives": "row",
}  # fmt: skip


@dataclass(frozen=True)
class Client:
    """One client on one day, in one language. ``rows`` holds the forms by name, each in order of its day."""

    folder: Path
    engagement: Engagement
    agreements: Agreements
    words: Words
    on: date
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    latest: Review | None = None
    #: what a person who runs the command should know
    notes: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """The language it is written in."""
        return self.words.lang

    @property
    def name(self) -> str:
        """What the client is called."""
        return self.engagement.client

    def say(self, msgid: str, /, **blanks: object) -> str:
        """The sentence in the client's language."""
        return self.words.say(msgid, **blanks)

    def form(self, name: str) -> tuple[Row, ...]:
        """The rows of a form; none where nobody has filled it in."""
        return self.rows.get(name, ())

    def speaking(self, lang: str) -> Client:
        """The same client in another language."""
        words = Words(lang, self.engagement.currency)
        review = self.latest.speaking(words) if self.latest else None
        return replace(self, words=words, latest=review)


def open_client(folder: Path, *, lang: str, on: date) -> Client:
    """What is known of the client in ``folder`` on a day.

    Names that the exports hold are masked in what people wrote into forms and agreements, so the exports are read where
    they can be; where they cannot, the forms alone. Raises ``TandemError`` in one line for an engagement.yml, an
    agreement or a form that cannot be used; where there is none of them, everything is empty.
    """
    engagement = load(folder)
    agreements = masked(load_agreements(folder, engagement), folder, engagement)
    words = Words(lang, engagement.currency)
    rows, notes = _rows(folder, engagement)
    return Client(
        folder=folder, engagement=engagement, agreements=agreements, words=words, on=on, rows=_known(rows, on=on),
        latest=latest(folder, engagement, agreements, words), notes=notes,
    )  # fmt: skip


def _rows(folder: Path, engagement: Engagement) -> tuple[dict[str, list[dict[str, Any]]], tuple[str, ...]]:
    """The rows of every form, and what is to be said of how they were read."""
    if not _holds(folder / "forms") and not _holds(folder / "exports") and not engagement.sources:
        return {}, ()
    with tempfile.TemporaryDirectory(prefix="tandem-playbook-") as work:
        tables, notes = _imported(folder, engagement, Path(work))
        canonical = open_tables(tables)
        return {form: _listed(fetch(canonical[form]), by) for form, by in FORMS.items()}, notes


def _holds(folder: Path) -> bool:
    return any(folder.glob("*"))


def _imported(folder: Path, engagement: Engagement, work: Path) -> tuple[Path, tuple[str, ...]]:
    """Where the tables lie: of exports and forms, or of the forms alone where the exports are missing or broken."""
    notes: tuple[str, ...] = ()
    try:
        if _holds(folder / "exports") or engagement.sources:
            prepare(folder, engagement, work / "whole")
            return work / "whole" / "tables", notes
    except TandemError as error:
        if _holds(folder / "exports"):
            notes = (f"only the forms were read, so names that the exports hold are not masked: {error}",)
    import_forms(folder, engagement, work / "forms")
    return work / "forms" / "tables", notes


def _listed(table: pd.DataFrame, by: str) -> list[dict[str, Any]]:
    rows = [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]
    return sorted(rows, key=lambda row: (row[by] is None, row[by]))


def _plain(value: Any) -> Any:
    return None if value is None or value is pd.NaT or value is pd.NA or value != value else value


def _known(rows: Mapping[str, list[dict[str, Any]]], *, on: date) -> dict[str, tuple[Row, ...]]:
    """What can be known on the day: no row that speaks of something decided, heard or used later."""
    dated = ("decisions", "feedback", "voices", "winloss", "content_use")
    return {
        name: tuple(row for row in found if name not in dated or row["on"] is None or row["on"] <= on)
        for name, found in rows.items()
    }
