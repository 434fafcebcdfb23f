"""Report → deck: the first slides, then what a meeting needs of each section, then where the rest is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.report.model import Actions, Cards, Figure, Plan, Report, Script
from helpers.report.slides.deck import ROOM, Line, Lines, Notes, Opening, Slide
from helpers.report.slides.measure import clean, shortened
from helpers.report.slides.pages import slides
from helpers.report.slides.units import Section, Unit, sections
from helpers.words import Words

#: a meeting does not sit through more
MOST = 44
#: sections of which a meeting hears the answer alone
_BRIEF = ("health", "method")
#: parts of one table: of a session's script all that it has
_PARTS, _WHOLE = 2, 4


_NEVER = (99, 0)


@dataclass
class _Candidate:
    """The slides of one unit and how much a meeting needs them: smaller ranks first."""

    rank: tuple[int, int]
    slides: list[Slide] = field(default_factory=list)
    chosen: bool = False


def deck(report: Report, words: Words) -> list[Slide]:
    """Every slide of a report, in order."""
    first = sections(block for block in report.blocks if block.first_screen)
    detail = sections(block for block in report.blocks if not block.first_screen)
    opening = [_opening(report, words), *_first(first, words)]
    candidates = [(section, _candidates(section, words)) for section in detail]
    _choose([one for _, found in candidates for one in found], room=MOST - len(opening) - 1)
    chosen = [slide for _, found in candidates for one in found if one.chosen for slide in one.slides]
    return [*opening, *chosen, _closing(candidates, words)]


def _opening(report: Report, words: Words) -> Slide:
    until = words.say("Data up to {date}", date=report.as_of_text)
    mark = words.say("For the two teams only") if report.internal else ""
    lines = (report.title, report.period_text, until)
    said = (f"{report.client}. {report.title}, {report.period_text}.",)
    kept = (until, *([mark] if mark else []))
    name = shortened(clean(report.client), 40, ROOM, lines=2, bold=True)
    return Slide(name, Opening(clean(report.client), lines, mark), notes=Notes(say=said, mind=kept))


def _first(found: Sequence[Section], words: Words) -> list[Slide]:
    """The headline over the cards, or over the summary; then each part of the first screen."""
    units = [unit for section in found for unit in section.units]
    head = next((unit for unit in units if unit.role == "headline"), None)
    if head is None:
        return [slide for unit in units for slide in slides(unit, words, most=_PARTS)]
    rest = [unit for unit in units if unit is not head]
    cards = next((unit for unit in rest if isinstance(unit.shown, Cards)), None)
    if head.shown is None and cards is not None:
        merged = Unit(cards.section, lead=[*head.lead, *cards.lead], shown=cards.shown, remarks=cards.remarks)
        rest = [unit for unit in rest if unit is not cards]
    else:
        merged = _summary(head, rest)
    return [slide for unit in (merged, *rest) for slide in slides(unit, words, most=_PARTS)]


def _summary(head: Unit, rest: list[Unit]) -> Unit:
    """A headline alone takes in the sentences that follow it."""
    after = next(iter(rest), None)
    if head.shown is None and len(head.lead) == 1 and after is not None and after.shown is None:
        rest.remove(after)
        both = [*head.lead, *after.lead], [*head.remarks, *after.remarks]
        return Unit(after.section, lead=both[0], remarks=both[1], role="headline")
    return head


def _candidates(section: Section, words: Words) -> list[_Candidate]:
    found = []
    seen = {"chart": 0, "table": 0, "text": 0}
    for place, unit in enumerate(section.units):
        kind = _kind(unit)
        seen[kind] += 1
        whole = isinstance(unit.shown, Actions | Plan | Script)
        made = slides(unit, words, most=_WHOLE if whole else _PARTS)
        rank = (0, 0) if place == 0 or whole else (1 + seen[kind], {"chart": 0, "table": 1, "text": 2}[kind])
        if isinstance(unit.shown, Figure) and kind == "table" and place:
            # a drawing that no program but the page can show reads poorly as a table
            rank = (9, seen[kind])
        found.append(_Candidate(rank if place == 0 or section.anchor not in _BRIEF else _NEVER, made))
    return found


def _kind(unit: Unit) -> str:
    if isinstance(unit.shown, Figure) and unit.shown.chart is not None:
        return "chart"
    return "text" if unit.shown is None else "table"


def _choose(candidates: Sequence[_Candidate], *, room: int) -> None:
    """Take by rank, in the report's order, as long as there is room; a unit is taken whole."""
    for one in sorted(candidates, key=lambda each: each.rank):
        if one.rank != _NEVER and len(one.slides) <= room:
            one.chosen = True
            room -= len(one.slides)


def _closing(candidates: Sequence[tuple[Section, list[_Candidate]]], words: Words) -> Slide:
    """Where the rest is, by section."""
    left = []
    for section, found in candidates:
        count = sum(not one.chosen for one in found) + section.lists
        if count:
            left.append(words.say("{section} ({n})", section=section.title, n=words.count(count)))
    lines = [
        words.say("The workbook and the document of this report hold the rest, list by list and figure by figure.")
    ]
    if left:
        lines.append(words.say("Left out of these slides, by section: {list}.", list=words.listing(left)))
    lines.append(words.say("The notes of each slide say what was measured and which figures stand behind it."))
    said = Notes(say=tuple(lines))
    return Slide(words.say("What is not on these slides"), Lines(tuple(Line(line) for line in lines)), notes=said)


__all__ = ["MOST", "deck"]
