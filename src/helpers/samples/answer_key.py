"""The answer key of a company to order, in plain words: what is planted, where, how large, and what only looks like it.

Every line follows from the truths of the company; nothing is typed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from helpers.contexts import context_name
from helpers.lessons.blanks import place
from helpers.pages import title
from helpers.samples.company import Company
from helpers.samples.plants.plant import Kind, Truth
from helpers.words import Words, msg

#: What a pattern is called.
TITLES: Mapping[str, str] = {
    "bulk-dates": msg("A month that looks like a peak because its dates were loaded"),
    "growth": msg("Growth that looks like falling conversion"),
    "simpson": msg("Conversion falls as a whole and rises in every part"),
    "slow-answers": msg("Slow answers that matter in one part only"),
    "unanswered": msg("Leads that nobody answers"),
    "best-channel": msg("The channel with most leads brings fewest customers from them"),
    "cac-without-sales": msg("A customer costs half as much where sales is left out"),
    "won-only-cycle": msg("A cycle that looks short because only won deals are counted"),
    "influence": msg("Marketing took part in lost deals as much as in won ones"),
    "unworked-tier": msg("Ideal customers that nobody works"),
    "forecast-regions": msg("A forecast that is right in total and wrong in its parts"),
    "asset-stage": msg("Content that goes with won deals only because of the stage they reached"),
    "leaders-field": msg("The heads of both teams agree, and their teams do not"),
    "ignored": msg("A good channel whose leads wait for an answer"),
    "gap": msg("An objection that nothing answers"),
    "contradicted": msg("A message that customers contradict"),
    "dying": msg("A meeting that stopped"),
}
#: What the effect of a pattern is, and how its figure is read: ``change`` is a difference with its sign.
EFFECTS: Mapping[str, tuple[str, str, bool]] = {
    "bulk-dates": (msg("MQLs of that month whose date was loaded"), "count", False),
    "growth": (msg("change of the share that becomes a customer, followed from the month of entry on"), "share", True),
    "simpson": (msg("change of the conversion inside the parts, with their mix held still"), "share", True),
    "slow-answers": (msg("SQLs among leads answered within a day, less those among leads answered later"),
                     "share", True),
    "unanswered": (msg("share of leads without an answer, less that of the others"), "share", True),
    "best-channel": (msg("share of leads that become customers, less that of the other channels"), "share", True),
    "cac-without-sales": (msg("cost of a customer without sales, against the whole cost"), "ratio", False),
    "won-only-cycle": (msg("days within which half of the deals that are won in the end are won"), "days", False),
    "influence": (msg("share of won deals with marketing in them, less that of lost deals"), "share", True),
    "unworked-tier": (msg("share of accounts that are worked, less that of the other tiers"), "share", True),
    "forecast-regions": (msg("what came in, against what was forecast"), "ratio", False),
    "asset-stage": (msg("share of deals won with it, less that of other deals which reached the same stage"),
                    "share", True),
    "leaders-field": (msg("answers of the heads of team, less those of their teams, of 100 points"), "points", True),
    "ignored": (msg("share of leads without an answer, less that of the other channels"), "share", True),
    "gap": (msg("share of the deals with any objection that hear this one"), "share", False),
    "contradicted": (msg("share that hears the objection among deals that met the message, less that of the others"),
                     "share", True),
    "dying": (msg("planned meetings in a row that were not held"), "count", False),
}  # fmt: skip


def text(company: Company, truths: Sequence[Truth], order: Mapping[str, Any], *, lang: str) -> str:
    """The whole page in a language; names of channels, themes and assets stay as the company writes them."""
    words = Words(lang, company.currency)
    by_kind = {kind: [truth for truth in truths if truth.kind == kind] for kind in get_args(Kind)}
    lines = [*_opening(company, order, words), *_planted(by_kind["planted"], company, words)]
    lines += _listed(
        words.say("What only looks like it"), words.say("None of this should be claimed: it is chance, or it is "
                                                        "explained by something else."),
        by_kind["decoy"], company, words,
    )  # fmt: skip
    lines += _listed(
        words.say("What follows from it"), words.say("Whoever claims this is right, and whoever leaves it out is too: "
                                                     "another truth of this company makes it so."),
        [*by_kind["also"], *by_kind["slight"]], company, words,
    )  # fmt: skip
    return "\n".join(lines)


def _opening(company: Company, order: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield "# " + words.say("Answer key: {client}", client=company.client)
    yield ""
    yield words.say("For whoever leads the workshop. It belongs beside the folder of the company, never inside.")
    yield ""
    plants = words.listing(words.say(TITLES[name]) for name in order["plants"])
    yield "- " + words.say("Kind: {kind}", kind=context_name(order["kind"], words))
    yield "- " + words.say("Planted: {what}", what=plants or words.say("nothing"))
    if order["size"] == 1:
        yield "- " + words.say("To make it again: {command}", command=f"`{command(order)}`")
    yield ""


def command(order: Mapping[str, Any]) -> str:
    """The command that makes the same company again.

    >>> command({"kind": "mixed", "seed": 3, "plants": ["gap"], "dialect": "hubspot", "lang": "en"})
    'tandem sample DIR --company mixed --seed 3 --plant gap --dialect hubspot --lang en'
    """
    plants = "".join(f" --plant {name}" for name in order["plants"])
    return (
        f"tandem sample DIR --company {order['kind']} --seed {order['seed']}{plants} --dialect {order['dialect']} "
        f"--lang {order['lang']}"
    )


def _planted(truths: Sequence[Truth], company: Company, words: Words) -> Iterator[str]:
    yield "## " + words.say("What is true")
    yield ""
    if not truths:
        yield words.say("Nothing is planted: whatever stands out in these files is chance.")
        yield ""
    for number, truth in enumerate(truths, start=1):
        unit = words.say(EFFECTS[truth.pattern][0])
        yield f"### {number}. {words.say(TITLES[truth.pattern])}"
        yield ""
        yield "- " + words.say("Where: {place}", place=where(truth, company, words))
        yield "- " + words.say("What happened: {what}", what=words.say(truth.what))
        yield "- " + words.say("How large: {size} ({unit})", size=effect(truth, words), unit=unit)
        yield ""


def _listed(title: str, about: str, truths: Sequence[Truth], company: Company, words: Words) -> Iterator[str]:
    """A table of what is true where, one row for all places of a pattern of which the same is true."""
    if not truths:
        return
    header = (words.say("What it looks like"), words.say("What is true"), words.say("Where"))
    grouped: dict[tuple[str, str], list[str]] = {}
    for truth in sorted(truths, key=lambda truth: list(TITLES).index(truth.pattern)):
        size = f" ({effect(truth, words)})" if truth.effect else ""
        grouped.setdefault((truth.pattern, truth.what), []).append(where(truth, company, words) + size)
    yield f"## {title}"
    yield ""
    yield about
    yield ""
    rows = [(words.say(TITLES[name]), words.say(what), "; ".join(places)) for (name, what), places in grouped.items()]
    for cells in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(cells)} |"
    yield ""


def effect(truth: Truth, words: Words) -> str:
    """The true effect as a figure; said where the parameters leave it open."""
    _, unit, change = EFFECTS[truth.pattern]
    if truth.effect is None:
        return words.say("left open")
    return words.change(truth.effect, unit) if change else words.number(truth.effect, unit)


def where(truth: Truth, company: Company, words: Words) -> str:
    """The place of a truth, called as the company or the playbook calls it."""
    name, _, value = truth.where.partition("=")
    loop = company.loop
    known: dict[str, dict[str, str]] = {
        "theme": {theme.code: theme.labels[0] for theme in loop.objections.values() if theme.code},
        "message": {message.id: message.promise for message in loop.messages},
        "asset": {asset.id: asset.title for asset in loop.assets},
        "ritual": {ritual.ritual: title(ritual.ritual, words.lang) for ritual in loop.rituals},
    }
    if value not in known.get(name, {}):
        return place(truth.where, words)
    called = known[name][value]
    return words.say("“{name}”", name=called) + (f" ({value})" if value != called else "")
