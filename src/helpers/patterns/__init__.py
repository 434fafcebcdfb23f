"""What misleads people who read a funnel together: for each pattern one pure function from what is known to findings.

A pattern is *found* where the kit claims it: its effect lies beyond noise, after correction for all the places in
which it was looked for. A finding that is not claimed is kept too: it says what was looked at and how sure anybody can
be.
``PATTERNS`` names them in the order in which a workshop meets them.
"""

from __future__ import annotations

from importlib import import_module

from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

#: Every pattern; the module of one is named like it, with ``_`` for ``-``, and has ``find(basis) -> list[Finding]``.
PATTERNS = (
    "bulk-dates", "growth", "simpson", "slow-answers", "unanswered", "best-channel", "cac-without-sales",
    "won-only-cycle", "influence", "unworked-tier", "forecast-regions", "asset-stage", "leaders-field", "ignored",
    "gap", "contradicted", "dying",
)  # fmt: skip


def find(pattern: str, basis: Basis) -> list[Finding]:
    """Where the pattern was looked for, claimed or not; empty where the data cannot say anything about it."""
    module = import_module(f"helpers.patterns.{pattern.replace('-', '_')}")
    found: list[Finding] = module.find(basis)
    return found
