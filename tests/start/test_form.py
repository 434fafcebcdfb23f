"""The form without a browser: every step draws in both languages, and nothing that goes wrong shows a traceback."""

from datetime import UTC, datetime
from pathlib import Path

import ipywidgets as widgets
import pytest

from helpers.contract import Contract, FileAccount, Finding, SetAside
from helpers.engagement import load
from helpers.errors import ConfigError, Question, SourceError, WriteError
from helpers.start import controls, saying, start
from helpers.start.asking import Field, ask
from helpers.start.files import size
from helpers.start.frame import Frame
from helpers.start.steps import Agreed, Asked, Chosen, Made, Spoken
from helpers.words import Words

from .clients import company, deals

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
SALES = {
    "price_owner": "sales", "access_owner": "sales", "existing_share": "most", "cycle": "long", "inbound_share": "few",
    "marketing_size": "few",
}  # fmt: skip


def every(widget: widgets.Widget) -> list[widgets.Widget]:
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in every(child))]


def one(frame: Frame, kind: type, text: str) -> widgets.Widget:
    found = [each for each in every(frame) if isinstance(each, kind) and each.description == text]
    assert len(found) == 1, [each.description for each in every(frame) if isinstance(each, kind)]
    return found[0]


def shown(frame: Frame) -> str:
    """Everything that is written, tags included."""
    pieces = [each for each in every(frame) if isinstance(each, widgets.HTML)]
    return "\n".join(piece.value for piece in pieces if not piece.value.startswith("<style>"))


def press(frame: Frame, text: str) -> None:
    one(frame, widgets.Button, text).click()


def upload(frame: Frame, **files: bytes) -> None:
    box = next(each for each in every(frame) if isinstance(each, widgets.FileUpload))
    box.value = [
        {"name": name, "type": "text/csv", "size": len(data), "content": memoryview(data), "last_modified": MOMENT}
        for name, data in files.items()
    ]  # fmt: skip


def test_a_new_company_gets_the_context_of_its_answers_and_a_hand_may_change_it(tmp_path):
    frame = start("es", str(tmp_path))
    one(frame, widgets.Text, "Nombre de la empresa").value = "Acería Ñandú <b>"
    radios = [each for each in every(frame) if isinstance(each, widgets.RadioButtons)]
    assert [each.value for each in radios] == [None] * 6
    for radio, answer in zip(radios, SALES.values(), strict=True):
        radio.value = answer
    assert "Contexto: Ventas lleva la iniciativa" in shown(frame) and "Ventas fija el precio" in shown(frame)
    one(frame, widgets.Dropdown, "Contexto").value = "mixed"
    assert "Elegido a mano. Las respuestas apuntan a «Ventas lleva la iniciativa»." in shown(frame)
    one(frame, widgets.Dropdown, "Contexto").value = ""
    press(frame, "Crear la carpeta de esta empresa")
    made = load(tmp_path / "aceria-nandu-b")
    assert (made.client, made.context, made.languages) == ("Acería Ñandú <b>", "sales-led", ("es",))
    assert dict(made.playbook.answers) == SALES
    assert (frame.state.step, frame.folder) == ("files", tmp_path / "aceria-nandu-b")


@pytest.mark.parametrize(
    ("name", "zone", "tongue", "said"),
    [
        ("", "Europe/Madrid", True, "The company has no name. Write it."),
        ("Acme", "", True, "The time zone is missing"),
        ("Acme", "Europe/Madrid", False, "The report needs at least one language."),
    ],
)
def test_what_is_missing_is_said_and_what_is_filled_in_stays(tmp_path, name, zone, tongue, said):
    frame = start("en", str(tmp_path))
    one(frame, widgets.Text, "Name of the company").value = name
    one(frame, widgets.Combobox, "Time zone").value = zone
    one(frame, widgets.Checkbox, "English").value = tongue
    press(frame, "Make the folder of this company")
    assert f'role="alert">{said}' in shown(frame)
    assert one(frame, widgets.Text, "Name of the company").value == name
    assert list(tmp_path.iterdir()) == []


