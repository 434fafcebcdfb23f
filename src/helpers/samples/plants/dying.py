"""A ritual that was held, and then no more; beside it one missed now and then, and one missed in August."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from helpers.samples import planting, storied
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.plants.plant import Plant, Truth
from helpers.samples.world import World

ID = "dying"
#: A meeting planned so few days before the end may still be held.
_OPEN = timedelta(days=7)


def plain(made: Company, _draws: Draws) -> Company:
    """Every ritual is held as usual."""
    return planting.without(made, ID)


def tell(made: Company, draws: Draws) -> Company:
    """One ritual stopped months ago."""
    return planting.told(made, ID, draws)


def truth(company: Company, world: World) -> list[Truth]:
    """Each ritual with the meetings in a row, up to the end, that were planned and not held."""
    names = {row["ritual"] for row in world.forms["meetings"]}
    effects = {f"ritual={name}": float(missed(world.forms["meetings"], name, company.last)) for name in names}
    return storied.truths(ID, company, world, effects)


def missed(meetings: list[dict[str, Any]], ritual: str, last: date) -> int:
    """Counted from the end; the quiet weeks of August and Christmas neither count nor end the row."""
    run = 0
    for row in sorted(meetings, key=lambda row: row["planned"], reverse=True):
        if row["ritual"] != ritual or (row["held"] is None and last - row["planned"] < _OPEN):
            continue
        if row["held"] is not None:
            break
        run += not _away(row["planned"])
    return run


def _away(day: date) -> bool:
    return day.month == 8 or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 7)


PLANT = Plant(ID, tell=tell, truth=truth, plain=plain)
