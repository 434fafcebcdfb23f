"""The report as a file of this format."""

from __future__ import annotations

from helpers.look import PLAIN, Look
from helpers.report.model import Report


def render(report: Report, *, look: Look = PLAIN) -> bytes:
    """The whole report; equal reports give equal bytes."""
    raise NotImplementedError(report.kind, look)
