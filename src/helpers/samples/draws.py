"""Random draws that give the same values everywhere: one named stream of PCG64 per part of the story."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from helpers.samples.company import Delay

T = TypeVar("T")


class Draws:
    """A stream of draws. Parts draw from streams of their own, so that changing one part leaves the others alone."""

    def __init__(self, seed: int, part: str) -> None:
        entropy = np.random.SeedSequence([seed, zlib.crc32(part.encode("utf-8"))])
        self._generator = np.random.Generator(np.random.PCG64(entropy))

    def chance(self, share: float) -> bool:
        """True with probability ``share``."""
        return bool(self._generator.random() < share)

    def between(self, low: float, high: float) -> float:
        """Uniform between two bounds."""
        return low + (high - low) * float(self._generator.random())

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return int(self._generator.integers(low, high + 1))

    def count(self, mean: float) -> int:
        """Poisson count."""
        return int(self._generator.poisson(mean))

    def days(self, delay: Delay) -> float:
        """Gamma-distributed days."""
        return float(self._generator.gamma(delay.shape, delay.mean / delay.shape))

    def beta(self, alpha: float, beta: float) -> float:
        """Beta-distributed share."""
        return float(self._generator.beta(alpha, beta))

    def around(self, middle: float, spread: float) -> float:
        """Log-normal around its median ``middle``."""
        return middle * float(np.exp(spread * self._generator.standard_normal()))

    def normal(self) -> float:
        """A standard normal draw."""
        return float(self._generator.standard_normal())

    def pick(self, shares: Mapping[str, float]) -> str:
        """One key, by its share of the total."""
        left = float(self._generator.random()) * sum(shares.values())
        for key, share in shares.items():
            left -= share
            if left < 0:
                return key
        return list(shares)[-1]

    def one(self, items: Sequence[T]) -> T:
        """One item, all alike."""
        return items[self.whole(0, len(items) - 1)]

    def some(self, items: Sequence[T], number: int) -> list[T]:
        """``number`` different items, in their order."""
        chosen = self._generator.choice(len(items), size=number, replace=False)
        return [items[index] for index in sorted(int(place) for place in chosen)]
