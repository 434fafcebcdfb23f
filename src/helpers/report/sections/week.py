"""The two texts of the week, to copy as they stand."""

from __future__ import annotations

from helpers.report.case import Case
from helpers.report.model import Block, Note, Paste
from helpers.report.sections.plate import title
from helpers.report.weekly import TITLES, Which, weekly_lines, weekly_text
from helpers.words import msg

HOW = {
    "for_sales": msg(
        "Copy it as it stands: it comes from what customers responded to and what they were heard to say."
    ),
    "for_marketing": msg("Copy it as it stands: it comes from what sales and customers were heard to say."),
}


def week(case: Case) -> list[Block]:
    """Both texts; one whose table is missing is left out."""
    blocks: list[Block] = []
    for which in TITLES:
        blocks += _text(case, which)
    return blocks


def _text(case: Case, which: Which) -> list[Block]:
    lines = weekly_lines(case, which)
    if not lines:
        return []
    facts = tuple(dict.fromkeys(key for line in lines for key in line.facts))
    anchor = which.replace("_", "-")
    return [
        title(case.say(TITLES[which]), anchor=anchor),
        Note(text=case.say(HOW[which])),
        Paste(anchor=f"{anchor}-text", title=case.say(TITLES[which]), text=weekly_text(case, which), facts=facts),
    ]
