"""What an import asks carries its file and three rows, and an answer for one file is not read beside it again."""

import openpyxl
import pytest

from helpers.engagement import load
from helpers.errors import AmbiguityError, ConfigError, MappingError, Question, SourceError
from helpers.sources import import_engagement
from helpers.sources.gathering import gather

from .folders import BARE, folder

EVERY = BARE + "sources:\n  - file: exports/*\n"
HEAD = "Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount\n"
#: 1, 3 and 4 February or 2 January, 2 March and 2 April: nothing decides
DATES = HEAD + "1,A,Closed Won,01/02/2026,05/02/2026,10\n2,B,Closed Lost,03/02/2026,06/02/2026,20\n" + (
    "3,C,Closed Won,04/02/2026,07/02/2026,30\n4,D,Closed Won,03/02/2026,07/02/2026,30\n"
)  # fmt: skip


def asked(root, settings=EVERY, **files) -> Question:
    made = folder(root, settings, **files)
    with pytest.raises(SourceError) as raised:
        gather(made, load(made))
    assert raised.value.asks is not None
    return raised.value.asks


def test_dates_that_fit_both_orders(tmp_path):
    question = asked(tmp_path / "c", exports__deals=DATES)
    assert (question.setting, question.column, question.file) == ("dates", "Create Date", "exports/deals.csv")
    assert question.options == ("day-first", "month-first")
    assert question.lines == (2, 3, 4)
    assert question.headers == ("Record ID", "Deal Name", "Deal Stage", "Create Date", "Close Date", "Amount")
    assert question.rows[0] == ("1", "A", "Closed Won", "01/02/2026", "05/02/2026", "10")
    assert len(question.rows) == 3


def test_a_decimal_mark_that_can_be_either(tmp_path):
    rows = "1,A,Closed Won,2026-02-13,2026-02-20,1.204\n2,B,Closed Lost,2026-02-14,2026-02-21,\n"
    question = asked(tmp_path / "c", exports__deals=HEAD + rows)
    assert (question.setting, question.column, question.options) == ("decimal", "Amount", (",", "."))
    assert [row[-1] for row in question.rows] == ["1.204"]


def test_stages_without_a_meaning_with_their_rows(tmp_path):
    rows = "1,A,Warm,2026-02-13,,1\n2,B,Warm,2026-02-14,,2\n3,C,Hot,2026-02-14,,2\n4,D,Closed Won,2026-02-14,,2\n"
    question = asked(tmp_path / "c", exports__deals=HEAD + rows)
    assert (question.setting, question.column, question.file) == ("stages.deal", "Deal Stage", "exports/deals.csv")
    assert question.rows == (("Warm", "2"), ("Hot", "1"))


def test_a_file_that_nothing_recognises(tmp_path):
    other = "Nr;Kunde;Phase\n1;Ä;x\n2;B;y\n3;C;z\n4;D;z\n"
    question = asked(tmp_path / "c", exports__angebote=other, exports__deals=DATES.replace("2,B", "2,B"))
    assert (question.setting, question.file, question.headers) == (
        "table", "exports/angebote.csv", ("Nr", "Kunde", "Phase")
    )  # fmt: skip
    assert question.rows == (("1", "Ä", "x"), ("2", "B", "y"), ("3", "C", "z"))


def test_a_mapped_column_that_is_not_there(tmp_path):
    settings = EVERY + "  - {file: exports/a.csv, table: deals, columns: {deal_id: Number, stage: Phase}}\n"
    question = asked(tmp_path / "c", settings, exports__a="Nr,Phase\n1,Won\n", exports__deals=DATES)
    assert (question.setting, question.table, question.options, question.column) == (
        "columns", "deals", ("deal_id",), "Number"
    )  # fmt: skip
    assert question.mapped == (("deal_id", "Number"), ("stage", "Phase"))
    assert (question.headers, question.rows) == (("Nr", "Phase"), (("1", "Won"),))


