"""One report with every kind of block, written by hand; each text carries a word of its own, to be found again."""

from __future__ import annotations

from typing import Any

from helpers.report.model import (
    Action,
    Actions,
    Block,
    Card,
    Cards,
    Cell,
    Column,
    Commitment,
    Entry,
    Explorer,
    Figure,
    Glossary,
    Group,
    Heading,
    Item,
    Link,
    Narrative,
    Note,
    Page,
    Pages,
    Paste,
    Plan,
    Reason,
    Report,
    Script,
    Sentence,
    Step,
    Table,
)

#: Everything that means something to Typst, HTML or XML, and nothing to a reader.
HOSTILE = "#panic(1) *b* _i_ $x^2$ @ref <lab> \\ `c` // /* [a] {b} = H --- ~ \"q\" 'r' &amp; #{1+1} https://x.test"

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 660 100" '
    'class="wide" aria-hidden="true" focusable="false"><defs><pattern id="h" patternUnits="userSpaceOnUse" x="0" y="0" '
    'width="72" height="72"><rect x="0" y="0" width="73" height="73" fill="#ffffff"/><path d="M 0 72 L 72 0" '
    'style="stroke: #1f4e79; stroke-width: 1.1"/></pattern></defs><path d="M 10 20 L 300 20 L 300 60 L 10 60 z" '
    'style="fill: #1f4e79"/><path d="M 310 20 L 500 20 L 500 60 L 310 60 z" style="fill: url(#h); stroke: #1f4e79"/>'
    '<path d="M 10 80 L 200 80" style="stroke: #cbdcec; stroke-width: 9"/>'
    '<text style="font-size: 12px; text-anchor: start; fill: #14283c" x="510" y="45">DRAWNWORD</text></svg>'
)


def sentence(text: str, page: str = "") -> Sentence:
    return Sentence(text=text, page=page, page_title=f"Page {page}" if page else "")


def table(caption: str, rows: int = 2, *, word: str = "CELL", muted: bool = False) -> Table:
    return Table(
        caption=caption,
        columns=(Column(title="Name", kind="text"), Column(title="Share")),
        rows=tuple((Cell(text=f"{word}{row}"), Cell(text=f"{row}.{row}%", muted=muted)) for row in range(rows)),
    )


def figure(title: str = "FIGURETITLE", alt: str = "ALTWORD: the bar ends at ten", svg: str = SVG) -> Figure:
    return Figure(
        anchor="figure",
        title=title,
        subtitle="SUBTITLE",
        svg=svg,
        svg_narrow=svg,
        alt=alt,
        data=table("behind", word="BEHIND"),
    )


def card(title: str = "CARDTITLE", **more: Any) -> Card:
    given = {"plain": "CARDPLAIN", "interval": "CARDINTERVAL", "basis": "CARDBASIS", "prior": "CARDPRIOR"}
    given |= {"last_year": "CARDYEAR", "target": "CARDTARGET", "verdict_text": "CARDVERDICT"}
    drawn = {"spark": SVG, "spark_alt": "SPARKALT: rises", "spark_note": "SPARKNOTE"}
    return Card(**{"metric": "m", "title": title, "fact": "f", "value": "12.5%", **given, **drawn, **more})


def first_screen(**more: Any) -> list[Block]:
    return [
        Narrative(role="headline", sentences=(sentence("HEADLINE of the month."),), first_screen=True),
        Heading(level=2, text="NUMBERS", anchor="numbers", first_screen=True),
        Cards(
            cards=(
                card(tone="good", verdict="clear", **more),
                card(tone="bad", verdict="clear"),
                card(verdict="noise"),
            ),
            first_screen=True,
        ),
        Heading(level=2, text="MOVED", anchor="moved", first_screen=True),
        Narrative(role="moved", sentences=(sentence("MOVEDLINE"),), first_screen=True),
        Heading(level=2, text="DECIDE", anchor="decide", first_screen=True),
        Narrative(role="decide", sentences=(sentence("DECIDELINE", "review"),), first_screen=True),
        Heading(level=2, text="UNKNOWN", anchor="unknown", first_screen=True),
        Narrative(role="unknown", sentences=(sentence("LASTLINE of the first page."),), first_screen=True),
    ]


