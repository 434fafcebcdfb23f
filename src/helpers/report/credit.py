"""Facts of attribution, looked up by rule and channel. Reading only: no number is made here."""

from __future__ import annotations

from helpers.facts import Row, pairs
from helpers.report.case import Case
from helpers.report.naming import NO_CHANNEL, NONE, RULES, part

ALL = "all"
#: The rule that money is shown under, if its figures are there; else the first one that has them.
STATED = "linear"
STAGES = ("mqls", "sqls", "opportunities", "customers")


def year_rows(case: Case, metric: str, **how: object) -> list[Row]:
    """Facts of the rolling year with exactly this variant."""
    window, variant = str(case.period.rolling(12)), pairs(how)
    return [row for row in case.book.rows(metric, segment=None) if (row.period, row.variant) == (window, variant)]


def by_channel(case: Case, metric: str, **how: object) -> dict[str, Row]:
    """One fact for each channel, ``(none)`` and ``all`` among them; the largest first, then those without a value.

    ``(none)`` and ``all`` come last.
    """
    found = {row.where.get("channel", ALL): row for row in year_rows(case, metric, **how)}
    return {name: found[name] for name in sorted(found, key=lambda name: _place(name, found[name]))}


def _place(name: str, row: Row) -> tuple[bool, bool, bool, float, str]:
    return (name == ALL, name == NONE, not row.known, -row.value if row.known else 0.0, name)


def channels(found: dict[str, Row]) -> list[str]:
    """The channels of ``by_channel``, without ``(none)`` and ``all``."""
    return [name for name in found if name not in (ALL, NONE)]


def total(case: Case, metric: str, **how: object) -> Row | None:
    """The fact of the whole."""
    return by_channel(case, metric, **how).get(ALL)


def stated(case: Case) -> str:
    """The rule that money is shown under; empty where no rule has any."""
    there = {row.how.get("model", "") for metric in ("credited_cost", "credited_return", "credited_revenue")
             for row in case.book.rows(metric, segment=None)}  # fmt: skip
    return next((model for model in (STATED, *RULES) if model in there), "")


def covered(case: Case, of: str) -> Row | None:
    """The share of conversions with a recorded touch."""
    return total(case, "touch_coverage", of=of)


def leading(case: Case) -> Row | None:
    """The coverage that decides how far attribution goes: that of customers, else of the stage next to them."""
    found = (covered(case, of) for of in ("customers", "deals", "opportunities", "sqls", "mqls"))
    return next((row for row in found if row is not None), None)


def low(case: Case, row: Row | None) -> bool:
    """Whether too few conversions have a touch for any rule to mean something."""
    if row is None or not row.known:
        return row is not None
    return row.note == "low_coverage" or row.value < case.engagement.attribution.enough_coverage


def channel(case: Case, name: str) -> str:
    """A channel as it is shown, its first letter large."""
    shown = part(case.words, "channel", name or "unknown")
    return shown[:1].upper() + shown[1:]


def payer(case: Case, name: str) -> str:
    """The same for a cost, where what has no channel has words of its own."""
    return case.say(NO_CHANNEL) if name == NONE else channel(case, name)
