"""A part of the business whose leads nobody answers."""

from __future__ import annotations

import pandas as pd

from helpers.handoff.compliance import doubt
from helpers.handoff.gaps import LEVEL, Gap, unanswered_gaps
from helpers.handoff.scope import Scope, heard
from helpers.noise import holm
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding

ID = "unanswered"


def find(basis: Basis) -> list[Finding]:
    """In which parts of the business are leads left without an answer more often than in the rest of their segment?

    One finding for each value of each segment, over the rolling year; empty where nothing was handed over.
    """
    found = basis.stood
    return compared(found.standings, scope=found.scope) if found else []


def compared(standings: pd.DataFrame, *, scope: Scope) -> list[Finding]:
    """Findings from the judged hand-offs of ``helpers.handoff``.

    ``value`` is the part's share without an answer minus that of all others of its segment, with Newcombe's interval;
    ``shown`` are both shares. Claimed where more are left than elsewhere, the interval leaves out zero, and so does the
    p-value after Holm over every part of every segment: whoever looks for a part looks at all of them. Parts of under
    ten leads (or whose rest is) are not judged, nor claimed where sellers write too little down. Pure.
    """
    gaps = unanswered_gaps(heard(standings, scope))
    adjusted = holm([gap.p for gap in gaps])
    return [_finding(gap, p, scope) for gap, p in zip(gaps, adjusted, strict=True)]


def _finding(gap: Gap, p: float, scope: Scope) -> Finding:
    more = gap.difference.low > 0 and p < LEVEL
    return Finding(
        pattern=ID, where=gap.part, value=gap.difference.value, low=gap.difference.low, high=gap.difference.high,
        unit="share", claimed=more and not doubt(scope, gap.part), n=int(gap.cases),
        shown={"share": gap.own[0], "others": gap.rest[0], "others_n": gap.rest[1]},
    )  # fmt: skip
