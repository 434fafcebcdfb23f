"""One resolver for what ships beside the code: notebooks, samples, playbook. Same answer in a clone and in a wheel."""

from __future__ import annotations

from pathlib import Path

from helpers.errors import TandemError

_PACKAGE = Path(__file__).parent
_CLONE = _PACKAGE.parent.parent
#: Where each kind lies in a clone; in a wheel it lies in ``helpers/bundle/<kind>``.
_PLACES = {"notebooks": "notebooks", "samples": "data/samples", "playbook": "playbook"}


def asset(kind: str, name: str = "") -> Path:
    """Path of a shipped file or folder, e.g. ``asset("notebooks", "02_shared_metrics.ipynb")``."""
    bundled = _PACKAGE / "bundle" / kind
    root = bundled if bundled.exists() else _CLONE / _PLACES[kind]
    path = root / name
    if not path.exists():
        raise TandemError(f"{kind}/{name} is not part of this installation", do="install tandem-kit again")
    return path
