"""People become keyed hashes: the same person, the same pseudonym; without the key, no way back."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.errors import ConfigError

KEY_FILE = "key.local"


@dataclass(frozen=True)
class Key:
    """The engagement's secret; ``kept`` is false where the folder could not be written and the key lives one run."""

    secret: bytes
    kept: bool = True


def open_key(folder: Path) -> Key:
    """The key in ``folder/key.local``, made on first use, readable by its owner only."""
    path = folder / KEY_FILE
    if path.is_file():
        text = path.read_text(encoding="ascii", errors="replace").strip()
        if len(text) < 32:
            raise ConfigError("the key is too short", where=str(path), do="restore it, or delete it to make a new one")
        return Key(text.encode())
    secret = secrets.token_hex(32)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secret + "\n")
    except FileExistsError:
        return open_key(folder)
    except OSError:
        return Key(secret.encode(), kept=False)
    return Key(secret.encode())


def pseudonym(text: str, key: Key, *, prefix: str) -> str:
    """``prefix`` and twelve hexadecimal digits of HMAC-SHA256."""
    return prefix + hmac.digest(key.secret, text.encode("utf-8"), "sha256").hex()[:12]


def pseudonyms(values: pd.Series, key: Key, *, prefix: str) -> pd.Series:
    """The same for a column; missing stays missing."""
    known = {raw: pseudonym(str(raw), key, prefix=prefix) for raw in values.dropna().unique()}
    return values.map(known).astype("str")
