"""Tables of paths as people export them: each a right answer, or one clear error with its line."""

import itertools
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.attribution.models import attribute
from helpers.attribution.paths import Paths, from_lists
from helpers.attribution.reading.merging import merged
from helpers.attribution.reading.opening import Reading
from helpers.attribution.reading.path_table import open_path_table, read_path_table
from helpers.attribution.tally import tally
from helpers.engagement import Attribution
from helpers.errors import AmbiguityError, MappingError, SourceError

HEADER = "path,total_conversions,total_conversion_value,total_null"


def write(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "paths.csv") -> Path:
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def spelled(paths: Paths) -> dict[tuple[str, ...], tuple[float, float, float]]:
    """Path → conversions, value, nulls, whatever the rows."""
    found: dict[tuple[str, ...], tuple[float, float, float]] = {}
    for row in range(len(paths)):
        walked = tuple(paths.channels[code] for code in paths.codes[paths.starts[row] : paths.starts[row + 1]])
        amounts = (paths.conversions[row], paths.value[row], paths.nulls[row])
        found[walked] = tuple(np.add(found.get(walked, (0, 0, 0)), amounts).tolist())
    return found


def test_rows_along_one_path_are_added_up(tmp_path):
    # a>b: 2 + 1 conversions worth 10 + 5, 3 + 0 nulls; b: 0 conversions, 4 nulls
    path = write(tmp_path, f"{HEADER}\na > b,2,10,3\nb,0,0,4\na>b,1,5,0\n")
    paths = read_path_table(path)
    assert paths.channels == ("a", "b")
    assert spelled(paths) == {("a", "b"): (3, 15, 3), ("b",): (0, 0, 4)}
    assert len(paths) == 2
    assert paths.ages is None


def test_conversions_of_different_worth_stay_apart_for_intervals():
    table = pa.table({"path": ["a", "a"], "total_conversions": [1, 1], "total_conversion_value": [1.0, 99.0]})
    paths = read_path_table(table)
    assert sorted(paths.value.tolist()) == [1, 99]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (f"{HEADER}\ncafé > b,1,2.5,0\n", "utf-8"),
        (f"{HEADER}\ncafé > b,1,2.5,0\n", "utf-8-sig"),
        (f"{HEADER}\ncafé > b,1,2.5,0\n", "utf-16"),
        (f"{HEADER}\r\ncafé > b,1,2.5,0\r\n", "cp1252"),
        (f"{HEADER}\ncafe\u0301 >  b ,1,2.5,0", "utf-8"),
        (HEADER.replace(",", ";") + "\ncafé > b;1;2,5;0\n", "utf-8"),
        (f'{HEADER}\n"café > b",1,2.5,0\n\n', "utf-8"),
        ("Exported today\n\n" + f"{HEADER}\ncafé > b,1,2.5,0\n", "utf-8"),
        ("Path,Total conversions,TOTAL-CONVERSION-VALUE, total_null \ncafé > b,1,2.5,0\n", "utf-8"),
        (f"{HEADER}\ncafé > b,1,2.5,0\nTotal,1,2.5,0\n", "utf-8"),
    ],
)
def test_files_as_they_come(tmp_path, text, encoding):
    assert spelled(read_path_table(write(tmp_path, text, encoding=encoding))) == {("café", "b"): (1, 2.5, 0)}


