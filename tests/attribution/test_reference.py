"""The public path table and its published attribution: every number to its printed digit.

The table is not in the repository; without it these tests are skipped. ``TANDEM_PUBLIC_DATA`` names the folder of
tables, beside which the folder of reference numbers lies.
"""

import os
from pathlib import Path

import pandas as pd
import pytest

from helpers.attribution.models import attribute
from helpers.attribution.paths import from_lists
from helpers.attribution.reading.merging import merged
from helpers.attribution.tally import tally
from helpers.engagement import Attribution

FOLDER = Path(os.environ.get("TANDEM_PUBLIC_DATA", Path(__file__).parents[3] / "shared" / "data"))
REFERENCE = FOLDER.parent / "reference" / "attribution_journeys.csv"
pytestmark = pytest.mark.skipif(not REFERENCE.is_file(), reason="the public tables are not here")

COLUMNS = {
    "first_conv": ("first", "conversions"),
    "first_value": ("first", "value"),
    "last_conv": ("last", "conversions"),
    "last_value": ("last", "value"),
    "linear_conv": ("linear", "conversions"),
    "linear_value": ("linear", "value"),
    "markov1_re_conv": ("markov1", "removal_effect"),
    "markov1_re_value": ("markov1", "removal_effect_value"),
    "markov1_conv": ("markov1", "conversions"),
    "markov1_value": ("markov1", "value"),
    "shapley_conv": ("shapley", "conversions"),
    "shapley_value": ("shapley", "value"),
}


@pytest.fixture(scope="module")
def journeys():
    rows = pd.read_csv(FOLDER / "pathdata" / "journeys.csv")
    return from_lists(
        [path.split(" > ") for path in rows["path"]],
        conversions=rows["total_conversions"],
        value=rows["total_conversion_value"],
        nulls=rows["total_null"],
    )


@pytest.fixture(scope="module", params=["as it is", "merged"])
def table(request, journeys):
    paths = merged(journeys) if request.param == "merged" else journeys
    return attribute(tally(paths, settings=Attribution())).set_index("channel")


@pytest.fixture(scope="module")
def reference():
    return pd.read_csv(REFERENCE, dtype=str).set_index("channel")


def test_the_reference_has_no_column_without_a_test(reference):
    assert set(reference.columns) == set(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_printed_digit(table, reference, column):
    model, name = COLUMNS[column]
    printed = table.loc[table["model"] == model, name].map("{:.6f}".format)
    assert printed.to_dict() == reference[column].to_dict()


def test_batches_add_up_to_the_same(journeys, monkeypatch, table):
    """The same in pieces of a few thousand touches."""
    monkeypatch.setattr("helpers.attribution.tally.CHUNK", 5000)
    again = attribute(tally(journeys, settings=Attribution())).set_index("channel")
    for name in ("conversions", "value", "removal_effect", "removal_effect_value"):
        assert again[name].tolist() == pytest.approx(table[name].tolist(), rel=1e-12, nan_ok=True)
