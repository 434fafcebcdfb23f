"""The forms of the loop: each in both languages, good rows kept, odd cells named by column and line."""

# Rows of forms are long.
# ruff: noqa: E501

import itertools

import pandas as pd
import pytest

from helpers.model import TABLES
from helpers.sources.dialect import dialects
from helpers.sources.fields import FIELDS, REQUIRED
from helpers.sources.loop.known import stage_words
from helpers.sources.placing import LOOP_FORMS, form_of
from helpers.sources.pseudonyms import open_key, pseudonym
from helpers.sources.reader import header_key
from helpers.sources.wording import choices, form_name, headers

from .folders import BARE, folder, imported

SETTINGS = BARE + (
    "sources:\n"
    "  - {file: exports/p.csv, table: people, columns: {person_id: id, email: mail, company_id: firm, owner: seller, created: created}}\n"
    "  - {file: exports/c.csv, table: companies, columns: {company_id: id, name: name}}\n"
    "  - {file: exports/d.csv, table: deals, columns: {deal_id: id, name: name, company_id: firm, stage: stage, created: created, closed: closed,\n"
    "     lost_reason: lost, won_reason: won, close_notes: notes, discount: off}, allow_missing: true}\n"
    "stages: {deal: {Won: won, Lost: lost, Open: open, Offer: offer, Demo hecha: opportunity}}\n"
    "channels: {Google Ads: paid_search}\n"
)
PEOPLE = "id,mail,firm,seller,created\n1,one@firm1.example.com,C1,Ana Ruiz,2026-01-01\n2,two@firm2.example.com,C2,Bo Lund,2026-01-01\n"
COMPANIES = "id,name\nC1,Talleres Uno SL\nC2,Dos GmbH\n"
DEALS = (
    "id,name,firm,stage,created,closed,lost,won,notes,off\n"
    "D1,First,C1,Lost,2026-01-05,2026-02-01,too expensive,,we were slow,0.1\n"
    "D2,Second,C2,Won,2026-01-05,2026-02-03,,precio,,15\n"
    "D3,Third,C1,Open,2026-01-05,,too expensive,,,1\n"
    "D4,Fourth,C1,Lost,2026-01-05,2026-02-09,zzz qqq,,,250\n"
)


def with_forms(tmp_path, settings=SETTINGS, **forms):
    files = {f"forms__{name}": text for name, text in forms.items()}
    root = folder(tmp_path / "c", settings, exports__p=PEOPLE, exports__c=COMPANIES, exports__d=DEALS, **files)
    return imported(root, tmp_path)


def cells(rows, *columns):
    """Rows as lists of text, '' where missing."""
    return [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows[list(columns)].itertuples(index=False)]


# -- headers and names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", LOOP_FORMS)
def test_every_form_has_every_header_in_both_languages_and_one_field_for_each(form):
    dialect = dialects()[f"form_{form}"]
    assert set(dialect.fields) == set(FIELDS[form])
    fields = {}
    for field, names in dialect.fields.items():
        assert len(names) >= 2, field
        for name in names:
            assert fields.setdefault(header_key(name), field) == field, f"{name} means two things"
    for lang in ("en", "es"):
        assert (
            form_of(form_name(form, lang=lang) + ".csv")
            == form
            == form_of(f"forms/book.xlsx[{form_name(form, lang=lang)}]")
        )
        assert all(any(name in headers(form, lang=lang) for name in group) for group in REQUIRED[form])


def test_the_name_of_no_form_stands_for_another():
    names = [(alias, entry.table) for entry in dialects().values() for alias in entry.form]
    assert {form_of(f"{alias}.csv") == table for alias, table in names} == {True}
    assert (
        form_of("Uso de contenidos 2026.xlsx") == "content_use" and form_of("contenidos de marketing.csv") == "content"
    )
    assert form_of("comentarios de clientes.csv") == "feedback" and form_of("themes.csv") == ""


