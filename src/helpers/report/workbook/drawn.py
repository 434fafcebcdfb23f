"""Native charts in the kit's notation: actual dark, prior grey, target outlined, forecast hatched, interval light.

Charts point at cells (title, names, categories, values, reach of intervals) and hold no text of their own, so that what
is typed into those cells shows, and no text of a client is ever read as a formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawing
from xlsxwriter.utility import xl_range_formula

from helpers.look import Look
from helpers.report.model import Chart, Series
from helpers.report.workbook.numbers import Numbers
from helpers.report.workbook.patterns import whole
from helpers.report.workbook.styles import MUTED, RULE

WIDTH = 620
_ROW, _ROOM, _TALL = 30, 96, 330
#: Columns above which only the last says its number; points above which a line has no marks.
_MOST_LABELS, _MOST_MARKS = 12, 15
_NONE: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
#: half the width of a dot and the reach that still counts for the scale, in parts of the largest value
_HALF, _FAR = 0.0025, 3.0


@dataclass(frozen=True)
class Place:
    """Where the numbers of a chart stand: sheet, row of their heads, first column; and the cell with the title."""

    sheet: str
    row: int
    column: int
    title: tuple[int, int]
    #: number format of the labels
    pattern: str
    #: what the series are drawn as: where thin places are apart, more than those of the chart
    series: tuple[Series, ...]


class Drawer:
    """Draws one chart from the cells that hold its numbers."""

    def __init__(self, book: Workbook, look: Look, chart: Chart, held: Numbers, place: Place) -> None:
        self._book, self._look, self._chart, self._held, self._place = book, look, chart, held, place

    def drawn(self) -> Drawing:
        """The chart, ready to be placed."""
        makers = {"bars": self._bars, "columns": self._columns, "line": self._line, "dots": self._dots,
                  "dumbbell": self._dumbbell}  # fmt: skip
        drawing = makers[self._chart.kind]()
        drawing.set_title({
            "name": [self._place.sheet, *self._place.title], "overlay": False,
            "name_font": {"size": 11, "bold": True, "color": self._look.ink},
        })  # fmt: skip
        drawing.set_size({"width": WIDTH, "height": self.height})
        drawing.set_chartarea({"border": {"color": RULE}})
        drawing.show_blanks_as("gap")
        return drawing

    @property
    def height(self) -> int:
        """In pixels."""
        if self._chart.kind in ("columns", "line"):
            return _TALL
        rows = len(self._chart.categories) * (2 if self._chart.kind == "bars" and self._beside else 1)
        return _ROOM + _ROW + round(rows * (_ROW if rows < 12 else 24))

    # -- shapes ----------------------------------------------------------------------------------------------------

    def _bars(self) -> Drawing:
        """Amounts on one baseline; the period before in grey below each, or the target as an outline around it."""
        drawing = self._book.add_chart({"type": "bar"})
        for at, series in enumerate(self._place.series):
            self._add(drawing, at, **self._look_of(series), **self._labels(series), points=self._thin(series),
                      **self._reach(at, "x", {"color": MUTED, "width": 1}),
                      overlap=0 if self._beside else 100, gap=60)  # fmt: skip
        self._rows(drawing, top=None)
        self._legend(drawing)
        return drawing

    def _columns(self) -> Drawing:
        """Months side by side; few say their number."""
        drawing = self._book.add_chart({"type": "column"})
        for at, series in enumerate(self._place.series):
            self._add(drawing, at, **self._look_of(series), **self._labels(series), points=self._thin(series),
                      **self._reach(at, "y", {"color": MUTED, "width": 1}),
                      overlap=0 if self._beside else 100, gap=40)  # fmt: skip
        drawing.set_x_axis({"num_font": {"color": MUTED}, "line": {"color": self._look.ink},
                            "major_tick_mark": "none"})  # fmt: skip
        drawing.set_y_axis({"num_format": self._scale(), "num_font": {"color": MUTED}, "min": self._floor(),
                            "line": {"none": True}, "major_gridlines": self._rules()})  # fmt: skip
        self._legend(drawing)
        return drawing

    def _line(self) -> Drawing:
        """A share over time, with the ends of its interval as light lines; what is beyond the data is dashed."""
        timed = all(_is_number(name) for name in self._chart.categories)
        kind = {"type": "scatter", "subtype": "straight_with_markers"} if timed else {"type": "line"}
        drawing = self._book.add_chart(kind)
        for at in range(len(self._place.series)):
            for end in ("low", "high"):
                if (column := self._held.place(at, end)) is not None:
                    self._line_of(drawing, column, {"color": self._look.band, "width": 1.5}, marked=False)
        for at, series in enumerate(self._place.series):
            dash = {"dash_type": "dash"} if series.role == "forecast" else {}
            column = self._held.place(at)
            assert column is not None
            stroke = {"color": self._colour(series), "width": 2.25, **dash}
            self._line_of(drawing, column, stroke, marked=len(self._chart.categories) <= _MOST_MARKS)
        drawing.set_x_axis({"num_font": {"color": MUTED}, "line": {"color": self._look.ink},
                            "major_gridlines": {"visible": False}, **({"min": 0} if timed else {})})  # fmt: skip
        drawing.set_y_axis({"num_format": self._scale(), "num_font": {"color": MUTED}, "min": self._floor(),
                            "line": {"none": True}, "major_gridlines": self._rules()})  # fmt: skip
        drawing.set_legend({"none": True})
        return drawing

    def _line_of(self, drawing: Drawing, column: int, stroke: dict[str, Any], *, marked: bool) -> None:
        mark = {"type": "circle", "size": 6, "fill": {"color": stroke["color"]}, "border": {"color": stroke["color"]}}
        drawing.add_series({"name": self._cell(column), "categories": self._range(0), "values": self._range(column),
                            "line": stroke, "marker": mark if marked else {"type": "none"}})  # fmt: skip

    def _dots(self) -> Drawing:
        """A dot on its interval for each row.

        Both are error bars of bars that are not seen: so labels of rows stay those of an axis, in any program, and all
        moves with the cells.
        """
        drawing = self._book.add_chart({"type": "bar"})
        top = self._top()
        order = sorted(range(len(self._place.series)), key=lambda at: self._place.series[at].role == "actual")
        for at in order:
            if self._held.place(at, "low") is not None:
                self._add(drawing, at, **_NONE, **self._reach(at, "x", {"color": self._look.band, "width": 9}),
                          overlap=100, gap=60)  # fmt: skip
        for at in order:
            series = self._place.series[at]
            said = {} if series.role == "prior" else self._labels(series, indent=True)
            self._add(drawing, at, **_NONE, **said, overlap=100, gap=60,
                      x_error_bars=self._dot(top, self._colour(series)))  # fmt: skip
        self._rows(drawing, top=top)
        drawing.set_legend({"none": True})
        return drawing

    def _dumbbell(self) -> Drawing:
        """Two dots joined: from the first series to the second."""
        drawing = self._book.add_chart({"type": "bar"})
        top = self._top()
        between = {"color": self._look.band, "width": 9}
        if len(self._place.series) > 1:
            self._add(drawing, 1, **_NONE, **self._reach(1, "x", between), overlap=100, gap=60)
        for at, series in enumerate(self._place.series[:2]):
            said = self._labels(series, indent=True) if at == 1 else {}
            self._add(drawing, at, **_NONE, **said, x_error_bars=self._dot(top, self._colour(series)))
        self._rows(drawing, top=top)
        drawing.set_legend({"none": True})
        return drawing

    # -- parts -----------------------------------------------------------------------------------------------------

    def _add(self, drawing: Drawing, at: int, **how: Any) -> None:
        column = self._held.place(at)
        assert column is not None
        drawing.add_series({"name": self._cell(column), "categories": self._range(0), "values": self._range(column),
                            **{name: value for name, value in how.items() if value is not None}})  # fmt: skip

    def _look_of(self, series: Series) -> dict[str, Any]:
        """The notation."""
        look = self._look
        if series.role == "target":
            return {"fill": {"none": True}, "border": {"color": look.ink, "width": 1.5}}
        if series.role == "forecast":
            return {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": look.actual, "bg_color": "white"},
                    "border": {"color": look.actual}}  # fmt: skip
        return {"fill": {"color": self._colour(series)}, "border": {"none": True}}

    def _colour(self, series: Series) -> str:
        grey = {"prior": self._look.prior, "target": self._look.ink, "other": MUTED}
        return grey.get(series.role, self._look.actual)

    def _labels(self, series: Series, *, indent: bool = False) -> dict[str, Any]:
        """The number of each place, or of the last one alone where there are many."""
        if series.role == "target" or not any(value is not None for value in series.values):
            return {}
        last = max(place for place, value in enumerate(series.values) if value is not None)
        many = self._chart.kind == "columns" and len(series.values) > _MOST_LABELS
        some = [{"delete": True} if place != last else None for place in range(len(series.values))] if many else None
        if many and series.role == "forecast":
            return {}
        shape = '"   "' + self._place.pattern.replace(";", ';"   "') if indent else self._place.pattern
        label = {"value": True, "num_format": shape, "font": {"color": self._look.ink}, "position": "outside_end"}
        return {"data_labels": {**label, **({"custom": some} if some else {})}}

    def _thin(self, series: Series) -> list[dict[str, Any] | None] | None:
        """Hollow where too few."""
        hollow = {"fill": {"color": "white"}, "border": {"color": self._look.actual}}
        return [hollow if thin else None for thin in series.thin] if any(series.thin) else None

    def _reach(self, at: int, axis: str, stroke: dict[str, Any]) -> dict[str, Any]:
        """The interval, from the cells that hold how far it reaches."""
        down, up = self._held.place(at, "down"), self._held.place(at, "up")
        if down is None or up is None:
            return {}
        bars = {"type": "custom", "plus_values": self._formula(up), "minus_values": self._formula(down), "end_style": 0}
        return {f"{axis}_error_bars": {**bars, "line": stroke}}

    def _dot(self, top: float, colour: str) -> dict[str, Any]:
        return {"type": "fixed", "value": _HALF * top, "end_style": 0, "line": {"color": colour, "width": 8}}

    def _rows(self, drawing: Drawing, *, top: float | None) -> None:
        """Labels at the left, the first row on top; a scale only where no number can be read from a length."""
        scale: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}, "min": self._floor()}
        if top is not None:
            scale = {"num_format": self._scale(),
                     "num_font": {"color": MUTED}, "line": {"none": True},
                     "major_gridlines": self._rules(), "min": self._floor(), "max": top}  # fmt: skip
        drawing.set_y_axis({"reverse": True, "major_tick_mark": "none", "line": {"color": self._look.ink},
                            "num_font": {"color": self._look.ink}})  # fmt: skip
        drawing.set_x_axis(scale)

    def _rules(self) -> dict[str, Any]:
        return {"visible": True, "line": {"color": RULE, "width": 0.75}}

    def _legend(self, drawing: Drawing) -> None:
        drawing.set_legend({"position": "bottom"} if len(self._place.series) > 1 else {"none": True})

    @property
    def _beside(self) -> bool:
        """Whether bars stand beside each other: a period before has its own, what else there is lies over the same."""
        return any(series.role == "prior" for series in self._place.series)

    def _floor(self) -> float | None:
        """Zero, unless something lies below it."""
        least = min((value for each in self._place.series for value in (*each.values, *each.low) if value is not None),
                    default=0.0)  # fmt: skip
        return 0 if least >= 0 else None

    def _top(self) -> float:
        """Where the scale ends: an interval far beyond every dot is cut, and the cells have its figures."""
        values = [abs(value) for each in self._place.series for value in each.values if value is not None]
        far = _FAR * max(values, default=1.0)
        ends = [abs(end) for each in self._place.series for end in each.high if end is not None and abs(end) <= far]
        return 1.12 * (max([*values, *ends], default=1.0) or 1.0)

    def _scale(self) -> str:
        """The format of a scale: without decimals where it reaches far enough."""
        return whole(self._place.pattern) if _round(self._chart.unit, self._top()) else self._place.pattern

    def _range(self, column: int) -> list[Any]:
        first, at = self._place.row + 1, self._place.column + column
        return [self._place.sheet, first, at, first + len(self._held.categories) - 1, at]

    def _formula(self, column: int) -> str:
        """The same cells as a formula, which is how error bars are told."""
        return str(xl_range_formula(*self._range(column)))

    def _cell(self, column: int) -> list[Any]:
        return [self._place.sheet, self._place.row, self._place.column + column]


def _round(unit: str, top: float) -> bool:
    """Whether whole numbers are enough for a scale."""
    return top >= (0.08 if unit == "share" else 5)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
