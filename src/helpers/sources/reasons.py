"""Why deals were won or lost, and at what discount."""

from __future__ import annotations

import pandas as pd

from helpers.agreements import Codes
from helpers.sources.companies import column
from helpers.sources.ledger import Ledger
from helpers.sources.masking import Names

#: A reason that stands in as many deals is a choice of a list, not somebody's own words.
LISTED = 4


def decided(deals: pd.DataFrame, themes: Codes, names: Names, ledger: Ledger) -> pd.DataFrame:
    """Deals with ``reason_theme`` and ``discount``; in ``_reason`` the text that decided a closed deal.

    A reason is masked unless it is ``listed``; the theme is that of the text as it was written.
    """
    said = pd.Series(None, index=deals.index, dtype="object")
    for outcome, field in (("won", "won_reason"), ("lost", "lost_reason")):
        said = said.mask(deals["outcome"] == outcome, column(deals, field))
    said = said.astype("str")
    codes = said.map({text: themes.code(str(text)) for text in said.dropna().unique()}).astype("str")
    lost = column(deals, "lost_reason")
    return deals.assign(
        _reason=_printable(said, names), _listed=listed(said), reason_theme=codes,
        lost_reason_raw=_printable(lost, names), discount=_discount(deals, ledger),
    )  # fmt: skip


def listed(said: pd.Series) -> pd.Series:
    """Whether a reason stands in so many deals that it is a choice of a list."""
    folded = said.str.casefold()
    return folded.map(folded.value_counts()).fillna(0) >= LISTED


def _printable(said: pd.Series, names: Names) -> pd.Series:
    often = listed(said)
    return said.where(often, names.masked(said.where(~often)))


def _discount(deals: pd.DataFrame, ledger: Ledger) -> pd.Series:
    """Shares of the list price. A column with numbers above 1 is in per cent, its ones too; others are impossible."""
    written = column(deals, "discount", "float64")
    percent = written >= 1 if bool((written > 1).any()) else written > 1
    shares = written.where(~percent, written / 100)
    impossible = (shares < 0) | (shares > 1)
    ledger.remark(deals, impossible, "bad_discount", field="discount")
    return shares.mask(impossible).astype("float64")
