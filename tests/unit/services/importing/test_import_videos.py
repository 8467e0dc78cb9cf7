"""Which files are taken into the catalogue, what is told of the others, and which are there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from tests.helpers.importing import copies, files, nothing_hashed, recognise, remembered, take_in, video_ids
from tests.helpers.indexing import Desk
from tests.helpers.media import audio_only_clip, clip_without_index, odd_path
from tests.helpers.turned_clock import TurnedClock
from videobert_desktop.catalogue.files import FileStore
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure
from videobert_desktop.domain.progress import Progress
from videobert_desktop.media.decoder import Decoder


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

    def test_a_name_may_be_as_long_as_the_system_allows(self, desk: Desk) -> None:
        path = desk.clip("plain.mp4", "red").rename(desk.folder / ("n" * 251 + ".mp4"))
        assert take_in(desk).files == {1: path}

    def test_a_name_too_long_for_the_system_is_a_failure_like_any_other(self, desk: Desk) -> None:
        path = desk.folder / ("n" * 300)
        assert [failure.path for failure in take_in(desk, path, desk.clip("a.mp4", "red")).failures] == [path]
        assert video_ids(desk) == [1]

    def test_progress_counts_files_and_names_them(self, desk: Desk) -> None:
        for name in ("a.mp4", "b.mp4"):
            desk.clip(name, "red", seconds_each=len(name))
        told: list[Progress] = []
        take_in(desk, report=told.append, clock=TurnedClock(tick=1.0))
        assert told == [
            Progress("scanning", 0, None, "files", "a.mp4"),
            Progress("scanning", 1, None, "files", "b.mp4"),
            Progress("scanning", 2, 2, "files"),
        ]

    def test_progress_is_told_twenty_times_a_second_and_at_the_end(self, desk: Desk) -> None:
        copies(desk, 8)
        told: list[Progress] = []
        take_in(desk, report=told.append, clock=TurnedClock(tick=0.02))
        assert [progress.done for progress in told] == [0, 3, 6, 8]

    @pytest.mark.parametrize("at", range(6))
    def test_cancelling_keeps_what_was_taken_in_and_the_next_run_goes_on(self, desk: Desk, at: int) -> None:
        for number in range(5):
            desk.clip(f"{number}.mp4", "red", seconds_each=number + 1)
        cancel = CancelToken()

        def cancel_then(progress: Progress) -> None:
            if progress.done == at:
                cancel.cancel()

        with contextlib.suppress(Cancelled):
            take_in(desk, cancel=cancel, report=cancel_then, clock=TurnedClock(tick=1.0))
        kept = video_ids(desk)
        assert len(kept) == at
        assert len(files(desk)) == at
        assert len(take_in(desk).unchanged) == at
        assert video_ids(desk)[:at] == kept
        assert len(video_ids(desk)) == 5


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

    @pytest.mark.parametrize("gone", ["", "one"])
    def test_the_files_of_a_folder_that_vanished_are_offline_and_online_again_unopened(
        self, desk: Desk, gone: str
    ) -> None:
        """So it is with a drive that is taken off and put back."""
        for name, colour in (("one/a.mp4", "red"), ("one/b.mp4", "green")):
            desk.clip(name, colour)
        take_in(desk)
        folder = desk.folder / gone
        aside = folder.rename(desk.folder.parent / "aside")
        imported = recognise(desk, folder)
        assert [failure.path for failure in imported.failures] == [folder]
        assert [file.online for file in files(desk)] == [False, False]
        aside.rename(folder)
        with nothing_hashed():
            assert len(recognise(desk, folder).unchanged) == 2
        assert [file.online for file in files(desk)] == [True, True]

    def test_an_empty_mount_point_is_told_and_its_videos_stay(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red").rename(desk.folder / "b.mp4")
        take_in(desk)
        (desk.folder / "b.mp4").unlink()
        (failure,) = recognise(desk).failures
        assert failure.reason == "There is no video in this folder any more."
        assert "drive" in failure.hint
        assert [file.online for file in files(desk)] == [False]

    def test_a_pipe_in_place_of_a_file_is_told_and_its_video_is_offline(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
        path.unlink()
        os.mkfifo(path)
        assert [failure.reason for failure in recognise(desk).failures] == ["This is not a regular file."]
        assert [file.online for file in files(desk)] == [False]

    def test_presence_is_written_in_one_step(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        copies(desk, 5)
        take_in(desk)
        for path in desk.folder.iterdir():
            path.unlink()
        written: list[int] = []
        set_online = FileStore.set_online

        def counted(store: FileStore, *ids: int, online: bool) -> None:
            written.append(len(ids))
            set_online(store, *ids, online=online)

        monkeypatch.setattr(FileStore, "set_online", counted)
        recognise(desk)
        assert written == [5]

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
