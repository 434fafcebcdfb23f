"""All models side by side; tallies and shares of money; bad input as one clear error or the right answer."""

from dataclasses import replace

import numpy as np
import pytest

from helpers.attribution.models import COLUMNS, MODELS, attribute
from helpers.attribution.money import ShareError, credited
from helpers.attribution.paths import from_lists
from helpers.attribution.rules import ModelError
from helpers.attribution.tally import TallyError, tally
from helpers.engagement import Attribution
from helpers.errors import SourceError

SETTINGS = Attribution()


def paths_of(*journeys, conversions=None, value=None, nulls=None, **more):
    ones = np.ones(len(journeys))
    return from_lists(
        journeys,
        conversions=ones if conversions is None else conversions,
        value=ones if value is None else value,
        nulls=ones * 0 if nulls is None else nulls,
        **more,
    )


def shown(table, model, column="conversions"):
    rows = table[table["model"] == model].set_index("channel")
    return rows[column].round(9).to_dict()


def test_by_hand():
    # fair mail direct: 2 conversions worth 30 together; mail: 1 worth 6; fair: 3 without conversion
    paths = paths_of(
        ["fair", "mail", "direct"], ["mail"], ["fair"],
        conversions=[2, 1, 0], value=[30, 6, 0], nulls=[0, 0, 3], ages=[[28, 14, 0], [5], [9]],
    )  # fmt: skip
    table = attribute(tally(paths, settings=SETTINGS))
    assert shown(table, "first") == {"direct": 0, "fair": 2, "mail": 1}
    assert shown(table, "last") == {"direct": 2, "fair": 0, "mail": 1}
    assert shown(table, "last_non_direct") == {"direct": 0, "fair": 0, "mail": 3}
    assert shown(table, "linear", "value") == {"direct": 10, "fair": 10, "mail": 16}
    # 0.4, 0.2, 0.4 of 2; and mail's own
    assert shown(table, "position") == {"direct": 0.8, "fair": 0.8, "mail": 1.4}
    # half-life 14: 1/4, 1/2, 1 of 7/4, so 1/7, 2/7, 4/7 of 30; and 6
    assert shown(table, "time_decay", "value") == {
        "direct": round(120 / 7, 9), "fair": round(30 / 7, 9), "mail": round(60 / 7 + 6, 9),
    }  # fmt: skip
    assert shown(table, "shapley") == {"direct": round(2 / 3, 9), "fair": round(2 / 3, 9), "mail": round(5 / 3, 9)}
    # start → fair 5/6, mail 1/6; fair → mail 2/5; mail → direct 2/3, won 1/3; direct → won. P = 1/3 + 1/6 = 1/2.
    # Without direct 1/2 · 1/3 = 1/6; without fair 1/6; without mail 0: effects 2/3, 2/3, 1, of 7/3 together.
    assert shown(table, "markov1", "removal_effect") == {"direct": round(2 / 3, 9), "fair": round(2 / 3, 9), "mail": 1}
    assert shown(table, "markov1") == {"direct": round(6 / 7, 9), "fair": round(6 / 7, 9), "mail": round(9 / 7, 9)}


def test_columns_and_order():
    table = attribute(tally(paths_of(["b", "a"]), settings=SETTINGS, orders=(3, 1)))
    assert table.columns.tolist() == COLUMNS
    assert table["model"].drop_duplicates().tolist() == [
        "first", "last", "last_non_direct", "linear", "position", "markov1", "markov3", "shapley",
    ]  # fmt: skip
    assert table["channel"].tolist() == ["a", "b"] * 8
    assert {str(kind) for kind in table.dtypes[2:]} == {"float64"}
    assert table[["low", "high", "effect_low", "effect_high"]].isna().all().all()


def test_models_asked_for_by_name_come_in_the_order_of_models():
    table = attribute(tally(paths_of(["a"]), settings=SETTINGS), models=["shapley", "first"])
    assert table["model"].tolist() == ["first", "shapley"]
    assert attribute(tally(paths_of(["a"]), settings=SETTINGS), models=[]).empty


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("time_decay", "needs the times of touches"),
        ("markov2", "tally with order 2"),
        ("w_shaped", "needs the dates of stages"),
        ("linaer", "no model 'linaer'; choose among first, last"),
    ],
)
def test_a_model_that_cannot_be_had_is_one_clear_error(model, words):
    with pytest.raises(ModelError, match=words):
        attribute(tally(paths_of(["a"]), settings=SETTINGS), models=["first", model])


def test_direct_channels_are_told_whatever_their_case():
    paths = paths_of(["fair", "Direct "])
    assert shown(attribute(tally(paths, settings=SETTINGS)), "last_non_direct") == {"Direct ": 0, "fair": 1}
    none = attribute(tally(paths, settings=Attribution(direct=())))
    assert shown(none, "last_non_direct") == {"Direct ": 1, "fair": 0}


def test_channels_named_like_states_are_harmless():
    odd = ["(start)", "null", "conversion", "", "(conversion)"]
    plain = ["a", "b", "c", "d", "e"]
    tables = [
        attribute(tally(paths_of(names, names[::-1], names[:2], nulls=[0, 1, 4]), settings=SETTINGS, orders=(1, 2)))
        for names in (odd, plain)
    ]
    for model in MODELS:
        named, expected = shown(tables[0], model), shown(tables[1], model)
        assert {name: named[name] for name in named} == {
            name: expected[other] for name, other in zip(odd, plain, strict=True) if other in expected
        }


