"""Names of channels: one for what touches, costs and experiments call by nearly the same word."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.catalog.costs import folded
from helpers.facts import pairs

#: Conversions without a recorded touch, and costs without a channel.
NONE = "(none)"


def as_touched(names: Iterable[str], *, known: Iterable[str]) -> dict[str, str]:
    """What do the touches call each of these channels?

    ``known`` are the channels of touches. A name among them stays; another becomes the known one that differs in case,
    accents, blanks, underscores or hyphens only, if there is one; names alike among themselves become one.

    >>> as_touched(["Paid Search", "radio", "RADIO"], known=["paid_search"])
    {'Paid Search': 'paid_search', 'radio': 'RADIO', 'RADIO': 'RADIO'}
    """
    touched, asked = sorted(set(known)), list(names)
    meant: dict[str, str] = {}
    for name in (*touched, *sorted(set(asked))):
        meant.setdefault(folded(name), name)
    return {name: name if name in touched else meant[folded(name)] for name in asked}


def segment_of(channel: str | None) -> str:
    """The segment of a fact about a channel; None is what has none.

    What would read as another pair, as that class or as the total is written otherwise.

    >>> segment_of("events"), segment_of(None), segment_of("a;b=c"), segment_of("(none)")
    ('channel=events', 'channel=(none)', 'channel=a,b=c', 'channel=[(none)]')
    """
    if channel is None:
        return pairs({"channel": NONE})
    name = channel.replace(";", ",")
    return pairs({"channel": f"[{name}]" if name in (NONE, "all") else name})
