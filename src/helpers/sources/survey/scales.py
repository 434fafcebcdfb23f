"""One answer on a scale, however it is written: its word, its number, or both; and the words for not knowing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from helpers.instrument import AGREE, OFTEN
from helpers.sources.survey.headers import question_key

UNKNOWN: Final = "unknown"
_NUMBER: Final = re.compile(r"([0-9]{1,2})(?:[.,]0+)?")
_BOTH: Final = (
    re.compile(r"(?P<number>[0-9]{1,2})\s*[-–—:.)=]\s*(?P<word>\D.*)"),
    re.compile(r"(?P<word>.*\D)\s*[-–—:=(\[]\s*(?P<number>[0-9]{1,2})\s*[)\]]?"),
)
#: What is written where nothing was answered.
_NOTHING: Final = {"", "-", "--", "–", "—", "n/a", "na", "n.a", "null", "none", "nan"}


def answer(text: str, words: Mapping[str, str], *, item: str) -> str | None:
    """The value of an answer as digits, ``unknown``, '' where nothing was answered, None where it is no answer.

    ``words`` are the words of the scale by ``question_key``. A word and a number that disagree are no answer; of
    behaviours the number before a word may count from 0 or from 1.

    >>> words = {"agree": "4", "i don't know": "unknown"}
    >>> [answer(text, words, item="goals_1") for text in ("Agree", "4 - Agree", "5,0", "2 - Agree", "7", "n/a")]
    ['4', '4', '5', None, None, '']
    """
    key = question_key(text)
    if key in words:
        return words[key]
    if key in _NOTHING:
        return ""
    if number := _NUMBER.fullmatch(key):
        return _within(int(number[1]), item)
    for shape in _BOTH:
        if both := shape.fullmatch(key):
            return _agreed(int(both["number"]), words.get(question_key(both["word"])), item)
    return None


def _within(number: int, item: str) -> str | None:
    low, high = bounds(item)
    return str(number) if low <= number <= high else None


def _agreed(number: int, meant: str | None, item: str) -> str | None:
    if meant in (None, UNKNOWN):
        return meant
    allowed = {int(meant), int(meant) + 1} if item.endswith("_often") else {int(meant)}
    return meant if number in allowed else None


def bounds(item: str) -> tuple[int, int]:
    """The smallest and the largest answer to an item."""
    return OFTEN if item.endswith("_often") else AGREE
