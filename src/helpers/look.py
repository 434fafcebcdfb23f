"""A client's look: colours with their contrast checked, and the logo. What reports wear; their words never change."""

from __future__ import annotations

from dataclasses import dataclass


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


#: The kit's own look.
PLAIN = Look()
