"""The facts of attribution: who is credited with what was won, under which rule, and with which doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from helpers.attribution.adjusted import uplift_facts
from helpers.attribution.counts.answers import answers
from helpers.attribution.counts.conversions import conversions, every
from helpers.attribution.counts.credited import credited as credited_rows
from helpers.attribution.counts.influenced import influenced as influenced_deals
from helpers.attribution.counts.journeys import journeys, under_way
from helpers.attribution.counts.milestones import milestones
from helpers.attribution.counts.sourced import channel_teams, origins
from helpers.attribution.counts.spend import channel_costs
from helpers.attribution.counts.weights import weights
from helpers.attribution.coverage import journeys_under_way, self_reported, touch_coverage
from helpers.attribution.credit import (
    Credited,
    credit_spread,
    credited,
    credited_revenue,
    markov_fit,
    markov_order,
    path_credit,
    removal_effect,
    rule_credit,
    side_by_side,
)
from helpers.attribution.gathering import gather
from helpers.attribution.influence import influenced
from helpers.attribution.lift import experiment_lift
from helpers.attribution.models import RULES
from helpers.attribution.paths import Paths
from helpers.attribution.sourced import sourced_revenue, teams_of
from helpers.attribution.spend import channel_spend, credited_cost, credited_return, outlay
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import Fact, frame
from helpers.periods import Period

#: What credit is about: name of the metric that counts it → kind of conversion.
OF = {"mqls": "mql", "sqls": "sql", "opportunities": "opportunity", "customers": "customer", "deals": "deal"}
#: Rules that say no more than where journeys began and ended: shown whatever the coverage, and for the month itself.
ENDS = ("first", "last")


def attribution_facts(
    canonical: Canonical, engagement: Engagement, *, period: Period, contract: Contract
) -> pd.DataFrame:
    """Everything a review says about attribution, as facts.

    The rolling year that ends with ``period``, and origin and last action of its conversions also for the month itself
    (``docs/architecture.md``, facts vocabulary). Where coverage is below ``attribution.enough_coverage`` only those two
    rules are there. ``contract`` gives the day from which wins were recorded. Reads the canonical tables; nothing that
    happened after ``period`` counts; the same tables give the same facts.
    """
    year = period.rolling(12)
    found = _counted(canonical.tables, engagement, year=year)
    facts = [fact for of in OF for fact in _credit_facts(of, found, engagement, period=period)]
    if "customer" in found.paths:
        facts += uplift_facts(canonical.tables, engagement, period=period)
    known = sorted(found.credit["channel"].dropna().unique())
    spent = outlay(found.costs, known=known)
    observed_from = contract.day("no_wins_before") or found.begins
    booked = spent.later(engagement.costs.lag_months)
    shared = [fact for fact in facts if fact.metric in ("credited", "credited_revenue")]
    facts += channel_spend(spent, window=year)
    facts += credited_cost(_of(shared, "credited"), booked, window=year, observed_from=observed_from)
    facts += credited_return(_of(shared, "credited_revenue"), booked, window=year, observed_from=observed_from)
    few = engagement.rules.few_events
    named = pd.concat([found.origins["source"], found.origins["said"].dropna()]).unique()
    teams = teams_of(named, declared=engagement.attribution.teams, touches=found.teams, lines=found.costs)
    facts += sourced_revenue(found.origins, teams, window=year, few=few)
    facts += influenced(found.influenced, window=year, few=few)
    facts += _before(found, engagement, window=year.prior())
    facts += experiment_lift(found.lift, window=year, known=known)
    return frame(facts + self_reported(found.answers, window=year))


def _before(found: _Counts, engagement: Engagement, *, window: Period) -> list[Fact]:
    """Of the year before, what pages of the playbook compare with it; nothing where it holds nothing."""
    rules, enough = engagement.rules, engagement.attribution.enough_coverage
    facts = [fact for fact in influenced(found.influenced_before, window=window, few=rules.few_events)
             if fact.segment == "all" and "outcome=open" not in fact.variant]  # fmt: skip
    touched, customers = found.recorded_before
    facts.append(touch_coverage("customers", touched=touched, conversions=customers, window=window,
                                few=rules.few_events, enough=enough))  # fmt: skip
    return [fact for fact in facts if fact.status != "undefined"]


def _of(facts: Sequence[Fact], metric: str) -> list[Fact]:
    return [fact for fact in facts if fact.metric == metric]


@dataclass(frozen=True, kw_only=True)
class _Counts:
    """The small tables that all facts are estimated from."""

    #: the count ``credited`` by kind, month, conversion and channel
    credit: pd.DataFrame
    #: kind → journeys; kinds with enough coverage only
    paths: Mapping[str, Paths]
    #: kind → journeys under way
    waiting: Mapping[str, float]
    costs: pd.DataFrame
    origins: pd.DataFrame
    teams: pd.DataFrame
    influenced: pd.DataFrame
    influenced_before: pd.DataFrame
    #: customers of the year before: with a touch, all
    recorded_before: tuple[float, float]
    answers: pd.DataFrame
    lift: pd.DataFrame
    #: first day of the month in which the record begins
    begins: date | None


def _counted(tables: Mapping[str, ir.Table], engagement: Engagement, *, year: Period) -> _Counts:
    """Runs each count once."""
    grain, days = engagement.grain, engagement.windows.lookback_days
    credit = _credit(tables, engagement, year)
    enough = [kind for kind in OF.values() if _covered(credit, kind) >= engagement.attribution.enough_coverage]
    waiting = fetch(under_way(tables, grain=grain, lookback_days=days, as_of=year.as_of))
    won = conversions(tables, kind="deal", grain=grain, as_of=year.as_of, window=year)
    led = journeys(tables, won, lookback_days=days, as_of=year.as_of)
    begins = fetch(tables["reached"].agg(day=tables["reached"].on.min()))["day"].iloc[0]
    return _Counts(
        credit=credit,
        paths=gather(tables, grain=grain, lookback_days=days, as_of=year.as_of, window=year, kinds=enough)
        if enough else {},
        waiting=dict(zip(waiting["of"], waiting["journeys"].astype(float), strict=True)),
        costs=fetch(channel_costs(tables["costs"], as_of=year.as_of)),
        origins=fetch(origins(tables, won, led)),
        teams=fetch(channel_teams(tables["touches"], as_of=year.as_of)),
        influenced=fetch(influenced_deals(tables, window=year, lookback_days=days)),
        influenced_before=fetch(influenced_deals(tables, window=year.prior(), lookback_days=days)),
        recorded_before=_recorded(tables, engagement, year.prior()),
        answers=fetch(answers(tables, window=year)),
        lift=fetch(tables["lift"].order_by("row")),
        begins=Period.month(begins).first if begins else None,
    )  # fmt: skip


def _recorded(tables: Mapping[str, ir.Table], engagement: Engagement, window: Period) -> tuple[float, float]:
    """Customers of a window that have a touch, and all of them."""
    customers = conversions(tables, kind="customer", grain=engagement.grain, as_of=window.as_of, window=window)
    led = journeys(tables, customers, lookback_days=engagement.windows.lookback_days, as_of=window.as_of)
    touched, everyone = fetch(led.agg(n=led.conversion_id.nunique())), fetch(customers.agg(n=customers.count()))
    return float(touched["n"].iloc[0]), float(everyone["n"].iloc[0])


def _credit(tables: Mapping[str, ir.Table], engagement: Engagement, year: Period) -> pd.DataFrame:
    """What each rule gives to each channel of each conversion of the year, of every kind, in numbers."""
    days = engagement.windows.lookback_days
    goals = every(tables, grain=engagement.grain, as_of=year.as_of, window=year)
    led = journeys(tables, goals, lookback_days=days, as_of=year.as_of)
    shared = weights(led, milestones(tables, goals), settings=engagement.attribution)
    rows = credited_rows(shared, goals, by=("of", "month", "conversion_id", "channel")).to_pyarrow()
    plain = [pa.field(each.name, pa.float64()) if pa.types.is_decimal(each.type) else each for each in rows.schema]
    found: pd.DataFrame = rows.cast(pa.schema(plain)).to_pandas(date_as_object=True)
    return found


def _covered(credit: pd.DataFrame, kind: str) -> float:
    """Share of conversions of this kind with a touch; 0 without conversions."""
    rows = credit[credit["of"] == kind]
    everyone = rows["conversion_id"].nunique()
    return rows.loc[rows["channel"].notna(), "conversion_id"].nunique() / everyone if everyone else 0.0


def _credit_facts(of: str, found: _Counts, engagement: Engagement, *, period: Period) -> list[Fact]:
    """Coverage, credit and what the models say of one kind of conversion."""
    year, rules = period.rolling(12), engagement.rules
    rows = found.credit[found.credit["of"] == OF[of]]
    whole = _year(of, rows, found.paths.get(OF[of]), engagement, window=year)
    facts = [
        touch_coverage(of, touched=whole.touched, conversions=whole.conversions, window=year, few=rules.few_events,
                       enough=engagement.attribution.enough_coverage),
        journeys_under_way(of, journeys=found.waiting.get(OF[of], 0.0), window=year),
    ]  # fmt: skip
    month = _ends(of, rows[rows["month"].isin([period.first])], whole, engagement, window=period)
    for part in (whole, month):
        facts += credited(part) + (credited_revenue(part) if of == "deals" else [])
    if not whole.enough or not whole.conversions:
        return facts
    if of in ("customers", "deals"):
        facts += removal_effect(whole) + (removal_effect(whole, by_value=True) if of == "deals" else [])
    return facts + markov_order(whole) + markov_fit(whole) + credit_spread(whole)


def _year(of: str, rows: pd.DataFrame, paths: Paths | None, engagement: Engagement, *, window: Period) -> Credited:
    """Credit over the rolling year: all models, or origin and last action where coverage is not enough."""
    settings = engagement.attribution
    nulls = int(paths.nulls.sum()) if paths is not None else 0
    by_rule = rule_credit(rows, rules=RULES if paths is not None else ENDS, nulls=nulls, resamples=settings.resamples)
    by_paths, orders = path_credit(paths, settings=settings)
    return Credited(
        of=of, window=window, **_totals(rows), table=side_by_side(by_rule, by_paths), effects=by_paths, orders=orders,
        enough=paths is not None, few=engagement.rules.few_events,
    )  # fmt: skip


def _ends(of: str, rows: pd.DataFrame, whole: Credited, engagement: Engagement, *, window: Period) -> Credited:
    """Origin and last action of the conversions of one month, under the year's coverage."""
    table = rule_credit(rows, rules=ENDS, nulls=0, resamples=engagement.attribution.resamples)
    effects, orders = path_credit(None, settings=engagement.attribution)
    return Credited(
        of=of, window=window, **_totals(rows), table=table, effects=effects, orders=orders, enough=whole.enough,
        few=engagement.rules.few_events,
    )  # fmt: skip


def _totals(rows: pd.DataFrame) -> dict[str, float]:
    """Conversions, those with a touch, and their money: under 'first' every conversion stands in one row whole."""
    return {
        "conversions": float(rows["conversion_id"].nunique()),
        "touched": float(rows.loc[rows["channel"].notna(), "conversion_id"].nunique()),
        "value": math.fsum(rows["first_value"]),
    }
