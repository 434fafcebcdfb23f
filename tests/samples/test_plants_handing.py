"""Plants of hand-offs, influence and forecasts: plain companies have none, truths follow from what was ordered."""

from __future__ import annotations

from datetime import datetime, time
from functools import cache

import pytest

from helpers.samples import forecasts, handing, newsletters, silences, stories
from helpers.samples.company import Company
from helpers.samples.engagement_file import text
from helpers.samples.kinds import KINDS, base
from helpers.samples.ordering import Ordered, order
from helpers.samples.plants import planted, plants
from helpers.samples.plants.forecast_regions import shares
from helpers.samples.plants.plant import Truth
from helpers.samples.teams import Speed

SEED = 4812
MINE = ("unanswered", "ignored", "slow-answers", "influence", "forecast-regions")
KIND = "digital-native"
#: Parts that hold many of the sellers who write little down.
CARRIED = "more of its leads have nothing on record, for another reason"


@cache
def played(plant: str = "") -> Ordered:
    """A company to order, half its usual size; once for all tests, which leave it as it is."""
    return order(KIND, seed=SEED, plant=(plant,) if plant else (), size=0.5 if plant != "forecast-regions" else 1.0)


def told(plant: str, *, ordered: bool = True) -> list[Truth]:
    return [truth for truth in played(plant if ordered else "").truths() if truth.pattern == plant]


def kinds(plant: str) -> list[str]:
    fits = plants()[plant].fits
    return [kind for kind in KINDS if fits is None or fits(base(kind))]


@pytest.mark.parametrize("plant", MINE)
def test_what_is_ordered_is_planted_and_a_plain_company_has_only_decoys(plant: str) -> None:
    assert "planted" in {truth.kind for truth in told(plant)}
    plain = told(plant, ordered=False)
    assert {truth.kind for truth in plain if truth.what != CARRIED} <= {"decoy"}
    assert all(0 < (truth.effect or 0) < 0.05 for truth in plain if truth.what == CARRIED)


@pytest.mark.parametrize("plant", MINE)
def test_the_same_seed_orders_the_same_company(plant: str) -> None:
    for kind in kinds(plant):
        one, two = (planted(base(kind), seed=SEED, plant=[plant]) for _ in range(2))
        assert one == two
        assert one != planted(base(kind), seed=SEED + 1, plant=[plant])


def test_shipped_companies_ask_for_none_of_it() -> None:
    """So their streams of draws stay, and with them their bytes."""
    for kind in KINDS:
        told = base(kind).stories
        assert (told.speed, told.newsletter, told.regions) == (None, None, None)


# --- leads that nobody answers


def test_a_plain_company_leaves_everybody_alone_alike_but_not_every_answer_is_written_down() -> None:
    company, world = played().company, played().world
    assert company.stories.unanswered is None and company.stories.ignored is None
    everything = company.model_copy(
        update={"handing": company.handing.model_copy(update={"records": 1.0, "silent_records": 1.0})}
    )
    assert {round(effect, 9) for effect in silences.expected(everything, world).values()} == {0.0}
    assert 0 < max(silences.expected(company, world).values()) < 0.05


@pytest.mark.parametrize("plant", ["unanswered", "ignored"])
def test_what_is_left_alone_is_near_what_the_parameters_say(plant: str) -> None:
    made = played(plant)
    seen = stories.unheard(made.company, made.world)
    (truth,) = [each for each in told(plant) if each.kind == "planted"]
    name = truth.where.partition("=")[0]
    left, all_ = seen[truth.where]
    rest = [pair for key, pair in seen.items() if key.startswith(f"{name}=") and key != truth.where]
    others = sum(pair[0] for pair in rest) / sum(pair[1] for pair in rest)
    assert truth.effect == pytest.approx(left / all_ - others, abs=0.08) and truth.effect > 0.2


# --- slow answers


def test_a_plain_company_draws_waits_first_and_they_make_no_difference() -> None:
    company = played().company
    assert company.stories.speed == Speed()
    assert {truth.effect for truth in told("slow-answers", ordered=False)} == {0.0}


def test_an_answer_comes_after_the_wait_that_was_drawn_and_the_sql_after_the_answer() -> None:
    made = played("slow-answers")
    week, faulty = handing.week(made.company), {person for ids in made.world.planted.values() for person in ids}
    seen = 0
    for number, found in made.world.handoffs.items():
        person = made.world.people[number - 1]
        assert len(person.waits) >= len(found)
        for one, wait in zip(found, person.waits, strict=False):
            if one.answered and number not in faulty:
                seen += 1
                assert one.answered == week.later(one.requested, wait)
                assert one.decided is None or one.decided >= one.answered
    assert seen > 500


