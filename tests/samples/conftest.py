from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers.samples import SAMPLES, play, write
from helpers.samples.manifest import manifest

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
