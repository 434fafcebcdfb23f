"""Samples, imported once for all tests of attribution."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from helpers.engagement import Engagement, load
from helpers.engine import Canonical, open_tables
from helpers.sources import import_engagement

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Canonical, Engagement]]:
    """``imported(sample)``: its canonical tables on an engine, and its engagement."""

    @lru_cache
    def canonical(sample: str) -> tuple[Canonical, Engagement]:
        work = tmp_path_factory.mktemp(sample)
        engagement = load(SAMPLES / sample)
        import_engagement(SAMPLES / sample, engagement, work)
        return open_tables(work / "tables"), engagement

    return canonical