def test_a_company_there_is_can_be_chosen_and_a_broken_one_says_why(tmp_path):
    company(tmp_path / "acme")
    company(tmp_path / "broken")
    path = tmp_path / "broken" / "engagement.yml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Acme"', '"Zeta"') + "curency: EUR\n", encoding="utf-8")
    frame = start("en", str(tmp_path))
    chosen = one(frame, widgets.Dropdown, "Company")
    assert [label for label, _ in chosen.options] == ["Acme (acme)", "Zeta (broken)"]
    chosen.value = str(tmp_path / "broken")
    press(frame, "Go on with this company")
    assert "unknown key" in shown(frame) and frame.state.step == "company"
    chosen.value = str(tmp_path / "acme")
    press(frame, "Go on with this company")
    assert frame.folder == tmp_path / "acme" and "unknown key" not in shown(frame)


def test_uploads_are_kept_asked_about_or_refused(tmp_path):
    frame = start("en", str(tmp_path))
    frame.happened(Chosen(company(tmp_path / "c")))
    assert one(frame, widgets.Button, "Read the files").disabled and "There is no file yet." in shown(frame)
    upload(frame, **{"../a.csv": b"x" * 1500, "b.csv": b"1"})
    assert "a.csv" in shown(frame) and "1.5\xa0kB" in shown(frame)
    assert not one(frame, widgets.Button, "Read the files").disabled
    upload(frame, **{"a.csv": b"new", "c.csv": b"2"})
    assert "“a.csv” is there already. Replace it with the new one?" in shown(frame)
    root = tmp_path / "c" / "exports"
    assert (root / "a.csv").stat().st_size == 1500 and (root / "c.csv").is_file()
    press(frame, "Keep what is there")
    assert (root / "a.csv").stat().st_size == 1500 and "is there already" not in shown(frame)
    upload(frame, **{"a.csv": b"new"})
    press(frame, "Replace")
    assert (root / "a.csv").read_bytes() == b"new"
    upload(frame, **{"virus.exe": b"MZ"})
    assert "virus.exe: this kind of file is not read. Use CSV, Excel, zip or Parquet." in shown(frame)
    assert sorted(path.name for path in root.iterdir()) == ["a.csv", "b.csv", "c.csv"]


def test_reading_asks_with_three_rows_and_goes_on(tmp_path):
    frame = start("es", str(tmp_path))
    frame.happened(Chosen(company(tmp_path / "c", lang="es", deals=deals())))
    press(frame, "Leer los ficheros")
    assert isinstance(frame.state.asks, Question)
    assert "deals.csv: ¿qué va primero en las fechas de «Created Date»?" in shown(frame)
    assert shown(frame).count("<tr>") == 4
    press(frame, "Guardar la respuesta y seguir leyendo")
    assert "Aún sin respuesta: Orden de día y mes" in shown(frame)
    one(frame, widgets.RadioButtons, "Orden de día y mes").value = "day-first"
    press(frame, "Guardar la respuesta y seguir leyendo")
    assert frame.state.asks is None and "Todas las filas tienen su sitio" in shown(frame)
    press(frame, "Seguir")
    month = one(frame, widgets.Dropdown, "Mes")
    assert month.label == "agosto de 2026"
    one(frame, widgets.Checkbox, "Español").value = False
    press(frame, "Hacer la revisión")
    assert "El informe necesita al menos un idioma." in shown(frame) and frame.state.step == "month"


def test_a_file_nobody_can_read_is_named_with_what_to_do(tmp_path):
    frame = start("es", str(tmp_path))
    frame.happened(Chosen(company(tmp_path / "c", lang="es", deals="")))
    press(frame, "Leer los ficheros")
    assert "deals.csv: el fichero está vacío. Volver a exportarlo." in shown(frame)
    assert "Los ficheros no se pueden leer tal como están" in shown(frame)
    (tmp_path / "c" / "exports" / "deals.csv").write_text(deals(), encoding="utf-8")
    press(frame, "Volver a leer")
    assert frame.state.asks is not None


