"""Levels 0 to 5: what the survey, what is in writing and what the data say, and what follows from all three."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report.assessment.beliefs import shows, written_down
from helpers.report.assessment.found import capital
from helpers.report.assessment.plates import figure, value
from helpers.report.assessment.topics import by_key, find, plain_sentence, quoted, topic, topics
from helpers.report.case import Case
from helpers.report.level_matrix import Steps, matrix
from helpers.report.listing import records, text
from helpers.report.model import Block, Cell, Figure, Note, Table
from helpers.report.sections.plate import Caption, answer, part, table, title
from helpers.words import msg

#: What each level means.
LEVELS = (
    msg("nothing"),
    msg("informal"),
    msg("written down"),
    msg("practised"),
    msg("measured"),
    msg("improved"),
)
SOURCES = {"survey": msg("Survey"), "artefacts": msg("In writing"), "data": msg("Data")}


def level_word(case: Case, row: Row) -> str:
    """What a level means in a word."""
    return case.say(LEVELS[min(5, max(0, int(row.value)))])


def levels(case: Case) -> list[Block]:
    """The section; nothing without any level."""
    rows = {
        each.id: row for each in topics() if (row := find(case, "construct_level", construct=each.id)) and row.known
    }
    if not rows:
        return []
    head = title(case.say("How far each topic has come"), anchor="levels")
    text_ = msg(
        "Level 0 is nothing, 1 informal, 2 written down, 3 practised in the last 60 days, 4 measured, 5 improved "
        "since it was measured. Opinion alone never counts beyond 2."
    )
    blocks: list[Block] = [head, answer(plain_sentence(case.say(text_))), _figure(case, rows)]
    capped = [row for row in rows.values() if row.note == "no_evidence"]
    if capped:
        names = case.words.listing(quoted(case, topic(case, row.where["construct"])) for row in capped)
        said = case.say(
            "Only opinion is there on {topics}: nothing in writing was looked at and no data speak for it.",
            topics=names,
        )
        blocks.append(Note(tone="plain", text=said, facts=tuple(row.key for row in capped)))
    evidence = _evidence(case)
    return (
        [*blocks, part(case.say("What each level rests on"), anchor="evidence"), evidence] if evidence.rows else blocks
    )


def _figure(case: Case, rows: dict[str, Row]) -> Figure:
    order = sorted(rows, key=lambda name: (rows[name].value, name))
    by = {name: [find(case, "construct_level", construct=name, by=source) for source in SOURCES] for name in order}
    torn = {
        text(row["construct"])
        for row in records(case, "assess_findings", "construct", "kind")
        if text(row["kind"]) == "contradiction"
    }
    heads = [*(case.say(name) for name in SOURCES.values()), case.say("Together")]
    given = [
        Steps(label=topic(case, name), levels=(*(value(row) for row in by[name]), rows[name].value), torn=name in torn)
        for name in order
    ]
    data = table(
        case.say("Levels by source, 0 to 5"),
        [case.say("Topic"), *heads, case.say("In a word")],
        [
            (
                Cell(text=topic(case, name)),
                *(case.cell(row) for row in by[name]),
                case.cell(rows[name]),
                Cell(text=level_word(case, rows[name])),
            )
            for name in order
        ],
        texts=(5,),
    )
    caption = Caption(title=_title(case, [rows[name] for name in order]), subtitle=_subtitle(case, bool(torn)))
    draw = lambda frame: matrix(given, heads=heads, none="–", frame=frame, key="levels")  # noqa: E731
    # No chart: four bars a topic are harder to read than the table behind them.
    return figure(draw, key="levels", caption=caption, data=data, chart=None)


def _title(case: Case, rows: list[Row]) -> str:
    low, high = rows[0], rows[-1]
    text_ = msg("From level {low} ({worst}) to level {high} ({best})")
    return case.say(
        text_,
        low=case.number(low),
        high=case.number(high),
        worst=quoted(case, topic(case, low.where["construct"])),
        best=quoted(case, topic(case, high.where["construct"])),
    )


def _subtitle(case: Case, torn: bool) -> str:
    said = case.say(
        "Levels 0 to 5 of nine topics: what each source alone says, and what follows from them; a dash where "
        "a source says nothing."
    )
    mark = case.say("≠ marks where the sources contradict each other.")
    return f"{said} {mark}" if torn else said


def _evidence(case: Case) -> Table:
    """Documents and data behind the levels; what people said stands in the section before."""
    rows, seen = [], set()
    for row in records(case, "assess_evidence", "construct", "source", "ref", "reading"):
        ref, name = text(row["ref"]), text(row["construct"])
        fact = by_key(case, ref) if "|" in ref else None
        said = written_down(case, ref) if fact is None else ""
        if (
            fact is not None
            and fact.known
            and fact.metric not in ("perception_score", "perception_agree", "artefact_share")
        ):
            said = shows(case, fact)
        if not said or (name, said) in seen:
            continue
        seen.add((name, said))
        source = SOURCES.get({"artefact": "artefacts"}.get(text(row["source"]), text(row["source"])), "")
        rows.append(
            (
                Cell(text=topic(case, name)),
                Cell(text=case.say(source) if source else ""),
                Cell(text=capital(said), fact=fact.key if fact else "", field="value" if fact else ""),
            )
        )
    return table(
        case.say("Documents and data by topic"),
        [case.say("Topic"), case.say("Source"), case.say("What it says")],
        rows,
        texts=(1, 2),
    )
