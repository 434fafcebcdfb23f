"""The folder of the clients: which engagements it holds, where a new one goes, which exports one has."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import yaml

from helpers.errors import TandemError
from helpers.run.build import writing

#: What an import can read; anything else is refused before it is written.
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".zip", ".parquet")
_LONGEST = 60


@dataclass(frozen=True)
class Export:
    """One file in ``exports/``: its path below that folder and its size in bytes."""

    name: str
    size: int


def clients_folder(named: str = "") -> Path:
    """Where the engagements lie: ``named``, else ``TANDEM_CLIENTS``, else ``clients`` beside the notebooks."""
    wanted = named or os.environ.get("TANDEM_CLIENTS", "")
    if wanted:
        return Path(wanted).expanduser().resolve()
    here = Path.cwd().resolve()
    return (here.parent if here.name == "notebooks" else here) / "clients"


def engagements(clients: Path) -> dict[Path, str]:
    """Each engagement of the folder with the client's name, in the order of the names."""
    found = {path.parent: _client(path) for path in clients.glob("*/engagement.yml")} if clients.is_dir() else {}
    return dict(sorted(found.items(), key=lambda item: (item[1].casefold(), item[0].name)))


def _client(path: Path) -> str:
    """The client's name; the folder's where the settings cannot be read (opening it says what is wrong)."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        return str(written["client"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError):
        return path.parent.name


def new_folder(clients: Path, client: str) -> Path:
    """The folder a new client gets, named after it in plain letters.

    Raises ``TandemError`` without a name or where there is something already.

    >>> new_folder(Path("clients"), "Señalización Ibérica, S.L.").name
    'senalizacion-iberica-s-l'
    """
    plain = unicodedata.normalize("NFKD", client).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    if not client.strip():
        raise TandemError("the company has no name", do="write it")
    folder = clients / (name or "client")
    if folder.exists():
        raise TandemError("there is something here already", where=str(folder), do="choose it above, or another name")
    return folder


# -- exports -----------------------------------------------------------------------------------------------------------


def exports(folder: Path) -> list[Export]:
    """The files in ``exports/`` that an import would read, by name."""
    root = folder / "exports"
    paths = (path for path in root.rglob("*") if path.is_file()) if root.is_dir() else ()
    kept = [path for path in paths if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~"))]
    return sorted((Export(path.relative_to(root).as_posix(), path.stat().st_size) for path in kept), key=_by_name)


def _by_name(export: Export) -> str:
    return export.name.casefold()


def safe_name(given: str) -> str:
    """The bare name under which an upload may be kept: never a path, never hidden, never a kind nothing reads.

    Raises ``TandemError`` for a name that is none of this.

    >>> safe_name("C:\\\\Users\\\\ana\\\\deals.csv"), safe_name("../../deals.csv")
    ('deals.csv', 'deals.csv')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    name = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "", last).strip().strip(".").strip()
    if not name or name.startswith("~") or not Path(name).stem or len(name.encode()) > 200:
        raise TandemError("this name cannot be kept", where=repr(given), do="rename the file")
    if Path(name).suffix.lower() not in SUFFIXES:
        raise TandemError("this kind of file is not read", where=name, do="use CSV, Excel, zip or Parquet")
    return name


def keep(folder: Path, name: str, content: bytes, *, replacing: bool = False) -> Path:
    """Write an upload into ``exports/``, whole or not at all.

    Raises ``TandemError`` for a name that is taken (unless it is ``replacing``) or would leave the folder.
    """
    root = (folder / "exports").resolve()
    path = root / safe_name(name)
    if path.resolve().parent != root:
        raise TandemError("this file would lie outside exports/", where=name, do="rename it")
    if path.exists() and not replacing:
        raise TandemError("a file of this name is there already", where=name, do="replace it, or rename the new one")
    with writing(path):
        root.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(content)
        draft.replace(path)
    return path


def left_out(folder: Path, file: str) -> Path:
    """Move an export nobody can use to ``not-used/``, where it is kept and never read.

    Raises ``TandemError`` where it is no export or that folder holds one of its name.
    """
    source = folder / file
    if not source.is_file() or not source.resolve().is_relative_to((folder / "exports").resolve()):
        raise TandemError("this is no file of exports/", where=file, do="look again")
    target = folder / "not-used" / source.name
    if target.exists():
        raise TandemError("not-used/ holds a file of this name already", where=source.name, do="rename one of them")
    with writing(target):
        target.parent.mkdir(exist_ok=True)
        source.rename(target)
    return target
