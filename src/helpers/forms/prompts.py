"""What a cell offers and asks for: drop-downs, days and numbers checked, a plain line of help beside each cell."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms.declared import Column, declared
from helpers.forms.kept import Sheet
from helpers.words import Words, msg

#: Rows ready to be filled in below those that are.
_READY = 1000
#: Days as the spreadsheet counts them: 1 January 1990 to 31 December 2099.
_FIRST_DAY, _LAST_DAY = 32874, 73050
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 250
#: Kind of cell → what to say of anything else.
ASKS = {
    "day": msg("A day, as 2026-10-31."),
    "month": msg("A day of the month, as 2026-10-01."),
    "money": msg("A number, without the sign of the currency."),
    "number": msg("A number."),
    "share": msg("A share between 0 and 1, or a percentage."),
    "list": msg("One of the words of the list."),
    "flag": msg("Yes or no."),
}


def refresh(page: Worksheet, sheet: Sheet, places: Mapping[str, str], *, lang: str) -> None:
    """Give every column of the form its drop-down or check anew; those of people's own columns stay."""
    ours = {place: declared()[sheet.form].column(name) for name, place in sheet.columns.items()}
    kept = page.data_validations.dataValidation
    page.data_validations.dataValidation = [check for check in kept if not _touches(check, set(ours))]
    last = max(page.max_row, sheet.header) + _READY
    for place, column in sorted(ours.items()):
        if column is not None:
            check = _check(column, places, lang=lang)
            letter = get_column_letter(place)
            check.add(f"{letter}{sheet.header + 1}:{letter}{last}")
            page.add_data_validation(check)


def _touches(check: DataValidation, places: set[int]) -> bool:
    return any(places & set(range(part.min_col, part.max_col + 1)) for part in check.sqref.ranges)


def _check(column: Column, places: Mapping[str, str], *, lang: str) -> DataValidation:
    words = Words(lang)
    check = DataValidation(
        allow_blank=True, promptTitle=_headed(column, lang=lang), prompt=_helped(column, words, lang=lang),
        showInputMessage=True, showErrorMessage=column.basic in ASKS, errorStyle="stop",
        errorTitle=_headed(column, lang=lang), error=words.say(ASKS.get(column.basic, "")),
    )  # fmt: skip
    _bound(check, column, places)
    return check


def _headed(column: Column, *, lang: str) -> str:
    """What stands above the help: what the column is about, as much of it as fits."""
    return shorten(column.about(lang) or column.title(lang), _LONGEST_TITLE, placeholder="…")


def _helped(column: Column, words: Words, *, lang: str) -> str:
    """The help; of a column with a topic its whole question too, for the header may be out of sight."""
    asked = f"{column.title(lang)}\n" if column.about(lang) else ""
    return (asked + words.say(column.help))[:_LONGEST_PROMPT]


def _bound(check: DataValidation, column: Column, places: Mapping[str, str]) -> None:
    """What may stand in the cell."""
    if column.offers in places:
        check.type, check.formula1 = "list", places[column.offers]
    elif column.basic in ("day", "month"):
        check.type, check.operator = "date", "between"
        check.formula1, check.formula2 = str(_FIRST_DAY), str(_LAST_DAY)
    elif column.basic in ("money", "number"):
        check.type, check.operator = "decimal", "between"
        check.formula1, check.formula2 = "-1000000000000", "1000000000000"
    elif column.basic == "share":
        check.type, check.operator, check.formula1, check.formula2 = "decimal", "between", "0", "100"
    else:
        check.showErrorMessage = False
