"""The room without a browser: codes, copies, bad options, and servers that end what they began."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from helpers.errors import TandemError
from helpers.workshop.room import opening
from helpers.workshop.room.codes import MOST, accesses, typed
from helpers.workshop.room.copies import LESSONS, OWN, Copy, renewed
from helpers.workshop.room.desk import lessons_in, policy
from helpers.workshop.room.opening import Options, opened

from .room_program import small
from .rooms import free_ports


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def pristine(tmp_path):
    return small(tmp_path / "pristine", ["en", "es"])


def test_every_pair_has_a_code_and_a_token_of_its_own():
    made = accesses(MOST)
    assert [each.number for each in made] == list(range(1, MOST + 1))
    assert len({each.code for each in made}) == len({each.token for each in made}) == MOST
    assert all(len(each.token) == 48 and typed(f" {each.code.upper()}- ") == each.code for each in made)
    assert not {each.code for each in made} & {each.code for each in accesses(MOST)}


def test_a_copy_is_put_back_whatever_was_done_to_it(tmp_path, pristine):
    copy, outside = Copy(tmp_path / "pair"), tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("of somebody else", encoding="utf-8")
    renewed(pristine, copy)
    before = tree(copy.folder)
    (copy.lessons / "en" / "01_count.ipynb").unlink()
    (copy.lessons / "link").symlink_to(outside)
    (copy.lessons / "locked" / "deep").mkdir(parents=True)
    (copy.lessons / "locked" / "deep" / "file").write_text("x", encoding="utf-8")
    (copy.lessons / "locked").chmod(0)
    renewed(pristine, copy)
    assert tree(copy.folder) == before and tree(outside) == {"kept.txt": b"of somebody else"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outside", "pair", "pristine"]
    assert copy.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_copy_that_became_something_else_is_put_back_too(tmp_path, pristine, kind):
    copy = Copy(tmp_path / "pair")
    if kind == "file":
        copy.folder.write_text("x", encoding="utf-8")
    else:
        (tmp_path / "elsewhere").mkdir()
        copy.folder.symlink_to(tmp_path / "elsewhere")
    renewed(pristine, copy)
    assert copy.lessons.is_dir() and not copy.folder.is_symlink()


def test_everything_a_server_writes_stays_in_its_copy(tmp_path):
    own = Copy(tmp_path / "pair").environment
    assert {"JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR", "TMPDIR"} <= own.keys()
    assert all(Path(path).is_relative_to(tmp_path / "pair" / OWN) for path in own.values())


def test_the_lessons_of_a_copy_in_their_order(pristine):
    found = [(link.lang, link.title, link.path) for link in lessons_in(pristine / LESSONS)]
    assert found[:2] == [("en", "Counting leads", "en/01_count.ipynb"), ("en", "What happens if", "en/02_break.ipynb")]
    assert [lang for lang, _, _ in found] == ["en", "en", "es", "es"]


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (Options(pairs=0), "--pairs: 0 pairs; name 1 to 20"),
        (Options(pairs=21), "--pairs: 21 pairs; name 1 to 20"),
        (Options(port=80), "--port: no port 80; name one from 1024 to 65515"),
        (Options(port=65_530), "--port: no port 65530; name one from 1024 to 65515"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(tmp_path, options, line):
    with pytest.raises(TandemError) as error, opened(options, tmp_path, tell=str, prepare=small):
        pass
    assert str(error.value) == line and list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_named(tmp_path):
    port = free_ports(4)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 2))
        taken.listen()
        said = rf"port {port + 2} is in use; name another first port, as 9100"
        asked = Options(pairs=3, port=port, here=True)
        with pytest.raises(TandemError, match=said), opened(asked, tmp_path, tell=str, prepare=small):
            pass


def test_lessons_that_cannot_be_prepared_say_why(tmp_path, monkeypatch):
    with pytest.raises(TandemError, match="no lessons in 'fr'; use en or es"):
        opening.prepared(tmp_path / "other", ["fr"])
    (tmp_path / "workshop" / "en").mkdir(parents=True)
    monkeypatch.setattr(opening, "asset", lambda _: tmp_path)
    monkeypatch.setattr(opening, "WARMING", "helpers.workshop.room.no_such_program")
    with pytest.raises(TandemError, match=r"the lessons cannot be prepared: .*no_such_program"):
        opening.prepared(tmp_path / "pristine", ["en"])


def test_nothing_runs_on_the_page_of_the_room():
    assert policy().startswith("default-src 'none';") and "form-action 'self'" in policy()
    assert "script-src" not in policy()
