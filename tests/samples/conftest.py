from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.engagement import load
from helpers.samples import SAMPLES, play, write
from helpers.samples.manifest import manifest
from helpers.sources import import_engagement

from .made import Made


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    found = {}
    for name in SAMPLES:
        folder = tmp_path_factory.mktemp(name)
        company, world = play(name)
        write(name, folder, company=company, world=world, seed=company.seed)
        truth = manifest(name, company, world, seed=company.seed)
        found[name] = Made(name, company, world, truth, folder)
    return found


@pytest.fixture(scope="session")
def saas(made: dict[str, Made]) -> Made:
    return made["saas_en"]


@pytest.fixture(scope="session")
def industrial(made: dict[str, Made]) -> Made:
    return made["industrial_es"]


@pytest.fixture(scope="session", params=["industrial_es", "saas_en"])
def sample(request: pytest.FixtureRequest, made: dict[str, Made]) -> Iterator[Made]:
    yield made[request.param]


@pytest.fixture(scope="session")
def imported(made: dict[str, Made], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Canonical tables of each sample; the contract lies beside them."""
    found = {}
    for name, sample in made.items():
        work = tmp_path_factory.mktemp(f"work_{name}")
        import_engagement(sample.folder, load(sample.folder), work)
        (sample.folder / "key.local").unlink(missing_ok=True)
        found[name] = work / "tables"
    return found
