"""Sales-led companies: from offer to order, and what existing customers bring."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Note, Table
from helpers.report.sections.plate import Caption, answer, plate, table, title


def existing(case: Case) -> list[Block]:
    """Offers that became orders, revenue of existing accounts month by month, cross-sell."""
    window = case.period.rolling(12)
    share = case.book.get("existing_revenue", period=window, **{"as": "share"})
    share = share or case.book.get("existing_revenue_share", period=window)
    total = case.book.get("existing_revenue", period=window)
    if total is None or not total.known:
        return []
    said = []
    if share is not None and share.known:
        text = case.say("Existing customers brought {money} {when}, {share} of all revenue.",
                        money=case.number(total), when=case.during(window), share=case.number(share))  # fmt: skip
        said.append(case.answer(text, total, share))
    else:
        text = case.say("Existing customers brought {money} {when}.", money=case.number(total),
                        when=case.during(window))  # fmt: skip
        said.append(case.answer(text, total))
    cross = case.book.get("cross_sell", period=window)
    if cross is not None and cross.known:
        text = case.say("{share} of existing customers bought something new ({interval}).", share=case.number(cross),
                        interval=case.between(cross) or "–")  # fmt: skip
        said.append(case.answer(text, cross))
    figure = _figure(case)
    blocks: list[Block] = [title(case.say("Existing customers"), anchor="existing"), answer(*said)]
    return [*blocks, *([figure] if figure else []), _table(case), *_two_sources(case, total)]


def _two_sources(case: Case, total: Row) -> list[Block]:
    """Deals and invoices side by side invite adding up what does not add up."""
    if total.note == "from_deals":
        return []
    text = case.say("Deals count when they are won, invoices when they are issued: the two need not add up.")
    return [Note(text=text)]


def _figure(case: Case) -> Figure | None:
    series = case.book.series("existing_revenue", clock="period", length=3, until=case.period, how={})
    quarters = series[::-3][:8][::-1]
    if len([row for row in quarters if row.known]) < 2:
        return None
    last = quarters[-1]
    marks = [
        charts.Mark(label=case.words.month_short(row.when.last), value=row.value, unit=row.unit, fact=row.key,
                    text=case.words.money_short(row.value))
        for row in quarters
    ]  # fmt: skip
    heading = case.say("Existing customers brought {money} in three months", money=case.number(last))
    sub = case.say("Revenue of existing customers in the three months up to the one named, {currency}",
                   currency=case.words.currency)  # fmt: skip
    rows = [(Cell(text=case.words.period(row.when)), case.cell(row)) for row in quarters]
    heads = [case.say("Three months"), case.say("Revenue of existing customers")]
    data = table(case.say("Revenue of existing customers"), heads, rows)
    return plate(charts.columns, marks, key="existing", caption=Caption(title=heading, subtitle=sub), data=data)


def _table(case: Case) -> Table:
    window = case.period.rolling(12)
    found: list[tuple[str, Row | None]] = [
        (case.say("Deals won, new business"), case.book.get("revenue_won", period=window)),
        (case.say("Deals won, all kinds"), case.book.get("revenue_won", period=window, kind="all")),
        (case.say("Revenue of existing customers"), case.book.get("existing_revenue", period=window)),
        (case.label("cross_sell"), case.book.get("cross_sell", period=window)),
    ]
    rows = [(Cell(text=name), case.cell(row), case.range_cell(row), case.cell(row, "n")) for name, row in found if row]
    heads = [case.say("Measure"), case.say("Value"), case.say("Interval"), case.say("Basis")]
    return table(case.say("Revenue, {period}", period=case.words.period(window)), heads, rows)
