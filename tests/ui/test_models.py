"""The models behind the lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from tests.ui.fakes import moment, video
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.video_model import VideoModel
from videobert_desktop.ui.search.moment_model import MomentModel

VIDEOS = [
    video("a.mp4"),
    video("b.mp4", VideoState.WAITING),
    video("c.mp4", VideoState.FAILED, None, "This is not a video."),
    video("d.mp4", VideoState.OFFLINE),
]


def names(model: VideoModel) -> list[str]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def test_a_model_of_videos_keeps_qts_rules_however_its_videos_change(qtmodeltester: ModelTester) -> None:
    model = VideoModel()
    qtmodeltester.check(model, force_py=True)
    for videos in (VIDEOS, VIDEOS[1:3], [], VIDEOS[::2], VIDEOS):
        model.show(videos)
        assert list(model.videos) == videos
    qtmodeltester.check(model, force_py=True)


def test_a_model_of_moments_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = MomentModel()
    model.show([moment(Path("/films/a.mp4")), moment(Path("/films/b.mp4"), online=False)])
    qtmodeltester.check(model, force_py=True)
    model.show([])
    qtmodeltester.check(model, force_py=True)


@given(st.lists(st.sets(st.integers(0, 12)), max_size=4))
def test_a_list_shows_the_videos_it_was_given_last(batches: list[set[int]]) -> None:
    model = VideoModel()
    for batch in batches:
        model.show([video(f"{number:02}.mp4") for number in sorted(batch)])
        assert names(model) == [f"{number:02}.mp4" for number in sorted(batch)]


def test_a_video_that_changes_keeps_its_row(qtbot: object) -> None:
    model, changed, reset = VideoModel(), list[int](), list[str]()

    def on_changed(first: QModelIndex, last: QModelIndex) -> None:
        changed.append(first.row())

    model.show(VIDEOS)
    model.dataChanged.connect(on_changed)
    model.modelReset.connect(lambda: reset.append("reset"))
    model.show([VIDEOS[0], video("b.mp4"), *VIDEOS[2:]])
    assert changed == [1]
    assert reset == []


@pytest.mark.parametrize(
    ("item", "spoken"),
    [
        (VIDEOS[0], "a.mp4, 0:12 · indexed"),
        (VIDEOS[2], "c.mp4, failed · This is not a video."),
        (video("x.mp4", note="Damaged."), "x.mp4, 0:12 · indexed · Damaged."),
    ],
)
def test_a_video_is_told_to_those_who_cannot_see_it(item: LibraryVideo, spoken: str) -> None:
    model = VideoModel()
    model.show([item])
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == spoken


def test_a_moment_is_told_to_those_who_cannot_see_it() -> None:
    model = MomentModel()
    model.show([moment(Path("/films/a.mp4"), 61.5, 0.876, online=False)])
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1: a.mp4, 1:01.5 \N{EN DASH} 1:06.0, 88% sure, offline"


def test_a_name_that_is_no_text_is_shown_with_escapes() -> None:
    model = VideoModel()
    model.show([video("two\nlines \udcff.mp4")])
    assert names(model) == [r"two\nlines \xff.mp4"]


def test_a_row_that_is_not_there_has_no_data() -> None:
    for model in (VideoModel(), MomentModel()):
        assert model.data(QModelIndex()) is None
