"""The report as data: typed blocks that every renderer reads and none of them computes.

A number reaches a reader only as text beside the key of its fact (``period|metric|variant|segment|clock``), so a test
can walk from any figure back to its row of ``metrics.csv``.
"""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Block(_Part):
    #: part of the first screen, which prints on one A4 page
    first_screen: bool = False


class Sentence(_Part):
    """One sentence, the facts behind its numbers, and the playbook page it leads to."""

    text: str
    facts: tuple[str, ...] = ()
    page: str = ""
    page_title: str = ""


class Heading(_Block):
    """A title; ``level`` 2 opens a section, 3 a part of it."""

    kind: Literal["heading"] = "heading"
    level: Literal[2, 3]
    text: str
    anchor: str


class Narrative(_Block):
    """Sentences with a role: the headline, what moved, what to decide, what cannot be known, a section's answer."""

    kind: Literal["narrative"] = "narrative"
    role: Literal["headline", "moved", "decide", "unknown", "answer", "text"]
    sentences: tuple[Sentence, ...]


class Card(_Part):
    """One shared metric on the first screen. Texts are empty where there is nothing to say."""

    metric: str
    title: str
    #: what it asks, in plain words
    plain: str = ""
    fact: str
    facts: tuple[str, ...] = ()
    value: str
    #: the value itself, and how it is written
    number: float | None = None
    unit: str = ""
    interval: str = ""
    basis: str = ""
    prior: str = ""
    last_year: str = ""
    target: str = ""
    verdict: Literal["clear", "noise", ""] = ""
    verdict_text: str = ""
    tone: Literal["good", "bad", "neutral"] = "neutral"
    missing: str = ""
    spark: str = ""
    spark_alt: str = ""
    spark_note: str = ""
    spark_facts: tuple[str, ...] = ()


class Cards(_Block):
    """The five shared metrics."""

    kind: Literal["cards"] = "cards"
    cards: tuple[Card, ...]


class Column(_Part):
    """A column of a table; numbers are set to the right."""

    title: str
    kind: Literal["text", "number"] = "number"


class Cell(_Part):
    """A text; where it is a number of a fact, ``fact`` is its key and ``field`` the column it stands in.

    ``number`` is that very number and ``unit`` how it is written: a spreadsheet shows it as a number of its own.
    Numbers of listed rows, which are no facts, have no key; unit ``day`` is a day, counted as ``date.toordinal`` does.
    """

    text: str
    fact: str = ""
    field: str = ""
    muted: bool = False
    number: float | None = None
    unit: str = ""


class Table(_Block):
    """Rows of formatted text; the first cell of a row is its header."""

    kind: Literal["table"] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Series(_Part):
    """One line or row of bars of a chart; missing values are None. ``low`` and ``high`` are empty without intervals."""

    name: str
    role: Literal["actual", "prior", "target", "forecast", "other"] = "actual"
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    #: which places are thin (too few behind them): drawn hollow; empty where none is
    thin: tuple[bool, ...] = ()


class Chart(_Part):
    """What a figure shows, as numbers: presentations and workbooks draw it themselves, so that it can be edited there.

    ``kind`` says the shape: rows of bars, columns over time, a line, dots with intervals, two dots joined (dumbbell).
    ``facts`` are the keys behind the values of the first series (and of the forecast that goes on from it), by place;
    empty where a value is no fact. Categories of a line are numbers where time is counted (``0``, ``30``, ``90``).
    """

    kind: Literal["bars", "columns", "line", "dots", "dumbbell"]
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    facts: tuple[str, ...] = ()


class Figure(_Block):
    """A drawing whose title is its message, with alt text that tells the finding and the table behind it."""

    kind: Literal["figure"] = "figure"
    anchor: str
    title: str
    subtitle: str
    svg: str
    #: the same drawing for a narrow screen
    svg_narrow: str
    alt: str
    data: Table
    facts: tuple[str, ...] = ()
    chart: Chart | None = None


class Note(_Block):
    """A remark: how to read something, or what is missing and which form would tell it."""

    kind: Literal["note"] = "note"
    tone: Literal["plain", "warning", "missing"] = "plain"
    text: str
    facts: tuple[str, ...] = ()


