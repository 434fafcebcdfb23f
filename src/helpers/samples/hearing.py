"""What people say brought them, and what experiments measured."""

from __future__ import annotations

from datetime import date

from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.world import Lift, World


def ask(world: World, company: Company, *, seed: int) -> None:
    """Some people say how they heard of the company; what they say and what the CRM holds as source often differ."""
    draws = Draws(seed, "answers")
    for person in world.people:
        weights = company.channels[person.channel].said
        if draws.chance(company.touches.asked) and weights:
            person.said = draws.pick(weights)


def measure(world: World, company: Company, *, seed: int) -> None:
    """Each experiment: the customers that the channel added in its days, measured with noise and a 95 % interval."""
    draws = Draws(seed, "experiments")
    for rule in company.experiments:
        added = rule.adds * customers(world, rule.channel, first=rule.start, last=rule.end)
        measured = round(added * (1 + rule.noise * draws.normal()))
        width = round(1.96 * rule.noise * added)
        world.lifts.append(
            Lift(rule.channel, rule.start, rule.end, measured, measured - width, measured + width, rule.method)
        )


def customers(world: World, channel: str, *, first: date, last: date) -> int:
    """New deals of a channel won from ``first`` to ``last``."""
    return sum(
        deal.kind == "new" and deal.outcome == "won" and deal.channel == channel and first <= deal.ended.date() <= last
        for deal in world.deals
    )
