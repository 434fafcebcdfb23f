"""What an import could not use of the workbook, by sheet, row and column: what stands there and what is expected.

The contract of the import says which lines it set aside or read without a cell; the workbook says what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.contract import Contract, FileAccount
from helpers.forms.declared import Column, declared, words_of
from helpers.forms.kept import Sheet
from helpers.sources.findings import REASONS, REMARKS
from helpers.sources.reader import header_key

#: Rows an import rightly leaves out: empty ones, totals and footers.
_RIGHTLY = {"blank", "total", "footer"}
#: Remarks that ask for nothing.
_QUIET = {"no_rows", "short_row", "footer_count_differs", "total_differs"}
#: Reason a row was set aside → the fields it may be about; the first that the sheet has is named.
_ABOUT: dict[str, tuple[str, ...]] = {
    "no_date": ("on", "month", "date", "start", "from", "planned"),
    "no_amount": ("amount", "monthly", "value"),
    "no_team": ("team", "from_team", "owner_team"),
    "no_words": ("words", "theme", "promise"),
    "no_theme": ("theme", "learned"),
    "no_promise": ("promise",),
    "no_outcome": ("outcome",),
    "no_ritual": ("ritual",),
    "no_label": ("label",),
    "no_item": ("item",),
    "no_owner": ("owner",),
    "no_asset": ("asset_id", "title"),
    "no_campaign": ("campaign",),
    "no_metric": ("metric",),
    "no_share": ("share",),
    "no_channel": ("channel",),
    "no_artefact": ("artefact",),
    "looked_at_twice": ("artefact",),
    "no_company": ("company_id", "company_name"),
    "no_conversions": ("conversions",),
    "bad_period": ("period",),
    "ends_before_start": ("to", "end"),
    "duplicate_id": ("decision_id", "asset_id", "campaign", "message_id", "subscription_id", "metric", "item"),
}
_EXPECTED = {
    "day": "a day, as 2026-10-31",
    "month": "a month, as 2026-10",
    "period": "a month (2026-10), a quarter (2026-Q3), a year or a range (2026-01/2026-06)",
    "money": "a number",
    "number": "a number",
    "share": "a share (0.7) or a percentage (70 %)",
    "flag": "yes or no",
}
#: A list longer than this is not read out.
_FEW = 8


@dataclass(frozen=True)
class Complaint:
    """One cell, or one row, that the import could not use. ``column`` is '' where the row as a whole is meant."""

    sheet: str
    row: int
    column: str
    says: str
    wrong: str
    expected: str
    #: whether the whole row stays out, or only this cell
    row_lost: bool
    #: other rows of which the same was said, beyond those named
    more: int = 0

    def line(self, workbook: str) -> str:
        """The complaint as one line."""
        where = f"{workbook}, sheet {self.sheet}" + (f", row {self.row}" if self.row else "")
        where += f", column {self.column}" if self.column else ""
        stands = f"“{self.says}”: " if self.says else "empty: " if self.column and self.row else ""
        do = f"; write {self.expected}" if self.expected else ""
        kept = "the row is not used" if self.row_lost else "the rest of the row is used"
        more = f"; so are {self.more} rows more" if self.more else ""
        return f"{where}: {stands}{self.wrong}{do} ({kept}{more})"


def complaints(
    contract: Contract, kept: Sequence[Sheet], *, workbook: str, lang: str, leave: Iterable[str] = ()
) -> list[Complaint]:
    """Every cell of the workbook that the import could not use, in the order of its sheets and rows.

    ``leave`` are codes not to complain of (of deals and companies where no export was read).
    """
    by_title = {sheet.title: sheet for sheet in kept}
    found: list[Complaint] = []
    for file in contract.files:
        name, _, rest = file.name.rpartition("[")
        sheet = by_title.get(rest.removesuffix("]"))
        if sheet is not None and name.rsplit("/", 1)[-1] == workbook:
            found += sorted(_of(file, sheet, lang=lang, leave=set(leave)), key=lambda each: (each.row, each.column))
    return found


def _of(file: FileAccount, sheet: Sheet, *, lang: str, leave: set[str]) -> Iterator[Complaint]:
    """Rows set aside first: a cell named there is not named again."""
    named: set[tuple[int, str]] = set()
    for aside in file.set_aside:
        if aside.reason in _RIGHTLY:
            continue
        place = next((sheet.columns[name] for name in _ABOUT.get(aside.reason, ()) if name in sheet.columns), 0)
        for each in _each(sheet, aside.lines, place, aside.rows, REASONS.get(aside.reason, aside.reason), lang, True):
            named.add((each.row, each.column))
            yield each
    headers = {header_key(text): place for place, text in sheet.cells.get(sheet.header, {}).items()}
    for remark in file.remarks:
        if remark.code in _QUIET or remark.code in leave:
            continue
        place, wrong = headers.get(header_key(remark.column), 0), REMARKS.get(remark.code, remark.code)
        for each in _each(sheet, remark.lines, place, remark.rows, wrong, lang, False):
            if (each.row, each.column) not in named:
                yield each


def _each(
    sheet: Sheet, lines: Sequence[int], place: int, rows: int, wrong: str, lang: str, lost: bool
) -> Iterator[Complaint]:
    field = next((name for name, column in sheet.columns.items() if column == place), "")
    column = declared()[sheet.form].column(field)
    more = rows - len(lines)
    for number, line in enumerate(lines or [0]):
        if line and line not in sheet.cells:
            continue  # a row of blanks
        merged = (line, place) in sheet.merged
        yield Complaint(
            sheet=sheet.title, row=line, column=sheet.text(sheet.header, place), says=sheet.text(line, place),
            wrong="part of a merged block" if merged else wrong,
            expected="it in every row of the block" if merged else expected(column, lang=lang), row_lost=lost,
            more=more if number == len(lines) - 1 else 0,
        )  # fmt: skip


def expected(column: Column | None, *, lang: str, words: Mapping[str, Sequence[str]] | None = None) -> str:
    """What a cell of a column should say, in a few words.

    >>> expected(declared()["costs"].column("team"), lang="es")
    'Marketing, Ventas or Compartido'
    """
    if column is None:
        return ""
    if column.basic == "list":
        offered = list((words or {}).get(column.offers, words_of(column.offers, lang=lang)))
        few = 0 < len(offered) <= _FEW
        return f"{', '.join(offered[:-1])} or {offered[-1]}" if few else "one of the words of its list"
    return _EXPECTED.get(column.basic, "")
