"""The promises of the import: no row disappears, no person's name leaves, the same input gives the same bytes."""

# Rows of exports are long.
# ruff: noqa: E501

import json
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.contract import Contract, FileAccount, Finding, SetAside
from helpers.engagement import load
from helpers.errors import ConfigError
from helpers.facts import pick
from helpers.model import TABLES
from helpers.sources import import_engagement
from helpers.sources.findings import FINDINGS, INFERENCES, REASONS, REMARKS
from helpers.sources.health import health_facts
from helpers.sources.pseudonyms import open_key, pseudonym
from helpers.sources.resolving import resolve
from helpers.words import catalogue

from .folders import BARE, Imported, folder, imported

SOURCES = """sources:
  - {file: exports/p.csv, table: people, columns: {person_id: id, email: email, created: created, mql_at: mql, owner: owner}}
  - {file: exports/d.csv, table: deals, columns: {deal_id: id, person_id: person, stage: stage, amount: amount, created: created, closed: closed}}
  - {file: exports/h.csv, table: deal_history, columns: {deal_id: id, stage: stage, at: at}}
"""
PEOPLE = "id,email,created,mql,owner\n1,test.person.1@example.com,2026-01-01,2026-01-02,Test Owner\n2,,2026-01-03,,\n"
DEALS = "id,person,stage,amount,created,closed\nD,1,Closed Won,10.5,2026-01-05,2026-02-01\n"
HISTORY = "id,stage,at\nD,Closed Won,2026-02-01\n"
SETTINGS = BARE + SOURCES

ids = st.sampled_from(["", "1", "2", "3", "D"])
days = st.sampled_from(["", "2026-01-01", "2026-02-28", "1970-01-01", "2126-01-01", "soon"])
stages = st.sampled_from(["", "Closed Won", "Closed Lost", "Demo"])
amounts = st.sampled_from(["", "0", "-1", "10.5", "999999", "n/a", "much"])


def csv(header: str, rows: list[tuple[str, ...]]) -> str:
    return "\n".join([header, *(",".join(row) for row in rows)]) + "\n"


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(ids, st.just(""), days, days, st.just("")), max_size=6),
    deals=st.lists(st.tuples(ids, ids, stages, amounts, days, days), max_size=6),
    history=st.lists(st.tuples(ids, stages, days), max_size=6),
)
def test_every_row_is_used_or_set_aside_with_a_reason(tmp_path_factory, people, deals, history):
    root = tmp_path_factory.mktemp("random")
    folder(root, SETTINGS, exports__p=csv("id,email,created,mql,owner", people),
           exports__d=csv("id,person,stage,amount,created,closed", deals), exports__h=csv("id,stage,at", history))  # fmt: skip
    found = Imported(root, root / "work")
    for account in found.contract.files:
        assert account.rows_read == account.rows_used + sum(entry.rows for entry in account.set_aside)
        assert {entry.reason for entry in account.set_aside} <= set(REASONS)
        assert {entry.code for entry in account.remarks} <= set(REMARKS)
        assert {entry.what for entry in account.inferences} <= set(INFERENCES)
    assert {finding.code for finding in found.contract.findings} <= set(FINDINGS)
    assert len(found.table("people")) == len({row[0] for row in people} - {""})
    reached = found.table("reached")
    # who reached a stage reached every earlier one of its road, and no stage comes twice
    assert not reached.duplicated(["grain", "entity_id", "episode", "stage"]).any()
    assert not (reached["timed"] & ~reached["observed"]).any()


def test_every_table_is_written_even_when_empty(tmp_path):
    found = imported(
        folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__d=DEALS, exports__h=HISTORY), tmp_path
    )
    assert {path.stem for path in (found.work / "tables").glob("*.parquet")} == set(TABLES)
    assert len(found.table("costs")) == 0
    assert Contract.model_validate_json((found.work / "contract.json").read_text()) == found.contract
    assert json.loads((found.work / "engagement.json").read_text())["client"] == "Test company"


def test_no_address_and_no_name_of_a_person_leaves(tmp_path):
    found = imported(
        folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__d=DEALS, exports__h=HISTORY), tmp_path
    )
    everything = b"".join(path.read_bytes() for path in found.work.rglob("*") if path.is_file())
    assert b"example.com" not in everything and b"Test Owner" not in everything


def test_the_same_input_gives_the_same_bytes(tmp_path):
    root = folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__d=DEALS, exports__h=HISTORY)
    for name in ("one", "two"):
        import_engagement(root, load(root), tmp_path / name)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) == len(TABLES) + 3
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)


def test_the_key_is_made_once_for_its_owner_only(tmp_path):
    first = open_key(tmp_path)
    assert open_key(tmp_path) == first and first.kept
    assert stat.S_IMODE((tmp_path / "key.local").stat().st_mode) == 0o600
    assert pseudonym("1", first, prefix="p_") != pseudonym("2", first, prefix="p_")
    other = tmp_path / "other"
    other.mkdir()
    assert pseudonym("1", open_key(other), prefix="p_") != pseudonym("1", first, prefix="p_")
    (other / "key.local").write_text("short")
    with pytest.raises(ConfigError, match="too short"):
        open_key(other)


def test_a_folder_that_cannot_be_written_has_a_key_for_one_run(tmp_path):
    assert open_key(tmp_path / "absent").kept is False


