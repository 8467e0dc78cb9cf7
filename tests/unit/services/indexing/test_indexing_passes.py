"""Passes and their order: a first look at everything, then closer ones, and what is asked for first before all."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk, pack_row
from tests.helpers.media import truncated_clip
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.indexing.prioritise import index_first
from videobert_desktop.services.libraries import verify_library
from videobert_desktop.services.list_videos import library_videos
from videobert_desktop.services.thumbnailing.thumbnails import thumbnail_path

FAST, STANDARD, THOROUGH = Pass
FIRST_LOOK, INDEXING = "first look", "indexing"


@pytest.fixture
def desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk where any new video is enough for a first look."""
    monkeypatch.setattr("videobert_desktop.services.indexing.plan_run.FIRST_LOOK_SECONDS", 0.0)
    return desk


def long_clip(desk: Desk, name: str = "long.mp4") -> Path:
    """A clip of 130 s, which is three units, with a key frame every 6 s."""
    return desk.clip(name, "red", "green", "blue", "yellow", "white", seconds_each=26.0, rate=2)


def unit_passes(desk: Desk, video_id: int = 1) -> list[Pass]:
    with desk.catalogue() as catalogue:
        return [unit.pass_name for unit in catalogue.units.of_video(video_id, pack_row(catalogue).id)]


def completed(desk: Desk) -> dict[int, Pass]:
    with desk.catalogue() as catalogue:
        return catalogue.units.passes(pack_row(catalogue).id)


def video_id(desk: Desk, name: str) -> int:
    with desk.catalogue() as catalogue:
        file = catalogue.files.by_path(desk.folder / name)
    assert file is not None
    return file.video_id


def index_until(desk: Desk, stage: str, second: float, mode: Pass = STANDARD) -> None:
    """Index, and cancel when the stage has come so far."""
    cancel = CancelToken()

    def report(progress: Progress) -> None:
        if progress.stage == stage and progress.done >= second:
            cancel.cancel()

    with pytest.raises(Cancelled):
        desk.index(mode=mode, cancel=cancel, report=report)


def at_first(stage: str, do: Callable[[], None], item: str | None = None) -> Callable[[Progress], None]:
    """Does something at the first report of a stage, on a certain file if one is named."""
    done: list[Progress] = []

    def report(progress: Progress) -> None:
        if progress.stage == stage and item in (None, progress.item) and not done:
            done.append(progress)
            do()

    return report


class TestFirstLook:
    def test_everything_is_looked_at_once_before_anything_is_looked_at_closely(self, desk: Desk) -> None:
        for name in ("a.mp4", "b.mp4", "c.mp4"):
            desk.clip(name, "red", seconds_each=20.0 + ord(name[0]) % 7)
        told: list[Progress] = []
        desk.index(report=told.append)
        steps = [(progress.stage, progress.item) for progress in told if progress.stage in (FIRST_LOOK, INDEXING)]
        assert [step for step, _ in itertools.groupby(steps)] == [
            *((FIRST_LOOK, name) for name in ("a.mp4", "b.mp4", "c.mp4")),
            *((INDEXING, name) for name in ("a.mp4", "b.mp4", "c.mp4")),
        ]

    def test_the_whole_collection_can_be_searched_before_anything_is_looked_at_closely(self, desk: Desk) -> None:
        for name, colour in (("a.mp4", "red"), ("b.mp4", "green"), ("c.mp4", "blue")):
            desk.clip(name, colour, seconds_each=30.0)
        best: list[list[str]] = []

        def search() -> None:
            assert set(completed(desk).values()) == {FAST}
            assert desk.index_is_exact()
            best.extend([desk.found(colour, limit=1) for colour in ("red", "green", "blue")])

        desk.index(report=at_first(INDEXING, search))
        assert best == [["a.mp4"], ["b.mp4"], ["c.mp4"]]
        assert set(completed(desk).values()) == {STANDARD}

    def test_the_fast_pass_leaves_a_window_for_each_key_frame(self, desk: Desk) -> None:
        long_clip(desk)
        report = desk.index(mode=FAST)
        assert (report.indexed, report.video_seconds) == (1, pytest.approx(130.0))
        spans = [window.span for window in desk.windows()]
        assert len(spans) < 87 / 3
        assert (spans[0].start, spans[-1].end) == (0.0, pytest.approx(130.0))
        assert all(before.end == after.start for before, after in itertools.pairwise(spans))
        assert unit_passes(desk) == [FAST] * 3
        assert desk.index_is_exact()

    def test_in_the_end_it_is_as_if_there_had_been_no_first_look(self, desk: Desk) -> None:
        long_clip(desk)
        report = desk.index()
        assert (report.indexed, report.video_seconds) == (1, pytest.approx(130.0))
        assert [window.number for window in desk.windows()] == list(range(87))
        assert len(desk.features_files()) == 1
        assert desk.index_is_exact()
        assert verify_library(desk.library, lambda _: None, CancelToken()) == []

    def test_both_passes_go_up_to_totals_of_their_own(self, desk: Desk) -> None:
        long_clip(desk)
        told: list[Progress] = []
        desk.index(report=told.append)
        for stage in (FIRST_LOOK, INDEXING):
            done = [progress.done for progress in told if progress.stage == stage]
            assert done == sorted(done)
            assert all(progress.total == pytest.approx(130.0) for progress in told if progress.stage == stage)
            assert done[-1] == pytest.approx(130.0)

    def test_a_damaged_file_is_told_once(self, desk: Desk) -> None:
        truncated_clip(desk.folder / "a.mp4", frames=300)
        desk.index()
        (failure,) = desk.told
        assert "is damaged after" in failure.reason
        assert completed(desk) == {1: STANDARD}

    def test_thumbnails_are_there_after_the_first_look(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=30.0)
        seen: list[Path | None] = []
        desk.index(report=at_first(INDEXING, lambda: seen.append(thumbnail_path(desk.library, 1))))
        assert seen != [None]

    def test_the_list_says_of_a_video_that_it_had_but_a_first_look(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=30.0)
        desk.index(mode=FAST)
        (video,) = library_videos(desk.library)
        assert "first look" in video.note
        desk.index()
        (video,) = library_videos(desk.library)
        assert video.note == ""


