"""What is installed is what is written down: pyproject.toml, environment.yml and the lock are in step."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from helpers.catalog import catalog
from helpers.engagement import json_schema
from helpers.model.dictionary import markdown

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = [Requirement(text) for text in PROJECT["dependencies"]]
TESTS = [Requirement(text) for text in PROJECT["optional-dependencies"]["test"]]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
#: Where conda-forge has another name than PyPI.
CONDA = {
    "python-duckdb": "duckdb", "matplotlib-base": "matplotlib", "ibis-duckdb": "ibis-framework",
    "python-tzdata": "tzdata", "typst-py": "typst",
}  # fmt: skip


def locked() -> dict[str, list[str]]:
    """Each locked package with its versions (more than one where markers choose)."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", LOCK, re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


@pytest.mark.parametrize("wanted", DEPENDENCIES + TESTS, ids=str)
def test_the_lock_satisfies_every_requirement(wanted):
    versions = locked()[canonicalize_name(wanted.name)]
    assert all(wanted.specifier.contains(version) for version in versions)


def test_the_lock_has_a_hash_for_every_package_and_no_address():
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == sum(map(len, locked().values())) > 100
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"://|--(?:extra-)?index|--find-links|@ ", LOCK) == []


@pytest.mark.parametrize("name", ["boot-uv.txt", "boot-virtualenv.txt"])
def test_what_installs_the_lock_is_pinned_by_hash_too(name):
    text = (ROOT / ".ci" / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries and all("==" in entry and "--hash=sha256:" in entry and "://" not in entry for entry in entries)


def test_conda_has_the_same_bounds():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    texts = [Requirement(text) for text in listed if isinstance(text, str) and text != "pip"]
    bounds = {CONDA.get(r.name, canonicalize_name(r.name)): r.specifier for r in texts}
    assert bounds.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert bounds == {canonicalize_name(r.name): r.specifier for r in DEPENDENCIES}
    assert {"pip": ["-e ."]} in listed


def test_the_engines_stay_inside_what_was_tried():
    """The pins of docs/adr/0002 in one place: lifting one means changing the ADR and this line together."""
    bounds = {r.name: str(r.specifier) for r in DEPENDENCIES}
    assert {name: bounds[name] for name in ("duckdb", "ibis-framework", "matplotlib", "pandas", "sqlglot")} == {
        "duckdb": "<1.5,>=1.4.4", "ibis-framework": "<13,>=12", "matplotlib": "<3.13,>=3.10",
        "pandas": "<3.1,>=3.0", "sqlglot": "<30.18,>=28",
    }  # fmt: skip


def test_the_pins_can_be_lifted_only_with_another_ibis():
    """Fails when the lock moves past Ibis 12: then try the newest duckdb, pandas and sqlglot again (ADR 0002)."""
    assert locked()["ibis-framework"] == ["12.0.0"], "Ibis moved: try to lift the pins of docs/adr/0002"


def test_generated_files_are_what_their_declarations_say():
    schema = ROOT / "src" / "helpers" / "engagement.schema.json"
    assert schema.read_text(encoding="utf-8") == json_schema(), "run: make docs"
    dictionary = ROOT / "docs" / "data-dictionary.md"
    assert dictionary.read_text(encoding="utf-8") == markdown(), "run: make docs"


def test_the_changelog_says_since_when_each_metric_means_what_it_means():
    listed = re.findall(
        r"^\| [\d.]+ \| `(\w+)` \| .+ \| .+ \|$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert set(catalog()) - set(listed) == set()


def test_make_help_lists_every_target_people_call():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^  make (\w+) +\S", listed, re.MULTILINE))
    assert {"review", "test", "lab", "check", "lock", "sample", "notebooks", "docs", "benchmark", "wheel"} <= targets


def test_continuous_integration_runs_the_readmes_test_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^(make \w+)", readme, re.MULTILINE)
    assert commands[:2] == ["make review", "make test"]
    assert "\nmake test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
