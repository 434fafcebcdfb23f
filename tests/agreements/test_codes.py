"""The shipped lists of codes, and what a client's own list adds to them."""

import pytest

from helpers.agreements.codes import UNMAPPED, Code, Codes, read_codes
from helpers.agreements.phrases import folded
from helpers.errors import ConfigError

LISTS = ("themes", "reasons")
KINDS = {"themes": {"objection", "argument", "competitor", "topic"}, "reasons": {"reason"}}


@pytest.fixture(params=LISTS)
def shipped(request, tmp_path):
    return request.param, read_codes(request.param, tmp_path / "none.yml")


def test_no_phrase_stands_in_two_codes(shipped):
    owner = {}
    for code, entry in shipped[1].codes.items():
        for phrase in {folded(each) for each in entry.words(code)}:
            assert owner.setdefault(phrase, code) == code, phrase
            assert phrase
        listed = [folded(each) for each in entry.phrases]
        assert len(listed) == len(set(listed)), code


def test_ids_and_labels_are_their_own_code_in_both_languages(shipped):
    for code, entry in shipped[1].codes.items():
        assert entry.en and entry.es
        assert {shipped[1].code(text) for text in (code, entry.en, entry.es, entry.es.upper())} == {code}
        assert shipped[1].label(code, lang="en") == entry.en and shipped[1].label(code, lang="es") == entry.es


def test_every_phrase_leads_to_its_code_and_kinds_are_known(shipped):
    name, codes = shipped
    assert {entry.kind for entry in codes.codes.values()} == KINDS[name]
    for code, entry in codes.codes.items():
        assert {codes.code(phrase) for phrase in entry.phrases} == {code}
    assert not {"other", "others", "otros", "misc", UNMAPPED} & set(codes.codes)
    labels = [(entry.kind, entry.en) for entry in codes.codes.values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Demasiado caro", "price"), ("Les parece carísimo, DEMASIADO CARA para ellos", "price"),
        ("Lost on price", "price"),
        ("buen precio", "good_price"), ("recorte de presupuesto", "budget"),
        ("No budget until next fiscal year", "budget"),
        ("Proyecto aplazado al año que viene", "timing"), ("Sin decisión", "no_decision"),
        ("Went silent", "no_decision"),
        ("Competencia", "competitor"), ("Ya tienen proveedor", "current_supplier"), ("Missing feature", "features"),
        ("No se integra con su ERP", "integration"), ("RGPD", "security"),
        ("sin referencias en su sector", "references"),
        ("Parada de línea", "implementation"), ("plazo de entrega demasiado largo", "delivery_time"),
        ("no cabe en planta", "floor_space"), ("Condiciones de pago", "contract"),
        ("a la espera de la subvención", "grants"),
        ("homologación como proveedor", "certification"), ("Lo decide la central", "authority"),
        ("buena relación calidad-precio", "good_price"), ("Coste total de propiedad", "total_cost"),
        ("respuesta rápida del SAT", "service_response"), ("casos de éxito", "proof_references"),
        ("prueba en planta", "proof_trial"), ("Fácil de usar", "ease_of_use"), ("Cercanía", "proximity"),
        ("they use Excel", "spreadsheets"), ("desarrollo propio", "in_house"),
        ("máquina de segunda mano", "used_equipment"),
        ("la subida del alquiler", UNMAPPED), ("", UNMAPPED), ("precioso", UNMAPPED),
    ],
)  # fmt: skip
def test_themes_as_people_write_them(tmp_path, text, code):
    assert read_codes("themes", tmp_path / "none.yml").code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no les interesa", "no_need"), ("Just browsing", "no_need"), ("tlf no existe", "bad_data"),
        ("Email bounced!", "bad_data"), ("Sin presupuesto este año", "no_budget"),
        ("No es quien decide", "no_authority"),
        ("Not a fit", "not_icp"), ("no encaja con el perfil", "not_icp"), ("Empresa muy pequeña", "too_small"),
        ("Estudiante de máster", "student_or_job_seeker"), ("busca trabajo", "student_or_job_seeker"),
        ("es de la competencia", "competitor"), ("Already uses a competitor", "has_supplier"),
        ("ya trabaja con la competencia", "has_supplier"), ("Duplicado", "duplicate"),
        ("Ya es cliente", "existing_customer"),
        ("quería un recambio", "service_request"), ("no coge el teléfono", "unreachable"),
        ("No response", "unreachable"),
        ("inversión aplazada a 2027", "not_now"), ("call back after summer", "not_now"),
        ("Fuera de zona", "wrong_region"),
        ("quiere vendernos publicidad", "supplier"), ("lo lleva el distribuidor", "partner"),
        ("no lo fabricamos", "no_offer"), ("Do not contact", "opted_out"), ("n/a", UNMAPPED), ("-", UNMAPPED),
        ("hablé con Marta", UNMAPPED),
    ],
)  # fmt: skip
def test_reasons_as_people_write_them(tmp_path, text, code):
    assert read_codes("reasons", tmp_path / "none.yml").code(text) == code


