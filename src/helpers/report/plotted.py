"""A figure as numbers: the marks of a drawing as series, so that presentations and workbooks draw it themselves."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Literal, NamedTuple

from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Chart, Series, Table

Kind = Literal["bars", "columns", "line", "dots", "dumbbell"]
#: What each drawing is as a chart of numbers.
KINDS: dict[Callable[..., str], Kind] = {
    charts.bars: "bars", charts.columns: "columns", charts.curve: "line", charts.dots: "dots",
    charts.ranges: "dumbbell",
}  # fmt: skip


class _Cell(NamedTuple):
    column: str
    fact: str
    number: float


def plotted(
    draw: Callable[..., str], marks: Sequence[Mark], *, data: Table, beside: str = "", ahead: str = ""
) -> Chart | None:
    """Which numbers does a drawing show? None where it draws nothing, or is no chart.

    Parameters
    ----------
    draw
        A shape of ``charts``, or a ``partial`` of one.
    marks
        What it draws; each says its ``unit`` and the key of its ``fact``.
    data
        The table behind the figure: its columns name the series.
    beside
        What the second mark of each row is called (its ``prior``, else its ``target``), where no column holds it.
    ahead
        What is hatched.

    Notes
    -----
    What is hatched in the drawing is a series of its own, ``forecast``; after a line it begins at the last point of the
    line, so that both meet. A band between the figures of several rules becomes two dots joined.
    """
    kind = KINDS.get(draw.func if isinstance(draw, partial) else draw)
    known = [mark for mark in marks if math.isfinite(mark.value)]
    if kind is None or not known:
        return None
    names = _Names(data, beside, ahead)
    series = _ends(marks, names) if kind == "dumbbell" else _series(marks, names, line=kind == "line")
    return Chart(
        kind=kind,
        unit=next((mark.unit for mark in known if mark.unit), "count"),
        categories=tuple(f"{mark.at:g}" if kind == "line" else mark.label for mark in marks),
        series=tuple(series),
        facts=tuple(mark.fact for mark in marks),
    )


class _Names:
    """How the columns of the table behind a figure call what is drawn."""

    def __init__(self, data: Table, beside: str, ahead: str) -> None:
        self._caption, self._beside, self.ahead = data.caption, beside, ahead
        self._cells = [
            _Cell(column.title, cell.fact, cell.number)
            for row in data.rows
            for column, cell in zip(data.columns, row, strict=True)
            if cell.number is not None
        ]

    def of(self, marks: Iterable[Mark], read: Callable[[Mark], float]) -> str:
        """The column in which the facts of the marks hold these numbers; else what the table is about."""
        wanted = {(mark.fact, read(mark)) for mark in marks if mark.fact}
        return next((cell.column for cell in self._cells if (cell.fact, cell.number) in wanted), self._caption)

    def second(self, values: Iterable[float]) -> str:
        """The column that holds every one of the second marks; else what the figure calls them."""
        wanted = {value for value in values if math.isfinite(value)}
        columns = dict.fromkeys(cell.column for cell in self._cells)
        held = {name: {cell.number for cell in self._cells if cell.column == name} for name in columns}
        return self._beside or next((name for name in columns if wanted <= held[name]), self._caption)


def _series(marks: Sequence[Mark], names: _Names, *, line: bool) -> list[Series]:
    """The figures, what is hatched, the second marks."""
    name = names.of(marks, lambda mark: mark.value)
    actual = [mark if not mark.hatched else None for mark in marks]
    ahead = [mark if mark.hatched else None for mark in marks]
    if line and any(ahead):
        first = next(place for place, mark in enumerate(ahead) if mark)
        ahead[max(0, first - 1)] = ahead[max(0, first - 1)] or marks[max(0, first - 1)]
    found = [_one(actual, name, "actual")] if any(actual) else []
    found += [_one(ahead, names.ahead or name, "forecast")] if any(ahead) else []
    priors, targets = [mark.prior for mark in marks], [mark.target for mark in marks]
    if any(map(math.isfinite, priors)):
        found.append(Series(name=names.second(priors), role="prior", values=_numbers(priors)))
    if any(map(math.isfinite, targets)):
        found.append(Series(name=names.second(targets), role="target", values=_numbers(targets)))
    return found


def _one(marks: Sequence[Mark | None], name: str, role: Literal["actual", "forecast"]) -> Series:
    """One series of figures with their intervals; where no figure has one, there is none."""
    values = [mark.value if mark else math.nan for mark in marks]
    low, high = ([getattr(mark, end) if mark else math.nan for mark in marks] for end in ("low", "high"))
    banded = any(math.isfinite(end) for end in (*low, *high))
    thin = tuple(bool(mark and mark.hollow) for mark in marks)
    return Series(
        name=name, role=role, values=_numbers(values), low=_numbers(low) if banded else (),
        high=_numbers(high) if banded else (), thin=thin if any(thin) else (),
    )  # fmt: skip


def _ends(marks: Sequence[Mark], names: _Names) -> list[Series]:
    """The smallest and the largest figure of each row."""
    low, high = [mark.low for mark in marks], [mark.high for mark in marks]
    return [
        Series(name=names.of(marks, lambda mark: mark.low), role="other", values=_numbers(low)),
        Series(name=names.of(marks, lambda mark: mark.high), role="actual", values=_numbers(high)),
    ]


def _numbers(values: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(value if math.isfinite(value) else None for value in values)
