"""What of a client's playbook somebody should look at again: pages, the agreement, the ideal customers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from helpers.agreements import Agreements, load_agreements
from helpers.agreements.living import living_pages
from helpers.engagement import Engagement, load
from helpers.pages import title

#: An agreement is named so many days before it ends, so that both teams meet in time.
AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """One thing to look at again: a page's id, ``agreement`` or ``icp_<team>``; its title, file and day.

    ``due_on`` is None where the file cannot be read.
    """

    id: str
    title: str
    file: str
    due_on: date | None


def due(folder: Path, *, on: date) -> list[Due]:
    """What is overdue on a day, the oldest first: active pages, profiles, agreements that ended or end in 30 days.

    Pages that cannot be read come before all others. Raises ``ConfigError`` for an engagement.yml or an agreement that
    cannot be used. Where no playbook was made yet, only agreements are looked at.
    """
    engagement = load(folder)
    found = [*_pages(folder, engagement, on), *_agreements(load_agreements(folder, engagement), on)]
    return sorted(found, key=lambda each: (each.due_on or date.min, each.id))


def _pages(folder: Path, engagement: Engagement, on: date) -> Iterator[Due]:
    pages, unread = living_pages(folder, engagement.languages)
    for page in pages:
        if page.status == "active" and page.due_on < on:
            yield Due(page.id, title(page.id, page.lang), f"playbook/{page.lang}/{page.id}.md", page.due_on)
    for file in unread:
        yield Due(Path(file).stem, Path(file).stem, file, None)


def _agreements(agreements: Agreements, on: date) -> Iterator[Due]:
    sla = agreements.sla
    if sla and sla.expires_on and sla.expires_on <= on + AHEAD:
        yield Due("agreement", "Agreement on the hand-off", "forms/sla.yml", sla.expires_on)
    for team, profile in agreements.profiles.items():
        day = profile.edited_on + timedelta(days=profile.review_in_days) if profile.edited_on else None
        if day and day < on:
            yield Due(f"icp_{team}", f"Ideal customer of {team}", f"forms/icp_{team}.yml", day)
