"""A newsletter that goes to accounts with a deal under way: it meets deals, whatever becomes of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from helpers.samples import calendar
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.teams import Newsletter
from helpers.samples.world import Deal, Touch, World

#: It comes within so many days before a deal ends.
_DAYS = 60


def send(world: World, company: Company, *, seed: int) -> None:
    """Touches of new deals with the newsletter; none where a company has none."""
    rule, draws = company.stories.newsletter, Draws(seed, "newsletter")
    if rule is None:
        return
    for deal in world.deals:
        if deal.kind == "new":
            reached = draws.chance(rule.won if deal.outcome == "won" else rule.lost)
            at = _moment(deal, draws)
            if reached and deal.people:
                world.touches.append(_touch(rule, deal, at))


def _moment(deal: Deal, draws: Draws) -> datetime:
    begin = max(deal.created, deal.ended - timedelta(days=_DAYS))
    days = (deal.ended - begin).total_seconds() / 86400
    return min(calendar.after(begin, days * draws.between(0.1, 0.9), draws, quiet={}), deal.ended)


def _touch(rule: Newsletter, deal: Deal, at: datetime) -> Touch:
    campaign = f"{rule.campaign} {at.year}-Q{(at.month + 2) // 3}"
    return Touch(0, deal.people[0], deal.account, at, rule.kind, rule.channel, campaign, "marketing", deal.owner,
                 answer=rule.answer)  # fmt: skip


def met(world: World, company: Company, *, since: datetime) -> dict[str, float]:
    """Chance that a new deal that ended since then met marketing in its lookback, by what became of it.

    With another touch of marketing it has, whatever the newsletter; without, the newsletter makes the chance.
    """
    rule, others = company.stories.newsletter, defaultdict[int, list[datetime]](list)
    for touch in world.touches:
        if touch.side == "marketing" and touch.account and (rule is None or touch.channel != rule.channel):
            others[touch.account].append(touch.at)
    found, lookback = dict[str, float](), timedelta(days=company.touches.lookback)
    for outcome in ("won", "lost"):
        ended = [deal for deal in world.deals if deal.kind == "new" and deal.outcome == outcome and deal.ended >= since]
        reached = [
            any(deal.ended - lookback <= at <= deal.ended for at in others[deal.account])
            for deal in ended if deal.account is not None
        ]  # fmt: skip
        alone = sum(reached) / len(reached) if reached else 0.0
        found[outcome] = 1 - (1 - alone) * (1 - (getattr(rule, outcome) if rule else 0.0))
    return found
