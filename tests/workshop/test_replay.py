"""Last quarter under a draft, counted by hand, and what is refused or left open."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browsing import axe, beyond_disk, opened, paper, sideways
from helpers.agreements import Sla
from helpers.agreements.sla import Calendar, Capacity, Sooner, Within
from helpers.errors import ConfigError
from helpers.patterns.basis import Basis
from helpers.words import Words
from helpers.workshop.replay import Kept, Replay, drafted, replay
from helpers.workshop.replay_page import length, replay_page
from plain_words import found as forbidden

from .leads import SLA, basis, rows


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Basis:
    return basis(tmp_path_factory.mktemp("replay"))


@pytest.fixture(scope="module")
def held(company: Basis) -> Replay:
    """The quarter under the agreement in force."""
    return replay(company, SLA)


def shares(found: Replay) -> tuple[int, int]:
    assert found.in_time is not None
    return found.in_time.kept, found.in_time.of


def test_a_quarter_by_hand(held: Replay) -> None:
    """40 leads, ten of each of WAITS four times. Within eight hours: 1, 2, 4, 7 and 8 hours, so 5 of 10. The last lead
    of the 25th of September is long due by the end of October. Decided in three working days of the seven decided:
    1, 2, 1 and 3 days; the six others (4, 5, 6 days, and three never) are not."""
    found = held
    assert (found.requested, shares(found)) == (40, (20, 40))
    assert found.decided is not None and (found.decided.kept, found.decided.of) == (16, 40)
    assert Counter(each.why for each in found.missed) == {"late": 12, "silent": 8, "undecided": 8}
    assert (found.young, found.untold, found.nobody_decided) == (0, 0, 24)
    assert str(found.quarter) == "2026-08/2026-10" and found.unit == "hours"


def test_under_the_agreement_in_force_nothing_changes(held: Replay) -> None:
    assert held.in_force == held.in_time


def test_a_longer_time_is_kept_more_often(company: Basis) -> None:
    """Within 12 hours one more of ten, within 30 hours all that were answered."""
    assert shares(replay(company, SLA.model_copy(update={"answer_within": Within(hours=12)}))) == (24, 40)
    assert shares(replay(company, SLA.model_copy(update={"answer_within": Within(hours=30)}))) == (32, 40)


@pytest.fixture(scope="module")
def by_hours(company: Basis) -> dict[int, int]:
    return {hours: shares(replay(company, Sla(answer_within=Within(hours=hours))))[0] for hours in (1, 3, 8, 20, 40)}


@settings(max_examples=20)
@given(pair=st.lists(st.sampled_from((1, 3, 8, 20, 40)), min_size=2, max_size=2).map(sorted))
def test_no_longer_promise_is_kept_less_often(by_hours: dict[int, int], pair: list[int]) -> None:
    assert by_hours[pair[0]] <= by_hours[pair[1]]


def test_the_drafts_own_calendar_is_read(company: Basis) -> None:
    """Two hours of work a day: an answer that came after 12 hours of nine-hour days (3 hours of the second day) came
    after 2 + 2 hours of these, so that four hours now hold what took twelve."""
    short = Calendar(hours=("09:00-11:00",))
    found = replay(company, Sla(answer_within=Within(hours=4), calendar=short))
    assert shares(found) == (24, 40)


def test_leads_with_a_time_of_their_own_are_held_to_it(company: Basis) -> None:
    """Fairs are every second lead: of ten those answered after 2, 7 and 12 hours, and two never (places 1, 3, 5, 7, 9).
    With one hour for them none is in time; of the web 1, 4, 8 hours of 1, 4, 8, 20 and never."""
    fairs = Sooner(segment="channel=fairs", answer_within=Within(hours=1))
    found = replay(company, Sla(answer_within=Within(hours=8), exceptions=(fairs,)))
    assert shares(found) == (12, 40)
    parts = {each.value: (each.in_time.kept, each.in_time.of) for each in found.groups if each.name == "channel"}
    assert parts == {"fairs": (0, 20), "web": (12, 20)}


def test_kinds_of_touch_that_the_draft_calls_attempts_answer_nobody(company: Basis) -> None:
    """Without calls only decisions answer: within one day of nine hours and eight minutes of an hour, two of ten
    (rows 1 and 3 are decided on the next working day at ten, ten hours of work later)."""
    found = replay(company, Sla(answer_within=Within(hours=10), attempts=("call",)))
    assert shares(found) == (8, 40)


def test_groups_add_up_and_are_never_people(held: Replay) -> None:
    found = held
    names = {each.name for each in found.groups}
    assert names == {"channel", "size", "seller_group"}
    for name in ("channel", "seller_group"):
        mine = [each.in_time for each in found.groups if each.name == name]
        assert (sum(each.kept for each in mine), sum(each.of for each in mine)) == (20, 40)
    assert not {each.value for each in found.groups} & {f"s{n}" for n in range(4)}


def test_missed_leads_are_as_many_as_the_shares_say(held: Replay) -> None:
    found = held
    kept, of = shares(found)
    assert sum(each.why in ("late", "silent") for each in found.missed) == of - kept
    assert len({each.lead for each in found.missed}) == len(found.missed)
    assert {each.waited for each in found.missed if each.why == "late"} == {12.0, 20.0, 30.0}


def test_a_sellers_room_stands_beside_the_leads_of_a_day(company: Basis, held: Replay) -> None:
    """40 leads over the 21 + 22 + 22 working days of August to October."""
    found = replay(company, SLA.model_copy(update={"capacity": Capacity(sellers=2, leads_per_seller_day=1.5)}))
    assert found.room == 3.0 and found.a_day == pytest.approx(40 / 65)
    assert held.room is None


def test_young_leads_are_not_judged(tmp_path: Path) -> None:
    """The leads of the 61st working day on are asked for in the last days of October."""
    found = replay(basis(tmp_path, rows(65)), Sla(answer_within=Within(days=5)))
    assert found.in_time is not None
    assert found.young > 0 and found.in_time.of + found.young + found.untold == found.requested == 65


def test_without_an_agreement_in_force_there_is_nothing_to_compare(tmp_path: Path) -> None:
    assert replay(basis(tmp_path, sla=None), SLA).in_force is None


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Sla(), "answer_within: the draft promises no time to answer; write {hours: 8}"),
        (Sla(answer_within=Within(hours=8), exceptions=(Sooner(segment="channel=webb", answer_within=Within(days=1)),)),
         "exceptions: no lead is of 'channel=webb'; use one of: fairs, web"),
        (Sla(answer_within=Within(hours=8), exceptions=(Sooner(segment="colour=red", answer_within=Within(days=1)),)),
         "use one of: channel=<name> or a segment"),
    ],
)  # fmt: skip
def test_a_draft_that_cannot_be_replayed_is_told_why(company: Basis, draft: Sla, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)):
        replay(company, draft)


def test_a_quarter_without_leads_is_said(tmp_path: Path) -> None:
    made = rows(1)
    made["handoffs"] = []
    with pytest.raises(ConfigError, match="nothing was handed over in 2026-08/2026-10"):
        replay(basis(tmp_path, made), SLA)


def test_a_draft_is_read_as_the_form_is(tmp_path: Path) -> None:
    path = tmp_path / "draft.yml"
    path.write_text("answer_within: {hours: 4}\n", encoding="utf-8")
    assert drafted(path).answer_within == Within(hours=4)
    path.write_text("answer_wthin: {hours: 4}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="answer_wthin"):
        drafted(path)
    with pytest.raises(ConfigError, match="no draft is there"):
        drafted(tmp_path / "none.yml")


# -- the page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es", "es_419"])
def test_the_page_says_the_share_and_what_it_cannot_tell(company: Basis, held: Replay, lang: str) -> None:
    made = replay_page(held, company, lang=lang)
    plain = re.sub(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]+>", " ", made, flags=re.DOTALL).replace(
        "\xa0", " "
    )
    headline = {
        "en": "20 of 40 leads of last quarter",
        "es": "20 de los 40 leads del último trimestre",
        "es_419": "20 de los 40 prospectos del último trimestre",
    }[lang]
    assert headline in plain
    assert {"en": "What this cannot tell.", "es": "Qué no se puede saber", "es_419": "Qué no se puede saber"}[
        lang
    ] in plain
    assert "and 0 more" not in plain and "nan" not in plain
    if lang != "es_419":
        text = re.sub(r"p_[0-9a-f]{12}", "", plain).lower()
        assert forbidden(text, lang) == []


def test_names_in_lower_case_begin_alike_whether_or_not_they_have_spaces(tmp_path: Path) -> None:
    """Twenty leads of the fairs, twenty of a channel whose name is of two words."""
    made = rows()
    for row in made["people"]:
        row["source_group"] = {"web": "búsqueda orgánica"}.get(row["source_group"], row["source_group"])
    for row in made["segments"]:
        row["value"] = {"web": "búsqueda orgánica"}.get(row["value"], row["value"])
    company = basis(tmp_path, made)
    shown = replay_page(replay(company, SLA), company, lang="es")
    assert "Búsqueda orgánica</th>" in shown and "Fairs</th>" in shown
    assert "<td>Búsqueda orgánica</td>" in shown and "búsqueda" not in shown


def test_the_page_is_made_the_same_again(company: Basis, held: Replay) -> None:
    assert replay_page(held, company, lang="en") == replay_page(replay(company, SLA), company, lang="en")


def test_lengths_are_said_in_words() -> None:
    assert length(Within(hours=1), Words("en")) == "1 working hour"
    assert length(Within(days=3), Words("es")) == "3 días laborables"


def test_no_case_is_no_share() -> None:
    assert Kept.counted(0, 0) is None


@pytest.mark.debian
def test_the_page_works_offline_for_everybody_and_on_paper(
    company: Basis, held: Replay, tmp_path: Path, browser
) -> None:
    path = tmp_path / "replay.html"
    path.write_text(replay_page(held, company, lang="es"), encoding="utf-8")
    with opened(browser, path) as page:
        assert page.said == [] and beyond_disk(page) == [] and sideways(page) == 0
        assert axe(page) == []
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.lines')).paddingLeft)") >= 16
        assert paper(page) <= 4
