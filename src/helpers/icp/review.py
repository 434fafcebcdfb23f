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
    icp_ac1,
    icp_age,
    icp_agreement,
    icp_known,
    icp_lift,
    icp_odds,
    icp_worked,
    judged,
)
from helpers.icp.gathering import Gathered, gather
from helpers.icp.joint import merged, row, table
from helpers.icp.lift import OUTCOMES, Lift, lift, side
from helpers.icp.scoring import meets
from helpers.periods import Period

SORTED = ["session", "on", "item", "of", "marketing", "sales", "same"]
MODEL = ["method", "errors", "groups", "accounts", "kept", "few", "attribute", "reference"]


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
    window, whole = period.rolling(12), Period(min(start.first, period.first), period.last)
    found = gather(canonical.tables, engagement, agreements, period=period)
    rows = _sorting(canonical, period)
    items = _latest(rows)
    unlike = _unlike(agreements.profiles)
    facts = icp_agreement(found, unlike, items, sorted_at_all=not rows.empty, window=window)
    facts += icp_ac1(rows, window=window)
    facts += icp_worked(found, window=window)
    facts += icp_lift(found, whole=whole, few=engagement.rules.few_events)
    facts += icp_odds(found, whole=whole)
    facts += icp_known(found, window=window)
    return frame([*facts, *icp_age(agreements.profiles, window=window)])


def icp_tables(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period
) -> dict[str, pd.DataFrame]:
    """``icp_differences``, ``icp_joint``, ``icp_sorted`` and ``icp_model``, possibly without rows.

    People are keyed hashes in ``icp_sorted``; nobody who sorted is named.
    """
    found = gather(canonical.tables, engagement, agreements, period=period)
    rows = _sorting(canonical, period)
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


def _unlike(profiles: Mapping[str, Profile]) -> pd.DataFrame:
    if len(profiles) < 2:
        return pd.DataFrame(columns=DIFFERENCES)
    return differences(profiles["marketing"], profiles["sales"])


def _model(found: Gathered) -> pd.DataFrame:
    model = found.model
    shared = (model.method, model.errors, model.groups, model.accounts, model.kept, model.few)
    return pd.DataFrame([(*shared, *pair) for pair in sorted(model.reference.items())], columns=MODEL)


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
    return table(rows)


def _best(found: Gathered, criterion: Criterion, *, few: int) -> tuple[str, Lift]:
    """The accounts that meet a criterion against those known not to, over the first outcome with enough cases."""
    answers = [meets(criterion, values.get(criterion.attribute)) for values in found.values]
    met, unmet = (np.array([answer is wanted for answer in answers], dtype=bool) for wanted in (True, False))
    lifts = {on: lift(side(found.cells, met), side(found.cells, unmet), on=on, few=few) for on in OUTCOMES}
    enough = [on for on, each in lifts.items() if not each.few and each.value == each.value]
    known = [on for on, each in lifts.items() if each.value == each.value]
    on = next(iter([*enough, *known, *OUTCOMES]))
    return on, lifts[on]
