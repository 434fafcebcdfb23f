"""A lesson as its reader meets it: every sentence with its figures, whatever shows it (notebook or page)."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.lessons.blanks import filled
from helpers.lessons.opening import Lesson
from helpers.report.model import Figure


@dataclass(frozen=True)
class Option:
    """One option, and what is said to whoever takes it."""

    id: str
    says: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Look:
    """A figure and what to look at in it."""

    at: str
    figure: Figure


@dataclass(frozen=True)
class Sheet:
    """The sentences and figures of a lesson, in their order."""

    id: str
    title: str
    objective: str
    question: str
    predict: str
    looks: tuple[Look, ...]
    ask: str
    options: tuple[Option, ...]
    reveal: str
    our_company: str
    if_late: str

    @property
    def right(self) -> Option:
        """The option that holds."""
        return next(option for option in self.options if option.right)


def sheet(lesson: Lesson) -> Sheet:
    """What a lesson says about the company it is opened on.

    Raises ``ConfigError`` where nothing was found there, and for a blank that nothing fills.
    """
    text, right = lesson.text, lesson.answer.option

    def say(sentence: str) -> str:
        return filled(sentence, lesson.blanks).strip()

    options = tuple(
        Option(each.id, say(each.says), each.id == right, say(each.because if each.id == right else each.misconception))
        for each in text.options
    )
    return Sheet(
        id=lesson.plan.id,
        title=text.title,
        objective=text.objective,
        question=say(text.question),
        predict=say(text.predict),
        looks=tuple(Look(say(at), figure) for at, figure in zip(text.look, lesson.figures, strict=True)),
        ask=say(text.ask),
        options=options,
        reveal=say(text.reveal),
        our_company=text.our_company,
        if_late=text.if_late,
    )
