"""The simulated world: nothing after the last day, nothing before its cause, and plausible sizes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helpers.samples import calendar
from helpers.samples.company import Delay
from helpers.samples.draws import Draws
from helpers.samples.manifest import survival
from helpers.samples.people import expected
from helpers.samples.tally import tally
from helpers.samples.world import World

from .made import Made


def test_nothing_is_known_after_the_last_day(sample: Made) -> None:
    world, night = sample.world, datetime.combine(sample.company.last + timedelta(days=1), datetime.min.time())
    future = set(world.planted["future_dates"])
    for person in world.people:
        moments = [person.created, person.recycled, person.sql, person.deal_at]
        moments += [] if person.id in future else [person.mql]
        assert all(at < night for at in moments if at)
    assert all(step.at < night for deal in world.deals for step in deal.steps)
    assert all(touch.at < night for touch in world.touches)
    assert all(contract.start < night.date() for contract in world.contracts)
    assert all(order.on < night.date() for order in world.orders)


def test_causes_come_before_effects(sample: Made) -> None:
    faults = {fault: set(ids) for fault, ids in sample.world.planted.items()}
    dated = faults["out_of_order"] | faults["bulk_stage_dates"] | faults["future_dates"]
    for person in sample.world.people:
        if person.id not in dated:
            moments = [at for at in (person.created, person.recycled, person.mql, person.sql, person.deal_at) if at]
            if person.recycled and person.mql and person.mql < person.recycled:
                moments = [person.created, person.mql, person.recycled]
            assert moments == sorted(moments), person
    for deal in sample.world.deals:
        assert [step.at for step in deal.steps] == sorted(step.at for step in deal.steps)


def test_a_deal_is_linked_from_both_sides(sample: Made) -> None:
    deals = {deal.id: deal for deal in sample.world.deals}
    for person in sample.world.people:
        if person.deal is not None:
            assert person.id in deals[person.deal].people
    for deal in sample.world.deals:
        ended = [step.stage for step in deal.steps].count(deal.outcome)
        assert ended == (deal.outcome != "open")


def test_an_account_holds_one_new_deal_at_a_time(sample: Made) -> None:
    ends: dict[int, datetime] = {}
    for deal in sample.world.deals:
        if deal.kind == "new" and deal.account and deal.id not in sample.world.planted["mislabelled_renewals"]:
            assert deal.created >= ends.get(deal.account, deal.created)
            ends[deal.account] = deal.ended if deal.outcome != "open" else datetime.max


def last_months(counts: Mapping[str, int], number: int) -> list[int]:
    return [
        counts.get(month, 0)
        for month in [f"{day:%Y-%m}" for day in calendar.months(date(2024, 10, 1), date(2026, 9, 30))][-number:]
    ]


def test_software_has_enough_for_stable_rates(saas: Made) -> None:
    happened = saas.manifest["happened"]
    assert all(220 <= leads <= 400 for leads in last_months(happened["leads"], 6))
    assert all(20 <= won <= 40 for won in last_months(happened["won_new"], 6))
    assert 4000 <= saas.manifest["records"]["people"] <= 6500


def test_machinery_has_few_deals_so_that_the_rolling_window_leads(industrial: Made) -> None:
    happened = industrial.manifest["happened"]
    assert 12 <= sum(last_months(happened["offers"], 12)) / 12 <= 18
    assert 4 <= sum(last_months(happened["won"], 12)) / 12 <= 6
    assert max(last_months(happened["offers"], 24)) < 30
    faulty = {*industrial.world.planted["zero_amounts"], *industrial.world.planted["placeholder_amounts"]}
    amounts = [deal.amount for deal in industrial.world.deals if deal.id not in faulty]
    assert min(amounts) >= 40_000
    assert max(amounts) <= 900_000


def test_august_is_quiet_in_spain(industrial: Made) -> None:
    won = industrial.manifest["happened"]["won"]
    augusts = [won.get(f"{year}-08", 0) for year in (2024, 2025, 2026)]
    assert sum(augusts) / 3 < sum(won.values()) / 27 / 2


def test_a_customer_is_worth_two_to_six_times_its_cost(saas: Made, industrial: Made) -> None:
    """Twelve months of cost over new customers, against discounted margin (contracts) or 36 months of it (orders)."""
    first = [item for item in saas.world.contracts if not item.expansion and item.start >= saas.company.window]
    monthly = sum(item.monthly for item in first) / len(first)
    churn = saas.manifest["churn"]
    value = sum(
        survival(churn["alpha"], churn["beta"], month) * monthly * churn["gross_margin"] / 1.1 ** (month / 12)
        for month in range(60)
    )
    assert 2 < value / cac(saas) < 6
    starts: dict[int, date] = {}
    for order in industrial.world.orders:
        starts.setdefault(order.account, order.on)
    old = {account: day for account, day in starts.items() if day < date(2023, 9, 30)}
    margin = sum(
        order.margin for order in industrial.world.orders
        if order.account in old and (order.on - old[order.account]).days < 1096
    )  # fmt: skip
    assert 2 < margin / len(old) / cac(industrial) < 6


def cac(sample: Made) -> float:
    cost = sum(line.amount for line in sample.world.costs if line.month >= date(2025, 10, 1))
    return cost / sum(last_months(sample.manifest["happened"]["won_new"], 12))


def test_some_old_customers_come_back_after_two_years(industrial: Made) -> None:
    days: dict[int, list[date]] = {}
    for order in industrial.world.orders:
        days.setdefault(order.account, []).append(order.on)
    window = industrial.company.window
    back = [b for on in days.values() for a, b in pairwise(on) if b >= window and (b - a).days > 731]
    assert 1 <= len(back) < 15


def test_expected_people_follow_growth_season_and_shift(saas: Made) -> None:
    """May 2026 is month 25: 138 x 1.014^25 x 1.02 x 0.06, times 10 from March 2026 on."""
    usual = 138 * 1.014**25 * 1.02 * 0.06
    assert abs(expected(saas.company, 25, date(2026, 5, 1), "syndication") - 10 * usual) < 1e-9
    assert abs(expected(saas.company, 25, date(2026, 2, 1), "syndication") - usual / 1.02 * 1.05) < 1e-9


@given(st.integers(0, 10**6), st.floats(0, 400), st.datetimes(datetime(2024, 1, 1), datetime(2026, 9, 1)))
def test_moments_after_others_fall_on_working_hours(seed: int, days: float, start: datetime) -> None:
    found = calendar.after(start, days, Draws(seed, "test"), quiet={8: 0.5})
    assert found > start
    if found - start > timedelta(minutes=96):
        assert found.weekday() < 5
        assert 9 <= found.hour <= 17


def test_a_quiet_month_passes_events_on() -> None:
    found = calendar.after(datetime(2026, 7, 20, 10), 20, Draws(1, "test"), quiet={8: 1.0})
    assert (found.year, found.month) == (2026, 9)


def test_streams_of_parts_do_not_disturb_each_other() -> None:
    first, other = Draws(3, "people"), Draws(3, "deals")
    alone = [Draws(3, "people").between(0, 1)]
    assert other.between(0, 1) != alone[0]
    assert [first.between(0, 1)] == alone


def test_draws_keep_their_means() -> None:
    """Gamma of mean 10 and shape 4: 4,000 draws lie within 3.5 x 5 / sqrt(4000) = 0.28 of it."""
    draws = Draws(11, "test")
    assert abs(sum(draws.days(Delay(mean=10, shape=4)) for _ in range(4000)) / 4000 - 10) < 0.28
    picked = [draws.pick({"a": 3, "b": 1}) for _ in range(4000)]
    assert abs(picked.count("a") / 4000 - 0.75) < 3.5 * (0.75 * 0.25 / 4000) ** 0.5
    assert draws.some([1, 2, 3], 3) == [1, 2, 3]


def test_an_empty_world_has_nothing_to_tally() -> None:
    assert tally(World(), offer="offer") == {}
