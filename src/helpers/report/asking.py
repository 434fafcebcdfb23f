"""The one form that would tell most next, in a sentence."""

from __future__ import annotations

from helpers.forms.order import TELLS, form_title, next_form
from helpers.report.case import Case
from helpers.report.model import Sentence


def next_sheet(case: Case) -> Sentence | None:
    """Which form to fill in next and what it would let the review say; None where every one is filled."""
    name = next_form(case.contract, case.engagement, case.agreements)
    if not name:
        return None
    text = case.say("The form to fill in next is “{form}”: it would tell {what}.",
                    form=form_title(name, lang=case.words.lang), what=case.say(TELLS[name]))  # fmt: skip
    return Sentence(text=text, **case.leads_to("data-habits"))
