"""What an assessment has to say, in the order in which both teams should hear it.

Weight = what kind it is + how much people want it mended + whether money is known to hang on it + how large it is:

| part | points |
|---|---|
| kind | contradiction 60, low 50, unseen 40, harmful gap 30, split 20, mirror 10, productive gap 5 (keep), strength 0 |
| importance | 0 to 25: the share of people who picked the construct among the three to mend first |
| stakes | 15 where a fact of the review says what it costs (``[stakes]`` of ``plan.toml``) |
| size | 0 to 10: how far beyond its threshold, of what is possible |

A contradiction in which the record is better than what people say weighs 5 less: nothing fails, it is only not seen.
So kinds keep their order unless people or money say otherwise. Nothing is weighed by what other companies do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import pandas as pd

from helpers.assessment.contradictions import HALF, Contradiction
from helpers.assessment.evidence import Reading
from helpers.assessment.levels import Level
from helpers.assessment.quadrants import STEP, TEAMS, Nature, Stand
from helpers.assessment.shelf import Figure, Row, Shelf
from helpers.facts import pairs

Kind = Literal["contradiction", "low", "unseen", "gap", "split", "mirror", "strength"]
KINDS: tuple[Kind, ...] = ("contradiction", "low", "unseen", "gap", "split", "mirror", "strength")
BASE: dict[str, float] = {
    "contradiction": 60, "low": 50, "unseen": 40, "gap": 30, "split": 20, "mirror": 10, "strength": 0,
}  # fmt: skip
KEEP, IMPORTANCE, STAKES, SIZE, DENIED = 5.0, 25.0, 15.0, 10.0, 5.0
#: Below this level nothing shows that it is practised.
PRACTISED = 3.0
#: Figures of one kind listed with a finding.
MOST_REFS = 3
#: Metrics of the survey read here.
SAID = ("priority", "perception_spread", "mirror_error", "perception_score")
COLUMNS = ["rank", "finding", "kind", "construct", "nature", "claim", "page", "refs", "weight"]


class Finding(NamedTuple):
    """One thing to say. ``opinion``: nothing but what people say stands behind it."""

    finding: str
    kind: Kind
    construct: str
    nature: Nature
    claim: str
    page: str
    refs: tuple[str, ...]
    weight: float
    opinion: bool
    #: kind of what is done about it: a good record that people do not see is shown, not mended
    treat: Kind
    #: what it stands or falls with: ``refs`` without what only illustrates it
    rests: tuple[str, ...]

    @property
    def acts(self) -> bool:
        """Whether something is to be done: strengths and productive gaps are kept."""
        return self.kind != "strength" and self.nature != "productive"


class Known(NamedTuple):
    """All that findings are made from."""

    shelf: Shelf
    levels: Mapping[str, Level]
    stands: Sequence[Stand]
    claims: Sequence[Contradiction]
    readings: Sequence[Reading]


class Found(NamedTuple):
    """A finding before it is weighed; ``size`` 0 to 1."""

    kind: Kind
    construct: str
    refs: tuple[str, ...]
    size: float
    claim: str = ""
    nature: Nature = ""
    opinion: bool = True
    treat: Kind | None = None
    rests: tuple[str, ...] = ()


def findings(known: Known, *, pages: Mapping[str, str], stakes: Mapping[str, Sequence[Figure]]) -> tuple[Finding, ...]:
    """Everything found, heaviest first.

    ``pages``: construct → the page of the playbook that treats it in this context, or ''. ``stakes``: construct → the
    figures that say what it costs.
    """
    found = [each for stand in known.stands for each in _of_construct(known, stand)]
    weighed = [_weighed(known.shelf, each, pages, stakes) for each in found]
    return tuple(sorted(weighed, key=lambda each: (-round(each.weight, 6), each.finding)))


def table(found: Sequence[Finding]) -> pd.DataFrame:
    """``assess_findings``: rank from 1."""
    rows = [
        (place, each.finding, each.kind, each.construct, each.nature, each.claim, each.page, "\n".join(each.refs),
         round(each.weight, 6))
        for place, each in enumerate(found, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _weighed(shelf: Shelf, found: Found, pages: Mapping[str, str], stakes: Mapping[str, Sequence[Figure]]) -> Finding:
    wanted = shelf.one("priority", segment=pairs({"construct": found.construct}))
    weight = KEEP if found.nature == "productive" else BASE[found.kind]
    weight -= DENIED if found.kind == "contradiction" and found.treat == "unseen" else 0.0
    weight += IMPORTANCE * wanted.value if wanted is not None and wanted.known else 0.0
    weight += STAKES if at_stake(shelf, stakes.get(found.construct, ())) else 0.0
    weight += SIZE * min(1.0, max(0.0, found.size))
    name = ".".join(part for part in (found.construct, found.kind, found.claim) if part)
    return Finding(name, found.kind, found.construct, found.nature, found.claim, pages[found.construct], found.refs,
                   weight, found.opinion, found.treat or found.kind, found.rests or found.refs)  # fmt: skip


def at_stake(shelf: Shelf, figures: Sequence[Figure]) -> Row | None:
    """The largest cost that the first figure with one names: known, above nothing, not within noise."""
    for figure in figures:
        rows = [row for row in shelf.find(figure) if row.sound and row.value > 0 and row.status != "noise"]
        if rows:
            return max(rows, key=lambda row: (row.value, row.key))
    return None


def _of_construct(known: Known, stand: Stand) -> Iterator[Found]:
    held = [each for each in known.claims if each.construct == stand.construct and each.contradicts]
    against = [each for each in held if not each.levels]
    yield from (_against(known, each) for each in against)
    yield from _low(known, stand)
    yield from _unseen(stand)
    yield from _gap(stand)
    yield from _split(known, stand)
    yield from (_levels(known, each) for each in held if each.levels)
    yield from _mirror(known, stand)
    if not against:
        yield from _strength(known, stand)


def _against(known: Known, each: Contradiction) -> Found:
    where = {"claim": each.claim, "construct": each.construct}
    own = _key(known.shelf, "contradiction", pairs(where))
    share = _key(known.shelf, "artefact_share", pairs({"construct": each.construct}))
    refs = (own, *each.refs, *((share,) if each.artefact else ()))
    apart = abs(each.said - each.shown)
    size = apart if apart <= 1 else apart / 100
    treat: Kind = "unseen" if each.said < HALF else "contradiction"
    return Found("contradiction", each.construct, refs, size, each.claim, opinion=False, treat=treat, rests=each.rests)


def _low(known: Known, stand: Stand) -> Iterator[Found]:
    """Both see it failing, or nothing shows that it is practised, and not only for want of anything to look at.

    What is practised and yet seen as failing, or what many know nothing of, is not begun anew: people are shown what
    becomes of it.
    """
    level = known.levels[stand.construct]
    unproved = not math.isnan(level.value) and level.value < PRACTISED and not level.opinion_only
    if not unproved and stand.quadrant != "start":
        return
    seen = [row.value for row in stand.scores]
    size = max(1 - level.value / 5 if unproved else 0.0, 1 - sum(seen) / 200 if len(seen) == len(TEAMS) else 0.0)
    missing = tuple(_rows(known, stand.construct, met=False))
    refs = (_level_key(known.shelf, stand.construct), *(row.key for row in stand.scores), *missing)
    hidden = bool(stand.unseen) or (level.value >= PRACTISED and not unproved)
    treat: Kind = "unseen" if hidden else "low"
    yield Found("low", stand.construct, refs, size, opinion=level.opinion_only, treat=treat)


def _unseen(stand: Stand) -> Iterator[Found]:
    if stand.unseen:
        worst = max(row.value for row in stand.unseen)
        yield Found("unseen", stand.construct, tuple(row.key for row in stand.unseen), worst)


def _gap(stand: Stand) -> Iterator[Found]:
    if stand.wide and stand.gap is not None:
        refs = (stand.gap.key, *(row.key for row in (*stand.items, *stand.scores)))
        yield Found("gap", stand.construct, refs, abs(stand.gap.value) / 100, nature=stand.nature)


def _split(known: Known, stand: Stand) -> Iterator[Found]:
    """People of one team are, on average, a whole step of the scale away from their own team."""
    rows = _team_rows(known.shelf, "perception_spread", stand.construct)
    apart = [row for row in rows if row.value >= STEP]
    if apart:
        yield Found("split", stand.construct, tuple(row.key for row in apart), max(row.value for row in apart) / 50)


def _levels(known: Known, each: Contradiction) -> Found:
    """Management and the field see two companies."""
    own = _key(known.shelf, "contradiction", pairs({"claim": each.claim, "construct": each.construct}))
    return Found("split", each.construct, (own, *each.refs), abs(each.said - each.shown) / 100, each.claim)


def _mirror(known: Known, stand: Stand) -> Iterator[Found]:
    """A team's guess of what the other would answer is a whole step of the scale away."""
    rows = _team_rows(known.shelf, "mirror_error", stand.construct)
    wrong = [row for row in rows if row.value >= STEP]
    if wrong:
        yield Found("mirror", stand.construct, tuple(row.key for row in wrong), max(row.value for row in wrong) / 100)


