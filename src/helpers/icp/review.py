"""The facts of the ideal customer, and the tables listed beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.agreements import Agreements, Profile
from helpers.agreements.profile import Criterion
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import frame
from helpers.icp.agreement import sessions, sorted_items
from helpers.icp.differences import DIFFERENCES, differences
from helpers.icp.figures import (
    clear_levels,
    icp_ac1,
    icp_age,
    icp_agreement,
    icp_known,
    icp_lift,
    icp_odds,
    icp_worked,
    judged,
    sorted_since,
)
from helpers.icp.gathering import Gathered, gather
from helpers.icp.joint import as_criterion, merged, odds_lift, row, table
from helpers.icp.lift import OUTCOMES, Lift, lift, side
from helpers.icp.scoring import meets
from helpers.periods import Period

SORTED = ["session", "on", "item", "of", "marketing", "sales", "same"]
MODEL = ["method", "errors", "groups", "accounts", "kept", "few", "attribute", "part", "reference"]


def icp_facts(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period, start: Period,
    contract: Contract,
) -> pd.DataFrame:  # fmt: skip
    """Everything a review says about the ideal customer, as facts (``docs/architecture.md``, facts vocabulary).

    Agreement, tiers and age are those of the rolling year that ends with ``period``; lifts and odds read every account
    since the records begin and carry the range from ``start``. Reads the canonical tables; nothing that happened after
    ``period`` counts.
    """
    del contract  # nothing of the import limits these figures
    found = gather(canonical.tables, engagement, agreements, period=period)
    return _facts(found, _sorting(canonical, period), engagement, agreements, period=period, start=start)


def icp_tables(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period
) -> dict[str, pd.DataFrame]:
    """``icp_differences``, ``icp_joint``, ``icp_sorted`` and ``icp_model``, possibly without rows.

    People are keyed hashes in ``icp_sorted``; nobody who sorted is named.
    """
    found = gather(canonical.tables, engagement, agreements, period=period)
    return _tables(found, _sorting(canonical, period), engagement, agreements)


def icp_parts(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period, start: Period
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """``icp_facts`` and ``icp_tables``, counted once."""
    found = gather(canonical.tables, engagement, agreements, period=period)
    rows = _sorting(canonical, period)
    return (
        _facts(found, rows, engagement, agreements, period=period, start=start),
        _tables(found, rows, engagement, agreements),
    )


def _facts(
    found: Gathered, rows: pd.DataFrame, engagement: Engagement, agreements: Agreements, *, period: Period,
    start: Period,
) -> pd.DataFrame:  # fmt: skip
    window, whole = period.rolling(12), Period(min(start.first, period.first), period.last)
    facts = icp_agreement(
        found, _unlike(agreements.profiles), _latest(rows), sorted_at_all=not rows.empty, window=window
    )
    facts += sorted_since(_latest(rows), _before(rows), window=window)
    facts += icp_ac1(rows, window=window)
    facts += icp_worked(found, window=window)
    facts += icp_lift(found, whole=whole, few=engagement.rules.few_events)
    facts += icp_odds(found, whole=whole)
    facts += icp_known(found, window=window)
    return frame([*facts, *icp_age(agreements.profiles, window=window)])


def _tables(
    found: Gathered, rows: pd.DataFrame, engagement: Engagement, agreements: Agreements
) -> dict[str, pd.DataFrame]:
    return {
        "icp_differences": _unlike(agreements.profiles),
        "icp_joint": joint(found, agreements.profiles, few=engagement.rules.few_events),
        "icp_sorted": _latest(rows),
        "icp_model": _model(found),
    }


def _sorting(canonical: Canonical, period: Period) -> pd.DataFrame:
    """The blind sort as far as it was known; a session without a day counts."""
    table_ = canonical["blind_sort"]
    known = table_.filter(table_.on.isnull() | (table_.on <= period.as_of))
    return fetch(known.order_by("session", "item", "team", "rater"))


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame(columns=SORTED)
    items = sorted_items(rows)
    return items[items["session"] == sessions(rows)[0]].reset_index(drop=True)


def _before(rows: pd.DataFrame) -> pd.DataFrame:
    """Items of the session before the latest one that sorted the same: leads or accounts."""
    latest = _latest(rows)
    items = sorted_items(rows) if len(latest) else latest
    alike = items[items["of"].isin(latest["of"])]
    earlier = [name for name in sessions(rows)[1:] if name in set(alike["session"])] if len(latest) else []
    return alike[alike["session"] == earlier[0]] if earlier else latest.head(0)


def _unlike(profiles: Mapping[str, Profile]) -> pd.DataFrame:
    if len(profiles) < 2:
        return pd.DataFrame(columns=DIFFERENCES)
    return differences(profiles["marketing"], profiles["sales"])


def _model(found: Gathered) -> pd.DataFrame:
    model = found.model
    shared = (model.method, model.errors, model.groups, model.accounts, model.kept, model.few)
    parts = [(name, "compared", level) for name, level in sorted(model.reference.items())]
    parts += [(name, "repeats", "") for name in sorted(model.repeats)]
    return pd.DataFrame([(*shared, *each) for each in parts], columns=MODEL)


def joint(found: Gathered, profiles: Mapping[str, Profile], *, few: int) -> pd.DataFrame:
    """The proposed joint profile: every criterion of either team with the evidence of the accounts that meet it.

    The evidence is over margin where enough customers have one, else over coming back, else over wins; one decision of
    Holm over all criteria.
    """
    written = [(kind, *each) for kind in ("criterion", "anti") for each in merged(dict(profiles), kind)]
    lifts = [_best(found, one, few=few) for _, one, _, _ in written]
    verdicts = [verdict for _, verdict in judged([each for _, each in lifts])]
    rows = [
        row(kind, one, (ours, theirs), on=on, found=each, status=verdict,
            note="after_outcome" if one.attribute in found.late else "")
        for (kind, one, ours, theirs), (on, each), verdict in zip(written, lifts, verdicts, strict=True)
    ]  # fmt: skip
    return table([*rows, *_unwritten(found, {one.attribute for _, one, _, _ in written})])


def _unwritten(found: Gathered, named: set[str]) -> list[dict[str, object]]:
    """What neither team has written, though the data say it goes clearly with being won and staying."""
    levels = [each for each in clear_levels(found.model) if each.attribute not in named and each.odds > 1]
    return [
        row("criterion", criterion, (0.0, 0.0), on="odds", found=odds_lift(each, found.model), status="clear", note="")
        for each in levels if (criterion := as_criterion(each)) is not None
    ]  # fmt: skip


def _best(found: Gathered, criterion: Criterion, *, few: int) -> tuple[str, Lift]:
    """The accounts that meet a criterion against those known not to, over the first outcome with enough cases."""
    answers = [meets(criterion, values.get(criterion.attribute)) for values in found.values]
    met, unmet = (np.array([answer is wanted for answer in answers], dtype=bool) for wanted in (True, False))
    lifts = {on: lift(side(found.cells, met), side(found.cells, unmet), on=on, few=few) for on in OUTCOMES}
    enough = [on for on, each in lifts.items() if not each.few and each.value == each.value]
    known = [on for on, each in lifts.items() if each.value == each.value]
    on = next(iter([*enough, *known, *OUTCOMES]))
    return on, lifts[on]
