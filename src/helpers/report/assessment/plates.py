"""A figure of the assessment: drawn wide and narrow, with its table and its numbers for slides and sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from helpers.facts import Row
from helpers.report.alignment_charts import Line, Scale, lines
from helpers.report.drawing import NARROW, WIDE, Frame
from helpers.report.model import Chart, Figure, Series, Table
from helpers.report.sections.plate import Caption

Role = Literal["actual", "prior", "target", "forecast", "other"]


def figure(draw: Callable[[Frame], str], *, key: str, caption: Caption, data: Table, chart: Chart | None) -> Figure:
    """The figure; ``draw`` gives the drawing for a frame."""
    return Figure(
        anchor=f"figure-{key}",
        title=caption.title,
        subtitle=caption.subtitle,
        alt=caption.alt or f"{caption.title}. {caption.subtitle}",
        svg=draw(WIDE),
        svg_narrow=draw(NARROW),
        data=data,
        facts=tuple(dict.fromkeys(cell.fact for row in data.rows for cell in row if cell.fact)),
        chart=chart,
    )


def value(row: Row | None, field: str = "value") -> float | None:
    """A number of a fact for a chart; None where there is none."""
    held = float(getattr(row, field)) if row is not None else float("nan")
    return None if held != held else held


def series(
    name: str, rows: Iterable[Row | None], *, field: str = "value", role: Role = "actual", band: bool = False
) -> Series:
    """One series of a chart; ``band`` adds the ends of its intervals."""
    found = list(rows)
    low, high = (tuple(value(row, end) for row in found) for end in ("low", "high")) if band else ((), ())
    return Series(name=name, role=role, values=tuple(value(row, field) for row in found), low=low, high=high)


def keys(rows: Sequence[Row | None]) -> tuple[str, ...]:
    """The keys behind the first series of a chart, by place."""
    return tuple(row.key if row is not None else "" for row in rows)


def lined(given: Sequence[Line], *, scale: Scale, key: str, caption: Caption, data: Table, chart: Chart) -> Figure:
    """A figure of one line a topic."""
    return figure(
        lambda frame: lines(given, scale=scale, frame=frame, key=key), key=key, caption=caption, data=data, chart=chart
    )


def paired(labels: Iterable[str], first: Series, second: Series, *, rows: Sequence[Row], unit: str = "points") -> Chart:
    """Two dots joined for each label; ``rows`` are the facts behind the first."""
    return Chart(kind="dumbbell", unit=unit, categories=tuple(labels), series=(first, second), facts=keys(rows))
