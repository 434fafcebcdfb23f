"""What those who lead say beside what the field says, topic by topic."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.lessons.figures.marks import called
from helpers.patterns.basis import Basis
from helpers.patterns.finding import Finding
from helpers.report.alignment_charts import Line, Scale, Spot
from helpers.report.assessment.plates import lined
from helpers.report.model import Cell, Chart, Figure, Series
from helpers.report.sections.plate import Caption, table
from helpers.words import Words


def draw(_basis: Basis, found: Sequence[Finding], words: Words) -> Figure:
    """A row for each topic on which enough people of both answered, the farthest apart first."""
    rows = sorted(found, key=lambda each: (-abs(each.value), each.where))
    names = words.say("Those who lead"), words.say("The field")
    labels = [called(each.where, words).strip("“”«»") for each in rows]
    said = [f"{words.score(each.shown['leaders'])} · {words.score(each.shown['field'])}" for each in rows]
    given = [
        Line(label=label, text=text, joined=True,
             spots=(Spot(at=each.shown["leaders"], look="management"), Spot(at=each.shown["field"], look="field")))
        for label, text, each in zip(labels, said, rows, strict=True)
    ]  # fmt: skip
    title = words.say("Those who lead and the field, topic by topic")
    subtitle = words.say("Both teams together, from 0 to 100; beside each row: those who lead, then the field")
    alt = f"{title}. " + "; ".join(f"{label}: {text}" for label, text in zip(labels, said, strict=True)) + "."
    data = table(title, [words.say("Topic"), *names], [
        (Cell(text=label), *(Cell(text=words.score(each.shown[who]), number=each.shown[who], unit="points")
                             for who in ("leaders", "field")))
        for label, each in zip(labels, rows, strict=True)
    ])  # fmt: skip
    chart = Chart(
        kind="dumbbell", unit="points", categories=tuple(labels),
        series=(Series(name=names[0], values=tuple(each.shown["leaders"] for each in rows)),
                Series(name=names[1], role="other", values=tuple(each.shown["field"] for each in rows))),
    )  # fmt: skip
    scale = Scale(key=(("management", names[0]), ("field", names[1])))
    return lined(given, scale=scale, key="leaders-and-field", caption=Caption(title=title, subtitle=subtitle, alt=alt),
                 data=data, chart=chart)  # fmt: skip
