"""What a report offers to a deck: section by section, the answers with the figure or table that follows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from helpers.report.model import (
    Actions,
    Block,
    Cards,
    Cell,
    Column,
    Explorer,
    Figure,
    Glossary,
    Heading,
    Narrative,
    Note,
    Pages,
    Paste,
    Plan,
    Script,
    Sentence,
    Table,
)

#: what stands on a slide of its own
Shown = Figure | Table | Actions | Plan | Script | Cards
#: remarks beyond so many stand on a slide of their own
_REMARKS = 3
#: so many small tables of one kind are one
_MANY = 4
#: what a deck leaves to the other formats
_LEFT = (Explorer, Glossary, Pages, Paste)


@dataclass
class Unit:
    """Sentences and what shows them; ``remarks`` say how to read it. Without ``shown`` the sentences stand alone."""

    section: str
    part: str = ""
    lead: list[Sentence] = field(default_factory=list)
    shown: Shown | None = None
    remarks: list[Note] = field(default_factory=list)
    #: what is said after it, and what its section says first: that is in the notes alone
    after: list[Sentence] = field(default_factory=list)
    before: list[Sentence] = field(default_factory=list)
    role: str = "answer"


@dataclass
class Section:
    """A section of the report: what it offers, and how many lists it leaves to other formats."""

    title: str
    anchor: str = ""
    units: list[Unit] = field(default_factory=list)
    lists: int = 0


def sections(blocks: Iterable[Block]) -> list[Section]:
    """The blocks by headings of the second level; those before the first stand in a section without a name."""
    found: list[Section] = []
    part = ""
    for block in blocks:
        if isinstance(block, Heading):
            part = block.text if block.level == 3 else ""
            if block.level == 2 or not found:
                found.append(Section(block.text, block.anchor) if block.level == 2 else Section(""))
            continue
        if not found:
            found.append(Section(""))
        _add(found[-1], block, part)
    for section in found:
        # remarks on what a deck leaves out go with it
        units = [part for unit in section.units for part in _split(unit) if part.lead or part.shown]
        section.units = _introduced(_gathered(_followed(units), section.title))
    return [section for section in found if section.units or section.lists]


def _followed(units: Sequence[Unit]) -> list[Unit]:
    """Sentences after a figure that no other figure shows are said beside it."""
    found: list[Unit] = []
    for unit in units:
        last = found[-1] if found else None
        alone = unit.shown is None and unit.role == "answer"
        if alone and last is not None and isinstance(last.shown, Figure | Table) and last.part == unit.part:
            last.after += unit.lead
            last.remarks += unit.remarks
        else:
            found.append(unit)
    return found


def _introduced(units: list[Unit]) -> list[Unit]:
    """One sentence that only opens a section of several parts is no slide."""
    if len(units) < 2 or units[0].shown or units[0].role != "answer" or len(units[0].lead) != 1:
        return units
    if not (units[1].part or units[1].before):
        return units
    units[1].before = [*units[0].lead, *units[1].before]
    units[1].remarks = [*units[0].remarks, *units[1].remarks]
    return units[1:]


def _gathered(units: Sequence[Unit], title: str) -> list[Unit]:
    """Small tables of one kind, part after part, are one table with the parts in its first column."""
    found: list[Unit] = []
    for _, run in groupby(units, key=_form):
        members = list(run)
        found += [_joined(members, title)] if len(members) >= _MANY else members
    return found


def _form(unit: Unit) -> object:
    """What tables must share to be one; anything else stands for itself."""
    if isinstance(unit.shown, Table) and unit.part:
        return unit.shown.caption, unit.shown.columns
    return id(unit)


def _joined(units: Sequence[Unit], title: str) -> Unit:
    tables = [unit.shown for unit in units if isinstance(unit.shown, Table)]
    rows = tuple(
        (Cell(text=unit.part if number == 0 else ""), *row)
        for unit, table in zip(units, tables, strict=True)
        for number, row in enumerate(table.rows)
    )
    columns = (Column(title="", kind="text"), *tables[0].columns)
    return Unit(
        units[0].section,
        shown=Table(caption=title, columns=columns, rows=rows),
        before=[sentence for unit in units for sentence in (*unit.before, *unit.lead)],
        after=[],
        remarks=[note for unit in units for note in unit.remarks],
    )


def _split(unit: Unit) -> list[Unit]:
    """Many remarks are a slide of their own."""
    if len(unit.remarks) <= _REMARKS or unit.shown is None or not unit.lead:
        return [unit]
    return [replace(unit, shown=None), replace(unit, lead=[], remarks=[])]


def _add(section: Section, block: Block, part: str) -> None:
    if isinstance(block, _LEFT):
        section.lists += isinstance(block, Explorer | Paste)
    elif isinstance(block, Narrative):
        _open(section, part, role=block.role).lead += block.sentences
    elif isinstance(block, Note):
        _remark(section, block, part)
    elif not isinstance(block, Heading):
        _open(section, part).shown = block


def _open(section: Section, part: str, *, role: str = "") -> Unit:
    """The unit that still waits for what shows its sentences, or a new one."""
    last = section.units[-1] if section.units else None
    if last is None or last.shown is not None or last.part != part or (role and last.role != role):
        section.units.append(Unit(section.title, part, role=role or "answer"))
    return section.units[-1]


def _remark(section: Section, note: Note, part: str) -> None:
    """A remark belongs to what stands above it; the first of a section to what follows."""
    if not section.units or section.units[-1].part != part:
        section.units.append(Unit(section.title, part))
    section.units[-1].remarks.append(note)


def texts(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """What sentences say."""
    return tuple(
        f"{each.text} {each.page_title}." if each.page_title and each.text.endswith(":") else each.text
        for each in sentences
    )


def keys(unit: Unit) -> tuple[str, ...]:
    """The facts behind a unit's sentences, drawing and remarks; those of tables come with their rows."""
    found = [key for sentence in (*unit.before, *unit.lead, *unit.after) for key in sentence.facts]
    found += [key for note in unit.remarks for key in note.facts]
    if isinstance(unit.shown, Figure):
        found += unit.shown.facts
    return tuple(dict.fromkeys(found))
