"""Every public count of what is kept is listed, so that the test over all counts compiles it."""

from __future__ import annotations

from helpers.feedback.counts import kept_forms, kept_uses


def test_every_count_is_listed() -> None:
    for module in (kept_forms, kept_uses):
        public = {
            name
            for name, found in vars(module).items()
            if callable(found) and getattr(found, "__module__", "") == module.__name__ and not name.startswith("_")
        }
        assert len(public - {"rows"}) == len(module.COUNTS), module.__name__
