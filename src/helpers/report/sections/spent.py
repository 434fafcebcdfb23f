"""Money beside credit: what a channel's spend bought under one stated rule, and what marketing had a part in."""

from __future__ import annotations

from helpers.facts import Row
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.credit import ALL, STATED, by_channel, channel, payer, stated, total
from helpers.report.listing import day
from helpers.report.model import Block, Cell, Note
from helpers.report.naming import NONE, TEAMS, rule
from helpers.report.sections.plate import Caption, part, plate, table
from helpers.words import msg

BOUGHT = {"mqls": msg("per MQL"), "sqls": msg("per SQL"), "customers": msg("per customer")}
DEFINITIONS = {
    "lead_source": msg("Source field of the lead"),
    "first_touch": msg("First recorded touch"),
    "before_sales": msg("A touch of marketing before the first of sales"),
}
OUTCOMES = {"won": msg("Deals won"), "lost": msg("Deals lost"), "open": msg("Deals still open")}
REMARKS = {"no_credit": msg("no credit"), "no_channel_costs": msg("no spend")}


def spent(case: Case) -> list[Block]:
    """Cost and return by channel, revenue by who originated it, the part of marketing, experiments."""
    blocks = [*_paid(case), *_sourced(case), *_influenced(case), *_lift(case)]
    return [part(case.say("What the credit costs and brings"), anchor="attribution-money"), *blocks] if blocks else []


def _paid(case: Case) -> list[Block]:
    model = stated(case)
    costs = {of: found for of in BOUGHT if (found := by_channel(case, "credited_cost", of=of, model=model))}
    spend = by_channel(case, "channel_spend")
    returns = by_channel(case, "credited_return", model=model)
    if not spend or not (costs or returns):
        return []
    if not any(row.known for row in spend.values()):
        return [Note(tone="missing", text=case.why(next(iter(spend.values()))))]
    names = list(dict.fromkeys([*spend, *(name for found in (*costs.values(), returns) for name in found)]))
    names.sort(key=lambda name: (name == ALL, name == NONE, name not in spend))
    caption = case.say("Spend and credit by channel, {period}. Rule: {rule}", rule=rule(case.words, model).lower(),
                       period=case.words.period(case.period.rolling(12)))  # fmt: skip
    heads = [case.say("Channel"), case.say("Spend"), *(case.say(BOUGHT[of]) for of in costs),
             case.say("Customers credited"), case.say("Credited revenue"), case.say("Return")]  # fmt: skip
    revenue = by_channel(case, "credited_revenue", model=model)
    customers = by_channel(case, "credited", of="customers", model=model)
    rows = [
        (Cell(text=case.say("All") if name == ALL else payer(case, name)), case.cell(spend.get(name)),
         *(case.cell(found.get(name)) for found in costs.values()), case.cell(customers.get(name)),
         case.cell(revenue.get(name)), _return(case, returns.get(name)))
        for name in names
    ]  # fmt: skip
    return [table(caption, heads, rows), *_adds_up(case, costs.get("customers", {}).get(ALL))]


def _return(case: Case, row: Row | None) -> Cell:
    """The return; where spend has no credit, or credit no spend, that is said in its place."""
    if row is None or row.known or row.note not in REMARKS:
        return case.cell(row)
    return Cell(text=case.say(REMARKS[row.note]), muted=True)


def _adds_up(case: Case, row: Row | None) -> list[Block]:
    """The whole of spend over customers is the unified CAC, said where it is so; else why there is no whole."""
    cac = case.book.get("unified_cac", period=case.period.rolling(12))
    if row is not None and not row.known:
        return [Note(tone="missing", text=case.why(row), facts=(row.key,))]
    if row is None or cac is None or case.number(row) != case.number(cac):
        return []
    text = case.say("Spend and customers of all lines add up to the unified CAC: {value}.", value=case.number(cac))
    return [Note(text=text, facts=(row.key, cac.key))]


