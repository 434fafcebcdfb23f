"""What would have become of those who came, had their fates been drawn again: the truth behind what is only estimated.

The people, accounts and days are those of the company; whether and when each became an MQL, an SQL, a deal and a
customer is drawn anew by the simulation's own rules, and nothing is cut off at the last day. Chances of chains of waits
on a working calendar have no formula; their mean over a few such rounds is known several times better than anybody
can know them from the company's one past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pandas as pd

from helpers.samples.company import Company
from helpers.samples.simulate import travel
from helpers.samples.world import Account, Deal, Person, World

#: Rounds: the mean over them is more than twice as sure as what one company shows.
ROUNDS = 6
#: Away from every seed that somebody orders.
_FIRST = 7_000_003
_ADDED = ("duplicate_people", "test_people")


@dataclass(frozen=True)
class Fates:
    """``people``: ``channel size industry created mql customer`` (moments, missing where it never came to that);
    ``deals``: new business with ``created ended won``, lost and stalled ones included (``ended`` missing)."""

    people: pd.DataFrame
    deals: pd.DataFrame


def fates(company: Company, world: World) -> Fates:
    """The fates of ``ROUNDS`` rounds together."""
    added = {number for name in _ADDED for number in world.planted.get(name, ())}
    came = tuple((each.id, each.account, each.owner, each.channel, each.source, each.created)
                 for each in world.people if each.id not in added)  # fmt: skip
    known = tuple((each.id, each.name, each.industry, each.size, each.employees, each.known)
                  for each in world.accounts)  # fmt: skip
    return _drawn(company.model_dump_json(), came, known)


_Came = tuple[int, int, int, str, str, datetime]
_Known = tuple[int, str, str, str, int, bool]


@lru_cache(maxsize=2)
def _drawn(parameters: str, came: tuple[_Came, ...], known: tuple[_Known, ...]) -> Fates:
    company = Company.model_validate_json(parameters)
    rounds = [_round(company, came, known, seed=_FIRST + company.seed * ROUNDS + number) for number in range(ROUNDS)]
    return Fates(
        people=pd.concat([_people(world) for world in rounds], ignore_index=True),
        deals=pd.concat([_deals(world) for world in rounds], ignore_index=True),
    )


def _round(company: Company, came: tuple[_Came, ...], known: tuple[_Known, ...], *, seed: int) -> World:
    accounts = [Account(id=number, name=name, domain="", industry=industry, country="", employees=employees, size=size,
                        known=before) for number, name, industry, size, employees, before in known]  # fmt: skip
    persons = [Person(id=number, account=account, first="", last="", email="", title="", owner=owner, channel=channel,
                      source=source, country="", created=created)
               for number, account, owner, channel, source, created in came]  # fmt: skip
    world = World(accounts=accounts, people=persons)
    travel(world, company, seed=seed)
    return world


def _people(world: World) -> pd.DataFrame:
    rows = [_row(person, world.accounts[person.account - 1], world) for person in world.people]
    return pd.DataFrame(rows, columns=["channel", "size", "industry", "created", "mql", "customer"])


def _row(person: Person, account: Account, world: World) -> tuple[object, ...]:
    deal = world.deals[person.deal - 1] if person.deal else None
    bought = deal.ended if deal and deal.kind == "new" and deal.outcome == "won" else None
    return person.channel, account.size, account.industry, _day(person.created), _day(person.first_mql), _day(bought)


def _deals(world: World) -> pd.DataFrame:
    new = [deal for deal in world.deals if deal.kind == "new"]
    rows = [(_day(deal.created), _day(_end(deal)), deal.outcome == "won") for deal in new]
    return pd.DataFrame(rows, columns=["created", "ended", "won"])


def _end(deal: Deal) -> datetime | None:
    return None if deal.outcome == "open" else deal.ended


def _day(moment: datetime | None) -> pd.Timestamp | None:
    return None if moment is None else pd.Timestamp(moment.date())
