"""No address leaves, no name without consent, and the names of those who answered are taken out of every text."""

from __future__ import annotations

import json

import pytest

from .answered import google, microsoft, response, save
from .folders import BARE, folder, imported
from .test_survey import Forms, rows

TEXT = "Zoe Testname and yan otherone should ask Petrik (petrik@example.com), not Brandt; zoe is fine, Zoe is not"
PEOPLE = [
    response("2026-10-06", "sales", {"goals_1": 4}, open={"open_change": TEXT}, quotable=True, name="Zoe Testname",
             consent=True),
    response("2026-10-06", "marketing", {"goals_1": 2}, open={"open_keep": "Ask Otherone"}, name="Yan Otherone"),
]  # fmt: skip
SETTINGS = BARE + (
    "sources:\n  - {file: exports/p.csv, table: people, columns: {person_id: id, email: mail, owner: seller}}\n"
)
EXPORT = "id,mail,seller\n1,one@firm.example.com,Zoltan Petrik\n"


def everything(found):
    return b"".join(path.read_bytes() for path in found.work.rglob("*") if path.is_file())


@pytest.mark.parametrize("way", ["google", "microsoft", "saved"])
def test_names_of_the_form_and_of_the_exports_are_masked(tmp_path, way):
    root = folder(tmp_path / "c", SETTINGS, exports__p=EXPORT)
    forms = root / "forms"
    if way == "google":
        folder(root, SETTINGS, forms__survey=google(PEOPLE, "es"))
    elif way == "microsoft":
        microsoft(PEOPLE, "en", forms / "survey.xlsx")
    else:
        save(PEOPLE, forms / "survey")
    found = imported(root, tmp_path)
    # Brandt stands in no file, so nothing can know that it is a name
    assert rows(found, "remarks", "respondent", "question", "words", "quotable") == [
        ["1", "open_change", "… and … should ask … (…), not Brandt; zoe is fine, … is not", "True"],
        ["2", "open_keep", "Ask …", "False"],
    ]  # fmt: skip
    assert rows(found, "respondents", "respondent", "name") == [["1", "Zoe Testname"], ["2", ""]]
    assert not any(name in everything(found) for name in (b"Otherone", b"Petrik", b"petrik@", b"otherone"))


def test_what_an_export_says_of_who_answered_is_never_kept_but_is_masked(tmp_path):
    told = [response("2026-10-06", "sales", {"goals_1": 4}, open={"open_change": "Ask Ula, or Ngozi Okafor"})]
    root = folder(tmp_path / "c")
    microsoft(told, "en", root / "forms" / "survey.xlsx", who=("ula.brandt@example.com", "Ngozi Okafor"))
    found = Forms(root, tmp_path / "work")
    assert rows(found, "remarks", "words") == [["Ask …, or …"]]
    assert rows(found, "respondents", "name") == [[""]]
    assert not any(name in everything(found) for name in (b"example.com", b"Okafor", b"Brandt", b"brandt", b"Ngozi"))


def test_the_name_of_an_export_is_not_the_name_given_even_with_consent(tmp_path):
    """The export's 'Name' beside a consent in full words: that somebody is known is not that they may be shown."""
    text = (
        "Completion time,Email,Name,Which team do you work in?,goals_1,"
        "I agree that my answers are shown with my name to both teams\n"
        "2026-10-06,ula.brandt@example.com,Ula Brandt,Sales,4,Yes\n"
    )
    found = Forms(folder(tmp_path / "c", forms__survey=text), tmp_path / "work")
    assert rows(found, "respondents", "name") == [[""]] and b"Brandt" not in everything(found)


@pytest.mark.parametrize(
    ("consent", "name", "kept"),
    [(True, "Zoe Testname", "Zoe Testname"), (False, "Zoe Testname", ""), (True, "", ""),
     (True, "zoe@example.com", ""), (True, "Zoe, +34 600 123 456", "Zoe")],
)  # fmt: skip
def test_a_name_is_kept_with_consent_only_and_without_addresses(tmp_path, consent, name, kept):
    one = [response("2026-10-06", "sales", {"goals_1": 4}, name=name, consent=consent)]
    root = folder(tmp_path / "c")
    save(one, root / "forms" / "survey")
    found = Forms(root, tmp_path / "work")
    assert rows(found, "respondents", "name") == [[kept]]
    assert kept == "Zoe Testname" or b"Testname" not in everything(found)
    assert b"example.com" not in json.dumps(found.contract.model_dump(mode="json")).encode()


def test_names_of_respondents_change_no_other_form(tmp_path):
    """Somebody may call themselves 'Price'; what customers said of it stays."""
    feedback = "date,team,kind,what was said\n2026-10-01,sales,objection,The Price is high\n"
    root = folder(tmp_path / "c", forms__feedback=feedback)
    save([response("2026-10-06", "sales", {"goals_1": 4}, name="Price")], root / "forms" / "survey")
    assert rows(Forms(root, tmp_path / "work"), "feedback", "words") == [["The Price is high"]]
