"""Three versions of a page (made last, as it lies there, made now) become one, and no edit of people is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpers.playbook.pieces import Pieces, pieces

_NOTHING = Pieces({}, {}, {})
#: What stands above the first heading, as a complaint names it.
_TOP = "the lines above the first heading"


@dataclass(frozen=True)
class Merged:
    """One page out of three. ``both`` names the pieces that people and the kit have both changed: theirs stay."""

    text: str
    both: tuple[str, ...] = ()


def merged(base: str | None, mine: str, new: str) -> Merged:
    """What people have written, with all that is new where they have written nothing. Line ends are LF.

    A piece untouched by people takes the new text; one that only they touched, added, removed or put elsewhere stays
    theirs; one touched on both sides stays theirs and is named. ``base`` is None where nobody knows what was made
    last: then every difference counts as theirs. Raises ``UnreadableError`` where ``mine`` cannot be taken apart.
    """
    now = pieces(mine)
    if mine == new or base == new:
        return Merged(mine)
    if mine == base:
        return Merged(new)
    last, made = (_NOTHING if base is None else pieces(base)), pieces(new)
    front, keys = _part(last.front, now.front, made.front)
    sections, headings = _part(last.sections, now.sections, made.sections)
    blocks, names = _part(last.blocks, now.blocks, made.blocks)
    # A block whose marks people took out is gone on purpose, however often its content changes.
    both = (*keys, *(name or _TOP for name in headings), *(name for name in names if name in now.blocks))
    whole = Pieces(_lines(front), _apart(sections), blocks)
    same = all(
        {name: _core(text) for name, text in one.items()} == {name: _core(text) for name, text in two.items()}
        and list(one) == list(two)
        for one, two in ((whole.front, now.front), (whole.sections, now.sections))
    ) and all(_core(blocks.get(name, "")) == _core(text) for name, text in now.blocks.items())
    return Merged(mine if same else whole.whole(), both)


def _part(base: Mapping[str, str], mine: Mapping[str, str], new: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """One kind of piece; the names of those touched on both sides."""
    chosen = {name: _chosen(base.get(name), text, new.get(name)) for name, text in mine.items()}
    kept = {name: text for name, text in chosen.items() if text is not None}
    both = [name for name in dict.fromkeys([*mine, *new]) if _clash(base.get(name), mine.get(name), new.get(name))]
    for name, text in _added(base, mine, new):
        kept = _placed(kept, name, text, order=list(new))
    return kept, both


def _chosen(base: str | None, mine: str, new: str | None) -> str | None:
    """What becomes of a piece that lies there; None where it goes."""
    if base is not None and _core(mine) == _core(base):
        return new if new is None or _core(new) != _core(mine) else mine
    return mine


def _clash(base: str | None, mine: str | None, new: str | None) -> bool:
    """Whether both sides have changed a piece, each to something else."""
    one, two, three = (None if text is None else _core(text) for text in (base, mine, new))
    return one not in (two, three) and two != three and three is not None


def _added(base: Mapping[str, str], mine: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pieces that are new in the kit; one that people removed is in ``base`` and does not come back."""
    for name, text in new.items():
        if name not in mine and name not in base:
            yield name, text


def _placed(kept: dict[str, str], name: str, text: str, *, order: list[str]) -> dict[str, str]:
    """The pieces with one more, behind the nearest that goes before it in a page as made."""
    before = [other for other in order[: order.index(name)] if other in kept]
    names = list(kept)
    place = names.index(before[-1]) + 1 if before else int("" in kept)
    names.insert(place, name)
    return {each: text if each == name else kept[each] for each in names}


def _core(text: str) -> str:
    """A piece without the blank lines around it, which move when a piece is put beside another."""
    return text.strip("\n")


def _lines(front: Mapping[str, str]) -> dict[str, str]:
    return {key: text if text.endswith("\n") else f"{text}\n" for key, text in front.items()}


def _apart(sections: Mapping[str, str]) -> dict[str, str]:
    """Sections with one blank line between them and none behind the last."""
    last = list(sections)[-1] if sections else ""
    return {
        name: _ended(text, "\n" if name == last else "\n\n") for name, text in sections.items()
    }  # fmt: skip


def _ended(text: str, end: str) -> str:
    body = text.rstrip("\n")
    return f"{body}{end}" if body else "\n"
