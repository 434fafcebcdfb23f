"""What exists in writing, what is to be mended first, what people wrote, and how things moved since the last time."""

from __future__ import annotations

import math

from helpers.facts import Row
from helpers.instrument import instrument
from helpers.report.alignment_charts import Line, Scale, Spot
from helpers.report.assessment.plates import lined, paired, series
from helpers.report.assessment.topics import BOTH, both, find, plain_sentence, quoted, team, teams_shown, topic, topics
from helpers.report.case import Case, inner
from helpers.report.listing import day, flag, records, text
from helpers.report.model import Block, Cell, Figure, Note, Sentence, Series, Table
from helpers.report.sections.plate import Caption, answer, part, table, title
from helpers.words import msg

YES, NO = msg("yes"), msg("no")


def artefacts(case: Case) -> list[Block]:
    """The checklist of what exists in writing."""
    rows = records(case, "assess_artefacts", "construct", "artefact", "exists", "used_on", "used", "both")
    if not rows:
        return []
    names = {each.id: each.text(case.words.lang) for each in instrument().artefacts}
    cells = []
    for row in rows:
        there, on = flag(row["exists"]), day(row["used_on"])
        cells.append(
            (
                Cell(text=names.get(text(row["artefact"]), text(row["artefact"]))),
                Cell(text=topic(case, text(row["construct"]))),
                _yes(case, there),
                Cell(text=case.words.day_short(on) if on else "–", muted=on is None),
                _yes(case, flag(row["used"]), there=there),
                _yes(case, flag(row["both"]), there=there),
            )
        )
    heads = [
        case.say("Document"),
        case.say("Topic"),
        case.say("Exists"),
        case.say("Last used"),
        case.say("Used in the last 60 days"),
        case.say("Written by both teams"),
    ]
    return [
        title(case.say("What exists in writing"), anchor="artefacts"),
        answer(_written(case)),
        table(case.say("Checklist, as looked at"), heads, cells, texts=(1,)),
    ]


def _yes(case: Case, value: bool, *, there: bool = True) -> Cell:
    return Cell(text=case.say(YES if value else NO) if there else "–", muted=not value)


def _written(case: Case) -> Sentence:
    rows = [row for each in topics() if (row := find(case, "artefact_share", construct=each.id)) and row.known]
    full = [row for row in rows if row.value == 1]
    empty = [row for row in rows if row.value == 0]
    parts = []
    if full:
        names = case.words.listing(quoted(case, topic(case, row.where["construct"])) for row in full)
        parts.append(case.say("Everything asked for exists on {topics}.", topics=names))
    if empty:
        names = case.words.listing(quoted(case, topic(case, row.where["construct"])) for row in empty)
        parts.append(case.say("Nothing is in writing on {topics}.", topics=names))
    return plain_sentence(" ".join(parts) or case.say("Part of it exists on every topic."), *full, *empty)


def priorities(case: Case) -> list[Block]:
    """What people would mend first: both teams beside each other."""
    found = [(each.id, pair) for each in topics() if (pair := both(case, "priority", each.id))]
    rows = sorted(found, key=lambda one: (-(one[1][0].value + one[1][1].value), one[0]))
    if not rows or not teams_shown(case):
        return []
    names = [team(case, name) for name in BOTH]
    given = [
        Line(
            label=topic(case, name),
            text=f"{case.words.share(one.value, 0)} · {case.words.share(other.value, 0)}",
            joined=True,
            spots=(Spot(at=100 * one.value, look="marketing"), Spot(at=100 * other.value, look="sales")),
        )
        for name, (one, other) in rows
    ]
    places = tuple((at, case.words.share(at / 100, 0)) for at in (0.0, 50.0, 100.0))
    scale = Scale(key=(("marketing", names[0]), ("sales", names[1])), places=places)
    data = table(
        case.say("Named among the three to mend first, share of each team"),
        [case.say("Topic"), *names],
        [(Cell(text=topic(case, name)), case.cell(one), case.cell(other)) for name, (one, other) in rows],
    )
    sides = [pair[0] for _, pair in rows], [pair[1] for _, pair in rows]
    chart = paired(
        [line.label for line in given], series(names[0], sides[0]), series(names[1], sides[1], role="other"),
        rows=sides[0], unit="share",
    )  # fmt: skip
    caption = _most(case, *rows[0])
    drawn = lined(given, scale=scale, key="priorities", data=data, chart=chart, caption=caption)
    return [title(case.say("What people would mend first"), anchor="priorities"), drawn]


def _most(case: Case, name: str, pair: tuple[Row, Row]) -> Caption:
    """What most want mended first."""
    one, other = pair
    said = case.say(
        "Most want {topic} mended first: {one} of marketing, {other} of sales",
        topic=quoted(case, topic(case, name)),
        one=case.words.share(one.value, 0),
        other=case.words.share(other.value, 0),
    )
    subtitle = case.say(
        "Share of each team that named the topic among its three; right: marketing and sales. Who answered "
        "the question: {n} people of marketing, {m} of sales.",
        n=case.number(one, "n"),
        m=case.number(other, "n"),
    )
    return Caption(title=said, subtitle=subtitle)


