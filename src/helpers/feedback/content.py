"""The content register: what is in use, for whom, and what nobody has used for a while."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import count, gap
from helpers.periods import Period
from helpers.ratio import ratio

#: An asset is unused after a quarter: the shortest time in which most deals meet every stage at least once, and the
#: time after which a profile is to be looked at again too.
UNUSED_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One row of the register; None where the register does not say."""

    asset_id: str
    title: str
    stage: str | None = None
    role: str | None = None
    objection: str | None = None
    together: bool = False
    published_on: date | None = None
    retired_on: date | None = None


def assets(rows: Iterable[Mapping[str, Any]]) -> list[Asset]:
    """The register as it was written; made together are those with both teams among their authors."""
    return [
        Asset(
            asset_id=row["asset_id"], title=row["title"], stage=row["stage"], role=row["role"],
            objection=row["objection"], together=bool(row["by_marketing"] and row["by_sales"]),
            published_on=row["published_on"], retired_on=row["retired_on"],
        )
        for row in rows
    ]  # fmt: skip


def active(register: Iterable[Asset], *, as_of: date) -> list[Asset]:
    """What is in use on a day: published by then and not out of use; without a day of publishing it counts as in use.

    >>> old = Asset(asset_id="a", title="A", retired_on=date(2026, 10, 31))
    >>> new = Asset(asset_id="b", title="B", published_on=date(2026, 11, 1))
    >>> [len(active([old, new], as_of=date(2026, 10, day))) for day in (30, 31)]
    [1, 0]
    """
    return [
        asset
        for asset in register
        if (asset.published_on is None or asset.published_on <= as_of)
        and (asset.retired_on is None or asset.retired_on > as_of)
    ]


def unused(register: Sequence[Asset], used: Mapping[str, date], *, as_of: date) -> list[tuple[Asset, date | None]]:
    """Active assets that nobody used and nobody touched for ``UNUSED_DAYS``, with the day of their last use.

    Assets younger than that are left out: nobody had the time. Those longest unused come first.
    """
    since = as_of - timedelta(days=UNUSED_DAYS)
    idle = [
        (asset, used.get(asset.asset_id))
        for asset in active(register, as_of=as_of)
        if (asset.published_on is None or asset.published_on <= since) and used.get(asset.asset_id, date.min) <= since
    ]
    return sorted(idle, key=lambda pair: (pair[1] or date.min, pair[0].asset_id))


def content_unused(register: Sequence[Asset], used: Mapping[str, date], *, period: Period) -> list[Fact]:
    """Which share of the active assets has nobody used for ``UNUSED_DAYS``? Share, at the end of the period.

    ``used`` is the last day of use by asset, from the form of uses and from touches. A complete count, so it has no
    interval. It does not say that an asset is bad: what is used without a note of it looks unused.
    """
    if not register:
        return [gap("content_unused", "no_content", period=period, unit="share")]
    whole = len(active(register, as_of=period.as_of))
    if not whole:
        return [gap("content_unused", "zero_denominator", period=period, unit="share")]
    part = len(unused(register, used, as_of=period.as_of))
    return [count("content_unused", ratio(part, whole), period=period, unit="share", n=whole, numerator=part,
                  denominator=whole)]  # fmt: skip
