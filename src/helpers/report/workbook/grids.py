"""Blocks that are no tables as tables: cards, actions, a plan, a script, the glossary, pages, and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.facts import NUMBERS
from helpers.report.model import (
    Actions,
    Card,
    Cards,
    Cell,
    Column,
    Glossary,
    Known,
    Pages,
    Plan,
    Script,
    Sentence,
    Table,
)
from helpers.words import Words, msg

#: What the numbers of a fact are called.
FIELDS = dict(zip(NUMBERS, (
    msg("Value"), msg("From"), msg("To"), msg("Cases"), msg("Numerator"), msg("Denominator"), msg("Before"),
    msg("Target"),
), strict=True))  # fmt: skip


def cards(block: Cards, words: Words) -> Table:
    """The shared numbers, one a row."""
    say = words.say
    rows = [
        (Cell(text=card.title), _value(card), _text(card.interval), _text(card.basis), _text(card.prior),
         _text(card.last_year), _text(card.target), _text(card.verdict_text), _text(card.missing))
        for card in block.cards
    ]  # fmt: skip
    heads = [say("Number"), say("Value"), say("Interval"), say("What it counts"), say("Before"), say("Last year"),
             say("Target"), say("Verdict"), say("Remark")]  # fmt: skip
    return _table(say("The five shared numbers"), heads, rows, numbers={1})


def _value(card: Card) -> Cell:
    return Cell(text=card.value, fact=card.fact, field="value", number=card.number, unit=card.unit)


def actions(block: Actions, words: Words) -> Table:
    """The pages to open first, a reason a row; then the others by name."""
    say = words.say
    rows = [
        (Cell(text=action.page_title), Cell(text=reason.number.text), Cell(text=reason.looks), Cell(text=reason.do),
         _text(action.remark))
        for action in block.actions for reason in action.reasons
    ]  # fmt: skip
    rows += [(Cell(text=link.page_title), _text(""), _text(""), _text(""), _text("")) for link in block.others]
    heads = [say("Playbook page"), say("Number"), say("How it looks"), say("What to do"), say("Remark")]
    return _table(say("What to do"), heads, rows)


def plan(block: Plan, words: Words) -> Table:
    """The commitments in the order of their days."""
    say = words.say
    rows = [
        (Cell(text=words.days(each.by), number=each.by, unit="days"), Cell(text=each.title), Cell(text=each.why.text),
         Cell(text=each.owner), Cell(text=each.effort), _text(each.effect.text if each.effect else ""),
         Cell(text=each.done_when), Cell(text=each.page_title))
        for each in block.commitments
    ]  # fmt: skip
    heads = [say("By day"), say("Commitment"), say("Why"), say("Who owns it"), say("Effort"), say("Expected effect"),
             say("Done when"), say("Playbook page")]  # fmt: skip
    return _table(say("Plan"), heads, rows, numbers={0})


def script(block: Script, words: Words) -> Table:
    """The steps by the minute."""
    say = words.say
    rows = [
        (Cell(text=words.count(step.start), number=step.start, unit="count"),
         Cell(text=words.count(step.minutes), number=step.minutes, unit="count"), Cell(text=step.title),
         Cell(text=step.who), Cell(text="\n".join(_line(line, words) for line in step.lines)), _text(step.material))
        for step in block.steps
    ]  # fmt: skip
    heads = [say("From minute"), say("Minutes"), say("Step"), say("Who leads"), say("What is shown and asked"),
             say("Material")]  # fmt: skip
    return _table(block.title, heads, rows, numbers={0, 1})


def _line(sentence: Sentence, words: Words) -> str:
    return told(sentence, words)


def told(sentence: Sentence, words: Words) -> str:
    """A sentence, and the page it leads to."""
    return f"{sentence.text} [{words.say('Playbook')}: {sentence.page_title}]" if sentence.page else sentence.text


def glossary(block: Glossary, words: Words) -> Table:
    """A metric a row."""
    say = words.say
    rows = [
        (Cell(text=entry.label), Cell(text=entry.question), Cell(text=entry.formula), _text(entry.pitfall),
         _text(entry.page_title))
        for entry in block.entries
    ]  # fmt: skip
    heads = [say("Metric"), say("What it asks"), say("How it is computed"), say("How it misleads"),
             say("Playbook page")]  # fmt: skip
    return _table(say("Glossary"), heads, rows)


def pages(block: Pages, words: Words) -> Table:
    """A page a row."""
    rows = [(Cell(text=page.title), Cell(text=page.file)) for page in block.pages]
    return _table(words.say("Playbook pages"), [words.say("Playbook page"), words.say("File")], rows)


def facts(known: Iterable[Known], used: dict[str, list[str]], words: Words) -> Table:
    """Every fact the report rests on, with the sheets that name it; ``used`` is sheets by key."""
    say = words.say
    rows = [(*_key(fact.key), *_numbers(fact, words), Cell(text=fact.unit), _text(fact.note),
             Cell(text=", ".join(used.get(fact.key, ()))))
            for fact in known]  # fmt: skip
    heads = [say("Period"), say("Metric"), say("Variant"), say("Segment"), say("Clock"),
             *(say(name) for name in FIELDS.values()), say("Unit"), say("Note"), say("Used on")]  # fmt: skip
    first, last = 5, 5 + len(FIELDS)
    return _table(say("Facts"), heads, rows, numbers=set(range(first, last)))


def _key(key: str) -> tuple[Cell, ...]:
    """Period, metric, variant, segment, clock; a segment may hold a bar where the words of a client do."""
    period, metric, variant, rest = [*key.split("|", 3), "", "", ""][:4]
    segment, _, clock = rest.rpartition("|")
    return tuple(Cell(text=part) for part in (period, metric, variant, segment, clock))


def _numbers(fact: Known, words: Words) -> tuple[Cell, ...]:
    """The numbers of a fact; counts are counts whatever its unit."""
    cells = []
    for name in FIELDS:
        held = fact.numbers.get(name)
        unit = "count" if name in ("n", "numerator", "denominator") or fact.unit == "flag" else fact.unit
        cells.append(
            Cell(text="") if held is None
            else Cell(text=words.number(held, unit), fact=fact.key, field=name, number=held, unit=unit)
        )  # fmt: skip
    return tuple(cells)


def _text(text: str) -> Cell:
    return Cell(text=text)


def _table(
    caption: str, heads: Sequence[str], rows: Iterable[tuple[Cell, ...]], *, numbers: set[int] | None = None
) -> Table:
    """A table whose columns are text, but for ``numbers``; a text column that says nothing in any row is left out."""
    cells, right = list(rows), numbers or set()
    kept = [place for place in range(len(heads)) if place in right or any(row[place].text for row in cells)]
    return Table(
        caption=caption,
        columns=tuple(Column(title=heads[place], kind="number" if place in right else "text") for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in cells),
    )
