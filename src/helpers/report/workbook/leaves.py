"""A report as leaves: what stands on each sheet, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.report.model import Block, Heading, Narrative, Note, Plan, Report, Script
from helpers.words import Words


@dataclass
class Leaf:
    """One sheet: the name it would like, its heading, and its blocks."""

    name: str
    title: str
    anchor: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def message(self) -> str:
        """What the sheet says, in its first sentence; empty where it opens with none."""
        told = (block for block in self.blocks if isinstance(block, Narrative) and block.sentences)
        said = next((block.sentences[0].text for block in told), "")
        return said or next((block.text for block in self.blocks if isinstance(block, Note)), "")


def leaves(report: Report, words: Words) -> list[Leaf]:
    """The first screen on one sheet, each section on one, each plan and each script on one of its own."""
    first = Leaf(words.say("Summary"), words.say("Summary"), "summary", [b for b in report.blocks if b.first_screen])
    found = [first] if first.blocks else []
    for block in report.blocks:
        if block.first_screen:
            continue
        if isinstance(block, Heading) and block.level == 2:
            found.append(Leaf(block.text, block.text, block.anchor))
        elif found:
            found[-1].blocks.append(block)
    return [leaf for section in found for leaf in _lifted(section, words) if leaf.blocks]


def _lifted(section: Leaf, words: Words) -> Iterable[Leaf]:
    """The section without its plans and scripts, then each of these; a section that is little else stays whole."""
    apart = [block for block in section.blocks if isinstance(block, Plan | Script)]
    rest: list[Block] = [block for block in section.blocks if not isinstance(block, Plan | Script)]
    if len(apart) <= 1 and all(isinstance(block, Narrative | Note) for block in rest) and section.anchor != "summary":
        return [section]
    named = [
        Leaf(words.say("Plan"), words.say("Plan"), f"{section.anchor}-plan", [block]) if isinstance(block, Plan)
        else Leaf(words.say("Script"), block.title, block.anchor, [block])
        for block in apart
    ]  # fmt: skip
    section.blocks = rest
    return [section, *named]