def test_words_of_lists_mean_what_the_canonical_tables_allow():
    for form, table in itertools.product(LOOP_FORMS, TABLES.values()):
        if form == table.name:
            for field, values in dialects()[f"form_{form}"].values.items():
                name = {"planned": "planned_on"}.get(field, field)
                column = table.column(name)
                allowed = set(column.choices) if column.choices else set(values.values())
                allowed = {"yes", "no"} if column.kind == "flag" else allowed
                assert set(values.values()) - {""} <= allowed, (form, field)
                assert (
                    set(choices(form, field, lang="en"))
                    == set(choices(form, field, lang="es"))
                    == set(values.values()) - {""}
                )


# -- each form -------------------------------------------------------------------------------------------------------

FEEDBACK = (
    "date,team,kind,deal,company,stage,theme,what was said,answered on,answer,quotable\n"
    "2026-03-01,sales,objection,D1,,Demo hecha,Price,too expensive,2026-03-05,a sheet,yes\n"
    "2026-03-02,Ventas,,Second,,,,They found it too expensive,,,\n"  # the theme of its words, the kind of its theme
    "2026-03-03,marketing,argumento,,Talleres Uno,Closed Won,qqq,,,,x\n"
    "2026-03-04,marketing,moan,D99,Nobody Ltd,somewhere,qqq,wwww,soon,,perhaps\n"  # seven odd cells, kept
    ",sales,objection,,,,Price,,,,\n"
    "2026-03-05,,objection,,,,Price,,,,\n"
    "2026-03-06,sales,objection,,,,,,,,\n"
)

