"""The blind sort as one page: the two of a pair sort one after the other, then see on how many leads they agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scipy.stats import t as student

from helpers.icp.agreement import LEVEL
from helpers.intervals import zero_bound
from helpers.report.naming import dimension, part
from helpers.words import Words
from helpers.workshop.leaf import filled
from helpers.workshop.sorting import OTHER, Action, Card

#: Version of the file that the page writes and opens.
VERSION = 1


def sorting_page(cards: Sequence[Card], *, lang: str, session: str) -> str:
    """The page in a language; ``session`` is what the sort is called in the form ``blind_sort``.

    It says nothing of what became of a lead. Agreement is computed in the page as ``helpers.icp.agreement`` does.
    """
    words = Words(lang)
    known = {
        "version": VERSION, "session": session, "items": [card.item for card in cards], "say": _messages(words),
        "csv": _columns(words), "point": words.count(0.5)[1:2],
        # Quantiles of Student's t and the bound of what was never seen, by the number of leads.
        "t": [0.0, 0.0, *(float(student.ppf(0.5 + LEVEL / 2, n - 1)) for n in range(2, len(cards) + 1))],
        "zero": [1.0, *(float(zero_bound(n)[0]) for n in range(1, len(cards) + 1))],
    }  # fmt: skip
    return filled(
        "sorting.html.j2", words=words, script="sorting.js", known=known, session=session, n=len(cards),
        cards=[(card.number, list(described(card, words))) for card in cards],
    )  # fmt: skip


def described(card: Card, words: Words) -> Iterator[tuple[str, str]]:
    """What both teams may see of a lead, as pairs of a name and what it is."""
    for name, value in card.traits:
        label = dimension(words, name)
        yield label[:1].upper() + label[1:], words.say("(another)") if value == OTHER else part(words, name, value)
    if card.known_days is not None:
        yield words.say("Known for"), words.plural("{n} day before it was handed over",
                                                   "{n} days before it was handed over", card.known_days)  # fmt: skip
    done = [_done(each, words) for each in card.actions]
    yield words.say("What it did"), "; ".join(done) if done else words.say("nothing on record")


def _done(action: Action, words: Words) -> str:
    what = ": ".join(text for text in (action.kind, action.what) if text) or words.say("something of marketing's")
    when = words.plural("{n} day before", "{n} days before", action.days)
    return f"{what} ({when})"


def _columns(words: Words) -> dict[str, object]:
    """Headers and words of the form, in the language of whoever saves it, as the import reads them."""
    spanish = words.lang != "en"
    head = (
        ["sesión", "fecha", "elemento", "qué se clasifica", "equipo", "quién clasifica", "respuesta"]
        if spanish
        else ["session", "date", "item", "what is sorted", "team", "who sorts", "answer"]
    )
    values = {"accept": "aceptar", "reject": "rechazar"} if spanish else {"accept": "accept", "reject": "reject"}
    teams = {"marketing": "marketing", "sales": "ventas" if spanish else "sales"}
    return {"head": head, "labels": values, "teams": teams}


def _messages(words: Words) -> dict[str, str]:
    """What the script says; its blanks are filled there."""
    say = words.say
    blank = {name: f"{{{name}}}" for name in ("n", "all", "value", "low", "high", "file", "pairs")}

    return {
        "marketing": say("Marketing sorts"), "sales": say("Sales sorts"),
        "progress": say("{n} of {all} sorted", n=blank["n"], all=blank["all"]),
        "agree": say("They agree on {n} of {all}.", n=blank["n"], all=blank["all"]),
        "agree_room": say("In the room (pairs: {pairs}), marketing and sales agree on {n} of {all}.",
                          pairs=blank["pairs"], n=blank["n"], all=blank["all"]),
        "beyond": say("Beyond what habit alone would make: {value} (between {low} and {high}).",
                      value=blank["value"], low=blank["low"], high=blank["high"]),
        "beyond_few": say("Beyond what habit alone would make: {value}.", value=blank["value"]),
        "scale": say("1 would be full agreement; 0 is what two people reach who answer by habit."),
        "none": say("No lead has been sorted by both yet."),
        "take": say("take it on"), "leave": say("leave it"), "same": say("alike"), "apart": say("apart"),
        "tied": say("no majority"), "saved": say("Saved as {file}, in the folder of downloads.", file=blank["file"]),
        "not_ours": say("{file} is no file of this sort.", file=blank["file"]),
        "twice": say("{file} is counted already.", file=blank["file"]),
        "missing": say("A lead without an answer is left out of the count."),
        "turn": say("The first half is done. Now sales sits at the keyboard; what marketing chose is hidden."),
        "empty": say("All answers of this pair will be deleted. Save them first."),
    }  # fmt: skip
