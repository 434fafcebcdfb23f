"""Contrast as WCAG 2.2 counts it, and the nearest colour of the same hue that a reader can make out."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator

WHITE = "#ffffff"
#: Text, and shapes that are labelled in their own colour (WCAG 1.4.3).
ENOUGH = 4.5
#: Shapes beside each other (WCAG 1.4.11).
APART = 3.0
#: A band beside the grey of the prior period: as far apart as the kit's own.
BESIDE = 1.3
#: Below this distance between the strongest and the weakest of red, green and blue (of 255) people call a colour grey.
_GREY = 32


def contrast(one: str, other: str) -> float:
    """Of two colours ``#rrggbb``, from 1 (the same) to 21 (black on white), in any order.

    >>> round(contrast("#000000", "#ffffff"), 1), round(contrast("#ffd400", "#ffffff"), 2)
    (21.0, 1.43)
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(colour: str, *, prior: str) -> tuple[str, tuple[str, ...]]:
    """The colour, or the first darker one of its hue that can be read on white, and what was changed and why.

    A grey is taken so dark that it stands apart from the grey of the prior period, and said to be a grey.
    """
    grey = is_grey(colour)
    used = next(
        shade
        for shade in shades(colour)
        if contrast(shade, WHITE) >= ENOUGH and (not grey or contrast(shade, prior) >= APART)
    )
    remarks = []
    if contrast(colour, WHITE) < ENOUGH:
        remarks.append(f"{colour} has {_ratio(colour, WHITE)} to 1 on white; {used} is used")
    elif used != colour:
        remarks.append(f"{colour} has {_ratio(colour, prior)} to 1 beside the grey of the prior period; {used} is used")
    if grey:
        remarks.append(f"{colour} is a grey, as the prior period is: they differ by lightness alone")
    return used, tuple(remarks)


def banded(colour: str, *, ink: str, prior: str) -> str:
    """The strongest tint of a readable colour on which text and the colour itself stand out, and which is no grey."""
    tint = WHITE
    for percent in range(23, 0, -1):
        tint = mixed(colour, percent / 100)
        if contrast(ink, tint) >= ENOUGH and contrast(colour, tint) >= APART and contrast(tint, prior) >= BESIDE:
            break
    return tint


def is_grey(colour: str) -> bool:
    """Whether people would call it grey, black or white."""
    parts = _parts(colour)
    return max(parts) - min(parts) < _GREY


def shades(colour: str) -> Iterator[str]:
    """The colour, then darker and darker by a hundredth, in the same hue, to black.

    >>> from itertools import islice
    >>> list(islice(shades("#ffd400"), 3))
    ['#ffd400', '#fad000', '#f5cc00']
    """
    yield colour
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    for step in range(1, 101):
        yield _written(colorsys.hls_to_rgb(hue, max(0.0, light - step / 100), saturation))


def mixed(colour: str, share: float) -> str:
    """So much of a colour on white."""
    red, green, blue = (1 - share * (1 - part / 255) for part in _parts(colour))
    return _written((red, green, blue))


def _ratio(one: str, other: str) -> str:
    """One decimal, cut: what misses a threshold must not read as if it met it."""
    return f"{int(contrast(one, other) * 10) / 10:.1f}"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
