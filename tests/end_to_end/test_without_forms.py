"""An engagement with exports alone still gets its review, which says what it cannot know and which form would tell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from helpers import facts

from .clients import command

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "industrial_es"
#: What needs a form, with the note that stands for the one that is missing.
UNKNOWN = {
    "unified_cac": "no_costs", "sla_compliance": "no_sla", "icp_agreement": "no_profile", "objection_gap": "no_content",
    "decisions_on_time": "no_decisions", "ritual_held": "no_meetings", "campaigns_running": "no_campaigns",
    "feedback_answered": "no_feedback",
}  # fmt: skip


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "maker"
    folder.mkdir()
    shutil.copytree(SAMPLE / "exports", folder / "exports")
    shutil.copyfile(SAMPLE / "engagement.yml", folder / "engagement.yml")
    command("review", folder, "--period", "2026-09", "--internal")
    return folder / "build" / "2026-09"


@pytest.mark.parametrize("metric", UNKNOWN)
def test_a_missing_form_is_a_reason_and_no_number(build: Path, metric: str) -> None:
    rows = facts.read(build / "metrics.csv")
    mine = rows[(rows["metric"] == metric) & (rows["note"] == UNKNOWN[metric])]
    assert len(mine) and mine["value"].isna().all()


@pytest.mark.parametrize(("lang", "form"), [("en", "“Costs”"), ("es", "«Costes»")])
def test_the_first_screen_and_the_agenda_name_the_one_form_to_fill_in(build: Path, lang: str, form: str) -> None:
    report = json.loads((build / f"report.{lang}.json").read_text(encoding="utf-8"))
    unknown = [block for block in report["blocks"] if block["kind"] == "narrative" and block["role"] == "unknown"]
    assert form in unknown[0]["sentences"][-1]["text"]
    assert form in (build / f"agenda.{lang}.md").read_text(encoding="utf-8")


def test_what_the_exports_hold_is_told_all_the_same(build: Path) -> None:
    rows = facts.read(build / "metrics.csv")
    year = "2025-10/2026-09"
    waits = facts.pick(rows, "handoff_response_median", period=year, clock="cohort")
    lost = facts.pick(rows, "objection_share", period=year, segment="theme=price")
    assert waits["value"].notna().all() and len(waits) == 1
    assert len(lost) == 1 and lost["value"].iloc[0] > 0, "reasons of lost deals are in the exports"
    assert (build / "internal" / "calls.csv").is_file()
