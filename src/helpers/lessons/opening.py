"""A lesson on a company: its plan and words, what the kit finds there, and which option is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.errors import ConfigError
from helpers.lessons import keeping
from helpers.lessons.answering import Answer, from_findings
from helpers.lessons.blanks import blanks, filled
from helpers.lessons.importing import imported
from helpers.lessons.lesson import Plan, Text, companies, plans, text
from helpers.patterns.basis import Basis, opened
from helpers.patterns.finding import Finding
from helpers.report.model import Figure
from helpers.run.workspace import Workspace, open_review, open_work
from helpers.words import Words, base


@dataclass(frozen=True)
class Lesson:
    """One lesson in one language on one company. Findings and figures are counted when they are first asked for."""

    plan: Plan
    text: Text
    words: Words
    basis: Basis

    def __repr__(self) -> str:
        return f"{self.basis.engagement.client}: {self.basis.start} to {self.basis.period}"

    def _repr_markdown_(self) -> str:
        """The question, as a notebook shows it."""
        return f"**{filled(self.text.question, self.blanks)}**"

    @cached_property
    def found(self) -> tuple[Finding, ...]:
        """What the kit finds of the lesson's patterns; empty where the data cannot say anything."""
        return tuple(each for name in self.plan.patterns for each in keeping.findings(self.basis, name))

    @cached_property
    def answer(self) -> Answer:
        """The right option and where it shows."""
        return from_findings(self.plan, self.found)

    @cached_property
    def blanks(self) -> dict[str, str]:
        """The figures that its text names."""
        client, month = self.basis.engagement.client, self.basis.period
        return blanks(self.plan, self.found, words=self.words, client=client, month=month)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """One or two drawings, in the order in which they are looked at."""
        return tuple(keeping.figure(self.basis, name, list(self.found), self.words) for name in self.plan.figures)


def open_lesson(
    id: str, *, lang: str, engagement: str = "", seed: int = 0, work: str = "", period: str = "", start: str = ""
) -> Lesson:
    """Open a lesson on its own company, or on an engagement.

    Without ``engagement`` the lesson's company is made and imported in the lesson's language, once for every lesson on
    it; ``seed`` other than 0 tells the same truths elsewhere. ``engagement`` is the name of a sample or a client's
    folder; ``work`` a folder that an import has filled. ``period`` is the month whose view is taken, ``start`` the
    first month; '' are the defaults of a review.

    Raises ``ConfigError`` for a lesson or language that is not there, and for a seed together with an engagement.
    """
    plan = _plan(id)
    words = text(id, base(lang))
    if engagement and seed:
        raise ConfigError("an engagement has no seed", where="parameters", do="leave the one or the other as it was")
    if engagement or work:
        review = open_review(engagement, period, start=start, work=work)
    else:
        folder = imported(companies()[plan.company], lang=base(lang), seed=seed)
        review = open_work(folder, period=period, start=start)
    return lesson_of(plan, words, review, lang=lang)


def lesson_of(plan: Plan, words: Text, review: Workspace, *, lang: str) -> Lesson:
    """The lesson on an import that is open."""
    basis = opened(review.folder, period=review.period, start=review.start)
    return Lesson(plan, words, Words(lang, review.engagement.currency), basis)


def _plan(id: str) -> Plan:
    known = plans()
    if id not in known:
        raise ConfigError(f"no lesson '{id}'", do=f"use one of {', '.join(known)}")
    return known[id]


def lessons_of(review: Workspace, *, lang: str, only: Sequence[str] = ()) -> list[Lesson]:
    """Every lesson on one import, its tables opened once; ``only`` names some."""
    basis = opened(review.folder, period=review.period, start=review.start)
    words = Words(lang, review.engagement.currency)
    return [Lesson(plan, text(plan.id, base(lang)), words, basis) for plan in plans().values()
            if not only or plan.id in only]  # fmt: skip
