"""The figure as it stands on a slide: won deals that had contact with marketing."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.influence_both import plated
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report.model import Figure
from helpers.words import Words


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """Won deals alone."""
    return plated(basis, found, words, outcomes=("won",))
