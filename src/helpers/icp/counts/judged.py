"""Accounts by what is known of them, with what became of them: the small tables that scores are computed on."""

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

    One row per combination (``a0`` …, missing where unknown) with ``accounts`` and, of those, the sums of
    ``histories``; ``squares`` is the sum of squared margins. A score depends on the combination alone, so that a
    million accounts are scored in as many rows as there are combinations.
    """
    known = accounts(tables, attributes=attributes, cuts=cuts)
    lived = histories(tables, sources=sources, year=year)
    both = known.left_join(lived, "account_id").drop("account_id_right")
    names = [f"a{place}" for place in range(len(attributes))]
    flags = {name: both[name].sum() for name in ("worked", "decided", "won", "seen", "back", "priced")}
    sums = {
        **{name: ibis.coalesce(total, ibis.literal(0)).cast("int64") for name, total in flags.items()},
        "margin": both.margin.sum(),
        "squares": _squared(both.margin).sum(),
    }  # fmt: skip
    return both.group_by(names).agg(accounts=both.count(), **sums).order_by(names)


def _squared(margin: ir.DecimalValue) -> ir.DecimalValue:
    """The square, to the last of its four decimals."""
    return (margin.cast("decimal(19, 2)") * margin.cast("decimal(18, 2)")).cast("decimal(38, 4)")


def by_ending(
    tables: Mapping[str, ir.Table], *, attributes: Sequence[str], cuts: Sequence[int], sources: Sources, year: Period
) -> ir.Table:
    """How many accounts with each combination were won and kept, and how many were decided otherwise?

    One row per combination, ``group`` and ``kept`` (1 won and back or still there, 0 lost, or won and not back) with
    ``accounts``. An account won too lately to know is in neither. ``group`` is the domain of those accounts that share
    one with another account (subsidiaries, the same firm twice), else missing: they are not independent.
    """
    known = accounts(tables, attributes=attributes, cuts=cuts)
    lived = histories(tables, sources=sources, year=year)
    both = known.inner_join(lived, "account_id")
    told = both.filter((both.decided == 1) & ((both.won == 0) | (both.seen == 1)))
    shared = told.mutate(same=told.count().over(ibis.window(group_by=told.domain)))
    alone = shared.domain.isnull() | (shared.same == 1)
    rows = shared.mutate(
        group=alone.ifelse(ibis.null("string"), shared.domain),
        kept=((shared.won == 1) & (shared.back == 1)).ifelse(1, 0).cast("int64"),
    )
    names = [*(f"a{place}" for place in range(len(attributes))), "group", "kept"]
    return rows.group_by(names).agg(accounts=rows.count()).order_by(names)


_EXAMPLE = {
    "attributes": ("employees", "country", "size"),
    "cuts": (10, 50),
    "sources": Sources(margins="revenue"),
    "year": Period.parse("2025-11/2026-10"),
}
#: Every count of this module as ``tables -> expression``, so that a test can compile them all for other engines.
COUNTS: tuple[Callable[[Mapping[str, ir.Table]], ir.Table], ...] = (
    lambda tables: by_attributes(tables, **_EXAMPLE),  # type: ignore[arg-type]
    lambda tables: by_ending(tables, **_EXAMPLE),  # type: ignore[arg-type]
)
