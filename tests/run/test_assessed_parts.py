"""The assessment put together: what is planted in both samples is found, decoys are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from assessment.factbook import CONSTRUCTS, fact
from assessment.surveybook import alike, person, survey
from helpers.agreements import Agreements
from helpers.assessment.conclusion import read_metrics
from helpers.assessment.contradictions import claims
from helpers.assessment.plan import actions
from helpers.assessment.review import assessment_facts, assessment_parts, assessment_tables
from helpers.engagement import Engagement, load
from helpers.facts import KEY, frame, pick, read
from helpers.periods import Period
from helpers.samples import SAMPLES
from helpers.samples.survey import answers
from metrics.workbook import client, opened

PERIOD = Period.parse("2026-09")
TABLES = {
    "assess_dots", "assess_evidence", "assess_findings", "assess_quadrants", "assess_plan", "assess_sensitivity",
    "assess_artefacts", "assess_quotes", "assess_statements",
}  # fmt: skip


@dataclass(frozen=True)
class Assessed:
    """A sample with its assessment."""

    name: str
    engagement: Engagement
    planted: Any
    review: pd.DataFrame
    facts: pd.DataFrame
    tables: dict[str, pd.DataFrame]

    @property
    def found(self) -> pd.DataFrame:
        return self.tables["assess_findings"]


def given(name: str) -> dict[str, list[dict[str, Any]]]:
    """What both teams of a sample answer and have in writing, as canonical rows."""
    asked = SAMPLES[name].survey
    people = [
        person(each.team, {**each.values, **{f"top_{name}": 1.0 for name in each.top}}, level=each.level, on=each.on,
               wave=1 if each.on < asked.rounds[-1].first else len(asked.rounds))
        for each in answers(asked, seed=SAMPLES[name].seed)
    ]  # fmt: skip
    papers = [
        {"row": place, "on": asked.looked_at[-1], "artefact": artefact, "exists": True, "used_on": state.used,
         "marketing": "marketing" in state.edited, "sales": "sales" in state.edited}
        for place, (artefact, state) in enumerate(asked.written.items(), 1)
    ]  # fmt: skip
    return {**survey(people), "artefacts": papers}


@pytest.fixture(scope="module", params=["saas_en", "industrial_es"])
def assessed(
    request: pytest.FixtureRequest, reviewed: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Assessed:
    name = request.param
    folder = reviewed[name]
    written = read(folder / "build" / "2026-09" / "metrics.csv")
    review = written[written["metric"].isin(read_metrics())]
    review = review[~review["metric"].str.startswith(("perception", "dont_know", "mirror", "priority"))]
    canonical = opened(tmp_path_factory.mktemp(name), given(name))
    engagement = load(folder)
    facts, tables = assessment_parts(
        canonical, review, engagement, Agreements(), period=PERIOD, on=date(2026, 10, 20)
    )  # fmt: skip
    return Assessed(name, engagement, SAMPLES[name].survey.planted, review, facts, tables)


def held(rows: pd.DataFrame) -> dict[str, float]:
    """Claim → 1 or 0."""
    found = rows[rows["metric"] == "contradiction"]
    return {
        segment.split(";")[0].removeprefix("claim="): value
        for segment, value in zip(found["segment"], found["value"], strict=True)
    }


def items(names: Mapping[str, float], value: float) -> set[str]:
    return {claims()[name].item for name, each in names.items() if each == value and name in claims()}


def test_planted_contradictions_are_found_with_the_figure_that_says_so(assessed: Assessed) -> None:
    contradicted = assessed.found[assessed.found["kind"] == "contradiction"]
    for item, metric in assessed.planted.contradictions.items():
        rows = contradicted[[claims()[name].item == item for name in contradicted["claim"]]]
        refs = "\n".join(rows["refs"])
        assert f"|perception_agree||item={item}|" in refs, item
        assert f"|{metric}|" in refs or metric in refs.splitlines(), item


def test_everyone_says_it_is_kept_and_the_waiting_time_is_at_hand(assessed: Assessed) -> None:
    first = assessed.found.iloc[0]
    assert (first["kind"], first["claim"]) == ("contradiction", "handoff_kept")
    assert "|handoff_response_median|" in first["refs"]


def test_decoys_do_not_fire(assessed: Assessed) -> None:
    fired = items(held(assessed.facts), 1.0)
    assert not fired & set(assessed.planted.decoys)
    assert set(assessed.planted.decoys) <= items(held(assessed.facts), 0.0), "they were compared"


def test_planted_gaps_unseen_topics_and_wrong_guesses_are_found(assessed: Assessed) -> None:
    found = assessed.found
    gaps = found[found["kind"] == "gap"].set_index("construct")["nature"]
    assert set(assessed.planted.gaps) <= set(gaps[gaps == "harmful"].index)
    assert set(assessed.planted.productive) == set(gaps[gaps == "productive"].index)
    assert set(found.loc[found["kind"] == "unseen", "construct"]) == set(assessed.planted.unseen)
    assert set(assessed.planted.mirror) <= set(found.loc[found["kind"] == "mirror", "construct"])


def test_every_reference_is_a_fact_or_an_artefact(assessed: Assessed) -> None:
    rows = pd.concat([assessed.facts, assessed.review])
    keys = set(rows[KEY].agg("|".join, axis=1)) | set(assessed.tables["assess_artefacts"]["artefact"])
    for name in ("assess_findings", "assess_plan"):
        refs = {ref for text in assessed.tables[name]["refs"] for ref in text.split("\n")}
        assert refs and refs <= keys, refs - keys
    evidence = assessed.tables["assess_evidence"]
    assert set(evidence["ref"]) <= keys
    assert set(evidence["source"]) == {"survey", "artefact", "data"}
    assert set(evidence["construct"]) == set(CONSTRUCTS)
    assert not evidence.duplicated().any()
    assert set(assessed.tables["assess_sensitivity"]["ref"]) <= keys
    assert {effect for effect in assessed.tables["assess_plan"]["effect"] if effect} <= keys


def test_the_plan_is_one_of_five_within_the_context(assessed: Assessed) -> None:
    plan, engagement = assessed.tables["assess_plan"], assessed.engagement
    assert 1 <= len(plan) <= 5
    assert set(plan["action"]) <= set(actions())
    assert set(plan["page"]) <= set(engagement.playbook.pages or plan["page"])
    assert set(plan["finding"]) <= set(assessed.found["finding"])
    assert "|leak_money|" in plan.iloc[0]["effect"]
    total = pick(assessed.facts, "commitments")
    assert (total["value"].iloc[0], total["numerator"].iloc[0]) == (len(plan), plan["effort"].sum())


def test_one_row_a_construct(assessed: Assessed) -> None:
    levels = assessed.facts[assessed.facts["metric"] == "construct_level"]
    assert len(levels) == 4 * len(CONSTRUCTS)
    assert levels["value"].dropna().between(0, 5).all()
    assert assessed.tables["assess_quadrants"]["construct"].tolist() == list(CONSTRUCTS)
    assert set(assessed.tables) == TABLES


def test_order_of_rows_makes_no_difference(assessed: Assessed, tmp_path: Path) -> None:
    rows = {table: found[::-1] for table, found in given(assessed.name).items()}
    facts, tables = assessment_parts(
        opened(tmp_path, rows), assessed.review[::-1].reset_index(drop=True), assessed.engagement, Agreements(),
        period=PERIOD, on=date(2026, 10, 20),
    )  # fmt: skip
    pd.testing.assert_frame_equal(facts, assessed.facts)
    for table in ("assess_findings", "assess_plan", "assess_sensitivity"):
        pd.testing.assert_frame_equal(tables[table], assessed.tables[table])


# -- small and empty companies ----------------------------------------------------------------------------------------


def assess(folder: Path, rows: Mapping[str, Any], **rest: Any) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    return assessment_parts(
        opened(folder, rows), frame([]), client(), Agreements(), period=PERIOD, on=date(2026, 10, 20), **rest
    )


def test_nothing_at_all(tmp_path: Path) -> None:
    facts, tables = assess(tmp_path, {})
    assert facts.loc[facts["metric"] == "construct_level", "value"].isna().all()
    assert set(facts.loc[facts["metric"] == "artefact_share", "note"]) == {"no_artefacts"}
    assert held(facts) == {}
    assert {name: len(tables[name]) for name in ("assess_findings", "assess_plan", "assess_sensitivity")} == {
        "assess_findings": 0, "assess_plan": 0, "assess_sensitivity": 0
    }  # fmt: skip
    assert set(tables["assess_quadrants"]["quadrant"]) == {""}


def test_three_against_two_give_no_level_by_survey_no_claim_and_no_quadrant(tmp_path: Path) -> None:
    people = [person(team, alike(1.0)) for team in ("marketing",) * 3 + ("sales",) * 2]
    papers = [{"row": 1, "on": date(2026, 10, 1), "artefact": "handoff_agreement", "exists": False, "used_on": None,
               "marketing": False, "sales": False}]  # fmt: skip
    facts, tables = assess(tmp_path, {**survey(people), "artefacts": papers})
    by = facts[(facts["metric"] == "construct_level") & (facts["variant"] == "by=survey")]
    assert by["value"].isna().all()
    assert held(facts) == {}
    assert set(tables["assess_quadrants"]["quadrant"]) == {""}
    assert tables["assess_findings"]["finding"].tolist() == ["handoff.low"]
    assert "perception" not in tables["assess_findings"]["refs"].iloc[0]


def test_opinion_alone_stays_at_two_and_says_so(tmp_path: Path) -> None:
    people = [person(team, alike(5.0)) for team in ("marketing",) * 4 + ("sales",) * 4]
    facts, tables = assess(tmp_path, survey(people))
    level = pick(facts, "construct_level", segment="construct=goals").iloc[0]
    assert (level["value"], level["note"]) == (2.0, "no_evidence")
    assert pick(facts, "construct_level", variant="by=survey", segment="construct=goals")["value"].iloc[0] == 5.0
    assert set(tables["assess_quadrants"]["quadrant"]) == {"protect"}
    assert len(tables["assess_findings"]) == 0, "no strength and nothing low: there is nothing to look at"


def test_levels_remember_the_assessment_before(tmp_path: Path) -> None:
    people = [person(team, alike(5.0)) for team in ("marketing",) * 4 + ("sales",) * 4]
    given_ = (opened(tmp_path, survey(people)), frame([]), client(), Agreements())
    before = assessment_facts(*given_, period=PERIOD, on=date(2026, 10, 20))
    facts = assessment_facts(*given_, period=PERIOD, on=date(2026, 10, 20), before=before)
    level = pick(facts, "construct_level", segment="construct=goals").iloc[0]
    assert (level["value"], level["prior"]) == (2.0, 2.0)
    assert pick(before, "construct_level", segment="construct=goals")["prior"].isna().all()


def test_facts_and_tables_apart_are_those_together(tmp_path: Path) -> None:
    people = [person(team, alike(2.0)) for team in ("marketing",) * 4 + ("sales",) * 4]
    canonical = opened(tmp_path, survey(people))
    given_ = (canonical, frame([]), client(), Agreements())
    facts, tables = assessment_parts(*given_, period=PERIOD, on=date(2026, 10, 20))
    pd.testing.assert_frame_equal(assessment_facts(*given_, period=PERIOD, on=date(2026, 10, 20)), facts)
    apart = assessment_tables(*given_, period=PERIOD, on=date(2026, 10, 20))
    assert set(apart) == set(tables)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(apart[name], table)
    assert set(tables["assess_findings"]["kind"]) == {"low"}
    assert len(tables["assess_plan"]) == 5


def test_decisions_after_the_month_are_not_known_yet(tmp_path: Path) -> None:
    decided = [
        {"decision_id": name, "on": on, "kind": "decision", "words": "x", "metric": "sla_compliance",
         "owner_team": "sales"}
        for name, on in (("D1", date(2026, 9, 1)), ("D2", date(2026, 10, 2)))
    ]  # fmt: skip
    effect = [
        fact(
            "decision_effect", 0.3, unit="share", period=PERIOD.rolling(12), segment=f"decision={name}", status="clear"
        )
        for name in ("D1", "D2")
    ]
    given_ = (opened(tmp_path, {"decisions": decided}), frame(effect), client(), Agreements())
    tables = assessment_tables(*given_, period=PERIOD, on=date(2026, 10, 20))
    shown = tables["assess_evidence"]
    assert set(shown["ref"]) == {"2025-10/2026-09|decision_effect||decision=D1|period"}
    assert set(shown["reading"]) == {"improved"}
