"""The sentences of the import, in English: findings, remarks, reasons why rows were set aside, inferences.

They are msgids; their Spanish lies in ``locales/es/LC_MESSAGES/contract.po``. Blanks: ``{count}``, ``{of}``,
``{date}`` and ``{detail}``.
"""

from __future__ import annotations

from helpers.words import msg

#: finding code → what a reader of the report should know.
FINDINGS: dict[str, str] = {
    "no_wins_before": msg(
        "No win is recorded before {date}, although {count} entries came before: wins were not kept then. "
        "Rates of earlier entries are too low, and the rise afterwards is not an improvement."
    ),
    "truncated_leads": msg(
        "The leads begin on {date}, but {count} of {of} deals were created before: what those deals came from is not "
        "in the export."
    ),
    "no_entries_after": msg(
        "No new leads after {date} are in the data, although {count} wins came later: falling numbers after that day "
        "say nothing."
    ),
    "no_deals_after": msg(
        "No new deals after {date} are in the data, although {count} wins came later: falling numbers after that day "
        "say nothing."
    ),
    "no_lost_deals": msg(
        "Only {count} of {of} closed deals are lost: lost deals are probably missing from the export, so a win rate "
        "would say too much."
    ),
    "win_before_contact": msg(
        "{count} of {of} wins are dated before the first contact of their person: they count, their duration does not."
    ),
    "out_of_order": msg(
        "{count} of {of} records have a stage dated after a later one: they count, the durations in question do not."
    ),
    "bulk_dates": msg(
        "{count} of {of} stage dates were loaded in bulk (many records share one minute): they count, their durations "
        "do not ({detail})."
    ),
    "future_dates": msg("{count} dates lie far in the future and are left out; their rows count."),
    "early_dates": msg("{count} dates lie before 1990 and are left out; their rows count."),
    "bad_dates": msg("{count} cells in date columns hold no date; their rows count without it ({detail})."),
    "date_only": msg("{detail}: the export gives days without times, so nothing shorter than a day can be measured."),
    "close_dates_differ": msg(
        "For {count} of {of} won deals, the close date and the day the stage changed are more than a week apart; the "
        "close date is used."
    ),
    "reopened_deals": msg(
        "{count} of {of} closed deals had been closed before and were opened again; the last closing counts."
    ),
    "closed_without_date": msg("{count} of {of} closed deals have no closing date: no period can count them."),
    "closed_before_created": msg(
        "{count} of {of} deals were closed before they were created: they count, their duration does not."
    ),
    "deals_without_created": msg("{count} of {of} deals have no creation date: they have no duration."),
    "deals_without_company": msg("{count} of {of} deals name no company: each counts as an account of its own."),
    "deals_without_person": msg(
        "{count} of {of} deals are linked to no person, so their origin cannot be followed back."
    ),
    "unknown_contacts": msg("{count} of {of} contacts named by deals are not in the exports of people."),
    "lead_to_account": msg("{count} of {of} people could be placed in a company."),
    "duplicate_emails": msg("{count} of {of} people share an e-mail address with another record; nothing was merged."),
    "duplicate_records": msg("{count} rows repeat the id of another row and were set aside ({detail})."),
    "blank_source": msg("{count} of {of} people have no source: they are a class of their own in every chart."),
    "currencies_converted": msg(
        "{count} of {of} deals are in other currencies and converted at one fixed rate for all periods ({detail})."
    ),
    "amounts_missing": msg("{count} of {of} won deals have no amount: they count in numbers, not in money."),
    "amounts_zero": msg("{count} of {of} won deals have an amount of zero: they count in numbers, not in money."),
    "amounts_negative": msg("{count} of {of} deals have a negative amount: they count in numbers, not in money."),
    "amounts_placeholder": msg(
        "{count} of {of} deals have an amount that looks like a placeholder: they count in numbers, not in money."
    ),
    "amounts_absurd": msg(
        "{count} of {of} amounts are more than a thousand times the usual one; check them before quoting money "
        "({detail})."
    ),
    "unknown_kinds": msg(
        "{count} of {of} deals have a type the kit does not know ({detail}); they count as new business."
    ),
    "lookup_loss": msg(
        "{count} of {of} rows have a key that its reference table lacks; they stay, as ‘unknown’ ({detail})."
    ),
    "touches_without_person": msg("{count} of {of} touches belong to nobody in the exports of people."),
    "self_reported_touches": msg(
        "{count} of {of} people said how they heard of the company; each answer is a touch of its own kind."
    ),
    "self_reported_unmapped": msg(
        "{count} of {of} of those answers have no channel in the configuration: the frequent ones stay as they are, "
        "the others count together as ‘other’ ({detail})."
    ),
    "lift_unknown_channels": msg(
        "{count} of {of} experiments are about a channel that no touch has ({detail}): there is no credit to set them "
        "beside."
    ),
    "handoffs_skipped_mql": msg(
        "{count} of {of} people taken on by sales never show the stage before: no hand-off can be followed for them."
    ),
    "handoffs_untouched": msg(
        "{count} of {of} hand-offs have no contact by a person of sales on record: nobody answered, or nobody wrote it "
        "down."
    ),
    "handoffs_date_only": msg(
        "{count} of {of} hand-offs give only the day on which the clock starts: they wait working days, not hours."
    ),
    "handoffs_untimed": msg(
        "{count} of {of} hand-offs were loaded in bulk or contradict the order of stages: they count, their waiting "
        "times do not."
    ),
    "handoffs_undated_decision": msg(
        "For {count} of {of} hand-offs the export tells what sales decided, but not on which day."
    ),
    "handoffs_reason_unmapped": msg(
        "{count} of {of} reasons why a lead was not taken on fit no code of the list: the review lists them."
    ),
    "handoffs_no_conversation": msg(
        "{count} of {of} touches of sales are attempts or automatic messages: they answer nobody."
    ),
    "handoffs_by_account": msg(
        "{count} of {of} first contacts name only the company; each counts for the one person there who was waiting."
    ),
    "unplaced_files": msg("{count} files were not recognised and are not used ({detail})."),
    "playbook_unread": msg(
        "{count} pages of the playbook no longer begin as a page does and count as not there ({detail})."
    ),
    "no_people": msg("There is no export of leads or contacts: the review begins at the deal."),
    "no_deals": msg("There is no export of deals: wins come from the customer dates of people."),
    "no_costs": msg("There is no costs form, so there is no cost of winning a customer."),
    "no_revenue": msg(
        "There is neither a revenue nor a subscriptions form, so what a customer is worth cannot be said."
    ),
    "no_targets": msg("There is no targets form, so nothing is compared with a target."),
    "after_as_of": msg("{count} events are dated after {date} and are not counted yet."),
    "temporary_key": msg(
        "The folder cannot be written to: pseudonyms of people hold for this run only and cannot be resolved later."
    ),
}

