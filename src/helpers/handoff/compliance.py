"""Was the promise kept: how many hand-offs there were, answered in time, left without an answer, and written down."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from helpers.facts import Fact
from helpers.handoff.scope import Scope, having, parts, segment, share, total, undefined, whole, within
from helpers.periods import Period

#: Standings whose promised time has passed.
DUE = ("in_time", "late", "silent", "untold")
#: Rows of a part, a window, the part's name, the scope → a figure.
_Metric = Callable[[pd.DataFrame, Period, str, Scope], Fact]


def handoffs(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """How many leads did marketing hand over? Episodes by the month of their request."""
    return _everywhere(standings, _counted, scope)


def _counted(rows: pd.DataFrame, window: Period, part: str, _: Scope) -> Fact:
    n = total(rows)
    return Fact(period=str(window), metric="handoffs", segment=part, clock="cohort", unit="count", value=n, n=n)


def sla_compliance(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Of the leads whose promised time has passed, how many were answered in time?

    Unanswered ones count as not in time; those asked for before the promise held, or that only a day is known of
    where hours were promised, are left out. ``promise=decide``: decided in time, of those due for a decision. It does
    not say that an answer was a good one.
    """
    facts = _everywhere(standings, _kept, scope)
    return facts + (_everywhere(standings, _decided, scope) if scope.terms.decide else [])


def _kept(rows: pd.DataFrame, window: Period, part: str, scope: Scope) -> Fact:
    if not scope.terms.promised:
        return undefined("sla_compliance", unit="share", note="no_sla", period=window, part=part)
    bound = rows[rows["bound"] == 1]
    kept, told = (total(bound[bound["standing"].isin(names)]) for names in (("in_time",), DUE[:3]))
    untold = total(bound[bound["standing"] == "untold"])
    if untold and not total(bound[bound["standing"].isin(("in_time", "late"))]):
        return undefined("sla_compliance", unit="share", note="date_only", period=window, part=part)
    return share("sla_compliance", kept, told, period=window, part=part, scope=scope, note=doubt(scope, part))


def _decided(rows: pd.DataFrame, window: Period, part: str, scope: Scope) -> Fact:
    bound = rows[rows["bound"] == 1]
    return share(
        "sla_compliance", having(bound, "decided_soon"), having(bound, "decide_due"), period=window, part=part,
        scope=scope, variant={"promise": "decide"},
    )  # fmt: skip


def handoff_unanswered(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Of the leads whose promised time has passed (five working days without a promise), how many had no answer?

    No human touch, no decision, no later stage. It does not say that nobody called: only that nothing is on record;
    read it beside ``handoff_recorded``.
    """
    return _everywhere(standings, _unanswered, scope)


def _unanswered(rows: pd.DataFrame, window: Period, part: str, scope: Scope) -> Fact:
    silent, due = (total(rows[rows["standing"].isin(names)]) for names in (("silent",), DUE))
    return share("handoff_unanswered", silent, due, period=window, part=part, scope=scope, note=doubt(scope, part))


def handoff_recorded(standings: pd.DataFrame, *, scope: Scope) -> list[Fact]:
    """Of the decided hand-offs, how many have a recorded human touch? Whoever decided has looked: so this is how much
    sales writes down, and how far figures about touches can be trusted."""
    return _everywhere(standings, _recorded, scope)


def _recorded(rows: pd.DataFrame, window: Period, part: str, scope: Scope) -> Fact:
    decided = rows[rows["decision"] != "none"]
    return share("handoff_recorded", having(decided, "touched"), total(decided), period=window, part=part, scope=scope)


def doubt(scope: Scope, part: str) -> str:
    """The note of a figure about touches: too little is written down, in all or in this part."""
    return scope.note or ("low_coverage" if part in scope.unwritten else "")


def recorded_share(rows: pd.DataFrame) -> tuple[float, float]:
    """Decided episodes with a touch, and decided episodes."""
    decided = rows[rows["decision"] != "none"]
    return having(decided, "touched"), total(decided)


def _everywhere(standings: pd.DataFrame, metric: _Metric, scope: Scope) -> list[Fact]:
    """A figure for every window of the whole, and for every part over the rolling year."""
    facts = [metric(within(whole(standings), window), window, "all", scope) for window in scope.windows()]
    year = within(standings, scope.year)
    return facts + [metric(rows, scope.year, segment(name, value), scope) for name, value, rows in parts(year)]
