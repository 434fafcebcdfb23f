"""``README.md`` of a company to order: what each file holds and each column means, in the language of the company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.contexts import context_name
from helpers.forms.declared import declared
from helpers.periods import Period
from helpers.samples import exports, forms, loop_forms, survey_forms
from helpers.samples.company import Company
from helpers.samples.files import Sheet
from helpers.words import Words, msg

#: What a consultant could say of the files of each program before opening them.
_WRITTEN = {
    ("salesforce", "en"): msg("as they came from Salesforce: UTF-8, commas, moments in UTC, ids of 18 characters"),
    ("salesforce", "es"): msg("as they came from Salesforce: UTF-8, commas, moments in UTC, ids of 18 characters"),
    ("hubspot", "en"): msg("as they came from an English HubSpot portal: UTF-8, commas, decimal point, local time"),
    ("hubspot", "es"): msg("as they came from a Spanish HubSpot portal: UTF-8, semicolons, decimal comma, local time"),
}
#: What both teams have in writing, by the name of its file.
_AGREED = {
    "sla": msg("What marketing and sales of {client} promise each other about a lead."),
    "icp_marketing": msg("The ideal customer as marketing of {client} sees it."),
    "icp_sales": msg("The ideal customer as sales of {client} sees it."),
    "themes": msg("Themes that only customers of {client} talk about, besides those of the kit."),
}
_EXPECT = msg(
    "Duplicate people whose e-mail differs in case, blank sources, trailing spaces, countries in mixed case, free-mail "
    "addresses, test records of colleagues, skipped stages, dates out of order, dates that were loaded in a single "
    "minute, dates in the far future, amounts of zero and placeholder amounts, deals without a company, leads that "
    "came back, answers that contradict the source in the CRM, customers of whom no touch was written down, leads that "
    "nobody answered, answers that nobody wrote down. Not every company has all of them."
)


def heading(name: str, company: Company) -> str:
    """The first line of what both teams have in writing."""
    return f"# {Words(company.loop.language).say(_AGREED[name], client=company.client)}\n"


def text(sheets: Sequence[Sheet], company: Company, *, kind: str, dialect: str) -> str:
    """The whole page on these exports and forms."""
    words, tables = Words(company.loop.language), exports.tables(dialect).values()
    exported = {table.path(words.lang) for table in tables}
    lines = [*_opening(company, words, kind), *_folders(words, dialect)]
    for table in tables:
        lines += _table(table, company, words)
    lines += _forms([sheet for sheet in sheets if sheet.path not in exported], words)
    lines += _agreements(company, words)
    return "\n".join([*lines, "## " + words.say("What to expect in these files"), "", words.say(_EXPECT), ""])


def _opening(company: Company, words: Words, kind: str) -> Iterator[str]:
    yield f"# {company.client}"
    yield ""
    yield words.say(
        "{client} is invented, a company of the kind “{kind}”. Names, addresses and domains are made of random "
        "syllables, and every domain ends in .example, so none can exist. The files are those a consultant would get "
        "on the day after {last}, with the ordinary faults of such exports. The CRM has been in use since {first}; the "
        "months under review are {window}.",
        client=company.client, kind=context_name(kind, words), last=words.date(company.last),
        first=words.date(company.first), window=words.period(Period(company.window, company.last)),
    )  # fmt: skip
    yield ""


def _folders(words: Words, dialect: str) -> Iterator[str]:
    yield from _rows([words.say("folder"), words.say("what")], [
        ("`engagement.yml`", words.say("what the consultant wrote down about this client")),
        ("`exports/`", words.say(_WRITTEN[dialect, words.lang])),
        ("`forms/`", words.say("what was filled in with the client, what both teams write down for each other, and "
                               "what they have agreed")),
    ])  # fmt: skip


def _table(table: exports.Table, company: Company, words: Words) -> Iterator[str]:
    """One export with what each of its columns means; what stands for each stage is told once."""
    pipeline = exports.pipeline(company)
    told = [
        (f"`{exports.said(column.header, words.lang).replace('{pipeline}', pipeline)}`", words.say(column.help))
        for column in table.of(company)
    ]
    yield f"## {table.path(words.lang)}"
    yield ""
    yield words.say("One row is {row}.", row=words.say(table.row))
    yield ""
    yield from _rows([words.say("column"), words.say("meaning")], told)


def _forms(sheets: Sequence[Sheet], words: Words) -> Iterator[str]:
    """Every form with what one row of it is, and its columns."""
    known, rows = _named(words.lang), []
    for sheet in sheets:
        columns = ", ".join(f"`{header}`" for header in sheet.header)
        if known[sheet.path] == "survey":
            columns = words.say("one for each question, called by its text")
        rows.append((f"`{sheet.path}`", words.say(_row_of(known[sheet.path])), columns))
    yield "## " + words.say("Forms")
    yield ""
    yield from _rows([words.say("file"), words.say("one row"), words.say("columns")], rows)


def _row_of(form: str) -> str:
    """What one row is; which region a country belongs to is no form of the kit."""
    return msg("A country, as anybody types it, and its region.") if form == "regions" else declared()[form].row


def _named(lang: str) -> dict[str, str]:
    """File of a form → the form."""
    found = {f"forms/{by_lang[lang][0]}.csv": form for form, by_lang in forms.FORMS.items()}
    found |= {f"forms/{file}.csv": form for form, file in loop_forms.FILES[lang].items()}
    return found | {survey_forms.ANSWERS[lang]: "survey", survey_forms.CHECKLIST[lang]: "artefacts"}


def _agreements(company: Company, words: Words) -> Iterator[str]:
    rows = [(f"`forms/{name}.yml`", words.say(what, client=company.client)) for name, what in _AGREED.items()]
    yield "## " + words.say("What both teams have in writing")
    yield ""
    yield from _rows([words.say("file"), words.say("what")], rows)


def _rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table, and the empty line after it."""
    for cells in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""
