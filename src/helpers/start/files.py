"""Second step: put the exports into the company's folder, and see what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import ipywidgets as widgets

from helpers.start import controls
from helpers.start.companies import SUFFIXES, exports, keep, safe_name
from helpers.start.frame import Frame
from helpers.start.steps import Put
from helpers.words import Words

_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def size(x: int, words: Words) -> str:
    """A size in bytes as people read it.

    >>> size(12_300, Words("en")).replace("\xa0", " ")
    '12.3 kB'
    """
    for step, unit in _UNITS:
        if x >= step:
            return f"{words.count(x / step)}\xa0{unit}"
    return f"{x}\xa0B"


def files_panel(frame: Frame) -> widgets.Widget:
    """Uploads, what is there, and the way on."""
    return _Files(frame).panel


@dataclass(frozen=True)
class _Upload:
    name: str
    content: bytes


class _Files:
    """The uploads of a step; those whose name is taken wait until somebody decides."""

    def __init__(self, frame: Frame) -> None:
        words = self._words = frame.words
        self._frame = frame
        self._waiting: list[_Upload] = []
        self._upload = widgets.FileUpload(
            accept=",".join(SUFFIXES), multiple=True, description=words.say("Choose files …"), layout={"width": "auto"},
            tooltip=words.say("Choose files …"),
        )  # fmt: skip
        self._upload.add_class("tandem-go")
        self._upload.add_class("tandem-upload")  # its style hides the count of files that are kept already
        self._upload.observe(lambda change: self._frame.attempt(lambda: self._took(change["new"])), names="value")
        self._decide, self._there = widgets.VBox(), widgets.VBox()
        self._go = controls.button(words.say("Read the files"), lambda: frame.happened(Put()), primary=True)
        self.panel = widgets.VBox(self._laid_out())
        self._show()

    def _laid_out(self) -> list[widgets.Widget]:
        words = self._words
        return [
            controls.heading(
                words.say("Put in the exports of the CRM"),
                words.say("As they came: CSV, Excel or zip, any number of them. They stay on this computer."),
            ),
            controls.row(self._upload, controls.button(words.say("Look again"), self._show)),
            controls.hint(
                words.say("Files larger than 100 MB are better copied into this folder by hand:"),
                self._frame.folder / "exports",
            ),
            self._decide, self._there, self._go,
        ]  # fmt: skip

    def _took(self, uploads: Sequence[dict[str, object]]) -> None:
        """Keep what can be kept; ask about names that are taken; say what is refused, the others stay."""
        if not uploads:
            return
        self._upload.value = ()
        taken = {export.name for export in exports(self._frame.folder)}
        self._waiting = []
        try:
            for upload in uploads:
                one = _Upload(safe_name(str(upload["name"])), bytes(upload["content"]))  # type: ignore[call-overload]
                if one.name in taken:
                    self._waiting.append(one)
                else:
                    keep(self._frame.folder, one.name, one.content)
        finally:
            self._show()

    # -- names that are taken ------------------------------------------------------------------------------------------

    def _replace(self) -> None:
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            keep(self._frame.folder, one.name, one.content, replacing=True)
        self._show()

    def _forget(self) -> None:
        self._waiting = []
        self._show()

    def _show(self) -> None:
        words, there = self._words, exports(self._frame.folder)
        rows = [(export.name, size(export.size, words)) for export in there]
        headers = (words.say("File"), words.say("Size"))
        nothing = controls.paragraph(words.say("There is no file yet."))
        listed = (
            controls.table(headers, rows, figures=(1,), title=words.say("Files in the folder")) if rows else nothing
        )
        self._there.children = [listed]
        self._go.disabled = not there
        self._decide.children = self._question() if self._waiting else ()

    def _question(self) -> list[widgets.Widget]:
        words = self._words
        names = words.listing(f"“{one.name}”" if words.lang == "en" else f"«{one.name}»" for one in self._waiting)
        text = words.plural(
            "{names} is there already. Replace it with the new one?",
            "{names} are there already. Replace them with the new ones?", len(self._waiting), names=names,
        )  # fmt: skip
        replace = controls.button(words.say("Replace"), lambda: self._frame.attempt(self._replace), primary=True)
        return [
            controls.markup(f'<p role="alert">{escape(text)}</p>', kind="tandem-ask"),
            controls.row(replace, controls.button(words.say("Keep what is there"), self._forget)),
        ]
