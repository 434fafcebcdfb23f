"""One review being written: its facts, its words and its client, with the small phrases every part needs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from helpers.agreements import Agreements
from helpers.catalog import Metric, catalog, feeds_on_entries
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.facts import Row
from helpers.pages import IDS
from helpers.pages import title as title_of
from helpers.periods import Period
from helpers.report.book import Book
from helpers.report.model import Cell, Sentence
from helpers.report.reasons import REASONS
from helpers.words import Words


@dataclass(frozen=True)
class Case:
    """What every section is given."""

    book: Book
    words: Words
    contract: Contract
    engagement: Engagement
    period: Period
    #: for the internal edition only: company of a deal by id, and the ids of deals open beyond twice the usual cycle
    names: Mapping[str, str] = field(default_factory=dict)
    stale: Sequence[str] = ()
    #: row by row beside the facts: ``drilldown``, ``stories``, ``outcomes`` of the attribution
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    #: the edition for the two teams only, with company names
    internal: bool = False
    #: what both teams have agreed in writing
    agreements: Agreements = field(default_factory=Agreements)

    # -- metrics ---------------------------------------------------------------------------------------------------

    def record(self, metric: str) -> Metric | None:
        """The catalogue's record, if the metric has one."""
        return catalog().get(metric)

    def label(self, metric: str) -> str:
        """The metric's name."""
        record = self.record(metric)
        return self.words.say(record.label) if record else metric.replace("_", " ")

    def plain(self, metric: str) -> str:
        """What the metric says, in plain words; empty without a record."""
        record = self.record(metric)
        return self.words.say(record.plain) if record else ""

    def page(self, metric: str) -> str:
        """The playbook page of the metric; where it does not apply to this client, the page of all metrics."""
        record = self.record(metric)
        return record.page if record and self.applies(record.page) else "shared-metrics"

    def better(self, metric: str, difference: float) -> bool | None:
        """Whether a difference is for the better by the metric's direction; None where it has none."""
        record = self.record(metric)
        if record is None or record.direction == "none" or not difference:
            return None
        return (difference > 0) == (record.direction == "up")

    @cached_property
    def truncated(self) -> str:
        """Day before which no win is recorded, or empty."""
        found = self.contract.finding("no_wins_before")
        return found.date if found else ""

    @property
    def truncated_on(self) -> str:
        """The same day, written out."""
        return self.words.date(date.fromisoformat(self.truncated[:10])) if self.truncated else ""

    @cached_property
    def ended(self) -> date | None:
        """Last day with new entries where their record ends before the period does, or None."""
        found = self.contract.finding("no_entries_after")
        try:
            return date.fromisoformat(found.date[:10]) if found else None
        except ValueError:
            return None

    def cut(self, row: Row) -> bool:
        """Whether a figure reaches past the end of the record of new entries, and so can only fall."""
        feeds = feeds_on_entries(row.how.get("metric", row.metric)) and row.clock == "period"
        return self.ended is not None and feeds and row.when.last > self.ended

    @cached_property
    def lost_recorded(self) -> bool:
        """Whether lost deals are in the data."""
        if self.contract.finding("no_lost_deals"):
            return False
        row = self.book.get("win_rate", period=self.period.rolling(12))
        return row is None or not (row.note == "no_lost_deals" or row.numerator == row.denominator)

    @cached_property
    def empty(self) -> bool:
        """Whether the period under review has no count of anything."""
        counted = ("leads", "mqls", "sqls", "opportunities", "customers", "open_deals")
        rows = [self.book.get(name, period=self.period.rolling(12)) for name in counted]
        rows += [self.book.get(name, period=self.period) for name in counted]
        return not any(row is not None and row.known and row.value for row in rows)

    # -- phrases ---------------------------------------------------------------------------------------------------

    def say(self, msgid: str, /, **blanks: object) -> str:
        """The sentence in the report's language."""
        return self.words.say(msgid, **blanks)

    def during(self, period: Period) -> str:
        """``in March 2026``, ``from January to March 2026`` or ``from April 2025 to March 2026``."""
        first, last = (self.words.period(Period.month(day)) for day in (period.first, period.last))
        if period.length == 1:
            return self.say("in {month}", month=first)
        if period.first.year == period.last.year:
            first = self.words.month(period.first)
        return self.say("from {first} to {last}", first=first, last=last)

    def short(self, period: Period) -> str:
        """A period in a narrow column: ``Oct 25 – Sept 26``."""
        first, last = (self.words.month_short(day) for day in (period.first, period.last))
        return (first if first == last else f"{first} – {last}").replace(" ", "\xa0")

    def whom(self, row: Row) -> str:
        """Whom a cohort figure follows: people who came in, deals opened, offers made."""
        when = self.during(row.when)
        if row.metric == "offer_to_order":
            return self.say("the offers made {when}", when=when)
        if row.metric in ("time_to_close", "won_within", "win_rate") and row.how.get("from") != "mql":
            return self.say("the deals opened {when}", when=when)
        if row.metric == "opportunity_to_customer":
            return self.say("the opportunities opened {when}", when=when)
        return self.say("those who came in {when}", when=when)

    def number(self, row: Row | None, field: str = "value") -> str:
        """A number of a fact as its unit is written."""
        if row is None:
            return "–"
        unit = self._unit(row, field)
        return self.words.number(float(getattr(row, field)), unit)

    def _unit(self, row: Row, field: str) -> str:
        """Unit of a field: the parts of a target are in the unit of the metric that is promised."""
        if field in ("numerator", "denominator"):
            record = self.record(row.how.get("metric", "")) if row.metric == "target_attainment" else None
            return record.unit if record else "count"
        return "count" if field == "n" else row.unit

    def between(self, row: Row | None) -> str:
        """The interval of a fact in plain words; empty where it has none."""
        return "" if row is None else self.words.interval(row.low, row.high, row.unit)

    def why(self, row: Row | None) -> str:
        """Why there is no value, or how it is limited; empty where nothing need be said."""
        if row is None:
            return self.reason("no_data")
        code = row.note or ("no_data" if not row.known else "")
        return self.reason(code) if code else ""

    def reason(self, code: str) -> str:
        """The sentence of a note code."""
        sentence = REASONS[code]
        return self.say(sentence)

    # -- playbook --------------------------------------------------------------------------------------------------

    @property
    def pages(self) -> tuple[str, ...]:
        """Ids of the playbook pages that apply in the client's context, in the order of a table of contents."""
        chosen = self.engagement.playbook.pages
        return tuple(page for page in IDS if not chosen or page in chosen)

    def applies(self, page: str) -> bool:
        """Whether a playbook page applies in the client's context."""
        return page in self.pages

    def waits(self, page: str) -> bool:
        """Whether a page waits: the client's own page says so itself, else the settings of the engagement."""
        own = next((each for each in self.agreements.pages if each.id == page), None)
        return own.status == "waiting" if own else page not in self.engagement.playbook.active

    def page_title(self, page: str) -> str:
        """What a playbook page is called."""
        return title_of(page, self.words.lang)

    def leads_to(self, page: str) -> dict[str, str]:
        """The fields of a sentence that leads to a playbook page; none where the page does not apply."""
        return {"page": page, "page_title": self.page_title(page)} if self.applies(page) else {}

    def introducing(self, text: str, *, page: str) -> list[Sentence]:
        """A sentence that says nothing but where to read on; none where that page does not apply."""
        return [Sentence(text=text, **self.leads_to(page))] if self.applies(page) else []

    # -- cells -----------------------------------------------------------------------------------------------------

    def cell(self, row: Row | None, field: str = "value") -> Cell:
        """A number of a fact in a table; muted where it is thin or still moving."""
        if row is None:
            return Cell(text="–", muted=True)
        muted = row.few or row.immature or not row.known
        held = float(getattr(row, field))
        return Cell(
            text=self.number(row, field), fact=row.key, field=field, muted=muted,
            number=held if math.isfinite(held) else None, unit=self._unit(row, field),
        )  # fmt: skip

    def change_cell(self, row: Row | None) -> Cell:
        """A difference with its sign in a table; muted where it is thin."""
        if row is None or not row.known:
            return Cell(text="–", muted=True)
        text = self.words.change(row.value, row.unit)
        return Cell(text=text, fact=row.key, field="value", muted=row.few, number=row.value, unit=row.unit)

    def range_cell(self, row: Row | None) -> Cell:
        """The interval of a fact in a table."""
        text = "" if row is None else self.words.span(row.low, row.high, row.unit)
        return Cell(text=text, fact=row.key, field="interval") if row and text else Cell(text="–", muted=True)

    def remark_cell(self, row: Row | None) -> Cell:
        """What limits a fact, in a table."""
        return Cell(text=self.why(row), muted=True)

    def answer(self, text: str, *rows: Row | None, page: str = "") -> Sentence:
        """A sentence with the facts behind its numbers."""
        keys = tuple(dict.fromkeys(row.key for row in rows if row is not None))
        return Sentence(text=text, facts=keys, **(self.leads_to(page) if page else {}))


def inner(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it opens an abbreviation.

    >>> inner("Time to close"), inner("MQL → customer"), inner("SQLs")
    ('time to close', 'MQL → customer', 'SQLs')
    """
    return name if name[1:2].isupper() or not name[1:2].isalpha() else name[:1].lower() + name[1:]
