"""The last steps: choose the month, watch the review being made, read the report in place."""

from __future__ import annotations

from html import escape
from pathlib import Path

import ipywidgets as widgets

from helpers.engagement import load
from helpers.errors import AnswerError
from helpers.run.review import Options, review
from helpers.start import controls, saying
from helpers.start.frame import Frame
from helpers.start.going_on import going_on
from helpers.start.steps import Event, Made, Ordered
from helpers.words import base


def month_panel(frame: Frame) -> widgets.Widget:
    """The months that have data and the languages of the report."""
    words, reading = frame.words, frame.state.reading
    if reading is None:
        raise ValueError("a month is chosen after reading")
    options = [(words.period(month), str(month)) for month in reading.months]
    month = controls.dropdown(words.say("Month"), options, value=frame.state.period or str(reading.default))
    wanted = frame.state.languages or load(frame.folder).languages
    ticks = {lang: controls.tick(name, value=lang in wanted) for lang, name in controls.REPORTS.items()}

    def order() -> Event:
        languages = tuple(
            lang for lang in sorted(ticks, key=lambda lang: base(lang) != frame.state.lang) if ticks[lang].value
        )
        if not languages:
            raise AnswerError(words.say("The report needs at least one language."))
        return Ordered(month.value, languages)

    return widgets.VBox([
        controls.heading(words.say("Which month is reviewed?"),
                         words.say("The last full month of the data is chosen already.")),
        month, controls.label(words.say("Languages of the report")),
        *ticks.values(),
        controls.button(words.say("Make the review"), lambda: frame.attempt(order), primary=True),
    ])  # fmt: skip


# -- the run -----------------------------------------------------------------------------------------------------------


def run_panel(frame: Frame) -> widgets.Widget:
    """A line of progress for each step; the run itself starts with ``run_now``."""
    log = controls.markup('<ol role="log" aria-live="polite"></ol>', kind="tandem-log")
    return widgets.VBox([controls.heading(frame.words.say("The review is being made")), log])


def run_now(frame: Frame) -> Event:
    """Make the review, line by line in the panel; raises its error where it fails."""
    lines: list[str] = []
    log = frame.shown.children[1]

    def say(line: str) -> None:
        lines.append(saying.progress(line, frame.words))
        items = "".join(f"<li>{escape(text)}</li>" for text in lines)
        log.value = f'<ol role="log" aria-live="polite">{items}</ol>'

    options = Options(period=frame.state.period, languages=frame.state.languages)
    made, errors = review([frame.folder], options=options, say=say)
    if errors:
        raise errors[0]
    return Made(tuple(made))


# -- the report --------------------------------------------------------------------------------------------------------


def report_panel(frame: Frame) -> widgets.Widget:
    """The report in place, the files beside it, and what to do next."""
    words = frame.words
    pages = [path for path in frame.state.made if path.suffix == ".html"]
    shown = widgets.HTML()
    tongue = widgets.ToggleButtons(options=[(controls.REPORTS[_lang(page)], page) for page in pages])
    tongue.observe(lambda change: _show(shown, change["new"], frame), names="value")
    tongue.value = next((page for page in pages if base(_lang(page)) == frame.state.lang), pages[0])
    _show(shown, tongue.value, frame)
    return widgets.VBox([
        controls.heading(words.say("The report")), *([tongue] if len(pages) > 1 else []), shown,
        *going_on(frame),
    ])  # fmt: skip


def _lang(page: Path) -> str:
    return page.suffixes[0].removeprefix(".")


def _show(shown: widgets.HTML, page: Path, frame: Frame) -> None:
    """The page alone in its frame: it may run its own script and open links, and reaches nothing around it."""
    title = frame.words.say("Report")
    shown.value = (
        f'<iframe class="tandem-report" title="{escape(title)}" sandbox="allow-scripts allow-popups allow-modals"'
        f' srcdoc="{escape(page.read_text(encoding="utf-8"))}"></iframe>'
    )
