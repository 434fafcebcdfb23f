"""The report as a presentation: what a meeting needs of it, with charts that stay editable and notes to speak from."""

from __future__ import annotations

from datetime import datetime

from helpers.look import PLAIN, Look
from helpers.report.model import Report
from helpers.report.slides import paper
from helpers.report.slides.bodies import Hand, draw
from helpers.report.slides.finish import describe, foot, note, packed
from helpers.report.slides.outline import deck
from helpers.report.slides.text import LANGUAGES
from helpers.words import Words


def render(report: Report, *, look: Look = PLAIN) -> bytes:
    """The deck: the first screen, then what a meeting needs of each section; equal reports give equal bytes."""
    words, lang = Words(report.lang, report.currency), LANGUAGES[report.lang]
    made = datetime.fromisoformat(report.as_of)
    hand = Hand(paper.empty(look, lang=lang), words, lang, look, made)
    marks = (words.say("For the two teams only"),) if report.internal else ()
    line = " · ".join((report.client, report.title, report.period_text, *marks))
    for number, slide in enumerate(deck(report, words), 1):
        page = draw(hand, slide)
        if number > 1:
            foot(page, line, lang=lang, number=number)
        note(page, slide.title, slide.notes, words, lang=lang)
    describe(hand.deck, report, lang=lang, made=made)
    return packed(hand.deck)
