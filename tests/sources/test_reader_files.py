"""Files as they arrive: globs, zips, workbooks, Parquet, a database; and the ways in which they are broken."""

import io
import sqlite3
import zipfile
from contextlib import closing
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from helpers.engagement import Source
from helpers.errors import AmbiguityError, SourceError
from helpers.sources.reader import read_source


def rows(table):
    return [[None if cell != cell else cell for cell in row] for row in table.frame.itertuples(index=False)]


def workbook(sheets, *, hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        page = book.create_sheet(name)
        for row in cells:
            page.append(row)
        page.sheet_state = "hidden" if name in hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            # A day of its own: bytes that are parameters of a test must be the same in every worker.
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


@pytest.fixture
def one(tmp_path):
    def reading(name, data, **settings):
        (tmp_path / name).write_bytes(data)
        (table,) = read_source(Source(file=name, **settings), tmp_path)
        assert table.account.model_copy(update={"rows_used": len(table.frame)}).closed()
        return table

    return reading


def test_globs_give_a_table_per_file_in_order_of_name(tmp_path):
    client = tmp_path / "client [x]"
    client.mkdir()
    for name in ("b.csv", "a.csv", "~$a.csv"):
        (client / name).write_text(f"file\n{name}\n")
    (tmp_path / "shared.csv").write_text("file\nshared\n")
    assert [table.name for table in read_source(Source(file="*.csv"), client)] == ["a.csv", "b.csv"]
    (table,) = read_source(Source(file="../shared.csv"), client)
    assert (table.name, table.account.size, len(table.account.sha256)) == ("shared.csv", 12, 64)


def test_files_of_one_name_are_shown_with_their_folder(tmp_path):
    for month in ("01", "02"):
        (tmp_path / month).mkdir()
        (tmp_path / month / "deals.csv").write_text("a\n1\n")
    assert [t.name for t in read_source(Source(file="*/deals.csv"), tmp_path)] == ["01/deals.csv", "02/deals.csv"]


def test_a_name_composed_differently_is_found(tmp_path):
    (tmp_path / "an\u0303o.csv").write_text("a\n1\n")
    assert len(read_source(Source(file="año.csv"), tmp_path)) == 1


def test_what_is_missing_is_named_with_what_is_there(tmp_path):
    (tmp_path / "deals.csv").write_text("a\n1\n")
    (tmp_path / "exports").mkdir()
    with pytest.raises(SourceError, match=r"^deal\.csv: no such file; its folder holds deals\.csv$"):
        read_source(Source(file="deal.csv"), tmp_path)
    with pytest.raises(SourceError, match=r"exports: this is a folder, not a file; .*exports/\*\.csv"):
        read_source(Source(file="exports"), tmp_path)
    with pytest.raises(SourceError, match="neither 'file' nor 'url'"):
        read_source(Source(), tmp_path)


def test_a_zip_gives_a_table_per_member(tmp_path):
    data = zipped(
        {
            "y/b.csv": "b\n1\n",
            "a.csv": "a\n1\n",
            "__MACOSX/a.csv": "x",
            "y/.DS_Store": "x",
            "t.xlsx": workbook({"S": [["c"], [1]]}),
        }
    )
    (tmp_path / "export.zip").write_bytes(data)
    tables = read_source(Source(file="export.zip"), tmp_path)
    assert [table.name for table in tables] == ["export.zip[a.csv]", "export.zip[t.xlsx][S]", "export.zip[y/b.csv]"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("e.zip", zipped({}), "the zip holds no file"),
        ("e.zip", zipped({"a.csv": "a\n1\n"})[:-30], "broken"),
        ("e.zip", zipped({"b.zip": zipped({"a.csv": "a\n"})}), "a zip inside a zip"),
        ("e.zip", zipped({"a.csv": ""}), r"e\.zip\[a\.csv\]: the file is empty"),
        ("e.csv", workbook({"S": [["a"]]}), "it is an Excel workbook; rename it to .xlsx"),
        ("e.xlsx", b"a,b\n1,2\n", "no .xlsx file"),
        ("e.xlsx", zipped({"xl/workbook.xml": "<x"}), "the workbook is broken"),
        ("e.xlsx", zipped({"xl/workbook.bin": "x"}), "save it as .xlsx"),
        ("e.xlsx", workbook({"S": []}), "no sheet holds anything"),
        ("e.parquet", b"PAR1 and then nothing", "the Parquet file is broken"),
        ("e.parquet", b"a,b", "no .parquet file"),
    ],
)
def test_broken_containers_are_refused_in_one_line(one, name, data, message):
    with pytest.raises(SourceError, match=message) as caught:
        one(name, data)
    assert "\n" not in str(caught.value)


def test_a_damaged_member_is_named(one):
    data = bytearray(zipped({"a.csv": "a\n" + "1\n" * 50}))
    data[40] ^= 0xFF
    with pytest.raises(SourceError, match="broken"):
        one("e.zip", bytes(data))


def test_a_workbook_arrives_as_text(one):
    cells = [
        ["Ventas 2026"],
        [],
        ["Id", "Día", "Momento", "Importe", "Sí", "Vacío"],
        [123456789012345, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), 0.1, True, None],
        [1e15, datetime(2026, 3, 2), datetime(2026, 3, 2), 1204.0, False, None],
        ["007", "03/04/2026", time(9, 5), 1e-7, timedelta(hours=30), " "],
        [],
    ]
    table = one("libro.xlsx", workbook({"Hoja1": cells, "Otra": []}))
    assert table.name == "libro.xlsx[Hoja1]"
    assert rows(table) == [
        ["123456789012345", "2026-03-01", "2026-03-01 09:30:00", "0.1", "true", None],
        ["1000000000000000", "2026-03-02 00:00:00", "2026-03-02 00:00:00", "1204", "false", None],
        ["007", "03/04/2026", "09:05:00", "0.0000001", "30:00:00", None],
    ]
    assert (table.lines, table.account.preamble) == ([4, 5, 6], ["Ventas 2026"])


