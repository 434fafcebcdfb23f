"""The figures that fill the braces of a lesson's text, written as its readers write them.

A text may name these blanks, and no other:

``{client}`` ``{month}``
    the company, and the month whose view is taken.
``{place}``
    where the lesson's finding is, in words: "March 2026", "channel Referral"; ``{places}`` all that are claimed.
``{value}`` ``{low}`` ``{high}`` ``{n}``
    the effect and its interval as figures, and how many it rests on.
``{interval}``
    "between … and …".
``{effect}`` ``{effect_interval}``
    the same as a difference with its sign: "−4.2 points".
any name in ``shown`` of the finding
    as figures in the unit of ``UNITS``: "52.3%", "1,204", "€310", "61 days".
"""

from __future__ import annotations

import math
import string
from collections.abc import Mapping, Sequence

from helpers.errors import ConfigError
from helpers.instrument import instrument
from helpers.lessons.answering import subject
from helpers.lessons.lesson import Plan
from helpers.patterns.finding import Finding
from helpers.periods import Period
from helpers.report.naming import dimension, part
from helpers.words import Words, msg

#: The unit of each figure that a pattern shows; whatever is not here is counted.
UNITS: Mapping[str, Mapping[str, str]] = {
    "bulk-dates": {"usual": "whole"},
    "growth": dict.fromkeys(("flow_before", "flow_after", "cohort_before", "cohort_after"), "share"),
    "simpson": {"before": "share", "after": "share", "mix": "change", "within": "change"},
    "slow-answers": dict.fromkeys(("fast", "late", "others_fast", "others_late"), "share") | {"others": "change"},
    "unanswered": dict.fromkeys(("share", "others"), "share"),
    "best-channel": dict.fromkeys(("share_of_leads", "rate", "others"), "share"),
    "cac-without-sales": dict.fromkeys(("whole", "without_sales", "spend", "spend_sales"), "money"),
    "won-only-cycle": dict.fromkeys(("won_only", "median"), "days"),
    "influence": dict.fromkeys(("won", "lost"), "share"),
    "unworked-tier": dict.fromkeys(("worked", "others"), "share"),
    "forecast-regions": {"actual": "money", "forecast": "money", "total": "share"},
    "asset-stage": {"raw": "change", "won_with": "share", "won_without": "share"},
    "leaders-field": dict.fromkeys(("leaders", "field"), "points"),
}
#: Places that are no segment of the import.
_PLACES = {
    "tier": msg("tier {value}"),
    "asset": msg("the piece of content {value}"),
}


def blanks(plan: Plan, found: Sequence[Finding], *, words: Words, client: str, month: Period) -> dict[str, str]:
    """Every blank of a lesson on this company, filled.

    Raises ``ConfigError`` where nothing was found that the lesson could talk about.
    """
    about = subject(plan, found)
    if about is None:
        raise ConfigError(f"nothing was found for '{plan.id}'", do="use a company with more data")
    claimed = sorted({each.where for each in found if each.claimed} or {about.where})
    units = _units(about)
    shown = {name: _figure(figure, units.get(name, "count"), words) for name, figure in about.shown.items()}
    return {
        **shown,
        "client": client,
        "month": words.period(month),
        "place": place(about.where, words),
        "places": words.listing(place(each, words) for each in claimed),
        "value": words.number(about.value, about.unit),
        "low": words.number(about.low, about.unit),
        "high": words.number(about.high, about.unit),
        "interval": words.interval(about.low, about.high, about.unit),
        "effect": words.change(about.value, about.unit),
        "effect_interval": words.change_interval(about.low, about.high, about.unit),
        "n": words.count(about.n),
    }


def _units(about: Finding) -> Mapping[str, str]:
    """The units of what a finding shows. A forecast is of money, or of customers: then as many as it rests on."""
    units = UNITS.get(about.pattern, {})
    counted = about.pattern == "forecast-regions" and about.shown["actual"] == about.n
    return {**units, "actual": "count", "forecast": "whole"} if counted else units


def _figure(value: float, unit: str, words: Words) -> str:
    """A figure in its unit; ``whole`` is a mean of things that are counted, without decimals; ``change`` the difference
    of two shares, with its sign."""
    if unit == "change":
        return words.change(value, "share")
    whole = unit == "whole" and math.isfinite(value)
    return words.count(round(value)) if whole else words.number(value, "count" if unit == "whole" else unit)


def place(where: str, words: Words) -> str:
    """Where something was found, in words.

    >>> place("month=2026-03", Words("es")), place("channel=review_sites", Words("en")), place("all", Words("en"))
    ('marzo de 2026', 'channel Review sites', 'the whole company')
    """
    name, _, value = where.partition("=")
    if not value:
        return words.say("the whole company")
    if name == "month":
        return words.period(Period.parse(value))
    if name == "construct":
        return words.say("“{name}”", name=_topic(value, words.lang))
    if name in _PLACES:
        return words.say(_PLACES[name], value=value)
    if value == "all":
        return dimension(words, name)
    return f"{dimension(words, name)} {part(words, name, value)}"


def _topic(name: str, lang: str) -> str:
    """A topic of the survey by its title."""
    known = {each.id: each.name(lang) for each in instrument().constructs}
    return known.get(name, name).rstrip(".")


def named(text: str) -> set[str]:
    """The blanks that a text names.

    >>> sorted(named("{value} of {n}"))
    ['n', 'value']
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def filled(text: str, given: Mapping[str, str]) -> str:
    """The text with its blanks filled, its first letter large; ``ConfigError`` names a blank that nothing fills.

    >>> filled("{place}: {n} leads.", {"place": "channel Referral", "n": "40"})
    'Channel Referral: 40 leads.'
    """
    unknown = sorted(named(text) - set(given))
    if unknown:
        raise ConfigError(
            f"nothing fills {{{unknown[0]}}} in '{text[:40]}…'", do=f"use one of {', '.join(sorted(given))}"
        )
    said = text.format(**given)
    return said[:1].upper() + said[1:]
