"""A page in pieces that are kept or renewed one by one: keys of the front matter, sections, blocks within sections.

A block is what stands between the marks of a slot: the kit renews it whatever people write around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from helpers.playbook.front import FENCE, parted

_HEADING = re.compile(r"## +(.+?)\s*")
_CODE = re.compile(r" {0,3}(```|~~~)")
#: A block never holds another mark: where people broke one, the rest of the page is still read.
_BLOCK = re.compile(r"^<!-- slot: ([\w.-]+) -->\n((?:(?!<!-- /?slot\b).)*?)^<!-- /slot -->$", re.MULTILINE | re.DOTALL)


class UnreadableError(ValueError):
    """A page whose front matter cannot be read, so that it cannot be taken apart."""


@dataclass(frozen=True)
class Pieces:
    """A page taken apart: what stands under each name, in the order of the page.

    ``front``: key → its lines. ``sections``: heading → text with its blocks emptied, '' for what stands above the
    first one. ``blocks``: name → what stands between the marks. A name that comes again has its number behind it.
    """

    front: Mapping[str, str]
    sections: Mapping[str, str]
    blocks: Mapping[str, str]

    def whole(self) -> str:
        """The page put together again."""
        seen: dict[str, int] = {}

        def fill(found: re.Match[str]) -> str:
            name = _again(found[1], seen)
            return f"<!-- slot: {found[1]} -->\n{self.blocks.get(name, '')}<!-- /slot -->"

        body = _BLOCK.sub(fill, "".join(self.sections.values()))
        return FENCE + "".join(self.front.values()) + FENCE + body


def pieces(text: str) -> Pieces:
    """A page with LF line ends, taken apart so that ``whole`` gives the same text back.

    Raises ``UnreadableError`` where there is no front matter, or none that is YAML with keys.
    """
    front, body = parted(text)
    try:
        if not isinstance(yaml.safe_load("".join(front.values())), dict):
            raise UnreadableError("it does not begin with 'key: value' lines between two lines of ---")
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("what stands between the two lines of --- is no YAML") from error
    blocks: dict[str, str] = {}
    seen: dict[str, int] = {}

    def take(found: re.Match[str]) -> str:
        blocks[_again(found[1], seen)] = found[2]
        return f"<!-- slot: {found[1]} -->\n<!-- /slot -->"

    return Pieces(front, dict(_sections(_BLOCK.sub(take, body))), blocks)


def _again(name: str, seen: dict[str, int]) -> str:
    """A name; the second time with its number."""
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name} ({seen[name]})"


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Headings and what stands below them up to the next one; code that looks like a heading is none."""
    name, lines, code = "", list[str](), ""
    seen: dict[str, int] = {}
    for line in body.split("\n"):
        fence = _CODE.match(line)
        if fence and code in ("", fence[1]):
            code = "" if code else fence[1]
        heading = None if code else _HEADING.fullmatch(line)
        if heading:
            yield name, _joined(lines)
            name, lines = _again(heading[1], seen), []
        lines.append(line)
    yield name, "\n".join(lines)


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
