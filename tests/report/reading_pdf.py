"""What tests ask of a PDF: its text by page (by poppler), and its structure, read from its bytes."""

from __future__ import annotations

import re
import subprocess
import zlib


def text(pdf: bytes, program: str, *, page: int = 0) -> str:
    """Its text, or that of one page, with single spaces."""
    some = ["-f", str(page), "-l", str(page)] if page else []
    ran = subprocess.run([program, *some, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(ran.stdout.decode("utf-8").replace("\u2060", "").split())


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", structure(pdf)))


def structure(pdf: bytes) -> bytes:
    """All objects, those in compressed streams as well."""
    unpacked = []
    for found in re.finditer(rb"(?<!end)stream\r?\n", pdf):
        try:
            unpacked.append(zlib.decompressobj().decompress(pdf[found.end() :]))
        except zlib.error:
            continue
    return pdf + b"".join(unpacked)


def strings(pdf: bytes, key: str) -> list[str]:
    """The texts under a key (``Alt``, ``Title``), whichever way they are written."""
    found = re.findall(
        rb"/%s\s*(?:\(((?:[^()\\]|\\.|\([^()\\]*\))*)\)|<([0-9A-Fa-f]+)>)" % key.encode("ascii"), structure(pdf)
    )
    return [_plain(literal, hexed) for literal, hexed in found]


def _plain(literal: bytes, hexed: bytes) -> str:
    if hexed:
        raw = bytes.fromhex(hexed.decode("ascii"))
        return raw.decode("utf-16") if raw[:2] == b"\xfe\xff" else raw.decode("latin-1")
    return re.sub(rb"\\(.)", rb"\1", literal).decode("latin-1")
