"""Writes down where a video is and which stretches of it were watched, and tells it from time to time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.player.footage import Footage
from videobert_desktop.ui.player.playback import Playback
from videobert_desktop.ui.player.watched import Watched

_INTERVAL = 10_000  # milliseconds between two times of telling while a video plays


class ViewingLog(QObject):
    """Listens to a playback; nothing is told of a video of which no picture was shown.

    Signals:
        told: (video id, second, list of Span) where the video is, and what was watched since this was last told.
    """

    told = Signal(int, float, object)

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._video_id: int | None = None
        self._position: float | None = None
        self._watched = Watched()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self.tell)
        playback.moved.connect(self._on_moved)
        playback.playing_changed.connect(self._on_playing_changed)

    @property
    def stretches(self) -> list[Span]:
        """All that was watched of the video, now and before."""
        return self._watched.stretches

    def begin(self, footage: Footage) -> None:
        """Another video is opened; the one before was ended."""
        self._video_id, self._position = footage.video_id, None
        self._watched = Watched(footage.watched)

    def recall(self, watched: Sequence[Span]) -> None:
        """Take note of what was watched of the video at other times."""
        self._watched.recall(watched)

    def end(self) -> None:
        """The video is left."""
        self._timer.stop()
        self.tell()
        self._video_id = self._position = None

    def interrupt(self) -> None:
        """The player jumps: what is shown next does not follow what was shown before."""
        self._watched.interrupt()

    @Slot()
    def tell(self) -> None:
        """Tell what there is to tell."""
        if self._video_id is not None and self._position is not None:
            self.told.emit(self._video_id, self._position, self._watched.take())

    @Slot(float)
    def _on_moved(self, second: float) -> None:
        self._position = second
        if self._playback.playing:
            self._watched.play_to(second, self._playback.rate)

    @Slot(bool)
    def _on_playing_changed(self, playing: bool) -> None:  # noqa: FBT001 - Qt's signal has it
        if playing:
            self._timer.start()
        else:
            self._timer.stop()
            self._watched.interrupt()
            self.tell()
