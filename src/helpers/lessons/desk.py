"""What the cells of a lesson call: each makes one control that a keyboard reaches, and shows nothing before its turn.

A prediction is written before the figure, the figure stands before the choice, the choice before what the kit found.
Nothing that somebody writes here leaves the notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import ipywidgets as widgets

from helpers.lessons.opening import Lesson
from helpers.lessons.plates import plate
from helpers.lessons.sheet import Option, Sheet, sheet
from helpers.start import controls
from helpers.words import Words

#: How sure somebody can say to be: from a guess between two to no doubt.
SURE = (50, 60, 70, 80, 90, 100)


class Panel(widgets.VBox):  # type: ignore[misc]
    """Controls below each other, in the look of the kit's forms. Its text is the same in every run."""

    def __init__(self, children: Sequence[widgets.Widget], *, says: str) -> None:
        super().__init__([_style(), *children])
        self.says = says
        self.add_class("tandem-start")
        self.add_class("tandem-lesson")

    def __repr__(self) -> str:
        return self.says


def predict(lesson: Lesson) -> Panel:
    """A place to write down what one expects, before anything is seen."""
    say, made = lesson.words.say, sheet(lesson)
    written = controls.labelled(widgets.Textarea(description=say("Your prediction"), rows=3))
    return Panel([controls.paragraph(made.predict), written], says=say("Your prediction"))


def look(lesson: Lesson, number: int) -> Panel:
    """The figure with this number (from 1), shown when its button is pressed."""
    shown, say = sheet(lesson).looks[number - 1], lesson.words.say
    return _unfolding(
        say("Show figure {n}", n=number),
        lambda: f'<p class="tandem-look">{escape(shown.at)}</p>{plate(shown.figure, lesson.words)}',
    )


def choose(lesson: Lesson) -> Panel:
    """The choice: one option, how sure, and what is said to whoever takes it."""
    return _Choice(sheet(lesson), lesson.words)


def reveal(lesson: Lesson) -> Panel:
    """What the kit found, shown when its button is pressed."""
    made, say = sheet(lesson), lesson.words.say
    return _unfolding(
        say("Show what the kit found"),
        lambda: (
            f"<p>{escape(made.reveal)}</p><p><strong>{escape(made.right.says)}</strong></p>"
            f"<p>{escape(made.right.feedback)}</p>"
        ),
    )


def _unfolding(label: str, made: Callable[[], str]) -> Panel:
    """A button, and below it what it shows; pressed again it folds."""
    place = controls.markup("")

    def turn() -> None:
        place.value = "" if place.value else f'<div role="status">{made()}</div>'

    return Panel([controls.button(label, turn), place], says=label)


class _Choice(Panel):
    """The first answer is the one that counts; others may be tried to read what is said to them."""

    def __init__(self, made: Sheet, words: Words) -> None:
        self._sheet, self._words = made, words
        self.first: tuple[str, int] | None = None
        say = words.say
        self.options = controls.radios(made.ask, [(option.says, option.id) for option in made.options])
        steps = [(say("choose …"), 0), *((sure(step, words), step) for step in SURE)]
        self.sure = controls.labelled(widgets.Dropdown(options=steps, value=0, description=say("How sure are you?")))
        self.said = controls.markup("")
        button = controls.button(say("Give my answer"), self.answered, primary=True)
        super().__init__([self.options, self.sure, button, self.said], says=made.ask)

    def answered(self) -> None:
        """Say what there is to say about the option chosen, or what is missing."""
        say = self._words.say
        if self.options.value is None or not self.sure.value:
            self._tell(say("Choose one option and how sure you are, then answer."), kind="missing")
            return
        taken = next(option for option in self._sheet.options if option.id == self.options.value)
        self.first = self.first or (taken.id, self.sure.value)
        self._tell(
            verdict(taken, self._words), taken.feedback, self._before(), kind="right" if taken.right else "wrong"
        )

    def _before(self) -> str:
        option, step = self.first or ("", 0)
        says = next((each.says for each in self._sheet.options if each.id == option), "")
        return self._words.say("Your first answer, {sure} sure: {option}", sure=sure(step, self._words), option=says)

    def _tell(self, title: str, *lines: str, kind: str) -> None:
        told = "".join(f"<p>{escape(line)}</p>" for line in lines)
        self.said.value = (
            f'<div role="alert" class="tandem-said {kind}"><p><strong>{escape(title)}</strong></p>{told}</div>'
        )


def verdict(option: Option, words: Words) -> str:
    """How an answer is met, in words and not by colour alone."""
    return words.say("That holds.") if option.right else words.say("That does not hold here.")


def sure(step: int, words: Words) -> str:
    """A step as it is shown."""
    return words.share(step / 100, 0)


def _style() -> widgets.HTML:
    own = (Path(__file__).parent / "templates" / "notebook.css").read_text(encoding="utf-8")
    return widgets.HTML(f"{controls.style().value}<style>{own}</style>")
