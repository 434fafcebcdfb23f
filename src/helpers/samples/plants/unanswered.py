"""Leads of one part of the business that nobody answers, beside a seller group that is slow but answers."""

from __future__ import annotations

from helpers.samples import planting, silences, stories
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Kind, Plant, Truth
from helpers.samples.world import World

ID = "unanswered"
#: A difference below the first is how leads happen to be spread; below the second it is slight.
_FELT, _TOLD = 0.01, 0.05
_ALIKE, _CARRIED = "answered like any other", "more of its leads have nothing on record, for another reason"
_KINDS: dict[str, Kind] = {"planted": "planted", "also_true": "also", "decoys": "decoy"}


def plain(made: Company, _draws: Draws) -> Company:
    """Leads are answered alike everywhere."""
    return planting.without(made, ID)


def tell(made: Company, draws: Draws) -> Company:
    """One value of a segment that a fifth of the leads or more have."""
    return planting.told(made, ID, draws)


def truth(company: Company, world: World) -> list[Truth]:
    """Where leads are left alone, what another story makes so, and all other parts, the worst of each by chance.

    A part that happens to hold many of the leads that another one leaves alone, or sellers who write little down, is no
    decoy: more of its leads have no answer on record.
    """
    effects = silences.expected(company, world)
    told: dict[str, tuple[Kind, str]] = {claim["segment"]: (_KINDS[kind], claim["what"])
            for kind, claims in stories.claims(ID, company, world).items() for claim in claims}  # fmt: skip
    told = {key: _other(effects.get(key, 0.0), what) if kind == "decoy" else (kind, what)
            for key, (kind, what) in told.items()}  # fmt: skip
    rest = {key: _other(effect, _ALIKE) for key, effect in effects.items() if key not in told}
    return [Truth(ID, kind, key, what, effects.get(key)) for key, (kind, what) in (told | rest).items()]


def _other(effect: float, what: str) -> tuple[Kind, str]:
    """What a part is in which no story is told: a decoy, unless more of its leads have no answer all the same."""
    if effect <= _FELT:
        return "decoy", what
    return "also" if effect > _TOLD else "slight", _CARRIED


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
