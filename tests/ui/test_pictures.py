"""The cache of thumbnails and tiles: what it asks for, what it keeps, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from tests.ui.library.fakes import FakeSource, picture, sheet
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.ui.pictures import Pictures

SIZE_OF_ONE = 160 * 90 * 4


class Ear(QObject):
    """Writes down what is told, and in which thread."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.arrived: list[int] = []
        self.errors: list[object] = []
        self.threads: set[QThread] = set()
        pictures.arrived.connect(self.hear)
        pictures.failed.connect(self.complain)

    @Slot(int)
    def hear(self, video_id: int) -> None:
        self.arrived.append(video_id)
        self.threads.add(QThread.currentThread())

    @Slot(object)
    def complain(self, error: object) -> None:
        self.errors.append(error)


@pytest.fixture
def source(tmp_path: Path) -> FakeSource:
    """Twenty videos with a thumbnail, of which the first has a filmstrip too."""
    red = picture(tmp_path / "red.png")
    return FakeSource(dict.fromkeys(range(1, 21), red), {1: sheet(tmp_path / "sheet.png", ["red", "lime", "blue"])})


@pytest.fixture
def lane() -> InlineRunner:
    return InlineRunner()


@pytest.fixture
def pictures(source: FakeSource, lane: InlineRunner) -> Pictures:
    return Pictures(source, lane)


def colour(pictures: Pictures, second: float) -> str | None:
    image = pictures.at(1, second)
    return None if image is None else image.pixelColor(5, 5).name()


def test_a_thumbnail_is_there_once_it_was_read(pictures: Pictures, lane: InlineRunner) -> None:
    ear = Ear(pictures)
    assert pictures.thumbnail(3) is None
    lane.run_all()
    assert ear.arrived == [3]
    image = pictures.thumbnail(3)
    assert image is not None
    assert image.width() == 160


def test_a_picture_is_read_once_however_often_it_is_asked_for(
    pictures: Pictures, lane: InlineRunner, source: FakeSource
) -> None:
    for _ in range(3):
        pictures.thumbnail(3)
    lane.run_all()
    pictures.thumbnail(3)
    lane.run_all()
    assert source.asked == [3]


def test_the_tile_of_a_second_is_given(pictures: Pictures, lane: InlineRunner) -> None:
    assert colour(pictures, 0) is None
    lane.run_all()
    assert [colour(pictures, second) for second in (0, 19.9, 20, 59.9)] == ["#ff0000", "#ff0000", "#00ff00", "#0000ff"]


def test_one_look_at_a_minute_is_enough_for_all_of_it(
    pictures: Pictures, lane: InlineRunner, source: FakeSource
) -> None:
    pictures.at(1, 5)
    lane.run_all()
    source.sheets[1].unlink()
    assert colour(pictures, 45) == "#0000ff"


def test_another_minute_is_asked_for_on_its_own(pictures: Pictures, lane: InlineRunner) -> None:
    ear = Ear(pictures)
    pictures.at(1, 5)
    lane.run_all()
    assert pictures.at(1, 65) is None
    lane.run_all()
    assert ear.arrived == [1, 1]


def test_what_was_asked_for_last_comes_first_a_handful_at_a_time(
    pictures: Pictures, lane: InlineRunner, source: FakeSource
) -> None:
    for video_id in range(1, 21):
        pictures.thumbnail(video_id)
    lane.run_next()
    lane.run_next()
    assert source.asked == [1, *range(20, 12, -1)]
    lane.run_next()
    assert source.asked[9:] == [*range(12, 4, -1)]


def test_only_one_job_is_handed_in_at_a_time(pictures: Pictures, lane: InlineRunner) -> None:
    for video_id in range(1, 21):
        pictures.thumbnail(video_id)
    lane.run_next()
    lane.run_next()
    lane.run_next()
    lane.run_next()
    with pytest.raises(IndexError):
        lane.run_next()


def test_what_was_asked_for_long_ago_is_dropped(pictures: Pictures, lane: InlineRunner, source: FakeSource) -> None:
    for video_id in range(1, 302):
        pictures.thumbnail(video_id)
    lane.run_all()
    assert sorted(source.asked) == [1, *range(102, 302)]


