"""From the first contact to the customer: how many enter each stage, and what share goes on."""

from __future__ import annotations

from helpers.facts import Row
from helpers.periods import Period
from helpers.report import charts
from helpers.report.case import Case, inner
from helpers.report.model import Block, Cell, Figure, Note, Sentence, Table
from helpers.report.sections.plate import Caption, answer, plate, table, title

STAGES = ("leads", "mqls", "sqls", "opportunities", "customers")
STEPS = (
    "lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_customer", "offer_to_order", "mql_to_customer",
)  # fmt: skip


def funnel(case: Case) -> list[Block]:
    """Bars of entries on one baseline; then each step, those who came in beside the flow."""
    window = case.period.rolling(12)
    rows = [row for name in STAGES if (row := case.book.get(name, period=window)) and row.known]
    if not rows:
        return []
    steps = _steps(case)
    blocks: list[Block] = [title(case.say("The funnel"), anchor="funnel"), answer(*_answer(case, steps, rows))]
    blocks.append(_volume(case, rows, window))
    if steps:
        blocks += [_rates(case, steps), Note(text=case.say(
            "Two clocks: the dark dot follows those who came in together until the agreed time has passed; the grey "
            "dot divides what happened in the window by what happened in the same window. While volumes grow, the "
            "grey dot reads too low."
        ))]  # fmt: skip
    return blocks


def mature(case: Case, metric: str) -> Row | None:
    """The latest twelve months of arrivals whose agreed time has passed."""
    horizon = case.engagement.windows.horizon_days
    found = case.book.series(metric, clock="cohort", length=12, until=case.period, how={"horizon": horizon})
    return next((row for row in reversed(found) if row.known and not row.immature), None)


def _steps(case: Case) -> list[tuple[Row, Row | None, Row | None]]:
    """For each step: those who came in, the flow of the last twelve months, and conversion without a limit."""
    found = []
    for metric in STEPS:
        row = mature(case, metric)
        if row:
            flow = case.book.get(metric, period=case.period.rolling(12))
            ever = case.book.get(metric, period=row.period, clock="cohort", horizon="ever")
            found.append((row, flow, ever))
    return found


def _answer(case: Case, steps: list[tuple[Row, Row | None, Row | None]], rows: list[Row]) -> list[Sentence]:
    said = case.say("{first}: {n}; {last}: {m} {when}.", first=case.label(rows[0].metric), n=case.number(rows[0]),
                    last=inner(case.label(rows[-1].metric)), m=case.number(rows[-1]),
                    when=case.during(case.period.rolling(12)))  # fmt: skip
    sentences = [case.answer(said, rows[0], rows[-1])]
    if len(steps) > 1:
        weakest = _weakest(steps)
        text = case.say("The narrowest step is {step}: {value} go on within {days}.", step=_step(case, weakest),
                        value=case.number(weakest),
                        days=case.words.days(case.engagement.windows.horizon_days))  # fmt: skip
        sentences.append(case.answer(text, weakest))
    return sentences


def _step(case: Case, row: Row) -> str:
    return inner(case.label(row.metric))


def _weakest(steps: list[tuple[Row, Row | None, Row | None]]) -> Row:
    """The step with the smallest share, thin ones and the whole way apart."""
    rows = [row for row, _, _ in steps]
    single = [row for row in rows if row.metric != "mql_to_customer" and not row.few]
    return min(single or rows, key=lambda row: row.value)


def _volume(case: Case, rows: list[Row], window: Period) -> Figure:
    earlier = {row.metric: case.book.get(row.metric, period=window.prior()) for row in rows}
    marks, cells = [], []
    for row in rows:
        prior = earlier[row.metric]
        value = prior.value if prior else float("nan")
        marks.append(charts.Mark(label=case.label(row.metric), value=row.value, unit=row.unit, fact=row.key,
                                 text=case.number(row), prior=value))  # fmt: skip
        cells.append((Cell(text=case.label(row.metric)), case.cell(row), case.cell(prior)))
    heads = (case.say("Stage"), case.words.period(window), case.words.period(window.prior()))
    top, end = rows[0], rows[-1]
    name = case.say("{n} {first} at the top, {m} {last} at the end", n=case.number(top), m=case.number(end),
                    first=inner(case.label(top.metric)), last=inner(case.label(end.metric)))  # fmt: skip
    sub = case.say(
        "Entries into each stage, {period}; grey: the twelve months before", period=case.words.period(window)
    )
    data = table(case.say("Entries into each stage"), heads, cells)
    return plate(charts.bars, marks, key="funnel", caption=Caption(title=name, subtitle=sub), data=data)


def _rates(case: Case, steps: list[tuple[Row, Row | None, Row | None]]) -> Figure:
    marks = [
        charts.Mark(label=case.label(row.metric), value=row.value, unit=row.unit, fact=row.key, low=row.low,
                    high=row.high, text=case.number(row),
                    prior=flow.value if flow else float("nan"), hollow=row.few)
        for row, flow, _ in steps
    ]  # fmt: skip
    first = steps[0][0]
    weakest = _weakest(steps)
    name = case.say("The narrowest step is {step}, at {value}", step=_step(case, weakest),
                    value=case.number(weakest))  # fmt: skip
    sub = case.say("Share that goes on within {days}, {whom}; light band: what chance alone allows; grey dot: flow",
                   days=case.words.days(case.engagement.windows.horizon_days),
                   whom=case.whom(first))  # fmt: skip
    return plate(charts.dots, marks, key="steps", caption=Caption(title=name, subtitle=sub), data=_table(case, steps))


def _table(case: Case, steps: list[tuple[Row, Row | None, Row | None]]) -> Table:
    heads = [case.say("Step"), case.say("Those who came in"), case.say("Share that goes on"), case.say("Interval"),
             case.say("No time limit"), case.say("Flow")]  # fmt: skip
    rows = [
        (Cell(text=case.label(row.metric)), case.cell(row, "denominator"), case.cell(row), case.range_cell(row),
         case.cell(ever), case.cell(flow))
        for row, flow, ever in steps
    ]  # fmt: skip
    return table(case.say("Each step on both clocks"), heads, rows)
