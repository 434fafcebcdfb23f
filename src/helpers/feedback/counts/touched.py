"""Counts of response: who was touched at which stage by what, and how many of them moved on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from helpers.model import STAGES, rank
from helpers.periods import Period

#: What people say brought them is no touch of anybody's work.
SELF_REPORTED = "self_reported"
#: What a touch may be told apart by.
LEVELS = ("topic", "format", "asset", "campaign")
ANYTHING = ""
_KEY = ["entity_id", "episode", "place"]


def alike(rows: ir.Table, columns: Sequence[str]) -> ir.Table:
    """These columns, all declared as possibly missing: a union wants equal declarations on both sides."""
    return rows.select(columns).cast({name: rows[name].type().copy(nullable=True) for name in columns})


def touched(tables: Mapping[str, ir.Table], *, grain: str, window: Period, days: int) -> ir.Table:
    """Of those touched at a stage, how many moved on within ``days`` of the first such touch?

    Moving on is a step that sales confirms: to SQL or beyond for those who are not there yet, to any later stage for
    the others. That marketing promotes its own leads says nothing about what reached them.

    One row per ``level`` (of ``LEVELS``; empty for a touch of any kind by either team), ``name`` and ``place`` (of the
    stage on the road), with ``touched`` (people or accounts by ``grain``, passes apart) and ``moved``; and, of the same
    people or accounts counted from their first touch of any kind at that stage, ``base_touched`` and ``base_moved``:
    what the rows of the empty level hold beyond these are all those whom ``name`` did not reach. The stage is the one
    reached by the day of the touch, that day included, so that what happened on the day of the touch is not counted for
    it. Touches of marketing alone have a level; a first touch within ``window`` counts once ``days`` have passed.
    """
    firsts = _moved(_firsts(_placed(tables, grain=grain, window=window)), tables, grain=grain, window=window, days=days)
    base = firsts.filter(firsts.level == ANYTHING)
    own = base.select(*(base[name].name(f"{name}_") for name in _KEY), base_old="old", base_soon="soon")
    both = firsts.left_join(own, [firsts[name] == own[f"{name}_"] for name in _KEY])
    counted = both.group_by(["level", "name", "place"]).agg(
        touched=both.old.sum(), moved=both.soon.sum(), base_touched=both.base_old.sum(), base_moved=both.base_soon.sum()
    )
    return counted.order_by(["level", "name", "place"])


def _firsts(placed: ir.Table) -> ir.Table:
    """The first touch of each kind of each pass at each stage that has a next one."""
    on_road = placed.filter(placed.place < len(STAGES) - 1)
    parts = [on_road.mutate(level=ibis.literal(ANYTHING), name=ibis.literal(ANYTHING))]
    for level in LEVELS:
        mine = on_road.filter((on_road.direction == "marketing") & on_road[level].notnull())
        parts.append(mine.mutate(level=ibis.literal(level), name=mine[level]))
    columns = ["level", "name", *_KEY, "on"]
    rows = ibis.union(*(alike(part.select(columns), columns) for part in parts))
    return rows.group_by(["level", "name", *_KEY]).agg(first_on=rows.on.min())


def _moved(firsts: ir.Table, tables: Mapping[str, ir.Table], *, grain: str, window: Period, days: int) -> ir.Table:
    """Marks first touches that are ``old`` enough to judge, and of these those who moved on ``soon`` (1 or 0)."""
    steps = _reached(tables["reached"], grain=grain)
    later = steps.select(later_id="entity_id", later_episode="episode", later_place="place", later_on="on")
    confirmed = later.filter(later.later_place >= rank("sql"))
    same = (firsts.entity_id == confirmed.later_id) & (firsts.episode == confirmed.later_episode)
    pairs = firsts.left_join(confirmed, [same, firsts.place < confirmed.later_place])
    keys = ["level", "name", *_KEY, "first_on"]
    rows = pairs.group_by(keys).agg(next_on=pairs.later_on.min())
    old = ibis.literal(window.last).delta(rows.first_on, unit="day").cast("int64") >= days
    near = rows.next_on.notnull() & (rows.next_on.delta(rows.first_on, unit="day").cast("int64") <= days)
    return rows.mutate(old=old.ifelse(1, 0), soon=(old & near).ifelse(1, 0))


def _reached(reached: ir.Table, *, grain: str) -> ir.Table:
    """Entries into stages with the place of the stage on the road."""
    rows = reached.filter(reached.grain == grain)
    place = ibis.cases(*((rows.stage == stage, number) for number, stage in enumerate(STAGES)))
    return rows.select("entity_id", "on", episode=rows.episode.cast("int64"), place=place.cast("int64"))


def _placed(tables: Mapping[str, ir.Table], *, grain: str, window: Period) -> ir.Table:
    """Touches of the window with the pass and the stage their person or account was in on that day."""
    acts = _acts(tables, grain=grain, window=window)
    steps = _reached(tables["reached"], grain=grain)
    pairs = acts.join(steps.rename(step_on="on"), "entity_id")
    known = pairs.filter(pairs.step_on <= pairs.on)
    # the latest pass, and in it the furthest stage: one number holds both, so that one maximum finds them
    keys = ["entity_id", "on", "direction", *LEVELS]
    at = known.group_by(keys).agg(code=(known.episode * 100 + known.place).max())
    split = at.mutate(episode=(at.code / 100).floor().cast("int64"))
    return split.mutate(place=split.code - split.episode * 100).drop("code")


def _acts(tables: Mapping[str, ir.Table], *, grain: str, window: Period) -> ir.Table:
    """Touches of the window by whom they reached, with topic and format from the register of content."""
    touches, people, content = tables["touches"], tables["people"], tables["content"]
    inside = touches.filter(
        touches.on.between(window.first, window.last) & (touches.kind.fill_null("") != SELF_REPORTED)
    )
    if grain == "account":
        owners = people.select(owner_id="person_id", owner_account="account_id")
        owned = inside.left_join(owners, inside.person_id == owners.owner_id)
        rows = owned.mutate(entity_id=ibis.coalesce(owned.account_id, owned.owner_account))
    else:
        rows = inside.mutate(entity_id=inside.person_id)
    register = content.select("topic", "format", registered="asset_id")
    known = rows.filter(rows.entity_id.notnull()).left_join(register, rows.asset_id == register.registered)
    return known.select("entity_id", "on", "direction", "topic", "format", "campaign", asset="asset_id").distinct()


_EXAMPLE = Period.parse("2025-11/2026-10")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: touched(tables, grain="person", window=_EXAMPLE, days=90),
    lambda tables: touched(tables, grain="account", window=_EXAMPLE, days=90),
)
