"""What figures of lessons share: from marks to a figure with its table, and the finding that a lesson is about."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from helpers.intervals import wilson
from helpers.lessons.answering import size
from helpers.lessons.blanks import place
from helpers.patterns.finding import Finding
from helpers.report.charts import Mark
from helpers.report.model import Cell, Figure
from helpers.report.sections.plate import Caption, plate, table
from helpers.words import Words, msg

#: On fewer cases a share is drawn hollow: too few to read anything into it.
_THIN = 10
#: Shares are read as "so many of every hundred": whole points, a decimal only below ten of a hundred.
_FEW = 0.10
INTERVAL = msg("Between")
THIN = msg("{subtitle}; hollow: too few cases to read anything into them")


@dataclass(frozen=True, kw_only=True)
class Heads:
    """How the columns of the table behind a figure are called: what the rows are, and the numbers of each."""

    rows: str
    value: str
    #: the second mark of a row (its ``prior``, else its ``target``)
    second: str = ""
    #: how many a row rests on
    count: str = ""


def figure(
    draw: Callable[..., str], marks: Sequence[Mark], *, key: str, caption: Caption, heads: Heads, words: Words,
    counts: Sequence[float] = (),
) -> Figure:  # fmt: skip
    """A figure of marks and the table behind it: label, value, second value, bounds and ``counts``, where there are."""
    banded = any(math.isfinite(mark.low) for mark in marks)
    columns = [heads.rows, heads.value]
    columns += [heads.second] if heads.second else []
    columns += [words.say(INTERVAL)] if banded else []
    columns += [heads.count] if counts else []
    rows = []
    for number, mark in enumerate(marks):
        cells = [Cell(text=mark.label), _number(mark.value, mark.unit, words)]
        cells += [_number(second(mark), mark.unit, words)] if heads.second else []
        cells += [Cell(text=words.span(mark.low, mark.high, mark.unit))] if banded else []
        cells += [_number(counts[number], "count", words)] if counts else []
        rows.append(cells)
    if any(mark.hollow for mark in marks):
        caption = replace(caption, subtitle=words.say(THIN, subtitle=caption.subtitle))
    return plate(draw, marks, key=key, caption=caption, data=table(caption.title, columns, rows))


def second(mark: Mark) -> float:
    """The second number of a row."""
    return mark.prior if math.isfinite(mark.prior) else mark.target


def _number(value: float, unit: str, words: Words) -> Cell:
    known = math.isfinite(value)
    return Cell(text=words.number(value, unit), number=value if known else None, unit=unit if known else "")


def share(value: float, words: Words) -> str:
    """A share as people say it: whole points, from ten of a hundred on.

    >>> share(0.234, Words("en")), share(0.0234, Words("en"))
    ('23%', '2.3%')
    """
    return words.share(value, 0 if value >= _FEW else 1)


def moved(before: float, after: float, words: Words) -> str:
    """Two shares beside a row, the sign written once.

    >>> moved(0.214, 0.087, Words("en"))
    '21 → 8.7%'
    """
    bare = share(before, words).rstrip("%\xa0 ")
    return f"{bare} → {share(after, words)}"


def shared(label: str, value: float, cases: float, *, words: Words, prior: float = math.nan) -> Mark:
    """The mark of a share of so many cases, with its interval (Wilson); ``prior`` is the share it is held against.

    >>> mark = shared("Won", 0.5, 8, words=Words("en"), prior=0.25)
    >>> mark.text, mark.hollow, round(mark.low, 2)
    ('25 → 50%', True, 0.22)
    """
    low, high = wilson([value * cases], [cases])
    text = moved(prior, value, words) if math.isfinite(prior) else share(value, words)
    return Mark(label=label, value=value, unit="share", low=float(low[0]), high=float(high[0]), prior=prior, text=text,
                hollow=cases < _THIN)  # fmt: skip


def counted(label: str, mine: tuple[float, float], others: tuple[float, float], *, words: Words) -> Mark:
    """The mark of so many of so many, held against so many of so many others; neither is of none.

    >>> counted("Won", (4, 8), (5, 20), words=Words("en")).text
    '25 → 50%'
    """
    return shared(label, mine[0] / mine[1], mine[1], words=words, prior=others[0] / others[1])


def called(where: str, words: Words) -> str:
    """A place as the label of a row.

    >>> called("channel=review_sites", Words("en"))
    'Channel Review sites'
    """
    name = place(where, words)
    return name[:1].upper() + name[1:]


def listed(marks: Sequence[Mark], words: Words) -> str:
    """The rows of a figure for those who cannot see it.

    >>> listed([Mark(label="Won", value=0.5, text="50%"), Mark(label="Lost", value=0.25, text="25%")], Words("en"))
    'Won: 50%; Lost: 25%'
    """
    return "; ".join(f"{mark.label}: {mark.text}" + _between(mark, words) for mark in marks)


def _between(mark: Mark, words: Words) -> str:
    return f" ({words.interval(mark.low, mark.high, mark.unit)})" if math.isfinite(mark.low) else ""


def about(found: Sequence[Finding]) -> Finding:
    """The finding a lesson is about: the largest that is claimed, else the largest; of equal ones the one that rests on
    most, then by its place.

    >>> one = Finding("unanswered", "size=Small", 0.1, 0.0, 0.2, "share", False, 50)
    >>> two = Finding("unanswered", "size=Large", 0.1, 0.0, 0.2, "share", False, 90)
    >>> about([one, two]).where
    'size=Large'
    """
    among = [each for each in found if each.claimed] or found
    return min(among, key=lambda each: (-size(each.value, each.unit), -each.n, each.where))
