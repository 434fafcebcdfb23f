"""Has anything moved since the survey before?"""

from __future__ import annotations

from typing import Any

from helpers.assessment.figures import hidden, known, segment
from helpers.assessment.gaps import in_points, judged
from helpers.assessment.permutation import NOTHING, Compared, compared
from helpers.assessment.scores import Teams, Wave, points
from helpers.facts import Fact
from helpers.instrument import instrument
from helpers.model.survey import TEAMS
from helpers.periods import Period

_WHO = ("", *TEAMS)


def perception_change(now: Wave, before: Wave, *, period: Period) -> list[Fact]:
    """By how many points does a construct score higher than in the round before: both teams together, and each?

    ``perception_score`` with ``change=prior``; ``prior`` is the earlier score, ``n`` the people of both rounds. Answers
    carry no name, so nobody's two answers can be laid side by side: both rounds are compared like two groups of
    different people (``permutation.compared``). Where the same people answered twice, as they mostly do, that makes
    the test too careful, never too bold; where others answered, part of the change may be theirs. Clear or noise by
    Holm's adjustment over the constructs, for both teams together and for each team apart, of those that could pass.
    """
    facts = []
    for who in _WHO:
        found = {each.id: _change(now.scores(each.id), before.scores(each.id), who) for each in instrument().constructs}
        status = judged({name: each for name, each in found.items() if each is not NOTHING})
        for construct, each in found.items():
            rest: dict[str, Any] = {"period": period, "variant": "change=prior",
                    "segment": segment(construct=construct, **({"team": who} if who else {}))}  # fmt: skip
            if construct not in status:
                facts.append(hidden("perception_score", _why(now, before), **rest))
                continue
            later, earlier = (_of(wave.scores(construct), who) for wave in (now, before))
            word = status[construct]
            facts.append(known("perception_score", each.value, low=each.low, high=each.high, prior=points(earlier),
                               n=len(later) + len(earlier), status=word, note="too_few" if word == "too_few" else "",
                               **rest))  # fmt: skip
    return facts


def _why(now: Wave, before: Wave) -> str:
    return "no_prior" if before.empty and not now.empty else now.why


def _change(now: Teams, before: Teams, who: str) -> Compared:
    if not (now.shown and before.shown):
        return NOTHING
    return in_points(compared(_of(now, who), _of(before, who)))


def _of(teams: Teams, who: str) -> tuple[int, ...]:
    return teams._asdict()[who] if who else teams.both
