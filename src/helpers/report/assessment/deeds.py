"""What both teams are asked to commit to: the rows of ``assess_plan`` with their words."""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple

from helpers.assessment.plan import actions
from helpers.report.assessment.found import capital, findings, sentence
from helpers.report.assessment.topics import by_key, leader, plain_sentence
from helpers.report.case import Case
from helpers.report.listing import number, records, text
from helpers.report.model import Sentence
from helpers.words import msg

By = Literal[30, 60, 90]
#: What a figure that bounds an effect counts, where its plain name does not say it.
EFFECTS = {
    "handoff_reason": msg("leads sent back for this reason"),
    "objection_gap": msg("deals in which an objection finds no answer"),
}


class Deed(NamedTuple):
    """One commitment in words."""

    action: str
    by: By
    title: str
    done_when: str
    owner: str
    effort: str
    page: str
    why: Sentence
    effect: Sentence | None


def deeds(case: Case) -> list[Deed]:
    """The commitments in their order; at most five."""
    columns = ("place", "by", "finding", "action", "page", "owner_team", "owner_role", "effort", "effect", "refs")
    rows = sorted(records(case, "assess_plan", *columns), key=lambda row: number(row["place"]))
    return [deed for row in rows if (deed := _deed(case, row)) is not None]


def action_title(case: Case, name: str) -> str:
    """What an action is called; one that is no longer known by its id in words."""
    known = actions().get(name)
    return case.say(known.title) if known else name.replace("_", " ")


def _deed(case: Case, row: dict[str, Any]) -> Deed | None:
    action, by = actions().get(text(row["action"])), _day(row["by"])
    if action is None or by is None:
        return None
    why = case.say(action.why)
    spoken = next(
        (
            said
            for each in findings(case)
            if each.finding == text(row["finding"]) and (said := sentence(case, each)) is not None
        ),
        None,
    )
    reason = Sentence(text=f"{spoken.text} {why}", facts=spoken.facts) if spoken else plain_sentence(why)
    effort, role = number(row["effort"]), text(row["owner_role"])
    page = text(row["page"])
    return Deed(
        action=action.id,
        by=by,
        title=case.say(action.title),
        done_when=case.say(action.done_when),
        owner=case.say(role) if role else leader(case, "sales"),
        effort="" if math.isnan(effort) else case.say("{days} of work", days=case.words.days(effort)),
        page=page if case.applies(page) else "",
        why=reason,
        effect=_effect(case, text(row["effect"])),
    )


def _day(value: object) -> By | None:
    """The day a commitment is due by; None for another one."""
    days: dict[float, By] = {30.0: 30, 60.0: 60, 90.0: 90}
    return days.get(number(value))


def _effect(case: Case, key: str) -> Sentence | None:
    """What hangs on it, as a range where the data allow one: no promise, but the most that could be won."""
    row = by_key(case, key) if key else None
    if row is None or not row.known:
        return None
    said = case.between(row) or case.number(row)
    name = case.say(EFFECTS[row.metric]) if row.metric in EFFECTS else case.plain(row.metric) or case.label(row.metric)
    text_ = msg("{what}: {value}; at most, that is what can change.")
    return plain_sentence(case.say(text_, what=capital(name), value=said), row)
