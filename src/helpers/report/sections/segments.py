"""Where it goes better and where worse, with the doubt each part carries."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Note, Sentence
from helpers.report.naming import dimension, part
from helpers.report.sections.cohorts import lead_metric
from helpers.report.sections.plate import Caption, answer, plate, table, title

_MOST = 12


def segments(case: Case) -> list[Block]:
    """One figure for each segment the engagement names: the context's conversion, else the win rate."""
    plates: list[Block] = []
    first: tuple[str, list[Row]] | None = None
    for number, name in enumerate(_names(case)):
        rows = _rows(case, name)
        if rows:
            first = first or (name, rows)
            plates.append(_figure(case, name, rows, key=f"segment{number}"))
    if first is None:
        return []
    few = any(row.few for row in _rows(case, first[0]))
    note = [Note(text=case.say("Hollow dots stand for too few cases to read anything into them."))] if few else []
    return [title(case.say("By segment"), anchor="segments"), answer(_answer(case, *first)), *plates, *note]


def _names(case: Case) -> list[str]:
    found = {
        name
        for metric in (lead_metric(case), "win_rate")
        for row in case.book.rows(metric, segment=None)
        if row.segment != "all"
        for name in list(row.where)[:1]
    }
    return sorted(found)


def _rows(case: Case, name: str) -> list[Row]:
    """The latest twelve months that have this segment, sorted by value; too few last."""
    lead, horizon = lead_metric(case), f"horizon={case.engagement.windows.horizon_days}"
    for metric, clock, variant in ((lead, "cohort", horizon), (lead, "period", ""), ("win_rate", "period", "")):
        found = [
            row
            for row in case.book.rows(metric, clock=clock, segment=None)
            if list(row.where) == [name] and row.variant == variant and row.when.length == 12 and row.known
            and not row.immature
        ]  # fmt: skip
        if found:
            latest = max(row.period for row in found)
            kept = [row for row in found if row.period == latest]
            return sorted(kept, key=lambda row: (row.few, -row.value, row.segment))
    return []


def _answer(case: Case, name: str, rows: list[Row]) -> Sentence:
    solid = [row for row in rows if not row.few]
    shown = dimension(case.words, name)
    if len(solid) < 2:
        return case.answer(case.say("Too few cases to compare the parts of {name}.", name=shown))
    best, last = solid[0], solid[-1]
    blanks = {
        "name": shown, "best": _part(case, best), "high": case.number(best), "last": _part(case, last),
        "low": case.number(last), "metric": case.label(best.metric),
    }  # fmt: skip
    if best.low > last.high:
        text = case.say("{metric} by {name}: {best} leads with {high}; {last} is last with {low}.", **blanks)
    else:
        text = case.say(
            "{metric} by {name}: from {low} ({last}) to {high} ({best}), with intervals that overlap: no clear rank.",
            **blanks,
        )
    below = [row for row in rows if row.few and row.high < min(other.low for other in solid)]
    for row in below:
        text += " " + case.say("{part} stays below all of these: {high} at most.", part=_part(case, row),
                               high=case.number(row, "high"))  # fmt: skip
    return case.answer(text, best, last, *below)


def _part(case: Case, row: Row) -> str:
    """The value of the segment, as it is shown."""
    return next(part(case.words, name, value) for name, value in row.where.items())


def _figure(case: Case, name: str, rows: list[Row], *, key: str) -> Figure:
    few = case.say("too few")
    marks = [
        charts.Mark(label=_part(case, row), value=row.value, unit=row.unit, fact=row.key, low=row.low, high=row.high,
                    hollow=row.few,
                    text=f"{case.number(row)} · {few}" if row.few else case.number(row))
        for row in rows[:_MOST]
    ]  # fmt: skip
    top, metric, shown = rows[0], case.label(rows[0].metric), dimension(case.words, name)
    heading = case.say("{metric} by {name}: {best} at {value}", metric=metric, name=shown, best=_part(case, top),
                       value=case.number(top))  # fmt: skip
    whom = case.whom(top) if top.clock == "cohort" else case.words.period(top.when)
    sub = case.say("{metric}, {whom}; light band: interval; sorted by value", metric=metric, whom=whom)
    heads = [shown[:1].upper() + shown[1:], case.say("Value"), case.say("Interval"), case.say("Cases"),
             case.say("Remark")]  # fmt: skip
    cells = [
        (Cell(text=_part(case, row)), case.cell(row), case.range_cell(row), case.cell(row, "n"),
         case.remark_cell(row) if row.note else Cell(text=""))
        for row in rows
    ]  # fmt: skip
    data = table(case.say("{metric} by {name}", metric=metric, name=shown), heads, cells, texts=(4,))
    return plate(charts.dots, marks, key=key, caption=Caption(title=heading, subtitle=sub), data=data)
