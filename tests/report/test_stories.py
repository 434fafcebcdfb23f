"""Deal stories: one picture a deal, told in words too; nothing on it lies over something else."""

from __future__ import annotations

import itertools
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.contract import Contract
from helpers.report.drawing import NARROW, WIDE
from helpers.report.lanes import Milestone, Story, Touch, flags, lanes, stack, start
from helpers.report.model import Figure, Note, Report

from . import attributed, facts
from .composing import compose

#: Day 0 a webinar, day 10 a call, day 12 the opportunity, day 20 a meeting, day 30 won.
ROWS = [
    ("D1", "won", 9000.0, "marketing", date(2026, 9, 10), 0, "Responded", "events", "Webinar A", None),
    ("D1", "won", 9000.0, "milestone", date(2026, 9, 10), 0, None, None, None, "mql"),
    ("D1", "won", 9000.0, "milestone", date(2026, 9, 10), 0, None, None, None, "lead"),
    ("D1", "won", 9000.0, "sales", date(2026, 9, 20), 10, "Call", "Call", None, None),
    ("D1", "won", 9000.0, "milestone", date(2026, 9, 22), 12, None, None, None, "opportunity"),
    ("D1", "won", 9000.0, "sales", date(2026, 9, 30), 20, "Meeting", "Meeting", None, None),
    ("D1", "won", 9000.0, "milestone", date(2026, 10, 10), 30, None, None, None, "won"),
]


def table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=attributed.STORY)


def made(rows: pd.DataFrame, lang: str = "en", *, internal: bool = False, **names: str) -> Report:
    return compose(facts.nothing("digital-native"), Contract(), facts.engagement("digital-native"), period=facts.PERIOD,
                   lang=lang, tables={"stories": rows}, internal=internal, names=names)  # fmt: skip


def pictures(review: Report) -> list[Figure]:
    return [block for block in review.blocks if isinstance(block, Figure) and block.anchor.startswith("figure-story")]


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_story_is_told_in_its_title_its_alt_text_and_its_table() -> None:
    (figure,) = pictures(made(table(ROWS)))
    assert figure.title == "Deal D1: won in 30 days; first recorded touch by marketing: Events"
    assert figure.subtitle == "US$9,000; 10 Sept 2026 – 10 Oct 2026; 1 touch of marketing; 2 touches of sales."
    assert figure.alt == (
        f"{figure.title}. {figure.subtitle} MQL on day 0, Lead on day 0, Opportunity on day 12 and Won on day 30. "
        "Last touch before the opportunity: Call (sales)."
    )
    assert [[cell.text for cell in row] for row in figure.data.rows][3:5] == [
        ["10", "20 Sept 2026", "Sales", "Call"],
        ["12", "22 Sept 2026", "Stage reached", "Opportunity"],
    ]


def test_a_story_is_told_in_spanish() -> None:
    (figure,) = pictures(made(table(ROWS), "es"))
    assert figure.title == "Oportunidad D1: ganada en 30 días; primera acción registrada, de marketing: Events"
    assert {"Marketing", "Ventas", "Oportunidad", "Ganada", "días desde el comienzo"} <= set(texts(figure.svg))


@pytest.mark.parametrize("width", ["svg", "svg_narrow"])
def test_the_picture_numbers_channels_and_campaigns_and_names_them_below(width: str) -> None:
    svg = getattr(pictures(made(table(ROWS)))[0], width)
    said = texts(svg)
    assert {"Marketing", "Sales", "Lead, MQL", "Opportunity", "Won", "Events · Webinar A", "Call", "Meeting"} <= set(
        said
    )
    assert all(said.count(number) == 2 for number in ("1", "2", "3"))  # on the mark, and beside its name


def test_what_the_customer_says_is_shown_and_is_no_act_of_a_team() -> None:
    heard = ("D1", "won", 9000.0, "marketing", date(2026, 9, 8), -2, "self_reported", "referral", None, None)
    (figure,) = pictures(made(table([heard, *ROWS])))
    assert "Referral, as the customer says" in texts(figure.svg)
    assert "first recorded touch by marketing: Events" in figure.title and "1 touch of marketing" in figure.subtitle
    (alone,) = pictures(made(table([heard, ROWS[-1]])))
    assert alone.title == "Deal D1: won, without a recorded touch"


