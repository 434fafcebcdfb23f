"""Words within a line: who chairs, how a stage is called here, how soon an answer is promised."""

from __future__ import annotations

from collections.abc import Callable

from helpers.agreements.sla import Within
from helpers.pages.page import Page
from helpers.playbook.client import Client
from helpers.playbook.plain import plain
from helpers.report.case import inner
from helpers.report.naming import TEAMS

#: Stages that are a deal's before they are a person's.
_OF_DEALS = ("opportunity", "offer")


def chair_word(client: Client, page: Page) -> str:
    """The team that chairs; '' where both take turns or nothing takes place: the page has its own words for that."""
    planned = client.engagement.playbook
    if page.id not in planned.chairs and page.id not in planned.rhythms:
        return ""
    named = planned.chairs.get(page.id, client.engagement.chair)
    return "" if named == "rotating" else team(client, named)


def turns(client: Client, page: Page) -> str:
    """That always the same team chairs; '' where both take turns, as the page says by itself."""
    named = chair_word(client, page)
    return client.say("always {team}", team=named) if named else ""


def team(client: Client, name: str) -> str:
    """A team inside a sentence."""
    return client.say(TEAMS[name]).lower()


def stage_name(stage: str) -> Callable[[Client, Page], str]:
    """What prints the client's name of a stage; '' where the client has none."""

    def printed(client: Client, _: Page) -> str:
        labels = labels_of(client, stage)
        return plain(inner(labels[0])) if labels else ""

    return printed


def labels_of(client: Client, stage: str) -> list[str]:
    """What the client's CRM calls a stage: as a rule of people first, for a deal's own stages of deals."""
    stages = client.engagement.stages
    kinds = (stages.deal, stages.person) if stage in _OF_DEALS else (stages.person, stages.deal)
    means = {stage, "won"} if stage == "customer" else {stage}
    return list(dict.fromkeys(label for labels in kinds for label, meaning in labels.items() if meaning in means))


def answer_within(client: Client, _: Page) -> str:
    """How soon sales promised to answer."""
    sla = client.agreements.sla
    return length(client, sla.answer_within) if sla and sla.answer_within else ""


def decide_within(client: Client, _: Page) -> str:
    """How soon sales promised to decide."""
    sla = client.agreements.sla
    return length(client, sla.decide_within) if sla and sla.decide_within else ""


def length(client: Client, within: Within) -> str:
    """A length of working time: ``8 working hours``, ``3 días laborables``."""
    if within.hours is not None:
        return client.words.plural("{n} working hour", "{n} working hours", within.hours)
    return client.words.plural("{n} working day", "{n} working days", float(within.days or 0))
