"""The wheel alone, in an environment of its own, reviews as the clone does."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from .conftest import PERIOD, unkeyed

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built offline by the locked hatchling, from the files that git would ship."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_carries_notebooks_samples_words_and_templates_but_nobodys_key(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "helpers/bundle/notebooks/06_monthly_review.ipynb", "helpers/bundle/samples/saas_en/engagement.yml",
        "helpers/bundle/samples/industrial_es/engagement.yml", "helpers/bundle/playbook/README.md",
        "helpers/locales/es/LC_MESSAGES/report.po", "helpers/report/templates/report.html.j2",
        "helpers/engagement.schema.json", "helpers/scaffold/templates/engagement.es.yml", "helpers/py.typed",
    ):  # fmt: skip
        assert wanted in names
    assert [name for name in names if "key.local" in name or "/build/" in name or "__pycache__" in name] == []


@pytest.mark.skipif(sys.platform == "win32", reason="the layout of an environment differs")
def test_it_reviews_as_the_clone_does(wheel, reviewed, tmp_path):
    """The environment holds the wheel; the libraries of this one are lent to it by a path file, to save minutes.

    The source tree is not on its path: the path file names the folder of the libraries only, and path files inside that
    folder (the clone's own among them) are not read.
    """
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    site = next((home / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    (site / "lent.pth").write_text(str(Path(pytest.__file__).parent.parent) + "\n")
    clean = {name: text for name, text in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    run = [str(home / "bin" / "python"), "-c", "from helpers.cli import main; main()"]
    place = "import helpers; print(helpers.__file__)"
    where = subprocess.run([run[0], "-c", place], cwd=tmp_path, env=clean, capture_output=True, text=True, check=True)
    assert Path(where.stdout.strip()).is_relative_to(site)

    sample = tmp_path / "saas_en"
    shutil.copytree(site / "helpers" / "bundle" / "samples" / "saas_en", sample)
    options = ["review", "saas_en", "--period", PERIOD, "--lang", "en", "--lang", "es", "--internal"]
    ran = subprocess.run([*run, *options], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    here, there = (unkeyed(folder / "build" / PERIOD) for folder in (sample, reviewed["saas_en"]))
    assert here["metrics.csv"] == there["metrics.csv"]
    assert here == there
