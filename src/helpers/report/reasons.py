"""Why a value is missing or limited: one plain sentence for each note code of a fact, and the form that would tell."""

from __future__ import annotations

from helpers.words import msg

REASONS: dict[str, str] = {
    "zero_denominator": msg("Nobody entered this step, so there is nothing to count."),
    "no_data": msg("There is no data for this period."),
    "no_costs": msg("Costs are missing: fill in the form “costs”."),
    "no_margin": msg("The gross margin is missing: state it in the settings of the engagement."),
    "no_revenue": msg("Revenue is missing: fill in the form “revenue”."),
    "no_subscriptions": msg("Subscriptions are missing: fill in the form “subscriptions”."),
    "no_targets": msg("The target is missing: fill in the form “targets”."),
    "no_customers": msg("There was no new customer in this period."),
    "left_truncated": msg("Older wins are missing from the data, so early months look worse than they were."),
    "immature": msg("Those who came in last can still become customers."),
    "too_few": msg("There are too few cases to read anything into it."),
    "no_churn_observed": msg("No customer has left so far, so there is no end to count with."),
    "capped": msg("The calculation stops at the longest period agreed in the settings."),
    "no_lost_deals": msg("No lost deal is recorded, so wins look more frequent than they are."),
    "no_stage": msg("This stage is not recorded in the data."),
    "no_amounts": msg("The deals carry no amount."),
    "entries_end": msg("New entries are missing at the end of the data, so what follows from them can only fall."),
    "not_reached": msg("Not enough time has passed to see it."),
    "overlap": msg("The two periods compared share months."),
    "no_segment": msg("The segment is not recorded."),
    "no_prior": msg("There is no earlier period to compare with."),
    "partial_costs": msg("Some months of this period have no costs, so the figure reads too low."),
    "from_deals": msg("Taken from the amounts of deals won, as no revenue form is there."),
    "low_coverage": msg("Too few of them have a recorded touch to share out credit."),
    "no_touches": msg("None of them has a recorded touch."),
    "no_credit": msg("Money was spent here, but no recorded journey passed through this channel."),
    "no_channel_costs": msg("No cost is recorded for this channel."),
    "no_channel": msg(
        "Cost without a channel and results without a recorded touch: the two have nothing to do with each other."
    ),
    "extrapolated": msg("Beyond the months observed, this is an extrapolation."),
}
#: The form (or setting) that would fill a gap.
FORMS: dict[str, str] = {
    "no_costs": msg("costs"), "no_revenue": msg("revenue"), "no_subscriptions": msg("subscriptions"),
    "no_targets": msg("targets"),
}  # fmt: skip
