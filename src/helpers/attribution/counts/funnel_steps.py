"""Counts of weeks: in which stage somebody was, what touched them that week, and where the week led."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.attribution.counts.conversions import alike
from helpers.attribution.counts.journeys import SELF_REPORTED, not_after
from helpers.attribution.funnel import CONVERTED, QUIT
from helpers.model import EXITS, STAGES
from helpers.periods import Period

#: Length of a step. Days are counted from a Monday, so weeks are those of the calendar.
DAYS = 7
_MONDAY = date(1970, 1, 5)
_STEP = ["group", "state", "channel", "next_state", "parts", "n"]


def funnel_steps(
    tables: Mapping[str, ir.Table], *, grain: str, as_of: date, lookback_days: int, window: Period, groups: int = 1
) -> ir.Table:
    """How many weeks began in each stage, with which touch, and where did they lead?

    One row per ``group``, ``state`` (furthest recorded stage when the week began), ``channel`` (missing: nothing
    touched them that week), ``next_state`` (the stage when it ended, ``customer`` or ``quit``) and ``parts`` with ``n``
    weeks. A week touched by several channels has a row for each of them, ``parts`` is their number and each row weighs
    ``n / parts``: all stay visible, and integers stay exact.

    Journeys are those of ``grain`` (person, in episodes; or account) that *ended* within ``window``, whole:

    - it begins with the week after the one of its first recorded stage. What led up to that is not in it: nobody is on
      record who was not brought in. Who is a customer by the end of that week has no step;
    - it converts in the week of the stage ``customer``; it quits in the week of an exit (of the person, or a lost deal
      of new business) after which nothing more is on record, when a new episode begins, or else on the first day on
      which its last stage or touch is more than ``lookback_days`` old;
    - a touch belongs to the stage it found: on the day of a change it counts as before it, unless minutes say
      otherwise; after a change it counts from the next week on. None counts after the end;
    - what people say brought them is no touch of a week.

    Journeys that have not ended by ``as_of`` are in no row: see ``funnel_ends``. ``group`` deals whole journeys out to
    ``groups`` groups in turn, by first day and key, for intervals.
    """
    ended = _journeys(tables, grain=grain, as_of=as_of, lookback_days=lookback_days)
    chosen = ended.filter(ended.end.between(_number(window.first), min(_number(window.last), _number(as_of))))
    spells = _spells(tables, _dealt(chosen, groups), grain=grain, as_of=as_of)
    touched = _touched(tables, spells, grain=grain, as_of=as_of)
    weeks = touched.select("group", "state", "next_state", "key", "episode", "week").distinct()
    none, one = ibis.null("string"), ibis.literal(1, "int64")
    parts = (
        spells.mutate(next_state=spells.state, channel=none, parts=one, n=spells.next_week - spells.week - 1),
        spells.mutate(channel=none, parts=one, n=one),
        weeks.mutate(channel=none, parts=one, n=-one),
        touched.mutate(n=one),
    )
    rows = ibis.union(*(alike(part.cast({"parts": "int64", "n": "int64"}), _STEP) for part in parts))
    counted = rows.group_by(_STEP[:-1]).agg(n=rows.n.sum().cast("int64"))
    return counted.filter(counted.n > 0).order_by(
        "group", "state", ibis.coalesce(counted.channel, ""), "next_state", "parts"
    )


def funnel_ends(
    tables: Mapping[str, ir.Table], *, grain: str, as_of: date, lookback_days: int, window: Period
) -> ir.Table:
    """What became of the journeys: how many are in the steps, and how many cannot be?

    One row per ``end`` (``customer``, ``quit``, ``under_way``) and ``followed`` with ``n`` journeys: those that ended
    within ``window``, and those that have not ended by ``as_of``. ``followed`` is false where the journey ended in the
    week in which it began, so that no week of it is in ``funnel_steps``.
    """
    ended = _journeys(tables, grain=grain, as_of=as_of, lookback_days=lookback_days)
    open_yet = ended.end > _number(as_of)
    rows = ended.filter(open_yet | ended.end.between(_number(window.first), _number(window.last)))
    named = rows.select(
        end=(rows.end > _number(as_of)).ifelse("under_way", rows.ending), followed=_week(rows.end) > _week(rows.begin)
    )
    return named.group_by(["end", "followed"]).agg(n=named.count()).order_by("end", "followed")


#: What tells journeys apart that began and ended alike, without their ids.
_TRAIL = ("stage_days", "touch_days", "channel_from", "channel_to")


def _journeys(tables: Mapping[str, ir.Table], *, grain: str, as_of: date, lookback_days: int) -> ir.Table:
    """One row per ``key, episode``: ``begin`` and ``end`` as day numbers, ``end_at``, ``ending``.

    ``end`` lies after ``as_of`` for journeys under way.
    """
    rows = _with_last_days(_begun(tables["reached"], grain=grain, as_of=as_of), tables, grain=grain, as_of=as_of)
    last = ibis.greatest(rows.staged, ibis.coalesce(rows.touched, rows.staged))
    gone = rows.exited.notnull() & (rows.exited >= last)
    silent = gone.ifelse(rows.exited, last + lookback_days + 1)
    until = ibis.coalesce(ibis.least(silent, rows.next_begin), silent)
    won = rows.won.notnull()
    return rows.select(
        "key", "episode", "begin", *_TRAIL, end=won.ifelse(rows.won, until), end_at=rows.won_at,
        ending=won.ifelse(CONVERTED, QUIT),
    )  # fmt: skip


def _begun(reached: ir.Table, *, grain: str, as_of: date) -> ir.Table:
    """One row per journey: its first and last stage day, the day (and minute) it was won, when the next one begins."""
    rows = _stages(reached, grain=grain, as_of=as_of)
    customer = rows.rank == STAGES.index(CONVERTED)
    days = rows.group_by(["key", "episode"]).agg(
        begin=rows.day.min(), staged=rows.day.max(), won=rows.day.min(where=customer),
        won_at=rows["at"].min(where=customer), stage_days=(rows.day * (rows["rank"] + 1)).sum(),
    )  # fmt: skip
    order = ibis.window(group_by=days.key, order_by=days.episode)
    return days.mutate(next_begin=days.begin.lead().over(order))


def _stages(reached: ir.Table, *, grain: str, as_of: date) -> ir.Table:
    """Recorded stages as ``key, episode, stage, rank, day, at``."""
    known = reached.filter((reached.grain == grain) & (reached.on <= as_of) & reached.observed)
    places = [(known.stage == stage, place) for place, stage in enumerate(STAGES)]
    return known.select(
        "episode", "stage", "at", key=known.entity_id, day=_day(known.on),
        rank=ibis.cases(*places, else_=-1).cast("int64"),
    )  # fmt: skip


def _with_last_days(begun: ir.Table, tables: Mapping[str, ir.Table], *, grain: str, as_of: date) -> ir.Table:
    """Adds ``touched`` and ``exited``, the last day of a touch and of an exit within each journey, if any.

    And what else tells one journey from another (``_TRAIL``).
    """
    signs = _signs(tables, grain=grain, as_of=as_of).select("key", "day", "channel", exit=ibis.literal(False))
    exits = _exits(tables, grain=grain, as_of=as_of).mutate(exit=ibis.literal(True), channel=ibis.null("string"))
    columns = ["key", "day", "channel", "exit"]
    days = alike(signs, columns).union(alike(exits, columns)).rename(of="key")
    both = begun.left_join(days, [begun.key == days["of"], days.day >= begun.begin])
    inside = both.next_begin.isnull() | (both.day < both.next_begin)
    own = ["key", "episode", "begin", "staged", "won", "won_at", "next_begin", "stage_days"]
    acts = inside & ~both.exit
    return both.group_by(own).agg(
        touched=both.day.max(where=acts), exited=both.day.max(where=inside & both.exit),
        touch_days=both.day.sum(where=acts), channel_from=both.channel.min(where=acts),
        channel_to=both.channel.max(where=acts),
    )  # fmt: skip


def _signs(tables: Mapping[str, ir.Table], *, grain: str, as_of: date) -> ir.Table:
    """Touches by person or account: ``key, channel, on, at, day``. Without an account it is the person's."""
    touches = tables["touches"]
    known = touches.filter((touches.on <= as_of) & (ibis.coalesce(touches.kind, "") != SELF_REPORTED))
    owners = tables["people"].select(owner_id="person_id", owner_account="account_id")
    owned = known.left_join(owners, known.person_id == owners.owner_id)
    key = owned.person_id if grain == "person" else ibis.coalesce(owned.account_id, owned.owner_account)
    rows = owned.select("channel", "on", "at", key=key, day=_day(owned.on))
    return rows.filter(rows.key.notnull())


