"""A message that customers contradict: on hand-made deals."""

from datetime import date

import pytest
from tests.feedback.heardbook import campaign, deal, message, touch, voice

from helpers.patterns.contradicted import find

from .loopbook import basis

CLOSED = date(2026, 3, 10)


def company(*, met, heard, others, heard_of_others):
    """Deals of one half-year: so many that met the campaign and so many that did not, and who hears the objection."""
    names = [f"m{place}" for place in range(met)] + [f"o{place}" for place in range(others)]
    ears = [f"m{place}" for place in range(heard)] + [f"o{place}" for place in range(heard_of_others)]
    return {
        "deals": [deal(name, "lost", CLOSED) for name in names],
        "voices": [voice(name, CLOSED, "price", deal_id=name) for name in ears],
        "touches": [touch(name, date(2026, 1, 5), account_id=f"a_{name}", campaign="cheap") for name in names[:met]],
        "campaigns": [campaign("cheap", message_id="half")],
        "messages": [message("half", promise_theme="price")],
    }


def test_deals_that_met_the_message_hear_its_objection(tmp_path):
    (found,) = find(basis(tmp_path, company(met=40, heard=24, others=60, heard_of_others=6)))
    assert (found.where, found.unit, found.n) == ("message=half", "share", 40)
    assert found.value == pytest.approx(0.5)  # 24 of 40 less 6 of 60
    assert found.claimed and 0 < found.low < 0.5 < found.high
    assert found.shown == pytest.approx({"heard": 0.6, "others": 0.1})


def test_deals_that_hear_it_less_contradict_nothing(tmp_path):
    (found,) = find(basis(tmp_path, company(met=40, heard=4, others=60, heard_of_others=40)))
    assert found.high < 0 and not found.claimed


def test_alike_is_no_contradiction(tmp_path):
    (found,) = find(basis(tmp_path, company(met=40, heard=10, others=60, heard_of_others=14)))
    assert found.low < 0 < found.high and not found.claimed


def test_of_few_deals_nothing_is_claimed(tmp_path):
    (found,) = find(basis(tmp_path, company(met=6, heard=6, others=60, heard_of_others=2)))
    assert not found.claimed


def test_nothing_is_said_where_nobody_met_it_or_everybody_did_or_there_is_no_message(tmp_path):
    rows = company(met=0, heard=0, others=60, heard_of_others=6)
    everybody = company(met=40, heard=10, others=0, heard_of_others=0)
    for place, each in enumerate((rows, everybody, {**everybody, "messages": []}, {})):
        folder = tmp_path / f"{place}"
        folder.mkdir()
        assert find(basis(folder, each)) == []
