"""Answers land in engagement.yml, its comments stay, and the import that asked goes on."""

import pytest

from helpers.engagement import load
from helpers.errors import AnswerError, ConfigError, Question, SourceError, TandemError
from helpers.start import answers
from helpers.start.asking import LEAVE_OUT, ask
from helpers.start.reading import read
from helpers.start.settling import settle
from helpers.words import Words

from .clients import HEAD, company, deals

WORDS = Words("en")


def question(root) -> Question:
    with pytest.raises(TandemError) as raised:
        read(root)
    assert raised.value.asks is not None, raised.value
    return raised.value.asks


def text(root) -> str:
    return (root / "engagement.yml").read_text(encoding="utf-8")


def comments(root) -> list[str]:
    return [line for line in text(root).splitlines() if line.startswith("#")]


@pytest.mark.parametrize(("order", "last"), [("day-first", "2026-08"), ("month-first", "2026-09")])
def test_dates_are_asked_once_and_read_as_answered(tmp_path, order, last):
    root = company(tmp_path / "c", deals=deals())
    before = comments(root)
    asked = question(root)
    shown = ask(asked, WORDS)
    assert [label for label, _ in shown.fields[0].options] == [
        "Day first: 03/01/2025 is 3 January 2025", "Month first: 03/01/2025 is 1 March 2025"
    ]  # fmt: skip
    assert len(shown.rows) == 3 and shown.marked == "Created Date"
    assert settle(root, asked, {"dates": order}, WORDS) is None
    found = read(root)
    assert [file.rows_read for file in found.contract.files if file.name == "deals.csv"] == [100]
    assert str(found.default) == last and found.months[0] in (found.default, found.default.shift(1))
    assert comments(root) == before
    assert load(root).sources[0].model_dump(exclude_defaults=True) == {"file": "exports/deals.csv", "dates": order}


def test_an_answer_for_one_file_leaves_the_others_to_the_pattern(tmp_path):
    root = company(tmp_path / "c", deals=deals(), more=deals(3).replace("O0", "P0"))
    files = []
    for _ in range(2):
        asked = question(root)
        files.append(asked.file)
        settle(root, asked, {"dates": "day-first"}, WORDS)
    assert files == ["exports/deals.csv", "exports/more.csv"]
    assert sum(file.rows_used for file in read(root).contract.files) == 115


def test_a_decimal_mark(tmp_path):
    row = "O1,A,B,Closed Won,1.204,2026-01-05,2026-02-05,Web\nO2,A,B,Closed Won,,2026-01-06,2026-02-06,Web\n"
    root = company(tmp_path / "c", deals=f"{HEAD}\n{row}")
    asked = question(root)
    for lang, labels in (
        ("en", ["Comma ,: 1.204 is 1,204", "Point .: 1.204 is 1.204"]),
        ("es", ["Coma ,: 1.204 es 1.204", "Punto .: 1.204 es 1,204"]),
    ):
        assert [label for label, _ in ask(asked, Words(lang)).fields[0].options] == labels
    settle(root, asked, {"decimal": ","}, WORDS)
    assert load(root).sources[0].decimal == ","
    read(root)


def test_stages_get_a_meaning_for_every_file(tmp_path):
    rows = "".join(
        f"O{n},A,B,{stage},5,2026-01-05,2026-02-05,Web\n" for n, stage in enumerate(("No", "1:30", "Sí", "No"))
    )
    root = company(tmp_path / "c", deals=f"{HEAD}\n{rows}")
    asked = question(root)
    shown = ask(asked, WORDS)
    assert [field.label for field in shown.fields] == ["“No” (2 rows)", "“1:30” (1 row)", "“Sí” (1 row)"]
    with pytest.raises(AnswerError, match="not answered yet: “1:30”"):
        settle(root, asked, {"No": "lost"}, WORDS)
    settle(root, asked, {"No": "lost", "1:30": "offer", "Sí": "won"}, WORDS)
    assert load(root).stages.deal == {"No": "lost", "1:30": "offer", "Sí": "won"}
    read(root)


OTHER = "Nr;Kunde;Phase;Wert;Amount\n1;Ä;gewonnen;5;5\n2;B;verloren;6;6\n3;C;offen;7;7\n"


def test_a_file_nobody_knows_gets_its_table_and_columns(tmp_path):
    root = company(tmp_path / "c", deals=deals(), angebote=OTHER)
    settle(root, Question(setting="dates", file="exports/deals.csv"), {"dates": "day-first"}, WORDS)
    asked = question(root)
    assert (asked.setting, asked.file) == ("table", "exports/angebote.csv")
    following = settle(root, asked, {"table": "deals"}, WORDS)
    assert following is not None and following.setting == "columns"
    shown = ask(following, WORDS)
    start = {field.name: field.value for field in shown.fields}
    assert (start["amount"], start["deal_id"]) == ("Amount", "")
    assert [label for label, _ in shown.fields[0].options] == [
        "not in this file",
        "Nr",
        "Kunde",
        "Phase",
        "Wert",
        "Amount",
    ]
    with pytest.raises(AnswerError, match="needs a column for: Number or id of the deal"):
        settle(root, following, {"deal_id": "", "stage": "Phase"}, WORDS)
    settle(root, following, {"deal_id": "Nr", "stage": "Phase", "amount": "Wert", "owner": ""}, WORDS)
    assert load(root).sources[1].columns == {"deal_id": "Nr", "stage": "Phase", "amount": "Wert"}
    stages = question(root)
    assert stages.setting == "stages.deal"
    settle(root, stages, {"gewonnen": "won", "verloren": "lost", "offen": "opportunity"}, WORDS)
    assert sum(file.rows_used for file in read(root).contract.files) == 103


