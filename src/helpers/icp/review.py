"""The facts of the ideal customer."""

from __future__ import annotations

import pandas as pd

from helpers.agreements import Agreements
from helpers.contract import Contract
from helpers.engagement import Engagement
from helpers.engine import Canonical
from helpers.facts import frame
from helpers.periods import Period


def icp_facts(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period, start: Period,
    contract: Contract,
) -> pd.DataFrame:  # fmt: skip
    """Everything a review says about the ideal customer, as facts (``docs/architecture.md``, facts vocabulary)."""
    del canonical, engagement, agreements, period, start, contract
    return frame([])


def icp_tables(
    canonical: Canonical, engagement: Engagement, agreements: Agreements, *, period: Period
) -> dict[str, pd.DataFrame]:
    """``icp_differences``, ``icp_joint``, ``icp_sorted``."""
    del canonical, engagement, agreements, period
    return {}