def test_500_channels():
    channels = [f"channel {index}" for index in range(500)]
    journeys = [[channels[index], channels[(7 * index + 3) % 500]] for index in range(500)]
    table = attribute(tally(paths_of(*journeys, nulls=np.arange(500)), settings=SETTINGS, orders=(1, 2)))
    assert len(table) == 500 * 8
    sums = table.groupby("model")["conversions"].sum()
    assert sums.tolist() == pytest.approx([500] * 8, rel=1e-9)


def test_one_journey():
    table = attribute(tally(paths_of(["ñandú"], value=[7]), settings=SETTINGS, orders=(1, 2, 3)))
    assert table["channel"].unique().tolist() == ["ñandú"]
    assert table["conversions"].tolist() == pytest.approx([1] * 9, rel=1e-12)
    assert table["value"].tolist() == pytest.approx([7] * 9, rel=1e-12)


def test_no_conversions_no_credit():
    table = attribute(tally(paths_of(["a", "b"], conversions=[0], value=[0], nulls=[3]), settings=SETTINGS))
    assert table[["conversions", "value"]].to_numpy().tolist() == [[0, 0]] * 14
    assert table.loc[table["model"] == "markov1", "removal_effect"].tolist() == [0, 0]


def test_no_journeys_no_rows():
    table = attribute(tally(paths_of(), settings=SETTINGS, orders=(1, 2)))
    assert table.empty
    assert table.columns.tolist() == COLUMNS


def test_rows_that_stand_for_no_journey_leave_no_trace():
    paths = paths_of(["a", "b"], ["b", "c"], conversions=[1, 0], value=[5, 0], nulls=[2, 0])
    table = attribute(tally(paths, settings=SETTINGS, orders=(1, 2)))
    assert shown(table, "markov2") == {"a": 0.5, "b": 0.5, "c": 0}


def test_a_path_of_10_000_steps():
    table = attribute(tally(paths_of(["a", "b"] * 5000), settings=SETTINGS, orders=(1, 2, 3)))
    for model in ("linear", "shapley", "markov1", "markov3"):
        assert shown(table, model) == pytest.approx({"a": 0.5, "b": 0.5}, abs=1e-9)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"conversions": [1, -1]}, "journey 2: conversions is negative"),
        ({"nulls": [np.nan, 0]}, "journey 1: nulls is not a number"),
        ({"value": [1, np.inf]}, "journey 2: value is not a number"),
        ({"value": [1, -3]}, "journey 2: value is negative"),
        ({"conversions": [1, 0], "value": [1, 9]}, "journey 2: has a value but no conversion; correct that row"),
        ({"ages": [[3], [-1]]}, "journey 2: has a touch after its end"),
        ({"ages": [[np.nan], [1]]}, "journey 1: has a touch after its end, or of unknown age"),
    ],
)
def test_bad_rows_are_named(more, words):
    with pytest.raises(SourceError, match=words):
        paths_of(["a"], ["b"], **more)


def test_a_journey_without_touches_is_named():
    for journeys in ([["a"], []], [["a"], [], ["b"]]):
        with pytest.raises(SourceError, match="journey 2: has no touch"):
            paths_of(*journeys)
        with pytest.raises(SourceError, match="journey 2: has no touch"):
            paths_of(*journeys, ages=[[1] * len(journey) for journey in journeys])


def test_arrays_that_do_not_fit_are_refused():
    good = paths_of(["a", "b"])
    for wrong in (
        {"channels": ("b", "a")},
        {"channels": ("a",)},
        {"nulls": np.zeros(2)},
        {"starts": np.array([0, 1])},
        {"ages": np.zeros(3)},
        {"codes": np.array([0, -1], np.int32)},
    ):
        with pytest.raises(SourceError, match=r"channel|fit|length"):
            replace(good, **wrong)


def test_tallies_of_other_channels_do_not_add():
    one, other = (tally(paths_of([name]), settings=SETTINGS) for name in "ab")
    with pytest.raises(TallyError, match="differ in channels"):
        one + other
    with pytest.raises(TallyError, match="0 groups; ask for 1"):
        tally(paths_of(["a"]), settings=SETTINGS, groups=0)


def test_fractional_counts_are_dealt_whole_and_then_the_rest():
    # 2.5 conversions: journeys of 1, 1 and 0.5; 700.25 nulls in few groups: a draw at once
    counted = tally(paths_of(["a"], conversions=[2.5], value=[5], nulls=[700.25]), settings=SETTINGS, groups=60, seed=1)
    assert sorted(counted.conversions[counted.conversions > 0].tolist()) in ([0.5, 1, 1], [0.5, 2], [1, 1.5], [2.5])
    assert counted.value == pytest.approx(2 * counted.conversions, abs=1e-12)
    assert counted.nulls.sum() == pytest.approx(700.25, abs=1e-9)
    assert np.count_nonzero(counted.nulls % 1) == 1


def test_credited_by_hand():
    assert credited(12, shares=[1, 2, 3]).tolist() == [2, 4, 6]
    assert credited([10, 0], shares=[[1, 1], [0, 0]]).tolist() == [[5, 5], [0, 0]]
    with pytest.raises(ShareError, match="no share to fall to"):
        credited(1, shares=[0, 0])
