"""Accounts that fit what both teams wrote down as their ideal customer, and those of them that nobody works."""

from __future__ import annotations

from functools import cache

from helpers.agreements.profile import Profile
from helpers.icp.gathering import without
from helpers.icp.scoring import TIERS, tier
from helpers.samples import translating
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.kinds import KINDS, base
from helpers.samples.world import Account, Person, World

#: What is known of an account whether anybody works it or not, where leads are no accounts yet.
_ALWAYS = frozenset({"industry"})


def leave_alone(world: World, company: Company, *, seed: int) -> None:
    """Nobody hands over the people of the accounts that the story names, but for a few of them."""
    story = company.stories.unworked
    if story is None:
        return
    draws = Draws(seed, "unworked")
    idle = {
        account.id
        for account in world.accounts
        if not draws.chance(story.worked) and not account.known and tier_of(account, company) == story.tier
    }
    for person in world.people:
        if person.account in idle:
            _forget(person)


def _forget(person: Person) -> None:
    person.mql = person.first_mql = person.recycled = person.sql = person.deal_at = None


def tier_of(account: Account, company: Company) -> str | None:
    """The tier in which both teams would put an account, by what the exports say of every one: the lower of the two.

    In a CRM in which leads are no accounts yet, country and head count are known of those only that somebody worked.
    """
    profiles = _profiles(company.client, company.loop.language, company.dialect)
    found = [tier(profile, vars(account)) for profile in profiles]
    places = [TIERS.index(each) for each in found if each is not None]
    return TIERS[max(places)] if places and len(places) == len(found) else None


@cache
def _profiles(client: str, lang: str, dialect: str) -> tuple[Profile, ...]:
    """Both teams' profiles, less what is not known of every account; none of a company that is no kind to order."""
    stem = next((stem for kind, stem in KINDS.items() if base(kind).client == client), "")
    if not stem:
        return ()
    whole = [Profile.model_validate(translating.document(stem, f"icp_{team}", lang)) for team in ("marketing", "sales")]
    named = {one.attribute for profile in whole for one in (*profile.criteria, *profile.anti)}
    seldom = sorted(named - _ALWAYS) if dialect == "salesforce" else []
    return tuple(without(profile, seldom) for profile in whole)