def quotes(case: Case) -> list[Block]:
    """What people wrote and allowed to be quoted; no team, no position."""
    rows = records(case, "assess_quotes", "question", "words")
    asked = instrument().open
    blocks: list[Block] = []
    for question, pair in asked.items():
        words = sorted({text(row["words"]) for row in rows if text(row["question"]) == question} - {""})
        if words:
            blocks.append(part(pair[0 if case.words.lang == "en" else 1], anchor=f"words-{question}"))
            blocks += [answer(plain_sentence(quoted(case, each))) for each in words]
    if not blocks:
        return []
    note = Note(
        text=case.say(
            "Only what people allowed to be quoted, in alphabetical order, without team or position; names are masked."
        )
    )
    return [title(case.say("In their own words"), anchor="words"), note, *blocks]


def movement(case: Case) -> list[Block]:
    """How the scores moved since the wave before; nothing without one."""
    rows = []
    for each in topics():
        for name in BOTH:
            now = find(case, "perception_score", construct=each.id, team=name)
            change = find(case, "perception_score", construct=each.id, team=name, change="prior")
            if now is not None and change is not None and now.known and change.known and math.isfinite(now.prior):
                rows.append((each.id, name, now, change))
    levels = [
        row
        for each in topics()
        if (row := find(case, "construct_level", construct=each.id)) and row.known and math.isfinite(row.prior)
    ]
    if not rows and not levels:
        return []
    blocks: list[Block] = [title(case.say("What moved since the last assessment"), anchor="movement")]
    if rows:
        blocks += [answer(_moved(case, rows)), _figure(case, rows)]
    return [*blocks, _levels(case, levels)] if levels else blocks


def _moved(case: Case, rows: list[tuple[str, str, Row, Row]]) -> Sentence:
    clear = [row for row in rows if row[3].status == "clear"]
    if not clear:
        return plain_sentence(case.say("No score moved clearly."), *(row[3] for row in rows))
    named = case.words.listing(
        case.say(
            "{topic} ({team}: {change})",
            topic=quoted(case, topic(case, name)),
            team=inner(team(case, who)),
            change=case.words.change(change.value, change.unit),
        )
        for name, who, _, change in clear
    )
    return plain_sentence(case.say("Clearly moved: {topics}.", topics=named), *(row[3] for row in clear))


def _figure(case: Case, rows: list[tuple[str, str, Row, Row]]) -> Figure:
    labels = [
        case.say("{topic}, {team}", topic=topic(case, name), team=inner(team(case, who))) for name, who, *_ in rows
    ]
    given = [
        Line(
            label=label,
            joined=True,
            text=case.words.change(change.value, change.unit),
            spots=(Spot(at=now.prior, look="before"), Spot(at=now.value, look="now")),
        )
        for label, (_, _, now, change) in zip(labels, rows, strict=True)
    ]
    scale = Scale(key=(("before", case.say("last time")), ("now", case.say("this time"))))
    nows = [now for *_, now, _ in rows]
    then = Series(name=case.say("Last time"), role="prior", values=tuple(now.prior for now in nows))
    chart = paired(labels, series(case.say("This time"), nows), then, rows=nows)
    data = _then_and_now(case, rows, labels)
    return lined(given, scale=scale, key="movement", data=data, chart=chart, caption=_largest(case, rows))


def _then_and_now(case: Case, rows: list[tuple[str, str, Row, Row]], labels: list[str]) -> Table:
    heads = [case.say("Topic"), case.say("Last time"), case.say("This time"), case.say("Change"), case.say("Verdict")]
    cells = [
        (
            Cell(text=label),
            case.cell(now, "prior"),
            case.cell(now),
            case.change_cell(change),
            Cell(text=_verdict(case, change)),
        )
        for label, (_, _, now, change) in zip(labels, rows, strict=True)
    ]
    return table(case.say("Scores then and now, from 0 to 100"), heads, cells, texts=(4,))


def _largest(case: Case, rows: list[tuple[str, str, Row, Row]]) -> Caption:
    """The largest move, a clear one before any other."""
    _, who, now, change = max(rows, key=lambda row: (row[3].status == "clear", abs(row[3].value), row[0], row[1]))
    said = case.say(
        "The largest move: {change} on {topic} ({team})",
        change=case.words.change(change.value, change.unit),
        team=inner(team(case, who)),
        topic=quoted(case, topic(case, now.where["construct"])),
    )
    subtitle = case.say("Score of each team, 0 to 100, the last time (grey) and this time; right: the change.")
    return Caption(title=said, subtitle=subtitle)


def _verdict(case: Case, row: Row) -> str:
    words = {"clear": msg("a clear change"), "noise": msg("no clear change")}
    return case.say(words.get(row.status, msg("too few to tell")))


def _levels(case: Case, rows: list[Row]) -> Block:
    cells = [(Cell(text=topic(case, row.where["construct"])), case.cell(row, "prior"), case.cell(row)) for row in rows]
    heads = [case.say("Topic"), case.say("Last time"), case.say("This time")]
    return table(case.say("Levels then and now, 0 to 5"), heads, cells)
