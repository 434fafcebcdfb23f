"""The hand-off: how long until a person answers, who gets no answer, where leads get lost and what hangs on it."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.handing import (
    by_part,
    ignored,
    left_waiting,
    names_of,
    place,
    promised,
    span,
    unwritten,
    value,
    year,
)
from helpers.report.model import Block, Cell, Figure, Narrative, Note, Sentence
from helpers.report.naming import dimension
from helpers.report.sections.handoff_lost import lost
from helpers.report.sections.plate import Caption, answer, plate, table, title
from helpers.words import msg

NOT_ACCUSED = msg(
    "Sales notes down a call or a message for only {share} of the leads it decides on. So what follows says more about "
    "what is noted down than about who answers: agree first what both teams record."
)
#: Parts of one segment that a picture shows.
MOST_PARTS = 10


def handoff(case: Case) -> list[Block]:
    """The whole section; one remark where nothing was handed over, nothing without any fact of it."""
    row = year(case, "handoffs")
    if row is None:
        return []
    head = title(case.say("From marketing to sales"), anchor="handoff")
    if not row.known or not row.value:
        text = msg("No lead was handed over with a day on record, so this section stays empty. To fill it, the export "
                   "of people needs the day on which each lead was handed to sales.")  # fmt: skip
        return [head, Note(tone="missing", text=case.say(text), facts=(row.key,))]
    waits = [each for each in (_curve(case), *_parts(case)) if each is not None]
    return [head, _answer(case, row), *_remarks(case), *waits, *lost(case)]


def _answer(case: Case, row: Row) -> Narrative:
    doubt = unwritten(case)
    said = [_wait(case, row), *_unanswered(case), *_kept(case)]
    if doubt is not None and doubt.known:
        text = case.say(NOT_ACCUSED, share=case.words.share(doubt.value, 0))
        return answer(case.answer(text, doubt, page="data-habits"), *said)
    return answer(*said, *_ignored(case), *_load(case))


def _wait(case: Case, handed: Row) -> Sentence:
    """How long half of the leads wait for a person."""
    row = year(case, "handoff_response_median")
    if row is None or row.note in ("no_touches", "no_data"):
        text = case.say("{n} leads were handed to sales {when}. {why}", n=case.number(handed),
                        when=case.during(handed.when), why=case.why(row))  # fmt: skip
        return case.answer(text, handed, row)
    blanks = {"n": case.number(handed), "when": case.during(handed.when)}
    if not row.known:
        text = case.say("Fewer than half of the {n} leads handed to sales {when} have heard from a person so far.",
                        **blanks)  # fmt: skip
    elif row.value == 0:
        text = case.say("Half of the {n} leads handed to sales {when} heard from a person within the working day.",
                        **blanks)  # fmt: skip
    else:
        text = case.say("Half of the {n} leads handed to sales {when} heard from a person within {wait} of working "
                        "time ({between}).", wait=case.number(row), between=case.between(row), **blanks)  # fmt: skip
    return case.answer(text, handed, row)


def _unanswered(case: Case) -> list[Sentence]:
    row = year(case, "handoff_unanswered")
    if row is None or not row.known:
        return []
    text = case.say("{n} of {all} have no answer on record ({share}).", n=case.number(row, "numerator"),
                    all=case.number(row, "denominator"), share=case.number(row))  # fmt: skip
    return [case.answer(text, row)]


def _kept(case: Case) -> list[Sentence]:
    row = year(case, "sla_compliance")
    if row is None:
        return []
    if not row.known:
        return [case.answer(case.why(row), row, page="sla")]
    blanks = {"promise": promised(case), "share": case.number(row), "between": case.between(row)}
    if case.agreements.sla and case.agreements.sla.exceptions:
        text = case.say("Sales promised an answer within {promise}, to some of them sooner: {share} got it as promised "
                        "({between}).", **blanks)  # fmt: skip
    else:
        text = case.say("Sales promised an answer within {promise}: {share} got it ({between}).", **blanks)
    return [case.answer(text, row, page="sla")]


def _ignored(case: Case) -> list[Sentence]:
    said = []
    for row in ignored(case)[:1]:
        own = year(case, "handoff_unanswered", segment=row.segment)
        text = case.say(
            "The leads from {channel} wait although they do better: {own} have no answer, yet of those answered sales "
            "confirmed {good}, against {rest} elsewhere. Perhaps only the best of them were answered: answering the "
            "next twenty in turn would tell.",
            channel=value(case, row), own=case.number(own), good=case.words.share(row.numerator, 0),
            rest=case.words.share(row.denominator, 0),
        )  # fmt: skip
        said.append(case.answer(text, row, own, page="handoff-standup"))
    return said


def _load(case: Case) -> list[Sentence]:
    row = year(case, "handoff_load")
    if row is None or not row.known:
        return []
    blanks = {"load": case.words.number(row.value, "count")}
    if row.target == row.target:
        text = case.say("A seller gets {load} leads in a working day; agreed were up to {most}.",
                        most=case.words.number(row.target, "count"), **blanks)  # fmt: skip
    else:
        text = case.say("A seller gets {load} leads in a working day.", **blanks)
    return [case.answer(text, row)]


def _remarks(case: Case) -> list[Block]:
    row = year(case, "handoff_response_median")
    if row is not None and row.note == "date_only":
        return [Note(tone="plain", text=case.why(row), facts=(row.key,))]
    return []


# -- by when answered, under which promise ---------------------------------------------------------------------------


def _curve(case: Case) -> Figure | None:
    """The share answered by each length of working time: what each promise would have been kept for."""
    found = [row for row in case.book.rows("sla_what_if", clock="cohort") if row.period == str(case.period.rolling(12))]
    known = sorted((row for row in found if row.known), key=_size)
    if len(known) < 2:
        return None
    own = next((row for row in known if span(case, row.how["within"]) == promised(case)), known[-1])
    marks = [
        charts.Mark(label=span(case, row.how["within"]), value=row.value, unit=row.unit, fact=row.key, low=row.low,
                    high=row.high,
                    hollow=row.few, text=case.words.share(row.value, 0))
        for row in known
    ]  # fmt: skip
    name = case.say("{share} of the leads have an answer within {time}", share=case.words.share(own.value, 0),
                    time=span(case, own.how["within"]))  # fmt: skip
    sub = case.say("Share answered within each length of working time, {period}; n = {n}; light band: interval",
                   period=case.words.period(own.when), n=case.number(own, "denominator"))  # fmt: skip
    heads = [case.say("Had the promise been"), case.say("Answered in time"), case.say("Leads"), case.say("Share"),
             case.say("Interval"), case.say("Customers a year, had all been answered in time")]  # fmt: skip
    rows = [
        (Cell(text=span(case, row.how["within"])), case.cell(row, "numerator"), case.cell(row, "denominator"),
         case.cell(row), case.range_cell(row), _more(case, row.how["within"]))
        for row in known
    ]  # fmt: skip
    data = table(case.say("Another promise"), heads, rows)
    return plate(charts.dots, marks, key="handoff-waits", caption=Caption(title=name, subtitle=sub), data=data)


def _size(row: Row) -> float:
    return float(row.how["within"][:-1])


def _more(case: Case, within: str) -> Cell:
    """Customers that may hang on a promise: from none to so many; a remark where it cannot be said."""
    row = year(case, "what_if_customers", within=within)
    if row is None or not row.known:
        return Cell(text="–", muted=True)
    if not row.high > 0:
        return Cell(text=case.say("none to be seen"), fact=row.key, field="interval", muted=True)
    return Cell(text=case.say("0 to {most}", most=case.words.count(round(row.high))), fact=row.key, field="interval")


# -- where it goes otherwise -----------------------------------------------------------------------------------------


def _parts(case: Case) -> list[Figure]:
    """Leads without an answer by part of the business: the segment with the clearest difference, else the channels."""
    rows = [row for row in by_part(case, "handoff_unanswered") if row.known]
    names = names_of(rows)
    if not names or unwritten(case) is not None:
        return []
    worst = left_waiting(case)
    name = next(iter(worst[0].where)) if worst else ("channel" if "channel" in names else names[0])
    mine = sorted((row for row in rows if name in row.where), key=lambda row: (-row.value, row.segment))
    return [_figure(case, name, mine[:MOST_PARTS], worst)] if len(mine) > 1 else []


def _figure(case: Case, name: str, rows: list[Row], worst: list[Row]) -> Figure:
    marks = [
        charts.Mark(label=value(case, row), value=row.value, unit=row.unit, fact=row.key, low=row.low, high=row.high,
                    hollow=row.few,
                    text=case.words.share(row.value, 0))
        for row in rows
    ]  # fmt: skip
    gaps = {row.segment: row for row in by_part(case, "handoff_gap", against="rest", of="unanswered")}
    heads = [case.say("Part"), case.say("Without an answer"), case.say("Leads"), case.say("Share"),
             case.say("Interval"), case.say("Against the others"), case.say("Clear")]  # fmt: skip
    cells = [
        (Cell(text=value(case, row)), case.cell(row, "numerator"), case.cell(row, "denominator"), case.cell(row),
         case.range_cell(row), case.change_cell(gaps.get(row.segment)), _clear(case, gaps.get(row.segment)))
        for row in rows
    ]  # fmt: skip
    sub = case.say("Share of leads without an answer by {dimension}, {period}; light band: interval",
                   dimension=dimension(case.words, name), period=case.words.period(rows[0].when))  # fmt: skip
    data = table(case.say("Leads without an answer"), heads, cells, texts=(6,))
    return plate(charts.dots, marks, key="handoff-parts", caption=Caption(title=_message(case, worst), subtitle=sub),
                 data=data)  # fmt: skip


def _message(case: Case, worst: list[Row]) -> str:
    if not worst:
        return case.say("No part is clearly left without an answer more often than the others")
    row = worst[0]
    return case.say("Leads of {part} have no answer in {own} of cases, elsewhere in {rest}", part=place(case, row),
                    own=case.words.share(row.numerator, 0), rest=case.words.share(row.denominator, 0))  # fmt: skip


def _clear(case: Case, row: Row | None) -> Cell:
    if row is None or row.status not in ("clear", "noise") or row.note:
        return case.remark_cell(row)
    return Cell(text=case.say("yes") if row.status == "clear" else case.say("no"))
