"""An asset tied to wins only through the stage at which it is shown: on hand-made deals."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.feedback.heardbook import asset, deal

from helpers.noise import difference_of_proportions
from helpers.patterns.asset_stage import find, standardised, through_stage

from .loopbook import basis

EARLY, LATE = 4, 5


def met(*rows):
    """Asset, stage at the first use, furthest stage, won, deals."""
    return pd.DataFrame(list(rows), columns=["asset_id", "at", "reach", "won", "n"])


def every(lost_early, lost_late, won):
    """All deals, with and without assets."""
    rows = [(EARLY, 0, lost_early), (LATE, 0, lost_late), (LATE, 1, won)]
    return pd.DataFrame(rows, columns=["reach", "won", "n"])


def test_won_more_often_and_no_more_than_others_that_got_as_far():
    # of 600 that got an offer 400 are won; half of them were shown the sheet then. 400 were lost before
    shown = met(("sheet", LATE, LATE, 0, 100), ("sheet", LATE, LATE, 1, 200))
    (found,) = through_stage(shown, every(400, 200, 400))
    assert (found.where, found.unit, found.n, found.claimed) == ("asset=sheet", "share", 300, True)
    assert found.value == pytest.approx(0.0)  # 200 of 300 less 200 of 300
    assert found.low < 0 < found.high < 0.1
    assert found.shown == pytest.approx(
        {"raw": 200 / 300 - 200 / 700, "won_with": 2 / 3, "won_without": 2 / 7, "with_n": 300, "without_n": 700}
    )


def test_an_asset_that_wins_deals_is_not_explained_by_its_stage():
    shown = met(("sheet", LATE, LATE, 0, 40), ("sheet", LATE, LATE, 1, 260))
    (found,) = through_stage(shown, every(400, 200, 400))
    # 260 of 300 against 140 of 300 that got as far
    assert found.value == pytest.approx(0.4) and found.low > 0 and not found.claimed


def test_an_asset_used_at_all_stages_shows_nothing():
    shown = met(("page", EARLY, EARLY, 0, 80), ("page", EARLY, LATE, 0, 40), ("page", EARLY, LATE, 1, 80))
    (found,) = through_stage(shown, every(400, 200, 400))
    assert found.shown["raw"] == pytest.approx(0.0) and not found.claimed


def test_an_interval_too_wide_to_say_so_claims_nothing():
    """The plain difference is clear, and the adjusted one could be half of it."""
    shown = met(("sheet", LATE, LATE, 0, 8), ("sheet", LATE, LATE, 1, 16))
    (found,) = through_stage(shown, every(60, 24, 36))
    assert found.low < 0 < found.high and found.shown["raw"] > 0.3 and not found.claimed


def test_a_deal_without_the_asset_stands_beside_each_stage_it_got_to():
    # met by 10 early ones (3 won) and 10 late ones (7 won); without it 40 lost early, 20 lost late, 40 won:
    # early 40 of 100, late 40 of 60; standardised (10 · .4 + 10 · .667) / 20
    found = standardised({EARLY: (3, 10), LATE: (7, 10)}, {(EARLY, 0): 40, (LATE, 0): 20, (LATE, 1): 40})
    assert found.value == pytest.approx(0.5 - (0.4 + 2 / 3) / 2)


def test_one_stage_is_wilson_against_wilson():
    """With one stage the others' variance is p (1 - p) / n, so as many deals count as there are."""
    found = standardised({LATE: (30, 50)}, {(EARLY, 0): 70, (LATE, 0): 20, (LATE, 1): 40})
    plain = difference_of_proportions(30, 50, 40, 60)
    assert found == pytest.approx(plain, abs=1e-9)


counts = st.integers(1, 40)


@given(counts, counts, counts, counts, counts)
def test_the_interval_holds_the_value(won, lost, early, late, others):
    found = standardised({EARLY: (won, won + lost), LATE: (lost, won + lost)},
                         {(EARLY, 0): early, (LATE, 0): late, (LATE, 1): others})  # fmt: skip
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_few_deals_or_nobody_to_compare_with_say_nothing():
    few = met(("sheet", LATE, LATE, 1, 9))
    alone = met(("sheet", LATE, LATE, 0, 200), ("sheet", LATE, LATE, 1, 400))
    assert through_stage(few, every(400, 200, 400)) == []
    assert through_stage(alone, every(400, 200, 400)) == []
    assert through_stage(met(), every(0, 0, 0)) == []


# --- from canonical tables


def company(*, lost_early, lost_late, won, shown):
    """Deals of 2026; every second one that got an offer (of ``shown`` so many) met the sheet on the day it did."""
    deals, reached, uses = [], [], []
    for kind, number in (("early", lost_early), ("late", lost_late), ("won", won)):
        for place in range(number):
            name = f"{kind}{place}"
            deals.append(deal(name, "won" if kind == "won" else "lost", date(2026, 6, 10)))
            stages = [("opportunity", date(2026, 2, 1))] + ([("offer", date(2026, 4, 1))] if kind != "early" else [])
            reached += [{"grain": "deal", "entity_id": name, "account_id": f"a_{name}", "episode": 1, "stage": stage,
                         "on": on, "observed": True, "timed": True} for stage, on in stages]  # fmt: skip
            if kind != "early" and place < shown[kind]:
                uses.append({"row": len(uses), "on": date(2026, 4, 1), "asset_id": "sheet", "deal_id": name,
                             "team": "sales"})  # fmt: skip
    return {"deals": deals, "reached": reached, "content_use": uses, "content": [asset("sheet")]}


def test_uses_of_the_form_are_read_with_the_stage_of_their_day(tmp_path):
    rows = company(lost_early=120, lost_late=60, won=120, shown={"late": 30, "won": 60})
    (found,) = find(basis(tmp_path, rows))
    assert (found.where, found.n) == ("asset=sheet", 90)
    assert found.value == pytest.approx(0.0)
    assert found.shown["won_without"] == pytest.approx(60 / 210)


def test_a_use_on_the_closing_day_or_of_what_is_in_no_register_is_none(tmp_path):
    rows = company(lost_early=120, lost_late=60, won=120, shown={"late": 30, "won": 60})
    late = [row | {"on": date(2026, 6, 10)} for row in rows["content_use"]]
    for place, each in enumerate(({**rows, "content_use": late}, {**rows, "content": []}, {})):
        folder = tmp_path / f"{place}"
        folder.mkdir()
        assert find(basis(folder, each)) == []