def test_that_there_is_no_picture_is_remembered_until_it_is_forgotten(
    pictures: Pictures, lane: InlineRunner, source: FakeSource, tmp_path: Path
) -> None:
    ear = Ear(pictures)
    for _ in range(2):
        assert pictures.thumbnail(99) is None
        lane.run_all()
    assert source.asked == [99]
    assert ear.arrived == []
    source.thumbnails[99] = picture(tmp_path / "late.png")
    pictures.forget(99)
    pictures.thumbnail(99)
    lane.run_all()
    assert pictures.thumbnail(99) is not None


def test_after_forgetting_the_new_picture_is_given(
    pictures: Pictures, lane: InlineRunner, source: FakeSource, tmp_path: Path
) -> None:
    pictures.thumbnail(3)
    lane.run_all()
    source.thumbnails[3] = picture(tmp_path / "new.png", "blue")
    pictures.forget(3)
    assert pictures.thumbnail(3) is None
    lane.run_all()
    image = pictures.thumbnail(3)
    assert image is not None
    assert image.pixelColor(5, 5).name() == "#0000ff"


def test_what_was_being_read_when_it_was_forgotten_is_not_given(pictures: Pictures, lane: InlineRunner) -> None:
    ear = Ear(pictures)
    pictures.thumbnail(3)
    pictures.forget(3)
    lane.run_next()
    assert ear.arrived == []
    assert pictures.thumbnail(3) is None


def test_the_pictures_take_no_more_room_than_they_are_given(source: FakeSource, lane: InlineRunner) -> None:
    pictures = Pictures(source, lane, room=3 * SIZE_OF_ONE)
    for video_id in (1, 2, 3):
        pictures.thumbnail(video_id)
        lane.run_all()
    assert pictures.thumbnail(1) is not None  # used again, so the second one has waited longest now
    pictures.thumbnail(4)
    lane.run_all()
    assert [pictures.thumbnail(video_id) is not None for video_id in (1, 3, 4, 2)] == [True, True, True, False]


def test_a_picture_larger_than_all_the_room_is_given_nevertheless(source: FakeSource, lane: InlineRunner) -> None:
    pictures = Pictures(source, lane, room=10)
    pictures.thumbnail(1)
    lane.run_all()
    assert pictures.thumbnail(1) is not None


@pytest.mark.parametrize("content", [b"", b"no picture", None], ids=["empty", "damaged", "missing"])
def test_a_file_that_holds_no_picture_is_as_good_as_none(
    pictures: Pictures, lane: InlineRunner, source: FakeSource, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "odd.webp"
    if content is not None:
        path.write_bytes(content)
    source.thumbnails[50] = source.sheets[50] = path
    pictures.thumbnail(50)
    pictures.at(50, 3)
    lane.run_all()
    assert pictures.thumbnail(50) is None
    assert pictures.at(50, 3) is None


def test_a_source_that_breaks_is_told_of_and_not_asked_again(
    pictures: Pictures, lane: InlineRunner, source: FakeSource
) -> None:
    ear = Ear(pictures)
    source.error = ValueError("a bug")
    pictures.thumbnail(3)
    lane.run_all()
    assert ear.errors == [source.error]
    pictures.thumbnail(3)
    with pytest.raises(IndexError):
        lane.run_next()


def test_other_jobs_of_the_lane_are_none_of_its_business(pictures: Pictures, lane: InlineRunner) -> None:
    ear = Ear(pictures)

    def fails(cancel: object, report: object) -> None:
        raise ValueError

    lane.submit(lambda cancel, report: {"not": "ours"})
    lane.submit(fails)
    lane.run_all()
    assert (ear.arrived, ear.errors) == ([], [])


def test_nothing_is_asked_of_a_lane_that_has_stopped(pictures: Pictures, lane: InlineRunner) -> None:
    pictures.thumbnail(1)
    lane.stop()
    lane.wait(1)
    assert pictures.thumbnail(2) is None


class TestInALane:
    @pytest.fixture
    def real(self) -> Iterator[Lane]:
        lane = Lane("pictures")
        yield lane
        lane.stop()
        assert lane.wait(10)

    def test_hundreds_of_pictures_arrive_in_the_windows_thread(
        self, qtbot: QtBot, real: Lane, source: FakeSource, tmp_path: Path
    ) -> None:
        source.thumbnails = dict.fromkeys(range(150), tmp_path / "red.png")
        pictures = Pictures(source, real)
        ear = Ear(pictures)
        for number in range(150):
            pictures.thumbnail(number)
            pictures.forget(number // 2)
        qtbot.waitUntil(lambda: len(set(ear.arrived)) > 70, timeout=10_000)
        assert ear.threads == {QThread.currentThread()}
