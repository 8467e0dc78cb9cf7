"""Indexing that somebody pauses, or that goes on while a person does something else at the machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.services.indexing import index_videos as module
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport, index_videos
from videobert_desktop.settings.options import Settings

PATIENCE = 20.0


class PausedRun(threading.Thread):
    """A run of indexing in a thread of its own, paused as soon as it has got to a second of a video.

    Attributes:
        cancel: Its token.
        told: The progress it has told.
        waits: Set when it waits.
        came_to: Its report, or what it raised.
    """

    def __init__(self, desk: Desk, second: float) -> None:
        super().__init__()
        self.cancel = CancelToken()
        self.told: list[Progress] = []
        self.waits = threading.Event()
        self.came_to: IndexReport | Cancelled | None = None
        self._desk = desk
        self._second = second
        self._wait = self.cancel._changed.wait
        self.cancel._changed.wait = self._noted_wait  # type: ignore[method-assign]

    def run(self) -> None:
        try:
            self.came_to = self._desk.index(cancel=self.cancel, report=self._note)
        except Cancelled as error:
            self.came_to = error

    def wait_for_pause(self) -> None:
        """Start, and come back when it waits."""
        self.start()
        assert self.waits.wait(PATIENCE)

    def _note(self, progress: Progress) -> None:
        self.told.append(progress)
        if progress.stage == "indexing" and progress.done >= self._second and not self.waits.is_set():
            self.cancel.pause()

    def _noted_wait(self, timeout: float | None = None) -> bool:
        self.waits.set()
        return self._wait(timeout)


@pytest.fixture
def paused(desk: Desk) -> Iterator[PausedRun]:
    """A run through a clip of 60 s, which is paused at its 20th second."""
    desk.clip("a.mp4", "red", "green", seconds_each=30.0, rate=2)
    run = PausedRun(desk, 20.0)
    run.wait_for_pause()
    yield run
    run.cancel.cancel()
    run.join(PATIENCE)


def test_a_run_that_is_paused_waits_before_its_next_batch_and_then_does_the_rest(desk: Desk, paused: PausedRun) -> None:
    seconds = [progress.done for progress in paused.told if progress.stage == "indexing"]
    assert [second >= 20 for second in seconds] == [False] * (len(seconds) - 1) + [True]
    assert desk.loaded[-1].frames_seen < 60
    paused.cancel.resume()
    paused.join(PATIENCE)
    assert isinstance(paused.came_to, IndexReport)
    assert (paused.came_to.indexed, desk.loaded[-1].frames_seen) == (1, 120)
    assert desk.index_is_exact()


def test_a_run_that_is_cancelled_while_it_is_paused_ends_and_lets_go_of_the_library(
    desk: Desk, paused: PausedRun
) -> None:
    paused.cancel.cancel()
    paused.join(PATIENCE)
    assert isinstance(paused.came_to, Cancelled)
    with desk.library.lock("looking whether it is free"):
        assert desk.loaded[-1].frames_seen < 60


@pytest.mark.parametrize("stage", ["indexing", "reading"])
def test_each_progress_says_which_video_it_is_about_and_how_far_that_is(desk: Desk, stage: str) -> None:
    desk.clip("a.mp4", "red", seconds_each=30.0, rate=2)
    told: list[Progress] = []
    desk.index(report=told.append)
    about = [(progress.video_id, progress.part) for progress in told if progress.stage == stage]
    assert {video_id for video_id, _ in about} == {1}
    parts = [part for _, part in about if part is not None]
    assert len(parts) == len(about) > 2
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


def test_a_failure_that_comes_again_in_the_same_way_is_no_news(desk: Desk) -> None:
    broken = desk.folder / "broken.mp4"
    broken.write_bytes(b"no video")
    os.utime(broken, (1e9, 1e9))
    first, second = desk.index(), desk.index()
    (failure,) = first.failed
    assert isinstance(failure, Failure)
    assert (first.failed_before, second.failed, second.failed_before) == (frozenset(), (failure,), {failure})
    another = desk.folder / "another.mp4"
    another.write_bytes(b"no video either")
    os.utime(another, (1e9, 1e9))
    third = desk.index()
    assert {failure.path for failure in set(third.failed) - third.failed_before} == {another}


@pytest.mark.parametrize("background", [True, False])
def test_in_the_background_decoding_goes_behind_all_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, background: bool
) -> None:
    asked: list[DecodeLimits] = []
    decoder = module.Decoder

    def noted(limits: DecodeLimits) -> object:
        asked.append(limits)
        return decoder(limits)

    monkeypatch.setattr(module, "Decoder", noted)
    options = IndexOptions(device="cpu", new_pack="colours", background=background)
    index_videos(
        desk.library, [desk.folder], options, cancel=CancelToken(), report=ignore_progress, failed=lambda _: None
    )
    assert [limits.background for limits in asked] == [background]


@pytest.mark.parametrize(
    ("cores", "wish", "background", "threads"),
    [(8, 0, True, 6), (2, 0, True, 1), (1, 0, True, 1), (64, 0, True, 8), (8, 3, True, 3), (8, 0, False, 0)],
)
def test_in_the_background_one_core_is_left_to_the_window_and_one_to_the_decoder(
    monkeypatch: pytest.MonkeyPatch, cores: int, wish: int, background: bool, threads: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert module._threads(IndexOptions(threads=wish, background=background)) == threads


def test_the_settings_say_how_closely_to_look(tmp_path: Path) -> None:
    settings = replace(Settings(), mode="thorough", device="cpu", threads=3)
    options = IndexOptions.of_settings(settings)
    assert (options.mode, options.device, options.threads, options.background) == (Pass.THOROUGH, "cpu", 3, False)
