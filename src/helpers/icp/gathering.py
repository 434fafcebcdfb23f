"""All that the figures of the ideal customer are computed from, counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from helpers.agreements import Agreements, Profile
from helpers.engagement import Engagement
from helpers.engine import fetch
from helpers.icp.attributes import SIZES, asked, cuts, head_count, offered, refused
from helpers.icp.counts.accounts import EMPLOYEES
from helpers.icp.counts.histories import Margins, Sources, recorded
from helpers.icp.counts.judged import SUMS, by_attributes
from helpers.icp.model import Model, distinguish
from helpers.icp.scoring import known, tiers
from helpers.periods import Period


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
    """Two counts, whatever the number of accounts; nothing that happened after ``period``."""
    written = agreements.profiles
    names = sorted({*asked(written.values()), *offered(engagement)})
    late = tuple(name for name in names if refused(name, engagement))
    profiles = {team: without(profile, late) for team, profile in written.items()}
    usable = [name for name in names if name not in late]
    edges = tuple(sorted({*SIZES, *cuts(profiles.values())}))
    sources = chosen_sources(fetch(recorded(tables, as_of=period.as_of)), engagement)
    rows = _plain(fetch(by_attributes(tables, attributes=usable, cuts=edges, sources=sources, year=period.rolling(12))))
    wanted = asked(profiles.values())
    cells = _summed(rows, [f"a{usable.index(name)}" for name in wanted])
    values = known(cells, attributes=wanted, cuts=edges)
    return Gathered(
        profiles=profiles, late=late, cells=cells, values=values,
        tiers={team: tiers(values, profile) for team, profile in profiles.items()},
        shares=_shares(rows, usable), sources=sources,
        model=distinguish(_ended(rows, usable, edges), attributes=usable, first=by_weight(profiles.values())),
    )  # fmt: skip


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Money as numbers: what follows are estimates."""
    return rows.assign(**{name: [float(value or 0) for value in rows[name]] for name in ("margin", "squares")})


def _summed(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The combinations of the attributes that a profile asks about, under the names ``a0`` …."""
    if not columns or rows.empty:
        return pd.DataFrame(columns=[*(f"a{place}" for place in range(len(columns))), *SUMS])
    table = rows.groupby(list(columns), dropna=False, sort=True)[list(SUMS)].sum().reset_index()
    return table.set_axis([*(f"a{place}" for place in range(len(columns))), *SUMS], axis=1)


def _ended(rows: pd.DataFrame, attributes: Sequence[str], edges: Sequence[int]) -> pd.DataFrame:
    """Decided accounts, head counts in the bands of ``SIZES``."""
    told = rows[rows["kept"].notna()].reset_index(drop=True)
    if EMPLOYEES not in attributes or told.empty:
        return told
    name = f"a{attributes.index(EMPLOYEES)}"
    told[name] = [_size(band, edges) for band in told[name].tolist()]
    return told


def _size(band: float | None, edges: Sequence[int]) -> float | None:
    if band is None or band != band:
        return None
    return float(sum(head_count(int(band), edges) >= each for each in SIZES))


def without(profile: Profile, late: Sequence[str]) -> Profile:
    """The profile less what is known only after the outcome; possibly without any criterion."""
    kept = {
        part: tuple(one for one in getattr(profile, part) if one.attribute not in late) for part in ("criteria", "anti")
    }
    return profile.model_copy(update=kept)


def by_weight(profiles: Iterable[Profile]) -> list[str]:
    """The attributes that the profiles name, the weightiest first."""
    weights: dict[str, float] = {}
    for profile in profiles:
        for one in profile.criteria:
            weights[one.attribute] = weights.get(one.attribute, 0.0) + one.weight
    return sorted(weights, key=lambda name: (-weights[name], name))


def chosen_sources(there: pd.DataFrame, engagement: Engagement) -> Sources:
    """One source of purchases and one of margins: invoices with orders before deals; margins as recorded before the
    engagement's own share of revenue."""
    one = {str(name): int(there[name].fillna(0).iloc[0]) for name in there.columns}
    share = engagement.lifetime.gross_margin
    margins: Margins = ""
    if one["priced"] or (one["revenue"] and share is not None):
        margins = "revenue"
    elif one["sound"] or (one["subscriptions"] and share is not None):
        margins = "subscriptions"
    elif one["worth"] and share is not None:
        margins = "deals"
    return Sources(orders="revenue" if one["orders"] else "deals", margins=margins, margin=share)


def _shares(rows: pd.DataFrame, names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """By attribute: accounts whose attribute is known, and all."""
    total = float(rows["accounts"].sum())
    return {
        name: (float(rows.loc[rows[f"a{place}"].notna(), "accounts"].sum()), total) for place, name in enumerate(names)
    }
