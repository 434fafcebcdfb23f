"""Parameters of the survey of a sample company: rounds, mean answers, what exists in writing, what is planted."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from helpers.samples.strict import Strict

Both = tuple[float, float]
Team = Literal["marketing", "sales"]


class Round(Strict):
    """A round of answers over five working days: how many of each team and position answer."""

    first: date
    marketing: dict[Literal["management", "lead", "field"], int]
    sales: dict[Literal["management", "lead", "field"], int]
    half: int = Field(0, description="so many stop half way")


class Asked(Strict):
    """A construct: mean answers of marketing and sales to its statements, and who knows nothing of it."""

    says: tuple[Both, Both, Both]
    often: Both
    guess: Both | None = Field(None, description="what marketing thinks sales answers, and the other way round")
    unknown: Both = (0.03, 0.03)
    above: float = Field(0.0, description="how much higher management and team leads answer than the others")
    weight: float = Field(1.0, description="how often it is among the three to mend first")
    before: float = Field(0.0, description="how much lower the answers were in earlier rounds")


class Written(Strict):
    """Something in writing: last use and who edits it; absent where nobody uses it."""

    used: date | None = None
    edited: tuple[Team, ...] = ()


class Planted(Strict):
    """What an assessment should find, and what only looks like it; in words, by construct."""

    contradictions: dict[str, str] = Field(description="statement or artefact: metric that says otherwise")
    decoys: dict[str, str] = Field(description="statement: why it is no contradiction")
    gaps: tuple[str, ...] = Field(description="constructs the teams see differently")
    productive: tuple[str, ...] = ()
    unseen: tuple[str, ...] = Field((), description="constructs many know nothing of")
    mirror: dict[str, Team] = Field(default_factory=dict, description="construct: team that guesses wrong")


class Survey(Strict):
    """All of it."""

    rounds: tuple[Round, ...]
    looked_at: tuple[date, ...] = Field(description="days on which the checklist was filled in")
    constructs: dict[str, Asked]
    written: dict[str, Written]
    changes: tuple[str, ...]
    keeps: tuple[str, ...]
    planted: Planted