def test_a_workbook_a_frame_parquet_and_an_arrow_table_say_the_same(tmp_path):
    frame = pd.DataFrame({
        "path": ["a > b", "b"], "total_conversions": [1, 0], "total_conversion_value": [2.5, 0.0], "total_null": [0, 7],
    })  # fmt: skip
    frame.to_excel(tmp_path / "paths.xlsx", index=False)
    frame.to_parquet(tmp_path / "paths.parquet")
    frame.to_csv(tmp_path / "paths.csv", index=False)
    frame["path"] = frame["path"].astype("category")
    for brought in (tmp_path / "paths.xlsx", tmp_path / "paths.parquet", tmp_path / "paths.csv", frame):
        assert spelled(read_path_table(brought)) == {("a", "b"): (1, 2.5, 0), ("b",): (0, 0, 7)}


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        (["a > b,1,2,3", "a >  > b,1,2,3"], 3, "an empty channel in the path 'a > > b'"),
        (["> a,1,2,3"], 2, "an empty channel in the path '> a'"),
        (["a,1,2,3", "b,1,2,3", "a > ,1,2,3"], 4, "an empty channel in the path 'a > '"),
        ([",1,2,3", "a,0,0,0", "a >> b,1,2,3"], 4, "an empty channel in the path 'a >> b'"),
        (["a,x,2,3"], 2, "total_conversions is 'x', not a number"),
        (["a,1,2,3", "a,-1,2,3"], 3, "total_conversions is negative (-1)"),
        (["a,1,-2,3"], 2, "total_conversion_value is negative (-2)"),
        (["a,1,2,inf"], 2, "total_null is not finite (inf)"),
        (["a,1,2,3", "a,0,2,3"], 3, "a value (2) without a conversion"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_line(tmp_path, rows, line, said):
    path = write(tmp_path, "\n".join([HEADER, *rows]) + "\n")
    with pytest.raises(SourceError) as error:
        read_path_table(path)
    assert str(error.value).startswith(f"paths.csv, line {line}: {said}; ")
    assert "\n" not in str(error.value)


def test_the_tolerant_reader_counts_lines_too(tmp_path):
    path = write(tmp_path, f'{HEADER}\n"two\nlines",1,2,3\na,1,x,3\n')
    with pytest.raises(SourceError, match="line 4: total_conversion_value is 'x'"):
        read_path_table(path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"path": "pth"}, "no column 'pth'; the nearest is 'path': name the column with --path"),
        ({"conversions": "sales"}, "no column 'sales'; it has 'path', 'total_conversions'"),
        ({"value": "total_value"}, "no column 'total_value'; the nearest is 'total_"),
        ({"separator": " "}, "the separator is empty"),
    ],
)
def test_missing_columns_name_the_nearest(tmp_path, options, said):
    with pytest.raises(SourceError) as error:
        read_path_table(write(tmp_path, f"{HEADER}\na,1,2,3\n"), **options)
    assert said in str(error.value)


def test_two_columns_of_one_name_are_refused():
    table = pa.table([["a"], [1], [2]], names=["path", "total conversions", "Total_Conversions"])
    with pytest.raises(MappingError, match="2 columns are 'total_conversions'"):
        read_path_table(table)


def test_missing_optional_columns_and_rows_that_count_for_nothing_are_remarked(tmp_path):
    text = "path,total_conversions,total_conversion_valu\na,1,\n,2,7\nb,0,0\na > b,,\n"
    found = open_path_table(write(tmp_path, text))
    assert spelled(found.paths) == {("a",): (1, 0, 0)}
    assert found.rows == 4
    assert [str(remark) for remark in found.remarks] == [
        "no column 'total_conversion_value': every row counts 0 (if it is 'total_conversion_valu', say --value)",
        "no column 'total_null': every row counts 0",
        "1 rows with an empty 'total_conversions', counted as 0",
        "1 rows without a path, credited to nobody: 2 conversions, value 0",
        "2 rows that stand for no journey (0 conversions, 0 nulls), left out",
    ]


def test_no_rows_and_no_file(tmp_path):
    with pytest.raises(SourceError, match="it has no rows"):
        read_path_table(write(tmp_path, f"{HEADER}\n"))
    with pytest.raises(SourceError, match="the file is empty"):
        read_path_table(write(tmp_path, "", name="empty.csv"))
    with pytest.raises(SourceError, match="no such file"):
        read_path_table(tmp_path / "none.csv")


def test_fractions_separators_of_any_kind_and_names_of_states():
    table = pa.table({
        "path": ["(start)|$.*|(conversion)", "(null)", "start|conversion|null"], "total_conversions": [0.5, 0, 1.25],
        "total_null": [0, 2, 0],
    })  # fmt: skip
    paths = read_path_table(table, separator="|")
    assert spelled(paths) == {
        ("(start)", "$.*", "(conversion)"): (0.5, 0, 0), ("(null)",): (0, 0, 2),
        ("start", "conversion", "null"): (1.25, 0, 0),
    }  # fmt: skip


def test_names_that_look_equal_are_one_channel():
    paths = read_path_table(pa.table({"path": ["é > e\u0301 >  é "], "total_conversions": [1]}))
    assert paths.channels == ("é",)
    assert paths.codes.tolist() == [0, 0, 0]


