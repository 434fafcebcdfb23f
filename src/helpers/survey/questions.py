"""The instrument in the order in which people read it: parts of questions, each with the answers it offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.instrument import AGREE, OFTEN, Construct, Instrument
from helpers.words import Words


@dataclass(frozen=True)
class Option:
    """One answer: what the file says and what people read."""

    value: str
    text: str


@dataclass(frozen=True)
class Question:
    """One question and its answers; ``lead`` stands before it where another asks the same of oneself."""

    id: str
    text: str
    options: tuple[Option, ...]
    lead: str = ""


@dataclass(frozen=True)
class Part:
    """Questions that stand together under a heading."""

    id: str
    title: str
    kicker: str
    questions: tuple[Question, ...]


def parts(asked: Instrument, words: Words) -> tuple[Part, ...]:
    """The nine constructs, then what the other team would answer.

    >>> from helpers.instrument import instrument
    >>> made = parts(instrument(), Words("en"))
    >>> len(made), sum(len(part.questions) for part in made), made[2].questions[3].id
    (10, 40, 'handoff_often')
    """
    return (*_constructs(asked, words), _mirror(asked, words))


def _constructs(asked: Instrument, words: Words) -> Iterator[Part]:
    agree, often = scale(asked, words.lang), scale(asked, words.lang, often=True)
    texts = asked.questions(words.lang)
    for place, each in enumerate(asked.constructs, start=1):
        statements = tuple(Question(name, texts[name], agree) for name in each.item_ids)
        behaviour = Question(each.often_id, texts[each.often_id], often)
        kicker = words.say("Topic {n} of {all}", n=place, all=len(asked.constructs))
        yield Part(each.id, each.name(words.lang), kicker, (*statements, behaviour))


def _mirror(asked: Instrument, words: Words) -> Part:
    """The lead is the heading of the part; each question repeats it for who hears one question alone."""
    lead = asked.mirror_lead[place_of(words.lang)]
    mirrored = [each for each in asked.constructs if each.mirror]
    questions = tuple(_guess(each, asked, lead=lead, lang=words.lang) for each in mirrored)
    return Part("mirror", lead, words.say("In the other team's place"), questions)


def _guess(construct: Construct, asked: Instrument, *, lead: str, lang: str) -> Question:
    statement = construct.items[construct.mirror - 1].text(lang)
    return Question(construct.mirror_id, statement, scale(asked, lang), lead)


def scale(asked: Instrument, lang: str, *, often: bool = False) -> tuple[Option, ...]:
    """The answers of a scale, from least to most, and "I don't know".

    >>> from helpers.instrument import instrument
    >>> [option.value for option in scale(instrument(), "es", often=True)]
    ['0', '1', '2', '3', '4', 'unknown']
    """
    first = (OFTEN if often else AGREE)[0]
    named = asked.often if often else asked.agree
    at = place_of(lang)
    known = tuple(Option(str(first + step), pair[at]) for step, pair in enumerate(named))
    return (*known, Option("unknown", asked.unknown[at]))


def chosen(asked: Instrument, of: str, lang: str) -> tuple[Option, ...]:
    """What a question about the person offers: ``team``, ``level`` or ``tenure``."""
    return tuple(Option(value, pair[place_of(lang)]) for value, pair in asked.words[of].items())


def place_of(lang: str) -> int:
    """Where a language stands in the pairs of the instrument."""
    return 0 if lang == "en" else 1