def test_the_longest_phrase_decides_and_the_first_code_of_two_alike():
    codes = Codes(
        codes={
            "a": Code(en="Service", es="Servicio"), "b": Code(en="Bad service", es="Mal servicio"),
            "c": Code(en="Call", es="Llamada", phrases=("Mal servicio",)),
        }
    )  # fmt: skip
    assert codes.code("A really bad  SERVICE…") == "b" and codes.code("service") == "a"
    assert codes.code("mal servicio") == "b"  # named first
    assert codes.code("services") == UNMAPPED  # whole words only
    assert Codes().code("service") == UNMAPPED and Codes().label("x", lang="es") == "x"


def test_a_clients_list_adds_codes_phrases_and_words(tmp_path):
    path = tmp_path / "themes.yml"
    path.write_text(
        "codes:\n  price: {es: Precio de lista, phrases: [se nos va de las manos]}\n"
        "  seats: {en: Paying per seat, es: Pago por puesto, phrases: [per seat]}\n", encoding="utf-8",
    )  # fmt: skip
    codes = read_codes("themes", path)
    assert codes.code("Se nos va de las manos") == "price" == codes.code("too expensive")
    assert codes.label("price", lang="es") == "Precio de lista" and codes.label("price", lang="en") == "Price"
    assert codes.code("We do not want to pay per seat") == "seats" and codes.codes["seats"].kind == "objection"


def test_a_phrase_the_client_gives_to_a_code_is_no_longer_a_shipped_ones(tmp_path):
    path = tmp_path / "themes.yml"
    path.write_text("codes: {rebate: {en: Rebate, es: Rebaja, phrases: [Descuento]}, price: {phrases: [tarifa plana]}}")
    codes = read_codes("themes", path)
    assert codes.code("piden descuento") == "price"  # another phrase, still the shipped one
    assert codes.code("quieren un descuento") == "rebate" == next(iter(codes.codes))
    assert codes.code("tarifa plana") == "price" == codes.code("caro")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("codes: {seats: {en: Paying per seat}}", "codes.seats.es: Field required"),
        ("codes: {seats: per seat}", "codes.seats"),
        ("codes: {price: {frases: [caro]}}", "unknown key 'codes.price.frases'; did you mean 'phrases'?"),
        ("codes: {price: {phrases: caro}}", "codes.price.phrases: Input should be"),
        ("codes: [price]", "codes: Input should be"),
        ("themes: {}", "unknown key 'themes'"),
        ("codes: {seats: {en: Seat, es: Puesto, kind: complaint}}", "codes.seats.kind"),
        (
            "codes: {a: {en: A, es: A, phrases: [caro]}, b: {en: B, es: B, phrases: [Caro]}}",
            "the phrase 'Caro' stands for 'a' and for 'b'; keep one of them",
        ),
    ],
)
def test_a_list_that_cannot_be_is_refused_in_one_line(tmp_path, text, says):
    path = tmp_path / "themes.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_codes("themes", path)
    assert says in str(caught.value) and "themes.yml: " in str(caught.value) and "\n" not in str(caught.value)
