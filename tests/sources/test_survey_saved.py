"""Response files of the offline form that are not as they should be: a reason for each, and never a stop."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.sources.findings import REASONS, REMARKS
from helpers.sources.ledger import Ledger
from helpers.sources.survey.headers import items
from helpers.sources.survey.saved import saved_responses

from .answered import response
from .folders import folder
from .test_survey import Forms, rows

GOOD = response("2026-10-06", "sales", {"goals_1": 4})


def read(tmp_path: Path, **files: object) -> Forms:
    """An engagement whose response files hold these objects, texts or bytes."""
    root = folder(tmp_path / "c")
    (root / "forms" / "survey").mkdir(parents=True)
    for name, what in files.items():
        text = what if isinstance(what, str | bytes) else json.dumps(what)
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (root / "forms" / "survey" / f"survey-{name}.json").write_bytes(data)
    return Forms(root, tmp_path / "work")


BAD = [
    ("{", "bad_response"), ("", "bad_response"), ("[]", "bad_response"), ("null", "bad_response"),
    (b"\xff\xfe\x00", "bad_response"), ("[" * 100_000, "bad_response"), ('{"a": 1}', "bad_response"),
    (GOOD | {"tandem": "else"}, "bad_response"), (GOOD | {"version": "1"}, "bad_response"),
    (json.dumps(GOOD) + " " * 1_000_000, "bad_response"), (GOOD | {"version": 2}, "newer_response"),
    (GOOD | {"on": "soon"}, "no_date"), (GOOD | {"on": None}, "no_date"), (GOOD | {"on": ["2026-10-06"]}, "no_date"),
    (GOOD | {"on": "2026-02-30"}, "no_date"), (GOOD | {"team": "both"}, "no_team"), (GOOD | {"team": 3}, "no_team"),
    (GOOD | {"answers": {}}, "no_answers"), (GOOD | {"answers": [4]}, "no_answers"),
    (GOOD | {"answers": {"goals_1": 9}, "open": "text"}, "no_answers"),
]  # fmt: skip


def test_a_file_that_cannot_be_used_is_named_with_its_reason(tmp_path):
    files = {f"{place:08x}": what for place, (what, _) in enumerate(BAD)}
    found = read(tmp_path, **files, ffffffff=GOOD)
    for place, (_, reason) in enumerate(BAD):
        assert found.reasons(f"survey/survey-{place:08x}.json") == {reason: 1}
    assert (found.account("survey/*.json").rows_read, found.account("survey/*.json").rows_used) == (1, 1)
    assert len(found.contract.files) == len(BAD) + 1 and len(found.table("respondents")) == 1


def test_odd_values_are_left_out_and_the_rest_is_kept(tmp_path):
    odd = response(
        "2026-10-06T10:00", "marketing",
        {"goals_1": 7, "goals_2": True, "goals_3": [4], "goals_often": 5, "data_1": "unknown", "data_2": 4.0,
         "data_3": None, "hacked_9": 1},
        level="boss", tenure="over3", top=["goals", "nothing", 7], open={"open_change": 5, "open_keep": "  "},
        name=3, consent="yes", quotable=1,
    )  # fmt: skip
    found = read(tmp_path, **{"0000000a": odd})
    assert rows(found, "answers", "item", "value", "unknown") == [
        ["data_1", "", "True"], ["data_2", "4.0", "False"], ["top_goals", "1.0", "False"],
    ]  # fmt: skip
    assert rows(found, "respondents", "on", "level", "tenure", "answered", "name") == [
        ["2026-10-06", "", "over3", "2", ""]
    ]
    assert len(found.table("remarks")) == 0
    account = found.account("survey/survey-0000000a.json")
    assert sorted((one.code, one.column) for one in account.remarks) == [
        ("off_scale", "goals_1"), ("off_scale", "goals_2"), ("off_scale", "goals_3"), ("off_scale", "goals_often"),
        ("unknown_item", "answers"), ("unknown_word", "level"), ("unknown_word", "top"),
    ]  # fmt: skip


def test_more_than_three_choices_count_as_none(tmp_path):
    found = read(tmp_path, **{"0000000a": GOOD | {"top": ["goals", "data", "handoff", "profile"]}})
    assert rows(found, "answers", "item") == [["goals_1"]]
    assert [one.code for one in found.contract.files[0].remarks] == ["too_many_choices"]
    found = read(tmp_path / "two", **{"0000000a": GOOD | {"top": ["goals", "data", "goals", "goals"]}})
    assert rows(found, "answers", "item") == [["goals_1"], ["top_data"], ["top_goals"]]


def test_files_left_beside_the_folder_are_found_and_other_json_is_not(tmp_path):
    root = folder(tmp_path / "c")
    (root / "forms").mkdir()
    for name, value in (("survey-0000000a.json", 1), ("settings.json", 2), (".survey-0000000b.json", 3)):
        (root / "forms" / name).write_text(json.dumps(response("2026-10-06", "sales", {"goals_1": value})))
    assert rows(Forms(root, tmp_path / "work"), "answers", "value") == [["1.0"]]


def test_a_file_called_after_somebody_is_named_by_its_place(tmp_path):
    root = folder(tmp_path / "c")
    (root / "forms" / "survey").mkdir(parents=True)
    (root / "forms" / "survey" / "Zoe Testname.json").write_text("{")
    found = Forms(root, tmp_path / "work")
    assert [file.name for file in found.contract.files] == ["survey/file 1"]
    assert b"Zoe" not in b"".join(path.read_bytes() for path in found.work.rglob("*") if path.is_file())


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["goals_1", "x"]), inner, max_size=2),
    max_leaves=5,
)
KEYS = st.sampled_from(["on", "team", "level", "answers", "top", "open", "quotable", "name", "consent", "version"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(KEYS, VALUE, max_size=4))
def test_whatever_a_file_holds_it_is_one_row_or_one_reason(tmp_path_factory, changes):
    root = tmp_path_factory.mktemp("random")
    (root / "forms" / "survey").mkdir(parents=True)
    (root / "forms" / "survey" / "survey-0000000a.json").write_text(json.dumps(GOOD | changes), encoding="utf-8")
    ledger = Ledger()
    made = saved_responses(root, ledger)
    (account,) = ledger.accounts
    assert len(made) + sum(one.rows for one in account.set_aside) == account.rows_read == 1
    assert {one.reason for one in account.set_aside} <= set(REASONS)
    assert {one.code for one in account.remarks} <= set(REMARKS)
    values = {text for name in items() for text in made[name].dropna()}
    assert values <= {"0", "1", "2", "3", "4", "5", "unknown"}


def test_what_one_person_saved_twice_counts_once_as_it_was_saved_last(tmp_path):
    half = response("2026-10-06", "sales", {"goals_1": 4})
    whole = response("2026-10-06", "sales", {"goals_1": 4, "goals_2": 5})
    later = response("2026-10-08", "sales", {"goals_1": 2})
    other = response("2026-10-06", "sales", {"goals_1": 3})
    found = read(tmp_path, **{"0000000a": whole, "0000000a (1)": half, "0000000b": other, "0000000B (2)": later})
    assert sorted(rows(found, "answers", "value")) == [["2.0"], ["4.0"], ["5.0"]]
    reasons = [entry.reason for file in found.contract.files for entry in file.set_aside]
    assert reasons == ["repeated_response"] * 2
    assert sum(file.rows_read for file in found.contract.files) == 4
