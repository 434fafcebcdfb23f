"""Which pages of the playbook the numbers of a month call for: each page names its thresholds, the facts decide.

A threshold is met by one row. Which one: of the rows with its metric, its variant and the segment it asks for, the
card first (the window that leads it), then the twelve months that end with the period under review, then three, then
the month, then any other length; the first one that can be judged is judged, and no other. A row never counts that has
no value, is too few, is immature, reaches past the end of the record (``Case.cut``), or rests on touches where too few
are recorded. A blank variant means the plain figure: of a card whichever variant leads it, of attainment and pacing
the shared goal's.

- ``target``: the value lies on the side of the row's own target; of attainment and pacing that is 1, of a metric that
  the agreement on the hand-off promises, what was promised. Pacing reads the longest target period that holds the
  month.
- ``prior``: the value lies on the side of the one before, and the change is clear: by the row ``card=k;change=prior``
  of a card, by a row ``change=prior`` of its own, else by the kit's one rule (``noise``) on both windows, for shares
  and counts by what they were counted from, for others by their intervals, and after Holm over all changes that the
  pages of a month ask about, so that a month without change calls for nothing. What has no interval has no noise. A
  figure that follows cases (clock ``cohort``) is compared over the year alone: later months had less time.
- ``noise``: the row is a claim that the review calls clear, above or below no difference at all; a count without a
  verdict is met above 0.

With ``segment: any`` each part is judged so, and the one farthest on that side stands for all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from scipy.stats import norm

from helpers.facts import Row, unpair
from helpers.noise import difference_of_counts, difference_of_estimates, difference_of_proportions, holm
from helpers.pages import Page, shipped_page
from helpers.pages.page import Advice, Threshold
from helpers.report.case import Case
from helpers.report.handing import DOUBTED
from helpers.report.naming import CLASSES, NONE
from helpers.report.scorecard import change

#: A change is clear below this chance, after Holm; the interval of 95 % reaches so many standard errors.
LEVEL = 0.05
_LIMIT = 1.959963984540054
#: Metrics of the shared goal, whose whole is 1 and whose variant names the goal.
OF_GOAL = ("target_attainment", "pacing")
#: Windows in the order in which they are judged, after the card.
_YEAR = 12
_LENGTHS = {_YEAR: 1, 3: 2, 1: 3}
#: Figures that say themselves how much is recorded.
_OF_RECORD = ("touch_coverage", "handoff_recorded")
#: What fits no code of a list is no part of the business.
_NO_PART = {*CLASSES, NONE, "unmapped", "none"}
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-z]|[¿¡«“])")
_MARK = re.compile(r"(\*\*|__|`)(.+?)\1|(?<![\w*])[*_](\S(?:.*?\S)?)[*_](?![\w*])|\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Met:
    """A threshold that is met: the page, its line of advice, the row that met it and the value it was held against.

    ``against`` is the target or the value before; ``nan`` for what is held against noise. ``verdict`` is the row that
    calls a change clear, where the review has one, and ``earlier`` the row of the window before, where it was read.
    """

    page: str
    threshold: Threshold
    advice: Advice
    row: Row
    against: float = math.nan
    verdict: Row | None = None
    earlier: Row | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every fact behind it."""
        return tuple(row for row in (self.row, self.verdict, self.earlier) if row is not None)


def met(case: Case) -> list[Met]:
    """Every threshold that this month meets, of the pages that apply to the client, in the order of the pages."""
    pages = (shipped_page(id, case.words.lang) for id in case.pages)
    return called_for(case, [(page.id, *line) for page in pages for line in _lines(page)])


def called_for(case: Case, lines: Sequence[tuple[str, Threshold, Advice]]) -> list[Met]:
    """Which of these thresholds (page, threshold, its line of advice) are met, in their order."""
    judged = list(_judged(case, lines))
    doubt = _doubt([each for each, _ in judged])
    found: dict[int, list[Met]] = {}
    for each, place in judged:
        if _beyond(case, each, clear=doubt.get(_compared(each), 1.0) < LEVEL):
            found.setdefault(place, []).append(each)
    return [one for place in sorted(found) for one in _worst(found[place])]


