"""The site of a playbook, opened from disk: it finds, it keeps to itself, and text stays text."""

import hashlib
import json
import logging
import re
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docutils.parsers.rst import roles

from browsing import PHONE, axe, beyond_disk, opened, paper, sideways, strict
from helpers.agreements import Agreements, Sla
from helpers.catalog import catalog
from helpers.errors import WriteError
from helpers.pages import IDS, SECTIONS, shipped, source
from helpers.periods import Period
from helpers.playbook.latest import Figure
from helpers.playbook.site import build_site
from helpers.words import Words

from .tiny import client

LANGUAGES = ("en", "es")
ACTIVE = {"monthly-review", "sla", "ideal-customer"}
each = pytest.mark.parametrize("lang", LANGUAGES)
debian = pytest.mark.debian


def shelf(lang: str) -> dict[str, str]:
    return {id: source(id, lang) for id in IDS}


def built(folder: Path, pages: dict[str, str], *, lang: str = "en", **who) -> tuple[Path, list[str]]:
    """The folder of a site, and what was said while it was made."""
    said: list[str] = []
    index = build_site(pages, client=client(lang=lang, **who), out=folder / "playbook" / lang, tell=said.append)
    assert index == folder / "playbook" / lang / "index.html"
    return index.parent, said


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> dict[str, Path]:
    """The whole playbook of a client, in both languages; not to be changed."""
    folder = tmp_path_factory.mktemp("build")
    made = {lang: built(folder, shelf(lang), lang=lang, client="Núñez & Cía <i>") for lang in LANGUAGES}
    assert [said for _, said in made.values()] == [[], []]
    return {lang: site for lang, (site, _) in made.items()}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def digests(site: Path) -> dict[str, str]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


# -- what it consists of -----------------------------------------------------------------------------------------------


@each
def test_every_page_has_its_file_its_card_and_the_same_anchors_in_either_language(sites, lang):
    for id in IDS:
        page = text(sites[lang] / f"{id}.html")
        anchors = re.findall(r'<section id="([^"]+)">\n<h2>', page)
        assert anchors == list(SECTIONS), id
        assert f'href="cards/{id}.html"' in page and (sites[lang] / "cards" / f"{id}.html").is_file()
    assert {path.name for path in (sites[lang] / "forms").iterdir()} == {"sla.html", "consent.html"}
    assert (sites[lang] / "calendar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@each
def test_links_lead_to_files_and_anchors_that_are_there(sites, lang):
    site, missing = sites[lang], []
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text(path))) for path in site.rglob("*.html")}
    for path in ids:
        for href in re.findall(r'<a [^>]*?href="([^"]+)"', text(path)):
            if re.match(r"https?:|mailto:", href):
                continue
            name, _, anchor = href.partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.is_file() or (anchor and anchor not in ids.get(target, set())):
                missing.append(f"{path.name}: {href}")
    assert missing == []


@each
def test_the_same_pages_give_the_same_bytes_and_nothing_else_lies_there(sites, tmp_path, lang):
    again, _ = built(tmp_path, shelf(lang), lang=lang, client="Núñez & Cía <i>")
    assert digests(again) == digests(sites[lang])
    names = {path.relative_to(again).parts[0] for path in again.rglob("*") if path.suffix != ".html"}
    assert names == {"_static", "cards", "forms", "calendar.ics", "searchindex.js"}
    assert [path.name for path in tmp_path.rglob(".*")] == []
    everything = "".join(text(path) for path in again.rglob("*.html"))
    assert str(tmp_path) not in everything and "sphinx-doc" not in everything and str(date.today()) not in everything


def test_the_first_page_shows_what_is_in_use_and_what_waits_for_which_sign(sites):
    index, pages = text(sites["es"] / "index.html"), shipped("es")
    in_use, _, waiting = index.partition('id="waiting"')
    for id, page in pages.items():
        if id in ACTIVE:
            assert f'<h3><a href="{id}.html">{page.front.title}</a></h3>' in in_use and page.front.sign not in index
        else:
            assert f"<dd>{page.front.sign}</dd>" in waiting, id
    assert "<strong>Martes, 8 de diciembre de 2026, a las 9:30</strong>" in in_use.replace("martes", "Martes")
    assert "Preside marketing." in in_use
    assert 'href="calendar.ics"' in index and "acme/playbook/es/" in waiting


