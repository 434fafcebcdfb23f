"""The folder of the clients: nothing leaves it, nothing in it is lost."""

import pytest

from helpers.errors import TandemError
from helpers.start.companies import (
    SUFFIXES,
    clients_folder,
    engagements,
    exports,
    keep,
    left_out,
    new_folder,
    safe_name,
)

from .clients import company


def test_where_the_clients_lie(tmp_path, monkeypatch):
    monkeypatch.delenv("TANDEM_CLIENTS", raising=False)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert clients_folder() == tmp_path / "clients"
    monkeypatch.chdir(tmp_path)
    assert clients_folder() == tmp_path / "clients"
    monkeypatch.setenv("TANDEM_CLIENTS", str(tmp_path / "elsewhere"))
    assert clients_folder() == tmp_path / "elsewhere"
    assert clients_folder(str(tmp_path / "named")) == tmp_path / "named"


def test_engagements_by_name_even_where_one_cannot_be_read(tmp_path):
    assert engagements(tmp_path / "none") == {}
    for name, text in {"a": "client: Zeta\n", "b": "client: álamo\n", "c": "client: [", "d": "- x\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "engagement.yml").write_text(text, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert {path.name: client for path, client in engagements(tmp_path).items()} == {
        "c": "c", "d": "d", "a": "Zeta", "b": "álamo"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("client", "name"),
    [
        ("Acme", "acme"),
        ("Señalización Ibérica, S.L.", "senalizacion-iberica-s-l"),
        ("../../etc", "etc"),
        ("日本", "client"),
    ],
)
def test_a_new_client_gets_a_plain_folder(tmp_path, client, name):
    assert new_folder(tmp_path, client) == tmp_path / name


def test_a_client_without_a_name_or_with_one_that_is_taken(tmp_path):
    (tmp_path / "acme").mkdir()
    for client, said in ((" ", "no name"), ("ACME", "something here already")):
        with pytest.raises(TandemError, match=said):
            new_folder(tmp_path, client)


# -- uploads -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("deals.csv", "deals.csv"), ("../../deals.csv", "deals.csv"), ("C:\\Users\\x\\deals.csv", "deals.csv"),
        ("/etc/passwd.txt", "passwd.txt"), ("Año 2026 (1).XLSX", "Año 2026 (1).XLSX"), ("a\x00b:c.csv", "abc.csv"),
        ("de\u0301als.csv", "d\u00e9als.csv"), (".hidden.csv", "hidden.csv"),
    ],
)  # fmt: skip
def test_an_upload_keeps_its_bare_name(given, kept):
    assert safe_name(given) == kept


@pytest.mark.parametrize(
    "given", ["", "..", "/", ".csv", "~$book.xlsx", "run.exe", "page.html", "x" * 300 + ".csv", "a.csv/"]
)
def test_other_names_are_refused(given):
    with pytest.raises(TandemError):
        safe_name(given)


def test_a_name_that_is_taken_needs_a_word(tmp_path):
    root = company(tmp_path / "c")
    keep(root, "a.csv", b"one")
    with pytest.raises(TandemError, match="there already"):
        keep(root, "a.csv", b"two")
    assert (root / "exports" / "a.csv").read_bytes() == b"one"
    keep(root, "a.csv", b"three!", replacing=True)
    assert [(export.name, export.size) for export in exports(root)] == [("a.csv", 6)]
    assert sorted(path.name for path in (root / "exports").iterdir()) == ["a.csv"]


def test_an_upload_cannot_be_led_outside_by_a_link(tmp_path):
    root = company(tmp_path / "c")
    (tmp_path / "outside.csv").write_text("mine")
    (root / "exports" / "a.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(TandemError, match="outside"):
        keep(root, "a.csv", b"theirs", replacing=True)
    assert (tmp_path / "outside.csv").read_text() == "mine"


def test_only_what_an_import_reads_is_listed(tmp_path):
    root = company(tmp_path / "c", b="1", A="22")
    for name in (".hidden.csv", "~$open.xlsx", "notes.md"):
        (root / "exports" / name).write_text("x")
    (root / "exports" / "old").mkdir()
    (root / "exports" / "old" / "z.zip").write_text("x")
    assert [export.name for export in exports(root)] == ["A.csv", "b.csv", "old/z.zip"]
    assert exports(tmp_path / "none") == [] and ".csv" in SUFFIXES


def test_a_file_left_out_is_kept_beside(tmp_path):
    root = company(tmp_path / "c", a="1")
    assert left_out(root, "exports/a.csv") == root / "not-used" / "a.csv"
    assert exports(root) == [] and (root / "not-used" / "a.csv").read_text() == "1"
    (root / "exports" / "a.csv").write_text("2")
    for file in ("exports/a.csv", "exports/none.csv", "engagement.yml", "../x"):
        with pytest.raises(TandemError):
            left_out(root, file)
    assert (root / "not-used" / "a.csv").read_text() == "1"
