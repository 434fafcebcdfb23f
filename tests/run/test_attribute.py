"""``tandem attribute``: one file in, one CSV and one readable table out, the same bytes whatever the row order."""

import csv
import os
import random
from pathlib import Path

import pytest

from helpers import cli

HEADER = "path,total_conversions,total_conversion_value,total_null"
DATA = Path(os.environ.get("TANDEM_PUBLIC_DATA", Path(__file__).parents[3] / "shared" / "data"))


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main(["attribute", *arguments])
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def write(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def credited(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    with (folder / "attribution.csv").open(encoding="utf-8", newline="") as file:
        return {(row["model"], row["channel"]): row for row in csv.DictReader(file)}


def test_a_path_table_by_hand(tmp_path, capsys):
    # fair > call: 3 conversions worth 30; call: 1 worth 4; fair: 6 nulls
    file = write(tmp_path / "paths.csv", "fair > call,3,30,0", "call,1,4,0", "fair,0,0,6")
    code, out, err = run(capsys, str(file), "--out", str(tmp_path / "made"), "--resamples", "50")
    assert (code, err) == (0, "")
    rows = credited(tmp_path / "made")
    assert {model for model, _ in rows} == {
        "first", "last", "last_non_direct", "linear", "position", "markov1", "markov2", "markov3", "shapley",
    }  # fmt: skip
    assert [rows["first", channel]["conversions"] for channel in ("call", "fair")] == ["1", "3"]
    assert [rows["linear", channel]["value"] for channel in ("call", "fair")] == ["19", "15"]
    # fair begins 9 of 10 journeys; without it 1 of 10 converts instead of 4 of 10; without call none does
    assert float(rows["markov1", "fair"]["removal_effect"]) == pytest.approx(0.75, abs=1e-12)
    assert float(rows["markov1", "call"]["removal_effect"]) == 1
    # so 4 conversions are shared 0.75 : 1
    assert float(rows["markov1", "fair"]["conversions"]) == pytest.approx(4 * 0.75 / 1.75, abs=1e-9)
    assert rows["first", "fair"]["removal_effect"] == ""
    assert float(rows["linear", "fair"]["low"]) <= 1.5 <= float(rows["linear", "fair"]["high"])
    text = (tmp_path / "made" / "attribution.csv").read_bytes()
    assert text.startswith(b"model,channel,conversions,value,removal_effect,low,high\n")
    assert b"\r" not in text
    assert "paths.csv: a path table" in out
    assert "10 journeys over 2 channels, 4 converted (40.00%), worth 34" in out
    assert "Credit is an allocation, not a cause" in out
    assert "Left out: time_decay (no times are known; a touch log has them)." in out
    assert out.splitlines()[-1] == f"made {tmp_path / 'made' / 'attribution.csv'}"
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["attribution.csv"]


def test_a_touch_log_has_time_decay_and_its_settings(tmp_path, capsys):
    rows = ["1,2026-01-01,fair,0,", "1,2026-01-11,call,1,6", "2,2026-01-05,call,0,"]
    file = write(tmp_path / "log.csv", *rows, header="id,time,channel,conversion,value")
    code, out, _ = run(capsys, str(file), "--out", str(tmp_path), "--half-life", "10", "--resamples", "0")
    assert code == 0
    assert "log.csv: a touch log" in out
    # ten days back at a half-life of ten: 1/2 to 1
    assert [credited(tmp_path)["time_decay", channel]["value"] for channel in ("call", "fair")] == ["4", "2"]
    assert credited(tmp_path)["linear", "call"]["low"] == ""
    run(capsys, str(file), "--out", str(tmp_path), "--lookback", "7", "--resamples", "0")
    assert credited(tmp_path)["first", "call"]["value"] == "6"


def test_columns_models_and_direct_by_name(tmp_path, capsys):
    file = write(tmp_path / "p.csv", "fair|Web,2,x", "Web,1,y", header="Journey,Wins,note")
    options = ["--path", "journey", "--conversions", "wins", "--separator", "|", "--direct", "web", "--resamples", "0"]
    code, out, _ = run(capsys, str(file), "--out", str(tmp_path), *options, "--model", "last_non_direct")
    assert code == 0
    rows = credited(tmp_path)
    assert {model for model, _ in rows} == {"last_non_direct"}
    # passed over where another channel is there; credited where it is alone
    assert [rows["last_non_direct", channel]["conversions"] for channel in ("fair", "Web")] == ["2", "1"]
    assert "no column 'total_null': every row counts 0." in out


@pytest.mark.parametrize("kind", ["paths", "log"])
def test_the_order_of_rows_changes_no_byte(tmp_path, capsys, kind):
    draw = random.Random(5)
    if kind == "paths":
        header = HEADER
        rows = [f"{' > '.join(draw.choices('abcd', k=draw.randint(1, 5)))},{draw.randint(1, 2)},{draw.random()},1"
                for _ in range(120)]  # fmt: skip
    else:
        header = "id,time,channel,conversion,value"
        rows = [f"{draw.randint(1, 60)},2026-01-{draw.randint(1, 28):02},{draw.choice('abcd')},1,{draw.random()}"
                for _ in range(200)]  # fmt: skip
    made = []
    for number in range(2):
        file = write(tmp_path / f"{number}.csv", *rows, header=header)
        assert run(capsys, str(file), "--out", str(tmp_path / str(number)), "--resamples", "60")[0] == 0
        made.append((tmp_path / str(number) / "attribution.csv").read_bytes())
        draw.shuffle(rows)
    assert made[0] == made[1]


def test_text_from_data_is_never_code(tmp_path, capsys):
    file = write(tmp_path / "p.csv", '"=1+1 > [bold]x[/bold]",2,1,3')
    code, out, _ = run(capsys, str(file), "--out", str(tmp_path), "--resamples", "0")
    assert code == 0
    assert ("first", "'=1+1") in credited(tmp_path)
    assert "[bold]x[/bold]" in out


def test_no_conversion_is_zeros_and_said(tmp_path, capsys):
    file = write(tmp_path / "p.csv", "a > b,0,0,3")
    code, out, _ = run(capsys, str(file), "--out", str(tmp_path))
    assert code == 0
    assert {row["conversions"] for row in credited(tmp_path).values()} == {"0"}
    assert "No journey converted: there is nothing to credit, so every number is 0." in out


def test_many_channels_and_a_long_path(tmp_path, capsys):
    names = [f"c{number}" for number in range(500)]
    rows = [f"{' > '.join(names)},1,1,0", f"{' > '.join(names[:9] * 1111)},1,1,2"]
    file = write(tmp_path / "p.csv", *rows)
    code, out, _ = run(capsys, str(file), "--out", str(tmp_path), "--resamples", "0")
    assert code == 0
    rows = credited(tmp_path)
    assert sum(float(row["conversions"]) for (model, _), row in rows.items() if model == "linear") == pytest.approx(2)
    assert "… 475 more" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "paths"], "no format 'paths'; give path-table or touch-log"),
        (["--model", "markov"], "no model 'markov'; choose among first,"),
        (["--model", "time_decay"], "model 'time_decay' cannot be had from these journeys; it needs the times"),
        (["--half-life", "0"], "a half-life of 0 days"),
        (["--resamples", "10"], "10 resamples; give 0"),
        (["--order", "4"], "order 4; give 1, 2 or 3"),
        (["--path", "paths"], "no column 'paths'; the nearest is 'path': name the column with --path"),
        (["--format", "touch-log"], "no column 'id'"),
        (["--decimal", ";"], "no decimal mark ';'"),
        (["--dates", "us"], "no order of dates 'us'"),
    ],
)
def test_options_that_cannot_be_are_one_line(tmp_path, capsys, options, said):
    file = write(tmp_path / "p.csv", "a > b,1,1,3")
    code, _, err = run(capsys, str(file), "--out", str(tmp_path / "out"), *options)
    assert (code, err.count("\n")) == (1, 1)
    assert said in err
    assert not (tmp_path / "out").exists()


