"""Agreements as a playbook may print them: without the names, addresses and numbers that the exports hold.

Forms are masked when they are imported. An agreement is read as it was written, with roles instead of names; where
somebody wrote a name all the same, it does not reach what is handed on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.agreements import Agreements
from helpers.engagement import Engagement
from helpers.errors import TandemError
from helpers.sources.gathering import gather
from helpers.sources.loop.tables import names_in
from helpers.sources.masking import Names

#: Keys under which people write sentences; codes, attributes and their values are no sentences.
_SENTENCES = {"what", "evidence", "owner", "wants", "fears", "text", "answer", "marketing", "sales"}


def masked(agreements: Agreements, folder: Path, engagement: Engagement) -> Agreements:
    """The agreements with every sentence masked; as they are where there is none, or no export that can be read."""
    if agreements.sla is None and not agreements.profiles:
        return agreements
    try:
        names = names_in(gather(folder, engagement).frames)
    except TandemError:
        return agreements
    written = agreements.model_dump(include={"sla", "icp_marketing", "icp_sales"}, exclude_defaults=True)
    blotted = Agreements.model_validate({name: _without(text, names) for name, text in written.items()})
    return agreements.model_copy(
        update={name: getattr(blotted, name) for name in ("sla", "icp_marketing", "icp_sales")}
    )  # fmt: skip


def _without(value: Any, names: Names, *, key: str = "") -> Any:
    """A document without names, whatever its shape."""
    if isinstance(value, dict):
        return {name: _without(each, names, key=str(name)) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_without(each, names) for each in value)
    return names.text(value) if isinstance(value, str) and key in _SENTENCES else value
