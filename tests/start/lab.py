"""A JupyterLab of the tests' own: on loopback, in its own folders, with the settings that ship beside the notebooks."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 120


@dataclass(frozen=True)
class Lab:
    """Where it answers, where its clients lie, and every attempt of its processes to reach another machine."""

    address: str
    token: str
    clients: Path
    outside: list[str]

    def url(self, path: str) -> str:
        return f"{self.address}{path}?token={self.token}"


@contextmanager
def jupyter(folder: Path) -> Iterator[Lab]:
    """JupyterLab on a copy of ``00_start.ipynb``; it ends with all its kernels, and nothing else does."""
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "00_start.ipynb", folder / "notebooks")
    port, token, outside = _free_port(), secrets.token_hex(16), []
    lab = Lab(f"http://127.0.0.1:{port}", token, folder / "clients", outside)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]  # fmt: skip
    with _trap(outside) as proxy, (folder / "log.txt").open("wb") as log:
        environment = _environment(folder, proxy=proxy)
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _await(lab, process, folder)
            yield lab
        finally:
            _shut_down(lab, process)


def _environment(folder: Path, *, proxy: str) -> dict[str, str]:
    names = ("CONFIG", "DATA", "RUNTIME")
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in names}
    own |= {f"JUPYTERLAB_{name}_DIR": str(folder / name.lower()) for name in ("WORKSPACES", "SETTINGS")}
    own |= {"JUPYTER_CONFIG_PATH": str(ROOT / "notebooks" / ".jupyter"), "IPYTHONDIR": str(folder / "ipython")}
    own |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy)
    return {**os.environ, **own, "no_proxy": "127.0.0.1,localhost", "TANDEM_CLIENTS": str(folder / "clients")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _trap(caught: list[str]) -> Iterator[str]:
    """A proxy that lets nothing through and writes down who asked for what."""
    listener = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                asker, _ = listener.accept()
            except OSError:
                return
            with asker:
                caught.append(asker.recv(200).decode("latin-1").split("\r\n")[0])

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


def _await(lab: Lab, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, (folder / "log.txt").read_text(encoding="utf-8")[-2000:]
        try:
            _ask(lab, "/api/status")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError((folder / "log.txt").read_text(encoding="utf-8")[-2000:])


def _ask(lab: Lab, path: str, method: str = "GET") -> None:
    request = urllib.request.Request(lab.address + path, method=method, headers={"Authorization": f"token {lab.token}"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=10):
        pass


def _shut_down(lab: Lab, process: subprocess.Popen[bytes]) -> None:
    try:
        _ask(lab, "/api/shutdown", "POST")
        process.wait(30)
    except (urllib.error.URLError, ConnectionError, TimeoutError, subprocess.TimeoutExpired):
        process.terminate()
        process.wait(30)
