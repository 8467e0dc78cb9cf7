"""The stage that reads pictures, with a reader that reads their brightness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.media import picture_clip, rotated_clip, truncated_clip
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.screen_text import Box, ScreenLine
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.screen_text.reader import UnreadablePictureError
from videobert_desktop.services.importing.import_videos import VideoImporter
from videobert_desktop.services.transcribing.read_screen_text import ScreenTask, read_screen_text


def slide(level: int) -> NDArray[np.uint8]:
    """A picture with strokes, in one of several brightnesses."""
    picture = np.full((144, 256, 3), level, np.uint8)
    picture[40:80, 20:220:8] = 255 - level if abs(2 * level - 255) > 100 else 0
    return picture


class FakeReader:
    """Reads how bright a picture is, in tens; of dark ones it says that nothing is written.

    Attributes:
        key: Its name.
        read_at: The shapes of what it was given.
    """

    def __init__(self, key: str = "fake@1") -> None:
        self.key = key
        self.shapes: list[tuple[int, ...]] = []

    def read(self, picture: NDArray[np.uint8], cancel: CancelToken) -> tuple[ScreenLine, ...]:
        self.shapes.append(picture.shape)
        level = round(float(picture[2, 2].mean()) / 10)
        return (ScreenLine(f"slide {level}", Box(0.1, 0.1, 0.5, 0.2), 0.9),) if level else ()


@dataclass
class Desk:
    """A library's catalogue and a folder of videos."""

    catalogue: Catalogue
    decoder: Decoder
    folder: Path
    reader: FakeReader = field(default_factory=FakeReader)
    told: list[Failure] = field(default_factory=list)
    reports: list[Progress] = field(default_factory=list)

    def slides(self, name: str, *levels: int, seconds_each: float = 12.0) -> Path:
        return picture_clip(self.folder / name, [slide(n) for n in levels], seconds_each=seconds_each, rate=4)

    def take_in(self) -> dict[int, Path]:
        importer = VideoImporter(
            self.catalogue, self.decoder, cancel=CancelToken(), report=ignore_progress, failed=self.told.append
        )
        return dict(importer.take_in([self.folder]).files)

    def read(self, videos: dict[int, Path] | None = None, cancel: CancelToken | None = None) -> list[Failure]:
        videos = self.take_in() if videos is None else videos
        self.reports.clear()
        return read_screen_text(
            self.catalogue,
            self.decoder,
            ScreenTask(self.reader, videos),
            cancel=cancel or CancelToken(),
            report=self.reports.append,
            failed=self.told.append,
        )

    def texts(self, name: str) -> list[tuple[str, int, int]]:
        """What is kept of a video: the text, and from when until when, in whole seconds."""
        file = self.catalogue.files.by_path(self.folder / name)
        assert file is not None
        found = [stored.screen_text for stored in self.catalogue.screen_texts.of_video(file.video_id)]
        return [(text.text, round(text.span.start), round(text.span.end)) for text in found]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "films"
    folder.mkdir()
    with Catalogue.create(tmp_path / "catalogue.sqlite3") as catalogue, Decoder() as decoder:
        yield Desk(catalogue, decoder, folder)


def test_each_slide_is_read_once_and_kept_with_its_time(desk: Desk) -> None:
    desk.slides("talk.mp4", 60, 200, 100)
    assert desk.read() == []
    assert [text for text, _, _ in desk.texts("talk.mp4")] == ["slide 6", "slide 20", "slide 10"]
    (_, first, first_end), (_, second, _), (_, _, last) = desk.texts("talk.mp4")
    assert (first, last) == (0, 36)
    assert second >= 12
    assert first_end <= second
    assert len(desk.reader.shapes) == 3


def test_a_slide_of_ten_minutes_costs_one_reading(desk: Desk) -> None:
    desk.slides("talk.mp4", 60, seconds_each=600.0)
    desk.read()
    assert desk.texts("talk.mp4") == [("slide 6", 0, 600)]
    assert len(desk.reader.shapes) == 1


def test_nobody_reads_twice_and_another_reader_reads_anew(desk: Desk) -> None:
    desk.slides("talk.mp4", 60)
    desk.read()
    desk.read()
    assert len(desk.reader.shapes) == 1
    desk.reader = FakeReader("fake@2")
    desk.read()
    assert desk.texts("talk.mp4") == [("slide 6", 0, 12)]
    assert len(desk.reader.shapes) == 1


