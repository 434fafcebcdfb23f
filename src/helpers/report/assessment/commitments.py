"""The plan of 30, 60 and 90 days, and which of it would change if the weakest evidence were wrong."""

from __future__ import annotations

from helpers.report.assessment.deeds import action_title, deeds
from helpers.report.assessment.detail import named
from helpers.report.assessment.topics import by_key, plain_sentence, quoted
from helpers.report.case import Case
from helpers.report.listing import records, text
from helpers.report.model import Block, Commitment, Note, Plan, Sentence
from helpers.report.sections.plate import answer, part, title
from helpers.words import msg

CHANGES = {
    "dropped": msg("{actions} would fall away"),
    "added": msg("{actions} would come in"),
    "moved": msg("{actions} would change its day"),
}


def plan(case: Case) -> list[Block]:
    """The section on what to do first."""
    found = deeds(case)
    head = title(case.say("The first 90 days"), anchor="plan")
    if not found:
        text_ = msg("No finding calls for anything yet: both teams choose in the session what they start with.")
        return [head, Note(text=case.say(text_))]
    text_ = msg(
        "At most five, in the order of their days: what matters most and costs least comes first. Each is a proposal "
        "until somebody takes it in the session."
    )
    commitments = tuple(
        Commitment(
            by=each.by,
            title=each.title,
            why=each.why,
            owner=each.owner,
            effort=each.effort,
            effect=each.effect,
            done_when=each.done_when,
            page=each.page,
            page_title=case.page_title(each.page) if each.page else "",
        )
        for each in found
    )
    return [head, answer(plain_sentence(case.say(text_))), Plan(commitments=commitments), *_sensitivity(case)]


def _sensitivity(case: Case) -> list[Block]:
    """What the plan hangs on."""
    rows = records(case, "assess_sensitivity", "ref", "source", "change", "action")
    head = part(case.say("If the weakest evidence were wrong"), anchor="sensitivity")
    by_ref: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        by_ref.setdefault(text(row["ref"]), {}).setdefault(text(row["change"]), []).append(text(row["action"]))
    lines = [line for ref, changes in by_ref.items() if (line := _line(case, ref, changes)) is not None]
    if not lines:
        same = msg("Whichever single piece of evidence were wrong, the plan would stay as it is.")
        return [head, answer(plain_sentence(case.say(same)))]
    return [head, *(answer(line) for line in lines)]


def _line(case: Case, ref: str, changes: dict[str, list[str]]) -> Sentence | None:
    name = named(case, ref)
    said = [
        case.say(
            CHANGES[change],
            actions=case.words.listing(quoted(case, action_title(case, each)) for each in dict.fromkeys(actions)),
        )
        for change, actions in changes.items()
        if change in CHANGES
    ]
    if not name or not said:
        return None
    text_ = case.say("{evidence}. Were that wrong, {changes}.", evidence=name, changes=case.words.listing(said))
    return plain_sentence(text_, by_key(case, ref))
