"""Third step: read the files, answer what the import asks, and see what was read."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from helpers.errors import Question, TandemError
from helpers.start import controls, saying
from helpers.start.asking import ask
from helpers.start.frame import Frame
from helpers.start.reading import read
from helpers.start.settling import settle
from helpers.start.steps import Agreed, Asked, Event, Put, Read, Reading

_SHOWN = 12


def reading_panel(frame: Frame) -> widgets.Widget:
    """A question, or what was read, or the reading itself, which begins at once."""
    if frame.state.asks is not None:
        return _asked(frame, frame.state.asks)
    if frame.state.reading is not None:
        return _account(frame, frame.state.reading)
    if frame.state.error:
        return _stopped(frame)
    return controls.heading(frame.words.say("Reading the files …"), frame.words.say("This takes a few seconds."))


def _stopped(frame: Frame) -> widgets.Widget:
    words = frame.words
    help = words.say(
        "Mend or take away the file that is named above, in the folder or in its program, then read again."
    )
    again = controls.button(words.say("Read again"), lambda: frame.happened(Put()), primary=True)
    return widgets.VBox([controls.heading(words.say("The files cannot be read as they are"), help), again])


def read_now(frame: Frame) -> Event:
    """Read the files of the engagement: what came of it, a question included.

    Raises what the import raises where no answer would settle it.
    """
    try:
        return Read(read(frame.folder))
    except TandemError as error:
        if error.asks is None:
            raise
        return Asked(error.asks)


# -- a question --------------------------------------------------------------------------------------------------------


def _asked(frame: Frame, question: Question) -> widgets.Widget:
    words = frame.words
    shown = ask(question, words)
    fields = {one.name: controls.field(one, words) for one in shown.fields}
    pieces = [
        controls.label(words.say("A question before going on")),
        controls.heading(shown.title, shown.help),
    ]
    if shown.rows:
        pieces.append(controls.table(shown.headers, shown.rows, marked=shown.marked))
    save = controls.button(
        words.say("Keep this answer and read on"),
        lambda: frame.attempt(
            lambda: _settled(frame, question, {name: controls.given(one) for name, one in fields.items()})
        ),
        primary=True,
    )
    kept = controls.hint(words.say("The answer is kept in engagement.yml and is not asked again."))
    return widgets.VBox([*pieces, *fields.values(), save, kept])


def _settled(frame: Frame, question: Question, given: dict[str, str]) -> Event:
    following = settle(frame.folder, question, given, frame.words)
    return Asked(following) if following is not None else Put()


# -- what was read -----------------------------------------------------------------------------------------------------


def _account(frame: Frame, reading: Reading) -> widgets.Widget:
    words = frame.words
    headers = [
        words.say("File"), words.say("Rows read"), words.say("Used"), words.say("Set aside"), words.say("Because"),
    ]  # fmt: skip
    rows = saying.account(reading.contract, words)
    told = saying.findings(reading.contract, words)
    pieces = [
        controls.heading(words.say("Every row is accounted for"), words.say("Nothing was changed in the files.")),
        controls.table(headers, rows, figures=(1, 2, 3)),
    ]
    if told:
        pieces += [
            controls.part(words.say("What to know about these files")),
            controls.markup(controls.listing(told[:_SHOWN])),
        ]
    if len(told) > _SHOWN:
        rest = words.plural(
            "{n} more note stands in the report.", "{n} more notes stand in the report.", len(told) - _SHOWN
        )
        pieces.append(controls.markup(f"<p>{escape(rest)}</p>"))
    return widgets.VBox([*pieces, controls.button(words.say("Go on"), lambda: frame.happened(Agreed()), primary=True)])
