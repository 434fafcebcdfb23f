"""What people say brought them: one touch for each answer, and nothing that names its writer."""

import pytest

from helpers.sources.dialect import columns_of, dialects
from helpers.sources.self_reported import KIND, OTHER

from .folders import BARE, folder, imported

SETTINGS = BARE + (
    "sources:\n"
    "  - {file: exports/p.csv, table: people, columns: {person_id: id, created: created, source: source,\n"
    "     self_reported: heard}}\n"
    "  - {file: exports/t.csv, table: touches, columns: {person_id: who, at: at, channel: what, direction: team}}\n"
    "channels: {A podcast: podcast, Feria: fairs, Rep called me: outbound}\n"
)
PEOPLE = (
    "id,created,source,heard\n"
    "1,2026-01-05 10:30,Google Ads, a  PODCAST \n"  # spelled its own way: podcast all the same
    "2,2026-01-06 09:00,Google Ads,Feria\n"
    "3,2026-01-07 09:00,Google Ads,Rep called me\n"  # most touches of outbound are of sales
    "4,2026-01-08 09:00,Google Ads,Ana Nombrosa told me\n"  # one person's own words
    "5,2026-01-09 09:00,Google Ads,--None--\n"
    "6,2026-01-09 09:00,Google Ads,--\n"
    "7,2026-01-09 09:00,Google Ads,N/A\n"
    "8,2026-01-09 09:00,Google Ads,\n"
    "9,,Google Ads,Feria\n"  # nobody knows when
    "9,,Google Ads,Feria\n"
)
TOUCHES = "who,at,what,team\n1,2026-01-06,outbound,sales\n2,2026-01-06,outbound,sales\n2,2026-01-07,Feria,marketing\n"


def said(found):
    rows = found.table("touches")
    return rows[rows["kind"] == KIND].sort_values(["on", "touch_id"])


def test_one_touch_for_each_answer_on_the_day_the_record_began(tmp_path):
    found = imported(folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__t=TOUCHES), tmp_path)
    rows = said(found)
    assert rows[["channel", "direction"]].values.tolist() == [
        ["podcast", "marketing"], ["fairs", "marketing"], ["outbound", "sales"], [OTHER, "marketing"],
    ]  # fmt: skip
    assert rows["on"].astype(str).tolist() == ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"]
    assert str(rows["at"].iloc[0]) == "2026-01-05 09:30:00"  # 10:30 in Madrid
    # by its row and not by the person's pseudonym, so that ties between answers do not hang on the key
    assert rows["touch_id"].tolist() == [f"self_reported:p.csv:{line}" for line in (2, 3, 4, 5)]
    assert rows["campaign"].isna().all() and rows["asset_id"].isna().all()
    assert rows["account_id"].tolist() == [f"person:{person}" for person in rows["person_id"]]
    assert len(found.table("touches")) == 3 + 4


def test_answers_are_rows_of_no_file_and_are_counted_as_findings(tmp_path):
    found = imported(folder(tmp_path / "c", SETTINGS, exports__p=PEOPLE, exports__t=TOUCHES), tmp_path)
    assert (found.account("t.csv").rows_read, found.account("t.csv").rows_used) == (3, 3)
    assert (found.account("p.csv").rows_read, found.account("p.csv").rows_used) == (10, 9)
    answered, unmapped = (found.contract.finding(f"self_reported_{code}") for code in ("touches", "unmapped"))
    assert (answered.count, answered.of) == (4, 9)
    # 'Ana Nombrosa told me' has no channel; one answer is nobody's choice of a list and is not quoted
    assert (unmapped.count, unmapped.of, unmapped.detail) == (1, 4, "")
    assert b"Nombrosa" not in b"".join(path.read_bytes() for path in found.work.rglob("*") if path.is_file())


def test_an_answer_many_gave_is_a_choice_of_a_list_and_stays(tmp_path):
    rows = "".join(
        f"{number},2026-01-0{number},x,{'LinkedIn' if number % 2 else 'linkedin '}\n" for number in range(1, 5)
    )
    found = imported(
        folder(tmp_path / "c", SETTINGS, exports__p="id,created,source,heard\n" + rows, exports__t=TOUCHES), tmp_path
    )
    assert said(found)["channel"].tolist() == ["LinkedIn"] * 4
    assert found.contract.finding("self_reported_unmapped").detail == "LinkedIn: 4"


def test_without_any_other_touch_a_call_is_still_of_sales(tmp_path):
    people = "id,created,source,heard\n" + "".join(f"{number},2026-01-02,x,Call\n" for number in range(4))
    found = imported(folder(tmp_path / "c", SETTINGS, exports__p=people, exports__t="who,at,what,team\n"), tmp_path)
    assert said(found)[["channel", "direction"]].values.tolist() == [["Call", "sales"]] * 4


@pytest.mark.parametrize("heard", ["", "--", "N/A"])
def test_no_answers_no_touches(tmp_path, heard):
    people = f"id,created,source,heard\n1,2026-01-02,x,{heard}\n"
    found = imported(folder(tmp_path / "c", SETTINGS, exports__p=people, exports__t="who,at,what,team\n"), tmp_path)
    assert len(found.table("touches")) == 0 and found.contract.finding("self_reported_touches") is None


@pytest.mark.parametrize(
    ("dialect", "header"),
    [
        ("hubspot_contacts", "How did you hear about us?"),
        ("hubspot_contacts", "how_did_you_hear_about_us"),
        ("hubspot_contacts", "¿Cómo nos conoció?"),
        ("salesforce_leads", "How_Did_You_Hear_About_Us__c"),
        ("salesforce_leads", "¿Cómo nos conociste?"),
    ],
)
def test_exports_that_ask_are_understood(dialect, header):
    assert columns_of(dialects()[dialect], [header]) == {"self_reported": header}
