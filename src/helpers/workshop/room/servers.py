"""The server of one pair: a JupyterLab of its own, on its own port, in its own copy."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.assets import asset
from helpers.errors import TandemError
from helpers.workshop.room.codes import Access
from helpers.workshop.room.copies import Copy, renewed

_START_SECONDS, _STOP_SECONDS = 120, 20
#: No terminals, no hidden files, and nothing of a pair's left in the machine's waste bin.
_SETTINGS = (
    "--no-browser", "--ServerApp.port_retries=0", "--ServerApp.terminals_enabled=False",
    "--ServerApp.quit_button=False", "--ServerApp.allow_remote_access=True", "--ContentsManager.allow_hidden=False",
    "--FileContentsManager.delete_to_trash=False",
)  # fmt: skip


@dataclass
class PairServer:
    """Starts, ends and renews what one pair works in. Every call may come from any thread."""

    access: Access
    port: int
    copy: Copy
    pristine: Path
    address: str
    #: how often it was started again because it had ended by itself
    revived: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _wanted: bool = False

    def start(self) -> None:
        """Begin serving; returns once it answers."""
        with self._lock:
            if not self.copy.lessons.is_dir():
                renewed(self.pristine, self.copy)
            self._wanted = True
            with (self.copy.folder / "server.log").open("ab") as log:
                self._process = subprocess.Popen(
                    self._command(), cwd=self.copy.lessons, env={**os.environ, **self._environment()}, stdout=log,
                    stderr=log, stdin=subprocess.DEVNULL,
                )  # fmt: skip
            self._await()

    def stop(self) -> None:
        """End the server and its kernels, and nothing else."""
        with self._lock:
            self._wanted, process = False, self._process
            if process is None or process.poll() is not None:
                return
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def renew(self) -> None:
        """Start again: the copy as it was in the beginning, at the same address and with the same token."""
        with self._lock:
            self.stop()
            renewed(self.pristine, self.copy)
            self.start()

    def revive(self) -> None:
        """Serve again where the server ended by itself; the pair's copy stays as it is."""
        with self._lock:
            if self._wanted and not self.alive:
                self.revived += 1
                self.start()

    @property
    def alive(self) -> bool:
        """Whether it serves."""
        return self._process is not None and self._process.poll() is None

    def _command(self) -> Sequence[str]:
        root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        return [
            sys.executable, "-m", "jupyterlab", f"--ip={self.address}", f"--port={self.port}",
            f"--IdentityProvider.token={self.access.token}", f"--ServerApp.root_dir={self.copy.lessons}", *_SETTINGS,
            *root,
        ]  # fmt: skip

    def _environment(self) -> dict[str, str]:
        return {**self.copy.environment, "JUPYTER_CONFIG_PATH": str(asset("notebooks") / ".jupyter")}

    def _await(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if not self.alive:
                break
            if answers(self.port, self.access.token):
                return
            time.sleep(0.2)
        self.stop()
        raise TandemError(
            f"the server of pair {self.access.number} does not start: {self._last_words()}",
            where=f"port {self.port}", do="close what uses the port, or name another with --port",
        )  # fmt: skip

    def _last_words(self) -> str:
        log = self.copy.folder / "server.log"
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.is_file() else []
        said = [" ".join(line.split()) for line in lines if line.strip()]
        return said[-1][-160:] if said else "it said nothing"


def answers(port: int, token: str) -> bool:
    """Whether the server on a port of this machine takes the token."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/status", headers={"Authorization": f"token {token}"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=10):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
