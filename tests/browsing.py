"""What tests ask of a page in a real browser: what it says, asks for, how wide it is, and what axe-core finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

#: As in ``tests/run/test_browser.py``: nothing of the browser's own goes out.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
#: What WCAG 2.2 AA asks for.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@contextmanager
def opened(browser: Browser, path: Path | str, *, viewport: dict[str, int] | None = None) -> Iterator[Page]:
    """A file in a window of its own. ``page.said`` and ``page.asked`` collect messages and requests beyond the file.

    Its policy does not bind what a test puts in; what the page itself may do is tested with ``strict``.
    """
    with _window(browser, viewport, bypass_csp=True) as page:
        page.goto(_address(path), wait_until="load")
        yield page


@contextmanager
def strict(browser: Browser, path: Path | str, *, viewport: dict[str, int] | None = None) -> Iterator[Page]:
    """The same under the page's own policy."""
    with _window(browser, viewport, bypass_csp=False) as page:
        page.goto(_address(path), wait_until="load")
        yield page


@contextmanager
def _window(browser: Browser, viewport: dict[str, int] | None, *, bypass_csp: bool) -> Iterator[Page]:
    context = browser.new_context(viewport=viewport or DESK, bypass_csp=bypass_csp)
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    try:
        yield page
    finally:
        context.close()


def _address(path: Path | str) -> str:
    return path if isinstance(path, str) else path.resolve().as_uri()


def beyond_disk(page: Page) -> list[str]:
    """Every request that did not stay on the disk."""
    return [url for url in page.asked if not url.startswith(("file:", "data:"))]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 where nothing scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def axe(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA: rule, element and why, one line each."""
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, preload: false})",
        RULES,
    )
    return [
        f"{broken['id']}: {node['target'][0]}: {' '.join(node['failureSummary'].split())}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def paper(page: Page) -> int:
    """How many A4 pages it prints on."""
    made = page.pdf(prefer_css_page_size=True, format="A4", print_background=True)
    return made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") + made.count(b"/Type /Page/")
