"""What contradicts itself, and every finding with its evidence: the survey, what is in writing and the data."""

from __future__ import annotations

import re

from helpers.facts import Row
from helpers.instrument import instrument
from helpers.report.assessment.beliefs import says, shows, written_down
from helpers.report.assessment.found import Finding, capital, findings, said, sentence, sides
from helpers.report.assessment.levels import SOURCES
from helpers.report.assessment.topics import BOTH, find, plain_sentence, quoted, rows_of, team, topic
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Note, Table
from helpers.report.sections.plate import answer, part, table, title
from helpers.words import msg

KINDS = {
    "contradiction": msg("Contradiction"),
    "low": msg("Not far yet"),
    "gap": msg("Difference"),
    "unseen": msg("Not seen"),
    "split": msg("Split"),
    "mirror": msg("Wrong picture of the other"),
    "strength": msg("Strength"),
}
NATURES = {
    "productive": msg("A good difference: each looks at something else first. Use it, do not level it."),
    "harmful": msg("A harmful difference: about facts, words or the way of working. It can be settled."),
}
AGREED = msg("Wherever survey, documents and data could be compared, they say the same.")
NOTHING = msg("Nothing could be compared: either nobody was asked, or neither documents nor data speak of it.")


def contradictions(case: Case) -> list[Block]:
    """The section that comes first: survey, what is in writing and data side by side."""
    head = title(case.say("What contradicts itself"), anchor="contradictions")
    found = [each for each in findings(case, "contradiction") if sentence(case, each) is not None]
    agreed = [
        row
        for row in case.book.rows("contradiction", segment=None)
        if row.period == str(case.period) and row.value == 0
    ]
    if not found:
        text = case.say(AGREED) if agreed else case.say(NOTHING)
        return [head, answer(plain_sentence(text, *agreed))]
    text_ = msg(
        "Here what people say, what is in writing and what the data show do not go together. That is a finding of "
        "its own: look at it before any score."
    )
    opening = case.say(text_)
    blocks: list[Block] = [head, answer(plain_sentence(opening, *(find_claim(case, each) for each in found)))]
    for each in found:
        spoken = sentence(case, each)
        if spoken is not None:
            blocks += [part(topic(case, each.construct), anchor=_anchor("claim", each)), answer(spoken)]
            blocks.append(_beside(case, each))
    if agreed:
        text = case.say("Wherever else the sources could be compared, they say the same.")
        blocks.append(Note(tone="plain", text=text, facts=tuple(row.key for row in agreed)))
    return blocks


def _anchor(kind: str, finding: Finding) -> str:
    return f"{kind}-{re.sub(r'[^a-z0-9]+', '-', finding.finding.lower())}"


def find_claim(case: Case, finding: Finding) -> Row | None:
    """The fact of a contradiction."""
    return case.book.get(
        "contradiction", period=case.period, segment=f"claim={finding.claim};construct={finding.construct}"
    )


def _beside(case: Case, finding: Finding) -> Table:
    """One row for each thing that a source says, both teams apart where they may be shown."""
    opinions, papers, data = sides(case, finding)
    item = opinions[0].where.get("item", "") if opinions else ""
    teams = [find(case, "perception_agree", item=item, team=name) for name in BOTH] if item else []
    rows: list[tuple[str, str, Row | None]]
    rows = [(SOURCES["survey"], capital(says(case, row)), row) for row in opinions[:1]]
    rows += [(SOURCES["survey"], _of_team(case, row), row) for row in teams if row is not None and row.known]
    rows += [(SOURCES["artefacts"], capital(said_), None) for ref in papers if (said_ := written_down(case, ref))]
    rows += [(SOURCES["data"], capital(shows(case, row)), row) for row in data]
    cells = [(Cell(text=case.say(source)), _cell(row, text)) for source, text, row in rows]
    return table(
        case.say("The sources side by side"), [case.say("Source"), case.say("What it says")], cells, texts=(1,)
    )


