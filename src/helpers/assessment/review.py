"""The facts of an assessment, and the tables listed beside them: what was said, what exists, what follows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pandas as pd

from helpers.agreements import Agreements
from helpers.assessment import artefacts as papers
from helpers.assessment import findings as finding
from helpers.assessment import plan as planning
from helpers.assessment.artefacts import State, artefact_share, states
from helpers.assessment.conclusion import Basis, Conclusion, concluded, evidence_table, quadrant_table, read_metrics
from helpers.assessment.levels import construct_level
from helpers.assessment.plan import Setting, commitments
from helpers.assessment.said import assess_statements, said_facts, said_tables
from helpers.assessment.sensitivity import sensitivity
from helpers.assessment.shelf import shelf
from helpers.engagement import Engagement
from helpers.engine import Canonical, fetch
from helpers.facts import frame, merge
from helpers.periods import Period


class _Drawn(NamedTuple):
    """What was concluded once, for facts and tables alike."""

    said: pd.DataFrame
    basis: Basis
    conclusion: Conclusion


def assessment_facts(
    canonical: Canonical, facts: pd.DataFrame, engagement: Engagement, agreements: Agreements, *, period: Period,
    on: date, before: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Everything an assessment says, as facts (``docs/architecture.md``, "Assessment").

    ``facts`` are those of the review of ``period``, ``on`` the day of the assessment, ``before`` the facts of the
    assessment before it: levels have that one's as ``prior``.
    """
    del agreements  # what both teams promised each other is in the facts already
    return _facts(_drawn(canonical, facts, engagement, period=period, on=on), period=period, before=before)


def assessment_tables(
    canonical: Canonical, facts: pd.DataFrame, engagement: Engagement, agreements: Agreements, *, period: Period,
    on: date, before: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The tables of "Assessment" in ``docs/architecture.md``, each possibly without rows."""
    del agreements, before
    return _tables(canonical, _drawn(canonical, facts, engagement, period=period, on=on), on=on)


def assessment_parts(
    canonical: Canonical, facts: pd.DataFrame, engagement: Engagement, agreements: Agreements, *, period: Period,
    on: date, before: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:  # fmt: skip
    """``assessment_facts`` and ``assessment_tables``, computed once."""
    del agreements
    drawn = _drawn(canonical, facts, engagement, period=period, on=on)
    return _facts(drawn, period=period, before=before), _tables(canonical, drawn, on=on)


def _drawn(canonical: Canonical, facts: pd.DataFrame, engagement: Engagement, *, period: Period, on: date) -> _Drawn:
    said = frame(said_facts(canonical, period=period, on=on))
    read = read_metrics()
    known = merge([said, facts[facts["metric"].isin(read)]])
    basis = Basis(
        shelf(known, period=period, goal=engagement.goal, metrics=read),
        _looked_at(canonical, on),
        _decided(canonical, period),
        Setting.of(engagement.context, engagement.playbook.pages),
    )
    return _Drawn(said, basis, concluded(basis))


def _facts(drawn: _Drawn, *, period: Period, before: pd.DataFrame | None) -> pd.DataFrame:
    follows = drawn.conclusion
    own = [
        *artefact_share(drawn.basis.artefacts, period=period),
        *construct_level(list(follows.levels.values()), period=period, before=_earlier(before)),
        *(each.fact(period) for each in follows.claims),
        *commitments(follows.plan, period=period),
    ]
    return merge([drawn.said, frame(own)])


def _tables(canonical: Canonical, drawn: _Drawn, *, on: date) -> dict[str, pd.DataFrame]:
    follows = drawn.conclusion
    return {
        **said_tables(canonical, on),
        "assess_statements": assess_statements(canonical, on),
        "assess_artefacts": papers.table(drawn.basis.artefacts),
        "assess_evidence": evidence_table(drawn.basis, follows),
        "assess_findings": finding.table(follows.findings),
        "assess_quadrants": quadrant_table(follows),
        "assess_plan": planning.table(follows.plan),
        "assess_sensitivity": sensitivity(drawn.basis, follows),
    }


def _looked_at(canonical: Canonical, on: date) -> tuple[State, ...]:
    rows = canonical["artefacts"]
    seen = fetch(rows.filter(rows.on <= on).order_by("row"))
    cells = seen.astype(object).where(seen.notna(), None)
    return states(({str(name): value for name, value in row.items()} for row in cells.to_dict("records")), on=on)


def _decided(canonical: Canonical, period: Period) -> dict[str, str]:
    """Decisions by the end of the month that name the figure they should move."""
    rows = canonical["decisions"]
    named = rows.filter(rows.metric.notnull(), rows.on <= period.as_of).select("decision_id", "metric")
    found = fetch(named.order_by("decision_id"))
    return dict(zip(found["decision_id"].astype(str), found["metric"].astype(str), strict=True))


def _earlier(before: pd.DataFrame | None) -> dict[tuple[str, str], float]:
    """(variant, segment) → level of the assessment before."""
    if before is None:
        return {}
    rows = before[before["metric"] == "construct_level"]
    return {
        (str(variant), str(segment)): float(value)
        for variant, segment, value in zip(rows["variant"], rows["segment"], rows["value"], strict=True)
    }
