"""Forgotten files stay out, wherever they go, until somebody names them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.helpers.importing import files, nothing_hashed, remembered, take_in, videos_by_name
from tests.helpers.indexing import Desk
from tests.helpers.turned_clock import TurnedClock
from videobert_desktop.services.forget_videos import forget_videos
from videobert_desktop.services.importing import forgotten_files as module
from videobert_desktop.services.importing.forgotten_files import not_forgotten
from videobert_desktop.services.library import Library


@pytest.fixture
def out(desk: Desk) -> Path:
    """A red clip that was forgotten, beside a blue one, which is video 2."""
    path = desk.clip("red.mp4", "red")
    desk.clip("white.mp4", "white", seconds_each=2)
    take_in(desk)
    forget_videos(desk.library, [videos_by_name(desk)["red.mp4"]])
    return path


def known(desk: Desk) -> set[str]:
    return set(videos_by_name(desk))


def test_a_look_through_their_folder_leaves_them_out_without_looking_into_them(desk: Desk, out: Path) -> None:
    with nothing_hashed():
        imported = take_in(desk)
    assert known(desk) == {"white.mp4"}
    assert (list(imported.files.values()), imported.unchanged) == ([desk.folder / "white.mp4"],) * 2
    assert imported.failures == []


def test_a_folder_of_nothing_else_is_not_said_to_be_empty(desk: Desk, out: Path) -> None:
    (desk.folder / "white.mp4").unlink()
    assert take_in(desk).failures == []
    assert remembered(desk) == []


@pytest.mark.parametrize("change", ["touched", "renamed", "moved to another folder", "copied"])
def test_they_are_known_again_by_their_content_and_looked_into_once(desk: Desk, out: Path, change: str) -> None:
    if change == "touched":
        os.utime(out, ns=(0, 10**18))
    elif change == "renamed":
        out.rename(desk.folder / "crimson.mp4")
    elif change == "copied":
        shutil.copy(out, desk.folder / "crimson.mp4")
    else:
        (desk.folder / "deep").mkdir()
        out.rename(desk.folder / "deep" / "red.mp4")
    take_in(desk)
    assert known(desk) == {"white.mp4"}
    with nothing_hashed():
        take_in(desk)
    assert known(desk) == {"white.mp4"}


def test_one_that_may_still_be_growing_is_known_again_too(desk: Desk, out: Path) -> None:
    out.rename(desk.folder / "crimson.mp4")
    take_in(desk, clock=TurnedClock(ahead=0.0))
    assert known(desk) == {"white.mp4"}


def test_another_content_at_its_place_is_a_new_file(desk: Desk, out: Path) -> None:
    desk.clip("red.mp4", "green")
    take_in(desk)
    assert known(desk) == {"red.mp4", "white.mp4"}


def test_who_names_one_takes_it_in_again_as_a_new_video_with_its_copies(desk: Desk, out: Path) -> None:
    shutil.copy(out, desk.folder / "copy.mp4")
    take_in(desk)
    imported = take_in(desk, out)
    assert list(imported.files.values()) == [out]
    assert 1 not in imported.files
    take_in(desk)
    assert known(desk) == {"red.mp4", "copy.mp4", "white.mp4"}
    with desk.catalogue() as catalogue:
        assert catalogue.forgotten.sizes() == set()


@pytest.mark.parametrize("moved", [True, False])
def test_who_names_it_beside_its_folder_takes_it_in_again(desk: Desk, out: Path, moved: bool) -> None:
    there = out.rename(desk.folder / "crimson.mp4") if moved else out
    take_in(desk, desk.folder, there)
    assert known(desk) == {there.name, "white.mp4"}


def test_when_one_takes_the_place_of_a_video_that_is_known_the_video_is_offline(desk: Desk, out: Path) -> None:
    out.replace(desk.folder / "white.mp4")
    take_in(desk)
    (file,) = files(desk)
    assert (file.video_id, file.online, file.displaced) == (2, False, True)
    with nothing_hashed():
        take_in(desk)


class TestWhatAWatcherIsToldOf:
    def test_forgotten_files_are_left_out_wherever_they_are(self, desk: Desk, out: Path) -> None:
        moved = shutil.copy(out, desk.folder / "crimson.mp4")
        white = desk.folder / "white.mp4"
        assert not_forgotten(desk.library, [out, moved, white]) == [white]

    def test_only_a_file_of_the_same_size_is_looked_into(
        self, desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(path: Path) -> None:
            raise AssertionError(f"{path} was hashed")

        monkeypatch.setattr(module, "fingerprint", refuse)
        white = desk.folder / "white.mp4"
        assert white.stat().st_size != out.stat().st_size
        assert not_forgotten(desk.library, [out, white]) == [white]

    def test_what_cannot_be_looked_at_is_for_others_to_tell(self, desk: Desk, out: Path) -> None:
        gone = desk.folder / "gone.mp4"
        assert not_forgotten(desk.library, [gone]) == [gone]

    def test_another_content_of_the_same_size_is_none(self, desk: Desk, out: Path) -> None:
        content = bytearray(out.read_bytes())
        content[-1] ^= 1
        other = desk.folder / "other.mp4"
        other.write_bytes(content)
        assert not_forgotten(desk.library, [other]) == [other]

    def test_where_nothing_was_forgotten_nothing_is_left_out(self, desk: Desk) -> None:
        gone = desk.folder / "gone.mp4"
        assert not_forgotten(desk.library, [gone]) == [gone]

    def test_a_watcher_that_was_told_of_nothing_does_not_open_the_catalogue(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(library: Library) -> None:
            raise AssertionError("it was opened")

        monkeypatch.setattr(Library, "catalogue", refuse)
        assert not_forgotten(desk.library, []) == []
