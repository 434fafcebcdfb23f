"""One look for every figure, and the way from a drawing to inline SVG that is the same bytes each time.

Text stays text, in the family of the page. Each figure is drawn twice, wide and narrow, so that its words keep their
size on a telephone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

INK, MUTED, RULE = "#14283c", "#55636f", "#d5dbe1"
#: one notation: actual dark, prior grey, interval a light band
ACTUAL, PRIOR, BAND = "#1f4e79", "#b4bdc6", "#cbdcec"
TEXT = 12
_DPI = 72
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "tandem", "font.family": "DejaVu Sans", "font.size": TEXT,
    "hatch.linewidth": 1.1, "axes.edgecolor": RULE, "text.color": INK, "xtick.color": MUTED, "ytick.color": MUTED,
}  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """The width a figure is drawn for, in pixels of text size 12."""

    name: str
    width: int
    #: share of the width left for row labels; none where labels stand above their marks
    label: float


WIDE = Frame("w", 660, 0.34)
NARROW = Frame("n", 340, 0.0)


def drawn(
    draw: Callable[[Axes], None], *, frame: Frame, key: str, height: float, margins: tuple[float, float, float, float]
) -> str:
    """Draw on one axes inside ``margins`` (left, right, top, bottom in pixels) and return clean SVG."""
    with mpl.rc_context(_STYLE):
        canvas = Canvas(figsize=(frame.width / _DPI, height / _DPI), dpi=_DPI)
        FigureCanvasSVG(canvas)
        left, right, top, bottom = margins
        box = (left / frame.width, bottom / height, 1 - (left + right) / frame.width, 1 - (top + bottom) / height)
        axes = canvas.add_axes(box, xticks=[], yticks=[], frame_on=False)
        axes.set_axis_off()
        draw(axes)
        text = io.StringIO()
        canvas.savefig(text, format="svg", metadata={"Date": None}, transparent=True)
    return cleaned(text.getvalue(), prefix=f"{key}-{frame.name}")


def cleaned(svg: str, *, prefix: str) -> str:
    """SVG to stand inside a page: no prologue, no metadata, no fixed size, ids of its own or none."""
    svg = svg[svg.index("<svg") :].strip()
    for noise in (
        r"<!--.*?-->",
        r"<metadata>.*?</metadata>",
        r"<style type=\"text/css\">.*?</style>",
        r"<defs>\s*</defs>",
    ):
        svg = re.sub(noise, "", svg, flags=re.DOTALL)
    svg = re.sub(r'^<svg[^>]*viewBox="([^"]+)"[^>]*>', _opening, svg)
    svg = re.sub(r"font: [^;\"]*?([\d.]+)px[^;\"]*", r"font-size: \1px", svg)
    svg = re.sub(r" font-family: [^;\"]*;?| transform=\"rotate\(-0 [^)]*\)\"", "", svg)
    svg = _own_ids(svg, prefix=prefix)
    return re.sub(r">\s+<", "><", svg)


def _opening(match: re.Match[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{match[1]}" class="{{frame}}" aria-hidden="true" focusable="false">'
    )


def _own_ids(svg: str, *, prefix: str) -> str:
    """Two figures on a page never share an id: those referred to are numbered under the prefix, the rest go."""
    svg = svg.replace("{frame}", "wide" if prefix.endswith("-w") else "narrow" if prefix.endswith("-n") else "spark")
    used = sorted(set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg)))
    names = {name: f"{prefix}{number}" for number, name in enumerate(used)}

    def renamed(match: re.Match[str]) -> str:
        return f' id="{names[match[1]]}"' if match[1] in names else ""

    svg = re.sub(r' id="([^"]+)"', renamed, svg)
    return re.sub(r'(url\(#|href="#)([^")]+)', lambda match: match[1] + names[match[2]], svg)
