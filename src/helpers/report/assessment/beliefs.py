"""What people say, what stands in writing and what the data show, each as the clause of a sentence."""

from __future__ import annotations

import math

from helpers.facts import Row
from helpers.instrument import instrument
from helpers.pages import IDS
from helpers.report.assessment.topics import quoted
from helpers.report.case import Case, inner
from helpers.report.handing import promised
from helpers.report.sections.loop import DOCUMENTS
from helpers.words import msg

#: A statement of the survey as what somebody says.
BELIEFS = {
    "goals_1": msg("they know which goal of the other team depends on them"),
    "goals_2": msg("what is good for marketing is good for sales"),
    "goals_3": msg("the figures of both teams match"),
    "customer_1": msg("both teams would turn down the same accounts"),
    "customer_2": msg("the ideal customer takes up recent objections"),
    "customer_3": msg("they know who can change the ideal customer"),
    "handoff_1": msg("it is written down what a contact must meet before it goes to sales"),
    "handoff_2": msg("marketing knows why sales rejects a contact"),
    "handoff_3": msg("leads are answered as agreed"),
    "communication_1": msg("they hear from the other team in time"),
    "communication_2": msg("joint meetings end with decisions that somebody answers for"),
    "communication_3": msg("their comments to the other team change something"),
    "incentives_1": msg("their pay includes a result they share with the other team"),
    "incentives_2": msg("both teams plan together before goals are set"),
    "incentives_3": msg("results of both teams are celebrated"),
    "profile_1": msg("both teams use the same document for the profile and the buying cycle"),
    "profile_2": msg("the profile was brought up to date in the last 90 days"),
    "profile_3": msg("both teams contribute to the profile"),
    "channels_1": msg("there is a fixed slot in which sales tells what it hears"),
    "channels_2": msg("marketing tells sales what responds"),
    "channels_3": msg("deals won and lost are looked back on without blame"),
    "data_1": msg("they can see what became of the contacts they share"),
    "data_2": msg("they trust the data of the CRM"),
    "data_3": msg("noting down what is needed takes a reasonable time"),
    "reporting_1": msg("results are presented in one report"),
    "reporting_2": msg("both teams look at the whole funnel when a number falls"),
    "reporting_3": msg("every report uses the same definitions"),
}
#: What a figure of the review says, where its name and value alone would read badly.
SHOWN = {
    ("sla_compliance", ""): msg("{value} of the leads were answered in the time promised"),
    ("handoff_unanswered", ""): msg("{value} of the leads have no answer"),
    ("handoff_acceptance", "class=undecided"): msg("{value} of the leads wait for a decision of sales"),
    ("handoff_recorded", ""): msg("{value} of the decisions have a call or a message on record"),
    ("decisions_on_time", ""): msg("{n} of {all} decisions were done by their day"),
    ("decisions_open", "overdue=yes"): msg("{value} decisions are past their day"),
    ("icp_agreement", "on=blind_sort"): msg("both teams sorted {n} of {all} leads alike"),
    ("icp_agreement", "on=accounts"): msg("both teams would decide alike on {n} of {all} accounts"),
    ("icp_agreement", "on=criteria"): msg("both teams ask the same of {n} of {all} criteria"),
    ("shared_pay", ""): msg("{n} of {all} parts of variable pay hang on a shared result"),
    ("feedback_answered", ""): msg("{n} of {all} remarks got an answer"),
    ("both_present", ""): msg("both teams were there in {n} of {all} meetings held"),
    ("ritual_held", ""): msg("{n} of {all} planned meetings were held"),
    ("reasons_known", ""): msg("{n} of {all} lost deals have a reason on record"),
    ("content_coverage", ""): msg("{n} of {all} objections heard have an answer in writing"),
    ("handoff_reason", ""): msg("{value} of the leads that sales sent back carry no reason"),
    ("ritual_held", "ritual"): msg("“{part}” was held {n} of {all} times"),
    ("ritual_dying", "ritual"): msg("“{part}” has been missed {value} times in a row"),
    ("campaigns_running", "untold=yes"): msg("{value} of the campaigns running are unknown to sales"),
    ("touch_coverage", "of=customers"): msg("{n} of {all} new customers have anything on record that brought them"),
    ("unshared_roles", ""): msg("{n} of {all} roles are paid for nothing they share"),
    ("loop_health", ""): msg("{value} of what both teams agreed is kept"),
    ("document_age", "document"): msg("“{part}” was last touched {value} ago"),
    ("icp_age", ""): msg("the ideal customer was last touched {value} ago"),
}


