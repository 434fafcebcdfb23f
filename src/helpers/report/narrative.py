"""The sentences of the first screen: the headline, what moved and why, what to decide, what cannot be known.

Each comes from a template with its numbers, their period and how many they rest on. What is said of a change is
whether it is clear; what goes with it is named, never called its cause.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.facts import Row
from helpers.report.asking import next_sheet
from helpers.report.case import Case, inner
from helpers.report.model import Narrative, Sentence
from helpers.report.parts import why
from helpers.report.scorecard import change, faces, tone, verdict
from helpers.words import msg


def headline(case: Case) -> Narrative:
    """One sentence: the goal, and the clear change that matters most."""
    return Narrative(role="headline", sentences=(_headline(case),), first_screen=True)


def _headline(case: Case) -> Sentence:
    if case.empty:
        text = msg("There is no data {when}: this review says what is missing and how to fill it in.")
        return Sentence(text=case.say(text, when=case.during(case.period)))
    goal = dict(faces(case))[_place(case)]
    reached = attainment(case)
    said = [_goal(case, goal, reached)]
    moved = _leading(case)
    if moved:
        row, before = moved
        said.append(case.say("{name} went from {prior} to {value}, {verdict}", name=inner(case.label(row.metric)),
                             prior=case.number(row, "prior"), value=case.number(row),
                             verdict=verdict(case, before)))  # fmt: skip
        return case.answer("; ".join(said) + ".", goal, reached, row, before)
    comparable = any(verdict(case, change(case, row, "prior")) for _, row in faces(case))
    nothing = msg("none of the five shared numbers shows a clear change")
    said.append(case.say(nothing if comparable else msg("there is no earlier period to compare with")))
    return case.answer("; ".join(said) + ".", goal, reached)


def _place(case: Case) -> int:
    """Which card is the shared goal."""
    return next((number for number, name in enumerate(case.engagement.cards, 1) if name == "goal"), 5)


def _goal(case: Case, goal: Row | None, reached: Row | None) -> str:
    """``Acme won 14 new customers in October 2026, 82% of the target``."""
    client = case.engagement.client
    if goal is None or not goal.known:
        return case.say("{client}: the shared goal cannot be stated {when}", client=client,
                        when=case.during(case.period))  # fmt: skip
    text = _won(case, goal, "numerator" if goal.metric == "target_attainment" else "value")
    if goal.metric == "target_attainment":
        reached = goal
    if reached is not None and reached.known and reached.period == goal.period:
        return case.say("{text}, {share} of the target", text=text, share=case.words.share(reached.value, 0))
    if goal.target == goal.target:
        return case.say("{text}, against a target of {target}", text=text, target=case.number(goal, "target"))
    return text


def _won(case: Case, goal: Row, field: str) -> str:
    """What was reached of the shared goal, in a phrase of its own for the usual goals."""
    client, metric, when = case.engagement.client, case.engagement.goal, case.during(goal.when)
    if metric == "customers":
        return case.words.plural("{client} won {n} new customer {when}", "{client} won {n} new customers {when}",
                                 float(getattr(goal, field)), client=client, when=when)  # fmt: skip
    if metric == "revenue_won":
        return case.say("{client} won {money} of new business {when}", client=client, when=when,
                        money=case.number(goal, field))  # fmt: skip
    return case.say("{client}: {name} {value} {when}", client=client, name=inner(case.label(metric)), when=when,
                    value=case.number(goal, field))  # fmt: skip


def attainment(case: Case, metric: str = "target_attainment") -> Row | None:
    """How much of the target is reached in the shortest target period that holds the month under review."""
    return next(iter(attainments(case, metric)), None)


def attainments(case: Case, metric: str = "target_attainment") -> list[Row]:
    """The same for every target period that holds the month, the shortest first."""
    found = [
        row
        for row in case.book.rows(metric)
        if row.known and row.how.get("metric") == case.engagement.goal and row.when.holds(case.period.last)
    ]
    return sorted(found, key=lambda row: (row.when.length, row.period))


def _changes(case: Case) -> list[tuple[Row, Row]]:
    """Cards with a known change, the clear ones for the worse first, then the other clear ones."""
    found = []
    for _, row in faces(case):
        before = change(case, row, "prior")
        if row is not None and before is not None and row.known and before.known and row.prior == row.prior:
            found.append((row, before))
    order = {"bad": 0, "good": 1, "neutral": 2}
    return sorted(found, key=lambda pair: (pair[1].status != "clear", order[tone(case, pair[1])]))


def _leading(case: Case) -> tuple[Row, Row] | None:
    """The change the headline names: clear, not the goal's own, and not one that missing history would make."""
    for row, before in _changes(case):
        made_up = bool(case.truncated) and row.unit == "share" and before.value > 0
        if before.status == "clear" and row.metric != "target_attainment" and not made_up:
            return row, before
    return None


