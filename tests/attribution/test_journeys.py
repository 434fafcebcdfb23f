"""Journeys, those without a conversion and milestones, on touches of a few rows."""

from datetime import date, timedelta

import pandas as pd
import pytest

from attribution.journeybook import AS_OF, acquired, deal, minute, person, reach, rows, touch
from helpers.attribution.counts.conversions import completed, conversions, every
from helpers.attribution.counts.journeys import journeys, unconverted, under_way
from helpers.attribution.counts.milestones import milestones
from helpers.engine import fetch
from helpers.periods import Period
from metrics.workbook import opened

DAY = date(2026, 5, 20)
LOOKBACK = 30


def ago(days):
    return DAY - timedelta(days=days)


def walked(tmp_path, touches, *columns, kind="deal", grain="person", window=None, **tables):
    """The journeys to conversions of one kind; without other tables one deal of account a1, won on ``DAY``."""
    made = {"people": [person()], "touches": touches} | (tables or {"deals": [deal("d1", DAY)]})
    tables = opened(tmp_path, made).tables
    ends = conversions(tables, kind=kind, grain=grain, as_of=AS_OF, window=window)
    return rows(journeys(tables, ends, lookback_days=LOOKBACK, as_of=AS_OF), *columns)


def test_a_journey_has_every_touch_in_order_with_its_age(tmp_path):
    touches = [
        touch("t3", DAY, channel="call", direction="sales", kind="Call"),
        touch("t1", ago(9), campaign="Fair", asset_id="x"),
        touch("t2", ago(2)),
    ]
    columns = ("of", "conversion_id", "journey_key", "touch_id", "person_id", "account_id", "on", "at", "channel")
    columns += ("campaign", "asset_id", "kind", "direction", "place", "length", "days")
    head = ("deal", "deal:d1", "a1")
    assert walked(tmp_path, touches, *columns) == [
        (*head, "t1", "p1", "a1", ago(9), None, "web", "Fair", "x", None, "marketing", 1, 3, 9),
        (*head, "t2", "p1", "a1", ago(2), None, "web", None, None, None, "marketing", 2, 3, 2),
        (*head, "t3", "p1", "a1", DAY, None, "call", None, None, "Call", "sales", 3, 3, 0),
    ]


def test_the_order_of_one_day(tmp_path):
    day = ago(1)
    touches = [
        touch("b", day, at=minute(day, "09:00")),
        touch("c", day, at=minute(day, "08:00")),
        touch("e", day),
        touch("d", day),
        touch("a", day, at=minute(day, "09:00")),
        touch("z", day, at=minute(day, "23:00"), kind="self_reported"),  # what people say stands first on its day
        touch("y", ago(2), at=minute(ago(2), "23:30")),
    ]
    # the day before; then the self-report; then those without a minute by id; then by minute, and by id at 09:00
    assert walked(tmp_path, touches, "touch_id", "place") == [
        ("y", 1), ("z", 2), ("d", 3), ("e", 4), ("c", 5), ("a", 6), ("b", 7),
    ]  # fmt: skip


def test_repeated_touches_all_stay(tmp_path):
    touches = [touch(name, ago(3)) for name in "abc"]
    assert walked(tmp_path, touches, "channel", "place", "length") == [("web", place, 3) for place in (1, 2, 3)]


def test_the_lookback_includes_its_last_day(tmp_path):
    touches = [touch("edge", ago(LOOKBACK)), touch("old", ago(LOOKBACK + 1))]
    assert walked(tmp_path, touches, "touch_id", "days") == [("edge", 30)]


def test_on_the_day_of_the_conversion(tmp_path):
    cases = {  # minute of the touch, minute of the conversion: whether it counts
        (None, None): True,  # nobody knows: the same day counts as before
        ("23:59", None): True,
        (None, "00:01"): True,
        ("12:00", "12:00"): True,
        ("11:59", "12:00"): True,
        ("12:01", "12:00"): False,  # known to be after
    }
    touches, deals = [touch("tomorrow", DAY + timedelta(days=1), account="a0")], []
    for place, (touched, closed) in enumerate(cases):
        account = f"a{place}"
        touches.append(touch(f"t{place}", DAY, account=account, at=minute(DAY, touched) if touched else None))
        won_at = minute(DAY, closed) if closed else None
        deals.append(deal(f"d{place}", DAY, account=account, closed_at=won_at))
    found = walked(tmp_path, touches, "touch_id", deals=deals)
    assert found == [(f"t{place}",) for place, counts in enumerate(cases.values()) if counts]


