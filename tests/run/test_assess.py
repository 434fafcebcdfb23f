"""``tandem assess`` on both samples, as a consultant would: what is planted, every format, the past, the paths."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import facts
from helpers.assessment.contradictions import claims
from helpers.cli import main
from helpers.report.formats import FORMATS
from helpers.report.model import Narrative, Report, Script
from helpers.samples.manifest import truth

from .conftest import SAMPLES, copy, digest, succeed

DAYS = {"saas_en": "2026-10-09", "industrial_es": "2026-10-16"}


class Assessed(NamedTuple):
    """A sample and its assessment."""

    name: str
    folder: Path
    build: Path


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Assessed]:
    root = tmp_path_factory.mktemp("assessed")
    folders = {name: copy(name, root) for name in SAMPLES}
    succeed("assess", *map(str, folders.values()))
    return {
        name: Assessed(name, folder, folder / "build" / f"assessment-{DAYS[name]}") for name, folder in folders.items()
    }


@pytest.fixture(scope="module", params=SAMPLES)
def assessed(both: dict[str, Assessed], request: pytest.FixtureRequest) -> Assessed:
    return both[request.param]


def test_every_planted_contradiction_is_found_and_no_decoy(assessed: Assessed) -> None:
    planted = truth(assessed.name)["survey"]
    rows = facts.read(assessed.build / "metrics.csv")
    claimed = rows[(rows["metric"] == "contradiction") & (rows["value"] == 1)]["segment"]
    names = [facts.unpair(segment)["claim"] for segment in claimed]
    statements = {claims()[name].item for name in names if name in claims()}
    assert statements == set(planted["contradictions"])
    assert statements & set(planted["decoys"]) == set()


def test_what_is_planted_in_the_answers_is_found_and_named_for_what_it_is(assessed: Assessed) -> None:
    planted = truth(assessed.name)["survey"]
    rows = facts.read(assessed.build / "metrics.csv")
    gaps = rows[(rows["metric"] == "perception_gap") & (rows["variant"] == "") & rows["segment"].str.startswith("con")]
    clear = {facts.unpair(row.segment)["construct"] for row in gaps.itertuples() if row.status == "clear"}
    assert set(planted["gaps"]) <= clear <= {*planted["gaps"], *planted["productive"]}
    unseen = rows[(rows["metric"] == "dont_know") & (rows["variant"] == "") & (rows["value"] >= 0.3)]
    assert {facts.unpair(segment)["construct"] for segment in unseen["segment"]} == set(planted["unseen"])
    errors = rows[rows["metric"] == "mirror_error"].set_index("segment")["value"]
    for construct, team in planted["mirror"].items():
        assert errors[f"construct={construct};team={team}"] == errors.max()


def test_every_format_in_every_language_is_there(assessed: Assessed) -> None:
    made = {path.name for path in assessed.build.iterdir()}
    for lang in ("en", "es") if assessed.name == "saas_en" else ("es",):
        assert {f"report.{lang}.{name}" for name in (*FORMATS, "json")} <= made
    assert {"metrics.csv", "manifest.json", "import_contract.json", "notebooks"} <= made and "work" not in made
    assert (assessed.build / next(name for name in made if name.endswith(".pdf"))).read_bytes().startswith(b"%PDF")


def test_the_session_takes_ninety_minutes_and_the_plan_at_most_five(assessed: Assessed) -> None:
    report = Report.from_json((assessed.build / "report.es.json").read_text(encoding="utf-8"))
    (script,) = [block for block in report.blocks if isinstance(block, Script)]
    assert sum(step.minutes for step in script.steps) == script.minutes == 90
    assert [step.start for step in script.steps] == [
        sum(step.minutes for step in script.steps[:place]) for place in range(len(script.steps))
    ]
    rows = facts.read(assessed.build / "metrics.csv")
    assert 1 <= facts.pick(rows, "commitments")["value"].item() <= 5
    headline = next(block for block in report.blocks if isinstance(block, Narrative) and block.role == "headline")
    assert headline.first_screen and any("perception_agree" in key for key in headline.sentences[0].facts)


def test_nobody_who_answered_is_in_the_build(assessed: Assessed) -> None:
    """Not one text that was not marked quotable, and no moment of answering."""
    survey = next((assessed.folder / "forms").glob("[se][un][rc]*[ya].csv")).read_text(encoding="utf-8-sig")
    moments = re.findall(r"\d{1,4}[/-]\d\d[/-]\d{1,4} \d\d:\d\d:\d\d", survey)
    assert len(moments) > 10
    for path in (path for path in assessed.build.rglob("*") if path.suffix in (".html", ".json", ".csv", ".ipynb")):
        text = path.read_text(encoding="utf-8")
        assert not [moment for moment in moments if moment in text], path.name


def test_what_was_found_is_kept_for_the_next_time_and_the_next_time_says_what_moved(both: dict[str, Assessed]) -> None:
    assessed = both["industrial_es"]
    kept = assessed.folder / "history" / f"assessment-{DAYS['industrial_es']}.csv"
    rows = facts.read(kept)
    assert set(rows["metric"]) >= {"construct_level", "perception_score", "contradiction"}
    assert "leads" not in set(rows["metric"])
    again = "2026-12-01"
    succeed("assess", str(assessed.folder), "--on", again, "--lang", "es", "--format", "html")
    build = assessed.folder / "build" / f"assessment-{again}"
    levels = facts.read(build / "metrics.csv").query("metric == 'construct_level' and variant == ''")
    before = rows.query("metric == 'construct_level' and variant == ''")
    assert levels["prior"].tolist() == before["value"].tolist()
    assert sorted(path.name for path in build.glob("report.*")) == ["report.es.html", "report.es.json"]
    index = (assessed.folder / "build" / "index.es.html").read_text(encoding="utf-8")
    assert index.index(again) < index.index(DAYS["industrial_es"])
    newest = (build / "report.es.html").read_text(encoding="utf-8")
    assert f"../assessment-{DAYS['industrial_es']}/report.es.html" in newest


def test_the_build_names_no_machine_and_its_inputs(assessed: Assessed) -> None:
    manifest = json.loads((assessed.build / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["on"] == DAYS[assessed.name]
    assert {"forms/artefacts.csv", "forms/documentos_comunes.csv"} & set(manifest["inputs"])
    for path in assessed.build.rglob("*"):
        if path.suffix in (".html", ".json", ".ipynb", ".csv"):
            assert str(assessed.folder.parent) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "yesterday"], "'yesterday' is no day"),
        (["--on", "2019-01-31"], "no month with data is over by 2019-01-31"),
        (["--format", "docx"], "no format 'docx'; use html, pdf, pptx, xlsx or all"),
        (["--lang", "../../x"], "no words in '../../x'"),
        (["--period", "../../2026-09"], "is not a month"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    both: dict[str, Assessed], capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    folder = both["industrial_es"].folder
    before = digest(folder / "build")
    with pytest.raises(SystemExit):
        main(["assess", str(folder), *arguments])
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert digest(folder / "build") == before
    assert {path.name for path in folder.parent.iterdir()} == set(SAMPLES)
