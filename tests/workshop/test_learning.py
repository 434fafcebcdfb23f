"""What was learnt: answers as people hand them in, and figures that can be computed by hand."""

from __future__ import annotations

import json
import math
from datetime import date
from itertools import product
from math import comb

import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from helpers.errors import SourceError
from helpers.patterns import PATTERNS
from helpers.samples.plants.plant import Truth
from helpers.words import Words
from helpers.workshop.learning.given import Answer, Claim, Given, code_of, read_given
from helpers.workshop.learning.learnt import learnt, rows
from helpers.workshop.learning.living import Paper, Promise, checked, read_promises
from helpers.workshop.learning.matched import exact_p, paired_interval, shifts, total
from helpers.workshop.learning.page import TOPICS, report_page, sections
from helpers.workshop.learning.questions import OPTIONS, questions
from helpers.workshop.learning.shares import share
from helpers.workshop.learning.sureness import Said, sureness
from helpers.workshop.learning.task import marked, scored

TRUTHS = [
    Truth("growth", "planted", "all", "", 0.0), Truth("unanswered", "planted", "seller_group=North", "", 0.3),
    Truth("unanswered", "decoy", "seller_group=South", ""), Truth("ignored", "also", "channel=web", ""),
]  # fmt: skip
FIRST = questions()[0]


def answered(codes: str, *, before: dict[str, str], after: dict[str, str], question: str = FIRST.id) -> list[Answer]:
    """The first question, by code; a code that is missing did not answer then."""
    return [
        Answer(code, when, question, given[code])
        for code in codes for when, given in (("before", before), ("after", after)) if code in given
    ]  # fmt: skip


# --- the questions


def test_eight_questions_each_of_a_lesson_in_two_languages_with_a_belief_behind_each_wrong_answer():
    from helpers.lessons.lesson import plans

    assert len(questions()) == 8 and {each.id for each in questions()} <= set(plans())
    assert set(TOPICS) == {each.id for each in questions()}
    for each in questions():
        assert each.right in OPTIONS and len(set(each.en.wrong.values())) == len(set(each.es.wrong.values())) == 3
        assert each.said("es_419") == each.es and each.said("en") == each.en
    rights = [each.right for each in questions()]
    assert max(rights.count(option) for option in OPTIONS) <= 2, "the place of the right answer must tell nothing"


# --- what is handed in


def saved(folder, name, **told):
    (folder / "answers").mkdir(exist_ok=True)
    text = json.dumps({"tandem": "workshop", "version": 1, "kind": "before", "on": "2026-09-10T09:00", **told})
    (folder / "answers" / name).write_text(text, encoding="utf-8")


def test_files_of_the_page_and_typed_sheets_are_read_alike(tmp_path):
    saved(tmp_path, "b.json", code="PA 17", answers={"growth": {"option": "C", "sure": 80}, "noise": {"option": "b"}})
    saved(tmp_path, "t.json", kind="transfer", code="pa-17",
          claims=[{"pattern": "growth", "where": "all", "sure": 70}])  # fmt: skip
    letters = ";".join(["a"] + [""] * 7)
    (tmp_path / "answers.csv").write_text(
        "code;when;" + ";".join(f"q{n}" for n in range(1, 9)) + ";s1\nPa17;después;" + letters + ";90 %\n", "utf-8-sig"
    )
    (tmp_path / "transfer.csv").write_text("code,pattern,where\nmo3,,\n", "utf-8")
    found = read_given(tmp_path)
    assert found.left_out == ()
    assert set(found.answers) == {
        Answer("pa17", "before", "growth", "c", 80), Answer("pa17", "before", "noise", "b"),
        Answer("pa17", "after", "growth", "a", 90),
    }  # fmt: skip
    assert found.claims == (Claim("pa17", "growth", "all", 70),) and found.tried == {"pa17", "mo3"}


