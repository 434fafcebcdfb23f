"""Decks for tests: reports with every kind of block and of chart, opened again as a presentation program would."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from functools import cache

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from helpers.look import PLAIN, Look
from helpers.report.model import Block, Chart, Figure, Heading, Narrative, Report, Series
from helpers.report.slides import render

from .everything import detail, everything, first_screen, sentence, table
from .everything import figure as drawn

THREE = ("=1+1", "@web", "Trade fairs")
CHARTS = {
    "bars": Chart(
        kind="bars", unit="share", categories=THREE, facts=("f1", "f2", "f3"),
        series=(
            Series(name="-now", values=(0.41, 0.3, None), low=(0.35, 0.2, None), high=(0.48, 0.44, None)),
            Series(name="Before", role="prior", values=(0.3, None, 0.08)),
            Series(name="Goal", role="target", values=(0.5, 0.5, 0.5)),
        ),
    ),
    "columns": Chart(
        kind="columns", unit="money", categories=tuple(f"Month {n}" for n in range(24)),
        series=(
            Series(name="Won", values=(*(1000.0 + 10 * n for n in range(20)), None, None, None, None)),
            Series(name="Open", role="forecast", values=(*(None for _ in range(20)), 900.0, 800.0, 700.0, 600.0)),
        ),
    ),
    "line": Chart(
        kind="line", unit="days", categories=("Jan", "Feb", "Mar"),
        series=(
            Series(name="Now", values=(10.0, 12.0, 14.5), low=(8.0, 10.0, 12.0), high=(13.0, 15.0, 17.0)),
            Series(name="Then", role="prior", values=(9.0, 12.0, 14.0)),
        ),
    ),
    "dots": Chart(
        kind="dots", unit="points", categories=THREE,
        series=(Series(name="Gap", values=(41.0, -33.0, 5.0), low=(20.0, -50.0, -11.0), high=(60.0, -10.0, 22.0),
                       thin=(False, False, True)),),
    ),
    "dumbbell": Chart(
        kind="dumbbell", unit="points", categories=THREE,
        series=(Series(name="Marketing", values=(71.0, 33.0, 50.0)), Series(name="Sales", role="other",
                                                                             values=(41.0, 60.0, 50.0))),
    ),
}  # fmt: skip


def plotted(kind: str) -> Figure:
    """A figure whose message names its kind."""
    return drawn(title=f"Message of {kind}").model_copy(update={"chart": CHARTS[kind], "facts": (f"key|{kind}",)})


def charted() -> list[Block]:
    """A section for each kind of chart, and one with a long table."""
    blocks: list[Block] = []
    for kind in CHARTS:
        blocks.append(Heading(level=2, text=f"Section {kind}", anchor=kind))
        answer = (sentence(f"The answer about {kind}."), sentence(f"Another word on {kind}."))
        blocks += [Narrative(role="answer", sentences=answer), plotted(kind)]
    return [*blocks, Heading(level=2, text="Long", anchor="long"), table("Many rows", rows=40)]


@cache
def whole(lang: str = "en", **more: object) -> Report:
    """Every kind of block, then every kind of chart."""
    return everything(lang=lang, blocks=[*first_screen(), *detail(), *charted()], **more)  # type: ignore[arg-type]


@cache
def made(lang: str = "en", look: Look = PLAIN) -> bytes:
    """The deck of ``whole``."""
    return render(whole(lang), look=look)


def opened(report: Report, look: Look = PLAIN) -> Deck:
    """A report's deck, opened again."""
    return reopened(render(report, look=look))


def reopened(data: bytes) -> Deck:
    """A deck from its bytes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Presentation(io.BytesIO(data))


def title(slide: Slide) -> str:
    """What the title placeholder says."""
    return slide.shapes.title.text_frame.text


def text(slide: Slide) -> str:
    """Everything a slide shows as text."""
    return "\n".join(_texts(slide))


def _texts(slide: Slide) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def notes(slide: Slide) -> str:
    """What stands under a slide."""
    return slide.notes_slide.notes_text_frame.text
