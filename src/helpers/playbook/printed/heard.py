"""What customers object to and why deals are lost: how often it is heard, what both teams answer, with what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from helpers.agreements.codes import UNMAPPED
from helpers.playbook.client import Client, Row
from helpers.playbook.plain import paragraphs, plain, table
from helpers.playbook.printed.content import in_use
from helpers.playbook.printed.messages import theme

#: Lines of the list of objections: the ten heard most say nearly all.
MOST = 10
_YEAR = timedelta(days=365)


def objections_list(client: Client) -> str:
    """Objections of the last twelve months, the most frequent first, with the answers and assets there are.

    '' where none was ever noted and none is expected.
    """
    counts = _heard(client)
    expected = dict.fromkeys([*counts, *_expected(client)])
    heads = [client.say("Objection"), client.say("Heard in twelve months"), client.say("What we answer"),
             client.say("What we show")]  # fmt: skip
    rows = [
        [f"**{theme(client, code)}**", client.words.count(counts.get(code, 0)),
         "; ".join(_answers(client, code)) or client.say("*no answer yet*"),
         "; ".join(plain(row["title"]) for row in in_use(client) if row["objection"] == code)]
        for code in list(expected)[:MOST]
    ]  # fmt: skip
    return table(heads, rows)


def _heard(client: Client) -> dict[str, int]:
    """Objection → deals (once each) or remarks without one in which it was heard, the most frequent first."""
    found: dict[str, set[str]] = {}
    for row in _lately(client, "voices"):
        if row["kind"] == "objection" and row["theme"] != UNMAPPED:
            found.setdefault(row["theme"], set()).add(row["deal_id"] or row["voice_id"])
    return dict(sorted(((code, len(deals)) for code, deals in found.items()), key=lambda pair: (-pair[1], pair[0])))


def _lately(client: Client, form: str) -> list[Row]:
    return [row for row in client.form(form) if row["on"] and client.on - _YEAR < row["on"] <= client.on]


def _expected(client: Client) -> Iterator[str]:
    """Objections that messages or profiles expect, heard or not."""
    for row in client.form("messages"):
        if row["objection"] and row["objection"] != UNMAPPED:
            yield row["objection"]
    for profile in client.agreements.profiles.values():
        yield from (each.theme for each in profile.objections if each.theme)


def _answers(client: Client, code: str) -> list[str]:
    """What messages and profiles answer, each once."""
    written = [row["answer"] for row in client.form("messages") if row["objection"] == code]
    for profile in client.agreements.profiles.values():
        written += [each.answer for each in profile.objections if each.theme == code]
    return list(dict.fromkeys(plain(text) for text in written if text))


# -- why deals are lost ------------------------------------------------------------------------------------------------


def loss_reasons(client: Client) -> str:
    """The list both teams choose a reason from, with how often each was noted in twelve months; '' without any row."""
    lost, looked = _lost(client), _looked_back(client)
    if not lost and not looked:
        return ""
    named = sorted({*lost, *looked}, key=lambda code: (-lost.get(code, 0), -len(looked.get(code, [])), code))
    heads = [client.say("Reason"), client.say("Deals lost"), client.say("Looked back on, lost"),
             client.say("Looked back on, won")]  # fmt: skip
    rows = [
        [theme(client, code), client.words.count(lost.get(code, 0)),
         *(client.words.count(looked.get(code, []).count(outcome)) for outcome in ("lost", "won"))]
        for code in named
    ]  # fmt: skip
    codes = client.agreements.themes.codes
    others = [code for code, entry in codes.items() if code not in named and entry.kind == "objection"]
    rest = client.words.listing(theme(client, code) for code in others)
    return paragraphs(
        client.say("What was noted in the twelve months up to {date}:", date=client.words.date(client.on)),
        table(heads, rows), client.say("Also on the list: {names}.", names=rest) if rest else "",
    )  # fmt: skip


def _lost(client: Client) -> dict[str, int]:
    """Theme → lost deals on which the CRM has it as the reason."""
    found: dict[str, set[str]] = {}
    for row in _lately(client, "voices"):
        if row["origin"] == "deal_reason" and row["outcome"] == "lost" and row["theme"] != UNMAPPED:
            found.setdefault(row["theme"], set()).add(row["deal_id"])
    return {code: len(deals) for code, deals in found.items()}


def _looked_back(client: Client) -> dict[str, list[str]]:
    """Theme → outcomes of the deals looked back on."""
    found: dict[str, list[str]] = {}
    for row in _lately(client, "winloss"):
        if row["theme"] != UNMAPPED:
            found.setdefault(row["theme"], []).append(row["outcome"])
    return found
