"""Both samples reviewed once per worker, as a person would."""

import hashlib
import shutil
from pathlib import Path

import pytest

from helpers.assets import asset
from helpers.cli import main

SAMPLES = ("saas_en", "industrial_es")
PERIOD = "2026-09"


def copy(name: str, folder: Path) -> Path:
    """A sample in a folder of the test's own, without builds and key of earlier runs."""
    ignored = shutil.ignore_patterns("build", "key.local")
    return Path(shutil.copytree(asset("samples", name), folder / name, ignore=ignored))


def digest(build: Path) -> dict[str, str]:
    """sha256 of every file, by its path inside ``build``."""
    paths = sorted(path for path in build.rglob("*") if path.is_file())
    return {path.relative_to(build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def succeed(*arguments: str) -> None:
    """Run the command in this process; it must exit 0."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code == 0


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory) -> dict[str, Path]:
    """Both samples, reviewed with both languages and the internal edition; name → folder. Not to be changed."""
    folder = tmp_path_factory.mktemp("clients")
    made = [copy(name, folder) for name in SAMPLES]
    succeed("review", *map(str, made), "--period", PERIOD, "--lang", "en", "--lang", "es", "--internal")
    return {path.name: path for path in made}
