"""Something that the heads of both teams see working, and the people of the field do not."""

from __future__ import annotations

from datetime import date, timedelta
from math import hypot

from scipy.stats import norm

from helpers.instrument import AGREE, scored
from helpers.samples.asked import Asked, Round
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.survey import ANSWERS, PEOPLE, TEAMS
from helpers.samples.world import World

ID = "leaders-field"
_HEADS = ("management", "lead")


def plain(made: Company, draws: Draws) -> Company:
    """One round of answers, of enough people to tell, in which a position makes no difference."""
    first = _asked_on(made.last)
    round_ = Round(
        first=first, half=0,
        marketing={"management": 1, "lead": draws.whole(3, 4), "field": draws.whole(8, 11)},
        sales={"management": 2, "lead": draws.whole(3, 4), "field": draws.whole(9, 13)},
    )  # fmt: skip
    level = {name: asked.model_copy(update={"above": 0.0}) for name, asked in made.survey.constructs.items()}
    return _with(made, rounds=(round_,), constructs=level)


def _asked_on(last: date) -> date:
    """The last Monday two weeks before, in the second half of a month: days that can be read in one way only."""
    monday = last - timedelta(days=14 + last.weekday())
    while monday.day <= 12:
        monday -= timedelta(days=7)
    return monday


def tell(made: Company, draws: Draws) -> Company:
    """Heads of both teams score one construct high, everybody else of both teams low."""
    name = draws.one(list(made.survey.constructs))
    low, above = draws.between(2.1, 2.5), round(draws.between(1.6, 1.9), 2)
    says = tuple(tuple(round(low + draws.between(-0.15, 0.15), 2) for _ in TEAMS) for _ in range(3))
    asked = made.survey.constructs[name].model_copy(update={"says": says, "above": above, "unknown": (0.03, 0.03)})
    return _with(made, constructs={**made.survey.constructs, name: asked})


def truth(company: Company, _world: World) -> list[Truth]:
    """Each construct with the difference that its parameters make; where position makes none it is a decoy."""
    chosen = _planted(company)
    return [
        Truth(ID, "planted", f"construct={name}", "heads agree that it works, the field does not", gap(company, name))
        if name == chosen
        else Truth(ID, "decoy", f"construct={name}", "heads and field score it alike", gap(company, name))
        for name in company.survey.constructs
    ]


def _planted(company: Company) -> str:
    above = {name: asked.above for name, asked in company.survey.constructs.items()}
    name = max(above, key=lambda each: above[each])
    return name if above[name] else ""


def gap(company: Company, construct: str) -> float:
    """Expected score of heads less that of the field in the last round, in points, as answers are rounded and cut.

    Of a person who knows nothing of a statement the mean of the others stands, whose expectation is the same; each
    team weighs as many people as it has.
    """
    asked, last = company.survey.constructs[construct], company.survey.rounds[-1]
    means = list[float]()
    for levels in (_HEADS, ("field",)):
        people = [sum(getattr(last, team).get(level, 0) for level in levels) for team in TEAMS]
        above = asked.above if levels is _HEADS else 0.0
        scores = [expected(asked, side, above) for side in range(len(TEAMS))]
        means.append(sum(n * score for n, score in zip(people, scores, strict=True)) / sum(people))
    return means[0] - means[1]


def expected(asked: Asked, side: int, above: float) -> float:
    """Mean score of a person of a team: each answer is normal around its mean, rounded, and kept on the scale.

    With steps 1 to 5, E = 1 + P(X > 1.5) + P(X > 2.5) + P(X > 3.5) + P(X > 4.5).
    """
    low, high = AGREE
    spread = hypot(PEOPLE, ANSWERS)
    answers = [
        low + sum(float(norm.sf((step + 0.5 - both[side] - above) / spread)) for step in range(low, high))
        for both in asked.says
    ]
    return scored(sum(answers) / len(answers), AGREE)


def _with(made: Company, **values: object) -> Company:
    return made.model_copy(update={"survey": made.survey.model_copy(update=values)})


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
