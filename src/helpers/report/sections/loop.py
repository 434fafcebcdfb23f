"""Is the loop kept: its health, rituals month by month, what both heads say, and the age of the documents."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.facts import Row
from helpers.pages import IDS
from helpers.periods import Period
from helpers.report import loops
from helpers.report.case import Case
from helpers.report.drawing import NARROW, WIDE
from helpers.report.listing import number, records, text
from helpers.report.loops import Spot, Strip
from helpers.report.model import Block, Cell, Chart, Figure, Note, Sentence, Series, Table
from helpers.report.naming import TEAMS
from helpers.report.naming import part as named
from helpers.report.reasons import FORMS
from helpers.report.sections.plate import answer, part, table, title
from helpers.words import msg

PARTS = {
    "reviews": msg("Monthly reviews held"),
    "presence": msg("Meetings with both teams there"),
    "decisions": msg("Decisions closed by their day"),
    "feedback": msg("Remarks to the other team answered"),
    "documents": msg("Documents looked at within their term"),
}
DOCUMENTS = {
    "sla": msg("Service agreement between both teams"),
    "icp_marketing": msg("Ideal customer, as marketing sees it"),
    "icp_sales": msg("Ideal customer, as sales sees it"),
    "messages": msg("Messages"),
    "content": msg("Content register"),
}


def loop(case: Case) -> list[Block]:
    """The share of the loop that is kept, the rituals, the comments of the month and the documents."""
    row = case.book.get("loop_health", period=case.period.rolling(12))
    if row is None:
        return []
    head = title(case.say("Is the loop kept"), anchor="loop")
    comments = _comments(case)
    if not row.known:
        return [head, Note(tone="missing", text=case.why(row), facts=(row.key,)), *comments]
    blocks: list[Block] = [head, answer(*_answer(case, row), *_dying(case)), _parts(case)]
    figure = _rituals(case)
    blocks += [figure] if figure else []
    return [*blocks, *comments, *_documents(case)]


def ritual_rule(case: Case) -> Iterator[Sentence]:
    """A ritual that has stopped."""
    for row in _stopped(case)[:1]:
        said = msg("“{ritual}” has been missed {n} times in a row: decide whether to revive it, change it or end it.")
        yield case.answer(case.say(said, **_blanks(case, row)), row, page="when-a-ritual-dies")


def _stopped(case: Case) -> list[Row]:
    rows = [row for row in case.book.rows("ritual_dying", segment=None) if row.period == str(case.period)]
    clear = [row for row in rows if row.status == "clear" and "ritual" in row.where]
    return sorted(clear, key=lambda row: (-row.value, row.segment))


def _blanks(case: Case, row: Row) -> dict[str, str]:
    return {"ritual": _ritual(case, row.where["ritual"]), "n": case.number(row)}


def _ritual(case: Case, name: str) -> str:
    return case.page_title(name) if name in IDS else named(case.words, "ritual", name)


def _answer(case: Case, row: Row) -> list[Sentence]:
    """The mean of the parts that are known, and the parts nobody writes down."""
    parts = _by_part(case)
    known = [each for each in parts.values() if each.known]
    share = case.words.share(row.value, 0)
    if len(known) == len(PARTS):
        said = case.say("Of what both teams agreed, {share} is kept; the five parts below weigh alike.", share=share)
    else:
        said = case.say("Of what both teams agreed, {share} is kept, over the {n} of {all} parts that are known.",
                        share=share, n=case.number(row, "denominator"), all=case.words.count(len(PARTS)))  # fmt: skip
    sentences = [case.answer(said, row, *known, page="when-a-ritual-dies")]
    forms = dict.fromkeys(case.say(FORMS[each.note]) for each in parts.values() if each.note in FORMS)
    if forms:
        quoted = case.words.listing(case.say("“{theme}”", theme=form) for form in forms)
        said = case.words.plural("The rest is not known, not zero: the form {forms} would tell.",
                                 "The rest is not known, not zero: the forms {forms} would tell.", len(forms),
                                 forms=quoted)  # fmt: skip
        unknown = [each for each in parts.values() if each.note in FORMS]
        sentences.append(case.answer(said, *unknown, page="data-habits"))
    return sentences


def _by_part(case: Case) -> dict[str, Row]:
    rows = {name: case.book.get("loop_health", period=case.period.rolling(12), part=name) for name in PARTS}
    return {name: row for name, row in rows.items() if row is not None}


def _dying(case: Case) -> list[Sentence]:
    said = msg("“{ritual}” has been missed {n} times in a row; before that it missed {missed} of {of}.")
    return [
        case.answer(case.say(said, **_blanks(case, row), missed=case.number(row, "numerator"),
                             of=case.number(row, "denominator")), row, page="when-a-ritual-dies")
        for row in _stopped(case)
    ]  # fmt: skip


def _parts(case: Case) -> Table:
    rows = [
        (Cell(text=case.say(PARTS[name])), case.cell(row, "numerator"), case.cell(row, "denominator"), case.cell(row),
         case.remark_cell(row) if row.note else Cell(text=""))
        for name, row in _by_part(case).items()
    ]  # fmt: skip
    heads = [case.say("Part"), case.say("Kept"), case.say("Of"), case.say("Share"), case.say("Remark")]
    return table(case.say("The parts of the loop, {period}", period=case.words.period(case.period.rolling(12))), heads,
                 rows, texts=(4,))  # fmt: skip


def _rituals(case: Case) -> Figure | None:
    """Meetings by ritual and month."""
    months = list(case.period.rolling(12).months())
    found: dict[str, dict[str, Spot]] = {}
    for each in records(case, "meetings", "ritual", "month", "planned", "held"):
        spots = found.setdefault(text(each["ritual"]), {})
        spots[text(each["month"])] = Spot(number(each["held"]), number(each["planned"]))
    if not found:
        return None
    strips = [_strip(case, ritual, spots, months) for ritual, spots in sorted(found.items())]
    names = [case.words.month_short(month.first) for month in months]
    stopped = _stopped(case)
    head = case.say("“{ritual}” has stopped", ritual=_ritual(case, stopped[0].where["ritual"])) if stopped \
        else case.say("Joint meetings held and missed")  # fmt: skip
    sub = case.say("Meetings planned, by month. Full dot: held; light: some held; ring: none held.")
    rows = [(Cell(text=strip.label), *(Cell(text=spot.text or "–", muted=not spot.whole) for spot in strip.spots),
             _held(case, ritual)) for ritual, strip in zip(sorted(found), strips, strict=True)]  # fmt: skip
    data = table(case.say("Meetings held of those planned, by month"),
                 [case.say("Meeting"), *names, case.say("Twelve months")], rows)  # fmt: skip
    return Figure(
        anchor="figure-rituals", title=head, subtitle=sub, alt=f"{head}. {sub}", data=data,
        chart=_held_of_planned(case, sorted(found)),
        svg=loops.rituals(strips, columns=names, frame=WIDE, key="rituals"),
        svg_narrow=loops.rituals(strips, columns=names, frame=NARROW, key="rituals"),
        facts=tuple(row.key for row in stopped),
    )  # fmt: skip


def _strip(case: Case, ritual: str, spots: dict[str, Spot], months: list[Period]) -> Strip:
    placed = [spots.get(str(month), Spot(0, 0)) for month in months]
    told = [
        Spot(spot.part, spot.whole, _of(case, spot.part, spot.whole) if spot.whole else "")
        for spot in placed
    ]  # fmt: skip
    held, planned = sum(spot.part for spot in placed), sum(spot.whole for spot in placed)
    return Strip(_ritual(case, ritual), _of(case, held, planned), tuple(told))


def _of(case: Case, part_: float, whole: float) -> str:
    return case.say("{n} of {all}", n=case.words.count(part_), all=case.words.count(whole))


def _held(case: Case, ritual: str) -> Cell:
    return case.cell(_ritual_row(case, ritual))


def _ritual_row(case: Case, ritual: str) -> Row | None:
    rows = case.book.rows("ritual_held", segment=None)
    return next((row for row in rows if row.where.get("ritual") == ritual), None)


def _held_of_planned(case: Case, rituals: list[str]) -> Chart | None:
    """As numbers, the year is enough: meetings held beside those planned."""
    rows = {name: row for name in rituals if (row := _ritual_row(case, name)) is not None and row.known}
    if not rows:
        return None
    held, planned = (tuple(getattr(row, field) for row in rows.values()) for field in ("numerator", "denominator"))
    return Chart(
        kind="bars", unit="count", categories=tuple(_ritual(case, name) for name in rows),
        series=(Series(name=case.say("Held"), values=held),
                Series(name=case.say("Planned"), role="target", values=planned)),
        facts=tuple(row.key for row in rows.values()),
    )  # fmt: skip


def _comments(case: Case) -> list[Block]:
    """What each head of team says of the month, side by side, and the joint win."""
    flags = {
        team: case.book.get("comment", period=case.period, segment=f"team={team}") for team in ("marketing", "sales")
    }
    if any(row is None for row in flags.values()):
        return []
    said = records(case, "comments", "kind", "team", "words")
    words = {team: _words(case, said, team) for team in flags}
    cells = tuple(Cell(text=words[team], fact=row.key if row else "") for team, row in flags.items())
    heads = [case.say(TEAMS[team]) for team in flags]
    head = part(case.say("What both heads of team say of the month"), anchor="loop-comments")
    blocks: list[Block] = [head, table(case.say("Comments of both heads of team"), heads, [cells], texts=(1,))]
    wins = [text(row["words"]) for row in said if text(row["kind"]) == "joint_win" and text(row["words"])]
    joint = [case.answer(case.say("Joint win of the month: {words}", words=win)) for win in wins]
    missing = [row for row in flags.values() if row is not None and row.note]
    if missing:
        blocks.append(Note(tone="missing", text=case.why(missing[0]), facts=(missing[0].key,)))
    return [*blocks, answer(*joint)] if joint else blocks


def _words(case: Case, said: list[dict[str, object]], team: str) -> str:
    mine = [text(row["words"]) for row in said if text(row["kind"]) == "comment" and row["team"] in (team, "both")]
    kept = [words for words in mine if words]
    return " ".join(kept) if kept else case.say("(left blank)")


def _documents(case: Case) -> list[Block]:
    """Each shared document: how long ago it was touched, and when it is looked at again."""
    rows = {row.segment: row for row in case.book.rows("document_age", segment=None)
            if row.period == str(case.period)}  # fmt: skip
    names = {f"document={name}": case.say(text_) for name, text_ in DOCUMENTS.items()}
    kind = case.say("Playbook")
    names |= {f"page={page}": f"{kind}: {case.page_title(page)}" for page in IDS if f"page={page}" in rows}
    there = {segment: rows[segment] for segment in names if segment in rows and not _absent(rows[segment])}
    if not there:
        return []
    cells = [
        (Cell(text=names[segment]), case.cell(row), case.cell(row, "target"), Cell(text=_remark(case, row)))
        for segment, row in there.items()
    ]
    heads = [case.say("Document"), case.say("Last touched, days ago"), case.say("To be looked at after"),
             case.say("Remark")]  # fmt: skip
    head = part(case.say("Living documents"), anchor="loop-documents")
    return [head, table(case.say("When each shared document was last touched"), heads, cells, texts=(3,))]


def _absent(row: Row) -> bool:
    return not row.known and row.note in FORMS


def _remark(case: Case, row: Row) -> str:
    if not row.known:
        return case.say("no day of editing noted")
    return case.say("to be looked at again") if row.value > row.target else ""
