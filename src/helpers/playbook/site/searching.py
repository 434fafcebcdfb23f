"""The search of the site: what people wrote into headings is text there too, and it speaks the client's language."""

from __future__ import annotations

import html
import json
from pathlib import Path

from helpers.words import Words, msg

_BEFORE, _AFTER = "Search.setIndex(", ")"
#: What the search says → how we say it. Sphinx leaves some of it empty in Spanish.
_SAID = {
    "Search Results": msg("Found"),
    "Searching": msg("Searching"),
    (
        "Your search did not match any documents. Please make sure that all words are spelled correctly and that "
        "you've selected enough categories."
    ): msg("No page holds all these words. Fewer words find more."),
}
_COUNTED = "Search finished, found one page matching the search query."


def mend_search(out: Path, *, lang: str) -> None:
    """Escape every heading in the index, which Sphinx shows as markup, and write the search's words."""
    _index(out / "searchindex.js")
    words = Words(lang)
    messages: dict[str, object] = {asked: words.say(ours) for asked, ours in _SAID.items()}
    messages[_COUNTED] = [words.say("One page."), words.say("{n} pages.", n="${resultCount}")]
    spoken = {"locale": lang, "messages": messages, "plural_expr": "n == 1 ? 0 : 1"}
    text = json.dumps(spoken, ensure_ascii=False, sort_keys=True, indent=1)
    path = out / "_static" / "translations.js"
    path.write_text(f"Documentation.addTranslations({text});\n", encoding="utf-8", newline="\n")


def _index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    index = json.loads(text.removeprefix(_BEFORE).removesuffix(_AFTER))
    index["alltitles"] = {html.escape(title): places for title, places in index["alltitles"].items()}
    made = json.dumps(index, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(f"{_BEFORE}{made}{_AFTER}", encoding="utf-8", newline="\n")