def test_the_previous_conversion_of_the_kind_cuts(tmp_path):
    touches = [touch("t1", ago(12)), touch("t2", ago(10)), touch("t3", ago(5)), touch("t4", DAY)]
    deals = [deal("d1", ago(10)), deal("d2", DAY)]
    # t2, on the day of the first deal, counts as before it and so not again
    assert walked(tmp_path, touches, "conversion_id", "touch_id", "length", deals=deals) == [
        ("deal:d1", "t1", 2), ("deal:d1", "t2", 2), ("deal:d2", "t3", 2), ("deal:d2", "t4", 2),
    ]  # fmt: skip


def test_a_touch_later_on_the_day_of_the_previous_conversion_belongs_to_the_next(tmp_path):
    touches = [
        touch("t1", ago(10), at=minute(ago(10), "09:00")),
        touch("t2", ago(10), at=minute(ago(10), "11:00")),
        touch("t3", ago(10)),  # without a minute: before
    ]
    deals = [deal("d1", ago(10), closed_at=minute(ago(10), "10:00")), deal("d2", DAY)]
    assert walked(tmp_path, touches, "conversion_id", "touch_id", deals=deals) == [
        ("deal:d1", "t3"), ("deal:d1", "t1"), ("deal:d2", "t2"),
    ]  # fmt: skip


def test_the_previous_conversion_cuts_from_outside_the_window(tmp_path):
    touches = [touch("t1", date(2026, 4, 28)), touch("t2", date(2026, 5, 2))]
    deals = [deal("d1", date(2026, 4, 30)), deal("d2", date(2026, 5, 5))]
    found = walked(tmp_path, touches, "conversion_id", "touch_id", deals=deals, window=Period.parse("2026-05"))
    assert found == [("deal:d2", "t2")]


def test_conversions_of_one_day_share_their_journey(tmp_path):
    deals = [deal("d1", DAY), deal("d2", DAY)]
    assert walked(tmp_path, [touch("t1", ago(1))], "conversion_id", "touch_id", "place", "length", deals=deals) == [
        ("deal:d1", "t1", 1, 1), ("deal:d2", "t1", 1, 1),
    ]  # fmt: skip


def test_conversions_of_other_kinds_do_not_cut(tmp_path):
    tables = {"deals": [deal("d1", ago(5))], "acquisitions": [acquired(DAY)]}
    assert walked(tmp_path, [touch("t1", ago(8))], "conversion_id", "touch_id", kind="customer", **tables) == [
        ("customer:a1:20260520", "t1")
    ]


def test_people_at_person_grain_accounts_at_account_grain(tmp_path):
    touches = [touch("t1", ago(3)), touch("t2", ago(2), who="p2"), touch("t3", ago(1), who=None)]
    reached = [
        reach("sql", DAY), reach("sql", DAY, who="a1", grain="account"), reach("sql", DAY, who="p9", account="a9"),
    ]  # fmt: skip
    for place, (grain, touched) in enumerate({"person": ["t1"], "account": ["t1", "t2", "t3"]}.items()):
        folder = tmp_path / str(place)
        folder.mkdir()
        found = walked(folder, touches, "touch_id", kind="sql", grain=grain, reached=reached)
        assert found == [(name,) for name in touched]


def test_episodes_cut_each_other(tmp_path):
    reached = [reach("mql", ago(10)), reach("mql", DAY, episode=2)]
    touches = [touch("t1", ago(11)), touch("t2", ago(9))]
    assert walked(tmp_path, touches, "conversion_id", "touch_id", kind="mql", reached=reached) == [
        ("mql:p1:1", "t1"), ("mql:p1:2", "t2"),
    ]  # fmt: skip


def test_a_touch_that_names_no_account_is_its_persons_accounts(tmp_path):
    touches = [
        touch("t1", ago(3), account=None),  # p1 belongs to a1
        touch("t2", ago(2), who=None, account=None),  # nobody's
        touch("t3", ago(1), who="p9", account=None),  # a person that no table knows
    ]
    assert walked(tmp_path, touches, "touch_id", "account_id") == [("t1", "a1")]


