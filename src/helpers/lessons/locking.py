"""One at a time: what two kernels would make at once is made by the first, and the second waits and finds it there."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: How often a waiting kernel looks again, in seconds.
_PAUSE = 0.2


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the file at ``path`` (made if need be) until the block ends; whoever else asks for it waits.

    The system lets go of it when a process ends, however it ends, so nobody ever waits for one that is gone.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _held(handle):
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _held(handle: int) -> bool:
    """Whether the lock could be had; closing the handle gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
