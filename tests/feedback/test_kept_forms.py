"""Comments, campaigns, documents and the health of the loop."""

from __future__ import annotations

import math
from datetime import date

from helpers.agreements import Agreements, LivingPage, Profile, Sla
from helpers.feedback.campaigns import campaign_rows, campaigns_running
from helpers.feedback.comments import comment, comment_rows
from helpers.feedback.decisions import Decision
from helpers.feedback.documents import Document, document_age, documents
from helpers.feedback.health import loop_health
from helpers.feedback.meetings import Meeting
from helpers.periods import Period

MONTH = Period.parse("2026-10")
YEAR = MONTH.rolling(12)


def said(team: str, words: str | None, kind: str = "comment") -> dict[str, object]:
    return {"team": team, "kind": kind, "words": words}


def test_a_blank_shows_as_a_blank() -> None:
    rows = [said("sales", "Long approvals."), said("marketing", "  "), said("both", "A tender together", "joint_win")]
    flags = {fact.segment: (fact.value, fact.note) for fact in comment(rows, period=MONTH, any_month=True)}
    assert flags == {"team=marketing": (0.0, ""), "team=sales": (1.0, "")}
    assert comment_rows(rows) == [
        {"kind": "comment", "team": "marketing", "words": ""},
        {"kind": "comment", "team": "sales", "words": "Long approvals."},
        {"kind": "joint_win", "team": "both", "words": "A tender together"},
    ]


def test_no_comment_in_any_month_names_the_form_and_one_for_both_counts_for_each() -> None:
    assert {fact.note for fact in comment([], period=MONTH, any_month=False)} == {"no_comments"}
    assert [fact.value for fact in comment([said("both", "We")], period=MONTH, any_month=True)] == [1.0, 1.0]
    assert [row["words"] for row in comment_rows([])] == ["", ""]


def campaign(name: str, first: date, last: date | None, word: str | None = None) -> dict[str, object]:
    return {"campaign": name, "channel": "c", "segment": None, "promise": "p", "from_on": first, "to_on": last,
            "for_sales": word}  # fmt: skip


CAMPAIGNS = [
    campaign("over", date(2026, 1, 1), date(2026, 8, 1)),
    campaign("silent", date(2026, 6, 1), date(2026, 8, 2)),  # 90 days before the end of October
    campaign("told", date(2026, 6, 1), date(2026, 9, 30), "Ask for photos"),
    campaign("last day", date(2026, 10, 1), date(2026, 10, 31), "Call"),
    campaign("open", date(2026, 10, 1), None),
    campaign("soon", date(2026, 9, 1), date(2026, 11, 15)),
]


def test_campaigns_running_and_those_without_a_word() -> None:
    whole, untold = campaigns_running(CAMPAIGNS, period=MONTH, any_time=True)
    assert (whole.value, untold.value, untold.denominator) == (3, 2, 3)
    listed = [(row["campaign"], row["state"], row["days_left"]) for row in campaign_rows(CAMPAIGNS, as_of=MONTH.as_of)]
    assert listed == [("last day", "running", 0), ("soon", "running", 15), ("open", "running", None),
                      ("silent", "ended", None)]  # fmt: skip


def test_a_list_without_a_running_campaign_is_zero_and_no_list_is_not() -> None:
    assert campaigns_running([], period=MONTH, any_time=True)[0].value == 0
    assert campaigns_running([], period=MONTH, any_time=False)[0].note == "no_campaigns"


def profile(**more: object) -> Profile:
    rule = {"attribute": "employees", "operator": "at_least", "value": 10}
    return Profile.model_validate({"criteria": [rule | {"edited_on": "2026-08-01"}], **more})


def test_documents_are_as_old_as_their_newest_edit_that_is_known() -> None:
    agreed = Agreements(
        sla=Sla(valid_from=date(2026, 1, 1), expires_on=date(2026, 12, 31)),
        icp_marketing=profile(edited_on="2026-06-01", review_in_days=60),
        icp_sales=profile(edited_on="2026-11-05"),  # after the end of October: its criterion counts
    )
    papers = documents(agreed, {"messages": date(2026, 10, 1)}, {"messages": 3.0, "content": 4.0}, as_of=MONTH.as_of)
    ages = {fact.segment: (fact.value, fact.target, fact.note) for fact in document_age(papers, period=MONTH)}
    assert ages["document=sla"] == (303, 364, "")  # 1 January to 31 October; its own term is 364 days
    assert ages["document=icp_marketing"] == (91, 60, "")  # 1 August
    assert ages["document=icp_sales"] == (91, 90, "")
    assert ages["document=messages"] == (30, 90, "")
    assert math.isnan(ages["document=content"][0]) and ages["document=content"][2] == "no_data"


