"""Deals one by one: those closed in the month, and in the internal edition those that have been open too long."""

from __future__ import annotations

from helpers.report.case import Case
from helpers.report.model import Block, Cell, Table
from helpers.report.sections.plate import answer, table, title


def deals(case: Case) -> list[Block]:
    """The month's closed deals, one by one: where deals are few they say more than a rate."""
    rows = [row for row in case.book.rows("deal_value", segment=None) if row.period == str(case.period)]
    if not rows or len(rows) > case.engagement.rules.few_events:
        return []
    order = {"won": 0, "lost": 1}
    rows.sort(key=lambda row: (order.get(row.where.get("outcome", ""), 2), -row.value if row.known else 0, row.segment))
    won = [row for row in rows if row.where.get("outcome") == "won"]
    outcomes = {"won": case.say("won"), "lost": case.say("lost")}
    cells = [
        (Cell(text=row.where["deal"]), *_company(case, row.where["deal"]),
         Cell(text=outcomes.get(row.where.get("outcome", ""), "–")), case.cell(row))
        for row in rows
    ]  # fmt: skip
    heads = [case.say("Deal"), *_company_head(case), case.say("Outcome"), case.say("Amount")]
    count = case.words.plural("{n} deal closed {when}", "{n} deals closed {when}", len(rows),
                              when=case.during(case.period))  # fmt: skip
    text = case.words.plural("{count}, {n} of them won.", "{count}, {n} of them won.", len(won), count=count)
    caption = case.say("Deals closed {when}", when=case.during(case.period))
    return [
        title(case.say("The month's deals"), anchor="deals"),
        answer(case.answer(text, *rows)),
        table(caption, heads, cells, texts=range(1, len(heads) - 1)),
    ]


def waiting(case: Case) -> list[Table]:
    """The deals to revive or close, with their companies: in the internal edition, the only one that is given them."""
    if not case.stale:
        return []
    cells = [(Cell(text=deal), Cell(text=case.names.get(deal, "–"))) for deal in case.stale]
    caption = case.say("Deals open for more than twice the usual time")
    return [table(caption, [case.say("Deal"), case.say("Company")], cells, texts=(1,))]


def _company(case: Case, deal: str) -> tuple[Cell, ...]:
    return (Cell(text=case.names.get(deal, "–")),) if case.names else ()


def _company_head(case: Case) -> tuple[str, ...]:
    return (case.say("Company"),) if case.names else ()
