"""The trainer's report: what people knew before and after, what they found alone, how well they know what they know."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from helpers.lessons.figures.marks import Heads, figure
from helpers.lessons.plates import plate
from helpers.look import PLAIN, Look
from helpers.pages import title
from helpers.report.charts import Mark, dots
from helpers.report.dressing import dressed
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words, msg, tag
from helpers.workshop.learning.learnt import FEWEST, Learnt
from helpers.workshop.learning.living import Living, State
from helpers.workshop.learning.matched import Shift
from helpers.workshop.learning.questions import Question, questions

_STATES: dict[State, str] = {
    "kept": msg("kept"), "late": msg("kept, but late"), "open": msg("under way"), "overdue": msg("overdue"),
    "expired": msg("expired"), "dropped": msg("dropped commitment"),
}  # fmt: skip
_PAPERS = {
    "sla": msg("the agreement on the hand-off"), "icp_marketing": msg("ideal customers, as marketing sees them"),
    "icp_sales": msg("ideal customers, as sales sees them"),
}  # fmt: skip
#: What each question is about, short enough for a row of a figure.
TOPICS = {
    "growth": msg("Growth and conversion"), "bulk-dates": msg("Dates that were loaded"),
    "simpson": msg("A total and its parts"), "won-only-cycle": msg("How long a deal takes"),
    "cac-without-sales": msg("What a customer costs"), "influence": msg("Being there and bringing about"),
    "unanswered": msg("Leads without an answer"), "noise": msg("Chance"),
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of the report: sentences, then perhaps a figure, then rows under headers."""

    title: str
    said: tuple[str, ...]
    figure: Figure | None = None
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def report_page(found: Learnt, lang: str, *, of: str, look: Look = PLAIN) -> str:
    """The whole page in a language; ``of`` is whose workshop it was."""
    words, style = Words(lang), f":root{{--ink:{look.ink};--actual:{look.actual}}}\n{_file('report.css')}"
    shown = [(each, Markup(dressed(plate(each.figure, words), look)) if each.figure else "")
             for each in sections(found, words)]  # fmt: skip
    return _template().render(
        lang=tag(lang), say=words.say, of=of, style=Markup(style), sections=shown,
        policy=Markup("default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"),
    )  # fmt: skip


def sections(found: Learnt, words: Words) -> Iterator[Section]:
    """What the report says, in its order."""
    yield _together(found, words)
    if found.shifts:
        yield _by_question(found.shifts, words)
        yield _believed(found.shifts, words)
    yield _alone(found, words)
    if found.sure:
        yield _sureness(found, words)
    if found.living:
        yield _alive(found.living, words)
    if found.left_out:
        yield Section(words.say("What could not be used"), found.left_out)


def _together(found: Learnt, words: Words) -> Section:
    whole = found.total
    if not whole.people:
        return Section(words.say("Before and after"), (
            words.say("Nobody can be matched: no code stands on a sheet from before and on one from after."),
        ))  # fmt: skip
    said = [words.plural(
        "{n} person answered before and after: {before} of {all} right before, {after} after.",
        "{n} people answered before and after: {before} of {all} right a person before, {after} after.", whole.people,
        before=words.tenths(whole.before), after=words.tenths(whole.after), all=len(questions()),
    )]  # fmt: skip
    if found.few:
        said.append(words.say("With fewer than {n} people, only totals are shown.", n=FEWEST))
    elif math.isfinite(whole.low):
        said.append(words.say("The change is {low} to {high} answers a person.", low=words.tenths(whole.low),
                              high=words.tenths(whole.high)))  # fmt: skip
    if whole.unmatched:
        said.append(words.plural(
            "{n} person answered only once and is left out.", "{n} people answered only once and are left out.",
            whole.unmatched,
        ))  # fmt: skip
    return Section(words.say("Before and after"), tuple(said))


def _by_question(found: tuple[Shift, ...], words: Words) -> Section:
    marks = [
        Mark(label=words.say(TOPICS[each.question]), value=each.after / each.n if each.n else math.nan, unit="share",
             text=words.say("{before} → {after} of {n}", before=each.before, after=each.after, n=each.n),
             prior=each.before / each.n if each.n else math.nan)
        for each in found
    ]  # fmt: skip
    caption = Caption(
        title=words.say("Right answers by question"),
        subtitle=words.say("Share of the same people: grey before, dark after the workshop"),
        alt=words.say("Share of right answers before and after, for each of the eight questions."),
    )
    heads = Heads(rows=words.say("Question"), value=words.say("After"), second=words.say("Before"))
    drawn = figure(dots, marks, key="learnt", caption=caption, heads=heads, words=words)
    headers = (words.say("Question"), words.say("Right before"), words.say("Right after"), words.say("Learnt"),
               words.say("Unlearnt"), words.say("Change of share"), words.say("Beyond chance"))  # fmt: skip
    rows = tuple(
        (words.say(TOPICS[each.question]), _of(each.before, each.n), _of(each.after, each.n), str(each.gained),
         str(each.lost), words.change_interval(round(each.low, 2), round(each.high, 2), "share") if each.n else "–",
         words.say("yes") if each.clear else words.say("not yet"))
        for each in found
    )  # fmt: skip
    said = (words.say(
        "“Beyond chance” counts people who moved, and asks more of each question because eight are looked at."
    ),)  # fmt: skip
    return Section(words.say("Question by question"), said, drawn, headers, rows)


