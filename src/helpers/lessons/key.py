"""The answer of a lesson in a few lines of text, for whoever leads it and for those who check it."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.lessons.answering import subject
from helpers.lessons.opening import Lesson
from helpers.patterns.finding import Finding
from helpers.run.desk.showing import number
from helpers.words import Words


@dataclass(frozen=True)
class Key:
    """Which option is right, where it shows, and what the kit measured there."""

    option: str
    places: tuple[str, ...]
    about: Finding | None
    words: Words

    def __repr__(self) -> str:
        """A line each; figures of four digits, so that it compares on every machine."""
        say, about = self.words.say, self.about
        lines = [say("Right option: {option}", option=self.option)]
        lines.append(say("Claimed at: {places}", places=", ".join(self.places) or say("no place")))
        if about:
            low, high = number(about.low), number(about.high)
            effect = f"{about.where} {number(about.value)} ({low} … {high}), {about.unit}, n = {about.n}"
            lines.append(say("Measured: {effect}", effect=effect))
            lines += [f"  {name} {number(figure)}" for name, figure in about.shown.items()]
        return "\n".join(lines)


def key(lesson: Lesson) -> Key:
    """The answer of a lesson on the company it is opened on."""
    right = lesson.answer
    return Key(right.option, tuple(sorted(right.places)), subject(lesson.plan, lesson.found), lesson.words)
