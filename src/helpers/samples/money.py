"""What both teams spent, and what they promised."""

from __future__ import annotations

from datetime import date

from helpers.samples import calendar, forecasts
from helpers.samples.company import Company, CostLine, Goal
from helpers.samples.draws import Draws
from helpers.samples.world import Cost, Target, World


def spend(world: World, company: Company, *, seed: int) -> None:
    """A line per cost rule and month of the window."""
    draws = Draws(seed, "costs")
    wins: dict[date, int] = {}
    for deal in world.deals:
        if deal.outcome == "won" and deal.kind != "renewal":
            month = deal.ended.date().replace(day=1)
            wins[month] = wins.get(month, 0) + 1
    for index, month in enumerate(calendar.months(company.window, company.last)):
        for rule in company.costs:
            if not rule.months or month.month in rule.months:
                amount = _amount(rule, company, index, month, wins.get(month, 0), draws)
                world.costs.append(Cost(month, rule.team, rule.category, rule.channel, amount))


def _amount(rule: CostLine, company: Company, index: int, month: date, wins: int, draws: Draws) -> int:
    level = rule.amount * (1 + rule.growth) ** index * draws.between(1 - rule.jitter, 1 + rule.jitter)
    shift = company.shift
    if rule.shift and shift and month >= shift.start:
        level *= shift.volume
    return round(level * (wins if rule.per_win else 1))


def promise(world: World, company: Company) -> None:
    """A target per goal and month to the end of the fiscal year, agreed in the December before each year.

    Where customers are forecast by region, that forecast is the target.
    """
    for month in calendar.months(company.window, company.promised):
        for goal in company.goals:
            if company.stories.regions and goal.metric == forecasts.METRIC:
                continue
            value = _value(goal, month, month.year - company.window.year)
            set_on = date(month.year - 1, 12, 16)
            world.targets.append(Target(f"{month:%Y-%m}", goal.metric, goal.owner, value, set_on))
    forecasts.promise(world, company)


def _value(goal: Goal, month: date, year: int) -> int:
    level = goal.value * (1 + goal.growth) ** year * goal.season[month.month - 1]
    return round(level / goal.rounding) * goal.rounding
