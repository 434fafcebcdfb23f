"""SVG of a client, made harmless: shapes stay, notes of drawing programs go; what acts or loads is refused."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from helpers.errors import ConfigError

_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
_SHAPES = frozenset({
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "textPath", "title", "desc", "style", "switch", "linearGradient", "radialGradient", "stop", "pattern",
    "clipPath", "mask", "marker", "filter", "feGaussianBlur", "feOffset", "feBlend", "feFlood", "feColorMatrix",
    "feComposite", "feMerge", "feMergeNode", "feComponentTransfer", "feFuncR", "feFuncG", "feFuncB", "feFuncA",
    "feMorphology", "feDropShadow",
})  # fmt: skip
#: Notes that drawing programs leave, without effect on the picture.
_NOTES = frozenset({"metadata"})
#: Far more than any drawing program writes.
_DEEPEST = 60
_ELSEWHERE = re.compile(r"url\(\s*+['\"]?+\s*+(?!#)|@import|expression\s*\(|javascript:|\\", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>")


def cleaned_svg(content: bytes, *, where: str) -> bytes:
    """The same picture as plain SVG; ``ConfigError`` in one line for one with a script, a handler or a reference."""
    text = _DOCTYPE.sub("", _decoded(content, where), count=1)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise _refused(where, "has entities of its own")
    try:
        root = ET.fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text.lstrip()))
    except ET.ParseError as error:
        raise _refused(where, f"is no sound XML ({error})") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise _refused(where, "is no SVG")
    _check(root, where, depth=0)
    _check_uses(root, where)
    _sized(root, where)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return ET.tostring(root, encoding="unicode").encode("utf-8")


def _decoded(content: bytes, where: str) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise _refused(where, "is not written in UTF-8") from None


def _check(element: ET.Element, where: str, *, depth: int) -> None:
    if depth > _DEEPEST:
        raise _refused(where, "is nested too deeply")
    _check_attributes(element, where)
    if _local(element.tag) == "style" and _ELSEWHERE.search("".join(element.itertext())):
        raise _refused(where, "loads something from elsewhere")
    for child in list(element):
        namespace, name = _split(child.tag)
        if namespace != _SVG or name in _NOTES:
            element.remove(child)
        elif name not in _SHAPES:
            raise _refused(where, f"holds <{name}>")
        else:
            _check(child, where, depth=depth + 1)


def _check_attributes(element: ET.Element, where: str) -> None:
    for key, value in list(element.attrib.items()):
        namespace, name = _split(key)
        if name.lower().startswith("on"):
            raise _refused(where, f"acts by itself ({name})")
        if namespace not in ("", _XLINK, _XML, _SVG):
            del element.attrib[key]
        elif name.lower() in ("href", "src", "base"):
            if not value.strip().startswith("#"):
                raise _refused(where, "loads something from elsewhere")
        elif _ELSEWHERE.search(value):
            raise _refused(where, "loads something from elsewhere")


def _check_uses(root: ET.Element, where: str) -> None:
    """A copy of a copy of a copy: a few lines that no program can draw in a lifetime."""
    named = {element.get("id"): element for element in root.iter()}
    for use in root.iter(f"{{{_SVG}}}use"):
        reference = use.get("href") or use.get(f"{{{_XLINK}}}href") or ""
        target = named.get(reference.strip().removeprefix("#"))
        if target is not None and any(inner is use or _local(inner.tag) == "use" for inner in target.iter()):
            raise _refused(where, "is made of copies of copies")


def _sized(root: ET.Element, where: str) -> None:
    """A picture without a size of its own has none on a page either."""
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        raise _refused(where, "has neither a viewBox nor a width and a height")


def _split(tag: object) -> tuple[str, str]:
    """``{namespace}name`` in two; a comment or an instruction is of no namespace that counts."""
    text = tag if isinstance(tag, str) else "{note}note"
    namespace, _, name = text.rpartition("}")
    return namespace.removeprefix("{"), name


def _local(tag: object) -> str:
    return _split(tag)[1]


def _refused(where: str, what: str) -> ConfigError:
    return ConfigError(f"this SVG {what}", where=where, do="save it as plain SVG, or give a PNG")