def test_or_is_kept_without_being_read(tmp_path):
    root = company(tmp_path / "c", deals=deals(), angebote=OTHER)
    settle(root, Question(setting="dates", file="exports/deals.csv"), {"dates": "day-first"}, WORDS)
    settle(root, question(root), {"table": LEAVE_OUT}, WORDS)
    assert (root / "not-used" / "angebote.csv").read_text(encoding="utf-8") == OTHER
    assert [file.name for file in read(root).contract.files if file.rows_read] == ["deals.csv"]


def test_other_currencies_get_a_rate(tmp_path):
    rows = "O1,A,B,Closed Won,5,2026-01-05,2026-02-05,Web,USD\nO2,A,B,Closed Won,5,2026-01-05,2026-02-05,Web,GBP\n"
    root = company(tmp_path / "c", deals=f"{HEAD},Currency\n{rows}")
    asked = question(root)
    assert [field.label for field in ask(asked, WORDS).fields] == [
        "How many EUR is one GBP?",
        "How many EUR is one USD?",
    ]
    for wrong in ("0", "-1", "one", "nan", "1e20"):
        with pytest.raises(AnswerError, match="GBP is no number above 0"):
            settle(root, asked, {"GBP": wrong, "USD": "1"}, WORDS)
    settle(root, asked, {"GBP": "1,15", "USD": "0.92"}, WORDS)
    assert load(root).currencies.rates == {"GBP": 1.15, "USD": 0.92}
    read(root)


def test_a_file_that_is_gone_is_forgotten_or_awaited(tmp_path):
    root = company(tmp_path / "c", deals=deals())
    settle(root, question(root), {"dates": "day-first"}, WORDS)
    (root / "exports" / "deals.csv").rename(root / "exports" / "deals-2.csv")
    asked = question(root)
    assert (asked.setting, asked.file) == ("gone", "exports/deals.csv")
    assert settle(root, asked, {"gone": "back"}, WORDS) is None
    assert question(root).setting == "gone"
    settle(root, asked, {"gone": "forget"}, WORDS)
    assert (question(root).setting, question(root).file) == ("dates", "exports/deals-2.csv")


def test_several_sheets(tmp_path):
    root = company(tmp_path / "c", deals=deals(1))
    asked = Question(setting="sheet", file="exports/b.xlsx", options=("Old", "New"), rows=(("a", "b"), ()))
    assert [field.label for field in ask(asked, WORDS).fields] == ["Old: a, b", "New"]
    with pytest.raises(AnswerError, match="no sheet is chosen"):
        settle(root, asked, {"Old": "", "New": ""}, WORDS)
    settle(root, asked, {"Old": "yes", "New": "yes"}, WORDS)
    assert [(source.file, source.sheet) for source in load(root).sources] == [
        ("exports/b.xlsx", "Old"), ("exports/b.xlsx", "New"), ("exports/*", ""), ("forms/*", "")
    ]  # fmt: skip


def test_what_would_not_load_is_taken_back(tmp_path):
    root = company(tmp_path / "c")
    before = text(root)
    for setting, value in (("dates", "backwards"), ("no_such_key", "x")):
        with pytest.raises(ConfigError):
            answers.answer_file(root, Question(setting="dates", file="exports/a.csv"), setting, value)
        assert text(root) == before
    (root / "engagement.yml").write_text("client: [", encoding="utf-8")
    with pytest.raises(ConfigError, match="not readable as YAML"):
        answers.answer_rates(root, {"USD": 1.0})


def test_settings_without_sources_still_read_everything(tmp_path):
    root = company(tmp_path / "c", deals=deals())
    (root / "engagement.yml").write_text("client: A\ncurrency: EUR\ntime_zone: Europe/Madrid\n", encoding="utf-8")
    settle(root, question(root), {"dates": "day-first"}, WORDS)
    assert [source.file for source in load(root).sources] == ["exports/deals.csv", "exports/*", "forms/*"]
    read(root)


def test_what_no_answer_settles_is_an_error(tmp_path):
    root = company(tmp_path / "c", deals="")
    with pytest.raises(SourceError, match="empty") as raised:
        read(root)
    assert raised.value.asks is None
    with pytest.raises(ConfigError, match="no words for a question about 'colour'"):
        ask(Question(setting="colour"), WORDS)
