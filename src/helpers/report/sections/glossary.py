"""What each metric of the report asks, how it is computed, how it misleads; and the playbook pages it leads to."""

from __future__ import annotations

from helpers.catalog import catalog
from helpers.report.case import Case
from helpers.report.model import Block, Cards, Entry, Glossary, Narrative, Page, Pages
from helpers.report.pages import PAGES
from helpers.report.sections.plate import title

_ASIDE = {"rows_read", "rows_used", "rows_set_aside", "data_finding"}


def glossary(case: Case) -> list[Block]:
    """Every metric that has a fact here, in the order of the catalogue."""
    entries = [
        Entry(anchor=f"metric-{name}", label=case.say(record.label), question=case.say(record.question),
              formula=case.say(record.formula), pitfall=case.say(record.pitfall) if record.pitfall else "",
              page=record.page if record.page in PAGES else "",
              page_title=case.say(PAGES[record.page]) if record.page in PAGES else "")
        for name, record in catalog().items()
        if name not in _ASIDE and next(case.book.rows(name, segment=None), None) is not None
    ]  # fmt: skip
    return [title(case.say("Glossary"), anchor="glossary"), Glossary(entries=tuple(entries))] if entries else []


def pages(case: Case, blocks: list[Block]) -> list[Block]:
    """The playbook pages that this report leads to."""
    cited = {sentence.page for block in blocks if isinstance(block, Narrative) for sentence in block.sentences}
    cited |= {entry.page for block in blocks if isinstance(block, Glossary) for entry in block.entries}
    cited |= {case.page(card.metric) for block in blocks if isinstance(block, Cards) for card in block.cards}
    found = tuple(
        Page(id=name, title=case.say(text), file=f"playbook/{case.words.lang}/{name}.md")
        for name, text in PAGES.items()
        if name in cited
    )
    return [title(case.say("Playbook pages"), anchor="pages"), Pages(pages=found)] if found else []