class TestGoingOn:
    def test_the_closer_pass_replaces_the_fast_one_unit_by_unit(self, desk: Desk) -> None:
        long_clip(desk)
        index_until(desk, INDEXING, 80.0)
        assert unit_passes(desk) == [STANDARD, FAST, FAST]
        assert completed(desk) == {1: FAST}
        spans = [window.span for window in desk.windows()]
        assert (spans[0].start, spans[-1].end) == (0.0, pytest.approx(130.0))
        assert all(before.end == after.start for before, after in itertools.pairwise(spans))
        assert desk.index_is_exact()

    def test_it_goes_on_in_the_middle_of_the_video_the_next_time(self, desk: Desk) -> None:
        long_clip(desk)
        index_until(desk, INDEXING, 80.0)
        report = desk.index()
        assert (report.indexed, report.video_seconds) == (1, pytest.approx(70.0))
        assert desk.loaded[-1].frames_seen == 140
        assert unit_passes(desk) == [STANDARD] * 3

    def test_so_does_the_fast_pass(self, desk: Desk) -> None:
        long_clip(desk)
        index_until(desk, INDEXING, 80.0, FAST)
        kept = unit_passes(desk)
        assert 0 < len(kept) < 3
        report = desk.index(mode=FAST)
        assert report.video_seconds == pytest.approx(130.0 - 60.0 * len(kept))
        assert unit_passes(desk) == [FAST] * 3

    def test_units_that_were_looked_at_closely_get_no_first_look(self, desk: Desk) -> None:
        long_clip(desk)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("videobert_desktop.services.indexing.plan_run.FIRST_LOOK_SECONDS", 1000.0)
            index_until(desk, INDEXING, 80.0)
        assert unit_passes(desk) == [STANDARD]
        seen: list[list[Pass]] = []
        desk.index(report=at_first(INDEXING, lambda: seen.append(unit_passes(desk))))
        assert seen == [[STANDARD, FAST, FAST]]

    def test_no_unit_is_ever_committed_twice_by_a_pass(self, desk: Desk) -> None:
        long_clip(desk)
        index_until(desk, FIRST_LOOK, 80.0)
        index_until(desk, INDEXING, 20.0)
        fast = len(desk.windows())
        index_until(desk, INDEXING, 80.0)
        desk.index()
        assert max(window.id for window in desk.windows()) == fast + 87  # ids are never used again


class TestCloseness:
    def test_a_closer_mode_replaces_and_a_less_close_one_leaves_alone(self, desk: Desk) -> None:
        long_clip(desk)
        for mode in (FAST, STANDARD, THOROUGH):
            assert desk.index(mode=mode).indexed == 1
            assert completed(desk) == {1: mode}
            assert unit_passes(desk) == [mode] * 3
        with desk.no_work_allowed():
            for mode in (STANDARD, FAST, THOROUGH):
                report = desk.index(mode=mode)
                assert (report.indexed, report.unchanged) == (0, 1)
        assert completed(desk) == {1: THOROUGH}

    def test_the_thorough_pass_sees_four_pictures_a_second_and_keeps_two(self, desk: Desk) -> None:
        long_clip(desk)
        desk.index(mode=STANDARD)
        desk.index(mode=THOROUGH)
        assert desk.loaded[-1].frames_seen == 520
        assert desk.arrays()["times"].tolist() == [number / 2 for number in range(260)]
        assert [window.number for window in desk.windows()] == list(range(87))


