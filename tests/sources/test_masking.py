"""Free text loses every name that the exports hold, and ordinary words survive."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.model.loop import LOOP_TABLES
from helpers.sources.masking import Names

from .folders import BARE, folder, imported


def texts(*values):
    return pd.Series(list(values), dtype="str")


FIRST = texts("María José", "Ana", "Li", None, "Compras")
LAST = texts("García de la Fuente", "O'Neill-Paz", "Wu", "Núñez", None)
OWNERS = (
    "Zoltan Petrik (Deactivated User)", "Okafor, Ngozi", "ula.brandt@example.com", "Jo West",
    "Ventas Norte", "0055g000001AbCdEFG", "Director", "CEO", "North", None,
)  # fmt: skip
FIRMS = (
    "Talleres Robledo, S.L.", "Umbra GmbH", "Precio Justo SA", "3M", "La Sociedad Limitada", "La Oferta SL", None,
)  # fmt: skip
NAMES = Names(
    people=[(FIRST, LAST)], owners=[texts(*OWNERS)], companies=[texts(*FIRMS)],
    domains=[texts("roblex.example.com", None)],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("María José García de la Fuente said no", "… said no"),
        ("GARCÍA DE LA FUENTE, María José", "…"),
        ("maria garcia: too expensive", "…: too expensive"),
        ("de la fuente, maria jose y punto", "… y punto"),
        ("Garcia's budget, not Núñez", "…'s budget, not …"),
        ("NUN\u0303EZ", "…"),  # the tilde as a mark of its own
        ("Wu and Li call, they wu and li", "… and … call, they wu and li"),
        ("Ana O’Neill-Paz", "…"),
        ("The fuente of it all", "The fuente of it all"),
        ("De la planta al almacén", "De la planta al almacén"),
        ("Petrik or zoltan petrik or petrik zoltan", "… or … or …"),
        ("Ngozi told Okafor", "… told …"),
        ("ask Ula or ula brandt", "ask … or …"),
        ("Jo in the North, West in the south", "… in the North, … in the south"),
        ("Ventas habló con el Norte", "Ventas habló con el Norte"),
        ("talleres robledo is slow, TALLERES ROBLEDO SL too", "… is slow, … too"),
        ("Umbra, not penumbra nor umbra", "…, not penumbra nor umbra"),
        ("El Precio sube, precio justo no", "El Precio sube, … no"),
        ("Roblex undercut us", "… undercut us"),
        ("la oferta de La Oferta", "la oferta de …"),
        ("Compras and Sales agree", "Compras and Sales agree"),
        ("Director and CEO agree", "Director and CEO agree"),
        ("La planta limitada", "La planta limitada"),
        ("ana@example.com, +34 600 123 456", "…"),
        ("12.5 % by 2026-10-12", "12.5 % by 2026-10-12"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_blotted_out(text, masked):
    assert NAMES.text(text) == masked


def test_a_column_keeps_its_index_and_what_is_missing():
    column = pd.Series(["Ana", None, "no"], index=[5, 3, 9], dtype="str")
    found = NAMES.masked(column)
    assert found.index.tolist() == [5, 3, 9] and found.isna().tolist() == [False, True, False]
    assert found.dropna().tolist() == ["…", "no"]
    assert NAMES.masked(texts(None, None)).isna().all() and NAMES.masked(texts()).tolist() == []
    assert Names().masked(texts("Ana")).tolist() == ["Ana"]


WORDS = st.text("abcdeñóABÉ", min_size=2, max_size=7)
NAMES_OF = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(
    first=WORDS, last=NAMES_OF, firm=NAMES_OF, before=st.lists(WORDS, max_size=3), after=st.lists(WORDS, max_size=3),
    order=st.sampled_from(["{first} {last}", "{last}, {first}", "{first} {last}".upper().replace("FIRST", "first")
                           .replace("LAST", "last")]),
)  # fmt: skip
def test_no_whole_name_survives_wherever_it_stands(first, last, firm, before, after, order):
    names = Names(people=[(texts(first), texts(last))], companies=[texts(f"{firm} SL")])
    written = order.format(first=first, last=last)
    masked = names.text(" ".join([*before, written, *after]))
    inside = [token.casefold() for token in masked.replace(",", " ").split()]
    whole = [token.casefold() for token in written.replace(",", " ").split()]
    assert not any(inside[at : at + len(whole)] == whole for at in range(len(inside)))
    assert names.text(f"«{firm[0].upper()}{firm[1:]} SL»".replace(firm, firm.title())).count("…") >= 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abcdefg", min_size=3, max_size=8), min_size=1, max_size=12))
def test_lower_case_words_survive_names_of_one_word(words):
    names = Names(people=[(texts(*(word.title() for word in words)), texts(*([None] * len(words))))])
    plain = " ".join(words)
    assert names.text(plain) == plain


# -- the whole import ------------------------------------------------------------------------------------------------

SECRETS = ["Nombrosa", "Apellidez", "Comercialdo", "Empresarium", "Firmadela", "Vendorf"]
SETTINGS = BARE + (
    "sources:\n"
    "  - {file: exports/p.csv, table: people, columns: {person_id: id, first_name: first, last_name: last,\n"
    "     company_name: firm, owner: seller, created: created, reject_reason: why}}\n"
    "  - {file: exports/d.csv, table: deals, columns: {deal_id: id, stage: stage, created: created, closed: closed,\n"
    "     owner: seller, company_name: firm, lost_reason: why, won_reason: won, close_notes: notes}}\n"
    "stages: {deal: {Won: won, Lost: lost}}\n"
)
PEOPLE = (
    "id,first,last,firm,seller,created,why\n"
    "1,Nombrosa,Apellidez,Empresarium S.L.,Comercialdo Vendorf,2026-01-01,Nombrosa does not answer\n"
)
DEALS = (
    "id,stage,created,closed,seller,firm,why,won,notes\n"
    "D1,Lost,2026-01-05,2026-02-01,Comercialdo Vendorf,Firmadela GmbH,Nombrosa left Firmadela,,Vendorf of Empresarium\n"
    "D2,Won,2026-01-05,2026-02-01,Comercialdo Vendorf,Firmadela GmbH,,Apellidez liked Comercialdo,\n"
)  # fmt: skip
TALK = "Nombrosa Apellidez of EMPRESARIUM met Comercialdo (Vendorf) at firmadela gmbh"
FORMS = {
    "owners": f"owner,team,group\nComercialdo Vendorf,sales,Group of {TALK}\n",
    "feedback": (
        "date,team,kind,deal,company,segment,theme,what was said,answer,quotable\n"
        f"2026-03-01,sales,other,D1,Empresarium S.L.,{TALK},{TALK},{TALK},{TALK},yes\n"
    ),
    "winloss": f"date,deal,outcome,theme,learned,change\n2026-03-01,D1,lost,{TALK},{TALK},{TALK}\n",
    "content": f"asset,title,format,topic,buyer role,objection\n,{TALK},{TALK},{TALK},{TALK},{TALK}\n",
    "content_use": f"date,asset,deal,team\n2026-03-01,{TALK},D1,sales\n",
    "campaigns": f"campaign,from,segment,message,promise,for sales\nSpring,2026-03-01,{TALK},{TALK},{TALK},{TALK}\n",
    "messages": f"message,segment,promise,proof,answer,objection\n{TALK},{TALK},{TALK},{TALK},{TALK},{TALK}\n",
    "decisions": (
        "id,date,decision,segment,how we will know,role,metric\n"
        f"{TALK},2026-03-01,{TALK},seller={TALK},{TALK},{TALK},{TALK}\n"
    ),
    "comments": f"month,team,comment\n2026-03,sales,{TALK}\n",
    "meetings": "ritual,planned on,held on\nsla,2026-03-01,\n",
    "incentives": f"team,role,metric,share of variable pay,from\nsales,{TALK},{TALK},0.5,2026-01-01\n",
    "blind_sort": (
        f"session,item,team,who sorts,answer\n{TALK},1,sales,Nombrosa,accept\n{TALK},Firmadela GmbH,sales,Vendorf,A\n"
    ),
}


def test_no_name_of_the_exports_survives_in_any_table_of_the_loop(tmp_path):
    forms = {f"forms__{name}": text for name, text in FORMS.items()}
    found = imported(folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__d=DEALS, **forms), tmp_path)
    for table in LOOP_TABLES:
        rows = found.table(table.name)
        assert len(rows) or table.name == "handoffs", table.name
        written = " ".join(str(cell) for cell in rows.to_numpy().ravel())
        assert [name for name in SECRETS if name.casefold() in written.casefold()] == [], table.name
    deals = found.table("deals").set_index("deal_id")
    assert deals.loc["D1", "lost_reason_raw"] == "… left …"
    for name in SECRETS:
        assert name not in (found.work / "contract.json").read_text(encoding="utf-8")


def test_a_reason_that_many_deals_share_is_a_choice_of_a_list_and_stays(tmp_path):
    rows = "".join(f"D{n},Lost,2026-01-05,2026-02-01,,Firma,Price,,\n" for n in range(4))
    rows += "D9,Lost,2026-01-05,2026-02-01,,Firma,Price said Price,,\n"
    people = PEOPLE.replace("Apellidez", "Price")
    root = folder(tmp_path / "c", SETTINGS, exports__p=people, exports__d=DEALS.splitlines()[0] + "\n" + rows)
    deals = imported(root, tmp_path).table("deals").sort_values("deal_id")
    assert deals["lost_reason_raw"].tolist() == ["Price"] * 4 + ["… said …"]
    assert deals["reason_theme"].tolist() == ["price"] * 5
