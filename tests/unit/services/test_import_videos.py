"""Which files are taken into the catalogue, and how they are recognised when they come back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from tests.helpers.media import audio_only_clip, clip_without_index, odd_path
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.video import VideoFile
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.import_videos import Imported, VideoImporter


def take_in(desk: Desk, *paths: Path) -> Imported:
    desk.told.clear()
    with desk.catalogue() as catalogue, Decoder() as decoder:
        importer = VideoImporter(
            catalogue, decoder, cancel=CancelToken(), report=ignore_progress, failed=desk.told.append
        )
        return importer.take_in(paths or (desk.folder,))


def recognise(desk: Desk, *paths: Path) -> Imported:
    """Take in what must be recognised without opening it."""
    with desk.no_work_allowed():
        return take_in(desk, *paths)


def files(desk: Desk) -> list[VideoFile]:
    with desk.catalogue() as catalogue:
        return catalogue.files.all()


def videos_by_name(desk: Desk) -> dict[str, int]:
    return {file.fingerprint.path.name: file.video_id for file in files(desk)}


def video_ids(desk: Desk) -> list[int]:
    with desk.catalogue() as catalogue:
        return [video.id for video in catalogue.videos.all()]


def remembered(desk: Desk) -> list[Path]:
    with desk.catalogue() as catalogue:
        return [row.failure.path for row in catalogue.failures.all()]


class TestNewFiles:
    def test_every_video_of_a_folder_is_probed_and_entered_in_the_order_of_names(self, desk: Desk) -> None:
        paths = [desk.clip(name, "red", seconds_each=length) for name, length in (("a.mp4", 2), ("b.mp4", 3))]
        imported = take_in(desk)
        assert imported.files == {1: paths[0], 2: paths[1]}
        assert (len(imported.unchanged), imported.moved, imported.failures) == (0, 0, [])
        with desk.catalogue() as catalogue:
            assert [video.info.duration for video in catalogue.videos.all()] == [2.0, 3.0]
            assert catalogue.folders.all() == [desk.folder]

    def test_a_file_that_is_given_twice_is_taken_in_once(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        imported = take_in(desk, path, path, desk.folder)
        assert (imported.files, len(imported.unchanged)) == ({1: path}, 0)

    def test_a_bad_file_that_is_given_twice_is_told_once(self, desk: Desk) -> None:
        path = desk.folder / "empty.mp4"
        path.touch()
        assert len(take_in(desk, path, desk.folder).failures) == len(desk.told) == 1

    @pytest.mark.parametrize("kind", ["emoji", "newline", "long", "not-utf8", "like-a-protocol", "leading-dash"])
    def test_any_name_that_the_system_allows_is_a_name(self, desk: Desk, kind: str) -> None:
        path = odd_path(desk.folder, kind)
        desk.clip("plain.mp4", "red").rename(path)
        assert take_in(desk).files == {1: path}
        assert len(recognise(desk).unchanged) == 1

    def test_a_name_too_long_for_the_system_is_a_failure_like_any_other(self, desk: Desk) -> None:
        path = desk.folder / ("n" * 300)
        assert [failure.path for failure in take_in(desk, path, desk.clip("a.mp4", "red")).failures] == [path]
        assert video_ids(desk) == [1]

    def test_progress_counts_files_and_names_them(self, desk: Desk) -> None:
        for name in ("a.mp4", "b.mp4"):
            desk.clip(name, "red", seconds_each=len(name))
        told: list[Progress] = []
        with desk.catalogue() as catalogue, Decoder() as decoder:
            VideoImporter(
                catalogue, decoder, cancel=CancelToken(), report=told.append, failed=desk.told.append
            ).take_in([desk.folder])
        assert told == [
            Progress("scanning", 0, None, "files", "a.mp4"),
            Progress("scanning", 1, None, "files", "b.mp4"),
            Progress("scanning", 2, 2, "files"),
        ]

    def test_cancelling_keeps_what_was_taken_in(self, desk: Desk) -> None:
        for number in range(3):
            desk.clip(f"{number}.mp4", "red", seconds_each=number + 1)
        cancel = CancelToken()

        def cancel_at_the_second(progress: Progress) -> None:
            if progress.done == 1:
                cancel.cancel()

        with desk.catalogue() as catalogue, Decoder() as decoder:
            importer = VideoImporter(
                catalogue, decoder, cancel=cancel, report=cancel_at_the_second, failed=desk.told.append
            )
            with pytest.raises(Cancelled):
                importer.take_in([desk.folder])
        assert len(video_ids(desk)) == 1


class TestRecognition:
    def test_an_unchanged_file_is_not_opened(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
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

    def test_other_content_under_a_known_name_is_a_new_video_and_the_old_one_goes(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        take_in(desk)
        path = desk.clip("a.mp4", "green", seconds_each=4)
        assert take_in(desk).files == {2: path}
        assert video_ids(desk) == [2]

    def test_a_video_stays_as_long_as_one_of_its_files_holds_it(self, desk: Desk) -> None:
        shutil.copy(desk.clip("a.mp4", "red"), desk.folder / "b.mp4")
        take_in(desk)
        desk.clip("a.mp4", "green", seconds_each=4)
        take_in(desk)
        assert videos_by_name(desk) == {"a.mp4": 2, "b.mp4": 1}


class TestAbsence:
    def test_a_file_that_is_gone_is_offline_and_its_video_stays(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        desk.clip("b.mp4", "green")
        take_in(desk)
        path.unlink()
        recognise(desk)
        assert [(file.fingerprint.path.name, file.online) for file in files(desk)] == [
            ("a.mp4", False),
            ("b.mp4", True),
        ]

    def test_a_file_that_is_back_is_online(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
        aside = path.rename(desk.folder.parent / "aside.mp4")
        recognise(desk)
        aside.rename(path)
        assert len(recognise(desk).unchanged) == 1
        assert [file.online for file in files(desk)] == [True]

    def test_files_of_folders_that_were_not_looked_at_are_left_alone(self, desk: Desk) -> None:
        path = desk.clip("one/a.mp4", "red")
        desk.clip("two/b.mp4", "green")
        take_in(desk)
        path.unlink()
        recognise(desk, desk.folder / "two")
        assert all(file.online for file in files(desk))

    @pytest.mark.parametrize("rubbish", [b"", b"not a video"])
    def test_a_file_that_was_overwritten_with_rubbish_is_offline_and_its_video_stays(
        self, desk: Desk, rubbish: bytes
    ) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
        path.write_bytes(rubbish)
        assert [failure.path for failure in take_in(desk).failures] == [path]
        assert [(file.video_id, file.online) for file in files(desk)] == [(1, False)]


class TestFailures:
    def test_each_bad_file_is_told_with_a_reason_and_the_others_go_on(self, desk: Desk) -> None:
        (desk.folder / "a-empty.mp4").touch()
        (desk.folder / "b-text.mp4").write_text("a shopping list")
        audio_only_clip(desk.folder / "c-sound.mp4")
        clip_without_index(desk.folder / "d-cut-off.mp4")
        desk.clip("e-good.mp4", "red")
        imported = take_in(desk)
        assert [path.name for path in imported.files.values()] == ["e-good.mp4"]
        assert imported.failures == desk.told
        reasons = {failure.path.name: failure.reason for failure in desk.told}
        assert list(reasons) == ["a-empty.mp4", "b-text.mp4", "c-sound.mp4", "d-cut-off.mp4"]
        assert len(set(reasons.values())) == 4
        assert remembered(desk) == [failure.path for failure in desk.told]

    def test_an_empty_folder_is_told(self, desk: Desk) -> None:
        take_in(desk)
        (failure,) = desk.told
        assert (failure.path, failure.reason) == (desk.folder, "There is no video in this folder.")
        assert "mp4" in failure.hint

    def test_a_missing_path_is_told_and_not_remembered(self, desk: Desk) -> None:
        missing = desk.folder / "missing.mp4"
        desk.clip("a.mp4", "red")
        take_in(desk, missing, desk.folder)
        assert [failure.path for failure in desk.told] == [missing]
        assert remembered(desk) == []

    def test_a_file_that_could_not_be_opened_is_tried_again(self, desk: Desk) -> None:
        (desk.folder / "a.mp4").write_text("a shopping list")
        take_in(desk)
        probed: list[Path] = []
        with pytest.MonkeyPatch.context() as patch:
            probe = Decoder.probe
            patch.setattr(
                Decoder, "probe", lambda decoder, path, **given: probed.append(path) or probe(decoder, path, **given)
            )
            assert len(take_in(desk).failures) == 1
        assert probed == [desk.folder / "a.mp4"]

    def test_a_failure_is_forgotten_when_the_file_is_good(self, desk: Desk) -> None:
        path = desk.folder / "a.mp4"
        path.write_text("a shopping list")
        take_in(desk)
        desk.clip("a.mp4", "red")
        assert take_in(desk, path).failures == []
        assert remembered(desk) == []

    def test_a_failure_is_forgotten_when_the_file_is_gone(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        bad = desk.folder / "b.mp4"
        bad.write_text("a shopping list")
        take_in(desk)
        bad.unlink()
        take_in(desk)
        assert remembered(desk) == []

    def test_the_failure_of_an_empty_folder_is_forgotten_when_there_is_a_video_in_it(self, desk: Desk) -> None:
        take_in(desk)
        assert remembered(desk) == [desk.folder]
        desk.clip("a.mp4", "red")
        take_in(desk)
        assert remembered(desk) == []

    def test_failures_of_other_folders_are_kept(self, desk: Desk) -> None:
        bad = desk.folder / "one" / "b.mp4"
        bad.parent.mkdir()
        bad.write_text("a shopping list")
        desk.clip("two/a.mp4", "red")
        take_in(desk)
        take_in(desk, desk.folder / "two")
        assert remembered(desk) == [bad]

    def test_failures_are_told_in_the_words_of_the_error(self, desk: Desk) -> None:
        (desk.folder / "a.mp4").touch()
        take_in(desk)
        hint = "Copy it again from where it came from."
        assert desk.told == [Failure(desk.folder / "a.mp4", "The file is empty.", hint)]