def test_accounts_without_a_company_have_journeys_too(tmp_path):
    touches = [touch("t1", ago(3), who="p7", account=None), touch("t2", ago(2), who="p8", account="person:p8")]
    people = [person("p7", "person:p7"), person("p8", "person:p8")]
    deals = [deal("d1", DAY, account="person:p7"), deal("d2", DAY, account="deal:d2")]
    assert walked(tmp_path, touches, "conversion_id", "touch_id", people=people, deals=deals) == [("deal:d1", "t1")]


def test_nothing_after_the_last_day_is_known(tmp_path):
    tables = opened(tmp_path, {"deals": [deal("d1", AS_OF)], "touches": [touch("t1", AS_OF)]}).tables
    before = AS_OF - timedelta(days=1)
    ends = conversions(tables, kind="deal", grain="person", as_of=AS_OF)
    assert len(rows(journeys(tables, ends, lookback_days=9, as_of=AS_OF), "touch_id")) == 1
    assert rows(journeys(tables, ends, lookback_days=9, as_of=before), "touch_id") == []
    assert rows(conversions(tables, kind="deal", grain="person", as_of=before), "on") == []


def test_other_ends_have_journeys_without_a_cut(tmp_path):
    tables = opened(tmp_path, {"deals": [deal("d1", ago(2)), deal("d2", DAY)], "touches": [touch("t1", ago(3))]}).tables
    bare = tables["deals"].select(conversion_id="deal_id", journey_key="account_id", on="closed_on", at="closed_at")
    assert rows(journeys(tables, bare, lookback_days=9, as_of=AS_OF), "of", "conversion_id", "touch_id") == [
        ("", "d1", "t1"), ("", "d2", "t1"),
    ]  # fmt: skip
    assert rows(milestones(tables, completed(bare)), "conversion_id", "lead_on") == [("d1", None), ("d2", None)]


@pytest.mark.parametrize("made", [{"touches": [touch("t1", ago(1))]}, {"deals": [deal("d1", DAY)]}])
def test_no_touches_or_no_conversions_give_no_journeys(tmp_path, made):
    tables = opened(tmp_path, made).tables
    ends = every(tables, grain="person", as_of=AS_OF)
    assert fetch(journeys(tables, ends, lookback_days=9, as_of=AS_OF)).empty


# Journeys that led nowhere, and those that may still lead somewhere.


def lost(tmp_path, touches, *columns, window=None, kinds=("deal",), grain="person", **tables):
    tables = opened(tmp_path, {"people": [person()], "touches": touches, **tables}).tables
    found = unconverted(tables, grain=grain, lookback_days=LOOKBACK, as_of=AS_OF, window=window, kinds=kinds)
    open_yet = under_way(tables, grain=grain, lookback_days=LOOKBACK, as_of=AS_OF, kinds=kinds)
    return rows(found, *columns), dict(rows(open_yet, "of", "journeys"))


def test_a_journey_is_given_up_when_its_last_touch_is_older_than_the_lookback(tmp_path):
    edge = AS_OF - timedelta(days=LOOKBACK)  # 31 May
    touches = [
        touch("t1", edge - timedelta(days=100), account="a1"),  # however old: the journey is one
        touch("t2", edge - timedelta(days=1), account="a1"),
        touch("t3", edge, account="a2"),
        touch("t4", AS_OF, account="a3"),
        touch("t5", AS_OF + timedelta(days=1), account="a4"),  # not known yet
    ]
    found, open_yet = lost(tmp_path, touches, "of", "journey_key", "touch_id", "place", "length", "days")
    assert found == [("deal", "a1", "t1", 1, 2, 99), ("deal", "a1", "t2", 2, 2, 0)]
    assert open_yet == {"deal": 2}  # a2 and a3


def test_only_touches_after_the_last_conversion_led_nowhere(tmp_path):
    day = date(2026, 3, 3)
    touches = [
        touch("t1", date(2026, 3, 1)),
        touch("t2", day),
        touch("t3", day, at=minute(day, "15:00")),
        touch("t4", date(2026, 4, 1)),
    ]
    won = [deal("d0", date(2026, 2, 1)), deal("d1", day, closed_at=minute(day, "14:00"))]
    found, _ = lost(tmp_path, touches, "touch_id", "place", "days", deals=won)
    assert found == [("t3", 1, 29), ("t4", 2, 0)]  # from 3 March to 1 April
    (tmp_path / "all").mkdir()
    found, open_yet = lost(tmp_path / "all", touches, "touch_id", deals=[deal("d1", date(2026, 4, 1))])
    assert (found, open_yet) == ([], {})


