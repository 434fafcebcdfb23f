"""What somebody should look at again: pages in use, the agreement before it ends, the ideal customers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.playbook.tiny import SHIPPED, engagement

from helpers.errors import ConfigError
from helpers.playbook.due import Due, due
from helpers.run.playbook import due_lines

ICP = "edited_on: {day}\nreview_in_days: 90\ncriteria:\n  - {{attribute: size, operator: is, value: large}}\n"


def laid(folder: Path, name: str, *, status: str = "active", day: str = "2026-01-01", lang: str = "en") -> None:
    """A page whose review is due 90 days after ``day``."""
    text = SHIPPED.format(kind="agreement", forms="").replace("status: waiting", f"status: {status}")
    path = folder / "playbook" / lang / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("2026-01-01", day), encoding="utf-8")


def test_active_pages_past_their_day_the_oldest_first(tmp_path: Path):
    folder = engagement(tmp_path)
    laid(folder, "stages", day="2026-02-01")
    laid(folder, "sla")
    laid(folder, "forecast", status="waiting")
    laid(folder, "messages", day="2026-06-01")
    laid(folder, "sla.new")
    # 1 January + 90 days = 1 April; 1 February + 90 days = 2 May
    assert due(folder, on=date(2026, 6, 1)) == [
        Due("sla", "Service agreement between both teams", "playbook/en/sla.md", date(2026, 4, 1)),
        Due("stages", "Stages and their definitions", "playbook/en/stages.md", date(2026, 5, 2)),
    ]


def test_a_page_is_due_the_day_after_its_day(tmp_path: Path):
    folder = engagement(tmp_path)
    laid(folder, "sla")
    assert due(folder, on=date(2026, 4, 1)) == []
    assert [each.id for each in due(folder, on=date(2026, 4, 2))] == ["sla"]


def test_the_agreement_is_named_thirty_days_before_it_ends_and_after(tmp_path: Path):
    folder = engagement(tmp_path, forms={"sla.yml": "expires_on: 2026-12-31\n"})
    assert due(folder, on=date(2026, 11, 30)) == []
    assert [each.id for each in due(folder, on=date(2026, 12, 1))] == ["agreement"]
    assert due_lines(folder, on=date(2026, 12, 1)) == [
        "2026-12-31 Agreement on the hand-off: ends in 30 days (forms/sla.yml)"
    ]
    assert due_lines(folder, on=date(2027, 1, 1)) == [
        "2026-12-31 Agreement on the hand-off: ended yesterday (forms/sla.yml)"
    ]


def test_an_ideal_customer_nobody_looked_at_again_is_due(tmp_path: Path):
    folder = engagement(tmp_path, forms={"icp_sales.yml": ICP.format(day="2026-01-01"),
                                         "icp_marketing.yml": ICP.format(day="2026-05-01")})  # fmt: skip
    assert due_lines(folder, on=date(2026, 6, 1)) == [
        "2026-04-01 Ideal customer of sales: was due 61 days ago (forms/icp_sales.yml)"
    ]


def test_a_page_that_cannot_be_read_comes_first_and_the_others_are_listed(tmp_path: Path):
    folder = engagement(tmp_path)
    laid(folder, "sla")
    (folder / "playbook" / "en" / "stages.md").write_text("no front matter", encoding="utf-8")
    assert due_lines(folder, on=date(2026, 4, 2)) == [
        "playbook/en/stages.md: its front matter cannot be read",
        "2026-04-01 Service agreement between both teams: was due yesterday (playbook/en/sla.md)",
    ]


def test_nothing_due_is_said_and_a_broken_agreement_is_an_error(tmp_path: Path):
    folder = engagement(tmp_path)
    assert due_lines(folder, on=date(2026, 6, 1)) == ["nothing is due"]
    (folder / "forms" / "sla.yml").write_text("expires: 2026-01-01\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"sla\.yml"):
        due(folder, on=date(2026, 6, 1))
