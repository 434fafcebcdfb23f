"""Both samples reviewed once, as a person would."""

import hashlib
import os
import re
import shutil
import time
from pathlib import Path

import pytest

from helpers.assets import asset
from helpers.cli import main

SAMPLES = ("saas_en", "industrial_es")
PERIOD = "2026-09"


def copy(name: str, folder: Path) -> Path:
    """A sample in a folder of the test's own, without builds and key of earlier runs."""
    ignored = shutil.ignore_patterns("build", "key.local", "playbook")
    return Path(shutil.copytree(asset("samples", name), folder / name, ignore=ignored))


def digest(build: Path) -> dict[str, str]:
    """sha256 of every file, by its path inside ``build``."""
    paths = sorted(path for path in build.rglob("*") if path.is_file())
    return {path.relative_to(build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def unkeyed(build: Path) -> dict[str, str]:
    """The same, with pseudonyms of the internal edition blotted out: they follow the key, and are meant to."""
    found = digest(build)
    for path in (build / "internal").iterdir():
        text = re.sub(rb"\b[a-z]_[0-9a-f]{12}\b", b"*", path.read_bytes())
        found[path.relative_to(build).as_posix()] = hashlib.sha256(text).hexdigest()
    return found


def succeed(*arguments: str) -> None:
    """Run the command in this process; it must exit 0."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code == 0


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory) -> dict[str, Path]:
    """Both samples, reviewed with both languages and the internal edition; name → folder. Not to be changed."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "reviewed"
    made = {name: folder / name for name in SAMPLES}
    if _first(folder):
        for name in SAMPLES:
            copy(name, folder)
        options = ["--period", PERIOD, "--lang", "en", "--lang", "es", "--internal"]
        succeed("review", *map(str, made.values()), *options)
        (folder / "done").touch()
    return made


def _first(folder: Path) -> bool:
    """Whether this worker is the one that makes ``folder``; the others wait until it is done."""
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 600
        while not (folder / "done").exists():
            assert time.monotonic() < deadline, "the other worker did not finish its review"
            time.sleep(0.5)
        return False
    return True
