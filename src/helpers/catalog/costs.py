"""The cost taxonomy: which part of a cost wins new customers, by category, in English or Spanish words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_FILE = Path(__file__).parent / "taxonomy" / "costs.toml"


def folded(text: str) -> str:
    """How labels are compared: case, accents, blanks, underscores and hyphens make no difference.

    >>> folded(" Paid_Search"), folded("Búsqueda-de  pago")
    ('paid search', 'busqueda de pago')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\s_\-]+", " ", bare).casefold().split())


class _Category(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Annotated[float, Field(ge=0, le=1)]
    aliases: tuple[str, ...] = ()


@cache
def _categories() -> dict[str, _Category]:
    records = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: _Category(**record) for name, record in records.items()}


@cache
def taxonomy() -> dict[str, float]:
    """Category id → default share (0–1) that wins new customers, in the order of the file."""
    return {name: category.share for name, category in _categories().items()}


@cache
def _names() -> dict[str, str]:
    known: dict[str, str] = {}
    for name, category in _categories().items():
        for label in (name, *category.aliases):
            if known.setdefault(folded(label), name) != name:
                raise ValueError(f"costs.toml: '{label}' names two categories")
    return known


def cost_category(label: str) -> str | None:
    """The taxonomy's id for a label in a client's words; None where the taxonomy has no such cost.

    >>> cost_category("Dirección Comercial"), cost_category("AD_SPEND"), cost_category("rent")
    ('management', 'media', None)
    """
    return _names().get(folded(label))


def acquisition_share(category: str, overrides: Mapping[str, float]) -> float | None:
    """Which share (0–1) of a cost of this category wins new customers?

    ``overrides`` (``costs.shares`` of the engagement) win, by the client's own label or by the taxonomy's id; then the
    taxonomy's default; None where neither knows the category, so that the caller can say so.

    >>> acquisition_share("Ferias", {}), acquisition_share("brand", {"Brand": 0.8}), acquisition_share("rent", {})
    (1.0, 0.8, None)
    """
    chosen = {folded(label): share for label, share in overrides.items()}
    known = cost_category(category)
    for key in (folded(category), folded(known or "")):
        if key in chosen:
            return chosen[key]
    return taxonomy()[known] if known else None
