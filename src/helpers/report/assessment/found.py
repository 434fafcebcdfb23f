"""What was found, in sentences: the rows of ``assess_findings`` with their numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from helpers.facts import Row
from helpers.report.assessment.beliefs import says, shows, written_down
from helpers.report.assessment.topics import BOTH, both, by_key, find, quoted, rows_of, sure, team, topic
from helpers.report.case import Case, inner
from helpers.report.listing import number, records, text
from helpers.report.model import Sentence
from helpers.words import msg

_OPINION = ("perception_agree", "perception_score", "reported_practice", "dont_know")


class Finding(NamedTuple):
    """One row of ``assess_findings``."""

    finding: str
    kind: str
    construct: str
    nature: str
    claim: str
    page: str
    refs: tuple[str, ...]


def findings(case: Case, *kinds: str) -> list[Finding]:
    """What was found, the weightiest first; of some kinds only, where they are named."""
    columns = ("rank", "finding", "kind", "construct", "nature", "claim", "page", "refs")
    rows = sorted(
        records(case, "assess_findings", *columns), key=lambda row: (number(row["rank"]), text(row["finding"]))
    )
    found = [
        Finding(
            finding=text(row["finding"]),
            kind=text(row["kind"]),
            construct=text(row["construct"]),
            nature=text(row["nature"]),
            claim=text(row["claim"]),
            page=text(row["page"]),
            refs=tuple(filter(None, text(row["refs"]).split("\n"))),
        )
        for row in rows
    ]
    return [each for each in found if not kinds or each.kind in kinds]


def headline_finding(case: Case) -> Finding | None:
    """The contradiction that weighs most; else whatever weighs most, a strength only where there is nothing else."""
    found = [*findings(case, "contradiction"), *(each for each in findings(case) if each.kind != "strength")]
    found += findings(case, "strength")
    return next((each for each in found if sentence(case, each) is not None), None)


def sentence(case: Case, finding: Finding) -> Sentence | None:
    """The finding with its numbers; None where its facts may not be shown."""
    writer = _WRITERS.get(finding.kind)
    return writer(case, finding) if writer else None


def said(case: Case) -> list[tuple[Finding, Sentence]]:
    """Every finding that can be said."""
    found = ((each, sentence(case, each)) for each in findings(case))
    return [(each, spoken) for each, spoken in found if spoken is not None]


def sides(case: Case, finding: Finding) -> tuple[list[Row], list[str], list[Row]]:
    """What a contradiction sets side by side: opinions, documents (ids or figures of the checklist), data."""
    rows = list(rows_of(case, finding.refs))
    opinions = [row for row in rows if row.metric in _OPINION and "team" not in row.where]
    opinions = opinions or [row for row in rows if row.metric in _OPINION]
    papers = [ref for ref in finding.refs if "|" not in ref]
    data = [row for row in rows if row.metric not in (*_OPINION, "artefact_share", "construct_level", "contradiction")]
    data.sort(key=lambda row: row.metric != "handoff_response_median" or bool(row.how))
    return opinions, papers, data


def capital(text_: str) -> str:
    """With a capital at its beginning, as a sentence of its own; behind an opening mark as well."""
    at = next((place for place, letter in enumerate(text_) if letter.isalpha()), 0)
    return text_[:at] + text_[at : at + 1].upper() + text_[at + 1 :] if not text_[:at].strip("“«¿¡") else text_


def _contradiction(case: Case, finding: Finding) -> Sentence | None:
    opinions, papers, data = sides(case, finding)
    shown = [shows(case, row) for row in data[:1]] or [found for ref in papers if (found := written_down(case, ref))][
        :1
    ]
    if not shown:
        return None
    if not opinions:
        facts = (*data[:1], find(case, "contradiction", construct=finding.construct))
        name = quoted(case, topic(case, finding.construct))
        return case.answer(
            capital(case.say("What people say of {topic} does not stand: {shown}.", topic=name, shown=shown[0])),
            *facts,
            page=finding.page,
        )
    row = opinions[0]
    high = row.metric != "perception_agree" or row.value >= 0.5
    if high and row.metric == "perception_agree" and _each_team(case, row.where.get("item", "")):
        opening = case.say("In both teams, {said}", said=says(case, row))
    else:
        opening = says(case, row)
    joined = msg("{said}; {shown}.") if high else msg("{said}; yet {shown}.")
    return case.answer(capital(case.say(joined, said=opening, shown=shown[0])), row, *data[:1], page=finding.page)


def _each_team(case: Case, item: str) -> bool:
    """Whether more than half of each team say so, where teams may be shown."""
    rows = [find(case, "perception_agree", item=item, team=name) for name in BOTH]
    return all(row is not None and row.known and row.value > 0.5 for row in rows)


def _low(case: Case, finding: Finding) -> Sentence | None:
    """Where it stands by all sources, and how both teams score it where that may be shown."""
    level = find(case, "construct_level", construct=finding.construct)
    if level is None or not level.known:
        return None
    name, found = quoted(case, topic(case, finding.construct)), both(case, "perception_score", finding.construct)
    if found is None:
        said_ = case.say("{topic} stands at level {level} of 5.", topic=name, level=case.number(level))
        return case.answer(said_, level, page=finding.page)
    text_ = msg("{topic} stands at level {level} of 5; marketing scores it {marketing} of 100, sales {sales}.")
    blanks = {"level": case.number(level), "marketing": case.number(found[0]), "sales": case.number(found[1])}
    return case.answer(case.say(text_, topic=name, **blanks), level, *found, page=finding.page)


def _gap(case: Case, finding: Finding) -> Sentence | None:
    found = both(case, "perception_score", finding.construct)
    if found is None:
        return None
    high, low = sorted(found, key=lambda row: -row.value)
    blanks = {
        "topic": quoted(case, topic(case, finding.construct)),
        "high": case.number(high),
        "low": case.number(low),
        "one": inner(team(case, high.where["team"])),
        "other": inner(team(case, low.where["team"])),
    }
    gap = find(case, "perception_gap", construct=finding.construct)
    if finding.nature == "productive":
        text_ = msg("{topic}: {one} {high} of 100, {other} {low}, and that does good.")
    else:
        text_ = msg("{topic}: {one} {high} of 100, {other} {low}; {verdict}.")
        blanks["verdict"] = sure(case, gap)
    return case.answer(case.say(text_, **blanks), *found, gap, page=finding.page)


def _unseen(case: Case, finding: Finding) -> Sentence | None:
    row = find(case, "dont_know", construct=finding.construct)
    if row is None or not row.known:
        return None
    text_ = msg("{n} of {all} answers on {topic} were “I don't know”: it happens out of sight.")
    said_ = case.say(
        text_,
        n=case.number(row, "numerator"),
        all=case.number(row, "denominator"),
        topic=quoted(case, topic(case, finding.construct)),
    )
    return case.answer(said_, row, page=finding.page)


def _split(case: Case, finding: Finding) -> Sentence | None:
    levels = [
        find(case, "perception_score", construct=finding.construct, level=name) for name in ("management", "field")
    ]
    inside = [
        row for key in finding.refs if (row := by_key(case, key)) is not None and row.metric == "perception_spread"
    ]
    name = quoted(case, topic(case, finding.construct))
    above, below = levels
    if not inside and above and below and above.known and below.known:
        text_ = msg("On {topic} management says {above} of 100, those who work with customers {below}.")
        said_ = case.say(text_, topic=name, above=case.number(above), below=case.number(below))
        return case.answer(said_, above, below, page=finding.page)
    row = next((row for row in inside if row.known), None)
    if row is None:
        return None
    text_ = msg("{team}: people are split on {topic}; on the whole they stand {value} points from their own team.")
    said_ = case.say(text_, team=team(case, row.where.get("team", "sales")), topic=name, value=case.number(row))
    return case.answer(said_, row, page=finding.page)


def _mirror(case: Case, finding: Finding) -> Sentence | None:
    rows = [find(case, "mirror_error", construct=finding.construct, team=name) for name in BOTH]
    known = [row for row in rows if row is not None and row.known]
    if not known:
        return None
    row = max(known, key=lambda each: (each.value, each.segment))
    who, other = row.where["team"], BOTH[1 - BOTH.index(row.where["team"])]
    text_ = msg("On {topic}, {who} expected {guess} of 100 from {other}; the answer was {answer}.")
    said_ = case.say(
        text_,
        topic=quoted(case, topic(case, finding.construct)),
        who=inner(team(case, who)),
        other=inner(team(case, other)),
        guess=case.words.number(row.numerator, "points"),
        answer=case.words.number(row.denominator, "points"),
    )
    return case.answer(said_, row, page=finding.page)


def _strength(case: Case, finding: Finding) -> Sentence | None:
    found = both(case, "perception_score", finding.construct)
    name = quoted(case, topic(case, finding.construct))
    if found:
        text_ = msg("{topic} works, and both say so: {marketing} and {sales} of 100. Keep it.")
        blanks = {"marketing": case.number(found[0]), "sales": case.number(found[1])}
        return case.answer(case.say(text_, topic=name, **blanks), *found, page=finding.page)
    row = find(case, "construct_level", construct=finding.construct)
    if row is None or not row.known:
        return None
    said_ = case.say("{topic} stands at level {level} of 5. Keep it.", topic=name, level=case.number(row))
    return case.answer(said_, row, page=finding.page)


_WRITERS: dict[str, Callable[[Case, Finding], Sentence | None]] = {
    "contradiction": _contradiction,
    "low": _low,
    "gap": _gap,
    "unseen": _unseen,
    "split": _split,
    "mirror": _mirror,
    "strength": _strength,
}
