"""The stories planted in a sample, and what only looks like one: as the manifest tells them, found in what happened.

A claim is a fact of a review by metric, variant and segment. ``planted`` are claims that a review should make,
``also_true`` those it may make because another story makes them so, ``decoys`` those it should not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from helpers.periods import add_months
from helpers.samples import handing, voices
from helpers.samples.company import Company
from helpers.samples.world import Handoff, World

Claim = dict[str, Any]
_SEGMENTS = ("seller_group", "channel", "industry", "size")
#: Story → metric and variant of the claim.
METRICS = {
    "unanswered": ("handoff_gap", "against=rest;of=unanswered"),
    "gap": ("objection_gap", ""),
    "ignored": ("ignored_channel", ""),
    "contradicted": ("message_contradicted", ""),
    "dying": ("ritual_dying", ""),
}


def truth(company: Company, world: World) -> dict[str, list[Claim]]:
    """Every story of a sample: planted, true because of another one, and decoys."""
    parts = [claims(story, company, world) for story in METRICS]
    return {
        kind: [claim for part in parts for claim in part.get(kind, ())] for kind in ("planted", "also_true", "decoys")
    }


def claims(story: str, company: Company, world: World) -> dict[str, list[Claim]]:
    """One story of a company: planted, true because of another one, and decoys; of some kinds there may be none."""
    told: dict[str, Callable[[], dict[str, list[Claim]]]] = {
        "unanswered": lambda: _unanswered(company, world), "gap": lambda: _gap(company, world),
        "ignored": lambda: _ignored(company), "contradicted": lambda: _contradicted(company, world),
        "dying": lambda: _dying(company, world),
    }  # fmt: skip
    return told[story]()


def _claim(story: str, segment: str, what: str, **found: Any) -> Claim:
    metric, variant = METRICS[story]
    return {"story": story, "metric": metric, "variant": variant, "segment": segment, "what": what, **found}


def unheard(company: Company, world: World) -> dict[str, tuple[int, int]]:
    """Of the leads handed over in the last twelve months, how many nobody answered: by segment, ``name=value``."""
    start, left, all_ = add_months(company.last.replace(day=1), -11), Counter[str](), Counter[str]()
    for passed in _since(world, start):
        person = world.people[passed.person - 1]
        for name in _SEGMENTS:
            key = f"{name}={handing.value(person, world.accounts[person.account - 1], company, name)}"
            all_[key] += 1
            left[key] += passed.answered is None
    return {key: (left[key], number) for key, number in sorted(all_.items())}


def _since(world: World, start: date) -> Iterator[Handoff]:
    for found in world.handoffs.values():
        yield from (passed for passed in found if passed.requested.date() >= start)


def _unanswered(company: Company, world: World) -> dict[str, list[Claim]]:
    """Decoys are the worst-looking value of each segment that nothing makes worse, and a slow group."""
    story, ignored, shares = company.stories.unanswered, company.stories.ignored, unheard(company, world)
    planted = f"{story.segment}={story.value}" if story else ""
    also = [f"channel={name}" for name in (ignored.channel, ignored.bad) if name] if ignored else []
    slow = f"seller_group={story.slow}" if story and story.slow else ""
    others = [key for key in shares if key not in (planted, *also)]
    worst = [max((key for key in others if key.startswith(f"{name}=")), key=lambda key: _share(shares[key]))
             for name in _SEGMENTS]  # fmt: skip
    return {
        "planted": [_told(shares, planted, "leads that nobody answered")] if planted else [],
        "also_true": [_told(shares, key, "of an ignored channel") for key in also if key != planted],
        "decoys": [
            _told(shares, key, "slow, but it answers" if key == slow else "the worst of the others, by chance")
            for key in dict.fromkeys([*worst, *([slow] if slow in others else [])])
        ],
    }  # fmt: skip


def _share(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1]


def _told(shares: dict[str, tuple[int, int]], key: str, what: str) -> Claim:
    left, all_ = shares[key]
    return _claim("unanswered", key, what, unanswered=left, of=all_)


def _gap(company: Company, world: World) -> dict[str, list[Claim]]:
    story = company.stories.gap
    if story is None:
        return {"decoys": [_objection(company, world, name, "answered") for name in _answered(company)]}
    return {
        "planted": [_objection(company, world, story.theme, "nothing answers it any more")],
        "decoys": [
            *(_objection(company, world, name, "heard as often, and answered") for name in story.frequent),
            *(_objection(company, world, name, "unanswered too, and seldom heard") for name in story.rare),
        ],
    }


def _answered(company: Company) -> list[str]:
    return sorted({asset.objection for asset in company.loop.assets if asset.objection})


def _objection(company: Company, world: World, name: str, what: str) -> Claim:
    """``heard``: deals lost in the last twelve months that heard it besides their reason, or for it."""
    start, theme = add_months(company.last.replace(day=1), -11), company.loop.objections[name]
    lost = [deal for deal in world.deals if deal.outcome == "lost" and deal.kind != "renewal"
            and deal.ended.date() >= start]  # fmt: skip
    heard = sum(name in deal.heard or deal.lost_reason == theme.labels[0] for deal in lost)
    return _claim("gap", f"theme={theme.code or 'unmapped'}", what, heard=heard, of=len(lost))


def _ignored(company: Company) -> dict[str, list[Claim]]:
    story = company.stories.ignored
    if story is None:
        return {
            "decoys": [_claim("ignored", f"channel={name}", "answered like any other") for name in company.channels]
        }
    decoys = [_claim("ignored", f"channel={story.good}", "good, and answered")]
    if story.bad:
        decoys.append(_claim("ignored", f"channel={story.bad}", "answered as little, and bad"))
    return {
        "planted": [_claim("ignored", f"channel={story.channel}", "good where answered, and answered little")],
        "decoys": decoys,
    }


def _contradicted(company: Company, world: World) -> dict[str, list[Claim]]:
    story, spoken = company.stories.contradicted, [item.id for item in company.loop.messages if item.theme]
    calm = [_claim("contradicted", f"message={name}", "heard as in any deal")
            for name in spoken if story is None or name != story.message]  # fmt: skip
    if story is None:
        return {"decoys": calm}
    met = voices.deals_that_met(world, company)
    ended = [deal for deal in world.deals if deal.id in met and deal.outcome != "open"]
    price = company.loop.objections[company.loop.price].labels[0]
    heard = sum(company.loop.price in deal.heard or deal.lost_reason == price for deal in ended)
    told = _claim("contradicted", f"message={story.message}", "the price contradicts it", heard=heard, of=len(ended))
    return {"planted": [told], "decoys": calm}


def _dying(company: Company, world: World) -> dict[str, list[Claim]]:
    story, rituals = company.stories.dying, [item.ritual for item in company.loop.rituals]
    misses = Counter(row["ritual"] for row in world.forms["meetings"] if row["held"] is None)
    why = {story.scattered: "missed now and then", story.quiet: "missed in August and at Christmas"} if story else {}
    decoys = [
        _claim("dying", f"ritual={name}", why.get(name, "held"), missed=misses[name])
        for name in rituals if story is None or name != story.ritual
    ]  # fmt: skip
    if story is None:
        return {"decoys": decoys}
    stopped = _claim("dying", f"ritual={story.ritual}", "held, then no more", last_before=f"{story.stops}",
                     missed=misses[story.ritual])  # fmt: skip
    return {"planted": [stopped], "decoys": decoys}
