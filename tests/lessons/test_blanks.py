"""What fills the braces of a text, in both languages."""

import math

import pytest

from helpers.errors import ConfigError
from helpers.lessons.blanks import UNITS, blanks, filled, named, place
from helpers.lessons.lesson import plans
from helpers.patterns import PATTERNS
from helpers.patterns.finding import Finding
from helpers.periods import Period
from helpers.words import Words

MONTH = Period.parse("2026-09")
MARCH = Finding("bulk-dates", "month=2026-03", 412, 412, 412, "count", True, 520,
                {"with_bulk": 520, "without_bulk": 108, "usual": 102.8})  # fmt: skip
QUIET = Finding(
    "unanswered", "channel=review_sites", 0.126, 0.05, 0.2, "share", False, 80, {"share": 0.5, "others": 0.374}
)


def given(pattern: str, found: list[Finding], lang: str = "en") -> dict[str, str]:
    made = blanks(plans()[pattern], found, words=Words(lang), client="Acme", month=MONTH)
    return {name: text.replace("\xa0", " ") for name, text in made.items()}


def test_figures_are_written_in_their_unit_and_language():
    english, spanish = given("bulk-dates", [MARCH]), given("bulk-dates", [MARCH], "es")
    assert (english["client"], english["month"], english["place"]) == ("Acme", "September 2026", "March 2026")
    assert (english["value"], english["with_bulk"], english["usual"], english["n"]) == ("412", "520", "103", "520")
    assert (spanish["month"], spanish["place"]) == ("septiembre de 2026", "marzo de 2026")


def test_differences_of_shares_are_points_and_shares_are_percentages():
    english, spanish = given("unanswered", [QUIET]), given("unanswered", [QUIET], "es")
    assert (english["effect"], english["effect_interval"]) == (
        "+12.6 points", "between +5 points and +20 points",
    )  # fmt: skip
    assert (english["share"], english["others"], english["place"]) == ("50.0%", "37.4%", "channel Review sites")
    assert (spanish["share"], spanish["effect"], spanish["place"]) == ("50,0 %", "+12,6 puntos", "canal Review sites")


def test_where_nothing_is_claimed_the_largest_difference_is_the_place():
    small = Finding("unanswered", "channel=events", 0.02, -0.1, 0.1, "share", False, 90)
    assert given("unanswered", [small, QUIET])["places"] == "channel Review sites"


def test_every_place_that_is_claimed_is_listed():
    both = [
        Finding("unanswered", f"channel={name}", 0.3, 0.1, 0.5, "share", True, 90) for name in ("events", "referral")
    ]
    assert given("unanswered", [*both, QUIET])["places"] == "channel Events and channel Referral"
    assert given("unanswered", both, "es")["places"] == "canal Events y canal Referral"


def test_what_is_not_known_is_a_dash():
    lone = Finding("bulk-dates", "month=2026-03", 4, 4, 4, "count", True, 4, {"usual": math.nan})
    assert given("bulk-dates", [lone])["usual"] == "–"


@pytest.mark.parametrize(
    ("where", "english", "spanish"),
    [
        ("all", "the whole company", "toda la empresa"),
        ("channel=all", "channel", "canal"),
        ("tier=A", "tier A", "nivel A"),
        ("asset=calculator", "the piece of content calculator", "el contenido calculator"),
        ("construct=nobody-asked", "“nobody-asked”", "«nobody-asked»"),
        ("sales_area=North", "sales area North", "sales area North"),
        ("month=2026-01", "January 2026", "enero de 2026"),
    ],
)
def test_places_in_words(where, english, spanish):
    assert place(where, Words("en")) == english
    assert place(where, Words("es")) == spanish


def test_a_topic_of_the_survey_has_its_title():
    assert place("construct=handoff", Words("en")) not in ("“handoff”", "“”")
    assert place("construct=handoff", Words("es")) != place("construct=handoff", Words("en"))


def test_a_blank_that_nothing_fills_is_named():
    with pytest.raises(ConfigError, match=r"nothing fills \{whole\} in 'It costs \{whole\}"):
        filled("It costs {whole} a head.", given("bulk-dates", [MARCH]))
    assert named("{a} and {b} and {a}") == {"a", "b"} and named("none") == set()


def test_nothing_found_is_said():
    with pytest.raises(ConfigError, match="nothing was found for 'growth'"):
        given("growth", [])


def test_units_are_of_patterns_that_exist():
    assert set(UNITS) <= set(PATTERNS)
    assert {unit for units in UNITS.values() for unit in units.values()} <= {
        "share", "change", "count", "whole", "money", "days", "points", "ratio",
    }  # fmt: skip
