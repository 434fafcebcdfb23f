"""Invented names: syllables put together, so that nobody real is meant."""

from __future__ import annotations

from helpers.samples.draws import Draws

_ONSETS = ("b", "br", "d", "f", "g", "gl", "k", "l", "m", "n", "p", "pl", "r", "s", "t", "tr", "v", "z")
_VOWELS = ("a", "e", "i", "o", "u")
_CODAS = ("", "", "", "l", "n", "r", "s")


def _word(draws: Draws, syllables: int) -> str:
    return "".join(draws.one(_ONSETS) + draws.one(_VOWELS) + draws.one(_CODAS) for _ in range(syllables))


def person(draws: Draws) -> tuple[str, str]:
    """A first and a last name."""
    return _word(draws, 2).title(), _word(draws, 2 + draws.chance(0.5)).title()


def company(draws: Draws, suffixes: tuple[str, ...], taken: set[str]) -> tuple[str, str]:
    """A company name and its domain, neither used before; the name is added to ``taken``."""
    while (stem := _word(draws, 2 + draws.chance(0.6))) in taken:
        continue
    taken.add(stem)
    return f"{stem.title()} {draws.one(suffixes)}", f"{stem}.example"
