"""Hand-computed tables: stages, episodes, bulk loads, order, money, segments, acquisitions."""

# Rows of exports are long.
# ruff: noqa: E501

import pytest

from helpers.errors import ConfigError, MappingError, SourceError

from .folders import BARE, folder, imported

PEOPLE = "{file: exports/p.csv, table: people, columns: {person_id: id, company_id: company, created: created, mql_at: mql, sql_at: sql, recycled_at: recycled, source: source, email: email}, allow_missing: true}"
DEALS = "{file: exports/d.csv, table: deals, columns: {deal_id: id, person_id: person, company_id: company, stage: stage, amount: amount, currency: currency, created: created, closed: closed, kind: kind}, allow_missing: true}"
STAGES = "stages: {deal: {Won: won, Lost: lost, Open: open, Offer: offer, Void: void}}\n"
BOTH = BARE + STAGES + f"sources:\n  - {PEOPLE}\n  - {DEALS}\n"
ONLY_DEALS = BARE + STAGES + f"sources:\n  - {DEALS}\n"
ONLY_PEOPLE = BARE + f"sources:\n  - {PEOPLE}\n"


def both(tmp_path, people, deals, settings=BOTH, **files):
    return imported(folder(tmp_path / "c", settings, exports__p=people, exports__d=deals, **files), tmp_path)


def test_skipped_stages_pass_through_and_give_no_duration(tmp_path):
    found = both(
        tmp_path, "id,created,mql\n1,2026-01-01,2026-01-05\n", "id,person,stage,created,closed\nD,1,Open,2026-02-01,\n"
    )
    assert found.road("person", found.person(0)) == {
        "lead": ("2026-01-01", True, True), "mql": ("2026-01-05", True, True),
        "sal": ("2026-02-01", False, False), "sql": ("2026-02-01", False, False),
        "opportunity": ("2026-02-01", True, True),
    }  # fmt: skip


def test_a_win_before_its_contact_is_kept_without_a_duration(tmp_path):
    found = both(tmp_path, "id,mql\n1,2026-03-01\n2,2026-01-01\n",
                 "id,person,stage,closed\nA,1,Won,2026-02-01\nB,2,Won,2026-02-01\n")  # fmt: skip
    people = found.table("people")
    roads = [found.road("person", name) for name in people["person_id"]]
    late = next(road for road in roads if road["mql"][0] == "2026-03-01")
    assert late["mql"] == ("2026-03-01", True, False) and late["customer"] == ("2026-02-01", True, False)
    fine = next(road for road in roads if road["mql"][0] == "2026-01-01")
    assert fine["customer"] == ("2026-02-01", True, True)
    # no deal has a creation day: the opportunity is passed through, never observed
    assert fine["opportunity"] == ("2026-02-01", False, False)
    finding = found.contract.finding("win_before_contact")
    assert (finding.count, finding.of) == (1, 2)
    assert len(found.table("acquisitions")) == 2


def test_out_of_order_stages_are_both_kept_and_both_untimed(tmp_path):
    found = imported(
        folder(tmp_path / "c", ONLY_PEOPLE, exports__p="id,created,mql,sql\n1,2026-01-01,2026-02-09,2026-02-01\n"),
        tmp_path,
    )
    road = found.road("person", found.person(0))
    assert road["lead"] == ("2026-01-01", True, True)
    assert road["mql"] == ("2026-02-09", True, False) and road["sql"] == ("2026-02-01", True, False)
    assert found.contract.finding("out_of_order").count == 1


def test_a_recycled_person_who_comes_back_starts_a_second_episode(tmp_path):
    # lead 1 Jan and recycled 1 Feb belong to the first pass; MQL on 1 Mar opens the second, SQL 5 Mar follows in it
    found = imported(
        folder(tmp_path / "c", ONLY_PEOPLE,
               exports__p="id,created,mql,sql,recycled\n1,2026-01-01,2026-03-01,2026-03-05,2026-02-01\n"), tmp_path
    )  # fmt: skip
    name = found.person(0)
    assert found.road("person", name, episode=1) == {"lead": ("2026-01-01", True, True)}
    assert found.road("person", name, episode=2) == {
        "lead": ("2026-03-01", False, False), "mql": ("2026-03-01", True, True), "sal": ("2026-03-05", False, False),
        "sql": ("2026-03-05", True, True),
    }  # fmt: skip
    events = found.table("stage_events").sort_values("on")
    assert events["episode"].tolist() == [1, 1, 2, 2]


