"""A build is made beside the last one and then takes its place, whole or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.errors import WriteError

#: The disk is full, the file is too large, the quota is used up, the disk is read-only.
_REFUSALS = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


class Draft:
    """One build in the making: ``folder`` becomes ``build/<name>`` when it is published."""

    def __init__(self, root: Path, *, name: str) -> None:
        self.final = root / name
        self.folder = root / f".{name}.new"
        self._old = root / f".{name}.old"

    def open(self) -> None:
        """Begin anew; what a broken run left behind is mended first."""
        with writing(self.final.parent):
            if self._old.exists() and not self.final.exists():
                self._old.rename(self.final)
            for left in (self.folder, self._old):
                shutil.rmtree(left, ignore_errors=True)
            self.folder.mkdir(parents=True)

    def discard(self) -> None:
        """Forget the draft; the last good build stays as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self) -> Path:
        """Take the place of the last build.

        Where the place is refused (on Windows: a file open in another program), the new build stays beside it under a
        name people can see, and ``WriteError`` says so.
        """
        try:
            if self.final.exists():
                self.final.rename(self._old)
            self.folder.rename(self.final)
        except OSError as error:
            raise WriteError(*self._set_beside(error)) from error
        shutil.rmtree(self._old, ignore_errors=True)
        return self.final

    def _set_beside(self, error: OSError) -> tuple[str]:
        if self._old.exists() and not self.final.exists():
            self._old.rename(self.final)
        beside = self.final.with_name(f"{self.final.name}.new")
        shutil.rmtree(beside, ignore_errors=True)
        self.folder.rename(beside)
        return (
            f"{self.final.name} could not be replaced ({error.strerror}), so the new build is in {beside}; "
            "close what is open there and run again",
        )


def written(path: Path, text: str) -> list[Path]:
    """The file, in the place of the last one, whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    with writing(path):
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    return [path]


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Turn the disk's refusals into one line."""
    try:
        yield
    except OSError as error:
        if error.errno in _REFUSALS:
            raise refusal(error.strerror or str(error), where=where) from error
        raise


def refusal(reason: str, *, where: Path) -> WriteError:
    """The one line for a disk that refuses; the last build is untouched by then."""
    return WriteError(
        f"could not write ({reason})", where=str(where), do="make room or choose another folder; nothing was replaced"
    )


def refused(text: str) -> str:
    """The reason in an error text of another process or library, empty when it is not about writing.

    >>> refused("IO Error: could not write: File too large")
    'File too large'
    """
    reasons = ("File too large", "No space left on device", "Disk quota exceeded", "Read-only file system")
    return next((reason for reason in reasons if reason.lower() in text.lower()), "")
