"""What to do: the playbook pages that the month's numbers call for, each with its own line of advice."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.report.advice import Met, met, plain
from helpers.report.case import Case
from helpers.report.measured import number
from helpers.report.model import Action, Actions, Block, Link, Narrative, Reason, Sentence
from helpers.report.sections.plate import answer, title
from helpers.words import msg

#: Pages that are told in full; the others are named.
MOST = 5
WAITS = msg("This page waits; the number calls for it.")


def todo(case: Case, decided: Narrative) -> list[Block]:
    """The section that follows the first screen; ``decided`` are the decisions that stand there."""
    found = called(case, decided)
    head = title(case.say("What to do"), anchor="todo")
    if not found:
        nothing = msg("No number of this review calls for a page of the playbook: keep to those in use.")
        return [head, answer(Sentence(text=case.say(nothing)))]
    told, named_only = list(found.items())[:MOST], list(found)[MOST:]
    text = case.say("The numbers of this review call for these pages of the playbook; those of the decisions above "
                    "come first.")  # fmt: skip
    actions = tuple(_action(case, page, reasons) for page, reasons in told)
    others = tuple(Link(page=page, page_title=case.page_title(page)) for page in named_only)
    return [head, answer(Sentence(text=text)), Actions(actions=actions, others=others)]


def called(case: Case, decided: Narrative) -> dict[str, list[Met]]:
    """Pages whose thresholds are met: those of the decisions, then those in use, then those that wait."""
    found: dict[str, list[Met]] = {}
    for each in met(case):
        found.setdefault(each.page, []).append(each)
    first = [sentence.page for sentence in decided.sentences if sentence.page in found]
    rest = sorted((page for page in found if page not in first), key=case.waits)
    return {page: found[page] for page in [*first, *rest]}


def _action(case: Case, page: str, found: Sequence[Met]) -> Action:
    reasons = tuple(
        Reason(number=number(case, each), looks=plain(each.advice.looks), do=plain(each.advice.do)) for each in found
    )
    remark = case.say(WAITS) if case.waits(page) else ""
    return Action(page=page, page_title=case.page_title(page), reasons=reasons, remark=remark)
