"""A figure with its words and the table behind it; a table of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from helpers.report.charts import Mark
from helpers.report.drawing import NARROW, WIDE
from helpers.report.model import Cell, Column, Figure, Heading, Narrative, Sentence, Table
from helpers.report.plotted import plotted


@dataclass(frozen=True, kw_only=True)
class Caption:
    """A figure in words: its message, what is measured (unit, period, n), and the finding for those who cannot see."""

    title: str
    subtitle: str
    alt: str = ""
    #: what the second mark of each row is called, where the table behind has no column of it
    beside: str = ""
    #: what is hatched
    ahead: str = ""


def plate(draw: Callable[..., str], marks: Sequence[Mark], *, key: str, caption: Caption, data: Table) -> Figure:
    """The figure, drawn for a wide and for a narrow screen."""
    return Figure(
        anchor=f"figure-{key}",
        title=caption.title,
        subtitle=caption.subtitle,
        alt=caption.alt or f"{caption.title}. {caption.subtitle}",
        svg=draw(marks, frame=WIDE, key=key),
        svg_narrow=draw(marks, frame=NARROW, key=key),
        data=data,
        chart=plotted(draw, marks, data=data, beside=caption.beside, ahead=caption.ahead),
        facts=tuple(dict.fromkeys(cell.fact for row in data.rows for cell in row if cell.fact)),
    )


def table(caption: str, columns: Iterable[str], rows: Iterable[Sequence[Cell]], *, texts: Iterable[int] = ()) -> Table:
    """A table whose first column, and those in ``texts``, are text and the others numbers.

    A text column that says nothing in any row is left out.
    """
    left, cells = {0, *texts}, [tuple(row) for row in rows]
    heads = [Column(title=name, kind="text" if i in left else "number") for i, name in enumerate(columns)]
    kept = [i for i, head in enumerate(heads) if head.kind == "number" or any(row[i].text for row in cells)]
    return Table(caption=caption, columns=tuple(heads[i] for i in kept),
                 rows=tuple(tuple(row[i] for i in kept) for row in cells))  # fmt: skip


def title(text: str, *, anchor: str) -> Heading:
    """The heading of a section."""
    return Heading(level=2, text=text, anchor=anchor)


def part(text: str, *, anchor: str) -> Heading:
    """The heading of a part of a section."""
    return Heading(level=3, text=text, anchor=anchor)


def answer(*sentences: Sentence) -> Narrative:
    """What a section opens with."""
    return Narrative(role="answer", sentences=sentences)
