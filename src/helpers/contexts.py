"""Which context fits a company: six questions, one rule that can be said aloud, and the reasons in the reader's words.

Each answer speaks for one context; those on price and on the customer count twice. The context with the most behind it
is chosen; where two have as much, or too few have answered, it is ``mixed``. Without anybody in marketing it is
``no-marketing``, whatever else is true. A context is a default to start from, never a verdict.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from helpers.errors import ConfigError
from helpers.words import Words, msg

#: Contexts in the order in which people are shown them.
CONTEXTS = ("sales-led", "mixed", "digital-native", "no-marketing")
_FALLBACK = "mixed"
#: A sentence with more facts than these is no longer read; the heaviest answers come first.
_FACTS = 3
#: Of eight points, so many must stand behind a context before it is chosen rather than ``mixed``.
_ENOUGH = 3
_NAMES = {
    "sales-led": msg("Sales leads"),
    "mixed": msg("Both teams share the customer"),
    "digital-native": msg("Customers come through digital channels"),
    "no-marketing": msg("No separate marketing team"),
}
#: What follows from a context, after the facts that chose it.
_FOLLOWS = {
    "sales-led": msg("{facts}: the review starts from offers and orders, and sales takes the chair."),
    "mixed": msg("{facts}: the agreement on the hand-off and the monthly review come first, and the chair rotates."),
    "digital-native": msg("{facts}: the review follows the whole funnel, person by person, and the chair rotates."),
    "no-marketing": msg("{facts}: the same questions are asked of roles instead of departments, and sales chairs."),
}


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Declared):
    """One answer: what the form shows, the fact it states, the context it speaks for, whether it decides alone."""

    id: str
    says: str
    fact: str
    speaks_for: str
    decides: bool = False


class Question(_Declared):
    """One of the six questions with its two to four answers. Texts are sentences for ``Words.say``."""

    id: str
    weight: int
    asks: str
    help: str
    option: tuple[Option, ...]

    def answer(self, name: str) -> Option:
        """The option called ``name``; ``ConfigError`` names the nearest one there is."""
        known = {option.id: option for option in self.option}
        if name not in known:
            raise ConfigError(f"'{name}' is no answer to '{self.id}'", do=_nearest(name, known))
        return known[name]


@cache
def questions() -> dict[str, Question]:
    """The six questions by id, in the order in which they are asked."""
    path = Path(__file__).parent / "presets" / "questions.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    return {entry["id"]: Question(**entry) for entry in entries}


@dataclass(frozen=True)
class Choice:
    """A context, the ids of the questions whose answers chose it, and the context that came next ('' where none did).

    ``tied``: two contexts had as much behind them, so ``because`` names both sides. ``thin``: too little was answered.
    """

    context: str
    because: tuple[str, ...]
    runner_up: str
    answers: Mapping[str, str]
    tied: bool = False
    thin: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the questions nobody has answered."""
        return tuple(name for name in questions() if name not in self.answers)


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers in the order of the questions; ``ConfigError`` names the nearest question or option there is."""
    for name, answer in answers.items():
        if name not in questions():
            raise ConfigError(f"unknown question '{name}'", do=_nearest(name, questions()))
        questions()[name].answer(answer)
    return {name: answers[name] for name in questions() if name in answers}


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(known)}"


def choose(answers: Mapping[str, str]) -> Choice:
    """The context that fits the answers given; questions without an answer do not count.

    Raises ``ConfigError`` for a question or an answer that does not exist.

    >>> choose({"price_owner": "sales", "access_owner": "sales", "inbound_share": "most"}).context
    'sales-led'
    """
    given = checked(answers)
    points, decided = _points(given)
    ranked = sorted(points, key=lambda context: (-points[context], CONTEXTS.index(context)))
    if decided:
        context = questions()[decided].answer(given[decided]).speaks_for
        return Choice(context, (decided,), ranked[0] if points[ranked[0]] else "", given)
    best = [context for context in ranked if points[context] == points[ranked[0]]]
    if points[ranked[0]] < _ENOUGH:
        return Choice(_FALLBACK, _speaking(given, best if given else ()), "", given, thin=True)
    context = best[0] if len(best) == 1 else _FALLBACK
    others = [other for other in ranked if other != context and points[other]]
    return Choice(context, _speaking(given, best), others[0] if others else "", given, tied=len(best) > 1)


def _points(given: Mapping[str, str]) -> tuple[dict[str, int], str]:
    """Points of each context that is chosen by points, and the question that decides alone ('' where none does)."""
    points = dict.fromkeys((context for context in CONTEXTS if context != "no-marketing"), 0)
    decided = ""
    for name, answer in given.items():
        option = questions()[name].answer(answer)
        if option.decides:
            decided = name
        elif option.speaks_for in points:
            points[option.speaks_for] += questions()[name].weight
    return points, decided


def _speaking(given: Mapping[str, str], contexts: Iterable[str]) -> tuple[str, ...]:
    """The questions whose answers speak for one of ``contexts``."""
    wanted = set(contexts)
    return tuple(name for name, answer in given.items() if questions()[name].answer(answer).speaks_for in wanted)


# -- said ------------------------------------------------------------------------------------------------------------


def context_name(context: str, words: Words) -> str:
    """What a context is called where people read it."""
    return words.say(_NAMES[context])


def because_sentences(choice: Choice, words: Words) -> list[str]:
    """Why this context: the facts that chose it and what follows, what came next, and what nobody answered.

    >>> because_sentences(choose({"marketing_size": "none"}), Words("en"))[0].partition(":")[0]
    'Nobody has marketing as a main job'
    """
    sentences = [_reason(choice, words)]
    if choice.runner_up:
        sentences.append(words.say("Next in line: “{context}”.", context=context_name(choice.runner_up, words)))
    if choice.missing and choice.answers:
        asked = " ".join(words.say(questions()[name].asks) for name in choice.missing)
        sentences.append(words.say("Not answered yet: {questions}", questions=asked))
    return sentences


def _reason(choice: Choice, words: Words) -> str:
    named = choice.because if choice.tied else choice.because[:_FACTS]
    facts = words.listing(words.say(_option(choice, name).fact) for name in named)
    facts = facts[:1].upper() + facts[1:]
    if not choice.answers:
        return words.say("None of the six questions is answered yet, so the context in between stands for now.")
    if choice.thin:
        return words.say("{facts}: too little is known to choose, so the context in between stands.", facts=facts)
    if choice.tied:
        return words.say("{facts}: this pulls in two directions, so the context in between is chosen.", facts=facts)
    return words.say(_FOLLOWS[choice.context], facts=facts)


def _option(choice: Choice, name: str) -> Option:
    return questions()[name].answer(choice.answers[name])
