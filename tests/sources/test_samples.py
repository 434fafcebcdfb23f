"""The shipped samples: nothing is left to guess, and nothing is found but what was planted."""

import shutil

import pytest

from helpers.assets import asset

from .folders import imported

FINDINGS = {
    "touches_without_person", "out_of_order", "bulk_dates", "future_dates", "deals_without_company", "lead_to_account",
    "deals_without_person", "self_reported_touches", "duplicate_emails", "blank_source", "amounts_zero",
    "amounts_placeholder", "handoffs_skipped_mql", "handoffs_no_conversation", "handoffs_untouched",
    "handoffs_untimed", "handoffs_reason_unmapped",
}  # fmt: skip
#: Only one of the two companies has these.
ONE_HAS = {"handoffs_by_account", "handoffs_undated_decision"}


@pytest.mark.parametrize("name", ["saas_en", "industrial_es"])
def test_a_sample_is_read_as_it_was_made(tmp_path, name):
    root = tmp_path / name
    shutil.copytree(asset("samples", name), root, ignore=shutil.ignore_patterns("build", "key.local"))
    contract = imported(root, tmp_path).contract
    assert all(account.table and account.rows_used for account in contract.files)
    remarks = {entry.code for account in contract.files for entry in account.remarks}
    assert remarks <= {"future_date", "amount_zero", "amount_placeholder"}
    assert {finding.code for finding in contract.findings} - ONE_HAS == FINDINGS
    guesses = {entry.certainty for account in contract.files for entry in account.inferences}
    assert guesses <= {"certain", "likely", "declared"}
