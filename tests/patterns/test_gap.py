"""An objection that nothing answers: on hand-made remarks."""

from datetime import date

import pytest
from tests.feedback.heardbook import asset, voice

from helpers.patterns.gap import find

from .loopbook import basis

DAY = date(2026, 5, 4)


def heard(**times):
    """So many remarks of each theme, none of them of a deal."""
    return [voice(f"{theme}{place}", DAY, theme) for theme, number in times.items() for place in range(number)]


def test_an_objection_heard_often_that_nothing_answers(tmp_path):
    rows = {"voices": heard(price=20, support=10, delivery=60), "content": [asset("A", objection="price")]}
    found = {one.where: one for one in find(basis(tmp_path, rows))}
    assert set(found) == {"theme=delivery", "theme=support"}  # price has an answer
    delivery = found["theme=delivery"]
    assert delivery.claimed and delivery.unit == "share" and delivery.n == 90
    assert delivery.value == pytest.approx(60 / 90)
    assert delivery.low == pytest.approx(0.5642, abs=1e-4)  # Wilson, 60 of 90
    assert delivery.shown == pytest.approx({"average": 1 / 3, "heard": 60})
    assert not found["theme=support"].claimed


def test_an_asset_out_of_use_answers_nothing(tmp_path):
    rows = {"voices": heard(price=20, support=10, delivery=60),
            "content": [asset("A", objection="price"),
                        asset("B", objection="delivery", retired_on=date(2026, 1, 1))]}  # fmt: skip
    assert [one.where for one in find(basis(tmp_path, rows)) if one.claimed] == ["theme=delivery"]


def test_an_asset_in_use_answers_it(tmp_path):
    rows = {"voices": heard(price=20, support=10, delivery=60),
            "content": [asset("A", objection="price"), asset("B", objection="delivery")]}  # fmt: skip
    assert [one.where for one in find(basis(tmp_path, rows)) if one.claimed] == []


@pytest.mark.parametrize("rows", [{}, {"voices": heard(price=20)}, {"content": [asset("A", objection="price")]}])
def test_without_a_register_or_without_remarks_nothing_is_said(tmp_path, rows):
    assert find(basis(tmp_path, rows)) == []


def test_remarks_of_another_year_do_not_count(tmp_path):
    old = [row | {"on": date(2024, 1, 5)} for row in heard(delivery=60)]
    assert find(basis(tmp_path, {"voices": old, "content": [asset("A", objection="price")]})) == []
