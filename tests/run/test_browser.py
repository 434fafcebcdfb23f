"""The report in a real browser, opened from disk: silent, alone, narrow enough, and its first screen on one page."""

import html
import json
import re
import subprocess
from pathlib import Path

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
    log = tmp_path / "net.json"
    page = report(reviewed, name, lang).as_uri()
    _, said = chromium("--enable-logging=stderr", "--v=0", f"--log-net-log={log}", "--dump-dom", page)
    assert re.findall(r"CONSOLE.*", said) == []
    addresses = set(re.findall(r'"url":"([^"]+)"', log.read_text(encoding="utf-8", errors="replace")))
    assert {a for a in addresses if not a.startswith(("file:", "data:", "chrome:", "about:"))} == set()


def test_the_log_of_requests_would_show_one(chromium, tmp_path):
    log, page = tmp_path / "net.json", tmp_path / "page.html"
    page.write_text("<img src='http://127.0.0.1:9/x.png'><script>console.error('heard')</script>")
    _, said = chromium("--enable-logging=stderr", "--v=0", f"--log-net-log={log}", "--dump-dom", page.as_uri())
    assert "heard" in said
    assert "http://127.0.0.1:9/x.png" in log.read_text(encoding="utf-8", errors="replace")


@each
def test_a_phone_never_scrolls_sideways(reviewed, chromium, tmp_path, name, lang):
    page = html.escape(report(reviewed, name, lang).read_text(encoding="utf-8"))
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<iframe id="f" style="width:{PHONE}px;height:844px;border:0" srcdoc="{page}"></iframe>'
        '<output id="o"></output>'
        "<script>f.onload = () => {const d = f.contentDocument.documentElement;"
        "o.textContent = JSON.stringify([d.clientWidth, d.scrollWidth, d.scrollHeight])}</script>",
        encoding="utf-8",
    )
    shown, _ = chromium("--dump-dom", frame.as_uri())
    found = re.search(r'<output id="o">(\[[^<]+\])</output>', shown)
    assert found
    visible, needed, height = json.loads(found[1])
    assert visible <= PHONE < height
    assert needed <= visible


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
