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
from helpers.errors import ConfigError
from helpers.settings import Strict, read_mapping, validated
from helpers.words import base

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
        return (found.es if base(lang) == "es" else found.en) if found else code

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
    """The shipped list ``name``, with what ``path`` (the client's own) adds or changes; the client's own codes first.

    A phrase that the client gives to a code is no longer that of a shipped one.

    Raises ``ConfigError`` for a file that is no list of codes, or that gives one phrase to two codes.
    """
    own = read_mapping(path) if path.is_file() else {}
    written = own.get("codes") or {}
    shipped = read_mapping(Path(__file__).parent / "lists" / f"{name}.yml")["codes"]
    if not isinstance(written, Mapping):
        return validated(Codes, own, where=str(path))
    taken = _taken(written, path)
    kept = {code: _without(entry, code, taken) for code, entry in shipped.items()}
    new = {code: entry for code, entry in written.items() if code not in kept}
    changed = {code: _joined(entry, written.get(code, {})) for code, entry in kept.items()}
    return validated(Codes, {**own, "codes": {**new, **changed}}, where=str(path))


def _taken(written: Mapping[str, Any], path: Path) -> dict[str, str]:
    """Folded phrase → code, as a client's file gives them."""
    taken: dict[str, str] = {}
    for code, entry in written.items():
        phrases = entry.get("phrases") if isinstance(entry, Mapping) else None
        for phrase in phrases if isinstance(phrases, list) else ():
            owner = taken.setdefault(folded(str(phrase)), code)
            if owner != code:
                raise ConfigError(
                    f"the phrase '{phrase}' stands for '{owner}' and for '{code}'",
                    where=str(path),
                    do="keep one of them",
                )
    return taken


def _without(entry: Mapping[str, Any], code: str, taken: Mapping[str, str]) -> dict[str, Any]:
    kept = [phrase for phrase in entry.get("phrases", ()) if taken.get(folded(phrase), code) == code]
    return {**entry, "phrases": kept}


def _joined(old: Mapping[str, Any], new: Any) -> Any:
    """A shipped code with what the client writes; what is no code is left for the complaint."""
    if not isinstance(new, Mapping):
        return new
    added = new.get("phrases") or []
    return {**old, **new, "phrases": [*old["phrases"], *added] if isinstance(added, list) else added}
