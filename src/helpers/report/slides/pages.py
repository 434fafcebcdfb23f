"""From a unit of the report to its slides: a chart, parts of a table, columns of a plan, or sentences alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.report.model import Actions, Cards, Chart, Commitment, Figure, Plan, Script, Sentence, Table
from helpers.report.slides import grids
from helpers.report.slides.deck import (
    BOTTOM,
    LONG_SIZE,
    ROOM,
    SIDE,
    SIDE_AFTER,
    SIDE_SIZE,
    TEXT_AFTER,
    TEXT_SIZE,
    TITLE_SIZE,
    TOP,
    Columns,
    Drawn,
    Grid,
    Line,
    Lines,
    Notes,
    Scores,
    Slide,
)  # fmt: skip
from helpers.report.slides.grids import Matrix
from helpers.report.slides.measure import bare, clean, fits, height, shortened, width
from helpers.report.slides.numbers import currency
from helpers.report.slides.planning import DAYS, columns
from helpers.report.slides.units import Unit, keys, texts
from helpers.words import Words

_QUOTES = tuple('“«"')
#: rows of a chart that can still be read on a slide
_CHART_ROWS = 16


def slides(unit: Unit, words: Words, *, most: int) -> list[Slide]:
    """The slides of a unit, a table in at most ``most`` parts."""
    found = _shown(unit, words, most=most)
    notes = Notes(
        say=texts([*unit.before, *unit.lead, *unit.after]),
        mind=tuple(note.text for note in unit.remarks),
        facts=keys(unit),
    )
    kicker = " · ".join(text for text in (unit.section, unit.part) if text)
    count = len(found)
    found = [replace(slide, kicker=kicker, notes=notes + slide.notes) for slide in found]
    return [titled(slide, number if count > 1 else 0, count, words) for number, slide in enumerate(found, 1)]


def titled(slide: Slide, number: int, count: int, words: Words) -> Slide:
    """The slide with its title in two lines: whole where a smaller type allows it; and which of several it is."""
    place = words.say("{n} of {all}", n=number, all=count)
    which = f" ({place})".replace(" ", "\xa0") if number else ""
    text = clean(slide.title).rstrip(".")
    for size in (TITLE_SIZE, LONG_SIZE):
        if fits(text + which, size, ROOM, lines=2, bold=True):
            return replace(slide, title=text + which, size=size)
    short = shortened(text, TITLE_SIZE, ROOM - width(which, TITLE_SIZE, bold=True), lines=2, bold=True)
    return replace(slide, title=short.rstrip(".") + which)


def _shown(unit: Unit, words: Words, *, most: int) -> list[Slide]:
    shown = unit.shown
    if isinstance(shown, Figure) and shown.chart is not None and _drawable(shown):
        return [_figure(unit, shown, words)]
    if isinstance(shown, Figure):
        said = Notes(say=(shown.title,), measured=(shown.subtitle,), mind=(shown.alt,))
        made = _table(unit, grids.matrix(shown.data), words, most=most, caption=shown.title)
        return [slide.noted(said) for slide in made]
    if isinstance(shown, Table):
        return _table(unit, grids.matrix(shown), words, most=most, caption=shown.caption)
    if isinstance(shown, Actions):
        return _table(unit, _actions(shown, words), words, most=most, caption=unit.section)
    if isinstance(shown, Script):
        return _table(unit, _script(shown, words), words, most=most, caption=shown.title)
    if isinstance(shown, Plan):
        return _plan(unit, shown.commitments, words)
    if isinstance(shown, Cards):
        facts = tuple(key for card in shown.cards for key in (card.fact, *card.facts) if key)
        return [
            Slide(_heading(unit, unit.section), Scores(shown.cards), notes=Notes(facts=tuple(dict.fromkeys(facts))))
        ]
    return _text(unit)


def _rest(unit: Unit) -> tuple[str, ...]:
    """What the title does not say: the sentences after the first, and that one where the title cannot hold it."""
    lead = texts(unit.lead)
    held = not lead or fits(bare(clean(lead[0])), LONG_SIZE, ROOM, lines=2, bold=True)
    return (*lead[held:], *texts(unit.after))


def _heading(unit: Unit, otherwise: str) -> str:
    """The answer is the title; without one, the figure's or table's own."""
    return unit.lead[0].text if unit.lead else otherwise


def _drawable(figure: Figure) -> bool:
    """Whether there is anything to draw, and a slide holds it."""
    chart = figure.chart
    assert chart is not None
    known = any(value is not None for one in chart.series for value in one.values)
    return known and bool(chart.categories)


def _figure(unit: Unit, figure: Figure, words: Words) -> Slide:
    """The chart, with what else the answer says beside it."""
    assert figure.chart is not None
    side = _fitting(_rest(unit), SIDE, BOTTOM - TOP, size=SIDE_SIZE, after=SIDE_AFTER)
    chart, mind = figure.chart, [figure.alt]
    if chart.kind in ("bars", "dots", "dumbbell") and len(chart.categories) > _CHART_ROWS:
        left = words.say("The first {n} of {all} rows; the workbook of this report has all.", n=_CHART_ROWS,
                         all=len(chart.categories))  # fmt: skip
        chart, side, mind = _first(figure.chart, _CHART_ROWS), (*side, left), [figure.alt, left]
    drawn = Drawn(
        chart, clean(figure.title) if unit.lead else "", clean(figure.subtitle), figure.alt, side, currency(figure)
    )
    said = (figure.title,)
    return Slide(
        _heading(unit, figure.title), drawn, notes=Notes(say=said, measured=(figure.subtitle,), mind=tuple(mind))
    )


def _first(chart: Chart, count: int) -> Chart:
    series = tuple(
        one.model_copy(
            update={
                "values": one.values[:count],
                "low": one.low[:count],
                "high": one.high[:count],
                "thin": one.thin[:count],
            }
        )
        for one in chart.series
    )
    return chart.model_copy(update={"categories": chart.categories[:count], "series": series})


def _table(unit: Unit, given: Matrix, words: Words, *, most: int, caption: str) -> list[Slide]:
    """Parts of a table; beyond ``most`` the last says how many rows are elsewhere."""
    parts = grids.pages(given, above=bool(unit.lead))
    shown = parts[:most]
    left = sum(len(grid.rows) for grid in parts[most:])
    if left:
        more = words.plural("{n} more row is in the workbook of this report.",
                            "{n} more rows are in the workbook of this report.", left)  # fmt: skip
        shown = [*shown[:-1], replace(shown[-1], more=more)]
    shown = [*shown[:-1], replace(shown[-1], below=_below(unit, shown[-1]))]
    heading = _heading(unit, caption)
    return [
        Slide(heading, grid, notes=Notes(measured=(given.caption,), facts=grids.facts(given, parts, number)))
        for number, grid in enumerate(shown)
    ]


def _below(unit: Unit, grid: Grid) -> tuple[str, ...]:
    """What else the answer says, where the table leaves room."""
    free = BOTTOM - TOP - sum(grid.heights) - grids.ABOVE - grids.BELOW - SIDE_SIZE
    return _fitting(_rest(unit), ROOM, free, size=SIDE_SIZE, after=SIDE_AFTER)


def _actions(block: Actions, words: Words) -> Matrix:
    rows, facts = [], []
    for action in block.actions:
        for number, reason in enumerate(action.reasons):
            rows.append((action.page_title if number == 0 else "", reason.number.text, f"{reason.looks} {reason.do}"))
            facts.append(reason.number.facts)
    heads = (words.say("Playbook page"), words.say("The number"), words.say("What to do"))
    return _plain(words.say("What to do"), heads, rows, facts)


def _script(block: Script, words: Words) -> Matrix:
    rows, facts = [], []
    for step in block.steps:
        lines = " ".join(line.text for line in step.lines)
        rows.append((f"{step.start}–{step.start + step.minutes}", step.title, step.who, lines, step.material))
        facts.append(tuple(key for line in step.lines for key in line.facts))
    heads = (words.say("Minute"), words.say("Step"), words.say("Who leads"), words.say("What is shown or asked"),
             words.say("Material"))  # fmt: skip
    return _plain(block.title, heads, rows, facts)


def _plain(
    caption: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]], facts: Sequence[tuple[str, ...]]
) -> Matrix:
    """A matrix of text; columns that are empty throughout are left out."""
    kept = [place for place in range(len(heads)) if place == 0 or any(clean(row[place]) for row in rows)]
    return Matrix(
        clean(caption),
        tuple(heads[place] for place in kept),
        tuple(tuple(clean(row[place]) for place in kept) for row in rows),
        tuple(False for _ in kept),
        facts=tuple(facts),
    )


def _plan(unit: Unit, commitments: Sequence[Commitment], words: Words) -> list[Slide]:
    heads = tuple(words.days(day) for day in DAYS)
    found = []
    parts, why = columns(commitments, words)
    for part in parts:
        made = [one for column in part for one in column]
        sentences = [s for one in made for s in (one.why, one.effect) if s is not None]
        notes = Notes(
            say=tuple(f"{one.title}. {one.why.text}" for one in made),
            mind=tuple(one.effect.text for one in made if one.effect is not None),
            facts=tuple(dict.fromkeys(key for sentence in sentences for key in sentence.facts)),
        )
        found.append(Slide(_heading(unit, unit.section), Columns(heads, part, why), notes=notes))
    return found


def _text(unit: Unit) -> list[Slide]:
    """Sentences alone: under the answer what else it says, or the remarks."""
    numbered = unit.role in ("moved", "decide")
    first = clean(unit.lead[0].text) if unit.lead else ""
    # lists, quotations and what a title cannot hold stand under the name of their part
    listed = numbered or unit.role == "unknown" or first[:1] in _QUOTES
    long = not fits(bare(first), LONG_SIZE, ROOM, lines=2, bold=True)
    sentences: list[Sentence] = unit.lead if listed or long else unit.lead[1:]
    listed = listed or (long and unit.role != "headline")
    lines = [Line(*_linked(s)) for s in sentences]
    tones = ("warning", "missing", "plain")
    remarks = sorted(unit.remarks, key=lambda note: tones.index(note.tone))
    remarked = [Line(clean(note.text)) for note in remarks]
    heading = unit.part or unit.section if listed else _heading(unit, unit.part or unit.section)
    if not lines and not remarked:
        lines = [Line(clean(unit.lead[0].text))]
        heading = unit.part or unit.section
    return [Slide(heading, Lines(part, numbered)) for part in _paged(lines, remarked)]


def _linked(sentence: Sentence) -> tuple[str, str]:
    """What a sentence says, and the page it leads to, unless it names that itself."""
    (said,) = texts((sentence,))
    return clean(said), clean(sentence.page_title) if said == sentence.text else ""


def _paged(lines: Sequence[Line], remarks: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Lines by slides, at most two of them; remarks take what room is left. The notes have all."""
    found: list[list[Line]] = [[]]
    used = 0.0
    for number, line in enumerate((*lines, *remarks)):
        tall = spoken(line)
        if found[-1] and used + tall > BOTTOM - TOP:
            if number >= len(lines):
                break
            found.append([])
            used = 0.0
        found[-1].append(line)
        used += tall
    return [tuple(part) for part in found[:2]]


def spoken(line: Line, *, size: float = TEXT_SIZE) -> float:
    """Points that a line of a slide of text takes."""
    under = height(line.under, SIDE_SIZE, ROOM - 36) + 2 if line.under else 0.0
    return height(line.text, size, ROOM - 36) + under + TEXT_AFTER


def _fitting(lines: Sequence[str], room: float, tall: float, *, size: float, after: float) -> tuple[str, ...]:
    """The sentences that fit a box, whole; the notes have the rest."""
    kept: list[str] = []
    for line in lines:
        tall -= height(clean(line), size, room) + after
        if tall < 0:
            break
        kept.append(clean(line))
    return tuple(kept)
