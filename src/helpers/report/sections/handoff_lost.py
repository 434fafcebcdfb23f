"""Where leads handed over get lost: the steps, the reasons, what was sent back, what it may cost, whom to call."""

from __future__ import annotations

import math

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.handing import by_part, year
from helpers.report.listing import day, day_cell, number, number_cell, records, text
from helpers.report.model import Block, Cell, Figure, Note, Table
from helpers.report.naming import part as named
from helpers.report.sections.plate import Caption, part, plate, table
from helpers.words import msg

STEPS = {
    "assigned": msg("Given to a seller"),
    "answered": msg("Answered"),
    "decided": msg("Decided"),
    "accepted": msg("Accepted by sales"),
    "sql": msg("Need confirmed"),
    "opportunity": msg("Opportunity"),
    "customer": msg("Customer"),
}
LEAKS = {
    "unanswered": msg("Nobody answered"),
    "undecided": msg("Answered, never decided"),
    "recycled": msg("Sent back, never taken up again"),
    "late": msg("Answered late"),
}
ASSUMED = msg(
    "Each lead is in one row. The high end takes the leads lost for as good as the others of their channel; the low "
    "end takes them for those that would never have bought. Who chose them knows best where between the two the truth "
    "lies. Money is revenue at the mean amount of deals won, not margin."
)
#: Reasons without a code.
OWN_REASONS = {"unmapped": msg("(fits no reason of the list)"), "none": msg("(no reason given)")}
CALLS = (
    "account_id", "requested_on", "waiting_days", "channel", "seller_group", "worth", "reason",
)  # fmt: skip
WHY = {"unanswered": msg("no answer"), "undecided": msg("no decision")}
MOST_TEXTS = 8


def lost(case: Case) -> list[Block]:
    """All that became of the leads after the hand-off."""
    steps = _steps(case)
    blocks: list[Block] = [part(case.say("Where leads get lost"), anchor="handoff-lost"), *([steps] if steps else [])]
    blocks += [each for each in (_reasons(case), _unmapped(case), _back(case)) if each is not None]
    return [*blocks, *_leaks(case), *_calls(case)]


def _steps(case: Case) -> Figure | None:
    """How far the leads handed over got."""
    handed = year(case, "handoffs")
    found = {name: year(case, "handoff_leakage", segment=f"step={name}") for name in STEPS}
    known = {name: row for name, row in found.items() if row is not None and row.known}
    if "sql" in known and "accepted" in known and known["sql"].value == known["accepted"].value:
        del known["accepted"]  # accepted is what these people call confirmed: one step, said once
    if handed is None or len(known) < 2 or not known.get("customer"):
        return None
    marks = [charts.Mark(label=case.say("Handed over"), value=handed.value, unit=handed.unit, fact=handed.key,
                         text=case.number(handed))]  # fmt: skip
    marks += [
        charts.Mark(label=case.say(STEPS[name]), value=row.value, unit=row.unit, fact=row.key,
                    hatched=row.immature and name == "customer",
                    text=f"{case.number(row)} ({case.words.share(row.value / handed.value, 0)})")
        for name, row in known.items()
    ]  # fmt: skip
    counted = {"m": case.number(known.get("answered")), "k": case.number(known["customer"])}
    head = case.say("Of {n} leads handed over, {m} were answered and {k} became customers so far",
                    n=case.number(handed), **counted)  # fmt: skip
    sub = case.say("Leads by the furthest step they came to, or further, {period}; in brackets: share of those handed "
                   "over; hatched: can still grow", period=case.words.period(handed.when))  # fmt: skip
    heads = [case.say("Step"), case.say("Leads"), case.say("At the step before"), case.say("Lost on the way")]
    rows = [
        (Cell(text=case.say(STEPS[name])), case.cell(row), case.cell(row, "denominator"),
         _lost(case, row))
        for name, row in known.items()
    ]  # fmt: skip
    data = table(case.say("Steps after the hand-off"), heads, rows)
    caption = Caption(title=head, subtitle=sub, ahead=case.say("Not yet final"))
    return plate(charts.bars, marks, key="handoff-steps", caption=caption, data=data)


def _lost(case: Case, row: Row) -> Cell:
    """Those who came to the step before and not to this one."""
    return number_cell(case, row.denominator - row.value)


def _reasons(case: Case) -> Table | None:
    """Why leads were not taken on."""
    rows = sorted(by_part(case, "handoff_reason"), key=lambda row: (row.where["reason"] in OWN_REASONS, -row.value,
                                                                    row.segment))  # fmt: skip
    if not rows:
        return None
    cells = [
        (Cell(text=_reason(case, row)), case.cell(row, "numerator"), case.cell(row), case.range_cell(row))
        for row in rows
    ]
    heads = [case.say("Reason"), case.say("Leads"), case.say("Share"), case.say("Interval")]
    return table(case.say("Why leads were rejected or sent back"), heads, cells)


def _reason(case: Case, row: Row) -> str:
    code = row.where["reason"]
    if code in OWN_REASONS:
        return case.say(OWN_REASONS[code])
    label = case.agreements.reasons.label(code, lang=case.words.lang)
    return label if label != code else named(case.words, "reason", code)


