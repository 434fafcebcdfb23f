"""Weeks of a funnel, on journeys that can be followed with a calendar: 2 March and 1 June 2026 are Mondays."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import pandas as pd
import pytest

from attribution.journeybook import AS_OF, deal, person, reach, touch
from helpers.attribution.adjusted import fit
from helpers.attribution.counts.funnel_steps import funnel_ends, funnel_steps
from helpers.engine import fetch
from helpers.model import EXITS, STAGES
from helpers.periods import Period
from metrics.workbook import opened

YEAR = Period.parse("2025-07/2026-06")


def march(day: int) -> date:
    return date(2026, 3, day)


def stage(name, day, account="a1", **more):
    return reach(name, day, who=account, account=account, grain="account", **more)


def call(touch_id, day, account="a1", **more):
    return touch(touch_id, day, who=None, account=account, channel="call", direction="sales", **more)


def web(touch_id, day, account="a1", **more):
    return touch(touch_id, day, who=None, account=account, **more)


def stepped(tmp_path, tables, *, grain="account", as_of=AS_OF, window=YEAR, groups=1):
    canonical = opened(tmp_path, tables)
    rows = fetch(
        funnel_steps(canonical.tables, grain=grain, as_of=as_of, lookback_days=28, window=window, groups=groups)
    )
    return [
        (row.state, None if row.channel != row.channel else row.channel, row.next_state, row.parts, row.n)
        for row in rows.itertuples()
    ]


def ended(tmp_path, tables, **more):
    how = {"grain": "account", "as_of": AS_OF, "lookback_days": 28, "window": YEAR} | more
    rows = fetch(funnel_ends(opened(tmp_path, tables).tables, **how))
    return list(rows.itertuples(index=False, name=None))


#: A lead on Monday the 2nd; MQL and opportunity in the week of the 16th; customer on 1 April, week of the 30th.
WON = [
    stage("lead", march(2)),
    stage("mql", march(18)),
    stage("opportunity", march(20)),
    stage("customer", date(2026, 4, 1)),
]


def test_each_touch_counts_in_its_week_for_the_stage_it_found(tmp_path):
    touches = [
        web("t1", march(2)),  # on the day it became a lead: what brought it in is not a step
        call("t2", march(3)),  # after that day, same week: counts from the next week (9th) on, still a lead then
        web("t3", march(17)),  # week of the 16th, before the opportunity of the 20th: half of that week
        call("t4", march(19)),  # the other half
        call("t5", march(19)),  # the same channel again: no more
        touch("t6", march(21), who=None, channel="fair"),  # after the change of that week: the week of the 23rd
        web("t7", date(2026, 4, 1)),  # on the day of the conversion, no minute: counts as before it
        call("t8", date(2026, 4, 2)),  # after it
    ]
    assert stepped(tmp_path, {"reached": WON, "touches": touches}) == [
        ("lead", "call", "lead", 1, 1),
        ("lead", "call", "opportunity", 2, 1),
        ("lead", "web", "opportunity", 2, 1),
        ("opportunity", "fair", "opportunity", 1, 1),
        ("opportunity", "web", "customer", 1, 1),
    ]


def test_weeks_without_a_touch_are_counted_without_being_listed(tmp_path):
    # From the week of 9 March to that of 30 March: 9 and 16 as a lead, 23 and 30 as an opportunity.
    assert stepped(tmp_path, {"reached": WON}) == [
        ("lead", None, "lead", 1, 1),
        ("lead", None, "opportunity", 1, 1),
        ("opportunity", None, "customer", 1, 1),
        ("opportunity", None, "opportunity", 1, 1),
    ]


def test_who_falls_silent_quits_when_the_lookback_is_over(tmp_path):
    # Last touch on 10 March; more than 28 days old from 8 April (week of the 6th) on.
    tables = {"reached": [stage("lead", march(4))], "touches": [web("t1", march(10))]}
    quiet = [
        ("lead", None, "lead", 1, 3),  # weeks of 16, 23 and 30 March
        ("lead", None, "quit", 1, 1),
        ("lead", "web", "lead", 1, 1),
    ]
    assert stepped(tmp_path, tables, as_of=date(2026, 4, 8)) == quiet
    assert stepped(tmp_path, tables, as_of=date(2026, 4, 7)) == []  # still under way
    assert ended(tmp_path, tables, as_of=date(2026, 4, 7)) == [("under_way", True, 1)]
    april, may = Period.parse("2026-04"), Period.parse("2026-05")
    assert stepped(tmp_path, tables, window=april) == quiet
    assert stepped(tmp_path, tables, window=may) == []


@pytest.mark.parametrize(
    ("more", "waits"),
    [
        ({}, 1),
        ({"outcome": "void"}, 3),
        ({"kind": "expansion"}, 3),
        ({"closed_on": date(2026, 7, 2)}, 3),  # lost after as_of: not known yet
    ],
)
def test_a_lost_deal_of_new_business_ends_the_journey(tmp_path, more, waits):
    lost = deal("d1", march(25), **({"outcome": "lost"} | more))
    tables = {"reached": [stage("lead", march(4)), stage("opportunity", march(11))], "deals": [lost]}
    # Week of the 9th: lead to opportunity; of the 16th: waits; of the 23rd: lost. Else it waits on the 23rd and 30th
    # too, and has been silent since 11 March for more than 28 days on 9 April.
    assert stepped(tmp_path, tables) == [
        ("lead", None, "opportunity", 1, 1),
        ("opportunity", None, "opportunity", 1, waits),
        ("opportunity", None, "quit", 1, 1),
    ]


def test_a_lost_deal_with_something_after_it_is_not_the_end(tmp_path):
    tables = {
        "reached": [stage("lead", march(4)), stage("opportunity", march(11))],
        "deals": [deal("d1", march(25), outcome="lost")],
        "touches": [call("t1", march(31))],
    }
    # Silent since 31 March: quits on 29 April, week of the 27th. Opportunity weeks: 16, 23, (30 called), 6, 13, 20.
    assert stepped(tmp_path, tables) == [
        ("lead", None, "opportunity", 1, 1),
        ("opportunity", None, "opportunity", 1, 5),
        ("opportunity", None, "quit", 1, 1),
        ("opportunity", "call", "opportunity", 1, 1),
    ]


def test_minutes_decide_where_both_are_known(tmp_path):
    reached = [stage("lead", march(2)), stage("customer", march(11), at=datetime(2026, 3, 11, 10, 0))]
    before = web("t1", march(11), at=datetime(2026, 3, 11, 9, 59))
    after = call("t2", march(11), at=datetime(2026, 3, 11, 10, 1))
    assert stepped(tmp_path, {"reached": reached, "touches": [before, after]}) == [("lead", "web", "customer", 1, 1)]


def test_what_people_say_is_no_touch_and_a_persons_touch_is_its_accounts(tmp_path):
    touches = [
        touch("t1", march(9), account=None, channel="mail"),
        touch("t2", march(9), channel="friend", kind="self_reported"),
    ]
    tables = {
        "people": [person()],
        "reached": [stage("lead", march(2)), stage("customer", march(9))],
        "touches": touches,
    }
    assert stepped(tmp_path, tables) == [("lead", "mail", "customer", 1, 1)]


def test_a_stage_that_was_skipped_is_no_state(tmp_path):
    reached = [stage("lead", march(2)), stage("mql", march(9), observed=False), stage("customer", march(16))]
    assert stepped(tmp_path, {"reached": reached}) == [("lead", None, "customer", 1, 1), ("lead", None, "lead", 1, 1)]


def test_an_earlier_stage_recorded_late_does_not_lead_back(tmp_path):
    # An SQL on the 10th stays one, whatever the record says of MQL on the 18th. Silent from 18 March: quits 16 April.
    reached = [stage("lead", march(2)), stage("sql", march(10)), stage("mql", march(18))]
    assert stepped(tmp_path, {"reached": reached}) == [
        ("lead", None, "sql", 1, 1),
        ("sql", None, "quit", 1, 1),
        ("sql", None, "sql", 1, 4),  # weeks of 16, 23, 30 March and 6 April
    ]


def test_a_customer_of_the_first_week_has_no_step_and_is_counted(tmp_path):
    tables = {"reached": [stage("lead", march(2)), stage("customer", march(6))]}
    assert stepped(tmp_path, tables) == []
    assert ended(tmp_path, tables) == [("customer", False, 1)]


def test_episodes_of_a_person_are_journeys_of_their_own(tmp_path):
    reached = [
        reach("lead", march(2)),
        reach("lead", date(2026, 4, 13), episode=2),
        reach("customer", date(2026, 4, 21), episode=2),
        reach("lead", march(2), who="p2"),
        reach("lead", march(19), who="p2", episode=2),
        reach("customer", march(26), who="p2", episode=2),
    ]
    left = {
        "entity": "person", "entity_id": "p1", "episode": 1, "stage": "recycled", "on": march(12),
        "precision": "date", "provenance": "history", "seq": 1, "source": "s",
    }  # fmt: skip
    tables = {"reached": reached, "stage_events": [left], "touches": [touch("t1", date(2026, 4, 21))]}
    # p1: recycled in the week of 9 March; comes back, a customer in the week after next, on which day it is touched.
    # p2: comes back in the week of 16 March before it was silent for long: that ends the first episode.
    assert stepped(tmp_path, tables, grain="person") == [
        ("lead", None, "customer", 1, 1),  # p2, week of the 23rd
        ("lead", None, "lead", 1, 1),  # p2, week of 9 March
        ("lead", None, "quit", 1, 2),
        ("lead", "web", "customer", 1, 1),
    ]


def test_groups_hold_whole_journeys_in_turn(tmp_path):
    reached = [stage("lead", march(2 + day), f"a{day}") for day in range(5)]
    canonical = opened(tmp_path, {"reached": reached})
    rows = fetch(funnel_steps(canonical.tables, grain="account", as_of=AS_OF, lookback_days=28, window=YEAR, groups=2))
    begun = {group: fit(part).begin.sum() for group, part in rows.groupby("group")}
    assert begun == {0: 3, 1: 2}


def test_no_rows(tmp_path):
    assert stepped(tmp_path, {}) == []
    assert ended(tmp_path, {}) == []


# Against a diary: the same rules, walked week by week in Python


class Diary:
    """The journeys of a sample's accounts or people, one by one."""

    def __init__(self, canonical, grain, as_of):
        tables = {name: fetch(canonical[name]) for name in ("reached", "people", "touches", "deals", "stage_events")}
        reached, touches, deals = (tables[name] for name in ("reached", "touches", "deals"))
        reached = reached[(reached["grain"] == grain) & (reached["on"] <= as_of) & reached["observed"]]
        self.stages = defaultdict(list)
        for row in reached.itertuples():
            self.stages[row.entity_id, row.episode].append((row.on, STAGES.index(row.stage), row.at))
        owner = dict(zip(tables["people"]["person_id"], tables["people"]["account_id"], strict=True))
        self.touches, self.exits = defaultdict(list), defaultdict(list)
        for row in touches[(touches["on"] <= as_of) & (touches["kind"] != "self_reported")].itertuples():
            account = row.account_id if isinstance(row.account_id, str) else owner.get(row.person_id)
            self.touches[row.person_id if grain == "person" else account].append((row.on, row.at, row.channel))
        lost = deals[(deals["kind"] == "new") & (deals["outcome"] == "lost")].dropna(subset="closed_on")
        for row in lost[lost["closed_on"] <= as_of].itertuples():
            self.exits[row.person_id if grain == "person" else row.account_id].append(row.closed_on)
        left = tables["stage_events"]
        left = left[(left["entity"] == "person") & left["stage"].isin(EXITS) & (left["on"] <= as_of)]
        for row in left.itertuples() if grain == "person" else ():
            self.exits[row.entity_id].append(row.on)

    def end(self, who, episode, lookback_days):
        """Day, what it is, and the minute if one is known."""
        stages = self.stages[who, episode]
        won = [(day, at) for day, rank, at in stages if STAGES[rank] == "customer"]
        if won:
            return won[0][0], "customer", won[0][1]
        begin = min(day for day, *_ in stages)
        after = min(
            (day for (key, e), rows in self.stages.items() if key == who and e > episode for day, *_ in rows),
            default=date.max,
        )
        last = max([day for day, *_ in stages] + [day for day, *_ in self.touches[who] if begin <= day < after])
        gone = max((day for day in self.exits[who] if begin <= day < after), default=date.min)
        return min(gone if gone >= last else last + timedelta(lookback_days + 1), after), "quit", None

    def weeks(self, who, episode, end, ending, end_at):
        """``state, channel, next_state, parts`` of each week after the first."""
        first, last = monday(min(day for day, *_ in self.stages[who, episode])), monday(end)
        calendar = [first + timedelta(7 * k) for k in range((last - first).days // 7 + 1)]
        where = {}
        for week in calendar:
            known = [row for row in self.stages[who, episode] if monday(row[0]) <= week]
            day, rank, at = max(known, key=lambda row: row[1])
            where[week] = (ending, end, end_at) if week == last else (STAGES[rank], day, at)
        acts = defaultdict(set)
        for day, at, channel in self.touches[who]:
            week = monday(day)
            if week not in where:
                continue
            state, changed, changed_at = where[week]
            fresh = week == first or where[week - timedelta(7)][0] != state
            late = day > changed or (day == changed and pd.notna(at) and pd.notna(changed_at) and at > changed_at)
            acts[week + timedelta(7 if fresh and late else 0)].add(channel)
        for before, week in pairwise(calendar):
            for channel in acts[week] or {None}:
                yield where[before][0], channel, where[week][0], len(acts[week]) or 1


def monday(day):
    return day - timedelta(day.weekday())


@pytest.mark.parametrize("grain", ["account", "person"])
def test_a_sample_counted_is_a_sample_walked(imported, grain):
    canonical, _ = imported("industrial_es")
    window = Period.parse("2025-07/2026-06")
    diary, steps, ends = Diary(canonical, grain, window.last), Counter(), Counter()
    for who, episode in list(diary.stages):
        end = diary.end(who, episode, 120)
        followed = monday(end[0]) > monday(min(day for day, *_ in diary.stages[who, episode]))
        if end[0] > window.last:
            ends["under_way", followed] += 1
        elif end[0] >= window.first:
            ends[end[1], followed] += 1
            steps.update(diary.weeks(who, episode, *end))
    how = {"grain": grain, "as_of": window.last, "lookback_days": 120, "window": window}
    counted = fetch(funnel_steps(canonical.tables, **how)).astype({"channel": object})
    counted["channel"] = counted["channel"].where(counted["channel"].notna(), None)
    keys = ["state", "channel", "next_state", "parts"]
    assert dict(zip(counted[keys].itertuples(index=False, name=None), counted["n"], strict=True)) == steps
    assert {(row.end, row.followed): row.n for row in fetch(funnel_ends(canonical.tables, **how)).itertuples()} == ends
    assert sum(ends.values()) > 200
