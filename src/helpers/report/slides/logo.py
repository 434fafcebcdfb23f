"""The logo as a picture that presentations can hold; a drawing becomes one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from helpers.look import Look

#: dots to an inch of a drawing made a picture: enough for a wall
_SHARP = 300.0


def picture(look: Look) -> bytes:
    """The logo as PNG or JPEG; empty where there is none."""
    return _traced(look.logo) if look.logo and look.logo_kind == "svg" else look.logo


def _traced(drawing: bytes) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "logo.svg").write_bytes(drawing)
        source = Path(folder) / "logo.typ"
        source.write_text(
            '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("logo.svg", height: 80pt)\n',
            encoding="utf-8",
        )
        made = typst.compile(source, root=Path(folder), format="png", ppi=_SHARP)
    return bytes(made)
