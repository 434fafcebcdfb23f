"""Text is measured before it is set, so that none overflows; a drawing becomes a picture."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.look import PLAIN, Look
from helpers.report.slides.logo import picture
from helpers.report.slides.measure import clean, fits, height, shortened, width, wrapped

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#aa1122"/></svg>'


def test_widths_are_arials() -> None:
    # 'A' is 667 thousandths, 'é' as wide as 'e' (556); 3 % is added for doubt
    assert round(width("A", 10) / 1.03, 2) == 6.67
    assert width("é", 12) == width("e", 12)
    assert width("iiii", 12) < width("WWWW", 12) < width("WWWW", 12, bold=True) * 1.01


@settings(max_examples=60)
@given(st.text(alphabet="abc WÑé,.;()", max_size=200), st.integers(60, 400), st.integers(1, 3))
def test_lines_keep_to_their_room_and_nothing_is_lost(text: str, room: int, lines: int) -> None:
    text = clean(text)
    found = wrapped(text, 12, room)
    assert all(width(line, 12) <= room for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert height(text, 12, room) == len(found) * 12 * 1.2
    assert fits(shortened(text, 12, room, lines=lines), 12, room, lines=lines)


def test_sentences_end_at_a_stop_of_their_own() -> None:
    text = "Half of them wait two days (between 1 and 3 days); the rest wait for as long as it takes."
    assert shortened(text, 12, 170, lines=1) == "Half of them wait two days."
    assert shortened("One two three four five six seven", 12, 80, lines=1).endswith("…")


def test_what_no_document_can_hold_is_left_out() -> None:
    assert clean(" a\x00b\x0bc\td\ne\ud800 ") == "abc d e"


def test_a_drawn_logo_becomes_a_picture_and_others_stay() -> None:
    made = picture(Look(logo=SVG, logo_kind="svg"))
    assert made.startswith(b"\x89PNG") and made == picture(Look(logo=SVG, logo_kind="svg"))
    assert picture(Look(logo=b"\xff\xd8x", logo_kind="jpeg")) == b"\xff\xd8x"
    assert picture(PLAIN) == b""
