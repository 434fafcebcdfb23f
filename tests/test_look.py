"""A client's look: contrast by hand, every colour readable, and a logo that is a picture in the client's folder."""

from __future__ import annotations

import colorsys
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpers.engagement import Brand
from helpers.errors import ConfigError
from helpers.look import PLAIN, Look, look_of
from helpers.look.colours import contrast, luminance

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def worn(folder: Path, *, logo: str = "", colour: str = "") -> tuple[Look, tuple[str, ...]]:
    return look_of(folder, Brand(logo=logo, colour=colour))


def picture(kind: str = "PNG", size: tuple[int, int] = (12, 8)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#e4572e").save(made, kind)
    return made.getvalue()


def refused(folder: Path, name: str = "logo.png", content: bytes | None = None) -> str:
    """The one line by which a logo is refused."""
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(ConfigError) as error:
        worn(folder, logo=name)
    line = str(error.value)
    assert "\n" not in line and line.startswith("engagement.yml, brand.logo") and error.value.do
    assert str(folder) not in line
    return line


# -- colours -----------------------------------------------------------------------------------------------------------


def test_contrast_by_hand() -> None:
    # Of #ff0000 only red counts, whole: 0.2126. Contrast with white: 1.05 / (0.2126 + 0.05) = 3.998.
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(1.05 / 0.2626)
    # 0x77 is 119 / 255 = 0.46667; ((0.46667 + 0.055) / 1.055) ** 2.4 = 0.18447; 1.05 / 0.23447 = 4.478.
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    # 10 / 255 = 0.03922 lies under 0.04045: divided by 12.92 it is 0.0030353.
    assert luminance("#0a0a0a") == pytest.approx(0.0030353, abs=1e-7)
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#b4bdc6", "#b4bdc6") == 1


def test_the_kit_s_own_look_passes_what_it_asks_of_others() -> None:
    assert contrast(PLAIN.ink, "#ffffff") >= 4.5 and contrast(PLAIN.actual, "#ffffff") >= 4.5
    assert contrast(PLAIN.ink, PLAIN.band) >= 4.5 and contrast(PLAIN.actual, PLAIN.band) >= 3
    assert contrast(PLAIN.band, PLAIN.prior) >= 1.3


def test_without_a_brand_the_look_is_the_kit_s_own(tmp_path: Path) -> None:
    assert worn(tmp_path) == (PLAIN, ())


def test_a_colour_that_can_be_read_is_used_as_it_is(tmp_path: Path) -> None:
    look, remarks = worn(tmp_path, colour="#7A2048")
    assert look.actual == "#7a2048" and remarks == ()
    assert look.prior == PLAIN.prior and look.ink == PLAIN.ink


@pytest.mark.parametrize(
    ("colour", "used", "remark"),
    [
        # From lightness 0.50 to 0.27: red 2 × 0.27 × 255 = 137.7, green 137.7 × 212 / 255 = 114.5; at 0.28 still 4.4.
        ("#ffd400", "#8a7200", "#ffd400 has 1.4 to 1 on white; #8a7200 is used"),
        ("#e4572e", "#d3451b", "#e4572e has 3.6 to 1 on white; #d3451b is used"),
        # 3.998: not rounded up to what it misses.
        ("#ff0000", "#eb0000", "#ff0000 has 3.9 to 1 on white; #eb0000 is used"),
    ],
)
def test_a_pale_colour_is_darkened_and_said_to_be(colour: str, used: str, remark: str, tmp_path: Path) -> None:
    look, remarks = worn(tmp_path, colour=colour)
    assert (look.actual, remarks) == (used, (remark,))


def test_a_grey_stands_apart_from_the_prior_period_and_is_said_to_be_one(tmp_path: Path) -> None:
    look, remarks = worn(tmp_path, colour="#707070")
    assert contrast(look.actual, look.prior) >= 3 > contrast("#707070", look.prior)
    assert remarks[0] == f"#707070 has 2.6 to 1 beside the grey of the prior period; {look.actual} is used"
    assert remarks[1] == "#707070 is a grey, as the prior period is: they differ by lightness alone"


def test_black_and_white_end(tmp_path: Path) -> None:
    black, white = worn(tmp_path, colour="#000000")[0], worn(tmp_path, colour="#ffffff")[0]
    assert black.actual == "#000000"
    assert contrast(white.actual, "#ffffff") >= 4.5


@given(COLOURS)
def test_every_colour_gives_a_look_whose_pairs_pass(colour: str) -> None:
    look, remarks = look_of(Path(), Brand(colour=colour))
    assert contrast(look.actual, "#ffffff") >= 4.5
    assert contrast(look.ink, look.band) >= 4.5
    assert contrast(look.actual, look.band) >= 3
    assert contrast(look.band, look.prior) >= 1.3
    assert contrast(look.actual, look.prior) >= 2.3
    assert (look.actual == colour) or any(f"{look.actual} is used" in remark for remark in remarks)


@given(COLOURS)
def test_hue_is_kept(colour: str) -> None:
    used = look_of(Path(), Brand(colour=colour))[0].actual
    before, after = ([int(each[at : at + 2], 16) / 255 for at in (1, 3, 5)] for each in (colour, used))
    if max(before) - min(before) > 0.2 and max(after) - min(after) > 0.2:
        turn = abs(colorsys.rgb_to_hls(*before)[0] - colorsys.rgb_to_hls(*after)[0])
        assert min(turn, 1 - turn) < 0.012


@given(COLOURS)
def test_what_was_made_readable_is_left_alone(colour: str) -> None:
    used = look_of(Path(), Brand(colour=colour))[0].actual
    assert look_of(Path(), Brand(colour=used))[0].actual == used


# -- logos -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "told"), [("PNG", "png"), ("JPEG", "jpeg")])
def test_a_picture_is_known_by_its_content(kind: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "logo.txt").write_bytes(picture(kind))
    look, _ = worn(tmp_path, logo="logo.txt")
    assert (look.logo, look.logo_kind) == (picture(kind), told)


def test_a_logo_may_lie_in_a_folder_of_the_client(tmp_path: Path) -> None:
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "logo.png").write_bytes(picture())
    (tmp_path / "link.png").symlink_to(tmp_path / "brand" / "logo.png")
    assert worn(tmp_path, logo="brand/logo.png")[0].logo == worn(tmp_path, logo="link.png")[0].logo == picture()