def test_a_long_path_and_many_channels():
    names = [f"c{number:03d}" for number in range(500)]
    walk = [names[step % 7] for step in range(10_000)]
    table = pa.table({"path": [" > ".join(walk), " > ".join(names), " > ".join(walk)], "total_conversions": [1, 2, 4]})
    paths = read_path_table(table)
    assert len(paths.channels) == 500
    assert spelled(paths) == {tuple(walk): (5, 0, 0), tuple(names): (2, 0, 0)}
    assert len(paths) == 2


@pytest.mark.parametrize(
    ("written", "read"), [("1.204,50", 1204.5), ("1,204.50", 1204.5), ("€ 12", 12), ("0.244", 0.244), ("1e3", 1000)]
)
def test_numbers_as_people_write_them(written, read):
    table = pa.table({"path": ["a"], "total_conversions": ["1"], "total_conversion_value": [written]})
    assert read_path_table(table).value.tolist() == [read]


def test_thousands_or_decimals_are_not_guessed():
    table = pa.table({"path": ["a"], "total_conversions": ["1"], "total_conversion_value": ["1.204"]})
    with pytest.raises(AmbiguityError, match="say --decimal"):
        open_path_table(table)
    for decimal, read in ((",", 1204), (".", 1.204)):
        assert open_path_table(table, reading=Reading(decimal=decimal)).paths.value.tolist() == [read]


def test_the_order_of_rows_changes_nothing():
    draw = random.Random(7)
    rows = [(" > ".join(draw.choices("abcdef", k=draw.randint(1, 9))), draw.random(), draw.randint(0, 3))
            for _ in range(2000)]  # fmt: skip
    first, second = (
        read_path_table(pa.table({
            "path": [row[0] for row in some], "total_conversions": [1] * len(some),
            "total_conversion_value": [row[1] for row in some], "total_null": [row[2] for row in some],
        }))
        for some in (rows, draw.sample(rows, len(rows)))
    )  # fmt: skip
    for name in ("codes", "starts", "conversions", "value", "nulls"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from("abc"), min_size=1, max_size=60), st.integers(0, 2), st.integers(0, 2)),
        min_size=1, max_size=30,
    )
)  # fmt: skip
def test_merging_keeps_every_journey(rows):
    journeys, won, lost = (list(column) for column in zip(*rows, strict=True))
    paths = from_lists(journeys, conversions=won, value=[3 * number for number in won], nulls=lost)
    once = merged(paths)
    assert spelled(once) == spelled(paths)
    kinds = {(tuple(journey), number > 0) for journey, number, _ in rows}
    assert len(once) == len(kinds)


def test_merging_tells_ages_apart():
    paths = from_lists(
        [["a"], ["a"], ["a"]], conversions=[1, 1, 1], value=[0, 0, 0], nulls=[0, 0, 0], ages=[[1], [2], [1]]
    )
    assert sorted(zip(merged(paths).ages, merged(paths).conversions, strict=True)) == [(1, 2), (2, 1)]


@pytest.mark.parametrize("separator", [">", ";", "->", "→"])
def test_a_separator_of_any_kind_cuts_the_same_touches(separator):
    journeys = [["é", "b"], ["b"], ["ñandú", "é", "b", "b"], ["c d"]]
    table = pa.table({"path": [separator.join(f" {name} " for name in names) for names in journeys],
                      "total_conversions": [1, 2, 3, 4]})  # fmt: skip
    part = table.slice(1)  # a slice begins somewhere within its text
    for whole, rows in ((table, journeys), (part, journeys[1:])):
        paths = read_path_table(whole, separator=separator, merge=False)
        walked = [[paths.channels[code] for code in paths.codes[a:b]] for a, b in itertools.pairwise(paths.starts)]
        assert walked == rows


def test_rows_as_they_came_add_up_to_the_same():
    table = pa.table({"path": ["a > b", "b", "a > b"], "total_conversions": [2, 0, 1], "total_null": [0, 5, 1]})
    loose, merged = (read_path_table(table, merge=merge) for merge in (False, True))
    assert (len(loose), len(merged)) == (3, 2)
    sums = [tally(paths, settings=Attribution()) for paths in (loose, merged)]
    pd.testing.assert_frame_equal(attribute(sums[0]), attribute(sums[1]))
