"""Messages and price: what is promised and objected, what is lost or discounted on price, and whether they clash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.facts import Row
from helpers.report.case import Case
from helpers.report.listing import records, text
from helpers.report.model import Block, Cell, Note, Sentence, Table
from helpers.report.naming import stage as named_stage
from helpers.report.sections.plate import answer, part, table, title
from helpers.report.voice import clear, named, quoted, theme
from helpers.words import msg

_COLUMNS = ("message_id", "segment", "stage", "promise", "promise_theme", "proof", "objection", "answer")
#: The road to a customer, so that messages stand in the order in which they are met.
_ROAD = ("lead", "mql", "sal", "sql", "opportunity", "offer", "customer")


def messages(case: Case) -> list[Block]:
    """The whole section; without decided deals and without messages there is none."""
    year = case.period.rolling(12)
    lost, cut = (case.book.get(metric, period=year) for metric in ("price_lost", "discounted"))
    rows = _rows(case)
    said = [*_price(case, lost, cut), *_contradicted(case)]
    if not said and not rows:
        return []
    blocks: list[Block] = [title(case.say("Messages and price"), anchor="messages")]
    blocks += [answer(*said)] if said else []
    if rows:
        return [*blocks, part(case.say("Promise and answer by stage"), anchor="messages-table"), _table(case, rows)]
    row = next(iter(case.book.rows("message_contradicted")), None)
    return [*blocks, Note(tone="missing", text=case.reason("no_messages"), facts=(row.key,) if row else ())]


def contradiction_rule(case: Case) -> Iterator[Sentence]:
    """For the first screen: a promise that those who met it object to."""
    for row in _clashes(case)[:1]:
        line = msg(
            "The promise {promise} is objected to in {value} of the deals that met it, against {rest} of comparable "
            "deals: decide whether to change the promise or to prove it."
        )
        yield case.answer(_clash(case, row, line), row, page="messages")


def _rows(case: Case) -> list[dict[str, Any]]:
    """Messages in the order of the road."""
    order = {stage: number for number, stage in enumerate(_ROAD)}
    return sorted(records(case, "messages", *_COLUMNS),
                  key=lambda row: (order.get(text(row["stage"]), len(order)), text(row["message_id"])))  # fmt: skip


def _clashes(case: Case) -> list[Row]:
    """Messages whose promise is clearly contradicted, the strongest first."""
    found = [row for row in case.book.rows("message_contradicted", segment=None) if clear(row) and row.value > 0]
    return sorted(found, key=lambda row: (-row.value, row.segment))


def _price(case: Case, lost: Row | None, cut: Row | None) -> Iterator[Sentence]:
    if lost is not None and lost.known:
        line = msg("Lost on price: {n} of {all} deals decided ({share}), {when}.")
        said = case.say(line, n=case.number(lost, "numerator"), all=case.number(lost, "denominator"),
                        share=case.number(lost), when=case.during(lost.when))  # fmt: skip
        yield case.answer(said, lost, page="messages")
    if cut is None:
        return
    if cut.known:
        line = msg("Won at a discount: {n} of {all} ({share}).")
        said = case.say(line, n=case.number(cut, "numerator"), all=case.number(cut, "denominator"),
                        share=case.number(cut))  # fmt: skip
        yield case.answer(said, cut)
    elif cut.note == "no_discount":
        yield case.answer(case.reason("no_discount"), cut)


def _contradicted(case: Case) -> Iterator[Sentence]:
    found = [row for row in case.book.rows("message_contradicted", segment=None) if row.known]
    for row in _clashes(case):
        line = msg(
            "The promise {promise} is contradicted: in {value} of the deals that met it {theme} is objected, in "
            "comparable deals that did not meet it, in {rest}."
        )
        yield case.answer(_clash(case, row, line), row, page="objections")
    if found and not _clashes(case):
        line = msg("No promise is clearly contradicted by those who met it.")
        yield case.answer(case.say(line), *found[:1])


def _clash(case: Case, row: Row, sentence: str) -> str:
    found = next((each for each in _rows(case) if text(each["message_id"]) == named(row)), {})
    promise, code = text(found.get("promise")) or named(row), text(found.get("promise_theme"))
    return case.say(sentence, promise=quoted(case, promise), value=case.words.share(row.prior + row.value, 0),
                    rest=case.words.share(row.prior, 0),
                    theme=quoted(case, theme(case, code) if code else promise))  # fmt: skip


def _table(case: Case, rows: list[dict[str, Any]]) -> Table:
    heads = [case.say("Message"), case.say("Stage"), case.say("Promise"), case.say("Proof"),
             case.say("Objection expected"), case.say("Answer"), case.say("Heard in"), case.say("Lost on price"),
             case.say("Remark")]  # fmt: skip
    caption = case.say(
        "Messages by stage; “heard in” is the share of deals with an objection that hear the one expected, {period}",
        period=case.words.period(case.period.rolling(12)),
    )
    return table(caption, heads, [_cells(case, row) for row in rows], texts=(1, 2, 3, 4, 5, 8))


def _cells(case: Case, row: dict[str, Any]) -> tuple[Cell, ...]:
    year, name = case.period.rolling(12), text(row["message_id"])
    stage, objection = text(row["stage"]), text(row["objection"])
    heard = case.book.get("objection_share", period=year, segment=f"theme={objection}") if objection else None
    price = case.book.get("price_lost", period=year, segment=f"message={name}")
    clash = [each for each in _clashes(case) if named(each) == name]
    remark = case.say("contradicted by those who met it") if clash else ""
    return (
        Cell(text=name),
        Cell(text=named_stage(case.words, stage)),
        Cell(text=text(row["promise"])), Cell(text=text(row["proof"])),
        Cell(text=theme(case, objection) if objection else ""), Cell(text=text(row["answer"])),
        case.cell(heard), case.cell(price), Cell(text=remark, fact=clash[0].key if clash else "", muted=True),
    )  # fmt: skip
