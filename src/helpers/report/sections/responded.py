"""What customers respond to: topics, formats, campaigns beside those who move on anyway; receptive sectors."""

from __future__ import annotations

import math
from collections.abc import Iterator

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Figure, Note, Sentence, Table
from helpers.report.sections.plate import Caption, answer, part, plate, table, title
from helpers.report.voice import LEVELS, against, clear, named, place, shares
from helpers.words import msg

_MOST = 10
NO_REGISTER = msg(
    "No content and no campaign is on record for these touches, so nothing can be said about topics. The form "
    "“content” would tell most: each asset with its topic, format and stage, under the id that touches carry."
)
GOES_WITH = msg(
    "This shows what goes together, not what makes people move: larger and warmer deals get more content. Only touches "
    "whose 90 days have passed are counted, and each is compared with others at the same stage."
)


def responded(case: Case) -> list[Block]:
    """The whole section; without recorded touches there is none."""
    base = case.book.get("topic_response", period=case.period.rolling(12))
    if base is None or not base.known:
        return []
    levels = {level: _shown(case, level) for level in LEVELS}
    blocks: list[Block] = [
        title(case.say("What customers respond to"), anchor="responded"),
        answer(*_answer(case, base, levels)),
    ]
    leading = next((level for level in ("topic", "campaign", "format", "asset") if levels[level]), "")
    if not leading:
        return [*blocks, Note(tone="missing", text=case.say(NO_REGISTER), facts=(base.key,))]
    blocks.append(_figure(case, levels[leading]))
    others = [row for level in LEVELS if level != leading for row in levels[level][:_MOST]]
    if others:
        blocks += [part(case.say("By format, asset and campaign"), anchor="responded-more"), _table(case, others)]
    return [*blocks, Note(text=case.say(GOES_WITH))]


def _shown(case: Case, level: str) -> list[Row]:
    """The parts of one kind, those that respond clearly first, then the most used."""
    found = [row for row in shares(case, "topic_response", period=case.period.rolling(12)) if level in row.where]
    known = [row for row in found if row.denominator > 0]

    def rank(row: Row) -> tuple[bool, float, str]:
        return (not _better(case, row), -row.denominator, row.segment)

    return sorted(known, key=rank)


def _better(case: Case, row: Row) -> bool:
    change = against(case, row, against="rest")
    return change is not None and clear(change) and change.value > 0


def _answer(case: Case, base: Row, levels: dict[str, list[Row]]) -> Iterator[Sentence]:
    text = msg("Of all who were touched by either team at some stage, {share} moved on within 90 days ({when}).")
    yield case.answer(case.say(text, share=case.number(base), when=case.during(base.when)), base)
    shown = [row for rows in levels.values() for row in rows]
    for line, sign in ((msg("Clearly more often after: {list}."), 1), (msg("Clearly less often after: {list}."), -1)):
        yield from _standing_out(case, shown, line, sign=sign)
    if shown and not any(clear(against(case, row, against="rest")) for row in shown):
        line = msg("No topic, format, asset or campaign stands out clearly from the others.")
        yield case.answer(case.say(line), page="insight-to-sales")
    yield from _sectors(case)


def _standing_out(case: Case, rows: list[Row], sentence: str, *, sign: int) -> Iterator[Sentence]:
    """What differs clearly in one direction; what reached the very same people is said once."""
    found: dict[tuple[float, float], tuple[Row, Row]] = {}
    for row in rows:
        change = against(case, row, against="rest")
        if change is not None and clear(change) and change.value * sign > 0:
            found.setdefault((row.numerator, row.denominator), (row, change))
    top = sorted(found.values(), key=lambda pair: (-abs(pair[1].value), pair[0].segment))[:3]
    said = [
        case.say("{level} “{name}” ({value}, others at the same stages {rest})",
                 level=case.say(LEVELS[next(iter(row.where))]).lower(), name=named(row), value=case.number(row),
                 rest=case.number(change, "prior"))
        for row, change in top
    ]  # fmt: skip
    if said:
        facts = [row for pair in top for row in pair]
        page = "insight-to-sales" if sign > 0 else "content"
        yield case.answer(case.say(sentence, list=case.words.listing(said)), *facts, page=page)


