"""A channel whose leads are good where they are answered, and that is answered little; a good one, and a bad one."""

from __future__ import annotations

from helpers.samples import planting, silences, stories
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Kind, Plant, Truth
from helpers.samples.world import World

ID = "ignored"
_KINDS: dict[str, Kind] = {"planted": "planted", "decoys": "decoy"}


def plain(made: Company, _draws: Draws) -> Company:
    """Every channel is answered alike."""
    return planting.without(made, ID)


def tell(made: Company, draws: Draws) -> Company:
    """Three channels: good and ignored, good and answered, bad and ignored."""
    return planting.told(made, ID, draws)


def truth(company: Company, world: World) -> list[Truth]:
    """The ignored channel and its decoys; without it every channel is one."""
    effects = silences.expected(company, world)
    return [
        Truth(ID, _KINDS[kind], claim["segment"], claim["what"], effects.get(claim["segment"]))
        for kind, claims in stories.claims(ID, company, world).items()
        for claim in claims
    ]


#: It moves the rates and the volume of channels, and slows some of them: what these plants tell by the same means. Two
#: channels and a group left alone at once leave a small company nobody to be compared with.
PLANT = Plant(
    ID, tell=tell, truth=truth, plain=plain,
    never_with=frozenset({"best-channel", "growth", "simpson", "slow-answers", "unanswered"}),
)  # fmt: skip
