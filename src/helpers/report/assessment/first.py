"""The first page: who was asked, what weighs most, where both teams stand, what they commit to. It stands alone."""

from __future__ import annotations

from helpers.report.assessment.deeds import deeds
from helpers.report.assessment.fields import field_word
from helpers.report.assessment.found import Finding, findings, headline_finding, said, sentence
from helpers.report.assessment.levels import level_word
from helpers.report.assessment.method import cannot
from helpers.report.assessment.topics import (
    BOTH,
    asked,
    find,
    plain_sentence,
    score_cell,
    team,
    teams_shown,
    topic,
    topics,
)
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Heading, Narrative, Sentence, Table
from helpers.report.sections.plate import table
from helpers.words import msg

#: How many findings stand on the first page.
MOST = 3
LEGEND = msg("Level by all sources; scores of 100 by what people say")
LEGEND_FEW = msg("Level by all sources; scores of a team are not shown, since fewer than four people of one answered")


def first_screen(case: Case) -> list[Block]:
    """The blocks of the first page, in the order in which they are read."""

    def head(text: str, anchor: str) -> Heading:
        return Heading(level=2, text=text, anchor=anchor, first_screen=True)

    top = headline_finding(case)
    return [
        Narrative(role="headline", sentences=(_headline(case, top),), first_screen=True),
        head(case.say("Who answered"), "asked"),
        Narrative(role="text", sentences=_asked(case), first_screen=True),
        head(case.say("Where both teams stand"), "stand"),
        _stand(case),
        head(case.say("What weighs most"), "weighs"),
        Narrative(role="moved", sentences=tuple(_weighs(case, top)), first_screen=True),
        head(case.say("What both teams commit to"), "commit"),
        Narrative(role="decide", sentences=tuple(_commit(case)), first_screen=True),
        head(case.say("What this document cannot know"), "unknown"),
        Narrative(role="unknown", sentences=tuple(cannot(case)), first_screen=True),
    ]


def _headline(case: Case, top: Finding | None) -> Sentence:
    spoken = sentence(case, top) if top else None
    if spoken is not None:
        return Sentence(text=spoken.text, facts=spoken.facts)
    if asked(case) is None:
        return plain_sentence(case.say("Nobody has answered the survey yet, so there is nothing to compare."))
    return plain_sentence(case.say("Nothing contradicts itself, and nothing stands out: both teams see much the same."))


def _asked(case: Case) -> tuple[Sentence, ...]:
    """Who answered: both teams, or only the total where one of them has fewer than four."""
    whole = asked(case)
    if whole is None:
        return (plain_sentence(case.say("No answer has come in.")),)
    rows = [find(case, "respondents", team=name) for name in BOTH]
    if teams_shown(case):
        text = msg("{n} people answered: {first} {a}, {second} {b}.")
        said_ = case.say(
            text,
            n=case.number(whole),
            first=case.number(rows[0]),
            second=case.number(rows[1]),
            a=_of(case, BOTH[0]),
            b=_of(case, BOTH[1]),
        )
        found = [plain_sentence(said_, whole, *rows)]
    else:
        text_ = case.words.plural("{n} person answered.", "{n} people answered.", whole.value)
        hidden = case.say("How many of each team is not shown.")
        found = [plain_sentence(f"{text_} {hidden}", whole)]
    half = find(case, "respondents", half="yes")
    if half is not None and half.known and half.value:
        said_ = case.words.plural("{n} person left questions open.", "{n} people left questions open.", half.value)
        found.append(plain_sentence(said_, half))
    return tuple(found)


def _of(case: Case, name: str) -> str:
    text = {"marketing": msg("of marketing"), "sales": msg("of sales")}
    return case.say(text[name])


def _stand(case: Case) -> Table:
    """The nine topics: level with its word, both scores, the field in a word; without the teams where one is small."""
    shown = teams_shown(case)
    columns = [*BOTH] if shown else [""]
    rows = []
    for each in topics():
        level = find(case, "construct_level", construct=each.id)
        word = level_word(case, level) if level is not None and level.known else ""
        scores = [score_cell(case, find(case, "perception_score", construct=each.id, team=name)) for name in columns]
        cells = (Cell(text=topic(case, each.id)), case.cell(level), Cell(text=word), *scores)
        rows.append((*cells, Cell(text=_field(case, each.id))))
    names = [team(case, name) for name in BOTH] if shown else [case.say("All answers")]
    heads = [case.say("Topic"), case.say("Level, 0 to 5"), case.say("That is"), *names, case.say("In a word")]
    caption = case.say(LEGEND if shown else LEGEND_FEW)
    return table(caption, heads, rows, texts=(2, len(heads) - 1)).model_copy(update={"first_screen": True})


def _field(case: Case, name: str) -> str:
    """The field in a word; where sources contradict each other, that instead: a field rests on opinion alone."""
    torn = {each.construct for each in findings(case, "contradiction")}
    return case.say("Sources disagree") if name in torn else field_word(case, name)


def _weighs(case: Case, top: Finding | None) -> list[Sentence]:
    """The three that weigh most, the headline apart; strengths only where there is room."""
    found = [(each, spoken) for each, spoken in said(case) if top is None or each.finding != top.finding]
    found.sort(key=lambda pair: pair[0].kind == "strength")
    kept: list[Sentence] = [Sentence(text=spoken.text, facts=spoken.facts) for _, spoken in found[:MOST]]
    return kept or [plain_sentence(case.say("Nothing else stands out."))]


def _commit(case: Case) -> list[Sentence]:
    found = [
        plain_sentence(case.say("By {by} days: {title}. {owner}.", by=each.by, title=each.title, owner=each.owner))
        for each in deeds(case)
    ]
    return found or [plain_sentence(case.say("Nothing is proposed: both teams choose in the session."))]
