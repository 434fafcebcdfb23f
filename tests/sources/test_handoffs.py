"""Hand-offs by hand: 5 October 2026 is a Monday; sales works 09:00–18:00 in Madrid."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from helpers.agreements import Agreements, Sla
from helpers.agreements.codes import read_codes
from helpers.contract import FileAccount
from helpers.model import TABLES, check
from helpers.sources.events import none, stamped, with_episodes
from helpers.sources.handoffs import handoffs
from helpers.sources.ledger import FILE, LINE, Ledger
from helpers.sources.masking import Names
from helpers.sources.reached import reached
from metrics.workbook import client

from .folders import BARE, folder, imported

MADRID = ZoneInfo("Europe/Madrid")
DAY = "datetime64[us]"
REASONS = read_codes("reasons", Path("none.yml"))


def moments(texts):
    """Local day and UTC moment of '2026-10-05' or '2026-10-05 10:00'."""
    on = pd.to_datetime(pd.Series([text[:10] if text else None for text in texts], dtype="object"))
    local = pd.to_datetime(pd.Series([text if text and len(text) > 10 else None for text in texts], dtype="object"))
    return on.astype(DAY), local.dt.tz_localize(MADRID).dt.tz_convert("UTC").dt.tz_localize(None).astype(DAY)


def log_of(rows):
    """Stage events of people from (person, stage, when[, provenance])."""
    if not rows:
        return with_episodes(stamped(none()))
    made = pd.DataFrame(
        [(row[0], row[1], row[3] if len(row) > 3 else "history") for row in rows],
        columns=["entity_id", "stage", "provenance"], dtype="str",
    )  # fmt: skip
    made["on"], made["at"] = moments([row[2] for row in rows])
    made = made.assign(entity="person", stage_raw=made["stage"], source="p.csv", **{FILE: 0, LINE: range(len(made))})
    return with_episodes(stamped(made))


def people_of(rows):
    names = ["person_id", "company_id", "owner", "reject_reason", "_stage", "assigned"]
    made = pd.DataFrame([dict.fromkeys(names) | row for row in rows], columns=names, dtype="object")
    assigned, at = moments(made["assigned"].tolist())
    made = made.drop(columns="assigned").astype("str")
    account = made["company_id"].where(made["company_id"].notna(), "person:" + made["person_id"])
    return made.assign(account_id=account, assigned=assigned, **{"assigned@": at})


def touches_of(rows):
    """Touches from {person, when, kind, account, direction}."""
    names = ["person_id", "when", "kind", "account_id", "direction"]
    made = pd.DataFrame([dict.fromkeys(names) | {"direction": "sales"} | row for row in rows], columns=names)
    on, at = moments(made["when"].tolist())
    made = made.drop(columns="when").astype("object").astype("str")
    return made.assign(touch_id=[f"T{n}" for n in range(len(made))], on=on, at=at, **{FILE: 0})


def owners_of(rows):
    made = pd.DataFrame(rows, columns=["owner", "team", "seller_group", "from_on", "to_on"], dtype="object")
    days = {name: pd.to_datetime(made[name]).astype(DAY) for name in ("from_on", "to_on")}
    return made.astype("str").assign(**days)


def handed(events, *, people=(), touches=(), owners=(), sla=None, names=None):
    """The table by person and pass, and the findings; people whom nobody describes are made up."""
    log, described = log_of(events), {row["person_id"] for row in people}
    others = dict.fromkeys(event[0] for event in events if event[0] not in described)
    folk = people_of([*people, *({"person_id": name} for name in others)])
    text = {name: pd.Series(dtype="str") for name in ("deal_id", "account_id", "company_id", "outcome", "kind")}
    deals = pd.DataFrame(text | {name: pd.Series(dtype=DAY) for name in ("created_on", "closed_on")})
    links = pd.DataFrame({name: pd.Series(dtype="str") for name in ("deal_id", "person_id")})
    ledger = Ledger([FileAccount.model_construct()])
    made = handoffs(
        log, reached(log, folk, deals, links), folk, touches_of(touches), owners_of(owners),
        agreements=Agreements(sla=sla, reasons=REASONS), engagement=client(), names=names or Names(), ledger=ledger,
    )  # fmt: skip
    check(made, TABLES["handoffs"])
    return made, {finding.code: (finding.count, finding.of) for finding in ledger.findings}


def row(made, person="a", episode=1):
    """One hand-off as plain values; missing is None."""
    found = made[(made["person_id"] == person) & (made["episode"] == episode)]
    assert len(found) == 1
    return {name: None if pd.isna(value) else value for name, value in found.iloc[0].items()}


def waited(found, what="touched"):
    """Working minutes and working days from the start."""
    minutes = None if found[f"{what}_minutes"] is None else found[f"{what}_minutes"] - found["start_minutes"]
    return minutes, found[f"{what}_days"] - found["start_days"]


def touch(person, when, kind="Call", **more):
    return {"person_id": person, "when": when, "kind": kind, **more}


MONDAY = [("a", "lead", "2026-10-02 09:00"), ("a", "mql", "2026-10-05 10:00")]


def test_a_request_answered_and_decided():
    made, _ = handed([*MONDAY, ("a", "sql", "2026-10-07 12:00")], touches=[touch("a", "2026-10-06 09:30")])
    found = row(made)
    assert (str(found["requested_on"])[:10], found["decision"]) == ("2026-10-05", "accepted")
    # Monday 10:00 → 18:00 and Tuesday 09:00 → 09:30: 480 + 30; one working day later
    assert waited(found) == (510, 1)
    # Monday 480, Tuesday 540, Wednesday 09:00 → 12:00: 180
    assert waited(found, "decided") == (1200, 2)
    assert bool(found["timed"]) and found["account_id"] == "person:a" and found["seller_group"] == "unknown"


def test_nobody_answers():
    made, findings = handed(MONDAY)
    found = row(made)
    assert (found["decision"], found["touched_on"], found["decided_on"]) == ("none", None, None)
    assert found["touched_minutes"] is found["touched_days"] is found["decided_days"] is None
    assert found["start_minutes"] is not None and findings["handoffs_untouched"] == (1, 1)


def test_only_a_person_of_sales_answers():
    made, findings = handed(
        MONDAY,
        touches=[
            touch("a", "2026-10-05 10:01", "Automated Email"),  # a machine
            touch("a", "2026-10-05 10:30", "Call - no answer"),  # an attempt
            touch("a", "2026-10-05 10:45", "Zapier note"),  # what the SLA calls automatic
            touch("a", "2026-10-05 11:00", "WhatsApp"),  # what the SLA calls an attempt
            touch("a", "2026-10-05 11:30", "Form", direction="marketing"),
            touch("b", "2026-10-05 11:40"),  # somebody else
            touch("a", "2026-10-05 12:00", None),  # no kind: a person's
            touch("a", "2026-10-05 13:00", "Visit"),
        ],
        sla=Sla(automatic=("zapier",), attempts=("whatsapp",)),
    )
    assert waited(row(made)) == (120, 0)  # 10:00 → 12:00 on the same day
    assert row(made)["touch_kind"] is None
    assert findings["handoffs_no_conversation"] == (4, 7)  # of seven touches of sales


def test_touches_before_the_request_are_not_its_answer():
    touches = [touch("a", "2026-10-05 09:59"), touch("a", "2026-10-04"), touch("a", "2026-10-05 10:00", "Meeting")]
    assert row(handed(MONDAY, touches=touches)[0])["touch_kind"] == "Meeting"  # in the same minute is not before


def test_days_without_a_time_give_working_days_and_no_minutes():
    events = [("a", "mql", "2026-10-05"), ("b", "mql", "2026-10-05 17:00"), ("c", "mql", "2026-10-03")]
    touches = [touch("a", "2026-10-05 08:00"), touch("b", "2026-10-05"), touch("c", "2026-10-05")]
    made, findings = handed(events, touches=touches)
    got = {name: row(made, name) for name in "abc"}
    days = {name: found["touched_days"] - found["start_days"] for name, found in got.items()}
    # On the day of a request without a time a touch counts as after it; c asked on Saturday and was answered on Monday.
    assert days == {"a": 0, "b": 0, "c": 1}
    assert [got[name]["start_minutes"] is None for name in "abc"] == [True, False, True]
    assert [got[name]["touched_minutes"] is None for name in "abc"] == [False, True, True]
    assert findings["handoffs_date_only"] == (2, 3)


def test_a_touch_after_the_decision_is_still_the_first():
    events = [*MONDAY, ("a", "rejected", "2026-10-05 11:00")]
    found = row(handed(events, touches=[touch("a", "2026-10-05 12:00")])[0])
    assert (found["decision"], waited(found), waited(found, "decided")) == ("rejected", (120, 0), (60, 0))


@pytest.mark.parametrize(
    ("steps", "decision", "day"),
    [
        ([("sal", "2026-10-06 10:00"), ("sql", "2026-10-08 10:00")], "accepted", "2026-10-06"),
        ([("sql", "2026-10-08 10:00"), ("recycled", "2026-10-20 10:00")], "accepted", "2026-10-08"),
        ([("opportunity", "2026-10-09")], "accepted", "2026-10-09"),
        ([("customer", "2026-11-09")], "accepted", "2026-11-09"),
        ([("rejected", "2026-10-06"), ("sql", "2026-10-08")], "rejected", "2026-10-06"),
        ([("disqualified", "2026-10-06")], "rejected", "2026-10-06"),
        ([("lost", "2026-10-06")], "rejected", "2026-10-06"),
        ([("recycled", "2026-10-06")], "recycled", "2026-10-06"),
        ([("sql", "2026-10-06"), ("rejected", "2026-10-06")], "accepted", "2026-10-06"),  # the road first
        ([("sql", "2026-10-06 12:00"), ("rejected", "2026-10-06 11:00")], "rejected", "2026-10-06"),
        ([("sql", "2026-10-05")], "accepted", "2026-10-05"),  # no time: on the day of the request is after it
        ([("sql", "2026-10-01")], "accepted", None),  # before it: taken on, nobody knows when
        ([("sql", "2026-10-05", "created")], "accepted", None),  # only the record's own day
        ([("sql", "2026-10-05 10:00", "bulk")], "accepted", None),
        ([("rejected", "2026-10-06", "bulk")], "rejected", None),
        ([("sql", "2026-10-01"), ("rejected", "2026-10-07")], "rejected", "2026-10-07"),
        ([], "none", None),
    ],
)  # fmt: skip
def test_the_first_dated_step_at_or_after_the_request_decides(steps, decision, day):
    made, findings = handed([*MONDAY, *(("a", *step) for step in steps)])
    found = row(made)
    assert (found["decision"], found["decided_on"] and str(found["decided_on"])[:10]) == (decision, day)
    assert ("handoffs_undated_decision" in findings) == (decision != "none" and day is None)


def test_the_present_label_tells_what_no_date_does():
    people = [
        {"person_id": name, "_stage": stage} for name, stage in (("a", "disqualified"), ("b", "mql"), ("c", "rejected"))
    ]
    events = [*MONDAY, ("b", "mql", "2026-10-05"), ("c", "mql", "2026-09-01"), ("c", "sql", "2026-09-02")]
    made, findings = handed(events, people=people)
    assert [row(made, name)["decision"] for name in "abc"] == ["rejected", "none", "accepted"]
    assert row(made)["decided_on"] is None and findings["handoffs_undated_decision"] == (1, 2)


TWICE = [
    ("a", "mql", "2026-09-01 10:00"), ("a", "recycled", "2026-09-10 10:00"), ("a", "mql", "2026-10-05 10:00"),
    ("a", "sql", "2026-10-06 10:00"),
]  # fmt: skip


def test_who_comes_back_is_handed_over_twice():
    touches = [
        touch("a", "2026-09-02 10:00", "Email"),
        touch("a", "2026-10-05 09:00", "Visit"),
        touch("a", "2026-10-05 15:00"),
    ]
    made, _ = handed(TWICE, touches=touches)
    assert [row(made, episode=n)["decision"] for n in (1, 2)] == ["recycled", "accepted"]
    assert [row(made, episode=n)["touch_kind"] for n in (1, 2)] == ["Email", "Call"]
    assert waited(row(made, episode=2)) == (300, 0)
    # Had nobody answered the first, the visit before the second request is its late answer.
    late, _ = handed(TWICE, touches=touches[1:])
    assert row(late, episode=1)["touch_kind"] == "Visit"
    # On the day of the second request a touch without a time is the second one's.
    untold, _ = handed(TWICE, touches=[touch("a", "2026-10-05")])
    assert (row(untold, episode=1)["touch_kind"], row(untold, episode=2)["touch_kind"]) == (None, "Call")


def test_people_taken_on_without_a_request_are_counted_and_no_rows():
    events = [*MONDAY, ("b", "lead", "2026-10-01"), ("b", "sql", "2026-10-06"), ("c", "lead", "2026-10-01")]
    made, findings = handed([*events, ("a", "sql", "2026-10-06")])
    assert made["person_id"].tolist() == ["a"] and findings["handoffs_skipped_mql"] == (1, 2)


def test_bulk_loads_and_broken_orders_have_no_clock():
    events = [
        ("a", "mql", "2026-10-05 03:00", "bulk"), ("b", "mql", "2026-10-05", "created"), ("c", "lead", "2026-10-09"),
        ("c", "mql", "2026-10-05"), ("d", "mql", "2026-10-05 10:00", "date_column"),
    ]  # fmt: skip
    made, findings = handed(events)
    assert [bool(row(made, name)["timed"]) for name in "abcd"] == [False, False, False, True]
    assert findings["handoffs_untimed"] == (3, 4)


def assigned(when, **sla):
    """Start of the clock of a request on Monday at 10:00 that was answered on Tuesday at 12:00."""
    people = [{"person_id": "a", "assigned": when}]
    made, _ = handed(MONDAY, people=people, touches=[touch("a", "2026-10-06 12:00")], sla=Sla(**sla))
    return row(made)


def test_the_clock_starts_at_the_request_whoever_is_named_later():
    found = assigned("2026-10-06 09:00")
    assert str(found["assigned_on"])[:10] == "2026-10-06" and waited(found) == (480 + 180, 1)


def test_the_clock_may_start_when_a_seller_is_named():
    assert waited(assigned("2026-10-06 09:00", clock="assigned")) == (180, 0)  # Tuesday 09:00 → 12:00
    # Named before the request, after the answer or never: the request.
    for when in ("2026-10-05 09:00", "2026-10-06 12:30", None):
        assert waited(assigned(when, clock="assigned")) == (480 + 180, 1)


def test_a_new_seller_may_start_the_clock_again():
    assert waited(assigned("2026-10-06 11:00", restart_on_reassignment=True)) == (60, 0)
    assert waited(assigned("2026-10-06 11:00")) == (480 + 180, 1)
    # By the day alone the naming on the day of the answer may have come before it.
    found = assigned("2026-10-06", restart_on_reassignment=True)
    assert found["start_minutes"] is None and found["touched_days"] == found["start_days"]


def test_a_naming_after_the_decision_starts_no_clock():
    people = [{"person_id": "a", "assigned": "2026-10-08 10:00"}]
    made, _ = handed([*MONDAY, ("a", "sql", "2026-10-07 10:00")], people=people, sla=Sla(clock="assigned"))
    assert waited(row(made), "decided") == (480 + 540 + 60, 2)


def test_a_naming_belongs_to_the_pass_it_lies_in():
    for when, expected in (("2026-09-02 10:00", [True, False]), ("2026-10-05 11:00", [False, True])):
        made, _ = handed(TWICE, people=[{"person_id": "a", "assigned": when}])
        assert [row(made, episode=n)["assigned_on"] is not None for n in (1, 2)] == expected


def test_a_touch_of_the_company_counts_for_the_one_person_there_who_waits():
    people = [
        {"person_id": name, "company_id": firm} for name, firm in (("a", "C1"), ("b", "C1"), ("c", "C2"), ("d", "C2"))
    ]
    events = [
        ("a", "mql", "2026-10-05 10:00"), ("b", "mql", "2026-10-06 10:00"),  # two wait at C1 from Tuesday on
        ("c", "mql", "2026-10-05 10:00"), ("d", "mql", "2026-09-01"), ("d", "sql", "2026-09-02"),  # one at C2
    ]  # fmt: skip
    made, findings = handed(
        events, people=people,
        touches=[touch(None, "2026-10-06 12:00", account_id="C1"), touch(None, "2026-10-06 12:00", account_id="C2")],
    )  # fmt: skip
    assert [row(made, name)["touched_on"] is not None for name in "abcd"] == [False, False, True, False]
    assert findings["handoffs_by_account"] == (1, 1)
    early, _ = handed(events, people=people, touches=[touch(None, "2026-10-05 12:00", account_id="C1")])
    assert waited(row(early)) == (120, 0)  # on Monday only one of C1 waited
    # Who has been decided about waits no more.
    gone, _ = handed([*events, ("a", "rejected", "2026-10-06 09:30")], people=people,
                     touches=[touch(None, "2026-10-06 12:00", account_id="C1")])  # fmt: skip
    assert [row(gone, name)["touched_on"] is not None for name in "ab"] == [False, True]


def test_seller_groups_come_from_the_form_on_the_day_of_the_request():
    owners = [
        ("o_1", "sales", "North", None, None), ("o_2", "sales", "South", "2026-10-06", None),
        ("o_3", "sales", "South", None, "2026-10-05"), ("o_4", "marketing", "Desk", None, None),
    ]  # fmt: skip
    names = ["a", "b", "c", "d", "e", "f"]
    people = [
        {"person_id": name, "owner": owner}
        for name, owner in zip(names, ["o_1", "o_2", "o_3", "o_4", "o_9", None], strict=True)
    ]
    made, _ = handed([(name, "mql", "2026-10-05") for name in names], people=people, owners=owners)
    groups = [row(made, name)["seller_group"] for name in names]
    # o_2 joined a day later; o_3 left that evening; o_4 is no seller; o_9 is in no form; nobody owns the last
    assert groups == ["North", "unknown", "South", "unknown", "unknown", "unknown"]


def test_reasons_are_coded_masked_and_of_the_last_pass_that_was_not_taken_on():
    people = [
        {"person_id": "a", "reject_reason": "No budget this year"},
        {"person_id": "b", "reject_reason": "Lena Brook said no, ring 600 12 34 56"},
        {"person_id": "c", "reject_reason": "Not a fit"}, {"person_id": "d"},
    ]  # fmt: skip
    back = [
        ("a", "mql", "2026-08-03"),
        ("a", "rejected", "2026-08-05"),
        ("a", "mql", "2026-10-05"),
        ("a", "recycled", "2026-10-06"),
    ]
    events = [
        *back, ("b", "mql", "2026-10-05"), ("b", "rejected", "2026-10-06"), ("c", "mql", "2026-10-05"),
        ("c", "sql", "2026-10-06"), ("d", "mql", "2026-10-05"), ("d", "rejected", "2026-10-06"),
    ]  # fmt: skip
    names = Names(people=[(pd.Series(["Lena"]), pd.Series(["Brook"]))])
    made, findings = handed(events, people=people, names=names)
    assert (row(made, "a", 1)["reason"], row(made, "a", 2)["reason"]) == (None, "no_budget")
    assert (row(made, "b")["reason_raw"], row(made, "b")["reason"]) == ("… said no, ring …", "unmapped")
    assert (row(made, "c")["reason"], row(made, "d")["reason"]) == (None, None)  # taken on; no reason given
    assert findings["handoffs_reason_unmapped"] == (1, 2)


def test_nothing_comes_of_nothing():
    made, findings = handed([])
    assert len(made) == 0 and not findings
    assert len(check(made, TABLES["handoffs"])) == 0
    only_leads, _ = handed([("a", "lead", "2026-10-05")], touches=[touch("a", "2026-10-06")])
    assert len(check(only_leads, TABLES["handoffs"])) == 0


def test_readings_never_fall_where_the_order_of_moments_is_known():
    made, _ = handed(
        [*MONDAY, ("b", "mql", "2026-10-10 03:00"), ("b", "rejected", "2026-10-11 03:00")],
        touches=[touch("a", "2026-10-05 23:00"), touch("b", "2026-10-10 12:00")],
    )
    assert waited(row(made)) == (480, 0)  # answered at night: the evening's end, nothing more
    assert waited(row(made, "b")) == (0, 0) and waited(row(made, "b"), "decided") == (0, 0)  # all of it at the weekend


PEOPLE = (
    "{file: exports/p.csv, table: people, columns: {person_id: id, company_name: firm, created: created, mql_at: mql, "
    "sql_at: sql, rejected_at: rejected, owner: owner, assigned: assigned, reject_reason: why}}"
)
TOUCHES = "{file: exports/t.csv, table: touches, columns: {person_id: who, at: at, kind: kind, direction: team}}"


def test_from_exports_to_the_canonical_table(tmp_path):
    people = (
        "id,firm,created,mql,sql,rejected,owner,assigned,why\n"
        "1,Alder,2026-10-01 09:00,2026-10-05 10:00,2026-10-07 12:00,,Ana Gil,2026-10-05 11:00,\n"
        "2,Birch,2026-10-02 09:00,2026-10-09 17:00,,2026-10-13 09:30,Leo Paz,,sin presupuesto\n"
        "3,Cedar,2026-10-03 09:00,2026-10-12 10:00,,,Leo Paz,,\n"
    )
    touches = "who,at,kind,team\n1,2026-10-05 10:30,Correo automático,ventas\n1,2026-10-06 09:30,Llamada,ventas\n"
    sla = "calendar: {country: ES}\nanswer_within: {hours: 4}\n"
    owners = "owner,team,seller_group\nAna Gil,ventas,Norte\nLeo Paz,ventas,Sur\n"
    settings = BARE + f"sources:\n  - {PEOPLE}\n  - {TOUCHES}\n"
    root = folder(tmp_path / "c", settings, exports__p=people, exports__t=touches, forms__owners=owners)
    (root / "forms" / "sla.yml").write_text(sla, encoding="utf-8")
    found = imported(root, tmp_path)
    made = found.table("handoffs").sort_values("requested_on").reset_index(drop=True)
    assert made["decision"].tolist() == ["accepted", "rejected", "none"]
    assert made["seller_group"].tolist() == ["Norte", "Sur", "Sur"]
    assert made["reason"].tolist()[1] == "no_budget"
    # Monday 10:00–18:00 and Tuesday 09:00–09:30; Friday 17:00–18:00, Monday 12 is a holiday, Tuesday 09:00–09:30.
    assert made["touched_minutes"].iloc[0] - made["start_minutes"].iloc[0] == 510
    assert made["decided_minutes"].iloc[1] - made["start_minutes"].iloc[1] == 90
    assert made["decided_days"].iloc[1] - made["start_days"].iloc[1] == 1
    assert found.contract.finding("handoffs_untouched").count == 2
    assert not any(name in made.to_csv() for name in ("Ana", "Gil", "Leo", "Paz"))
