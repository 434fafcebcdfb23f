"""What several tests share: Debian packages that some need, installed only where that is welcome."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A person's run draws new examples each time and may find something; the same commit on CI must give the same answer.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def debian() -> Callable[[str, str], str]:
    """``debian(what, package)``: the path of a command, or of a file named by its path, that a package brings.

    It is installed as root or with CI=true; else the test is skipped.
    """

    def find(what: str, package: str) -> str:
        return _found(what) or _install(what, package)

    return find


def _found(what: str) -> str:
    if what.startswith("/"):
        return what if Path(what).exists() else ""
    return shutil.which(what) or ""


def _install(what: str, package: str) -> str:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not shutil.which("apt-get") or not (root or os.environ.get("CI") == "true"):
        pytest.skip(f"needs the Debian package {package}")
    become = [] if root else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Two workers may want it at once; the package manager waits for its own lock, if told to.
    install = ["install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", package]
    for step in (["update", "-q"], install):
        ran = subprocess.run([*become, "apt-get", *step], env=environment, capture_output=True, text=True, check=False)
    found = _found(what)
    if not found:
        pytest.skip(f"apt-get could not install {package}: {ran.stderr.strip()[-200:]}")
    return found


@pytest.fixture(scope="session")
def scratch() -> Path:
    """A folder with a short path, for programs that put sockets in it."""
    with tempfile.TemporaryDirectory(prefix="tdt", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def browser(debian):
    """Debian's Chromium, driven from Python; see ``tests/browsing.py``.

    For one module only: while Playwright runs, nothing else in the process can run an event loop, and kernels need one.
    """
    from playwright.sync_api import sync_playwright

    from browsing import FLAGS

    with sync_playwright() as program:
        opened = program.chromium.launch(executable_path=debian("chromium", "chromium"), args=list(FLAGS))
        yield opened
        opened.close()
