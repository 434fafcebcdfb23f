"""Leads pass from marketing to sales: a seller is named, somebody answers or nobody does, and a decision is taken.

The road itself (MQL, SQL, given back) is drawn elsewhere and stays as it is; here it gets its hand-offs. Whoever became
an SQL or was given back was spoken with, so leads without an answer are among the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from helpers.samples.calendar import Week
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.teams import Handing
from helpers.samples.world import Account, Handoff, Person, Touch, World

#: Kind of action that no person made.
AUTOMATIC = "auto"


def hand_over(world: World, company: Company, *, seed: int) -> None:
    """A hand-off for every pass of every person who became an MQL."""
    draws, scope = Draws(seed, "handing"), _Scope(world, company, seed)
    for person in world.people:
        waits = iter(person.waits)
        found = [scope.handoff(person, *moments, draws, wait=next(waits, None)) for moments in passes(person)]
        if found:
            world.handoffs[person.id], person.dropped = found, False


def passes(person: Person) -> Iterator[tuple[datetime, datetime | None, datetime | None]]:
    """Each pass: when it was asked for, and the day it was given back or became an SQL."""
    if person.first_mql is None or person.mql is None:
        return
    yield person.first_mql, person.recycled, None if person.recycled else person.sql
    if person.recycled:
        yield person.mql, None, person.sql


def week(company: Company) -> Week:
    """When sales is at work."""
    rules = company.handing
    return Week(time.fromisoformat(rules.opens), time.fromisoformat(rules.closes), frozenset(rules.closed))


def group_of(company: Company, owner: int) -> str:
    """Seller group of an owner."""
    return next(name for name, group in company.handing.groups.items() if owner in group.owners)


def value(person: Person, account: Account, company: Company, segment: str) -> str:
    """What a person is in a segment."""
    found = {"channel": person.channel, "industry": account.industry, "size": account.size}
    return found[segment] if segment in found else group_of(company, person.owner)


def inside(person: Person, account: Account, company: Company) -> bool:
    """Whether a person belongs to the value whose leads get no answer."""
    story = company.stories.unanswered
    return story is not None and value(person, account, company, story.segment) == story.value


def kept(person: Person, account: Account, company: Company) -> float:
    """Which part of the usual SQLs is left where leads without an answer are lost."""
    story = company.stories.unanswered
    if story is None or not story.costs or not inside(person, account, company):
        return 1.0
    usual = silence(person, company)
    return (1 - max(story.share, usual)) / (1 - usual)


def silence(person: Person, company: Company) -> float:
    """Share of a channel's leads that nobody answers, stories of other segments apart."""
    told = company.stories.ignored
    if told and person.channel == told.channel:
        return told.share
    return told.bad_share if told and person.channel == told.bad else company.handing.unanswered


def left_alone(person: Person, account: Account, company: Company) -> float:
    """Share of leads like this one that nobody answers."""
    story, share = company.stories.unanswered, silence(person, company)
    return max(share, story.share) if story and inside(person, account, company) else share


def slower(person: Person, company: Company) -> float:
    """How many times as long people like this one wait as others."""
    told, found = company.stories, 1.0
    if told.unanswered and told.unanswered.slow == group_of(company, person.owner):
        found *= told.unanswered.slower
    if told.ignored and told.ignored.channel == person.channel:
        found *= told.ignored.slower
    return found


def silent_owners(company: Company, *, seed: int | None = None) -> set[int]:
    """Sellers who hardly write anything down."""
    draws = Draws(company.seed if seed is None else seed, "touches")
    return set(draws.some(range(1, company.owners + 1), company.touches.silent))


class _Scope:
    """What a hand-off depends on besides its own draws."""

    def __init__(self, world: World, company: Company, seed: int) -> None:
        self.world, self.company, self.week = world, company, week(company)
        self.silent = silent_owners(company, seed=seed)
        self.left = left_over(world, company)

    def handoff(
        self, person: Person, asked: datetime, back: datetime | None, sql: datetime | None, draws: Draws,
        *, wait: int | None = None,
    ) -> Handoff:  # fmt: skip
        """One pass of a person; ``wait`` in working minutes where it was drawn before."""
        rules, end = self.company.handing, back or sql
        assigned = self._assigned(asked, end, draws)
        unheard = draws.chance(self._unanswered(person, wait)) and end is None
        if wait is None:
            answered = None if unheard else self._answered(person, assigned, end, draws)
        else:
            answered = None if unheard else self.week.later(asked, wait)
            assigned = min(assigned, answered or assigned)
        found = Handoff(person.id, asked, assigned, answered, False, draws.pick(rules.answers))
        _decide(found, back, sql, rules, self.week, draws)
        found.recorded = self._recorded(person, found, draws)
        if draws.chance(rules.automatic) and self.company.channels[person.channel].side == "marketing":
            found.automatic = asked + timedelta(minutes=draws.whole(1, 4))
        return found

    def _assigned(self, asked: datetime, end: datetime | None, draws: Draws) -> datetime:
        rules = self.company.handing
        wait = draws.around(rules.assigned, 1.1)
        again = draws.whole(500, 1500) if draws.chance(rules.reassigned) else 0
        most = self.week.worked(asked, end) * 0.5 if end else wait + again
        moment = self.week.later(asked, min(wait + again, most))
        return min(moment, end) if end else moment

    def _answered(self, person: Person, assigned: datetime, end: datetime | None, draws: Draws) -> datetime:
        """Log-normal after the assignment; before the need was confirmed or the lead was given back."""
        group = self.company.handing.groups[group_of(self.company, person.owner)]
        wait = draws.around(group.wait * slower(person, self.company), group.spread)
        place = draws.between(0.1, 0.8)
        if end is None:
            return self.week.later(assigned, wait)
        most = self.week.worked(assigned, end) * place
        return min(self.week.later(assigned, min(wait, most)), end)

    def _recorded(self, person: Person, found: Handoff, draws: Draws) -> bool:
        rules, place = self.company.handing, draws.between(0, 1)
        if found.decision in ("rejected", "recycled"):
            return place < rules.turned_records
        share = rules.silent_records if person.owner in self.silent else rules.records
        return found.answered is not None and place < share

    def _unanswered(self, person: Person, wait: int | None) -> float:
        """Chance that nobody answers, given that no conversation is on record anyway."""
        account = self.world.accounts[person.account - 1]
        share = left_alone(person, account, self.company)
        return min(0.95, share / max(self.left[cell_of(person, account, self.company, wait)], 0.01))


