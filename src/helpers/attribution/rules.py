"""Rules: how one converting journey's credit is shared among its touches, by where they stand and how old they are.

Every rule gives weights of 0 or more that sum to 1 for each journey. They are conventions agreed beforehand, not
findings: none of them looks at journeys that did not convert, and none says what a touch changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.attribution.paths import Floats, Integers
from helpers.engagement import Attribution
from helpers.errors import TandemError

Flags = NDArray[np.bool_]
#: Rules that need nothing but a path (time decay: and its ages). W-shaped and full path need dates of stages as well.
OF_PATHS = ("first", "last", "last_non_direct", "linear", "time_decay", "position")


class ModelError(TandemError):
    """A model that does not exist, or that the journeys at hand cannot feed."""


@dataclass(frozen=True, kw_only=True)
class Touches:
    """Touches of journeys, one journey after the other, first touch first; no journey is empty."""

    #: touches of each journey
    lengths: Integers
    #: whether a touch is of a channel that "last non-direct" passes over
    direct: Flags
    #: days from the touch to the conversion
    ages: Floats | None = None

    @property
    def starts(self) -> Integers:
        """Where each journey begins."""
        return np.cumsum(self.lengths) - self.lengths

    @property
    def ends(self) -> Integers:
        """Where each journey's last touch stands."""
        return np.cumsum(self.lengths) - 1


def weights(rule: str, *, touches: Touches, settings: Attribution) -> Floats:
    """What part of its journey's conversion is credited to each touch under this rule?

    One weight for each touch, between 0 and 1, summing to 1 for each journey. ``ModelError`` for a rule that is
    unknown or, like ``time_decay`` without ages, cannot be told from these touches.

    >>> from helpers.engagement import Attribution
    >>> three = Touches(lengths=np.array([3]), direct=np.array([False, False, True]))
    >>> weights("last_non_direct", touches=three, settings=Attribution()).tolist()
    [0.0, 1.0, 0.0]
    >>> weights("position", touches=three, settings=Attribution()).round(3).tolist()
    [0.4, 0.2, 0.4]
    """
    if rule not in _RULES:
        raise ModelError(f"no rule '{rule}' of paths", do=f"choose one of {', '.join(OF_PATHS)}")
    return _RULES[rule](touches, settings)


def _first(touches: Touches, _: Attribution) -> Floats:
    """All to the first touch of the journey that is known: earlier ones may lie before the lookback."""
    return _at(touches, touches.starts)


def _last(touches: Touches, _: Attribution) -> Floats:
    """All to the last touch before the conversion."""
    return _at(touches, touches.ends)


def _last_non_direct(touches: Touches, _: Attribution) -> Floats:
    """All to the last touch that is not direct; to the last one where all are."""
    places = np.where(touches.direct, -1, np.arange(len(touches.direct)))
    latest = np.maximum.reduceat(places, touches.starts) if len(places) else touches.ends
    return _at(touches, np.where(latest < 0, touches.ends, latest))


def _linear(touches: Touches, _: Attribution) -> Floats:
    """The same to every touch; a channel touched twice gets two parts."""
    return np.repeat(1 / touches.lengths, touches.lengths)


def _position(touches: Touches, settings: Attribution) -> Floats:
    """Named parts to the first and the last touch, the rest evenly to those between.

    One touch gets all; two share in proportion to the named parts (0.5 and 0.5 of 0.4 and 0.4).
    """
    first, last = settings.position
    inner = touches.lengths - 2
    scale = np.where(inner > 0, 1.0, 1 / (first + last))
    result = np.repeat((1 - first - last) / np.maximum(inner, 1), touches.lengths)
    result[touches.starts] = first * scale
    result[touches.ends] = last * scale
    result[touches.starts[inner < 0]] = 1.0
    return np.maximum(result, 0.0)


def _time_decay(touches: Touches, settings: Attribution) -> Floats:
    """Half the weight for every half-life that a touch lies further from the conversion: 2^(-age / half-life)."""
    if touches.ages is None:
        raise ModelError("time decay needs the days of touches", do="bring touches with their times, or leave it out")
    if not len(touches.ages):
        return touches.ages
    # Counted from the youngest touch, so that old journeys do not vanish below the smallest number there is.
    youngest = np.repeat(np.minimum.reduceat(touches.ages, touches.starts), touches.lengths)
    raw = np.exp2((youngest - touches.ages) / settings.half_life_days)
    decayed: Floats = raw / np.repeat(np.add.reduceat(raw, touches.starts), touches.lengths)
    return decayed


def _at(touches: Touches, places: Integers) -> Floats:
    """1 at these touches, 0 elsewhere."""
    result = np.zeros(len(touches.direct))
    result[places] = 1.0
    return result


_RULES: dict[str, Callable[[Touches, Attribution], Floats]] = {
    "first": _first,
    "last": _last,
    "last_non_direct": _last_non_direct,
    "linear": _linear,
    "time_decay": _time_decay,
    "position": _position,
}


def named_weights(length: int, *, places: Sequence[int | None], shares: Sequence[float]) -> Floats:
    """What weight has each of ``length`` touches when some of them hold milestones with a part of their own?

    ``places`` are the indices of the touches that hold the milestones, None where a milestone has no touch;
    ``shares`` their parts, which sum to 1 at most. A touch that holds two milestones gets both parts. The part of a
    missing milestone is shared by the others in proportion to theirs (evenly, should theirs be 0). What the parts
    leave to 1 is shared evenly by the other touches, or by the named ones in proportion where there is no other.
    Where no milestone has a touch, all touches weigh the same. W-shaped and full path are this rule on the real dates
    of stages.

    >>> named_weights(4, places=[0, 2, 3], shares=[0.3, 0.3, 0.3]).round(3).tolist()
    [0.3, 0.1, 0.3, 0.3]
    >>> named_weights(3, places=[0, 0, None], shares=[0.3, 0.3, 0.3]).round(3).tolist()
    [0.9, 0.05, 0.05]
    """
    if length < 1:
        raise ModelError("a journey without touches has no weights", do="count it as not credited")
    held = [(place, share) for place, share in zip(places, shares, strict=True) if place is not None]
    if not held:
        return np.full(length, 1 / length)
    result, present = np.zeros(length), sum(share for _, share in held)
    for place, share in held:
        result[place] += sum(shares) * (share / present if present > 0 else 1 / len(held))
    others = np.setdiff1d(np.arange(length), [place for place, _ in held])
    if not len(others):
        return result / result.sum() if result.sum() > 0 else np.full(length, 1 / length)
    result[others] = (1 - sum(shares)) / len(others)
    return result