def test_a_page_that_waits_says_so_with_its_sign_and_one_in_use_says_when_it_is_next(sites):
    sign = shipped("en")["stages"].front.sign
    stages, review = text(sites["en"] / "stages.html"), text(sites["en"] / "monthly-review.html")
    assert f"<dt>What calls for it</dt><dd>{sign}</dd>" in stages and '<span class="off">waiting</span>' in stages
    assert "Next time" not in stages and "What calls for it" not in review
    assert "<dt>Next time</dt><dd>Tuesday, 8 December 2026 at 9:30</dd>" in review


@each
def test_metrics_have_a_place_where_the_catalogue_says_what_they_are(sites, lang):
    page = text(sites[lang] / "shared-metrics.html")
    assert sorted(re.findall(r'<section id="metric-([^"]+)">', page)) == sorted(catalog()) and "&lt;a id" not in page
    assert "metric-" not in "".join(json.loads(text(sites[lang] / "searchindex.js")[16:-1])["alltitles"])


class Review:
    """A review that knows two numbers."""

    period = Period.parse("2026-09")

    def numbers(self, metrics):
        known = {"decisions_on_time": "80%", "mql_to_customer": "<b>18%"}
        return [Figure(metric, known[metric], "no clear change") for metric in metrics if metric in known]

    def report(self, lang):
        return None


def test_a_page_shows_its_numbers_and_leads_to_the_report_and_to_their_definitions(tmp_path):
    someone = replace(client(), latest=Review(), folder=tmp_path)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "latest.en.html").write_text('<div id="metric-decisions_on_time">', encoding="utf-8")
    pages = {"monthly-review": source("monthly-review", "en"), "sla": source("sla", "en")}
    pages["shared-metrics"] = '## Purpose\n\n<a id="metric-mql_to_customer"></a>here\n'
    index = build_site(pages, client=someone, out=tmp_path / "build" / "playbook" / "en")
    page = text(index.parent / "monthly-review.html")
    assert '<a href="shared-metrics.html#metric-mql_to_customer">mql_to_customer</a></th><td>&lt;b&gt;18%</td>' in page
    assert '<a href="../../latest.en.html#metric-decisions_on_time">' in page
    assert '<a href="../../latest.en.html">The whole report of September 2026</a>' in page
    assert '<a href="../../latest.en.html">The latest report</a>' in text(index)
    assert "In numbers" not in text(index.parent / "sla.html")
    (tmp_path / "build" / "latest.en.html").unlink()
    alone = build_site(pages, client=someone, out=tmp_path / "build" / "playbook" / "en")
    assert "In numbers" in text(alone.parent / "monthly-review.html")
    assert "../../" not in "".join(text(path) for path in alone.parent.glob("*.html"))


# -- what people break -------------------------------------------------------------------------------------------------