def test_a_video_without_writing_is_through_with_nothing_kept(desk: Desk) -> None:
    desk.slides("dark.mp4", 0)
    desk.read()
    assert desk.texts("dark.mp4") == []
    assert desk.catalogue.stages.count("screen") == 1


def test_what_was_left_is_gone_on_with_and_nothing_is_there_twice(desk: Desk) -> None:
    desk.slides("talk.mp4", 60, 200, 100, 160)
    cancel = CancelToken()
    read = desk.reader.read

    def cancelling(picture: NDArray[np.uint8], token: CancelToken) -> tuple[ScreenLine, ...]:
        token.raise_if_cancelled()
        if len(desk.reader.shapes) == 2:
            cancel.cancel()
            token.raise_if_cancelled()
        return read(picture, token)

    desk.reader.read = cancelling  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        desk.read(cancel=cancel)
    assert [text for text, _, _ in desk.texts("talk.mp4")] == ["slide 6"]
    desk.reader = FakeReader()
    desk.read()
    assert [text for text, _, _ in desk.texts("talk.mp4")] == ["slide 6", "slide 20", "slide 10", "slide 16"]
    assert len(desk.reader.shapes) == 3


def test_its_progress_is_told_in_seconds(desk: Desk) -> None:
    desk.slides("one.mp4", 60)
    desk.slides("two.mp4", 200)
    desk.read()
    assert {progress.stage for progress in desk.reports} == {"reading"}
    assert [progress.total for progress in desk.reports] == pytest.approx([24.0] * len(desk.reports), abs=0.5)
    done = [progress.done for progress in desk.reports]
    assert done == sorted(done)


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(desk: Desk) -> None:
    desk.slides("one.mp4", 60)
    desk.slides("two.mp4", 200)
    videos = desk.take_in()
    (desk.folder / "one.mp4").write_bytes(b"no video any more")
    failures = desk.read(videos)
    assert [failure.path.name for failure in failures] == ["one.mp4"]
    assert failures == desk.told
    assert [text for text, _, _ in desk.texts("two.mp4")] == ["slide 20"]


def test_of_a_truncated_file_what_is_there_is_read(desk: Desk) -> None:
    truncated_clip(desk.folder / "cut.mp4")
    videos = desk.take_in()
    desk.told.clear()
    desk.read(videos)
    assert len(desk.reader.shapes) <= 1


def test_of_a_slide_in_a_truncated_file_the_time_ends_where_the_file_does(desk: Desk) -> None:
    path = desk.slides("talk.mp4", 60, 200, seconds_each=30.0)
    videos = desk.take_in()
    with av.open(str(path)) as whole, av.open(str(desk.folder / "half.mp4"), "w") as half:
        track = half.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.dts is not None and packet.time_base is not None and packet.pts * packet.time_base < 20:
                packet.stream = track
                half.mux(packet)
    (desk.folder / "half.mp4").rename(path)
    desk.read(videos)
    assert desk.texts("talk.mp4") == [("slide 6", 0, 20)]


def test_pictures_are_read_upright(desk: Desk) -> None:
    rotated_clip(desk.folder / "phone.mp4", 90)
    desk.read()
    for height, width, _ in desk.reader.shapes:
        assert height > width


def test_a_picture_that_breaks_the_reader_costs_its_file_only(desk: Desk) -> None:
    desk.slides("one.mp4", 60)
    desk.slides("two.mp4", 200)
    read = desk.reader.read

    def fragile(picture: NDArray[np.uint8], cancel: CancelToken) -> tuple[ScreenLine, ...]:
        if picture[2, 2].mean() < 100:
            raise UnreadablePictureError("It broke down.", hint="Try again.")
        return read(picture, cancel)

    desk.reader.read = fragile  # type: ignore[method-assign]
    failures = desk.read()
    assert failures == [Failure(desk.folder / "one.mp4", "It broke down.", "Try again.")]
    assert desk.texts("two.mp4") == [("slide 20", 0, 12)]
    desk.reader = FakeReader()
    desk.read()
    assert desk.texts("one.mp4") == [("slide 6", 0, 12)]


def test_a_reader_that_fails_ends_the_stage(desk: Desk) -> None:
    def broken(*_: object) -> tuple[ScreenLine, ...]:
        raise UserError("The process that reads broke down.")

    desk.slides("talk.mp4", 60)
    desk.reader.read = broken  # type: ignore[method-assign]
    with pytest.raises(UserError, match="broke down"):
        desk.read()
