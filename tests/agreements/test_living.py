"""What a client's own pages say of themselves: read where they can be, left out and named where not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helpers.agreements import load_agreements
from helpers.agreements.living import living_pages
from helpers.engagement import Engagement
from helpers.pages import source

CLIENT = Engagement(client="A", currency="EUR", time_zone="UTC", languages=("es", "en"))


def write(folder: Path, name: str, text: str, *, lang: str = "es") -> Path:
    path = folder / "playbook" / lang / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def front(*, day: str = "2026-10-01", status: str = "active", term: object = 60) -> str:
    return (
        f"---\ntitle: T\nowner: sales\nstatus: {status}\nlast_reviewed_on: {day}\nreview_in: {term}\n---\n\nMy own.\n"
    )


def test_a_shipped_page_is_a_living_page(tmp_path):
    write(tmp_path, "sla.md", source("sla", "es"))
    (page,), unread = living_pages(tmp_path, CLIENT.languages)
    assert (page.id, page.lang, page.status, unread) == ("sla", "es", "active", ())
    assert page.due_on > page.last_reviewed_on


def test_only_the_front_matter_has_to_be_whole_whatever_people_did_below(tmp_path):
    write(tmp_path, "sla.md", "\ufeff" + front().replace("\n", "\r\n"))
    (page,), _ = living_pages(tmp_path, CLIENT.languages)
    assert (page.owner, page.last_reviewed_on, page.review_in) == ("sales", date(2026, 10, 1), 60)
    assert page.due_on == date(2026, 11, 30)  # 30 days of October are left, 30 of November


def test_the_first_language_that_has_pages_speaks_for_all(tmp_path):
    write(tmp_path, "sla.md", front(day="2026-01-01"), lang="en")
    assert [page.lang for page in living_pages(tmp_path, CLIENT.languages)[0]] == ["en"]
    write(tmp_path, "sla.md", front(day="2026-02-01"))
    assert [page.lang for page in living_pages(tmp_path, CLIENT.languages)[0]] == ["es"]


def test_what_is_no_page_is_passed_over(tmp_path):
    for name in ("sla.new.md", "notes.md", "README.md"):
        write(tmp_path, name, "no front matter")
    assert living_pages(tmp_path, CLIENT.languages) == ((), ())
    assert living_pages(tmp_path / "nowhere", CLIENT.languages) == ((), ())


@pytest.mark.parametrize(
    "text",
    ["", "no front matter", "---\nstatus: [\n---\n", "---\n- a\n---\n", front(status="asleep"), front(day="soon"),
     front(term=0), front(term="a year"), front().replace("owner: sales\n", "")],
)  # fmt: skip
def test_a_broken_page_is_named_and_stops_nothing(tmp_path, text):
    write(tmp_path, "sla.md", text)
    write(tmp_path, "forecast.md", front())
    pages, unread = living_pages(tmp_path, CLIENT.languages)
    assert [page.id for page in pages] == ["forecast"] and unread == ("playbook/es/sla.md",)


def test_a_page_that_is_no_text_is_named_too(tmp_path):
    write(tmp_path, "sla.md", "").write_bytes(b"---\n\xff\xfe\n---\n")
    assert living_pages(tmp_path, CLIENT.languages) == ((), ("playbook/es/sla.md",))


def test_agreements_know_the_pages(tmp_path):
    write(tmp_path, "sla.md", front())
    write(tmp_path, "forecast.md", "broken")
    found = load_agreements(tmp_path, CLIENT)
    assert [page.id for page in found.pages] == ["sla"] and found.unread == ("playbook/es/forecast.md",)
    assert type(found).model_validate_json(found.model_dump_json()) == found
