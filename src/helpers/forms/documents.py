"""Forms that are documents: the agreement on the hand-off and each team's ideal customer, as commented examples.

They are laid beside the workbook under a name that nothing reads, so that no promise counts before both teams made it.
"""

from __future__ import annotations

from pathlib import Path

from helpers.errors import WriteError

_TEMPLATES = Path(__file__).parent / "templates"
#: Form → the documents it consists of.
PARTS = {"sla": ("sla",), "icp": ("icp_marketing", "icp_sales")}
_EXAMPLE = {"en": "example", "es": "ejemplo"}


def template(part: str, *, lang: str) -> str:
    """The commented example of a document."""
    return (_TEMPLATES / f"{part}.{lang}.yml").read_text(encoding="utf-8")


def write_document(forms: Path, name: str, *, lang: str, dry: bool = False) -> list[Path]:
    """Lay the examples of a document into ``forms``; the paths made, none where the document or its example is there.

    ``dry`` only says which would be made. Raises ``WriteError`` where the folder refuses.
    """
    made = []
    for part in PARTS[name]:
        path = forms / f"{part}.{_EXAMPLE[lang]}.yml"
        there = [forms / f"{part}.yml", *(forms / f"{part}.{word}.yml" for word in _EXAMPLE.values())]
        if any(each.exists() for each in there):
            continue
        made.append(path)
        if not dry:
            _write(path, template(part, lang=lang))
    return made


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WriteError(
            f"could not be written ({error.strerror})", where=str(path), do="check the rights of the folder"
        ) from error
