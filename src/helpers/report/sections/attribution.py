"""Who is credited with what was won: coverage first, then origin, then what depends on the rule, then money and deals.

Where few conversions have a recorded touch the section stops at origin and at what customers say, and names what to
record: a rule would share out a remainder.
"""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case, inner
from helpers.report.credit import ALL, STAGES, by_channel, channel, channels, covered, leading, low
from helpers.report.model import Block, Cell, Figure, Narrative, Note, Sentence
from helpers.report.naming import NONE
from helpers.report.sections.drilldown import drilldown
from helpers.report.sections.outcomes import outcomes
from helpers.report.sections.plate import Caption, answer, part, plate, table, title
from helpers.report.sections.rules import depends, rules
from helpers.report.sections.spent import spent
from helpers.report.sections.stories import stories
from helpers.words import msg

ORIGINS = {
    "first": msg("First recorded touch, most often: {channels}, of {all} new customers."),
    "last": msg("Last recorded touch before an opportunity, most often: {channels}, of {all}."),
}
HEADS = {
    "first": msg("Where new customers began, most often: {channels}"),
    "last": msg("What came just before an opportunity, most often: {channels}"),
}
_NAMED = 3
SUBS = {
    "first": msg("New customers by the channel of their first recorded touch, {period}"),
    "last": msg("Opportunities by the channel of the last recorded touch before them, {period}"),
}
RECORD = msg(
    "Too few conversions have a recorded touch to share out any credit. Record each call, visit and fair with its day "
    "and its person, put people into the campaign that reached them, and ask every new customer how they heard of you."
)


def attribution(case: Case) -> list[Block]:
    """The whole section; without facts and rows of attribution there is none."""
    known = leading(case)
    scarce = low(case, known)
    detail = [] if scarce else [*rules(case), *spent(case)]
    told = [] if scarce else [*stories(case), *drilldown(case), *outcomes(case)]
    if known is None and not detail and not told:
        return []
    blocks: list[Block] = [title(case.say("Who is credited"), anchor="attribution"), _answer(case, known, scarce)]
    blocks += [*_coverage(case), *_origins(case), *detail, *_said(case)]
    if scarce:
        blocks.append(Note(tone="missing", text=case.say(RECORD), facts=(known.key,) if known else ()))
    return [*blocks, *told]


def _answer(case: Case, known: Row | None, scarce: bool) -> Narrative:
    said = [coverage_sentence(case, known)] if known is not None else []
    said += [sentence for which in ORIGINS for sentence in _origin_sentence(case, which)]
    if scarce:
        text = msg("That is too little to share out credit: record the touches of both teams first.")
        said.insert(1, case.answer(case.say(text), known, page="data-habits"))
    else:
        said += depends(case)
        text = msg("What to do with it, and what it cannot tell:")
        said += case.introducing(case.say(text), page="attribution")
    return answer(*said)


def coverage_sentence(case: Case, row: Row) -> Sentence:
    """``New customers with at least one recorded touch: 138 of 168 (82.1%), from … to ….``"""
    if not row.known:
        return case.answer(case.why(row), row)
    text = case.say("{name} with at least one recorded touch: {n} of {all} ({share}), {when}.",
                    name=case.label(row.how["of"]) if row.how["of"] != "deals" else case.say("Deals won"),
                    n=case.number(row, "numerator"), all=case.number(row, "denominator"), share=case.number(row),
                    when=case.during(row.when))  # fmt: skip
    return case.answer(text, row)


def _coverage(case: Case) -> list[Block]:
    """Which share of each stage has a recorded touch; the outline is all of them."""
    found = [(of, row) for of in STAGES if (row := covered(case, of)) is not None and row.known]
    if len(found) < 2:
        return []
    marks = [
        charts.Mark(label=case.label(of), value=row.value, text=case.words.share(row.value, 0), target=1.0,
                    unit=row.unit, fact=row.key)
        for of, row in found
    ]  # fmt: skip
    _, last = found[-1]
    name = case.say("A touch is recorded for {share} of {name}", share=case.words.share(last.value, 0),
                    name=inner(case.label(found[-1][0])))  # fmt: skip
    sub = case.say("Share with at least one recorded touch of either team, {period}; outlined: all of them",
                   period=case.words.period(last.when))  # fmt: skip
    heads = [case.say("Stage"), case.say("With a touch"), case.say("All"), case.say("Share"), case.say("Interval")]
    rows = [
        (Cell(text=case.label(of)), case.cell(row, "numerator"), case.cell(row, "denominator"), case.cell(row),
         case.range_cell(row))
        for of, row in found
    ]  # fmt: skip
    data = table(case.say("Recorded touches by stage"), heads, rows)
    caption = Caption(title=name, subtitle=sub, beside=case.say("All"))
    return [plate(charts.bars, marks, key="touched", caption=caption, data=data)]