class Paste(_Block):
    """A text to copy as it stands: plain lines, no mark-up."""

    kind: Literal["paste"] = "paste"
    anchor: str
    title: str
    text: str
    facts: tuple[str, ...] = ()


class Item(_Part):
    """A text of a listed row; ``order`` sorts it where its text would not (a number, a day)."""

    text: str
    order: float | None = None


class Group(_Part):
    """Rows that belong together under a name, with a few figures of theirs; groups may hold groups."""

    title: str
    figures: tuple[str, ...] = ()
    rows: tuple[tuple[Item, ...], ...] = ()
    groups: tuple[Group, ...] = ()
    open: bool = False


class Explorer(_Block):
    """Rows to search and to sort, open to the level one asks for; a reader without script has them as plain tables."""

    kind: Literal["explorer"] = "explorer"
    anchor: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    #: what stands on paper: the groups with their rows, or the groups alone
    printed: Literal["rows", "groups"] = "rows"


class Entry(_Part):
    """One metric of the glossary."""

    anchor: str
    label: str
    question: str
    formula: str
    pitfall: str = ""
    page: str = ""
    page_title: str = ""


class Glossary(_Block):
    """What each metric asks, how it is computed and how it misleads."""

    kind: Literal["glossary"] = "glossary"
    entries: tuple[Entry, ...]


class Reason(_Part):
    """A number that calls for a page, and what the page says of it: how it looks, and what to do then."""

    number: Sentence
    looks: str
    do: str


class Link(_Part):
    """A playbook page by name."""

    page: str
    page_title: str


class Action(Link):
    """A playbook page that numbers of the month call for; ``remark`` where it is not in use yet."""

    reasons: tuple[Reason, ...]
    remark: str = ""


class Actions(_Block):
    """What to do: the pages to open first, each with its numbers and its own advice, and which others there are."""

    kind: Literal["actions"] = "actions"
    actions: tuple[Action, ...]
    others: tuple[Link, ...] = ()


class Commitment(Link):
    """One thing both teams commit to: by which day, what, why, whose it is, and how both will know it is done."""

    by: Literal[30, 60, 90]
    title: str
    why: Sentence
    owner: str
    effort: str
    effect: Sentence | None = None
    done_when: str


class Plan(_Block):
    """At most five commitments in the order of their days."""

    kind: Literal["plan"] = "plan"
    commitments: tuple[Commitment, ...]


class Step(_Part):
    """One step of a session: from which minute, how long, what happens, who leads, what is shown or asked."""

    start: int
    minutes: int
    title: str
    who: str
    lines: tuple[Sentence, ...] = ()
    material: str = ""


class Script(_Block):
    """A timed script; the steps follow each other without a gap."""

    kind: Literal["script"] = "script"
    anchor: str
    title: str
    minutes: int
    steps: tuple[Step, ...]


class Known(_Part):
    """A fact that the report rests on, with the fields it has; ``numbers`` are value, low, high, n, … by name."""

    key: str
    unit: str
    numbers: dict[str, float]
    note: str = ""


class Page(_Part):
    """A playbook page the report leads to."""

    id: str
    title: str
    file: str


class Pages(_Block):
    """The playbook pages the report leads to."""

    kind: Literal["pages"] = "pages"
    pages: tuple[Page, ...]


Block = Annotated[
    Heading | Narrative | Cards | Actions | Plan | Script | Table | Figure | Note | Paste | Explorer | Glossary | Pages,
    Field(discriminator="kind"),
]


class Report(_Part):
    """The review, or the assessment, of one client and period in one language."""

    kind: Literal["review", "assessment"] = "review"
    client: str
    period: str
    period_text: str
    lang: Literal["en", "es", "es_419"]
    as_of: str
    as_of_text: str
    title: str
    #: in which money is written (ISO code)
    currency: str = "EUR"
    internal: bool = False
    blocks: tuple[Block, ...]
    #: every fact that a block names, in order of key: what a number can be traced to
    facts: tuple[Known, ...] = ()
    version: str

    def to_json(self) -> str:
        """The report as JSON; equal reports give equal bytes."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Report:
        """Read what ``to_json`` wrote."""
        return cls.model_validate_json(text)
