"""What happened agrees with the parameters within its own noise: the manifest tells the truth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from helpers.samples.contracts import lifetime, same_day
from helpers.samples.draws import Draws
from helpers.samples.manifest import survival
from helpers.samples.world import Deal, Person

from .made import Made

#: 39 shares are compared below; three and a half standard errors hold all of them together 98 times in 100.
LIMIT = 3.5


def standard_errors(events: int, of: int, share: float) -> float:
    """How far an observed share lies from the true one, in standard errors of the true one."""
    return abs(events / of - share) / math.sqrt(share * (1 - share) / of)


def lived(sample: Made) -> list[Person]:
    """People of the simulation: no duplicates, no tests."""
    dirt = sample.world.planted
    added = {*dirt["duplicate_people"], *dirt["test_people"]}
    return [person for person in sample.world.people if person.id not in added]


def before(sample: Made, days: int) -> datetime:
    return datetime.combine(sample.company.last - timedelta(days=days), datetime.min.time())


def of_channel(people: Sequence[Person], channel: str) -> list[Person]:
    return [person for person in people if person.channel == channel]


def test_people_qualify_at_the_rate_of_their_channel(sample: Made) -> None:
    wait = 60 if sample.name == "saas_en" else 150
    old = [person for person in lived(sample) if person.created < before(sample, wait)]
    for channel, rates in sample.manifest["rates"].items():
        people = of_channel(old, channel)
        mqls = sum(person.first_mql is not None for person in people)
        assert standard_errors(mqls, len(people), rates["lead_to_mql"]) < LIMIT, channel


def test_mqls_become_sqls_at_the_rate_of_their_channel(sample: Made) -> None:
    old = [person for person in lived(sample) if person.first_mql and person.first_mql < before(sample, 330)]
    for channel, rates in sample.manifest["rates"].items():
        people = of_channel(old, channel)
        sqls = sum(person.sql is not None for person in people)
        assert standard_errors(sqls, len(people), rates["mql_to_sql"]) < LIMIT, channel


def new_deals(sample: Made, days: int) -> list[Deal]:
    renewals = set(sample.world.planted["mislabelled_renewals"])
    deals = [deal for deal in sample.world.deals if deal.kind == "new" and deal.id not in renewals]
    return [deal for deal in deals if deal.created < before(sample, days)]


def test_new_deals_are_won_at_the_rate_of_their_channel(sample: Made) -> None:
    deals = new_deals(sample, 240 if sample.name == "saas_en" else 400)
    for channel, rates in sample.manifest["rates"].items():
        mine = [deal for deal in deals if deal.channel == channel]
        won = sum(deal.outcome == "won" for deal in mine)
        assert standard_errors(won, len(mine), rates["deal_to_won"]) < LIMIT, channel


def test_time_to_close_has_the_mean_of_the_manifest(saas: Made) -> None:
    """Moments move to the next working hour, half a day to a day later on average."""
    days = [
        (deal.ended - deal.created).total_seconds() / 86400 for deal in new_deals(saas, 240) if deal.outcome == "won"
    ]
    truth = saas.manifest["waiting_days"]["deal_to_won"]
    error = truth["mean"] / math.sqrt(truth["shape"] * len(days))
    assert 0 < sum(days) / len(days) - truth["mean"] + LIMIT * error < 2 * LIMIT * error + 1


def test_survival_of_the_shifted_beta_geometric() -> None:
    """Alpha 1, beta 1: S(t) = B(1, 1 + t) / B(1, 1) = 1 / (1 + t)."""
    assert [survival(1, 1, months) for months in (0, 1, 3)] == pytest.approx([1, 1 / 2, 1 / 4], abs=1e-12)


def test_lifetimes_are_drawn_from_it() -> None:
    draws = Draws(7, "test")
    drawn = [lifetime(draws, 0.9, 30) for _ in range(4000)]
    for months in (1, 6, 12, 24):
        alive = sum(months < life for life in drawn)
        assert standard_errors(alive, len(drawn), survival(0.9, 30, months)) < LIMIT


def test_realised_churn_is_the_churn_of_the_manifest(saas: Made) -> None:
    first = [contract for contract in saas.world.contracts if not contract.expansion]
    for months, share in saas.manifest["churn"]["survival"].items():
        seen = [item for item in first if same_day(item.start, months) <= saas.company.last]
        alive = sum(item.end is None or item.end >= same_day(item.start, months) for item in seen)
        if seen:
            assert standard_errors(alive, len(seen), share) < LIMIT, months


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2025, 5, 9), 12, date(2026, 5, 9)),
    ],
)
def test_same_day_of_a_later_month(start: date, months: int, day: date) -> None:
    assert same_day(start, months) == day


def cohort(sample: Made, first: date, last: date, days: int) -> tuple[int, int]:
    """MQLs of the months from ``first`` to ``last`` and those who were customers within ``days``."""
    deals = {deal.id: deal for deal in sample.world.deals}
    people = [item for item in lived(sample) if item.first_mql and first <= item.first_mql.date() <= last]
    won = 0
    for person in people:
        deal = deals.get(person.deal or 0)
        assert person.first_mql is not None
        won += bool(deal and deal.outcome == "won" and deal.ended - person.first_mql <= timedelta(days=days))
    return won, len(people)


def difference(new: tuple[int, int], old: tuple[int, int]) -> float:
    """Difference of two shares in standard errors of the difference."""
    shares = [won / of for won, of in (new, old)]
    error = math.sqrt(sum(share * (1 - share) / of for share, (_, of) in zip(shares, (new, old), strict=True)))
    return (shares[0] - shares[1]) / error


def test_the_story_of_the_software_company_is_beyond_noise(saas: Made) -> None:
    """The last three months that can be judged at 120 days against the three before, and against last year."""
    latest = cohort(saas, date(2026, 3, 1), date(2026, 5, 31), 120)
    assert latest[0] >= 30
    assert difference(latest, cohort(saas, date(2025, 12, 1), date(2026, 2, 28), 120)) < -1.96
    assert difference(latest, cohort(saas, date(2025, 3, 1), date(2025, 5, 31), 120)) < -1.96


def test_its_cause_is_the_mix_and_not_the_channels(saas: Made) -> None:
    def share(start: date, end: date) -> float:
        came = [person for person in lived(saas) if start <= person.created.date() < end]
        return len(of_channel(came, "syndication")) / len(came)

    assert share(date(2025, 12, 1), date(2026, 3, 1)) < 0.10
    assert share(date(2026, 3, 1), date(2026, 6, 1)) > 0.30


def test_nothing_moved_beyond_noise_at_the_machinery_maker(industrial: Made) -> None:
    """Offers of a year that became orders within 365 days, against the offers of the nine months before."""

    def orders(first: date, last: date) -> tuple[int, int]:
        sent = [(deal, step.at) for deal in industrial.world.deals for step in deal.steps if step.stage == "offer"]
        mine = [(deal, at) for deal, at in sent if first <= at.date() <= last]
        return sum(deal.outcome == "won" and deal.ended - at <= timedelta(days=365) for deal, at in mine), len(mine)

    assert (
        abs(difference(orders(date(2024, 10, 1), date(2025, 9, 30)), orders(date(2024, 1, 1), date(2024, 9, 30))))
        < 1.96
    )
