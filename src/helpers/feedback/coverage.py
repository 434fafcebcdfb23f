"""Objections heard against content that answers them, by stage and buyer role."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scipy.stats import binom

from helpers.agreements import Agreements
from helpers.facts import Fact
from helpers.feedback.content import Asset, active
from helpers.feedback.counts.kept_uses import ANY
from helpers.feedback.figures import count, gap, share, where
from helpers.noise import holm
from helpers.periods import Period
from helpers.ratio import ratio

#: The role of a register and profiles that name none.
EVERYONE = "any"
_LEVEL = 0.05


@dataclass(frozen=True)
class Heard:
    """In how many deals (or remarks without one) each objection was heard."""

    #: theme and stage (``any`` where unknown) → deals
    by_stage: Mapping[tuple[str, str], float]
    #: theme → deals
    whole: Mapping[str, float]
    #: deals with any objection
    units: float


@dataclass(frozen=True)
class CoverageCell:
    """A buyer role at a stage with an objection that was heard there, and the active assets that answer it.

    ``heard`` counts deals (or remarks without one) at that stage, ``deals`` those at any.
    """

    stage: str
    role: str
    theme: str
    heard: float
    assets: int
    deals: float


def heard_table(rows: Iterable[Mapping[str, Any]], *, units: float) -> Heard:
    """The counts of ``counts.kept_uses.heard`` and ``hearing``, put together."""
    by_stage, whole = {}, {}
    for row in rows:
        if row["stage"] == "all":
            whole[row["theme"]] = float(row["heard"])
        else:
            by_stage[row["theme"], row["stage"]] = float(row["heard"])
    return Heard(by_stage, whole, float(units))


def folded(text: str) -> str:
    """A role as it is compared: without case, accents or double spaces.

    >>> folded("  Dirección  Técnica") == folded("direccion tecnica")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def buyer_roles(agreements: Agreements, register: Sequence[Asset]) -> list[str]:
    """Who takes part in the purchase: the roles of the teams' profiles, else those the register speaks to."""
    said = [role.role for profile in agreements.profiles.values() for role in profile.roles]
    said = said or [asset.role for asset in register if asset.role]
    alike: dict[str, str] = {}
    for role in sorted(said):
        alike.setdefault(folded(role), role)
    return list(alike.values()) or [EVERYONE]


def matrix(heard: Heard, register: Sequence[Asset], roles: Sequence[str], *, period: Period) -> list[CoverageCell]:
    """Every cell that matters: stage × buyer role × objection, where the objection was heard at that stage.

    ``assets`` counts the active assets that answer the objection for that role at that stage; an asset that names no
    stage or no role serves any, and so does any asset where nobody noted the stage of what was heard.
    """
    there = active(register, as_of=period.as_of)
    return [
        CoverageCell(
            stage, role, theme, number, sum(_serves(asset, stage, role, theme) for asset in there), heard.whole[theme]
        )
        for (theme, stage), number in sorted(heard.by_stage.items())
        for role in roles
    ]


def _serves(asset: Asset, stage: str, role: str, theme: str) -> bool:
    staged = asset.stage is None or stage in (ANY, asset.stage)
    spoken = asset.role is None or role == EVERYONE or folded(asset.role) == folded(role)
    return asset.objection == theme and staged and spoken


def content_coverage(cells: Sequence[CoverageCell], register: Sequence[Asset], *, period: Period) -> list[Fact]:
    """Of the cells that matter, in how many is there an active asset? Share, whole and by stage and objection.

    A complete count, so it has no interval. It says that something is there, not that it convinces.
    """
    if not register or not cells:
        note = "no_feedback" if register else "no_content"
        return [gap("content_coverage", note, period=period, unit="share")]
    facts = [_covered(cells, period)]
    keys: tuple[tuple[str, Callable[[CoverageCell], str]], ...] = (
        ("stage", lambda cell: cell.stage), ("theme", lambda cell: cell.theme),
    )  # fmt: skip
    for name, key in keys:
        for value in sorted({key(cell) for cell in cells}):
            inside = [cell for cell in cells if key(cell) == value]
            facts.append(_covered(inside, period, segment=where(**{name: value})))
    return facts


def _covered(cells: Sequence[CoverageCell], period: Period, segment: str = "all") -> Fact:
    part, whole = sum(cell.assets > 0 for cell in cells), len(cells)
    return count("content_coverage", ratio(part, whole), period=period, unit="share", segment=segment, n=whole,
                 numerator=part, denominator=whole)  # fmt: skip


def objection_gap(heard: Heard, register: Sequence[Asset], *, period: Period) -> list[Fact]:
    """Which objections does no active asset answer, and which of them are heard clearly more than the average one?

    One row per objection without an asset: the share of deals (or remarks without a deal) with any objection in which
    it was heard, with Wilson's interval. ``stat=average`` is the share that an objection has on average. Status
    ``clear`` where the interval lies above it and the exact binomial test, adjusted for the objections without an
    asset that were looked at (Holm), agrees. It does not say that an asset would win those deals.
    """
    if not register:
        return [gap("objection_gap", "no_content", period=period, unit="share")]
    if not heard.units:
        return [gap("objection_gap", "no_feedback", period=period, unit="share")]
    average = ratio(math.fsum(heard.whole.values()), len(heard.whole) * heard.units)
    answered = {asset.objection for asset in active(register, as_of=period.as_of)}
    open_ = [theme for theme in sorted(heard.whole) if theme not in answered]
    chance = holm([float(binom.sf(heard.whole[theme] - 1, heard.units, average)) for theme in open_])
    facts = [count("objection_gap", average, period=period, unit="share", variant="stat=average", n=heard.units)]
    for theme, p in zip(open_, chance, strict=True):
        row = share("objection_gap", heard.whole[theme], heard.units, period=period, segment=where(theme=theme))
        clear = p < _LEVEL and row.low > average
        facts.append(Fact(**vars(row) | {"status": "clear" if clear else "noise"}))
    return facts
