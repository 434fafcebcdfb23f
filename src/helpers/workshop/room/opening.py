"""Open the room: lessons prepared once, a copy and a server for each pair, the page by which they come in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import tornado.httpserver

from helpers.assets import asset
from helpers.errors import TandemError
from helpers.workshop.room.codes import MOST, accesses, drawn
from helpers.workshop.room.copies import LESSONS, OWN, TEMPORARY, Copy
from helpers.workshop.room.desk import LANGUAGES, Desk, application, lessons_in
from helpers.workshop.room.servers import PairServer

#: How often somebody looks whether every pair's server still serves.
_LOOK_SECONDS = 3.0
#: Servers that start side by side: more of them only wait for each other.
_AT_ONCE = 3

#: The program that prepares the lessons.
WARMING = "helpers.workshop.room.warming"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What is asked of a room: ``port`` is that of the first page, pairs get the ones after it."""

    pairs: int = 6
    port: int = 8800
    languages: tuple[str, ...] = ()
    #: on this machine only, for a rehearsal
    here: bool = False


@dataclass(frozen=True)
class Room:
    """A room that is open."""

    desk: Desk
    port: int
    address: str


def open_room(options: Options, *, tell: Tell) -> None:
    """Serve the room until somebody ends it with Ctrl+C. ``TandemError`` where a port is taken or the disk is full."""
    with tempfile.TemporaryDirectory(prefix="tandem-room-") as place, opened(options, Path(place), tell=tell) as room:
        for line in told(room):
            tell(line)
        asyncio.run(serve(room))
    tell("The room is closed; the copies of the pairs are gone.")


def told(room: Room) -> list[str]:
    """What the trainer reads: where the room is, and the codes to hand out."""
    names = ["127.0.0.1"] if room.address == "127.0.0.1" else [*_names(), "127.0.0.1"]
    lines = ["The room is open. People open, in any browser of this network:"]
    lines += [f"  http://{name}:{room.port}" for name in names]
    lines += [f"Trainer's code: {room.desk.trainer}"]
    lines += [f"Pair {pair.access.number}: {pair.access.code}" for pair in room.desk.pairs]
    return [*lines, "Ctrl+C closes it."]


@contextlib.contextmanager
def opened(
    options: Options, place: Path, *, tell: Tell, prepare: Callable[[Path, Sequence[str]], Path] | None = None
) -> Iterator[Room]:
    """A room whose pairs are all served, and which ends what it began. Whoever runs it serves the first page too.

    ``prepare`` makes the copy that pairs begin with, of the lessons unless it says otherwise.
    """
    _refuse(options)
    address = "127.0.0.1" if options.here else "0.0.0.0"
    languages = options.languages or tuple(LANGUAGES)
    tell("preparing the lessons")
    pristine = (prepare or prepared)(place / "pristine", languages)
    pairs = [
        PairServer(access, options.port + access.number, Copy(place / f"pair-{drawn()}"), pristine, address)
        for access in accesses(options.pairs)
    ]
    tell("starting a server for each pair")
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(lambda pair: pair.start(), pairs))
        links = lessons_in(pristine / LESSONS)
        yield Room(Desk(pairs, drawn(), links, _pages(pristine)), options.port, address)
    finally:
        with ThreadPoolExecutor(MOST) as pool:
            list(pool.map(lambda pair: pair.stop(), pairs))


def _refuse(options: Options) -> None:
    if not 1 <= options.pairs <= MOST:
        raise TandemError(f"{options.pairs} pairs", where="--pairs", do=f"name 1 to {MOST}")
    if not 1024 <= options.port <= 65_535 - MOST:
        raise TandemError(f"no port {options.port}", where="--port", do=f"name one from 1024 to {65_535 - MOST}")
    for number in range(options.port, options.port + options.pairs + 1):
        if not _free(number):
            raise TandemError(f"port {number} is in use", where="--port", do="name another first port, as 9100")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True


def prepared(place: Path, languages: Sequence[str]) -> Path:
    """The copy nobody works in: notebooks, their companies imported, and the same lessons as pages."""
    source = asset("notebooks") / "workshop"
    for lang in languages:
        if not (source / lang).is_dir():
            raise TandemError(f"no lessons in '{lang}'", where="--lang", do="use en or es")
        shutil.copytree(source / lang, place / LESSONS / lang, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    temporary = place / OWN / TEMPORARY
    temporary.mkdir(parents=True)
    command = [sys.executable, "-m", WARMING, str(place / "pages"), *languages]
    warmed = subprocess.run(command, env={**os.environ, **Copy(place).environment}, capture_output=True, text=True)
    if warmed.returncode:
        said = [line for line in warmed.stderr.split("\n") if line.strip()]
        raise TandemError(f"the lessons cannot be prepared: {said[-1] if said else 'no reason was given'}")
    return place


def _pages(pristine: Path) -> Path | None:
    return pristine / "pages" if (pristine / "pages").is_dir() else None


async def serve(room: Room) -> None:
    """Answer at the first page, and look after the pairs, until this task is cancelled or the program told to end."""
    logging.getLogger("tornado.access").disabled = True
    server = tornado.httpserver.HTTPServer(application(room.desk))
    server.listen(room.port, address=room.address)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, ended.set)
    try:
        while not ended.is_set():
            await asyncio.gather(*(loop.run_in_executor(None, pair.revive) for pair in room.desk.pairs))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _LOOK_SECONDS)
    finally:
        server.stop()
        await server.close_all_connections()


def _names() -> list[str]:
    """Addresses of this machine that others of its network can reach; no packet is sent to find them."""
    found = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        found.append(str(probe.getsockname()[0]))
    return [name for name in found if not name.startswith("127.")]
