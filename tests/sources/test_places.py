"""Exports as systems hand them over: a database, Parquet, a workbook of forms, reports by label, internal names."""

# Rows of exports are long.
# ruff: noqa: E501

import duckdb
import openpyxl
import pandas as pd

from .folders import BARE, folder, imported

DEALS = "{deal_id: id, stage: stage, amount: amount, created: created, closed: closed}"


def days(found, name="deals", column="closed_on"):
    return found.table(name)[column].astype(str).tolist()


def test_a_table_of_a_database(tmp_path):
    settings = BARE + f"sources:\n  - {{url: 'duckdb:///crm.duckdb', name: deals, table: deals, columns: {DEALS}}}\n"
    root = folder(tmp_path / "c", settings)
    base = duckdb.connect(str(root / "crm.duckdb"))
    base.execute("CREATE TABLE deals AS SELECT * FROM (VALUES "
                 "(1, 'Closed Won', 1204.50::DECIMAL(10,2), TIMESTAMP '2026-01-05 09:30:00', DATE '2026-02-01'), "
                 "(2, 'Proposal', NULL, TIMESTAMP '2026-01-06 10:00:00', NULL)) t(id, stage, amount, created, closed)")  # fmt: skip
    base.close()
    found = imported(root, tmp_path)
    deals = found.table("deals")
    assert deals[["deal_id", "outcome", "amount_flag"]].values.tolist() == [
        ["1", "won", "ok"],
        ["2", "open", "missing"],
    ]
    assert str(deals["amount"].iloc[0]) == "1204.50" and days(found)[0] == "2026-02-01"
    # 09:30 in Madrid, in winter
    assert str(deals["created_at"].iloc[0]) == "2026-01-05 08:30:00"
    assert [(file.rows_read, file.rows_used) for file in found.contract.files] == [(2, 2)]


def test_a_parquet_file(tmp_path):
    settings = BARE + f"sources:\n  - {{file: exports/d.parquet, table: deals, columns: {DEALS}}}\n"
    root = folder(tmp_path / "c", settings)
    (root / "exports").mkdir()
    rows = {"id": [7, 8], "stage": ["Closed Won", "Closed Lost"], "amount": [10.25, None],
            "created": pd.to_datetime(["2026-01-05", "2026-01-06"]), "closed": pd.to_datetime(["2026-02-01", "2026-02-03"])}  # fmt: skip
    pd.DataFrame(rows).to_parquet(root / "exports" / "d.parquet")
    found = imported(root, tmp_path)
    assert found.table("deals")["outcome"].tolist() == ["won", "lost"] and days(found) == ["2026-02-01", "2026-02-03"]
    assert str(found.table("deals")["amount"].iloc[0]) == "10.25"


def test_one_workbook_with_every_form(tmp_path):
    root = folder(
        tmp_path / "c",
        exports__deals="Id,StageName,Amount,CreatedDate,CloseDate,IsWon\n006,Closed Won,5,2026-01-01,2026-01-09,true\n",
    )
    sheets = {
        "Costes": [["mes", "equipo", "categoría", "importe"], ["2026-01", "Ventas", "Ferias", 1000.5]],
        "Objetivos": [["periodo", "métrica", "valor"], ["2026", "customers", 12]],
        "Ingresos": [["fecha", "id empresa", "importe"], ["2026-01-15", "C1", 99.9]],
        "Suscripciones": [["id empresa", "inicio", "mensual"], ["C1", "2026-01-15", 20]],
        "Notas": [["nada que contar"]],
    }  # fmt: skip
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    (root / "forms").mkdir()
    book.save(root / "forms" / "formularios.xlsx")
    found = imported(root, tmp_path)
    assert found.table("costs")[["category", "acquisition_share"]].values.tolist() == [["events", 1.0]]
    assert found.table("targets")[["period", "metric", "value"]].values.tolist() == [
        ["2026-01/2026-12", "customers", 12.0]
    ]
    assert str(found.table("revenue")["amount_base"].iloc[0]) == "99.90"
    assert str(found.table("subscriptions")["monthly_base"].iloc[0]) == "20.00"
    assert not any(found.contract.finding(f"no_{form}") for form in ("costs", "targets", "revenue"))


OPPORTUNITIES = """"Opportunity ID","Opportunity Name","Account Name","Stage","Amount","Created Date","Close Date","Type"
"006000000000001","Deal 1","Test Company","Closed Won","5,000.50","1/20/2026","3/14/2026","New Business"
"006000000000002","Deal 2","Test Company 2","Proposal","1,100.25","1/22/2026","6/30/2026","New Business"

"Grand Totals (2 records)"

"Confidential Information - Do Not Distribute"
"""
REPORT = """"Opportunity Name","From Stage","To Stage","Last Modified","Amount"
"Deal 1","Negotiation/Review","Closed Won","3/14/2026","5,000.50"
"Deal 1","Proposal","Negotiation/Review","2/20/2026","5,000.50"
"Deal 1","Proposal","Proposal","2/19/2026","5,000.50"
"Deal 1","Qualification","Proposal","2/1/2026","5,000.50"
"Deal 2","Qualification","Proposal","2/13/2026","1,100.25"

"Grand Totals (5 records)"
"""


