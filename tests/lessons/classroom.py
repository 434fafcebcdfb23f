"""What the tests of lessons share: lessons on the companies of the workshop, and what is true of those."""

from __future__ import annotations

from functools import cache

from helpers.lessons.answering import Answer, from_truths
from helpers.lessons.importing import ordered_as
from helpers.lessons.lesson import companies, plans
from helpers.lessons.opening import Lesson, open_lesson
from helpers.samples.plants.plant import Truth

LANGS = ("en", "es")
#: The committed companies, and two in which the same is told elsewhere.
SEEDS = (0, 105, 207)


@cache
def lesson(id: str, lang: str, seed: int = 0) -> Lesson:
    """A lesson on its company; the company is imported once for all tests and kernels."""
    return open_lesson(id, lang=lang, seed=seed)


@cache
def truths(company: str, lang: str, seed: int) -> tuple[Truth, ...]:
    """What is true in a company of the workshop: from its parameters and what happened, never from an analysis."""
    asked = companies()[company]
    asked = asked.model_copy(update={"seed": seed}) if seed else asked
    return tuple(ordered_as(asked, lang=lang).truths())


def true_answer(id: str, lang: str, seed: int) -> Answer:
    """The answer key of a lesson."""
    plan = plans()[id]
    return from_truths(plan, truths(plan.company, lang, seed))


def wrongly_told(id: str, lang: str, seed: int, *, option: str, places: frozenset[str]) -> str:
    """How an answer differs from the truth: '' where the option is right, and so is every place.

    Every place that was planted must be there; another that is true because of another plant may be.
    """
    plan = plans()[id]
    right = true_answer(id, lang, seed)
    planted = {each.where for each in truths(plan.company, lang, seed)
               if each.pattern in plan.patterns and each.kind == "planted"}  # fmt: skip
    if option != right.option:
        return f"{id} {lang} {seed}: {option}, but {right.option} is right"
    if not planted <= places <= right.places:
        return f"{id} {lang} {seed}: at {sorted(places)}, but it is at {sorted(planted)}"
    return ""
