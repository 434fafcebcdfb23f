"""What both teams write down for each other, month by month: feedback, reviews, content, campaigns, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from helpers.periods import add_months
from helpers.samples import calendar, handing, late, meeting
from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.teams import Asset, Belief, Loop, Pay
from helpers.samples.voices import chances
from helpers.samples.world import Deal, Person, World

Row = dict[str, Any]


def fill(world: World, company: Company, *, seed: int) -> None:
    """Every form of two years; its rows by field."""
    world.forms = {
        "feedback": _feedback(world, company, Draws(seed, "feedback")),
        "winloss": _winloss(world, company, Draws(seed, "winloss")),
        "content": [_asset(asset, company.loop) for asset in register(company)],
        "content_use": _used(world, company, seed),
        "campaigns": _campaigns(world, company),
        "messages": _messages(company.loop),
        "decisions": _decisions(company, Draws(seed, "decisions")),
        "meetings": meeting.held(company, Draws(seed, "meetings")),
        "comments": _comments(company, Draws(seed, "comments")),
        "blind_sort": _sorts(world, company, Draws(seed, "blind sort")),
        "incentives": [_paid(each) for each in company.loop.pay],
    }


def months(company: Company) -> list[date]:
    """First days of the months under review."""
    return calendar.months(company.window, company.last)


def ended(world: World, company: Company) -> list[Deal]:
    """Deals that ended in the months under review, renewals apart."""
    return [
        deal for deal in world.deals
        if deal.kind != "renewal" and deal.outcome != "open" and deal.ended.date() >= company.window
    ]  # fmt: skip


def _feedback(world: World, company: Company, draws: Draws) -> list[Row]:
    found: list[Row] = []
    by_month: dict[date, list[Deal]] = {}
    for deal in ended(world, company):
        by_month.setdefault(deal.ended.date().replace(day=1), []).append(deal)
    for month in months(company):
        found += _month(by_month.get(month, []), month, company, draws)
    return sorted(found, key=lambda row: row["on"])


def _month(deals: list[Deal], month: date, company: Company, draws: Draws) -> list[Row]:
    """First what stands in no note; then remarks that name no deal, arguments, competitors, insights of marketing."""
    loop, number = company.loop, draws.whole(*company.loop.feedback)
    told = [(deal, name) for deal in deals for name in deal.heard[1:]] + [
        (deal, name) for deal in deals for name in deal.heard[:1]
    ]
    linked = round(0.58 * number * (1 - loop.unlinked))
    rows = [_remark(deal, "objection", name, month, loop, draws) for deal, name in told[:linked]]
    while len(rows) < number:
        rows.append(_other(deals, month, company, draws, linked=len(rows) < linked))
    return [_answered(row, company, draws) for row in rows]


def _other(deals: list[Deal], month: date, company: Company, draws: Draws, *, linked: bool) -> Row:
    loop = company.loop
    kinds = {"objection": 5.0 if linked else 2.5, "argument": 2.2, "competitor": 1.6, "sector": 0.8, "topic": 2.0}
    kind = draws.pick(kinds)
    won = [deal for deal in deals if deal.outcome == "won"]
    lost = [deal for deal in deals if deal.outcome == "lost"]
    if kind == "objection":
        return _remark(None, kind, draws.pick(chances(company)), month, loop, draws)
    if kind == "argument":
        return _remark(draws.one(won) if won else None, kind, draws.one(list(loop.arguments)), month, loop, draws)
    if kind == "competitor":
        deal = draws.one(lost) if lost and draws.chance(0.7) else None
        return _row(deal, kind, month, draws, theme=draws.pick(loop.competitors))
    if kind == "sector":
        sector = draws.one(list(loop.sectors))
        return _row(None, kind, month, draws, segment=sector, words=draws.one(loop.sectors[sector]))
    return _row(None, kind, month, draws, words=draws.one(loop.insights)) | {"from_team": "marketing"}


def _remark(deal: Deal | None, kind: str, name: str, month: date, loop: Loop, draws: Draws) -> Row:
    theme = (loop.objections if kind == "objection" else loop.arguments)[name]
    label = theme.labels[0] if draws.chance(0.7) else draws.one(theme.labels)
    return _row(deal, kind, month, draws, theme=label, words=draws.one(theme.said) if draws.chance(0.6) else "")


def _row(deal: Deal | None, kind: str, month: date, draws: Draws, **told: str) -> Row:
    on = month + timedelta(days=draws.whole(0, 27))
    if deal is not None:
        on = max(deal.ended.date() - timedelta(days=draws.whole(0, 12)), deal.created.date())
    return {"on": on, "from_team": "sales", "kind": kind, "deal": deal, "stage": "opportunity" if deal else "", **told}


def _answered(row: Row, company: Company, draws: Draws) -> Row:
    loop, day = company.loop, row["on"] + timedelta(days=1 + round(draws.around(5, 0.7)))
    reply, told = draws.one(loop.replies), draws.chance(loop.answered)
    row["quotable"] = draws.chance(loop.quotable)
    return row | ({"answered": day, "answer": reply} if told and day <= company.last else {})


def _winloss(world: World, company: Company, draws: Draws) -> list[Row]:
    """One deal won and one lost a month, as long as the ritual is held."""
    story, rows = company.stories.dying, list[Row]()
    for month in months(company):
        on = month + timedelta(days=draws.whole(14, 24))
        for outcome in ("won", "lost"):
            before = [deal for deal in ended(world, company) if deal.outcome == outcome
                      and month <= add_months(deal.ended.date().replace(day=1), 1) <= month]  # fmt: skip
            learned, change = draws.one(company.loop.winloss)
            place, quotable = draws.between(0, 1), draws.chance(0.4)
            stopped = story and story.ritual == "win-loss" and on >= story.stops
            if before and not stopped and on <= company.last:
                deal = before[int(place * len(before))]
                rows.append({
                    "on": on, "deal": deal, "outcome": outcome, "theme": deal.lost_reason or deal.win_reason,
                    "learned": learned, "change": change, "consent": place < 0.6, "quotable": quotable,
                })  # fmt: skip
    return rows


def register(company: Company) -> list[Asset]:
    """The content register: of the objection that nothing answers one asset is left, and that is retired."""
    story, kept = company.stories.gap, list[Asset]()
    for asset in company.loop.assets:
        theme = asset.objection
        if story and theme == story.theme:
            if not any(item.objection == theme for item in kept):
                kept.append(asset.model_copy(update={"retired": story.retired}))
        elif not story or theme not in story.rare:
            kept.append(asset)
    return kept


def _asset(asset: Asset, loop: Loop) -> Row:
    return {
        "asset_id": asset.id, "title": asset.title, "format": asset.format, "topic": asset.topic, "stage": asset.stage,
        "role": asset.role, "objection": loop.objections[asset.objection].labels[0] if asset.objection else "",
        "authors": asset.authors, "published": asset.published,
        "updated": asset.published + timedelta(days=90 if asset.used > 1 else 0), "retired": asset.retired,
    }  # fmt: skip


def _used(world: World, company: Company, seed: int) -> list[Row]:
    every = _uses(world, company, Draws(seed, "content use")) + late.uses(world, company, seed=seed)
    return sorted(every, key=lambda row: row["on"])


def _uses(world: World, company: Company, draws: Draws) -> list[Row]:
    """Who used what with which deal while it was open."""
    rows, deals = list[Row](), [deal for deal in world.deals if deal.kind != "renewal"]
    for month in months(company):
        day = [month + timedelta(days=draws.whole(0, 27)) for _ in range(draws.whole(*company.loop.uses))]
        for on in sorted(day):
            live = [deal for deal in deals if deal.created.date() < on
                    and (deal.outcome == "open" or on <= deal.ended.date())]  # fmt: skip
            weights = {asset.id: asset.used for asset in register(company)
                       if asset.published <= on and (asset.retired is None or on < asset.retired)}  # fmt: skip
            name, team = draws.pick(weights), "sales" if draws.chance(0.8) else "marketing"
            rows.append({"on": on, "asset_id": name, "deal": draws.one(live) if live else None, "team": team})
    return rows


def _campaigns(world: World, company: Company) -> list[Row]:
    """Every campaign that anybody answered since the window began, by its quarter."""
    carried = {channel: message for message in company.loop.messages for channel in message.channels}
    found: dict[str, Row] = {}
    for touch in world.touches:
        if touch.campaign:
            first = _quarter(touch.at.date())
            last = add_months(first, 3) - timedelta(days=1)
            message = carried.get(touch.channel)
            found[touch.campaign] = {
                "campaign": touch.campaign, "channel": touch.channel, "message_id": message.id if message else "",
                "segment": company.loop.audiences.get(touch.channel, ""),
                "promise": message.promise if message else "", "from": first, "to": last,
                "for_sales": company.loop.for_sales.get(touch.channel, ""),
            }  # fmt: skip
    return sorted(found.values(), key=lambda row: (row["from"], row["campaign"]))


def _quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _messages(loop: Loop) -> list[Row]:
    names = {"": "", **{name: theme.labels[0] for name, theme in loop.objections.items()}}
    return [
        {
            "message_id": item.id, "stage": item.stage, "promise": item.promise, "promise_theme": names[item.theme],
            "proof": item.proof, "objection": names[item.objection], "answer": item.answer, "updated": item.updated,
        }
        for item in loop.messages
    ]  # fmt: skip


def _decisions(company: Company, draws: Draws) -> list[Row]:
    """Two to four a month, none again before all others; most are closed, some late, a few never."""
    rows, deck = list[Row](), list[Belief]()
    for month in months(company):
        for _ in range(draws.whole(2, 4)):
            deck = deck or list(company.loop.beliefs)
            belief, on = deck.pop(draws.whole(0, len(deck) - 1)), month + timedelta(days=draws.whole(5, 18))
            due = on + timedelta(days=7 * draws.whole(3, 9))
            late = 0 if draws.chance(0.72) else draws.whole(4, 40)
            closed, dropped = due - timedelta(days=draws.whole(0, 12)) + timedelta(days=late), draws.chance(0.12)
            verdict = draws.pick({"confirmed": 4, "refuted": 3, "unclear": 3})
            verdict = "dropped" if dropped else verdict if belief.kind == "hypothesis" else "done"
            over = draws.chance(0.88) and closed <= company.last
            rows.append({
                "decision_id": f"D{len(rows) + 1:03d}", "on": on, "kind": belief.kind, "words": belief.words,
                "metric": belief.metric, "segment": belief.segment, "expected": belief.expected, "test": belief.test,
                "owner_team": belief.team, "owner_role": belief.role, "due": due, "closed": closed if over else None,
                "verdict": verdict if over else "",
            })  # fmt: skip
    return sorted(rows, key=lambda row: (row["on"], row["decision_id"]))


def _comments(company: Company, draws: Draws) -> list[Row]:
    rows = list[Row]()
    for month in months(company):
        for team, words in sorted(company.loop.comments.items()):
            said, blank = draws.one(words), draws.chance(company.loop.blank)
            rows.append({"period": month, "team": team, "kind": "comment", "words": "" if blank else said})
        rows.append({"period": month, "team": "both", "kind": "joint_win", "words": draws.one(company.loop.wins)})
    return rows


def _sorts(world: World, company: Company, draws: Draws) -> list[Row]:
    """Both teams label the same leads of the month before; so many of them alike."""
    rows = list[Row]()
    for sort in company.loop.sorts:
        pool = [one for one in _handed(world) if sort.day - timedelta(days=45) <= one[1] < sort.day]
        chosen = [person for person, _ in draws.some(pool, min(sort.leads, len(pool)))]
        apart = set(draws.some(range(len(chosen)), max(0, len(chosen) - sort.alike)))
        for place, person in enumerate(chosen):
            label = "accept" if draws.chance(0.6) else "reject"
            other = {"accept": "reject", "reject": "accept"}[label] if place in apart else label
            for team, given in (("marketing", label), ("sales", other)):
                rows.append({"session": f"{sort.day:%Y-%m}", "on": sort.day, "item": person, "of": "lead", "team": team,
                             "rater": "1", "label": given})  # fmt: skip
    return rows


def _paid(each: Pay) -> Row:
    return {"team": each.team, "role": each.role, "metric": each.metric, "share": each.share, "shared": each.shared,
            "from": each.first, "to": each.last}  # fmt: skip


def _handed(world: World) -> Iterator[tuple[Person, date]]:
    for person in world.people:
        passed = handing.latest(world, person.id)
        if passed is not None:
            yield person, passed.requested.date()