def _sectors(case: Case) -> Iterator[Sentence]:
    """Parts of the market where clearly more deals are won."""
    rows = [row for row in case.book.rows("receptive_sector", segment=None)
            if row.how == {"against": "rest"} and clear(row) and row.value > 0]  # fmt: skip
    tested = [row for row in case.book.rows("receptive_sector", segment=None) if row.how == {"against": "rest"}]
    if rows:
        said, facts = [], []
        for row in sorted(rows, key=lambda row: (-row.value, row.segment))[:3]:
            whole = case.book.get("receptive_sector", period=row.period, segment=row.segment)
            line = msg("{part} ({value} of decided deals won, the rest {rest})")
            said.append(case.say(line, part=place(case, row.segment), value=case.number(whole),
                                 rest=case.number(row, "prior")))  # fmt: skip
            facts += [row, whole]
        text = msg("More receptive than the rest: {list}.")
        yield case.answer(case.say(text, list=case.words.listing(said)), *facts, page="ideal-customer")
    elif tested:
        text = msg("No part of the market is clearly more receptive than the rest.")
        yield case.answer(case.say(text), tested[0])


def _figure(case: Case, rows: list[Row]) -> Figure:
    shown = rows[:_MOST]
    marks = []
    for row in shown:
        change = against(case, row, against="rest")
        mark = " · " + case.say("clearly more") if _better(case, row) else ""
        marks.append(charts.Mark(label=named(row), value=row.value, unit=row.unit, fact=row.key, low=row.low,
                                 high=row.high, hollow=row.few,
                                 prior=change.prior if change is not None else math.nan,
                                 text=f"{case.number(row)}{mark}"))  # fmt: skip
    best = shown[0]
    if _better(case, best):
        head = case.say("After “{name}” {share} move on, others {rest}", name=named(best), share=case.number(best),
                        rest=case.number(against(case, best, against="rest"), "prior"))  # fmt: skip
    else:
        head = case.say("None goes with moving on more often than the others; most used: “{name}”, {share}",
                        name=named(best), share=case.number(best))  # fmt: skip
    sub = case.say(
        "Share that moved on within 90 days (need confirmed by sales, or a stage after that), {period}; grey dot: "
        "others touched at the same stages; light band: interval",
        period=case.words.period(best.when),
    )  # fmt: skip
    return plate(
        charts.dots, marks, key="responded", caption=Caption(title=head, subtitle=sub), data=_table(case, rows)
    )


def _table(case: Case, rows: list[Row]) -> Table:
    heads = [case.say("Name"), case.say("Kind"), case.say("Whom it reached"), case.say("Moved on"), case.say("Share"),
             case.say("Others at the same stages"), case.say("Difference"), case.say("Remark")]  # fmt: skip
    return table(case.say("Who moved on within 90 days"), heads, [_cells(case, row) for row in rows], texts=(1, 7))


def _cells(case: Case, row: Row) -> tuple[Cell, ...]:
    change = against(case, row, against="rest")
    remark = case.why(row) if row.note else ""
    if change is not None and clear(change):
        remark = case.say("clearly more") if change.value > 0 else case.say("clearly less")
    shift = Cell(text="–", muted=True)
    if change is not None and change.known:
        text = case.words.change(change.value, change.unit)
        shift = Cell(text=text, fact=change.key, field="value", muted=not clear(change), number=change.value,
                     unit=change.unit)  # fmt: skip
    return (
        Cell(text=named(row)), Cell(text=case.say(LEVELS[next(iter(row.where))])), case.cell(row, "denominator"),
        case.cell(row, "numerator"), case.cell(row), case.cell(change, "prior"), shift, Cell(text=remark, muted=True),
    )  # fmt: skip
