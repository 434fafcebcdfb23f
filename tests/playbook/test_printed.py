"""What each block of a client's page prints, from rows small enough to count by hand."""

from __future__ import annotations

import re
from datetime import date

from tests.playbook.tiny import client, decision, page, said, slot

from helpers.agreements import Agreements, Profile, Sla
from helpers.agreements.codes import Code, Codes
from helpers.playbook.slots import filled


def test_open_decisions_the_longest_overdue_first():
    rows = {"decisions": [
        decision(1, due_on=date(2026, 12, 1), owner_role="Head of sales"), decision(2, due_on=date(2026, 11, 20)),
        decision(3, closed_on=date(2026, 10, 1)), decision(4, closed_on=date(2026, 12, 5), owner_team="both"),
        decision(5, kind="hypothesis"),
    ]}  # fmt: skip
    assert said(slot("decisions-open", client(rows=rows))) == (
        "On 22 November 2026 3 decisions are open, 1 of them past their day.\n\n"
        "| Decision | Who owes it | Due |\n|---|---|---|\n"
        "| Thing 2 | Sales | 20 November 2026, **2 days ago** |\n"
        "| Thing 1 | Head of sales | 1 December 2026 |\n"
        "| Thing 4 | Both teams | no day agreed |"
    )


def test_a_long_list_says_how_many_more_there_are():
    rows = {"decisions": [decision(number) for number in range(14)]}
    assert "2 more stand in the form." in slot("decisions-open", client(rows=rows))


def test_nothing_open_is_said():
    rows = {"decisions": [decision(1, closed_on=date(2026, 10, 1))]}
    assert said(slot("decisions-open", client(lang="es", rows=rows))) == (
        "El 22 de noviembre de 2026 no queda ninguna decisión abierta."
    )
    assert said(slot("hypotheses-open", client(rows=rows))) == "On 22 November 2026 no hypothesis is open."


def target(period: str, value: float, **fields: object) -> dict[str, object]:
    return {"period": period, "metric": "customers", "segment": "all", "owner": "both", "value": value,
            "set_on": date(2025, 12, 1), **fields}  # fmt: skip


def test_targets_of_this_period_and_the_next_the_one_set_last():
    rows = {"targets": [target("2026-10", 1), target("2026-11", 2), target("2026-11", 3, set_on=date(2026, 1, 9)),
                        target("2026-12", 4), target("2027-01", 5), target("2026-01/2026-12", 40)]}  # fmt: skip
    text = said(slot("targets-table", client(rows=rows)))
    line = re.compile(r"^\| (\w+ 2026[^|]*) \| New customers \| (\d+) \| Both teams \| (.*?) \|$", re.MULTILINE)
    assert line.findall(text) == [
        ("January 2026 – December 2026", "40", "1 December 2025"),
        ("November 2026", "3", "9 January 2026"), ("December 2026", "4", "1 December 2025"),
    ]  # fmt: skip


def test_stages_beside_the_labels_of_the_crm():
    stages = {"person": {"Neu | alt": "lead", "Kunde": "customer"}, "deal": {"Angebot": "offer", "Gewonnen": "won"}}
    assert said(slot("stages-table", client(stages=stages))) == (
        "| Stage | In the CRM: people | In the CRM: deals | Who says so |\n|---|---|---|---|\n"
        "| Lead | Neu \\| alt | – | Marketing |\n| Offer | – | Angebot | Sales |\n"
        "| Customer | Kunde | Gewonnen | Sales |"
    )


SLA = Sla(
    valid_from=date(2026, 1, 1), expires_on=date(2026, 12, 31), answer_within={"hours": 8}, decide_within={"days": 1},
    exceptions=[{"segment": "channel=trade_fairs", "answer_within": {"days": 2}}], required=["email", "size"],
    marketing=[{"what": "Complete leads", "metric": "handoff_acceptance", "at_least": 0.6}],
    sales=[{"what": "Answers", "metric": "sla_compliance", "at_least": 0.8}, {"what": "Reasons <b>"}],
    capacity={"sellers": 6, "leads_per_seller_day": 0.5}, consequences={"sales": "Read aloud"},
    calendar={"country": "ES", "closed": ["2026-08-10/2026-08-21", "2026-12-24"]},
    signed={"marketing": "Head, 2026-01-02"},
)  # fmt: skip


def test_the_agreement_in_two_columns_with_its_end_and_its_signatures():
    text = said(slot("sla-promises", client(agreements=Agreements(sla=SLA))))
    assert (
        "| Marketing promises | Sales promises |\n|---|---|\n"
        "| Complete leads (at least 60%) | Answers (at least 80%) |\n"
        "|   | Reasons &lt;b&gt; |\n"
        "|   | **Otherwise:** Read aloud |\n"
    ) in text
    for line in (
        "- Sales answers within **8 working hours**.",
        "- For channel “Trade fairs”, within **2 working days**.",
        "- Sales accepts the lead or says why not within **1 working day**.",
        "- Every lead is handed over with email and size.",
        "- Working time: from Monday to Friday, 09:00–18:00, public holidays (Spain) apart.",
        "- Nobody answers on 24 December 2026.",
        "- Sales has room for 3 new leads a working day: 6 sellers, 0.5 each.",
        "- It holds from 1 January 2026 to **31 December 2026**, and ends then unless both teams renew it.",
        "| Head, 2026-01-02 | (not signed yet) |",
    ):
        assert line in text, line


