"""Bytes of a text file → its text, and how sure that is."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from charset_normalizer import from_bytes

from helpers.contract import Inference
from helpers.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: One-byte code pages that Western exports use. Others (Windows-1250 …) fit the same bytes as well: a setting's matter.
_CODE_PAGES = ["cp1252", "cp850", "mac_roman", "iso8859_15"]
#: Two code pages whose scores differ by less read equally well.
_CLOSE = 0.02
#: Above this share of broken sequences a file was never UTF-8.
_BROKEN_SHARE = 0.02
_SAMPLE = 1 << 16


def decode(data: bytes, *, declared: str, where: str) -> tuple[str, Inference, int]:
    """The text of ``data``, the inference about its encoding, and how many characters could not be read.

    Raises ``SourceError`` where a declared encoding is unknown or does not fit, or where the bytes are not text.
    """
    if declared:
        return _declared(data, declared, where)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    if width := _wide(data[:4096]):
        text = data.decode(width, errors="replace")
        return text, _inference(width, "every second byte is empty", "likely"), text.count("\ufffd")
    if _binary(data[:_SAMPLE]):
        raise SourceError("this is binary data, not a table", where=where, do="export it again as CSV or .xlsx")
    return _unmarked(data)


def _inference(value: str, evidence: str, certainty: str) -> Inference:
    return Inference.model_validate({"what": "encoding", "value": value, "evidence": evidence, "certainty": certainty})


def _declared(data: bytes, declared: str, where: str) -> tuple[str, Inference, int]:
    try:
        text = data.decode(declared)
    except LookupError as error:
        raise SourceError(f"unknown encoding '{declared}'", where=where, do="use utf-8 or cp1252") from error
    except (UnicodeError, ValueError) as error:
        raise SourceError(
            f"the file is not '{declared}' as its setting 'encoding' says", where=where, do="remove that setting"
        ) from error
    return text.removeprefix("\ufeff"), _inference(declared, "the setting 'encoding'", "declared"), 0


def _marked(body: bytes, name: str) -> tuple[str, Inference, int]:
    text = body.decode(name, errors="replace")
    return text, _inference(name, "the file starts with its byte-order mark", "certain"), text.count("\ufffd")


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    pairs = max(len(head) // 2, 1)
    if len(head) < 4:
        return ""
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * pairs and odd < 0.1 * pairs else ""


def _binary(head: bytes) -> bool:
    """Whether control characters that no text uses are more than a stray one in a hundred bytes."""
    strange = sum(head.count(code) for code in range(32) if code not in (0, 9, 10, 11, 12, 13, 26, 28, 29, 30, 31))
    return strange > len(head) / 100 or head.count(0) > len(head) / 5


def _unmarked(data: bytes) -> tuple[str, Inference, int]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_quite_utf8(data)
    evidence = "only ASCII characters" if text.isascii() else "every byte sequence is valid UTF-8"
    return text, _inference("utf-8", evidence, "certain"), 0


def _not_quite_utf8(data: bytes) -> tuple[str, Inference, int]:
    """A few broken characters in UTF-8 (a cut export), or a code page of one byte a character."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    accented = sum(1 for letter in text if letter > "\x7f") - broken
    if accented and broken <= max(1.0, _BROKEN_SHARE * accented) and broken < accented:
        return text, _inference("utf-8", f"valid UTF-8 but for {broken} characters", "likely"), broken
    name, evidence = _code_page(data)
    text = data.decode(name, errors="replace")
    return text, _inference(name, evidence, "likely"), text.count("\ufffd")


def _code_page(data: bytes) -> tuple[str, str]:
    """Windows-1252, which Excel writes, unless another page reads clearly better."""
    matches = {match.encoding: match for match in from_bytes(_accented_lines(data), cp_isolation=_CODE_PAGES)}
    usual, best = matches.get("cp1252"), next(iter(matches.values()), None)
    if best is None:
        return "cp1252", "not UTF-8; no code page fits well, Windows-1252 is the commonest"
    if usual and usual.chaos <= best.chaos + _CLOSE and usual.coherence >= best.coherence - _CLOSE:
        return "cp1252", "not UTF-8; no other code page reads better"
    return best.encoding, f"not UTF-8; reads better as {best.encoding} than as cp1252"


def _accented_lines(data: bytes) -> bytes:
    """The lines that hold bytes above ASCII, up to a sample: the others say nothing about the code page."""
    return b"\n".join(_until(line for line in data.splitlines() if not line.isascii()))


def _until(lines: Iterable[bytes]) -> Iterable[bytes]:
    size = 0
    for line in lines:
        size += len(line)
        yield line[:_SAMPLE]
        if size > _SAMPLE:
            return