def test_six_wins_and_two_losses_are_shown_and_the_rest_is_counted() -> None:
    review = made(attributed.stories())
    shown = pictures(review)
    assert [" won" in figure.title for figure in shown] == [True] * 6 + [False] * 2
    assert any(block.text.startswith("2 more deals were won in October 2026") for block in review.blocks
               if isinstance(block, Note))  # fmt: skip
    assert len({figure.anchor for figure in shown}) == 8


def test_a_crowd_is_drawn_at_both_ends_and_the_table_has_it_whole() -> None:
    (figure,) = pictures(made(attributed.story("W", touches=40)))
    assert "Drawn: the first and the last 12 touches." in figure.subtitle
    assert figure.svg.count("<use") < 24 + 2 * 10 + 20 and len(figure.data.rows) == 44


def test_company_names_stand_in_the_internal_copy_alone() -> None:
    inside, outside = (made(table(ROWS), internal=internal, D1="Ribera Fictional Foods") for internal in (True, False))
    assert pictures(inside)[0].title.startswith("Deal D1 · Ribera Fictional Foods: won")
    assert "Ribera" not in outside.to_json()


def test_gaps_of_every_kind_are_borne() -> None:
    rows = [
        ("D2", "lost", None, "sales", None, 0, None, None, None, None),
        ("D2", "lost", None, "milestone", pd.NaT, 0, None, None, None, "unheard_of"),
        ("D2", "lost", None, "milestone", "2026-10-01", 0, np.nan, np.nan, np.nan, "lost"),
        ("D3", "won", "12.5", "marketing", "nonsense", None, "x", "y", "z", None),
    ]
    shown = pictures(made(table(rows)))
    assert [figure.title for figure in shown] == ["Deal D2: lost in 0 days; first recorded touch by sales: (unknown)"]
    assert "Unheard of" in shown[0].alt and shown[0].svg.startswith("<svg")


def test_text_columns_of_arrow_and_of_plain_pandas_read_alike() -> None:
    arrow = table(ROWS).convert_dtypes(dtype_backend="pyarrow")
    assert made(arrow).to_json() == made(table(ROWS)).to_json()


def test_the_same_rows_give_the_same_bytes_and_stay_as_they_were() -> None:
    rows = table(ROWS)
    kept = rows.copy(deep=True)
    assert made(rows).to_json() == made(rows).to_json()
    pd.testing.assert_frame_equal(rows, kept)


def test_nothing_gives_no_picture() -> None:
    empty = Story(lanes=("a", "b"), touches=(), milestones=(), names=(), days="days")
    assert lanes(empty, frame=WIDE, key="k") == ""
    only = Story(
        lanes=("a", "b"), touches=(), milestones=(Milestone(day=0, label="Won", end=True),), names=(), days="d"
    )
    assert lanes(only, frame=NARROW, key="k").startswith("<svg")


days = st.lists(st.integers(0, 400), min_size=1, max_size=25)


@settings(max_examples=60, deadline=None)
@given(days)
def test_no_mark_covers_another(found: list[int]) -> None:
    placed = stack([Touch(lane=0, day=day, number=1) for day in found], at=lambda day: 84 + day)
    assert len(placed) == len(found)
    for (one, level), (other, height) in itertools.combinations(placed, 2):
        assert level != height or abs(one.day - other.day) >= 18  # two radii of 9 pixels


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=7, unique=True))
def test_no_words_of_a_milestone_cover_others_or_are_crossed_by_a_tick(found: list[int]) -> None:
    at = (84.0).__add__
    placed = flags([Milestone(day=day, label="Opportunity") for day in found], at=at, width=600)
    for (one, line), (other, height) in itertools.permutations(placed, 2):
        left, end = (start(one, at=at, width=600) + extra for extra in (0, 11 * 6.6))
        covered = line == height and left < start(other, at=at, width=600) < end
        crossed = height > line and left < at(other.day) < end
        assert not covered and not crossed
