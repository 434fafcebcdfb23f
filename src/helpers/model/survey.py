"""Canonical tables of an assessment: who answered, what they answered, what they wrote, what exists in writing."""

from __future__ import annotations

from helpers.model.column import Column, Table

TEAMS = ("marketing", "sales")

RESPONDENTS = Table(
    "respondents", "one set of answers to the survey of both teams; half-filled ones are kept and marked",
    ("respondent",),
    (
        Column("respondent", "integer", "1 for the first; by day, then in the order of the files"),
        Column("wave", "integer", "1 for the first round of answers; a gap over 45 days begins another"),
        Column("on", "date", "local day of answering"),
        Column("team", "text", "team of the person", choices=TEAMS),
        Column("level", "text", "position", choices=("management", "lead", "field"), nullable=True),
        Column("tenure", "text", "band", choices=("under1", "one_to_three", "over3"), nullable=True),
        Column("answered", "integer", "questions on a scale answered, 'don't know' included"),
        Column("whole", "flag", "every question on a scale was answered"),
        Column("name", "text", "only of who agreed to be shown with it; missing otherwise", nullable=True),
    ),
)  # fmt: skip

ANSWERS = Table(
    "answers", "one answer on a scale, or one choice of what to mend first", ("respondent", "item"),
    (
        Column("respondent", "integer", "key of respondents"),
        Column("item", "text", "id of the instrument: goals_1, goals_often, goals_mirror, top_goals"),
        Column("value", "number", "1 to 5 (agreement, mirror), 0 to 4 (often), 1 (top_…); missing for don't know",
               nullable=True),
        Column("unknown", "flag", "the answer was 'I don't know'"),
    ),
)  # fmt: skip

REMARKS = Table(
    "remarks", "answers to the two open questions", ("respondent", "question"),
    (
        Column("respondent", "integer", "key of respondents"),
        Column("question", "text", "id of the instrument", choices=("open_change", "open_keep")),
        Column("words", "text", "masked"),
        Column("quotable", "flag", "the person agreed to be quoted without name"),
    ),
)  # fmt: skip

ARTEFACTS = Table(
    "artefacts", "what exists in writing, as looked at on a day", ("row",),
    (
        Column("row", "integer", "order of the form"),
        Column("on", "date", "day it was looked at"),
        Column("artefact", "text", "id of the instrument"),
        Column("exists", "flag", "there is one"),
        Column("used_on", "date", "day of its last use", nullable=True),
        Column("marketing", "flag", "marketing has edited it"),
        Column("sales", "flag", "sales has edited it"),
    ),
)  # fmt: skip

SURVEY_TABLES = (RESPONDENTS, ANSWERS, REMARKS, ARTEFACTS)
