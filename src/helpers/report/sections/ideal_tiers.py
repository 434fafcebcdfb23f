"""The tiers of both teams: how large they are, who works them, and whether they pay, stay and sign."""

from __future__ import annotations

from functools import partial

from helpers.facts import Row
from helpers.icp.lift import OUTCOMES
from helpers.icp.scoring import TIERS
from helpers.report import charts
from helpers.report.case import Case
from helpers.report.credit import year_rows
from helpers.report.model import Block, Cell, Note, Table
from helpers.report.naming import TEAMS
from helpers.report.sections.ideal_names import BOTH, ON, tier, verdict
from helpers.report.sections.plate import Caption, part, plate, table
from helpers.words import msg

CAVEAT = msg(
    "Tiers follow from what is known of each account today, and deals won say above all whom sales pursued: these "
    "figures say what goes together, not what would follow from choosing other accounts. Margin counts most, coming "
    "back next, deals won last."
)


def lift_row(case: Case, on: str, team: str, name: str) -> Row | None:
    """The lift of one tier of a team over one outcome."""
    wanted = {"team": team, "tier": name}
    rows = (row for row in case.book.rows("icp_lift", segment=None) if row.how == {"on": on} and row.where == wanted)
    return next((row for row in rows if row.when.last == case.period.last), None)


def lifts(case: Case) -> list[Block]:
    """Every tier of both teams over the most telling outcome; the table has the others."""
    found = {on: _known(case, on) for on in OUTCOMES}
    on = next((on for on, rows in found.items() if any(not row.few for row in rows)), None)
    on = on or next((on for on, rows in found.items() if rows), None)
    if on is None:
        return []
    best = max(found[on], key=lambda row: (row.status == "clear", not row.few, row.value))
    head = case.say("{tier}: {ratio} the others ({what})", tier=_name(case, best), ratio=case.number(best),
                    what=case.say(ON[on]))  # fmt: skip
    sub = case.say("Each tier against all other accounts judged: {what}, {period}; grey dot: as the others",
                   what=case.say(ON[on]), period=case.words.period(best.when))  # fmt: skip
    most = 3 * max(1.0, *(row.value for row in found[on]))
    drawing = plate(partial(charts.dots, most=most), _marks(case, found[on]), key="ideal-lift",
                    caption=Caption(title=head, subtitle=sub, beside=case.say("As the others")),
                    data=_table(case, found))  # fmt: skip
    return [part(case.say("Do the wanted accounts pay and stay?"), anchor="ideal-lift"), drawing,
            Note(text=case.say(CAVEAT))]  # fmt: skip


def _known(case: Case, on: str) -> list[Row]:
    return [row for team in BOTH for name in TIERS if (row := lift_row(case, on, team, name)) is not None and row.known]


def _marks(case: Case, rows: list[Row]) -> list[charts.Mark]:
    """A band far beyond every dot is cut in the drawing: the table has its figures."""
    return [
        charts.Mark(label=_name(case, row), value=row.value, unit=row.unit, fact=row.key, text=case.number(row),
                    prior=1.0,
                    hollow=row.few,
                    low=row.low, high=row.high)
        for row in rows
    ]  # fmt: skip


def _name(case: Case, row: Row) -> str:
    team, shown = TEAMS[row.where["team"]], tier(case, row.where["tier"])
    if row.where["tier"] == "out":
        return case.say("{team}, {what}", team=case.say(team), what=shown)
    return case.say("{team}, tier {tier}", team=case.say(team), tier=shown)


def _table(case: Case, found: dict[str, list[Row]]) -> Table:
    cells = [
        (Cell(text=_name(case, row)), Cell(text=case.say(ON[on])), case.cell(row, "n"), case.cell(row),
         case.range_cell(row), Cell(text=verdict(case, row)))
        for on, rows in found.items() for row in rows
    ]  # fmt: skip
    heads = [case.say("Tier"), case.say("Measured by"), case.say("Cases"), case.say("Times the others"),
             case.say("Interval"), case.say("Clear?")]  # fmt: skip
    return table(case.say("Tiers of both teams against all other accounts"), heads, cells, texts=(1, 5))


def worked(case: Case) -> list[Block]:
    """How many accounts of each tier there are, and how many were worked in the year."""
    found = {
        (row.where["team"], row.where["tier"], pool): row
        for pool in ("", "all")
        for row in year_rows(case, "icp_worked", **({"pool": pool} if pool else {}))
    }
    teams = [team for team in BOTH if (team, "A", "") in found]
    if not teams:
        return []
    heads = [case.say("Tier")]
    for team in teams:
        name = case.say(TEAMS[team])
        heads += [case.say("{team}: accounts", team=name), case.say("{team}: worked in the year", team=name)]
    cells = [
        (Cell(text=tier(case, name)),
         *(case.cell(found.get((team, name, pool))) for team in teams for pool in ("all", "")))
        for name in TIERS
    ]  # fmt: skip
    return [table(case.say("Accounts by tier, and those with a hand-off or a deal within the year"), heads, cells)]
