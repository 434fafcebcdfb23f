"""Engagement folders for the tests of the import: tiny files of clearly synthetic people."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers.contract import Contract, FileAccount
from helpers.engagement import load
from helpers.sources import import_engagement

BARE = "client: Test company\ncurrency: EUR\ntime_zone: Europe/Madrid\n"


def folder(root: Path, settings: str = BARE, **files: str) -> Path:
    """A folder with ``engagement.yml`` and files; ``exports__deals="…"`` becomes ``exports/deals.csv``."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "engagement.yml").write_text(settings, encoding="utf-8")
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".csv")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


class Imported:
    """An import, read back."""

    def __init__(self, root: Path, work: Path, **options: object) -> None:
        self.work = work
        self.contract: Contract = import_engagement(root, load(root), work, **options)  # type: ignore[arg-type]
        assert all(account.closed() for account in self.contract.files)

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.work / "tables" / f"{name}.parquet")

    def account(self, name: str) -> FileAccount:
        return next(account for account in self.contract.files if account.name == name)

    def reasons(self, name: str) -> dict[str, int]:
        return {entry.reason: entry.rows for entry in self.account(name).set_aside}

    def remarks(self, name: str) -> dict[str, int]:
        return {entry.code: entry.rows for entry in self.account(name).remarks}

    def road(self, grain: str, name: str, episode: int = 1) -> dict[str, tuple[str, bool, bool]]:
        """Stage → (day, observed, timed) of one entity."""
        rows = self.table("reached")
        rows = rows[(rows["grain"] == grain) & (rows["entity_id"] == name) & (rows["episode"] == episode)]
        return {row.stage: (str(row.on), bool(row.observed), bool(row.timed)) for row in rows.itertuples()}

    def person(self, line: int) -> str:
        """Pseudonym of the person in row ``line`` (from 0) when people are sorted by their creation day."""
        people = self.table("people").sort_values("created_on", kind="stable")
        return str(people["person_id"].iloc[line])


def imported(root: Path, tmp_path: Path, **options: object) -> Imported:
    return Imported(root, tmp_path / "work", **options)
