"""Every fault of the manifest, counted again in the files themselves."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from .made import Made, Row

UTC = "%Y-%m-%dT%H:%M:%S.000Z"


def moment(text: str) -> datetime:
    return datetime.strptime(text, UTC).replace(tzinfo=ZoneInfo("UTC"))


def spanish(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")


def stage(label: str) -> str:
    pipeline = "Ventas de maquinaria" if label in ("Visita técnica", "Oferta enviada", "Negociación") else ""
    return f'Date entered "{label} ({pipeline or "Lifecycle Stage Pipeline"})"'


MQL, SQL = stage("Lead calificado para marketing"), stage("Lead calificado para ventas")


def of_mails(mails: list[str], domain: str) -> dict[str, int]:
    """Duplicates are the addresses with capitals; each has the same address in small letters beside it."""
    repeated = [mail for mail in mails if mail != mail.lower()]
    assert {mail.lower() for mail in repeated} <= set(mails)
    domains = Counter(mail.lower().split("@")[1] for mail in mails)
    return {
        "duplicate_people": len(repeated),
        "free_mail": domains["freemail.example"] + domains["webmail.example"],
        "test_people": domains[domain],
    }


def of_sources(sources: list[str]) -> dict[str, int]:
    return {"blank_sources": sources.count(""), "trailing_spaces": sum(text != text.strip() for text in sources)}


def of_countries(pairs: set[tuple[str, str]], known: dict[str, float]) -> dict[str, int]:
    return {"mixed_case_countries": len({company for company, country in pairs if country not in known})}


def planted(sample: Made, *names: str) -> dict[str, int]:
    return {name: sample.manifest["dirt"][name] for name in names}


def test_salesforce_people(saas: Made) -> None:
    rows = saas.rows("exports/leads.csv")
    counted = of_mails([row["Email"] for row in rows], saas.company.domain) | of_sources(
        [row["LeadSource"] for row in rows]
    )
    counted |= of_countries(
        {(row["Company"], row["Country"]) for row in rows}
        | {(row["Name"], row["BillingCountry"]) for row in saas.rows("exports/accounts.csv")},
        saas.company.accounts.countries,
    )
    counted["skipped_mql"] = sum(bool(row["SQL_Date__c"]) and not row["MQL_Date__c"] for row in rows)
    both = [row for row in rows if row["SQL_Date__c"] and row["MQL_Date__c"]]
    counted["out_of_order"] = sum(moment(row["SQL_Date__c"]) < moment(row["MQL_Date__c"]) for row in both)
    counted["bulk_stage_dates"] = sum(row["MQL_Date__c"].startswith("2025-02-03T10:00") for row in rows)
    counted["future_dates"] = sum(row["MQL_Date__c"].startswith("2062") for row in rows)
    assert counted == planted(saas, *counted)


def test_salesforce_deals(saas: Made) -> None:
    rows = saas.rows("exports/opportunities.csv")
    history: dict[str, list[Row]] = {}
    for row in saas.rows("exports/opportunity_history.csv"):
        history.setdefault(row["OpportunityId"], []).append(row)
    renewals = {row["Id"] for row in rows if row["Name"].endswith("- renewal")}
    won = [row for row in rows if row["IsWon"] == "true" and row["Id"] not in renewals]
    counted = {
        "zero_amounts": sum(float(row["Amount"]) == 0 for row in rows),
        "placeholder_amounts": sum(float(row["Amount"]) in (1, 999999) for row in rows),
        "deals_without_company": sum(not row["AccountId"] for row in rows),
        "mislabelled_renewals": sum(row["Id"] in renewals and row["Type"] == "New Business" for row in rows),
        "skipped_deal_stage": sum(len(history[row["Id"]]) < 5 for row in won),
        "stale_lost_close": sum(stale(row, history[row["Id"]]) for row in rows if row["StageName"] == "Closed Lost"),
    }
    assert counted == planted(saas, *counted)


def stale(row: Row, history: list[Row]) -> bool:
    lost = next(step for step in history if step["StageName"] == "Closed Lost")
    return f"{moment(lost['CreatedDate']).astimezone(ZoneInfo('Europe/Dublin')):%Y-%m-%d}" != row["CloseDate"]


def test_hubspot_people(industrial: Made) -> None:
    rows = industrial.rows("exports/contactos.csv")
    counted = of_mails([row["Correo"] for row in rows], industrial.company.domain)
    counted |= of_sources([row["Fuente original"] for row in rows])
    counted |= of_countries(
        {(row["ID de registro"], row["País/región"]) for row in industrial.rows("exports/empresas.csv")},
        industrial.company.accounts.countries,
    )
    counted["skipped_mql"] = sum(bool(row[SQL]) and not row[MQL] for row in rows)
    counted["out_of_order"] = sum(spanish(row[SQL]) < spanish(row[MQL]) for row in rows if row[SQL] and row[MQL])
    counted["bulk_stage_dates"] = sum(row[MQL] == "03/06/2024 08:00" for row in rows)
    counted["future_dates"] = sum("/2062 " in row[MQL] for row in rows)
    assert counted == planted(industrial, *counted)


def test_hubspot_deals(industrial: Made) -> None:
    rows = industrial.rows("exports/negocios.csv")
    stages = [stage(label) for label in ("Visita técnica", "Oferta enviada", "Negociación")]
    won = [row for row in rows if row["Etapa del negocio"] == "Pedido"]
    counted = {
        "zero_amounts": sum(row["Importe"] == "0,00" for row in rows),
        "placeholder_amounts": sum(row["Importe"] in ("1,00", "999.999,00") for row in rows),
        "deals_without_company": sum(not row["Associated Company IDs (Primary)"] for row in rows),
        "skipped_deal_stage": sum(not all(row[column] for column in stages) for row in won),
    }
    assert counted == planted(industrial, *counted)


def test_costs_end_with_their_total(saas: Made, industrial: Made) -> None:
    english = saas.rows("forms/costs.csv")
    assert [row["month"] for row in english].count("Total") == saas.manifest["dirt"]["costs_totals_rows"] == 1
    assert sum(float(row["amount"]) for row in english[:-1]) == float(english[-1]["amount"])
    amounts = [row["importe"].replace(".", "").replace(",", ".") for row in industrial.rows("forms/costes.csv")]
    assert sum(map(float, amounts[:-1])) == float(amounts[-1])
    assert industrial.rows("forms/costes.csv")[-1]["mes"] == "TOTAL"


def test_recycled_people_come_back(saas: Made) -> None:
    rows = [row for row in saas.rows("exports/leads.csv") if row["Recycled_Date__c"]]
    back = [row for row in rows if moment(row["MQL_Date__c"]) > moment(row["Recycled_Date__c"])]
    happened = saas.manifest["happened"]
    assert len(rows) == sum(happened["recycled"].values()) > len(back) == sum(happened["recycled_back"].values()) > 30


def test_records_of_the_manifest_are_rows_of_the_files(saas: Made, industrial: Made) -> None:
    records = saas.manifest["records"]
    assert len(saas.rows("exports/leads.csv")) == records["people"]
    assert len(saas.rows("exports/opportunities.csv")) == records["deals"]
    assert len(saas.rows("forms/subscriptions.csv")) == records["contracts"]
    answers, actions = saas.rows("exports/campaign_members.csv"), saas.rows("exports/activities.csv")
    assert len(answers) + len(actions) == records["touches"]
    records = industrial.manifest["records"]
    assert len(industrial.rows("exports/contactos.csv")) == records["people"]
    assert len(industrial.rows("exports/empresas.csv")) == records["companies"]
    assert len(industrial.rows("exports/negocios.csv")) == records["deals"]
    assert len(industrial.rows("exports/actividades.csv")) == records["touches"]
    assert len(industrial.rows("forms/ingresos.csv")) == records["orders"]
