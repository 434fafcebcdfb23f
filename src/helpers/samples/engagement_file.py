"""``engagement.yml`` of a company to order: what a consultant would have written down, derived from its parameters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from helpers.engagement import preset
from helpers.errors import ConfigError
from helpers.samples import exports, forms
from helpers.samples.company import Company
from helpers.samples.exports import said
from helpers.words import Words

#: The six questions that choose a context, as both teams of each kind of company answer them.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "digital-native": {
        "price_owner": "shared", "access_owner": "self", "existing_share": "little", "cycle": "weeks",
        "inbound_share": "most", "marketing_size": "team",
    },
    "sales-led": {
        "price_owner": "sales", "access_owner": "sales", "existing_share": "most", "cycle": "long",
        "inbound_share": "few", "marketing_size": "few",
    },
    "mixed": {
        "price_owner": "shared", "access_owner": "both", "existing_share": "part", "cycle": "months",
        "inbound_share": "some", "marketing_size": "few",
    },
    "no-marketing": {
        "price_owner": "sales", "access_owner": "sales", "existing_share": "part", "cycle": "months",
        "inbound_share": "some", "marketing_size": "none",
    },
}  # fmt: skip
#: The columns of the activity log, which no dialect knows: canonical column → its place in ``exports.toml``.
_LOGS = {
    "salesforce": {"touch_id": 0, "person_id": 1, "company_id": 2, "at": 4, "kind": 3, "channel": 3},
    "hubspot": {
        "touch_id": 0, "person_id": 6, "company_id": 7, "at": 1, "kind": 2, "channel": 2, "campaign": 4, "asset": 5,
        "direction": 3,
    },
}  # fmt: skip
#: What a person's label means where it is no stage of that name.
_MEANT = {"converted": "sql"}


def text(company: Company, *, kind: str, dialect: str, files: Sequence[str]) -> str:
    """The whole file, its comments in the language of the company; ``files`` are its exports and forms.

    Raises ``ConfigError`` where two things of the company share a label and belong to different channels.
    """
    words = Words(company.loop.language)
    parts = [_comment(words.say("{client}: an invented company, made to order.", client=company.client))]
    for comment, settings in _sections(company, words, kind=kind, dialect=dialect, files=files):
        parts.append((_comment(comment) if comment else "") + _yaml(settings))
    return "\n".join(parts)


def _comment(sentence: str) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(sentence, 116))


def _yaml(settings: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(settings), sort_keys=False, allow_unicode=True, width=116)


def _sections(
    company: Company, words: Words, *, kind: str, dialect: str, files: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each part of the file under its comment."""
    yield "", _head(company, kind)
    first = words.say("In the forms, dates begin with the day.") if words.lang == "es" else ""
    yield (
        words.say("The exports are recognised by their headers. Only the log of activities needs a map.") + f" {first}",
        {"sources": sources(company, dialect=dialect, files=files)},
    )
    yield words.say("What the stages of this CRM mean."), {"stages": stages(company, dialect=dialect)}
    if company.touches.lookback != preset(kind)["windows"]["lookback_days"]:
        yield (
            words.say("How many days before an order still belong to its journey."),
            {"windows": {"lookback_days": company.touches.lookback}},
        )
    yield (
        words.say(
            "The channel both teams talk about, whatever a file calls it: sources, campaigns, actions of sales, and "
            "what people answer when they are asked how they heard of the company."
        ),
        {"channels": channels(company)},
    )
    if company.stories.regions:
        yield words.say("Which region a country belongs to."), {"lookups": lookups(company, dialect=dialect)}
    yield "", {"segments": segments(company, dialect=dialect)}
    yield words.say("Colleagues who try out the forms."), {"exclude": [company.domain]}
    yield (
        words.say("The six questions that chose the context, as both teams answered them."),
        {"playbook": {"answers": dict(ANSWERS[kind])}},
    )


def _head(company: Company, kind: str) -> dict[str, Any]:
    lang = company.loop.language
    return {
        "client": company.client, "context": kind, "languages": [lang, "en" if lang == "es" else "es"],
        "currency": company.currency, "time_zone": company.time_zone, "fiscal_year_start": 1,
    }  # fmt: skip