def test_many_records_in_one_minute_are_a_load(tmp_path):
    # 20 people share the minute 2026-03-02 10:00 as MQL date, five have a minute of their own; ordinary days are not
    # minutes: the created column has days only and stays as it is
    rows = [f"{n},2026-01-{1 + n % 28:02d},2026-03-02 10:00" for n in range(20)]
    rows += [f"{n},2026-01-05,2026-03-{n - 17:02d} 11:{n:02d}" for n in range(20, 25)]
    found = imported(
        folder(tmp_path / "c", ONLY_PEOPLE, exports__p="id,created,mql\n" + "\n".join(rows) + "\n"), tmp_path
    )
    reached = found.table("reached")
    mql = reached[(reached["grain"] == "person") & (reached["stage"] == "mql")]
    assert len(mql) == 25 and mql["observed"].all() and mql["timed"].sum() == 5
    lead = reached[(reached["grain"] == "person") & (reached["stage"] == "lead")]
    assert lead["timed"].all()
    assert found.contract.finding("bulk_dates").count == 20


def test_nineteen_records_in_one_minute_are_a_busy_minute(tmp_path):
    rows = [f"{n},2026-01-05,2026-03-02 10:00" for n in range(19)]
    found = imported(
        folder(tmp_path / "c", ONLY_PEOPLE, exports__p="id,created,mql\n" + "\n".join(rows) + "\n"), tmp_path
    )
    assert found.contract.finding("bulk_dates") is None


def test_deals_that_name_nobody_speak_for_their_company_once_the_person_is_there(tmp_path):
    # D1 began before the person of C1 did: it is not theirs. D2 of C2 began after.
    found = both(tmp_path, "id,company,created\n1,C1,2026-02-01\n2,C2,2026-02-02\n",
                 "id,company,stage,created,closed\nD1,C1,Won,2026-01-01,2026-01-20\nD2,C2,Won,2026-02-10,2026-03-01\n")  # fmt: skip
    assert set(found.road("person", found.person(0))) == {"lead"}
    assert found.road("person", found.person(1))["customer"] == ("2026-03-01", True, True)
    assert found.road("account", "C1")["customer"] == ("2026-01-20", True, False)


def test_only_new_business_makes_a_customer(tmp_path):
    found = imported(
        folder(tmp_path / "c", ONLY_DEALS, exports__d="id,company,stage,created,closed,kind\n"
               "D1,C1,Won,2026-01-01,2026-01-20,New business\nD2,C1,Won,2026-02-01,2026-02-20,Renewal\n"
               "D3,C2,Won,2026-02-01,2026-02-20,Renewal\nD4,C3,Void,2026-02-01,2026-02-20,\n"), tmp_path
    )  # fmt: skip
    assert found.table("acquisitions")[["account_id", "deal_id", "kind"]].values.tolist() == [["C1", "D1", "first"]]
    assert found.road("account", "C2") == {} and found.road("deal", "D3")["customer"][0] == "2026-02-20"
    assert found.road("deal", "D4") == {}


def test_a_customer_returns_after_the_gap(tmp_path):
    # 24 months after 2022-01-10 end on 2024-01-10: an order that day is in time, one on 2024-01-11 is a return
    rows = "id,company,stage,created,closed\nA1,A,Won,2022-01-01,2022-01-10\nA2,A,Won,2024-01-01,2024-01-10\n"
    rows += "B1,B,Won,2022-01-01,2022-01-10\nB2,B,Won,2024-01-01,2024-01-11\n"
    found = imported(folder(tmp_path / "c", ONLY_DEALS, exports__d=rows), tmp_path)
    got = found.table("acquisitions")[["account_id", "deal_id", "kind"]].values.tolist()
    assert got == [["A", "A1", "first"], ["B", "B1", "first"], ["B", "B2", "returned"]]