WINLOSS = "date,deal,outcome,theme,learned,change,customer agreed,quotable\n2026-03-09,D2,ganada,price,Slow answer,Call first,sí,no\n2026-03-10,D1,lost,qqq,,,,\n"
OWNERS = (
    "responsable;equipo;grupo;desde;hasta\nana  RUIZ;Ventas;Norte;2025-01-01;2025-12-31\nAna Ruiz;ventas;Sur;2026-01-01;\n"
    "Bo Lund (Deactivated User);sales;;;\nNobody Else;marketing;Web;;\n;sales;Sur;;\nBo;comercio;Sur;;\n"
)
CONTENT = (
    "asset,title,format,topic,stage,buyer role,objection,authors,by sales,published on,updated on,retired on\n"
    "A1,Price guide,guide,price,SQL,Finance,too expensive,Marketing and sales,,2026-01-01,2026-02-01,\n"
    ",The plant tour,,,nowhere,,qqq,ventas,,,,2026-03-01\n"
    "A3,,,,,,,,yes,,,\n"
    "A1,Again,,,,,,,,,,\n"
    ",,guide,,,,,,,,,\n"
)  # fmt: skip
CONTENT_USE = "date,asset,deal,company,team\n2026-03-01,A1,D2,,sales\n2026-03-02,the PLANT tour,,C1,marketing\n2026-03-03,A9,D1,,sales\n,A1,,,sales\n2026-03-04,,,,sales\n2026-03-05,A1,,,nobody\n"
CAMPAIGNS = (
    "campaña;canal;segmento;mensaje;promesa;desde;hasta;qué debe saber ventas\n"
    "Otoño;google ads;naves;M1;Más barato;2026-03-01;2026-03-31;Preguntan precio\n"
    "Feria;;;;;2026-02-01;;\nOtoño;;;;;2026-03-01;;\nAtrás;;;;;2026-03-02;2026-03-01;\n;;;;;2026-03-01;;\nSin día;;;;;;;\n"
)
MESSAGES = (
    "mensaje;fase;promesa;tema de la promesa;objeción;respuesta;actualizado el\n"
    "M1;MQL;La más barata, nunca demasiado caro;;precio;Lo que cuesta al año;2026-01-05\n"
    ";;Cabe donde otras no;qqq;;;\n;;;precio;;;\n"
)  # fmt: skip
DECISIONS = (
    "n.º;fecha;tipo;decisión;métrica;segmento;cambio esperado;cómo se sabrá;equipo;puesto;fecha límite;cerrada el;veredicto\n"
    "7;2026-03-01;hipótesis;Las visitas venden;win_rate;canal = ferias;Sube;Comparar;ambos;Dirección;2027-06-30;2026-05-01;confirmada\n"
    ";2026-03-02;;Llamar antes;Tasa de nada;todos;;;comercial;;;2026-02-01;pendiente\n"
    "9;2026-03-03;decisión;Otra;;norte;lateral;;nadie;;;;\n"
    "7;2026-03-04;;Repetida;;;;;;;;;\n;;;Sin fecha;;;;;;;;;\n8;2026-03-05;;;;;;;;;;;\n"
)
MEETINGS = (
    "reunión;prevista el;celebrada el;marketing;ventas;modera\n"
    "Revisión conjunta mensual;2026-03-01;2026-03-02;sí;no;marketing\n"
    "handoff-standup;2026-03-08;;sí;sí;\n"  # not held: nobody was there
    "Planning;;2026-03-09;x;3;ventas\n"  # without a plan: planned for the day it was held
    "Comida;2026-03-10;2026-03-10;sí;sí;\nsla;;;;;\nsla;2026-03-11;;;;\nSLA;2026-03-11;;;;\n"
)
COMMENTS = f"mes;equipo;tipo;valoración\n2026-3;ventas;;{'x' * 281}\noctubre de 2026;marketing;valoración;Bien\n10/2026;;Logro conjunto;El pedido\n2026;ventas;;a\n2026-03;;;b\n2026-03;ventas;;\n"
BLIND_SORT = (
    "sesión;elemento;qué se clasifica;equipo;quién clasifica;respuesta;fecha\n"
    "S1;1;;ventas;Zoe;Aceptar;2026-03-01\nS1;ONE@firm1.example.com;;ventas;Yan;no;2026-03-01\nS1;2;lead;marketing;Max;SÍ;2026-03-01\n"
    ";Talleres Uno, S.L.;;ventas;;b;2026-03-02\n;C2;cuenta;ventas;;A;2026-03-02\n"
    "S1;1;;ventas;Zoe;rechazar;2026-03-01\nS1;99;;ventas;Zoe;A;2026-03-01\nS1;1;;ventas;Zoe;D;2026-03-01\nS1;1;;;Zoe;A;2026-03-01\nS1;1;account;ventas;;A;\n"
)
INCENTIVES = (
    "equipo;puesto;métrica;parte del variable;compartida con el otro equipo;desde;hasta\n"
    "ventas;Dirección de ventas;Clientes nuevos;0,6;sí;2026-01-01;2026-12-31\n"
    "comercial;Dirección de ventas;Visitas a clientes;40 %;no;2026-01-01;\n"
    "marketing;;Clientes nuevos;100;;;\n"  # all of the team; a blank is not shared
    "marketing;Contenidos;unified_cac;1;quizá;;\n"  # an id is a name too; 1 is all of it; an odd flag is remarked
    "nadie;;Clientes nuevos;0,5;;;\nventas;;;0,5;;;\nventas;;Clientes nuevos;;;;\nventas;;Clientes nuevos;0;;;\n"
    "ventas;;Clientes nuevos;140;;;\nventas;;Clientes nuevos;0,5;;2026-06-30;2026-01-01\n"
    "comercial;Dirección de ventas;Visitas a clientes;0,4;sí;2026-01-01;\n"
)
FORMS = {
    "feedback": FEEDBACK,
    "winloss": WINLOSS,
    "responsables": OWNERS,
    "content": CONTENT,
    "content_use": CONTENT_USE,
    "campañas": CAMPAIGNS,
    "mensajes": MESSAGES,
    "decisiones": DECISIONS,
    "reuniones": MEETINGS,
    "valoraciones": COMMENTS,
    "clasificación_a_ciegas": BLIND_SORT,
    "incentivos": INCENTIVES,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    files = {f"forms__{name}": text for name, text in FORMS.items()}
    made = tmp_path_factory.mktemp("engagement")
    return folder(made, SETTINGS, exports__p=PEOPLE, exports__c=COMPANIES, exports__d=DEALS, **files)


@pytest.fixture(scope="module")
def found(root, tmp_path_factory):
    return imported(root, tmp_path_factory.mktemp("import"))


def test_feedback(found):
    rows = found.table("feedback")
    assert cells(rows, "row", "on", "from_team", "kind", "deal_id", "account_id", "theme", "words", "answered_on", "answer", "quotable") == [
        ["1", "2026-03-01", "sales", "objection", "D1", "C1", "price", "too expensive", "2026-03-05", "a sheet", "True"],
        ["2", "2026-03-02", "sales", "objection", "D2", "C2", "price", "They found it too expensive", "", "", "False"],
        ["3", "2026-03-03", "marketing", "argument", "", "C1", "unmapped", "", "", "", "True"],
        ["4", "2026-03-04", "marketing", "other", "", "", "unmapped", "wwww", "", "", "False"],
    ]  # fmt: skip
    assert found.reasons("feedback.csv") == {"no_date": 1, "no_team": 1, "no_words": 1}
    remarks = {(entry.code, entry.column): entry.lines for entry in found.account("feedback.csv").remarks}
    assert remarks == {
        ("bad_date", "answered on"): [5], ("unknown_word", "kind"): [5], ("unknown_word", "quotable"): [5],
        ("unknown_deal", "deal"): [5], ("unknown_company", "company"): [5], ("unknown_stage", "stage"): [5],
    }  # fmt: skip


def test_voices_come_from_feedback_reasons_notes_and_reviews(found):
    rows = cells(
        found.table("voices"),
        "voice_id",
        "on",
        "kind",
        "deal_id",
        "account_id",
        "outcome",
        "stage",
        "theme",
        "words",
        "quotable",
    )
    assert rows == [
        ["deal_note:D1", "2026-02-01", "other", "D1", "C1", "lost", "", "unmapped", "we were slow", "False"],
        ["deal_reason:D1", "2026-02-01", "objection", "D1", "C1", "lost", "", "price", "", "False"],
        ["deal_reason:D2", "2026-02-03", "argument", "D2", "C2", "won", "", "price", "", "False"],  # won on price
        ["deal_reason:D4", "2026-02-09", "objection", "D4", "C1", "lost", "", "unmapped", "", "False"],
        ["feedback:1", "2026-03-01", "objection", "D1", "C1", "lost", "opportunity", "price", "too expensive", "True"],
        ["feedback:2", "2026-03-02", "objection", "D2", "C2", "won", "", "price", "They found it too expensive", "False"],
        ["feedback:3", "2026-03-03", "argument", "", "C1", "", "customer", "unmapped", "", "True"],
        ["feedback:4", "2026-03-04", "other", "", "", "", "", "unmapped", "wwww", "False"],
        ["winloss:1", "2026-03-09", "argument", "D2", "C2", "won", "", "price", "Slow answer", "False"],
        ["winloss:2", "2026-03-10", "objection", "D1", "C1", "lost", "", "unmapped", "", "False"],
    ]  # fmt: skip
    reviews = found.table("winloss")
    assert cells(reviews, "outcome", "theme", "change", "consent", "quotable") == [
        ["won", "price", "Call first", "True", "False"], ["lost", "unmapped", "", "False", "False"],
    ]  # fmt: skip


def test_deals_know_why_and_at_what_discount(found):
    deals = found.table("deals")
    # 15 is per cent, so 1 is one per cent too; 0.1 is a share; 250 is no discount
    assert cells(deals, "deal_id", "reason_theme", "discount") == [
        ["D1", "price", "0.1"], ["D2", "price", "0.15"], ["D3", "", "0.01"], ["D4", "unmapped", ""],
    ]  # fmt: skip
    assert [(r.code, r.column, r.lines) for r in found.account("d.csv").remarks if r.code == "bad_discount"] == [
        ("bad_discount", "off", [5])
    ]


def test_owners_are_keyed_as_the_exports_write_them(found, root):
    people = found.table("people").sort_values("created_on", kind="stable")
    owners = found.table("owners").set_index("owner")
    assert set(people["owner"]) < set(owners.index) and len(owners) == 3
    key = open_key(root)
    ana, bo = (pseudonym(name, key, prefix="o_") for name in ("Ana Ruiz", "Bo Lund"))
    assert owners.loc[ana, "seller_group"] == "Sur" and str(owners.loc[ana, "from_on"]) == "2026-01-01"
    assert owners.loc[bo, ["team", "seller_group"]].tolist() == ["sales", "unknown"]
    assert found.reasons("responsables.csv") == {"no_owner": 1, "no_team": 1, "earlier_group": 1}
    assert found.remarks("responsables.csv") == {"unknown_word": 1, "unknown_owner": 1}


def test_content_and_its_use(found):
    assert cells(found.table("content"), "asset_id", "title", "stage", "objection", "by_marketing", "by_sales", "published_on", "updated_on", "retired_on") == [
        ["A1", "Price guide", "sql", "price", "True", "True", "2026-01-01", "2026-02-01", ""],
        ["A3", "A3", "", "", "False", "True", "", "", ""],
        ["The plant tour", "The plant tour", "", "", "False", "True", "", "", "2026-03-01"],
    ]  # fmt: skip
    assert found.reasons("content.csv") == {"duplicate_id": 1, "no_asset": 1}
    assert found.remarks("content.csv") == {"unknown_stage": 1, "unmapped_theme": 1}
    assert cells(found.table("content_use"), "row", "asset_id", "deal_id", "account_id", "team") == [
        ["1", "A1", "D2", "C2", "sales"], ["2", "The plant tour", "", "C1", "marketing"], ["3", "A9", "D1", "C1", "sales"],
    ]  # fmt: skip
    assert found.reasons("content_use.csv") == {"no_date": 1, "no_asset": 1, "no_team": 1}
    assert found.remarks("content_use.csv") == {"unknown_word": 1, "unknown_asset": 1}


def test_campaigns_and_messages(found):
    assert cells(found.table("campaigns"), "campaign", "channel", "message_id", "from_on", "to_on", "for_sales") == [
        ["Feria", "", "", "2026-02-01", "", ""], ["Otoño", "paid_search", "M1", "2026-03-01", "2026-03-31", "Preguntan precio"],
    ]  # fmt: skip
    assert found.reasons("campañas.csv") == {"duplicate_id": 1, "ends_before_start": 1, "no_campaign": 1, "no_date": 1}
    assert cells(found.table("messages"), "message_id", "stage", "promise", "promise_theme", "objection", "updated_on") == [
        ["M1", "mql", "La más barata, nunca demasiado caro", "price", "price", "2026-01-05"],
        ["M3", "", "Cabe donde otras no", "", "", ""],
    ]  # fmt: skip
    assert found.reasons("mensajes.csv") == {"no_words": 1} and found.remarks("mensajes.csv") == {"unmapped_theme": 1}


def test_decisions(found):
    assert cells(found.table("decisions"), "decision_id", "on", "kind", "words", "metric", "segment", "expected", "owner_team", "due_on", "closed_on", "verdict") == [
        ["7", "2026-03-01", "hypothesis", "Las visitas venden", "win_rate", "canal=ferias", "up", "both", "2027-06-30", "2026-05-01", "confirmed"],
        ["9", "2026-03-03", "decision", "Otra", "", "", "", "both", "", "", ""],
        ["D3", "2026-03-02", "decision", "Llamar antes", "", "", "", "sales", "", "", ""],
    ]  # fmt: skip
    assert found.reasons("decisiones.csv") == {"duplicate_id": 1, "no_date": 1, "no_words": 1}
    remarks = sorted((entry.code, entry.column, entry.lines) for entry in found.account("decisiones.csv").remarks)
    assert remarks == [
        ("closed_before_made", "cerrada el", [3]), ("unknown_metric", "métrica", [3]), ("unknown_segment", "segmento", [4]),
        ("unknown_word", "cambio esperado", [4]), ("unknown_word", "equipo", [4]),
    ]  # fmt: skip


def test_meetings(found):
    assert cells(found.table("meetings"), "row", "ritual", "planned_on", "held_on", "marketing", "sales", "chair") == [
        ["1", "monthly-review", "2026-03-01", "2026-03-02", "True", "False", "marketing"],
        ["2", "handoff-standup", "2026-03-08", "", "False", "False", ""],
        ["3", "joint-planning", "2026-03-09", "2026-03-09", "True", "True", "sales"],
        ["4", "sla", "2026-03-11", "", "False", "False", ""],
    ]  # fmt: skip
    assert found.reasons("reuniones.csv") == {"no_ritual": 1, "no_date": 1, "repeated_row": 1}


def test_comments(found):
    assert cells(found.table("comments"), "period", "team", "kind", "words") == [
        ["2026-03", "sales", "comment", "x" * 280], ["2026-10", "marketing", "comment", "Bien"], ["2026-10", "both", "joint_win", "El pedido"],
    ]  # fmt: skip
    assert found.reasons("valoraciones.csv") == {"bad_period": 1, "no_team": 1, "no_words": 1}
    assert found.remarks("valoraciones.csv") == {"words_cut": 1}


def test_the_blind_sort(found, root):
    one, two = (pseudonym(name, open_key(root), prefix="p_") for name in "12")
    rows = cells(found.table("blind_sort"), "session", "item", "of", "team", "rater", "label")
    assert sorted(rows) == sorted([
        ["S1", one, "lead", "sales", "1", "accept"], ["S1", one, "lead", "sales", "2", "reject"], ["S1", two, "lead", "marketing", "1", "accept"],
        ["2026-03-02", "C1", "account", "sales", "1", "B"], ["2026-03-02", "C2", "account", "sales", "1", "A"],
    ])  # fmt: skip
    assert found.reasons("clasificación_a_ciegas.csv") == {
        "sorted_twice": 1,
        "unknown_record": 2,
        "no_label": 1,
        "no_team": 1,
    }


def test_incentives(found):
    columns = ("row", "team", "role", "metric", "words", "part", "shared", "from_on", "to_on")
    assert cells(found.table("incentives"), *columns) == [
        ["1", "sales", "Dirección de ventas", "customers", "Clientes nuevos", "0.6", "True", "2026-01-01", "2026-12-31"],
        ["2", "sales", "Dirección de ventas", "", "Visitas a clientes", "0.4", "False", "2026-01-01", ""],
        ["3", "marketing", "", "customers", "Clientes nuevos", "1.0", "False", "", ""],
        ["4", "marketing", "Contenidos", "unified_cac", "unified_cac", "1.0", "False", "", ""],
    ]  # fmt: skip
    assert found.reasons("incentivos.csv") == {
        "no_team": 1, "no_metric": 1, "no_share": 3, "ends_before_start": 1, "repeated_row": 1,
    }  # fmt: skip
    assert found.remarks("incentivos.csv") == {"unknown_word": 1}


# -- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_empty_forms_and_blank_cells_break_nothing(tmp_path, lang):
    forms = {}
    for form in LOOP_FORMS:
        names = list(headers(form, lang=lang).values())
        blank = ",".join([""] * len(names))
        odd = ",".join(["¿?"] * len(names))
        forms[form_name(form, lang=lang)] = (
            f"{','.join(names)}\n{blank}\n{odd}\n" if lang == "en" else f"{','.join(names)}\n"
        )
    found = with_forms(tmp_path, **forms)
    for form in LOOP_FORMS:
        account = next(entry for entry in found.contract.files if entry.table == form)
        assert account.closed() and account.unmapped == []
        assert len(found.table(form)) == account.rows_used


def test_an_engagement_without_forms_has_every_table_empty(tmp_path):
    found = with_forms(tmp_path)
    assert [len(found.table(form)) for form in LOOP_FORMS] == [0] * len(LOOP_FORMS)
    assert found.table("voices")["origin"].tolist() == ["deal_note", "deal_reason", "deal_reason", "deal_reason"]


def test_a_form_mapped_by_hand_reads_the_same_words(tmp_path):
    settings = SETTINGS.replace(
        "sources:\n",
        "sources:\n  - {file: exports/w.csv, table: winloss, columns: {on: when, outcome: how, theme: why}}\n",
    )
    root = folder(
        tmp_path / "c",
        settings,
        exports__p=PEOPLE,
        exports__c=COMPANIES,
        exports__d=DEALS,
        exports__w="when,how,why\n2026-03-01,Perdida,precio\n",
    )
    assert cells(imported(root, tmp_path).table("winloss"), "outcome", "theme") == [["lost", "price"]]


def test_the_words_of_the_engagement_win_over_those_of_the_kit():
    from helpers.engagement import Engagement

    engagement = Engagement(
        client="c", currency="EUR", time_zone="UTC", stages={"deal": {"Demo": "offer"}, "person": {"Frío": "ignore"}}
    )
    words = stage_words(engagement)
    assert (
        words["demo"] == "offer" and words["frio"] == "ignore" and words["cliente"] == words["closed won"] == "customer"
    )