def _unmapped(case: Case) -> Table | None:
    """Reasons that fit no code, so that somebody can name them: for the two teams, whose words they are."""
    rows = records(case, "handoff_reasons_unmapped", "reason_raw", "n")[:MOST_TEXTS] if case.internal else []
    if not rows:
        return None
    cells = [(Cell(text=text(row["reason_raw"])), number_cell(case, number(row["n"]))) for row in rows]
    return table(case.say("Reasons that fit none of the list, as written"), [case.say("As written"), case.say("Leads")],
                 cells)  # fmt: skip


def _back(case: Case) -> Table | None:
    """What was sent back to marketing, and what second passes yield."""
    lines: tuple[tuple[str, dict[str, str]], ...] = (
        (msg("Sent back to marketing, of all"), {}),
        (msg("Came back, of those"), {"back": "yes"}),
        (msg("Need confirmed on the first pass"), {"pass": "first"}),
        (msg("Need confirmed on a second pass"), {"pass": "second"}),
        (msg("Time away, half of those that came back"), {"stat": "dwell"}),
    )
    found = [(name, row) for name, how in lines if (row := year(case, "recycling", **how)) is not None]
    if not found or not any(row.known and row.numerator for name, row in found[:1]):
        return None
    cells = [
        (Cell(text=case.say(name)), case.cell(row), case.range_cell(row), case.cell(row, "n"), _remark(case, row))
        for name, row in found
    ]
    heads = [case.say("What"), case.say("Value"), case.say("Interval"), case.say("Leads"), case.say("Remark")]
    return table(case.say("Sent back, and what became of it"), heads, cells, texts=(4,))


def _remark(case: Case, row: Row) -> Cell:
    return case.remark_cell(row) if row.note else Cell(text="")


def _leaks(case: Case) -> list[Block]:
    """What each leak may cost in a year, from nothing to as if all had been like the others."""
    rows = []
    for name, label in LEAKS.items():
        customers, money = (year(case, metric, segment=f"leak={name}") for metric in ("leak_customers", "leak_money"))
        if customers is not None and customers.n > 0:
            rows.append((Cell(text=case.say(label)), case.cell(customers, "n"), _range(case, customers),
                         _range(case, money), _doubt(case, customers, money)))  # fmt: skip
    if not rows:
        return []
    heads = [case.say("Lost where"), case.say("Leads"), case.say("Customers a year"), case.say("Revenue a year"),
             case.say("Remark")]  # fmt: skip
    return [table(case.say("What each leak may cost in a year"), heads, rows, texts=(4,)), Note(text=case.say(ASSUMED))]


def _range(case: Case, row: Row | None) -> Cell:
    if row is None or not row.known:
        return Cell(text="–", muted=True)
    if not row.high > 0:
        return Cell(text=case.say("none to be seen"), fact=row.key, field="interval", muted=True)
    most = case.words.money(_round(row.high)) if row.unit == "money" else case.words.count(math.ceil(row.high))
    return Cell(text=case.say("0 to {most}", most=most), fact=row.key, field="interval")


def _round(amount: float) -> float:
    """Two figures say all that such a range can."""
    size = 10 ** max(0, math.floor(math.log10(amount)) - 1) if amount >= 1 else 1
    return float(round(amount / size) * size)


def _doubt(case: Case, customers: Row, money: Row | None) -> Cell:
    found = next((row for row in (customers, money) if row is not None and row.note), None)
    return case.remark_cell(found) if found is not None else Cell(text="")


def _calls(case: Case) -> list[Block]:
    """Whom to call this week: for the two teams only."""
    rows = records(case, "calls", *CALLS) if case.internal else []
    if not rows:
        return []
    heads = [case.say("Account"), case.say("Company"), case.say("Channel"), case.say("Group"), case.say("Handed over"),
             case.say("Waiting, working days"), case.say("What is missing"), case.say("Worth, on average")]  # fmt: skip
    cells = [
        (
            Cell(text=text(row["account_id"])), Cell(text=case.names.get(text(row["account_id"]), "")),
            Cell(text=named(case.words, "channel", text(row["channel"]))), Cell(text=_group(case, row["seller_group"])),
            day_cell(case, day(row["requested_on"])), number_cell(case, number(row["waiting_days"])),
            Cell(text=case.say(WHY[text(row["reason"])])), number_cell(case, number(row["worth"]), "money"),
        )
        for row in rows
    ]  # fmt: skip
    note = msg("Those whose channel most often brings customers come first, the newest before the older ones. The "
               "worth is an average over many such leads, not a forecast for one.")  # fmt: skip
    return [
        part(case.say("Whom to call this week"), anchor="handoff-calls"),
        table(case.say("Accounts that wait for sales"), heads, cells, texts=(1, 2, 3, 6)),
        Note(text=case.say(note)),
    ]


def _group(case: Case, raw: object) -> str:
    name = text(raw)
    return "" if name in ("", "unknown") else named(case.words, "seller_group", name)
