"""The index of the search: what people wrote into headings is text there too.

Sphinx shows a heading that was found as markup. So headings are escaped in the index itself, once.
"""

from __future__ import annotations

import html
import json
from pathlib import Path

_BEFORE, _AFTER = "Search.setIndex(", ")"


def tame_index(path: Path) -> None:
    """Escape every heading in the index, and write it in one order."""
    text = path.read_text(encoding="utf-8")
    index = json.loads(text.removeprefix(_BEFORE).removesuffix(_AFTER))
    index["alltitles"] = {html.escape(title): places for title, places in index["alltitles"].items()}
    made = json.dumps(index, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(f"{_BEFORE}{made}{_AFTER}", encoding="utf-8", newline="\n")
