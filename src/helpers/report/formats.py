"""The formats of a report: one function each, from the same typed model; none of them computes a number."""

from __future__ import annotations

from collections.abc import Callable

from helpers.look import PLAIN, Look
from helpers.report.model import Report

#: In the order in which people hear of them; the first is always made.
FORMATS = ("html", "pdf", "pptx", "xlsx")


def document(report: Report, format: str, *, look: Look = PLAIN, playbook: str = "") -> bytes:
    """The report as a file of ``format``; equal reports give equal bytes. ``KeyError`` for another format.

    ``playbook`` is where the client's pages lie as seen from the report; only the page in HTML has use for it.
    """
    makers: dict[str, Callable[[], bytes]] = {
        "html": lambda: _html(report, look=look, playbook=playbook),
        "pdf": lambda: _pdf(report, look=look),
        "pptx": lambda: _slides(report, look=look),
        "xlsx": lambda: _workbook(report, look=look),
    }
    return makers[format]()


# Each library is loaded by the format that needs it: a review in HTML pays for none of the others.


def _html(report: Report, *, look: Look, playbook: str) -> bytes:
    from helpers.report.html import render

    return render(report, look=look, playbook=playbook).encode("utf-8")


def _pdf(report: Report, *, look: Look) -> bytes:
    from helpers.report.pdf import render

    return render(report, look=look)


def _slides(report: Report, *, look: Look) -> bytes:
    from helpers.report.slides import render

    return render(report, look=look)


def _workbook(report: Report, *, look: Look) -> bytes:
    from helpers.report.workbook import render

    return render(report, look=look)
