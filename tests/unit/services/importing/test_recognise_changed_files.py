"""Files whose content changed: edited, replaced by something else, or grown."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.importing import files, recognise, take_in, video_ids, videos_by_name
from tests.helpers.indexing import Desk
from tests.helpers.media import truncated_clip
from tests.helpers.remuxing import remuxed


class TestEditions:
    """The same coded pictures in another container or with other metadata are the same video."""

    def test_metadata_that_changed_in_place_make_no_new_video(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red", "green")
        take_in(desk)
        before = [file.fingerprint.content_hash for file in files(desk)]
        remuxed(path, path, {"title": "Holiday", "creation_time": "2021-05-06T07:08:09Z"})
        imported = take_in(desk)
        assert (imported.files, imported.unchanged, imported.failures) == ({1: path}, [path], [])
        assert video_ids(desk) == [1]
        assert [file.fingerprint.content_hash for file in files(desk)] != before
        with desk.catalogue() as catalogue:
            assert catalogue.videos.all()[0].info.created == datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)
        assert len(recognise(desk).unchanged) == 1

    def test_a_remux_in_place_of_the_original_is_the_same_video(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red", "green")
        take_in(desk)
        copy = remuxed(path, desk.folder / "a.mkv")
        path.unlink()
        imported = take_in(desk)
        assert (imported.files, imported.moved, imported.failures) == ({1: copy}, 1, [])
        assert [(file.video_id, file.fingerprint.path.name, file.online) for file in files(desk)] == [
            (1, "a.mkv", True),
            (1, "a.mp4", False),
        ]

    @pytest.mark.parametrize("extension", ["mkv", "mov", "ts", "avi"])
    def test_a_remux_beside_the_original_is_a_further_file(self, desk: Desk, extension: str) -> None:
        path = desk.clip("a.mp4", "red", "green")
        remuxed(path, desk.folder / f"b.{extension}")
        imported = take_in(desk)
        assert (imported.files, imported.moved) == ({1: path}, 0)
        assert videos_by_name(desk) == {"a.mp4": 1, f"b.{extension}": 1}

    def test_a_remux_over_another_video_displaces_that_one(self, desk: Desk) -> None:
        first, second = desk.clip("a.mp4", "red", "green"), desk.clip("b.mp4", "blue", "white")
        take_in(desk)
        remuxed(first, second, {"title": "Holiday"})
        take_in(desk)
        assert [(file.video_id, file.online, file.displaced) for file in files(desk)] == [
            (1, True, False),
            (2, False, True),
            (1, True, False),
        ]

    def test_pictures_of_another_size_or_length_are_another_video(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=4.0)
        desk.clip("b.mp4", "red", seconds_each=8.0)
        desk.clip("c.mp4", "green", seconds_each=4.0)
        assert len(take_in(desk).files) == 3

    def test_what_was_made_of_the_video_stays(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red", "green")
        desk.index()
        windows = desk.windows()
        remuxed(path, path, {"title": "Holiday"})
        report = desk.index()
        assert (report.indexed, report.unchanged, report.failed) == (0, 1, ())
        assert desk.windows() == windows


class TestReplacedContent:
    """Something else lies at the path of a known video: nothing of the old one is lost."""

    def test_it_is_a_new_video_and_the_old_one_is_kept_offline(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        take_in(desk)
        path = desk.clip("a.mp4", "green", seconds_each=4)
        assert take_in(desk).files == {2: path}
        assert [(file.video_id, file.online, file.displaced) for file in files(desk)] == [
            (1, False, True),
            (2, True, False),
        ]
        assert len(recognise(desk).unchanged) == 1

    def test_the_old_one_is_recognised_when_it_turns_up_elsewhere_later(self, desk: Desk) -> None:
        old = desk.clip("a.mp4", "red")
        aside = shutil.copy(old, desk.folder.parent / "aside.mp4")
        take_in(desk)
        desk.clip("a.mp4", "green", seconds_each=4)
        take_in(desk)
        Path(aside).rename(desk.folder / "b.mp4")
        assert recognise(desk).moved == 1
        assert videos_by_name(desk) == {"a.mp4": 2, "b.mp4": 1}
        assert all(file.online for file in files(desk))

    def test_the_old_one_may_come_back_to_its_path(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        aside = Path(shutil.copy2(path, desk.folder.parent / "aside.mp4"))
        take_in(desk)
        desk.clip("a.mp4", "green", seconds_each=4)
        take_in(desk)
        aside.replace(path)
        imported = recognise(desk)
        assert (imported.files, imported.unchanged, imported.moved) == ({1: path}, [path], 0)
        assert [(file.video_id, file.online) for file in files(desk)] == [(1, True), (2, False)]

    def test_a_video_of_which_another_file_is_left_needs_no_trace_of_the_one_that_went(self, desk: Desk) -> None:
        shutil.copy(desk.clip("a.mp4", "red"), desk.folder / "b.mp4")
        take_in(desk)
        desk.clip("a.mp4", "green", seconds_each=4)
        take_in(desk)
        assert [(file.fingerprint.path.name, file.video_id) for file in files(desk)] == [("a.mp4", 2), ("b.mp4", 1)]

    def test_what_was_made_of_the_old_one_stays(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.index()
        windows = desk.windows(1)
        desk.clip("a.mp4", "green", seconds_each=4)
        desk.index()
        assert desk.windows(1) == windows
        assert desk.windows(2)


class TestGrownFiles:
    """A file that begins as it did, and goes on otherwise, is the same video with new content."""

    def grown(self, desk: Desk) -> Path:
        """A clip that was indexed and is twice as long now."""
        desk.clip("a.mp4", "red", seconds_each=6.0)
        desk.index()
        return desk.clip("a.mp4", "red", seconds_each=12.0)

    def test_it_keeps_its_video_and_is_encoded_anew(self, desk: Desk) -> None:
        path = self.grown(desk)
        imported = take_in(desk)
        assert (imported.files, imported.unchanged, imported.moved) == ({1: path}, [], 0)
        assert desk.windows() == []
        with desk.catalogue() as catalogue:
            assert [video.info.duration for video in catalogue.videos.all()] == [12.0]

    def test_the_next_indexing_finds_all_of_it(self, desk: Desk) -> None:
        self.grown(desk)
        assert desk.index().indexed == 1
        assert len(desk.windows()) == 8
        assert desk.index_is_exact()
        assert desk.index().unchanged == 1

    @pytest.mark.parametrize("keep", [0.5, 0.91])
    def test_a_cut_off_copy_that_was_copied_again_is_whole(self, desk: Desk, keep: float) -> None:
        path = truncated_clip(desk.folder / "a.mp4", frames=300, keep=keep)
        cut = path.read_bytes()
        desk.index()
        whole = truncated_clip(desk.folder / "a.mp4", frames=300, keep=1.0)
        assert whole.read_bytes().startswith(cut)
        imported = take_in(desk)
        assert (imported.files, imported.unchanged) == ({1: path}, [])
        assert desk.windows() == []
        with desk.catalogue() as catalogue:
            assert [video.damage for video in catalogue.videos.all()] == [None]

    def test_a_whole_copy_beside_a_cut_one_is_encoded_in_its_place(self, desk: Desk) -> None:
        truncated_clip(desk.folder / "a.mp4", frames=300, keep=0.91)
        desk.index()
        whole = truncated_clip(desk.folder / "b.mp4", frames=300, keep=1.0)
        imported = take_in(desk)
        assert (imported.files, imported.unchanged) == ({1: whole}, [desk.folder / "a.mp4"])
        assert desk.windows() == []

    def test_a_second_cut_copy_is_encoded_once(self, desk: Desk) -> None:
        truncated_clip(desk.folder / "a.mp4", frames=300, keep=0.91)
        desk.index()
        truncated_clip(desk.folder / "b.mp4", frames=300, keep=0.95)
        assert desk.index().indexed == 1
        with desk.no_work_allowed():
            assert desk.index().unchanged == 2

    @pytest.mark.parametrize("seconds", [6.0, 12.0])
    def test_a_film_that_begins_alike_does_not_take_over_what_was_renamed(self, desk: Desk, seconds: float) -> None:
        path = desk.clip("export.mp4", "red", "green")
        take_in(desk)
        path.rename(desk.folder / "trip.mp4")
        desk.clip("export.mp4", "red", "blue", seconds_each=seconds / 2)
        imported = take_in(desk)
        assert videos_by_name(desk) == {"export.mp4": 2, "trip.mp4": 1}
        assert [path.name for path in imported.files.values()] == ["export.mp4", "trip.mp4"]

    def test_a_film_that_begins_alike_and_is_no_longer_is_another_video(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", "green")
        take_in(desk)
        path = desk.clip("a.mp4", "red", "blue")
        assert take_in(desk).files == {2: path}

    def test_a_video_that_has_another_file_stays_as_that_one_is(self, desk: Desk) -> None:
        shutil.copy(desk.clip("a.mp4", "red", seconds_each=6.0), desk.folder / "b.mp4")
        take_in(desk)
        path = desk.clip("a.mp4", "red", seconds_each=12.0)
        assert take_in(desk).files == {2: path, 1: desk.folder / "b.mp4"}
