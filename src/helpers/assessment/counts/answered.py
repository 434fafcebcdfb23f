"""Who answered the survey of both teams, and what, in the newest round of answers and the one before.

A round (wave) counts once it has begun: of answers after the day of the assessment nothing is known. ``back`` is 0 for
the newest round and 1 for the one before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import ibis
import ibis.expr.types as ir

from helpers.instrument import instrument

Tables = Mapping[str, ir.Table]


def people(tables: Tables, *, on: date) -> ir.Table:
    """Who answered: ``back respondent team level whole``; ``level`` is management, field or missing.

    Leads of a team count with management: they answer for others.
    """
    rows = _rounds(tables, on)
    management = rows.level.isin(["management", "lead"])
    level = ibis.cases((management, "management"), (rows.level == "field", "field"), else_=ibis.null("string"))
    return rows.select("back", "respondent", "team", "whole", level=level).order_by(["back", "respondent"])


def by_construct(tables: Tables, *, on: date) -> ir.Table:
    """What each person answered to the three statements of each construct: ``back respondent construct total answered
    unknown`` (sum and number of the answers on five points, and of "don't know").
    """
    statements = {name: construct.id for name, construct, _ in instrument().statements()}
    rows = _answers(tables, on).filter(lambda answer: answer.item.isin(list(statements)))
    named = rows.mutate(construct=rows.item.re_replace("_[0-9]$", ""))
    counted = named.group_by(["back", "respondent", "construct"]).agg(
        total=named["value"].sum().fill_null(0.0).cast("int64"),
        answered=named["value"].count(),
        unknown=named.unknown.sum().fill_null(0),
    )
    return counted.order_by(["back", "respondent", "construct"])


def by_item(tables: Tables, *, on: date) -> ir.Table:
    """What each team answered to each question: ``back item team n total agreed unknown``.

    ``n`` answers on the scale and their sum, ``agreed`` those of 4 or 5; of ``top_…``, ``n`` are the choices.
    """
    rows = _answers(tables, on)
    counted = rows.group_by(["back", "item", "team"]).agg(
        n=rows["value"].count(),
        total=rows["value"].sum().fill_null(0.0).cast("int64"),
        agreed=(rows["value"] >= 4).sum().fill_null(0),
        unknown=rows.unknown.sum().fill_null(0),
    )
    return counted.order_by(["back", "item", "team"])


def choosers(tables: Tables, *, on: date) -> ir.Table:
    """How many people of each team chose something to mend first: ``back team n``."""
    rows = _answers(tables, on)
    chose = rows.filter(rows.item.startswith("top_") & rows["value"].notnull())
    return chose.group_by(["back", "team"]).agg(n=chose.respondent.nunique()).order_by(["back", "team"])


def values(tables: Tables, *, on: date) -> ir.Table:
    """Answers on five points to the statements, in the newest round: ``respondent item value``."""
    statements = [name for name, _, _ in instrument().statements()]
    rows = _answers(tables, on)
    kept = rows.filter((rows.back == 0) & rows.item.isin(statements) & rows["value"].notnull())
    return kept.select("respondent", "item", value=kept["value"].cast("int64")).order_by(["respondent", "item"])


def quotes(tables: Tables, *, on: date) -> ir.Table:
    """What may be quoted of the newest round: ``question words``, in the order of the words, so of nobody."""
    rows, remarks = _rounds(tables, on), tables["remarks"]
    newest = rows.filter(rows.back == 0).select(by="respondent")
    said = remarks.filter(remarks.quotable).inner_join(newest, remarks.respondent == newest.by)
    return said.select("question", "words").order_by(["question", "words"])


def named(tables: Tables, *, on: date) -> ir.Table:
    """Answers of the newest round of who agreed to be shown by name: ``name team item value unknown``."""
    rows, answers = _rounds(tables, on), tables["answers"]
    agreed = rows.filter((rows.back == 0) & rows["name"].notnull()).select("name", "team", by="respondent")
    said = answers.inner_join(agreed, answers.respondent == agreed.by)
    kept = said.select("name", "team", "item", "value", "unknown", "respondent")
    return kept.order_by(["item", "team", "name", "respondent"]).drop("respondent")


def named_words(tables: Tables, *, on: date) -> ir.Table:
    """What the same people wrote: ``name question words``."""
    rows, remarks = _rounds(tables, on), tables["remarks"]
    agreed = rows.filter((rows.back == 0) & rows["name"].notnull()).select("name", by="respondent")
    said = remarks.inner_join(agreed, remarks.respondent == agreed.by)
    kept = said.select("name", "question", "words", "respondent")
    return kept.order_by(["question", "name", "words", "respondent"]).drop("respondent")


def _rounds(tables: Tables, on: date) -> ir.Table:
    """Respondents of the newest round that has begun by ``on`` and of the one before it."""
    respondents = tables["respondents"]
    known = respondents.filter(respondents.on <= on)
    counted = known.mutate(back=ibis.dense_rank().over(order_by=ibis.desc(known.wave)))
    return counted.filter(counted.back <= 1)


def _answers(tables: Tables, on: date) -> ir.Table:
    rows, answers = _rounds(tables, on), tables["answers"]
    who = rows.select("back", "team", by="respondent")
    return answers.inner_join(who, answers.respondent == who.by).drop("by")


_DAY = date(2026, 10, 31)
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Tables], ir.Table], ...] = tuple(
    partial(count, on=_DAY) for count in (people, by_construct, by_item, choosers, values, quotes, named, named_words)
)
