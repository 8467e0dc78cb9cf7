"""A playback without any media, and pictures without any library."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.ui.player.footage import Footage

BEACH = Footage(7, Path("/films/beach.mp4"), "beach.mp4", 60.0)
FOREST = Footage(8, Path("/films/forest.mkv"), "forest.mkv", 600.0)


class FakePlayback(QObject):
    """Does at once what it is told to; the test says when a picture is shown.

    Attributes:
        length: The seconds of whatever is opened.
        calls: What it was told to do, apart from what its properties tell.
    """

    opened = Signal(float)
    pictured = Signal(QImage)
    moved = Signal(float)
    playing_changed = Signal(bool)
    ended = Signal()
    subtitle_changed = Signal(str)
    failed = Signal(object)

    def __init__(self, length: float = 60.0) -> None:
        super().__init__()
        self.length = length
        self.calls: list[tuple[object, ...]] = []
        self.path: Path | None = None
        self.duration = 0.0
        self.position = 0.0
        self.playing = False
        self.rate = 1.0
        self.volume = 1.0
        self.muted = False
        self.has_subtitles = False
        self.subtitles = False
        self.frame_seconds = 0.0
        self.image = QImage()

    def open(self, path: Path, *, start: float = 0.0, play: bool = False) -> None:
        self.calls.append(("open", path, start, play))
        self.path, self.duration, self.frame_seconds = path, self.length, 0.04
        self.image = picture(QColor("teal"))
        self.opened.emit(self.duration)
        self.show_at(start)
        self._set_playing(play)

    def close(self) -> None:
        self.calls.append(("close",))
        self.path, self.duration, self.image = None, 0.0, QImage()
        self._set_playing(False)

    def play(self) -> None:
        self._set_playing(True)

    def pause(self) -> None:
        self._set_playing(False)

    def toggle(self) -> None:
        self._set_playing(not self.playing)

    def seek(self, second: float) -> None:
        self.calls.append(("seek", second))
        self.show_at(min(second, self.duration))

    def step(self, frames: int) -> None:
        self.calls.append(("step", frames))
        self.show_at(self.position + frames * self.frame_seconds)

    def set_rate(self, rate: float) -> None:
        self.rate = rate

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def set_muted(self, muted: bool) -> None:
        self.muted = muted

    def show_subtitles(self, shown: bool) -> None:
        self.subtitles = shown

    def show_at(self, second: float) -> None:
        """The picture of that second is shown."""
        self.position = second
        self.pictured.emit(self.image)
        self.moved.emit(second)

    def run(self, start: float, end: float) -> None:
        """Show the pictures from one second to another, four a second."""
        for number in range(round((end - start) * 4) + 1):
            self.show_at(start + number / 4)

    def fail(self, error: UserError) -> None:
        """The file cannot be shown, or no longer."""
        self.close()
        self.failed.emit(error)

    @property
    def seeks(self) -> list[object]:
        """The seconds that it was sent to."""
        return [call[1] for call in self.calls if call[0] == "seek"]

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)


class FakePictures(QObject):
    """Has the pictures that the test puts into it, by video and whole second."""

    arrived = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: dict[tuple[int, int], QImage] = {}

    def at(self, video_id: int, second: float) -> QImage | None:
        return self.tiles.get((video_id, int(second)))


class FakeServices:
    """Answers as the test wants, and writes down what it was asked."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.asked: list[tuple[int, Query]] = []
        self.noted: list[tuple[int, float, tuple[Span, ...]]] = []
        self.viewings: dict[int, Viewing] = {}
        self.recalled: list[int] = []

    def viewing(self, video_id: int) -> Viewing | None:
        self.recalled.append(video_id)
        return self.viewings.get(video_id)

    def curve(self, video_id: int, query: Query) -> MatchCurve:
        self.asked.append((video_id, query))
        if self.error is not None:
            raise self.error
        return curve([0.5] * 10)

    def note_viewing(self, video_id: int, position: float, watched: tuple[Span, ...]) -> None:
        if self.error is not None:
            raise self.error
        self.noted.append((video_id, position, watched))


def picture(colour: QColor, width: int = 64, height: int = 36) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour if colour.isValid() else Qt.GlobalColor.black)
    return image


def curve(values: list[float], step: float = 1.5, **others: list[float]) -> MatchCurve:
    """A curve of the picture's channel, and perhaps of others."""
    return MatchCurve(Path("/films/beach.mp4"), len(values) * step, step, {"picture": values, **others})
