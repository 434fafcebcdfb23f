"""What stands around the text of a page: what kind it is, its facts, its numbers, and the first page of the site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from helpers.playbook.client import Client
from helpers.playbook.latest import Figure
from helpers.playbook.markup import filled
from helpers.playbook.plain import stopped
from helpers.playbook.printed.catalogue import OWNERS
from helpers.playbook.prose import ANCHOR, html
from helpers.playbook.schedule import chair, next_days
from helpers.playbook.sheets import Sheet
from helpers.words import LANGUAGES, base, msg

#: Kinds of pages in the order in which they are listed.
KINDS = {
    "start": msg("To begin with"), "ritual": msg("Rituals"), "agreement": msg("Agreements"),
    "document": msg("Documents"), "practice": msg("Practices"),
}  # fmt: skip
_KIND = {
    "start": msg("Beginning"), "ritual": msg("Ritual"), "agreement": msg("Agreement"), "document": msg("Document"),
    "practice": msg("Practice"),
}  # fmt: skip
_CHAIRS = {"marketing": msg("Marketing has the chair."), "sales": msg("Sales has the chair.")}
#: Figures a page shows at most.
_MOST = 4


def kicker(sheet: Sheet, client: Client) -> Markup:
    """The line above the title: what kind of page it is and whether it is in use."""
    return filled("head.html.j2", say=client.say, kind=client.say(_KIND[sheet.front.kind]), active=sheet.active)


def facts(sheet: Sheet, client: Client, *, defined: Mapping[str, str]) -> Markup:
    """What stands below the title: who, when and how long, where to print it, and what the latest review says.

    ``defined`` leads from a metric to where it is explained.
    """
    review = client.latest
    return filled(
        "facts.html.j2", say=client.say, facts=_facts(sheet, client), tools=_tools(sheet, client),
        figures=[(defined.get(metric, ""), figure) for metric, figure in figures(sheet, client)],
        period=client.words.period(review.period) if review else "", report=report(client),
    )  # fmt: skip


def _facts(sheet: Sheet, client: Client) -> list[tuple[str, str]]:
    say, front = client.say, sheet.front
    told = [
        (say("What calls for it"), "" if sheet.active else front.sign),
        (say("Who answers for it"), say(OWNERS[front.owner])),
        (say("Who"), front.who),
        (say("When"), front.when),
        (say("Next time"), _next(sheet, client) if sheet.active else ""),
        (say("How long"), client.words.plural("{n} minute", "{n} minutes", front.minutes)),
    ]
    return [(name, value) for name, value in told if value]


def _tools(sheet: Sheet, client: Client) -> list[tuple[str, str]]:
    tools = [(client.say("Print the card"), f"cards/{sheet.id}.html")] if sheet.page else []
    if sheet.id == "sla":
        tools.append((client.say("The agreement to sign"), "forms/sla.html"))
    if sheet.id == "win-loss":
        tools.append((client.say("The consent to sign"), "forms/consent.html"))
    return tools


def figures(sheet: Sheet, client: Client) -> list[tuple[str, Figure]]:
    """Metric → what the latest review says of it: first those that call for the page, at most four."""
    if client.latest is None:
        return []
    asked = dict.fromkeys([*(each.metric for each in sheet.front.thresholds), *sheet.front.metrics])
    found = [(metric, figure) for metric in asked for figure in client.latest.numbers([metric])]
    return found[:_MOST]


def definitions(sheets: Sequence[Sheet], client: Client) -> dict[str, str]:
    """Metric → where it is explained: the page of shared metrics, else the glossary of the latest report."""
    shared = next((sheet.body for sheet in sheets if sheet.id == "shared-metrics"), "")
    found = {}
    way = report(client)
    if way:
        text = (client.folder / "build" / way.removeprefix("../../")).read_text(encoding="utf-8")
        found = {id: f"{way}#metric-{id}" for id in re.findall(r'<div id="metric-(\w+)"', text)}
    printed = (anchor for anchor in ANCHOR.findall(shared) if anchor.startswith("metric-"))
    return found | {anchor.removeprefix("metric-"): f"shared-metrics.html#{anchor}" for anchor in printed}


def report(client: Client) -> str:
    """The way from a page to the latest report; '' where there is none in this language."""
    build, review = client.folder / "build", client.latest
    # A reader of these pages can read a report in the Spanish of either side; their own comes first.
    alike = sorted((lang for lang in LANGUAGES if base(lang) == client.lang), key=lambda lang: lang != client.lang)
    newest = (f"../../latest.{lang}.html" for lang in alike if (build / f"latest.{lang}.html").is_file())
    of_month = (f"../../{review.period}/report.{lang}.html" for lang in alike if review and review.report(lang))
    return next(newest, "") or next(of_month, "")


def next_day(sheet: Sheet, client: Client) -> date | None:
    """When its ritual takes place next; None where it has no rhythm."""
    days = next_days(sheet.id, client.engagement, client.agreements, on=client.on)
    return days[0] if days else None


def _next(sheet: Sheet, client: Client) -> str:
    day = next_day(sheet, client)
    if day is None:
        return ""
    at = client.engagement.playbook.rhythms[sheet.id].at.removeprefix("0")
    return client.say("{day} at {at}", day=client.words.weekday(day), at=at)


def front_page(sheets: Sequence[Sheet], client: Client, *, consent: bool) -> Markup:
    """The first page of the site: what is in use and when it is next, what waits for which sign, how to change it."""
    pages = [sheet.id for sheet in sheets]
    say = client.say
    return filled(
        "front.html.j2", say=say, folder=client.folder.name, sources=f"{client.folder.name}/playbook/{client.lang}/",
        intro=say("How marketing and sales at {client} work as one team: what is decided, when, and by whom.",
                  client=client.name),
        tools=_at_hand(client, pages, consent=consent),
        active=[_shown(sheet, client, pages) for sheet in sheets if sheet.active],
        waiting=grouped([sheet for sheet in sheets if not sheet.active], client),
    )  # fmt: skip


def _at_hand(client: Client, pages: Sequence[str], *, consent: bool) -> list[tuple[str, str]]:
    say = client.say
    tools = [(say("The latest report"), report(client)), (say("Calendar to subscribe to"), "calendar.ics")]
    tools.append((say("The agreement to sign"), "forms/sla.html" if "sla" in pages else ""))
    tools.append((say("The consent to sign"), "forms/consent.html" if consent else ""))
    return [(text, link) for text, link in tools if link]


def _shown(sheet: Sheet, client: Client, pages: Sequence[str]) -> dict[str, object]:
    day = next_day(sheet, client)
    chaired_by = ""
    if day is not None:
        chaired_by = client.say(_CHAIRS[chair(sheet.id, client.engagement, day=day)])
    return {"id": sheet.id, "title": sheet.front.title, "decision": sentence(sheet.decision, pages),
            "next": _next(sheet, client), "chair": chaired_by}  # fmt: skip


def sentence(markdown: str, pages: Sequence[str]) -> Markup:
    """Inline Markdown as HTML, with the first letter and the stop of a sentence."""
    return html(stopped(markdown[:1].upper() + markdown[1:]), pages)


def grouped(sheets: Sequence[Sheet], client: Client) -> list[dict[str, object]]:
    """Pages by kind, kinds in their order, none without a page."""
    by: Mapping[str, list[Sheet]] = {kind: [s for s in sheets if s.front.kind == kind] for kind in KINDS}
    return [
        {"kind": kind, "title": client.say(KINDS[kind]), "pages": [_listed(sheet) for sheet in found]}
        for kind, found in by.items()
        if found
    ]


def _listed(sheet: Sheet) -> dict[str, str]:
    return {"id": sheet.id, "title": sheet.front.title, "status": sheet.front.status, "sign": sheet.front.sign}