#: reason code → why rows were set aside.
REASONS: dict[str, str] = {
    "no_id": msg("no record id"),
    "duplicate_id": msg("repeats the id of another row"),
    "excluded": msg("test or internal record, excluded by the engagement"),
    "unplaced": msg("file not recognised"),
    "no_date": msg("no readable date"),
    "no_amount": msg("no readable amount"),
    "no_company": msg("no company"),
    "no_channel": msg("no channel named"),
    "no_conversions": msg("no readable number of conversions"),
    "repeated_row": msg("repeats another row word for word"),
    "no_metric": msg("no metric named"),
    "no_share": msg("part missing, or not between 0 and 100 %"),
    "bad_period": msg("period not readable"),
    "ends_before_start": msg("ends before it starts"),
    "no_stage_change": msg("history row that changes something other than the stage"),
    "ignored_stage": msg("stage without a meaning for the road to a customer"),
    "unknown_record": msg("belongs to a record that is not in the exports"),
    "no_owner": msg("nobody named"),
    "no_team": msg("team not named or not recognised"),
    "earlier_group": msg("earlier group of somebody who has moved to another"),
    "no_words": msg("nothing written in it"),
    "no_outcome": msg("neither won nor lost"),
    "no_asset": msg("no content named"),
    "no_campaign": msg("no campaign named"),
    "no_ritual": msg("not a meeting that the playbook knows"),
    "no_label": msg("neither accepted nor rejected, nor A, B or C"),
    "no_answers": msg("nothing answered"),
    "repeated_response": msg("the same response as another row or file"),
    "bad_response": msg("not a response of the survey form, or a broken one"),
    "newer_response": msg("response of a newer survey form than this version reads"),
    "no_artefact": msg("not an artefact of the checklist"),
    "looked_at_twice": msg("the same artefact on the same day, listed before"),
    "sorted_twice": msg("sorted before by the same person in the same session"),
    "blank": msg("empty row"),
    "ragged": msg("more cells than the header has columns"),
    "unreadable": msg("broken off in the middle of a row"),
    "total": msg("row of totals"),
    "footer": msg("footer of the report"),
}

