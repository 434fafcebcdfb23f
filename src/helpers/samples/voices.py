"""What customers say when deals end: objections, what convinced them, discounts, and the notes sellers write."""

from __future__ import annotations

from datetime import datetime

from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.teams import Loop
from helpers.samples.world import Deal, World


def listen(world: World, company: Company, *, seed: int) -> None:
    """Objections, reasons, discounts and notes of every deal that was won or lost, renewals apart."""
    draws, met = Draws(seed, "voices"), deals_that_met(world, company)
    for deal in world.deals:
        if deal.kind != "renewal" and deal.outcome != "open":
            _end(deal, company, draws, met=deal.id in met)
            _write(world, deal, company, draws)


def deals_that_met(world: World, company: Company) -> set[int]:
    """New deals whose account had met a campaign with the contradicted message by the day they ended."""
    story = company.stories.contradicted
    if story is None:
        return set()
    carried = {name for message in company.loop.messages if message.id == story.message for name in message.channels}
    first: dict[int, datetime] = {}
    for touch in world.touches:
        if touch.campaign and touch.channel in carried and touch.account is not None:
            first[touch.account] = min(touch.at, first.get(touch.account, touch.at))
    return {
        deal.id for deal in world.deals
        if deal.kind == "new" and deal.account in first and first[deal.account] <= deal.ended
    }  # fmt: skip


def chances(company: Company) -> dict[str, float]:
    """Share of lost deals that hear each objection besides their reason."""
    found, story = {name: theme.heard for name, theme in company.loop.objections.items()}, company.stories.gap
    if story:
        found |= dict.fromkeys((story.theme, *story.frequent), story.heard)
    return found


def _end(deal: Deal, company: Company, draws: Draws, *, met: bool) -> None:
    """Draws are the same whatever the story, so that a story moves only what it tells."""
    loop, lost, story = company.loop, deal.outcome == "lost", company.stories.contradicted
    for name, chance in chances(company).items():
        place, half = draws.between(0, 1), 1.0 if lost else 0.5
        if met and story and name == loop.price:
            chance, half = story.heard, 1.0
        if place < chance * half and loop.objections[name].labels[0] != deal.lost_reason:
            deal.heard.append(name)
    reason, size, cut, turned = draws.pick(loop.won_reasons), draws.one(loop.discounts), *_pair(draws)
    if lost and met and story and turned < story.lost:
        deal.lost_reason = loop.objections[loop.price].labels[0]
        deal.heard = [name for name in deal.heard if name != loop.price]
    if not lost:
        deal.win_reason = reason
        deal.discount = size if cut < (story.discounted if met and story else loop.discounted) else 0


def _pair(draws: Draws) -> tuple[float, float]:
    return draws.between(0, 1), draws.between(0, 1)


def _write(world: World, deal: Deal, company: Company, draws: Draws) -> None:
    """One note a deal at most: the objection most talked of, what convinced, or nothing in particular."""
    loop, story = company.loop, company.stories
    first = [story.gap.theme if story.gap else "", loop.price if story.contradicted else ""]
    told = sorted(deal.heard, key=lambda name: (name not in first, deal.heard.index(name)))
    won, plain = draws.one(list(loop.arguments)), draws.one(loop.plain_notes)
    spoke, convinced = draws.chance(loop.notes), draws.chance(0.2)
    if told:
        deal.notes = draws.one(loop.objections[told[0]].said)
    elif deal.outcome == "won" and convinced:
        deal.notes = draws.one(loop.arguments[won].said)
    elif spoke:
        deal.notes = plain
    if draws.chance(loop.contacts) and deal.notes and deal.people:
        deal.notes += _contact(world, deal, loop, draws)


def _contact(world: World, deal: Deal, loop: Loop, draws: Draws) -> str:
    """What does not belong in a note and stands there all the same: a name, an address, a telephone number."""
    person, number = world.people[deal.people[0] - 1], draws.whole(10, 99)
    words = {"en": ("says", "mail", "call"), "es": ("según", "escribir a", "llamar al")}[loop.language]
    phone = f"+353 1 555 01{number}" if loop.language == "en" else f"+34 910 55 01 {number}"
    ways = (f"{words[0]} {person.first} {person.last}", f"{words[1]} {person.email}", f"{words[2]} {phone}")
    return f" ({draws.one(ways)})"