def test_invoices_make_customers_where_no_deal_does(tmp_path):
    found = both(tmp_path, "id,company,created,source\n1,C1,2026-01-01,Fair\n", "id,company,stage,created,closed\nD,C2,Open,2026-01-01,\n",
                 forms__ingresos="fecha;id empresa;importe;margen;pedido\n03/02/2026;C1;1.000,50;300,25;P1\n14/02/2026;C1;-10,00;;P2\n15/02/2026;;5,00;;P3\n")  # fmt: skip
    assert found.reasons("ingresos.csv") == {"no_company": 1}
    got = found.table("acquisitions")
    assert got[["account_id", "kind", "source_group"]].values.tolist() == [["C1", "first", "Fair"]]
    assert str(got["amount_base"].iloc[0]) == "1000.50"
    assert str(found.table("revenue")["margin_base"].iloc[0]) == "300.25"


def test_money_by_one_rule(tmp_path):
    rows = "id,stage,amount,currency,created,closed\n"
    rows += "A,Won,100.10,USD,2026-01-01,2026-01-20\nB,Won,0,EUR,2026-01-01,2026-01-20\nC,Won,-5,EUR,2026-01-01,2026-01-20\n"
    rows += (
        "D,Won,999999,EUR,2026-01-01,2026-01-20\nE,Won,,EUR,2026-01-01,2026-01-20\nF,Won,50,,2026-01-01,2026-01-20\n"
    )
    with pytest.raises(ConfigError, match="two currencies without a rule: USD"):
        imported(folder(tmp_path / "c", ONLY_DEALS, exports__d=rows), tmp_path)
    found = imported(
        folder(tmp_path / "c", ONLY_DEALS + "currencies: {rates: {USD: 0.905}}\n", exports__d=rows), tmp_path
    )
    deals = found.table("deals").set_index("deal_id")
    # 100.10 × 0.905 = 90.5905 → 90.59
    assert str(deals.loc["A", "amount_base"]) == "90.59" and str(deals.loc["A", "amount"]) == "100.10"
    assert deals["amount_flag"].tolist() == ["ok", "zero", "negative", "placeholder", "missing", "ok"]
    assert deals.loc["F", "currency"] == "EUR"
    assert found.contract.finding("currencies_converted").count == 1


def test_segments_never_fan_out(tmp_path):
    settings = BOTH + (
        "lookups:\n  - {name: products, file: exports/l.csv, key: product, table: deals, on: product}\n"
        "segments: {land: 'companies.country', product: 'deals:product', series: 'products:series'}\n"
    )
    settings = settings.replace(
        "sources:\n",
        "sources:\n  - {file: exports/k.csv, table: companies, columns: {company_id: id, country: land}}\n",
    )
    found = both(
        tmp_path, "id,company,created\n1,C1,2026-01-01\n2,C2,2026-01-01\n3,,2026-01-02\n",
        "id,person,company,stage,amount,created,closed,product\nD1,1,C1,Won,10.5,2026-02-01,2026-02-05,GTXPro\n"
        "D2,3,,Open,20.5,2026-02-02,,GTX Plus\n",
        settings, exports__k="id,land\nC1,Spain\nC2,\n", exports__l="product,series\nGTX Pro,GTX\nGTX Plus,GTX\n",
    )  # fmt: skip
    rows = found.table("segments")
    assert not rows.duplicated(["grain", "entity_id", "name"]).any()
    value = rows.set_index(["grain", "entity_id", "name"])["value"]
    assert value["deal", "D1", "land"] == "Spain" and value["account", "C2", "land"] == "unknown"
    assert value["deal", "D1", "product"] == "GTXPro" and value["deal", "D1", "series"] == "unknown"
    assert value["deal", "D2", "series"] == "GTX" and value["person", found.person(0), "product"] == "unknown"
    # 3 people, 2 deals, accounts C1, C2 and the person without a company; three names each
    assert len(rows) == (3 + 2 + 3) * 3
    loss = found.contract.finding("lookup_loss")
    assert loss.count == 1 and "GTXPro (1, 10.50 EUR) → 'GTX Pro'?" in loss.detail


