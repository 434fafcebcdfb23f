"""Recognition by headers, and the import of HubSpot and Salesforce without a column map."""

# Rows of exports are long.
# ruff: noqa: E501

import pytest

from helpers.errors import MappingError
from helpers.sources.dialect import columns_of, dialects, recognise, stage_headers

from .folders import BARE, folder, imported

CONTACTS = """ID de registro;Nombre;Correo;Propietario del contacto;Fecha de creación;Etapa del ciclo de vida;Fuente original;Associated Company IDs (Primary);Fecha de entrada "Lead (Etapa)";Date entered “Lead cualificado por marketing (Lifecycle Stage Pipeline)”
101;Test Person 1;p1@example.com;Test Owner;13/01/2026 10:05;Cliente;Feria;901;13/01/2026 10:05;20/01/2026 11:00
102;Test Person 2;p2@example.com;Test Owner (Deactivated User);15/01/2026 09:00;Lead;;902;15/01/2026 09:00;
103;Test Person 3;p3@example.com;;16/01/2026 09:00;Suscriptor;Web;;;
;Test Person 4;p4@example.com;;16/01/2026 09:00;Lead;Web;;;
101;Test Person 1;;;;;;;;
"""
COMPANIES = """ID de registro;Nombre de la empresa;Nombre de dominio de la empresa;País/región;Sector
901;Test Company 1;www.one.example.com;España;Maquinaria
902;Test Company 2;https://two.example.com/es;México;Maquinaria
"""
DEALS = """ID de registro;Nombre del negocio;Etapa del negocio;Pipeline;Importe;Fecha de creación;Fecha de cierre;Tipo de negocio;Associated Company IDs (Primary);Associated Contact IDs
501;A;Cierre ganado;Ventas;12.500,50;25/01/2026 10:00;20/03/2026 12:00;Nuevo negocio;901;101
502;B;Oferta enviada;Ventas;8.000,00;27/01/2026 10:00;30/06/2026 12:00;Nuevo negocio;902;102;
503;C;Cierre perdido;Ventas;;27/01/2026 10:00;28/02/2026 10:00;Renovación;902;
""".replace("102;\n", "102\n")
LEADS = """Id,Company,Email,LeadSource,Status,OwnerId,CreatedDate,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,MQL_Date__c
00Q000000000001,Test Company 1,p1@example.com,Web,Closed - Converted,005000000000001,2026-01-03T10:00:00.000Z,true,2026-01-20,001000000000001,003000000000001,006000000000001,2026-01-10
00Q000000000002,Test Company 2,p2@example.com,Event,Open - Not Contacted,005000000000001,2026-01-13T10:00:00.000Z,false,,,,,
"""
OPPORTUNITIES = """Id,AccountId,Name,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon,Type
006000000000001AAA,001000000000001AAA,Deal 1,Closed Won,5000.5,2026-03-01,2026-01-20T09:00:00.000Z,true,true,New Customer
006000000000002AAA,001000000000002AAA,Deal 2,Closed Lost,100.25,2026-06-30,2026-01-22T09:00:00.000Z,true,false,
"""
HISTORY = """OpportunityId,StageName,Amount,CloseDate,CreatedDate
006000000000001AAA,Closed Won,5000.5,2026-03-01,2026-03-02T09:00:00.000Z
006000000000001AAA,Proposal/Price Quote,5000.5,2026-03-01,2026-02-01T09:00:00.000Z
006000000000001AAA,Proposal/Price Quote,5100.5,2026-03-01,2026-02-03T09:00:00.000Z
006000000000002AAA,Closed Lost,100.25,2026-06-30,2026-02-02T09:00:00.000Z
006000000000009AAA,Prospecting,1.5,2026-06-30,2026-02-02T09:00:00.000Z
"""
MEMBERS = """CampaignId,LeadId,ContactId,Status,HasResponded,FirstRespondedDate,CreatedDate
701000000000001,00Q000000000002,,Responded,true,2026-01-15,2026-01-14T09:00:00.000Z
701000000000001,,003000000000001,Responded,true,2026-01-05,2026-01-04T09:00:00.000Z
701000000000001,,003000000000077,Sent,false,,
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (CONTACTS, "hubspot_contacts"), (COMPANIES, "hubspot_companies"), (DEALS, "hubspot_deals"),
        (LEADS, "salesforce_leads"), (OPPORTUNITIES, "salesforce_opportunities"),
        (HISTORY, "salesforce_opportunity_history"), (MEMBERS, "salesforce_campaign_members"),
        ("Record ID,First Name,Email,Lifecycle Stage,Create Date,Became a Lead Date", "hubspot_contacts"),
        ("hs_object_id,dealname,dealstage,pipeline,createdate,closedate", "hubspot_deals"),
        ("Opportunity ID,Opportunity Name,From Stage,To Stage,Last Modified,Amount", "salesforce_opportunity_history"),
        ("Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Created Date,Type", "salesforce_opportunities"),
        ("Lead ID,Company / Account,Lead Source,Lead Status,Created Date,Converted", "salesforce_leads"),
        ("Id,Name,Website,Industry,NumberOfEmployees,BillingCountry", "salesforce_accounts"),
    ],
)  # fmt: skip
def test_headers_tell_the_object(text, name):
    header = text.splitlines()[0]
    found = recognise(header.split(";" if ";" in header else ","))
    assert found is not None and found.dialect.name == name and found.certainty == "certain"


@pytest.mark.parametrize("headers", [[], ["a", "b", "c"], ["Id", "Name", "Date"], ["Amount", "Stage"]])
def test_strange_headers_are_nobody_s(headers):
    assert recognise(headers) is None


def test_a_tie_is_said():
    # Neither object has a signature header here beyond the other's: both score the same.
    found = recognise(
        ["Record ID", "Country/Region", "Company name", "Industry", "Annual Revenue", "First Name", "Email"]
    )
    assert found is not None and found.certainty != "certain"


@pytest.mark.parametrize("mark", ['"', "'", "“", ""])
def test_every_quoting_of_stage_dates(mark):
    close = "”" if mark == "“" else mark
    header = f"Date entered {mark}Marketing Qualified Lead (Lifecycle Stage Pipeline){close}"
    assert stage_headers(dialects()["hubspot_contacts"], [header]) == {header: "Marketing Qualified Lead"}


def test_the_better_of_two_columns_for_one_stage():
    entered, became = 'Date entered "Lead (Lifecycle Stage Pipeline)"', "Became a Lead Date"
    assert stage_headers(dialects()["hubspot_contacts"], [became, entered]) == {entered: "Lead"}


def test_hubspot_in_spanish(tmp_path):
    found = imported(
        folder(tmp_path / "c", exports__contactos=CONTACTS, exports__empresas=COMPANIES, exports__negocios=DEALS),
        tmp_path,
    )
    # five contacts: one without id, one repeated; the fuller row of the two stays
    assert found.account("contactos.csv").rows_read == 5 and found.account("contactos.csv").rows_used == 3
    assert found.reasons("contactos.csv") == {"no_id": 1, "duplicate_id": 1}
    deals = found.table("deals").set_index("deal_id")
    assert deals["outcome"].to_dict() == {"501": "won", "502": "open", "503": "lost"}
    assert deals["kind"].to_dict() == {"501": "new", "502": "new", "503": "renewal"}
    assert str(deals.loc["501", "amount"]) == "12500.50" and deals.loc["503", "amount_flag"] == "missing"
    assert str(deals.loc["501", "created_at"]) == "2026-01-25 09:00:00"  # 10:00 in Madrid
    assert str(deals.loc["502", "expected_close_on"]) == "2026-06-30" and str(deals.loc["502", "closed_on"]) in (
        "None",
        "<NA>",
    )
    assert found.table("companies")["domain"].tolist() == ["one.example.com", "two.example.com"]
    first, second, third = (found.person(number) for number in range(3))
    assert found.road("person", first) == {
        "lead": ("2026-01-13", True, True), "mql": ("2026-01-20", True, True),
        "sal": ("2026-01-25", False, False), "sql": ("2026-01-25", False, False),
        "opportunity": ("2026-01-25", True, True), "offer": ("2026-03-20", False, False),
        "customer": ("2026-03-20", True, True),
    }  # fmt: skip
    assert set(found.road("person", second)) == {"lead", "mql", "sal", "sql", "opportunity"}
    assert found.road("person", third) == {}  # a subscriber is no lead
    people = found.table("people").set_index("person_id")
    assert people.loc[second, "source_group"] == "blank" and people.loc[first, "owner"] == people.loc[second, "owner"]


def test_salesforce(tmp_path):
    found = imported(
        folder(tmp_path / "c", BARE.replace("Madrid", "London"), exports__leads=LEADS, exports__opps=OPPORTUNITIES,
               exports__history=HISTORY, exports__members=MEMBERS), tmp_path
    )  # fmt: skip
    assert found.reasons("history.csv") == {"no_stage_change": 1, "unknown_record": 1}
    assert found.reasons("members.csv") == {"no_date": 1}
    deals = found.table("deals").set_index("deal_id")
    # the won deal keeps its Close Date; the lost one takes the day its stage changed
    assert deals["closed_on"].astype(str).tolist() == ["2026-03-01", "2026-02-02"]
    links = found.table("deal_people")
    first, second = found.person(0), found.person(1)
    assert links[["deal_id", "person_id"]].values.tolist() == [["006000000000001AAA", first]]
    assert found.road("person", first)["sql"] == ("2026-01-20", True, True)
    assert found.road("deal", "006000000000001AAA") == {
        "opportunity": ("2026-01-20", True, True), "offer": ("2026-02-01", True, True),
        "customer": ("2026-03-01", True, True),
    }  # fmt: skip
    # lead and contact of a converted lead are one person
    assert found.table("touches").sort_values("on")["person_id"].tolist() == [first, second]


def test_an_unknown_stage_shows_what_to_paste(tmp_path):
    deals = DEALS.replace("Oferta enviada", "En homologación")
    with pytest.raises(MappingError) as error:
        imported(folder(tmp_path / "c", exports__negocios=deals), tmp_path)
    assert "'En homologación' (1 rows)" in str(error.value)
    assert 'stages: {deal: {"En homologación": ignore}}' in str(error.value)
    settings = BARE + 'stages: {deal: {"En homologación": opportunity}}\n'
    assert len(imported(folder(tmp_path / "d", settings, exports__negocios=deals), tmp_path).table("deals")) == 3


def test_a_repeated_mapped_header_stops_and_an_unmapped_one_does_not(tmp_path):
    twice = (
        DEALS.replace("Importe;", "Importe;Importe;", 1).replace("12.500,50", "1,5;2,5").replace("8.000,00", "1,5;2,5")
    )
    with pytest.raises(MappingError, match=r"'Importe'.*more than once"):
        imported(folder(tmp_path / "c", exports__negocios=twice.replace("Ventas;;", "Ventas;;;")), tmp_path)


@pytest.mark.parametrize(
    ("dialect", "headers"),
    [
        ("hubspot_contacts", {"assigned": "Owner Assigned Date", "reject_reason": "Lead disqualification reason", "first_name": "First Name", "last_name": "Last Name"}),
        ("hubspot_contacts", {"assigned": "Fecha de asignación del propietario", "reject_reason": "Motivo de descarte", "first_name": "Nombre", "last_name": "Apellidos"}),
        ("salesforce_leads", {"assigned": "Owner_Assigned_Date__c", "reject_reason": "Rejection_Reason__c", "first_name": "FirstName", "last_name": "LastName"}),
        ("salesforce_leads", {"assigned": "Assigned_Date__c", "reject_reason": "Unqualified_Reason__c", "first_name": "Name"}),
        ("salesforce_leads", {"assigned": "Fecha de asignación", "reject_reason": "Motivo_de_rechazo__c", "first_name": "Nombre", "last_name": "Apellidos"}),
        ("hubspot_deals", {"won_reason": "Closed Won Reason", "lost_reason": "Closed Lost Reason", "close_notes": "Closing notes", "discount": "Discount"}),
        ("hubspot_deals", {"won_reason": "Motivo de cierre ganado", "lost_reason": "Motivo de cierre perdido", "close_notes": "Notas de cierre", "discount": "Descuento"}),
        ("salesforce_opportunities", {"won_reason": "Win_Reason__c", "lost_reason": "Loss_Reason__c", "close_notes": "Closing_Notes__c", "discount": "Discount__c"}),
        ("salesforce_opportunities", {"won_reason": "Motivo de cierre ganado", "lost_reason": "Motivo de pérdida", "close_notes": "Notas de cierre", "discount": "Descuento"}),
    ],
)  # fmt: skip
def test_headers_of_hand_offs_reasons_and_discounts(dialect, headers):
    found = columns_of(dialects()[dialect], headers.values())
    assert {field: found[field] for field in headers} == headers
