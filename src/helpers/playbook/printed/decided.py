"""Decisions and hypotheses that are open, in the words both teams chose."""

from __future__ import annotations

from helpers.feedback.decisions import Decision, known
from helpers.playbook.client import Client
from helpers.playbook.plain import paragraphs, plain, table
from helpers.report.naming import TEAMS

#: Lines a page has room for; the form has them all.
MOST = 12


def decisions_open(client: Client) -> str:
    """The decisions still open, the longest overdue first; '' where nobody has noted any decision."""
    found = _open(client, "decision")
    if found is None:
        return ""
    if not found:
        return client.say("On {date} no decision is open.", date=client.words.date(client.on))
    heads = [client.say("Decision"), client.say("Who owes it"), client.say("Due")]
    rows = [[plain(each.words), who(client, each), due(client, each)] for each in found[:MOST]]
    return paragraphs(
        _how_many(client, found), table(heads, rows), _more(client, len(found) - MOST)
    )  # fmt: skip


def _how_many(client: Client, found: list[Decision]) -> str:
    """How many decisions are open, and how many of them past their day."""
    n, late = len(found), sum(each.overdue(client.on) for each in found)
    day = client.words.date(client.on)
    text = client.words.plural("On {date} {n} decision is open", "On {date} {n} decisions are open", n, date=day)
    if not late:
        return f"{text}."
    if late < n:
        return text + client.say(", {late} of them past their day.", late=late)
    return text + (client.say(", and it is past its day.") if n == 1 else client.say(", all of them past their day."))


def hypotheses_open(client: Client) -> str:
    """What both teams believe and have not settled yet, with the test of each; '' where nothing was ever noted."""
    found = _open(client, "hypothesis")
    if found is None:
        return ""
    if not found:
        return client.say("On {date} no hypothesis is open.", date=client.words.date(client.on))
    heads = [client.say("Hypothesis"), client.say("How we will know"), client.say("Who owes it"), client.say("Due")]
    rows = [[plain(each.words), plain(each.test), who(client, each), due(client, each)] for each in found[:MOST]]
    return paragraphs(table(heads, rows), _more(client, len(found) - MOST))


def _open(client: Client, kind: str) -> list[Decision] | None:
    """What of a kind is open on the day; None where the form is empty."""
    found = known(client.form("decisions"), as_of=client.on)
    if not found:
        return None
    waiting = [each for each in found if each.kind == kind and each.open]
    return sorted(waiting, key=lambda each: (each.due_on is None, each.due_on, each.on, each.decision_id))


def who(client: Client, decision: Decision) -> str:
    """The role that owes it, else the team."""
    if decision.owner_role:
        return plain(decision.owner_role)
    return client.say("Both teams") if decision.owner_team == "both" else client.say(TEAMS[decision.owner_team])


def due(client: Client, decision: Decision) -> str:
    """The day, and how long ago it was."""
    if decision.due_on is None:
        return client.say("no day agreed")
    day = client.words.date(decision.due_on)
    if not decision.overdue(client.on):
        return day
    late = client.words.days((client.on - decision.due_on).days)
    return client.say("{date}, **{days} ago**", date=day, days=late)


def _more(client: Client, n: int) -> str:
    if n <= 0:
        return ""
    return client.words.plural("{n} more stands in the form.", "{n} more stand in the form.", n)
