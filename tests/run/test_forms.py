"""``tandem forms`` as a person uses it: what it makes, what it asks for next, which cells it names."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from end_to_end.clients import client
from forms.conftest import fill, made
from helpers.agreements import load_agreements
from helpers.cli import main
from helpers.engagement import load
from helpers.errors import TandemError
from helpers.forms.kept import read
from helpers.run.forms import forms
from helpers.sources.importing import import_forms

DAY = datetime(2026, 3, 10)
SETTINGS = "client: Acme\ncurrency: EUR\ntime_zone: Europe/Madrid\nlanguages: [{lang}]\n"


def fresh(folder: Path, lang: str = "en", **more: str) -> Path:
    """An engagement without exports."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = SETTINGS.format(lang=lang) + "".join(f"{key}: {value}\n" for key, value in more.items())
    (folder / "engagement.yml").write_text(settings, encoding="utf-8")
    return folder


def called(folder: Path, *add: str) -> list[str]:
    """What a call says, line by line."""
    said: list[str] = []
    forms(folder, say=said.append, add=add)
    return said


def titles(folder: Path, name: str = "forms.xlsx") -> list[str]:
    return [sheet.form for sheet in read(folder / "forms" / name)]


# -- one sheet at a time ---------------------------------------------------------------------------------------------


def test_the_first_month_asks_for_costs_and_decisions(tmp_path, capsys):
    folder = fresh(tmp_path / "acme", "es")
    with pytest.raises(SystemExit) as left:
        main(["forms", str(folder)])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "formularios.xlsx: added Costes, Decisiones" in said and "what a new customer costs" in said
    assert titles(folder, "formularios.xlsx") == ["costs", "decisions"]


def test_each_further_call_asks_for_one_more_but_not_while_the_last_is_empty(tmp_path):
    folder = fresh(tmp_path / "acme")
    made(folder, "costs", "decisions")
    called(folder)
    assert titles(folder) == ["costs", "decisions", "feedback"]
    assert any("still empty: Feedback" in line for line in called(folder))
    assert titles(folder) == ["costs", "decisions", "feedback"]
    fill(folder / "forms" / "forms.xlsx", "Feedback", (DAY, "Sales", "Objection", "Price", "dear"))
    called(folder)
    assert titles(folder) == ["costs", "decisions", "feedback", "targets"]


def test_a_form_that_is_filled_elsewhere_is_not_asked_for(tmp_path):
    folder = fresh(tmp_path / "acme")
    (folder / "forms").mkdir()
    (folder / "forms" / "costs.csv").write_text("month,team,category,amount\n2026-03,Sales,Travel,100\n")
    called(folder)
    assert titles(folder) == ["decisions"]


def test_a_form_may_be_asked_for_by_name(tmp_path):
    folder = fresh(tmp_path / "acme")
    called(folder, "targets", "winloss")
    assert titles(folder) == ["targets", "winloss"]
    with pytest.raises(TandemError, match="no form 'goals'"):
        called(folder, "goals")


def test_with_leads_the_agreement_comes_as_an_example_that_does_not_count(tmp_path):
    folder = client(tmp_path / "acme")
    made(folder, "costs", "decisions")
    said = called(folder)
    example = folder / "forms" / "sla.example.yml"
    assert example.is_file() and any("rename it to sla.yml" in line for line in said)
    called(folder)
    assert "feedback" in titles(folder), "the next call goes on"
    assert load_agreements(folder, load(folder)).sla is None


def test_an_engagement_that_changed_its_language_keeps_its_sheets_and_says_so(tmp_path):
    folder = fresh(tmp_path / "acme", "es")
    made(folder, "costs", "decisions")
    said = called(folder)
    assert openpyxl.load_workbook(folder / "forms" / "forms.xlsx").sheetnames[1:4] == ["Costs", "Decisions", "Feedback"]
    assert any("kept in the language they were made in: Costs, Decisions" in line for line in said)
    assert not (folder / "forms" / "formularios.xlsx").exists()


# -- reading back ----------------------------------------------------------------------------------------------------


def test_a_wrong_cell_is_named_and_the_good_rows_are_kept(tmp_path):
    folder = fresh(tmp_path / "acme", "es")
    path = made(folder, "costs", "decisions", lang="es")
    fill(path, "Costes", (DAY, "Marketing", "Medios", None, 1200), ("pronto", "Ventas", "Viajes", None, 80),
         (DAY, "Ventas", "Viajes", None, "mucho"), *[(DAY, "Ventas", "Viajes", None, "mucho")] * 3)  # fmt: skip
    fill(path, "Decisiones", (DAY, "Decisión", "Llamar antes", "Humo", None, "Sube", None, "Ventas", None, "luego"),
         (DAY, "Idea", "Otra"))  # fmt: skip
    said = called(folder)
    assert [line.removeprefix("formularios.xlsx, sheet ") for line in said if ", row " in line] == [
        "Costes, row 3, column Mes: “pronto”: no readable date; write a month, as 2026-10 (the row is not used)",
        *(
            f"Costes, row {row}, column Importe: “mucho”: no readable amount; write a number (the row is not used)"
            for row in (4, 5, 6, 7)
        ),  # every one, not only three
        "Decisiones, row 2, column Fecha límite: “luego”: not a date; write a day, as 2026-10-31 "
        "(the rest of the row is used)",
        "Decisiones, row 2, column Métrica: “Humo”: figure that the catalogue does not know, left out "
        "(the rest of the row is used)",
        "Decisiones, row 3, column Tipo: “Idea”: word outside the list of its column, left out; write Decisión or "
        "Hipótesis (the rest of the row is used)",
    ]
    assert said[-1] == "8 rows filled in, 3 used"


