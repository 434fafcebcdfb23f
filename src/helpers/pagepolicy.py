"""The policy that a page carries in itself: what a browser may run in it, show in it and send from it."""

from __future__ import annotations

import base64
import hashlib

#: Styles of the page's own; for pages whose drawings have styles in them.
INLINE = "'unsafe-inline'"


def page_policy(*, scripts: str = "", styles: str = INLINE, images: str = "data:", forms: str = "'none'") -> str:
    """What stands in ``Content-Security-Policy``: nothing is fetched from anywhere, whatever else is allowed.

    Question: what may happen in a page that is whole in one file? Each argument is a source as browsers know it,
    ``only(…)`` for one text and no other; '' leaves the line out: then nothing of the kind is allowed. Errors: none.
    Source: W3C, Content Security Policy Level 3.

    >>> page_policy(styles=only(""))
    "default-src 'none'; style-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
    """
    said = (("script-src", scripts), ("style-src", styles), ("img-src", images))
    allowed = [f"{name} {source}" for name, source in said if source]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", f"form-action {forms}"])


def only(text: str) -> str:
    """This script or style and no other, known by its digest: text from data can never be one. Nothing for ''.

    >>> only("p{margin:0}")
    "'sha256-QRQPRLGyxt3RJiKpYNjpkgHcmHU2PywsfL2e8oI0LQA='"
    """
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'" if text else "'none'"
