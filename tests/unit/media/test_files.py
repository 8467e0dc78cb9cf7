from __future__ import annotations

import contextlib
import errno
import inspect
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.media.files import VIDEO_EXTENSIONS, FoundFile, find_videos, require_readable_file


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Run as somebody who may not read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def make(*paths: Path, content: bytes = b"x") -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def found_paths(path: Path) -> list[Path]:
    return [found.path for found in find_videos(path) if isinstance(found, FoundFile)]


def names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in found_paths(folder)]


def failures(path: Path) -> list[Failure]:
    return [found for found in find_videos(path) if isinstance(found, Failure)]


def test_videos_are_found_below_the_folder_in_order(tmp_path):
    make(tmp_path / "b.mp4", tmp_path / "a" / "z.mkv", tmp_path / "a" / "deep" / "c.AVI", tmp_path / "notes.txt")
    assert names(tmp_path) == ["a/deep/c.AVI", "a/z.mkv", "b.mp4"]


@pytest.mark.parametrize("extension", sorted(VIDEO_EXTENSIONS - {".ts", ".mts", ".mod"}))
def test_every_video_extension_counts(tmp_path, extension):
    make(tmp_path / f"clip{extension}")
    assert names(tmp_path) == [f"clip{extension}"]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("broadcast.ts", b"\x47\x40\x00\x10\x00", True),
        ("camera.mts", b"\x00\x00\x00\x00\x47", True),
        ("program.ts", b"import { a } from 'b';", False),
        ("module.mts", b"export default 1;", False),
        ("camera.mod", b"\x00\x00\x01\xba\x44", True),
        ("go.mod", b"module example.com/a", False),
        ("empty.ts", b"", True),
    ],
)
def test_files_of_an_ambiguous_extension_are_told_apart(tmp_path, name, content, found):
    make(tmp_path / name, content=content)
    assert names(tmp_path) == ([name] if found else [])


def test_hidden_files_and_folders_are_left_out(tmp_path):
    make(tmp_path / ".hidden.mp4", tmp_path / ".trash" / "a.mp4", tmp_path / "._a.mp4")
    assert list(find_videos(tmp_path)) == []


def test_a_file_given_by_name_is_taken_whatever_it_is_called(tmp_path):
    make(tmp_path / ".odd.name")
    assert found_paths(tmp_path / ".odd.name") == [tmp_path / ".odd.name"]


def test_a_relative_path_becomes_absolute(tmp_path, monkeypatch):
    make(tmp_path / "a.mp4")
    monkeypatch.chdir(tmp_path)
    assert found_paths(Path()) == [tmp_path / "a.mp4"]


def test_linked_folders_are_followed_but_not_in_circles(tmp_path):
    make(tmp_path / "real" / "a.mp4")
    (tmp_path / "real" / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "zlink").symlink_to(tmp_path / "real", target_is_directory=True)
    assert names(tmp_path) == ["real/a.mp4"]


def test_a_linked_file_is_found_beside_the_file_that_it_leads_to(tmp_path):
    make(tmp_path / "a.mp4")
    (tmp_path / "link.mp4").symlink_to("a.mp4")
    os.link(tmp_path / "a.mp4", tmp_path / "twin.mp4")
    assert names(tmp_path) == ["a.mp4", "link.mp4", "twin.mp4"]


def test_a_file_is_found_with_its_size_and_time(tmp_path):
    make(tmp_path / "a.mp4", content=b"12345")
    os.utime(tmp_path / "a.mp4", ns=(1, -1_234_567_890))
    for place in (tmp_path, tmp_path / "a.mp4"):
        (found,) = find_videos(place)
        assert found == FoundFile(tmp_path / "a.mp4", 5, (tmp_path / "a.mp4").stat().st_mtime_ns)


@pytest.mark.parametrize(("target", "reason"), [("missing", "leads to nothing"), ("round.mp4", "in a circle")])
def test_a_link_that_leads_nowhere_is_a_failure_and_the_others_go_on(tmp_path, target, reason):
    make(tmp_path / "a.mp4", tmp_path / "z.mp4")
    (tmp_path / "round.mp4").symlink_to(target)
    assert names(tmp_path) == ["a.mp4", "z.mp4"]
    (failure,) = failures(tmp_path)
    assert failure.path == tmp_path / "round.mp4"
    assert reason in failure.reason


def test_a_link_that_leads_nowhere_and_is_not_named_like_a_video_is_left_out(tmp_path):
    (tmp_path / "notes").symlink_to("missing")
    (tmp_path / "round").symlink_to("round")
    assert list(find_videos(tmp_path)) == []


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, contextlib.chdir(path.parent):
        server.bind(path.name)


def never_opened(path: object, *_: object) -> None:
    raise AssertionError(f"{path} was opened")


@pytest.mark.parametrize("make_it", [os.mkfifo, make_socket, lambda path: path.symlink_to("/dev/null")])
@pytest.mark.parametrize("name", ["a.mp4", "a.ts"])
def test_what_is_named_like_a_video_and_is_no_file_is_a_failure_and_never_opened(tmp_path, monkeypatch, make_it, name):
    make_it(tmp_path / name)
    monkeypatch.setattr(Path, "open", never_opened)
    for place in (tmp_path, tmp_path / name):
        (failure,) = find_videos(place)
        assert isinstance(failure, Failure)
        assert (failure.path, failure.reason) == (tmp_path / name, "This is not a regular file.")


