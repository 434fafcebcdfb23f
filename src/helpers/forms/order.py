"""Which form would tell most next.

Costs and decisions come first everywhere: the one answers what a new customer costs, the other lets the next review ask
what became of this one. After that the order follows what a context lives on:

- *mixed*: the hand-off is where two teams meet, so the agreement on it, then what customers say, then targets;
- *digital-native*: contracts decide what customers are worth, then the agreement that so many leads need;
- *sales-led*: existing customers carry the business, so revenue, then what customers say and the deals looked back on;
- *no-marketing*: the same questions for roles instead of departments: no agreement between two teams, no blind sort,
  no pay to share.

A form is passed over while what it needs is not there: an agreement on the hand-off and groups of sellers without
people in the exports, a blind sort before both teams have written down their ideal customer, the use of content before
there is a register of it, an experiment before there are costs; revenue and subscriptions where the other is there.

The survey of both teams and the checklist of artefacts stand in no order: they belong to an assessment, which asks for
them once, and a month says nothing about when that is.
"""

from __future__ import annotations

from collections.abc import Collection

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.forms.declared import declared
from helpers.words import Words, msg

#: Forms of an assessment: it asks for them itself, so no review of a month ever does.
ASSESSED = ("survey", "artefacts")
#: Asked for in the first month.
FIRST = ("costs", "decisions")
#: Forms that are documents, not sheets: the agreement on the hand-off, and each team's ideal customer.
DOCUMENTS = ("sla", "icp")
_DOCUMENT_TITLES = {"sla": msg("Agreement on the hand-off"), "icp": msg("Ideal customer of each team")}
ORDERS: dict[str, tuple[str, ...]] = {
    "mixed": (
        *FIRST, "sla", "feedback", "targets", "meetings", "comments", "icp", "winloss", "content", "messages",
        "campaigns", "owners", "revenue", "subscriptions", "content_use", "incentives", "blind_sort", "lift",
    ),
    "digital-native": (
        *FIRST, "subscriptions", "sla", "targets", "feedback", "meetings", "comments", "icp", "content", "campaigns",
        "messages", "winloss", "content_use", "owners", "incentives", "blind_sort", "lift", "revenue",
    ),
    "sales-led": (
        *FIRST, "revenue", "feedback", "winloss", "targets", "meetings", "comments", "sla", "icp", "messages",
        "content", "campaigns", "owners", "content_use", "incentives", "blind_sort", "subscriptions", "lift",
    ),
    "no-marketing": (
        *FIRST, "revenue", "feedback", "targets", "winloss", "meetings", "messages", "content", "campaigns", "icp",
        "comments", "content_use", "subscriptions", "lift",
    ),
}  # fmt: skip
#: Form → what must be there before it tells anything.
NEEDS = {
    "sla": "people", "owners": "people", "blind_sort": "icp", "content_use": "content", "lift": "costs",
}  # fmt: skip
#: Forms that say the same by another way: who has the one is not asked for the other.
INSTEAD = {"revenue": "subscriptions", "subscriptions": "revenue"}
#: Form → what it lets the review say.
TELLS: dict[str, str] = {
    "costs": msg("what a new customer costs"),
    "decisions": msg("what became of what both teams decided"),
    "targets": msg("whether the shared goal is in reach"),
    "sla": msg("which leads were answered in the time both teams agreed on"),
    "feedback": msg("what customers say and whether anybody answered it"),
    "meetings": msg("which meetings of both teams are held and which fade away"),
    "comments": msg("what each head of team makes of the month, and the win both share"),
    "icp": msg("where both teams differ on the ideal customer"),
    "winloss": msg("what decides the deals that are won and lost"),
    "campaigns": msg("which campaigns run now and what sales must know of them"),
    "content": msg("which objections nothing answers yet"),
    "messages": msg("which promises customers contradict"),
    "owners": msg("where leads wait, by groups of sellers"),
    "revenue": msg("what customers are worth and how many buy again"),
    "subscriptions": msg("how long customers stay and what they are worth"),
    "content_use": msg("which content is used, and with which deals"),
    "incentives": msg("how much of what people are paid for both teams share"),
    "blind_sort": msg("whether both teams would accept the same leads"),
    "lift": msg("what a channel adds, beside what it is credited with"),
    "survey": msg("what each team thinks of the work with the other, and where the two differ"),
    "artefacts": msg("what both teams have in writing, and what of it is used"),
}


def filled(contract: Contract, agreements: Agreements) -> set[str]:
    """Forms that say something already: those with a row used, and the documents that are there."""
    found = {file.table for file in contract.files if file.rows_used}
    found |= {"sla"} if agreements.sla else set()
    return found | ({"icp"} if agreements.icp_marketing and agreements.icp_sales else set())


def next_form(
    contract: Contract, engagement: Engagement, agreements: Agreements, *, leave: Collection[str] = ()
) -> str:
    """Id of the form that would tell most next, or '' where every one is filled; those in ``leave`` are not asked for.

    >>> from helpers.contract import FileAccount
    >>> acme = Engagement(client="Acme", currency="EUR", time_zone="Europe/Madrid")
    >>> costs = FileAccount(name="costs.csv", table="costs", rows_read=3, rows_used=3)
    >>> next_form(Contract(files=[costs]), acme, Agreements())
    'decisions'
    """
    there = filled(contract, agreements)
    for name in ORDERS[engagement.context]:
        asked = name not in there and name not in leave and INSTEAD.get(name, "") not in there
        if asked and NEEDS.get(name, "") in ("", *there):
            return name
    return ""


def form_title(name: str, *, lang: str) -> str:
    """What people call a form: the name of its sheet, or of the document.

    >>> form_title("decisions", lang="es"), form_title("sla", lang="en")
    ('Decisiones', 'Agreement on the hand-off')
    """
    return Words(lang).say(_DOCUMENT_TITLES[name]) if name in DOCUMENTS else declared()[name].title(lang)
