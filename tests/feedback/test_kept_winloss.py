"""Looking back on deals: themes of the reviews, and a draw that favours nobody."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from helpers.feedback.winloss import draw, winloss_theme
from helpers.periods import Period

YEAR = Period.parse("2025-11/2026-10")


def deal(name: str, outcome: str) -> dict[str, object]:
    return {"deal_id": name, "outcome": outcome, "closed_on": date(2026, 10, 5), "value": 1.0}


DEALS = [*(deal(f"w{n}", "won") for n in range(4)), *(deal(f"l{n}", "lost") for n in range(6))]


def test_one_won_and_one_lost_are_drawn_and_the_sizes_of_the_draw_said() -> None:
    drawn = draw(DEALS, reviewed=["w0", None], seed="Client|2026-10")
    assert [row["outcome"] for row in drawn] == ["won", "lost"]
    assert [row["of"] for row in drawn] == [3, 6]
    assert drawn[0]["deal_id"] != "w0"


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_rows() -> None:
    assert draw(DEALS, reviewed=[], seed="a") == draw(list(reversed(DEALS)), reviewed=[], seed="a")


def test_two_of_what_there_is() -> None:
    assert len(draw(DEALS[:4], reviewed=[], seed="a")) == 2
    assert len(draw(DEALS[:1], reviewed=[], seed="a")) == 1
    assert draw([], reviewed=[], seed="a") == []
    assert draw(DEALS[:2], reviewed=["w0", "w1"], seed="a") == []


def test_every_deal_has_the_same_chance() -> None:
    # 600 months, six lost deals: each is expected 100 times; the exact test of the rarest and the most frequent one.
    seen = Counter(draw(DEALS, reviewed=[], seed=f"Client|{n}")[1]["deal_id"] for n in range(600))
    assert set(seen) == {f"l{n}" for n in range(6)}
    assert all(binomtest(n, 600, 1 / 6).pvalue > 0.001 for n in seen.values())


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=8), st.sets(st.sampled_from([row["deal_id"] for row in DEALS])))
def test_nobody_is_drawn_twice_or_looked_back_on_again(seed: str, done: set[str]) -> None:
    drawn = [row["deal_id"] for row in draw(DEALS, reviewed=done, seed=seed)]
    assert len(drawn) == len(set(drawn)) == min(2, len(DEALS) - len(done))
    assert not set(drawn) & done


def review(outcome: str, theme: str, on: date = date(2026, 9, 15)) -> dict[str, object]:
    return {"on": on, "outcome": outcome, "theme": theme, "deal_id": None}


def test_themes_are_shares_of_the_reviews_of_an_outcome() -> None:
    rows = [
        review("lost", "price"), review("lost", "price"), review("lost", "timing"), review("lost", "unmapped"),
        review("won", "service"), review("lost", "price", on=date(2025, 10, 31)),
    ]  # fmt: skip
    facts = {fact.segment: fact for fact in winloss_theme(rows, period=YEAR, few=30)}
    price = facts["outcome=lost;theme=price"]
    # 2 of 4; Wilson 0.150 to 0.850; under 30, so too few
    assert (price.numerator, price.denominator, price.status) == (2, 4, "too_few")
    assert (round(price.low, 3), round(price.high, 3)) == (0.150, 0.850)
    assert facts["outcome=won;theme=service"].value == 1.0
    assert len(facts) == 4


def test_no_review_names_the_form() -> None:
    (fact,) = winloss_theme([review("lost", "price", on=date(2025, 1, 1))], period=YEAR, few=30)
    assert fact.note == "no_winloss"