def test_what_was_given_up_counts_in_the_month_it_was_given_up(tmp_path):
    # given up on the 31st day: 1 May and 31 May for a1 and a2; 30 April and 1 June are outside
    touches = [
        touch("t1", date(2026, 3, 31), account="a1"),
        touch("t2", date(2026, 4, 30), account="a2"),
        touch("t3", date(2026, 3, 30), account="a3"),
        touch("t4", date(2026, 5, 1), account="a4"),
    ]
    found, _ = lost(tmp_path, touches, "journey_key", window=Period.parse("2026-05"))
    assert found == [("a1",), ("a2",)]


def test_each_kind_has_its_own_keys_and_its_own_end(tmp_path):
    touches = [touch("t1", date(2026, 3, 1)), touch("t2", date(2026, 3, 2), who="p2")]
    reached = [reach("mql", date(2026, 3, 1))]
    found, _ = lost(tmp_path, touches, "of", "journey_key", "length", kinds=("mql", "sql", "deal"), reached=reached)
    assert found == [
        ("deal", "a1", 2), ("deal", "a1", 2), ("mql", "p2", 1), ("sql", "p1", 1), ("sql", "p2", 1),
    ]  # fmt: skip


def test_no_touches_led_nowhere(tmp_path):
    assert lost(tmp_path, [], "touch_id", kinds=("mql", "deal"), deals=[deal("d1", DAY)]) == ([], {})


# Milestones.


def reached_days(tmp_path, kind, *, reached, grain="person", **tables):
    canonical = opened(tmp_path, {"reached": reached, **tables}).tables
    ends = conversions(canonical, kind=kind, grain=grain, as_of=AS_OF)
    return rows(milestones(canonical, ends), "conversion_id", "lead_on", "lead_at", "opportunity_on", "opportunity_at")


def test_milestones_are_the_keys_own_of_the_same_episode(tmp_path):
    reached = [
        reach("lead", ago(20), at=minute(ago(20), "10:00")),
        reach("sql", ago(15)),
        reach("opportunity", DAY),  # after the conversion to SQL: not its own
        reach("lead", ago(9), episode=2),
        reach("sql", ago(8), episode=2),
        reach("lead", ago(7), who="p2"),
    ]
    assert reached_days(tmp_path, "sql", reached=reached) == [
        ("sql:p1:1", ago(20), pd.Timestamp(minute(ago(20), "10:00")), None, None),
        ("sql:p1:2", ago(9), None, None, None),
    ]


def test_the_opportunity_of_a_deal_is_its_own(tmp_path):
    reached = [
        reach("lead", ago(50), who="a1", grain="account"),
        reach("opportunity", ago(40), who="a1", grain="account", at=minute(ago(40), "10:00")),
        reach("opportunity", ago(5), who="d2", grain="deal"),
    ]
    deals = [deal("d1", ago(30)), deal("d2", DAY)]
    # d1 has no stages of its own, so the account's; d2 opened later than the account's first opportunity
    assert reached_days(tmp_path, "deal", reached=reached, deals=deals) == [
        ("deal:d1", ago(50), None, ago(40), pd.Timestamp(minute(ago(40), "10:00"))),
        ("deal:d2", ago(50), None, ago(5), None),
    ]


def test_a_day_that_is_no_real_one_is_no_milestone(tmp_path):
    reached = [
        reach("lead", DAY, observed=False, timed=False),  # skipped: a later stage stands in
        reach("opportunity", ago(3), timed=False),  # loaded in bulk
        reach("sql", DAY),
    ]
    assert reached_days(tmp_path, "sql", reached=reached) == [("sql:p1:1", None, None, None, None)]


def test_a_milestone_on_the_day_of_the_conversion(tmp_path):
    cases = {"11:00": True, "13:00": False, None: True}
    reached, deals = [], []
    for place, opened_at in enumerate(cases):
        account, at = f"a{place}", minute(DAY, opened_at) if opened_at else None
        reached.append(reach("opportunity", DAY, who=account, grain="account", at=at))
        deals.append(deal(f"d{place}", DAY, account=account, closed_at=minute(DAY, "12:00")))
    found = reached_days(tmp_path, "deal", reached=reached, deals=deals)
    assert [row[3] for row in found] == [DAY if kept else None for kept in cases.values()]
