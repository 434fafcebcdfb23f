"""Shapley values of channels, in closed form.

Take as the worth of a set of channels the conversions of the journeys that touched no other channel. The Shapley
value of a channel, its average marginal worth over all orders in which channels might join, is then exactly this:
each conversion shared evenly among the *distinct* channels of its journey (Zhao, Mahboobi & Bagheri 2018, "Shapley
Value Methods for Attribution Modeling in Online Advertising", arXiv 1804.05327, theorem 1). No enumeration of sets,
no limit on channels.

What it does not mean: journeys without conversion play no part, nor do order and repetition; a channel that is
everywhere gets much. It is a fair division of what was recorded, not a measure of what would be missing without the
channel.
"""

from __future__ import annotations

import numpy as np

from helpers.attribution.paths import Floats, Integers


def distinct(codes: Integers, *, rows: Integers, channels: int) -> tuple[Integers, Integers, Floats]:
    """Which channels did each journey touch at least once, and what part of its conversion falls to each?

    ``rows`` says which journey each touch belongs to, ascending. Returns journey, channel and weight of each distinct
    channel of each journey; weights of a journey sum to 1.

    >>> journey, channel, weight = distinct(np.array([2, 0, 2, 1]), rows=np.array([0, 0, 0, 1]), channels=3)
    >>> journey.tolist(), channel.tolist(), weight.tolist()
    ([0, 0, 1], [0, 2, 1], [0.5, 0.5, 1.0])
    """
    keys = np.sort(rows * channels + codes)
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
    journey, channel = keys // max(channels, 1), keys % max(channels, 1)
    return journey, channel, 1 / np.bincount(journey)[journey] if len(keys) else np.zeros(0)
