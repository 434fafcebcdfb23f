"""A working copy for each pair, made from one that nobody works in."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import TandemError

#: What a pair sees in JupyterLab.
LESSONS = "lessons"
#: What its programs write: settings, kernels' connections, imports of the companies.
OWN = "own"
#: Inside ``OWN``, the temporary folder: a lesson's company is imported there.
TEMPORARY = "tmp"


@dataclass(frozen=True)
class Copy:
    """The folder of one pair."""

    folder: Path

    @property
    def lessons(self) -> Path:
        """The root that its JupyterLab shows."""
        return self.folder / LESSONS

    @property
    def environment(self) -> dict[str, str]:
        """Variables that keep everything a server and its kernels write inside this copy."""
        own = self.folder / OWN
        named = {f"JUPYTER_{name.upper()}_DIR": own / name for name in ("config", "data", "runtime")}
        named |= {f"JUPYTERLAB_{name.upper()}_DIR": own / name for name in ("workspaces", "settings")}
        named |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), own / TEMPORARY)
        named |= {"IPYTHONDIR": own / "ipython", "MPLCONFIGDIR": own / "matplotlib"}
        return {name: str(path) for name, path in named.items()}


def renewed(pristine: Path, copy: Copy) -> None:
    """Put the pair's copy back to what it was at the start: whatever it holds is gone.

    The copy is made beside and then takes its place, so that a pair never finds half of one. ``TandemError`` where the
    disk is full or the folder cannot be replaced.
    """
    fresh = copy.folder.with_name(f".{copy.folder.name}.fresh")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(pristine, fresh, symlinks=True)
        fresh.chmod(0o700)
        _removed(copy.folder)
        fresh.replace(copy.folder)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise TandemError(
            f"the copy cannot be made: {error.strerror or error}", where=copy.folder.name, do="make room on the disk"
        ) from error


def _removed(folder: Path) -> None:
    """Whatever a pair did to its folder: links are taken away and never followed, locked folders opened."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
        return
    if not folder.exists():
        return
    for place, folders, _ in os.walk(folder):
        for name in folders:
            inside = Path(place, name)
            if not inside.is_symlink():
                inside.chmod(0o700)
    shutil.rmtree(folder)
