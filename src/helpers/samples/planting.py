"""Companies of a sample's kind in which any stories are planted: which value, theme, channel, message or ritual tells
them is drawn from the seed, and so are their sizes and decoys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from helpers.samples.company import Company
from helpers.samples.draws import Draws
from helpers.samples.meeting import planned
from helpers.samples.teams import Message, Stories

STORIES = ("unanswered", "gap", "ignored", "contradicted", "dying")
#: Where a lead of a good channel is answered, it becomes an SQL so often.
_BEST, _GOOD, _BAD = (0.84, 0.90), (0.72, 0.80), (0.20, 0.28)
#: MQLs a year of a channel in which a story can be told: of twenty leads nobody can say which are better.
_LARGE = 50


def company(base: Company, *, seed: int, plant: Iterable[str] = STORIES, size: tuple[float, float] = (1, 1)) -> Company:
    """A company like ``base`` with the stories of ``plant`` and no other; the same seed tells the same ones.

    ``size``: it gets between so many times as many leads as ``base``.
    """
    wanted, factor = set(plant), Draws(seed, "size").between(*size)
    volume = base.volume.model_copy(update={"start": base.volume.start * factor})
    made = base.model_copy(update={"seed": seed, "stories": Stories(), "volume": volume})
    for name, tell in _TELLERS.items():
        if name in wanted:
            made = tell(made, Draws(seed, f"story {name}"))
    return made


def told(made: Company, story: str, draws: Draws) -> Company:
    """A company in which one story is told besides those it tells already."""
    return _TELLERS[story](made, draws)


def without(made: Company, story: str) -> Company:
    """A company in which one story is not told."""
    return _with(made, **{story: None})


def _with(made: Company, **stories: Any) -> Company:
    return made.model_copy(update={"stories": made.stories.model_copy(update=stories)})


def _validated(made: Company, story: str, **values: Any) -> Company:
    """With a story whose parameters are checked as those of a file are."""
    checked = Stories.model_validate({story: values})
    return _with(made, **{story: getattr(checked, story)})


def _unanswered(made: Company, draws: Draws) -> Company:
    """One value of a segment that a fifth of the leads or more have, and a seller group that is slow."""
    groups, segment = list(made.handing.groups), draws.one(("seller_group", "industry", "size"))
    industries, sizes = made.accounts.industries, {name: rule.share for name, rule in made.accounts.sizes.items()}
    values = {"seller_group": groups, "industry": _large(industries), "size": _large(sizes)}[segment]
    value = draws.one(values)
    slow = draws.one([name for name in groups if name != value])
    share = round(draws.between(0.36, 0.42), 2)
    return _validated(made, "unanswered", segment=segment, value=value, share=share, slow=slow, slower=2.5,
                      costs=True)  # fmt: skip


def _large(shares: dict[str, float]) -> list[str]:
    total = sum(shares.values())
    return [name for name, share in shares.items() if share / total >= 0.19]


def _ignored(made: Company, draws: Draws) -> Company:
    """Three channels: good and ignored, good and answered, bad and ignored. Their rates follow from the answers."""
    able = [name for name, rule in made.channels.items() if rule.share >= 0.1 and rule.side == "marketing"]
    order = [able[place] for place in _shuffled(len(able), draws)]
    first = next(name for name in order if _yearly(made, name) >= _LARGE)
    second, third = [name for name in order if name != first][:2]
    share, base = round(draws.between(0.36, 0.44), 2), made.handing.unanswered
    bad = round(share - 0.1, 2)
    rates = {
        first: draws.between(*_BEST) * (1 - share), second: draws.between(*_GOOD) * (1 - base),
        third: draws.between(*_BAD) * (1 - bad),
    }  # fmt: skip
    channels = {
        name: rule.model_copy(update={"mql_to_sql": round(rates[name], 3)}) if name in rates else rule
        for name, rule in made.channels.items()
    }
    made = made.model_copy(update={"channels": channels, "shift": None})
    return _validated(made, "ignored", channel=first, share=share, slower=2.5, good=second, bad=third, bad_share=bad)


def _yearly(made: Company, name: str) -> float:
    """Roughly how many MQLs a channel brings a year."""
    return 12 * made.volume.start * made.channels[name].share * made.channels[name].lead_to_mql


def _shuffled(number: int, draws: Draws) -> list[int]:
    return sorted(range(number), key=lambda _: draws.between(0, 1))


def _gap(made: Company, draws: Draws) -> Company:
    """An objection that is no reason of a list, two that are heard as often, one that is seldom heard."""
    reasons = set(made.deals.lost_reasons)
    able = [name for name, theme in made.loop.objections.items()
            if theme.code and name != made.loop.price and not reasons & set(theme.labels)]  # fmt: skip
    order = [able[place] for place in _shuffled(len(able), draws)]
    story = {
        "theme": order[0], "heard": round(draws.between(0.24, 0.32), 2), "frequent": order[1:3], "rare": order[3:4],
        "retired": made.last - timedelta(days=draws.whole(100, 420)),
    }  # fmt: skip
    told = {name: theme.model_copy(update={"heard": 0.03}) if name == order[3] else theme
            for name, theme in made.loop.objections.items()}  # fmt: skip
    loop = made.loop.model_copy(update={"objections": told})
    return _validated(made.model_copy(update={"loop": loop}), "gap", **story)


def _contradicted(made: Company, draws: Draws) -> Company:
    """A message on the price that campaigns carry, and others that nobody contradicts."""
    carried = [item.id for item in made.loop.messages if item.channels]
    order = [carried[place] for place in _shuffled(len(carried), draws)]
    chosen, ordinary = order[0], order[1]
    messages = tuple(_priced(item, made.loop.price, {chosen, ordinary}) for item in made.loop.messages)
    made = made.model_copy(update={"loop": made.loop.model_copy(update={"messages": messages})})
    return _validated(
        made, "contradicted", message=chosen, heard=round(draws.between(0.42, 0.52), 2), lost=0.3, discounted=0.5,
        ordinary=[ordinary],
    )  # fmt: skip


def _priced(message: Message, price: str, chosen: set[str]) -> Message:
    """The chosen messages promise a low price; what others promise they go on promising."""
    return message.model_copy(update={"theme": price}) if message.id in chosen else message


def _dying(made: Company, draws: Draws) -> Company:
    """A monthly ritual that stopped four to six months ago or a weekly one nine to thirteen weeks ago."""
    names = [item.ritual for item in made.loop.rituals if item.every >= 0]
    order = [names[place] for place in _shuffled(len(names), draws)]
    return _validated(
        made, "dying", ritual=order[0], stops=_stop(made, order[0], draws), scattered=order[1],
        scattered_misses=round(draws.between(0.15, 0.22), 2), quiet=order[2],
    )  # fmt: skip


def _stop(made: Company, ritual: str, draws: Draws) -> date:
    """The last meetings before the end that were not held, August apart."""
    rule = next(item for item in made.loop.rituals if item.ritual == ritual)
    days = [day for day in planned(rule, made) if day.month != 8]
    missed = draws.whole(9, 13) if rule.every > 0 else draws.whole(4, 5)
    return days[-missed]


_TELLERS: dict[str, Callable[[Company, Draws], Company]] = {
    "unanswered": _unanswered, "gap": _gap, "ignored": _ignored, "contradicted": _contradicted, "dying": _dying,
}  # fmt: skip
