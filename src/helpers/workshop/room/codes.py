"""What each pair is known by: a code to type, a token that its server asks for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

#: No letter or digit that is read as another one on a card.
_SIGNS = "abcdefghjkmnpqrstuvwxyz"
_LENGTH = 6
#: More pairs than this no laptop serves, and no trainer hears.
MOST = 20


@dataclass(frozen=True)
class Access:
    """How a pair gets in: its number on the table, the code on its card, the token of its server."""

    number: int
    code: str
    token: str


def accesses(pairs: int) -> list[Access]:
    """One for each pair, all different, drawn anew every time.

    >>> [access.number for access in accesses(2)]
    [1, 2]
    """
    codes: list[str] = []
    while len(codes) < pairs:
        code = drawn()
        codes += [code] if code not in codes else []
    return [Access(number, code, secrets.token_hex(24)) for number, code in enumerate(codes, start=1)]


def drawn() -> str:
    """A code that nobody guesses in an afternoon: about 150 million are as likely.

    >>> len(drawn())
    6
    """
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def typed(code: str) -> str:
    """A code as people type it: capitals, spaces and hyphens do not matter.

    >>> typed(" KMR-qza ")
    'kmrqza'
    """
    return "".join(sign for sign in code.lower() if sign.isalnum())
