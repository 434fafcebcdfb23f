"""How large a part of all MQLs each part was, earlier and later."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import Heads, about, called, figure, listed, moved
from helpers.lessons.figures.parts_and_whole import parts
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.model import Figure
from helpers.report.sections.plate import Caption
from helpers.words import Words


def draw(basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """The parts in the order of ``parts_and_whole``; counted, so without doubt."""
    both = parts(basis, about(found).where.partition("=")[0])
    marks = []
    for row in both[1:]:
        whole = both[0]
        before, after = row.earlier[1] / whole.earlier[1], row.later[1] / whole.later[1]
        marks.append(Mark(label=called(row.where, words), value=after, prior=before, unit="share",
                          text=moved(before, after, words)))  # fmt: skip
    title = words.say("How large each part is")
    subtitle = words.say("Of all MQLs that came in; dark: later; grey behind: earlier")
    caption = Caption(title=title, subtitle=subtitle, alt=f"{title}. {subtitle}. {listed(marks, words)}.",
                      beside=words.say("Earlier"))  # fmt: skip
    heads = Heads(rows=words.say("Part"), value=words.say("Later"), second=words.say("Earlier"))
    return figure(charts.bars, marks, key="mix-of-parts", caption=caption, heads=heads, words=words)