def test_sheets_are_chosen_by_data_or_by_setting(one):
    book = workbook({"A": [["a"], [1]], "B": [["b"], [2]], "Config": [["x"], [3]]}, hidden={"Config"})
    with pytest.raises(AmbiguityError, match=r"several sheets hold data: 'A', 'B'; set 'sheet'"):
        one("e.xlsx", book)
    assert rows(one("e.xlsx", book, sheet="b")) == [["2"]]
    assert rows(one("e.xlsx", book, sheet="Config")) == [["3"]]
    with pytest.raises(SourceError, match="no sheet 'C'; it has A, B, Config"):
        one("e.xlsx", book, sheet="C")


def test_totals_and_errors_in_a_sheet(one):
    table = one(
        "e.xlsx",
        workbook({"S": [["Mes", "Equipo", "Coste"], ["1", "a", 1.5], ["2", "b", "#N/A"], ["Total", None, 1.5]]}),
    )
    assert rows(table) == [["1", "a", "1.5"], ["2", "b", None]]
    assert [(entry.code, entry.rows, entry.lines) for entry in table.account.remarks] == [("excel_error", 1, [3])]
    assert [(entry.reason, entry.lines) for entry in table.account.set_aside] == [("total", [4])]


def test_formulas_that_nobody_computed_are_counted(one):
    table = one("e.xlsx", workbook({"S": [["a", "b"], [1, "=A2*2"], [2, "=SUM(A2:A3)"]]}))
    assert rows(table) == [["1", None], ["2", None]]
    assert [(entry.code, entry.rows) for entry in table.account.remarks] == [("formula_without_value", 2)]


def test_parquet_arrives_as_text(one):
    table = pa.table(
        {
            "id": pa.array([1, None, 3]),
            "amount": pa.array([Decimal("1.50"), Decimal("2.00"), None], pa.decimal128(10, 2)),
            "rate": pa.array([0.1, float("nan"), 1e22]),
            "day": pa.array([date(2026, 3, 1), None, None]),
            "at": pa.array([datetime(2026, 3, 1, 9), None, None], pa.timestamp("ns", tz="UTC")),
            "stage": pa.array(["Won", "", None]).dictionary_encode(),
            "flag": pa.array([True, False, None]),
            "nothing": pa.nulls(3),
        }
    )
    out = io.BytesIO()
    parquet.write_table(table, out)
    read = one("t.parquet", out.getvalue())
    assert rows(read) == [
        ["1", "1.50", "0.1", "2026-03-01", "2026-03-01 09:00:00+00:00", "Won", "true", None],
        [None, "2.00", None, None, None, None, "false", None],
        ["3", None, "10000000000000000000000", None, None, None, None, None],
    ]
    assert (read.lines, set(map(str, read.frame.dtypes))) == ([1, 2, 3], {"str"})


@pytest.fixture
def base(tmp_path):
    with duckdb.connect(str(tmp_path / "crm.ddb")) as connection:
        connection.execute(
            "CREATE TABLE deals AS SELECT 7 AS id, DATE '2026-03-01' AS closed, 1.50::DECIMAL(9,2) AS amount"
        )
        connection.execute("CREATE SCHEMA raw; CREATE TABLE raw.leads AS SELECT 'a' AS name WHERE false")
    return tmp_path


@pytest.mark.parametrize(
    ("url", "name"),
    [("duckdb:///crm.ddb", "deals"), ("duckdb://crm.ddb?table=deals", ""), ("duckdb:///{folder}/crm.ddb", "deals")],
)
def test_a_table_in_a_database(base, url, name):
    (table,) = read_source(Source(url=url.replace("/{folder}", str(base)), name=name), base)
    assert (table.name, rows(table), table.lines) == ("crm.ddb[deals]", [["7", "2026-03-01", "1.50"]], [1])


def test_a_table_in_a_schema_may_be_empty(base):
    (table,) = read_source(Source(url="duckdb:///crm.ddb", name="raw.leads"), base)
    assert (list(table.frame.columns), len(table.frame), table.account.remarks[0].code) == (["name"], 0, "no_rows")


def test_a_database_without_an_order_of_its_own_is_given_one(base):
    with closing(sqlite3.connect(base / "crm.db")) as connection:
        connection.executescript("CREATE TABLE t (a TEXT, b INT); INSERT INTO t VALUES ('z', 1), ('a', 2), ('a', 1);")
    (table,) = read_source(Source(url=f"sqlite://{base}/crm.db", name="t"), base)
    assert rows(table) == [["a", "1"], ["a", "2"], ["z", "1"]]


@pytest.mark.parametrize(
    ("url", "name", "message"),
    [
        ("duckdb:///crm.ddb", "deal", "no table 'deal'; it has deals"),
        ("duckdb:///crm.ddb", "", "no table is named"),
        ("duckdb:///none.ddb", "deals", "none.ddb: no such database file"),
        ("duckdb:///text.ddb", "deals", "not a DuckDB file"),
        ("nonsense://host/x", "deals", "nonsense://host/x: cannot be read"),
        ("postgres://me:secret@localhost:1/x", "deals", "postgres://localhost/x: cannot be read"),
    ],
)
def test_databases_that_cannot_be_read(base, url, name, message):
    (base / "text.ddb").write_text("a,b\n" * 5000)
    with pytest.raises(SourceError, match=message) as caught:
        read_source(Source(url=url, name=name), base)
    assert "secret" not in str(caught.value)
