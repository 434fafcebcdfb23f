"""The claims of a story as truths: places with their true effects."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.samples import stories
from helpers.samples.company import Company
from helpers.samples.plants.plant import Kind, Truth
from helpers.samples.world import World

_KINDS: dict[str, Kind] = {"planted": "planted", "also_true": "also", "decoys": "decoy"}


def truths(story: str, company: Company, world: World, effects: Mapping[str, float]) -> list[Truth]:
    """The places of one story; ``effects`` are true effects by segment, left open elsewhere."""
    claims = stories.claims(story, company, world)
    return [
        Truth(story, _KINDS[kind], claim["segment"], claim["what"], effects.get(claim["segment"]))
        for kind in _KINDS
        for claim in claims.get(kind, ())
    ]
