"""Living documents: how long ago each was last touched, and when it should be looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from helpers.agreements import Agreements, LivingPage, Profile, Sla
from helpers.facts import Fact
from helpers.feedback.figures import count, gap, where
from helpers.periods import Period

#: When a document without a term of its own is looked at again: once a quarter, as a profile by default.
REVIEW_DAYS = 90


@dataclass(frozen=True)
class Document:
    """A document both teams live by; ``edited_on`` is None where it names no day, ``note`` says it is not there.

    ``kind`` tells a form (``document``) from a page of the client's own playbook (``page``): some share a name.
    """

    name: str
    edited_on: date | None
    review_in_days: float
    note: str = ""
    kind: Literal["document", "page"] = "document"

    def age(self, as_of: date) -> float | None:
        """Days since its last edit."""
        return None if self.edited_on is None else float((as_of - self.edited_on).days)


def documents(
    agreements: Agreements, edited: Mapping[str, date], written: Mapping[str, float], *, as_of: date
) -> list[Document]:
    """SLA, both profiles, messages and content register, with the last day up to ``as_of`` on which each was edited.

    ``edited`` is that day for messages and content, ``written`` how many rows those forms have. The active pages of
    the client's playbook follow, each looked at on or before ``as_of``: one made later is not known yet.
    """
    return [
        _sla(agreements.sla, as_of),
        _profile("icp_marketing", agreements.icp_marketing, as_of),
        _profile("icp_sales", agreements.icp_sales, as_of),
        *(
            Document(name, edited.get(name), REVIEW_DAYS, "" if written.get(name) else f"no_{name}")
            for name in ("messages", "content")
        ),
        *(_page(page) for page in agreements.pages if page.status == "active" and page.last_reviewed_on <= as_of),
    ]


def _sla(sla: Sla | None, as_of: date) -> Document:
    if sla is None:
        return Document("sla", None, REVIEW_DAYS, "no_sla")
    term = REVIEW_DAYS
    if sla.valid_from and sla.expires_on and sla.expires_on > sla.valid_from:
        term = (sla.expires_on - sla.valid_from).days
    return Document("sla", _latest([sla.valid_from], as_of), term)


def _profile(name: str, profile: Profile | None, as_of: date) -> Document:
    if profile is None:
        return Document(name, None, REVIEW_DAYS, "no_profile")
    days = [profile.edited_on, *(each.edited_on for each in (*profile.criteria, *profile.anti))]
    return Document(name, _latest(days, as_of), profile.review_in_days)


def _page(page: LivingPage) -> Document:
    return Document(page.id, page.last_reviewed_on, page.review_in, kind="page")


def _latest(days: Sequence[date | None], as_of: date) -> date | None:
    return max((day for day in days if day is not None and day <= as_of), default=None)


def document_age(found: Sequence[Document], *, period: Period) -> list[Fact]:
    """How many days ago was each document last edited? The target is when it should be looked at again.

    Age is not decay: a document can be young and wrong, or old and right; it only says when somebody last looked.
    """
    facts = []
    for each in found:
        age, segment = each.age(period.as_of), where(**{each.kind: each.name})
        if age is None:
            facts.append(gap("document_age", each.note or "no_data", period=period, unit="days", segment=segment,
                             target=each.review_in_days))  # fmt: skip
        else:
            facts.append(count("document_age", age, period=period, unit="days", segment=segment,
                               target=each.review_in_days))  # fmt: skip
    return facts
