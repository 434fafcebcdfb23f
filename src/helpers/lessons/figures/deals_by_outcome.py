"""Deals won, lost and still open: which of them know how long they took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.engine import fetch
from helpers.lessons.figures.marks import Heads, figure, listed
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words, msg

_CALLED = {"won": msg("Won deals"), "lost": msg("Lost deals"), "open": msg("Deals still open")}


def draw(basis: Basis, _found: Sequence[Finding], words: Words) -> Figure:
    """Three bars; the open ones, whose days are not known yet, hatched."""
    counted = fetch(outcomes(basis.tables["deals"], as_of=basis.period.as_of))
    known = dict(zip(counted["outcome"], counted["n"].astype(float), strict=True))
    marks = [
        Mark(label=words.say(label), value=known.get(name, 0.0), unit="count", hatched=name == "open",
             text=words.count(known.get(name, 0.0)))
        for name, label in _CALLED.items()
    ]  # fmt: skip
    title = words.say("Deals of new business by how they stand")
    subtitle = words.say("All on record with a day of opening; hatched: how long they take is not known yet")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {listed(marks, words)}.",
                      ahead=words.say("Deals still open"))  # fmt: skip
    heads = Heads(rows=words.say("Outcome"), value=words.say("Deals"))
    return figure(charts.bars, marks, key="deals-by-outcome", caption=caption, heads=heads, words=words)


def outcomes(deals: ir.Table, *, as_of: date) -> ir.Table:
    """How many deals of new business opened by ``as_of`` were won, lost or open then? ``outcome`` with ``n``."""
    known = deals.filter((deals.kind == "new") & (deals.created_on <= as_of) & (deals.outcome != "void"))
    still = known.closed_on.isnull() | (known.closed_on > as_of)
    rows = known.select(outcome=ibis.ifelse(still, "open", known.outcome))
    return rows.group_by("outcome").agg(n=rows.count()).order_by("outcome")
