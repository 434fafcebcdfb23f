"""Lists of codes in two languages: themes of what customers say, reasons why a lead is not taken on.

The kit ships both lists (``lists/*.yml``); ``forms/themes.yml`` and ``forms/reasons.yml`` add codes, change their words
or add phrases to them. A text belongs to a code when one of its phrases stands in it; nothing else is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from helpers.agreements.phrases import folded, standing_in
from helpers.settings import Strict, read_mapping, validated

UNMAPPED = "unmapped"
Kind = Literal["objection", "argument", "competitor", "sector", "topic", "reason"]


class Code(Strict):
    """One code: how it is called, and phrases that stand for it in either language."""

    en: str
    es: str
    kind: Kind = "objection"
    phrases: tuple[str, ...] = Field((), description="whole labels or parts of a sentence, any case, accents or not")

    def words(self, code: str) -> tuple[str, ...]:
        """All that stands for it: its id, its labels, its phrases."""
        return (code, self.en, self.es, *self.phrases)


class Codes(Strict):
    """A list of codes by id, in order."""

    codes: dict[str, Code] = Field(default_factory=dict)

    def label(self, code: str, *, lang: str) -> str:
        """What a code is called; an unknown one is called by its id."""
        found = self.codes.get(code)
        return (found.es if lang == "es" else found.en) if found else code

    def code(self, text: str) -> str:
        """The code whose longest phrase stands in ``text`` as whole words; ``unmapped`` where none does.

        >>> list_ = Codes(codes={"price": Code(en="Price", es="Precio", phrases=("too expensive", "caro"))})
        >>> list_.code("They found it TOO expensive."), list_.code("Muy cáro"), list_.code("no idea")
        ('price', 'price', 'unmapped')
        """
        hits = standing_in(text, self._phrases, longest=self._longest)
        return max(hits, key=lambda hit: len(hit[0]), default=("", UNMAPPED))[1]

    @cached_property
    def _phrases(self) -> dict[str, str]:
        """Folded phrase → code; ids and labels are phrases too, and the first code named owns a phrase."""
        pairs = [(phrase, code) for code, entry in self.codes.items() for phrase in entry.words(code)]
        return {folded(phrase): code for phrase, code in reversed(pairs) if folded(phrase)}

    @cached_property
    def _longest(self) -> int:
        return max((len(phrase.split()) for phrase in self._phrases), default=0)


def read_codes(name: str, path: Path) -> Codes:
    """The shipped list ``name``, with what ``path`` (the client's own) adds or changes.

    Raises ``ConfigError`` for a file that is no list of codes.
    """
    own = read_mapping(path) if path.is_file() else {}
    shipped = read_mapping(Path(__file__).parent / "lists" / f"{name}.yml")
    merged: dict[str, Any] = dict(shipped.get("codes", {}))
    for code, entry in (own.get("codes") or {}).items():
        merged[code] = _joined(merged.get(code, {}), entry)
    return validated(Codes, {**own, "codes": merged}, where=str(path))


def _joined(old: Mapping[str, Any], new: Any) -> Any:
    if not isinstance(new, Mapping):
        return new
    phrases = [*old.get("phrases", ()), *(new.get("phrases") or ())]
    return {**old, **new, "phrases": phrases}
