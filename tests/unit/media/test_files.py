from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.media.files import VIDEO_EXTENSIONS, find_videos, require_readable_file


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


def names(folder: Path) -> list[str]:
    return [str(found.relative_to(folder)) for found in find_videos(folder) if isinstance(found, Path)]


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
    assert list(find_videos(tmp_path / ".odd.name")) == [tmp_path / ".odd.name"]


def test_a_relative_path_becomes_absolute(tmp_path, monkeypatch):
    make(tmp_path / "a.mp4")
    monkeypatch.chdir(tmp_path)
    assert list(find_videos(Path())) == [tmp_path / "a.mp4"]


def test_linked_folders_are_followed_but_not_in_circles(tmp_path):
    make(tmp_path / "real" / "a.mp4")
    (tmp_path / "real" / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "zlink").symlink_to(tmp_path / "real", target_is_directory=True)
    assert names(tmp_path) == ["real/a.mp4"]


def test_a_link_that_leads_nowhere_is_a_failure(tmp_path):
    (tmp_path / "gone.mp4").symlink_to(tmp_path / "missing")
    assert [type(found) for found in find_videos(tmp_path)] == [Failure]


def test_a_pipe_called_like_a_video_is_left_out(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    assert list(find_videos(tmp_path)) == []


def test_a_missing_path_is_a_failure_that_names_it(tmp_path):
    (failure,) = find_videos(tmp_path / "missing")
    assert isinstance(failure, Failure)
    assert failure.path == tmp_path / "missing"
    assert "nothing at this path" in failure.reason


def test_an_empty_folder_holds_nothing(tmp_path):
    assert list(find_videos(tmp_path)) == []


def test_names_that_are_not_utf8_are_found(tmp_path):
    make(tmp_path / os.fsdecode(b"caf\xe9.mp4"))
    (found,) = find_videos(tmp_path)
    assert isinstance(found, Path)
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
