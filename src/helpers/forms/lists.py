"""What the drop-downs offer: fixed words, what both teams agreed on, and what people have written in the forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from helpers.agreements import Agreements
from helpers.catalog import catalog
from helpers.engagement import Engagement
from helpers.forms.declared import offered, words_of
from helpers.pages import title
from helpers.words import Words

#: Pages whose meetings a form may name; their titles are what its drop-down offers.
RITUALS = (
    "monthly-review", "joint-planning", "handoff-standup", "win-loss", "feedback-to-marketing", "insight-to-sales",
    "ideal-customer", "messages", "content", "campaigns", "forecast", "incentives",
)  # fmt: skip
#: Lists fed by what is written in other columns: list → the (form, field) it is read from.
FED: dict[str, tuple[tuple[str, str], ...]] = {
    "asset": (("content", "asset_id"), ("content_use", "asset_id")),
    "campaign": (("campaigns", "campaign"),),
    "message": (("messages", "message_id"), ("campaigns", "message_id")),
    "deal": (("feedback", "deal_id"), ("winloss", "deal_id"), ("content_use", "deal_id")),
    "channel": (("costs", "channel"), ("campaigns", "channel"), ("lift", "channel")),
    "role": (("decisions", "owner_role"), ("incentives", "role")),
    "format": (("content", "format"),),
    "buyer_role": (("content", "role"),),
}
#: A drop-down longer than this helps nobody; the newest entries stay.
LONGEST = 500


def choices(
    engagement: Engagement, agreements: Agreements, written: Mapping[tuple[str, str], Sequence[str]], *, lang: str
) -> dict[str, list[str]]:
    """List → what it offers, without repeats. ``written`` holds the texts people wrote by (form, field)."""
    found = {name: words_of(name, lang=lang) for name in offered()}
    found |= _themes(agreements, lang=lang)
    found["metric"] = _metrics(lang)
    found["ritual"] = [title(page, lang) for page in RITUALS]
    found["channel"] = list(dict.fromkeys(engagement.channels.values()))
    for name, sources in FED.items():
        texts = [text for source in sources for text in written.get(source, ())]
        found[name] = _merged(found.get(name, ()), texts)
    return found


def _themes(agreements: Agreements, *, lang: str) -> dict[str, list[str]]:
    codes = agreements.themes.codes
    labels = {code: agreements.themes.label(code, lang=lang) for code in codes}
    objections = [label for code, label in labels.items() if codes[code].kind == "objection"]
    return {"theme": list(dict.fromkeys(labels.values())), "objection": list(dict.fromkeys(objections))}


def _metrics(lang: str) -> list[str]:
    """Metrics somebody may want to move: those with a direction."""
    words = Words(lang)
    return list(dict.fromkeys(words.say(record.label) for record in catalog().values() if record.direction != "none"))


def _merged(fixed: Iterable[str], written: Sequence[str]) -> list[str]:
    known = {text.casefold(): text for text in fixed}
    for text in written:
        known.setdefault(text.casefold(), text)
    return list(known.values())[-LONGEST:]
