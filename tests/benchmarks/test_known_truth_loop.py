"""Generated companies: what is claimed is compared with what was planted, and the page says what was run."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import known_truth_loop as known
from helpers.samples import planting

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("number", [1, 9])
def test_stories_of_a_company_are_claimed_and_its_decoys_are_not(number: int) -> None:
    rows = known.company(number)
    planted = {row.story for row in rows if row.kind == "planted"}
    assert planted == set(known.plants(known.SEED + number)) and len(planted) >= 2
    claimed, all_ = known.rate(rows, "planted")
    assert claimed >= all_ - 1
    assert known.rate(rows, "decoys")[0] <= 1 < 10 < known.rate(rows, "decoys")[1]


def test_only_clear_changes_for_the_worse_are_claims() -> None:
    columns = ["metric", "variant", "segment", "value", "status"]
    facts = pd.DataFrame([
        ("handoff_gap", "against=rest;of=unanswered", "size=SMB", 0.2, "clear"),
        ("handoff_gap", "against=rest;of=unanswered", "size=Enterprise", -0.2, "clear"),
        ("handoff_gap", "against=rest;of=unanswered", "size=Mid-Market", 0.1, "noise"),
        ("handoff_gap", "against=rest;of=response", "size=SMB", 3.0, "clear"),
        ("ritual_dying", "", "ritual=win-loss", 4.0, "clear"),
        ("win_rate", "", "all", 0.3, "clear"),
    ], columns=columns)  # fmt: skip
    assert known.claims(facts) == {
        ("handoff_gap", "against=rest;of=unanswered", "size=SMB"), ("ritual_dying", "", "ritual=win-loss"),
    }  # fmt: skip


def test_candidates_are_compared_and_unknown_claims_listed() -> None:
    def candidate(segment: str) -> dict[str, str]:
        return {"story": "gap", "metric": "objection_gap", "variant": "", "segment": segment, "what": "w"}

    truth = {"planted": [candidate("theme=a"), candidate("theme=b")], "also_true": [], "decoys": [candidate("theme=c")]}
    claimed = {("objection_gap", "", "theme=a"), ("objection_gap", "", "theme=d")}
    rows = known.compared(truth, claimed, seed=1, sample="saas_en")
    assert known.rate(rows, "planted") == (1, 2)
    assert known.rate(rows, "decoys") == (0, 1)
    assert [(row.kind, row.segment) for row in rows if row.claimed] == [("planted", "theme=a"), ("unknown", "theme=d")]
    assert not known.kept(rows)  # one of two is less than nine of ten
    page = known.page(rows)
    assert "1 of 2 (50%)" in page and "`theme=b`" in page and "`theme=d`" in page and "`theme=c`" not in page


def test_the_table_in_docs_keeps_the_promise() -> None:
    text = (DOCS / "known-truth-loop.md").read_text(encoding="utf-8")
    assert f"{known.COMPANIES} companies" in text
    rows = re.findall(r"^\| (.+?) \| (\d+) of (\d+) \(\d+%\) \| (\d+) of (\d+) \(\d+%\) \| \d+ \|$", text, re.M)
    assert len(rows) == len(planting.STORIES) + 1
    name, *counts = rows[-1]
    found, planted, wrong, decoys = map(int, counts)
    assert name == "**all**"
    assert planted >= 100 and found >= known.RECALL * planted
    assert decoys >= 500 and wrong <= known.DECOYS * decoys
    assert [planted, decoys] == [sum(int(row[place]) for row in rows[:-1]) for place in (2, 4)]
