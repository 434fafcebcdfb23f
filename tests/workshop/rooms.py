"""Start the room of ``room_program`` and end it, and what it said meanwhile."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 240


@dataclass(frozen=True)
class Running:
    """A room that is open: where, with which codes, and where each pair's copy lies."""

    address: str
    trainer: str
    codes: dict[int, str]
    copies: dict[int, Path]
    port: int


def free_ports(number: int) -> int:
    """The first of so many ports in a row that nothing uses."""
    for first in range(20_000 + os.getpid() % 20_000, 60_000, number):
        sockets = [socket.socket() for _ in range(number)]
        try:
            for place, probe in enumerate(sockets):
                probe.bind(("127.0.0.1", first + place))
        except OSError:
            continue
        finally:
            for probe in sockets:
                probe.close()
        return first
    raise OSError("no ports in a row are free")


@contextmanager
def running(folder: Path, *, pairs: int) -> Iterator[Running]:
    """The room in a process of its own; at the end it is told to close, as Ctrl+C does."""
    port = free_ports(pairs + 1)
    said = folder / "said.txt"
    program = Path(__file__).with_name("room_program.py")
    with said.open("wb") as out:
        process = subprocess.Popen([sys.executable, str(program), str(port), str(pairs)], stdout=out, stderr=out)
        try:
            yield _opened(said, process, port)
        finally:
            process.terminate()
            process.wait(60)
    assert said.read_text(encoding="utf-8").split("\n")[-2] == "closed"


def _opened(said: Path, process: subprocess.Popen[bytes], port: int) -> Running:
    end = time.monotonic() + _PATIENCE
    text = ""
    while "Ctrl+C" not in text:
        assert process.poll() is None and time.monotonic() < end, text
        time.sleep(0.2)
        text = said.read_text(encoding="utf-8")
    codes = {int(number): code for number, code in re.findall(r"^Pair (\d+): (\w+)$", text, re.MULTILINE)}
    copies = {int(number): Path(path) for number, path in re.findall(r"^copy (\d+): (.+)$", text, re.MULTILINE)}
    trainer = re.findall(r"^Trainer's code: (\w+)$", text, re.MULTILINE)[0]
    return Running(f"http://127.0.0.1:{port}", trainer, codes, copies, port)
