"""All that a pattern may look at: the tables of one engagement, and facts, each part computed when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers import facts
from helpers.agreements import Agreements
from helpers.assessment.review import assessment_parts
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical, open_tables
from helpers.feedback.heard import heard_facts
from helpers.feedback.kept import kept_facts
from helpers.handoff.review import Stood, handoff_facts, stood
from helpers.icp.review import icp_facts
from helpers.metrics.review import review_facts
from helpers.periods import Period


@dataclass(frozen=True)
class Basis:
    """One engagement, imported into ``work``, and the month whose view is taken."""

    work: Path
    engagement: Engagement
    contract: Contract
    agreements: Agreements
    period: Period
    start: Period

    @cached_property
    def tables(self) -> Canonical:
        """The canonical tables on a DuckDB of this process."""
        return open_tables(self.work / "tables")

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """The shared metrics (notebook 02)."""
        return review_facts(
            self.tables, self.engagement, period=self.period, start=self.start, contract=self.contract
        )  # fmt: skip

    @cached_property
    def handoff(self) -> pd.DataFrame:
        """The hand-off (notebook 04)."""
        return handoff_facts(
            self.tables, self.engagement, self.agreements, period=self.period, start=self.start,
            contract=self.contract,
        )  # fmt: skip

    @cached_property
    def stood(self) -> Stood | None:
        """How hand-offs stand, without the rest of notebook 04: it takes a fraction of the time. None without any."""
        return stood(self.tables, self.engagement, self.agreements, period=self.period)

    @cached_property
    def icp(self) -> pd.DataFrame:
        """The ideal customer (notebook 05)."""
        return icp_facts(
            self.tables, self.engagement, self.agreements, period=self.period, start=self.start,
            contract=self.contract,
        )  # fmt: skip

    @cached_property
    def heard(self) -> pd.DataFrame:
        """What customers say and what they respond to (notebook 05)."""
        return heard_facts(
            self.tables, self.engagement, self.agreements, period=self.period, start=self.start,
            contract=self.contract,
        )  # fmt: skip

    @cached_property
    def kept(self) -> pd.DataFrame:
        """What is kept (notebook 05)."""
        return kept_facts(
            self.tables, self.engagement, self.agreements, period=self.period, start=self.start,
            contract=self.contract,
        )  # fmt: skip

    @cached_property
    def assessed(self) -> pd.DataFrame:
        """What both teams answered in the survey, as on the last day of the month."""
        known = facts.merge([self.metrics, self.handoff, self.icp, self.heard, self.kept])
        found, _ = assessment_parts(
            self.tables, known, self.engagement, self.agreements, period=self.period, on=self.period.last
        )
        return found


def opened(work: Path, *, period: Period, start: Period) -> Basis:
    """The basis of a work folder that an import has filled."""
    return Basis(
        work=work,
        engagement=Engagement.model_validate_json((work / "engagement.json").read_text(encoding="utf-8")),
        contract=Contract.model_validate_json((work / "contract.json").read_text(encoding="utf-8")),
        agreements=Agreements.model_validate_json((work / "agreements.json").read_text(encoding="utf-8")),
        period=period,
        start=start,
    )