def test_a_review_says_its_steps_and_shows_its_report_and_a_failed_one_can_be_ordered_again(tmp_path, monkeypatch):
    outcomes = [([], [WriteError("could not write", where="build")]), None]
    page = tmp_path / "report.es.html"
    page.write_text('<h1>Acería & "Ñ"</h1><script>parent.taken = 1</script>', encoding="utf-8")

    def review(folders, *, options, say):
        assert (options.period, options.languages) == ("2026-08", ("es",))
        say("c: importing")
        outcome = outcomes.pop(0)
        return outcome or ([page, tmp_path / "agenda.es.md"], [])

    monkeypatch.setattr("helpers.start.ordering.review", review)
    frame = start("es", str(tmp_path))
    root = company(tmp_path / "c", lang="es", deals=deals())
    path = root / "engagement.yml"
    own = "sources:\n  - {file: exports/deals.csv, dates: day-first}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("sources:\n", own), encoding="utf-8")
    frame.happened(Chosen(root))
    press(frame, "Leer los ficheros")
    frame.happened(Agreed())
    press(frame, "Hacer la revisión")
    assert frame.state.step == "month" and "build: could not write" in shown(frame)
    press(frame, "Hacer la revisión")
    assert frame.state.step == "report" and "build: could not write" not in shown(frame)
    inside = next(each.value for each in every(frame) if isinstance(each, widgets.HTML) and "<iframe" in each.value)
    assert 'sandbox="allow-scripts allow-popups allow-modals"' in inside and 'title="Informe"' in inside
    assert "&lt;h1&gt;Acería &amp; &quot;Ñ&quot;&lt;/h1&gt;" in inside and "<script>" not in inside
    assert "formularios.xlsx" in shown(frame) and "agenda.es.md" in shown(frame)
    frame.happened(Spoken("en"))
    assert "What to do next" in shown(frame)


def test_the_playbook_is_made_from_the_report(tmp_path):
    root = company(tmp_path / "c", lang="es")
    page = tmp_path / "report.es.html"
    page.write_text("<h1>A</h1>", encoding="utf-8")
    frame = start("es", str(tmp_path))
    frame.state = type(frame.state)(lang="es", step="run", folder=root, languages=("es",))
    frame.happened(Made((page,)))
    press(frame, "Crear el playbook de esta empresa")
    assert "Para abrir en el navegador:" in shown(frame), shown(frame)
    assert str(root / "build" / "playbook" / "es" / "index.html") in shown(frame)
    assert (root / "playbook" / "es" / "monthly-review.md").is_file() and 'role="alert"' not in shown(frame)


def test_a_defect_is_one_line_too(tmp_path, monkeypatch):
    def broken(folder):
        raise ZeroDivisionError("division\nby <zero>")

    monkeypatch.setattr("helpers.start.check.read", broken)
    frame = start("en", str(tmp_path))
    frame.happened(Chosen(company(tmp_path / "c", deals=deals())))
    press(frame, "Read the files")
    assert "defect of the kit; please report it: ZeroDivisionError in test_form.py" in shown(frame)
    assert "division by &lt;zero&gt;" in shown(frame) and "Traceback" not in shown(frame)


def test_names_from_data_are_never_markup(tmp_path):
    nasty = '<img src=x onerror="alert(1)">'
    frame = start("en", str(tmp_path))
    frame.happened(Chosen(company(tmp_path / "c", deals=deals())))
    monkey = Question(setting="dates", file=f"exports/{nasty}.csv", column=nasty, options=("day-first", "month-first"),
                      headers=(nasty,), rows=((nasty,),))  # fmt: skip
    frame.state = type(frame.state)(lang="en", step="reading", folder=tmp_path / "c")
    frame.happened(Asked(monkey))
    assert "<img" not in shown(frame) and "&lt;img" in shown(frame)


def test_a_saved_notebook_names_no_client(tmp_path):
    company(tmp_path / "acme")
    frame = start("en", str(tmp_path))
    assert repr(frame) == "Tándem"
    with pytest.raises(ConfigError, match="no words in 'fr'"):
        start("fr")


# -- what is said ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_progress_is_said_in_the_language_of_the_form(lang):
    words, folder = Words(lang), "acme: importing"
    made = "1.234 filas en 2 ficheros, 1.200 en uso. Preparando la revisión de septiembre de 2026: cerca de un minuto…"
    lines = {
        folder: {"en": "Reading the files …", "es": "Leyendo los ficheros…"},
        "acme: 1,234 rows in 2 files, 1,200 used, 34 set aside with a reason; reviewing 2026-09, shown from 2024-10": {
            "en": "1,234 rows in 2 files, 1,200 of them used. Making the review of September 2026: about a minute …",
            "es": made,
        },
        "acme: done": {"en": "The review is done.", "es": "La revisión está lista."},
        "acme: something new": {"en": "acme: something new", "es": "acme: something new"},
    }
    assert [saying.progress(line, words) for line in lines] == [said[lang] for said in lines.values()]