def test_companies_by_id_name_and_domain(tmp_path):
    settings = BARE + "sources:\n" + (
        "  - {file: exports/k.csv, table: companies, columns: {company_id: id, name: name, domain: domain, parent_id: parent}}\n"
        "  - {file: exports/p.csv, table: people, columns: {person_id: id, company_id: company, company_name: firm, email: email, created: created}}\n"
    )  # fmt: skip
    companies = "id,name,domain,parent\nC1,Test Company,one.example.com,\nC2,Daughter,two.example.com,Test Company\n"
    people = (
        "id,company,firm,email,created\n1,C1,,,2026-01-01\n2,,test  COMPANY,,2026-01-02\n3,,,x@two.example.com,2026-01-03\n"
        "4,,,y@gmail.com,2026-01-04\n5,,Unheard of,,2026-01-05\n6,C1;C2,,,2026-01-06\n"
    )
    found = imported(folder(tmp_path / "c", settings, exports__k=companies, exports__p=people), tmp_path)
    rows = found.table("people").sort_values("created_on")
    assert rows["company_id"].iloc[:3].tolist() == ["C1", "C1", "C2"] and rows["company_id"].iloc[5] == "C1"
    assert rows["account_id"].iloc[3] == "person:" + rows["person_id"].iloc[3]
    assert rows["company_id"].iloc[4].startswith("c_") and "Unheard" not in rows["company_id"].iloc[4]
    group = imported(
        folder(tmp_path / "d", settings + "new_customer: {parent: true}\n", exports__k=companies, exports__p=people),
        tmp_path,
    )
    assert group.table("people").sort_values("created_on")["account_id"].iloc[2] == "C1"


def test_dates_that_cannot_be(tmp_path):
    found = imported(
        folder(tmp_path / "c", ONLY_PEOPLE, exports__p="id,created,mql\n1,2026-01-01,2126-01-01\n2,1970-01-01,2026-01-05\n"
               "3,2026-01-03,soon\n4,2026-01-04,2026-01-06\n"), tmp_path
    )  # fmt: skip
    assert found.remarks("p.csv") == {"bad_date": 1, "early_date": 1, "future_date": 1}
    assert found.account("p.csv").rows_used == 4
    reached = found.table("reached")
    assert (reached[reached["grain"] == "person"]["stage"] == "mql").sum() == 2


def test_excluded_records(tmp_path):
    found = imported(
        folder(tmp_path / "c", ONLY_PEOPLE + "exclude: ['@internal.example.com', '3']\n",
               exports__p="id,created,email\n1,2026-01-01,a@x.example.com\n2,2026-01-01,b@internal.example.com\n3,2026-01-01,\n"),
        tmp_path,
    )  # fmt: skip
    assert found.reasons("p.csv") == {"excluded": 2} and len(found.table("people")) == 1


def test_channels_blank_and_unknown_are_two_classes(tmp_path):
    found = imported(
        folder(tmp_path / "c", ONLY_PEOPLE + "channels: {'feria de muestras': events}\n",
               exports__p="id,created,source\n1,2026-01-01,FERIA de Muestras\n2,2026-01-02,\n3,2026-01-03,Unknown\n4,2026-01-04,Ads\n"),
        tmp_path,
    )  # fmt: skip
    assert found.table("people").sort_values("created_on")["source_group"].tolist() == [
        "events",
        "blank",
        "unknown",
        "Ads",
    ]