def _exits(tables: Mapping[str, ir.Table], *, grain: str, as_of: date) -> ir.Table:
    """Days on which somebody left the road: a lost deal of new business and, of people, their own exits."""
    deals, events = tables["deals"], tables["stage_events"]
    lost = deals.filter((deals.kind == "new") & (deals.outcome == "lost") & (deals.closed_on <= as_of))
    rows = lost.select(key=lost[f"{grain}_id"], day=_day(lost.closed_on))
    if grain == "person":
        left = events.filter((events.entity == "person") & events.stage.isin(EXITS) & (events.on <= as_of))
        rows = alike(rows, ["key", "day"]).union(
            alike(left.select(key=left.entity_id, day=_day(left.on)), ["key", "day"])
        )
    return rows.filter(rows.key.notnull())


def _dealt(journeys: ir.Table, groups: int) -> ir.Table:
    """Groups in turn, in an order told by what happened: no interval hangs on the key of the pseudonyms."""
    told = [journeys[name] for name in ("begin", "end", "end_at", "ending", *_TRAIL)]
    turn = ibis.row_number().over(order_by=[*told, journeys.key, journeys.episode])
    return journeys.mutate(group=(turn % groups).cast("int64"))


def _spells(tables: Mapping[str, ir.Table], journeys: ir.Table, *, grain: str, as_of: date) -> ir.Table:
    """One row per stage somebody waited in at a week's end: since when, until when, and what came next.

    ``week`` is the one in which the stage was reached, ``next_week`` the one in which it was left; ``day, at`` and
    ``next_day, next_at`` the moments.
    """
    changes = _changes(tables["reached"], grain=grain, as_of=as_of)
    ends = journeys.select("group", "end", "end_at", "ending", of="key", pass_="episode")
    both = changes.join(ends, [changes.key == ends["of"], changes.episode == ends.pass_])
    kept = both.filter(both.week < _week(both.end))
    order = ibis.window(group_by=[kept.key, kept.episode], order_by=kept.rank)
    later = kept.mutate(
        later_state=kept.stage.lead().over(order), later_day=kept.day.lead().over(order),
        later_at=kept["at"].lead().over(order),
    )  # fmt: skip
    last = later.later_state.isnull()
    next_day = ibis.coalesce(later.later_day, later.end)
    return later.select(
        "group", "key", "episode", "week", "day", "at", state=later.stage,
        next_state=ibis.coalesce(later.later_state, later.ending), next_day=next_day, next_week=_week(next_day),
        next_at=last.ifelse(later.end_at, later.later_at),
    )  # fmt: skip


