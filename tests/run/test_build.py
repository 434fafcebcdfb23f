"""A build takes the place of the last one whole, or not at all."""

import errno
from pathlib import Path

import pytest

from helpers.errors import WriteError
from helpers.run.build import Draft, refused, writing


def draft(root: Path, text: str) -> Draft:
    made = Draft(root, name="2026-09")
    made.open()
    (made.folder / "metrics.csv").write_text(text)
    return made


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def test_a_new_build_replaces_the_old_one_and_leaves_nothing_beside(tmp_path):
    draft(tmp_path, "one").publish()
    final = draft(tmp_path, "two").publish()
    assert (names(tmp_path), (final / "metrics.csv").read_text()) == (["2026-09"], "two")


def test_nothing_of_the_old_build_survives_in_the_new_one(tmp_path):
    (draft(tmp_path, "one").publish() / "extra.csv").write_text("x")
    assert names(draft(tmp_path, "two").publish()) == ["metrics.csv"]


def test_a_discarded_draft_leaves_the_last_build_as_it_was(tmp_path):
    final = draft(tmp_path, "one").publish()
    draft(tmp_path, "two").discard()
    assert (names(tmp_path), (final / "metrics.csv").read_text()) == (["2026-09"], "one")


def test_where_the_place_is_refused_both_builds_stay_and_the_message_says_where(tmp_path, monkeypatch):
    final = draft(tmp_path, "one").publish()
    new = draft(tmp_path, "two")
    rename = Path.rename

    def as_windows_does(self: Path, target: Path) -> Path:
        if self == final:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", as_windows_does)
    with pytest.raises(WriteError, match=r"2026-09 could not be replaced .* is in .*2026-09\.new; close"):
        new.publish()
    assert (final / "metrics.csv").read_text() == "one"
    assert (tmp_path / "2026-09.new" / "metrics.csv").read_text() == "two"


def test_a_refusal_between_the_two_moves_puts_the_old_build_back(tmp_path, monkeypatch):
    final = draft(tmp_path, "one").publish()
    new = draft(tmp_path, "two")
    rename, refusals = Path.rename, [PermissionError(errno.EACCES, "busy")]

    def once(self: Path, target: Path) -> Path:
        if self == new.folder and refusals:
            raise refusals.pop()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(WriteError):
        new.publish()
    assert (names(tmp_path), (final / "metrics.csv").read_text()) == (["2026-09", "2026-09.new"], "one")


def test_a_run_that_was_killed_between_the_two_moves_is_mended_by_the_next(tmp_path):
    draft(tmp_path, "one").publish().rename(tmp_path / ".2026-09.old")
    final = draft(tmp_path, "two").final
    assert (final / "metrics.csv").read_text() == "one"


def test_only_the_disks_refusals_become_write_errors(tmp_path):
    with pytest.raises(WriteError, match="No space left on device"), writing(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(FileNotFoundError), writing(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "no such file")


@pytest.mark.parametrize(
    ("text", "reason"), [("[Errno 28] no space left on device", "No space left on device"), ("x", "")]
)
def test_the_reason_is_found_in_the_words_of_other_programs(text, reason):
    assert refused(text) == reason
