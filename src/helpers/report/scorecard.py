"""The five cards of the first screen."""

from __future__ import annotations

import math
from typing import Literal

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case, inner
from helpers.report.model import Card, Cards
from helpers.words import msg

Tone = Literal["good", "bad", "neutral"]
#: Name of the period before and of last year's, by the window that leads.
BEFORE = {1: msg("Month before"), 3: msg("Three months before"), 12: msg("Twelve months before")}
OTHER = msg("Before")
LAST_YEAR = {1: msg("Same month last year")}
SAME_MONTHS = msg("Same months last year")
FROM_MQL = msg("from MQL to customer: days until half of those who become customers are customers")


def faces(case: Case) -> list[tuple[int, Row | None]]:
    """The fact of each card, in order; None where the engine made none."""
    found = {int(row.how["card"]): row for row in case.book.cards if "change" not in row.how}
    return [(number, found.get(number)) for number in range(1, 6)]


def change(case: Case, row: Row | None, against: str) -> Row | None:
    """The change of a card against ``prior`` or ``last_year``; none where the record of new entries ended before."""
    if row is None or case.cut(row):
        return None
    wanted = (row.how["card"], against)
    return next((other for other in case.book.cards if (other.how["card"], other.how.get("change")) == wanted), None)


def tone(case: Case, moved: Row | None) -> Tone:
    """Whether a clear change is for the better or the worse."""
    if moved is None or moved.status != "clear":
        return "neutral"
    better = case.better(moved.metric, moved.value)
    return "neutral" if better is None else "good" if better else "bad"


def verdict(case: Case, moved: Row | None) -> str:
    """The plain word for beyond or within noise, with its direction."""
    if moved is None or not moved.known or moved.status not in ("clear", "noise", "too_few"):
        return ""
    if moved.status == "too_few":
        return case.say("too few cases to call it a change")
    if moved.status == "noise":
        return case.say("no clear change")
    words = {
        "good": msg("a clear change for the better"),
        "bad": msg("a clear change for the worse"),
        "neutral": msg("a clear change"),
    }
    return case.say(words[tone(case, moved)])


def scorecard(case: Case) -> Cards:
    """All five, whole even where a value is missing."""
    return Cards(first_screen=True, cards=tuple(_card(case, number, row) for number, row in faces(case)))


def _card(case: Case, number: int, row: Row | None) -> Card:
    name = case.engagement.cards[number - 1]
    metric = row.metric if row else case.engagement.goal if name == "goal" else name
    metric = case.engagement.goal if metric == "target_attainment" and not (row and row.known) else metric
    if row is None or not row.known:
        return Card(metric=metric, title=case.label(metric), plain=case.plain(metric), fact=row.key if row else "",
                    value="–", missing=case.why(row))  # fmt: skip
    before, year = change(case, row, "prior"), change(case, row, "last_year")
    series, note = history(case, row)
    status = before.status if before and before.known and before.status in ("clear", "noise") else ""
    return Card(
        metric=metric,
        title=case.label(metric),
        plain=case.say(FROM_MQL) if row.how.get("from") == "mql" else case.plain(metric),
        fact=row.key,
        facts=tuple(found.key for found in (row, before, year, _earlier(case, row)) if found),
        value=case.number(row),
        number=row.value,
        unit=row.unit,
        interval=case.between(row),
        basis=basis(case, row),
        prior=_against(case, row, before),
        last_year=_year(case, row, year),
        target=_target(case, row),
        verdict="clear" if status == "clear" else "noise" if status == "noise" else "",
        verdict_text=verdict(case, before),
        tone=tone(case, before),
        missing=_limits(case, row),
        spark=charts.spark([point.value for point in series], key=f"card{number}"),
        spark_alt=_trend(case, series),
        spark_note=note,
        spark_facts=tuple(point.key for point in series),
    )


def _limits(case: Case, row: Row) -> str:
    """What a reader must know before using the number."""
    if case.cut(row):
        return case.reason("entries_end")
    return case.why(row) if row.few or row.note in ("left_truncated", "no_lost_deals", "entries_end") else ""


def _earlier(case: Case, row: Row) -> Row | None:
    """The same figure in the window before."""
    how = {name: value for name, value in row.how.items() if name != "card"}
    return case.book.get(row.metric, period=row.when.prior(), clock=row.clock, **how)


def basis(case: Case, row: Row) -> str:
    """Whom or when the number is about."""
    if row.metric == "target_attainment":
        return case.say("{name}, {period}: {done} of {target}", name=case.label(row.how["metric"]),
                        period=case.words.period(row.when), done=case.number(row, "numerator"),
                        target=case.number(row, "denominator"))  # fmt: skip
    if row.clock == "cohort":
        whom = case.whom(row)
        if math.isnan(row.n) or row.unit == "count":
            return whom
        return case.say("{whom} ({n})", whom=whom, n=case.number(row, "n"))
    return case.words.period(row.when)


def _against(case: Case, row: Row, moved: Row | None) -> str:
    """``Month before: 8.2% (−2.1 points)``; the reason where there is no comparison."""
    name = case.say(BEFORE.get(row.when.length, OTHER))
    if row.when.length not in BEFORE and _earlier(case, row):
        name = case.words.period(row.when.prior())
    if math.isnan(row.prior):
        return case.say("{name}: not available", name=name)
    if moved is None or not moved.known:
        return case.say("{name}: {value}", name=name, value=case.number(row, "prior"))
    return case.say("{name}: {value} ({change})", name=name, value=case.number(row, "prior"),
                    change=_difference(case, moved))  # fmt: skip


def _difference(case: Case, moved: Row) -> str:
    """A difference with its sign; in words where it rounds to nothing."""
    text = case.words.change(moved.value, moved.unit)
    return text if text[0] in "+−" else case.say("as before")


def _year(case: Case, row: Row, moved: Row | None) -> str:
    if row.when.length == 12 or (row.when.length not in (1, 3) and moved is None):
        return ""  # the twelve months before are last year's
    name = case.say(LAST_YEAR.get(row.when.length, SAME_MONTHS))
    if moved is None or not moved.known:
        return case.say("{name}: not available", name=name)
    if not verdict(case, moved):
        return case.say("{name}: {value} ({change})", name=name, value=case.number(moved, "prior"),
                        change=_difference(case, moved))  # fmt: skip
    return case.say("{name}: {change}, {verdict}", name=name, verdict=verdict(case, moved),
                    change=_difference(case, moved))  # fmt: skip


def _target(case: Case, row: Row) -> str:
    if row.metric == "target_attainment":
        return ""  # the value is a share of it
    if math.isnan(row.target):
        return case.say("No target set")
    return case.say("Target: {value}", value=case.number(row, "target"))


def history(case: Case, row: Row) -> tuple[list[Row], str]:
    """The way here: the same metric in earlier windows, and a note where the line counts something else."""
    how = {name: value for name, value in row.how.items() if name != "card"}
    length = row.when.length
    if row.metric == "target_attainment":
        return case.book.series(how["metric"], clock="period", length=1, until=case.period, how={})[-24:], case.say(
            "The line shows {name}, month by month", name=inner(case.label(how["metric"]))
        )
    found = case.book.series(row.metric, clock=row.clock, length=length, until=row.when, how=how)
    return found[-24:], ""


def _trend(case: Case, series: list[Row]) -> str:
    known = [point for point in series if point.known]
    if len(known) < 2:
        return ""
    first, last = known[0], known[-1]
    return case.say("Line from {first} ({when}) to {last} ({then}).", first=case.number(first),
                    when=case.words.period(first.when), last=case.number(last),
                    then=case.words.period(last.when))  # fmt: skip