def _changes(reached: ir.Table, *, grain: str, as_of: date) -> ir.Table:
    """The furthest stage of each week in which somebody got further than ever before, with its ``week``.

    Records may name an earlier stage late: whoever was an SQL before stays one.
    """
    rows = _stages(reached, grain=grain, as_of=as_of).mutate(week=lambda stages: _week(stages.day))
    before = ibis.window(group_by=[rows.key, rows.episode], order_by=[rows.week, rows.rank], preceding=(None, 1))
    same_week = ibis.window(group_by=[rows.key, rows.episode, rows.week])
    marked = rows.mutate(furthest=rows.rank.max().over(before), top=rows.rank.max().over(same_week))
    further = marked.furthest.isnull() | (marked.rank > marked.furthest)
    return marked.filter(further & (marked.rank == marked.top))


def _touched(tables: Mapping[str, ir.Table], spells: ir.Table, *, grain: str, as_of: date) -> ir.Table:
    """Channels of each touched week: ``group, key, episode, week, state, next_state, channel, parts``."""
    signs = _signs(tables, grain=grain, as_of=as_of)
    touches = signs.select("channel", of="key", touch_day="day", touch_at="at")
    both = spells.join(touches, [("key", "of")])
    found = both.filter(
        ~not_after(both.touch_day, both.touch_at, both.day, both["at"])
        & not_after(both.touch_day, both.touch_at, both.next_day, both.next_at)
    )
    week = ibis.greatest(_week(found.touch_day), found.week + 1)
    rows = found.select(
        "group", "key", "episode", "state", "channel", week=week,
        next_state=(week == found.next_week).ifelse(found.next_state, found.state),
    ).distinct()  # fmt: skip
    same_week = ibis.window(group_by=[rows.key, rows.episode, rows.week])
    return rows.mutate(parts=rows.channel.count().over(same_week))


def _day(on: ir.DateValue) -> ir.IntegerValue:
    """Days since a Monday."""
    return on.delta(ibis.literal(_MONDAY), unit="day").cast("int64")


def _number(day: date) -> int:
    return (day - _MONDAY).days


def _week(day: ir.IntegerValue) -> ir.IntegerValue:
    return (day - day % DAYS) // DAYS


_EXAMPLE = Period.parse("2025-11/2026-10")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: funnel_steps(
        tables, grain="person", as_of=_EXAMPLE.as_of, lookback_days=180, window=_EXAMPLE, groups=20
    ),
    lambda tables: funnel_ends(tables, grain="account", as_of=_EXAMPLE.as_of, lookback_days=180, window=_EXAMPLE),
)