def test_salesforce_reports_by_label_newest_first(tmp_path):
    found = imported(folder(tmp_path / "c", exports__opps=OPPORTUNITIES, exports__history=REPORT), tmp_path)
    assert found.account("opps.csv").dialect == "salesforce_opportunities"
    assert found.account("history.csv").dialect == "salesforce_opportunity_history"
    assert found.reasons("opps.csv") == {"blank": 2, "footer": 2}
    # the row from Proposal to Proposal changed something else; five records are what the footer says
    assert found.reasons("history.csv") == {"no_stage_change": 1, "blank": 1, "footer": 1}
    assert "footer_count_differs" not in {**found.remarks("opps.csv"), **found.remarks("history.csv")}
    assert found.road("deal", "006000000000001AAA") == {
        "opportunity": ("2026-01-20", True, True), "offer": ("2026-02-01", True, True),
        "customer": ("2026-03-14", True, True),
    }  # fmt: skip
    assert found.road("deal", "006000000000002AAA")["offer"] == ("2026-02-13", True, True)
    assert str(found.table("deals")["amount"].iloc[0]) == "5000.50"


def test_hubspot_by_internal_name(tmp_path):
    contacts = (
        "hs_object_id,email,createdate,lifecyclestage,hs_analytics_source,hs_v2_date_entered_lead,hs_lifecyclestage_marketingqualifiedlead_date,hs_v2_date_entered_salesqualifiedlead\n"
        "1,p@example.com,2026-01-01T09:00:00Z,salesqualifiedlead,ORGANIC_SEARCH,2026-01-01T09:00:00Z,2026-01-10T09:00:00Z,2026-01-20T23:30:00Z\n"
    )
    found = imported(folder(tmp_path / "c", exports__contacts=contacts), tmp_path)
    assert found.account("contacts.csv").dialect == "hubspot_contacts"
    # 23:30 UTC is the next day in Madrid
    assert found.road("person", found.person(0)) == {
        "lead": ("2026-01-01", True, True), "mql": ("2026-01-10", True, True), "sal": ("2026-01-21", False, False),
        "sql": ("2026-01-21", True, True),
    }  # fmt: skip


def test_hubspot_in_english_old_and_new(tmp_path):
    old = "Contact ID,First Name,Email,Create Date,Lifecycle Stage,Original Source,Became a Lead Date,Became a Marketing Qualified Lead Date\n1,T,,2026-01-01 09:00,Marketing Qualified Lead,Direct Traffic,2026-01-01 09:00,2026-01-13 10:00\n"
    new = 'Record ID,First Name,Email,Create Date,Lifecycle Stage,Original Traffic Source,"Date entered ""Lead (Lifecycle Stage Pipeline)""","Date entered ""Marketing Qualified Lead (Lifecycle Stage Pipeline)"""\n1,T,,2026-01-01 09:00,Marketing Qualified Lead,Direct Traffic,2026-01-01 09:00,2026-01-13 10:00\n'
    roads = []
    for name, text in (("old", old), ("new", new)):
        found = imported(folder(tmp_path / name, exports__contacts=text), tmp_path / name)
        assert found.table("people")["source_group"].tolist() == ["Direct Traffic"]
        roads.append(found.road("person", found.person(0)))
    assert roads[0] == roads[1] == {"lead": ("2026-01-01", True, True), "mql": ("2026-01-13", True, True)}


def test_a_deal_that_was_lost_and_opened_again(tmp_path):
    deals = "Id,StageName,Amount,CreatedDate,CloseDate,IsClosed,IsWon\n006A,Closed Won,10,2026-01-01,2026-04-01,true,true\n006B,Closed Lost,10,2026-01-01,2026-03-01,true,false\n"
    history = (
        "OpportunityId,StageName,CreatedDate\n006A,Proposal,2026-01-10\n006A,Closed Lost,2026-02-01\n"
        "006A,Proposal,2026-03-01\n006A,Closed Won,2026-04-01\n006B,Closed Lost,2026-02-15\n"
    )
    found = imported(folder(tmp_path / "c", exports__deals=deals, exports__history=history), tmp_path)
    # won on 1 April after the loss of 1 February; the other's loss is dated by its history, not its Close Date
    assert days(found) == ["2026-04-01", "2026-02-15"]
    finding = found.contract.finding("reopened_deals")
    assert (finding.count, finding.of) == (1, 2)
    assert found.road("deal", "006A")["offer"] == ("2026-01-10", True, True)
