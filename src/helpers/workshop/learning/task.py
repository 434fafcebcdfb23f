"""Can people do it alone? What they found in a company nobody has seen, against what is true there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpers.samples.plants.plant import Truth
from helpers.workshop.learning.given import Claim
from helpers.workshop.learning.shares import share


@dataclass(frozen=True)
class Marked:
    """One claim and whether it is so; None where another plant makes it true, which counts neither way."""

    claim: Claim
    right: bool | None


@dataclass(frozen=True)
class Score:
    """``precision``: of the findings claimed, the share that is so; ``recall``: of what is planted, the share found.

    Both pooled over sheets, with 95 % intervals (Wilson) that take claims for independent. A finding is right at the
    right place; ``half`` counts those named at another place.
    """

    sheets: int
    claimed: int
    right: int
    half: int
    planted: int
    found: int
    precision: float
    precision_low: float
    precision_high: float
    recall: float
    recall_low: float
    recall_high: float
    decoys: int


def marked(claims: Iterable[Claim], truths: Sequence[Truth]) -> list[Marked]:
    """Each claim against the answer key; one repeated on a sheet counts once."""
    kinds = {(truth.pattern, truth.where): truth.kind for truth in truths}
    first = dict[tuple[str, str, str], Claim]()
    for claim in claims:
        first.setdefault((claim.code, claim.pattern, claim.where), claim)
    verdicts: dict[str, bool | None] = {"planted": True, "also": None, "slight": None, "decoy": False}
    return [Marked(claim, verdicts[kinds.get((claim.pattern, claim.where), "decoy")]) for claim in first.values()]


def scored(claims: Iterable[Claim], truths: Sequence[Truth], *, sheets: int) -> Score:
    """All sheets together; ``sheets`` counts those without a finding too."""
    rows = [row for row in marked(claims, truths) if row.right is not None]
    planted = [truth for truth in truths if truth.kind == "planted"]
    right = sum(row.right is True for row in rows)
    patterns, decoys = {truth.pattern for truth in planted}, {
        (truth.pattern, truth.where) for truth in truths if truth.kind == "decoy"
    }  # fmt: skip
    half = sum(row.right is False and row.claim.pattern in patterns for row in rows)
    fell = sum(row.right is False and (row.claim.pattern, row.claim.where) in decoys for row in rows)
    to_find = len(planted) * sheets
    return Score(
        sheets, len(rows), right, half, to_find, right, *share(right, len(rows)), *share(right, to_find), fell
    )  # fmt: skip
