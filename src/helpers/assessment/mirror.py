"""Does each team know what the other would answer?"""

from __future__ import annotations

from typing import Any

from helpers.assessment.anonymity import enough
from helpers.assessment.figures import hidden, known, segment
from helpers.assessment.scores import Wave
from helpers.facts import Fact
from helpers.instrument import AGREE, instrument, scored
from helpers.model.survey import TEAMS
from helpers.periods import Period


def mirror_error(now: Wave, *, period: Period) -> list[Fact]:
    """How many points off is what one team thinks that the other answers, for each of the four challenges?

    The mean guess of the team (``numerator``) and the mean answer of the other team to the same statement
    (``denominator``), both from 0 to 100; the value is how far they are apart. "Don't know" is no guess. ``n`` are
    those who guessed. Hidden unless four people of each team guessed and four of each answered.
    """
    facts = []
    for construct in (each for each in instrument().constructs if each.mirror):
        guesses, answers = now.said(construct.mirror_id), now.said(construct.mirrored)
        shown = all(enough(*(said[team].n for team in TEAMS)) for said in (guesses, answers))
        for team, other in (TEAMS, TEAMS[::-1]):
            rest: dict[str, Any] = {"period": period, "segment": segment(construct=construct.id, team=team)}
            if not shown:
                facts.append(hidden("mirror_error", now.why, **rest))
                continue
            guess, answer = (scored(each.total / each.n, AGREE) for each in (guesses[team], answers[other]))
            facts.append(known("mirror_error", abs(guess - answer), numerator=guess, denominator=answer,
                               n=guesses[team].n, **rest))  # fmt: skip
    return facts
