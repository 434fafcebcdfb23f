"""What both teams have written of the ideal customer, where it differs, and a joint profile to accept or not."""

from __future__ import annotations

from typing import Any

from helpers.agreements import Profile
from helpers.icp.joint import JOINT, asked, evidence
from helpers.report.case import Case
from helpers.report.listing import number, records, text
from helpers.report.model import Block, Cell, Sentence
from helpers.report.naming import stage
from helpers.report.sections.ideal_names import BOTH, PAGE, attribute
from helpers.report.sections.plate import answer, part, table
from helpers.words import msg

ALIKE = {
    "alike": msg("the same"),
    "partly": msg("in part"),
    "differs": msg("they exclude each other"),
    "marketing_only": msg("marketing only"),
    "sales_only": msg("sales only"),
}
DECIDES = {
    "decides": msg("decides"), "recommends": msg("recommends"), "uses": msg("uses it"), "blocks": msg("can block"),
    "pays": msg("pays"),
}  # fmt: skip
PROPOSAL = msg(
    "A proposal, line by line, for both teams to accept or strike out. Its weights: clearly better, the larger of "
    "both; clearly worse, none; otherwise the mean of both. Of several lines on one attribute, keep one."
)


def differences(case: Case, *ages: Sentence) -> list[Block]:
    """What each team asks, attribute by attribute, and how old the documents are."""
    rows = records(case, "icp_differences", "kind", "attribute", "marketing", "sales", "alike")
    if not rows:
        return [answer(*ages)] if ages else []
    cells = [
        (Cell(text=_named(case, row)), Cell(text=text(row["marketing"]) or "–"), Cell(text=text(row["sales"]) or "–"),
         Cell(text=case.say(ALIKE[text(row["alike"])])))
        for row in rows
    ]  # fmt: skip
    heads = [case.say("Attribute"), case.say("Marketing wants"), case.say("Sales wants"), case.say("Alike?")]
    row = case.book.get("icp_agreement", period=case.period.rolling(12), on="criteria")
    said = list(ages)
    if row is not None and row.known:
        message = msg("They ask the same of {n} of the {all} attributes that either of them names.")
        told = case.say(message, n=case.number(row, "numerator"), all=case.number(row, "denominator"))
        said.insert(0, case.answer(told, row))
    head = part(case.say("Where the two profiles differ"), anchor="ideal-differences")
    shown = table(case.say("What each team asks of an ideal customer"), heads, cells, texts=(1, 2, 3))
    return [head, *([answer(*said)] if said else []), shown]


def _named(case: Case, row: dict[str, Any]) -> str:
    name = attribute(case, text(row["attribute"]))
    return case.say("{attribute} (not wanted)", attribute=name) if text(row["kind"]) == "anti" else name


def proposal(case: Case) -> list[Block]:
    """The proposed joint profile, to accept line by line."""
    rows = records(case, "icp_joint", *JOINT)
    if not rows:
        return []
    cells = [
        (Cell(text=_named(case, row)), Cell(text=asked(row)), _weight(case, row["weight_marketing"]),
         _weight(case, row["weight_sales"]), _weight(case, row["weight"]), Cell(text=evidence(case.words, row)),
         Cell(text="☐"))
        for row in rows
    ]  # fmt: skip
    heads = [case.say("Attribute"), case.say("Wanted"), case.say("Weight, marketing"), case.say("Weight, sales"),
             case.say("Proposed"), case.say("What the data say"), case.say("Agreed?")]  # fmt: skip
    return [
        part(case.say("A joint profile to agree on"), anchor="ideal-joint"),
        answer(case.answer(case.say(PROPOSAL), page=PAGE)),
        table(case.say("Proposed joint profile"), heads, cells, texts=(1, 5, 6)),
    ]


def _weight(case: Case, value: Any) -> Cell:
    weight = number(value)
    return Cell(text=case.words.count(weight) if weight > 0 else "–", muted=not weight > 0)


def people(case: Case) -> list[Block]:
    """Buyer roles, objections and decision criteria of both profiles, side by side."""
    profiles = case.agreements.profiles
    told = {team: _told(case, profile) for team, profile in profiles.items()}
    whats = dict.fromkeys(each for found in told.values() for each in found)
    order = [case.say("Buyer role"), case.say("Objection"), case.say("Decides by")]
    cells = [
        (Cell(text=kind), Cell(text=what),
         *(Cell(text=told.get(team, {}).get((kind, what)) or "–") for team in BOTH))
        for kind, what in sorted(whats, key=lambda each: order.index(each[0]))
    ]  # fmt: skip
    if not cells:
        return []
    heads = [case.say("Part"), case.say("What is written"), case.say("Marketing"), case.say("Sales")]
    caption = case.say("Buyer roles, objections and what decides, as each team has them")
    return [table(caption, heads, cells, texts=(1, 2, 3))]


def _told(case: Case, profile: Profile) -> dict[tuple[str, str], str]:
    """What a profile says beside its criteria: part and words → what it adds."""
    roles = {(case.say("Buyer role"), one.role): case.say(DECIDES[one.decides]) for one in profile.roles}
    objection, criterion = case.say("Objection"), case.say("Decides by")
    heard = {(objection, one.text): one.answer or stage(case.words, one.stage) for one in profile.objections}
    decides = {(criterion, one.text): stage(case.words, one.stage) for one in profile.decides_by}
    return {**roles, **heard, **decides}