_Cell = tuple[str, bool, bool, bool]


def cell_of(person: Person, account: Account, company: Company, wait: int | None) -> _Cell:
    """Passes whose chances are alike: a channel's, by the turn, apart where lost leads or a late answer cost SQLs."""
    story = company.stories.speed
    late = (
        story is not None
        and wait is not None
        and wait > story.limit
        and value(person, account, company, story.segment) == story.value
    )
    turned = company.turn is not None and person.created.date() >= company.turn.start
    return person.channel, kept(person, account, company) < 1, late, turned


def left_over(world: World, company: Company) -> dict[_Cell, float]:
    """Of the passes of each cell, the share that neither became an SQL nor was given back."""
    all_, left = Counter[_Cell](), Counter[_Cell]()
    for person in world.people:
        account, waits = world.accounts[person.account - 1], iter(person.waits)
        for _, back, sql in passes(person):
            cell = cell_of(person, account, company, next(waits, None))
            all_[cell] += 1
            left[cell] += back is None and sql is None
    return {cell: left[cell] / number for cell, number in all_.items()}


def _decide(
    found: Handoff, back: datetime | None, sql: datetime | None, rules: Handing, week: Week, draws: Draws
) -> None:
    """Taken on with the SQL, given back, turned down with a reason, or left undecided."""
    said, given = draws.pick(rules.rejected), draws.pick(rules.recycled)
    wait, turned = draws.around(rules.decided, 0.9), draws.chance(rules.decides)
    if sql:
        found.decision, found.decided = "accepted", sql
    elif back:
        found.decision, found.decided, found.reason = "recycled", back, given
    elif found.answered and turned:
        found.decision, found.decided, found.reason = "rejected", week.later(found.answered, wait), said


def answers(world: World, company: Company) -> list[Touch]:
    """First answers that somebody wrote down, and automatic e-mails, as actions of sales."""
    made = []
    for number, found in world.handoffs.items():
        person = world.people[number - 1]
        for one in found:
            if one.answered and one.recorded:
                made.append(action(company, number, person.account, one.answered, one.kind, person.owner))
            if one.automatic:
                made.append(action(company, number, person.account, one.automatic, AUTOMATIC, person.owner))
    return made


def action(company: Company, person: int | None, account: int | None, at: datetime, kind: str, owner: int) -> Touch:
    """What sales did, or its system in its name; numbered later."""
    return Touch(0, person, account, at, kind, company.touches.channels[kind], "", "sales", owner)


def follow(actions: list[tuple[datetime, str]], found: list[Handoff]) -> Iterator[tuple[datetime, str]]:
    """Actions with a lead after its first answer, as late as that answer came; none where nobody answered."""
    first = next((one.answered for one in found if one.answered), None)
    if first is None or not actions:
        return
    late = max(0, (first.date() - actions[0][0].date()).days)
    for at, kind in actions[1:]:
        moved = _on_workday(at + timedelta(days=late))
        yield max(moved, first + timedelta(minutes=30)), kind


def _on_workday(at: datetime) -> datetime:
    return at + timedelta(days=max(0, 7 - at.weekday())) if at.weekday() >= 5 else at


def until(world: World, last: date) -> None:
    """Forget what lies after the last day."""
    night = datetime.combine(last + timedelta(days=1), time())
    for number in list(world.handoffs):
        kept = [one for one in world.handoffs[number] if one.requested < night]
        for one in kept:
            _cut(one, night)
        world.handoffs[number] = kept
        if not kept:
            del world.handoffs[number]


def _cut(one: Handoff, night: datetime) -> None:
    for name in ("assigned", "answered", "decided"):
        moment = getattr(one, name)
        if moment is not None and moment >= night:
            setattr(one, name, None)
    one.recorded = one.recorded and one.answered is not None
    if one.decided is None:
        one.decision, one.reason = "none", ""


def latest(world: World, person: int) -> Handoff | None:
    """The pass that the record of a person shows: the last one."""
    found = world.handoffs.get(person)
    return found[-1] if found else None


def reason(world: World, person: int) -> str:
    """Why a person was turned down or given back: the last reason that somebody typed in, which nobody clears."""
    return next((one.reason for one in reversed(world.handoffs.get(person, ())) if one.reason), "")
