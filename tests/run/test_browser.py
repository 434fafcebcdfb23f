"""The report in a real browser, opened from disk: silent, alone, narrow enough, and its first screen on one page."""

import html
import json
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from browsing import axe, opened
from helpers.report.html import render
from helpers.report.model import Column, Explorer, Group, Heading, Item, Report

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


@each
def test_axe_finds_nothing_against_wcag(reviewed, browser, name, lang):
    with opened(browser, report(reviewed, name, lang)) as page:
        assert axe(page) == []


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


def explored(lang: str = "en") -> str:
    """A page with rows to search and to sort: two channels, one of them with two campaigns, a row without an amount."""
    columns = (Column(title="Deal", kind="text"), Column(title="Outcome", kind="text"), Column(title="Amount"))

    def row(name: str, amount: float | None) -> tuple[Item, ...]:
        return (
            Item(text=name),
            Item(text="won"),
            Item(text="–" if amount is None else f"€{amount:,.0f}", order=amount),
        )

    spring, autumn = (Group(title=name, rows=(row(name[:1] + "1", 5.0),)) for name in ("Año nuevo", "Otoño"))
    calls = Group(title="Calls", rows=(row("D10", 900.0), row("D9", 1000.0), row("D8", None), row("D7", 20.0)))
    groups = (Group(title="Events", groups=(spring, autumn)), calls, Group(title="Fairs"))
    explorer = Explorer(anchor="x", caption="Deals", columns=columns, groups=groups)
    head = Heading(level=2, text="Deals", anchor="deals")
    report = Report(client="c", period=PERIOD, period_text="p", lang=lang, as_of="", as_of_text="", title="t",
                    blocks=(head, explorer), version="0")  # fmt: skip
    return render(report)


def asked(chromium, page: str, folder: Path, script: str) -> Any:
    """What ``script`` answers inside the page, asked from outside it: ``d`` is its document, ``w`` its window."""
    frame = folder / "frame.html"
    frame.write_text(
        f'<iframe id="f" style="width:900px;height:844px;border:0" srcdoc="{html.escape(page)}"></iframe>'
        '<output id="o"></output><script>f.onload = () => {const w = f.contentWindow, d = w.document;'
        "const all = (query) => [...d.querySelectorAll(query)];"
        "const shown = () => all('tbody tr').filter((row) => !row.hidden).map((row) => row.cells[0].textContent);"
        "const open = () => all('details').map((group) => group.open);"
        f"o.textContent = JSON.stringify((() => {{{script}}})())}}</script>",
        encoding="utf-8",
    )
    written, said = chromium("--enable-logging=stderr", "--v=0", "--dump-dom", frame.as_uri())
    assert re.findall(r"CONSOLE.*", said) == []
    found = re.search(r'<output id="o">([^<]+)</output>', written)
    assert found, written[-300:]
    return json.loads(html.unescape(found[1]))


def test_a_search_finds_rows_by_their_words_and_by_those_of_their_groups(chromium, tmp_path):
    script = """
    const input = d.querySelector("input"), told = () => d.querySelector("output").textContent;
    const look = (text) => { input.value = text; input.dispatchEvent(new w.Event("input")); return {
      rows: shown(), open: open(), told: told(), gone: all("details").filter((group) => group.hidden).length,
      bare: !d.querySelector(".group.bare").hidden}; };
    return [d.querySelector(".search").hidden, open(), look("OTONO won"), look("events"), look("fairs"),
            look("nothing"), look("")];
    """
    hidden, before, accents, group, bare, nothing, after = asked(chromium, explored(), tmp_path, script)
    assert hidden is False and before == [False] * 4
    assert accents == {"rows": ["O1"], "open": [True, False, True, False], "told": "1 of 6 rows", "gone": 2,
                       "bare": False}  # fmt: skip
    assert group["rows"] == ["A1", "O1"] and group["told"] == "2 of 6 rows"
    assert bare["rows"] == [] and bare["bare"] is True
    assert nothing["rows"] == [] and nothing["gone"] == 4 and nothing["told"] == "0 of 6 rows"
    assert after == {"rows": ["A1", "O1", "D10", "D9", "D8", "D7"], "open": before, "told": "", "gone": 0, "bare": True}


def test_a_column_sorts_by_size_and_by_alphabet_and_says_so(chromium, tmp_path):
    script = """
    all("details").forEach((group) => { group.open = true; });
    const table = all("table")[2], names = () => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent);
    const press = (at) => { const button = table.tHead.rows[0].cells[at].firstChild; button.focus(); button.click();
      return [names(), [...table.tHead.rows[0].cells].map((head) => head.ariaSort), d.activeElement === button]; };
    return [names(), press(2), press(2), press(0), press(0)];
    """
    given, most, least, up, down = asked(chromium, explored(), tmp_path, script)
    assert given == ["D10", "D9", "D8", "D7"]
    assert most == [["D9", "D10", "D7", "D8"], [None, None, "descending"], True]  # what has no amount comes last
    assert least == [["D7", "D10", "D9", "D8"], [None, None, "ascending"], True]
    assert up == [["D7", "D8", "D9", "D10"], ["ascending", None, None], True]  # 9 before 10
    assert down[0] == ["D10", "D9", "D8", "D7"] and down[1][0] == "descending"


def test_on_paper_every_group_stands_open_and_afterwards_as_before(chromium, tmp_path):
    script = """
    all("details")[3].open = true;
    const before = open(); w.dispatchEvent(new w.Event("beforeprint"));
    const during = open(); w.dispatchEvent(new w.Event("afterprint"));
    return [before, during, open()];
    """
    before, during, after = asked(chromium, explored("es"), tmp_path, script)
    assert before == after == [False, False, False, True] and during == [True] * 4


def test_rows_fit_a_phone(chromium, tmp_path):
    page = explored().replace("<details", "<details open")
    shape = seen(chromium, page, tmp_path)
    assert shape["needed"] <= shape["visible"] <= PHONE


def test_the_policy_lets_nothing_in_or_out(chromium, tmp_path):
    asked_for: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked_for.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Silent."""

    def opened(text: str) -> str:
        page = tmp_path / "planted.html"
        page.write_text(text, encoding="utf-8")
        written: str = chromium("--dump-dom", page.as_uri())[0]
        return written

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        image = f"<img src='http://127.0.0.1:{server.server_port}/x.png'>"
        page = explored().replace("<main", f"{image}<script>document.title = 'taken'</script><main", 1)
        assert "<title>taken" not in opened(page) and asked_for == []
        assert "<title>taken" in opened(re.sub(r"<meta http-equiv[^>]*>", "", page)) and asked_for == ["/x.png"]
        server.shutdown()