def test_a_table_without_its_key(tmp_path):
    settings = BARE + "sources:\n  - {file: exports/a.csv, table: deal_history, columns: {deal_id: Nr, stage: Phase}}\n"
    question = asked(tmp_path / "c", settings, exports__a="Nr,Phase,When\n1,Won,2026-01-01\n")
    assert (question.setting, question.options, question.column) == ("columns", ("at",), "")


def test_cells_that_two_marks_part_equally(tmp_path):
    text = "a;x,b\n1;2,3\n4;5,6\n"
    question = asked(tmp_path / "c", exports__a=text)
    assert (question.setting, question.file, set(question.options)) == ("delimiter", "exports/a.csv", {",", ";"})
    assert question.rows == (("a;x,b",), ("1;2,3",), ("4;5,6",))


def test_a_workbook_with_several_sheets(tmp_path):
    made = folder(tmp_path / "c", EVERY)
    (made / "exports").mkdir()
    book = openpyxl.Workbook()
    book.active.title = "Deals"
    book.active.append(["Record ID", "Deal Name"])
    book.active.append([1, "A"])
    book.create_sheet("People").append(["Email"])
    book.create_sheet("Empty")
    book.save(made / "exports" / "crm.xlsx")
    with pytest.raises(AmbiguityError) as raised:
        gather(made, load(made))
    question = raised.value.asks
    assert (question.setting, question.file, question.options) == ("sheet", "exports/crm.xlsx", ("Deals", "People"))
    assert question.rows == (("Record ID", "Deal Name"), ("Email",))


def test_an_entry_of_its_own_takes_a_file_out_of_the_others(tmp_path):
    own = BARE + "sources:\n  - {file: exports/deals.csv, dates: day-first}\n  - file: exports/*\n"
    for name, settings in (("before", own), ("after", EVERY + "  - {file: exports/deals.csv, dates: day-first}\n")):
        made = folder(tmp_path / name, settings, exports__deals=DATES, exports__more=DATES.replace("/2026", "/26/02"))
        (made / "exports" / "more.csv").write_text(HEAD + "9,Z,Closed Won,2026-02-13,2026-02-20,5\n", encoding="utf-8")
        gathered = gather(made, load(made))
        assert [account.name for account in gathered.ledger.accounts] == (
            ["deals.csv", "more.csv"] if name == "before" else ["more.csv", "deals.csv"]
        )
        assert sorted(gathered.frames["deals"]["deal_id"]) == ["1", "2", "3", "4", "9"]


def test_two_sheets_of_one_workbook_are_both_read(tmp_path):
    settings = BARE + (
        "sources:\n  - file: exports/*\n"
        "  - {file: exports/crm.xlsx, sheet: Old}\n  - {file: exports/crm.xlsx, sheet: New}\n"
    )
    made = folder(tmp_path / "c", settings)
    (made / "exports").mkdir()
    book = openpyxl.Workbook()
    book.active.title = "Old"
    for number, sheet in enumerate((book.active, book.create_sheet("New"))):
        sheet.append(HEAD.strip().split(","))
        sheet.append([number, "A", "Closed Won", "2026-02-13", "2026-02-20", 5])
    book.save(made / "exports" / "crm.xlsx")
    assert sorted(gather(made, load(made)).frames["deals"]["deal_id"]) == ["0", "1"]


def test_a_currency_without_a_rate(tmp_path):
    text = HEAD.strip() + ",Currency\n1,A,Closed Won,2026-02-13,2026-02-20,5,USD\n"
    made = folder(tmp_path / "c", EVERY, exports__deals=text)
    with pytest.raises(ConfigError, match="currencies without a rule") as raised:
        import_engagement(made, load(made), tmp_path / "work")
    assert raised.value.asks == Question(setting="currencies.rates", column="EUR", rows=(("USD", "1"),))


def test_what_cannot_be_answered_asks_nothing(tmp_path):
    made = folder(tmp_path / "c", EVERY, exports__deals="")
    with pytest.raises(SourceError, match="empty") as raised:
        gather(made, load(made))
    assert raised.value.asks is None
    assert MappingError("x", where="a.csv").asks is None
