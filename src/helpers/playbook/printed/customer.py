"""The ideal customer as each team has it, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from helpers.agreements.profile import Criterion, Profile, Value
from helpers.playbook.client import Client
from helpers.playbook.plain import bullets, paragraphs, plain, table
from helpers.report.naming import TEAMS, dimension, part
from helpers.words import msg

BOTH = ("marketing", "sales")


def ideal_customer_table(client: Client) -> str:
    """Criteria and anti-profiles of both teams, and how old each document is; '' while neither is written."""
    profiles = client.agreements.profiles
    if not profiles:
        return ""
    rows = [*_rows(client, profiles, anti=False), *_rows(client, profiles, anti=True)]
    heads = [client.say("What counts"), client.say("Marketing wants"), client.say("Sales wants")]
    return paragraphs(table(heads, rows), bullets(_age(client, team) for team in BOTH))


def _rows(client: Client, profiles: dict[str, Profile], *, anti: bool) -> list[list[str]]:
    """One row an attribute, the heaviest first."""
    asked = {team: list(profile.anti if anti else profile.criteria) for team, profile in profiles.items()}
    weight: dict[str, float] = {}
    for one in (one for criteria in asked.values() for one in criteria):
        weight[one.attribute] = weight.get(one.attribute, 0.0) + one.weight
    return [
        [_named(client, name, anti=anti), *(_wanted(client, asked.get(team, []), name, anti=anti) for team in BOTH)]
        for name in sorted(weight, key=lambda name: (-weight[name], name))
    ]


def _named(client: Client, name: str, *, anti: bool) -> str:
    shown = client.say("employees") if name == "employees" else dimension(client.words, name)
    shown = plain(shown[:1].upper() + shown[1:])
    return client.say("{name}: ruled out", name=shown) if anti else shown


def _wanted(client: Client, criteria: Sequence[Criterion], name: str, *, anti: bool) -> str:
    return "; ".join(_criterion(client, one, anti=anti) for one in criteria if one.attribute == name)


def _criterion(client: Client, one: Criterion, *, anti: bool) -> str:
    """What is wanted, how much it weighs, and on what evidence."""
    weight = "" if anti else client.say("weight {n}", n=client.words.count(one.weight))
    return " · ".join(each for each in (_value(client, one), weight, plain(one.evidence)) if each)


def _value(client: Client, one: Criterion) -> str:
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    said = [_said(client, one.attribute, value) for value in values]
    if one.operator == "at_least":
        return client.say("at least {low}", low=said[0])
    if one.operator == "at_most":
        return client.say("at most {high}", high=said[0])
    if one.operator == "between":
        low, high = (float(value) for value in values)
        return client.words.interval(low, high, "count")
    listed = client.words.listing(said)
    return client.say("all but {values}", values=listed) if one.operator == "not_in" else listed


def _said(client: Client, attribute: str, value: Value) -> str:
    if isinstance(value, float):
        return client.words.count(value)
    return plain(part(client.words, attribute, str(value)))


AGE = {
    "fresh": msg("{team}: written on {date}, to be looked at again by {due}."),
    "due": msg("{team}: written on {date}; it should have been looked at again by {due}."),
}


def _age(client: Client, team: str) -> str:
    profile = client.agreements.profiles.get(team)
    if profile is None:
        return client.say("{team}: not written yet.", team=client.say(TEAMS[team]))
    if profile.edited_on is None:
        return client.say("{team}: nobody noted when it was written.", team=client.say(TEAMS[team]))
    due = profile.edited_on + timedelta(days=profile.review_in_days)
    text = AGE["due" if due < client.on else "fresh"]
    return client.say(text, team=client.say(TEAMS[team]), date=client.words.date(profile.edited_on),
                      due=client.words.date(due))  # fmt: skip
