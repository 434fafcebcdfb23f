"""Counts of journeys: which touches led to which conversion, in order, and which led nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.conversions import KINDS, alike, completed, every, key_grain
from helpers.periods import Period

#: Kind of a touch: what people say brought them.
SELF_REPORTED = "self_reported"
_TOUCH = ["touch_id", "person_id", "account_id", "on", "at", "channel", "campaign", "asset_id", "kind", "direction"]


def journeys(tables: Mapping[str, ir.Table], conversions: ir.Table, *, lookback_days: int, as_of: date) -> ir.Table:
    """Which touches led to each conversion, in which order?

    One row per conversion and touch: ``of, conversion_id, journey_key``, the touch (``touch_id, person_id, account_id,
    on, at, channel, campaign, asset_id, kind, direction``), its ``place`` from 1, the journey's ``length`` and ``days``
    from the touch to the conversion (whole local days, 0 on the same day, never negative).

    A touch belongs to the conversion of its person or account (``grain`` of the conversion) if it is at most
    ``lookback_days`` old on that day, not known to be after it, and after the previous conversion of the same kind of
    the same key. Conversions without a touch have no row. Journeys to other ends work as well (see ``completed``).
    """
    signs = _signs(tables, as_of=as_of)
    goals = completed(conversions).select(
        "of", "conversion_id", "journey_key", "after_on", "after_at", of_grain="grain", goal_on="on", goal_at="at"
    )
    pairs = signs.join(goals, [signs.grain == goals.of_grain, signs.key == goals.journey_key])
    days = pairs.goal_on.delta(pairs.on, unit="day").cast("int64")
    led = pairs.mutate(days=days).filter(
        (days <= lookback_days)
        & not_after(pairs.on, pairs["at"], pairs.goal_on, pairs.goal_at)
        & _fresh(pairs.on, pairs["at"], pairs.after_on, pairs.after_at)
    )
    placed = _placed(led, ["conversion_id"])
    return placed.select("of", "conversion_id", "journey_key", *_TOUCH, "place", "length", "days").order_by(
        ["conversion_id", "place"]
    )


def unconverted(
    tables: Mapping[str, ir.Table], *, grain: str, lookback_days: int, as_of: date, window: Period | None = None,
    kinds: Sequence[str] = KINDS,
) -> ir.Table:  # fmt: skip
    """Which touches led nowhere?

    One row per kind of conversion, key and touch, as ``journeys`` but without ``conversion_id``; ``days`` run to the
    journey's last touch. A journey of a person or account holds the touches after its last conversion of that kind (all
    where it has none) and is given up on the first day on which its last touch is more than ``lookback_days`` old: by
    ``as_of``, and within ``window`` where one is given, so that what did not convert is counted over the same months as
    what did.
    """
    open_ended = _open_ended(tables, kinds=kinds, grain=grain, as_of=as_of)
    since = ibis.literal(as_of).delta(open_ended.last_on, unit="day").cast("int64")
    over = open_ended.filter(since > lookback_days)
    if window is not None:
        before = ibis.literal(window.first).delta(over.last_on, unit="day").cast("int64")
        until = ibis.literal(window.last).delta(over.last_on, unit="day").cast("int64")
        over = over.filter((before <= lookback_days + 1) & (until > lookback_days))
    dated = over.mutate(days=over.last_on.delta(over.on, unit="day").cast("int64"))
    placed = _placed(dated, ["of", "journey_key"])
    return placed.select("of", "journey_key", *_TOUCH, "place", "length", "days").order_by(
        ["of", "journey_key", "place"]
    )


def under_way(
    tables: Mapping[str, ir.Table], *, grain: str, lookback_days: int, as_of: date, kinds: Sequence[str] = KINDS
) -> ir.Table:
    """How many journeys are still open on ``as_of``: ``of, journeys``; last touch at most ``lookback_days`` ago.

    They are in no model: whether they convert is not known yet. Kinds without one have no row.
    """
    open_ended = _open_ended(tables, kinds=kinds, grain=grain, as_of=as_of)
    since = ibis.literal(as_of).delta(open_ended.last_on, unit="day").cast("int64")
    young = open_ended.filter(since <= lookback_days)
    return young.group_by("of").agg(journeys=young.journey_key.nunique()).order_by("of")


def not_after(
    day: ir.DateValue, minute: ir.TimestampValue, other_day: ir.DateValue, other_minute: ir.TimestampValue
) -> ir.BooleanValue:
    """Whether the first moment is not known to be after the second: by the minute where both are known, else by the
    day, where the same day counts as before."""
    same = minute.isnull() | other_minute.isnull() | (minute <= other_minute)
    return (day < other_day) | ((day == other_day) & same)


def _fresh(
    day: ir.DateValue, minute: ir.TimestampValue, after_day: ir.DateValue, after_minute: ir.TimestampValue
) -> ir.BooleanValue:
    """Whether a touch belongs to the time after an earlier conversion, or there was none: not ``not_after``."""
    later = minute.notnull() & after_minute.notnull() & (minute > after_minute)
    return after_day.isnull() | (day > after_day) | ((day == after_day) & later)


def _signs(tables: Mapping[str, ir.Table], *, as_of: date) -> ir.Table:
    """Touches known on ``as_of``, once for their person and once for their account, by ``grain`` and ``key``.

    A touch that names no account is its person's account's.
    """
    touches, people = tables["touches"], tables["people"]
    known = touches.filter(touches.on <= as_of)
    owners = people.select(owner_id="person_id", owner_account="account_id")
    owned = known.join(owners, known.person_id == owners.owner_id, how="left")
    rows = owned.mutate(account_id=ibis.coalesce(owned.account_id, owned.owner_account)).select(_TOUCH)
    parts = [rows.mutate(grain=ibis.literal(grain), key=rows[f"{grain}_id"]) for grain in ("person", "account")]
    both = ibis.union(*(alike(part, [*_TOUCH, "grain", "key"]) for part in parts))
    return both.filter(both.key.notnull())


def _open_ended(tables: Mapping[str, ir.Table], *, kinds: Sequence[str], grain: str, as_of: date) -> ir.Table:
    """Per kind and key the touches after its last conversion, with ``last_on``, the day of the last of them."""
    signs = _signs(tables, as_of=as_of)
    last = _last_conversions(every(tables, kinds=kinds, grain=grain, as_of=as_of))
    rows = _for_each(signs, kinds, grain=grain)
    both = rows.join(last, [rows["of"] == last.last_of, rows.key == last.last_key], how="left")
    rest = both.filter(_fresh(both.on, both["at"], both.after_on, both.after_at))
    named = rest.select(*_TOUCH, "of", journey_key="key")
    own = ibis.window(group_by=[named["of"], named.journey_key])
    return named.mutate(last_on=named.on.max().over(own))


def _for_each(signs: ir.Table, kinds: Sequence[str], *, grain: str) -> ir.Table:
    """The signs of each kind's keys, once for every kind, with the kind as ``of``."""
    wanted = {each: [kind for kind in kinds if key_grain(kind, grain=grain) == each] for each in ("person", "account")}
    parts = [
        signs.filter(signs.grain == each).mutate(of=ibis.array(names).unnest())
        for each, names in wanted.items()
        if names
    ]
    return ibis.union(*(alike(part, part.columns) for part in parts)) if len(parts) > 1 else parts[0]


