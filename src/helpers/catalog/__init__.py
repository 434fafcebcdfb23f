"""The metric catalogue: each metric is one record, read by labels, formats, figures, glossary and narrative."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Metric(BaseModel):
    """One metric. ``label`` to ``pitfall`` are English msgids of the ``catalog`` catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    label: str
    #: what the first screen says: no word of statistics or software
    plain: str
    question: str
    formula: str
    grain: Literal["person", "account", "deal", "month", "row"]
    numerator: str
    denominator: str = ""
    unit: Literal[
        "share",
        "money",
        "hours",
        "days",
        "months",
        "years",
        "count",
        "ratio",
        "money_per_day",
        "rows",
        "flag",
        "points",
        "points",
    ]
    #: whether more is better, less is better, or neither
    direction: Literal["up", "down", "none"]
    clock: Literal["cohort", "period", "both"]
    owner: Literal["marketing", "sales", "both", "finance", "data"]
    #: id of the playbook page that says what to do with it
    page: str
    pitfall: str = ""
    #: whether it feeds on new entries: after the last recorded one such a figure can only fall
    needs_entries: bool = True
    references: tuple[str, ...] = ()


@cache
def catalog() -> dict[str, Metric]:
    """Every metric by id, in the order of the files (``catalog/*.toml``, one table ``[id]`` per metric)."""
    records: dict[str, Metric] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for key, record in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in records:
                raise ValueError(f"{path.name}: metric '{key}' is declared twice")
            records[key] = Metric(id=key, **record)
    return records


def feeds_on_entries(metric: str) -> bool:
    """Whether a figure can only fall once entries are no longer recorded; so it is for a metric nobody declared.

    >>> feeds_on_entries("customers"), feeds_on_entries("spend")
    (True, False)
    """
    record = catalog().get(metric)
    return record is None or record.needs_entries
