"""Does it change with the rule? What each way of sharing out credit says, side by side; no winner depends on one."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.credit import ALL, by_channel, channel, channels
from helpers.report.model import Block, Cell, Note, Sentence, Table
from helpers.report.naming import NONE, RULES, rule
from helpers.report.sections.plate import Caption, part, plate, table
from helpers.words import msg

OF = "customers"
NOT_PROOF = msg(
    "Credit shares out what was won among the touches on record. It does not show what would have happened without "
    "them: only an experiment can."
)


def rules(case: Case) -> list[Block]:
    """The range of credit of each channel over all rules, and every rule's figures behind it."""
    spread = _spread(case)
    if not spread:
        return []
    return [
        part(case.say("Does it change with the rule?"), anchor="attribution-rules"),
        _figure(case, spread),
        Note(text=case.say(NOT_PROOF)),
    ]


def depends(case: Case) -> list[Sentence]:
    """Whether the order of the channels depends on the rule; only a place that does not is named."""
    spread = _spread(case)
    if len(spread) < 2:
        return []
    return [case.answer(_message(case, spread) + ".", *spread.values())]


def _spread(case: Case) -> dict[str, Row]:
    """Channels by their largest credit: an order for reading, which no rule decides alone."""
    found = by_channel(case, "credit_spread", of=OF)
    known = [name for name in channels(found) if found[name].known]
    return {name: found[name] for name in sorted(known, key=lambda name: (-found[name].high, name))}


def _decided(row: Row) -> bool:
    return row.status == "clear"


def _message(case: Case, spread: dict[str, Row]) -> str:
    settled = [name for name, row in spread.items() if _decided(row)]
    if len(settled) == len(spread):
        return case.say("Every rule puts the channels in the same order")
    first = [name for name in settled if spread[name].numerator == 1]
    if first:
        row = spread[first[0]]
        return case.say("{channel} comes first under every rule ({low} to {high} customers); other places depend on it",
                        channel=channel(case, first[0]), low=case.number(row, "low"),
                        high=case.number(row, "high"))  # fmt: skip
    return case.say("Which channel comes first depends on the rule: none is named here")


def _figure(case: Case, spread: dict[str, Row]) -> Block:
    models = {model: found for model in RULES if (found := by_channel(case, "credited", of=OF, model=model))}
    marks = [
        charts.Mark(label=channel(case, name), value=row.high, low=row.low, high=row.high, unit=row.unit, fact=row.key,
                    hollow=not _decided(row),
                    text=f"{case.number(row, 'low')} – {case.number(row, 'high')}",
                    points=tuple(found[name].value for found in models.values() if name in found))
        for name, row in spread.items()
    ]  # fmt: skip
    any_row = next(iter(spread.values()))
    sub = case.say("New customers credited to each channel, {period}; one dot for each of {n} rules; dark dots: "
                   "the place among the channels is the same under all of them",
                   period=case.words.period(any_row.when), n=case.number(any_row, "n"))  # fmt: skip
    caption = Caption(title=_message(case, spread), subtitle=sub)
    return plate(charts.ranges, marks, key="rules", caption=caption, data=_table(case, spread, models))


def _table(case: Case, spread: dict[str, Row], models: dict[str, dict[str, Row]]) -> Table:
    heads = [case.say("Channel"), case.say("Smallest"), case.say("Largest"), case.say("Best place"),
             case.say("Worst place"), case.say("Same place"),
             *(rule(case.words, model) for model in models)]  # fmt: skip
    rows = [
        (Cell(text=channel(case, name)), case.cell(row, "low"), case.cell(row, "high"), case.cell(row, "numerator"),
         case.cell(row, "denominator"), Cell(text=case.say("yes") if _decided(row) else case.say("no")),
         *(case.cell(found.get(name)) for found in models.values()))
        for name, row in spread.items()
    ]  # fmt: skip
    for name, label in ((NONE, channel(case, NONE)), (ALL, case.say("All"))):
        if any(name in found for found in models.values()):
            blank = [Cell(text="–", muted=True)] * 4
            rows.append((Cell(text=label), *blank, Cell(text=""), *(case.cell(f.get(name)) for f in models.values())))
    return table(case.say("Credited customers under each rule"), heads, rows, texts=(5,))
