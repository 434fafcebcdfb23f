"""What a company's data must hold for a lesson, said where they do not hold it."""

from __future__ import annotations

from helpers.lessons.lesson import Plan
from helpers.words import Words, msg

_NEEDS = {
    "bulk-dates": msg("contacts with the day on which they became an MQL"),
    "growth": msg(
        "contacts with the day on which they became an MQL, and which of them became customers, over two years"
    ),
    "simpson": msg("contacts of several channels or segments, over two years, and which of them became customers"),
    "slow-answers": msg("hand-offs with the hour of the request and of the first answer"),
    "unanswered": msg("hand-offs with their first answer, where there was one"),
    "best-channel": msg("contacts of at least two channels, and which of them became customers"),
    "cac-without-sales": msg("costs of marketing and of sales, and new customers in the same months"),
    "won-only-cycle": msg("deals with the days on which they were opened and closed, lost and open ones among them"),
    "influence": msg("actions of marketing with their day, for deals won and lost"),
    "unworked-tier": msg("the ideal customer as both teams wrote it down, and the accounts on record"),
    "forecast-regions": msg("forecasts by region for periods that are over, and what was won there"),
    "asset-stage": msg("which content was used in which deal, and the stages that deals went through"),
    "leaders-field": msg("the survey, answered by at least four people who lead and four who do not"),
}


def needs(plan: Plan, words: Words) -> str:
    """Why a lesson cannot be taught on these data, in one line."""
    wanted = words.listing(words.say(_NEEDS[name]) for name in plan.patterns)
    return words.say("the data do not say enough; it needs {wanted}", wanted=wanted)
