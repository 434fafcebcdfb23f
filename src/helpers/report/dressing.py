"""A drawing in a client's colours: drawings are made once, in the kit's own, and dressed where they are shown."""

from __future__ import annotations

import re

from helpers.look import PLAIN, Look
from helpers.report.drawing import ACTUAL, BAND, INK, PRIOR


def dressed(svg: str, look: Look) -> str:
    """The same drawing in the look's colours.

    Colours are told by their exact value and changed all at once, inside tags alone: what a drawing says stays as it
    is, and a client whose colour is one of the kit's own is never coloured twice.

    >>> from helpers.look import Look
    >>> dressed('<path style="fill: #1f4e79"/><text>#1f4e79</text>', Look(actual="#7a2048"))
    '<path style="fill: #7a2048"/><text>#1f4e79</text>'
    """
    worn = {INK: look.ink, ACTUAL: look.actual, BAND: look.band, PRIOR: look.prior}

    def changed(tag: re.Match[str]) -> str:
        return re.sub(r"#[0-9a-f]{6}\b", lambda colour: worn.get(colour[0], colour[0]), tag[0])

    return re.sub(r"<[^<>]*>", changed, svg)


def colours(look: Look) -> str:
    """What a client's colours change of the style of a page; nothing where they are the kit's own."""
    if (look.ink, look.actual) == (PLAIN.ink, PLAIN.actual):
        return ""
    return f":root{{--ink:{look.ink};--actual:{look.actual}}}header{{border-bottom-color:{look.actual}}}"