def test_a_folder_named_like_a_video_is_a_folder(tmp_path):
    make(tmp_path / "a.mp4" / "b.mp4")
    assert names(tmp_path) == ["a.mp4/b.mp4"]


def test_folders_may_be_nested_deeper_than_functions(tmp_path):
    deepest = "d/" * 300
    make(tmp_path / deepest / "a.mp4")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = names(tmp_path)
    finally:
        sys.setrecursionlimit(limit)
    assert found == [f"{deepest}a.mp4"]


def test_a_file_that_is_known_is_not_opened_to_tell_what_it_is(tmp_path, monkeypatch):
    make(tmp_path / "a.ts", tmp_path / "b.mp4")
    monkeypatch.setattr(Path, "open", never_opened)
    assert [found.path.name for found in find_videos(tmp_path, lambda _: True)] == ["a.ts", "b.mp4"]


class TestWhileThingsChange:
    """Folders and files go away, or fail, between being listed and being looked at."""

    def test_a_folder_that_vanishes_is_a_failure_and_the_others_go_on(self, tmp_path):
        make(*(tmp_path / folder / "a.mp4" for folder in ("one", "two", "three")))
        found = find_videos(tmp_path)
        next(found)
        shutil.rmtree(tmp_path / "two")
        rest = list(found)
        assert [item.path.relative_to(tmp_path).as_posix() for item in rest] == ["three/a.mp4", "two"]
        assert [type(item) for item in rest] == [FoundFile, Failure]

    def test_a_file_that_vanishes_is_a_failure_and_the_others_go_on(self, tmp_path):
        make(*(tmp_path / name for name in ("a.mp4", "b.mp4", "c.mp4")))
        found = find_videos(tmp_path)
        next(found)
        (tmp_path / "b.mp4").unlink()
        assert [type(item) for item in found] == [Failure, FoundFile]

    @pytest.mark.parametrize(
        ("number", "reason"),
        [(errno.EACCES, "may not read"), (errno.EIO, "Input/output error"), (errno.ESTALE, "cannot be read")],
    )
    def test_a_folder_that_cannot_be_listed_is_a_failure_and_the_others_go_on(
        self, tmp_path, monkeypatch, number, reason
    ):
        make(tmp_path / "bad" / "a.mp4", tmp_path / "good" / "b.mp4")
        scandir = os.scandir

        def failing(folder: Path) -> Iterator[os.DirEntry[str]]:
            if folder.name == "bad":
                raise OSError(number, os.strerror(number), str(folder))
            return scandir(folder)

        monkeypatch.setattr(os, "scandir", failing)
        failure, found = find_videos(tmp_path)
        assert isinstance(failure, Failure)
        assert failure.path == tmp_path / "bad"
        assert failure.passing
        assert reason in failure.reason
        assert found.path == tmp_path / "good" / "b.mp4"

    def test_a_file_whose_state_cannot_be_read_is_a_failure_and_the_others_go_on(self, tmp_path, monkeypatch):
        make(tmp_path / "a.mp4", tmp_path / "b.mp4")
        scandir = os.scandir

        class Failing:
            def __init__(self, entry: os.DirEntry[str]) -> None:
                self.name, self.path, self.is_dir = entry.name, entry.path, entry.is_dir
                self._entry = entry

            def stat(self) -> os.stat_result:
                if self.name == "a.mp4":
                    raise OSError(errno.EIO, os.strerror(errno.EIO), self.path)
                return self._entry.stat()

        @contextlib.contextmanager
        def failing(folder: Path) -> Iterator[list[Failing]]:
            with scandir(folder) as entries:
                yield [Failing(entry) for entry in entries]

        monkeypatch.setattr(os, "scandir", failing)
        assert [(type(item), item.path.name) for item in find_videos(tmp_path)] == [
            (Failure, "a.mp4"),
            (FoundFile, "b.mp4"),
        ]


def test_a_missing_path_is_a_failure_that_names_it(tmp_path):
    (failure,) = find_videos(tmp_path / "missing")
    assert isinstance(failure, Failure)
    assert failure.path == tmp_path / "missing"
    assert "nothing at this path" in failure.reason


def test_an_empty_folder_holds_nothing(tmp_path):
    assert list(find_videos(tmp_path)) == []


def test_names_that_are_not_utf8_are_found(tmp_path):
    make(tmp_path / os.fsdecode(b"caf\xe9.mp4"))
    (found,) = found_paths(tmp_path)
    assert os.fsencode(found).endswith(b"caf\xe9.mp4")


def test_a_forbidden_folder_is_a_failure_and_the_others_go_on(tmp_path, unprivileged):
    forbidden = tmp_path / "forbidden"
    if os.getuid() != 0:
        forbidden.mkdir(mode=0)
    (failure,) = find_videos(forbidden)
    assert isinstance(failure, Failure)
    assert "may not" in failure.reason


@pytest.mark.parametrize(
    ("make_it", "reason"),
    [
        (lambda path: None, "nothing at this path"),
        (lambda path: path.touch(), "empty"),
        (lambda path: path.mkdir(), "folder"),
        (os.mkfifo, "not a regular file"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, make_it, reason):
    make_it(tmp_path / "a.mp4")
    with pytest.raises(UserError, match=reason) as caught:
        require_readable_file(tmp_path / "a.mp4")
    assert caught.value.path == tmp_path / "a.mp4"
