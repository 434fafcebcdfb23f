"""The one place where a share of credit is multiplied by an amount: nothing appears, nothing gets lost.

``portions`` is that product, ``credited`` the same for shares of any sum, ``in_cents`` for people who add up by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.errors import TandemError

Floats = NDArray[np.float64]


class ShareError(TandemError):
    """Shares that cannot carry an amount."""


def credited(amount: ArrayLike, *, shares: ArrayLike) -> Floats:
    """What part of each amount falls to each share?

    ``shares`` has one axis more than ``amount``, the last: the parts. They need not sum to 1; only proportions count.
    The parts sum to the amount (1e-12, relative). Where all shares are 0 there is nothing to go by: an amount of 0
    gives zeros, any other raises ``ShareError``. It allots an amount; it does not say that the parts were earned.

    >>> credited(90, shares=[1, 2, 0]).tolist()
    [30.0, 60.0, 0.0]
    """
    whole, parts = np.asarray(amount, float)[..., None], np.asarray(shares, float)
    total = parts.sum(axis=-1, keepdims=True)
    if np.any((total == 0) & (whole != 0)):
        raise ShareError("an amount has no share to fall to", do="leave it apart as not credited")
    return portions(whole, weights=np.divide(parts, total, out=np.zeros(parts.shape), where=total != 0))


def portions(amount: ArrayLike, *, weights: Floats) -> Floats:
    """What each weight is worth, of the amount that stands beside it; weights of one whole sum to 1.

    >>> portions([10.0, 10.0, 4.0], weights=np.array([0.5, 0.5, 1.0])).tolist()
    [5.0, 5.0, 4.0]
    """
    worth: Floats = np.multiply(weights, amount)
    return worth


def in_cents(amount: Decimal, *, shares: Sequence[float], digits: int = 2) -> tuple[Decimal, ...]:
    """The same in whole cents, for a table that people add up by hand: the parts sum to the amount exactly.

    Largest remainder (Hamilton): everyone gets whole cents rounded down, what is left goes cent by cent to the
    largest remainders, the earlier part first among equals.

    >>> [str(part) for part in in_cents(Decimal("100.00"), shares=[1, 1, 1])]
    ['33.34', '33.33', '33.33']
    """
    cent = Decimal(1).scaleb(-digits)
    if amount != amount.quantize(cent):
        raise ShareError(f"{amount} is not a whole number of units of {cent}", do="round it first")
    parts = [Fraction(share) for share in shares]
    if amount and not sum(parts):
        raise ShareError("an amount has no share to fall to", do="leave it apart as not credited")
    exact = [Fraction(amount) * part / sum(parts) / Fraction(cent) if amount else Fraction(0) for part in parts]
    whole = [floor(part) for part in exact]
    left = int(Fraction(amount) / Fraction(cent)) - sum(whole)
    order = sorted(range(len(parts)), key=lambda index: (whole[index] - exact[index], index))
    extra = set(order[:left])
    return tuple((part + (index in extra)) * cent for index, part in enumerate(whole))
