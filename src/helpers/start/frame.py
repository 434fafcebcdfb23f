"""The frame of the form: the steps on top, the step somebody is at below, and one line where something went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import ipywidgets as widgets

from helpers.start import controls
from helpers.start.saying import complaint
from helpers.start.steps import STEPS, Event, Failed, Returned, Spoken, State, after, before
from helpers.words import Words, msg

_TITLES = {
    "company": msg("Company"),
    "files": msg("Files"),
    "reading": msg("What was read"),
    "month": msg("Month"),
    "run": msg("Review"),
    "report": msg("Report"),
}


class Frame(widgets.VBox):  # type: ignore[misc]
    """What is shown of a state. ``panels`` draw their step and tell the frame what happened.

    A step that ``works`` (reading, reviewing) begins once it is shown, and what it returns is what happened.
    """

    def __init__(
        self,
        state: State,
        *,
        clients: Path,
        panels: Mapping[str, Callable[[Frame], widgets.Widget]],
        works: Mapping[str, Callable[[Frame], Event]],
    ) -> None:
        self.state, self.clients, self._panels, self._works = state, clients, panels, works
        self._tongue = widgets.ToggleButtons(
            options=[(name, lang) for lang, name in controls.LANGUAGES.items()], value=state.lang
        )
        self._tongue.observe(lambda change: self.happened(Spoken(change["new"])), names="value")
        self._title, self._bar, self._back = widgets.HTML(), widgets.HTML(), widgets.HBox()
        self._problem, self._panel = widgets.HTML(), widgets.VBox()
        self._bar.add_class("tandem-steps")
        self._panel.add_class("tandem-panel")
        top = widgets.HBox([self._title, self._tongue], layout={"justify_content": "space-between"})
        super().__init__([controls.style(), top, self._bar, self._problem, self._panel, self._back])
        self.add_class("tandem-start")
        self._draw()

    def __repr__(self) -> str:
        """Short, and the same everywhere: a notebook that is saved names no client."""
        return "Tándem"

    @property
    def words(self) -> Words:
        """The words of the form's language."""
        return Words(self.state.lang)

    @property
    def folder(self) -> Path:
        """The engagement chosen; asked for only at steps where there is one."""
        if self.state.folder is None:
            raise ValueError(f"no engagement is chosen at '{self.state.step}'")
        return self.state.folder

    def happened(self, event: Event) -> None:
        """Take the step that follows from an event, show it, and do its work."""
        self.state = after(self.state, event)
        self._draw()
        if self.state.working and self.state.step in self._works:
            self._work(self._works[self.state.step])

    def _work(self, work: Callable[[Frame], Event]) -> None:
        """The work of a step may fail: then the step says so, in the red line too."""
        try:
            event = work(self)
        except Exception as error:
            self.state = after(self.state, Failed(complaint(error, self.words)))
            self._draw()
        else:
            self.happened(event)

    def attempt(self, action: Callable[[], Event | None]) -> None:
        """Do something that may go wrong: what follows is shown, or one line that says why not; no traceback ever.

        Where somebody stays at a step, it is not drawn anew: what was filled in stays.
        """
        try:
            event = action()
        except Exception as error:
            self._complain(complaint(error, self.words))
            return
        self._complain("")
        if event is not None:
            self.happened(event)

    def _complain(self, line: str) -> None:
        self._problem.value = f'<div class="tandem-problem" role="alert">{escape(line)}</div>' if line else ""

    @property
    def shown(self) -> widgets.Widget:
        """What the step at hand draws."""
        return self._panel.children[0]

    # -- drawing -------------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        words = self.words
        title = escape(words.say("From the exports to the review"))
        self._title.value = f'<h1 class="tandem-title">{title}</h1>'
        self._bar.value = self._steps(words)
        self._complain(self.state.error)
        self._panel.children = [self._panels[self.state.step](self)]
        passed = before(self.state)
        back = [controls.button(words.say("Back"), lambda: self.happened(Returned(passed[-1])))] if passed else []
        self._back.children = back

    def _steps(self, words: Words) -> str:
        here = STEPS.index(self.state.step)
        marks, current = ("done", "now", "later"), ("", ' aria-current="step"')
        items = "".join(
            f'<li class="{marks[(place >= here) + (place > here)]}"{current[place == here]}>'
            f"{escape(words.say(_TITLES[step]))}</li>"
            for place, step in enumerate(STEPS)
        )
        label = escape(words.say("Steps"))
        return f'<ol aria-label="{label}">{items}</ol>'
