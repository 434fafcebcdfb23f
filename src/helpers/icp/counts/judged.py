"""Accounts by what is known of them, with what became of them: the small table that everything is computed on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from helpers.icp.counts.accounts import accounts
from helpers.icp.counts.histories import Sources, histories
from helpers.periods import Period

SUMS = ("accounts", "worked", "decided", "won", "seen", "back", "priced", "margin", "squares")


def by_attributes(
    tables: Mapping[str, ir.Table], *, attributes: Sequence[str], cuts: Sequence[int], sources: Sources, year: Period
) -> ir.Table:
    """How many accounts share each combination of attributes, and what became of them?

    One row per combination (``a0`` …, missing where unknown), ``group`` and ``kept``, with ``accounts`` and, of those,
    the sums of ``histories``; ``squares`` is the sum of squared margins. ``kept`` is 1 for accounts won and back or
    still there, 0 for those lost, or won and not back, and missing for all others (never decided, or won too lately to
    know). ``group`` is the domain of those decided accounts that share one (subsidiaries, the same firm twice), which
    are not independent. A score depends on the combination alone, so that a million accounts are scored in as many
    rows as there are combinations.
    """
    known = accounts(tables, attributes=attributes, cuts=cuts)
    lived = histories(tables, sources=sources, year=year)
    both = known.left_join(lived, "account_id").drop("account_id_right")
    told = (both.decided == 1) & ((both.won == 0) | (both.seen == 1))
    kept = ((both.won == 1) & (both.back == 1)).ifelse(1, 0)
    ended = both.mutate(kept=told.ifelse(kept, ibis.null("int64")).cast("int64"))
    shared = ended.mutate(same=ended.kept.count().over(ibis.window(group_by=ended.domain)))
    alone = shared.domain.isnull() | shared.kept.isnull() | (shared.same < 2)
    rows = shared.mutate(group=alone.ifelse(ibis.null("string"), shared.domain))
    names = [*(f"a{place}" for place in range(len(attributes))), "group", "kept"]
    return rows.group_by(names).agg(accounts=rows.count(), **_sums(rows)).order_by(names)


def _sums(rows: ir.Table) -> dict[str, ir.Value]:
    flags = {name: rows[name].sum() for name in SUMS if name not in ("accounts", "margin", "squares")}
    counted = {name: ibis.coalesce(total, ibis.literal(0)).cast("int64") for name, total in flags.items()}
    return {**counted, "margin": rows.margin.sum(), "squares": _squared(rows.margin).sum()}


def _squared(margin: ir.DecimalValue) -> ir.DecimalValue:
    """The square, to the last of its four decimals."""
    return (margin.cast("decimal(19, 2)") * margin.cast("decimal(18, 2)")).cast("decimal(38, 4)")


#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: by_attributes(
        tables,
        attributes=("employees", "country", "size"),
        cuts=(10, 50),
        sources=Sources(margins="revenue"),
        year=Period.parse("2025-11/2026-10"),
    ),
)