def moved(case: Case) -> Narrative:
    """Three lines, each with its number: what moved, whether clearly, and what goes with it."""
    changes = _changes(case)[:3]
    told = {row.key for row, _ in changes}
    rest = [row for _, row in faces(case) if row is not None and row.known and row.key not in told]
    lines = [_line(case, row, before) for row, before in changes]
    lines += [_alone(case, row) for row in rest[: 3 - len(lines)]]
    if not lines:
        row = case.book.get(case.engagement.goal, period=case.period)
        lines = [case.answer(case.say("There is no earlier period to compare with."), row)]
    return Narrative(role="moved", sentences=tuple(lines), first_screen=True)


def _alone(case: Case, row: Row) -> Sentence:
    """A number that has nothing to be compared with."""
    if case.cut(row):
        said = case.say("{name}: {value}. {why}", name=case.label(row.metric), value=case.number(row),
                        why=case.reason("entries_end"))  # fmt: skip
        return case.answer(said, row)
    text = msg("{name}: {value}, with no earlier period to compare with.")
    return case.answer(case.say(text, name=case.label(row.metric), value=case.number(row)), row)


def _line(case: Case, row: Row, before: Row) -> Sentence:
    text = msg("{name}: from {prior} to {value}, {verdict}.")
    if not verdict(case, before):
        text = msg("{name}: {value}; {prior} before.")
    if case.number(row) == case.number(row, "prior"):
        text = msg("{name}: {value}, as before.")
    said = case.say(text, name=case.label(row.metric), value=case.number(row), prior=case.number(row, "prior"),
                    verdict=verdict(case, before))  # fmt: skip
    if before.status != "clear":
        return case.answer(said, row, before)
    extent = case.words.change_interval(before.low, before.high, before.unit)
    if extent:
        said += " " + case.say("The difference lies {interval}.", interval=extent)
    reason, facts = why(case, row, before)
    return case.answer(f"{said} {reason}".strip(), row, before, *facts)


def unknown(case: Case) -> Narrative:
    """What this report cannot know, and the one form that would tell most next."""
    asked = next_sheet(case)
    return Narrative(role="unknown", sentences=(_unknown(case), *([asked] if asked else [])), first_screen=True)


def _unknown(case: Case) -> Sentence:
    holes = list(_holes(case))
    if holes:
        return Sentence(text=" ".join(holes))
    gaps = [row for _, row in faces(case) if row is not None and not row.known]
    if gaps:
        names = case.words.listing(dict.fromkeys(inner(case.label(row.metric)) for row in gaps))
        text = msg("This report cannot say anything about {names}. {why}")
        return case.answer(case.say(text, names=names, why=case.why(gaps[0])), *gaps)
    return Sentence(text=case.say(
        "This report sees only what was recorded: conversations, offers and costs that never reached the files are "
        "not in it, and it shows what goes together, not what caused it."
    ))  # fmt: skip


def _holes(case: Case) -> Iterator[str]:
    """Where the record itself stops: new entries at the end, wins at the beginning."""
    if case.ended:
        text = msg(
            "No new entry is recorded after {date}, so this report cannot say how many came in since: what falls "
            "after that day is missing data, not a change."
        )
        yield case.say(text, date=case.words.date(case.ended))
    if case.truncated:
        text = msg(
            "No deal won before {date} is in the data, so this report cannot say how many customers came from those "
            "who came in earlier: a rising rate may only be missing history."
        )
        yield case.say(text, date=case.truncated_on)
