"""A page that somebody edited is read as it is meant, or refused in one line that says what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import ConfigError
from helpers.pages import SECTIONS, Advice, read_page
from helpers.pages.reading import split_front

FRONT = """\
---
title: Weekly meeting
kind: ritual
owner: both
who: Both teams
when: Every Monday
minutes: 15
metrics: [win_rate]
thresholds:
  - {metric: win_rate, is: below, than: prior}
forms: [decisions]
sign: Nobody knows what the other team did.
status: waiting
last_reviewed_on: 2026-11-22
review_in: 90
---
"""
TABLE = "| minutes | who | question |\n|---|---|---|\n| 5 | Chair | What moved? |\n| 10 | Sales | What next? |"
ADVICE = "- **Fewer deals are won.** Read why\n  before asking whose fault it is."
TEXTS = {"agenda": TABLE, "numbers": ADVICE}


def body(lang: str = "en", **texts: str) -> str:
    """Sections of a page; ``texts`` by section id."""
    return "".join(f"\n## {SECTIONS[id][lang]}\n\n{(TEXTS | texts).get(id, 'Text.')}\n" for id in SECTIONS)


def read(text: str, lang: str = "en"):
    return read_page(text, id="forecast", lang=lang, where="page.md")


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith("page.md: ")
    return line


def test_a_page_is_read() -> None:
    page = read(FRONT + body())
    assert (page.id, page.lang, page.front.title, page.front.minutes) == ("forecast", "en", "Weekly meeting", 15)
    assert [(step.minutes, step.who, step.asks) for step in page.agenda] == [
        (5, "Chair", "What moved?"), (10, "Sales", "What next?"),
    ]  # fmt: skip
    assert page.advice == (Advice(looks="Fewer deals are won.", do="Read why before asking whose fault it is."),)
    assert list(page.sections) == list(SECTIONS)
    assert page.sections["purpose"] == "Text."
    assert str(page.front.due_on) == "2027-02-20"  # 22 November + 90 days: 8 + 31 + 31 + 20


def test_headings_are_those_of_the_language() -> None:
    assert read(FRONT + body("es"), "es").sections["agenda"] == TABLE
    with pytest.raises(ConfigError, match="section 'Propósito' is missing, 'Purpose' is none of them"):
        read(FRONT + body("en"), "es")


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("---\n", "---  \n"),
        lambda text: "\n\n" + text,
        lambda text: text.replace("## Agenda", "## Agenda  "),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("Sales | What next? |", "Sales | What next? |  "),
        lambda text: text.replace("| Sales", "| <!-- slot: chair -->Sales<!-- /slot -->"),
        lambda text: text.replace("- **Fewer", "* **Fewer"),
        lambda text: text.replace("\n## Purpose", "\n# Weekly meeting\n\n<!-- made for us -->\n\n## Purpose"),
    ],
    ids=["mark", "windows", "mark and windows", "old mac", "blanks after rules", "blank lines first", "heading",
         "no last line end", "blanks after a row", "slot", "stars", "title again"],
)  # fmt: skip
def test_what_editors_do_makes_no_difference(edit) -> None:
    """Clients edit on Windows, in whatever opens the file."""
    plain, edited = read(FRONT + body()), read(edit(FRONT + body()))
    assert (edited.front, edited.agenda, edited.advice) == (plain.front, plain.agenda, plain.advice)
    assert not any("\r" in text for text in edited.sections.values())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("---\ntitle", "title", "no front matter; begin with --- and end it with ---"),
        ("title: Weekly meeting\n", "", "title: Field required"),
        ("owner: both", "ownr: both", "unknown key 'ownr'; did you mean 'owner'?"),
        ("kind: ritual", "kind: meeting", "kind: Input should be 'ritual', 'agreement'"),
        ("metrics: [win_rate]", "metrics: [win_rat]", "unknown metric 'win_rat'; did you mean 'win_rate'?"),
        ("{metric: win_rate,", "{metric: winrate,", "unknown metric 'winrate'; did you mean 'win_rate'?"),
        ("than: prior", "than: benchmark", "than: Input should be 'target', 'prior' or 'noise'"),
        ("is: below", "is: worse", "is: Input should be 'above' or 'below'"),
        ("minutes: 15", "minutes: 500", "minutes: Input should be less than or equal to 240"),
        ("minutes: 15", "minutes: an hour", "minutes: Input should be a valid integer"),
        ("2026-11-22", "2026-13-45", "front matter not readable as YAML (month must be in 1..12"),
        ("2026-11-22", "soon", "last_reviewed_on: Input should be a valid date"),
        ("review_in: 90", "review_in: 2", "review_in: Input should be greater than or equal to 14"),
        ("title: Weekly meeting", "title: Weekly: meeting", "line 2); put text that holds a colon in quotes"),
        ("owner: both", "owner: both\nowner: sales", "key 'owner' stands twice in the front matter; keep one of them"),
        ("## Roles", "## Role", "section 'Roles' is missing, 'Role' is none of them; write ## Purpose, ## Inputs,"),
        ("## Related\n\nText.\n", "", "section 'Related' is missing; write"),
        ("## Related", "## Our notes\n\nText.\n\n## Related", "section 'Our notes' is not one that pages have"),
        ("## Related", "## Forms\n\nText.\n\n## Related", "sections are not in their order, first at 'Forms'"),
        ("\n## Purpose", "\nA remark.\n\n## Purpose", "text above '## Purpose'; move it into a section"),
        ("| 5 | Chair |", "| | Chair |", "agenda line '| | Chair | What moved? |' is not | minutes | who | question |"),
        ("| 5 |", "| five |", "agenda line '| five | Chair"),
        ("| 5 |", "| ² |", "agenda line '| ² | Chair"),
        ("| 5 | Chair |", "| 5 |", "agenda line '| 5 | What moved? |' is not"),
        ("| What moved? |", "| |", "agenda line '| 5 | Chair | |' is not"),
        ("|---|---|---|\n", "", "no table under 'Agenda'; write | minutes | who leads | question |"),
        (TABLE, "- 5 minutes: Chair", "no table under 'Agenda'"),
        (TABLE, "| minutes | who | question |\n|---|---|---|", "no table under 'Agenda'"),
        ("- **Fewer", "- Fewer", "1 thresholds in the front matter, 0 lines under 'If the number looks like this'"),
        (ADVICE, f"{ADVICE}\n- **More deals are won.** Say so.", "1 thresholds in the front matter, 2 lines under"),
        (ADVICE, "- **Fewer deals are won.**", "0 lines under 'If the number looks like this'; write one '- **how"),
    ],
)  # fmt: skip
def test_a_wrong_page_is_refused_in_one_line(old: str, new: str, says: str) -> None:
    text = FRONT + body()
    assert text.count(old) == 1, old
    assert says in refusal(text.replace(old, new))


@pytest.mark.parametrize("text", ["", "---\n---\n", "Only text.", "---\njust text\n---\n", "---\n- a\n- b\n---\n"])
def test_no_front_matter(text: str) -> None:
    assert "front matter" in refusal(text)


def test_headings_of_the_second_level_are_sections_and_deeper_ones_are_not() -> None:
    page = read(FRONT + body(roles="### Chair\n\nKeeps the time."))
    assert page.sections["roles"] == "### Chair\n\nKeeps the time."


def test_a_paragraph_below_the_advice_is_no_advice() -> None:
    page = read(FRONT + body(numbers=f"{ADVICE}\n\nNothing else is needed."))
    assert page.advice[0].do == "Read why before asking whose fault it is."


def test_advice_may_go_on_below_a_blank_line_where_it_is_indented() -> None:
    page = read(FRONT + body(numbers="- **Fewer deals are won.** Read why.\n\n  Then ask."))
    assert page.advice[0].do == "Read why. Then ask."


def test_comments_are_not_read_out() -> None:
    page = read(
        FRONT + body(numbers="- **Fewer <!-- slot: stage.offer -->offers<!-- /slot --> win.** Read why. <!-- x -->")
    )
    assert page.advice == (Advice(looks="Fewer offers win.", do="Read why."),)


#: pieces that a page is made of, and some that it is not
PIECES = st.sampled_from(
    [
        *FRONT.splitlines(),
        *body().splitlines(),
        "\ufeff",
        "\r",
        "---",
        "|",
        "- ",
        "**",
        "## ",
        "<!--",
        "-->",
        "a: [",
        "{",
    ]
)


@given(st.lists(PIECES, max_size=60).map("\n".join) | st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        page = read(text)
    except ConfigError as error:
        assert "\n" not in str(error)
    else:
        assert len(page.advice) == len(page.front.thresholds)


@given(st.integers(0, len(FRONT + body()) - 1), st.sampled_from(["", "\r\n", "x", ":", "|", "*", "#", "-", "{"]))
def test_one_slip_of_the_hand_is_read_or_refused_in_one_line(place: int, slip: str) -> None:
    text = FRONT + body()
    try:
        page = read(text[:place] + slip + text[place + 1 :])
    except ConfigError as error:
        assert "\n" not in str(error)
    else:
        assert list(page.sections) == list(SECTIONS)


@given(st.lists(st.tuples(st.integers(0, 200), st.text("abc ", min_size=1).filter(str.strip)), min_size=1, max_size=9))
def test_every_point_of_an_agenda_is_kept(points: list[tuple[int, str]]) -> None:
    rows = "\n".join(f"| {minutes} | {who} | {who}? |" for minutes, who in points)
    page = read(FRONT + body(agenda=f"| a | b | c |\n|---|---|---|\n{rows}"))
    assert [(step.minutes, step.who) for step in page.agenda] == [(minutes, who.strip()) for minutes, who in points]


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_the_body_is_the_same_whatever_ends_its_lines(end: str, mark: bool) -> None:
    text = FRONT + body()
    written = ("\ufeff" if mark else "") + text.replace("\n", end)
    assert split_front(written, where="") == split_front(text, where="")
