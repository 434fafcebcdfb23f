"""``00_start`` as a person meets it: in a real browser, from a new company to its report, in both languages."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from .clients import deals
from .lab import Lab, jupyter

pytestmark = pytest.mark.debian
_SECOND = 1000
#: A review starts six kernels; on a machine that does other things too, each takes its time.
_REVIEW, _STEP = 240 * _SECOND, 90 * _SECOND
#: What WCAG 2.2 AA asks for.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

SAID = {
    "en": {
        "language": "English", "name": "Name of the company", "make": "Make the folder of this company",
        "answers": ("Sales, deal by deal", "A salesperson, usually from the very beginning", "More than half",
                    "More than six months", "Fewer than a quarter", "One or two"),
        "context": "Context: Sales leads", "why": "Sales sets the price", "choose": "Choose files …",
        "read": "Read the files", "asks": "deals.csv: which comes first in the dates of “Created Date”?",
        "day-first": "Day first: 03/01/2025 is 3 January 2025", "keep": "Keep this answer and read on",
        "account": "Every row is accounted for", "on": "Go on", "month": "Month", "august": "August 2026",
        "review": "Make the review", "running": "Reading the files …", "next": "What to do next",
        "headline": "won €", "shared": "The five shared numbers",
    },
    "es": {
        "language": "Español", "name": "Nombre de la empresa", "make": "Crear la carpeta de esta empresa",
        "answers": ("Ventas, oportunidad por oportunidad", "Un comercial, casi siempre desde el principio",
                    "Más de la mitad", "Más de seis meses", "Menos de la cuarta parte", "Una o dos"),
        "context": "Contexto: Ventas lleva la iniciativa", "why": "Ventas fija el precio", "choose": "Elegir ficheros…",
        "read": "Leer los ficheros", "asks": "deals.csv: ¿qué va primero en las fechas de «Created Date»?",
        "day-first": "Primero el día: 03/01/2025 es 3 de enero de 2025",
        "keep": "Guardar la respuesta y seguir leyendo",
        "account": "Todas las filas tienen su sitio", "on": "Seguir", "month": "Mes", "august": "agosto de 2026",
        "review": "Hacer la revisión", "running": "Leyendo los ficheros…", "next": "Qué hacer ahora",
        "headline": "cerró", "shared": "Las cinco cifras compartidas",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def lab(scratch):
    with jupyter(scratch / "lab") as running:
        yield running


@pytest.fixture
def page(browser, lab: Lab, tmp_path, request):
    """A window on the notebook; whatever it asks of another machine fails the test, and so does an error it logs."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    window = context.new_page()
    window.set_default_timeout(_STEP)
    asked: list[str] = []
    said: list[str] = []
    window.on("request", lambda one: asked.append(one.url))
    window.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    window.on("pageerror", lambda error: said.append(str(error)))
    yield window
    window.screenshot(path=tmp_path / "last.png")
    context.close()
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:", "about:"))}
    assert hosts == {urlsplit(lab.address).netloc}
    assert said == [] and lab.outside == []


@cache
def axe_source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """What axe-core finds in the form; JupyterLab around it is another's."""
    page.evaluate(axe_source())
    found = page.evaluate(
        "rules => axe.run('.tandem-start', {runOnly: {type: 'tag', values: rules}, iframes: false})", _RULES
    )
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]


def opened(page: Any, lab: Lab) -> Any:
    """The form, after *Run → Run All Cells*."""
    page.goto(lab.url("/lab/tree/notebooks/00_start.ipynb"))
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    form = page.locator(".tandem-start")
    form.wait_for()
    return form


def press(form: Any, name: str) -> None:
    """A button, by keyboard."""
    button = form.get_by_role("button", name=name, exact=True)
    button.focus()
    button.press("Enter")


@pytest.mark.parametrize("lang", ["es", "en"])
def test_from_a_new_company_to_its_report(page, lab, tmp_path, lang):
    text = SAID[lang]
    client = {"en": "Acme Steel", "es": "Acería Ñandú"}[lang]
    form = opened(page, lab)

    form.get_by_role("button", name=text["language"], exact=True).click()
    form.get_by_label(text["name"], exact=True).fill(client)
    for place, answer in enumerate(text["answers"]):
        form.locator(".widget-radio").nth(place).get_by_label(answer, exact=True).check()
    form.get_by_text(text["context"]).wait_for()
    assert text["why"] in form.inner_text()
    assert violations(page) == []
    press(form, text["make"])

    upload = form.get_by_role("button", name=re.compile(re.escape(text["choose"])))
    (tmp_path / "deals.csv").write_text(deals(), encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        upload.click()
    chooser.value.set_files(tmp_path / "deals.csv")
    form.get_by_role("cell", name="deals.csv").wait_for()
    assert violations(page) == []
    press(form, text["read"])

    form.get_by_role("heading", name=text["asks"]).wait_for()
    assert form.locator("tbody tr").count() == 3
    assert violations(page) == []
    form.get_by_label(text["day-first"], exact=True).check()
    press(form, text["keep"])

    form.get_by_role("heading", name=text["account"]).wait_for()
    assert form.get_by_role("row", name=re.compile("deals.csv")).inner_text().split("\t")[1:4] == ["100", "100", "0"]
    press(form, text["on"])

    month = form.get_by_label(text["month"], exact=True)
    chosen = month.evaluate("list => list.selectedOptions[0].text")
    assert chosen.replace("\xa0", " ") == text["august"]
    assert violations(page) == []
    press(form, text["review"])
    form.get_by_role("listitem").filter(has_text=text["running"]).wait_for()

    form.locator("iframe").wait_for(timeout=_REVIEW)
    report = page.frame_locator("iframe.tandem-report")
    assert client in report.locator("h1").first.inner_text()
    assert (
        text["headline"] in report.locator("body").inner_text()
        and text["shared"] in report.locator("body").inner_text()
    )
    assert report.locator("html").get_attribute("lang") == lang
    assert form.get_by_role("heading", name=text["next"]).is_visible()
    assert violations(page) == []
    kept = [
        path.relative_to(lab.clients).as_posix() for path in lab.clients.glob(f"*/build/2026-08/report.{lang}.html")
    ]
    assert kept == [f"{'aceria-nandu' if lang == 'es' else 'acme-steel'}/build/2026-08/report.{lang}.html"]


def test_what_leaves_the_machine_would_be_seen(lab):
    """The trap catches what a process of the lab asks of another machine."""
    import urllib.request

    from .lab import _trap

    caught: list[str] = []
    with _trap(caught) as proxy:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy}))
        with pytest.raises(OSError):
            opener.open("http://example.invalid/x", timeout=10)
    assert caught == ["GET http://example.invalid/x HTTP/1.1"] and lab.outside == []


def test_large_files_pass_the_socket():
    """JupyterLab cuts messages off at ten megabytes unless told otherwise."""
    settings = (Path(__file__).parents[2] / "notebooks" / ".jupyter" / "jupyter_server_config.json").read_text("utf-8")
    found = re.search(r'"websocket_max_message_size": (\d+)', settings)
    assert found and int(found[1]) >= 500_000_000
