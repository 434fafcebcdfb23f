"""What is true in a sample: rates, waiting times, churn, costs, what happened, and every fault with its count.

Derived from the parameters and the simulated truth, never typed. It is kept outside the sample folders, so that
whoever learns on a sample does not trip over the answers.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import yaml
from scipy.special import betaln
from scipy.stats import gamma

from helpers.samples import journeys, play, stories, survey
from helpers.samples.company import Channel, Company, Contracts
from helpers.samples.deals import chance_to_win
from helpers.samples.world import World

_HORIZONS = (30, 60, 90, 180, 365)


def truth(name: str, *, seed: int | None = None) -> dict[str, Any]:
    """What is true in a sample, by its name."""
    company, world = play(name, seed=seed)
    return manifest(name, company, world, seed=company.seed if seed is None else seed)


def manifest(name: str, company: Company, world: World, *, seed: int) -> dict[str, Any]:
    """The truth of a sample as plain values."""
    found: dict[str, Any] = {
        "sample": name,
        "seed": seed,
        "client": company.client,
        "crm_since": f"{company.first}",
        "window": f"{company.window}/{company.last}",
        "rates": {key: _rates(company, key, channel) for key, channel in company.channels.items()},
        "sizes": _sizes(company),
        "waiting_days": _waiting(company),
        "deals": _deals(company),
    }
    found["stories"] = stories.truth(company, world)
    if company.shift:
        found["story"] = {
            **company.shift.model_dump(mode="json"),
            "what": "from this month on the channel brings so many times as many people",
        }
    if company.contracts:
        found["churn"] = _churn(company.contracts)
    found["pay"] = _pay(company)
    found["survey"] = survey.truth(company.survey)
    found["journeys"] = journeys.journeys(world, company)
    found["self_reported"] = journeys.answers(world, company)
    if company.experiments:
        found["experiments"] = journeys.experiments(world, company)
    found["costs"] = _costs(world)
    found["happened"] = world.tally
    found["records"] = _records(world)
    found["dirt"] = {fault: len(ids) for fault, ids in world.planted.items()}
    return found


def write_manifest(path: Path, found: dict[str, Any], *, made_by: str = "python -m helpers.samples") -> Path:
    """Write a manifest as YAML, LF on every platform."""
    text = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=120)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"# Made by: {made_by}. Do not edit.\n{text}".encode())
    return path


def _rates(company: Company, name: str, channel: Channel) -> dict[str, float]:
    """Chances of a person of this channel, for accounts that hold no deal yet; MQL → SQL counts a second pass."""
    again = (1 - channel.mql_to_sql) * company.journey.recycled_share
    ever = channel.mql_to_sql * (1 + again)
    won = _won(company, name)
    return {
        "share_of_people": channel.share,
        "lead_to_mql": channel.lead_to_mql,
        "mql_to_sql_first_pass": channel.mql_to_sql,
        "mql_to_sql": round(ever, 6),
        "sql_to_deal": channel.sql_to_deal,
        "deal_to_won": round(won, 6),
        "mql_to_customer": round(ever * channel.sql_to_deal * won, 6),
    }


def _won(company: Company, channel: str) -> float:
    sizes = company.accounts.sizes
    total = sum(size.share for size in sizes.values())
    return sum(size.share / total * chance_to_win(company, channel, name) for name, size in sizes.items())


def _sizes(company: Company) -> dict[str, dict[str, float]]:
    return {
        name: {"share": size.share, "win_factor": size.win, "amount_factor": size.ticket}
        for name, size in company.accounts.sizes.items()
    }


def _waiting(company: Company) -> dict[str, dict[str, float]]:
    """Gamma waiting times, before they are moved to working hours."""
    journey, deals = company.journey, company.deals
    return {
        "lead_to_mql": journey.lead_to_mql.model_dump(), "mql_to_sql": journey.mql_to_sql.model_dump(),
        "sql_to_deal": journey.sql_to_deal.model_dump(), "deal_to_won": deals.won.model_dump(),
        "deal_to_lost": deals.lost.model_dump(),
    }  # fmt: skip


def _deals(company: Company) -> dict[str, Any]:
    rules = company.deals
    within = gamma.cdf(_HORIZONS, rules.won.shape, scale=rules.won.mean / rules.won.shape)
    return {
        "of_those_won_within": {days: round(float(share), 4) for days, share in zip(_HORIZONS, within, strict=True)},
        "never_decided_of_not_won": rules.stalled,
        "amount_median_of_size_factor_1": rules.amount,
        "amount_log_spread": rules.spread,
        "repeat_monthly": rules.repeat_monthly,
        "repeat_to_won": rules.repeat_won,
    }


def survival(alpha: float, beta: float, months: int) -> float:
    """Share of contracts alive after ``months``: B(alpha, beta + months) / B(alpha, beta) (Fader & Hardie 2007)."""
    return math.exp(float(betaln(alpha, beta + months) - betaln(alpha, beta)))


def _churn(rules: Contracts) -> dict[str, Any]:
    return {
        "model": "shifted beta geometric, monthly",
        "alpha": rules.alpha,
        "beta": rules.beta,
        "survival": {month: round(survival(rules.alpha, rules.beta, month), 6) for month in (1, 3, 6, 12, 24, 36, 60)},
        "gross_margin": rules.gross_margin,
    }


def _costs(world: World) -> dict[str, dict[str, int]]:
    """Amounts by team and month."""
    found: dict[str, dict[str, int]] = {}
    for line in world.costs:
        months = found.setdefault(line.team, {})
        months[f"{line.month:%Y-%m}"] = months.get(f"{line.month:%Y-%m}", 0) + line.amount
    return {team: found[team] for team in sorted(found)}


def _records(world: World) -> dict[str, int]:
    """Records in the files, faults included."""
    return {
        "companies": len(world.accounts), "people": len(world.people), "deals": len(world.deals),
        "touches": len(world.touches), "contracts": len(world.contracts), "orders": len(world.orders),
        "costs": len(world.costs), "targets": len(world.targets),
        "handoffs": sum(map(len, world.handoffs.values())), **{name: len(rows) for name, rows in world.forms.items()},
    }  # fmt: skip


def _pay(company: Company) -> dict[str, float]:
    """Share of variable pay on shared results, on the last day: of all roles and by team."""
    holds = [each for each in company.loop.pay
             if each.first <= company.last and (each.last is None or each.last >= company.last)]  # fmt: skip
    parts = {"all": holds, **{team: [each for each in holds if each.team == team] for team in ("marketing", "sales")}}
    return {
        name: sum(each.share for each in rows if each.shared) / sum(each.share for each in rows)
        for name, rows in parts.items()
    }
