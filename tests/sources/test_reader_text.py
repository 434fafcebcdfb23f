"""Delimited text as CRMs, advertising platforms and spreadsheets write it."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.engagement import Source
from helpers.errors import AmbiguityError, SourceError, TandemError
from helpers.sources.reader import header_key, read_source


@pytest.fixture
def read(tmp_path):
    def reading(data, *, name="export.csv", known=(), **settings_of_source):
        data = data.encode() if isinstance(data, str) else data
        (tmp_path / name).write_bytes(data)
        (table,) = read_source(Source(file=name, **settings_of_source), tmp_path, known=known)
        assert used(table).closed()
        assert len(table.lines) == len(table.frame)
        return table

    return reading


def used(table):
    return table.account.model_copy(update={"rows_used": len(table.frame)})


def rows(table):
    return [[None if cell != cell else cell for cell in row] for row in table.frame.itertuples(index=False)]


def inferred(table, what):
    (found,) = [entry for entry in table.account.inferences if entry.what == what]
    return found.value, found.certainty


def aside(table):
    return {entry.reason: (entry.rows, entry.lines) for entry in table.account.set_aside}


def remarks(table):
    return {(entry.code, entry.column): (entry.rows, entry.lines) for entry in table.account.remarks}


def test_cells_lines_and_headers(read):
    table = read('Id, Name \r\n1,"a\r\nb"\r\n2,\r\n3,c')
    assert list(table.frame.columns) == ["Id", "Name"]
    assert rows(table) == [["1", "a\r\nb"], ["2", None], ["3", "c"]]
    assert table.lines == [2, 4, 5]
    assert table.account.rows_read == 3
    assert inferred(table, "delimiter") == ("comma", "certain")


def test_repeated_and_nameless_headers(read):
    table = read("Name,Name,,Name (2)\n1,2,3,4\n")
    assert list(table.frame.columns) == ["Name", "Name (3)", "column 3", "Name (2)"]
    assert table.repeated == {"Name"}


def test_a_delimiter_that_closes_each_line_makes_no_column(read):
    assert list(read("a;b;\n1;2;\n3;4;\n").frame.columns) == ["a", "b"]


def test_headers_compare_without_accents_case_or_composition():
    assert header_key("Fecha de creacio\u0301n ") == header_key("FECHA  DE CREACIÓN") == "fecha de creacion"
    assert header_key("Straße") == header_key("STRASSE")


@pytest.mark.parametrize(
    ("encoding", "found", "certainty"),
    [
        ("utf-8", "utf-8", "certain"),
        ("utf-8-sig", "utf-8", "certain"),
        ("utf-16", "utf-16-le", "certain"),
        ("utf-16-le", "utf-16-le", "likely"),
        ("utf-16-be", "utf-16-be", "likely"),
        ("utf-32", "utf-32-le", "certain"),
        ("cp1252", "cp1252", "likely"),
        ("cp850", "cp850", "likely"),
        ("mac_roman", "mac_roman", "likely"),
    ],
)
def test_encodings(read, encoding, found, certainty):
    text = "Empresa\tPaís\nCía. Española\tEspaña\nMáquinas Ñandú\tPerú – “Lima”\n"
    text = (
        text if encoding not in ("cp850", "mac_roman") else text.replace("–", "-").replace("“", "'").replace("”", "'")
    )
    table = read(text.encode(encoding))
    assert [",".join(row) for row in rows(table)] == text.replace("\t", ",").splitlines()[1:]
    assert inferred(table, "encoding") == (found, certainty)
    assert inferred(table, "delimiter")[0] == "tab"


def test_a_cut_utf16_file_is_still_utf16(read):
    table = read("a\tb\n1\tñandú\n2\tx".encode("utf-16-le")[:-1])
    assert (rows(table)[0], inferred(table, "encoding")) == (["1", "ñandú"], ("utf-16-le", "likely"))
    assert remarks(table)[("undecodable_characters", "")] == (1, [])


def test_declared_encoding_and_delimiter_win(read):
    table = read("a,b;c\nč,1;2\n".encode("cp1250"), encoding="cp1250", delimiter=";")
    assert rows(table) == [["č,1", "2"]]
    assert inferred(table, "encoding") == ("cp1250", "declared")
    assert inferred(table, "delimiter") == ("semicolon", "declared")


def test_a_few_broken_characters_are_counted_not_a_reason_for_another_code_page(read):
    text = "Empresa;País\n" + "Cía;España\n" * 60
    table = read(text.encode() + b"C\xc3;Per\xc3\xba\n")
    assert inferred(table, "encoding") == ("utf-8", "likely")
    assert remarks(table)[("undecodable_characters", "")][0] == 1


@pytest.mark.parametrize(("mark", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_delimiters_are_found_outside_quotes(read, mark, name):
    body = [["Id", "Importe", "Nota"], ["1", "1,5", 'x;y|z, "w"\tv'], ["2", "2,5", ""]]
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(body)
    table = read(out.getvalue())
    assert inferred(table, "delimiter")[0] == name
    assert rows(table) == [["1", "1,5", 'x;y|z, "w"\tv'], ["2", "2,5", None]]


def test_the_sep_line_says_the_delimiter(read):
    table = read("sep=;\nid;a,b\n1;2,3\n")
    assert (inferred(table, "delimiter"), table.lines) == (("semicolon", "certain"), [3])


def test_a_delimiter_that_cannot_be_told_stops(read):
    with pytest.raises(AmbiguityError, match=r"both ',' and ';' split every row .*set 'delimiter'"):
        read("a,b;c\n1,2;3\n")
    assert list(read("a,b;c\n1,2;3\n", known=["a", "b;c"]).frame.columns) == ["a", "b;c"]


def test_preamble_is_kept_and_the_header_found(read):
    text = (
        'Campaign Performance Report (in UTC)\n"Report Start: January 1, 2026, 12:00 AM",Report End: x\n\n'
        "Start Date,Campaign,Currency,Total Spent\n1/31/2026,A,EUR,10.50\n2/1/2026,B,EUR,5\n"
    )
    table = read(text)
    assert table.account.preamble == [
        "Campaign Performance Report (in UTC)", "Report Start: January 1, 2026, 12:00 AM Report End: x",
    ]  # fmt: skip
    assert (inferred(table, "header"), table.lines) == (("line 4", "likely"), [5, 6])


def test_known_headers_find_the_header_row(read):
    table = read("x,y,z,w\nDeal Name,Amount,Stage,\nA,1,won,\n", known=["deal name", "AMOUNT", "Stage"])
    assert inferred(table, "header") == ("line 2", "certain")


def test_comment_lines_are_preamble(read):
    table = read("# Property: shop, main\n# 20260101-20260131, all\n\nDate,Sessions\n20260101,5\n")
    assert (table.account.preamble, rows(table)) == (
        ["# Property: shop main", "# 20260101-20260131 all"], [["20260101", "5"]],
    )  # fmt: skip


def test_salesforce_footer_is_cut_and_its_count_checked(read):
    text = (
        '"Opportunity ID","Stage","Amount"\n"1","Won","5"\n"2","Lost","6"\n\n'
        '"Grand Totals (3 records)"\n\n"Confidential Information - Do Not Distribute"\n'
        '"Copyright © 2000-2026 salesforce.com, inc. All rights reserved."\n'
    )
    table = read(text)
    assert rows(table) == [["1", "Won", "5"], ["2", "Lost", "6"]]
    assert aside(table) == {"blank": (2, [4, 6]), "footer": (3, [5, 7, 8])}
    assert remarks(table) == {("footer_count_differs", ""): (1, [5])}
    assert remarks(read(text.replace("(3 rec", "(2 rec"))) == {}


@pytest.mark.parametrize("label", ["Total", "Totales", "Total: Cuenta", "Grand Total", "Resultados totales", "Suma"])
def test_a_total_that_adds_up_is_set_aside(read, label):
    table = read(f"Campaña;Moneda;Coste;Clics\nA;EUR;1.200,50;3\nB;EUR;0,25;4\n{label};EUR;1.200,75;7\n")
    assert (aside(table), remarks(table), len(table.frame)) == ({"total": (1, [4])}, {}, 2)


def test_a_total_that_does_not_add_up_is_remarked(read):
    table = read("Campaign,Cost,Clicks,CTR\nA,1,3,50%\nB,2,4,10%\nTotal,4,7,30%\n")
    assert (aside(table), remarks(table)) == ({"total": (1, [4])}, {("total_differs", "Cost"): (1, [4])})


def test_subtotals_and_the_mean(read):
    table = read("Mes,Equipo,Coste\n1,a,1\n2,a,2\nSubtotal,,3\n3,b,5\nSubtotal,,5\nTotal,,8\nMedia,,2.67\n")
    # 1 + 2 = 3; 5; 1 + 2 + 5 = 8; 8 / 3 = 2.666…
    assert (aside(table), remarks(table)) == ({"total": (4, [4, 6, 7])}, {})


def test_a_grouped_report_with_a_wrong_subtotal(read):
    table = read("Equipo,Mes,Coste\na,1,1\na,2,2\nSubtotal,,4\nb,1,5\nSubtotal,,5\nTotal general,,8\n")
    assert (aside(table), remarks(table)) == ({"total": (3, [4, 6, 7])}, {("total_differs", "Coste"): (1, [4])})


def test_companies_called_total_stay(read):
    table = read("Company,City,Id\nTotal,Paris,1\nTotal Logistics,Lyon,2\nSuma,Bilbao,3\nX,Y,4\n")
    assert (aside(table), len(table.frame)) == ({}, 4)


def test_short_rows_are_padded_and_long_ones_set_aside(read):
    table = read("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n5\n")
    assert rows(table) == [["1", "2", None], ["1", "2", "3"], ["5", None, None]]
    assert aside(table) == {"ragged": (1, [3])}
    assert remarks(table) == {("short_row", ""): (2, [2, 5])}


def test_blank_rows_are_counted(read):
    table = read("a,b\n1,2\n\n , \n,\n3,4\n\n")
    assert (aside(table), rows(table)) == ({"blank": (4, [3, 4, 5])}, [["1", "2"], ["3", "4"]])


def test_an_open_quotation_mark_costs_one_row(read):
    table = read('a,b\n1,x\n2,"y\n3,z\n4,w\n')
    assert (rows(table), aside(table)) == ([["1", "x"], ["3", "z"], ["4", "w"]], {"unreadable": (1, [3])})
    table = read('a,b,c\n1,"x,p\n2,y,q\n3,"z",r\n4,w,s\n')
    assert (table.lines, aside(table)) == ([3, 4, 5], {"unreadable": (1, [2])})


def test_nul_characters_are_dropped_and_counted(read):
    table = read("a,b\n1,x\x00y\n" + "2,zzzzzzzzzz\n" * 30)
    assert rows(table)[0] == ["1", "xy"]
    assert remarks(table)[("nul_characters", "")] == (1, [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(read, end):
    table = read(end.join(["a,b", "1,2", "", "3,4"]))
    assert (rows(table), table.lines, aside(table)) == ([["1", "2"], ["3", "4"]], [2, 4], {"blank": (1, [3])})


def test_unusual_line_marks_inside_cells_do_not_shift_lines(read):
    table = read("a,b\n1,x\u2028y\x0bz\x85w\n2,v\n")
    assert (table.lines, rows(table)[0]) == ([2, 3], ["1", "x\u2028y\x0bz\x85w"])


def test_one_column_and_no_rows(read):
    table = read("Account\nA\nTotal\n")
    assert (rows(table), inferred(table, "delimiter")) == ([["A"], ["Total"]], ("comma", "default"))
    table = read("a,b,c\n")
    assert (len(table.frame), list(table.frame.columns), remarks(table)) == (
        0,
        ["a", "b", "c"],
        {("no_rows", ""): (0, [])},
    )
    assert all(str(kind) == "str" for kind in table.frame.dtypes)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n \n", "the file is empty"),
        (b",,\n,,\n", "no row holds anything"),
        (b"%PDF-1.7\n...", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "legacy .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 not a zip", "broken"),
        (b'\n[{"id": 1}]', "a JSON document"),
        (bytes(range(256)) * 40, "binary data"),
        (b"a,b\n" + b"1,2,3\n" * 5, "every row has more cells"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(read, data, message):
    with pytest.raises(SourceError, match=message) as caught:
        read(data)
    assert str(caught.value).startswith("export.csv: ")
    assert "\n" not in str(caught.value)


def test_wrong_settings_are_named(read):
    with pytest.raises(SourceError, match="unknown encoding 'utf-88'"):
        read("a,b\n", encoding="utf-88")
    with pytest.raises(SourceError, match="not 'ascii' as its setting"):
        read("ñ,b\n", encoding="ascii")
    with pytest.raises(SourceError, match="cannot be a delimiter"):
        read("a,b\n", delimiter='"')


WORDS = st.text(alphabet="aAbñÑé€ ,;|'\"\t\n.0123456789", max_size=8).filter(lambda cell: cell == "" or cell.strip())
DIALECTS = st.tuples(
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), max_size=5)), DIALECTS)
def test_any_table_in_any_dialect_reads_back_cell_for_cell(tmp_path_factory, cells, dialect):
    mark, encoding, end, quoting = dialect
    cells = [[f"k{number}", *row] for number, row in enumerate(cells)]
    width = len(cells[0]) if cells else 3
    headers = [f"Header {letter}" for letter in "abcdef"[:width]]
    out = io.StringIO(newline="")
    # csv writes a bare LF unquoted where CR ends the lines: no reader could tell them apart
    quoting = csv.QUOTE_ALL if end == "\r" else quoting
    csv.writer(out, delimiter=mark, lineterminator=end, quoting=quoting).writerows([headers, *cells])
    folder = tmp_path_factory.mktemp("dialect")
    (folder / "t.csv").write_bytes(out.getvalue().encode(encoding))
    (table,) = read_source(
        Source(file="t.csv", encoding="cp1252" if encoding == "cp1252" else ""), folder, known=headers
    )
    assert list(table.frame.columns) == headers
    assert rows(table) == [[cell or None for cell in row] for row in cells]
    assert used(table).closed()


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=12), st.integers(0, 200))
def test_mutated_bytes_give_a_closed_account_or_a_named_error(tmp_path_factory, changes, cut):
    data = bytearray(
        'Id;Nombre;Importe;Fecha\n1;"Añil; S.L.";1.204,5;01/02/2026\n2;B;2;03/04/2026\n\nTotal;;1.206,5;\n'
        '"Grand Totals (2 records)"\nCopyright x\n'.encode()
    )
    for position, value in changes:
        data[position % len(data)] = value
    folder = tmp_path_factory.mktemp("mutated")
    (folder / "t.csv").write_bytes(bytes(data[: cut or None]))
    try:
        (table,) = read_source(Source(file="t.csv"), folder)
    except TandemError as error:
        assert "\n" not in str(error)
    else:
        assert used(table).closed()
        assert len(table.lines) == len(table.frame)
