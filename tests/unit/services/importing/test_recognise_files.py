"""Files whose content is known are recognised wherever they have gone, without being opened as videos."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest

from tests.helpers.importing import copies, files, nothing_hashed, recognise, take_in, video_ids, videos_by_name
from tests.helpers.indexing import Desk


class TestRecognition:
    def test_an_unchanged_file_is_not_opened(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
        with nothing_hashed():
            imported = recognise(desk)
        assert (imported.files, len(imported.unchanged), imported.moved) == ({1: path}, 1, 0)

    def test_a_file_of_which_only_the_time_changed_is_the_same(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
        os.utime(path, (1, 1))
        assert len(recognise(desk).unchanged) == 1
        assert [file.fingerprint.mtime_ns for file in files(desk)] == [10**9]

    def test_a_renamed_file_is_the_same_video(self, desk: Desk) -> None:
        old = desk.clip("old.mp4", "red")
        take_in(desk)
        new = old.rename(desk.folder / "new.mp4")
        imported = recognise(desk)
        assert (imported.files, len(imported.unchanged), imported.moved) == ({1: new}, 0, 1)
        assert [file.fingerprint.path for file in files(desk)] == [new]

    def test_a_file_moved_into_a_folder_that_is_looked_at_later_is_online_again(self, desk: Desk) -> None:
        desk.clip("one/a.mp4", "red")
        other = desk.folder / "two"
        other.mkdir()
        take_in(desk)
        (desk.folder / "one/a.mp4").rename(other / "a.mp4")
        assert recognise(desk, desk.folder / "one", other).moved == 1
        assert [(file.fingerprint.path, file.online) for file in files(desk)] == [(other / "a.mp4", True)]

    def test_a_copy_is_another_file_of_the_same_video(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
        shutil.copy(path, desk.folder / "b.mp4")
        imported = recognise(desk)
        assert (len(imported.files), len(imported.unchanged), imported.moved) == (1, 2, 0)
        assert videos_by_name(desk) == {"a.mp4": 1, "b.mp4": 1}

    def test_two_files_that_changed_names_keep_their_videos(self, desk: Desk) -> None:
        first, second = desk.clip("a.mp4", "red"), desk.clip("b.mp4", "green")
        take_in(desk)
        aside = first.rename(desk.folder / "aside")
        second.rename(first)
        aside.rename(second)
        recognise(desk)
        assert videos_by_name(desk) == {"a.mp4": 2, "b.mp4": 1}
        assert video_ids(desk) == [1, 2]

    def test_files_that_all_moved_up_by_one_name_keep_their_videos(self, desk: Desk) -> None:
        for name, colour in (("1.mp4", "red"), ("2.mp4", "green"), ("3.mp4", "blue")):
            desk.clip(name, colour)
        take_in(desk)
        for number in (3, 2, 1):
            (desk.folder / f"{number}.mp4").rename(desk.folder / f"{number + 1}.mp4")
        assert recognise(desk).moved == 3
        assert videos_by_name(desk) == {"2.mp4": 1, "3.mp4": 2, "4.mp4": 3}

    def test_a_file_that_was_renamed_in_its_case_alone_is_the_same(self, desk: Desk) -> None:
        old = desk.clip("Holiday.mp4", "red")
        take_in(desk)
        old.rename(desk.folder / "HOLIDAY.MP4")
        assert recognise(desk).moved == 1
        assert videos_by_name(desk) == {"HOLIDAY.MP4": 1}

    def test_where_case_is_ignored_the_old_spelling_is_no_further_file(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Such a file system finds a file under any spelling, and lists the one that it has."""
        old = desk.clip("Holiday.mp4", "red")
        take_in(desk)
        old.rename(desk.folder / "HOLIDAY.MP4")
        monkeypatch.setattr("videobert_desktop.services.importing.recognise_files.still_holds", lambda file: True)
        assert recognise(desk).moved == 1
        assert videos_by_name(desk) == {"HOLIDAY.MP4": 1}

    def test_two_spellings_are_two_files_where_both_are_listed(self, desk: Desk) -> None:
        os.link(desk.clip("a.mp4", "red"), desk.folder / "A.MP4")
        take_in(desk)
        assert recognise(desk).moved == 0
        assert videos_by_name(desk) == {"A.MP4": 1, "a.mp4": 1}

    @pytest.mark.parametrize("link", [os.link, os.symlink])
    def test_links_to_a_file_are_further_files_of_its_video(self, desk: Desk, link: Callable[..., None]) -> None:
        path = desk.clip("a.mp4", "red")
        link(path, desk.folder / "b.mp4")
        imported = take_in(desk)
        assert (imported.files, imported.moved, imported.failures) == ({1: path}, 0, [])
        assert videos_by_name(desk) == {"a.mp4": 1, "b.mp4": 1}
        assert len(recognise(desk).unchanged) == 2

    def test_a_folder_and_a_link_to_it_hold_the_same_videos(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        link = desk.folder.parent / "link"
        link.symlink_to(desk.folder, target_is_directory=True)
        take_in(desk)
        imported = recognise(desk, link)
        assert (imported.files, imported.moved) == ({1: link / "a.mp4"}, 0)
        assert all(file.online for file in files(desk))
        assert len(recognise(desk, desk.folder, link).unchanged) == 2

    def test_a_drive_that_is_mounted_elsewhere_brings_its_videos_along(self, desk: Desk) -> None:
        for name, colour in (("drive/a.mp4", "red"), ("drive/deep/b.mp4", "green"), ("drive/deep/a.mp4", "red")):
            desk.clip(name, colour)
        take_in(desk)
        (desk.folder / "drive").rename(desk.folder / "mounted")
        assert recognise(desk).moved == 3
        names = {str(file.fingerprint.path.relative_to(desk.folder)): file.video_id for file in files(desk)}
        assert names == {"mounted/a.mp4": 1, "mounted/deep/a.mp4": 1, "mounted/deep/b.mp4": 2}

    def test_a_copy_of_which_the_original_was_only_touched_is_a_copy(self, desk: Desk) -> None:
        path = desk.clip("b.mp4", "red")
        take_in(desk)
        shutil.copy(path, desk.folder / "a.mp4")
        os.utime(path, (1, 1))
        imported = recognise(desk)
        assert (len(imported.unchanged), imported.moved) == (2, 0)
        assert videos_by_name(desk) == {"a.mp4": 1, "b.mp4": 1}

    def test_of_many_copies_one_may_be_renamed(self, desk: Desk) -> None:
        copies(desk, 40)
        take_in(desk)
        (desk.folder / "30.mp4").rename(desk.folder / "new.mp4")
        recognise(desk)
        present = [file.fingerprint.path.name for file in files(desk) if file.online]
        assert present == [*(f"{number:02}.mp4" for number in range(40) if number != 30), "new.mp4"]
        assert video_ids(desk) == [1]