def _origin(case: Case, which: str) -> dict[str, Row]:
    """Conversions by the channel of their first touch (customers) or of their last one (opportunities)."""
    found = by_channel(case, "credited", of="customers" if which == "first" else "opportunities", model=which)
    return {name: row for name, row in found.items() if row.known}


def _top(found: dict[str, Row]) -> list[str]:
    """The channels that stand there most often, up to three; none where nothing was recorded."""
    return [name for name in channels(found) if found[name].value > 0][:_NAMED] if ALL in found else []


def _origin_sentence(case: Case, which: str) -> list[Sentence]:
    found = _origin(case, which)
    top = _top(found)
    if not top:
        return []
    text = case.say(ORIGINS[which], **_blanks(case, found, top))
    return [case.answer(text, *(found[name] for name in top), found[ALL])]


def _blanks(case: Case, found: dict[str, Row], top: list[str]) -> dict[str, str]:
    named = (f"{channel(case, name)} ({case.number(found[name])})" for name in top)
    return {"channels": case.words.listing(named), "all": case.number(found[ALL])}


def _origins(case: Case) -> list[Block]:
    plates = [_origin_figure(case, which) for which in ORIGINS if _top(_origin(case, which))]
    return [part(case.say("Where they came from"), anchor="attribution-origin"), *plates] if plates else []


def _origin_figure(case: Case, which: str) -> Figure:
    found = _origin(case, which)
    shown = [name for name in found if name != ALL and found[name].value]
    marks = [
        charts.Mark(label=channel(case, name), value=found[name].value, text=case.number(found[name]),
                    unit=found[name].unit, fact=found[name].key)
        for name in shown
    ]  # fmt: skip
    rows = [(Cell(text=channel(case, name)), case.cell(found[name])) for name in shown]
    rows.append((Cell(text=case.say("All")), case.cell(found[ALL])))
    sub = case.say(SUBS[which], period=case.words.period(found[ALL].when))
    head = case.say(HEADS[which], channels=_blanks(case, found, _top(found))["channels"])
    counted = case.say("New customers") if which == "first" else case.say("Opportunities")
    data = table(sub, [case.say("Channel"), counted], rows)
    return plate(charts.bars, marks, key=f"origin-{which}", caption=Caption(title=head, subtitle=sub), data=data)


def _said(case: Case) -> list[Block]:
    """What customers say brought them, beside what is recorded."""
    said = {name: row for name, row in by_channel(case, "self_reported", of="customers").items() if row.known}
    names = channels(said)
    if not names:
        return []
    recorded = _origin(case, "first")
    marks = [
        charts.Mark(label=channel(case, name), value=said[name].value, text=case.number(said[name]),
                    unit=said[name].unit, fact=said[name].key,
                    prior=recorded[name].value if name in recorded else float("nan"))
        for name in names
    ]  # fmt: skip
    top = said[names[0]]
    head = case.say("What customers say brought them: {channel} most often ({n})", channel=channel(case, names[0]),
                    n=case.number(top))  # fmt: skip
    sub = case.say("New customers by what they say brought them, {period}; grey dot: first recorded touch",
                   period=case.words.period(top.when))  # fmt: skip
    heads = [case.say("Channel"), case.say("As they say"), case.say("First recorded touch")]
    rows = [
        (Cell(text=channel(case, name)), case.cell(said.get(name)), case.cell(recorded.get(name)))
        for name in [*names, *(name for name in channels(recorded) if name not in said)]
    ]
    rows += [
        (Cell(text=label), case.cell(said.get(name)), case.cell(recorded.get(name)))
        for name, label in ((NONE, case.say("Nothing said, or no touch recorded")), (ALL, case.say("All")))
        if name in said or name in recorded
    ]
    data = table(case.say("What customers say, and what is recorded"), heads, rows)
    return [
        part(case.say("What customers say themselves"), anchor="attribution-said"),
        plate(charts.dots, marks, key="said", caption=Caption(title=head, subtitle=sub), data=data),
    ]
