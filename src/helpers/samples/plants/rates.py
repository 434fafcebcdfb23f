"""Chances and volumes as the parameters say them, roads back and full accounts apart: what plants are sized by."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.samples.company import Channel, Company

#: Nobody converts more surely than this, however much better a plant makes a channel.
_MOST = 0.9
#: Customers a month below which a share of the customers moves too much to show anything.
_ENOUGH = 8.0


def bought(rule: Channel) -> float:
    """Chance that a lead becomes a customer."""
    return rule.lead_to_mql * sold(rule)


def sold(rule: Channel) -> float:
    """Chance that an MQL becomes a customer."""
    return rule.mql_to_sql * rule.sql_to_deal * rule.deal_to_won


def customers_a_month(company: Company) -> float:
    """New customers that a month's leads become in the end."""
    return company.volume.start * sum(rule.share * bought(rule) for rule in company.channels.values())


def many(company: Company) -> bool:
    """Whether enough people buy for a change of the share that does to be seen within two years."""
    return customers_a_month(company) >= _ENOUGH


def others(company: Company, name: str) -> float:
    """Chance that a lead of any other channel becomes a customer."""
    rest = [rule for other, rule in company.channels.items() if other != name]
    return sum(rule.share * bought(rule) for rule in rest) / sum(rule.share for rule in rest)


def towards(rule: Channel, chance: float) -> Channel:
    """The channel with so high a chance that a lead becomes a customer, moved at SQL and win alike."""
    factor = (chance / bought(rule)) ** 0.5
    first = min(_MOST, rule.mql_to_sql * factor)
    second = min(_MOST, rule.deal_to_won * chance / bought(rule) * rule.mql_to_sql / first)
    return rule.model_copy(update={"mql_to_sql": round(first, 4), "deal_to_won": round(second, 4)})


def with_shares(company: Company, shares: Mapping[str, float]) -> Company:
    """With these shares of the leads; the other channels keep their proportions in what is left of all."""
    total = sum(rule.share for rule in company.channels.values())
    rest = sum(rule.share for name, rule in company.channels.items() if name not in shares)
    left = total - sum(shares.values())
    channels = {name: rule.model_copy(update={"share": shares.get(name, rule.share * left / rest if rest else 0.0)})
                for name, rule in company.channels.items()}  # fmt: skip
    return company.model_copy(update={"channels": channels})


def with_channels(company: Company, channels: Mapping[str, Channel]) -> Company:
    """With other rules for some channels."""
    return company.model_copy(update={"channels": {**company.channels, **channels}})
