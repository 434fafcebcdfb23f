"""What lives sixty days on: documents that both teams have looked at since, and what became of the commitments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pandas as pd

from helpers.agreements import Agreements
from helpers.errors import SourceError
from helpers.workshop.learning.given import table

#: Days after the workshop at which the check is made.
AFTER = timedelta(days=60)
State = Literal["kept", "late", "open", "overdue", "expired", "dropped"]


@dataclass(frozen=True)
class Paper:
    """A document that should live, and the day it was last edited or looked at; None where it does not say."""

    id: str
    touched: date | None
    there: bool = True


@dataclass(frozen=True)
class Promise:
    """A commitment of the workshop: by when, until when it is worth keeping at all, and when it was done or dropped."""

    words: str
    team: str
    by: date
    expires: date | None
    done: date | None
    dropped: bool = False

    def state(self, on: date) -> State:
        """What became of it by a day."""
        if self.done and self.done <= on:
            return "late" if self.done > self.by else "kept"
        if self.dropped:
            return "dropped"
        if self.expires and self.expires < on:
            return "expired"
        return "overdue" if self.by < on else "open"


@dataclass(frozen=True)
class Living:
    """The check of a day: which documents were touched since the workshop, and each commitment with its state."""

    held: date
    on: date
    papers: tuple[tuple[Paper, bool], ...]
    promises: tuple[tuple[Promise, State], ...]

    @property
    def early(self) -> int:
        """Days that are missing until sixty have passed."""
        return max(0, (self.held + AFTER - self.on).days)

    @property
    def alive(self) -> int:
        """Documents touched since."""
        return sum(since for _, since in self.papers)


def papers(agreements: Agreements) -> list[Paper]:
    """The agreement, both ideal customers, and the pages of the client's own playbook that are in use."""
    sla = agreements.sla
    found = [Paper("sla", sla.valid_from if sla else None, there=sla is not None)]
    for team, profile in (("marketing", agreements.icp_marketing), ("sales", agreements.icp_sales)):
        found.append(Paper(f"icp_{team}", profile.edited_on if profile else None, there=profile is not None))
    return found + [Paper(page.id, page.last_reviewed_on) for page in agreements.pages if page.status == "active"]


def checked(found: Iterable[Paper], promises: Sequence[Promise], *, held: date, on: date) -> Living:
    """The check on the day ``on`` of a workshop held on ``held``; what was touched on that very day does not count."""
    since = tuple((paper, bool(paper.touched and held < paper.touched <= on)) for paper in found)
    return Living(held, on, since, tuple((promise, promise.state(on)) for promise in promises))


def read_promises(path: Path) -> list[Promise]:
    """The commitments as the trainer typed them: ``commitment team by expires done dropped``, days as 2026-11-22.

    ``SourceError`` names the line of a day that is none; without the file there are none.
    """
    if not path.is_file():
        return []
    rows = table(path, ("commitment", "team", "by"))
    found = []
    for number, row in enumerate(rows.to_dict("records"), start=2):
        if str(row["commitment"]).strip():
            where = f"{path.name}, line {number}"
            by = _day(row["by"], where)
            if by is None:
                raise SourceError("a commitment without a day is none", where=where, do="fill in 'by', as 2026-11-22")
            found.append(Promise(
                str(row["commitment"]).strip(), str(row["team"]).strip(), by, _day(row.get("expires"), where),
                _day(row.get("done"), where), bool(str(row.get("dropped") or "").strip()),
            ))  # fmt: skip
    return found


def _day(cell: object, where: str) -> date | None:
    text = "" if cell is None or cell is pd.NA else str(cell).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SourceError(f"'{text}' is no day", where=where, do="write it as 2026-11-22") from None
