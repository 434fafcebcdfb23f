"""Bad input: each is one clear line or a counted row; nothing is lost and no traceback is shown."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from helpers.cli import main
from helpers.contract import Contract
from helpers.engagement import load
from helpers.sources import import_engagement

from .clients import DEALS, LEADS, SETTINGS, client

#: Every created date fits both orders.
AMBIGUOUS = (
    DEALS.replace("2026-01-21", "03/04/2026").replace("2026-02-15", "05/06/2026").replace("2026-03-01", "07/08/2026")
)


def complaint(capsys, *arguments: object) -> str:
    """Run the command, expect exit 1, and hand back its one line."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr().err
    assert left.value.code == 1
    assert said.startswith("tandem: ") and said.count("\n") == 1, said
    assert "Traceback" not in said and "defect of the kit" not in said, said
    return said


def imported(folder, work) -> Contract:
    contract = import_engagement(folder, load(folder), work)
    assert all(file.closed() for file in contract.files)
    return contract


def account(contract: Contract, name: str):
    return next(file for file in contract.files if file.name.startswith(name))


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["deal_id", "stage"])
    book.active.append(["D1", "Won"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("deals", "says"),
    [
        (b"", ("deals.csv", "empty")),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", ("deals.csv", "PDF")),
        (workbook(), ("deals.csv", "Excel", ".xlsx")),
        (DEALS.replace("closed", "closing", 1), ("deals.csv", "closed", "closing")),
        (DEALS.replace("amount", "closed", 1).replace(",Won,1000", ",Won,2026-01-01"), ("deals.csv", "closed")),
        (AMBIGUOUS, ("deals.csv", "03/04/2026", "05/06/2026", "07/08/2026", "dates: day-first")),
        (DEALS.replace("Lost", "Perdida?"), ("Perdida?", "stages")),
    ],
    ids=["empty", "pdf", "xlsx", "missing column", "repeated header", "ambiguous dates", "unknown stage"],
)  # fmt: skip
def test_a_file_that_cannot_be_what_it_says(tmp_path, capsys, deals, says):
    folder = client(tmp_path / "client", deals=deals)
    line = complaint(capsys, "check", folder)
    assert all(word in line for word in says), line


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (SETTINGS.replace("currency:", "curency:"), ("curency", "currency")),
        (SETTINGS.replace("exports/deals.csv", "exports/dealz.csv"), ("dealz.csv",)),
        (SETTINGS.replace("deal_id: deal_id,", "deal_id: id,"), ("id", "deal_id")),
        (SETTINGS.replace("deal_id: deal_id,", "deel_id: deal_id,"), ("deel_id", "deal_id")),
    ],
    ids=["unknown key", "no such file", "no such column", "no such field"],
)
def test_a_setting_that_cannot_be(tmp_path, capsys, settings, says):
    line = complaint(capsys, "check", client(tmp_path / "client", settings=settings))
    assert all(word in line for word in says), line


def test_a_period_with_no_data_names_the_months_that_have_some(tmp_path, capsys):
    folder = client(tmp_path / "client")
    line = complaint(capsys, "review", folder, "--period", "2031-05")
    assert "2031-05" in line and "2026-01" in line
    assert not (folder / "build" / "2031-05").exists()


@pytest.mark.parametrize("period", ["2026-13", "../2026-01", "next month", "2026-01/2026-02"])
def test_what_is_no_month_makes_no_folder(tmp_path, capsys, period):
    folder = client(tmp_path / "client")
    assert "month" in complaint(capsys, "review", folder, "--period", period)
    assert not list((folder / "build").glob("*"))


def test_two_currencies_without_a_rule(tmp_path, capsys):
    deals = DEALS.replace(",amount", ",amount,currency").replace(",1000", ",1000,USD").replace(",500", ",500,EUR")
    deals = deals.replace(",750", ",750,EUR")
    settings = SETTINGS.replace("amount: amount", "amount: amount, currency: currency")
    folder = client(tmp_path / "client", deals=deals, settings=settings)
    line = complaint(capsys, "check", folder)
    assert "USD" in line and "rates" in line
    (folder / "engagement.yml").write_text(settings + "currencies: {rates: {USD: 0.9}}\n")
    contract = imported(folder, tmp_path / "work")
    assert account(contract, "deals.csv").rows_used == 3


def test_strange_amounts_are_counted_and_kept(tmp_path):
    # 1000 is fine; -500 is a credit; 0 is zero; 999999 is a placeholder by the default rule; blank is missing
    rows = "\n".join(
        f"D{number},P1,C1,2026-01-21,2026-02-25,Won,{amount}"
        for number, amount in enumerate(["1000", "-500", "0", "999999", ""], start=1)
    )
    deals = DEALS.splitlines()[0] + "\n" + rows + "\n"
    contract = imported(client(tmp_path / "client", deals=deals), tmp_path / "work")
    deals_file = account(contract, "deals.csv")
    assert (deals_file.rows_read, deals_file.rows_used) == (5, 5)
    counted = {remark.code: remark.rows for remark in deals_file.remarks}
    assert counted["amount_negative"] == counted["amount_zero"] == counted["amount_placeholder"] == 1


def test_future_dates_are_counted_and_kept(tmp_path):
    contract = imported(client(tmp_path / "client", leads=LEADS.replace("2026-02-03", "2126-02-03")), tmp_path / "work")
    leads = account(contract, "leads.csv")
    assert leads.rows_used == 4
    assert {remark.code: remark.rows for remark in leads.remarks}["future_date"] == 1


def test_rows_without_an_id_and_repeated_rows_are_set_aside_with_their_lines(tmp_path):
    leads = LEADS + ",C9,2026-02-20,,,web\nP1,C1,2026-01-05,2026-01-06,2026-01-20,events\n"
    contract = imported(client(tmp_path / "client", leads=leads), tmp_path / "work")
    aside = {entry.reason: (entry.rows, entry.lines) for entry in account(contract, "leads.csv").set_aside}
    assert aside == {"no_id": (1, [6]), "duplicate_id": (1, [7])}


def test_nothing_usable_says_what_to_map(tmp_path, capsys):
    folder = client(tmp_path / "client", settings=SETTINGS.split("sources:")[0])
    line = complaint(capsys, "check", folder)
    assert "engagement.yml" in line or "map" in line


def test_as_of_is_never_the_clock(tmp_path):
    """A deal closed after ``as_of`` is still in the tables: what is known when is the metrics' business."""
    folder = client(tmp_path / "client")
    contract = import_engagement(folder, load(folder), tmp_path / "work", as_of=date(2026, 2, 1))
    assert account(contract, "deals.csv").rows_used == 3
