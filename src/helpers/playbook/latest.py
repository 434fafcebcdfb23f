"""The newest review of a client: where its report lies, and what it says of the numbers of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from helpers import facts
from helpers.agreements import Agreements
from helpers.catalog import catalog
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.facts import Row
from helpers.periods import Period
from helpers.report.book import Book
from helpers.report.case import Case
from helpers.report.scorecard import change, faces, verdict
from helpers.words import Words

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
#: Months of the window that is shown.
_YEAR = 12
#: Figures a page shows at most.
MOST = 4


class Figure(NamedTuple):
    """One number of a page: what it is and when, its value in words, and whether it changed clearly ('' unknown)."""

    label: str
    value: str
    verdict: str


@dataclass(frozen=True)
class Review:
    """The newest review of a client."""

    period: Period
    folder: Path
    case: Case

    def report(self, lang: str) -> Path | None:
        """The report in a language; None where it was not made in it."""
        path = self.folder / f"report.{lang}.html"
        return path if path.is_file() else None

    def speaking(self, words: Words) -> Review:
        """The same review in another language."""
        return replace(self, case=replace(self.case, words=words))

    def numbers(self, metrics: Sequence[str]) -> list[Figure]:
        """What the review says of these metrics: at most four, those of the five cards first; unknown ones left out."""
        found = {row.how.get("metric", row.metric): figure for row, figure in self._cards()}
        asked = [metric for metric in dict.fromkeys(metrics) if metric in catalog()]
        first = [found[metric] for metric in asked if metric in found]
        others = [figure for metric in asked if metric not in found for figure in self._newest(metric)]
        return [*first, *others][:MOST]

    def _cards(self) -> Iterator[tuple[Row, Figure]]:
        for _, row in faces(self.case):
            if row is not None and row.known and not self.case.cut(row):
                yield row, self._figure(row, verdict(self.case, change(self.case, row, "prior")))

    def _newest(self, metric: str) -> Iterator[Figure]:
        """The value of the twelve months that end with the review, as its advice reads it; else the nearest length.

        A month of leads just handed over has had less time than the report's year: two documents, one number.
        """
        rows = [
            row for row in self.case.book.rows(metric)
            if not row.variant and row.known and not row.immature and not self.case.cut(row)
            and row.when.last == self.period.last
        ]  # fmt: skip
        rows.sort(key=lambda row: (row.few, abs(row.when.length - _YEAR), row.clock))
        for row in rows[:1]:
            moved = self.case.book.get(metric, period=row.period, clock=row.clock, change="prior")
            yield self._figure(row, verdict(self.case, moved))

    def _figure(self, row: Row, judged: str) -> Figure:
        case = self.case
        label = case.label(row.how.get("metric", row.metric))
        aim = "" if row.target != row.target else case.say("target {value}", value=case.number(row, "target"))
        doubt = "; ".join(part for part in (case.between(row), aim) if part)
        value = case.number(row) if row.metric != "target_attainment" else case.say(
            "{share} of the target", share=case.number(row)
        )  # fmt: skip
        return Figure(f"{label} ({case.short(row.when)})", f"{value} ({doubt})" if doubt else value, judged)


def latest(folder: Path, engagement: Engagement, agreements: Agreements, words: Words) -> Review | None:
    """The newest review in ``folder/build``; None where there is none that can be read."""
    build = folder / "build"
    months = sorted((path for path in build.glob("????-??") if _MONTH.fullmatch(path.name)), reverse=True)
    for made in months:
        try:
            book = Book(facts.read(made / "metrics.csv"))
            contract = Contract.model_validate_json((made / "import_contract.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        period = Period.parse(made.name)
        return Review(period, made, Case(book, words, contract, engagement, period, agreements=agreements))
    return None