def sources(company: Company, *, dialect: str, files: Sequence[str]) -> list[dict[str, Any]]:
    """Every export, the log of activities with its columns; of Spanish files that the day comes first."""
    lang, tables = company.loop.language, exports.tables(dialect)
    exported = [table.path(lang) for table in tables.values()]
    found: list[dict[str, Any]] = [{"file": path} for path in exported]
    found[-1] |= _log(company, dialect)
    if lang == "en":
        return found
    if dialect == "hubspot":
        found = [each | {"decimal": ",", "dates": "day-first"} for each in found]
    looked_up = f"forms/{forms.FORMS['regions'][lang][0]}.csv"
    filled = [path for path in files if path not in (*exported, looked_up)]
    return found + [{"file": path, "dates": "day-first"} for path in filled]


def _log(company: Company, dialect: str) -> dict[str, Any]:
    """What no dialect knows of the log of activities."""
    headers = exports.tables(dialect)["activities"].header(company)
    columns = {name: headers[place] for name, place in _LOGS[dialect].items()}
    if "direction" not in columns:
        return {"table": "touches", "columns": columns, "constants": {"direction": "sales"}}
    sides = {said(pair, company.loop.language): side for side, pair in exports.SIDES.items()}
    return {"table": "touches", "columns": columns, "values": {"direction": sides}}


def stages(company: Company, *, dialect: str) -> dict[str, dict[str, str]]:
    """Label → what it means, of people and of deals; an offer is out from the last stage but one on."""
    people = exports.people(dialect, company.loop.language)
    labels, own = exports.stages(company, dialect), company.deals.stages
    meant = {name: "offer" if name in own[-2:] else "opportunity" for name in own} | {"won": "won", "lost": "lost"}
    return {
        "person": {label: _MEANT.get(name, name) for name, label in people.items()},
        "deal": {label: meant[name] for name, label in labels.items()},
    }


def channels(company: Company) -> dict[str, str]:
    """Label → channel, of everything that any file calls a channel."""
    lang, found = company.loop.language, dict[str, str]()
    for label, channel in _labels(company, lang):
        if found.setdefault(label, channel) != channel:
            raise ConfigError(
                f"'{label}' stands for {found[label]} and for {channel}", where=company.client, do="say one otherwise"
            )
    return found


def _labels(company: Company, lang: str) -> Iterator[tuple[str, str]]:
    for name, channel in company.channels.items():
        yield from ((source, name) for source in channel.sources)
    for name, channel in company.channels.items():
        if channel.campaign:
            yield channel.campaign.partition("|")[2], name
    if company.stories.newsletter:
        yield company.stories.newsletter.kind, company.stories.newsletter.channel
    for kind, name in company.touches.channels.items():
        yield exports.action(kind, lang), name
    yield from company.touches.heard.items()


def segments(company: Company, *, dialect: str) -> dict[str, str]:
    """What the review is read by; Salesforce knows only the leads of companies that never got to a deal."""
    size = exports.tables("hubspot")["companies"].header(company)[6]
    companies = {"industry": "companies.industry", "size": f"companies:{size}"}
    leads = {"industry": "people:Industry", "size": "people:Segment__c"}
    regions = {"region": "regions:" + forms.FORMS["regions"][company.loop.language][1][1]}
    return {
        "channel": "people.source_group", **(leads if dialect == "salesforce" else companies),
        **(regions if company.stories.regions else {}),
    }  # fmt: skip


def lookups(company: Company, *, dialect: str) -> list[dict[str, str]]:
    """The regions of countries, beside whichever record of the CRM knows the country of a lead."""
    file, header = forms.FORMS["regions"][company.loop.language]
    table = "people" if dialect == "salesforce" else "companies"
    on = exports.tables(dialect)["leads" if dialect == "salesforce" else "companies"].header(company)
    place = 7 if dialect == "salesforce" else 4
    return [{"name": "regions", "file": f"forms/{file}.csv", "key": header[0], "table": table, "on": on[place]}]
