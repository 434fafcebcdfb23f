"""The site of a client's playbook: pages that open from disk, cards and forms to print, a calendar to subscribe to."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import helpers
from helpers.playbook.client import Client
from helpers.playbook.papers import write_papers
from helpers.playbook.rhythm import calendar
from helpers.playbook.sheets import Sheet, read_sheets
from helpers.playbook.site.around import definitions, facts, front_page, grouped, kicker
from helpers.playbook.site.generator import Made, generate
from helpers.playbook.site.mending import mended
from helpers.run.build import Draft

__all__ = ["build_site"]
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")


def build_site(
    pages: Mapping[str, str], *, client: Client, out: Path, tell: Callable[[str], None] = lambda _: None
) -> Path:
    """Make the site of ``pages`` (Markdown by id, with front matter) in ``out``; the path of its first page.

    ``out`` holds ``index.html``, a page per id, ``search.html``, ``cards/<id>.html``, ``forms/*.html`` and
    ``calendar.ics``; what lay there before is replaced, whole or not at all. A page that is broken is shown as far as
    it can be read; what Sphinx complains of is told line by line. Raises ``WriteError`` where the disk refuses.
    """
    sheets = read_sheets(pages, lang=client.lang)
    draft = Draft(out.parent, name=out.name)
    draft.open()
    try:
        consent = write_papers(sheets, client=client, out=draft.folder)
        (draft.folder / "calendar.ics").write_bytes(calendar(client, pages))
        for line in _pages(sheets, client=client, out=draft.folder, consent=consent):
            tell(line)
    except BaseException:
        draft.discard()
        raise
    return draft.publish() / "index.html"


def _pages(sheets: Sequence[Sheet], *, client: Client, out: Path, consent: bool) -> list[str]:
    defined = definitions(sheets, client)
    below: dict[str, str] = {sheet.id: facts(sheet, client, defined=defined) for sheet in sheets}
    sources = {sheet.id: f"# {_literal(sheet.front.title)}\n\n{sheet.body}" for sheet in sheets}
    made = Made(
        sources={"index": f"# {_literal(_name(client))}\n"} | sources,
        context=_context(sheets, client=client, consent=consent), lang=client.lang,
        mend=lambda name, tree: mended(tree, facts=below.get(name, ""), lang=client.lang),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="tandem-site-") as work:
        return generate(made, work=Path(work), out=out)


def _literal(text: str) -> str:
    """A line of text as Markdown that shows just that."""
    return " ".join(_MARKUP.sub(r"\\\1", text).split())


def _name(client: Client) -> str:
    return client.say("Playbook of {client}", client=client.name)


def _context(sheets: Sequence[Sheet], *, client: Client, consent: bool) -> dict[str, Any]:
    """What the theme shows around every page; texts of data are escaped by its templates."""
    say = client.say
    return {
        "name": _name(client), "client": client.name, "version": helpers.__version__, "groups": grouped(sheets, client),
        "above": {sheet.id: str(kicker(sheet, client)) for sheet in sheets},
        "below": {"index": str(front_page(sheets, client, consent=consent))},
        "made": say("{client} · made with Tándem {version}; search by Sphinx", client=client.name,
                    version=helpers.__version__),
        "say": {
            "skip": say("Skip to the text"), "playbook": say("Playbook"), "search": say("Search"),
            "pages": say("Pages"), "look_for": say("Words to look for"),
            "no_script": say("The search needs JavaScript, which this browser does not run."),
        },
    }  # fmt: skip
