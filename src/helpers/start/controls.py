"""Headings, tables, choices and buttons of the form. Whatever comes from data is escaped before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

import ipywidgets as widgets

from helpers.start.asking import Field
from helpers.words import Words

#: Each language in its own words.
LANGUAGES = {"en": "English", "es": "Español"}
#: The same of a report, which has more of them than this form.
REPORTS = {**LANGUAGES, "es_419": "Español (Latinoamérica)"}
_WIDE = {"width": "100%", "max_width": "720px"}
#: Options beyond this many fold away into a list.
_MANY = 6


def style() -> widgets.HTML:
    """The one style sheet of the form."""
    css = Path(__file__).with_name("form.css").read_text(encoding="utf-8")
    return widgets.HTML(f"<style>{css}</style>")


def markup(html: str, *, kind: str = "") -> widgets.HTML:
    """A piece of HTML that this kit wrote; texts in it are escaped already."""
    piece = widgets.HTML(html)
    piece.add_class("tandem-text")
    if kind:
        piece.add_class(kind)
    return piece


def heading(text: str, help: str = "") -> widgets.HTML:
    """The title of a step with the line under it."""
    return markup(f"<h2>{escape(text)}</h2>" + (f"<p>{escape(help)}</p>" if help else ""))


def part(text: str, help: str = "") -> widgets.HTML:
    """The title of a part of a step."""
    return markup(f"<h3>{escape(text)}</h3>" + (f"<p>{escape(help)}</p>" if help else ""))


def label(text: str) -> widgets.HTML:
    """The label of several controls."""
    return markup(f'<p class="tandem-label">{escape(text)}</p>')


def hint(text: str, path: Path | str = "") -> widgets.HTML:
    """A paragraph of help, with a path at its end where it names one."""
    named = f" <code>{escape(str(path))}</code>" if path else ""
    return markup(f"<p>{escape(text)}{named}</p>", kind="tandem-hint")


def paragraph(text: str) -> widgets.HTML:
    """A sentence."""
    return markup(f"<p>{escape(text)}</p>")


def listing(items: Iterable[str]) -> str:
    """Sentences as a list."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def table(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    marked: str = "",
    figures: Sequence[int] = (),
    title: str = "",
) -> widgets.HTML:
    """Rows under headers; the column ``marked`` stands out, the columns ``figures`` are numbers."""
    classes = [
        " ".join(name for name, there in (("marked", header == marked), ("figure", place in figures)) if there)
        for place, header in enumerate(headers)
    ]
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(text)}</th>' for text, kind in zip(headers, classes, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f'<td class="{kind}">{escape(cell)}</td>' for cell, kind in _padded(row, classes)) + "</tr>"
        for row in rows
    )
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    top = f"<thead><tr>{head}</tr></thead>" if headers else ""
    return markup(f'<div class="rows" tabindex="0"><table>{caption}{top}<tbody>{body}</tbody></table></div>')


def _padded(row: Sequence[str], classes: Sequence[str]) -> Iterable[tuple[str, str]]:
    return zip(row, [*classes, *[""] * (len(row) - len(classes))], strict=False)


def button(label: str, action: Callable[[], None], *, primary: bool = False, disabled: bool = False) -> widgets.Button:
    """A button that does one thing."""
    made = widgets.Button(description=label, disabled=disabled, layout={"width": "auto"})
    made.add_class("tandem-go" if primary else "tandem-aside")
    made.on_click(lambda _: action())
    return made


def row(*pieces: widgets.Widget) -> widgets.HBox:
    """Controls beside each other; on a narrow screen below each other."""
    return widgets.HBox(pieces, layout={"flex_flow": "row wrap", "grid_gap": "8px"})


def labelled(control: widgets.Widget) -> widgets.Widget:
    """A control with its label above it."""
    control.add_class("tandem-field")
    control.layout = widgets.Layout(**_WIDE)
    return control


def text(label: str, *, value: str = "", hint: str = "") -> widgets.Text:
    """A line to write."""
    return labelled(widgets.Text(value=value, description=label, placeholder=hint, continuous_update=False))


def radios(label: str, options: Sequence[tuple[str, str]], *, value: str | None = None) -> widgets.RadioButtons:
    """A few options, all of them shown; none is chosen beforehand unless ``value`` says so."""
    return labelled(widgets.RadioButtons(options=list(options), value=value, description=label))


def dropdown(label: str, options: Sequence[tuple[str, str]], *, value: str | None = None) -> widgets.Dropdown:
    """Many options, folded away."""
    return labelled(widgets.Dropdown(options=list(options), value=value, description=label))


def tick(label: str, *, value: bool = False) -> widgets.Checkbox:
    """Yes or no."""
    made = widgets.Checkbox(value=value, description=label, indent=False, layout=_WIDE)
    made.add_class("tandem-tick")
    return made


def field(asked: Field, words: Words) -> widgets.Widget:
    """The control that a field of a question needs; ``given`` reads it."""
    if asked.kind == "tick":
        return tick(asked.label, value=bool(asked.value))
    if asked.kind == "number":
        return text(asked.label, value=asked.value)
    if asked.kind == "choice" and len(asked.options) <= _MANY:
        return radios(asked.label, asked.options, value=asked.value or None)
    options = list(asked.options)
    if asked.needed:
        options.insert(0, (words.say("choose …"), ""))
    return dropdown(asked.label, options, value=asked.value)


def given(control: widgets.Widget) -> str:
    """What a control holds, as text; '' where nothing is chosen."""
    value = control.value
    return ("yes" if value else "") if isinstance(value, bool) else str(value or "")
