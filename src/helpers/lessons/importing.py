"""The companies of the lessons, each made and imported once for everybody on this machine who opens a lesson on it."""

from __future__ import annotations

import getpass
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

import helpers
from helpers.engagement import load
from helpers.lessons.lesson import Ordered
from helpers.lessons.locking import alone
from helpers.run.workspace import prepare
from helpers.samples.ordering import Ordered as Played
from helpers.samples.ordering import order, write_order

#: What decides how a company or a figure comes out, by its ending.
_MATTER = {".py", ".yml", ".toml", ".po"}


def imported(ordered: Ordered, *, lang: str, seed: int = 0) -> Path:
    """The work folder of a company, in this user's private temporary folder; made where it is not there yet.

    ``seed`` replaces the company's own; 0 keeps it. Two kernels that ask at once get the same folder, made once.
    """
    asked = ordered if not seed else ordered.model_copy(update={"seed": seed})
    state = hashlib.sha256(repr((helpers.__version__, shipped(), asked.model_dump_json(), lang)).encode())
    final = home() / f"lessons-{state.hexdigest()[:16]}"
    with alone(home() / f"{final.name}.lock"):
        if not final.is_dir():
            _import(asked, final, lang=lang)
    return final


def ordered_as(asked: Ordered, *, lang: str) -> Played:
    """The company as it is ordered from the generator, in a language."""
    return order(asked.kind, seed=asked.seed, plant=asked.plant, lang=lang)


def home() -> Path:
    """Where imports are kept; nobody else can read it."""
    folder = Path(tempfile.gettempdir(), f"tandem-{getpass.getuser()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@cache
def shipped() -> str:
    """What everything is made by: a changed kit makes it anew."""
    root = Path(helpers.__file__).parent
    paths = sorted(path for path in root.rglob("*") if path.suffix in _MATTER)
    found = [(path.relative_to(root).as_posix(), path.stat().st_mtime_ns) for path in paths]
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def _import(ordered: Ordered, final: Path, *, lang: str) -> None:
    """Beside its place first: a run that breaks off leaves nothing that looks whole."""
    fresh = Path(tempfile.mkdtemp(dir=home()))
    try:
        write_order(ordered_as(ordered, lang=lang), fresh / "company")
        prepare(fresh / "company", load(fresh / "company"), fresh / "work")
        (fresh / "work").replace(final)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