def test_a_broken_export_does_not_stop_the_forms(tmp_path):
    folder = fresh(tmp_path / "acme")
    (folder / "exports").mkdir()
    (folder / "exports" / "deals.xlsx").write_bytes(b"PK\x03\x04broken")
    said = called(folder)
    assert any(line.startswith("only the forms were read: ") for line in said)
    assert titles(folder) == ["costs", "decisions"]


def test_a_workbook_open_elsewhere_is_read_and_then_refused_in_one_line(tmp_path, capsys):
    folder = fresh(tmp_path / "acme")
    fill(made(folder, "costs"), "Costs", ("soon", "Sales", "Travel", None, 5))
    (folder / "forms" / "~$forms.xlsx").touch()
    with pytest.raises(SystemExit) as left:
        main(["forms", str(folder)])
    said = capsys.readouterr()
    assert "column Month: “soon”" in said.out
    assert left.value.code == 1 and said.err.count("\n") == 1 and "it is open in another program" in said.err


# -- what people and spreadsheets do to a sheet ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> tuple[Path, Path, list[str]]:
    """A Spanish workbook with the usual oddities, its import, and what a call says of it."""
    folder = fresh(tmp_path_factory.mktemp("odd") / "acme", "es")
    path = made(folder, "costs", "decisions", "subscriptions", "targets", "feedback", "meetings", "comments", lang="es")
    book = openpyxl.load_workbook(path)
    costs, decisions = book["Costes"], book["Decisiones"]
    costs.insert_cols(1)
    costs.insert_rows(1)
    costs["A1"], costs["A2"] = "Costes de Acme", "Nota nuestra"
    # numbers as text with a decimal comma, a formula without a result, a merged month, a blank row, a totals row
    for row, cells in enumerate(
        [("x", DAY, "Ventas", "Viajes", None, "1.234,50"), (None, DAY, "Marketing", "Medios", None, "80,25"),
         (None, DAY, "Marketing", "Ferias", None, 100), (None, None, "Ventas", "Viajes", None, 50),
         (None, "  ", None, None, None, None), (None, "TOTAL", None, None, None, "1.464,75")], 3
    ):  # fmt: skip
        for column, value in enumerate(cells, 1):
            costs.cell(row=row, column=column, value=value)
    costs.merge_cells("B5:B6")
    costs.title = "Costes 2026"
    decisions["A4"].number_format = "dd/mm/yyyy"
    book["Suscripciones"]["G2"].number_format = "0%"
    book.save(path)
    # 46091 is 2026-03-10: days since 1899-12-30
    fill(path, "Decisiones", (DAY, "Decisión", "una"), ("25/03/2026", "Decisión", "dos"), (46091, "Decisión", "tres"))
    fill(path, "Suscripciones", ("S1", "C1", None, DAY, None, 100, 0.7), ("S2", "C2", None, DAY, None, 100, "65 %"))
    fill(path, "Objetivos", ("2026-Q2", "Clientes nuevos", None, "Ambos", 36, DAY))
    fill(
        path,
        "Feedback",
        (DAY, "Ventas", "Objeción", "Precio", "caro", None, None, "Oportunidad", None, None, None, "Sí"),
    )
    fill(path, "Reuniones", ("Revisión conjunta mensual", DAY, DAY, "Sí", "No", "Ventas"))
    fill(path, "Valoraciones", (DAY, "Ambos", "Logro conjunto", "Un pedido"))
    work = folder.parent / "work"
    import_forms(folder, load(folder), work)
    return path, work / "tables", called(folder)


def rows(odd: tuple[Path, Path, list[str]], name: str) -> list[dict[str, object]]:
    """A canonical table of the odd workbook."""
    return pd.read_parquet(odd[1] / f"{name}.parquet").to_dict("records")  # type: ignore[return-value]


def test_costs_as_people_write_them(odd):
    """Decimal commas as text, a column and a row of their own, a sheet renamed, totals and blanks left out."""
    assert [float(str(row["amount_base"])) for row in rows(odd, "costs")] == [1234.5, 80.25, 100.0]
    book = openpyxl.load_workbook(odd[0])
    assert (book["Costes 2026"]["A2"].value, book["Costes 2026"]["A3"].value) == ("Nota nuestra", "x")


def test_a_merged_block_is_named_as_one_and_blanks_and_totals_are_not(odd):
    (line,) = [line for line in odd[2] if "sheet Costes 2026, row" in line]
    assert "row 6, column Mes" in line
    assert "part of a merged block; write it in every row of the block (the row is not used)" in line


def test_days_as_serial_numbers_as_text_and_as_days(odd):
    assert [str(row["on"]) for row in rows(odd, "decisions")] == ["2026-03-10", "2026-03-25", "2026-03-10"]


def test_a_share_in_a_percent_cell(odd):
    assert [row["gross_margin"] for row in rows(odd, "subscriptions")] == [0.7, 0.65]


def test_labels_of_the_drop_downs_come_through(odd):
    """A target by its label, a theme by its label, a ritual by its title, flags and teams by word."""
    (target,) = rows(odd, "targets")
    assert (target["metric"], target["period"], target["value"]) == ("customers", "2026-04/2026-06", 36)
    (said,) = rows(odd, "feedback")
    assert (said["theme"], said["from_team"], said["kind"], said["quotable"]) == ("price", "sales", "objection", True)
    (met,) = rows(odd, "meetings")
    assert (met["ritual"], met["marketing"], met["sales"], met["chair"]) == ("monthly-review", True, False, "sales")
    (win,) = rows(odd, "comments")
    assert (win["period"], win["team"], win["kind"]) == ("2026-03", "both", "joint_win")
