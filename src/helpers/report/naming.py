"""What a reader calls the parts of a segment. Keys of facts keep the client's words; only what is shown changes."""

from __future__ import annotations

import re

from helpers.words import Words, msg

DIMENSIONS = {
    "channel": msg("channel"), "industry": msg("industry"), "size": msg("company size"), "country": msg("country"),
    "region": msg("region"), "product": msg("product"), "campaign": msg("campaign"), "seller_group": msg("sales group"),
}  # fmt: skip
#: Classes the import makes itself.
CLASSES = {"blank": msg("(not filled in)"), "unknown": msg("(unknown)")}
#: Names that are written in one way.
PROPER = {"linkedin": "LinkedIn", "youtube": "YouTube", "whatsapp": "WhatsApp", "tiktok": "TikTok"}
NO_SOURCE = msg("(no source)")
#: Conversions that no touch is recorded for, and costs that no channel is named for.
NONE = "(none)"
NO_TOUCH = msg("No recorded touch")
NO_CHANNEL = msg("No channel on record")
#: The rules that share out credit, in the order in which they are shown.
RULES = {
    "first": msg("First touch"),
    "last": msg("Last touch"),
    "last_non_direct": msg("Last touch, direct visits apart"),
    "linear": msg("Equal parts"),
    "time_decay": msg("More for recent touches"),
    "position": msg("More for the first and the last"),
    "w_shaped": msg("First, lead and opportunity"),
    "full_path": msg("First, lead, opportunity and last"),
    "markov1": msg("By the paths, one step back"),
    "markov2": msg("By the paths, two steps back"),
    "markov3": msg("By the paths, three steps back"),
    "shapley": msg("By the mix of channels"),
}
TEAMS = {"marketing": msg("Marketing"), "sales": msg("Sales"), "unknown": msg("Not known")}
STAGES = {
    "lead": msg("Lead"), "mql": msg("MQL"), "sal": msg("SAL"), "sql": msg("SQL"), "opportunity": msg("Opportunity"),
    "offer": msg("Offer"), "customer": msg("Customer"), "any": msg("Stage not noted"),
}  # fmt: skip
_SLUG = re.compile(r"[^\W\d_A-Z][\w ]*")


def dimension(words: Words, name: str) -> str:
    """The name of a segment inside a sentence.

    >>> dimension(Words("es"), "channel"), dimension(Words("en"), "sales_area")
    ('canal', 'sales area')
    """
    return words.say(DIMENSIONS[name]) if name in DIMENSIONS else name.replace("_", " ")


def part(words: Words, name: str, value: str) -> str:
    """A value of a segment as it is shown: short keys as words, the import's own classes in brackets.

    >>> [part(Words("en"), "channel", value) for value in ("review_sites", "blank", "LinkedIn", "Mid-Market")]
    ['Review sites', '(no source)', 'LinkedIn', 'Mid-Market']
    >>> [part(Words("es"), "channel", value) for value in ("búsqueda orgánica", "eventos", "ads de LinkedIn")]
    ['Búsqueda orgánica', 'Eventos', 'ads de LinkedIn']
    """
    if value == NONE:
        return words.say(NO_TOUCH)
    if value in CLASSES:
        return words.say(NO_SOURCE if (name, value) == ("channel", "blank") else CLASSES[value])
    if value in PROPER:
        return PROPER[value]
    if not _SLUG.fullmatch(value) or value != value.lower():
        return value
    shown = value.replace("_", " ")
    return shown[:1].upper() + shown[1:]


def stage(words: Words, name: str) -> str:
    """A stage as a reader knows it; ``any`` where nobody noted one, and a client's own name as it is.

    >>> stage(Words("es"), "offer"), stage(Words("en"), "Pilot")
    ('Oferta', 'Pilot')
    """
    return words.say(STAGES[name]) if name in STAGES else name


def rule(words: Words, model: str) -> str:
    """The name of a rule that shares out credit.

    >>> rule(Words("es"), "first"), rule(Words("en"), "linear")
    ('Primera acción', 'Equal parts')
    """
    return words.say(RULES[model]) if model in RULES else model.replace("_", " ")
