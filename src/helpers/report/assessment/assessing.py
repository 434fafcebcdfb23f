"""A case → the assessment as a typed report, in the order in which both teams read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from helpers import __version__
from helpers.report.assessment.commitments import plan
from helpers.report.assessment.detail import contradictions, evidence
from helpers.report.assessment.fields import four_fields
from helpers.report.assessment.first import first_screen
from helpers.report.assessment.levels import levels
from helpers.report.assessment.management import management
from helpers.report.assessment.method import method
from helpers.report.assessment.mirror import mirror
from helpers.report.assessment.rest import artefacts, movement, priorities, quotes
from helpers.report.assessment.session import session
from helpers.report.assessment.standing import standing
from helpers.report.case import Case
from helpers.report.model import Block, Glossary, Report
from helpers.report.sections.glossary import glossary, pages
from helpers.report.tracing import traced

Section = Callable[[Case], list[Block]]
SECTIONS: tuple[Section, ...] = (
    contradictions,
    standing,
    mirror,
    management,
    levels,
    four_fields,
    evidence,
    plan,
    session,
    artefacts,
    quotes,
    priorities,
    movement,
    method,
)


def written(case: Case, *, on: date | None = None) -> Report:
    """The assessment of a case, made on a day (the last of the data where none is named)."""
    words, period = case.words, case.period
    blocks = first_screen(case)
    for section in SECTIONS:
        blocks += section(case)
    blocks += _glossary(case, blocks)
    blocks += pages(case, blocks)
    day = on or period.as_of
    return Report(
        kind="assessment",
        client=case.engagement.client,
        period=str(period),
        period_text=words.date(day),
        lang=words.lang,
        as_of=period.as_of.isoformat(),
        as_of_text=words.date(period.as_of),
        title=words.say("Where marketing and sales stand"),
        currency=words.currency,
        internal=case.internal,
        blocks=tuple(blocks),
        facts=traced(case.book, blocks),
        version=__version__,
    )


def _glossary(case: Case, blocks: list[Block]) -> list[Block]:
    """The metrics that this document shows; the review's other figures stand in the review."""
    shown = {key.split("|")[1] for block in blocks for key in _keys(block.model_dump()) if "|" in key}
    found: list[Block] = []
    for block in glossary(case):
        if isinstance(block, Glossary):
            entries = tuple(each for each in block.entries if each.anchor.removeprefix("metric-") in shown)
            found.append(block.model_copy(update={"entries": entries}))
        else:
            found.append(block)
    return found if any(isinstance(block, Glossary) and block.entries for block in found) else []


def _keys(held: object) -> Iterator[str]:
    """Every key of a fact in a block, wherever it stands."""
    if isinstance(held, Mapping):
        for name, value in held.items():
            if name == "fact":
                yield str(value)
            elif name == "facts":
                yield from value
            else:
                yield from _keys(value)
    elif isinstance(held, tuple | list):
        for value in held:
            yield from _keys(value)
