"""The model behind the cards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QObject, Qt, Slot
from pytestqt.modeltest import ModelTester

from tests.ui.library.fakes import FAILED, film, films
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.video_model import Role, VideoModel, stretches

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


class Watcher(QObject):
    """Writes down which rows were told to have changed, and how often everything was."""

    def __init__(self, model: VideoModel) -> None:
        super().__init__()
        self.rows: list[tuple[int, int]] = []
        self.resets = 0
        model.dataChanged.connect(self.on_changed)
        model.modelReset.connect(self.on_reset)

    @Slot(QModelIndex, QModelIndex)
    def on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.rows.append((first.row(), last.row()))

    @Slot()
    def on_reset(self) -> None:
        self.resets += 1


def names(model: VideoModel) -> list[object]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def test_it_keeps_qts_rules_however_its_videos_change(qtmodeltester: ModelTester) -> None:
    model = VideoModel()
    qtmodeltester.check(model, force_py=True)
    for videos in (films(4), films(2), [FAILED], [], films(3)[::-1]):
        model.show(videos)
        assert list(model.videos) == videos
    model.show_indexing(2, 0.5)
    qtmodeltester.check(model, force_py=True)


@given(st.lists(st.sets(st.integers(1, 12)), max_size=4))
def test_it_shows_the_videos_it_was_given_last(batches: list[set[int]]) -> None:
    model = VideoModel()
    for batch in batches:
        model.show([film(number) for number in batch])
        assert names(model) == [f"clip {number}.mp4" for number in batch]
        assert all(model.row_of(number) == row for row, number in enumerate(batch))


def test_only_the_rows_that_changed_are_told_of() -> None:
    model = VideoModel()
    model.show(films(6))
    watcher = Watcher(model)
    changed = [replace(video, note="x") if video.id in (2, 3, 6) else video for video in films(6)]
    model.show(changed)
    assert watcher.rows == [(1, 2), (5, 5)]
    assert watcher.resets == 0
    model.show([replace(video) for video in changed])
    assert len(watcher.rows) == 2


def test_how_far_a_video_is_is_shown_on_its_row_alone() -> None:
    model = VideoModel()
    model.show(films(3))
    watcher = Watcher(model)
    model.show_indexing(2, 0.25)
    assert [model.data(model.index(row), Role.PART) for row in range(3)] == [None, 0.25, None]
    model.show_indexing(3, 0.0)
    model.show_indexing(None)
    assert model.data(model.index(2), Role.PART) is None
    assert sorted(row for row, _ in watcher.rows) == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("video", "spoken"),
    [
        (film(1), "clip 1.mp4, 1:00, indexed"),
        (film(1, state=VideoState.WAITING), "clip 1.mp4, 1:00, waiting"),
        (film(1, state=VideoState.WAITING, first=True), "clip 1.mp4, 1:00, first in line"),
        (film(1, state=VideoState.OFFLINE, note="Gone."), "clip 1.mp4, 1:00, offline, Gone."),
        (film(1, watched=0.5), "clip 1.mp4, 1:00, indexed, 50 % watched"),
        (FAILED, "broken.mp4, failed, This is not a video."),
    ],
)
def test_a_video_is_told_to_those_who_cannot_see_it(video: LibraryVideo, spoken: str) -> None:
    model = VideoModel()
    model.show([video])
    assert model.data(model.index(0), SPOKEN) == spoken


def test_how_far_it_is_is_told_to_those_who_cannot_see_it() -> None:
    model = VideoModel()
    model.show([film(1, state=VideoState.WAITING)])
    model.show_indexing(1, 0.634)
    assert model.data(model.index(0), SPOKEN) == "clip 1.mp4, 1:00, indexing, 63 %"


def test_a_name_that_is_no_text_is_shown_with_escapes() -> None:
    model = VideoModel()
    model.show([film(1, "two\nlines \udcff.mp4")])
    assert names(model) == [r"two\nlines \xff.mp4"]


def test_the_tooltip_says_where_a_video_is_and_why_it_failed() -> None:
    model = VideoModel()
    model.show([FAILED])
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert tip == "/films/broken.mp4\nThis is not a video."


def test_a_row_that_is_not_there_has_no_data() -> None:
    assert VideoModel().data(QModelIndex()) is None


def test_rows_that_follow_each_other_make_a_stretch() -> None:
    assert stretches([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]
    assert stretches([]) == []
