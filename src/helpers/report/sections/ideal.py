"""The ideal customer: whether both teams mean the same accounts, whether those pay and stay, and a profile to agree on.

Without the forms the section is one note that names them, and what the data alone can say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from helpers.facts import Row
from helpers.icp.lift import OUTCOMES
from helpers.report.case import Case
from helpers.report.model import Block, Note, Sentence
from helpers.report.sections.ideal_names import BOTH, PAGE, team, verdict
from helpers.report.sections.ideal_odds import odds
from helpers.report.sections.ideal_profiles import differences, people, proposal
from helpers.report.sections.ideal_tiers import lift_row, lifts, worked
from helpers.report.sections.plate import answer, title
from helpers.words import msg

#: Below these shares of agreement the two teams had better talk first.
SORTED_ALIKE, ACCOUNTS_ALIKE = 0.8, 0.7
LEADS = {
    "margin": msg(
        "Accounts in tier A of {team} bring {ratio} the margin per customer of the others, {between}: {verdict}."
    ),
    "repeat": msg(
        "Accounts in tier A of {team} come back or stay {ratio} as often as the others, {between}: {verdict}."
    ),
    "wins": msg("Accounts in tier A of {team} are won {ratio} as often as the others, {between}: {verdict}."),
}
FORMS = {
    "no_profile": msg(
        "Nobody has written down the ideal customer. The form “ideal customer”, one for each team, would tell whether "
        "both teams look for the same accounts, and whether those pay and stay."
    ),
    "one_profile": msg(
        "Only one team has written down its ideal customer: the other team's form “ideal customer” would tell where "
        "the two differ."
    ),
    "no_blind_sort": msg(
        "Both teams have not yet sorted the same leads: twenty leads in the form “blind sort”, without seeing each "
        "other's answer, would tell how often they agree."
    ),
}


def ideal(case: Case) -> list[Block]:
    """The whole section; none where nothing of it was computed."""
    if not any(True for _ in case.book.rows("icp_agreement", segment=None)):
        return []
    said = [*_sorted_alike(case), *_would_work(case), *_leads(case)]
    blocks: list[Block] = [title(case.say("Ideal customer"), anchor="ideal")]
    if said:
        blocks.append(answer(*said, *case.introducing(case.say("What to do with it:"), page=PAGE)))
    blocks += [*_missing(case), *lifts(case), *worked(case), *differences(case, *_ages(case)), *odds(case)]
    return [*blocks, *proposal(case), *people(case)]


def _agreement(case: Case, on: str, would: str = "") -> Row | None:
    how = {"on": on, "would": would} if would else {"on": on}
    return case.book.get("icp_agreement", period=case.period.rolling(12), clock="period", segment="all", **how)


def _missing(case: Case) -> list[Block]:
    """What the forms that are not there would tell, in one note."""
    rows = [row for on in ("accounts", "blind_sort") if (row := _agreement(case, on)) is not None]
    gaps = [row for row in rows if row.note in FORMS]
    if not gaps:
        return []
    said = " ".join(case.say(FORMS[row.note]) for row in gaps)
    return [Note(tone="missing", text=said, facts=tuple(row.key for row in gaps))]


def _sorted_alike(case: Case) -> Iterator[Sentence]:
    """``They agree on 14 of 20 that both sorted without seeing each other's answer (between … and …).``"""
    row = _agreement(case, "blind_sort")
    if row is None or not row.known:
        return
    message = msg("They agree on {n} of {all} that both sorted without seeing each other's answer ({between}).")
    said = case.say(message, n=case.number(row, "numerator"), all=case.number(row, "denominator"),
                    between=case.between(row))  # fmt: skip
    yield case.answer(said, row)
    beyond = case.book.get("icp_ac1", period=case.period.rolling(12))
    if beyond is not None and beyond.known and not math.isnan(beyond.low):
        message = msg(
            "Leaving out what chance alone would give, they agree {value} of the way ({between}; Gwet's AC1)."
        )
        between = case.words.interval(beyond.low, beyond.high, "share")
        yield case.answer(case.say(message, value=case.words.share(beyond.value, 0), between=between), beyond)


def _would_work(case: Case) -> Iterator[Sentence]:
    both, ours, theirs = (_agreement(case, "accounts", would) for would in ("both", *BOTH))
    if both is None or ours is None or theirs is None or not both.known:
        return
    message = msg(
        "By what they have written, both would work {n} of {all} accounts; only marketing would work {ours}, only "
        "sales {theirs}."
    )
    said = case.say(message, n=case.number(both, "numerator"), all=case.number(both, "denominator"),
                    ours=case.number(ours, "numerator"), theirs=case.number(theirs, "numerator"))  # fmt: skip
    yield case.answer(said, both, ours, theirs)


def _leads(case: Case) -> Iterator[Sentence]:
    """Tier A of each team over the first outcome with enough cases."""
    for name in BOTH:
        found = [row for on in OUTCOMES if (row := lift_row(case, on, name, "A")) is not None and row.known]
        told = next((row for row in found if not row.few), found[0] if found else None)
        if told is not None:
            on = told.how["on"]
            said = case.say(LEADS[on], team=team(case, name), ratio=case.number(told),
                            between=case.between(told), verdict=verdict(case, told))  # fmt: skip
            yield case.answer(said, told)


def _age(case: Case, name: str) -> Row | None:
    row = case.book.get("icp_age", period=case.period.rolling(12), segment=f"team={name}")
    return row if row is not None and row.known else None


def _ages(case: Case) -> Iterator[Sentence]:
    for name in BOTH:
        row = _age(case, name)
        if row is not None:
            message = msg("The profile of {team} was last edited {age} ago; it is to be looked at every {target}.")
            said = case.say(message, team=team(case, name), age=case.number(row), target=case.number(row, "target"))
            yield case.answer(said, row)


def ideal_rule(case: Case) -> Iterator[Sentence]:
    """What to decide about the ideal customer: little agreement, or a document that nobody has touched."""
    placed, accounts = _agreement(case, "blind_sort"), _agreement(case, "accounts")
    if placed is not None and placed.known and not placed.few and placed.value < SORTED_ALIKE:
        message = msg("Both teams agree on {n} of {all} leads that they sorted: decide together whom both want.")
        yield _counted(case, message, placed)
    elif accounts is not None and accounts.known and accounts.value < ACCOUNTS_ALIKE:
        message = msg("Both teams would treat {n} of {all} accounts alike: decide together whom both want.")
        yield _counted(case, message, accounts)
    for name in BOTH:
        row = _age(case, name)
        if row is not None and row.value > row.target:
            message = msg("The ideal customer of {team} was last edited {age} ago: look at it together again.")
            said = case.say(message, team=team(case, name), age=case.number(row))
            yield case.answer(said, row, page=PAGE)


def _counted(case: Case, message: str, row: Row) -> Sentence:
    said = case.say(message, n=case.number(row, "numerator"), all=case.number(row, "denominator"))
    return case.answer(said, row, page=PAGE)