def detail() -> list[Block]:
    rows = ((Item(text="ROWONE"), Item(text="1", order=1.0)), (Item(text="ROWTWO"), Item(text="2", order=2.0)))
    groups = (
        Group(title="GROUPA", figures=("3 deals", "€9"), groups=(Group(title="GROUPINNER", rows=rows),)),
        Group(title="GROUPBARE"),
    )
    columns = (Column(title="Deal", kind="text"), Column(title="Days"))
    number = sentence("REASONNUMBER")
    because = Sentence(text="COMMITWHY", page="sla", page_title="Page sla")
    promise = {"page": "review", "page_title": "COMMITPAGE", "title": "COMMITTITLE", "why": because, "owner": "OWNER"}
    promise |= {"effort": "EFFORT", "done_when": "DONEWHEN"}
    steps = (
        Step(start=0, minutes=30, title="STEPONE", who="WHO", lines=(sentence("STEPLINE"),), material="STEPMATERIAL"),
        Step(start=30, minutes=60, title="STEPTWO", who=""),
    )
    return [
        Heading(level=2, text="SECTIONONE", anchor="one"),
        Narrative(role="answer", sentences=(sentence("ANSWER", "sla"),)),
        Actions(
            actions=(
                Action(
                    page="sla",
                    page_title="ACTION",
                    remark="REMARK",
                    reasons=(Reason(number=number, looks="LOOKS", do="DOTHIS"),),
                ),
            ),
            others=(Link(page="nowhere", page_title="OTHERPAGE"),),
        ),
        Heading(level=3, text="PARTONE", anchor="part"),
        Narrative(role="text", sentences=(sentence("PLAINTEXT"),)),
        Narrative(role="answer", sentences=tuple(sentence(f"LONGANSWER{n}") for n in range(4))),
        table("TABLECAPTION", muted=True),
        figure(),
        Note(text="NOTEPLAIN"),
        Note(text="NOTEWARNING", tone="warning"),
        Note(text="NOTEMISSING", tone="missing"),
        Paste(anchor="paste", title="PASTETITLE", text="PASTEONE\nPASTETWO"),
        Explorer(anchor="rows", caption="EXPLOREROWS", columns=columns, groups=groups),
        Explorer(anchor="groups", caption="EXPLOREGROUPS", columns=columns, groups=groups, printed="groups"),
        Heading(level=2, text="SECTIONTWO", anchor="two"),
        Plan(commitments=(Commitment(by=30, effect=sentence("EFFECT"), **promise), Commitment(by=90, **promise))),
        Script(anchor="script", title="SCRIPTTITLE", minutes=90, steps=steps),
        Glossary(
            entries=(
                Entry(
                    anchor="g1",
                    label="TERM",
                    question="ASKS",
                    formula="FORMULA",
                    pitfall="PITFALL",
                    page="sla",
                    page_title="Page sla",
                ),
                Entry(anchor="g2", label="TERMTWO", question="ASKSTWO", formula="FORMULATWO"),
            )
        ),
        Pages(
            pages=(
                Page(id="sla", title="PAGESLA", file="playbook/sla.md"),
                Page(id="review", title="PAGEREVIEW", file="r.md"),
            )
        ),
    ]


def everything(
    *, lang: str = "en", client: str = "Ficticia SL", blocks: list[Block] | None = None, **more: Any
) -> Report:
    """The report; ``blocks`` instead of all kinds."""
    given = {
        "period": "2026-09",
        "period_text": "September 2026",
        "as_of": "2026-09-30",
        "as_of_text": "30 September 2026",
    }
    return Report(
        client=client,
        lang=lang,
        blocks=tuple(first_screen() + detail() if blocks is None else blocks),
        **{**given, "title": "Joint review", "version": "0.1.0", **more},
    )
