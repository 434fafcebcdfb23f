"""A number that called for a page, in one sentence: what was measured, of whom, when, and against what."""

from __future__ import annotations

import math

from helpers.facts import Row, pairs
from helpers.pages import IDS
from helpers.report.advice import Met
from helpers.report.case import Case
from helpers.report.findings import finding_text
from helpers.report.model import Sentence
from helpers.report.naming import DIMENSIONS, TEAMS, dimension, stage
from helpers.report.naming import part as named
from helpers.report.scorecard import verdict
from helpers.report.sections.handoff_lost import LEAKS, STEPS
from helpers.report.sections.ideal_names import attribute
from helpers.report.sections.loop import DOCUMENTS
from helpers.report.voice import quoted, theme
from helpers.words import msg

#: What a figure is called where its variant makes it another one: metric and variant → name.
VARIANTS = {
    ("handoff_acceptance", "class=undecided"): msg("Leads without a decision"),
    ("decisions_open", "overdue=yes"): msg("Decisions past their day"),
    ("campaigns_running", "untold=yes"): msg("Campaigns running without a word for sales"),
    ("icp_agreement", "on=blind_sort"): msg("Leads that both teams sort alike"),
    ("influenced", "by=marketing;outcome=won"): msg("Deals won that had met marketing"),
}
#: Differences between a part and the rest, by what is compared.
GAPS = {
    "unanswered": "handoff_unanswered", "response": "handoff_response_median", "acceptance": "handoff_acceptance",
    "sql": "mql_to_sql",
}  # fmt: skip
#: Metrics that are such a difference whatever their variant.
_TO_REST = ("message_contradicted", "ignored_channel", "handoff_gap")
#: Figures of those who came in, or of deals opened, in a window that lies before the month.
_FOLLOWED = (
    "lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_customer", "mql_to_customer", "offer_to_order",
    "time_to_close", "won_within", "win_rate",
)  # fmt: skip
#: Segments whose values the kit names itself.
_OF_KIND = {"team": TEAMS, "from": TEAMS, "step": STEPS, "leak": LEAKS, "document": DOCUMENTS}


def number(case: Case, found: Met) -> Sentence:
    """The number that met a threshold, against what it was held."""
    row = found.row
    if row.metric == "data_finding":
        return case.answer(_finding(case, row), row)
    if row.how.get("change") == "prior":
        return _moved(case, found)
    name, when, value = _name(case, row), _when(case, row), case.number(row)
    if found.threshold.than == "target":
        text = case.say("{name}, {when}: {value}, against a target of {target}.", name=name, when=when, value=value,
                        target=case.words.number(found.against, row.unit))  # fmt: skip
    elif not math.isnan(found.against):
        text = _against(case, (name, when, value), case.words.number(found.against, row.unit), found.verdict)
    elif row.metric in _TO_REST or "against" in row.how or "change" in row.how:
        text = case.say("{name}, {when}: {value} compared with the rest.", name=name, when=when,
                        value=case.words.change(row.value, row.unit))  # fmt: skip
    else:
        text = case.say("{name}, {when}: {value}.", name=name, when=when, value=value)
    return case.answer(text, *found.rows)


def _against(case: Case, given: tuple[str, str, str], prior: str, judged: Row | None) -> str:
    """A value beside the one before, and the verdict where the review has one."""
    name, when, value = given
    said = verdict(case, judged)
    if said:
        return case.say("{name}, {when}: {value}; {prior} before, {verdict}.", name=name, when=when, value=value,
                        prior=prior, verdict=said)  # fmt: skip
    return case.say("{name}, {when}: {value}; {prior} before.", name=name, when=when, value=value, prior=prior)


def _moved(case: Case, found: Met) -> Sentence:
    """A change that the review calls clear: the value now and before, not their difference."""
    row = found.row
    how = {name: value for name, value in row.how.items() if name != "change"}
    now = case.book.get(row.metric, period=row.period, clock=row.clock, segment=row.segment, **how)
    name, when = _name(case, row), _when(case, row)
    if now is None or not now.known:
        text = case.say("{name}, {when}: {value}.", name=name, when=when, value=case.words.change(row.value, row.unit))
    else:
        text = _against(case, (name, when, case.number(now)), case.number(row, "prior"), row)
    return case.answer(text, now, row)


def _finding(case: Case, row: Row) -> str:
    """What the import found, in the words in which the section on the data says it."""
    found = case.contract.finding(row.how.get("code", ""))
    return finding_text(case.words, found) if found else f"{case.label(row.metric)}: {case.number(row)}."


def _when(case: Case, row: Row) -> str:
    return case.whom(row) if row.clock == "cohort" and row.metric in _FOLLOWED else case.during(row.when)


def _name(case: Case, row: Row) -> str:
    """What is measured, and of which part."""
    how = {name: value for name, value in row.how.items() if name != "card"}
    known = VARIANTS.get((row.metric, pairs(how)))
    gap = GAPS.get(how.get("of", "")) if row.metric == "handoff_gap" else None
    label = case.say(known) if known else case.label(gap or row.metric)
    return ", ".join([label, *(_part(case, name, value) for name, value in row.where.items())])


def _part(case: Case, name: str, value: str) -> str:
    """A part of the business as a reader knows it: ``channel “Events”``, ``“Price”``."""
    if name in ("ritual", "page"):
        return quoted(case, case.page_title(value) if value in IDS else value)
    if name == "theme":
        return quoted(case, theme(case, value))
    if name == "reason":
        return quoted(case, case.agreements.reasons.label(value, lang=case.words.lang))
    if name == "attribute":
        return attribute(case, value)
    if name == "stage":
        return stage(case.words, value)
    if value in _OF_KIND.get(name, {}):
        return quoted(case, case.say(_OF_KIND[name][value]))
    if name in DIMENSIONS or name in case.engagement.segments:
        return case.say("{dimension} “{value}”", dimension=dimension(case.words, name),
                        value=named(case.words, name, value))  # fmt: skip
    return quoted(case, named(case.words, name, value))
