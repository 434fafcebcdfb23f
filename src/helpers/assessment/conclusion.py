"""From all that is known of a client to levels, contradictions, findings and a plan: one pure function.

``sensitivity`` asks it again with some of it taken out or turned round.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from helpers.assessment import contradictions as contradicting
from helpers.assessment import findings as finding
from helpers.assessment import plan as planning
from helpers.assessment import quadrants
from helpers.assessment.artefacts import State, artefact_level
from helpers.assessment.contradictions import Contradiction
from helpers.assessment.evidence import Reading, evidence, readings
from helpers.assessment.findings import Finding, Known
from helpers.assessment.levels import Level, data_level, level, survey_level
from helpers.assessment.plan import Commitment, Setting
from helpers.assessment.quadrants import Stand, stands
from helpers.assessment.shelf import Shelf
from helpers.facts import pairs
from helpers.instrument import instrument

EVIDENCE = ["construct", "source", "ref", "reading"]
QUADRANTS = ["construct", "quadrant"]


class Basis(NamedTuple):
    """What everything is concluded from. ``decisions``: id → the metric it should move."""

    shelf: Shelf
    artefacts: tuple[State, ...]
    decisions: Mapping[str, str]
    setting: Setting


class Conclusion(NamedTuple):
    """What follows from it."""

    readings: tuple[Reading, ...]
    levels: dict[str, Level]
    claims: tuple[Contradiction, ...]
    stands: tuple[Stand, ...]
    findings: tuple[Finding, ...]
    plan: tuple[Commitment, ...]


def read_metrics() -> set[str]:
    """Every metric of review and survey that a conclusion is drawn from."""
    said = {*contradicting.SAID, *quadrants.SAID, *finding.SAID}
    return evidence().metrics() | contradicting.claimed_metrics() | planning.declared().metrics() | said


def concluded(basis: Basis) -> Conclusion:
    """Levels, contradictions, quadrants, findings and plan of one client in one month."""
    found = readings(basis.shelf, basis.decisions)
    levels = {each.id: _level(basis, each.id, found) for each in instrument().constructs}
    claims = contradicting.contradictions(basis.shelf, basis.artefacts)
    between = stands(basis.shelf)
    known = Known(basis.shelf, levels, between, claims, found)
    pages = planning.treating(basis.setting)
    said = finding.findings(known, pages=pages, stakes=planning.declared().stakes)
    taken = planning.plan(said, shelf=basis.shelf, setting=basis.setting)
    return Conclusion(found, levels, claims, between, said, taken)


def _level(basis: Basis, construct: str, found: tuple[Reading, ...]) -> Level:
    score = basis.shelf.one("perception_score", segment=pairs({"construct": construct}))
    return level(
        construct,
        survey=survey_level(score.value if score is not None else math.nan),
        artefacts=artefact_level(basis.artefacts, construct),
        data=data_level(each for each in found if each.construct == construct),
    )


def evidence_table(basis: Basis, found: Conclusion) -> pd.DataFrame:
    """``assess_evidence``: what stands behind each level, one row per source and fact or artefact.

    ``reading``: of the survey ``works`` (60 and more) or ``fails``; of artefacts ``used`` (lately, edited by both),
    ``exists`` or ``none``; of data the role it fills (``practised`` ``measured`` ``improved``) or what it lacks
    (``idle`` nothing lately, ``thin`` not known well enough; what did not change is left out).
    """
    rows: list[tuple[str, str, str, str]] = []
    for construct in instrument().constructs:
        score = basis.shelf.one("perception_score", segment=pairs({"construct": construct.id}))
        if score is not None and score.known:
            rows.append((construct.id, "survey", score.key, "works" if score.value >= quadrants.HIGH else "fails"))
        own = (each for each in basis.artefacts if each.construct == construct.id)
        rows += [(construct.id, "artefact", each.artefact, _state(each)) for each in own]
        spoke = (each for each in found.readings if each.construct == construct.id)
        rows += [(construct.id, "data", each.row.key, each.says) for each in spoke if each.met or each.says != "same"]
    return pd.DataFrame(list(dict.fromkeys(rows)), columns=EVIDENCE)


def _state(each: State) -> str:
    if each.used and each.both:
        return "used"
    return "exists" if each.exists else "none"


def quadrant_table(found: Conclusion) -> pd.DataFrame:
    """``assess_quadrants``: one row per construct."""
    return pd.DataFrame([(each.construct, each.quadrant) for each in found.stands], columns=QUADRANTS)