def test_an_agreement_that_ended_says_so():
    over = Agreements(sla=SLA.model_copy(update={"expires_on": date(2026, 6, 30), "signed": {}}))
    text = said(slot("sla-promises", client(lang="es", agreements=over)))
    assert "**Terminó el 30 de junio de 2026:** hasta que los dos equipos lo renueven, no obliga a nadie." in text
    assert "Todavía no lo ha firmado nadie." in text


def test_inline_times_of_the_agreement():
    who = client(lang="es", agreements=Agreements(sla=SLA))
    assert slot("answer-within", who, "x") == "8 horas laborables"
    assert filled("en <!-- slot: decide-within -->x<!-- /slot -->", page=page(), client=who) == "en 1 día laborable"


def profile(**fields: object) -> Profile:
    return Profile(
        **{"criteria": [{"attribute": "employees", "operator": "at_least", "value": 50.0, "weight": 3}], **fields}
    )


def test_the_ideal_customer_of_both_side_by_side_with_its_age():
    marketing = profile(
        criteria=[{"attribute": "employees", "operator": "between", "value": [20.0, 250.0], "evidence": "Who asks"},
                  {"attribute": "country", "operator": "not_in", "value": ["Spain", "Italy"], "weight": 9}],
        anti=[{"attribute": "industry", "operator": "is", "value": "retail"}], edited_on=date(2026, 11, 1),
    )  # fmt: skip
    text = said(
        slot("ideal-customer-table", client(agreements=Agreements(icp_marketing=marketing, icp_sales=profile())))
    )
    assert text.split("\n\n")[0].split("\n")[2:] == [
        "| Country | all but Spain and Italy · weight 9 | – |",
        "| Employees | between 20 and 250 · weight 1 · Who asks | at least 50 · weight 3 |",
        "| Industry: ruled out | Retail | – |",
    ]
    assert "- Marketing: written on 1 November 2026, to be looked at again by 30 January 2027." in text
    assert "- Sales: nobody noted when it was written." in text


def test_buyer_roles_once_with_what_each_team_says():
    marketing = profile(roles=[{"role": "Buyer", "decides": "pays", "wants": "Price"}, {"role": "Engineer"}])
    sales = profile(roles=[{"role": "buyer", "decides": "blocks", "wants": "price"}])
    text = said(slot("buyer-roles", client(agreements=Agreements(icp_marketing=marketing, icp_sales=sales))))
    assert text.split("\n")[2:] == [
        "| Buyer | pays (marketing); can block (sales) | Price | – |",
        "| Engineer (named by marketing only) | recommends | – | – |",
    ]


THEMES = Codes(codes={"price": Code(en="Price", es="Precio"), "time": Code(en="Time", es="Plazo"),
                      "slow": Code(en="Slow", es="Lento")})  # fmt: skip


def voice(number: int, theme: str, deal: str | None = None, **fields: object) -> dict[str, object]:
    return {"voice_id": f"V{number}", "origin": "feedback", "on": date(2026, 10, 1), "kind": "objection",
            "deal_id": deal, "outcome": None, "theme": theme, **fields}  # fmt: skip


def message(number: int, **fields: object) -> dict[str, object]:
    return {"message_id": f"M{number}", "segment": None, "stage": None, "promise": f"P{number}", "proof": None,
            "objection": None, "answer": None, "updated_on": None, **fields}  # fmt: skip


def asset(title: str, **fields: object) -> dict[str, object]:
    return {"asset_id": title, "title": title, "format": None, "stage": None, "role": None, "objection": None,
            "by_marketing": True, "by_sales": False, "published_on": None, "updated_on": None, "retired_on": None,
            **fields}  # fmt: skip


def test_messages_in_the_order_of_stages():
    rows = {"messages": [message(1, stage="offer"), message(2, stage="lead", objection="price", answer="Cost a year"),
                         message(3)]}  # fmt: skip
    text = said(slot("messages-table", client(lang="es", rows=rows, agreements=Agreements(themes=THEMES))))
    assert text.split("\n")[2:] == ["| Lead | **P2** | – | Precio | Cost a year |", "| Oferta | **P1** | – | – | – |",
                                    "| – | **P3** | – | – | – |"]  # fmt: skip


def test_objections_by_how_often_they_are_heard_with_answer_and_asset():
    rows = {
        "voices": [voice(1, "time", "D1"), voice(2, "time", "D1"), voice(3, "price", "D2"), voice(4, "price"),
                   voice(5, "unmapped"), voice(6, "price", on=date(2025, 11, 1)), voice(7, "slow", kind="argument")],
        "messages": [message(1, objection="price", answer="Cost a year"), message(2, objection="slow")],
        "content": [asset("Guide", objection="price"), asset("Old", objection="price", retired_on=date(2026, 1, 1))],
    }  # fmt: skip
    text = said(slot("objections-list", client(rows=rows, agreements=Agreements(themes=THEMES))))
    assert text.split("\n")[2:] == [
        "| **Price** | 2 | Cost a year | Guide |", "| **Time** | 1 | *no answer yet* | – |",
        "| **Slow** | 0 | *no answer yet* | – |",
    ]  # fmt: skip


