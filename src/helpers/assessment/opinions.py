"""What people do not know, agree with, do, and would mend first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpers.assessment.anonymity import enough
from helpers.assessment.figures import hidden, known, segment, share
from helpers.assessment.scores import Wave
from helpers.facts import Fact
from helpers.instrument import OFTEN, Construct, instrument, scored
from helpers.model.survey import TEAMS
from helpers.periods import Period

#: Both teams together, then each.
_WHO: tuple[tuple[str, ...], ...] = (TEAMS, *((team,) for team in TEAMS))


def dont_know(now: Wave, *, period: Period) -> list[Fact]:
    """Which share of the answers to the statements of a construct is "I don't know"?

    Where it is high, the construct cannot be seen from where people stand, whatever the others score. ``denominator``
    are the statements answered, "don't know" included; one person answers up to three, so there is no interval. Shown
    where four people of each team answered any of them: a score needs two that are known.
    """
    facts = []
    for construct in (each.id for each in instrument().constructs):
        said = now.unknown(construct)
        shown = enough(*(said[team].people for team in TEAMS))
        for who in _WHO:
            rest: dict[str, Any] = {"period": period, "segment": _segment(who, construct=construct)}
            unknown, asked = (sum(getattr(said[team], name) for team in who) for name in ("unknown", "asked"))
            facts.append(
                share("dont_know", unknown, asked, interval=False, **rest)
                if shown
                else hidden("dont_know", now.why, unit="share", **rest)
            )
    return facts


def perception_agree(now: Wave, *, period: Period) -> list[Fact]:
    """Which share of who answered a statement agrees with it (4 or 5 of 5), in both teams and in each?"""
    facts = []
    for item, _, _ in instrument().statements():
        said = now.said(item)
        shown = enough(*(said[team].n for team in TEAMS))
        for who in _WHO:
            rest: dict[str, Any] = {"period": period, "segment": _segment(who, item=item)}
            agreed, n = (sum(getattr(said[team], name) for team in who) for name in ("agreed", "n"))
            facts.append(
                share("perception_agree", agreed, n, **rest)
                if shown
                else hidden("perception_agree", now.why, unit="share", **rest)
            )
    return facts


def reported_practice(now: Wave, *, period: Period) -> list[Fact]:
    """How often do people say they did it in the last 60 days: 0 is never, 100 several times a week?

    Of what should not happen, never is 100.
    """
    facts = []
    for construct in instrument().constructs:
        said = now.said(construct.often_id)
        shown = enough(*(said[team].n for team in TEAMS))
        for who in _WHO:
            rest: dict[str, Any] = {"period": period, "segment": _segment(who, construct=construct.id)}
            if shown:
                n = sum(said[team].n for team in who)
                value = _often(construct, sum(said[team].total for team in who) / n)
                facts.append(known("reported_practice", value, n=n, **rest))
            else:
                facts.append(hidden("reported_practice", now.why, **rest))
    return facts


def _often(construct: Construct, mean: float) -> float:
    return scored(mean, OFTEN, reversed_=construct.often_reversed)


def priority(now: Wave, *, period: Period) -> list[Fact]:
    """Which share of who chose anything would mend this construct among the first three?"""
    chose: Mapping[str, int] = {
        str(team): int(n) for team, n in zip(now.choosers["team"], now.choosers["n"], strict=True)
    }
    shown = enough(*(chose.get(team, 0) for team in TEAMS))
    facts = []
    for construct in (each.id for each in instrument().constructs):
        picked = now.said(f"top_{construct}")
        for who in _WHO:
            rest: dict[str, Any] = {"period": period, "segment": _segment(who, construct=construct)}
            facts.append(
                share("priority", sum(picked[team].n for team in who), sum(chose[team] for team in who), **rest)
                if shown
                else hidden("priority", now.why, unit="share", **rest)
            )
    return facts


def _segment(who: tuple[str, ...], **names: str) -> str:
    return segment(**names) if len(who) > 1 else segment(**names, team=who[0])
