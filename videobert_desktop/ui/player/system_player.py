"""A file in Qt's own player: its sound, its subtitles, and its pictures while it plays."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Q_ARG, QMetaObject, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from videobert_desktop.ui.player.quiet_media import quiet_ffmpeg

# A position that is so many seconds after the last picture is told: a picture that stands still would look stuck.
_STILL = 0.25
# For so many seconds after a seek positions may still be those from before it.
_DEAF = 0.15
# After a seek so many pictures may still come from where it was before.
_LATECOMERS = 6
# Converting a picture blocks the window. It may take so many seconds each time, and so many more now and then.
_AFFORDABLE, _EXCESS = 0.02, 0.1
_STYLE_TAGS = re.compile(r"\{\\[^}]*\}")

_Status = QMediaPlayer.MediaStatus


class SystemPlayer(QObject):
    """Plays one file. Its times count from the first presented frame, as everywhere.

    Qt counts from the beginning of the container, which the sound may make: how much later the first picture comes is
    learnt from that picture, for which it waits before anything else. The times of pictures are exact to a microsecond.

    Signals:
        ready: it can play.
        pictured: (QImage, seconds) a picture, and when it is first shown; only while it plays.
        moved: (seconds) how far it is, where that cannot be told from pictures.
        ended: it has played to the end.
        unable: (bool) it cannot show the pictures; whether it can go on with the sound.
        subtitle_changed: (str) what is to be read now.
    """

    ready = Signal()
    pictured = Signal(QImage, float)
    moved = Signal(float)
    ended = Signal()
    unable = Signal(bool)
    subtitle_changed = Signal(str)

    def __init__(
        self,
        path: Path,
        *,
        track: int = 0,
        lag: float | None = None,
        patience: float = 2.0,
        parent: QObject | None = None,
    ) -> None:
        """Open a file.

        Args:
            path: The file.
            track: Which of its picture tracks to show.
            lag: Seconds from the container's beginning to the first picture, for who wants only the sound; None for
                who wants pictures too, which tell it.
            patience: Seconds to wait for a picture before giving up.
            parent: Its owner.
        """
        super().__init__(parent)
        self._lag = lag
        self._with_pictures = lag is None
        self._track = track
        self._is_loaded = self._is_ready = self._is_playing = self._wants_subtitles = False
        self._stands_at: float | None = 0.0
        self._shown = 0.0
        self._sought: float | None = None
        self._next: float | None = None
        self._latecomers = 0
        self._rests_until = self._deaf_until = self._excess = 0.0
        self._player = QMediaPlayer(self)
        quiet_ffmpeg()
        self._sink = QVideoSink(self)
        self._sound = QAudioOutput(self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(round(patience * 1000))
        self._connect()
        self._look_up_overrides()
        self._player.setAudioOutput(self._sound)
        self._player.setVideoSink(self._sink)
        self._call("setSource", Q_ARG(QUrl, QUrl(path.as_uri())))
        self._patience.start()

    def _connect(self) -> None:
        self._patience.timeout.connect(self._on_no_picture)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._sink.subtitleTextChanged.connect(self._on_subtitle)
        self._player.positionChanged.connect(self._on_position)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(self._on_error)

    def _look_up_overrides(self) -> None:
        """Have PySide see, once for all, that nothing here overrides `disconnectNotify`.

        Threads of Qt call it when they let go of these objects. The first call for each takes the interpreter's lock,
        which this thread may hold while it waits for that very thread: both would wait for ever.
        """
        for signal in (self._sound.volumeChanged, self._sink.subtitleTextChanged, self._player.playbackRateChanged):
            signal.connect(self._on_nothing)
            signal.disconnect(self._on_nothing)

    @Slot()
    def _on_nothing(self) -> None:
        """Hears of nothing; see `_look_up_overrides`."""

    @property
    def is_ready(self) -> bool:
        """Whether it can play."""
        return self._is_ready

    @property
    def is_seeking(self) -> bool:
        """Whether it is on its way to somewhere else."""
        return self._sought is not None

    def play(self, second: float) -> None:
        """Play on from `second`."""
        self._is_playing = True
        if self._stands_at is None or abs(self._stands_at - second) > 1e-4:
            self._go(second)
        self._patience.start()
        self._call("play")

    def pause(self) -> None:
        """Stand still, and show the very last picture that came."""
        if not self._is_playing:
            return
        self._call("pause")
        frame = self._sink.videoFrame()
        if self._with_pictures and frame.isValid() and self._sought is None and self._second(frame) > self._shown:
            self._show(frame)
        self._is_playing = False
        ways = (self._next, self._sought, self._shown if self._with_pictures else None)
        self._stands_at = next((second for second in ways if second is not None), None)
        self._sought = self._next = None
        self._patience.stop()

    def seek(self, second: float) -> None:
        """Go to `second`; of several while it is on its way, only to the last one."""
        if self._sought is not None:
            self._next = second
        else:
            self._go(second)

    def stand(self, second: float) -> None:
        """Be ready to play from `second`, while it stands still."""
        if self._is_ready and not self._is_playing and self._stands_at != second:
            self._set_position(second)

    def set_rate(self, rate: float) -> None:
        """Play so many times as fast."""
        self._call("setPlaybackRate", Q_ARG(float, rate))

    def set_volume(self, volume: float, *, muted: bool) -> None:
        """How loud it is: a part of the full loudness, from 0 to 1."""
        self._sound.setVolume(volume)
        self._sound.setMuted(muted)

    def show_subtitles(self, *, shown: bool) -> None:
        """Whether to tell the subtitles of the first track."""
        self._wants_subtitles = shown
        if self._player.subtitleTracks():
            self._player.setActiveSubtitleTrack(0 if shown else -1)

    def close(self) -> None:
        """Let go of the file; nothing is told any more."""
        self._patience.stop()
        for source in (self._sink, self._player):
            source.blockSignals(True)  # noqa: FBT003 - Qt's
        self._is_playing = False
        self._with_pictures = False
        self._call("stop")
        self._call("setSource", Q_ARG(QUrl, QUrl()))

    def without_pictures(self, lag: float) -> None:
        """Go on with the sound alone."""
        self._with_pictures = False
        self._lag = lag if self._lag is None else self._lag
        self._sought = self._next = None
        self._player.setActiveVideoTrack(-1)
        self._become_ready()

    def _second(self, frame: QVideoFrame) -> float:
        return frame.startTime() / 1e6 - (self._lag or 0.0)

    def _go(self, second: float) -> None:
        self._sought, self._next, self._latecomers = second, None, _LATECOMERS
        self._deaf_until = time.monotonic() + _DEAF
        self._patience.start()
        self._set_position(second)

    def _arrive(self, second: float) -> None:
        self._shown, self._sought = second, None
        if self._next is not None:
            self._go(self._next)

    def _set_position(self, second: float) -> None:
        self._stands_at = second
        # Rounded up: a millisecond too early would be the frame before.
        milliseconds = int((second + (self._lag or 0.0)) * 1000 + 1e-3) + 1
        self._call("setPosition", Q_ARG("qlonglong", milliseconds))

    def _call(self, name: str, *arguments: Any) -> None:
        """Call a slot of the player without the interpreter's lock.

        The player may wait for its threads, and those for the lock, if they have something to tell Python.
        """
        QMetaObject.invokeMethod(self._player, name, Qt.ConnectionType.DirectConnection, *arguments)

    def _become_ready(self) -> None:
        if not self._is_ready:
            self._is_ready = True
            self._patience.stop()
            self.ready.emit()

    @Slot(QVideoFrame)
    def _on_frame(self, frame: QVideoFrame) -> None:
        if not frame.isValid() or not self._with_pictures:
            return
        if not self._is_ready:
            self._learn_from(frame)
        elif self._is_playing and frame.startTime() == self._sink.videoFrame().startTime():
            self._follow(frame)

    def _follow(self, frame: QVideoFrame) -> None:
        """Show a picture, unless it is left from before a seek, or comes too soon after one that took long."""
        if self._sought is None:
            if time.monotonic() >= self._rests_until:
                self._show(frame)
        elif self._is_arrival(self._second(frame)):
            if self._next is None:
                self._show(frame)
            self._arrive(self._second(frame))

    def _learn_from(self, frame: QVideoFrame) -> None:
        if frame.startTime() < 0:
            self._give_up()
            return
        self._lag = frame.startTime() / 1e6
        self._become_ready()

    def _is_arrival(self, second: float) -> bool:
        """Whether a picture comes from where it was to go, and not from where it was before."""
        assert self._sought is not None
        self._latecomers -= 1
        return abs(second - self._sought) < abs(second - self._shown) or self._latecomers < 0

    def _show(self, frame: QVideoFrame) -> None:
        began = time.monotonic()
        image = frame.toImage()
        took = time.monotonic() - began
        self._rests_until = began + 2 * took
        self._excess = max(0.0, self._excess + took - _AFFORDABLE)
        if image.isNull() or self._excess > _EXCESS:
            self._give_up()
            return
        self._shown = self._second(frame)
        self._stands_at = self._shown
        self._patience.start()
        self.pictured.emit(image, self._shown)

    @Slot("qlonglong")
    def _on_position(self, position: int) -> None:
        if not self._is_playing or self._lag is None or time.monotonic() < self._deaf_until:
            return
        second = position / 1000 - self._lag
        if self._sought is not None:
            if not self._with_pictures or second > self._sought + _STILL:  # it plays, and a picture is still to come
                self._arrive(self._sought)
            return
        self._patience.start()
        if not self._with_pictures or second > self._shown + _STILL:
            self._stands_at = second
            self.moved.emit(second)

    @Slot(_Status)
    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == _Status.LoadedMedia and not self._is_loaded:
            self._is_loaded = True
            self.show_subtitles(shown=self._wants_subtitles)
            self._player.setActiveVideoTrack(self._track if self._with_pictures else -1)
            if self._with_pictures:
                self._call("pause")  # which shows the first picture
            else:
                self._become_ready()
        elif status == _Status.EndOfMedia and self._is_playing:
            self._is_playing = False
            self._stands_at = self._sought = self._next = None
            self._patience.stop()
            self.ended.emit()

    @Slot(str)
    def _on_subtitle(self, text: str) -> None:
        self.subtitle_changed.emit(_STYLE_TAGS.sub("", text).strip() if self._wants_subtitles else "")

    @Slot(QMediaPlayer.Error, str)
    def _on_error(self, error: QMediaPlayer.Error, text: str) -> None:  # noqa: ARG002 - the fallback says it better
        if error != QMediaPlayer.Error.NoError:
            self._patience.stop()
            self.unable.emit(False)  # noqa: FBT003 - a signal

    @Slot()
    def _on_no_picture(self) -> None:
        if self._with_pictures:
            self._give_up()
        else:
            self.unable.emit(False)  # noqa: FBT003 - a signal

    def _give_up(self) -> None:
        self._patience.stop()
        self.unable.emit(self._player.hasAudio())
