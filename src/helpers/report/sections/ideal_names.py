"""What a reader calls the parts of an ideal customer: attributes, teams, tiers, outcomes, verdicts."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report.case import Case
from helpers.report.naming import TEAMS, dimension
from helpers.report.naming import part as value_of
from helpers.words import msg

BOTH = ("marketing", "sales")
PAGE = "ideal-customer"
ATTRIBUTES = {"employees": msg("employees")}
ON = {
    "margin": msg("margin per customer"),
    "repeat": msg("share back or still there after a year"),
    "wins": msg("share won of those decided"),
}
VERDICTS = {"clear": msg("a clear difference"), "noise": msg("no clear difference"), "too_few": msg("too few to tell")}


def attribute(case: Case, name: str) -> str:
    """An attribute's name, its first letter large."""
    shown = case.say(ATTRIBUTES[name]) if name in ATTRIBUTES else dimension(case.words, name)
    return shown[:1].upper() + shown[1:]


def team(case: Case, name: str) -> str:
    """A team inside a sentence."""
    shown = case.say(TEAMS[name])
    return shown[:1].lower() + shown[1:]


def tier(case: Case, name: str) -> str:
    """The name of a tier; accounts that meet an anti-profile are ruled out."""
    return case.say("ruled out") if name == "out" else name


def level(case: Case, name: str, value: str) -> str:
    """A value of an attribute as it is shown; small ones together are others."""
    return case.say("others") if value == "other" else value_of(case.words, name, value)


def verdict(case: Case, row: Row) -> str:
    """Whether a difference is clear, in words."""
    return case.say(VERDICTS.get(row.status, VERDICTS["noise"]))
