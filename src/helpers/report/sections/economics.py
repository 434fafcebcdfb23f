"""What a new customer costs, what it is worth, and when the money is back."""

from __future__ import annotations

from functools import partial

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Note, Table
from helpers.report.sections.plate import Caption, answer, plate, table, title
from helpers.words import msg

VARIANTS = {
    "": msg("Both teams, all costs"),
    "lag=median": msg("Costs moved by the usual time to close"),
    "lag=distribution": msg("Costs spread over the times to close"),
    "sales_share=-20": msg("20 points less of sales time"),
    "sales_share=+20": msg("20 points more of sales time"),
    "scope=marketing": msg("Marketing costs only"),
}
LIFETIMES = {
    "": msg("Lifetime value, continued beyond the data"),
    "method=observed": msg("Lifetime value, only months observed"),
    "method=simple": msg("Lifetime value, rough rule (margin over churn)"),
}


def economics(case: Case) -> list[Block]:
    """Unified CAC with its sensitivity; lifetime value; their ratio; payback; who stays."""
    window = case.period.rolling(12)
    cac = case.book.get("unified_cac", period=window)
    worth = _table(case)
    if cac is None and not worth.rows:
        return []
    blocks: list[Block] = [title(case.say("Unit economics"), anchor="economics"), _answer(case, cac)]
    if cac is not None and cac.known:
        blocks.append(_costs(case))
    blocks += [Note(tone="missing", text=text) for text in _gaps(case)]
    if worth.rows:
        blocks.append(worth)
    stay = _survival(case)
    return [*blocks, stay] if stay else blocks


def _answer(case: Case, cac: Row | None) -> Block:
    window = case.period.rolling(12)
    if cac is None or not cac.known:
        return answer(case.answer(case.why(cac), cac))
    text = case.say("A new customer cost both teams {value} {when} ({interval}).", value=case.number(cac),
                    when=case.during(window), interval=case.between(cac) or "–")  # fmt: skip
    said = [case.answer(text, cac)]
    ratio = case.book.get("ltv_cac", period=window)
    if ratio is not None and ratio.known:
        text = case.say("Its lifetime value is {value} the cost ({interval}).", value=case.number(ratio),
                        interval=case.between(ratio) or "–")  # fmt: skip
        said.append(case.answer(text, ratio))
    back = case.book.get("cac_payback", period=window)
    if back is not None and back.known:
        text = case.say("The margin pays the cost back in {months}.", months=case.number(back))
        said.append(case.answer(text, back))
    return answer(*said)


def _costs(case: Case) -> Figure:
    window = case.period.rolling(12)
    found = {row.variant: row for row in case.book.rows("unified_cac") if row.period == str(window) and row.known}
    rows = [(case.say(name), found[variant]) for variant, name in VARIANTS.items() if variant in found]
    whole = [name for name, row in rows if row.variant == "sales_share=+20" and row.value == rows[0][1].value]
    rows = [(name, row) for name, row in rows if name not in whole]  # all of it is counted already
    marks = [
        charts.Mark(label=name, value=row.value, unit=row.unit, fact=row.key, low=row.low, high=row.high,
                    text=case.number(row), hollow=row.few)
        for name, row in rows
    ]  # fmt: skip
    name = _message(case, [row for _, row in rows if row.how.get("scope") != "marketing"])
    sub = case.say("Acquisition cost per new customer, {period}; {n} customers; light band: interval",
                   period=case.words.period(window), n=case.number(rows[0][1], "n"))  # fmt: skip
    heads = [case.say("Way of counting"), case.say("Cost per customer"), case.say("Interval")]
    cells = [(Cell(text=name), case.cell(row), case.range_cell(row)) for name, row in rows]
    data = table(case.say("Unified CAC and what changes it"), heads, cells)
    return plate(charts.dots, marks, key="cac", caption=Caption(title=name, subtitle=sub), data=data)


