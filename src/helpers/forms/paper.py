"""How a sheet prints."""

from __future__ import annotations

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9


def printable(page: Worksheet, *, headers: str = "", wide: int = 1) -> None:
    """A4, landscape, as wide as one page or ``wide`` of them; the rows ``headers`` (as 1:1) on every page."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = wide, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if headers:
        page.print_title_rows = headers
