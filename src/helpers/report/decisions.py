"""What to decide: three lines of the first screen, each with its number and the playbook page of its ritual."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpers.facts import Row
from helpers.report.case import Case, inner
from helpers.report.credit import leading, low
from helpers.report.handing import handoff_rule
from helpers.report.model import Narrative, Sentence
from helpers.report.naming import part
from helpers.report.narrative import attainments
from helpers.report.parts import mix
from helpers.report.reasons import FORMS
from helpers.report.scorecard import change, faces, tone
from helpers.report.sections.content import content_rule
from helpers.report.sections.decided import overdue_rule
from helpers.report.sections.heard import heard_rule
from helpers.report.sections.ideal import ideal_rule
from helpers.report.sections.loop import ritual_rule
from helpers.report.sections.messages import contradiction_rule
from helpers.words import msg


def decide(case: Case) -> Narrative:
    """The three most pressing decisions; no page twice, and no rule twice whose page does not apply to the client."""
    kept: dict[str, Sentence] = {}
    for name, sentence in ((rule.__name__, sentence) for rule in RULES for sentence in rule(case)):
        kept.setdefault(sentence.page or name, sentence)
        if len(kept) == 3:
            break
    return Narrative(role="decide", sentences=tuple(kept.values()), first_screen=True)


def _worse(case: Case) -> Iterator[Sentence]:
    """A number that moved clearly for the worse; where more of one part explains it, that part."""
    for _, row in faces(case):
        before = change(case, row, "prior")
        if row is None or before is None or tone(case, before) != "bad":
            continue
        found = mix(case, row, before) if row.unit == "share" else None
        blanks = {"name": case.label(row.metric), "value": case.number(row)}
        if found and found.grew:
            text = msg("{name} is at {value}: decide how much both teams still want of {part}.")
            blanks["part"] = part(case.words, found.name, found.value.where[found.name])
            yield case.answer(case.say(text, **blanks), row, before, found.value, page=case.page(row.metric))
        else:
            text = msg("{name} is at {value}: agree on one thing each team tries before the next review.")
            yield case.answer(case.say(text, **blanks), row, before, page=case.page(row.metric))


def _pace(case: Case) -> Iterator[Sentence]:
    """The shared goal behind its pace in the longest time that holds the month.

    A single month behind it says nothing against a year that is not.
    """
    known = [row for row in attainments(case, "pacing") if not case.cut(row)]
    if not known or known[-1].value >= 1:
        return
    row = known[-1]
    text = msg("The shared goal runs at {share} of its pace ({period}): decide what both teams change, or move it.")
    said = case.say(text, share=case.words.share(row.value, 0), period=case.words.period(row.when))
    yield case.answer(said, row, page="joint-planning")


def _missing(case: Case) -> Iterator[Sentence]:
    """The forms that would fill a card, each asked for once, with all the numbers that wait for it."""
    gaps = [row for _, row in faces(case) if row is not None and not row.known and not case.empty]
    waiting: dict[str, list[Row]] = {}
    for row in gaps:
        waiting.setdefault(row.note, []).append(row)
    for note, rows in waiting.items():
        names = case.words.listing(case.label(row.metric) if row is rows[0] else inner(case.label(row.metric))
                                   for row in rows)  # fmt: skip
        if note in FORMS:
            text = msg("{name}: no value yet. Decide who fills in the form “{form}” and by when.")
            yield case.answer(case.say(text, name=names, form=case.say(FORMS[note])), *rows, page="data-habits")
        elif note == "no_margin":
            text = msg("{name}: no value yet. Decide which gross margin both teams accept.")
            yield case.answer(case.say(text, name=names), *rows, page="shared-metrics")


def _stalled(case: Case) -> Iterator[Sentence]:
    """Deals open beyond twice the usual cycle."""
    row = case.book.get("no_decision", period=case.period)
    if row is None or not row.known or not row.value:
        return
    said = case.words.plural(
        "{n} deal has been open for more than twice the usual time: decide whether to revive or close it.",
        "{n} deals have been open for more than twice the usual time: decide which to revive and which to close.",
        row.value,
    )
    yield case.answer(said, row, page="forecast")


def _unrecorded(case: Case) -> Iterator[Sentence]:
    """Where little of what both teams do is on record, nobody can say where customers came from."""
    row = leading(case)
    if row is None or not row.known or not low(case, row) or case.empty:
        return
    text = msg(
        "A call, visit or campaign is on record for only {share} of {name}: decide who records what from now on."
    )
    name = case.say("deals won") if row.how["of"] == "deals" else inner(case.label(row.how["of"]))
    said = case.say(text, share=case.words.share(row.value, 0), name=name)
    yield case.answer(said, row, page="data-habits")


def _closed(case: Case) -> Iterator[Sentence]:
    """Deals to look back on together; lost ones only where some are recorded."""
    row = case.book.get("customers", period=case.period)
    if row is None or not row.known or not row.value:
        return
    when = case.during(case.period)
    if case.lost_recorded:
        said = case.words.plural(
            "{n} new customer joined {when}: choose which one to look back on together, and one deal that was lost.",
            "{n} new customers joined {when}: choose two to look back on together, and two deals that were lost.",
            row.value, when=when,
        )  # fmt: skip
    else:
        said = case.words.plural(
            "{n} new customer joined {when}: look back together on how it was won.",
            "{n} new customers joined {when}: choose two and look back together on how they were won.",
            row.value, when=when,
        )  # fmt: skip
    yield case.answer(said, row, page="win-loss")


def _always(case: Case) -> Iterator[Sentence]:
    """What a review decides in any month."""
    for page, text in (
        ("data-habits", msg("Check the row account below and decide what each team records better next month.")),
        ("monthly-review", msg("Note one thing both teams want to try, how it will show, and when to look again.")),
        ("joint-planning", msg("Agree on the target of the next quarter, and write it down.")),
    ):
        yield case.answer(case.say(text), page=page)


def _empty(case: Case) -> Iterator[Sentence]:
    """Without data there is one decision before all others."""
    if case.empty:
        text = msg("Decide who brings the missing export of {period}, and by when.")
        yield case.answer(case.say(text, period=case.words.period(case.period)), page="data-habits")


RULES: tuple[Callable[[Case], Iterator[Sentence]], ...] = (
    _empty, _worse, _pace, handoff_rule, content_rule, contradiction_rule, ritual_rule, _missing, _stalled,
    overdue_rule, heard_rule, ideal_rule, _unrecorded, _closed, _always,
)  # fmt: skip
