"""Looking back on deals won and lost: what decided them, and a fair draw for the next session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from helpers.facts import Fact
from helpers.feedback.figures import gap, share, where
from helpers.periods import Period

#: Deals of a session: one won and one lost where there are.
DRAWN = 2
Row = Mapping[str, Any]


def winloss_theme(reviews: Sequence[Row], *, period: Period, few: int) -> list[Fact]:
    """What decided the deals both teams looked back on? Share of the reviews of an outcome that name the theme.

    ``reviews`` have ``on, outcome, theme``; those of the window count. It speaks of the deals looked back on, not of
    all deals, and of what was said afterwards.
    """
    inside = [row for row in reviews if period.holds(row["on"])]
    if not inside:
        return [gap("winloss_theme", "no_winloss", period=period, unit="share")]
    facts = []
    for outcome in ("lost", "won"):
        themes = [row["theme"] for row in inside if row["outcome"] == outcome]
        for theme in sorted(set(themes)):
            segment = where(outcome=outcome, theme=theme)
            facts.append(share("winloss_theme", themes.count(theme), len(themes), period=period, few=few,
                               segment=segment))  # fmt: skip
    return facts


def draw(deals: Iterable[Row], *, reviewed: Iterable[str | None], seed: str) -> list[dict[str, Any]]:
    """Two deals to look back on, drawn fairly: one won and one lost where there are, else two of what there is.

    ``deals`` have ``deal_id, outcome, closed_on, value``. Each deal of an outcome not looked back on yet has the same
    chance, and the same ``seed`` gives the same draw: a deal's place is the SHA-256 of seed and id, so nobody picks.
    ``of`` is how many stood in the draw.
    """
    done = set(reviewed)
    left = [dict(row) for row in deals if row["deal_id"] not in done]
    ranked = sorted(left, key=lambda row: (_ticket(seed, row["deal_id"]), row["deal_id"]))
    first = [next((row for row in ranked if row["outcome"] == outcome), None) for outcome in ("won", "lost")]
    chosen = [row for row in first if row is not None]
    chosen += [row for row in ranked if row not in chosen][: max(0, min(DRAWN, len(ranked)) - len(chosen))]
    sizes = {outcome: sum(row["outcome"] == outcome for row in left) for outcome in ("won", "lost")}
    return [row | {"of": sizes[row["outcome"]]} for row in chosen]


def _ticket(seed: str, deal: str) -> str:
    return sha256(f"{seed}|{deal}".encode()).hexdigest()