def test_late_answers_cost_sqls_in_one_value_only() -> None:
    made = played("slow-answers")
    rule = made.company.stories.speed
    assert rule is not None
    cells: dict[tuple[bool, bool], list[bool]] = {}
    for number, found in made.world.handoffs.items():
        person = made.world.people[number - 1]
        mine = handing.value(person, made.world.accounts[person.account - 1], made.company, rule.segment) == rule.value
        for one, wait in zip(found, person.waits, strict=False):
            if one.answered:
                cells.setdefault((mine, wait > rule.limit), []).append(one.decision == "accepted")
    sold = {cell: sum(flags) / len(flags) for cell, flags in cells.items()}
    (truth,) = [each for each in told("slow-answers") if each.kind == "planted"]
    assert truth.where == f"{rule.segment}={rule.value}"
    assert sold[True, False] - sold[True, True] == pytest.approx(truth.effect, abs=0.13)
    assert abs(sold[False, False] - sold[False, True]) < 0.09
    decoys = {each.where for each in told("slow-answers") if each.kind == "decoy"}
    assert f"{rule.segment}={rule.slow}" in decoys and truth.where not in decoys


# --- influence


def test_a_newsletter_meets_deals_while_they_are_under_way() -> None:
    made = played("influence")
    rule = made.company.stories.newsletter
    assert rule is not None and rule.won == rule.lost
    deals = {deal.people[0]: deal for deal in made.world.deals if deal.kind == "new" and deal.people}
    sent = [touch for touch in made.world.touches if touch.channel == rule.channel]
    assert len(sent) > 300 and {(touch.kind, touch.side) for touch in sent} == {(rule.kind, "marketing")}
    assert all(touch.at >= deals[touch.person].created for touch in sent if touch.person in deals)


def test_a_plain_company_meets_won_deals_clearly_more_often() -> None:
    (decoy,) = told("influence", ordered=False)
    (truth,) = told("influence")
    assert decoy.effect is not None and decoy.effect > 0.2
    assert truth.effect is not None and abs(truth.effect) < 0.02
    since = datetime.combine(played().company.window, time())
    met = newsletters.met(played().world, played().company, since=since)
    assert decoy.effect == pytest.approx(met["won"] - met["lost"]) and 0 < met["lost"] < met["won"] < 1


def test_the_file_of_the_engagement_knows_the_channel() -> None:
    company = played("influence").company
    rule = company.stories.newsletter
    assert rule is not None
    assert f"{rule.kind}: {rule.channel}" in text(company, kind=KIND, dialect="salesforce", files=[])


# --- forecasts


def quarters(made: Ordered, segment: str) -> list[int]:
    return [item.value for item in made.world.targets if item.metric == forecasts.METRIC and item.segment == segment]


def test_a_forecast_is_right_in_total_and_wrong_in_both_regions() -> None:
    made = played("forecast-regions")
    rule = made.company.stories.regions
    assert rule is not None and sum(rule.planned.values()) == pytest.approx(1)
    parts = [quarters(made, f"region={name}") for name in rule.planned]
    whole = quarters(made, "all")
    assert len(whole) == 8 and all(abs(sum(row) - n) <= 1 for *row, n in zip(*parts, whole, strict=True))
    effects = {truth.where: truth.effect for truth in told("forecast-regions")}
    low, high = sorted(effects[f"region={name}"] for name in rule.planned)  # type: ignore[type-var]
    assert low is not None and high is not None and low < 0.8 and high > 1.25 and effects["all"] == 1.0


def test_a_plain_forecast_splits_as_customers_do() -> None:
    company = planted(base(KIND), seed=SEED)
    rule = company.stories.regions
    assert rule is not None
    assert rule.planned == pytest.approx(shares(company, rule.of), abs=1e-4)
    assert set(rule.of) == set(company.accounts.countries)


def test_where_few_customers_come_there_are_no_regions() -> None:
    assert "sales-led" not in kinds("forecast-regions")
    assert planted(base("sales-led"), seed=SEED).stories.regions is None


def regions(company: Company) -> set[str]:
    return {region for _, region in forecasts.spellings(company)}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("dialect", ["salesforce", "hubspot"])
def test_the_engagement_looks_regions_up(lang: str, dialect: str) -> None:
    company = planted(base(KIND, lang=lang), seed=SEED)
    looked_up = "forms/regions.csv" if lang == "en" else "forms/regiones.csv"
    written = text(company, kind=KIND, dialect=dialect, files=[looked_up])
    assert "region: regions:" in written and looked_up in written
    rule = company.stories.regions
    assert rule is not None and regions(company) == set(rule.planned)