def _message(case: Case, rows: list[Row]) -> str:
    """What a customer costs both teams, and how far the way of counting moves it."""
    low, high = (case.number(pick(rows, key=lambda row: row.value)) for pick in (min, max))
    if low == high:
        return case.say("A new customer costs {value}", value=low)
    return case.say("A new customer costs {low} to {high}, depending on how costs are counted", low=low, high=high)


def _gaps(case: Case) -> list[str]:
    """What is missing, each said once."""
    window = case.period.rolling(12)
    rows = [case.book.get(name, period=window) for name in ("unified_cac", "ltv_cac", "cac_payback")]
    if not _from_orders(case):
        rows += [row for row in case.book.rows("ltv_contractual") if row.variant == ""]
    return list(dict.fromkeys(case.why(row) for row in rows if row is not None and not row.known))


def _from_orders(case: Case) -> bool:
    """Whether customers order and do not subscribe: then no subscription is missing."""
    subscribed = any(row.known for row in case.book.rows("ltv_contractual"))
    return not subscribed and any(row.known for row in case.book.rows("ltv_observed"))


def _table(case: Case) -> Table:
    window = str(case.period.rolling(12))
    lines: list[tuple[str, Row]] = []
    for row in case.book.rows("ltv_contractual", clock="cohort"):
        told = row.variant in LIFETIMES and (row.known or not _from_orders(case))
        lines += [(case.say(LIFETIMES[row.variant]), row)] if told else []
    for row in case.book.rows("ltv_observed", clock="cohort"):
        name = case.say("Margin of a customer after {months}", months=case.words.months(float(row.how["months"])))
        lines.append((name, row))
    for metric in ("ltv_cac", "cac_payback"):
        lines += [
            (case.label(metric), row) for row in case.book.rows(metric) if (row.period, row.variant) == (window, "")
        ]
    rows = [
        (Cell(text=name), case.cell(row), case.range_cell(row), case.cell(row, "n"),
         case.remark_cell(row) if row.note else Cell(text=""))
        for name, row in lines
    ]  # fmt: skip
    heads = [case.say("Measure"), case.say("Value"), case.say("Interval"), case.say("Customers"), case.say("Remark")]
    return table(case.say("Lifetime value, its ratio to the cost, and payback"), heads, rows, texts=(4,))


def _survival(case: Case) -> Figure | None:
    """Who is still a customer by month; beyond the data the line is dashed."""
    rows = [row for row in case.book.rows("survival", clock="cohort") if set(row.how) == {"months"} and row.known]
    rows.sort(key=lambda row: int(row.how["months"]))
    if len(rows) < 2:
        return None
    told = {12, 24, 36, 48, 60}
    marks = [charts.Mark(label="0", value=1.0, text=case.words.share(1.0, 0), at=0.0)] + [
        charts.Mark(label=row.how["months"] if int(row.how["months"]) in told else "", value=row.value, unit=row.unit,
                    fact=row.key, low=row.low,
                    high=row.high, at=float(row.how["months"]), text=case.words.share(row.value, 0),
                    hatched=row.note == "extrapolated")
        for row in rows
    ]  # fmt: skip
    shown = [row for row in rows if int(row.how["months"]) in told] or rows[-1:]
    name = case.say("{share} are still customers after {months}", share=case.number(shown[0]),
                    months=case.words.months(float(shown[0].how["months"])))  # fmt: skip
    sub = case.say("Share of customers that stay, by months since they joined; {n} customers; dashed: beyond the data",
                   n=case.number(shown[0], "n"))  # fmt: skip
    heads = [case.say("Months"), case.say("Still customers"), case.say("Interval"), case.say("Remark")]
    cells = [
        (Cell(text=case.words.months(float(row.how["months"]))), case.cell(row), case.range_cell(row),
         case.remark_cell(row) if row.note else Cell(text=""))
        for row in shown
    ]  # fmt: skip
    data = table(case.say("Customers that stay"), heads, cells, texts=(3,))
    caption = Caption(title=name, subtitle=sub, ahead=case.say("Beyond the data"))
    return plate(partial(charts.curve, top=1.0), marks, key="survival", caption=caption, data=data)