PLANTED = """
<script>document.title = "taken"</script> and <img src=x onerror="document.title='taken'">

<div onclick="document.title='taken'">a block</div>

[a](javascript:document.title=1) [b](vbscript:x) [c](data:text/html,x) [d](../../secret.md) [e](file:///etc/passwd)
![pixel](https://tracker.example/x.png)

```{raw} html
<script>document.title = "taken"</script>
```

```{include} /etc/passwd
```

{raw-html}`<b onclick=x>` and [f](nowhere.md#purpose)

#### <img src=x onerror=taken()> planted heading that is long enough to be found by its own words
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Path:
    page = source("monthly-review", "en").replace("## Roles", f"{PLANTED}\n## Roles")
    page = page.replace("title: Monthly joint review", "title: 'Review <script>document.title = 1</script>'")
    sla = Sla.model_validate({"marketing": [{"what": "<script>document.title = 'taken'</script>"}],
                              "signed": {"sales": "<img src=x onerror=alert(1)>"}})  # fmt: skip
    pages = {"monthly-review": page, "sla": source("sla", "en")}
    return built(tmp_path_factory.mktemp("planted"), pages, agreements=Agreements(sla=sla))[0]


def test_markup_in_a_page_or_a_form_is_shown_as_text(planted):
    for path in [*planted.glob("*.html"), *planted.glob("*/*.html")]:
        inside = re.sub(r'<script src="[^"]+"></script>', "", text(path))
        assert "<script" not in inside and "<img" not in inside, path.name
        assert not re.search(r"<[^>]+\son\w+=", inside) and "root:" not in inside, path.name
        assert not re.search(r'(href|src)="(?!https://tracker)[a-z]*:', inside.replace("https:", "https:")), path.name
    page = text(planted / "monthly-review.html")
    assert "&lt;script&gt;document.title" in page and "{raw-html}" in page
    assert re.search(r"\[a\]\(javascript:", page) and "d" in page and ">e</a>" not in page and ">f</a>" not in page


@debian
def test_nothing_planted_runs_not_even_from_the_search(planted, browser):
    for name in ("monthly-review.html", "cards/monthly-review.html", "forms/sla.html", "index.html"):
        with opened(browser, planted / name) as page:
            assert "taken" not in page.title() and page.said == []
            assert beyond_disk(page) == []
    with strict(
        browser,
        f"{(planted / 'search.html').as_uri()}?q=planted+heading+that+is+long+enough+to+be+found+by+its+own+words",
    ) as page:
        page.wait_for_selector("ul.search li")
        assert "planted heading" in page.inner_text("ul.search") and page.query_selector("ul.search img") is None
        assert page.said == [] and "taken" not in page.title()


def test_a_page_in_no_shape_is_shown_as_far_as_it_can_be_read(tmp_path):
    good = source("sla", "en")
    pages = {
        "sla": good.replace("## Agenda", "## Something else").replace("title: ", "title: Our own "),
        "stages": "no front matter\n\n| a | b\n|---\n\n[broken](\n\n**open",
        "content": "---\ntitle: [\n---\n\n## Purpose\n\nWords that stay.\n",
        "messages": "",
    }
    site, said = built(tmp_path, pages)
    assert "Our own" in text(site / "sla.html") and "Something else" in text(site / "sla.html")
    assert "no front matter" in text(site / "stages.html") and shipped("en")["stages"].front.title in text(
        site / "stages.html"
    )
    assert "Words that stay." in text(site / "content.html") and "title: [" not in text(site / "content.html")
    assert [path.name for path in (site / "cards").glob("*")] == [] and said == []


def test_what_sphinx_complains_of_is_told_by_page_and_line(tmp_path):
    page = source("sla", "en").replace("## Roles", "##### deep\n\n## Roles")
    _, said = built(tmp_path, {"sla": page})
    assert len(said) == 1 and re.match(r"sla\.md:\d+: WARNING: ", said[0])


def test_a_link_to_a_page_the_client_does_not_have_is_text(tmp_path):
    page = source("sla", "en").replace("## Roles", "[here](stages.md#agenda), [not here](forecast.md)\n\n## Roles")
    site, _ = built(tmp_path, {"sla": page, "stages": source("stages", "en")})
    assert 'href="stages.html#agenda">here</a>, not here</p>' in text(site / "sla.html")


def test_nothing_is_replaced_where_the_disk_refuses(tmp_path, monkeypatch):
    site, _ = built(tmp_path, {"sla": source("sla", "en")})
    before = digests(site)
    monkeypatch.setattr("helpers.playbook.site.calendar", lambda *_: (_ for _ in ()).throw(WriteError("full")))
    with pytest.raises(WriteError):
        built(tmp_path, {"stages": source("stages", "en")})
    assert digests(site) == before and [path.name for path in site.parent.iterdir()] == ["en"]


def test_the_process_is_as_it_was_before(tmp_path, capsys):
    def state():
        log = logging.getLogger("sphinx")
        return (list(log.handlers), log.level, log.propagate, dict(roles._roles), list(warnings.filters),
                list(logging.getLogger().handlers))  # fmt: skip

    built(tmp_path / "warm", {"sla": source("sla", "es")}, lang="es")
    before = state()
    built(tmp_path, {"sla": source("sla", "es")}, lang="es")
    assert state() == before
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


# -- in a browser ------------------------------------------------------------------------------------------------------


@debian
@each
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_pages_are_silent_alone_accessible_and_narrow_enough(sites, browser, lang, viewport):
    names = ["index.html", "monthly-review.html", "your-context.html", "search.html", "cards/sla.html",
             "forms/sla.html", "forms/consent.html"]  # fmt: skip
    for name in names:
        with strict(browser, sites[lang] / name, viewport=viewport) as page:
            assert page.said == [] and beyond_disk(page) == [], name
        with opened(browser, sites[lang] / name, viewport=viewport) as page:
            assert sideways(page) == 0, name
            assert axe(page) == [], name


@debian
@pytest.mark.parametrize(
    ("lang", "asked", "found"),
    [("en", "discounts", "messages.html"), ("es", "descuentos", "messages.html"), ("es", "acuerdos", "sla.html")],
)
def test_the_search_finds_a_page_by_another_form_of_a_word(sites, browser, lang, asked, found):
    with strict(browser, sites[lang] / "index.html") as page:
        page.fill("#find", asked)
        page.press("#find", "Enter")
        page.wait_for_selector("ul.search li")
        page.wait_for_function("document.querySelector('.search-summary').innerText != ''")
        hrefs = [link.get_attribute("href").split("#")[0] for link in page.query_selector_all("ul.search a")]
        assert found in hrefs and page.said == [] and beyond_disk(page) == []
    with opened(browser, f"{(sites[lang] / 'search.html').as_uri()}?q={asked}") as page:
        page.wait_for_selector("ul.search li")
        assert axe(page) == [] and sideways(page) == 0


@debian
@each
def test_a_search_without_result_says_so_in_the_clients_language(sites, browser, lang):
    with strict(browser, f"{(sites[lang] / 'search.html').as_uri()}?q=xyzzy") as page:
        page.wait_for_function("document.querySelector('.search-summary').innerText != ''")
        said = page.inner_text(".search-summary")
    assert said == Words(lang).say("No page holds all these words. Fewer words find more.")
    assert said.startswith({"en": "No page", "es": "Ninguna página"}[lang])


@debian
def test_on_a_phone_the_list_of_pages_folds_and_opens_from_the_keyboard(sites, browser):
    with strict(browser, sites["en"] / "sla.html", viewport=PHONE) as page:
        assert not page.is_visible("nav a")
        page.focus(".menu > summary")
        page.keyboard.press("Enter")
        assert page.is_visible("nav a[aria-current=page]")
    with strict(browser, sites["en"] / "sla.html") as page:
        assert page.is_visible("nav a") and not page.is_visible(".menu > summary")


@debian
def test_a_page_prints_without_what_is_only_for_the_screen(sites, browser):
    with opened(browser, sites["en"] / "monthly-review.html") as page:
        page.emulate_media(media="print")
        shown = [page.is_visible(part) for part in ("header form", ".menu", ".tools", "footer", "h1", ".facts")]
        assert shown == [False, False, False, False, True, True]
        assert 1 < paper(page) <= 3


@debian
def test_the_tests_would_notice(browser, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("<!DOCTYPE html><img src='http://127.0.0.1:9/x.png'><p style='width:900px;color:#ccc'>pale</p>"
                   "<script>console.error('heard')</script>")  # fmt: skip
    with opened(browser, bad, viewport=PHONE) as page:
        assert "heard" in page.said and beyond_disk(page) == ["http://127.0.0.1:9/x.png"]
        assert sideways(page) > 400
        assert {line.split(":")[0] for line in axe(page)} >= {"image-alt", "color-contrast", "html-has-lang"}
