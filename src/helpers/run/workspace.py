"""A work folder: one import of one engagement, which notebooks open and write their parts into."""

from __future__ import annotations

import getpass
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

import helpers
from helpers import facts
from helpers.agreements import Agreements
from helpers.assets import asset
from helpers.contract import Contract
from helpers.engagement import Engagement, load
from helpers.engine import Canonical, open_tables
from helpers.periods import Period
from helpers.run.build import writing
from helpers.run.months import months_with_data, over_by, reviewed_period

#: What runs make, and the key of the pseudonyms: never an input.
NOT_INPUTS = {"build", "history", "key.local", "connections.local.yml", ".ipynb_checkpoints"}
#: In the client's playbook: the pages as the kit last wrote them, and new ones beside those that both sides changed.
_PLAYBOOK, _BASE, _BESIDE = "playbook", ".base", ".new.md"


@dataclass(frozen=True)
class Workspace:
    """One review in the making: the imported tables, the month under review and where parts are kept."""

    folder: Path
    engagement: Engagement
    contract: Contract
    period: Period
    start: Period
    agreements: Agreements

    def __repr__(self) -> str:
        return f"{self.engagement.client}: {self.start} to {self.period}"

    @cached_property
    def tables(self) -> Canonical:
        """The canonical tables on a DuckDB of this process."""
        return open_tables(self.folder / "tables")

    def keep(self, part: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Write one notebook's facts as its part, and hand them back."""
        (self.folder / "facts").mkdir(exist_ok=True)
        path = self.folder / "facts" / f"{part}.csv"
        facts.write(rows, path.with_name(_draft(path)))
        path.with_name(_draft(path)).replace(path)
        return facts.checked(rows)

    def keep_tables(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Leave tables that are shown row by row beside the facts: ``rows/<name>.parquet``."""
        (self.folder / "rows").mkdir(exist_ok=True)
        for name, table in tables.items():
            path = self.folder / "rows" / f"{name}.parquet"
            table.to_parquet(path.with_name(_draft(path)), index=False)
            path.with_name(_draft(path)).replace(path)

    def rows(self, name: str) -> pd.DataFrame:
        """One of those tables."""
        return pd.read_parquet(self.folder / "rows" / f"{name}.parquet")

    def all_rows(self) -> dict[str, pd.DataFrame]:
        """Every such table kept so far, by name."""
        return {path.stem: self.rows(path.stem) for path in sorted((self.folder / "rows").glob("*.parquet"))}

    def parts(self) -> dict[str, pd.DataFrame]:
        """The parts kept so far, by notebook."""
        return {path.stem: facts.read(path) for path in sorted((self.folder / "facts").glob("*.csv"))}


def _draft(path: Path) -> str:
    """Where a file is made before it takes its place: two notebooks may make the same one, and a third read it."""
    return f".{path.name}.{os.getpid()}"


def prepare(folder: Path, engagement: Engagement, work: Path) -> Contract:
    """Import the engagement once into ``work``."""
    # Here and not above: the kernels of a review open what is imported and need none of the readers.
    from helpers.sources import import_engagement

    with writing(work):
        work.mkdir(parents=True, exist_ok=True)
        return import_engagement(folder, engagement, work)


def open_review(engagement: str, period: str = "", *, start: str = "", work: str = "", until: str = "") -> Workspace:
    """Open the work folder of a review.

    Papermill sets ``work``. A notebook run by hand leaves it empty: then ``engagement`` (the name of a sample, or a
    client's folder) is imported once per state of its files into a temporary folder. ``until`` is the last day by which
    a month must be over to be the default, as 2026-10-09.
    """
    folder = Path(work) if work else _by_hand(_engagement_folder(engagement))
    return open_work(folder, period=period, start=start, until=date.fromisoformat(until) if until else None)


def open_work(folder: Path, *, period: str = "", start: str = "", until: date | None = None) -> Workspace:
    """A work folder that ``prepare`` has filled; months that end after ``until`` are not the default."""
    engagement = Engagement.model_validate_json((folder / "engagement.json").read_text(encoding="utf-8"))
    contract = Contract.model_validate_json((folder / "contract.json").read_text(encoding="utf-8"))
    agreements = Agreements.model_validate_json((folder / "agreements.json").read_text(encoding="utf-8"))
    months = months_with_data(open_tables(folder / "tables"))
    if until:
        months = over_by(months, until)
    wanted, first = reviewed_period(months, period=period, start=start)
    return Workspace(folder, engagement, contract, wanted, first, agreements)


def _engagement_folder(name: str) -> Path:
    return Path(name) if Path(name).is_dir() else asset("samples", name)


def inputs(folder: Path) -> dict[str, str]:
    """Every file an engagement consists of, by its path inside the folder, with its sha256."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path: path.relative_to(folder) for path in paths}
    return {
        name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path, name in names.items()
        if not NOT_INPUTS & set(name.parts) and not _made_for_playbook(name)
    }


def _made_for_playbook(name: Path) -> bool:
    """Whether a file of the client's playbook is the kit's own; its Markdown pages are what people edit."""
    inside = name.parts[0] == _PLAYBOOK
    return inside and (_BASE in name.parts or name.name.endswith(_BESIDE) or name.suffix != ".md")


def _by_hand(folder: Path) -> Path:
    """The import of this state of the folder, made when it is not there yet; private to this user."""
    state = hashlib.sha256(repr((helpers.__version__, _code(), inputs(folder))).encode()).hexdigest()[:16]
    home = Path(tempfile.gettempdir(), f"tandem-{getpass.getuser()}")
    home.mkdir(mode=0o700, exist_ok=True)
    if not (home / state).is_dir():
        fresh = Path(tempfile.mkdtemp(dir=home))
        prepare(folder, load(folder), fresh)
        _settle(fresh, home / state)
    return home / state


def _code() -> list[tuple[str, int]]:
    """What the import was made by: a changed kit imports anew."""
    root = Path(helpers.__file__).parent
    return [(path.relative_to(root).as_posix(), path.stat().st_mtime_ns) for path in sorted(root.rglob("*.py"))]


def _settle(fresh: Path, final: Path) -> None:
    """Two notebooks may have imported at once: the first to finish stays."""
    try:
        fresh.replace(final)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