@pytest.mark.parametrize(
    "name", ["../logo.png", "a/../../logo.png", "/etc/hostname", "C:\\logo.png", "\\\\server\\logo.png", "..\\logo.png"]
)
def test_no_way_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "client"
    inside.mkdir()
    (tmp_path / "logo.png").write_bytes(picture())
    assert "leads out of the engagement's folder" in refused(inside, name)


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "client"
    inside.mkdir()
    (tmp_path / "logo.png").write_bytes(picture())
    (inside / "logo.png").symlink_to(tmp_path / "logo.png")
    (inside / "folder").symlink_to(tmp_path)
    (inside / "circle.png").symlink_to(inside / "circle.png")
    assert "leads out" in refused(inside) and "leads out" in refused(inside, "folder/logo.png")
    assert refused(inside, "circle.png")


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (None, "there is no file logo.png"),
        (b"", "is no picture"),
        (b"GIF89a" + bytes(40), "is no picture"),
        (b"<html><body>hello</body></html>", "is no picture"),
        (b"%PDF-1.7", "is no picture"),
        (picture()[:45], "is a broken PNG file"),
        (picture("JPEG")[:300], "is a broken JPEG file"),
        (picture() + bytes(1024 * 1024), "has more than 1 MB"),
        (picture(size=(5000, 4000)), "has 5000 × 4000 pixels"),
    ],
)
def test_what_is_no_logo_is_refused_in_one_line(content: bytes | None, because: str, tmp_path: Path) -> None:
    assert because in refused(tmp_path, content=content)


def test_a_folder_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.png").mkdir()
    assert "there is no file" in refused(tmp_path)


# -- drawings ----------------------------------------------------------------------------------------------------------


def test_a_drawing_is_cleaned_of_the_notes_of_its_program(tmp_path: Path) -> None:
    inside = (
        '<!-- made by a program --><metadata>who and when</metadata><tool:page xmlns:tool="urn:x" onload="f()"/>'
        '<g tool:label="x" xmlns:tool="urn:x"><path d="M0 0h9v9z" style="fill:url( \'#a\')"/></g>'
        '<defs><linearGradient id="a"/></defs><use xlink:href="#b"/><circle id="b" r="2"/>'
    )
    head = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">\n'
    (tmp_path / "logo").write_text(head + SVG.format(inside), encoding="utf-8")
    look, _ = worn(tmp_path, logo="logo")
    kept = look.logo.decode("utf-8")
    assert look.logo_kind == "svg"
    assert 'd="M0 0h9v9z"' in kept and 'href="#b"' in kept and "linearGradient" in kept
    assert not [
        word for word in ("program", "who and when", "tool", "onload", "DOCTYPE", "w3.org/svg11") if word in kept
    ]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<g><script href="#a"/></g>',
        '<path d="M0 0" onclick="f()"/>',
        '<path d="M0 0" ONLOAD="f()"/>',
        "<foreignObject><p>text</p></foreignObject>",
        '<image href="https://x.test/a.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<use href="https://x.test/a.svg#b"/>',
        '<use xlink:href="other.svg#b"/>',
        '<a href="javascript:f()"><path d="M0 0"/></a>',
        '<path style="fill: url(https://x.test/a.svg#b)"/>',
        "<path style=\"fill: url(  'https://x.test')\"/>",
        '<path fill="url(file:///etc/passwd)"/>',
        "<style>@import 'https://x.test/a.css';</style>",
        "<style>path{fill:ur\\6c(https://x.test)}</style>",
        '<animate attributeName="href" to="https://x.test"/>',
        '<set attributeName="href" to="#b"/>',
        "<iframe/>",
        '<g xml:base="https://x.test/"/>',
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"/><use href="#a"/>',
        "<g>" * 100 + "</g>" * 100,
        "<g>",
    ],
)
def test_a_drawing_that_acts_or_loads_is_refused(inside: str, tmp_path: Path) -> None:
    line = refused(tmp_path, "logo.svg", SVG.format(inside).encode("utf-8"))
    assert "this SVG" in line and "x.test" not in line


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<text>&a;</text>"),
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("<text>&a;</text>"),
        '<?xml version="1.0"?>' + SVG.format("").replace("2000/svg", "2001/svg"),
        "<p>not <svg</p>",
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    ],
)  # fmt: skip
def test_a_file_that_only_looks_like_a_drawing_is_refused(text: str, tmp_path: Path) -> None:
    assert "this SVG" in refused(tmp_path, "logo.svg", text.encode("utf-8"))


def test_a_deep_drawing_ends_in_one_line(tmp_path: Path) -> None:
    assert "nested" in refused(tmp_path, "logo.svg", SVG.format("<g>" * 50_000 + "</g>" * 50_000).encode())


def test_a_drawing_may_be_written_in_utf_16(tmp_path: Path) -> None:
    text = SVG.format("<title>Año</title>")
    (tmp_path / "logo.svg").write_bytes(('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16"))
    assert "Año" in worn(tmp_path, logo="logo.svg")[0].logo.decode("utf-8")