def test_reasons_of_lost_deals_and_of_those_looked_back_on():
    rows = {
        "voices": [voice(1, "price", "D1", origin="deal_reason", outcome="lost"),
                   voice(2, "price", "D2", origin="deal_reason", outcome="lost"),
                   voice(3, "time", "D3", origin="deal_note", outcome="lost")],
        "winloss": [{"on": date(2026, 10, 1), "theme": "time", "outcome": "won"}],
    }  # fmt: skip
    text = said(slot("loss-reasons", client(rows=rows, agreements=Agreements(themes=THEMES))))
    assert text.split("\n\n")[1].split("\n")[2:] == ["| Price | 2 | 0 | 0 |", "| Time | 0 | 0 | 1 |"]
    assert text.endswith("Also on the list: Slow.")


def campaign(name: str, first: date, last: date | None, told: str | None = None) -> dict[str, object]:
    return {"campaign": name, "channel": "trade_fairs", "segment": None, "promise": None, "from_on": first,
            "to_on": last, "for_sales": told}  # fmt: skip


def test_campaigns_that_run_and_those_about_to_begin():
    rows = {"campaigns": [campaign("Fair", date(2026, 11, 1), date(2026, 11, 30), "Bring the plan"),
                          campaign("Past", date(2026, 1, 1), date(2026, 11, 21)),
                          campaign("Next", date(2026, 12, 1), None),
                          campaign("Far", date(2027, 3, 1), None)]}  # fmt: skip
    assert said(slot("campaigns-running", client(rows=rows))).split("\n")[2:] == [
        "| **Fair** (Trade fairs) | – | – | until 30 November 2026 | Bring the plan |",
        "| **Next** (Trade fairs) | – | – | begins on 1 December 2026 | *nothing written yet* |",
    ]


def test_content_in_use_with_its_authors_and_its_use():
    rows = {"content": [asset("B", stage="offer", objection="price", by_sales=True), asset("A", stage="lead"),
                        asset("Coming", published_on=date(2027, 1, 1))],
            "content_use": [{"on": date(2026, 10, 1), "asset_id": "B"},
                            {"on": date(2025, 10, 1), "asset_id": "B"}]}  # fmt: skip
    text = said(slot("content-table", client(rows=rows, agreements=Agreements(themes=THEMES))))
    assert text.split("\n")[2:] == [
        "| Lead | – | **A** | – | marketing | 0 |",
        "| Offer | Price | **B** | – | both teams | 1 |",
    ]


def test_what_roles_are_paid_for_on_the_day():
    row = {"row": 1, "team": "sales", "role": None, "metric": "customers", "words": "new", "part": 0.25, "shared": True,
           "from_on": None, "to_on": None}  # fmt: skip
    rows = {"incentives": [row, {**row, "row": 2, "to_on": date(2026, 1, 1)}]}
    assert said(slot("incentives-table", client(lang="es", rows=rows))).split("\n")[2:] == [
        "| Ventas | todo el equipo | Clientes nuevos | 25 % | sí |"
    ]


def test_rituals_by_the_calendar_active_ones_first():
    lines = said(slot("rhythms-table", client(context="no-marketing"))).split("\n")[2:]
    assert len(lines) == 7
    assert lines[0] == (
        "| [Monthly joint review](monthly-review.md) | On the second Tuesday of each month at 9:30 | Sales | "
        "8 December 2026 and 12 January 2027 | active |"
    )
    assert lines[-1].endswith("| – | waits |")


def test_active_pages_and_the_signs_of_the_others():
    text = said(slot("active-pages", client(context="no-marketing")))
    assert re.findall(r"^- \*\*\[.*?\]\((.*?)\.md\)", text, re.MULTILINE) == [
        "monthly-review",
        "ideal-customer",
        "messages",
    ]
    assert "(sla.md)" not in text and "| [Joint planning](joint-planning.md) | " in text


def test_why_a_context_was_chosen_and_that_another_one_is_worked_with():
    answers = {"price_owner": "sales", "access_owner": "sales", "inbound_share": "most"}
    text = said(slot("context-why", client(playbook={"answers": answers})))
    assert text.startswith("**Sales leads.** ")
    assert text.endswith("Both teams work with another one all the same: “Both teams share the customer”.")


def test_the_numbers_of_the_first_screen_lead_the_catalogue():
    text = said(slot("catalogue", client(context="sales-led")))
    assert re.findall(r"^\| \[.*?\]\(#(.*?)\)", text, re.MULTILINE) == [
        "metric-offer_to_order", "metric-existing_revenue", "metric-cross_sell", "metric-time_to_close",
        "metric-revenue_won",
    ]  # fmt: skip
    assert 'id="metric-cross_sell"' in text
