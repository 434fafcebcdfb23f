"""The plan in three columns: which commitments stand on which slide, and the lines of each."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.report.model import Commitment
from helpers.report.slides.deck import BOTTOM, ROOM, TOP
from helpers.report.slides.text import LEAD, QUIET, Par, tall
from helpers.words import Words

DAYS = (30, 60, 90)
GAP, INSET = 20.0, 10.0
WIDE = (ROOM - 2 * GAP) / 3
#: what the name of a column takes, and what is free between boxes
HEAD, BETWEEN = 34.0, 10.0


def pars(one: Commitment, words: Words, *, why: bool = True) -> tuple[Par, ...]:
    """A commitment: what, why, whose and how much work, what to expect, and how both know it is done."""
    under = " · ".join(text for text in (one.owner, one.effort) if text)
    done, playbook = words.say("Done when"), words.say("Playbook")
    lines = [
        Par(one.title, 14, bold=True, colour=LEAD, after=4),
        Par(one.why.text if why else "", 12, after=4),
        Par(under, 12, bold=True, after=4),
        Par(one.effect.text if one.effect else "", 12, after=4),
        Par(f"{done}: {one.done_when}" if one.done_when else "", 12, after=4),
        Par(f"{playbook}: {one.page_title}" if one.page_title else "", 12, colour=QUIET),
    ]
    return tuple(par for par in lines if par.plain)


def box_tall(one: Commitment, words: Words, *, why: bool = True) -> float:
    """Points that the box of a commitment takes."""
    return tall(pars(one, words, why=why), WIDE - 2 * INSET) + 2 * INSET


def columns(commitments: Sequence[Commitment], words: Words) -> tuple[list[tuple[tuple[Commitment, ...], ...]], bool]:
    """Slide by slide the commitments of 30, 60 and 90 days, and whether their reasons are on them.

    A column that is full goes on on the next slide; reasons are left to the notes where that saves a slide.
    """
    told, untold = (_slides(commitments, words, why=why) for why in (True, False))
    return (told, True) if len(told) <= len(untold) else (untold, False)


def _slides(commitments: Sequence[Commitment], words: Words, *, why: bool) -> list[tuple[tuple[Commitment, ...], ...]]:
    stacks = [_stacks([one for one in commitments if one.by == day], words, why=why) for day in DAYS]
    count = max(len(stack) for stack in stacks)
    return [tuple(stack[number] if number < len(stack) else () for stack in stacks) for number in range(count)]


def _stacks(commitments: Sequence[Commitment], words: Words, *, why: bool) -> list[tuple[Commitment, ...]]:
    found: list[list[Commitment]] = [[]]
    used = HEAD
    for one in commitments:
        needed = box_tall(one, words, why=why) + BETWEEN
        if found[-1] and used + needed > BOTTOM - TOP:
            found.append([])
            used = HEAD
        found[-1].append(one)
        used += needed
    return [tuple(stack) for stack in found]
