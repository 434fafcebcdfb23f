"""From laid-out data to the bytes of a PDF: Typst, our templates, two families of fonts, and nothing of the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from helpers.errors import RenderError

TEMPLATES = ("main.typ", "style.typ", "sheet.typ", "blocks.typ", "tables.typ")


def typeset(data: Mapping[str, Any], *, logo: bytes = b"") -> bytes:
    """The PDF of what ``laid_out`` gives; ``RenderError`` in one line where Typst cannot make it.

    Files are handed over in memory: Typst sees no folder, no network, no font of the machine and no clock.
    """
    # Typst takes files by name, "main.typ" first, and only such as are text: a picture goes as a list of its bytes.
    # Its stubs know of single files only.
    given: Any = {name: _template(name) for name in TEMPLATES}
    given |= {"data.json": _json(data), "logo.json": _json(list(logo))}
    try:
        made = typst.compile(
            given,
            font_paths=[str(_fonts())],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except RuntimeError as error:
        said = str(getattr(error, "message", error)) or "no reason is given"
        raise RenderError(
            f"the PDF cannot be made: {said.splitlines()[0]}", do="the other formats can: --format html"
        ) from None
    return bytes(made)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _fonts() -> Path:
    """DejaVu comes with matplotlib: the signs that the family of the text lacks."""
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


@cache
def _template(name: str) -> bytes:
    return (files("helpers.report") / "templates" / "pdf" / name).read_bytes()