def plain(text: str) -> str:
    """Markdown of a line as plain text: emphasis and links leave their words.

    >>> plain("**Open** with [decisions](decisions.md), *then* go on")
    'Open with decisions, then go on'
    """
    while (shown := _MARK.sub(lambda found: found[2] or found[3] or found[4], text)) != text:
        text = shown
    return text


def opening(text: str) -> str:
    """The first sentence of a line of advice, as plain text: what to do, without the reasons.

    >>> opening("**Open** with them. Each one gets a new day.")
    'Open with them.'
    """
    return _SENTENCE.split(plain(text), maxsplit=1)[0]


def _judged(case: Case, lines: Sequence[tuple[str, Threshold, Advice]]) -> Iterator[tuple[Met, int]]:
    """Every threshold with the row that it judges, met or not, and its place among the thresholds."""
    for place, (id, threshold, advice) in enumerate(lines):
        for row, against, verdict, earlier in _meeting(case, threshold):
            yield Met(id, threshold, advice, row, against, verdict, earlier), place


def _lines(page: Page) -> Iterator[tuple[Threshold, Advice]]:
    return zip(page.front.thresholds, page.advice, strict=True)


def _worst(found: list[Met]) -> list[Met]:
    """The one that lies farthest on the side of its threshold."""
    towards = 1 if found[0].threshold.side == "above" else -1

    def distance(each: Met) -> tuple[float, str]:
        beyond = each.row.value - (0.0 if math.isnan(each.against) else each.against)
        return -towards * beyond, each.row.key

    return sorted(found, key=distance)[:1]


# -- rows --------------------------------------------------------------------------------------------------------------

_Given = tuple[Row, float, Row | None, Row | None]


def _meeting(case: Case, threshold: Threshold) -> Iterator[_Given]:
    """The row of each part that a threshold judges, with what it is held against."""
    judge = {"target": _of_target, "prior": _of_prior, "noise": _of_noise}[threshold.than]
    for rows in _candidates(case, threshold).values():
        judged = (given for row in rows if (given := judge(case, row)) is not None)
        yield from islice(judged, 1)


def _candidates(case: Case, threshold: Threshold) -> dict[str, list[Row]]:
    """Usable rows by part of the business (the whole is one), each in the order in which they are judged."""
    wanted = unpair(threshold.variant)
    found: dict[str, list[Row]] = {}
    for row in case.book.rows(threshold.metric, segment="all" if threshold.segment == "all" else None):
        part = threshold.segment == "all" or (bool(row.where) and not _NO_PART & set(row.where.values()))
        if part and _varies(case, row, wanted) and _reviewed(case, row) and _usable(case, row):
            found.setdefault(row.segment, []).append(row)
    return {segment: sorted(rows, key=_rank) for segment, rows in found.items()}


def _varies(case: Case, row: Row, wanted: dict[str, str]) -> bool:
    """Whether a row has the variant that a threshold asks for."""
    how = {name: value for name, value in row.how.items() if name != "card"}
    if "card" in row.how:
        return "change" not in how and (not wanted or how == wanted)
    if row.metric in OF_GOAL and not wanted:
        return how == {"metric": case.engagement.goal}
    return how == wanted


def _reviewed(case: Case, row: Row) -> bool:
    """Whether a row speaks of the period under review: a card by its own window, pacing by a period under way."""
    if "card" in row.how or row.when.last == case.period.last:
        return True
    return row.metric == "pacing" and row.when.holds(case.period.last)


def _usable(case: Case, row: Row) -> bool:
    doubted = row.note in DOUBTED and row.metric not in _OF_RECORD
    return row.known and not (row.few or row.immature or doubted or row.note == "no_lost_deals" or case.cut(row))


def _rank(row: Row) -> tuple[int, int, str]:
    """The card, twelve months, three, one, then the longest; of pacing the longest."""
    if "card" in row.how:
        return 0, 0, row.key
    place = len(_LENGTHS) + 1 if row.metric == "pacing" else _LENGTHS.get(row.when.length, len(_LENGTHS) + 1)
    return place, -row.when.length, row.key


# -- held against ------------------------------------------------------------------------------------------------------


def _of_target(case: Case, row: Row) -> _Given | None:
    aim = row.target if not math.isnan(row.target) else _promised(case, row)
    return None if math.isnan(aim) else (row, aim, None, None)


