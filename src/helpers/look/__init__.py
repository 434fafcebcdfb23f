"""A client's look: colours with their contrast checked, and the logo. What reports wear; their words never change."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from helpers.look.colours import banded, readable
from helpers.look.logos import read_logo


@dataclass(frozen=True)
class Look:
    """Colours as ``#rrggbb`` and the logo's bytes; the defaults are the kit's own.

    ``ink`` is text, ``actual`` bars, lines and headings (at least 4.5 to 1 on white), ``band`` a light tint of it (text
    stands on it at 4.5 to 1), ``prior`` grey. ``logo`` is empty where there is none; ``logo_kind`` is png, jpeg or svg.
    """

    ink: str = "#14283c"
    actual: str = "#1f4e79"
    band: str = "#cbdcec"
    prior: str = "#b4bdc6"
    logo: bytes = b""
    logo_kind: str = ""

    @property
    def logo_address(self) -> str:
        """The logo as the address of an image that lies in the page itself; '' where there is none.

        >>> Look(logo=b"<svg/>", logo_kind="svg").logo_address
        'data:image/svg+xml;base64,PHN2Zy8+'
        """
        kind = {"svg": "svg+xml"}.get(self.logo_kind, self.logo_kind)
        return f"data:image/{kind};base64,{base64.b64encode(self.logo).decode('ascii')}" if self.logo else ""


#: The kit's own look.
PLAIN = Look()


class Worn(Protocol):
    """What ``engagement.yml`` says under ``brand``; an empty text is not set."""

    @property
    def logo(self) -> str:
        """A file in the engagement's folder."""

    @property
    def colour(self) -> str:
        """The main colour as ``#rrggbb``."""


def look_of(folder: Path, brand: Worn) -> tuple[Look, tuple[str, ...]]:
    """The look of the client in ``folder``, and in one line each what had to be changed so that it can be read.

    Raises ``ConfigError`` in one line for a logo that is missing, outside the folder, too large, no picture, or not
    safe to show.

    >>> from types import SimpleNamespace
    >>> look, remarks = look_of(Path("."), SimpleNamespace(logo="", colour="#7a2048"))
    >>> look.actual, look.band, remarks
    ('#7a2048', '#e4d2da', ())
    """
    logo, kind = read_logo(folder, brand.logo) if brand.logo else (b"", "")
    if not brand.colour:
        return Look(logo=logo, logo_kind=kind), ()
    actual, remarks = readable(brand.colour.lower(), prior=PLAIN.prior)
    band = banded(actual, ink=PLAIN.ink, prior=PLAIN.prior)
    return Look(actual=actual, band=band, logo=logo, logo_kind=kind), remarks