def test_whoever_hands_in_twice_counts_with_the_newest(tmp_path):
    saved(tmp_path, "z.json", code="pa17", on="2026-09-10T09:00", answers={"growth": "a"})
    saved(tmp_path, "a.json", code="pa17", on="2026-09-10T09:30", answers={"growth": "c"})
    found = read_given(tmp_path)
    assert [each.option for each in found.answers] == ["c"]
    assert found.left_out == ("before of 'pa17' was handed in more than once: the newest counts",)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ({"code": ""}, "x.json: no code, so it belongs to nobody"),
        ({"code": "a", "answers": {"growth": "e"}}, "x.json: 'e' is no answer to 'growth'"),
        ({"code": "a", "answers": {"moon": "a"}}, "x.json: 'a' is no answer to 'moon'"),
        ({"code": "a", "answers": {"growth": {"option": "a", "sure": 40}}},
         "x.json: '40' is not how sure somebody is, 50 to 100"),
        ({"code": "a", "kind": "transfer", "claims": [{"pattern": "luck"}]},
         "x.json: 'luck' is no finding of the list"),
        ({"code": "a", "kind": "party"}, "x.json: no file that a page of the workshop saved"),
        ({"code": "a", "tandem": "survey"}, "x.json: no file that a page of the workshop saved"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_left_out_and_named(tmp_path, told, line):
    saved(tmp_path, "x.json", **told)
    assert read_given(tmp_path).left_out == (line,)


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"', "[" * 5000, "\ufeff{}", "{}" * 200_000])
def test_a_file_that_is_none_is_named_and_nothing_stops(tmp_path, text):
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "odd.json").write_text(text, encoding="utf-8")
    assert read_given(tmp_path).left_out == ("odd.json: no file that a page of the workshop saved",)


NAMES = st.sampled_from(["option", "sure", "pattern", "growth", "x"])
ANYTHING = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
)


@drawn_from(ANYTHING)
def test_whatever_stands_in_a_file_is_an_answer_or_a_line(tmp_path_factory, inside):
    folder = tmp_path_factory.mktemp("odd")
    saved(folder, "x.json", code="a", answers=inside)
    saved(folder, "y.json", code="a", kind="transfer", claims=inside)
    found = read_given(folder)
    assert all(each.option in OPTIONS for each in found.answers)
    assert all(each.pattern in PATTERNS for each in found.claims)


def test_a_sheet_without_its_columns_says_which(tmp_path):
    (tmp_path / "answers.csv").write_text("code,when,q1,q2\na,before,a,b\n", "utf-8")
    with pytest.raises(SourceError, match=r"^answers.csv: no column q3, q4, q5, q6, q7, q8; add it to the first row$"):
        read_given(tmp_path)


def test_codes_are_compared_as_people_write_them():
    assert code_of("Pa-17") == code_of(" pa 17 ") == code_of("PA17") and code_of("pa18") != code_of("pa17")


# --- before and after


def test_the_test_of_who_moved_is_the_sign_test_by_hand():
    for gained, lost in product(range(9), range(9)):
        n, k = gained + lost, min(gained, lost)
        by_hand = min(1.0, 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n) if n else 1.0
        assert exact_p(gained, lost) == pytest.approx(by_hand)


def test_a_question_moves_as_counted_by_hand():
    right, wrong = FIRST.right, next(option for option in OPTIONS if option != FIRST.right)
    before = dict(zip("abcdef", [wrong] * 5 + [right], strict=True))
    after = dict(zip("abcdeg", [right] * 4 + [wrong, right], strict=True))
    found = shifts(answered("abcdefg", before=before, after=after), questions())[0]
    assert (found.n, found.before, found.after, found.gained, found.lost) == (5, 0, 4, 4, 0)
    assert found.value == 0.8 and found.wrong[wrong] == (5, 1)
    assert (found.low, found.high) == paired_interval(4, 0, 5)
    assert not found.clear, "four of four passes no test over eight questions"


