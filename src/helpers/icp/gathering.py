"""All that the figures of the ideal customer are computed from, counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from helpers.agreements import Agreements, Profile
from helpers.engagement import Engagement
from helpers.engine import fetch
from helpers.icp.attributes import SIZES, asked, cuts, offered, refused
from helpers.icp.counts.accounts import known_accounts
from helpers.icp.counts.histories import Sources, histories, recorded
from helpers.icp.counts.judged import by_attributes, by_ending
from helpers.icp.model import Model, distinguish
from helpers.icp.scoring import known, tiers
from helpers.periods import Period

__all__ = ["Gathered", "gather", "histories"]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Accounts by what is known of them, their tiers under each profile, and the model of who was kept.

    ``profiles`` are without the criteria in ``late``: attributes known only after the outcome. ``values`` are those of
    ``cells``, row by row; ``tiers`` likewise, by team.
    """

    profiles: Mapping[str, Profile]
    late: tuple[str, ...]
    cells: pd.DataFrame
    values: Sequence[Mapping[str, object]]
    tiers: Mapping[str, pd.Series]
    shares: Mapping[str, tuple[float, float]]
    sources: Sources
    model: Model


def gather(
    tables: Mapping[str, ir.Table], engagement: Engagement, agreements: Agreements, *, period: Period
) -> Gathered:
    """Four counts, whatever the number of accounts; nothing that happened after ``period``."""
    year = period.rolling(12)
    written = agreements.profiles
    names = sorted({*asked(written.values()), *offered(engagement)})
    late = tuple(name for name in names if refused(name, engagement))
    profiles = {team: without(profile, late) for team, profile in written.items()}
    sources = chosen_sources(fetch(recorded(tables, as_of=year.as_of)), engagement)
    wanted, edges = asked(profiles.values()), cuts(profiles.values())
    cells = fetch(by_attributes(tables, attributes=wanted, cuts=edges, sources=sources, year=year)) if wanted else None
    found = pd.DataFrame() if cells is None else cells
    values = known(found, attributes=wanted, cuts=edges) if wanted else []
    usable = [name for name in names if name not in late]
    endings = fetch(by_ending(tables, attributes=usable, cuts=SIZES, sources=sources, year=year))
    return Gathered(
        profiles=profiles, late=late, cells=found, values=values,
        tiers={team: tiers(values, profile) for team, profile in profiles.items()},
        shares=_shares(tables, names), sources=sources,
        model=distinguish(endings, attributes=usable, first=by_weight(profiles.values())),
    )  # fmt: skip


def without(profile: Profile, late: Sequence[str]) -> Profile:
    """The profile less what is known only after the outcome; possibly without any criterion."""
    kept = {
        part: tuple(one for one in getattr(profile, part) if one.attribute not in late) for part in ("criteria", "anti")
    }
    return profile.model_copy(update=kept)


def by_weight(profiles: object) -> list[str]:
    """The attributes that the profiles name, the weightiest first."""
    weights: dict[str, float] = {}
    for profile in profiles:  # type: ignore[attr-defined]
        for one in profile.criteria:
            weights[one.attribute] = weights.get(one.attribute, 0.0) + one.weight
    return sorted(weights, key=lambda name: (-weights[name], name))


def chosen_sources(there: pd.DataFrame, engagement: Engagement) -> Sources:
    """One source of purchases and one of margins: invoices with orders before deals; margins as recorded before the
    engagement's own share of revenue."""
    one = {str(name): int(there[name].fillna(0).iloc[0]) for name in there.columns}
    share = engagement.lifetime.gross_margin
    orders = "revenue" if one["orders"] else "deals"
    if one["priced"] or (one["revenue"] and share is not None):
        return Sources(orders=orders, margins="revenue", margin=share)  # type: ignore[arg-type]
    if one["sound"] or (one["subscriptions"] and share is not None):
        return Sources(orders=orders, margins="subscriptions", margin=share)  # type: ignore[arg-type]
    margins = "deals" if one["worth"] and share is not None else ""
    return Sources(orders=orders, margins=margins, margin=share)  # type: ignore[arg-type]


def _shares(tables: Mapping[str, ir.Table], names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """By attribute: accounts whose attribute is known, and all."""
    row = fetch(known_accounts(tables, attributes=names)).iloc[0]
    return {name: (float(row[f"a{place}"]), float(row["accounts"])) for place, name in enumerate(names)}
