"""Edits of people survive whatever the kit writes anew, and a second run writes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.playbook.keeping import keep, reviewed_on
from helpers.playbook.merging import merged
from helpers.playbook.pieces import UnreadableError, pieces

PAGE = """---
title: Agreement
when: Once a month
last_reviewed_on: 2026-11-22
---

## Purpose

One decision.

<!-- slot: here -->

Sales chairs.

<!-- /slot -->

## Agenda

| minutes | who | question |
|---|---|---|
| 5 | Sales | What now? |

## Roles

- **Chair**: asks.
"""


def with_(old: str, new: str, page: str = PAGE) -> str:
    assert old in page
    return page.replace(old, new)


# -- pieces ------------------------------------------------------------------------------------------------------------


def test_a_page_comes_apart_into_keys_sections_and_blocks_and_together_again():
    made = pieces(PAGE)
    assert list(made.front) == ["title", "when", "last_reviewed_on"]
    assert list(made.sections) == ["", "Purpose", "Agenda", "Roles"]
    assert made.blocks == {"here": "\nSales chairs.\n\n"}
    assert made.whole() == PAGE


def test_a_heading_in_code_is_no_heading_and_one_that_comes_twice_has_its_number():
    page = with_("One decision.", "~~~\n## not this\n~~~\n\n## Roles\n\nmore")
    made = pieces(page)
    assert list(made.sections) == ["", "Purpose", "Roles", "Agenda", "Roles (2)"]
    assert made.whole() == page


def test_a_mark_that_lost_its_end_leaves_the_rest_of_the_page_in_its_sections():
    page = with_("<!-- /slot -->\n", "") + "\n<!-- slot: roles -->\n\ntwo\n\n<!-- /slot -->\n"
    assert pieces(page).blocks == {"roles": "\ntwo\n\n"}
    assert pieces(page).whole() == page


@pytest.mark.parametrize(
    "page", ["", "no front matter", "---\ntitle: [\n---\n", "---\njust words\n---\n\n## Purpose\n"]
)
def test_a_page_without_readable_front_matter_is_not_taken_apart(page: str):
    with pytest.raises(UnreadableError):
        pieces(page)


# -- three versions ----------------------------------------------------------------------------------------------------


def test_what_nobody_touched_takes_the_new_text():
    new = with_("Sales chairs.", "Marketing chairs.")
    assert merged(PAGE, PAGE, new).text == new


def test_what_only_people_touched_stays_and_the_rest_is_renewed():
    mine = with_("One decision.", "One decision, on Fridays.")
    new = with_("- **Chair**: asks.", "- **Chair**: asks and keeps the time.")
    found = merged(PAGE, mine, new)
    assert found.both == ()
    assert found.text == with_("- **Chair**: asks.", "- **Chair**: asks and keeps the time.", mine)


def test_a_block_is_renewed_inside_a_section_that_people_edited():
    mine = with_("One decision.", "One decision, on Fridays.")
    found = merged(PAGE, mine, with_("Sales chairs.", "Marketing chairs."))
    assert (found.text, found.both) == (with_("Sales chairs.", "Marketing chairs.", mine), ())


def test_what_both_touched_stays_theirs_and_is_named():
    mine = with_("- **Chair**: asks.", "- **Chair**: listens.")
    mine = with_("when: Once a month", "when: On Fridays", mine)
    new = with_("when: Once a month", "when: Every week", with_("asks.", "asks twice."))
    found = merged(PAGE, mine, new)
    assert (found.text, found.both) == (mine, ("when", "Roles"))


def test_both_writing_the_same_is_no_clash():
    new = with_("asks.", "asks twice.")
    assert merged(PAGE, new, new).both == ()
    other = with_("One decision.", "Two decisions.", new)
    assert merged(PAGE, other, new).text == other


def test_a_key_people_added_is_theirs_and_one_the_kit_adds_comes():
    mine = with_("when: Once a month\n", "when: Once a month\nroom: Bilbao  # second floor\n")
    new = with_("when: Once a month\n", "when: Once a month\nminutes: 60\n")
    found = merged(PAGE, mine, new)
    assert found.both == ()
    assert list(pieces(found.text).front) == ["title", "when", "minutes", "room", "last_reviewed_on"]
    assert "room: Bilbao  # second floor\n" in found.text


def test_sections_people_added_moved_or_removed_are_theirs():
    head, agenda, roles = (
        PAGE.partition("## Agenda")[0],
        "## Agenda\n\nnothing\n\n",
        "## Roles\n\n- **Chair**: asks.\n\n",
    )
    mine = f"{head}{roles}## Our own\n\nwords\n"
    base = f"{head}{agenda}{roles}"
    found = merged(base, mine, with_("asks.", "asks twice.", base))
    assert found.text == f"{head}## Roles\n\n- **Chair**: asks twice.\n\n## Our own\n\nwords\n"
    assert found.both == ()


def test_a_section_that_is_new_in_the_kit_stands_where_the_kit_has_it():
    new = with_("## Roles", "## Outputs\n\n- A decision.\n\n## Roles")
    mine = with_("asks.", "listens.")
    assert list(pieces(merged(PAGE, mine, new).text).sections) == ["", "Purpose", "Agenda", "Outputs", "Roles"]
    assert "listens." in merged(PAGE, mine, new).text


def test_a_removed_section_stays_removed_and_its_change_is_named():
    mine = PAGE.partition("## Roles")[0]
    found = merged(PAGE, mine, with_("asks.", "asks twice."))
    assert (found.text, found.both) == (mine, ("Roles",))


def test_a_block_whose_marks_were_taken_out_does_not_come_back():
    mine = with_("<!-- slot: here -->\n\nSales chairs.\n\n<!-- /slot -->\n\n", "")
    found = merged(PAGE, mine, with_("Sales chairs.", "Marketing chairs."))
    assert (found.text, found.both) == (mine, ())


def test_without_a_last_version_every_difference_is_theirs():
    mine = with_("asks.", "listens.")
    found = merged(None, mine, PAGE)
    assert (found.text, found.both) == (mine, ("Roles",))


MARKS = st.sampled_from(["## Roles", "## Mine", "~~~", "```", "<!-- slot: here -->", "<!-- /slot -->", "---", "# Top"])
LINES = MARKS | st.text(alphabet="ab#-|<>! \u2028\x85\x0c", max_size=12).map(lambda text: f"mine {text} mine")
PLACES = st.integers(min_value=0, max_value=len(PAGE.split("\n")))
NEW = st.lists(st.sampled_from([("asks.", "asks twice."), ("Sales chairs.", "Next on Friday."),
                                ("Once a month", "Every week"), ("## Roles", "## Outputs\n\nNew.\n\n## Roles"),
                                ("| 5 | Sales | What now? |", "| 10 | Both | What next? |")]), unique=True)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(edits=st.lists(st.tuples(PLACES, LINES), max_size=6), dropped=st.lists(PLACES, max_size=4),
       runs=st.lists(NEW, min_size=1, max_size=4))  # fmt: skip
def test_every_line_people_added_survives_every_run(edits, dropped, runs):
    lines = [line for place, line in enumerate(PAGE.split("\n")) if place not in dropped or place < 5]
    for place, line in edits:
        lines.insert(max(place, 5), line)
    mine, base = "\n".join(lines), PAGE
    for changes in runs:
        new = PAGE
        for old, text in changes:
            new = new.replace(old, text)
        mine, base = merged(base, mine, new).text, new
        kept = mine.split("\n")
        assert all(line in kept for _, line in edits)
        assert merged(base, mine, new).text == mine


# -- on disk -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert keep(tmp_path, {"sla": PAGE, "stages": PAGE}, lang="en").made == ["sla", "stages"]
    return tmp_path


def page(folder: Path, name: str = "sla") -> Path:
    return folder / "playbook" / "en" / f"{name}.md"


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_second_run_writes_nothing(folder: Path):
    before = state(folder)
    kept = keep(folder, {"sla": PAGE, "stages": PAGE}, lang="en")
    assert state(folder) == before
    assert (kept.made, kept.renewed, kept.lines) == ([], [], [])
    assert kept.pages == {"sla": PAGE, "stages": PAGE}


def test_a_clash_lays_the_new_page_beside_and_says_so_until_it_is_gone(folder: Path):
    page(folder).write_text(with_("asks.", "listens."), encoding="utf-8")
    new = with_("asks.", "asks twice.")
    kept = keep(folder, {"sla": new, "stages": PAGE}, lang="en")
    assert kept.lines == [
        "playbook/en/sla.md: changed by hand and by the kit (Roles): yours stays, the new text is in sla.new.md"
    ]
    assert page(folder).read_text(encoding="utf-8") == with_("asks.", "listens.")
    assert page(folder, "sla.new").read_text(encoding="utf-8") == new
    before = state(folder)
    again = keep(folder, {"sla": new, "stages": PAGE}, lang="en")
    assert state(folder) == before
    assert len(again.lines) == 1 and "sla.new.md still lies there" in again.lines[0]
    page(folder, "sla.new").unlink()
    assert keep(folder, {"sla": new, "stages": PAGE}, lang="en").lines == []


def test_a_copy_nobody_wrote_in_follows_and_one_somebody_wrote_in_stays(folder: Path):
    page(folder).write_text(with_("asks.", "listens."), encoding="utf-8")
    keep(folder, {"sla": with_("asks.", "asks twice.")}, lang="en")
    keep(folder, {"sla": with_("asks.", "asks thrice.")}, lang="en")
    assert "asks thrice." in page(folder, "sla.new").read_text(encoding="utf-8")
    page(folder, "sla.new").write_text("my notes", encoding="utf-8")
    kept = keep(folder, {"sla": with_("asks.", "asks once.")}, lang="en")
    assert page(folder, "sla.new").read_text(encoding="utf-8") == "my notes"
    assert "asks once." in page(folder, "sla.new2").read_text(encoding="utf-8")
    assert [line.rpartition(" ")[2] for line in kept.lines if "changed by hand" in line] == ["sla.new2.md"]


def test_a_page_deleted_by_hand_stays_deleted_and_is_said(folder: Path):
    page(folder).unlink()
    kept = keep(folder, {"sla": PAGE, "stages": PAGE}, lang="en")
    assert not page(folder).exists()
    assert kept.lines == [
        "playbook/en/sla.md was deleted by hand and stays so; to have it again, delete playbook/.base/en/sla.md"
    ]
    assert list(kept.pages) == ["stages"]
    (folder / "playbook" / ".base" / "en" / "sla.md").unlink()
    assert keep(folder, {"sla": PAGE, "stages": PAGE}, lang="en").made == ["sla"]


def test_a_page_that_leaves_the_context_goes_if_nobody_edited_it(folder: Path):
    page(folder).write_text(with_("asks.", "listens."), encoding="utf-8")
    kept = keep(folder, {}, lang="en")
    assert kept.removed == ["stages"]
    assert not page(folder, "stages").exists()
    assert page(folder).exists()
    assert kept.lines == ["playbook/en/sla.md is no page of this context any more; it was edited by hand, so it stays"]


def test_line_ends_and_byte_order_mark_of_an_editor_are_kept_and_are_no_edit(folder: Path):
    dressed = "\ufeff" + with_("One decision.", "One decision, on Fridays.").replace("\n", "\r\n")
    page(folder).write_bytes(dressed.encode())
    page(folder, "stages").write_bytes(PAGE.replace("\n", "\r\n").encode())
    before = state(folder)
    assert keep(folder, {"sla": PAGE, "stages": PAGE}, lang="en").lines == []
    assert state(folder) == before
    kept = keep(folder, {name: with_("asks.", "asks twice.") for name in ("sla", "stages")}, lang="en")
    assert (kept.renewed, kept.lines) == (["sla", "stages"], [])
    assert page(folder).read_bytes() == dressed.replace("asks.", "asks twice.").encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"---\ntitle: [\n---\n\nwords\n", "no YAML"),
        (b"words only\n", "does not begin with"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_page_that_cannot_be_read_is_kept_and_the_others_go_on(folder: Path, content: bytes, why: str):
    page(folder).write_bytes(content)
    kept = keep(folder, {name: with_("asks.", "asks twice.") for name in ("sla", "stages")}, lang="en")
    assert page(folder).read_bytes() == content
    assert kept.renewed == ["stages"]
    [line] = kept.lines
    assert line.startswith("playbook/en/sla.md is kept as it is") and why in line


def test_an_edit_made_while_a_page_was_unreadable_is_still_told_from_the_kits(folder: Path):
    page(folder).write_bytes(b"words only\n")
    keep(folder, {"sla": with_("asks.", "asks twice.")}, lang="en")
    page(folder).write_text(with_("One decision.", "Two."), encoding="utf-8")
    assert keep(folder, {"sla": with_("asks.", "asks twice.")}, lang="en").lines == []
    text = page(folder).read_text(encoding="utf-8")
    assert "Two." in text and "asks twice." in text


def test_what_people_lay_beside_the_pages_is_left_alone(folder: Path):
    page(folder, "our-own").write_text("# Ours\n", encoding="utf-8")
    keep(folder, {}, lang="en")
    assert page(folder, "our-own").read_text(encoding="utf-8") == "# Ours\n"


def test_the_day_on_which_a_page_was_made_first_is_remembered(folder: Path):
    assert reviewed_on(folder, lang="en")["sla"] == date(2026, 11, 22)
    assert reviewed_on(folder, lang="es") == {}
