"""What a double click does: install once with hashes, open the form, and say in one line when Python is missing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MAC, WINDOWS = ROOT / "start-mac.command", ROOT / "start-windows.bat"
BATCH = WINDOWS.read_text(encoding="utf-8")
unix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")

#: A Python 3.11 that only writes down how it was called; of ``-m venv`` it makes a folder with itself inside.
FAKE = """#!/bin/sh
printf '%s|' "$@" >>"$CALLS"
printf ' in %s with %s\\n' "$(pwd)" "${JUPYTER_CONFIG_PATH:-}" >>"$CALLS"
if [ "$1 $2" = "-m venv" ]; then mkdir -p .venv/bin && cp "$0" .venv/bin/python; fi
if [ "$3" = "install" ] && [ -n "${BROKEN:-}" ]; then exit 1; fi
exit 0
"""


@pytest.fixture
def kit(tmp_path):
    """A copy of what a launcher needs, in a folder whose name has a space and an accent; and a fake Python."""
    folder = tmp_path / "Kit de Tándem"
    folder.mkdir()
    for path in (MAC, ROOT / "requirements.lock"):
        shutil.copy(path, folder)
    python = tmp_path / "bin" / "python3.11"
    python.parent.mkdir()
    python.write_text(FAKE, encoding="utf-8")
    python.chmod(0o755)
    return folder


def double_click(folder: Path, *, path: str = "", **extra: str) -> tuple[int, str, list[str]]:
    """Exit code, what it said, and the calls of Python, the search for it aside."""
    calls = folder.parent / "calls"
    calls.write_text("", encoding="utf-8")
    environment = {
        "PATH": path or f"{folder.parent / 'bin'}:{os.defpath}",
        "CALLS": str(calls),
        "LANG": "C.UTF-8",
        **extra,
    }
    ran = subprocess.run(
        ["sh", str(folder / MAC.name)], env=environment, cwd="/", capture_output=True, text=True, check=False
    )
    made = calls.read_text(encoding="utf-8").splitlines()
    return ran.returncode, ran.stdout + ran.stderr, [call for call in made if not call.startswith("-c|")]


@unix
def test_the_shell_can_read_it_and_it_may_be_run():
    subprocess.run(["bash", "-n", str(MAC)], check=True)
    assert os.access(MAC, os.X_OK)
    listed = subprocess.run(["git", "ls-files", "-s", MAC.name], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not listed.stdout or listed.stdout.startswith("100755")


@unix
def test_the_first_click_installs_with_hashes_and_opens_the_form(kit):
    code, said, calls = double_click(kit)
    assert code == 0
    inside, config = f"in {kit}", f"{kit}/notebooks/.jupyter"
    pip = "-m|pip|install|--quiet|--disable-pip-version-check|"
    assert calls == [
        f"-m|venv|.venv| {inside} with ",
        f"{pip}--require-hashes|-r|requirements.lock| {inside} with ",
        f"{pip}--no-deps|--no-build-isolation|-e|.| {inside} with ",
        f"-m|jupyterlab|notebooks/00_start.ipynb| {inside} with {config}",
    ]
    assert "Installing, once" in said and "Instalando, una sola vez" in said


@unix
def test_the_second_click_only_opens_and_a_newer_lock_installs_again(kit):
    double_click(kit)
    assert [call.split("|")[1] for call in double_click(kit)[2]] == ["jupyterlab"]
    later = (kit / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(kit / "requirements.lock", (later, later))
    assert [call.split("|")[1] for call in double_click(kit)[2]] == ["venv", "pip", "pip", "jupyterlab"]


@unix
def test_an_installation_that_breaks_is_begun_again_next_time(kit):
    code, _, calls = double_click(kit, BROKEN="yes")
    assert code != 0 and "jupyterlab" not in calls[-1]
    assert not (kit / ".venv" / ".installed").exists()
    assert "jupyterlab" in double_click(kit)[2][-1]


@unix
def test_without_python_it_says_what_to_do_and_touches_nothing(kit):
    (kit.parent / "bin" / "python3.11").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    tools = kit.parent / "tools"
    tools.mkdir()
    for name in ("dirname", "sh"):
        (tools / name).symlink_to(shutil.which(name))
    script = (kit / MAC.name).read_text(encoding="utf-8")
    places = re.sub(r"(/Library|/opt|/usr)(/[\w./]+)?/python3\.11", "/nowhere/python3.11", script)
    (kit / MAC.name).write_text(places, encoding="utf-8")
    code, said, calls = double_click(kit, path=f"{kit.parent / 'bin'}:{tools}")
    assert code == 1 and calls == []
    assert "Python 3.11 is missing. Install it from python.org" in said and "Falta Python 3.11" in said
    assert sorted(path.name for path in kit.iterdir()) == sorted([MAC.name, "requirements.lock"])


def test_windows_reads_its_lines():
    data = WINDOWS.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 20
    assert not data.startswith(b"\xef\xbb\xbf")
    assert "*.bat -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8")


def test_windows_does_the_same_in_the_same_order():
    wanted = [
        "requirements.lock .venv\\installed.lock", "py -3.11", "Python 3.11 is missing", "Falta Python 3.11", "pause",
        "%PYTHON% -m venv .venv || goto failed", "--require-hashes -r requirements.lock || goto failed",
        "--no-deps --no-build-isolation -e . || goto failed", "copy /y requirements.lock .venv\\installed.lock",
        'set "JUPYTER_CONFIG_PATH=%CD%\\notebooks\\.jupyter"', "-m jupyterlab notebooks\\00_start.ipynb",
    ]  # fmt: skip
    places = [BATCH.index(text) for text in wanted]
    assert places == sorted(places)
    labels = set(re.findall(r"(?m)^:(\w+)", BATCH))
    assert set(re.findall(r"goto (\w+)", BATCH)) == labels == {"install", "open", "failed"}


@pytest.mark.parametrize("text", [BATCH, MAC.read_text(encoding="utf-8")], ids=["windows", "mac"])
def test_nothing_is_deleted_and_nothing_is_fetched_but_the_lock(text):
    assert re.findall(r"\b(rm|del|rmdir|rd|erase|curl|wget|sudo|format)\b", text) == []
    assert text.count("pip install") == 2 and "://" not in text
    assert (ROOT / "notebooks" / ".jupyter" / "labconfig" / "page_config.json").is_file()


def test_make_lab_opens_the_same_notebook_with_the_same_settings():
    told = subprocess.run(["make", "-n", "lab"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "jupyter lab notebooks/00_start.ipynb" in told and "notebooks/.jupyter" in told
