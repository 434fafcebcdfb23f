"""From a sheet's blocks to a PDF on A4, by Typst: nothing of the machine, and the same bytes every time."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from helpers.errors import RenderError
from helpers.look import PLAIN, Look
from helpers.words import Words, base
from helpers.workshop.materials.blocks import Document, plain


def typeset(document: Document, *, words: Words, look: Look = PLAIN) -> bytes:
    """The document as a PDF for everyone (PDF/UA-1); ``RenderError`` in one line where Typst cannot make it."""
    say = words.say
    data = plain(
        document, lang=base(words.lang),
        words={"page": say("Page {n} of {all}", n="{n}", all="{all}")},
        look={"ink": look.ink, "actual": look.actual, "band": look.band},
    )  # fmt: skip
    # Typst takes files by name, "main.typ" first; its stubs know of single files only.
    given: Any = {"main.typ": _template("main.typ"), "blocks.typ": _template("blocks.typ"),
                  "data.json": json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8")}  # fmt: skip
    fonts = str(Path(mpl.get_data_path()) / "fonts" / "ttf")
    try:
        made = typst.compile(given, font_paths=[fonts], ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"])
    except RuntimeError as error:
        said = str(getattr(error, "message", error)) or "no reason is given"
        raise RenderError(
            f"the sheet cannot be made: {said.splitlines()[0]}", where=document.id, do="install tandem-kit again"
        ) from None
    return bytes(made)


@cache
def _template(name: str) -> bytes:
    return (files("helpers.workshop.materials") / "templates" / name).read_bytes()
