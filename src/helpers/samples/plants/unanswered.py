"""Leads of one part of the business that nobody answers, beside a seller group that is slow but answers."""

from __future__ import annotations

from helpers.samples import planting, silences, stories
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Kind, Plant, Truth
from helpers.samples.world import World

ID = "unanswered"
_KINDS: dict[str, Kind] = {"planted": "planted", "also_true": "also", "decoys": "decoy"}


def plain(made: Company, _draws: Draws) -> Company:
    """Leads are answered alike everywhere."""
    return planting.without(made, ID)


def tell(made: Company, draws: Draws) -> Company:
    """One value of a segment that a fifth of the leads or more have."""
    return planting.told(made, ID, draws)


def truth(company: Company, world: World) -> list[Truth]:
    """Where leads are left alone, what another story makes so, and the worst of the others, by chance."""
    effects = silences.expected(company, world)
    return [
        Truth(ID, _KINDS[kind], claim["segment"], claim["what"], effects.get(claim["segment"]))
        for kind, claims in stories.claims(ID, company, world).items()
        for claim in claims
    ]


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
