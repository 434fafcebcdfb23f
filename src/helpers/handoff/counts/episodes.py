"""Episodes as they stood on a day: what was promised, what had been answered and decided, how far they came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from helpers.handoff.terms import Limit, Special, Terms

#: Standing of an episode against the promise. untimed: its clock cannot be read; young: the promised time has not
#: passed; untold: answered, but the day alone does not tell whether in time.
STANDINGS = ("in_time", "late", "silent", "untold", "young", "untimed")
#: Where an episode got lost, each in one place only; empty where it did not.
LEAKS = ("unanswered", "undecided", "recycled", "late")


def episodes(tables: Mapping[str, ir.Table], *, terms: Terms) -> ir.Table:
    """One row per pass of a person from marketing to sales, requested from ``terms.first`` to ``terms.as_of``.

    Keys ``person_id, episode, account_id, owner, month, requested_on, channel, seller_group``; ``decision, reason,
    reason_raw`` as known on ``as_of``; ``standing`` (``STANDINGS``) and ``leak`` (``LEAKS`` or empty); whole numbers 0
    or 1: ``timed, touched, answered, assigned, back, bound`` (requested while the promise held), ``decide_due,
    decided_soon``, the stages it got to (``got_*``, whoever got further has passed), ``settled, settled_sql``,
    ``ripe, ripe_customer``; and the waits ``answer_minutes, touch_minutes, decision_minutes, age_minutes`` and the
    same in ``_days`` (missing where unknown), ``away_days`` until a recycled person came back.
    """
    known = _known(tables, terms)
    return _judged(_with_limits(_waits(known, terms), tables, terms), terms)


def _known(tables: Mapping[str, ir.Table], terms: Terms) -> ir.Table:
    """Hand-offs as known on ``as_of``, with the channel of the person and the stages reached."""
    rows, people = tables["handoffs"], tables["people"].select("person_id", channel=tables["people"].source_group)
    rows = rows.filter(rows.requested_on.between(terms.first, terms.as_of))
    following = rows.requested_on.lead().over(ibis.window(group_by=rows.person_id, order_by=rows.episode))
    touched = rows.touched_on.notnull() & (rows.touched_on <= terms.as_of)
    decided = (rows.decision != "none") & (rows.decided_on.isnull() | (rows.decided_on <= terms.as_of))
    rows = rows.mutate(
        touched=touched, decided=decided, assigned=rows.assigned_on.notnull() & (rows.assigned_on <= terms.as_of),
        decision=decided.ifelse(rows.decision, "none"), back_on=following,
    )  # fmt: skip
    rows = rows.left_join(people, "person_id").drop("person_id_right")
    return _with_stages(rows.mutate(channel=rows.channel.fill_null("unknown")), tables["reached"], terms)


def _with_stages(rows: ir.Table, reached: ir.Table, terms: Terms) -> ir.Table:
    known = reached.filter((reached.grain == "person") & (reached.on <= terms.as_of))
    days = known.group_by(["entity_id", "episode"]).agg(
        sql_on=known.on.min(where=known.stage == "sql"),
        opportunity_on=known.on.min(where=known.stage == "opportunity"),
        customer_on=known.on.min(where=known.stage == "customer"),
    )
    joined = rows.left_join(days, [rows.person_id == days.entity_id, rows.episode == days.episode])
    return joined.drop("entity_id", "episode_right")


def _waits(rows: ir.Table, terms: Terms) -> ir.Table:
    """How long until the touch, the decision, the answer (the touch, else the decision), and how old the request is."""
    found: dict[str, ir.Value] = {}
    for unit, reading in (("minutes", terms.minutes), ("days", terms.days)):
        start = rows[f"start_{unit}"]
        touch = rows.touched.ifelse(_since(rows[f"touched_{unit}"], start), None)
        decision = rows.decided.ifelse(_since(rows[f"decided_{unit}"], start), None)
        found |= {
            f"touch_{unit}": touch, f"decision_{unit}": decision,
            f"answer_{unit}": rows.touched.ifelse(touch, decision), f"age_{unit}": _since(ibis.literal(reading), start),
        }  # fmt: skip
    return rows.mutate(**found)


def _since(reading: ir.Value, start: ir.Value) -> ir.IntegerValue:
    """Working time since the clock started; a record that says 'before' says 'at once'."""
    gone: ir.IntegerValue = reading.cast("int64") - start.cast("int64")
    waited: ir.IntegerValue = (gone < 0).ifelse(0, gone)
    return waited


def _with_limits(rows: ir.Table, tables: Mapping[str, ir.Table], terms: Terms) -> ir.Table:
    """What each episode was promised, exceptions first."""
    for place, each in enumerate(terms.exceptions):
        if each.name not in ("channel", "seller_group"):
            rows = _labelled(rows, tables["segments"], each, f"sooner_{place}")
    cases = [(_meets(rows, each, f"sooner_{place}"), each.limit) for place, each in enumerate(terms.exceptions)]
    return rows.mutate(
        limit_minutes=_chosen(cases, terms.answer, "minutes"), limit_days=_chosen(cases, terms.answer, "days")
    )


def _labelled(rows: ir.Table, segments: ir.Table, each: Special, column: str) -> ir.Table:
    mine = segments.filter((segments.grain == "person") & (segments.name == each.name))
    labels = mine.select(labelled=mine.entity_id, label=mine.value).rename({column: "label"})
    return rows.left_join(labels, rows.person_id == labels.labelled).drop("labelled")


def _meets(rows: ir.Table, each: Special, column: str) -> ir.BooleanValue:
    meets: ir.BooleanValue = (rows[each.name if column not in rows.columns else column] == each.value).fill_null(False)
    return meets


def _chosen(cases: list[tuple[ir.BooleanValue, Limit]], usual: Limit, unit: str) -> ir.IntegerValue:
    own = _length(getattr(usual, unit))
    return ibis.cases(*((test, _length(getattr(limit, unit))) for test, limit in cases), else_=own) if cases else own


def _length(size: int | None) -> ir.IntegerValue:
    return ibis.null("int64") if size is None else ibis.literal(size, "int64")


def _judged(rows: ir.Table, terms: Terms) -> ir.Table:
    rows = rows.mutate(
        answered=rows.touched | rows.decided | _confirmed(rows),
        due=_passed(rows, rows.limit_minutes, rows.limit_days, terms),
        soon=_within(rows, "answer", rows.limit_minutes, rows.limit_days),
        decide_due=_decide_due(rows, terms),
        decided_soon=_decided_soon(rows, terms),
        back=rows.back_on.notnull() & (rows.back_on <= terms.as_of),
        got_sql=_confirmed(rows),
        got_opportunity=rows.opportunity_on.notnull() | rows.customer_on.notnull(),
        got_customer=rows.customer_on.notnull(),
    )
    rows = rows.mutate(got_accepted=(rows.decision == "accepted") | rows.got_sql)
    rows = rows.mutate(got_decided=rows.decided | rows.got_accepted)
    rows = rows.mutate(got_answered=rows.touched | rows.got_decided)
    rows = rows.mutate(got_assigned=rows.assigned | rows.got_answered, standing=_standing(rows))
    return _shown(rows.mutate(leak=_leak(rows)), terms)


def _confirmed(rows: ir.Table) -> ir.BooleanValue:
    """Sales confirmed the need, or went further: somebody answered, whatever was written down."""
    confirmed: ir.BooleanValue = rows.sql_on.notnull() | rows.opportunity_on.notnull() | rows.customer_on.notnull()
    return confirmed


def _passed(rows: ir.Table, minutes: ir.Value, days: ir.Value, terms: Terms) -> ir.BooleanValue:
    """Whether a promised time has passed; a promise in hours for which only the day is known passes with its days."""
    coarse = (minutes.cast("float64") / terms.day_minutes).ceil().cast("int64")
    passed: ir.BooleanValue = ibis.cases(
        (minutes.notnull() & rows.age_minutes.notnull(), rows.age_minutes >= minutes),
        (minutes.notnull(), rows.age_days > coarse),
        else_=rows.age_days >= days,
    ).fill_null(False)
    return passed


def _within(rows: ir.Table, what: str, minutes: ir.Value, days: ir.Value) -> ir.BooleanValue:
    """Whether something came within a promised time; missing where it did not come or cannot be told."""
    told: ir.BooleanValue = ibis.cases(
        (minutes.notnull(), rows[f"{what}_minutes"] <= minutes), else_=rows[f"{what}_days"] <= days
    )
    return told


def _decide_due(rows: ir.Table, terms: Terms) -> ir.BooleanValue:
    if terms.decide is None:
        return ibis.literal(False)
    return rows.timed & _passed(rows, *_both(terms.decide), terms)


def _decided_soon(rows: ir.Table, terms: Terms) -> ir.BooleanValue:
    if terms.decide is None:
        return ibis.literal(False)
    return _within(rows, "decision", *_both(terms.decide)).fill_null(False)


def _both(limit: Limit) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    return _length(limit.minutes), _length(limit.days)


def _standing(rows: ir.Table) -> ir.StringValue:
    return ibis.cases(
        (~rows.timed, "untimed"),
        (~rows.due, "young"),
        (~rows.answered, "silent"),
        (rows.soon.isnull(), "untold"),
        (rows.soon, "in_time"),
        else_="late",
    )


def _leak(rows: ir.Table) -> ir.StringValue:
    """The first place in which an episode got lost, so that leaks add up."""
    waited = rows.timed & rows.due
    return ibis.cases(
        (rows.standing == "silent", "unanswered"),
        (waited & (rows.decision == "none") & ~rows.got_sql, "undecided"),
        ((rows.decision == "recycled") & ~rows.back & ~rows.got_sql, "recycled"),
        (rows.standing == "late", "late"),
        else_="",
    )


_FLAGS = (
    "timed", "touched", "answered", "decided", "assigned", "back", "decide_due", "decided_soon", "got_assigned",
    "got_answered", "got_decided", "got_accepted", "got_sql", "got_opportunity", "got_customer",
)  # fmt: skip


def _shown(rows: ir.Table, terms: Terms) -> ir.Table:
    followed = _days(terms.as_of, rows.requested_on)
    sql, customer = _days(rows.sql_on, rows.requested_on), _days(rows.customer_on, rows.requested_on)
    settled, ripe = followed >= terms.settled, followed >= terms.horizon
    bound = ibis.literal(True)
    if terms.from_on is not None:
        bound &= rows.requested_on >= terms.from_on
    if terms.to_on is not None:
        bound &= rows.requested_on <= terms.to_on
    flags = {name: rows[name].fill_null(False).ifelse(1, 0) for name in _FLAGS}
    return rows.select(
        "person_id", "episode", "account_id", "owner", "requested_on", "channel", "seller_group", "decision", "reason",
        "reason_raw", "standing", "leak", "start_minutes", "touched_minutes",
        *(f"{what}_{unit}" for what in ("touch", "decision", "answer", "age") for unit in ("minutes", "days")),
        month=rows.requested_on.truncate("M").cast("date"), again=(rows.episode > 1).ifelse(1, 0), **flags,
        bound=bound.ifelse(1, 0), settled=settled.ifelse(1, 0), ripe=ripe.ifelse(1, 0),
        settled_sql=(settled & (sql <= terms.settled)).fill_null(False).ifelse(1, 0),
        ripe_customer=(ripe & (customer <= terms.horizon)).fill_null(False).ifelse(1, 0),
        away_days=rows.back.ifelse(_days(rows.back_on, rows.decided_on), None),
    )  # fmt: skip


def _days(later: ir.DateValue | date, earlier: ir.DateValue) -> ir.IntegerValue:
    end = ibis.literal(later) if isinstance(later, date) else later
    return end.delta(earlier, unit="day").cast("int64")


EXAMPLE = Terms(
    as_of=date(2026, 10, 31), minutes=500_000, days=900, first=date(2026, 10, 31) - timedelta(days=1095),
    answer=Limit(minutes=240), decide=Limit(days=3), promised=True, from_on=date(2025, 1, 1),
    exceptions=(Special("size", "large", Limit(minutes=60)), Special("channel", "fairs", Limit(days=2))),
)  # fmt: skip
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: episodes(tables, terms=EXAMPLE).order_by("person_id", "episode"),
)
