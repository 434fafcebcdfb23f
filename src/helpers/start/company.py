"""First step: choose the company, or make a new one by six questions."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from zoneinfo import available_timezones

import ipywidgets as widgets
from babel.numbers import get_currency_name

from helpers.contexts import CONTEXTS, because_sentences, choose, context_name, questions
from helpers.engagement import load
from helpers.errors import AnswerError
from helpers.scaffold import Choices, scaffold
from helpers.start import controls
from helpers.start.companies import engagements, new_folder
from helpers.start.frame import Frame
from helpers.start.steps import Chosen

#: Currencies offered, the frequent ones first.
_CURRENCIES = (
    "EUR", "USD", "GBP", "MXN", "COP", "CLP", "ARS", "PEN", "BRL", "UYU", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK",
    "RON", "HUF", "CAD", "AUD", "NZD", "JPY", "CNY", "INR", "ZAR", "MAD", "AED", "TRY",
)  # fmt: skip
_ZONE = "Europe/Madrid"


def company_panel(frame: Frame) -> widgets.Widget:
    """The companies there are, and the form of a new one."""
    known = engagements(frame.clients)
    pieces = [controls.heading(frame.words.say("Which company is it about?"))]
    pieces += _existing(frame, known) if known else []
    return widgets.VBox([*pieces, *_New(frame, titled=bool(known)).pieces])


def _existing(frame: Frame, known: Mapping[Path, str]) -> list[widgets.Widget]:
    words = frame.words
    options = [(f"{client} ({folder.name})", str(folder)) for folder, client in known.items()]
    chosen = controls.dropdown(words.say("Company"), options, value=options[0][1])
    go = controls.button(
        words.say("Go on with this company"), lambda: frame.attempt(lambda: _opened(Path(chosen.value))), primary=True
    )
    return [chosen, go]


def _opened(folder: Path) -> Chosen:
    load(folder)
    return Chosen(folder)


class _New:
    """The form of a new company; the context follows the answers until somebody chooses it by hand."""

    def __init__(self, frame: Frame, *, titled: bool) -> None:
        words = self._words = frame.words
        self._frame = frame
        self._client = controls.text(words.say("Name of the company"))
        currencies = [(f"{get_currency_name(code, locale=words.lang)} ({code})", code) for code in _CURRENCIES]
        self._currency = controls.dropdown(words.say("Currency"), currencies, value="EUR")
        self._zone = controls.labelled(
            widgets.Combobox(
                value=_ZONE,
                options=sorted(available_timezones()),
                ensure_option=True,
                description=words.say("Time zone"),
            )
        )
        self._languages = {
            lang: controls.tick(name, value=lang == words.lang) for lang, name in controls.REPORTS.items()
        }
        self._answers = {
            name: controls.radios(
                words.say(question.asks), [(words.say(option.says), option.id) for option in question.option]
            )
            for name, question in questions().items()
        }
        self._why = controls.markup("", kind="tandem-why")
        by_answers = (words.say("as the answers say"), "")
        names = [(context_name(context, words), context) for context in CONTEXTS]
        self._context = controls.dropdown(words.say("Context"), [by_answers, *names], value="")
        for control in (*self._answers.values(), self._context):
            control.observe(lambda _: self._explain(), names="value")
        self._explain()
        self.pieces = self._laid_out(titled=titled)

    def _laid_out(self, *, titled: bool) -> list[widgets.Widget]:
        words, asked = self._words, questions()
        return [
            *([controls.part(words.say("Or a new one"))] if titled else []),
            self._client, self._currency, self._zone,
            controls.label(words.say("Languages of the report")),
            *self._languages.values(),
            controls.part(
                words.say("Six questions"),
                words.say("They choose what the report leads with, which rituals come first and who takes the chair."),
            ),
            *(piece for name, radio in self._answers.items()
              for piece in (radio, controls.hint(words.say(asked[name].help)))),
            self._why, self._context,
            controls.button(
                words.say("Make the folder of this company"), lambda: self._frame.attempt(self._made), primary=True
            ),
        ]  # fmt: skip

    def _given(self) -> dict[str, str]:
        return {name: radio.value for name, radio in self._answers.items() if radio.value}

    def _explain(self) -> None:
        words, choice = self._words, choose(self._given())
        context = self._context.value or choice.context
        name = escape(words.say("Context: {context}", context=context_name(context, words)))
        sentences = because_sentences(choice, words)
        if context != choice.context:
            spoken = context_name(choice.context, words)
            sentences = [words.say("Chosen by hand. The answers speak for “{context}”.", context=spoken)]
        self._why.value = f"<p><strong>{name}</strong></p>" + "".join(f"<p>{escape(one)}</p>" for one in sentences)

    def _made(self) -> Chosen:
        words = self._words
        languages = tuple(lang for lang, box in self._languages.items() if box.value)
        if not languages:
            raise AnswerError(words.say("The report needs at least one language."))
        if not self._zone.value:
            raise AnswerError(words.say("The time zone is missing: choose one from the list."))
        folder = new_folder(self._frame.clients, self._client.value)
        choices = Choices(
            client=self._client.value.strip(), context=self._context.value, answers=self._given(), lang=words.lang,
            languages=languages, currency=self._currency.value, time_zone=self._zone.value,
        )  # fmt: skip
        scaffold(folder, choices=choices)
        return Chosen(folder)
