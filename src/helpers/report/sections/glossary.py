"""What each metric of the report asks, how it is computed, how it misleads; and the playbook pages it leads to."""

from __future__ import annotations

from helpers.catalog import catalog
from helpers.report.case import Case
from helpers.report.model import Actions, Block, Cards, Entry, Glossary, Narrative, Page, Pages, Plan, Script
from helpers.report.sections.plate import title
from helpers.words import base

_ASIDE = {"rows_read", "rows_used", "rows_set_aside", "data_finding"}


def glossary(case: Case) -> list[Block]:
    """Every metric that has a fact here, in the order of the catalogue."""
    entries = [
        Entry(anchor=f"metric-{name}", label=case.say(record.label), question=case.say(record.question),
              formula=case.say(record.formula), pitfall=case.say(record.pitfall) if record.pitfall else "",
              **case.leads_to(record.page))
        for name, record in catalog().items()
        if name not in _ASIDE and next(case.book.rows(name, segment=None), None) is not None
    ]  # fmt: skip
    return [title(case.say("Glossary"), anchor="glossary"), Glossary(entries=tuple(entries))] if entries else []


def pages(case: Case, blocks: list[Block]) -> list[Block]:
    """The playbook pages that this report leads to."""
    cited = {sentence.page for block in blocks if isinstance(block, Narrative) for sentence in block.sentences}
    for block in blocks:
        if isinstance(block, Actions):
            cited |= {link.page for links in (block.actions, block.others) for link in links}
        if isinstance(block, Plan):
            cited |= {each.page for each in block.commitments}
        if isinstance(block, Script):
            cited |= {line.page for step in block.steps for line in step.lines}
    cited |= {entry.page for block in blocks if isinstance(block, Glossary) for entry in block.entries}
    cited |= {case.page(card.metric) for block in blocks if isinstance(block, Cards) for card in block.cards}
    found = tuple(
        Page(id=name, title=case.page_title(name), file=f"playbook/{base(case.words.lang)}/{name}.md")
        for name in case.pages
        if name in cited
    )
    return [title(case.say("Playbook pages"), anchor="pages"), Pages(pages=found)] if found else []
