"""Plants of the funnel: plain companies have none of them, truths follow from what was ordered and what happened."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache

import pytest

from helpers.samples.company import Company
from helpers.samples.kinds import KINDS, base
from helpers.samples.plants import planted, plants, truths
from helpers.samples.plants.plant import Truth
from helpers.samples.simulate import simulate
from helpers.samples.world import World

SEED = 4711
MINE = ("bulk-dates",)
KIND = list(KINDS)


@cache
def played(kind: str, plant: tuple[str, ...] = ()) -> tuple[Company, World]:
    """A company to order and what happened in it; once for all tests, which leave it as it is."""
    company = planted(base(kind), seed=SEED, plant=plant)
    return company, simulate(company, seed=SEED)


def told(kind: str, plant: str, *, ordered: bool = True) -> list[Truth]:
    company, world = played(kind, (plant,) if ordered else ())
    return [truth for truth in truths(company, world) if truth.pattern == plant]


def able(plant: str) -> list[str]:
    fits = plants()[plant].fits
    return [kind for kind in KIND if fits is None or fits(base(kind))]


@pytest.mark.parametrize("plant", MINE)
def test_what_is_ordered_is_planted_and_a_plain_company_has_only_decoys(plant: str) -> None:
    for kind in able(plant):
        assert [truth.kind for truth in told(kind, plant)].count("planted") >= 1
        assert {truth.kind for truth in told(kind, plant, ordered=False)} <= {"decoy"}


@pytest.mark.parametrize("plant", MINE)
def test_the_same_seed_orders_the_same_company(plant: str) -> None:
    for kind in able(plant):
        one, two = (planted(base(kind), seed=SEED, plant=[plant]) for _ in range(2))
        assert one == two
        assert one != planted(base(kind), seed=SEED + 1, plant=[plant])


# --- bulk dates


@pytest.mark.parametrize("kind", KIND)
def test_a_migration_writes_one_minute_over_as_many_dates_as_a_usual_month_has_and_more(kind: str) -> None:
    _, world = played(kind, ("bulk-dates",))
    minutes = Counter(person.mql for person in world.people if person.mql)
    at, many = minutes.most_common(1)[0]
    (truth,) = [each for each in told(kind, "bulk-dates") if each.kind == "planted"]
    assert (truth.where, truth.effect) == (f"month={at:%Y-%m}", many)
    usual = Counter(f"{person.first_mql:%Y-%m}" for person in world.people if person.first_mql)
    before = [usual[f"{at.year - (at.month <= back):04d}-{(at.month - back - 1) % 12 + 1:02d}"] for back in (1, 2, 3)]
    assert many > sum(before) / 3


@pytest.mark.parametrize("kind", KIND)
def test_no_minute_of_a_plain_company_has_many_dates(kind: str) -> None:
    _, world = played(kind)
    minutes: Counter[datetime | None] = Counter(person.mql for person in world.people if person.mql)
    assert minutes.most_common(1)[0][1] < 10