def _promised(case: Case, row: Row) -> float:
    """What a figure without a target of its own is held to; ``nan`` where nobody promised anything."""
    if row.metric in OF_GOAL:
        return 1.0
    sla = case.agreements.sla
    promises = (*sla.marketing, *sla.sales) if sla and not row.variant else ()
    bounds = (
        bound for each in promises if each.metric == row.metric for bound in (each.at_least, each.at_most)
    )  # fmt: skip
    return next((bound for bound in bounds if bound is not None), math.nan)


def _of_prior(case: Case, row: Row) -> _Given | None:
    """The value before and whoever calls the change clear; None where there is nothing to compare with."""
    if "card" in row.how:
        moved = change(case, row, "prior")
        return None if moved is None or not moved.known else (row, row.prior, moved, None)
    own = case.book.get(row.metric, period=row.period, clock=row.clock, segment=row.segment,
                        **{**row.how, "change": "prior"})  # fmt: skip
    if own is not None:
        return (row, own.prior, own, None) if own.known else None
    if row.clock == "cohort" and row.when.length != _YEAR:
        return None
    earlier = case.book.get(row.metric, period=row.when.prior(), clock=row.clock, segment=row.segment, **row.how)
    return (row, earlier.value, None, earlier) if earlier is not None and _usable(case, earlier) else None


def _of_noise(case: Case, row: Row) -> _Given | None:
    del case  # a claim stands on its own
    judged = row.status in ("clear", "noise") or row.unit in ("count", "rows")
    return (row, math.nan, None, None) if judged else None


def _beyond(case: Case, each: Met, *, clear: bool) -> bool:
    """Whether a row lies on the side of its threshold, and clearly where it is held against a change or noise.

    ``clear`` is what is said of a change that the review itself does not judge.
    """
    row, towards = each.row, 1 if each.threshold.side == "above" else -1
    if each.threshold.than == "noise":
        nothing = 1.0 if row.unit == "ratio" else 0.0
        claimed = row.status == "clear" if row.status in ("clear", "noise") else towards > 0
        return claimed and towards * (row.value - nothing) > 0
    if not towards * (row.value - each.against) > 0:
        return False
    if each.threshold.than == "target":
        return True
    changed = each.verdict.status == "clear" if each.verdict else clear
    return changed and not _made_up(case, row, towards)


def _compared(each: Met) -> tuple[str, str]:
    """The comparison of two windows behind a threshold: one, however many pages ask for it."""
    return each.row.key, each.earlier.key if each.earlier else ""


def _doubt(judged: list[Met]) -> dict[tuple[str, str], float]:
    """How likely chance alone makes each change that no row judges, after Holm over all that the month compares."""
    compared = {_compared(each): each for each in judged if each.threshold.than == "prior" and each.earlier}
    return dict(zip(compared, holm([_p(each.row, each.earlier) for each in compared.values()]), strict=True))


def _p(row: Row, earlier: Row | None) -> float:
    """Two-sided probability of so large a change by chance, by the normal law through its interval.

    What has no interval is counted whole: any change of it is one.
    """
    if earlier is None:
        return math.nan
    if row.unit == "share" and row.n == row.denominator and earlier.n == earlier.denominator:
        found = difference_of_proportions(row.numerator, row.n, earlier.numerator, earlier.n)
    elif row.unit == "count":
        found = difference_of_counts(row.value, earlier.value)
    elif math.isnan(row.low + row.high + earlier.low + earlier.high):
        return 0.0 if row.value != earlier.value else 1.0
    else:
        found = difference_of_estimates((row.value, row.low, row.high), (earlier.value, earlier.low, earlier.high))
    # The side of the interval that faces no change: skewed limits keep their own doubt.
    width = found.value - found.low if found.value > 0 else found.high - found.value
    if math.isnan(width):
        return 1.0
    return float(2 * norm.sf(abs(found.value) / width * _LIMIT)) if width > 0 else float(found.value == 0)


def _made_up(case: Case, row: Row, towards: int) -> bool:
    """Whether a rising share may only be missing history."""
    return bool(case.truncated) and row.unit == "share" and row.metric not in OF_GOAL and towards > 0
