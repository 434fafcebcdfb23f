"""Facts and rows of attribution, made by rule, beside those of ``facts``: five channels, one of them without credit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from helpers.facts import Fact, frame, merge, pairs

from . import facts

YEAR = str(facts.PERIOD.rolling(12))
TOTALS = {"mqls": 2100.0, "sqls": 900.0, "opportunities": 560.0, "customers": 168.0, "deals": 160.0}
COVERED = {"mqls": 0.96, "sqls": 0.93, "opportunities": 0.9, "customers": 0.875, "deals": 0.9}
#: Share of what is credited at all, by rule; those of a rule add up to one.
SHARES: dict[str, dict[str, float]] = {
    "first": {"events": 0.42, "paid_search": 0.31, "Call": 0.05, "referral": 0.22},
    "last": {"events": 0.25, "paid_search": 0.1, "Call": 0.55, "referral": 0.1},
    "linear": {"events": 0.34, "paid_search": 0.2, "Call": 0.3, "referral": 0.16},
    "time_decay": {"events": 0.31, "paid_search": 0.17, "Call": 0.37, "referral": 0.15},
    "position": {"events": 0.34, "paid_search": 0.2, "Call": 0.3, "referral": 0.16},
    "markov1": {"events": 0.33, "paid_search": 0.21, "Call": 0.29, "referral": 0.17},
    "shapley": {"events": 0.32, "paid_search": 0.22, "Call": 0.28, "referral": 0.18},
}
SPENT = {"events": 322000.0, "paid_search": 210000.0, "display": 40000.0, "(none)": 160000.0}


def fact(metric: str, value: float, unit: str, *, segment: str = "all", **rest: object) -> Fact:
    """A fact of the rolling year; what is no field of a fact is a pair of its variant."""
    fields = {name: rest.pop(name) for name in list(rest) if name in Fact.__dataclass_fields__}
    return Fact(period=YEAR, metric=metric, value=value, unit=unit, segment=segment, variant=pairs(rest), **fields)  # type: ignore[arg-type]


def coverage(shares: Mapping[str, float]) -> list[Fact]:
    """The share of conversions with a touch, low ones noted."""
    return [
        fact("touch_coverage", share, "share", of=of, numerator=round(share * TOTALS[of]), denominator=TOTALS[of],
             note="" if share >= 0.5 else "low_coverage", **facts.interval(share, TOTALS[of]))
        for of, share in shares.items()
    ]  # fmt: skip


def credited(shares: Mapping[str, float]) -> list[Fact]:
    """Credit by rule and channel, and what no touch is recorded for, up to the total."""
    rows = []
    for of, total in TOTALS.items():
        reached = round(shares[of] * total)
        for model, parts in SHARES.items():
            how = {"of": of, "model": model}
            left = float(reached)
            for name, share in parts.items():
                value = round(share * reached, 1 if model not in ("first", "last") else 0)
                value = left if name == list(parts)[-1] else value  # credit adds up to what has a touch
                left -= value
                rows.append(fact("credited", value, "count", segment=f"channel={name}", low=0.8 * value,
                                 high=1.2 * value, **how))  # fmt: skip
            rows.append(fact("credited", total - reached, "count", segment="channel=(none)", **how))
            rows.append(fact("credited", total, "count", **how))
    return rows


def spread(*, decided: tuple[str, ...] = ()) -> list[Fact]:
    """The range of each channel over the rules."""
    rows = []
    reached = COVERED["customers"] * TOTALS["customers"]
    for name in SHARES["linear"]:
        found = [parts[name] * reached for parts in SHARES.values()]
        ranks = [sorted(parts, key=lambda each: -parts[each]).index(name) + 1 for parts in SHARES.values()]
        if name in decided:
            ranks = [decided.index(name) + 1]
        rows.append(fact("credit_spread", max(found) - min(found), "count", segment=f"channel={name}", of="customers",
                         low=min(found), high=max(found), numerator=min(ranks), denominator=max(ranks),
                         n=len(SHARES), status="clear" if name in decided else "noise"))  # fmt: skip
    return rows


def money() -> list[Fact]:
    """Spend, cost and return by channel; ``display`` has spend and no credit, ``Call`` the other way round."""
    total = sum(SPENT.values())
    rows = [fact("channel_spend", value, "money", segment=f"channel={name}") for name, value in SPENT.items()]
    rows += [fact("channel_spend", total, "money"), fact("unified_cac", total / 168, "money")]
    names = [*SHARES["linear"], "display"]
    for of in ("mqls", "sqls", "customers"):
        for name in names:
            credit = SHARES["linear"].get(name, 0.0) * COVERED[of] * TOTALS[of]
            rows.append(_over(SPENT.get(name, math.nan), credit, "credited_cost", "money", name, of=of))
        rows.append(fact("credited_cost", total / TOTALS[of], "money", of=of, model="linear"))
    for name in names:
        revenue = SHARES["linear"].get(name, 0.0) * 1.8e6
        rows.append(fact("credited_revenue", revenue, "money", segment=f"channel={name}", model="linear"))
        rows.append(_over(revenue, SPENT.get(name, math.nan), "credited_return", "ratio", name))
    rows.append(fact("credited_revenue", 2e5, "money", segment="channel=(none)", model="linear"))
    rows.append(fact("credited_revenue", 2e6, "money", model="linear"))
    return [*rows, fact("credited_return", 2e6 / total, "ratio", model="linear")]


def _over(numerator: float, denominator: float, metric: str, unit: str, name: str, **how: object) -> Fact:
    at = {"segment": f"channel={name}", "model": "linear", **how}
    if math.isnan(numerator) or math.isnan(denominator):
        return fact(metric, math.nan, unit, status="undefined", note="no_channel_costs", **at)
    if not denominator or not numerator:
        return fact(metric, math.nan, unit, status="undefined", note="no_credit", **at)
    return fact(metric, numerator / denominator, unit, numerator=numerator, denominator=denominator, **at)


def teams() -> list[Fact]:
    """Sourced revenue under three definitions; the part of marketing in deals won, lost and open; experiments."""
    rows = []
    for definition, mine in (("lead_source", 1.1e6), ("first_touch", 1.4e6), ("before_sales", 0.9e6)):
        for team, value in (("marketing", mine), ("sales", 1.8e6 - mine), ("unknown", 2e5)):
            rows.append(fact("sourced_revenue", value, "money", segment=f"team={team}", definition=definition))
        rows.append(fact("sourced_revenue", 2e6, "money", definition=definition))
    for outcome, share, n in (("won", 0.81, 160), ("lost", 0.76, 240), ("open", 0.7, 90)):
        rows.append(fact("influenced", share, "share", outcome=outcome, by="marketing", numerator=round(share * n),
                         denominator=n, **facts.interval(share, n)))  # fmt: skip
    days = {"from": "2026-01-01", "to": "2026-03-31"}
    lift = fact("experiment_lift", 12.0, "count", segment="channel=paid_search", low=2.0, high=22.0, **days)
    said = [fact("self_reported", value, "count", segment=f"channel={name}", of="customers")
            for name, value in (("referral", 40.0), ("events", 22.0), ("(none)", 106.0))]  # fmt: skip
    return [*rows, lift, *said, fact("self_reported", 168.0, "count", of="customers")]


def attribution(shares: Mapping[str, float] = COVERED, *, decided: tuple[str, ...] = ()) -> pd.DataFrame:
    """All of it for one coverage."""
    return frame([*coverage(shares), *credited(shares), *spread(decided=decided), *money(), *teams()])


def whole(shares: Mapping[str, float] = COVERED, *, decided: tuple[str, ...] = ()) -> pd.DataFrame:
    """The digital company with its attribution; the cost of a customer is that of the attribution."""
    rows = facts.digital_native()
    there = rows["metric"].eq("unified_cac") & rows["variant"].eq("") & rows["period"].eq(YEAR)
    return merge([rows[~there], attribution(shares, decided=decided)])


WALK = (
    ("events", "Support Leaders Webinar 2026-Q2", "marketing"), ("Email", "", "sales"), ("Call", "", "sales"),
    ("paid_search", "Search Ads 2026-Q3", "marketing"), ("Meeting", "", "sales"),
    ("syndication", "Whitepaper Syndication 2026-Q3", "marketing"),
)  # fmt: skip
STORY = ["deal_id", "outcome", "value", "lane", "on", "day", "kind", "channel", "campaign", "stage"]


def story(
    deal: str, *, outcome: str = "won", touches: int = 5, value: float = 12900.0, length: int = 96
) -> pd.DataFrame:
    """One deal: touches at even steps, the six of ``WALK`` in turn, four milestones."""
    start = date(2026, 10, 20) - timedelta(days=length)
    rows = []
    for place in range(touches):
        channel, campaign, lane = WALK[place % len(WALK)]
        day = round(place * (length - 3) / max(touches - 1, 1))
        rows.append((day, lane, "Responded", channel, campaign or None, None))
    rows += [(0, "milestone", None, None, None, "lead"), (length // 4, "milestone", None, None, None, "mql"),
             (length // 2, "milestone", None, None, None, "opportunity"),
             (length, "milestone", None, None, None, outcome)]  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[1] == "milestone"))
    return pd.DataFrame(
        [(deal, outcome, value, lane, start + timedelta(days=day), day, kind, channel, campaign, stage)
         for day, lane, kind, channel, campaign, stage in rows], columns=STORY)  # fmt: skip


def stories() -> pd.DataFrame:
    """Eight won deals, two lost ones; one of them crowded, one without a touch."""
    parts = [story(f"W{place}", touches=3 + 2 * place, value=1000.0 * (20 - place), length=30 + 12 * place)
             for place in range(1, 8)]  # fmt: skip
    parts += [story("W8", touches=40), story("L1", outcome="lost", touches=2), story("L2", outcome="lost", touches=0)]
    return pd.concat([parts[7], *parts[:7], *parts[8:]], ignore_index=True)


def drilldown(deals: int = 30) -> pd.DataFrame:
    """Each deal touched by three of the channels; the credit of a deal adds up to one."""
    rows = []
    for place in range(deals):
        touched = [WALK[(place + step) % len(WALK)] for step in (0, 1, 3)]
        for step, (channel, campaign, _) in enumerate(touched):
            closed = date(2026, 10, 28) - timedelta(days=place % 300)
            rows.append((channel, campaign or None, f"D{place:04d}", "won" if place % 2 else "lost", closed,
                         1000.0 + 10 * place, step + 1, (step + 1) / 6, step == 0, step == 2))  # fmt: skip
    names = ["channel", "campaign", "deal_id", "outcome", "closed_on", "value", "touches", "credited", "first",
             "before_opportunity"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def outcomes(campaigns: int = 8) -> pd.DataFrame:
    """Campaigns of falling reach, and one asset."""
    names = ["level", "name", "channel", "team", "first_on", "last_on", "people", "accounts", "mqls", "sqls",
             "opportunities", "customers", "deals_won", "revenue_won"]  # fmt: skip
    day = date(2026, 3, 1)
    rows = [("campaign", f"Campaign {place}", "events", "marketing", day, day, 400 - 10 * place, 300, 120, 60, 30, 9, 8,
             54000.0) for place in range(campaigns)]  # fmt: skip
    rows.append(
        ("asset", "Guide to support desks", "syndication", "marketing", day, day, 51, 40, 12, 5, 2, 1, 1, 4000.0)
    )
    return pd.DataFrame(rows, columns=names)


def tables() -> dict[str, pd.DataFrame]:
    """All row tables that a review reads; two deals are enough to draw."""
    told = pd.concat([story("W1"), story("L1", outcome="lost", touches=2)], ignore_index=True)
    return {"stories": told, "drilldown": drilldown(), "outcomes": outcomes()}