def test_the_lines_are_those_a_review_says():
    """The words of ``tandem review`` and of the form are in step."""
    run = Path(saying.__file__).parent.parent / "run"
    source = "".join((run / name).read_text(encoding="utf-8") for name in ("pipeline.py", "review.py"))
    for text in (
        'say(f"{folder.name}: importing")',
        'say(f"{running.folder.name}: done")',
        "; reviewing {found.period}, ",
    ):
        assert text in source
    assert "{read:,} rows in {len(contract.files)} files, {used:,} used" in source


def test_errors_are_said_in_spanish_where_they_have_words():
    words = Words("es")
    known = SourceError("the workbook has a password", where="a.xlsx", do="save it without one")
    assert saying.complaint(known, words) == "a.xlsx: el libro tiene contraseña. Guardarlo sin ella."
    other = SourceError("no such file", where="a.csv", do="its folder holds b.csv")
    assert saying.complaint(other, words).startswith(
        "No ha sido posible. El kit lo explica así, en inglés: a.csv: no such"
    )
    assert saying.complaint(other, Words("en")) == "a.csv: no such file; its folder holds b.csv"


def test_the_account_in_words():
    contract = Contract(
        files=[
            FileAccount(name="a.csv", table="deals", rows_read=1200, rows_used=1198,
                        set_aside=[SetAside(reason="no_id", rows=2)]),
            FileAccount(name="forms.xlsx[Costs]", table="costs"),
        ],
        findings=[Finding(code="no_costs"), Finding(code="no_people", severity="warning")],
    )  # fmt: skip
    assert saying.account(contract, Words("en")) == [("a.csv", "1,200", "1,198", "2", "no record id (2)")]
    first, second = saying.findings(contract, Words("es"))
    assert first.startswith("No hay exportación de leads") and second.startswith("No hay formulario de costes")


def test_sizes():
    assert [size(x, Words("es")).replace("\xa0", " ") for x in (0, 999, 1000, 1_260_000, 3e9)] == [
        "0 B", "999 B", "1 kB", "1,3 MB", "3 GB"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "kind", "value"),
    [
        (Field("a", "A", options=(("x", "1"), ("y", "2"))), widgets.RadioButtons, ""),
        (Field("a", "A", options=tuple((str(n), str(n)) for n in range(9))), widgets.Dropdown, ""),
        (Field("a", "A", "list", (("none", ""), ("x", "1")), "1", needed=False), widgets.Dropdown, "1"),
        (Field("a", "A", "tick"), widgets.Checkbox, ""),
        (Field("a", "A", "tick", value="yes"), widgets.Checkbox, "yes"),
        (Field("a", "A", "number"), widgets.Text, ""),
    ],
)
def test_each_field_has_a_control_with_its_label(asked, kind, value):
    made = controls.field(asked, Words("en"))
    assert type(made) is kind and made.description == "A" and controls.given(made) == value


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_question_has_words(lang):
    base = {"file": "exports/a.csv", "part": "Hoja 1", "headers": ("A", "B"), "rows": (("1", "2"),), "column": "A"}
    for setting, more in {
        "dates": {"options": ("day-first", "month-first")}, "decimal": {"options": (",", ".")},
        "delimiter": {"options": (",", ";", "\t", "|"), "headers": ()}, "sheet": {"options": ("A",)}, "table": {},
        "stages.person": {"rows": (("x", "3"),)}, "stages.deal": {"rows": (("x", "1"),)}, "gone": {},
        "columns": {"table": "touches", "options": ("at", "company_id")}, "currencies.rates": {"rows": (("USD", "1"),)},
    }.items():  # fmt: skip
        made = ask(Question(setting=setting, **{**base, **more}), Words(lang))
        assert made.title and made.fields and all(field.label for field in made.fields)
