"""A client's logo: a picture in the client's own folder, known by its content, and nothing but a picture."""

from __future__ import annotations

import io
import warnings
from pathlib import Path, PurePosixPath, PureWindowsPath

from helpers.errors import ConfigError
from helpers.look.drawings import cleaned_svg

MOST_BYTES = 1024 * 1024
#: A picture of few bytes can unfold to gigabytes.
MOST_PIXELS = 16_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SETTING = "engagement.yml, brand.logo"


def read_logo(folder: Path, name: str) -> tuple[bytes, str]:
    """The bytes of a logo and its kind (png, jpeg, svg); ``ConfigError`` in one line for what cannot be shown."""
    content = _bytes(_inside(folder, name), name)
    if content.startswith(_PNG):
        return _picture(content, name, "PNG"), "png"
    if content.startswith(_JPEG):
        return _picture(content, name, "JPEG"), "jpeg"
    if _looks_like_svg(content):
        return cleaned_svg(content, where=f"{_SETTING}: {name}"), "svg"
    raise _refused(f"{name} is no picture that a report can show", "give a PNG, JPEG or SVG file")


def _inside(folder: Path, name: str) -> Path:
    """The file itself, wherever links lead: in the folder or nowhere."""
    out = _refused(f"{name} leads out of the engagement's folder", "put the logo into that folder and give its name")
    windows = PureWindowsPath(name)
    if windows.drive or windows.root or ".." in windows.parts or ".." in PurePosixPath(name).parts or "\0" in name:
        raise out
    try:
        path = (folder / name).resolve()
    except (OSError, RuntimeError):
        raise out from None
    if not path.is_relative_to(folder.resolve()):
        raise out
    if not path.is_file():
        raise _refused(f"there is no file {name} in the engagement's folder", "put it there or take the line out")
    return path


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _refused(f"{name} cannot be read ({error.strerror})", "check that it may be opened") from None
    if len(content) > MOST_BYTES:
        raise _refused(f"{name} has more than 1 MB", "save it smaller: a logo needs about 600 pixels across")
    return content


def _picture(content: bytes, name: str, kind: str) -> bytes:
    """The picture, whole: one that breaks off would show in some formats and stop others."""
    from PIL import Image

    broken = _refused(f"{name} is a broken {kind} file", "save the logo again")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _refused(f"{name} has {picture.width} × {picture.height} pixels", "save it smaller")
                picture.load()
    except ConfigError:
        raise
    except Exception:
        # Whatever a broken picture does to its reader, to the person it is a broken picture.
        raise broken from None
    return content


def _looks_like_svg(content: bytes) -> bool:
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    head = content.decode("utf-16" if wide else "utf-8-sig", errors="replace").lstrip()
    return head.startswith("<") and "<svg" in head


def _refused(what: str, do: str) -> ConfigError:
    return ConfigError(what, where=_SETTING, do=do)
