"""From parameters to what happened: every part in order, then the exports' last day cuts off the future."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from helpers.samples import (
    contracts,
    deals,
    dirt,
    handing,
    hearing,
    loop,
    money,
    orders,
    people,
    tally,
    touches,
    voices,
    wanted,
)
from helpers.samples.company import Company
from helpers.samples.world import Deal, Person, World


def simulate(company: Company, *, seed: int) -> World:
    """One company's truth as its systems know it on the last day, ordinary dirt included."""
    world = World()
    people.arrive(world, company, seed=seed)
    travel(world, company, seed=seed)
    contracts.sign(world, company, seed=seed)
    deals.repeat(world, company, seed=seed)
    contracts.expand(world, company, seed=seed)
    contracts.renew(world, company, seed=seed)
    orders.invoice(world, company, seed=seed)
    handing.hand_over(world, company, seed=seed)
    touches.touch(world, company, seed=seed)
    money.spend(world, company, seed=seed)
    money.promise(world, company)
    hearing.ask(world, company, seed=seed)
    _until(world, company.last)
    _number(world)
    hearing.measure(world, company, seed=seed)
    voices.listen(world, company, seed=seed)
    loop.fill(world, company, seed=seed)
    world.tally = tally.tally(world, offer=company.deals.stages[-2])
    dirt.soil(world, company, seed=seed)
    return world


def travel(world: World, company: Company, *, seed: int) -> None:
    """What becomes of those who came: from lead to MQL and SQL, and into deals of new business."""
    people.qualify(world, company, seed=seed)
    wanted.leave_alone(world, company, seed=seed)
    deals.open_new(world, company, seed=seed)


def _until(world: World, last: date) -> None:
    """Forget what lies after the last day."""
    night = datetime.combine(last + timedelta(days=1), datetime.min.time())
    for person in world.people:
        _cut_person(person, night)
    handing.until(world, last)
    world.deals = [deal for deal in world.deals if deal.created < night]
    for deal in world.deals:
        _cut_deal(deal, night)
    world.touches = [touch for touch in world.touches if touch.at < night]
    world.contracts = [contract for contract in world.contracts if contract.start <= last]
    for contract in world.contracts:
        contract.end = contract.end if contract.end and contract.end <= last else None
    world.orders = [order for order in world.orders if order.on <= last]


def _cut_person(person: Person, night: datetime) -> None:
    for name in ("mql", "recycled", "sql", "deal_at"):
        moment = getattr(person, name)
        if moment is not None and moment >= night:
            setattr(person, name, None)
    if person.deal_at is None:
        person.deal = None
    if person.mql is None and person.first_mql and person.first_mql < night:
        person.mql = person.first_mql


def _cut_deal(deal: Deal, night: datetime) -> None:
    deal.steps = [step for step in deal.steps if step.at < night]
    if deal.steps[-1].stage not in ("won", "lost"):
        deal.outcome, deal.lost_reason = "open", ""
    last = deal.steps[-1]
    deal.amount = last.amount
    deal.close = last.expected if deal.outcome == "open" else last.at.date()


def _number(world: World) -> None:
    """Number deals in order of creation, as a CRM does, and keep the people's links."""
    world.deals.sort(key=lambda deal: (deal.created, deal.id))
    places = {deal.id: place for place, deal in enumerate(world.deals, start=1)}
    present = {person.id for person in world.people if person.deal_at is not None}
    for deal in world.deals:
        deal.id = places[deal.id]
        if deal.kind == "new":
            deal.people = [person for person in deal.people if person in present]
    for person in world.people:
        person.deal = places.get(person.deal) if person.deal is not None else None
