"""Month by month: what became of those who came in, with the months that still convert set apart."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Note
from helpers.report.sections.plate import Caption, answer, plate, table, title
from helpers.words import msg

BECAME = {
    "offer_to_order": msg("Of {whom}, {value} became orders within {days}; later ones can still be ordered."),
    "opportunity_to_customer": msg("Of {whom}, {value} were won within {days}; later ones are still open to be won."),
}
CUSTOMERS = msg("Of {whom}, {value} became customers within {days}; those who came in later are still converting.")
ENDING = {
    1: msg("Share within {days}, by month of arrival; hatched: still converting"),
    3: msg("Share within {days}, of arrivals in the three months up to the one named; hatched: still converting"),
    12: msg("Share within {days}, of arrivals in the twelve months up to the one named; hatched: still converting"),
}


def lead_metric(case: Case) -> str:
    """The conversion this context follows: that of the first card, else MQL → customer."""
    rates = [name for name in case.engagement.cards if "_to_" in name and name != "time_to_close"]
    return rates[0] if rates else "mql_to_customer"


def cohorts(case: Case) -> list[Block]:
    """Bars by month of arrival, or by the shortest window with enough cases; hatched where time has not passed."""
    rows = _series(case)
    if not any(row.known for row in rows):
        return []
    done = [row for row in rows if row.known and not row.immature]
    blocks: list[Block] = [title(case.say("Month by month"), anchor="cohorts")]
    blocks += [answer(case.answer(_answer(case, done), *done[-1:])), _figure(case, rows, done)]
    if case.truncated:
        blocks.append(Note(tone="warning", text=case.say(
            "No deal won before {date} is in the data. Months before it look weaker than they were, so the columns "
            "do not show that conversion is rising.", date=case.truncated_on)))  # fmt: skip
    return blocks


def _series(case: Case) -> list[Row]:
    """Single months, unless the latest complete one has too few cases."""
    metric, horizon = lead_metric(case), case.engagement.windows.horizon_days
    rows: list[Row] = []
    for length in (1, 3, 12):
        found = case.book.series(metric, clock="cohort", length=length, until=case.period, how={"horizon": horizon})
        done = [row for row in found if row.known and not row.immature]
        rows = found[-24:] if found else rows
        if done and not done[-1].few:
            break
    return rows


def _answer(case: Case, done: list[Row]) -> str:
    days = case.words.days(case.engagement.windows.horizon_days)
    if not done:
        return case.say("No month is old enough yet: each needs {days} to show what became of it.", days=days)
    last = done[-1]
    sentence = BECAME.get(last.metric, CUSTOMERS)
    text = case.say(sentence, whom=case.whom(last), value=case.number(last), days=days)
    return f"{text} {case.why(last)}" if last.few else text


def _figure(case: Case, rows: list[Row], done: list[Row]) -> Figure:
    name = case.label(rows[0].metric)
    days = case.words.days(case.engagement.windows.horizon_days)
    told = {row.key for row in done[-1:]}
    marks = [
        charts.Mark(label=case.words.month_short(row.when.last), value=row.value, unit=row.unit, fact=row.key,
                    hatched=row.immature,
                    low=row.low if row.key in told else float("nan"),
                    high=row.high if row.key in told else float("nan"),
                    text=case.number(row) if row.key in told else "")
        for row in rows
    ]  # fmt: skip
    heading = case.say("{name}: still too early to tell", name=name)
    if done:
        heading = case.say("{name}: {value} of {whom}", name=name, value=case.number(done[-1]),
                           whom=case.whom(done[-1]))  # fmt: skip
    sub = case.say(ENDING.get(rows[0].when.length, ENDING[1]), days=days)
    heads = [case.say("Arrival"), case.say("Arrived"), case.say("Share"), case.say("Interval"), case.say("Remark")]
    cells = [
        (Cell(text=case.words.period(row.when)), case.cell(row, "denominator"), case.cell(row), case.range_cell(row),
         case.remark_cell(row) if row.note else Cell(text=""))
        for row in rows
    ]  # fmt: skip
    data = table(case.say("{name} by month of arrival", name=name), heads, cells, texts=(4,))
    caption = Caption(title=heading, subtitle=sub, ahead=case.say("Not yet final"))
    return plate(charts.columns, marks, key="cohorts", caption=caption, data=data)