def test_documents_that_are_not_there_name_their_form() -> None:
    facts = document_age(documents(Agreements(), {}, {}, as_of=MONTH.as_of), period=MONTH)
    assert [fact.note for fact in facts] == ["no_sla", "no_profile", "no_profile", "no_messages", "no_content"]


def own(id: str, day: date, *, status: str = "active", term: int = 90) -> LivingPage:
    return LivingPage(id=id, lang="es", status=status, owner="both", last_reviewed_on=day, review_in=term)


def test_active_pages_of_the_playbook_are_documents_once_they_are_there() -> None:
    """On 31 October: 30 days, of 90; 92 of 90; one that waits and one first looked at in November are none."""
    pages = (
        own("sla", date(2026, 10, 1)), own("messages", date(2026, 7, 31)),
        own("forecast", date(2026, 10, 1), status="waiting"), own("content", date(2026, 11, 2)),
        own("stages", date(2026, 10, 31), term=14),
    )  # fmt: skip
    papers = documents(Agreements(pages=pages), {}, {}, as_of=MONTH.as_of)
    ages = {fact.segment: (fact.value, fact.target) for fact in document_age(papers, period=MONTH) if not fact.note}
    assert ages == {"page=sla": (30, 90), "page=messages": (92, 90), "page=stages": (0, 14)}


def test_pages_looked_at_within_their_term_count_in_the_health_of_the_loop() -> None:
    """Two of three pages are young; the forms that nobody filled in are no documents at all."""
    pages = (own("sla", date(2026, 10, 1)), own("messages", date(2026, 7, 31)), own("content", date(2026, 9, 1)))
    for given, want in ((pages, (2, 3)), (pages[1:2], (0, 1))):
        papers = documents(Agreements(pages=given), {}, {}, as_of=MONTH.as_of)
        health = loop_health([], [], papers, told=0, answered=0, period=MONTH.rolling(12))
        (part,) = [fact for fact in health if fact.variant == "part=documents"]
        assert (part.numerator, part.denominator) == want


def meeting(month: int, *, held: bool = True, both: bool = True, ritual: str = "monthly-review") -> Meeting:
    on = date(2026, month, 9)
    return Meeting(ritual, on, on if held else None, both)


def decision(name: str, closed: date | None) -> Decision:
    return Decision(decision_id=name, on=date(2026, 5, 1), kind="decision", words="w", due_on=date(2026, 6, 1),
                    closed_on=closed)  # fmt: skip


def test_the_loop_by_hand() -> None:
    # reviews 3 of 4; presence 2 of 4 held (one stand-up among them); decisions 1 of 2; answers 3 of 12;
    # documents 1 of 2 young, the third is not there → (0.75 + 0.5 + 0.5 + 0.25 + 0.5) / 5 = 0.5
    meetings = [
        meeting(3), meeting(4, both=False), meeting(5, held=False), meeting(6),
        meeting(6, both=False, ritual="handoff-standup"),
    ]  # fmt: skip
    papers = [Document("sla", date(2026, 10, 1), 90), Document("messages", date(2026, 1, 1), 90),
              Document("content", None, 90, "no_content")]  # fmt: skip
    facts = loop_health(meetings, [decision("a", date(2026, 6, 1)), decision("b", None)], papers, told=12, answered=3,
                        period=YEAR)  # fmt: skip
    parts = {fact.variant: fact for fact in facts}
    assert {name: fact.value for name, fact in parts.items()} == {
        "part=reviews": 0.75, "part=presence": 0.5, "part=decisions": 0.5, "part=feedback": 0.25,
        "part=documents": 0.5, "": 0.5,
    }  # fmt: skip
    assert (parts[""].numerator, parts[""].denominator) == (2.5, 5)


def test_a_part_nobody_writes_down_is_unknown_and_not_zero() -> None:
    facts = {fact.variant: fact for fact in loop_health([meeting(5)], [], [], told=0, answered=0, period=YEAR)}
    assert facts[""].value == 1.0 and facts[""].denominator == 2
    assert {facts[f"part={name}"].note for name in ("decisions", "feedback", "documents")} == {
        "no_decisions", "no_feedback", "no_data",
    }  # fmt: skip
    nothing = {fact.variant: fact for fact in loop_health([], [], [], told=0, answered=0, period=YEAR)}
    assert nothing[""].note == "no_meetings" and math.isnan(nothing[""].value)
