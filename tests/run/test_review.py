"""The command as a person runs it: both samples, whole builds, equal bytes, clear lines where something is wrong."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import facts
from helpers.cli import main
from helpers.report.model import Report
from helpers.run.review import PARTS, REVIEW

from .conftest import PERIOD, SAMPLES, digest


@pytest.fixture(scope="module")
def mine(reviewed, tmp_path_factory) -> Path:
    """A reviewed sample of this module's own, to review again."""
    return Path(shutil.copytree(reviewed["industrial_es"], tmp_path_factory.mktemp("mine") / "industrial_es"))


def one_line(arguments: list[str], capsys) -> str:
    """What the command complains about: exactly one line, exit 1."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    complaint = capsys.readouterr().err
    assert left.value.code == 1
    assert complaint.startswith("tandem: ") and complaint.count("\n") == 1
    assert "Traceback" not in complaint
    return complaint


@pytest.mark.parametrize("name", SAMPLES)
def test_a_build_holds_what_the_readme_promises_and_nothing_else(reviewed, name):
    build = reviewed[name] / "build" / PERIOD
    papers = [
        paper.format(lang=lang) for lang in ("en", "es")
        for paper in ("report.{lang}.html", "report.{lang}.json", "agenda.{lang}.md", "for_sales.{lang}.txt",
                      "for_marketing.{lang}.txt")
    ]  # fmt: skip
    assert len(list(build.glob("notebooks/06_monthly_review.*.ipynb"))) == 1, "the second language has its own"
    assert sorted(digest(build)) == sorted(
        [f"{edition}{paper}" for edition in ("", "internal/") for paper in papers]
        + [f"icp_joint.{lang}.yml" for lang in ("en", "es")]
        + [f"notebooks/{part}.ipynb" for part in (*PARTS, REVIEW)]
        + [path.relative_to(build).as_posix() for path in build.glob("notebooks/06_monthly_review.*.ipynb")]
        + ["import_contract.json", "manifest.json", "metrics.csv", "originations.csv", "outcomes.csv"]
        + ["suggestions.csv", "content_matrix.csv", "icp_joint.csv", "internal/calls.csv"]
        + [name for name in ("handoff_reasons_unmapped.csv",) if (build / name).is_file()]
    )
    lists = [f"{name}.{lang}.html" for name in ("index", "latest") for lang in ("en", "es")]
    assert sorted(path.name for path in build.parent.iterdir()) == [PERIOD, *lists]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_number_of_the_report_is_a_row_of_metrics(reviewed, name):
    build = reviewed[name] / "build" / PERIOD
    rows = facts.read(build / "metrics.csv")
    keys = set(rows[facts.KEY].astype(str).agg("|".join, axis=1))
    report = Report.from_json((build / "report.es.json").read_text(encoding="utf-8"))
    named = set(re.findall(r"\b\d{4}-\d\d(?:/\d{4}-\d\d)?\|[^\"\\]+", report.to_json()))
    assert len(named) > 50
    assert named - keys == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_manifest_names_inputs_and_versions_but_no_time_path_or_key(reviewed, name):
    text = (reviewed[name] / "build" / PERIOD / "manifest.json").read_text(encoding="utf-8")
    record = json.loads(text)
    leads = next(path for path in record["inputs"] if path.startswith("exports/"))
    assert record["inputs"][leads] == hashlib.sha256((reviewed[name] / leads).read_bytes()).hexdigest()
    assert record["parameters"]["period"] == PERIOD
    assert not [path for path in record["inputs"] if "key.local" in path or "build" in path]
    assert str(reviewed[name].parent) not in text


@pytest.mark.parametrize("name", SAMPLES)
def test_no_path_of_this_machine_in_a_build(reviewed, name):
    build = reviewed[name] / "build" / PERIOD
    home = str(reviewed[name].parent).encode()
    assert [path.name for path in build.rglob("*.*") if home in path.read_bytes()] == []


def test_every_engagement_that_cannot_be_reviewed_is_named(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["review", str(tmp_path / "nobody"), str(tmp_path / "nothing")])
    complaints = capsys.readouterr().err.splitlines()
    assert left.value.code == 1
    assert [line.split(": no engagement.yml")[0] for line in complaints] == [
        f"tandem: {tmp_path / name}" for name in ("nobody", "nothing")
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--period", "2031-01"], "no data in 2031-01; months with data: 20"),
        (["--period", "2026-13"], "'2026-13' is not a month"),
        (["--from", "2027-01"], "--from 2027-01 is after the month under review"),
        (["--lang", "fr"], "--lang: no words in 'fr'"),
    ],
)
def test_what_cannot_be_reviewed_is_one_line_and_the_last_build_stays(mine, capsys, options, says):
    folder = mine
    before = digest(folder / "build")
    assert says in one_line(["review", str(folder), *options], capsys)
    assert digest(folder / "build") == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("limit", [40_000, 250_000])
def test_a_write_that_is_refused_is_one_line_and_the_last_build_stays(mine, limit):
    """40 kB is refused to the import, 250 kB to a notebook that writes its facts."""
    import resource  # there is none on Windows

    folder = mine
    before = digest(folder / "build")
    command = [sys.executable, "-c", "from helpers.cli import main; main()", "review", str(folder), "--lang", "es"]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    where = "02_shared_metrics" if limit == 250_000 else "build"
    assert re.search(rf"{where}.*: could not write \(.*File too large\)", ran.stderr)
    assert digest(folder / "build") == before
