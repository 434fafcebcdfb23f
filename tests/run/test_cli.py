"""Each command explains itself, ends by naming what it made, and fails in one line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import helpers.run.check
from helpers import cli
from helpers.assets import asset
from helpers.engagement import load


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main(list(arguments))
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_every_command_is_explained():
    shown = CliRunner().invoke(cli.app, ["--help"]).output
    for command in ("review", "check", "new", "forms", "playbook", "sample", "resolve", "attribute"):
        assert f"  {command} " in shown
        assert CliRunner().invoke(cli.app, [command, "--help"]).exit_code == 0


def test_new_names_what_it_made_and_what_comes_next(tmp_path, capsys):
    code, out, err = run(capsys, "new", str(tmp_path / "acme"), "--lang", "es", "--context", "sales-led")
    assert (code, err) == (0, "")
    assert f"tandem review {tmp_path / 'acme'}" in out.splitlines()[-1]
    assert load(tmp_path / "acme").context == "sales-led"


def test_new_refuses_a_folder_in_use(tmp_path, capsys):
    (tmp_path / "x").write_text("x")
    code, _, err = run(capsys, "new", str(tmp_path))
    assert (code, err.count("\n")) == (1, 1)
    assert "there is something here already" in err


def test_sample_refuses_a_folder_in_use_and_an_unknown_company(tmp_path, capsys):
    (tmp_path / "x").write_text("x")
    assert "the folder is not empty" in run(capsys, "sample", str(tmp_path))[2]
    assert "no sample company 'saas'" in run(capsys, "sample", str(tmp_path / "new"), "--name", "saas")[2]


def test_check_accounts_for_every_row_and_leaves_nothing(tmp_path, capsys):
    folder = asset("samples", "industrial_es")
    before = sorted(folder.rglob("*"))
    code, out, _ = run(capsys, "check", str(folder))
    assert code == 0
    assert out.splitlines()[-1] == "Every row is accounted for."
    assert {path.name for path in sorted(folder.rglob("*"))} - {path.name for path in before} <= {"key.local"}


def test_a_defect_is_one_line_without_traceback_unless_asked(monkeypatch, capsys):
    def broken(folder: Path) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(helpers.run.check, "check", broken)
    code, _, err = run(capsys, "check", "anything")
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("tandem: unexpected ZeroDivisionError in test_cli.py, line ")
    assert "division by zero" in err
    assert "Traceback" in run(capsys, "--debug", "check", "anything")[2]


def test_a_command_line_that_is_wrong_exits_two(capsys):
    assert run(capsys, "reviw")[0] == 2


def test_a_pseudonym_leads_back_to_its_record_on_this_machine_only(tmp_path, capsys):
    from helpers.sources.pseudonyms import open_key, pseudonym

    run(capsys, "new", str(tmp_path / "acme"))
    export = "Lead ID,Email,Created Date,Status\n00Q1,ana@example.com,2026-01-05,Open\n"
    (tmp_path / "acme" / "exports" / "leads.csv").write_text(export)
    hidden = pseudonym("00Q1", open_key(tmp_path / "acme"), prefix="p_")
    code, out, _ = run(capsys, "resolve", str(tmp_path / "acme"), hidden)
    assert (code, out) == (
        0,
        "leads.csv, line 2: Lead ID: 00Q1; Email: ana@example.com; Created Date: 2026-01-05; Status: Open\n",
    )
    unknown = "p_" + "0" * 12
    assert f"no record stands behind '{unknown}'" in run(capsys, "resolve", str(tmp_path / "acme"), unknown)[2]
