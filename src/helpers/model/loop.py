"""The canonical tables of the loop between both teams: hand-offs, what was heard, content, decisions, meetings.

Free text of these tables is masked at the import (addresses, telephone numbers, names of people and companies). Of what
customers or colleagues said, only rows marked ``quotable`` may be printed.
"""

from __future__ import annotations

from helpers.model.column import Column, Table

#: What became of a lead that marketing handed over; ``none`` is a class of its own.
HANDOFF_DECISIONS = ("accepted", "rejected", "recycled", "none")
#: What a remark of a customer is about.
VOICES = ("objection", "argument", "competitor", "sector", "topic", "other")
#: Where it was written down.
ORIGINS = ("feedback", "deal_reason", "deal_note", "winloss")
TEAMS = ("marketing", "sales", "both")
VERDICTS = ("done", "dropped", "confirmed", "refuted", "unclear")

_ROW = Column("row", "integer", "line of the form, from 1")
_ON = Column("on", "date", "local calendar day; engines truncate only this")
_ACCOUNT = Column("account_id", "text", "account, where one is known", nullable=True)
_DEAL = Column("deal_id", "text", "record id as exported", nullable=True)
_QUOTABLE = Column("quotable", "flag", "its text may be printed")

HANDOFFS = Table(
    "handoffs", "one row per pass of a person from marketing to sales: request, first human touch, decision",
    ("person_id", "episode"),
    (
        Column("person_id", "text", "keyed hash"),
        Column("episode", "integer", "1 for the first pass; a new one begins when a recycled person comes back"),
        Column("account_id", "text", "account of the person"),
        Column("requested_on", "date", "local day the person became an MQL: where the clock starts"),
        Column("requested_at", "instant", "UTC moment of the same, where known", nullable=True),
        Column("assigned_on", "date", "local day a seller was named", nullable=True),
        Column("assigned_at", "instant", "UTC moment of the same", nullable=True),
        Column("owner", "text", "keyed hash of the seller", nullable=True),
        Column("seller_group", "text", "group of the seller by the form owners; 'unknown' is a class"),
        Column("touched_on", "date", "local day of the first human touch of sales, not before the clock's start",
               nullable=True),
        Column("touched_at", "instant", "UTC moment of the same", nullable=True),
        Column("touch_kind", "text", "what kind of touch it was", nullable=True),
        Column("decision", "text", "as the export stood", choices=HANDOFF_DECISIONS),
        Column("decided_on", "date", "local day of the decision", nullable=True),
        Column("decided_at", "instant", "UTC moment of the same", nullable=True),
        Column("reason_raw", "text", "why it was rejected or recycled, as exported, masked", nullable=True),
        Column("reason", "text", "code of the reason list; 'unmapped' where no code fits", nullable=True),
        Column("timed", "flag", "its clock may be read: the request was observed, not bulk-loaded, not out of order"),
        Column("start_minutes", "integer",
               "reading of the business clock at the clock's start; missing where only the day is known",
               nullable=True),
        Column("touched_minutes", "integer", "reading at the first human touch", nullable=True),
        Column("decided_minutes", "integer", "reading at the decision", nullable=True),
        Column("start_days", "integer", "working days counted up to the day of the clock's start"),
        Column("touched_days", "integer", "working days up to the day of the first human touch", nullable=True),
        Column("decided_days", "integer", "working days up to the day of the decision", nullable=True),
    ),
)  # fmt: skip

OWNERS = Table(
    "owners", "who sells or markets, by group", ("owner",),
    (
        Column("owner", "text", "keyed hash, as in people and deals"),
        Column("team", "text", "which team", choices=("marketing", "sales")),
        Column("seller_group", "text", "office, region or segment team; 'unknown' is a class"),
        Column("from_on", "date", "first day in it", nullable=True),
        Column("to_on", "date", "last day in it", nullable=True),
    ),
)  # fmt: skip