class TestPriority:
    def test_a_run_gives_way_at_the_next_unit_and_comes_back_later(self, desk: Desk) -> None:
        long_clip(desk, "a.mp4")
        desk.clip("b.mp4", "red", seconds_each=20.0)
        desk.clip("c.mp4", "green", seconds_each=20.0)
        told: list[Progress] = []
        ask = at_first(INDEXING, lambda: index_first(desk.library, [desk.folder / "c.mp4"]) and None)

        def report(progress: Progress) -> None:
            told.append(progress)
            ask(progress)

        result = desk.index(report=report)
        items = [progress.item for progress in told if progress.stage == INDEXING]
        assert [item for item, _ in itertools.groupby(items)] == ["a.mp4", "c.mp4", "a.mp4", "b.mp4"]
        assert (result.indexed, result.video_seconds) == (3, pytest.approx(170.0))
        assert desk.loaded[-1].frames_seen < 2 * 170 + 60 + 3 * 16  # both passes, and less than a batch lost
        assert set(completed(desk).values()) == {STANDARD}
        assert desk.index_is_exact()

    def test_a_video_that_is_asked_for_gets_both_its_passes_before_all_others(self, desk: Desk) -> None:
        long_clip(desk, "a.mp4")
        desk.clip("b.mp4", "red", seconds_each=20.0)
        told: list[Progress] = []
        ask = at_first(FIRST_LOOK, lambda: index_first(desk.library, [desk.folder / "b.mp4"]) and None)

        def report(progress: Progress) -> None:
            told.append(progress)
            ask(progress)

        desk.index(report=report)
        steps = [(progress.stage, progress.item) for progress in told if progress.stage in (FIRST_LOOK, INDEXING)]
        assert [step for step, _ in itertools.groupby(steps)] == [
            (FIRST_LOOK, "a.mp4"),
            (FIRST_LOOK, "b.mp4"),
            (INDEXING, "b.mp4"),
            (FIRST_LOOK, "a.mp4"),
            (INDEXING, "a.mp4"),
        ]

    def test_a_priority_lasts_until_the_video_is_done(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=20.0)
        desk.clip("b.mp4", "green", seconds_each=20.0)
        index_until(desk, FIRST_LOOK, 0.0)
        index_first(desk.library, [desk.folder / "b.mp4"])
        order: list[str] = []
        desk.index(report=lambda progress: order.append(progress.item) if progress.stage == INDEXING else None)
        assert [name for name, _ in itertools.groupby(order)] == ["b.mp4", "a.mp4"]
        with desk.catalogue() as catalogue:
            assert catalogue.videos.priorities() == {}

    def test_a_video_that_was_done_already_has_no_priority_after_the_next_run(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=20.0)
        desk.index()
        index_first(desk.library, [desk.folder])
        desk.index()
        with desk.catalogue() as catalogue:
            assert catalogue.videos.priorities() == {}


class TestWhatGoesAway:
    def test_a_file_that_vanishes_is_told_and_offline_and_the_others_go_on(self, desk: Desk) -> None:
        for name, colour in (("a.mp4", "red"), ("b.mp4", "green"), ("c.mp4", "blue")):
            desk.clip(name, colour, seconds_each=20.0)
        kept = (desk.folder / "b.mp4").read_bytes()
        report = desk.index(report=at_first(INDEXING, (desk.folder / "b.mp4").unlink))
        assert report.indexed == 2
        assert [failure.path.name for failure in report.failed] == ["b.mp4"]
        assert completed(desk)[video_id(desk, "b.mp4")] is FAST
        with desk.catalogue() as catalogue:
            assert [file.online for file in catalogue.files.of_video(video_id(desk, "b.mp4"))] == [False]
            assert catalogue.failures.all() == []
        (desk.folder / "b.mp4").write_bytes(kept)
        assert desk.index().indexed == 1
        assert set(completed(desk).values()) == {STANDARD}

    def test_when_a_drive_goes_every_file_of_it_is_told_and_those_elsewhere_go_on(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        for name, colour in (("drive/a.mp4", "red"), ("drive/b.mp4", "blue"), ("z.mp4", "green")):
            desk.clip(name, colour, seconds_each=20.0)
        drive, elsewhere = desk.folder / "drive", tmp_path / "unplugged"
        report = desk.index(report=at_first(FIRST_LOOK, lambda: drive.rename(elsewhere) and None, "z.mp4"))
        assert [failure.path.name for failure in report.failed] == ["a.mp4", "b.mp4"]
        assert report.indexed == 1
        assert completed(desk)[video_id(desk, "z.mp4")] is STANDARD
        elsewhere.rename(drive)
        assert desk.index().indexed == 2
        assert set(completed(desk).values()) == {STANDARD}

    def test_damaged_features_cost_their_video_and_nothing_else(self, desk: Desk) -> None:
        long_clip(desk, "a.mp4")
        desk.clip("b.mp4", "red", seconds_each=20.0)
        index_until(desk, INDEXING, 80.0)

        def damage() -> None:
            for file in desk.library.features_directory.glob("1/*/00000.*"):
                file.write_bytes(b"rubbish")

        report = desk.index(report=at_first(INDEXING, damage))
        assert [failure.path.name for failure in report.failed] == ["a.mp4"]
        assert completed(desk) == {2: STANDARD}
        assert desk.index().indexed == 1
        assert completed(desk) == {1: STANDARD, 2: STANDARD}
