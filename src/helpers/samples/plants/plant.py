"""What a plant is, and what it says to be true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.world import World

Kind = Literal["planted", "decoy", "also", "slight"]


@dataclass(frozen=True)
class Truth:
    """A place where a pattern is looked for, and its true effect there.

    ``planted`` must be claimed, a ``decoy`` must not; ``also`` counts neither way, for another plant makes it true; nor
    does ``slight``: an effect that is there, too small to look for.
    ``effect`` follows from the parameters (for what is only counted, from what happened), in the unit and with the
    sign of the pattern's ``Finding.value``; ``None`` where the parameters leave it open.
    """

    pattern: str
    kind: Kind
    where: str
    what: str
    effect: float | None = None


@dataclass(frozen=True)
class Plant:
    """One truth to order.

    ``tell`` gives a company the parameters that make it true, ``plain`` those under which it is certainly not (kept as
    they are where nothing in a company tells it by itself). ``truth`` derives what is true from the parameters and
    from what happened; it is asked of every company, and answers with decoys only where nothing was planted.
    """

    id: str
    tell: Callable[[Company, Draws], Company]
    truth: Callable[[Company, World], list[Truth]]
    plain: Callable[[Company, Draws], Company] | None = None
    #: whether a kind of company can tell it; every kind where there is none
    fits: Callable[[Company], bool] | None = None
    #: plants that hide this one, or that it hides
    never_with: frozenset[str] = frozenset()
