"""Almost every won deal was influenced by marketing, and as many of those that were lost."""

from __future__ import annotations

import pandas as pd

from helpers.attribution.counts.influenced import influenced
from helpers.engine import fetch
from helpers.noise import difference_of_proportions
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.periods import Period

ID = "influence"
#: From this share on one says that most deals were influenced.
_MOST = 0.6
#: Two shares are alike where their difference surely is smaller than this.
_ALIKE = 0.15


def find(basis: Basis) -> list[Finding]:
    """Were as many of the lost deals influenced by marketing as of the won ones?

    One finding, over the whole record under review; empty where no deal was won or none was lost.
    """
    window = Period(basis.start.first, basis.period.last)
    lookback = basis.engagement.windows.lookback_days
    return compared(fetch(influenced(basis.tables.tables, window=window, lookback_days=lookback)))


def compared(counts: pd.DataFrame) -> list[Finding]:
    """The finding from the count ``influenced`` of ``helpers.attribution``.

    ``value`` is the share of won deals of new business with a touch of marketing in their lookback minus that of lost
    ones, with Newcombe's interval; ``shown`` are both shares and the deals behind them. Claimed where both are high and
    the interval holds no difference that would matter: neither is it too wide to tell, nor does a point or two, clear
    among a thousand deals, make marketing the cause of those that were won. Pure.

    >>> rows = [("won", False, 100), ("won", True, 92), ("lost", False, 150), ("lost", True, 137)]
    >>> counts = pd.DataFrame(rows, columns=["outcome", "any", "deals"]).assign(channel=None)
    >>> [(round(one.value, 3), one.claimed) for one in compared(counts)]
    [(0.007, True)]
    """
    whole = counts[counts["channel"].isna()]
    deals = {(str(outcome), bool(any_)): float(n) for outcome, any_, n
             in zip(whole["outcome"], whole["any"], whole["deals"], strict=True)}  # fmt: skip
    (won, all_won), (lost, all_lost) = (
        (deals.get((outcome, True), 0.0), deals.get((outcome, False), 0.0)) for outcome in ("won", "lost")
    )
    if not (all_won and all_lost):
        return []
    found = difference_of_proportions(won, all_won, lost, all_lost)
    high, alike = min(won / all_won, lost / all_lost) >= _MOST, max(-found.low, found.high) < _ALIKE
    return [
        Finding(
            pattern=ID, where="all", value=found.value, low=found.low, high=found.high, unit="share",
            claimed=high and alike, n=int(all_won + all_lost),
            shown={"won": won / all_won, "lost": lost / all_lost, "won_n": all_won, "lost_n": all_lost},
        )
    ]  # fmt: skip
