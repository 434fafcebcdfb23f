"""Plants of the funnel: plain companies have none of them, truths follow from what was ordered and what happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from helpers.samples.company import Company
from helpers.samples.kinds import base
from helpers.samples.plants import growth, planted, plants, rates, truths
from helpers.samples.plants.fates import ROUNDS, fates
from helpers.samples.plants.plant import Truth
from helpers.samples.plants.simpson import windows
from helpers.samples.simulate import simulate
from helpers.samples.world import Person, World

SEED = 4711
MINE = ("bulk-dates", "growth", "simpson", "best-channel", "cac-without-sales", "won-only-cycle")
KIND = ["digital-native", "sales-led"]
#: Plants that one company tells together, so that few have to be played.
TOGETHER = ("bulk-dates", "best-channel", "cac-without-sales")


@cache
def played(kind: str, plant: tuple[str, ...] = ()) -> tuple[Company, World]:
    """A company to order and what happened in it; once for all tests, which leave it as it is."""
    company = planted(base(kind), seed=SEED, plant=plant)
    return company, simulate(company, seed=SEED)


def told(kind: str, plant: str, *, ordered: bool = True) -> list[Truth]:
    company, world = played(kind, ordered_with(plant) if ordered else ())
    return [truth for truth in truths(company, world) if truth.pattern == plant]


def ordered_with(plant: str) -> tuple[str, ...]:
    return TOGETHER if plant in TOGETHER else (plant,)


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
    _, world = played(kind, TOGETHER)
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


# --- growth, simpson, won-only cycle


def arrived(world: World, first: str, last: str) -> int:
    return sum(first <= f"{person.created:%Y-%m}" <= last for person in world.people)


def test_growth_brings_three_times_as_many_in_the_end_and_changes_no_chance() -> None:
    company, world = played("digital-native", ("growth",))
    plain, _ = played("digital-native")
    assert arrived(world, "2026-07", "2026-09") > 3 * arrived(world, "2024-07", "2024-09")
    assert company.channels == plain.channels
    assert company.turn is None
    (truth,) = told("digital-native", "growth")
    assert truth.effect is not None
    assert abs(truth.effect) < 0.015


def test_where_many_come_from_old_customers_at_first_later_cohorts_can_buy_more_often() -> None:
    """In a company to which people of the same accounts come again and again, the record begins with old customers."""
    company, world = played("sales-led")
    (truth,) = told("sales-led", "growth", ordered=False)
    mqls = [person for person in world.people if person.first_mql]
    old = [[world.accounts[one.account - 1].known for one in mqls if f"{one.first_mql:%Y}" == year]
           for year in ("2024", "2025")]  # fmt: skip
    earlier, later = (sum(part) / len(part) for part in old)
    assert company.turn is None
    assert earlier > later + 0.05
    assert truth.effect is not None
    assert 0.005 < truth.effect < 0.06


def test_without_old_customers_and_with_new_accounts_only_no_cohort_is_better() -> None:
    company = planted(base("sales-led"), seed=SEED)
    alone = company.model_copy(update={
        "accounts": company.accounts.model_copy(update={"new_share": 1.0}),
        "channels": {name: rule.model_copy(update={"lead_to_mql": 0.6, "mql_to_sql": 0.6, "sql_to_deal": 0.7,
                                                   "deal_to_won": 0.3}) for name, rule in company.channels.items()},
    })  # fmt: skip
    assert growth.change(alone, simulate(alone, seed=SEED)) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("since", [datetime(2025, 12, 1), datetime(2030, 1, 1)])
def test_a_short_record_and_an_empty_one_say_nothing_of_cohorts(since: datetime) -> None:
    company, world = played("digital-native")
    short = replace(world, people=[person for person in world.people if person.created >= since])
    assert growth.change(company, short) is None


def test_a_plain_company_neither_grows_nor_shifts() -> None:
    company, world = played("digital-native")
    assert (company.volume.growth, company.volume.rises, company.shift, company.turn) == (0.0, None, None, None)
    early, late = arrived(world, "2024-07", "2024-09"), arrived(world, "2026-07", "2026-09")
    assert abs(late - early) < 4 * (late + early) ** 0.5


def test_simpson_is_what_the_parameters_say_and_what_happened_agrees() -> None:
    company, world = played("digital-native", ("simpson",))
    (truth,) = [each for each in told("digital-native", "simpson") if each.kind == "planted"]
    assert company.turn is not None and company.shift is not None
    assert company.turn.lift > 1
    assert truth.effect is not None
    later, earlier = ([person for person in world.people if person.mql and window.holds(person.mql.date())]
                      for window in windows(company))  # fmt: skip
    assert sold(later, world) < sold(earlier, world)
    channels = [
        [[one for one in part if one.channel == name] for part in (earlier, later)] for name in company.channels
    ]
    rising = [sold(after, world) > sold(before, world) for before, after in channels]
    assert sum(rising) >= len(rising) - 2
    assert 0.02 < truth.effect < 0.12


def sold(people: list[Person], world: World) -> float:
    won = {deal.id for deal in world.deals if deal.kind == "new" and deal.outcome == "won"}
    return sum(person.deal in won for person in people) / len(people)


def test_growth_told_for_another_story_is_true_as_well() -> None:
    company, world = played("digital-native", ("won-only-cycle",))
    kinds = {truth.pattern: truth.kind for truth in truths(company, world) if truth.where == "all"}
    assert (kinds["won-only-cycle"], kinds["growth"]) == ("planted", "also")


def test_the_true_cycle_is_longer_than_that_of_the_deals_won_so_far() -> None:
    _, world = played("digital-native", ("won-only-cycle",))
    (truth,) = told("digital-native", "won-only-cycle")
    won = sorted((deal.ended.date() - deal.created.date()).days for deal in world.deals
                 if deal.kind == "new" and deal.outcome == "won")  # fmt: skip
    assert truth.effect is not None
    assert won[len(won) // 2] < 0.9 * truth.effect


# --- best channel


@pytest.mark.parametrize("kind", KIND)
def test_the_channel_with_most_leads_is_a_third_as_good_as_the_next_worst(kind: str) -> None:
    company, world = played(kind, TOGETHER)
    (truth,) = [each for each in told(kind, "best-channel") if each.kind == "planted"]
    name = truth.where.removeprefix("channel=")
    came = Counter(person.channel for person in world.people)
    assert came.most_common(1)[0][0] == name
    chances = {other: rates.bought(rule) for other, rule in company.channels.items()}
    assert all(chance > 2.9 * chances[name] for other, chance in chances.items() if other != name)
    assert truth.effect is not None
    assert truth.effect < 0


def test_a_company_of_few_customers_gets_more_leads_where_a_channel_is_to_be_told_apart() -> None:
    small, large = (planted(base(kind), seed=SEED, plant=["best-channel"]) for kind in ("sales-led", "digital-native"))
    assert 6 < rates.customers_a_month(small) < 7.5
    assert small.volume.start > 1.5 * base("sales-led").volume.start
    assert large.volume.start == base("digital-native").volume.start


@pytest.mark.parametrize("kind", KIND)
def test_in_a_plain_company_no_large_channel_is_worse_than_the_others(kind: str) -> None:
    company, _ = played(kind)
    most = max(rule.share for rule in company.channels.values())
    for name, rule in company.channels.items():
        if rule.share >= 0.75 * most:
            assert rates.bought(rule) > 0.8 * rates.others(company, name)


# --- CAC without sales


@pytest.mark.parametrize("kind", KIND)
def test_sales_is_most_of_the_cost_where_that_is_planted_and_a_third_of_it_where_not(kind: str) -> None:
    (planted_,), (plain,) = told(kind, "cac-without-sales"), told(kind, "cac-without-sales", ordered=False)
    assert planted_.effect is not None and plain.effect is not None
    assert planted_.effect < 0.46
    assert plain.effect > 0.56


# --- fates


def test_fates_are_drawn_from_the_chances_of_the_parameters() -> None:
    company, world = played("digital-native")
    people = fates(company, world).people
    for name, rule in company.channels.items():
        mine = people[people["channel"] == name]
        share, n = mine["mql"].notna().mean(), len(mine)
        assert abs(share - rule.lead_to_mql) < 4 * (share * (1 - share) / n) ** 0.5
    assert len(people) == ROUNDS * sum(person.id not in added(world) for person in world.people)


def added(world: World) -> set[int]:
    return {number for name in ("duplicate_people", "test_people") for number in world.planted[name]}


def test_what_is_moved_towards_a_chance_has_it() -> None:
    company = base("digital-native")
    for rule in company.channels.values():
        assert rates.bought(rates.towards(rule, 0.05)) == pytest.approx(0.05, rel=0.01)
    shared = rates.with_shares(company, {"referral": 0.4})
    assert shared.channels["referral"].share == 0.4
    assert sum(rule.share for rule in shared.channels.values()) == pytest.approx(1)
    ratio = shared.channels["events"].share / shared.channels["outbound"].share
    assert ratio == pytest.approx(company.channels["events"].share / company.channels["outbound"].share)
