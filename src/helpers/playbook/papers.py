"""What is printed: a card of one side for each page, the agreement to sign, the consent asked of a customer.

Each is one HTML file that stands alone: nothing runs in it and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from helpers.assets import asset
from helpers.errors import TandemError
from helpers.pages import SECTIONS, Page
from helpers.playbook.client import Client
from helpers.playbook.markup import POLICY, filled, style
from helpers.playbook.plain import stopped
from helpers.playbook.printed.catalogue import OWNERS
from helpers.playbook.printed.promises import sla_promises
from helpers.playbook.printed.rhythms import chaired
from helpers.playbook.prose import blocks, html, uncommented
from helpers.playbook.sheets import Sheet

#: A block the kit fills, on lines of its own: a card has no room for it.
_BLOCK = re.compile(r"^<!-- slot: [\w.-]+ -->\n.*?^<!-- /slot -->$", re.DOTALL | re.MULTILINE)
_ITEM = re.compile(r"^(?:[-*]|\d+\.) .*(?:\n[ \t]+\S.*)*", re.MULTILINE)
_FORM = re.compile(r"^- \*\*(.+?)\*\*", re.MULTILINE)
_ROLE_AND_DAY = re.compile(r"(.*?)[,;]?\s*(\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})?\s*", re.DOTALL)


def write_papers(sheets: Sequence[Sheet], *, client: Client, out: Path) -> bool:
    """Write ``cards/<id>.html`` for every page in its shape, and ``forms/*.html``; whether the consent is there."""
    pages = [sheet.id for sheet in sheets]
    made = {f"cards/{sheet.id}.html": card(sheet.page, sheet=sheet, client=client, pages=pages)
            for sheet in sheets if sheet.page}  # fmt: skip
    made["forms/sla.html"] = agreement(client, pages=pages)
    asked = consent(client) if "win-loss" in pages else ""
    if asked:
        made["forms/consent.html"] = asked
    for name, text in made.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    return bool(asked)


def _paper(template: str, *, client: Client, title: str, back: str, **values: Any) -> str:
    return filled(
        template, lang=client.lang, policy=Markup(POLICY), style=style("paper.css"), client=client.name, say=client.say,
        title=title, back=back, kind=template.partition(".")[0], **values,
    ) + "\n"  # fmt: skip


def card(page: Page, *, sheet: Sheet, client: Client, pages: Sequence[str]) -> str:
    """One side of A4 for the meeting: the decision, the agenda, what to do when a number looks so, what comes out."""
    outputs = _outputs(page)

    def inline(text: str) -> Markup:
        return html(text, pages, above="../")

    return _paper(
        "card.html.j2", client=client, title=page.front.title, back=f"{page.id}.html", foot=client.say("Playbook"),
        when=client.words.plural("{n} minute", "{n} minutes", page.front.minutes),
        decision=inline(stopped(sheet.decision[:1].upper() + sheet.decision[1:])), facts=_facts(page, client),
        headings={id: headings[client.lang] for id, headings in SECTIONS.items()},
        agenda=[{"minutes": step.minutes, "who": inline(step.who), "asks": inline(step.asks)} for step in page.agenda],
        advice=[(inline(each.looks), inline(each.do)) for each in page.advice],
        outputs=blocks(outputs, pages, above="../"), listed=_ITEM.match(outputs) is not None,
        forms=inline(", ".join(_FORM.findall(page.sections["forms"]))),
    )  # fmt: skip


def _facts(page: Page, client: Client) -> list[tuple[str, str]]:
    chairs = chaired(client, page.id) if page.id in client.engagement.playbook.rhythms else ""
    # A page the kit has made for the client says so already.
    when = page.front.when if chairs in page.front.when else f"{page.front.when}; {chairs}"
    told = [(client.say("When"), when), (client.say("Who"), page.front.who)]
    if not chairs:
        told.append((client.say("Who answers for it"), client.say(OWNERS[page.front.owner])))
    return told


def _outputs(page: Page) -> str:
    """The list of what comes out, without what the kit prints into it; the whole section where it is no list."""
    text = uncommented(_BLOCK.sub("", page.sections["outputs"])).strip()
    return "\n".join(_ITEM.findall(text)) or text


def agreement(client: Client, *, pages: Sequence[str] = ()) -> str:
    """The agreement on the hand-off on one side, to sign: what both teams wrote, or blanks to fill in by hand."""
    say, sla = client.say, client.agreements.sla
    written = sla_promises(client).split("\n\n")
    columns = next((part for part in written if part.startswith("|")), "")
    terms = next((part for part in written if part.startswith("- ")), "")
    until = client.words.date(sla.expires_on) if sla and sla.expires_on else ""
    return _paper(
        "sla.html.j2", client=client, title=say("Agreement on the hand-off"), foot=say("Two copies, one for each team"),
        back="sla.html" if "sla" in pages else "index.html", columns=blocks(columns), terms=blocks(terms),
        term=say("Ends on {date} unless both teams renew it", date=until) if until else "", blanks=_blanks(client),
        signatures=[_signature(client, team) for team in ("marketing", "sales")],
    )  # fmt: skip


def _blanks(client: Client) -> list[tuple[str, str]]:
    """What an agreement has to say, with room to write it."""
    say = client.say
    return [
        (say("Sales answers within"), say("working hours of the customer's request.")),
        (say("Sales accepts the lead or says why not within"), say("working days.")),
        (say("When nobody decides, the lead"), ""),
        (say("Every lead is handed over with"), ""),
        (say("Working days and hours:"), ""),
        (say("Days when nobody answers:"), ""),
        (say("Sales has room for"), say("new leads a working day.")),
        (say("It holds from"), ""),
        (say("It ends, unless both teams renew it, on"), ""),
    ]


def _signature(client: Client, team: str) -> tuple[str, str, str]:
    """For whom, role and day; the last two as far as they are written."""
    names = {"marketing": client.say("For marketing"), "sales": client.say("For sales")}
    signed = client.agreements.sla.signed if client.agreements.sla else {}
    written = _ROLE_AND_DAY.fullmatch({str(key): value for key, value in signed.items()}.get(team, ""))
    return (names[team], written[1], _day(written[2] or "", client)) if written else (names[team], "", "")


def _day(written: str, client: Client) -> str:
    """A day as people write it; what is no day of the calendar stays as it is."""
    try:
        return client.words.date(date.fromisoformat(written))
    except ValueError:
        return written


def consent(client: Client) -> str:
    """The consent asked of a customer before a conversation on a deal won or lost; '' where the kit has none."""
    try:
        text = asset("playbook", f"templates/consent.{client.lang}.md").read_text(encoding="utf-8")
    except TandemError:
        return ""
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    title = heading[1] if heading else client.say("The consent to sign")
    return _paper("consent.html.j2", client=client, title=title, back="win-loss.html", text=blocks(text), foot="")
