"""A Jupyter kernel that talks to nobody else: no ports, no shared settings, no chatter on the terminal."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from traitlets import Unicode
from traitlets.config import Config

#: One thread per kernel: two run at a time, and sums of floats then have one order.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}  # fmt: skip


class QuietKernelManager(AsyncKernelManager):
    """Starts this very Python, whatever kernels the user has installed, and keeps its stderr in ``den``."""

    den = Unicode(help="private folder of this kernel").tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The interpreter that runs this process."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def start_kernel(self, **keywords: Any) -> None:  # type: ignore[override]
        """Start with a clean IPython profile; what the process says lands in ``stderr.txt``."""
        environment = {**os.environ, **_ENVIRONMENT, "IPYTHONDIR": str(Path(self.den, "ipython"))}
        with Path(self.den, "stderr.txt").open("wb") as said:
            await super().start_kernel(**keywords, env=environment, stdout=said, stderr=said)


@contextmanager
def den() -> Iterator[Path]:
    """A private folder and event loop for one run, both gone afterwards.

    The folder's path is short: a Unix socket's name may have about a hundred characters. The loop is closed here
    because Jupyter opens one per thread and leaves it open.
    """
    with tempfile.TemporaryDirectory(prefix="tdm", ignore_cleanup_errors=True) as folder:
        loop = ensure_event_loop(prefer_selector_loop=True)
        try:
            yield Path(folder)
        finally:
            loop.close()
            asyncio.set_event_loop(None)


def settings(folder: Path) -> dict[str, Any]:
    """What Papermill hands to nbclient: this manager, and sockets in ``folder`` where the system has them."""
    manager: dict[str, Any] = {"den": str(folder), "connection_file": str(folder / "kernel.json")}
    if sys.platform != "win32":
        manager |= {"transport": "ipc", "ip": str(folder / "k")}
    return {"kernel_manager_class": QuietKernelManager, "config": Config({"QuietKernelManager": manager})}


def last_words(folder: Path) -> str:
    """The last line a kernel wrote before it died."""
    try:
        lines = Path(folder, "stderr.txt").read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