def _last_conversions(conversions: ir.Table) -> ir.Table:
    """The last day each key converted in each way, and its last minute where all of that day have one."""
    days = conversions.group_by(["of", "journey_key", "on"]).agg(
        last_at=conversions["at"].max(), unknown=conversions["at"].isnull().ifelse(1, 0).max()
    )
    own = ibis.window(group_by=[days["of"], days.journey_key])
    marked = days.mutate(last_on=days.on.max().over(own))
    last = marked.filter(marked.on == marked.last_on)
    return last.select(
        last_of="of", last_key="journey_key", after_on="on",
        after_at=(last.unknown == 1).ifelse(ibis.null(last.last_at.type()), last.last_at),
    )  # fmt: skip


def _placed(rows: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Adds ``place`` and ``length``: day, then what people say brought them, then minute (none first), then id."""
    flagged = rows.mutate(said=(rows.kind == SELF_REPORTED).ifelse(0, 1), minuted=rows["at"].notnull().ifelse(1, 0))
    group = [flagged[name] for name in keys]
    order = [flagged[name] for name in ("on", "said", "minuted", "at", "touch_id")]
    place = ibis.row_number().over(ibis.window(group_by=group, order_by=order)) + 1
    length = flagged.touch_id.count().over(ibis.window(group_by=group))
    return flagged.mutate(place=place, length=length)


_EXAMPLE = Period.parse("2025-11/2026-10")


def example(tables: Mapping[str, ir.Table]) -> tuple[ir.Table, ir.Table]:
    """Won deals of a year and their journeys, for the lists of counts."""
    found = every(tables, grain="person", as_of=_EXAMPLE.as_of, window=_EXAMPLE, kinds=("deal",))
    return found, journeys(tables, found, lookback_days=180, as_of=_EXAMPLE.as_of)


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: example(tables)[1],
    lambda tables: unconverted(tables, grain="person", lookback_days=180, as_of=_EXAMPLE.as_of, window=_EXAMPLE),
    lambda tables: under_way(tables, grain="account", lookback_days=180, as_of=_EXAMPLE.as_of),
)
