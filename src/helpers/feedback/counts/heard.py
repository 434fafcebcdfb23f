"""Counts of what was heard: deals and remarks by theme, in several windows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from helpers.periods import Period

UNMAPPED = "unmapped"
#: Where closing notes come from.
NOTE = "deal_note"
#: Rows of a kind that stand for the kind as a whole.
ANY = ""


def heard(tables: Mapping[str, ir.Table], *, windows: Mapping[str, Period], as_of: date) -> ir.Table:
    """In how many deals was each thing heard, in each window?

    One row per ``kind`` (of ``VOICES``) and ``name``: a theme's code, for sectors the group as written, for competitors
    without a code their name as written where it may be printed; ``name`` is empty for the kind as a whole. Per window
    ``w`` of ``windows`` the columns ``all_w``, ``won_w`` and ``lost_w``. A deal counts once per name and window,
    however often it is noted, under what had become of it by ``as_of``; a remark that names no deal counts as one of
    its own, only in ``all_w``.
    """
    rows = remarks(tables, as_of=as_of)
    # one empty name beside the real one, so that whole and parts come from one query
    both = ibis.union(rows, rows.mutate(name=ibis.literal(ANY)))
    counted: dict[str, ir.Value] = {}
    for window, period in windows.items():
        inside = both.on.between(period.first, period.last)
        counted[f"all_{window}"] = both.unit.nunique(where=inside)
        for outcome in ("won", "lost"):
            counted[f"{outcome}_{window}"] = both.unit.nunique(where=inside & (both.state == outcome))
    return both.group_by(["kind", "name"]).agg(**counted).order_by(["kind", "name"])


def remarks(tables: Mapping[str, ir.Table], *, as_of: date) -> ir.Table:
    """Remarks known on ``as_of``: ``kind, name, unit, on, state`` (won, lost, or other)."""
    voices, deals = tables["voices"], tables["deals"]
    ended = deals.filter(deals.outcome.isin(["won", "lost"]) & (deals.closed_on <= as_of))
    ends = ended.select(ended_id="deal_id", ended_as="outcome")
    rows = voices.filter(voices.on <= as_of).left_join(ends, voices.deal_id == ends.ended_id)
    named = ibis.cases(
        (rows.kind == "sector", ibis.coalesce(rows.segment, rows.theme_raw, rows.theme)),
        (
            (rows.kind == "competitor") & (rows.theme == UNMAPPED) & rows.quotable,
            ibis.coalesce(rows.theme_raw, rows.theme),
        ),
        else_=rows.theme,
    )
    alone = ibis.literal("remark:") + rows.voice_id
    return rows.select(
        "kind", "on",
        name=named.cast("string"),
        unit=rows.deal_id.isnull().ifelse(alone, ibis.literal("deal:") + rows.deal_id),
        state=rows.ended_as.fill_null("other"),
    )  # fmt: skip


def mapped(tables: Mapping[str, ir.Table], *, window: Period) -> ir.Table:
    """How many remarks of the window does each code fit? One row per ``theme`` with ``n``.

    Notes on closing and remarks on sectors are not among them: they need not be about what a code stands for.
    """
    voices = tables["voices"]
    inside = voices.filter(voices.on.between(window.first, window.last) & (voices.origin != NOTE))
    inside = inside.filter(inside.kind != "sector")
    return inside.group_by("theme").agg(n=inside.count()).order_by("theme")


def quotable(tables: Mapping[str, ir.Table], *, window: Period, as_of: date) -> ir.Table:
    """Which remarks of the window may be printed? The latest first: ``on kind theme words deal_id outcome``."""
    voices, deals = tables["voices"], tables["deals"]
    said = voices.filter(voices.quotable & voices.words.notnull() & voices.on.between(window.first, window.last))
    ended = deals.filter(deals.outcome.isin(["won", "lost"]) & (deals.closed_on <= as_of))
    ends = ended.select(ended_id="deal_id", ended_as="outcome")
    rows = said.drop("outcome").left_join(ends, said.deal_id == ends.ended_id)
    kept = rows.select("on", "kind", "theme", "words", "deal_id", "voice_id", outcome="ended_as")
    return kept.order_by([ibis.desc("on"), "voice_id"]).drop("voice_id")


def texts(tables: Mapping[str, ir.Table], *, as_of: date) -> ir.Table:
    """Every different text known on ``as_of``: ``theme kind origin theme_raw words quotable`` with ``n`` remarks.

    ``first`` is the id of one remark that carries it, so that a person can find the row in its form.
    """
    voices = tables["voices"]
    rows = voices.filter((voices.on <= as_of) & (voices.theme_raw.notnull() | voices.words.notnull()))
    keys = ["theme", "kind", "origin", "theme_raw", "words", "quotable"]
    return rows.group_by(keys).agg(n=rows.count(), first=rows.voice_id.min()).order_by([*keys, "first"])


_EXAMPLE = Period.parse("2025-11/2026-10")
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: heard(tables, windows={"12": _EXAMPLE, "before12": _EXAMPLE.prior()}, as_of=_EXAMPLE.as_of),
    lambda tables: mapped(tables, window=_EXAMPLE),
    lambda tables: quotable(tables, window=_EXAMPLE, as_of=_EXAMPLE.as_of),
    lambda tables: texts(tables, as_of=_EXAMPLE.as_of),
)
