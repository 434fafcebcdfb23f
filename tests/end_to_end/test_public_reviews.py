"""Reviews of two public tables, read in place: what a careful reader finds must be said, and nothing may be lost."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from helpers import facts

from .clients import command

ENGAGEMENTS = Path(__file__).parent.parent / "engagements"
SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the public data are not here")
MONTHS = {"olist": "2018-11", "maven": "2017-12"}


@pytest.fixture(scope="module")
def builds(tmp_path_factory) -> dict[str, Path]:
    """Both reviewed in copies of their folders: nothing is written beside the committed settings."""
    root = tmp_path_factory.mktemp("public")
    for name, month in MONTHS.items():
        (root / name).mkdir()
        settings = (ENGAGEMENTS / name / "engagement.yml").read_text(encoding="utf-8")
        placed = settings.replace("../../../../shared", SHARED.as_posix())
        (root / name / "engagement.yml").write_text(placed, encoding="utf-8")
        command("review", root / name, "--period", month)
    return {name: root / name / "build" / month for name, month in MONTHS.items()}


def rows(build: Path) -> pd.DataFrame:
    return facts.read(build / "metrics.csv")


def monthly(build: Path, metric: str, *, variant: str = "", clock: str = "period") -> pd.DataFrame:
    found = facts.pick(rows(build), metric, variant=variant, clock=clock)
    return found[found["period"].str.len() == len("2018-11")]


def page(build: Path, lang: str) -> str:
    return (build / f"report.{lang}.html").read_text(encoding="utf-8")


def test_olist_keeps_every_lead_and_every_win(builds):
    assert monthly(builds["olist"], "mqls")["value"].sum() == 8000
    assert monthly(builds["olist"], "customers")["value"].sum() == 842
    converted = monthly(builds["olist"], "mql_to_customer", variant="horizon=ever", clock="cohort")
    assert (converted["numerator"].sum(), converted["denominator"].sum()) == (842, 8000)


def test_olist_counts_the_win_before_its_contact_and_leaves_its_duration_out(builds):
    contract = json.loads((builds["olist"] / "import_contract.json").read_text(encoding="utf-8"))
    finding = next(found for found in contract["findings"] if found["code"] == "win_before_contact")
    assert finding["count"] == 1
    wins = facts.pick(rows(builds["olist"]), "time_to_close", variant="from=mql;method=won_only;stat=mean")
    assert wins["n"].tolist() == [841]


def test_olist_says_that_rising_conversion_is_missing_history(builds):
    cohorts = monthly(builds["olist"], "mql_to_customer", variant="horizon=90", clock="cohort")
    early = cohorts[(cohorts["period"] < "2017-12") & (cohorts["denominator"] > 0)]
    assert len(early) == 6 and set(early["note"]) == {"left_truncated"} and set(early["status"]) == {"undefined"}
    found = rows(builds["olist"])
    changes = found[found["variant"].str.contains("change=")]
    rising = changes[(changes["status"] == "clear") & (changes["value"] > 0)]
    assert not len(rising), rising[["metric", "period", "value"]]
    assert "5 December 2017" in page(builds["olist"], "en")
    assert "5 de diciembre de 2017" in page(builds["olist"], "es")


def test_olist_takes_no_verdict_from_the_months_after_the_last_lead(builds):
    found = rows(builds["olist"]).set_index("variant")
    change = found[found["metric"] == "customers"].loc["card=5;change=prior"]
    assert (change["status"], change["note"]) == ("undefined", "entries_end")
    assert "31 May 2018" in page(builds["olist"], "en")


def test_maven_numbers(builds):
    rate = monthly(builds["maven"], "win_rate")
    won, closed = rate["numerator"].sum(), rate["denominator"].sum()
    assert (won, closed - won, f"{won / closed:.4%}") == (4238, 2473, "63.1501%")
    assert monthly(builds["maven"], "open_deals")["value"].iloc[-1] == 2089
    revenue = monthly(builds["maven"], "revenue_won")["value"].sum()
    assert (revenue, f"{revenue / won:.2f}") == (10_005_534, "2360.91")
    days = {stat: facts.pick(rows(builds["maven"]), "time_to_close", variant=f"method=won_only;stat={stat}",
                             clock="cohort")["value"].iloc[0] for stat in ("mean", "median")}  # fmt: skip
    assert (f"{days['mean']:.2f}", days["median"]) == ("51.78", 57)


def test_maven_reports_the_accounts_and_the_join_that_fail(builds):
    for lang, thousands in (("en", "1,425"), ("es", "1425")):
        text = page(builds["maven"], lang)
        assert "GTXPro" in text
        assert thousands in text or "1.425" in text
