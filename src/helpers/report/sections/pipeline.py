"""What is open: how much, whether it covers the rest of the target, and how much of it is won."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Table
from helpers.report.sections.deals import waiting
from helpers.report.sections.plate import Caption, answer, plate, table, title
from helpers.words import msg

#: metric, variant, months of its window (0: the month), name where the catalogue's is not enough
LINES: tuple[tuple[str, dict[str, str], int, str], ...] = (
    ("open_deals", {}, 1, ""),
    ("no_decision", {}, 1, ""),
    ("coverage", {}, 1, ""),
    ("win_rate", {}, 12, ""),
    ("win_rate", {"weight": "value"}, 12, msg("Win rate by amount")),
    ("win_rate", {"no_decision": "counted"}, 12, msg("Win rate with “no decision” counted")),
    ("pipeline_velocity", {}, 12, ""),
    ("pipeline_velocity", {"method": "realised"}, 12, msg("New business per day, as it came in")),
)


def pipeline(case: Case) -> list[Block]:
    """Open pipeline month by month, then coverage, win rate and speed."""
    series = case.book.series("open_pipeline", clock="period", length=1, until=case.period, how={})[-24:]
    known = [row for row in series if row.known]
    lines = _table(case)
    if not known and not lines.rows:
        return []
    blocks: list[Block] = [title(case.say("Open pipeline"), anchor="pipeline"), _answer(case, known)]
    if known:
        blocks.append(_figure(case, series))
    return [*blocks, *([lines] if lines.rows else []), *waiting(case)]


def _answer(case: Case, known: list[Row]) -> Block:
    said = []
    if known:
        deals = case.book.get("open_deals", period=known[-1].period)
        text = case.say("{money} is open in {n} deals at the end of {month}.", money=case.number(known[-1]),
                        n=case.number(deals), month=case.words.period(known[-1].when))  # fmt: skip
        said.append(case.answer(text, known[-1], deals))
    cover = case.book.get("coverage", period=case.period)
    if cover is not None and cover.known:
        text = case.say("That is {ratio} what is still to be won to reach this fiscal year’s target.",
                        ratio=case.number(cover))  # fmt: skip
        said.append(case.answer(text, cover))
    elif cover is not None:
        said.append(case.answer(case.why(cover), cover))
    return answer(*said)


def _figure(case: Case, series: list[Row]) -> Figure:
    last = series[-1]
    marks = [
        charts.Mark(label=case.words.month_short(row.when.first), value=row.value, unit=row.unit, fact=row.key,
                    text=case.words.money_short(row.value) if row is last else "")
        for row in series
    ]  # fmt: skip
    heading = case.say("{money} open at the end of {month}", money=case.number(last),
                       month=case.words.period(last.when))  # fmt: skip
    sub = case.say("Amount of open deals at the end of each month, {currency}", currency=case.words.currency)
    rows = [(Cell(text=case.words.period(row.when)), case.cell(row)) for row in series]
    data = table(case.say("Open pipeline by month"), [case.say("Month"), case.say("Open pipeline")], rows)
    return plate(charts.columns, marks, key="pipeline", caption=Caption(title=heading, subtitle=sub), data=data)


def _table(case: Case) -> Table:
    rows = []
    for metric, how, months, name in LINES:
        row = case.book.get(metric, period=case.period.rolling(months), **how)
        if row is not None:
            remark = case.remark_cell(row) if row.note else Cell(text="")
            label = case.say(name) if name else case.label(metric)
            period = Cell(text=case.short(row.when))
            rows.append((Cell(text=label), period, case.cell(row), case.range_cell(row), remark))
    heads = [case.say("Measure"), case.say("Period"), case.say("Value"), case.say("Interval"), case.say("Remark")]
    return table(case.say("Pipeline, coverage and win rate"), heads, rows, texts=(1, 4))