#: remark code → what limits rows that were kept.
REMARKS: dict[str, str] = {
    "bad_date": msg("not a date"),
    "bad_number": msg("not a number"),
    "future_date": msg("date far in the future, left out"),
    "early_date": msg("date before 1990, left out"),
    "amount_missing": msg("no amount"),
    "amount_zero": msg("amount of zero"),
    "amount_negative": msg("negative amount"),
    "amount_placeholder": msg("amount that looks like a placeholder"),
    "absurd_amount": msg("amount beyond any ledger"),
    "unknown_kind": msg("unknown type of deal, counted as new business"),
    "unknown_category": msg("cost category outside the taxonomy, counted in full"),
    "unknown_team": msg("team not recognised, counted as shared"),
    "interval_beside_its_measure": msg("interval that does not hold its own measure, left out"),
    "direction_by_kind": msg("marketing or sales decided by the kind of touch"),
    "closed_before_created": msg("closed before it was created"),
    "closed_without_date": msg("closed without a closing date"),
    "unknown_word": msg("word outside the list of its column, left out"),
    "unknown_stage": msg("stage without a meaning, left out"),
    "unknown_deal": msg("deal that no export holds, left out"),
    "unknown_company": msg("company that no export holds, left out"),
    "unmapped_theme": msg("theme outside the list of themes, left out"),
    "unknown_owner": msg("name that owns no record of the exports"),
    "unknown_asset": msg("content that the register does not hold"),
    "closed_before_made": msg("closed before it was made, day of closing left out"),
    "unknown_metric": msg("figure that the catalogue does not know, left out"),
    "unknown_segment": msg("segment not written as name=value, left out"),
    "words_cut": msg("longer than 280 characters, cut"),
    "off_scale": msg("answer that is not on the scale, left out"),
    "too_many_choices": msg("more than three choices, so none of them counts"),
    "unknown_item": msg("answer to a question that the survey does not ask, left out"),
    "used_after_looked_at": msg("used after the day it was looked at, day of use left out"),
    "absent_but_used": msg("said not to exist, though its use or an edit is written down: counted as absent"),
    "bad_discount": msg("discount that is no share of a price, left out"),
    "undecodable_characters": msg("characters that could not be read"),
    "nul_characters": msg("null characters removed"),
    "no_rows": msg("no rows below the header"),
    "short_row": msg("fewer cells than the header has columns"),
    "excel_error": msg("cell with an Excel error"),
    "formula_without_value": msg("formula whose result the file does not hold, read as empty"),
    "total_differs": msg("row of totals that differs from the sum of its rows"),
    "footer_count_differs": msg("number of records in the footer differs from the rows read"),
}

#: what was inferred → its label.
INFERENCES: dict[str, str] = {
    "encoding": msg("encoding"),
    "delimiter": msg("delimiter"),
    "header": msg("header row"),
    "sheet": msg("sheet"),
    "format": msg("format"),
    "dialect": msg("kind of export"),
    "date_order": msg("order of day and month"),
    "decimal": msg("decimal mark"),
    "often": msg("numbers that say how often"),
    "missing_column": msg("column absent"),
    "lookup": msg("reference table"),
}
