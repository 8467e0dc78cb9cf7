"""Changing the library: each change is made in the lane, and told of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot

from tests.ui.library.fakes import FAILED, FILMS, film
from videobert_desktop.domain.errors import UserError
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui.library.managing import Managing

OUT = [FILMS / "clip 1.mp4", FILMS / "copy of clip 1.mp4"]
AGAIN = [FILMS / "clip 1.mp4", FAILED.path]


@dataclass
class FakeLibrary:
    calls: list[tuple[object, ...]] = field(default_factory=list)
    error: Exception | None = None

    def index_first(self, video_ids: Collection[int]) -> None:
        self._note("first", list(video_ids))

    def index_again(self, video_ids: Collection[int], paths: Collection[Path]) -> list[Path]:
        self._note("again", list(video_ids), list(paths))
        return AGAIN

    def forget(self, video_ids: Collection[int], paths: Collection[Path]) -> list[Path]:
        self._note("forget", list(video_ids), list(paths))
        return OUT

    def remove_folder(self, path: Path) -> None:
        self._note("remove", path)

    def _note(self, *call: object) -> None:
        if self.error is not None:
            raise self.error
        self.calls.append(call)


class Ear(QObject):
    def __init__(self, managing: Managing) -> None:
        super().__init__()
        self.done: list[str] = []
        self.to_index: list[object] = []
        self.taken_out: list[object] = []
        self.errors: list[object] = []
        managing.done.connect(self.hear)
        managing.to_index.connect(self.note)
        managing.taken_out.connect(self.strike)
        managing.failed.connect(self.complain)

    @Slot(str)
    def hear(self, what: str) -> None:
        self.done.append(what)

    @Slot(object)
    def note(self, paths: object) -> None:
        self.to_index.append(paths)

    @Slot(object)
    def strike(self, paths: object) -> None:
        assert len(self.taken_out) == len(self.done), "what is done may lead to indexing"
        self.taken_out.append(paths)

    @Slot(object)
    def complain(self, error: object) -> None:
        self.errors.append(error)


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def lane() -> InlineRunner:
    return InlineRunner()


@pytest.fixture
def managing(library: FakeLibrary, lane: InlineRunner) -> Managing:
    return Managing(library, lane)


def test_nothing_is_changed_before_the_lane_gets_to_it(
    managing: Managing, lane: InlineRunner, library: FakeLibrary
) -> None:
    managing.index_first([film(1)])
    assert library.calls == []
    lane.run_all()
    assert library.calls == [("first", [1])]


def test_files_that_never_became_a_video_cannot_be_first(
    managing: Managing, lane: InlineRunner, library: FakeLibrary
) -> None:
    managing.index_first([FAILED])
    lane.run_all()
    assert library.calls == []


def test_what_is_to_be_indexed_again_is_told(managing: Managing, lane: InlineRunner, library: FakeLibrary) -> None:
    ear = Ear(managing)
    managing.index_again([film(1), FAILED])
    lane.run_all()
    assert library.calls == [("again", [1], [FAILED.path])]
    assert ear.to_index == [AGAIN]


def test_what_is_forgotten_is_said(managing: Managing, lane: InlineRunner, library: FakeLibrary) -> None:
    ear = Ear(managing)
    managing.forget([film(1)])
    managing.forget([film(1), FAILED])
    lane.run_all()
    assert library.calls == [("forget", [1], []), ("forget", [1], [FAILED.path])]
    assert ear.done == ["clip 1.mp4 is no longer in the library.", "2 videos are no longer in the library."]
    assert (ear.to_index, ear.taken_out) == ([], [OUT, OUT])


def test_a_folder_that_is_removed_is_said(managing: Managing, lane: InlineRunner, library: FakeLibrary) -> None:
    ear = Ear(managing)
    managing.remove_folder(FILMS)
    lane.run_all()
    assert library.calls == [("remove", FILMS)]
    assert ear.done == ["/films is no longer watched. Its videos stay in the library."]
    assert (ear.to_index, ear.taken_out) == ([], [[FILMS]])


def test_a_change_that_cannot_be_made_is_told_of(managing: Managing, lane: InlineRunner, library: FakeLibrary) -> None:
    ear = Ear(managing)
    library.error = UserError("The library is in use.")
    managing.forget([film(1)])
    lane.run_all()
    assert ear.errors == [library.error]
    assert ear.done == []


def test_other_jobs_of_the_lane_are_none_of_its_business(managing: Managing, lane: InlineRunner) -> None:
    ear = Ear(managing)
    lane.submit(lambda cancel, report: [FILMS])
    lane.run_all()
    assert (ear.done, ear.to_index, ear.errors) == ([], [], [])


def test_nothing_is_asked_of_a_lane_that_has_stopped(
    managing: Managing, lane: InlineRunner, library: FakeLibrary
) -> None:
    managing.forget([film(1)])
    lane.stop()
    managing.forget([film(2)])
    lane.wait(1)
    assert library.calls == []
