"""Indexing from end to end with real clips, but for the model: what is done, what is left alone, what is told."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import install_colour_pack
from tests.helpers.indexing import Desk, pack_row
from tests.helpers.media import aged, truncated_clip
from tests.helpers.remuxing import remuxed
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.frames import DecodeEnd, SampledFrames
from videobert_desktop.services.indexing.index_videos import IndexOptions
from videobert_desktop.services.libraries import create_library, verify_library
from videobert_desktop.settings.options import packs_directory

LONG = ("red", "green", "blue", "yellow", "white")
"""The colours of a clip of 130 s, 26 s each."""


def long_clip(desk: Desk, name: str = "long.mp4") -> Path:
    return desk.clip(name, *LONG, seconds_each=26.0, rate=2)


def cancelling_at(second: float, cancel: CancelToken) -> Callable[[Progress], None]:
    def report(progress: Progress) -> None:
        if progress.stage == "indexing" and progress.done >= second:
            cancel.cancel()

    return report


def remembered(desk: Desk) -> dict[str, str]:
    with desk.catalogue() as catalogue:
        return {row.failure.path.name: row.stage for row in catalogue.failures.all()}


def problems(desk: Desk) -> list[str]:
    return verify_library(desk.library, lambda _: None, CancelToken())


class TestOneVideo:
    def test_130_seconds_become_87_windows_of_three_units_in_one_file(self, desk: Desk) -> None:
        long_clip(desk)
        report = desk.index()
        assert (report.indexed, report.unchanged, report.moved, report.failed) == (1, 0, 0, ())
        assert report.video_seconds == pytest.approx(130.0)
        assert report.device == "cpu"
        windows = desk.windows()
        assert [window.number for window in windows] == list(range(87))
        assert [window.span for window in windows[:86]] == [Span(n * 1.5, n * 1.5 + 1.5) for n in range(86)]
        assert (windows[86].span.start, windows[86].span.end) == (129.0, pytest.approx(130.0))
        assert len(desk.features_files()) == 1
        assert desk.features_files()[0].startswith("merged.")
        assert desk.index_is_exact()

    def test_embeddings_are_in_the_order_of_the_windows(self, desk: Desk) -> None:
        long_clip(desk)
        desk.index()
        embeddings = desk.arrays()["embeddings"].astype(np.float32)
        assert embeddings.shape == (87, 8)
        seen = embeddings[[0, 20, 40, 60, 80], :3].round().astype(int).tolist()
        # yellow and white have several parts, each below one but above a half
        assert seen == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]]

    def test_the_last_window_of_a_short_video_is_cut_at_its_end(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=2.0)
        desk.index()
        assert [window.span for window in desk.windows()] == [Span(0.0, 1.5), Span(1.5, 2.0)]

    def test_a_library_that_was_just_indexed_is_in_order(self, desk: Desk) -> None:
        long_clip(desk)
        desk.clip("a.mp4", "red")
        desk.index()
        assert problems(desk) == []

    def test_progress_goes_up_to_the_total_in_seconds_of_video(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=4.0)
        desk.clip("b.mp4", "green", seconds_each=6.0)
        told: list[Progress] = []
        desk.index(report=told.append)
        indexing = [progress for progress in told if progress.stage == "indexing"]
        assert [(progress.item, progress.unit) for progress in indexing] == [("a.mp4", "s")] * 2 + [("b.mp4", "s")] * 2
        assert [progress.total for progress in indexing] == [pytest.approx(10.0)] * 4
        assert [progress.done for progress in indexing] == pytest.approx([3.5, 4.0, 9.5, 10.0])


class TestInterruption:
    def test_a_run_cancelled_in_the_second_unit_keeps_the_first_and_it_can_be_found(self, desk: Desk) -> None:
        long_clip(desk)
        cancel = CancelToken()
        with pytest.raises(Cancelled):
            desk.index(cancel=cancel, report=cancelling_at(80.0, cancel))
        assert len(desk.windows()) == 40
        assert desk.index_is_exact()
        assert desk.found("green", limit=1) == ["long.mp4"]
        assert problems(desk) == []

    def test_the_next_run_decodes_only_what_is_missing_and_ends_as_if_nothing_had_happened(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        long_clip(desk)
        cancel = CancelToken()
        with pytest.raises(Cancelled):
            desk.index(cancel=cancel, report=cancelling_at(80.0, cancel))
        report = desk.index()
        assert (report.indexed, report.unchanged) == (1, 0)
        assert report.video_seconds == pytest.approx(70.0)
        assert desk.loaded[-1].frames_seen == 140
        assert len(desk.features_files()) == 1
        assert desk.index_is_exact()
        whole = Desk(create_library(tmp_path / "uninterrupted"), desk.folder, desk.monkeypatch)
        whole.index()
        assert desk.windows() == [
            type(window)(mine.id, window.video_id, mine.unit_id, window.number, window.span)
            for window, mine in zip(whole.windows(), desk.windows(), strict=True)
        ]
        for name, array in whole.arrays().items():
            assert desk.arrays()[name].tobytes() == array.tobytes(), name

    def test_a_run_cancelled_while_it_scans_goes_on_the_next_time(self, desk: Desk) -> None:
        for name, colour in (("a.mp4", "red"), ("b.mp4", "green")):
            desk.clip(name, colour)
        cancel = CancelToken()
        with pytest.raises(Cancelled):
            desk.index(cancel=cancel, report=lambda _: cancel.cancel())
        assert desk.index().indexed == 2
        assert desk.found("green", limit=1) == ["b.mp4"]

    def test_what_a_crash_left_without_a_row_is_removed(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.index()
        (kept,) = desk.features_files()
        folder = next(desk.library.features_directory.rglob(kept)).parent
        (folder / "00001.0123456789ab.safetensors").write_bytes(b"a shard without a row")
        (folder / ".merged.tmp").write_bytes(b"half a file")
        desk.index()
        assert desk.features_files() == [kept]


class TestNothingTwice:
    def test_an_unchanged_folder_needs_neither_the_model_nor_the_decoder(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.clip("b.mp4", "green")
        desk.index()
        with desk.no_work_allowed():
            report = desk.index()
        assert (report.indexed, report.unchanged, report.moved, report.failed) == (0, 2, 0, ())
        assert report.video_seconds == 0.0

    def test_an_unchanged_folder_leaves_the_index_alone(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.index()
        before = {path: path.stat().st_mtime_ns for path in desk.library.index_directory.iterdir()}
        with desk.catalogue() as catalogue:
            generation = catalogue.generation
        desk.index()
        assert {path: path.stat().st_mtime_ns for path in desk.library.index_directory.iterdir()} == before
        with desk.catalogue() as catalogue:
            assert catalogue.generation == generation

    def test_a_moved_file_is_recognised_and_found_in_its_new_place(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        desk.index()
        path.rename(desk.folder / "z.mp4")
        with desk.no_work_allowed():
            report = desk.index()
        assert (report.indexed, report.unchanged, report.moved) == (0, 0, 1)
        assert desk.found("red") == ["z.mp4"]

    def test_a_copied_file_is_one_video(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        shutil.copy(path, desk.folder / "b.mp4")
        report = desk.index()
        assert (report.indexed, report.unchanged) == (1, 1)
        assert desk.found("red") == ["a.mp4"]
        with desk.catalogue() as catalogue:
            assert [file.video_id for file in catalogue.files.all()] == [1, 1]

    def test_a_touched_file_is_unchanged(self, desk: Desk) -> None:
        os.utime(desk.clip("a.mp4", "red"), (1, 1))
        desk.index()
        os.utime(desk.folder / "a.mp4", (2, 2))
        with desk.no_work_allowed():
            assert desk.index().unchanged == 1

    def test_replaced_content_is_a_new_video_and_the_old_one_is_kept_offline(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.index()
        old = {window.id for window in desk.windows(1)}
        desk.clip("a.mp4", "green", seconds_each=4.5)
        report = desk.index()
        assert (report.indexed, report.unchanged) == (1, 0)
        assert {window.id for window in desk.windows(1)} == old
        assert not old & {window.id for window in desk.windows(2)}
        with desk.catalogue() as catalogue:
            assert [file.online for file in catalogue.files.of_video(1)] == [False]
        assert desk.index_is_exact()
        assert problems(desk) == []

    def test_a_deleted_file_is_offline_and_can_still_be_found(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        desk.clip("b.mp4", "green")
        desk.index()
        path.unlink()
        desk.index()
        (best, _) = desk.search("red").moments
        assert (best.path, best.online) == (path, False)

    def test_the_index_is_made_again_if_it_was_lost(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.index()
        shutil.rmtree(desk.library.index_directory)
        with desk.no_work_allowed():
            desk.index()
        assert desk.index_is_exact()


def forget_packets(desk: Desk) -> MediaInfo:
    """Have the one video as if it had been taken in before packets were looked at; what was known of it."""
    with desk.catalogue() as catalogue:
        (video,) = catalogue.videos.all()
        catalogue.videos.update(video.id, replace(video.info, packet_hashes=()))
    return video.info


@contextmanager
def broken_decoder(name: str, *, passing: bool = False) -> Iterator[None]:
    """Within it, decoding breaks down on the file of that name."""
    sound = Decoder.frames

    def frames(decoder: Decoder, path: Path, **options: object) -> Generator[SampledFrames, None, DecodeEnd]:
        if path.name == name:
            raise UserError("The decoder broke down on this file.", path=path, passing=passing)
        return (yield from sound(decoder, path, **options))  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Decoder, "frames", frames)
        yield


class TestFailures:
    def test_a_file_that_breaks_the_decoder_fails_alone(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.clip("b.mp4", "green")
        with broken_decoder("a.mp4"):
            report = desk.index()
        assert report.indexed == 1
        assert report.failed == tuple(desk.told)
        assert desk.told == [Failure(desk.folder / "a.mp4", "The decoder broke down on this file.")]
        assert desk.found("green") == ["b.mp4"]

    def test_it_is_told_again_but_not_tried_again_until_it_changes(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        with broken_decoder("a.mp4"):
            desk.index()
        with desk.no_work_allowed():
            report = desk.index()
        assert (report.indexed, report.unchanged) == (0, 0)
        assert [failure.path.name for failure in report.failed] == ["a.mp4"]
        os.utime(desk.folder / "a.mp4", (1, 1))
        assert desk.index().indexed == 1

    def test_what_may_pass_is_tried_again_although_the_file_is_as_it_was(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        with broken_decoder("a.mp4", passing=True):
            assert len(desk.index().failed) == 1
        report = desk.index()
        assert (report.indexed, report.failed) == (1, ())
        assert remembered(desk) == {}

    def test_it_is_forgotten_when_it_goes_well(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        with broken_decoder("a.mp4"):
            desk.index()
        assert remembered(desk) == {"a.mp4": "decode"}
        os.utime(desk.folder / "a.mp4", (1, 1))
        assert desk.index().failed == ()
        assert remembered(desk) == {}

    def test_a_file_that_is_no_video_is_tried_again(self, desk: Desk) -> None:
        (desk.folder / "a.mp4").write_text("a shopping list")
        assert len(desk.index().failed) == 1
        desk.clip("a.mp4", "red")
        report = desk.index()
        assert (report.indexed, report.failed) == (1, ())
        assert remembered(desk) == {}

    def test_a_damaged_file_is_indexed_up_to_the_damage_and_told_once(self, desk: Desk) -> None:
        path = truncated_clip(desk.folder / "a.mp4")
        report = desk.index()
        assert report.indexed == 1
        (failure,) = report.failed
        assert failure.path == path
        assert failure.reason.startswith("The file is damaged after ")
        assert "can be searched" in failure.hint
        with desk.catalogue() as catalogue:
            (video,) = catalogue.videos.all()
        assert video.damage is not None
        assert desk.windows()[-1].span.end == pytest.approx(report.video_seconds)
        assert report.video_seconds < video.info.duration
        assert desk.index_is_exact()
        assert desk.index().unchanged == 1

    def test_a_damaged_file_that_was_copied_again_is_sound(self, desk: Desk) -> None:
        truncated_clip(desk.folder / "a.mp4")
        desk.index()
        desk.clip("a.mp4", "red")
        assert desk.index().failed == ()
        assert remembered(desk) == {}

    def test_packets_that_were_never_looked_at_are_noted_with_the_next_pass(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.index(mode=Pass.FAST)
        noted = forget_packets(desk)
        desk.index()
        with desk.catalogue() as catalogue:
            assert catalogue.videos.all()[0].info == noted

    def test_packets_that_were_never_looked_at_are_noted_when_a_file_has_moved(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        desk.index()
        noted = forget_packets(desk)
        path.rename(desk.folder / "b.mp4")
        assert desk.index().moved == 1
        with desk.catalogue() as catalogue:
            assert catalogue.videos.all()[0].info == noted

    def test_paths_that_are_all_missing_are_told_apart_from_paths_with_failures(self, desk: Desk) -> None:
        report = desk.index(desk.folder / "no", desk.folder / ("n" * 300))
        assert report.nothing_usable
        assert len(report.failed) == 2
        assert not desk.index(desk.folder, desk.folder / "no").nothing_usable

    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
    def test_a_disk_that_takes_nothing_ends_the_run_with_nothing_half_written(self, desk: Desk, code: int) -> None:
        desk.clip("a.mp4", "red")
        desk.clip("b.mp4", "green")

        def refuse(*_: object) -> None:
            raise OSError(code, os.strerror(code))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("videobert_desktop.catalogue.disk.os.fsync", refuse)
            with pytest.raises(UserError) as told:
                desk.index()
        assert str(desk.library.root) in str(told.value)
        assert desk.features_files() == []
        assert remembered(desk) == {}
        assert desk.index().indexed == 2
        assert problems(desk) == []

    def test_a_features_directory_that_cannot_be_made_ends_the_run(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.library.features_directory.write_text("in the way")
        with pytest.raises(UserError):
            desk.index()
        with desk.catalogue() as catalogue:
            assert catalogue.windows.count(pack_row(catalogue).id) == 0


def cut_beside_whole(desk: Desk, path: Path) -> None:
    """Turn a clip into a Matroska file, and put a copy before it that ends early, after all its sampled packets."""
    whole = remuxed(path, path.with_suffix(".mkv"))
    path.unlink()
    cut = desk.folder / "a.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 95 // 100])
    aged(cut)


class TestSeveralCopies:
    """A video of which one file is bad is read from another."""

    @pytest.mark.parametrize("passing", [False, True])
    def test_when_one_fails_the_next_is_tried_and_the_failure_is_told(self, desk: Desk, passing: bool) -> None:
        remuxed(desk.clip("a.mp4", "red"), desk.folder / "b.mkv")
        with broken_decoder("a.mp4", passing=passing):
            report = desk.index()
        assert (report.indexed, [failure.path.name for failure in report.failed]) == (1, ["a.mp4"])
        assert len(desk.windows()) == 2

    def test_a_copy_of_the_same_content_is_tried_only_where_a_failure_may_pass(self, desk: Desk) -> None:
        shutil.copy(desk.clip("a.mp4", "red"), desk.folder / "b.mp4")
        with broken_decoder("a.mp4"):
            assert desk.index().indexed == 0
        desk.clip("c.mp4", "green")
        shutil.copy(desk.folder / "c.mp4", desk.folder / "d.mp4")
        with broken_decoder("c.mp4", passing=True):
            assert desk.index(desk.folder / "c.mp4", desk.folder / "d.mp4").indexed == 1

    def test_a_whole_copy_beside_a_cut_one_is_used(self, desk: Desk) -> None:
        cut_beside_whole(desk, truncated_clip(desk.folder / "b.mp4", frames=300, keep=1.0))
        report = desk.index()
        assert (report.indexed, [failure.path.name for failure in report.failed]) == (1, ["a.mkv"])
        with desk.catalogue() as catalogue:
            (video,) = catalogue.videos.all()
        assert video.damage is None
        assert desk.windows()[-1].span.end == pytest.approx(video.info.duration, abs=0.1)
        with desk.no_work_allowed():
            assert desk.index().unchanged == 2

    def test_the_full_units_of_a_cut_copy_are_kept(self, desk: Desk) -> None:
        cut_beside_whole(desk, long_clip(desk, "b.mp4"))
        assert desk.index().indexed == 1
        assert len(desk.windows()) == 87
        assert desk.index_is_exact()

    def test_where_all_are_cut_the_video_is_indexed_up_to_there_and_left_alone(self, desk: Desk) -> None:
        for name, keep in (("a.mp4", 0.91), ("b.mp4", 0.95)):
            truncated_clip(desk.folder / name, frames=300, keep=keep)
        report = desk.index()
        assert (report.indexed, len(report.failed)) == (1, 2)
        assert desk.windows()
        with desk.no_work_allowed():
            assert desk.index().unchanged == 2

    def test_a_later_closer_pass_reads_the_sound_copy(self, desk: Desk) -> None:
        truncated_clip(desk.folder / "a.mp4", frames=300, keep=0.91)
        truncated_clip(desk.folder / "b.mp4", frames=300, keep=1.0)
        desk.index()
        with broken_decoder("a.mp4"):
            report = desk.index(mode=Pass.THOROUGH)
        assert (report.indexed, report.failed) == (1, ())


class TestWhoMay:
    def test_the_second_indexer_is_told_who_is_at_it(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        with desk.library.lock("indexing"), pytest.raises(UserError) as told:
            desk.index()
        assert f"process {os.getpid()}" in told.value.reason
        assert "has been indexing since" in told.value.reason
        assert told.value.hint

    def test_an_unknown_pack_is_told_before_anything_is_scanned(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        with desk.no_work_allowed(), pytest.raises(UserError, match="no pack called 'none'"):
            desk.index(pack="none")

    def test_a_library_keeps_to_its_own_pack(self, desk: Desk) -> None:
        install_colour_pack(packs_directory(), name="others")
        desk.clip("a.mp4", "red")
        desk.index(pack="others")
        desk.clip("b.mp4", "green")
        desk.index()
        assert [pack.info.name for pack in desk.loaded] == ["others", "others"]

    def test_a_new_revision_of_the_pack_indexes_everything_again(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red")
        desk.index()
        install_colour_pack(packs_directory(), revision="2")
        report = desk.index()
        assert report.indexed == 1
        assert desk.loaded[-1].info.revision == "2"
        assert desk.found("red") == ["a.mp4"]


def test_the_starter_pack_is_the_one_for_new_libraries() -> None:
    assert IndexOptions().new_pack == "starter"