def test_left_truncation_needs_evidence(tmp_path):
    # January: 30 entries without a win. From February on, half of the entries win within a day: 15 were due in January.
    rows, deals = ["id,mql"], ["id,person,stage,closed"]
    for number in range(60):
        month = 1 if number < 30 else 2
        rows.append(f"{number},2026-{month:02d}-01")
        if number >= 30 and number % 2:
            deals.append(f"D{number},{number},Won,2026-02-02")
    # the wins come the day after the first entries of February: those entries are no evidence, later ones are
    rows += [f"{number},2026-02-03" for number in range(60, 80)]
    deals += [f"D{number},{number},Won,2026-02-04" for number in range(60, 70)]
    found = both(tmp_path, "\n".join(rows) + "\n", "\n".join(deals) + "\n")
    finding = found.contract.finding("no_wins_before")
    assert finding.date == "2026-02-02" and finding.count == 60 and finding.severity == "warning"
    # the same wins, ten months' cycle: nothing was due earlier
    slow = [line.replace("2026-02", "2026-12") for line in deals]
    calm = both(tmp_path, "\n".join(rows) + "\n", "\n".join(slow) + "\n")
    assert calm.contract.finding("no_wins_before") is None


def test_right_truncation_needs_wins_that_go_on_and_a_stretch_too_empty(tmp_path):
    # eight days of leads end on 10 March. Wins on 11 March and 11 May: two months later, and the 62 days before the last
    # lead hold eight days with entries, exp(-8) = 0.0003. With six days of leads exp(-6) = 0.0025 proves nothing, and a
    # last win on 9 May is not two months later.
    deals = "id,person,stage,created,closed\nA,9,Won,2026-03-10,2026-03-11\nB,9,Won,2026-03-10,{}\n"
    for name, first, last, expected in (
        ("yes", 3, "2026-05-11", ("2026-03-10", 2)), ("few", 5, "2026-05-11", None), ("soon", 3, "2026-05-09", None),
    ):  # fmt: skip
        rows = "id,created\n" + "".join(f"{n},2026-03-{n:02d}\n" for n in range(first, 11))
        root = folder(tmp_path / name, BOTH, exports__p=rows, exports__d=deals.format(last))
        finding = imported(root, tmp_path / name).contract.finding("no_entries_after")
        assert (finding and (finding.date, finding.count)) == expected


def test_survivors_only(tmp_path):
    rows = "id,stage,created,closed\n" + "".join(f"D{n},Won,2026-01-01,2026-01-{n:02d}\n" for n in range(10, 20))
    finding = imported(folder(tmp_path / "c", ONLY_DEALS, exports__d=rows), tmp_path).contract.finding("no_lost_deals")
    assert (finding.count, finding.of) == (0, 10)


@pytest.mark.parametrize(
    "text", ["id,created\n", "id,created\n1,2026-01-01\n", "id,created\n1,\n2,\n", "id,created\n,\n"]
)
def test_empty_one_row_all_null(tmp_path, text):
    found = imported(folder(tmp_path / "c", ONLY_PEOPLE, exports__p=text), tmp_path)
    assert len(found.table("people")) == text.count("\n1,") + text.count("\n2,")


def test_a_missing_column_names_the_nearest(tmp_path):
    strict = ONLY_PEOPLE.replace(", allow_missing: true", "").replace("company_id: company, ", "")
    text = "id,created,mqll,sql,recycled,source,email\n1,2026-01-01,,,,,\n"
    with pytest.raises(MappingError, match=r"no column 'mql'.*did you mean 'mqll'"):
        imported(folder(tmp_path / "c", strict, exports__p=text), tmp_path)


def test_nothing_to_use(tmp_path):
    with pytest.raises(SourceError, match=r"no file was recognised.*map"):
        imported(folder(tmp_path / "c", exports__strange="a,b\n1,2\n"), tmp_path)
    with pytest.raises(SourceError, match="no export to read"):
        imported(folder(tmp_path / "d"), tmp_path)


def test_a_strange_file_beside_others_is_listed(tmp_path):
    found = imported(
        folder(tmp_path / "c", exports__strange="a,b\n1,\n2,3\n",
               exports__deals="Record ID,Deal Name,Deal Stage,Create Date,Close Date\n1,x,Closed Won,2026-01-01,2026-02-01\n"),
        tmp_path,
    )  # fmt: skip
    account = found.account("strange.csv")
    assert account.table == "" and found.reasons("strange.csv") == {"unplaced": 2}
    assert [(column.header, column.filled) for column in account.unmapped] == [("a", 1.0), ("b", 0.5)]
