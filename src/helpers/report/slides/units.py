"""What a report offers to a deck: section by section, the answers with the figure or table that follows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from helpers.report.model import (
    Actions,
    Block,
    Cards,
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
    role: str = "answer"


@dataclass
class Section:
    """A section of the report: what it offers, and how many lists it leaves to other formats."""

    title: str
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
                found.append(Section(block.text if block.level == 2 else ""))
            continue
        if not found:
            found.append(Section(""))
        _add(found[-1], block, part)
    for section in found:
        # remarks on what a deck leaves out go with it
        section.units = [part for unit in section.units for part in _split(unit) if part.lead or part.shown]
    return [section for section in found if section.units or section.lists]


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
    return tuple(sentence.text for sentence in sentences)


def keys(unit: Unit) -> tuple[str, ...]:
    """The facts behind a unit's sentences, drawing and remarks; those of tables come with their rows."""
    found = [key for sentence in unit.lead for key in sentence.facts]
    found += [key for note in unit.remarks for key in note.facts]
    if isinstance(unit.shown, Figure):
        found += unit.shown.facts
    return tuple(dict.fromkeys(found))
