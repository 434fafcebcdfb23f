"""Two claims over fifty generated companies: what was planted is found, and what only looks like it is not claimed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from helpers.feedback.content import Asset
from helpers.feedback.coverage import Heard, objection_gap
from helpers.feedback.meetings import known, ritual_dying
from helpers.periods import Period, add_months

COMPANIES = range(50)
RECALL, DECOYS = 0.9, 0.05


# -- a ritual that dies ------------------------------------------------------------------------------------------


def planned(start: date, end: date, *, weekly: bool) -> Iterator[date]:
    """Every Monday, or the second Tuesday of each month."""
    day = start
    while day <= end:
        if weekly:
            yield day + timedelta(days=(-day.weekday()) % 7)
            day += timedelta(days=7)
        else:
            yield day + timedelta(days=7 + (1 - day.weekday()) % 7)
            day = add_months(day, 1)


def away(day: date) -> bool:
    """When the planted company is on holiday; wider than what the estimator takes for holidays."""
    return day.month == 8 or (day.month, day.day) >= (12, 10) or (day.month, day.day) <= (1, 6)


def rituals(seed: int) -> tuple[dict[str, list[dict[str, object]]], Period]:
    """Two years of four rituals: one dies, one is missed now and then, one in holidays only, one as it comes."""
    draws = np.random.default_rng(seed)
    review = Period.month(add_months(date(2026, 1, 1), int(draws.integers(0, 12))))
    start = add_months(review.last, -23)
    kinds = {"dying": 0.04, "scattered": 0.2, "quiet": 0.0, "plain": 0.06}
    weekly = {name: bool(draws.integers(0, 2)) for name in kinds}
    stops = add_months(review.last, -int(draws.integers(5, 8)))
    found: dict[str, list[dict[str, object]]] = {}
    for name, rate in kinds.items():
        found[name] = []
        for day in planned(start, review.last, weekly=weekly[name]):
            held = draws.random() >= rate
            held = held and not (name == "dying" and day >= stops) and not (name == "quiet" and away(day))
            late = int(draws.choice([0, 0, 0, 1, 4]))
            found[name].append({
                "ritual": name, "planned_on": day, "held_on": day + timedelta(days=late) if held else None,
                "marketing": True, "sales": True,
            })  # fmt: skip
    return found, review


def test_a_dying_ritual_is_found_and_holidays_and_slips_are_not_claimed() -> None:
    claimed = dict.fromkeys(("dying", "scattered", "quiet", "plain"), 0)
    for seed in COMPANIES:
        found, review = rituals(seed)
        meetings = known([row for rows in found.values() for row in rows], as_of=review.as_of)
        for fact in ritual_dying(meetings, period=review):
            claimed[fact.segment.removeprefix("ritual=")] += fact.status == "clear"
    assert claimed["dying"] >= RECALL * len(COMPANIES), claimed
    assert claimed["scattered"] + claimed["quiet"] + claimed["plain"] <= DECOYS * 3 * len(COMPANIES), claimed


# -- an objection without content --------------------------------------------------------------------------------


def heard(seed: int) -> tuple[Heard, list[Asset], str, list[str]]:
    """A year of deals: a frequent objection nothing answers; frequent ones answered, ordinary and rare ones not."""
    draws = np.random.default_rng(1000 + seed)
    deals = int(draws.integers(80, 260))
    rates = {f"answered {n}": float(draws.uniform(0.05, 0.3)) for n in range(int(draws.integers(4, 8)))}
    rates["gap"] = float(draws.uniform(0.25, 0.35))
    rates |= {f"rare {n}": float(draws.uniform(0.005, 0.04)) for n in range(3)}
    # as frequent as the average objection, without an asset: nothing to claim
    rates["ordinary"] = sum(rates.values()) / len(rates)
    said = {name: draws.random(deals) < rate for name, rate in rates.items()}
    units = int(np.any(list(said.values()), axis=0).sum())
    counts = {name: float(deal.sum()) for name, deal in said.items() if deal.any()}
    register = [Asset(asset_id=name, title=name, objection=name) for name in rates if name.startswith("answered")]
    register.append(Asset(asset_id="old", title="old", objection="gap", retired_on=date(2026, 1, 1)))
    return (
        Heard({}, counts, float(units)),
        register,
        "gap",
        [name for name in rates if name.startswith(("rare", "ord"))],
    )


def test_an_objection_without_content_is_found_and_rare_or_ordinary_ones_are_not_claimed() -> None:
    found, claimed, decoys, answered = 0, 0, 0, 0
    for seed in COMPANIES:
        counts, register, planted, ordinary = heard(seed)
        facts = objection_gap(counts, register, period=Period.parse("2025-11/2026-10"))
        clear = {fact.segment.removeprefix("theme=") for fact in facts if fact.status == "clear"}
        found += planted in clear
        claimed += len(clear & set(ordinary))
        answered += len({name for name in clear if name.startswith("answered")})
        decoys += len(ordinary)
    assert found >= RECALL * len(COMPANIES), found
    assert claimed <= DECOYS * decoys, (claimed, decoys)
    assert answered == 0
