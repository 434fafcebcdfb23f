"""What goes with being won and staying: the odds of the model, attribute by attribute."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.facts import Row
from helpers.report.case import Case
from helpers.report.listing import records, text
from helpers.report.model import Block, Cell, Note, Sentence
from helpers.report.sections.ideal_names import attribute, level, verdict
from helpers.report.sections.plate import answer, part, table
from helpers.words import msg

LEFT_OUT = {
    "too_few": msg("Too few cases to take in as well: {names}."),
    "after_outcome": msg("Left out, since they are known only after the outcome: {names}."),
}
REPEATS = msg("Left out, since others say nearly the same: {names}.")
UNGROUPED = msg("No accounts of one group were found among them: each counts for itself.")


def odds(case: Case) -> list[Block]:
    """What goes with being won and kept, each attribute with the others held."""
    rows = [row for row in case.book.rows("icp_odds", segment=None) if row.when.last == case.period.last]
    known = [row for row in rows if row.known]
    head = part(case.say("What goes with being won and staying"), anchor="ideal-odds")
    if not known:
        return []
    heads = [case.say("Attribute"), case.say("Compared with"), case.say("Won and kept"), case.say("Odds, times"),
             case.say("Interval"), case.say("Remark")]  # fmt: skip
    against = {text(row["attribute"]): text(row["reference"]) for row in _model(case)}
    cells = [_cells(case, row, against.get(row.where["attribute"], "")) for row in known]
    shown = table(case.say("Odds of being won and kept, the other attributes held"), heads, cells, texts=(1, 5))
    return [head, answer(*_answer(case, known)), shown, *_left_out(case, rows)]


def _model(case: Case) -> list[dict[str, object]]:
    return records(case, "icp_model", "attribute", "part", "reference", "errors")


def _cells(case: Case, row: Row, reference: str) -> tuple[Cell, ...]:
    name = row.where["attribute"]
    kept = case.say("{n} of {all}", n=case.number(row, "numerator"), all=case.number(row, "denominator"))
    remark = case.why(row) if row.note == "separated" else verdict(case, row)
    return (
        Cell(text=f"{attribute(case, name)}: {level(case, name, row.where['value'])}"),
        Cell(text=level(case, name, reference) if reference else "–"), Cell(text=kept), case.cell(row),
        case.range_cell(row), Cell(text=remark),
    )  # fmt: skip


def _answer(case: Case, known: Sequence[Row]) -> list[Sentence]:
    clear = [row for row in known if row.status == "clear"]
    if not clear:
        said = msg("No attribute on record clearly tells accounts that were won and stayed from the others.")
        return [case.answer(case.say(said), *known)]
    names = case.words.listing(
        f"{attribute(case, row.where['attribute'])} {level(case, row.where['attribute'], row.where['value'])} "
        f"({case.number(row)})"
        for row in clear
    )
    said = msg("Clearly different odds of being won and staying, the other attributes held: {names}.")
    return [case.answer(case.say(said, names=names), *clear)]


def _left_out(case: Case, rows: Sequence[Row]) -> list[Block]:
    gone = {note: [row for row in rows if not row.known and row.note == note] for note in LEFT_OUT}
    said = [
        case.say(LEFT_OUT[note], names=case.words.listing(attribute(case, row.where["attribute"]) for row in found))
        for note, found in gone.items()
        if found
    ]
    twice = [attribute(case, text(row["attribute"])) for row in _model(case) if text(row["part"]) == "repeats"]
    if twice:
        said.append(case.say(REPEATS, names=case.words.listing(twice)))
    if any(text(row["errors"]) == "HC1" for row in _model(case)):
        said.append(case.say(UNGROUPED))
    keys = tuple(row.key for found in gone.values() for row in found)
    return [Note(text=" ".join(said), facts=keys)] if said else []