VOICES_TABLE = Table(
    "voices", "what customers were heard to say, wherever it was written down", ("voice_id",),
    (
        Column("voice_id", "text", "origin and file row, or deal"),
        Column("origin", "text", "where it stood", choices=ORIGINS),
        _ON,
        Column("kind", "text", "what it is about", choices=VOICES),
        _DEAL, _ACCOUNT,
        Column("outcome", "text", "of its deal, as the export stood", nullable=True),
        Column("stage", "text", "standard stage of the deal or person then, where known", nullable=True),
        Column("segment", "text", "sector, region or other group it speaks of, as written", nullable=True),
        Column("theme_raw", "text", "reason or theme as written, masked", nullable=True),
        Column("theme", "text", "code of the theme list; 'unmapped' where no code fits"),
        Column("words", "text", "what was said, masked", nullable=True),
        _QUOTABLE,
    ),
)  # fmt: skip

FEEDBACK = Table(
    "feedback", "the feedback form: what one team told the other, and what came of it", ("row",),
    (
        _ROW, _ON,
        Column("from_team", "text", "who told", choices=("marketing", "sales")),
        Column("kind", "text", "what it is about", choices=VOICES),
        _DEAL, _ACCOUNT,
        Column("theme", "text", "code of the theme list; 'unmapped' where no code fits"),
        Column("words", "text", "what was told, masked", nullable=True),
        Column("answered_on", "date", "day the other team answered", nullable=True),
        Column("answer", "text", "what it answered or did, masked", nullable=True),
        _QUOTABLE,
    ),
)  # fmt: skip

WINLOSS = Table(
    "winloss", "win and loss reviews: one row per deal looked back on", ("row",),
    (
        _ROW, _ON, _DEAL,
        Column("outcome", "text", "as the form says", choices=("won", "lost")),
        Column("theme", "text", "what decided it: code of the theme list; 'unmapped' where no code fits"),
        Column("learned", "text", "what both teams learned, masked", nullable=True),
        Column("change", "text", "the one thing they change, masked", nullable=True),
        Column("consent", "flag", "the customer agreed to the interview"),
        _QUOTABLE,
    ),
)  # fmt: skip

CONTENT = Table(
    "content", "the content register: every asset, for whom, against which objection, by whom", ("asset_id",),
    (
        Column("asset_id", "text", "as touches and content_use name it"),
        Column("title", "text", "as written"),
        Column("format", "text", "guide, case, video …, as written", nullable=True),
        Column("topic", "text", "as written", nullable=True),
        Column("stage", "text", "standard stage it serves", nullable=True),
        Column("role", "text", "buyer role it speaks to, as written", nullable=True),
        Column("objection", "text", "code of the theme list it answers", nullable=True),
        Column("by_marketing", "flag", "marketing is among its authors"),
        Column("by_sales", "flag", "sales is among its authors"),
        Column("published_on", "date", "first day in use", nullable=True),
        Column("updated_on", "date", "last edit", nullable=True),
        Column("retired_on", "date", "first day out of use", nullable=True),
    ),
)  # fmt: skip

CONTENT_USE = Table(
    "content_use", "who used which asset with whom", ("row",),
    (
        _ROW, _ON,
        Column("asset_id", "text", "as in content"),
        _DEAL, _ACCOUNT,
        Column("team", "text", "who used it", choices=("marketing", "sales")),
    ),
)  # fmt: skip

CAMPAIGNS = Table(
    "campaigns", "campaigns, past and running", ("campaign",),
    (
        Column("campaign", "text", "as touches name it"),
        Column("channel", "text", "after the engagement's mapping", nullable=True),
        Column("segment", "text", "whom it addresses, as written", nullable=True),
        Column("message_id", "text", "the message it carries", nullable=True),
        Column("promise", "text", "what it promises, as written, masked", nullable=True),
        Column("from_on", "date", "first day"),
        Column("to_on", "date", "last day; missing while it runs without an end", nullable=True),
        Column("for_sales", "text", "what sales must know, masked", nullable=True),
    ),
)  # fmt: skip

MESSAGES = Table(
    "messages", "the messages form: promise, proof, objection, answer, by stage", ("message_id",),
    (
        Column("message_id", "text", "as written"),
        Column("segment", "text", "whom it addresses, as written", nullable=True),
        Column("stage", "text", "standard stage", nullable=True),
        Column("promise", "text", "masked"),
        Column("promise_theme", "text", "code of the theme list the promise is about", nullable=True),
        Column("proof", "text", "masked", nullable=True),
        Column("objection", "text", "code of the theme list of the objection it expects", nullable=True),
        Column("answer", "text", "masked", nullable=True),
        Column("updated_on", "date", "last edit", nullable=True),
    ),
)  # fmt: skip

