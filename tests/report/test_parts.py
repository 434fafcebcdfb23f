"""The tables of words match what they explain; drawings are clean, their own, and the same each time."""

from __future__ import annotations

import math
import re

import pytest

from helpers.catalog import catalog
from helpers.facts import NOTES, unpair
from helpers.pages import IDS
from helpers.report import charts
from helpers.report.charts import Mark
from helpers.report.drawing import NARROW, WIDE, Frame
from helpers.report.reasons import FORMS, REASONS

DESIGN = [
    "joint-planning",
    "monthly-review",
    "handoff-standup",
    "sla",
    "stages",
    "ideal-customer",
    "buying-cycle",
    "messages",
    "objections",
    "content",
    "campaigns",
    "feedback-to-marketing",
    "insight-to-sales",
    "win-loss",
    "shared-metrics",
    "attribution",
    "forecast",
    "incentives",
    "data-habits",
    "onboarding",
    "first-90-days",
    "when-a-ritual-dies",
    "your-context",
]
SHAPES = (charts.bars, charts.dots, charts.columns, charts.curve)
MARKS = [
    Mark(label="one", value=0.2, text="20%", low=0.1, high=0.3, prior=0.25, at=30),
    Mark(label="two & <three>", value=0.4, text="40%", hatched=True, target=0.5, at=60),
    Mark(label="gap", value=math.nan, text="–", at=90),
    Mark(label="few", value=0.1, text="10%", hollow=True, at=120),
]


def test_every_note_has_its_sentence_and_no_other() -> None:
    assert set(REASONS) == NOTES - {""}
    assert set(FORMS) <= set(REASONS)


def test_pages_are_those_of_the_design() -> None:
    assert sorted(IDS) == sorted(DESIGN)
    assert {record.page for record in catalog().values()} <= set(IDS)


@pytest.mark.parametrize("frame", [WIDE, NARROW])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_drawing_is_clean_and_the_same_each_time(shape: object, frame: object) -> None:
    assert callable(shape)
    svg = shape(MARKS, frame=frame, key="k")
    assert svg == shape(MARKS, frame=frame, key="k")
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"') and svg.endswith("</svg>")
    assert "<metadata" not in svg and "<style" not in svg and "<!--" not in svg and "DejaVu" not in svg
    assert "two &amp; &lt;three&gt;" in svg and "20%" in svg
    assert not re.search(r'<svg[^>]* (width|height)="', svg)


def test_two_drawings_never_share_an_id() -> None:
    ids = [
        set(re.findall(r' id="([^"]+)"', charts.columns(MARKS, frame=frame, key=key)))
        for key in ("a", "b")
        for frame in (WIDE, NARROW)
    ]
    assert all(ids) and not any(one & other for place, one in enumerate(ids) for other in ids[place + 1 :])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", [None, math.nan, 0.0])
def test_nothing_and_zero_can_be_drawn(shape: object, value: float | None) -> None:
    assert callable(shape)
    marks = [] if value is None else [Mark(label="x", value=value, text="0", at=1)]
    assert isinstance(shape(marks, frame=WIDE, key="k"), str)


def test_a_line_needs_two_points() -> None:
    assert charts.spark([1.0], key="k") == "" == charts.spark([math.nan, 2.0], key="k")
    assert charts.spark([1.0, math.nan, 1.0], key="k").startswith("<svg")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("all", {}),
        ("", {}),
        ("channel=events", {"channel": "events"}),
        ("deal=8841;outcome=won", {"deal": "8841", "outcome": "won"}),
        ("channel=a=b", {"channel": "a=b"}),
        ("channel=a;b", {"channel": "a;b"}),
    ],
)
def test_pairs_are_read_even_where_a_value_holds_a_separator(text: str, pairs: dict[str, str]) -> None:
    assert unpair(text) == pairs


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_a_long_label_is_whole(frame: Frame) -> None:
    label = "Costs moved by the usual time to close"
    svg = charts.dots([Mark(label=label, value=3469, text="€3,469")], frame=frame, key="k")
    said = " ".join(re.findall(r">([^<>]+)</text>", svg))
    assert label in said and "…" not in said


def test_words_above_a_column_clear_the_columns_beside_them() -> None:
    marks = [Mark(label="m", value=value, text="") for value in (5.0,) * 20 + (9.0, 2.0)]
    marks[-1] = Mark(label="m", value=2.0, text="€1.2M", high=3.0)
    # 5 letters of 8 pixels over columns 30 pixels wide: two columns are covered, the taller one counts
    assert charts._roof(marks, 21, frame=WIDE) == 9.0
    assert charts._roof([marks[-1]], 0, frame=WIDE) == 3.0


def test_a_curve_may_fix_the_end_of_its_scale() -> None:
    marks = [Mark(label="0", value=1.0, text="100%", at=0), Mark(label="12", value=0.7, text="70%", at=12)]
    free, fixed = (charts.curve(marks, frame=WIDE, key="k", top=top) for top in (None, 2.0))
    assert "100%" in fixed and free != fixed
