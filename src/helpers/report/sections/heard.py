"""What customers say: objections, arguments, competitors, in their words where they may be quoted."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.agreements.codes import UNMAPPED
from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.listing import day, day_cell, records, text
from helpers.report.model import Block, Cell, Figure, Note, Sentence, Table
from helpers.report.sections.plate import Caption, answer, part, plate, table, title
from helpers.report.voice import against, clear, named, quoted, shares, theme
from helpers.words import msg

#: Objections, arguments and competitors shown; quotations listed.
_MOST, _FEW, _QUOTES = 10, 6, 6
NOTHING = msg(
    "Nobody has written down what customers say: no reason stands beside the deals, and there is no form “feedback”. "
    "That form would tell most: what was heard, in which deal, one line each."
)
TOLD = {
    "sales": msg("Answered by marketing: {n} of {all} remarks of sales"),
    "marketing": msg("Answered by sales: {n} of {all} remarks of marketing"),
}
MORE, LESS = msg("more than before"), msg("less than before")


def heard(case: Case) -> list[Block]:
    """The whole section; where nothing was written down, one remark that names the form."""
    head = title(case.say("What customers say"), anchor="heard")
    row = case.book.get("objection_share", period=case.period.rolling(12))
    objections = _shown(case, "objection_share")
    arguments, competitors = _won(case), _shown(case, "competitor_share")
    if not (objections or arguments or competitors):
        known = row is not None or any(case.book.rows("theme_unmapped"))
        return [head, Note(tone="missing", text=case.say(NOTHING))] if known else []
    blocks: list[Block] = [head, answer(*_answer(case, objections))]
    if objections:
        blocks.append(_objections(case, objections))
    blocks += _arguments(case, arguments)
    blocks += _competitors(case, competitors)
    return [*blocks, *_quotes(case), *_unmapped(case)]


def heard_rule(case: Case) -> Iterator[Sentence]:
    """For the first screen: an objection that is clearly heard more than before."""
    for length in (3, 12):
        for row in shares(case, "objection_share", period=case.period.rolling(length)):
            change = against(case, row, change="prior")
            if clear(change) and change is not None and change.value > 0 and named(row) != UNMAPPED:
                said = case.say(
                    "{theme} is heard in {n} of {all} deals with an objection {when}, clearly more than before: decide "
                    "who answers it, and with what.",
                    theme=quoted(case, theme(case, named(row))), n=case.number(row, "numerator"),
                    all=case.number(row, "denominator"), when=case.during(row.when),
                )  # fmt: skip
                yield case.answer(said, row, change, page="objections")
                return


def _shown(case: Case, metric: str) -> list[Row]:
    return [row for row in shares(case, metric, period=case.period.rolling(12)) if row.numerator]


def _won(case: Case) -> list[Row]:
    """Arguments of deals that were won; without any, arguments noted at all."""
    won = [
        row for row in shares(case, "argument_share", period=case.period.rolling(12), outcome="won") if row.numerator
    ]
    return won or _shown(case, "argument_share")


# -- the answer --------------------------------------------------------------------------------------------------------


def _answer(case: Case, objections: list[Row]) -> Iterator[Sentence]:
    mapped = [row for row in objections if named(row) != UNMAPPED]
    if mapped:
        top = mapped[0]
        line = msg("Heard most: {theme}, in {n} of {all} deals and remarks with an objection ({share}), {when}.")
        said = case.say(line, theme=quoted(case, theme(case, named(top))), n=case.number(top, "numerator"),
                        all=case.number(top, "denominator"), share=case.number(top),
                        when=case.during(top.when))  # fmt: skip
        yield case.answer(said, top, page="objections")
        yield _moved(case)
    elif objections:
        line = msg("Objections are on record, but none fits a theme of the list.")
        yield case.answer(case.say(line), *objections)
    else:
        yield case.answer(case.say("No objection was written down in the last twelve months."))
    yield from _basis(case)
    yield from _answered(case)


def _moved(case: Case) -> Sentence:
    """What is clearly heard more, or less, than before."""
    moved: dict[str, tuple[Row, Row]] = {}
    for length in (3, 12):
        for row in shares(case, "objection_share", period=case.period.rolling(length)):
            change = against(case, row, change="prior")
            if change is not None and clear(change) and named(row) != UNMAPPED:
                moved.setdefault(named(row), (row, change))
    if not moved:
        changes = [row for row in case.book.rows("objection_share", segment=None) if row.how == {"change": "prior"}]
        return case.answer(case.say("No objection is clearly more or less frequent than before."), *changes[:1])
    said = []
    for name, (row, change) in moved.items():
        line = msg("{theme} from {prior} to {value} ({when})")
        said.append(case.say(line, theme=quoted(case, theme(case, name)), prior=case.number(change, "prior"),
                             value=case.number(row), when=case.during(row.when)))  # fmt: skip
    rows = [row for pair in moved.values() for row in pair]
    return case.answer(case.say("Clearly changed: {list}.", list=case.words.listing(said)), *rows)


def _basis(case: Case) -> Iterator[Sentence]:
    """On what it rests: what somebody wrote down."""
    row = case.book.get("reasons_known", period=case.period.rolling(12))
    if row is None or not row.known:
        yield case.answer(case.say("This is what somebody wrote down, not what all customers think."))
        return
    line = msg("This rests on what somebody wrote down: a reason is on record for {n} of {all} deals lost.")
    said = case.say(line, n=case.number(row, "numerator"), all=case.number(row, "denominator"))
    yield case.answer(said, row)


def _answered(case: Case) -> Iterator[Sentence]:
    """How much of what one team told the other got an answer, and how fast."""
    year = case.period.rolling(12)
    for team, line in TOLD.items():
        row = case.book.get("feedback_answered", period=year, segment=f"from={team}")
        if row is None or not row.known:
            continue
        said = case.say(line, n=case.number(row, "numerator"), all=case.number(row, "denominator"))
        days = case.book.get("feedback_answer_days", period=year, segment=f"from={team}")
        if days is not None and days.known:
            said = case.say("{said}, half within {days}.", said=said, days=case.number(days))
        else:
            said, days = f"{said}.", None
        yield case.answer(said, row, days, page="feedback-to-marketing" if team == "sales" else "insight-to-sales")


# -- objections, arguments, competitors ----------------------------------------------------------------------------


def _objections(case: Case, rows: list[Row]) -> Figure:
    marks = [
        charts.Mark(label=theme(case, named(row)), value=row.value, unit=row.unit, fact=row.key, low=row.low,
                    high=row.high,
                    hollow=row.few or named(row) == UNMAPPED, text=_marked(case, row))
        for row in rows[:_MOST]
    ]  # fmt: skip
    top = rows[0]
    head = case.say("Objections: {theme} in {share} of the deals with any", theme=theme(case, named(top)),
                    share=case.words.share(top.value, 0))  # fmt: skip
    sub = case.say(
        "Share of deals and remarks with an objection, {period}, {n} in all; light band: interval; a deal counts once "
        "per objection",
        period=case.words.period(top.when), n=case.number(top, "denominator"),
    )  # fmt: skip
    heads = [case.say("Objection"), case.say("Share"), case.say("Interval"), case.say("Deals and remarks"),
             case.say("Year before"), case.say("Last three months"), case.say("Three months before"),
             case.say("Remark")]  # fmt: skip
    data = table(case.say("Objections heard"), heads, [_cells(case, row) for row in rows], texts=(7,))
    return plate(charts.dots, marks, key="objections", caption=Caption(title=head, subtitle=sub), data=data)


def _cells(case: Case, row: Row) -> tuple[Cell, ...]:
    """One objection: the year and the quarter, each beside the one before."""
    year, quarter = against(case, row, change="prior"), None
    late = case.book.get(row.metric, period=case.period.rolling(3), segment=row.segment)
    if late is not None:
        quarter = against(case, late, change="prior")
    remark = _change(case, quarter) or _change(case, year) or case.why(row if row.note else year)
    return (
        Cell(text=theme(case, named(row))), case.cell(row), case.range_cell(row), case.cell(row, "numerator"),
        case.cell(year, "prior"), case.cell(late), case.cell(quarter, "prior"), Cell(text=remark, muted=True),
    )  # fmt: skip


def _marked(case: Case, row: Row) -> str:
    """The share with a mark where it is clearly more or less than before."""
    late = case.book.get(row.metric, period=case.period.rolling(3), segment=row.segment)
    for each in (late, row):
        said = _change(case, against(case, each, change="prior")) if each is not None else ""
        if said:
            return f"{case.number(row)} · {said}"
    return case.number(row)


def _change(case: Case, change: Row | None) -> str:
    if change is None or not clear(change):
        return ""
    return case.say(MORE if change.value > 0 else LESS)


def _arguments(case: Case, rows: list[Row]) -> list[Block]:
    """What is noted where deals are won."""
    known = [row for row in rows if named(row) != UNMAPPED][:_FEW]
    if not known:
        return []
    won = known[0].how.get("outcome") == "won"
    line = msg("Arguments noted in deals that were won, {period}") if won else msg("Arguments noted, {period}")
    caption = case.say(line, period=case.words.period(known[0].when))
    return [part(case.say("Arguments"), anchor="heard-arguments"), _listed(case, known, caption, case.say("Argument"))]


def _competitors(case: Case, rows: list[Row]) -> list[Block]:
    known = [row for row in rows if named(row) != UNMAPPED][:_FEW]
    if not known:
        return []
    caption = case.say("Competitors named, {period}", period=case.words.period(known[0].when))
    heading = part(case.say("Competitors"), anchor="heard-competitors")
    return [heading, _listed(case, known, caption, case.say("Competitor"))]


def _listed(case: Case, rows: list[Row], caption: str, name: str) -> Table:
    heads = [name, case.say("Deals and remarks"), case.say("Of"), case.say("Share"), case.say("Interval"),
             case.say("Remark")]  # fmt: skip
    cells = [
        (Cell(text=theme(case, named(row))), case.cell(row, "numerator"), case.cell(row, "denominator"), case.cell(row),
         case.range_cell(row), Cell(text=case.why(row) if row.note else "", muted=True))
        for row in rows
    ]  # fmt: skip
    return table(caption, heads, cells, texts=(5,))


# -- in their words ------------------------------------------------------------------------------------------------


def _quotes(case: Case) -> list[Block]:
    """A few remarks that may be printed, one of each theme before a second of any, the latest first."""
    said = records(case, "voices", "on", "kind", "theme", "words", "deal_id")
    seen: dict[str, int] = {}
    ranked = []
    for place, row in enumerate(said):
        code = text(row["theme"])
        seen[code] = seen.get(code, 0) + 1
        ranked.append((seen[code], place, row))
    chosen = [row for _, _, row in sorted(ranked, key=lambda each: each[:2])[:_QUOTES]]
    if not chosen:
        return []
    rows = []
    for row in chosen:
        rows.append((day_cell(case, day(row["on"])), Cell(text=theme(case, text(row["theme"]))),
                     Cell(text=quoted(case, text(row["words"]))), Cell(text=text(row["deal_id"]))))  # fmt: skip
    heads = [case.say("Day"), case.say("Theme"), case.say("In their words"), case.say("Deal")]
    caption = case.say("Remarks that may be quoted, the latest of each theme")
    return [part(case.say("In their words"), anchor="heard-quotes"), table(caption, heads, rows, texts=(1, 2, 3))]


def _unmapped(case: Case) -> list[Block]:
    """How much fits no theme, and where suggestions stand."""
    row = case.book.get("theme_unmapped", period=case.period.rolling(12))
    if row is None or not row.known or not row.numerator:
        return []
    line = msg(
        "{n} of {all} remarks fit no theme of the list. The file “suggestions.csv” names the nearest one where there "
        "is any; none is applied until somebody puts it into the list."
    )
    said = case.say(line, n=case.number(row, "numerator"), all=case.number(row, "denominator"))
    return [Note(text=said, facts=(row.key,))]