def _strength(known: Known, stand: Stand) -> Iterator[Found]:
    level = known.levels[stand.construct]
    if stand.quadrant == "protect" and level.value >= PRACTISED:
        shown = tuple(_rows(known, stand.construct, met=True))
        refs = (_level_key(known.shelf, stand.construct), *(row.key for row in stand.scores), *shown)
        yield Found("strength", stand.construct, refs, level.value / 5, opinion=False)


def _rows(known: Known, construct: str, *, met: bool) -> list[str]:
    """Keys of figures that show the practice, or of those that were looked at and do not; each once."""
    wanted = [each for each in known.readings if each.construct == construct and each.role != "improved"]
    return list(dict.fromkeys(each.row.key for each in wanted if each.met is met))[:MOST_REFS]


def _team_rows(shelf: Shelf, metric: str, construct: str) -> list[Row]:
    rows = (shelf.one(metric, segment=pairs({"construct": construct, "team": team})) for team in TEAMS)
    return [row for row in rows if row is not None and row.known]


def _level_key(shelf: Shelf, construct: str) -> str:
    return _key(shelf, "construct_level", pairs({"construct": construct}))


def _key(shelf: Shelf, metric: str, segment: str) -> str:
    """Key of a fact that the assessment makes itself."""
    return "|".join((str(shelf.period), metric, "", segment, "period"))