def _of(k: int, n: int) -> str:
    return f"{k} / {n}"


def _believed(found: tuple[Shift, ...], words: Words) -> Section:
    """Which misconceptions are still in the room, the most frequent first."""
    known = {question.id: question for question in questions()}
    rows = [
        (after, before, known[each.question], option)
        for each in found for option, (before, after) in each.wrong.items() if before or after
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row[0], -row[1], row[2].id, row[3]))
    return Section(
        words.say("What is believed instead"),
        (words.say("Each wrong answer stands for one belief. Those still there are where to begin next time."),),
        None,
        (words.say("Belief"), words.say("Question"), words.say("Before"), words.say("After")),
        tuple((_belief(question, option, words), words.say(TOPICS[question.id]), str(before), str(after))
              for after, before, question, option in rows),
    )  # fmt: skip


def _belief(question: Question, option: str, words: Words) -> str:
    return question.said(words.lang).wrong[option]


def _alone(found: Learnt, words: Words) -> Section:
    task = found.task
    heading = words.say("In a company nobody had seen")
    if task is None:
        return Section(heading, (words.say("No sheet of this task was handed in, or its answer key is not there."),))
    said = [
        words.plural("{n} sheet was handed in.", "{n} sheets were handed in.", task.sheets),
        words.say("Of the {n} findings claimed, {k} are so: {share} ({between}).", n=task.claimed, k=task.right,
                  share=words.share(task.precision, 0),
                  between=words.span(task.precision_low, task.precision_high, "share"))
        if task.claimed else words.say("Nothing was claimed."),
        words.say("Of the {n} there were to find, {k} were found: {share} ({between}).", n=task.planted, k=task.right,
                  share=words.share(task.recall, 0), between=words.span(task.recall_low, task.recall_high, "share"))
        if task.planted else words.say("There was nothing to find."),
    ]  # fmt: skip
    if task.half:
        said.append(words.plural(
            "{n} finding was the right thing at the wrong place.",
            "{n} findings were the right thing at the wrong place.", task.half,
        ))  # fmt: skip
    if task.decoys:
        said.append(words.plural(
            "{n} claim fell for what only looks like a finding.",
            "{n} claims fell for what only looks like a finding.", task.decoys,
        ))  # fmt: skip
    return Section(heading, tuple(said))


def _sureness(found: Learnt, words: Words) -> Section:
    sure = found.sure
    assert sure is not None
    said = [words.say("People were {sure} sure and {right} of their answers hold.", sure=words.share(sure.sure, 0),
                      right=words.share(sure.right, 0))]  # fmt: skip
    if sure.low > 0:
        said.append(words.say("They are too sure: by {low} to {high}.", low=words.points(sure.low),
                              high=words.points(sure.high)))  # fmt: skip
    elif sure.high < 0:
        said.append(words.say("They know more than they dare say: by {low} to {high}.", low=words.points(-sure.high),
                              high=words.points(-sure.low)))  # fmt: skip
    else:
        said.append(words.say("Too sure or not sure enough: these answers do not show it."))
    headers = (words.say("How sure"), words.say("Answers given"), words.say("Of these right"), words.say("Between"))
    rows = tuple(
        (words.span(step.low_sure / 100, step.high_sure / 100, "share"), str(step.n),
         words.share(step.right, 0) if step.n else "–", words.span(step.low, step.high, "share") if step.n else "–")
        for step in sure.steps
    )  # fmt: skip
    return Section(words.say("Knowing what one knows"), tuple(said), None, headers, rows)


def _alive(living: Living, words: Words) -> Section:
    said = [words.say("Workshop of {held}, looked at on {on}.", held=words.date(living.held), on=words.date(living.on))]
    if living.early:
        said.append(words.plural(
            "{n} day is missing until sixty have passed: what is not done yet may still be.",
            "{n} days are missing until sixty have passed: what is not done yet may still be.", living.early,
        ))  # fmt: skip
    said.append(words.say("{k} of {n} documents have been looked at since.", k=living.alive, n=len(living.papers)))
    rows = [(_paper(paper.id, words), _touched(paper.touched, paper.there, words),
             words.say("lives") if since else words.say("rests")) for paper, since in living.papers]  # fmt: skip
    rows += [(promise.words, words.say("by {day}", day=words.date(promise.by)), words.say(_STATES[state]))
             for promise, state in living.promises]  # fmt: skip
    headers = (words.say("Document or commitment"), words.say("Day"), words.say("State"))
    return Section(words.say("Sixty days on"), tuple(said), None, headers, tuple(rows))


def _paper(id: str, words: Words) -> str:
    return words.say(_PAPERS[id]) if id in _PAPERS else title(id, words.lang)


def _touched(day: date | None, there: bool, words: Words) -> str:
    if not there:
        return words.say("not written")
    return words.date(day) if day else words.say("without a day")


def _file(name: str) -> str:
    return (files("helpers.workshop.learning") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    """Autoescape is on for everything; an unknown name is an error."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("report.html.j2"))
