"""The nine topics: every respondent as a dot, both teams' scores, their differences, spread and what nobody knows."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report.alignment_charts import Line, Look, Scale, Spot, people
from helpers.report.assessment.plates import keys, lined, series
from helpers.report.assessment.topics import (
    BOTH,
    asked,
    both,
    find,
    plain_sentence,
    quoted,
    score_cell,
    sure,
    team,
    teams_shown,
    topic,
    topics,
)
from helpers.report.case import Case
from helpers.report.listing import number, records, text
from helpers.report.model import Block, Cell, Chart, Figure, Note, Sentence, Table
from helpers.report.sections.plate import Caption, answer, part, table, title
from helpers.words import msg

FEW = msg(
    "In one team fewer than four people answered. So that nobody can be recognised, this document shows no answers and "
    "no scores of a team. What is said with names belongs in a talk about the statements, with those who agree to it: "
    "the command “tandem assess --conversation” makes its pages."
)
NOBODY = msg("Nobody has answered the survey yet: send the form to both teams.")


def standing(case: Case) -> list[Block]:
    """The section on the nine topics."""
    head = title(case.say("The nine topics, one by one"), anchor="topics")
    if asked(case) is None:
        return [head, Note(tone="missing", text=case.say(NOBODY))]
    if not teams_shown(case):
        rows = [row for name in topics() if (row := find(case, "perception_score", construct=name.id)) and row.known]
        return [head, Note(tone="warning", text=case.say(FEW)), *([_together(case)] if rows else [])]
    blocks: list[Block] = [head, answer(_clear(case))]
    blocks += [_people(case), part(case.say("How far apart both teams are"), anchor="apart"), _gaps(case)]
    return [
        *blocks,
        *_superior(case),
        part(case.say("Within each team, and what nobody knows"), anchor="within"),
        _within(case),
    ]


def _scored(case: Case) -> list[tuple[str, Row, Row]]:
    """Topics with the scores of both teams, the lowest first."""
    found = [(each.id, rows) for each in topics() if (rows := both(case, "perception_score", each.id))]
    return sorted(((name, *rows) for name, rows in found), key=lambda one: (one[1].value + one[2].value, one[0]))


def _clear(case: Case) -> Sentence:
    gaps = [row for each in topics() if (row := find(case, "perception_gap", construct=each.id)) and row.known]
    clear = [row for row in gaps if row.status == "clear"]
    if clear:
        names = case.words.listing(quoted(case, topic(case, row.where["construct"])) for row in clear)
        return plain_sentence(case.say("Both teams clearly differ on {topics}.", topics=names), *clear)
    if gaps and all(row.status not in ("clear", "noise") for row in gaps):
        text_ = msg("Too few answered to tell whether the two teams differ: read the dots, not the distance.")
        return plain_sentence(case.say(text_), *gaps)
    return plain_sentence(case.say("On no topic do both teams clearly differ."), *gaps)


def _dots(case: Case) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = {}
    for row in records(case, "assess_dots", "construct", "team", "score"):
        found.setdefault((text(row["construct"]), text(row["team"])), []).append(number(row["score"]))
    return found


LOOKS: tuple[tuple[Look, int], ...] = (("marketing", 0), ("sales", 1))


def _people(case: Case) -> Figure:
    rows, dots = _scored(case)[::-1], _dots(case)

    def line(name: str, pair: tuple[Row, Row]) -> Line:
        spots = [spot for look, lane in LOOKS for spot in people(dots.get((name, look), []), look, lane)]
        spots += [Spot(at=row.value, look=look, lane=lane) for (look, lane), row in zip(LOOKS, pair, strict=True)]
        return Line(
            label=topic(case, name), text=f"{case.number(pair[0])} · {case.number(pair[1])}", spots=tuple(spots)
        )

    names = [team(case, name) for name in BOTH]
    given = [line(name, (one, other)) for name, one, other in rows]
    scale = Scale(key=(("marketing", names[0]), ("sales", names[1])), lanes=2)
    data = table(
        case.say("Scores by topic, from 0 to 100"),
        [
            case.say("Topic"),
            *names,
            case.say("People ({team})", team=names[0]),
            case.say("People ({team})", team=names[1]),
        ],
        [
            (_name(case, name), case.cell(one), case.cell(other), case.cell(one, "n"), case.cell(other, "n"))
            for name, one, other in rows
        ],
    )
    ones = [one for _, one, _ in rows]
    chart = Chart(
        kind="dots",
        unit="points",
        categories=tuple(line.label for line in given),
        series=(series(names[0], ones), series(names[1], [other for *_, other in rows], role="other")),
        facts=keys(ones),
    )
    caption = Caption(title=_people_title(case, rows), subtitle=_people_subtitle(case))
    return lined(given, scale=scale, key="people", caption=caption, data=data, chart=chart)


def _people_title(case: Case, rows: list[tuple[str, Row, Row]]) -> str:
    if not rows:
        return case.say("No topic can be scored yet")
    (most, *high), (least, *low) = rows[0], rows[-1]
    blanks = {
        "best": quoted(case, topic(case, most)),
        "worst": quoted(case, topic(case, least)),
        "one": case.number(high[0]),
        "other": case.number(high[1]),
        "three": case.number(low[0]),
        "four": case.number(low[1]),
    }
    return case.say("{best} stands highest ({one} and {other} of 100), {worst} lowest ({three} and {four})", **blanks)


def _people_subtitle(case: Case) -> str:
    counts = [find(case, "respondents", team=name) for name in BOTH]
    text_ = msg(
        "Each mark is one person (0 disagrees with everything, 100 agrees with everything); the bar is the whole "
        "team. Right: scores of marketing and sales. {marketing} people of marketing, {sales} of sales."
    )
    return case.say(text_, marketing=case.number(counts[0]), sales=case.number(counts[1]))


def _name(case: Case, name: str) -> Cell:
    return Cell(text=topic(case, name))


def _gaps(case: Case) -> Figure:
    rows = [row for each in topics() if (row := find(case, "perception_gap", construct=each.id)) and row.known]
    rows = sorted(rows, key=lambda row: (-abs(row.value), row.segment))
    given = [
        Line(
            label=topic(case, row.where["construct"]),
            text=case.words.change(row.value, row.unit),
            spots=(Spot(at=row.value, look="clear" if row.status == "clear" else "open"),),
            band=(row.low, row.high),
        )
        for row in rows
    ]
    ends = (case.say("sales higher"), case.say("marketing higher"))
    reach = 100.0 if any(max(abs(row.low), abs(row.high)) > 60 for row in rows) else 60.0
    scale = Scale(
        low=-reach,
        high=reach,
        places=((-reach * 0.7, f"← {ends[0]}"), (0.0, "0"), (reach * 0.7, f"{ends[1]} →")),
        key=(("clear", case.say("a clear difference")), ("open", case.say("not a clear one"))),
    )
    chart = Chart(
        kind="dots",
        unit="points",
        categories=tuple(line.label for line in given),
        series=(series(case.say("Marketing minus sales"), rows, band=True),),
        facts=keys(rows),
    )
    text_ = msg(
        "Marketing minus sales, in points of 100; the light band holds what is compatible with the answers. All "
        "who answered."
    )
    caption = Caption(title=_gaps_title(case, rows), subtitle=case.say(text_))
    return lined(given, scale=scale, key="gaps", data=_gaps_data(case, rows), chart=chart, caption=caption)


def _gaps_data(case: Case, rows: list[Row]) -> Table:
    heads = [
        case.say("Topic"),
        case.say("Difference"),
        case.say("Between"),
        case.say("Verdict"),
        case.say("Marketing higher, of all pairs"),
    ]
    cells = [
        (
            _name(case, row.where["construct"]),
            case.change_cell(row),
            case.range_cell(row),
            Cell(text=sure(case, row)),
            case.cell(find(case, "perception_superiority", construct=row.where["construct"])),
        )
        for row in rows
    ]
    return table(case.say("Marketing minus sales, in points"), heads, cells, texts=(3,))


def _gaps_title(case: Case, rows: list[Row]) -> str:
    if not rows:
        return case.say("No difference can be computed yet")
    return case.say(
        "The largest distance: {points} on {topic}, {verdict}",
        points=case.words.plural("{n} point", "{n} points", float(round(abs(rows[0].value)))),
        topic=quoted(case, topic(case, rows[0].where["construct"])),
        verdict=sure(case, rows[0]),
    )


def _superior(case: Case) -> list[Block]:
    """How often somebody of one team says more than somebody of the other, where the difference is clear."""
    found = []
    for each in topics():
        gap, pairs = (find(case, metric, construct=each.id) for metric in ("perception_gap", "perception_superiority"))
        if gap is None or pairs is None or gap.status != "clear" or not pairs.known:
            continue
        text_ = msg(
            "{topic}: of all pairs of one person of marketing and one of sales, in {share} the person of "
            "marketing scores it higher."
        )
        found.append(
            plain_sentence(case.say(text_, topic=topic(case, each.id), share=case.words.share(pairs.value, 0)), pairs)
        )
    return [answer(*found)] if found else []


def _within(case: Case) -> Table:
    names = [team(case, name) for name in BOTH]
    heads = [
        case.say("Topic"),
        *(case.say("Distance from the own team, {team}", team=name) for name in names),
        *(case.say("“I don't know”, {team}", team=name) for name in names),
    ]
    rows = [
        (
            _name(case, each.id),
            *(case.cell(find(case, "perception_spread", construct=each.id, team=name)) for name in BOTH),
            *(case.cell(find(case, "dont_know", construct=each.id, team=name)) for name in BOTH),
        )
        for each in topics()
    ]
    return table(
        case.say("How far people stand from their own team, in points, and how often they do not know"), heads, rows
    )


def _together(case: Case) -> Table:
    rows = [
        (_name(case, each.id), score_cell(case, find(case, "perception_score", construct=each.id))) for each in topics()
    ]
    return table(case.say("All who answered together, from 0 to 100"), [case.say("Topic"), case.say("Score")], rows)
