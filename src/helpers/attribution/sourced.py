"""Which team began what was won, under three definitions side by side: they answer different questions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.attribution.counts.sourced import UNKNOWN
from helpers.catalog.costs import folded
from helpers.engagement import Team
from helpers.facts import Fact, pairs
from helpers.periods import Period

#: What each definition reads in ``origins``.
DEFINITIONS = {"lead_source": "source_team", "first_touch": "first_team", "before_sales": "before_team"}
TEAMS = ("marketing", "sales", UNKNOWN)
#: Sources that say nothing, as the import names them.
SILENT = ("blank", UNKNOWN)


def sourced_revenue(origins: pd.DataFrame, teams: Mapping[str, str], *, window: Period, few: int) -> list[Fact]:
    """Which team's act stood at the beginning of the deals won, and what were they worth?

    ``origins`` is the count of that name over the window, ``teams`` the team of each channel (``teams_of``). Money
    of won deals of new business by team, three times: ``lead_source`` (whose channel the deal's source is),
    ``first_touch`` (whose the first touch of the journey was; of an answer, whose channel it names) and
    ``before_sales`` (marketing where a touch of theirs came before the first act of sales). Deals without a source or a
    touch are ``unknown``. Under each definition the teams add up to ``revenue_won``; ``n`` are deals. None of the three
    says who won the deal.
    """
    known = origins.assign(
        source_team=[teams.get(name, UNKNOWN) for name in origins["source"]],
        first_team=origins["first_team"].where(
            origins["said"].isna(), [teams.get(name, UNKNOWN) for name in origins["said"]]
        ),
        amount=[float(amount) for amount in origins["amount"]],
    )
    facts = []
    for definition, column in DEFINITIONS.items():
        parts = {pairs({"team": team}): known[known[column] == team] for team in TEAMS}
        for segment, rows in {"all": known, **parts}.items():
            facts.append(_fact(rows, pairs({"definition": definition}), segment, window=window, few=few))
    return facts


def _fact(rows: pd.DataFrame, variant: str, segment: str, *, window: Period, few: int) -> Fact:
    deals = float(rows["deals"].sum())
    status = "too_few" if deals < few else "ok"
    return Fact(
        period=str(window), metric="sourced_revenue", variant=variant, segment=segment, unit="money",
        value=math.fsum(rows["amount"]), n=deals, status=status, note="too_few" if deals < few else "",
    )  # fmt: skip


def teams_of(
    channels: Iterable[str], *, declared: Mapping[str, Team], touches: pd.DataFrame, lines: pd.DataFrame
) -> dict[str, str]:
    """Whose is each of these channels, as a source of leads?

    What the engagement declares (``attribution.teams``); else the team of most touches of the channel (``touches``:
    the count ``channel_teams``); else the team that most of the channel's cost is booked to (``lines``: the count
    ``channel_costs``). Otherwise, on a tie, and for sources that say nothing: unknown. Names are compared by letters.
    """
    told = {folded(name): str(team) for name, team in declared.items()}
    worked = _most(touches["channel"], touches["team"], touches["touches"])
    paid = _most(lines["channel"], lines["team"], lines["amount"])
    silent = dict.fromkeys(SILENT, UNKNOWN)
    return {
        name: next((known[folded(name)] for known in (told, silent, worked, paid) if folded(name) in known), UNKNOWN)
        for name in channels
    }


def _most(names: pd.Series, teams: pd.Series, weights: pd.Series) -> dict[str, str]:
    """Channel → the team with more than the other; channels of neither or on a tie have none."""
    sums: dict[str, dict[str, float]] = {}
    for name, team, weight in zip(names, teams, weights, strict=True):
        if isinstance(name, str) and team in TEAMS[:2]:
            counts = sums.setdefault(folded(name), dict.fromkeys(TEAMS[:2], 0.0))
            counts[team] = counts[team] + float(weight)
    return {name: max(counts, key=counts.__getitem__) for name, counts in sums.items() if len({*counts.values()}) > 1}