def _sourced(case: Case) -> list[Block]:
    """Revenue by the team that originated it, under three definitions side by side."""
    found: dict[str, dict[str, Row]] = {}
    window = str(case.period.rolling(12))
    for row in case.book.rows("sourced_revenue", segment=None):
        if row.period == window:
            found.setdefault(row.how.get("definition", ""), {})[row.where.get("team", ALL)] = row
    kinds = [name for name in DEFINITIONS if found.get(name, {}).get("marketing")]
    mine = [found[name]["marketing"] for name in kinds if found[name]["marketing"].known]
    if not mine:
        return []
    marks = [
        charts.Mark(label=case.say(DEFINITIONS[name]), value=found[name]["marketing"].value,
                    unit=found[name]["marketing"].unit, fact=found[name]["marketing"].key,
                    text=case.words.money_short(found[name]["marketing"].value),
                    target=found[name][ALL].value if ALL in found[name] else float("nan"))
        for name in kinds
    ]  # fmt: skip
    sub = case.say("Revenue of new business originated by marketing, {period}, under three definitions; outlined: all "
                   "of it", period=case.words.period(mine[0].when))  # fmt: skip
    heads = [case.say("Definition"), *(case.say(name) for name in TEAMS.values()), case.say("All")]
    rows = [
        (Cell(text=case.say(DEFINITIONS[name])), *(case.cell(found[name].get(team)) for team in (*TEAMS, ALL)))
        for name in kinds
    ]
    data = table(case.say("Revenue by the team that originated it"), heads, rows)
    caption = Caption(title=_between(case, mine), subtitle=sub)
    return [plate(charts.bars, marks, key="sourced", caption=caption, data=data)]


def _between(case: Case, rows: list[Row]) -> str:
    least, most = (case.number(pick(rows, key=lambda row: row.value)) for pick in (min, max))
    if least == most:
        return case.say("Originated by marketing: {value}, whichever way it is defined", value=least)
    return case.say("Originated by marketing: {low} to {high}, depending on the definition", low=least, high=most)


def _influenced(case: Case) -> list[Block]:
    """Deals with a touch of marketing, won ones beside lost and open ones."""
    every = {outcome: total(case, "influenced", by="marketing", outcome=outcome) for outcome in OUTCOMES}
    found = {outcome: row for outcome, row in every.items() if row is not None and row.known}
    won = found.get("won")
    if won is None or len(found) < 2:
        return []
    marks = [
        charts.Mark(label=case.say(OUTCOMES[name]), value=row.value, unit=row.unit, fact=row.key, low=row.low,
                    high=row.high, hollow=row.few,
                    text=case.number(row))
        for name, row in found.items()
    ]  # fmt: skip
    sub = case.say("Share of deals with at least one touch of marketing, {period}; light band: interval",
                   period=case.words.period(won.when))  # fmt: skip
    heads = [case.say("Deals"), case.say("With marketing"), case.say("All"), case.say("Share"), case.say("Interval")]
    rows = [
        (Cell(text=case.say(OUTCOMES[name])), case.cell(row, "numerator"), case.cell(row, "denominator"),
         case.cell(row), case.range_cell(row))
        for name, row in found.items()
    ]  # fmt: skip
    data = table(case.say("Deals that marketing had a part in"), heads, rows)
    caption = Caption(title=_base(case, won, found.get("lost")), subtitle=sub)
    return [plate(charts.dots, marks, key="influenced", caption=caption, data=data)]


def _base(case: Case, won: Row, lost: Row | None) -> str:
    """The share among won deals means something only beside that among the lost ones."""
    if lost is None:
        return case.say("Marketing had a part in {won} of deals won", won=case.number(won))
    blanks = {"won": case.number(won), "lost": case.number(lost)}
    if won.low > lost.high or won.high < lost.low:
        return case.say("Marketing had a part in {won} of deals won and {lost} of deals lost", **blanks)
    return case.say(
        "Marketing had a part in {won} of deals won and {lost} of deals lost: no clear difference", **blanks
    )


def _lift(case: Case) -> list[Block]:
    """What experiments found, beside the credit of the same channels."""
    window = str(case.period.rolling(12))
    found = [row for row in case.book.rows("experiment_lift", segment=None) if row.period == window and row.known]
    if not found:
        return []
    credited = by_channel(case, "credited", of="customers", model=stated(case) or STATED)
    heads = [case.say("Channel"), case.say("Credited, twelve months"), case.say("Experiment"),
             case.say("More than without the channel"), case.say("Interval")]  # fmt: skip
    rows = [
        (Cell(text=channel(case, row.where["channel"])), case.cell(credited.get(row.where["channel"])),
         Cell(text=_days(case, row)), case.cell(row), case.range_cell(row))
        for row in found
    ]  # fmt: skip
    return [table(case.say("Credit beside what experiments found"), heads, rows, texts=(2,))]


def _days(case: Case, row: Row) -> str:
    """From when to when an experiment ran."""
    ends = [on for name in ("from", "to") if (on := day(row.how.get(name, ""))) is not None]
    return " – ".join(case.words.day_short(on) for on in ends) or "–"
