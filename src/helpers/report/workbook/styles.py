"""The look of cells, made once each: a workbook keeps thousands of cells and a few dozen formats."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from helpers.look import Look

MUTED, RULE, TINT = "#55636f", "#d5dbe1", "#f3f6f8"


class Styles:
    """Formats by what a cell is."""

    def __init__(self, book: Workbook, look: Look) -> None:
        self._book, self.look = book, look
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._base: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 20, "font_color": look.ink},
            "kicker": {"font_color": MUTED, "font_size": 11},
            "heading": {"bold": True, "font_size": 16, "font_color": look.actual},
            "part": {"bold": True, "font_size": 13, "font_color": look.actual, "valign": "bottom"},
            "headline": {"bold": True, "font_size": 13, "font_color": look.ink, "text_wrap": True, "valign": "top"},
            "answer": {"font_color": look.ink, "font_size": 11, "text_wrap": True, "valign": "top"},
            "message": {"bold": True, "font_size": 12, "font_color": look.ink, "text_wrap": True, "valign": "top"},
            "about": {"font_color": MUTED, "text_wrap": True, "valign": "top"},
            "warning": {"font_color": look.ink, "bg_color": TINT, "text_wrap": True, "valign": "top"},
            "caption": {"bold": True, "font_color": look.ink},
            "link": {"font_color": look.actual, "underline": 1, "valign": "top"},
            "paste": {"font_color": look.ink, "bg_color": TINT, "text_wrap": True, "valign": "top", "border": 1,
                      "border_color": RULE},
            "head": {"bold": True, "font_color": look.ink, "bg_color": look.band, "text_wrap": True,
                     "valign": "vcenter", "bottom": 1, "bottom_color": look.actual},
            "cell": {"font_color": look.ink, "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": RULE},
            "group": {"bold": True, "font_color": look.ink, "bg_color": TINT, "valign": "top"},
            "aside": {"font_color": MUTED, "font_size": 9},
        }  # fmt: skip

    def of(self, name: str, **more: Any) -> Format:
        """The format of a name, with a number format, a side or grey where asked for."""
        wanted = {"font_name": "Calibri", **self._base[name], **more}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def cell(self, *, right: bool, muted: bool, pattern: str = "", indent: int = 0) -> Format:
        """The format of a cell of a table."""
        more: dict[str, Any] = {"align": "right" if right else "left"}
        more |= {"font_color": MUTED} if muted else {}
        more |= {"num_format": pattern} if pattern else {}
        more |= {"indent": indent} if indent else {}
        return self.of("cell", **more)