def test_a_pseudonym_leads_back_to_its_row(tmp_path):
    root = folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__d=DEALS, exports__h=HISTORY)
    found = imported(root, tmp_path)
    rows = resolve(root, load(root), found.person(0))
    # the person's own row, and the deal that names the person
    assert [(row["file"], row["line"]) for row in rows] == [("p.csv", "2"), ("d.csv", "2")]
    assert rows[0]["email"] == "test.person.1@example.com"
    owner = found.table("people")["owner"].dropna().iloc[0]
    assert [row["owner"] for row in resolve(root, load(root), owner)] == ["Test Owner"]
    assert resolve(root, load(root), "p_000000000000") == []


def test_health_facts_count_each_file_and_reason():
    files = [
        FileAccount(name="a;b.csv", rows_read=10, rows_used=7,
                    set_aside=[SetAside(reason="no_id", rows=2), SetAside(reason="total", rows=1)]),
        FileAccount(name="c.csv", rows_read=3, rows_used=3),
    ]  # fmt: skip
    findings = [Finding(code="no_costs"), Finding(code="bulk_dates", count=20)]
    facts = health_facts(Contract(files=files, findings=findings), period="2026-10")
    assert pick(facts, "rows_read", segment="file=a,b.csv")["value"].tolist() == [10]
    assert pick(facts, "rows_set_aside", segment="file=a,b.csv")["value"].tolist() == [3]
    assert pick(facts, "rows_set_aside", segment="file=a,b.csv", variant="reason=no_id")["value"].tolist() == [2]
    assert pick(facts, "rows_set_aside", segment="file=c.csv")["value"].tolist() == [0]
    assert pick(facts, "data_finding", variant="code=bulk_dates")["value"].tolist() == [20]
    assert pick(facts, "data_finding", variant="code=no_costs")["value"].tolist() == [1]
    assert len(health_facts(Contract(), period="2026-10")) == 0


def test_every_sentence_has_its_spanish_with_the_same_blanks():
    import string

    blanks = lambda text: {name for _, name, _, _ in string.Formatter().parse(text) if name}  # noqa: E731
    spanish = catalogue("es")
    for sentence in [*FINDINGS.values(), *REASONS.values(), *REMARKS.values(), *INFERENCES.values()]:
        assert blanks(str(spanish[sentence])) == blanks(sentence), sentence


def test_forms_in_both_languages(tmp_path):
    root = folder(
        tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__d=DEALS, exports__h=HISTORY,
        forms__costes="mes;equipo;categoría;importe\n2026-01;Ventas;Nóminas;1.000,50\n02/2026;Marketing;Ferias;-200,00\nenero;Marketing;Marca;5,00\n",
        forms__targets="period,metric,value,owner\n2026-10,customers,12,both\n2026-Q1,mql_to_customer,8 %,marketing\nsoon,customers,1,\n",
        forms__suscripciones="id de suscripción;id de empresa;inicio;fin;mensual;margen bruto\nS1;C1;01/02/2026;;100,50;80 %\nS2;C1;13/02/2026;01/02/2026;5,00;\n",
    )  # fmt: skip
    found = imported(root, tmp_path)
    costs = found.table("costs")
    assert costs[["team", "category", "acquisition_share"]].values.tolist() == [
        ["sales", "salaries", 1.0], ["marketing", "events", 1.0],
    ]  # fmt: skip
    assert [str(value) for value in costs["amount_base"]] == ["1000.50", "-200.00"]
    assert [str(value) for value in costs["month"]] == ["2026-01-01", "2026-02-01"]
    assert found.reasons("costes.csv") == {"no_date": 1}
    targets = found.table("targets")
    assert targets[["period", "metric", "value"]].values.tolist() == [
        ["2026-01/2026-03", "mql_to_customer", 0.08], ["2026-10", "customers", 12.0],
    ]  # fmt: skip
    assert found.reasons("targets.csv") == {"bad_period": 1}
    contracts = found.table("subscriptions")
    assert contracts[["subscription_id", "gross_margin"]].values.tolist() == [["S1", 0.8]]
    assert found.reasons("suscripciones.csv") == {"ends_before_start": 1}
    assert found.contract.finding("no_costs") is None


def test_costs_go_by_the_catalogue_s_taxonomy(tmp_path):
    # an override by the client's own word or by the taxonomy's id; a share in the line wins; an unknown word counts whole
    lines = "month,team,category,amount,share\n"
    lines += "2026-01,sales,Sales Salaries,10,\n2026-01,marketing,Brand,10,\n2026-01,sales,key accounts,10,0.5\n"
    lines += "2026-01,sales,Stationery,10,\n2026-01,sales,,10,\n2026-01,sales,Rent,10,40 %\n2026-01,sales,CRM,10,\n"
    root = folder(tmp_path / "c", SETTINGS + "costs: {shares: {brand: 0.8, Stationery: 0.25}}\n", exports__p=PEOPLE,
                  exports__d=DEALS, exports__h=HISTORY, forms__costs=lines)  # fmt: skip
    found = imported(root, tmp_path)
    assert found.table("costs")[["category", "acquisition_share"]].values.tolist() == [
        ["sales_salaries", 1.0], ["brand", 0.8], ["account_management", 0.5], ["Stationery", 0.25], ["other", 1.0],
        ["Rent", 0.4], ["crm", 0.5],
    ]  # fmt: skip
    assert found.remarks("costs.csv") == {"unknown_category": 1}
