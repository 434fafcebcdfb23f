"""How large a difference is where there is none: the largest that chance alone made, of all that were looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.engine import fetch
from helpers.handoff.gaps import LEVEL, pooled, unanswered_gaps
from helpers.handoff.scope import FEW_COMPARED, UNKNOWN, Scope, heard, segment
from helpers.metrics.counts.deals import deal_ledger
from helpers.metrics.ledger import closed_sums
from helpers.noise import Difference, difference_of_proportions, holm
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Period

ID = "noise"


def largest_by_chance(basis: Basis) -> Finding | None:
    """Which part of the business differs most from the others of its segment, of all that anybody would look at?

    Parts are compared by the share of leads left without an answer and by the share of deals won, over the rolling
    year. None where there is nothing to compare.
    """
    return largest(places(basis))


def places(basis: Basis) -> list[Finding]:
    """Every part that was looked at: not claimed, whatever was found there."""
    found = basis.stood
    tables, year = basis.tables, basis.period.rolling(12)
    ledger = fetch(deal_ledger(tables["deals"], tables["segments"], as_of=basis.period.as_of))
    return [*(unanswered(found.standings, scope=found.scope) if found else []), *won(ledger, window=year)]


def largest(looked_at: list[Finding]) -> Finding | None:
    """The place with the largest difference, and how many places were looked at (``shown``: ``places``).

    ``alone`` are those whose own interval leaves out zero: what somebody would claim who forgot how many places there
    were. Claimed where even Holm over all of them leaves it beyond noise: then it is no chance. Pure.
    """
    if not looked_at:
        return None
    adjusted = holm([one.shown["p"] for one in looked_at])
    most, p = max(zip(looked_at, adjusted, strict=True), key=lambda pair: (abs(pair[0].value), pair[0].where))
    alone = sum(one.low > 0 or one.high < 0 for one in looked_at)
    beyond = (most.low > 0 or most.high < 0) and p < LEVEL
    shown = {name: figure for name, figure in most.shown.items() if name != "p"}
    return Finding(
        pattern=ID, where=most.where, value=most.value, low=most.low, high=most.high, unit="share", claimed=beyond,
        n=most.n, shown={**shown, "places": float(len(looked_at)), "alone": float(alone)},
    )  # fmt: skip


def unanswered(standings: pd.DataFrame, *, scope: Scope) -> list[Finding]:
    """Share of leads without an answer, each part against the rest of its segment; ``shown["deals"]`` is 0."""
    gaps = [gap for gap in unanswered_gaps(heard(standings, scope)) if gap.value not in UNKNOWN]
    return [
        _place(gap.part, gap.difference, gap.p, own=gap.own, rest=gap.rest, deals=False)
        for gap in gaps if min(gap.own[1], gap.rest[1]) >= FEW_COMPARED
    ]  # fmt: skip


def won(ledger: pd.DataFrame, *, window: Period) -> list[Finding]:
    """Share of deals won of those closed in a window, each part against the rest; ``shown["deals"]`` is 1.

    ``ledger`` is the count ``deal_ledger`` of ``helpers.metrics``. New business only.
    """
    new, found = ledger[ledger["kind"] == "new"], []
    for name, value, (k1, n1), (k2, n2) in _closed(new, window):
        if min(n1, n2) >= FEW_COMPARED:
            apart = difference_of_proportions(k1, n1, k2, n2)
            found.append(_place(segment(name, value), apart, pooled(k1, n1, k2, n2), own=(k1 / n1, n1),
                                rest=(k2 / n2, n2), deals=True))  # fmt: skip
    return found


_Counted = tuple[float, float]


def _closed(rows: pd.DataFrame, window: Period) -> Iterator[tuple[str, str, _Counted, _Counted]]:
    """Won and closed of each part, and of the rest of its segment."""
    parts = {
        (str(name), str(value)): _ended(part, window)
        for (name, value), part in rows[rows["name"] != ""].groupby(["name", "value"], sort=True)
    }
    for (name, value), (k, n) in parts.items():
        if value in UNKNOWN:
            continue
        others = [ended for (other, label), ended in parts.items() if other == name and label != value]
        yield name, value, (k, n), (sum(each[0] for each in others), sum(each[1] for each in others))


def _ended(part: pd.DataFrame, window: Period) -> _Counted:
    wins, losses = (float(closed_sums(part, windows=[window], state=state)["n"].iloc[0]) for state in ("won", "lost"))
    return wins, wins + losses


def _place(part: str, apart: Difference, p: float, *, own: _Counted, rest: _Counted, deals: bool) -> Finding:
    return Finding(
        pattern=ID, where=part, value=apart.value, low=apart.low, high=apart.high, unit="share", claimed=False,
        n=int(own[1]), shown={"share": own[0], "others": rest[0], "others_n": rest[1], "deals": float(deals), "p": p},
    )  # fmt: skip
