"""On what it ran: processor, memory, system and versions; nothing that names a person or a folder."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("numpy", "pandas", "pyarrow", "duckdb", "scipy", "ibis-framework")


def machine() -> str:
    """One sentence."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9 if hasattr(os, "sysconf") else 0
    parts = [f"{os.cpu_count()} cores ({_processor()})", f"{memory:.0f} GB of memory", platform.system()]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{', '.join(parts)}; Python {platform.python_version()}, {packages}."


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
