"""Numbers: every notation of one value, both decimal marks; ambiguity stops."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import AmbiguityError
from helpers.sources.numbers import evidence, read_numbers, readings


def read(*texts, **settings_of_source):
    values = pd.Series(list(texts), dtype="str", index=range(5, 5 + len(texts)))
    lines = list(range(2, 2 + len(texts)))
    numbered = read_numbers(values, column="Amount", where="deals.csv", lines=lines, **settings_of_source)
    assert list(numbered.values.index) == list(numbered.bad.index) == list(values.index)
    return numbered


def decided(numbered):
    return numbered.inference and (numbered.inference.value, numbered.inference.certainty)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1'234,50", "1234.50"),
        ("1’234,50", "1234.50"),
        ("-1.234,50", "-1234.50"),
        ("1.234,50-", "-1234.50"),
        ("(1.234,50)", "-1234.50"),
        ("−1.234,50", "-1234.50"),
        ("+1,5", "1.5"),
        ("€ 1.234,50", "1234.50"),
        ("1.234,50\u00a0€", "1234.50"),
        ("1.234,50 EUR", "1234.50"),
        ("EUR 1.234,50", "1234.50"),
        ("-€1,50", "-1.50"),
        ("€-1,50", "-1.50"),
        ("(€1,50)", "-1.50"),
        ("US$ 1,5", "1.5"),
        ("R$1,50", "1.50"),
        ("12,5 %", "0.125"),
        (",5", "0.5"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1,5E+3", "1500"),
        (" 7,0 ", "7.0"),
    ],
)
def test_notations_with_a_decimal_comma(text, value):
    numbered = read(text)
    assert (list(numbered.values), decided(numbered)) == ([Decimal(value)], (",", "certain"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("1 234.50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("$1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("12,34,567.00", "1234567.00"),
        ("0.125", "0.125"),
        (".5", "0.5"),
        ("1.5e-3", "0.0015"),
        ("MX$ 1,200.00", "1200.00"),
        ("99.5%", "0.995"),
    ],
)
def test_notations_with_a_decimal_point(text, value):
    numbered = read(text)
    assert (list(numbered.values), decided(numbered)) == ([Decimal(value)], (".", "certain"))


@pytest.mark.parametrize("text", ["7", "-7", "0007", "1 234", "(5)", "25 %", "€5", "1E+05"])
def test_whole_numbers_need_no_mark(text):
    numbered = read(text)
    assert (numbered.bad.any(), numbered.values.notna().all(), numbered.inference) == (False, True, None)


def test_one_value_decides_for_the_column():
    assert list(read("1.204", "11,52").values) == [Decimal("1204"), Decimal("11.52")]
    assert list(read("1.204", "11.52").values) == [Decimal("1.204"), Decimal("11.52")]


def test_ambiguity_stops_with_three_rows_and_the_setting():
    with pytest.raises(AmbiguityError) as caught:
        read("900", "1.204", None, "3.500", "7.125", "8.125")
    assert str(caught.value) == (
        "deals.csv: column 'Amount': the decimal mark can be ',' or '.': '1.204' (line 3) · '3.500' (line 5) · "
        "'7.125' (line 6); set 'decimal: \",\"' or 'decimal: \".\"' for this source in engagement.yml"
    )
    with pytest.raises(
        AmbiguityError, match=r"some rows need ',' and some '\.'.*'1,5' \(line 2\) · '1,234\.50' \(line 3\)"
    ):
        read("1,5", "1,234.50")


def test_the_rest_of_the_file_and_the_setting_help():
    assert (list(read("1.204", hint=",").values), decided(read("1.204", hint=","))) == (
        [Decimal("1204")],
        (",", "likely"),
    )
    assert decided(read("1.20", hint=",")) == (".", "certain")
    numbered = read("1.204", "1.5", "2,5", decimal=",")
    assert (list(numbered.values), list(numbered.bad)) == ([Decimal(1204), None, Decimal("2.5")], [False, True, False])
    assert decided(numbered) == (",", "declared")
    assert [evidence(pd.Series(v)) for v in (["1,5"], ["1.5"], ["1.204", None], ["1,5", "1.5"])] == [",", ".", "", ""]


def test_what_is_no_number_is_bad_and_what_is_nothing_is_missing():
    numbered = read(
        "abc",
        "12 abc",
        "1.2.3,4",
        "1,2,3",
        "--5",
        "-(5)",
        "(5",
        "1.",
        "٣",
        "EUR",
        "12 34",
        "--",
        "n/a",
        "N/D",
        "-",
        None,
        "",
        " ",
    )
    assert list(numbered.bad) == [True] * 11 + [False] * 7
    assert numbered.values.isna().all()
    for nothing in (read(), read(None)):
        assert (nothing.inference, len(nothing.values.dropna()), nothing.bad.any()) == (None, 0, False)


MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(MONEY, min_size=1, max_size=6), st.sampled_from([",", "."]), st.booleans())
def test_any_money_column_is_read_back(amounts, mark, grouped):
    texts = [f"{amount:,.2f}" if grouped else f"{amount:.2f}" for amount in amounts]
    if mark == ",":
        texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]
    assert list(read(*texts).values) == amounts


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789.,' -()%€$eEk", max_size=10))
def test_two_readings_differ_only_by_the_mark(text):
    read_both = readings(text)
    assert set(read_both) <= {",", "."}
    assert all(isinstance(value, Decimal) and value.is_finite() for value in read_both.values())
