"""The one place where a share of credit is multiplied by an amount: nothing appears, nothing gets lost.

``portions`` is that product, ``credited`` the same for shares of any sum.
"""

from __future__ import annotations

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
