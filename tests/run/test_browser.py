"""The report in a real browser, opened from disk: silent, alone, narrow enough, and its first screen on one page."""

import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .conftest import PERIOD, SAMPLES

pytestmark = pytest.mark.debian
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=4000",
)  # fmt: skip
#: The viewport of a small phone, in CSS pixels.
PHONE = 390

each = pytest.mark.parametrize(("name", "lang"), [(name, lang) for name in SAMPLES for lang in ("en", "es")])


def report(reviewed: dict[str, Path], name: str, lang: str) -> Path:
    return reviewed[name] / "build" / PERIOD / f"report.{lang}.html"


@pytest.fixture
def chromium(debian, scratch, tmp_path):
    """``chromium(*arguments)``: what it wrote to stdout and stderr."""
    command = debian("chromium", "chromium")

    def run(*arguments: str) -> tuple[str, str]:
        profile = f"--user-data-dir={scratch / tmp_path.name}"
        ran = subprocess.run(
            [command, *FLAGS, profile, *arguments], capture_output=True, text=True, timeout=120, check=True
        )
        return ran.stdout, ran.stderr

    return run


@each
def test_no_console_message_and_no_request(reviewed, chromium, tmp_path, name, lang):
    path = report(reviewed, name, lang)
    _, said = chromium("--enable-logging=stderr", "--v=0", "--dump-dom", path.as_uri())
    assert re.findall(r"CONSOLE.*", said) == []
    assert seen(chromium, path.read_text(encoding="utf-8"), tmp_path)["requests"] == []


def test_a_message_and_a_request_would_be_seen(chromium, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><img src='http://127.0.0.1:9/x.png'><script>console.error('heard')</script>")
    _, said = chromium("--enable-logging=stderr", "--v=0", "--dump-dom", page.as_uri())
    assert "heard" in said
    assert seen(chromium, page.read_text(), tmp_path)["requests"] == ["http://127.0.0.1:9/x.png"]


@each
def test_a_phone_never_scrolls_sideways(reviewed, chromium, tmp_path, name, lang):
    page = report(reviewed, name, lang).read_text(encoding="utf-8")
    shape = seen(chromium, page, tmp_path)
    assert shape["visible"] <= PHONE < shape["height"]
    assert shape["needed"] <= shape["visible"]
    assert seen(chromium, page.replace("<main", "<p style='width:500px'>x</p><main", 1), tmp_path)["needed"] >= 500


def seen(chromium, page: str, folder: Path) -> dict[str, Any]:
    """What a phone's worth of window knows of the page: its widths and height, and every request it made."""
    frame = folder / "frame.html"
    frame.write_text(
        f'<iframe id="f" style="width:{PHONE}px;height:844px;border:0" srcdoc="{html.escape(page)}"></iframe>'
        '<output id="o"></output><script>f.onload = () => {const w = f.contentWindow, d = w.document.documentElement;'
        "o.textContent = JSON.stringify({visible: d.clientWidth, needed: d.scrollWidth, height: d.scrollHeight,"
        "requests: w.performance.getEntriesByType('resource').map(entry => entry.name)})}</script>",
        encoding="utf-8",
    )
    shown, _ = chromium("--dump-dom", frame.as_uri())
    found = re.search(r'<output id="o">([^<]+)</output>', shown)
    assert found, shown[-300:]
    result: dict[str, Any] = json.loads(html.unescape(found[1]))
    return result


@each
def test_the_first_screen_prints_on_one_page(reviewed, chromium, tmp_path, name, lang):
    page = report(reviewed, name, lang).read_text(encoding="utf-8")
    alone = (
        "<style>@media print{.detail,footer{display:none!important}.sheet{break-after:auto!important}}</style></head>"
    )
    assert pages(chromium, page, tmp_path) > 3
    assert pages(chromium, page.replace("</head>", alone, 1), tmp_path) == 1


def pages(chromium, page: str, folder: Path) -> int:
    """How many A4 pages it prints on."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, encoding="utf-8")
    chromium("--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())
    return len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))
