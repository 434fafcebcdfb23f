"""Management beside those who work with customers every day, both teams together."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report.alignment_charts import Line, Scale, Spot
from helpers.report.assessment.plates import lined, paired, series
from helpers.report.assessment.topics import asked, find, quoted, topic, topics
from helpers.report.case import Case
from helpers.report.model import Block, Cell, Note
from helpers.report.sections.plate import Caption, table, title
from helpers.words import msg

FEW = msg("Fewer than four people of one position answered, so positions are not compared.")


def management(case: Case) -> list[Block]:
    """The section; a note where either position is too small to be shown."""
    if asked(case) is None:
        return []
    head = title(case.say("Management beside the field"), anchor="management")
    rows = _rows(case)
    if not rows:
        return [head, Note(tone="plain", text=case.say(FEW))]
    names = (case.say("Management and team leads"), case.say("Daily work with customers"))
    given = [
        Line(
            label=topic(case, above.where["construct"]),
            text=f"{case.number(above)} · {case.number(below)}",
            joined=True,
            spots=(Spot(at=above.value, look="management"), Spot(at=below.value, look="field")),
        )
        for above, below in rows
    ]
    scale = Scale(key=(("management", case.say("management")), ("field", case.say("daily work with customers"))))
    data = table(
        case.say("Scores by position, from 0 to 100"),
        [case.say("Topic"), *names],
        [
            (Cell(text=topic(case, above.where["construct"])), case.cell(above), case.cell(below))
            for above, below in rows
        ],
    )
    above, below = [one for one, _ in rows], [other for _, other in rows]
    sides = series(names[0], above), series(names[1], below, role="other")
    chart = paired([line.label for line in given], *sides, rows=above)
    drawn = lined(given, scale=scale, key="management", data=data, chart=chart, caption=_caption(case, rows))
    return [head, drawn]


def _caption(case: Case, rows: list[tuple[Row, Row]]) -> Caption:
    above, below = rows[0]
    text = msg("Farthest apart on {topic}: management {above} of 100, those who work with customers {below}")
    said = case.say(
        text,
        topic=quoted(case, topic(case, above.where["construct"])),
        above=case.number(above),
        below=case.number(below),
    )
    text = msg(
        "Both teams together, 0 to 100; right: management and field. {n} and {m} people; the distance has not been "
        "put to a test."
    )
    return Caption(title=said, subtitle=case.say(text, n=case.number(above, "n"), m=case.number(below, "n")))


def _rows(case: Case) -> list[tuple[Row, Row]]:
    """Topics with both positions, the farthest apart first."""
    found = []
    for each in topics():
        above, below = (
            find(case, "perception_score", construct=each.id, level=name) for name in ("management", "field")
        )
        if above is not None and below is not None and above.known and below.known:
            found.append((above, below))
    return sorted(found, key=lambda pair: (-abs(pair[0].value - pair[1].value), pair[0].segment))
