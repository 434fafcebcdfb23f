"""What stands in the slots of a client's page: name → what prints it. A printer that knows nothing prints ''."""

from __future__ import annotations

from collections.abc import Callable

from helpers.pages.page import Page
from helpers.playbook.client import Client
from helpers.playbook.plain import plain
from helpers.playbook.printed.campaigns import campaigns_running
from helpers.playbook.printed.catalogue import catalogue
from helpers.playbook.printed.content import content_table
from helpers.playbook.printed.customer import ideal_customer_table
from helpers.playbook.printed.decided import decisions_open, hypotheses_open
from helpers.playbook.printed.heard import loss_reasons, objections_list
from helpers.playbook.printed.house import active_pages, context_why, rhythms_table
from helpers.playbook.printed.incentives import incentives_table
from helpers.playbook.printed.inline import answer_within, chair_word, decide_within, stage_name, turns
from helpers.playbook.printed.messages import messages_table
from helpers.playbook.printed.promises import sla_promises
from helpers.playbook.printed.purpose import here
from helpers.playbook.printed.roles import buyer_roles
from helpers.playbook.printed.stages import stages_table
from helpers.playbook.printed.targets import targets_table

__all__ = ["BLOCKS", "INLINE", "here"]

#: Blocks: Markdown on lines of its own.
BLOCKS: dict[str, Callable[[Client], str]] = {
    "decisions-open": decisions_open,
    "hypotheses-open": hypotheses_open,
    "targets-table": targets_table,
    "stages-table": stages_table,
    "sla-promises": sla_promises,
    "ideal-customer-table": ideal_customer_table,
    "buyer-roles": buyer_roles,
    "messages-table": messages_table,
    "objections-list": objections_list,
    "campaigns-running": campaigns_running,
    "content-table": content_table,
    "incentives-table": incentives_table,
    "loss-reasons": loss_reasons,
    "catalogue": catalogue,
    "rhythms-table": rhythms_table,
    "active-pages": active_pages,
    "context-why": context_why,
}
#: Words within a line.
INLINE: dict[str, Callable[[Client, Page], str]] = {
    "client": lambda client, _: plain(client.name),
    "chair": chair_word,
    "turns": turns,
    "answer-within": answer_within,
    "decide-within": decide_within,
    **{f"stage.{stage}": stage_name(stage) for stage in ("lead", "mql", "sql", "opportunity", "offer", "customer")},
}