def says(case: Case, row: Row) -> str:
    """What so many people say: ``17 of 21 people say that leads are answered as agreed``; a score where it is one."""
    item = row.where.get("item", "")
    if row.metric != "perception_agree" or not math.isfinite(row.numerator):
        return case.say("people score it {value} of 100", value=case.number(row))
    blanks = {"all": case.words.count(row.denominator), "what": belief(case, item)}
    if not row.numerator:
        return case.say("none of {all} people says that {what}", **blanks)
    if row.value < 0.5:
        return case.words.plural("only {n} of {all} people says that {what}",
                                 "only {n} of {all} people say that {what}", row.numerator, **blanks)  # fmt: skip
    return case.say("{n} of {all} people say that {what}", n=case.words.count(row.numerator), **blanks)


def belief(case: Case, item: str) -> str:
    """A statement as what somebody says; one without such a clause in quotation marks."""
    if item in BELIEFS:
        return case.say(BELIEFS[item])
    return quoted(case, instrument().questions(case.words.lang).get(item, item))


def shows(case: Case, row: Row) -> str:
    """What a figure of the review says: ``half of the leads wait 61 hours, and 24 working hours were promised``."""
    if row.metric == "handoff_response_median" and "quantile" not in row.how:
        return _waits(case, row)
    how = ";".join(sorted(f"{name}={value}" for name, value in row.how.items() if name not in ("card", "unit")))
    about = next((name for name in ("ritual", "document") if name in row.where), "")
    text = SHOWN.get((row.metric, about or how))
    blanks = {"value": case.number(row), "n": case.words.count(row.numerator), "all": case.words.count(row.denominator)}
    blanks |= {"part": _part(case, about, row.where[about])} if about else {}
    if text and not ("{n}" in text and math.isnan(row.numerator + row.denominator)):
        return case.say(text, **blanks)
    said = case.say("{name}: {value}", name=inner(case.label(row.metric)), value=case.number(row))
    if math.isfinite(row.target):
        return case.say("{said} of {target} agreed", said=said, target=case.words.number(row.target, row.unit))
    return said


def _part(case: Case, about: str, name: str) -> str:
    if about == "document":
        return case.say(DOCUMENTS[name]) if name in DOCUMENTS else name.replace("_", " ")
    return case.page_title(name) if name in IDS else name


def _waits(case: Case, row: Row) -> str:
    promise = promised(case) or (case.words.number(row.target, row.unit) if math.isfinite(row.target) else "")
    if promise:
        text = msg("half of the leads wait {value} or more, and {promise} were promised")
        return case.say(text, value=case.number(row), promise=promise)
    return case.say("half of the leads wait {value} or more", value=case.number(row))


def written_down(case: Case, artefact: str) -> str:
    """What the checklist says of a document; empty where it is not on it."""
    known = {each.id: each for each in instrument().artefacts}
    rows = case.tables.get("assess_artefacts")
    if artefact not in known or rows is None or artefact not in set(rows["artefact"]):
        return ""
    row = rows[rows["artefact"] == artefact].iloc[0]
    name = quoted(case, known[artefact].text(case.words.lang))
    if not bool(row["exists"]):
        return case.say("{name} does not exist in writing", name=name)
    if not bool(row["used"]):
        return case.say("{name} exists and has not been used for 60 days", name=name)
    if not bool(row["both"]):
        return case.say("{name} is in use, and only one team has written in it", name=name)
    return case.say("{name} exists and is in use", name=name)
