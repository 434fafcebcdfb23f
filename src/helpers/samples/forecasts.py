"""What is forecast for each region: how many new customers, quarter by quarter, and how they split."""

from __future__ import annotations

from collections import Counter
from datetime import date

from helpers.periods import Period, add_months
from helpers.samples.company import Company
from helpers.samples.world import Target, World

METRIC = "customers"


def promise(world: World, company: Company) -> None:
    """A forecast for every region and quarter of the window, and for all of them; none where there are no regions.

    It is right in total: whoever makes it knows how many will buy, if not where. Parts are rounded so that they add up
    over the quarters.
    """
    rule = company.stories.regions
    if rule is None:
        return
    came, so_far = customers(world), dict.fromkeys(rule.planned, 0.0)
    for quarter in _quarters(company):
        whole = came[quarter.first]
        for name, share in rule.planned.items():
            before = round(so_far[name])
            so_far[name] += whole * share
            _add(world, quarter, f"region={name}", round(so_far[name]) - before)
        _add(world, quarter, "all", whole)


def _add(world: World, quarter: Period, segment: str, value: int) -> None:
    set_on = date(quarter.first.year - 1, 12, 16)
    period = f"{quarter.first.year}-Q{(quarter.first.month + 2) // 3}"
    world.targets.append(Target(period, METRIC, "both", value, set_on, segment=segment))


def customers(world: World) -> Counter[date]:
    """New customers by first day of the quarter in which their first deal was won."""
    first: dict[int, date] = {}
    for deal in world.deals:
        if deal.outcome == "won" and deal.kind == "new" and deal.account is not None:
            day = deal.ended.date()
            first[deal.account] = min(day, first.get(deal.account, day))
    return Counter(date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) for day in first.values())


def _quarters(company: Company) -> list[Period]:
    """Whole quarters from the first of the window to the last that is over."""
    first = company.window.replace(month=3 * ((company.window.month - 1) // 3) + 1, day=1)
    found = [Period(first, Period.month(add_months(first, 2)).last)]
    while found[-1].shift(3).last <= company.last:
        found.append(found[-1].shift(3))
    return found


def spellings(company: Company) -> list[tuple[str, str]]:
    """Country, as anybody types it, and its region."""
    rule = company.stories.regions
    pairs = rule.of.items() if rule else ()
    return [(word, region) for country, region in pairs
            for word in dict.fromkeys((country, country.upper(), country.lower()))]  # fmt: skip
