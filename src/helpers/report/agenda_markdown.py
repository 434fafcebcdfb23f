"""An agenda as Markdown: one page to print or to paste into an invitation. Text from people is text, never markup."""

from __future__ import annotations

import re

from helpers.report.agenda import Agenda, Item
from helpers.words import Words, msg

#: Signs that Markdown would take for markup wherever they stand.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")
LEAD = {"marketing": msg("led by marketing"), "sales": msg("led by sales")}


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it is.

    >>> escaped("1. *Buy*\\nnow | <b>")
    '1\\\\. \\\\*Buy\\\\* now \\\\| &lt;b&gt;'
    """
    line = " ".join(text.split()).replace("&", "&amp;")
    line = _MARKUP.sub(r"\\\1", line).replace(r"\<", "&lt;").replace(r"\>", "&gt;")
    line = re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    return re.sub(r"^([-+=])", r"\\\1", line)


def agenda_markdown(agenda: Agenda) -> str:
    """The agenda as Markdown, the same bytes for the same agenda."""
    words = Words(agenda.lang)
    total = words.plural("{n} minute", "{n} minutes", agenda.minutes)
    head = f"{agenda.client} · {agenda.period_text} · {total}. {agenda.led_by}"
    parts = [f"# {escaped(agenda.title)}", escaped(head)]
    parts += [_item(item, number, words) for number, item in enumerate(agenda.items, 1)]
    parts.append(_slots(agenda))
    if agenda.ask:
        parts.append(escaped(agenda.ask.text))
    return "\n\n".join(parts) + "\n"


def _item(item: Item, number: int, words: Words) -> str:
    end = item.start + item.minutes
    about = f"{item.start}–{end} min · {words.say(LEAD[item.lead])}"
    said = [f"- {escaped(line.text)}" for line in item.lines]
    for place, advice in enumerate(item.advice):
        said[place] += f"\n  - *{escaped(advice)}*" if advice else ""
    lines = [f"## {number}. {escaped(item.title)} ({about})", "", f"*{escaped(item.question)}*"]
    return "\n".join([*lines, "", *said])


def _slots(agenda: Agenda) -> str:
    """A table to fill in by hand."""
    heads = " | ".join(escaped(head) for head in agenda.decided)
    rule = " | ".join("---" for _ in agenda.decided)
    blank = " | ".join(" " * len(head) for head in agenda.decided)
    return "\n".join([f"| {heads} |", f"| {rule} |", *(f"| {blank} |" for _ in range(agenda.slots))])