def test_a_clear_shift_is_clear_over_eight_questions():
    right, wrong = FIRST.right, next(option for option in OPTIONS if option != FIRST.right)
    codes = "abcdefghij"
    found = shifts(answered(codes, before=dict.fromkeys(codes, wrong), after=dict.fromkeys(codes, right)), questions())
    assert [each.clear for each in found] == [True] + [False] * 7
    assert [each.n for each in found] == [10] + [0] * 7 and math.isnan(found[1].value)


@drawn_from(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_intervals_hold_what_was_seen_and_turn_with_it(gained, lost, still):
    n = gained + lost + still
    low, high = paired_interval(gained, lost, n)
    if n == 0:
        assert math.isnan(low)
        return
    other_low, other_high = paired_interval(lost, gained, n)
    assert low == pytest.approx(-other_high) and high == pytest.approx(-other_low)
    assert -1 <= low <= high <= 1


def test_only_people_with_both_sheets_count_in_the_total():
    right = FIRST.right
    wrong = next(option for option in OPTIONS if option != right)
    after = {"a": right, "b": right, "d": right}
    found = total(answered("abcd", before={"a": wrong, "b": right, "c": wrong}, after=after), questions())
    assert (found.people, found.unmatched, found.before, found.after, found.value) == (2, 2, 0.5, 1.0, 0.5)


# --- the task


def test_claims_are_right_at_the_right_place_only_and_repeats_count_once():
    claims = [Claim("a", "growth", "all"), Claim("a", "growth", "all"), Claim("a", "unanswered", "seller_group=South"),
              Claim("a", "ignored", "channel=web"), Claim("b", "unanswered", "seller_group=North"),
              Claim("b", "simpson", "channel=all"), Claim("b", "unanswered", "seller_group=East")]  # fmt: skip
    assert [row.right for row in marked(claims, TRUTHS)] == [True, False, None, True, False, False]
    found = scored(claims, TRUTHS, sheets=2)
    assert (found.claimed, found.right, found.half, found.planted, found.decoys) == (5, 2, 2, 4, 1)
    assert (found.precision, found.recall) == (0.4, 0.5)
    assert (found.precision_low, found.precision_high) == share(2, 5)[1:]


def test_nothing_claimed_is_no_precision_and_no_recall_is_nothing_found():
    found = scored([], TRUTHS, sheets=3)
    assert math.isnan(found.precision) and found.recall == 0 and found.planted == 6


# --- sureness


def test_sureness_by_hand():
    found = sureness([Said("a", 100, True), Said("a", 50, False), Said("b", 80, True), Said("b", 60, False)])
    assert found.sure == pytest.approx(0.725) and found.right == 0.5
    assert found.brier == pytest.approx((0 + 0.25 + 0.04 + 0.36) / 4)
    assert found.over == pytest.approx((0.25 + 0.2) / 2)
    assert [(step.n, step.right) for step in found.steps[1:]] == [(1, 1.0), (1, 1.0)]
    assert found.steps[0].n == 2 and found.steps[0].sure == pytest.approx(0.55)


def test_nobody_said_how_sure():
    found = sureness([])
    assert found.n == 0 and math.isnan(found.brier) and math.isnan(found.over)


# --- sixty days on


def test_a_commitment_by_its_days():
    by, expires = date(2026, 10, 1), date(2026, 12, 1)
    assert Promise("x", "both", by, expires, date(2026, 10, 1)).state(date(2026, 11, 1)) == "kept"
    assert Promise("x", "both", by, expires, date(2026, 10, 2)).state(date(2026, 11, 1)) == "late"
    assert Promise("x", "both", by, expires, date(2026, 10, 20)).state(date(2026, 10, 10)) == "overdue"
    assert Promise("x", "both", by, expires, None).state(date(2026, 10, 1)) == "open"
    assert Promise("x", "both", by, expires, None).state(date(2026, 12, 2)) == "expired"
    assert Promise("x", "both", by, None, None, dropped=True).state(date(2027, 1, 1)) == "dropped"


def test_a_document_lives_where_somebody_touched_it_after_the_day_itself():
    held = date(2026, 9, 10)
    papers = [Paper("sla", date(2026, 9, 11)), Paper("icp_sales", held), Paper("icp_marketing", None, there=False)]
    later = Paper("monthly-review", date(2026, 12, 1))
    found = checked([*papers, later], [], held=held, on=date(2026, 10, 10))
    assert [since for _, since in found.papers] == [True, False, False, False]
    assert (found.alive, found.early) == (1, 30)


def test_commitments_are_read_and_a_day_that_is_none_names_its_line(tmp_path):
    path = tmp_path / "commitments.csv"
    assert read_promises(path) == []
    path.write_text(
        "commitment,team,by,expires,done,dropped\nAnswer in a day,sales,2026-10-01,,2026-09-30,\n,,,,,\n", "utf-8"
    )
    assert read_promises(path) == [Promise("Answer in a day", "sales", date(2026, 10, 1), None, date(2026, 9, 30))]
    path.write_text("commitment,team,by\nAnswer,sales,1.10.2026\n", "utf-8")
    with pytest.raises(SourceError, match=r"^commitments.csv, line 2: '1.10.2026' is no day; write it as 2026-11-22$"):
        read_promises(path)


# --- the report


def workshop(people: int) -> Given:
    """People who get better, each with a sheet before, after and of the task."""
    answers, claims = [], []
    for number in range(people):
        code = f"c{number}"
        for place, question in enumerate(questions()):
            wrong = next(option for option in OPTIONS if option != question.right)
            early = question.right if (number + place) % 3 == 0 else wrong
            answers.append(Answer(code, "before", question.id, early, 60))
            answers.append(Answer(code, "after", question.id, wrong if place == number % 8 else question.right, 90))
        claims.append(Claim(code, "growth", "all", 80))
    return Given(tuple(answers), tuple(claims), frozenset(f"c{number}" for number in range(people)))


def test_under_four_people_only_totals_are_shown_and_nothing_tells_who_answered_what():
    living = checked([], [], held=date(2026, 9, 1), on=date(2026, 11, 1))
    found = learnt(workshop(3), TRUTHS, living)
    assert found.few and found.shifts == () and found.sure is None
    table = rows(found)
    assert not set(table["figure"]) & {"right", "chosen", "change_of_share", "sure"}
    text = report_page(found, "en", of="Acme")
    assert "With fewer than 4 people, only totals are shown." in text
    assert not [each for each in questions() for said in each.en.wrong.values() if said in text]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_from_four_on_every_question_has_its_row_and_every_number_stands_in_the_table(lang):
    found = learnt(workshop(6), TRUTHS, checked([Paper("sla", None)], [], held=date(2026, 9, 1), on=date(2026, 9, 2)))
    assert not found.few and len(found.shifts) == 8 and found.sure is not None
    made = {section.title: section for section in sections(found, Words(lang))}
    by_question = made[Words(lang).say("Question by question")]
    assert [row[1:5] for row in by_question.rows] == [
        (f"{each.before} / {each.n}", f"{each.after} / {each.n}", str(each.gained), str(each.lost))
        for each in found.shifts
    ]  # fmt: skip
    table = rows(found)
    kept = table[(table["figure"] == "right") & table["of"].str.endswith(";after")]
    assert list(kept["value"]) == [each.after for each in found.shifts]
    assert list(table[table["of"] == "precision"]["value"]) == [1.0]
    assert list(table[table["of"] == "recall"]["value"]) == [0.5]


def test_text_of_the_client_is_never_markup():
    found = learnt(Given((), (), frozenset(), ("<script>x</script>",)), [], None)
    text = report_page(found, "en", of="<b>Acme</b>")
    assert "<script>" not in text and "<b>" not in text and "&lt;b&gt;Acme" in text
