"""What both teams have agreed in writing: the SLA, each team's ideal customer, the lists of themes and reasons.

Each is a form in ``forms/`` that the playbook prints and the numbers read; the client's own playbook is known by what
its pages say of themselves. None is compulsory.
"""

from __future__ import annotations

from pathlib import Path

from helpers.agreements.codes import Codes, read_codes
from helpers.agreements.living import LivingPage, living_pages
from helpers.agreements.profile import Profile
from helpers.agreements.sla import Sla
from helpers.engagement import Engagement
from helpers.settings import Strict, read_mapping, validated

__all__ = ["Agreements", "Codes", "LivingPage", "Profile", "Sla", "load_agreements"]


class Agreements(Strict):
    """The written agreements of an engagement; None where a form is not there."""

    sla: Sla | None = None
    icp_marketing: Profile | None = None
    icp_sales: Profile | None = None
    themes: Codes = Codes()
    reasons: Codes = Codes()
    pages: tuple[LivingPage, ...] = ()
    #: files of the playbook whose front matter says nothing that could be used
    unread: tuple[str, ...] = ()

    @property
    def clock(self) -> Sla:
        """The SLA whose calendar clocks run on: the client's own, else a plain week without promises."""
        return self.sla or Sla()

    @property
    def profiles(self) -> dict[str, Profile]:
        """Each team's ideal customer, by team; only those written down."""
        both = {"marketing": self.icp_marketing, "sales": self.icp_sales}
        return {team: profile for team, profile in both.items() if profile is not None}


def load_agreements(folder: Path, engagement: Engagement) -> Agreements:
    """Read ``sla.yml``, ``icp_marketing.yml``, ``icp_sales.yml``, ``themes.yml`` and ``reasons.yml`` in ``forms/``, and
    the front matter of ``playbook/``.

    Raises ``ConfigError`` in one line that names the file, the key and the nearest known one; a page of the playbook
    that cannot be read is left out and named in ``unread``.
    """
    forms = folder / "forms"
    pages, unread = living_pages(folder, engagement.languages)
    documents = {name: _document(forms / f"{name}.yml") for name in ("sla", "icp_marketing", "icp_sales")}
    return Agreements(
        sla=_sla(documents["sla"], forms / "sla.yml"),
        icp_marketing=_profile(documents["icp_marketing"], forms / "icp_marketing.yml"),
        icp_sales=_profile(documents["icp_sales"], forms / "icp_sales.yml"),
        themes=read_codes("themes", forms / "themes.yml"),
        reasons=read_codes("reasons", forms / "reasons.yml"),
        pages=pages,
        unread=unread,
    )


def _document(path: Path) -> dict[str, object] | None:
    return read_mapping(path) if path.is_file() else None


def _sla(written: dict[str, object] | None, path: Path) -> Sla | None:
    return None if written is None else validated(Sla, written, where=str(path))


def _profile(written: dict[str, object] | None, path: Path) -> Profile | None:
    return None if written is None else validated(Profile, written, where=str(path))
