"""The report as a PDF: typeset by Typst, for paper and for readers of screens alike (PDF/UA-1).

Everything a report says reaches Typst as a string of its data, never as markup, so no client's text is a command.
"""

from __future__ import annotations

from helpers.look import PLAIN, Look
from helpers.report.model import Report
from helpers.report.pdf.layout import laid_out
from helpers.report.pdf.typesetting import typeset


def render(report: Report, *, look: Look = PLAIN) -> bytes:
    """The whole report on A4; equal reports give equal bytes, whatever the day.

    Raises ``RenderError`` in one line where Typst refuses the report or the logo.
    """
    return typeset(laid_out(report, look=look), logo=look.logo)
