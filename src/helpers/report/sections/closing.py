"""How long a deal takes: the share won by each day, with lost deals counted as lost and open ones as open."""

from __future__ import annotations

from helpers.facts import Row
from helpers.periods import Period
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Note, Table
from helpers.report.sections.plate import Caption, answer, plate, table, title

DAYS = (30, 60, 90, 180, 365)


def closing(case: Case) -> list[Block]:
    """The curve of wins, the quartiles, and the plain figures of won deals beside them."""
    points = [row for row in case.book.rows("won_within", clock="cohort") if set(row.how) == {"days"}]
    points = sorted((row for row in points if row.known), key=lambda row: int(row.how["days"]))
    quartiles = _table(case)
    if not points and not quartiles.rows:
        return []
    blocks: list[Block] = [title(case.say("Time to close"), anchor="closing"), _answer(case, points)]
    if points:
        blocks.append(_figure(case, points))
    if quartiles.rows:
        blocks += [quartiles, Note(text=case.say(
            "The first lines count open deals as open and lost deals as lost. The plain figures of won deals leave "
            "both out and read too short while the business grows; they stand here to be recognised."
        ))]  # fmt: skip
    return blocks


def _whole(case: Case) -> dict[str, Row]:
    """The figures of all deals up to the month under review, by variant: only they have quartiles."""
    rows = [row for row in case.book.rows("time_to_close", clock="cohort") if "card" not in row.how]
    spans = {row.period for row in rows if "quantile" in row.how and row.when.last == case.period.last}
    spans = spans or {row.period for row in rows if row.when.last == case.period.last}
    longest = max(spans, key=lambda span: Period.parse(span).length, default="")
    return {row.variant: row for row in rows if row.period == longest}


def _answer(case: Case, points: list[Row]) -> Block:
    found = _whole(case)
    half, whole = found.get(""), found.get("from=mql")
    said = []
    if half is not None and half.known:
        text = case.say("Half of the deals that are won close within {days}.", days=case.number(half))
        said.append(case.answer(f"{text[:-1]}{_doubt(case, half)}.", half))
    elif whole is not None and whole.known:
        text = case.say("From MQL to customer: half of those who become customers are there within {days}.",
                        days=case.number(whole))  # fmt: skip
        said.append(case.answer(f"{text[:-1]}{_doubt(case, whole)}.", whole))
    elif half is not None:
        said.append(case.answer(case.why(half), half))
    if points:
        last = points[-1]
        text = case.say("Of all deals opened, {share} are won within {days}.", share=case.number(last),
                        days=case.words.days(float(last.how["days"])))  # fmt: skip
        said.append(case.answer(text, last))
    return answer(*said)


def _doubt(case: Case, row: Row) -> str:
    between = case.between(row)
    return f" ({between})" if between else ""


def _figure(case: Case, points: list[Row]) -> Figure:
    marks = [charts.Mark(label="0", value=0.0, text="", at=0.0)] + [
        charts.Mark(label=row.how["days"], value=row.value, unit=row.unit, fact=row.key, low=row.low, high=row.high,
                    at=float(row.how["days"]),
                    text=case.words.share(row.value, 0), hollow=row.few)
        for row in points
    ]  # fmt: skip
    early = next(row for row in points if row.value >= points[-1].value / 2)
    name = case.say("{share} of deals are won within {days}", share=case.number(early),
                    days=case.words.days(float(early.how["days"])))  # fmt: skip
    sub = case.say("Share of deals won, by days since they were opened, {period}; {n} deals; light band: interval",
                   period=case.words.period(early.when), n=case.number(early, "n"))  # fmt: skip
    heads = [case.say("Days"), case.say("Won"), case.say("Interval"), case.say("Deals")]
    rows = [
        (Cell(text=case.words.days(float(row.how["days"]))), case.cell(row), case.range_cell(row), case.cell(row, "n"))
        for row in points
    ]
    data = table(case.say("Deals won by day"), heads, rows)
    return plate(charts.curve, marks, key="closing", caption=Caption(title=name, subtitle=sub), data=data)


def _table(case: Case) -> Table:
    names = {
        "quantile=0.25": case.say("A quarter of the wins by"), "": case.say("Half of the wins by (median)"),
        "quantile=0.75": case.say("Three quarters of the wins by"),
        "from=mql": case.say("Half of the wins by, counted from MQL"),
        "method=won_only;stat=median": case.say("Won deals only: median"),
        "method=won_only;stat=mean": case.say("Won deals only: mean"),
    }  # fmt: skip
    found = {variant: row for variant, row in _whole(case).items() if row.known}
    rows = [
        (Cell(text=name), case.cell(found[variant]), case.range_cell(found[variant]), case.cell(found[variant], "n"))
        for variant, name in names.items()
        if variant in found
    ]
    heads = [case.say("Measure"), case.say("Time"), case.say("Interval"), case.say("Deals")]
    return table(case.say("Time to close, by way of counting"), heads, rows)
