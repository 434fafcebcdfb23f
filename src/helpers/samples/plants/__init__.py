"""Truths that can be planted in a company to order, each with the decoys that look like it.

The module of a plant is named like its pattern in ``helpers.patterns`` and holds one ``PLANT``. A company in which
nothing is planted has none of them: ``plain`` takes out of its parameters what tells any, so that whatever a reader
then finds is chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from helpers.errors import ConfigError
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import World

_HERE = Path(__file__).parent
_NOT_PLANTS = {"__init__", "plant"}


@cache
def plants() -> dict[str, Plant]:
    """Every plant by its id; what several plants share lies beside them and holds none."""
    modules = sorted(path.stem for path in _HERE.glob("*.py") if path.stem not in _NOT_PLANTS)
    found = [getattr(import_module(f"helpers.samples.plants.{name}"), "PLANT", None) for name in modules]
    return {plant.id: plant for plant in found if plant is not None}


def planted(base: Company, *, seed: int, plant: Iterable[str] = ()) -> Company:
    """A company like ``base`` in which the named truths hold and no other; the same seed tells the same ones.

    Raises ``ConfigError`` for an unknown plant, one that the kind of company cannot tell, and two that cannot be told
    in one company.
    """
    wanted = tuple(dict.fromkeys(plant))
    _refuse(wanted, base)
    made = base.model_copy(update={"seed": seed})
    for each in plants().values():
        if each.plain:
            made = each.plain(made, Draws(seed, f"plain {each.id}"))
    for each in plants().values():
        if each.id in wanted:
            made = each.tell(made, Draws(seed, f"plant {each.id}"))
    return made.model_copy(update={"planted": wanted})


def fits(plant: Plant, base: Company) -> bool:
    """Whether a company like ``base`` can tell it."""
    return plant.fits is None or plant.fits(base)


def _refuse(wanted: Sequence[str], base: Company) -> None:
    known = plants()
    for name in wanted:
        if name not in known:
            raise ConfigError(f"nothing is called '{name}'", where="--plant", do=f"use one of {', '.join(known)}")
        if not fits(known[name], base):
            raise ConfigError(
                f"'{name}' cannot be told in a company like {base.client}", where="--plant", do="order another company"
            )
        for other in sorted(known[name].never_with):
            if other in wanted:
                raise ConfigError(
                    f"'{name}' and '{other}' hide each other", where="--plant", do="order them in two companies"
                )


def truths(company: Company, world: World) -> list[Truth]:
    """What is true of every plant in a company that was played: what was planted, and the decoys beside it."""
    return [truth for plant in plants().values() for truth in plant.truth(company, world)]
