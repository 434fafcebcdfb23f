"""Who takes part in the purchase, as both teams see it."""

from __future__ import annotations

from helpers.agreements.phrases import folded
from helpers.agreements.profile import Role
from helpers.playbook.client import Client
from helpers.playbook.plain import plain, table
from helpers.report.naming import TEAMS
from helpers.report.sections.ideal_profiles import DECIDES
from helpers.words import msg

ACCORDING = {"marketing": msg("{what} (marketing)"), "sales": msg("{what} (sales)")}


def buyer_roles(client: Client) -> str:
    """Every role of either profile once: its part in the purchase, what it wants, what it fears; '' without any."""
    found: dict[str, dict[str, Role]] = {}
    for team, profile in client.agreements.profiles.items():
        for role in profile.roles:
            found.setdefault(folded(role.role), {}).setdefault(team, role)
    heads = [client.say("Who"), client.say("Part in the purchase"), client.say("Wants"), client.say("Fears")]
    return table(heads, [_line(client, by_team) for by_team in found.values()])


def _line(client: Client, by_team: dict[str, Role]) -> list[str]:
    name = plain(next(iter(by_team.values())).role)
    only = "" if len(by_team) == len(client.agreements.profiles) else next(iter(by_team))
    if only:
        team = client.say(TEAMS[only]).lower()
        name = client.say("{role} (named by {team} only)", role=name, team=team)
    return [
        name,
        _both(client, {team: client.say(DECIDES[role.decides]) for team, role in by_team.items()}),
        _both(client, {team: plain(role.wants) for team, role in by_team.items()}),
        _both(client, {team: plain(role.fears) for team, role in by_team.items()}),
    ]


def _both(client: Client, told: dict[str, str]) -> str:
    """What both say, once where they agree."""
    said = {team: text for team, text in told.items() if text}
    if len(told) < 2 or len({folded(text) for text in said.values()}) < 2:
        return next(iter(said.values()), "")
    return "; ".join(client.say(ACCORDING[team], what=text) for team, text in said.items())