def test_files_that_cannot_be_are_one_line(tmp_path, capsys):
    for name, text, said in [
        ("none.csv", None, "no such file"),
        ("empty.csv", "", "the file is empty"),
        ("other.csv", "name,age\nx,3\n", "other.csv: it has 'name', 'age', but a path table has 'path'"),
        ("both.csv", "id,time,channel,conversion,path,total_conversions\n1,1,a,1,a,1\n", "say which with --format"),
        ("bad.csv", f"{HEADER}\na > > b,1,1,1\n", "bad.csv, line 2: an empty channel"),
        ("page.csv", "<html></html>", "this is a web page"),
    ]:
        if text is not None:
            (tmp_path / name).write_text(text)
        code, _, err = run(capsys, str(tmp_path / name), "--out", str(tmp_path / "out"))
        assert (code, err.count("\n")) == (1, 1)
        assert said in err
    assert "this is a folder" in run(capsys, str(tmp_path))[2]


def test_the_result_never_replaces_its_source(tmp_path, capsys):
    file = write(tmp_path / "attribution.csv", "a > b,1,1,3")
    assert "would replace the file it is made from" in run(capsys, str(file), "--out", str(tmp_path))[2]
    assert file.read_text().startswith(HEADER)


def test_public_journeys_to_every_printed_digit(tmp_path, capsys):
    journeys = DATA / "pathdata" / "journeys.csv"
    reference = DATA.parent / "reference" / "attribution_journeys.csv"
    if not (journeys.exists() and reference.exists()):
        pytest.skip("needs the public journeys")
    assert run(capsys, str(journeys), "--out", str(tmp_path), "--resamples", "0", "--order", "1")[0] == 0
    rows = credited(tmp_path)
    with reference.open(newline="") as file:
        for wanted in csv.DictReader(file):
            for model in ("first", "last", "linear", "markov1", "shapley"):
                found = rows[model, wanted["channel"]]
                for column in ("conversions", "value"):
                    assert f"{float(found[column]):.6f}" == wanted[f"{model}_{column.replace('conversions', 'conv')}"]
            assert f"{float(rows['markov1', wanted['channel']]['removal_effect']):.6f}" == wanted["markov1_re_conv"]
