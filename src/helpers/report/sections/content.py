"""Content: objections heard against what answers them, what nobody uses, and what was made together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.facts import Row
from helpers.model import STAGES
from helpers.report import loops
from helpers.report.case import Case
from helpers.report.drawing import NARROW, WIDE
from helpers.report.listing import day, day_cell, number, records, text
from helpers.report.loops import Spot, Strip
from helpers.report.model import Block, Cell, Figure, Note, Sentence, Table
from helpers.report.naming import part as named
from helpers.report.naming import stage as named_stage
from helpers.report.sections.plate import answer, part, table, title
from helpers.words import msg

#: Objections and buyer roles that a picture shows, and unused assets that a page lists.
MOST_THEMES, MOST_ROLES, MOST_UNUSED = 10, 6, 12
ANY = "any"
#: What the picture of coverage shows, by its columns.
SUBS = {
    "stage": msg("Shade: how often it was heard, {period}. Number: pieces of content that answer it for the buyer role "
                 "best served; a ring where there is none."),
    "role": msg("Shade: how often it was heard, {period}. Number: pieces of content that answer it for that buyer "
                "role; a ring where there is none."),
}  # fmt: skip


def content(case: Case) -> list[Block]:
    """Coverage and gaps, unused assets, and deals won with content made together."""
    row = case.book.get("content_coverage", period=case.period.rolling(12))
    if row is None:
        return []
    head = title(case.say("Content"), anchor="content")
    if row.note == "no_content":
        return [head, Note(tone="missing", text=case.why(row), facts=(row.key,))]
    blocks: list[Block] = [head, answer(*_covered(case, row), *_gaps(case), *_unused(case))]
    figure = _figure(case)
    blocks += [figure] if figure else []
    idle = _unused_table(case)
    blocks += [idle] if idle else []
    won = _together(case)
    return (
        [*blocks, part(case.say("Content made together"), anchor="content-together"), answer(*won)] if won else blocks
    )


def content_rule(case: Case) -> Iterator[Sentence]:
    """An objection heard clearly more than most, without any content that answers it."""
    for row in _clear(case)[:1]:
        text_ = msg("“{theme}” came up in {n} of {all} deals with an objection, and no content answers it: decide who "
                    "writes the answer.")  # fmt: skip
        yield case.answer(case.say(text_, **_blanks(case, row)), row, page="content")


def _blanks(case: Case, row: Row) -> dict[str, str]:
    return {"theme": _theme(case, row.where["theme"]), "n": case.number(row, "numerator"),
            "all": case.number(row, "denominator")}  # fmt: skip


def _theme(case: Case, code: str) -> str:
    label = case.agreements.themes.label(code, lang=case.words.lang)
    return named(case.words, "theme", code) if label == code else label


def _covered(case: Case, row: Row) -> list[Sentence]:
    if not row.known:
        return [case.answer(case.why(row), row)]
    said = case.say("Objections are heard in {all} combinations of stage, buyer role and objection; content answers "
                    "{n} of them ({share}).", n=case.number(row, "numerator"), all=case.number(row, "denominator"),
                    share=case.words.share(row.value, 0))  # fmt: skip
    return [case.answer(said, row)]


def _clear(case: Case) -> list[Row]:
    """Objections without an answer that are heard clearly more than most, the most frequent first."""
    rows = [row for row in case.book.rows("objection_gap", segment=None) if "theme" in row.where]
    mine = [row for row in rows if row.period == str(case.period.rolling(12)) and row.status == "clear"]
    return sorted(mine, key=lambda row: (-row.value, row.segment))


def _gaps(case: Case) -> list[Sentence]:
    return [
        case.answer(
            case.say("No content answers “{theme}”, heard in {n} of {all} deals with an objection, clearly more than "
                     "most.", **_blanks(case, row)), row, page="objections")
        for row in _clear(case)
    ]  # fmt: skip


def _unused(case: Case) -> list[Sentence]:
    row = case.book.get("content_unused", period=case.period)
    if row is None or not row.known:
        return []
    said = case.say("Of {all} pieces of content in use, {n} have not been used by anybody for 90 days.",
                    n=case.number(row, "numerator"), all=case.number(row, "denominator"))  # fmt: skip
    return [case.answer(said, row, page="content")]


def _figure(case: Case) -> Figure | None:
    """Objections against stages, over all buyer roles; against roles where fewer than two stages were noted."""
    cells = records(case, "content_matrix", "stage", "role", "theme", "heard", "assets", "deals")
    if not cells:
        return None
    stages = {text(cell["stage"]) for cell in cells} - {ANY}
    across = "stage" if len(stages) > 1 else "role"
    heard = {text(cell["theme"]): number(cell["deals"]) for cell in cells}
    themes = sorted(heard, key=lambda theme: (-heard[theme], theme))[:MOST_THEMES]
    names = _names(case, cells, across)
    strips = [
        Strip(_theme(case, theme), case.words.plural("{n} deal", "{n} deals", heard[theme]),
              tuple(_spot(case, [cell for cell in cells if (text(cell["theme"]), text(cell[across])) == (theme, name)],
                          across) for name in names))
        for theme in themes
    ]  # fmt: skip
    return _plate(case, strips, list(names.values()), across)


def _names(case: Case, cells: list[dict[str, Any]], across: str) -> dict[str, str]:
    """The columns in order: stages as they follow each other, the roles served most by name; what readers call them."""
    there = {text(cell[across]) for cell in cells}
    if across == "stage":
        return {stage: named_stage(case.words, stage) for stage in (*STAGES, ANY) if stage in there}
    served = {role: sum(number(cell["assets"]) for cell in cells if text(cell["role"]) == role) for role in there}
    most = sorted(there, key=lambda role: (-served[role], role))[:MOST_ROLES]
    return {role: case.say("All buyers") if role == ANY else named(case.words, "role", role) for role in sorted(most)}


def _spot(case: Case, cells: list[dict[str, Any]], across: str) -> Spot:
    """How often an objection was heard in a column, and the content that answers it where it is answered best."""
    if not cells:
        return Spot(0, 0)
    most = max(number(cell["assets"]) for cell in cells)
    heard = number(cells[0]["heard"] if across == "stage" else cells[0]["deals"])
    return Spot(most, heard, case.words.count(most))


def _plate(case: Case, strips: list[Strip], names: list[str], across: str) -> Figure:
    gaps = _clear(case)
    head = case.say("No content answers {themes}", themes=case.words.listing(_quoted(case, row) for row in gaps)) \
        if gaps else case.say("Objections heard, and the content that answers them")  # fmt: skip
    sub = case.say(SUBS[across], period=case.words.period(case.period.rolling(12)))
    rows = [
        (Cell(text=strip.label), *(Cell(text=_in_words(case, spot), muted=not spot.whole) for spot in strip.spots))
        for strip in strips
    ]
    return Figure(
        anchor="figure-coverage", title=head, subtitle=sub, alt=f"{head}. {sub}",
        svg=loops.coverage(strips, columns=names, frame=WIDE, key="coverage"),
        svg_narrow=loops.coverage(strips, columns=names, frame=NARROW, key="coverage"),
        data=table(case.say("Objections heard, and the pieces of content that answer them"),
                   [case.say("Objection"), *names], rows),
        facts=tuple(row.key for row in gaps),
    )  # fmt: skip


def _quoted(case: Case, row: Row) -> str:
    return case.say("“{theme}”", theme=_theme(case, row.where["theme"]))


def _in_words(case: Case, spot: Spot) -> str:
    if not spot.whole:
        return "–"
    return case.say("heard {n}, content {m}", n=case.words.count(spot.whole), m=case.words.count(spot.part))


def _unused_table(case: Case) -> Table | None:
    rows = records(case, "content_unused", "title", "format", "stage", "objection", "last_used_on")
    if not rows:
        return None
    cells = [
        (
            Cell(text=text(row["title"])), Cell(text=text(row["format"])),
            Cell(text=_theme(case, text(row["objection"])) if text(row["objection"]) else ""),
            _last(case, row),
        )
        for row in rows[:MOST_UNUSED]
    ]  # fmt: skip
    heads = [case.say("Content"), case.say("Format"), case.say("Objection"), case.say("Last used")]
    caption = case.say("Content that nobody has used for 90 days")
    if len(rows) > MOST_UNUSED:
        caption = case.say("Content that nobody has used for 90 days: the {n} longest unused, of {all}",
                           n=case.words.count(MOST_UNUSED), all=case.words.count(len(rows)))  # fmt: skip
    return table(caption, heads, cells, texts=(1, 2))


def _last(case: Case, row: dict[str, Any]) -> Cell:
    on = day(row["last_used_on"])
    return day_cell(case, on) if on else Cell(text=case.say("never"))


def _together(case: Case) -> list[Sentence]:
    year = case.period.rolling(12)
    change = case.book.get("content_won", period=year, change="together")
    yes, no = (case.book.get("content_won", period=year, together=which) for which in ("yes", "no"))
    if change is None or yes is None or no is None or not change.known:
        return []
    verdicts = {
        "clear": msg("The difference is clear; it does not show what content does, as promising deals are shown more."),
        "noise": msg("That is no clear difference."),
        "too_few": msg("There are too few cases to read anything into it."),
    }
    said = case.say("Deals that met content made by both teams were won in {yes}, deals at the same stage that met "
                    "other content only in {no}.", yes=case.number(yes), no=case.number(no))  # fmt: skip
    verdict = case.say(verdicts[change.status])
    return [case.answer(said, yes, no), case.answer(verdict, change, page="content")]
