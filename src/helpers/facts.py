"""Facts: the tidy rows every renderer and every test reads. One row is one figure with its doubt.

Key: ``period, metric, variant, segment, clock``. ``variant`` and ``segment`` are ``name=value`` pairs joined by
``;`` in sorted order; ``segment`` is ``all`` for the whole. ``value`` is missing where undefined; ``note`` is then a
code from ``NOTES``, which the words explain.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.periods import Period

KEY = ["period", "metric", "variant", "segment", "clock"]
NUMBERS = ["value", "low", "high", "n", "numerator", "denominator", "prior", "target"]
COLUMNS = [
    "period", "metric", "variant", "segment", "clock", "value", "unit", "low", "high", "n",
    "numerator", "denominator", "mature", "status", "prior", "target", "note",
]  # fmt: skip

CLOCKS = {"cohort", "period"}
UNITS = {
    "share", "money", "hours", "days", "months", "years", "count", "ratio", "money_per_day", "rows", "flag",
    "points",
}  # fmt: skip
#: ok: use it; too_few: thinner than the bound of its interval; immature: the cohort is still converting;
#: undefined: no value (see note); clear / noise: beyond noise or within it, for rows that compare (variant ``change=…``
#: or ``against=…``), for ``credit_spread``, whose rank is decided or not, and for the claims of the loop
#: (``ignored_channel``, ``objection_gap``, ``message_contradicted``, ``ritual_dying``).
STATUSES = {"ok", "too_few", "immature", "undefined", "clear", "noise"}
#: Why a value is missing or limited. The words (locales) explain each code; a test holds the two together.
NOTES = {
    "", "zero_denominator", "no_data", "no_costs", "no_margin", "no_revenue", "no_subscriptions", "no_targets",
    "no_customers", "left_truncated", "immature", "too_few", "no_churn_observed", "capped", "no_lost_deals",
    "no_stage", "no_amounts", "entries_end", "not_reached", "overlap", "no_segment", "no_prior", "extrapolated",
    "partial_costs", "from_deals", "low_coverage", "no_touches", "no_credit", "no_channel_costs", "no_channel",
    "no_comparison",
    "no_sla", "date_only", "no_handoffs", "no_owners", "no_profile", "one_profile", "no_blind_sort", "separated",
    "after_outcome", "no_feedback", "unmapped", "no_messages", "no_discount", "no_content", "no_winloss",
    "no_decisions", "no_meetings", "no_campaigns", "no_comments", "no_incentives",
    "no_survey", "few_respondents", "no_artefacts", "no_evidence",
}  # fmt: skip


def pairs(values: Mapping[str, object]) -> str:
    """Write ``name=value`` pairs in sorted order.

    >>> pairs({"scope": "marketing", "lag": "median"})
    'lag=median;scope=marketing'
    """
    return ";".join(f"{key}={values[key]}" for key in sorted(values))


def unpair(text: str) -> dict[str, str]:
    """Read what ``pairs`` wrote; ``all`` and the empty text are no pairs.

    A value may hold ``;`` or ``=`` when the client's words do.

    >>> unpair("against=rest;topic=price=value; or less"), unpair("all")
    ({'against': 'rest', 'topic': 'price=value; or less'}, {})
    """
    found: dict[str, str] = {}
    last = ""
    for part in text.split(";") if text not in ("", "all") else ():
        name, sign, value = part.partition("=")
        if sign:
            found[name], last = value, name
        elif last:
            found[last] += ";" + part
    return found


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure. Missing numbers are ``nan``; ``mature`` is None where maturity has no meaning."""

    period: str
    metric: str
    variant: str = ""
    segment: str = "all"
    clock: str = "period"
    value: float = math.nan
    unit: str
    low: float = math.nan
    high: float = math.nan
    n: float = math.nan
    numerator: float = math.nan
    denominator: float = math.nan
    mature: bool | None = None
    status: str = "ok"
    prior: float = math.nan
    target: float = math.nan
    note: str = ""


class Row(NamedTuple):
    """One fact. Missing numbers are ``nan``."""

    period: str
    metric: str
    variant: str
    segment: str
    clock: str
    value: float
    unit: str
    low: float
    high: float
    n: float
    numerator: float
    denominator: float
    mature: str
    status: str
    prior: float
    target: float
    note: str

    @property
    def key(self) -> str:
        """The key as one text: what cells, cards, findings and commitments carry."""
        return "|".join((self.period, self.metric, self.variant, self.segment, self.clock))

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)

    @property
    def few(self) -> bool:
        """Whether the figure is thinner than the bound of its interval."""
        return self.status == "too_few"

    @property
    def immature(self) -> bool:
        """Whether those counted may still convert."""
        return self.mature == "false" or self.status == "immature"

    @property
    def when(self) -> Period:
        """The period."""
        return Period.parse(self.period)

    @property
    def how(self) -> dict[str, str]:
        """The pairs of the variant."""
        return unpair(self.variant)

    @property
    def where(self) -> dict[str, str]:
        """The pairs of the segment."""
        return unpair(self.segment)


def frame(facts: Iterable[Fact]) -> pd.DataFrame:
    """Facts as a table in total order; raises ``ValueError`` on a repeated key, an unknown unit, status or note."""
    rows = pd.DataFrame([vars(fact) for fact in facts], columns=COLUMNS)
    return checked(rows)


def checked(rows: pd.DataFrame) -> pd.DataFrame:
    """The same facts, typed, sorted by key and free of repeats."""
    rows = rows.loc[:, COLUMNS].copy()
    for name in NUMBERS:
        rows[name] = pd.to_numeric(rows[name]).astype("float64")
    rows["mature"] = rows["mature"].map(_flag)
    for name, allowed in (("unit", UNITS), ("status", STATUSES), ("note", NOTES), ("clock", CLOCKS)):
        strange = sorted(set(rows[name]) - allowed)
        if strange:
            raise ValueError(f"facts: unknown {name} {strange}")
    repeated = rows[rows.duplicated(KEY)]
    if len(repeated):
        raise ValueError(f"facts: repeated key {repeated[KEY].iloc[0].to_dict()}")
    return rows.sort_values(KEY, kind="stable").reset_index(drop=True)


def _flag(value: object) -> str:
    return "" if value is None or value == "" or value != value else str(bool(value) and value != "false").lower()


def merge(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the facts of several notebooks together; a key may stand in one part only."""
    kept = [part for part in parts if len(part)]
    return checked(pd.concat(kept, ignore_index=True)) if kept else checked(pd.DataFrame(columns=COLUMNS))


def write(rows: pd.DataFrame, path: Path) -> None:
    """Write ``metrics.csv``: UTF-8, LF, twelve significant digits, so equal facts give equal bytes."""
    text = checked(rows)
    for name in NUMBERS:
        text[name] = [_number(value) for value in text[name]]
    path.write_text(text.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")


def _number(value: float) -> str:
    return "" if math.isnan(value) else format(value + 0.0, ".12g")


def read(path: Path) -> pd.DataFrame:
    """Read what ``write`` wrote."""
    return checked(pd.read_csv(path, dtype=str, keep_default_na=False, na_values={name: [""] for name in NUMBERS}))


def pick(
    rows: pd.DataFrame, metric: str, *, period: str = "", variant: str = "", segment: str = "all", clock: str = ""
) -> pd.DataFrame:
    """The rows of one metric; empty ``period`` or ``clock`` means any."""
    keep = (rows["metric"] == metric) & (rows["variant"] == variant) & (rows["segment"] == segment)
    if period:
        keep &= rows["period"] == period
    if clock:
        keep &= rows["clock"] == clock
    return rows[keep].reset_index(drop=True)
