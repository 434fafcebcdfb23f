"""Decisions: what both teams said, and what happened since; beliefs put to the test; deals to look back on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from helpers.facts import Row, pairs
from helpers.periods import Period
from helpers.report.case import Case
from helpers.report.listing import day, day_cell, flag, number, number_cell, records, text
from helpers.report.model import Block, Cell, Note, Sentence, Table
from helpers.report.naming import TEAMS
from helpers.report.naming import part as named
from helpers.report.sections.plate import answer, part, table, title
from helpers.words import msg

#: Rows that a page lists.
MOST = 12
SAID = (
    "decision_id", "on", "kind", "words", "metric", "segment", "expected", "change", "clear", "as_expected", "before",
    "after", "unit", "window_after", "due_on", "closed_on", "verdict", "overdue", "note",
)  # fmt: skip
VERDICTS = {
    "done": msg("done"), "dropped": msg("dropped"), "confirmed": msg("confirmed"), "refuted": msg("refuted"),
    "unclear": msg("unclear"), "open": msg("open"),
}  # fmt: skip
#: Why the number of a decision cannot be compared.
REASONS = {
    "overlap": msg("its number covers twelve months at a time"),
    "not_reached": msg("too little time has passed"),
    "immature": msg("those who came in since can still become customers"),
    "no_segment": msg("its number is not counted for that part alone"),
    "": msg("its number is not known before and after"),
}


def decided(case: Case) -> list[Block]:
    """How many decisions were kept, what became of their numbers, what is open, and the deals to look back on."""
    row = case.book.get("decisions_open", period=case.period)
    drawn = _drawn(case)
    if row is None:
        return []
    head = title(case.say("Decisions: we said, it happened"), anchor="decided")
    if not row.known:
        return [head, Note(tone="missing", text=case.why(row), facts=(row.key,)), *drawn]
    blocks: list[Block] = [head, answer(*_kept(case), *_moved(case))]
    tables = [found for found in (_waiting(case), _beliefs(case)) if found]
    return [*blocks, *_happened(case), *tables, *drawn]


def overdue_rule(case: Case) -> Iterator[Sentence]:
    """Decisions past their day."""
    row = case.book.get("decisions_open", period=case.period, overdue="yes")
    if row is None or not row.known or not row.value:
        return
    said = case.words.plural(
        "{n} decision of earlier reviews is past its day: close it, give it a new day or drop it.",
        "{n} decisions of earlier reviews are past their day: close them, give them a new day or drop them.",
        row.value,
    )
    yield case.answer(said, row, page="monthly-review")


def _kept(case: Case) -> list[Sentence]:
    """Closed on time, open, overdue."""
    on_time = case.book.get("decisions_on_time", period=case.period.rolling(12))
    waiting = case.book.get("decisions_open", period=case.period)
    late = case.book.get("decisions_open", period=case.period, overdue="yes")
    said = []
    if on_time is not None and on_time.known:
        text_ = case.say("Of {all} decisions due in twelve months, {n} were closed by their day ({share}).",
                         n=case.number(on_time, "numerator"), all=case.number(on_time, "denominator"),
                         share=case.words.share(on_time.value, 0))  # fmt: skip
        said.append(case.answer(text_, on_time, page="monthly-review"))
    if waiting is not None and late is not None and waiting.known:
        text_ = case.say("Open at the end of the month: {n}; past their day: {late}.", n=case.number(waiting),
                         late=case.number(late))  # fmt: skip
        said.append(case.answer(text_, waiting, late))
    return said


def _effect(case: Case, record: dict[str, Any]) -> Row | None:
    return case.book.get("decision_effect", period=case.period.rolling(12),
                         segment=pairs({"decision": text(record["decision_id"])}))  # fmt: skip


def _moved(case: Case) -> list[Sentence]:
    """How many of the numbers that decisions named have clearly moved since, and whether as expected."""
    rows = [row for row in case.book.rows("decision_effect", segment=None) if row.known and "decision" in row.where]
    if not rows:
        return []
    clear = [row for row in rows if row.status == "clear"]
    as_hoped = {text(each["decision_id"]) for each in records(case, "we_said", *SAID) if flag(each["as_expected"])}
    hoped = [row for row in clear if row.where["decision"] in as_hoped]
    said = case.say("Decisions whose number can be compared: {all}; with a clear change since: {n}; in the direction "
                    "hoped for: {hoped}.", all=case.words.count(len(rows)), n=case.words.count(len(clear)),
                    hoped=case.words.count(len(hoped)))  # fmt: skip
    note = case.say("What happened since is not what the decision did: other things changed in the same months.")
    return [case.answer(said, *rows), Sentence(text=note)]


def _happened(case: Case) -> list[Block]:
    """Decisions of the last review and those whose number can be compared, the newest first; why others cannot."""
    rows = records(case, "we_said", *SAID)
    latest = max((text(row["on"])[:7] for row in rows), default="")
    compared = [row for row in rows if number(row["change"]) == number(row["change"])]
    shown = [row for row in rows if text(row["on"])[:7] == latest or row in compared][:MOST]
    if not shown:
        return []
    heads = [case.say("We said"), case.say("On"), case.say("State"), case.say("Its number"), case.say("Before"),
             case.say("After"), case.say("It happened")]  # fmt: skip
    happened = table(case.say("What both teams decided, and what happened since"), heads,
                     [_line(case, row) for row in shown], texts=(2, 3, 6))  # fmt: skip
    rest = [row for row in rows if text(row["metric"]) and row not in shown and row not in compared]
    return [happened, *([_incomparable(case, rest)] if rest else [])]


def _incomparable(case: Case, rows: list[dict[str, Any]]) -> Note:
    """The decisions whose number says nothing yet, and why."""
    why = dict.fromkeys(case.say(REASONS.get(text(row["note"]), REASONS[""])) for row in rows)
    said = case.words.plural("For {n} more decision there is nothing to compare: {why}.",
                             "For {n} more decisions there is nothing to compare: {why}.", len(rows),
                             why=case.words.listing(why))  # fmt: skip
    return Note(text=said)


def _line(case: Case, row: dict[str, Any]) -> tuple[Cell, ...]:
    effect, metric = _effect(case, row), text(row["metric"])
    unit = text(row["unit"])
    before, after = (number_cell(case, number(row[name]) if unit else math.nan, unit) for name in ("before", "after"))
    key = effect.key if effect is not None else ""
    traced = {"fact": key, "field": "prior"} if before.number is not None and key else {}
    return (
        Cell(text=text(row["words"])), day_cell(case, day(row["on"])), Cell(text=_state(case, row)),
        Cell(text=_measure(case, row) if metric else ""),
        before.model_copy(update=traced), after, Cell(text=_verdict(case, row) if metric else "", fact=key),
    )  # fmt: skip


def _measure(case: Case, row: dict[str, Any]) -> str:
    """The metric, and the part of the business it was to move."""
    label = case.label(text(row["metric"]))
    where = text(row["segment"])
    name, sign, value = where.partition("=")
    return f"{label} ({named(case.words, name, value)})" if sign else label


def _verdict(case: Case, row: dict[str, Any]) -> str:
    """What happened, in words: the change, whether it is clear, and whether it went the way hoped for."""
    change, note = number(row["change"]), text(row["note"])
    if change != change:
        said = case.say(REASONS.get(note, REASONS[""]))
        return said[:1].upper() + said[1:]
    moved = case.words.change(change, text(row["unit"]))
    if note:
        return case.say("{change}: too few cases to tell", change=moved)
    if not text(row["clear"]):
        return moved
    if not flag(row["clear"]):
        return case.say("{change}: no clear change", change=moved)
    if not text(row["as_expected"]):
        return case.say("{change}: a clear change", change=moved)
    hoped = msg("{change}: a clear change, as hoped") if flag(row["as_expected"]) else \
        msg("{change}: a clear change, the other way")  # fmt: skip
    return case.say(hoped, change=moved)


def _state(case: Case, row: dict[str, Any]) -> str:
    if text(row["verdict"]):
        return case.say(VERDICTS[text(row["verdict"])])
    if text(row["closed_on"]):
        return case.say("done")
    return case.say("past its day") if flag(row["overdue"]) else case.say("open")


def _waiting(case: Case) -> Table | None:
    rows = records(case, "decisions_open", "words", "owner_team", "owner_role", "due_on", "overdue")
    if not rows:
        return None
    cells = [
        (Cell(text=text(row["words"])), Cell(text=_owner(case, row)), day_cell(case, day(row["due_on"])),
         Cell(text=case.say("past its day") if flag(row["overdue"]) else ""))
        for row in rows[:MOST]
    ]  # fmt: skip
    heads = [case.say("Decision"), case.say("Who owes it"), case.say("Due"), case.say("Remark")]
    return table(case.say("Open decisions"), heads, cells, texts=(1, 3))


def _owner(case: Case, row: dict[str, Any]) -> str:
    team = text(row["owner_team"])
    return text(row["owner_role"]) or (case.say("Both teams") if team == "both" else case.say(TEAMS[team]))


def _beliefs(case: Case) -> Table | None:
    rows = records(case, "hypotheses", "on", "words", "test", "due_on", "verdict")
    if not rows:
        return None
    cells = [
        (Cell(text=text(row["words"])), Cell(text=text(row["test"])), day_cell(case, day(row["due_on"])),
         Cell(text=case.say(VERDICTS[text(row["verdict"])])))
        for row in rows[:MOST]
    ]  # fmt: skip
    heads = [case.say("We believe"), case.say("How we will know"), case.say("Due"), case.say("Verdict")]
    return table(case.say("Beliefs put to the test"), heads, cells, texts=(1, 3))


def _drawn(case: Case) -> list[Block]:
    """Two deals to look back on, by lot, and what decided those looked back on before."""
    rows = records(case, "winloss_draw", "deal_id", "outcome", "closed_on", "value", "of")
    if not rows:
        return []
    heads = [case.say("Deal"), *([case.say("Company")] if case.names else []), case.say("Outcome"),
             case.say("Closed"), case.say("Amount"), case.say("Drawn from")]  # fmt: skip
    cells = [_lot(case, row) for row in rows]
    inner = table(case.say("Deals to look back on together, drawn by lot"), heads, cells,
                  texts=(1, 2) if case.names else (1,))  # fmt: skip
    said = _themes(case)
    return [part(case.say("Deals to look back on"), anchor="decided-deals"), *([answer(*said)] if said else []), inner]


def _lot(case: Case, row: dict[str, Any]) -> tuple[Cell, ...]:
    company = [Cell(text=case.names.get(text(row["deal_id"]), "–"))] if case.names else []
    won = text(row["outcome"]) == "won"
    return (
        Cell(text=text(row["deal_id"])), *company, Cell(text=case.say("won") if won else case.say("lost")),
        day_cell(case, day(row["closed_on"])), number_cell(case, number(row["value"]), "money"),
        number_cell(case, number(row["of"])),
    )  # fmt: skip


def _themes(case: Case) -> list[Sentence]:
    """What decided the deals looked back on, most often first, by outcome."""
    year: Period = case.period.rolling(12)
    said = []
    texts = {
        "lost": msg("Of {all} lost deals looked back on in twelve months, most often named: {themes}."),
        "won": msg("Of {all} won deals looked back on in twelve months, most often named: {themes}."),
    }
    for outcome, text_ in texts.items():
        rows = [row for row in case.book.rows("winloss_theme", segment=None)
                if row.period == str(year) and row.known and row.where.get("outcome") == outcome]  # fmt: skip
        named_rows = [row for row in rows if row.where.get("theme") != "unmapped"]
        top = sorted(named_rows, key=lambda row: (-row.value, row.segment))[:3]
        if top:
            named_ = (f"{_theme(case, row.where['theme'])} ({case.number(row, 'numerator')})" for row in top)
            blanks = {"all": case.number(top[0], "denominator"), "themes": case.words.listing(named_)}
            said.append(case.answer(case.say(text_, **blanks), *top, page="win-loss"))
    return said


def _theme(case: Case, code: str) -> str:
    label = case.agreements.themes.label(code, lang=case.words.lang)
    return named(case.words, "theme", code) if label == code else label
