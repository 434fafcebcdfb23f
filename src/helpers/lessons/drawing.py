"""The figures of a lesson, by name: each a module of ``helpers.lessons.figures`` with one function ``draw``.

``draw(basis, found, words) -> Figure``: made of the kit's own counts and shapes (``report.sections.plate.plate``), so
it carries its title, alt text and the table behind it. It is looked at before the answer is known: its title says what
is measured, never what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report.model import Figure
from helpers.words import Words


def drawn(name: str, basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The figure called ``name`` (its module has the same name)."""
    figure: Figure = import_module(f"helpers.lessons.figures.{name}").draw(basis, found, words)
    return figure
