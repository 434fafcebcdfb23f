"""What is written down in the forms of the loop, as known on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from helpers.engine import fetch

Tables = Mapping[str, ir.Table]
_LAST = date(2026, 12, 31)


def rows(table: ir.Table) -> list[dict[str, Any]]:
    """The rows of a small table; what is missing is None."""
    found = fetch(table)
    columns = {name: [None if value != value else value for value in found[name].tolist()] for name in found.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def decisions(tables: Tables, *, as_of: date) -> ir.Table:
    """Decisions and hypotheses written down by ``as_of``, oldest first."""
    form = tables["decisions"]
    return form.filter(form.on <= as_of).order_by("on", "decision_id")


def meetings(tables: Tables, *, as_of: date) -> ir.Table:
    """Meetings planned up to ``as_of``, in order, by ritual."""
    form = tables["meetings"]
    return form.filter(form.planned_on <= as_of).order_by("ritual", "planned_on", "row")


def campaigns(tables: Tables, *, as_of: date) -> ir.Table:
    """Campaigns begun by ``as_of`` with the promise of their message where they state none."""
    form, messages = tables["campaigns"], tables["messages"].select("message_id", said="promise")
    begun = form.filter(form.from_on <= as_of)
    joined = begun.left_join(messages, begun.message_id == messages.message_id)
    kept = joined.select(*begun.columns, "said")
    return kept.mutate(promise=ibis.coalesce(kept.promise, kept.said)).drop("said").order_by("from_on", "campaign")


def comments(tables: Tables, *, period: str) -> ir.Table:
    """What was left for the month, joint win included."""
    form = tables["comments"]
    return form.filter(form.period == period).order_by("row")


def incentives(tables: Tables, *, as_of: date) -> ir.Table:
    """What each role is paid for on a day: rows begun by it and not over before it."""
    form = tables["incentives"]
    begun = form.from_on.isnull() | (form.from_on <= as_of)
    valid = form.filter(begun & (form.to_on.isnull() | (form.to_on >= as_of)))
    return valid.order_by("row")


def winloss(tables: Tables, *, as_of: date) -> ir.Table:
    """Deals looked back on by ``as_of``."""
    form = tables["winloss"]
    return form.filter(form.on <= as_of).order_by("on", "row")


def content(tables: Tables) -> ir.Table:
    """The content register."""
    return tables["content"].order_by("asset_id")


def answered(tables: Tables, *, first: date, last: date) -> ir.Table:
    """How many remarks were told to the other team between two days, and how many were answered by the last one?"""
    form = tables["feedback"]
    told = form.filter(form.on.between(first, last))
    yes = (told.answered_on.notnull() & (told.answered_on <= last)).ifelse(1, 0)
    return told.agg(told=told.count(), answered=yes.sum())


def written(tables: Tables) -> ir.Table:
    """How many rows each form has at all: one row, a column a form."""
    names = ("decisions", "meetings", "campaigns", "comments", "winloss", "content", "messages", "feedback")
    sizes = [tables[name].agg(name=ibis.literal(name), n=tables[name].count()) for name in names]
    return ibis.union(*sizes).order_by("name")


def edited(tables: Tables, *, as_of: date) -> ir.Table:
    """The last edit, up to ``as_of``, of the messages and of the content register: ``document, on``."""
    dated = [
        tables["messages"].select(document=ibis.literal("messages"), on="updated_on"),
        tables["content"].select(document=ibis.literal("content"), on="updated_on"),
        tables["content"].select(document=ibis.literal("content"), on="published_on"),
    ]
    days = ibis.union(*dated)
    known = days.filter(days.on <= as_of)
    return known.group_by("document").agg(on=known.on.max()).order_by("document")


COUNTS: tuple[Callable[[Tables], ir.Table], ...] = (
    lambda tables: decisions(tables, as_of=_LAST),
    lambda tables: meetings(tables, as_of=_LAST),
    lambda tables: campaigns(tables, as_of=_LAST),
    lambda tables: comments(tables, period="2026-10"),
    lambda tables: incentives(tables, as_of=_LAST),
    lambda tables: winloss(tables, as_of=_LAST),
    content,
    lambda tables: answered(tables, first=_LAST, last=_LAST),
    written,
    lambda tables: edited(tables, as_of=_LAST),
)