def _of_team(case: Case, row: Row) -> str:
    text = msg("{team}: {n} of {all} agree")
    blanks = {"n": case.number(row, "numerator"), "all": case.number(row, "denominator")}
    return case.say(text, team=team(case, row.where["team"]), **blanks)


def _cell(row: Row | None, text: str) -> Cell:
    return Cell(text=text, fact=row.key if row else "", field="value" if row else "")


def evidence(case: Case) -> list[Block]:
    """Every finding with the rows it rests on, and whether a difference does harm or good."""
    found = said(case)
    if not found:
        return []
    head = title(case.say("Findings and their evidence"), anchor="findings")
    text = msg(
        "In the order of their weight. Each rests on the rows named below it, and leads to the page that treats it."
    )
    blocks: list[Block] = [head, answer(plain_sentence(case.say(text)))]
    for number, (each, spoken) in enumerate(found, start=1):
        blocks.append(
            part(
                f"{number}. {case.say(KINDS[each.kind])}: {topic(case, each.construct)}",
                anchor=_anchor("finding", each),
            )
        )
        blocks.append(answer(spoken))
        if each.nature in NATURES and each.kind != "strength":
            blocks.append(Note(text=case.say(NATURES[each.nature])))
        rows = _rests(case, each)
        if rows.rows:
            blocks.append(rows)
    return blocks


def _rests(case: Case, finding: Finding) -> Table:
    rows = [
        (Cell(text=_named(case, row)), case.cell(row), case.cell(row, "n"), Cell(text=_when(case, row)))
        for row in rows_of(case, finding.refs)
        if row.metric != "contradiction"
    ]
    for ref in finding.refs:
        if text := written_down(case, ref) if "|" not in ref else "":
            rows.append(
                (Cell(text=capital(text)), Cell(text="–", muted=True), Cell(text="–", muted=True), Cell(text=""))
            )
    heads = [case.say("Evidence"), case.say("Value"), case.say("Out of"), case.say("When")]
    return table(case.say("What it rests on"), heads, rows)


#: What figures of the survey are called in a row of evidence.
NAMES = {
    "perception_score": msg("Score of {topic}"),
    "perception_gap": msg("Marketing minus sales on {topic}"),
    "perception_spread": msg("Distance from the own team on {topic}"),
    "dont_know": msg("“I don't know” on {topic}"),
    "perception_superiority": msg("Marketing higher, of all pairs, on {topic}"),
    "mirror_error": msg("Distance of guess and answer on {topic}"),
    "reported_practice": msg("How often: {topic}"),
    "artefact_share": msg("In writing: {topic}"),
    "construct_level": msg("Level of {topic}"),
    "priority": msg("Named to be mended first: {topic}"),
    "contradiction": msg("Sources contradict each other: {topic}"),
    "perception_reliability": msg("How well three statements hang together: {topic}"),
}


def _named(case: Case, row: Row) -> str:
    """What a row of evidence is called, with the team or position it speaks of."""
    where = row.where
    if row.metric == "perception_gap" and "item" in where:
        statement = instrument().questions(case.words.lang).get(where["item"], where["item"])
        return case.say("Marketing minus sales on {topic}", topic=quoted(case, statement))
    if row.metric in NAMES and ("construct" in where or "item" in where):
        name = where.get("construct", where.get("item", "").rsplit("_", 1)[0])
        text = case.say(NAMES[row.metric], topic=topic(case, name))
        return f"{text}, {team(case, where['team'])}" if where.get("team") in BOTH else text
    if row.metric == "perception_agree":
        return capital(says(case, row))
    return capital(shows(case, row))


def _when(case: Case, row: Row) -> str:
    return case.short(row.when)


def named(case: Case, key: str) -> str:
    """A piece of evidence by the key of its fact or the id of its document, as a reader knows it."""
    row = next(rows_of(case, [key]), None)
    return _named(case, row) if row is not None else capital(written_down(case, key)) or ""