DECISIONS = Table(
    "decisions", "what was decided or believed, its test, its owner, its verdict", ("decision_id",),
    (
        Column("decision_id", "text", "as written, else the line of the form"),
        _ON,
        Column("kind", "text", "a thing to do, or a belief to test", choices=("decision", "hypothesis")),
        Column("words", "text", "masked"),
        Column("metric", "text", "catalogue id it should move", nullable=True),
        Column("segment", "text", "name=value of the part of the business it should move", nullable=True),
        Column("expected", "text", "which way", choices=("up", "down"), nullable=True),
        Column("test", "text", "how both teams will know, masked", nullable=True),
        Column("owner_team", "text", "who owes it", choices=TEAMS),
        Column("owner_role", "text", "role, never a name", nullable=True),
        Column("due_on", "date", "when it is due", nullable=True),
        Column("closed_on", "date", "when it was closed", nullable=True),
        Column("verdict", "text", "how it ended", choices=VERDICTS, nullable=True),
    ),
)  # fmt: skip

MEETINGS = Table(
    "meetings", "rituals planned and held", ("row",),
    (
        _ROW,
        Column("ritual", "text", "playbook page of the ritual"),
        Column("planned_on", "date", "day it was planned for"),
        Column("held_on", "date", "day it was held; missing where it was not", nullable=True),
        Column("marketing", "flag", "marketing was there"),
        Column("sales", "flag", "sales was there"),
        Column("chair", "text", "who led", choices=("marketing", "sales"), nullable=True),
    ),
)  # fmt: skip

COMMENTS = Table(
    "comments", "what each head of team says of the month in 280 characters, and the month's joint win", ("row",),
    (
        _ROW,
        Column("period", "text", "month, 2026-10"),
        Column("team", "text", "whose words", choices=TEAMS),
        Column("kind", "text", "comment, or the joint win of the month", choices=("comment", "joint_win")),
        Column("words", "text", "masked, cut at 280 characters"),
    ),
)  # fmt: skip

BLIND_SORT = Table(
    "blind_sort", "the same leads or accounts sorted by both teams without seeing each other's answer",
    ("session", "item", "team", "rater"),
    (
        Column("session", "text", "name or day of the session"),
        Column("on", "date", "day of the session", nullable=True),
        Column("item", "text", "keyed hash of the lead, or id of the account"),
        Column("of", "text", "what was sorted", choices=("lead", "account")),
        Column("team", "text", "who sorted", choices=("marketing", "sales")),
        Column("rater", "integer", "1 for the first of the team; several of a team may sort"),
        Column("label", "text", "accept or reject; A, B or C"),
    ),
)  # fmt: skip

INCENTIVES = Table(
    "incentives", "what a role of a team is paid for, as a part of its variable pay; no salaries, no names", ("row",),
    (
        _ROW,
        Column("team", "text", "whose pay it is", choices=("marketing", "sales")),
        Column("role", "text", "role, never a name, masked; missing where it is all of the team", nullable=True),
        Column("metric", "text", "catalogue id of what is paid for, where it is one", nullable=True),
        Column("words", "text", "what is paid for, as written, masked"),
        Column("part", "number", "part of the role's variable pay that hangs on it, over 0 and at most 1"),
        Column("shared", "flag", "the other team is paid for the same result too"),
        Column("from_on", "date", "first day it holds; missing where it always did", nullable=True),
        Column("to_on", "date", "last day it holds; missing while it does", nullable=True),
    ),
)  # fmt: skip

LOOP_TABLES = (
    HANDOFFS, OWNERS, VOICES_TABLE, FEEDBACK, WINLOSS, CONTENT, CONTENT_USE, CAMPAIGNS, MESSAGES, DECISIONS, MEETINGS,
    COMMENTS, BLIND_SORT, INCENTIVES,
)  # fmt: skip
