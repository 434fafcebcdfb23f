"""What comes after the report: the files, the client's own playbook, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

import ipywidgets as widgets

from helpers.start import controls
from helpers.start.frame import Frame


def going_on(frame: Frame) -> list[widgets.Widget]:
    """The files of the review, what to do next, and a button that makes the playbook."""
    words = frame.words
    made = widgets.VBox()
    make = controls.button(
        words.say("Make the playbook of this company"), lambda: frame.attempt(lambda: _made(frame, made))
    )
    return [
        controls.part(words.say("The files")), controls.markup(_paths(frame.state.made)),
        controls.part(words.say("What to do next")), controls.markup(controls.listing(_next(frame))),
        controls.part(
            words.say("The playbook"),
            words.say("Both teams' rituals with this company's own stages, agreement and calendar; edits are kept."),
        ),
        make, made,
    ]  # fmt: skip


def _made(frame: Frame, shown: widgets.VBox) -> None:
    """Make the playbook and name the pages to open; raises its error where it fails."""
    # Here and not above: only who asks for a playbook pays for what makes pages out of Markdown.
    from helpers.run.playbook import Options, playbook

    words = frame.words
    shown.children = [controls.paragraph(words.say("Making the playbook: some seconds …"))]
    options = Options(on=date.today(), languages=frame.state.languages)
    made, errors = playbook([frame.folder], options=options, say=lambda _: None)
    shown.children = (
        [controls.paragraph(words.say("Open in the browser:")), controls.markup(_paths(made))] if made else []
    )
    if errors:
        raise errors[0]


def _paths(made: Sequence[Path]) -> str:
    return "<ul>" + "".join(f"<li><code>{escape(str(path))}</code></li>" for path in made) + "</ul>"


def _next(frame: Frame) -> list[str]:
    words, folder = frame.words, frame.folder
    book = next(iter(sorted((folder / "forms").glob("*.xlsx"))), None)
    steps = [words.say("Send the report to both teams three days before they meet; the agenda stands beside it.")]
    if book:
        steps.append(words.say("Fill in what is known in the workbook of forms: {path}", path=str(book)))
    steps.append(words.say("Next month: put in the new exports and come back here; everything answered is remembered."))
    return steps
