"""The checklist of what exists in writing, in both languages."""

from __future__ import annotations

from datetime import datetime

import pytest

from forms.conftest import fill, made
from helpers.forms.declared import declared
from helpers.instrument import instrument

from .folders import folder
from .test_survey import Forms, rows

COLUMNS = ("row", "on", "artefact", "exists", "used_on", "marketing", "sales")


def checklist(tmp_path, text):
    return Forms(folder(tmp_path / "c", forms__artefacts=text), tmp_path / "work")


def test_every_artefact_is_known_by_either_name_and_its_id(tmp_path):
    names = [name for each in instrument().artefacts for name in (*each.say, each.id)]
    lines = [f'2026-10-{place % 3 + 1:02d},"{name}",yes,,,' for place, name in enumerate(names)]
    header = "looked at on,artefact,exists,last used on,edited by marketing,edited by sales"
    found = checklist(tmp_path, "\n".join([header, *lines]))
    wanted = [[each.id] for each in instrument().artefacts for _ in range(3)]
    assert rows(found, "artefacts", "artefact") == wanted and len(wanted) == 54


def test_what_is_said_of_an_artefact(tmp_path):
    found = checklist(
        tmp_path,
        "revisado el;documento;existe;usado por última vez el;editado por marketing;editado por ventas\n"
        "2026-10-06;Acuerdo sobre el traspaso;sí;2026-09-22;x;\n"
        "2026-10-06;Registro de decisiones conjuntas;;2026-10-01;;sí\n"  # used, so there is one
        "2026-10-06;Plan hecho por ambos equipos;no;2026-10-01;sí;\n"  # said not to exist: remarked
        "2026-10-06;Mapa del ciclo de compra;no;;;\n"
        "2026-10-06;Ficha de papeles del comprador;sí;2026-11-01;quizá;no\n"  # used after it was looked at
        "2026-10-06;Acuerdo sobre el traspaso;no;;;\n2026-10-06;Una pizarra;sí;;;\n"
        ";Plan hecho por ambos equipos;sí;;;\n",
    )
    assert rows(found, "artefacts", *COLUMNS) == [
        ["1", "2026-10-06", "handoff_agreement", "True", "2026-09-22", "True", "False"],
        ["2", "2026-10-06", "decision_log", "True", "2026-10-01", "False", "True"],
        ["3", "2026-10-06", "joint_plan", "False", "", "False", "False"],
        ["4", "2026-10-06", "buying_cycle_map", "False", "", "False", "False"],
        ["5", "2026-10-06", "buyer_roles", "True", "", "False", "False"],
    ]  # fmt: skip
    assert found.reasons("artefacts.csv") == {"no_date": 1, "no_artefact": 1, "looked_at_twice": 1}
    remarks = sorted((one.code, one.column, one.lines) for one in found.account("artefacts.csv").remarks)
    assert remarks == [
        ("absent_but_used", "existe", [4]), ("unknown_word", "documento", [8]),
        ("unknown_word", "editado por marketing", [6]), ("used_after_looked_at", "usado por última vez el", [6]),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_sheet_of_the_workbook(tmp_path, lang):
    root, place = folder(tmp_path / "c"), ("en", "es").index(lang)
    path, day = made(root, "artefacts", lang=lang), datetime(2026, 10, 6)
    yes, no = ("Yes", "Sí")[place], "No"
    said = [each.say[place] for each in instrument().artefacts[:2]]
    fill(path, declared()["artefacts"].title(lang), (day, said[0], yes, datetime(2026, 9, 1), yes, yes),
         (day, said[1], no, None, no, None))  # fmt: skip
    assert rows(Forms(root, tmp_path / "work"), "artefacts", *COLUMNS) == [
        ["1", "2026-10-06", "joint_goals", "True", "2026-09-01", "True", "True"],
        ["2", "2026-10-06", "scorecard", "False", "", "False", "False"],
    ]  # fmt: skip
