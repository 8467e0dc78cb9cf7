"""Playing a file: Qt's own player where it can, exact frames where it cannot, and for everything that stands still."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from videobert_desktop.jobs.runner import Runner
from videobert_desktop.ui.player.exact_frames import ExactFrames, FrameOpener, Shot
from videobert_desktop.ui.player.frame_player import FramePlayer
from videobert_desktop.ui.player.quiet_media import quiet_multimedia

if TYPE_CHECKING:
    from videobert_desktop.services.playing.open_frames import SourceInfo
    from videobert_desktop.ui.player.system_player import SystemPlayer

SLOWEST, FASTEST = 0.25, 4.0
"""How many times as fast as it was recorded a file may be played."""
PATIENCE = 2.0
"""Seconds to wait for a picture from Qt before frames are fetched instead; and between two looks after the file."""

# The codecs that Qt's player says it can show, and then shows nothing of.
_NOT_FOR_QT = frozenset(["av1"])
# After stepping and seeking it is made ready to play from there, when nothing more has come for so many milliseconds.
_SETTLING = 250
# Qt may stop so many frames before the end, and mean it.
_FRAMES_SHORT = 4


class Playback(QObject):
    """Plays one file at a time. Times are seconds from the first presented frame.

    Every picture that stands still, and the first one, is the very frame of its time, decoded in a lane. While it
    plays pictures and sound are those of Qt's player, whose times are as exact. Where that shows no picture, frames
    are fetched one by one from the lane while it plays the sound.

    Signals:
        opened: (seconds) a file was opened; how long it is.
        pictured: (QImage) another picture is to be shown; upright.
        moved: (seconds) what is shown, exact where the picture tells.
        playing_changed: (bool) whether it plays.
        ended: it has played to its end.
        subtitle_changed: (str) what is to be read now.
        failed: (Exception) it cannot be shown, a UserError unless it is a bug; the file is closed.
    """

    opened = Signal(float)
    pictured = Signal(QImage)
    moved = Signal(float)
    playing_changed = Signal(bool)
    ended = Signal()
    subtitle_changed = Signal(str)
    failed = Signal(object)

    def __init__(
        self, frames: FrameOpener, lane: Runner, parent: QObject | None = None, *, patience: float = PATIENCE
    ) -> None:
        """Take note of where frames come from.

        Args:
            frames: Opens files for their exact frames.
            lane: Where that is done.
            parent: Its owner.
            patience: As `PATIENCE`.
        """
        super().__init__(parent)
        self._patience = patience
        self._rate = self._volume = 1.0
        self._muted = self._subtitles_shown = False
        self._path: Path | None = None
        self._info: SourceInfo | None = None
        self._system: SystemPlayer | None = None
        self._image = QImage()
        self._position = 0.0
        self._playing = self._at_end = self._falls_back = self._doubts_end = False
        self._frames = ExactFrames(frames, lane, self)
        self._frame_player = FramePlayer(self._frames, self)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLING)
        self._looking = QTimer(self)
        self._looking.setInterval(round(patience * 1000))
        self._connect()

    def _connect(self) -> None:
        self._frames.opened.connect(self._on_opened)
        self._frames.shown.connect(self._on_shown)
        self._frames.failed.connect(self._on_failed)
        self._frame_player.pictured.connect(self._on_frame)
        self._frame_player.ended.connect(self._on_ended)
        self._settling.timeout.connect(self._settle)
        self._looking.timeout.connect(self._frames.check)

    @property
    def path(self) -> Path | None:
        """The file that is open, or about to be; None if none is."""
        return self._path

    @property
    def duration(self) -> float:
        """How long the file is, in seconds; 0.0 if unknown."""
        return self._info.duration if self._info is not None else 0.0

    @property
    def position(self) -> float:
        """What is shown, or about to be, in seconds."""
        return self._position

    @property
    def frame_seconds(self) -> float:
        """How long a frame is shown on average, in seconds; 0.0 while no file is open."""
        return self._info.frame_seconds if self._info is not None else 0.0

    @property
    def playing(self) -> bool:
        """Whether it plays, or will as soon as it can."""
        return self._playing

    @property
    def image(self) -> QImage:
        """The picture that is shown, in full size while it stands still; a null image if there is none."""
        return self._image

    @property
    def has_subtitles(self) -> bool:
        """Whether there are subtitles that can be shown."""
        return self._info is not None and self._info.has_subtitles

    @property
    def rate(self) -> float:
        """How many times as fast as it was recorded it plays."""
        return self._rate

    @property
    def volume(self) -> float:
        """How loud it is, from 0 to 1."""
        return self._volume

    @property
    def muted(self) -> bool:
        """Whether there is no sound."""
        return self._muted

    def open(self, path: Path, *, start: float = 0.0, play: bool = False) -> None:
        """Open a file; the one before it is closed.

        Args:
            path: The file.
            start: Where to begin, in seconds.
            play: Whether to play at once.
        """
        self.close()
        self._path = path
        self._position = max(0.0, start)
        self._frames.open(path, self._position)
        if play:
            self.play()

    def close(self) -> None:
        """Let go of the file."""
        self._frame_player.pause()
        self._frames.close()
        self._drop_system()
        self._settling.stop()
        self._set_playing(playing=False)
        self._forget()

    def play(self) -> None:
        """Play on; from the beginning, if it is at the end."""
        if self._path is None or self._playing:
            return
        if self._at_end:
            self._frames.forget()
            self._position = 0.0
        self._at_end = False
        self._settling.stop()
        self._set_playing(playing=True)
        self._go_on()

    def pause(self) -> None:
        """Stand still."""
        if not self._playing:
            return
        seeking = self._system is not None and self._system.is_seeking
        if self._system is not None:
            self._system.pause()
        self._frame_player.pause()
        if self._falls_back or seeking:
            self._frames.show(self._position)
        self._set_playing(playing=False)

    def toggle(self) -> None:
        """Play if it stands still, and the other way round."""
        (self.pause if self._playing else self.play)()

    def seek(self, second: float) -> None:
        """Show the frame of `second`; play on from there if it plays."""
        if self._path is None:
            return
        self._position = min(max(0.0, second), self.duration or second)
        self._at_end = False
        if self._playing and self._falls_back:
            self._frame_player.seek(self._position)
        else:
            self._frames.show(self._position)
        if self._playing and self._system is not None and self._system.is_ready:
            self._system.seek(self._position)
        elif not self._playing:
            self._settling.start()

    def step(self, frames: int) -> None:
        """Stand still, and show the frame so many after the one that is shown, or before it."""
        if self._path is None:
            return
        self.pause()
        self._at_end = False
        self._frames.step(self._position, frames)
        self._settling.start()

    def set_rate(self, rate: float) -> None:
        """Play so many times as fast as it was recorded, from 0.25 to 4."""
        self._rate = min(max(rate, SLOWEST), FASTEST)
        self._frame_player.set_rate(self._rate)
        self._tune()

    def set_volume(self, volume: float) -> None:
        """How loud it is, from 0 to 1."""
        self._volume = min(max(volume, 0.0), 1.0)
        self._tune()

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Whether there is no sound."""
        self._muted = muted
        self._tune()

    def show_subtitles(self, shown: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Whether to tell the subtitles."""
        self._subtitles_shown = shown
        self._tune()
        if not shown:
            self.subtitle_changed.emit("")

    def _forget(self) -> None:
        self._path = self._info = None
        self._image = QImage()
        self._position = 0.0
        self._at_end = self._falls_back = self._doubts_end = False

    def _tune(self) -> None:
        if self._system is not None:
            self._system.set_rate(self._rate)
            self._system.set_volume(self._volume, muted=self._muted)
            self._system.show_subtitles(shown=self._subtitles_shown)

    def _set_playing(self, *, playing: bool) -> None:
        if playing == self._playing:
            return
        self._playing = playing
        if playing:
            self._looking.start()
        else:
            self._looking.stop()
        self.playing_changed.emit(playing)

    def _go_on(self) -> None:
        """Play with whatever is ready to."""
        if self._system is not None and self._system.is_ready:
            self._system.play(self._position)
        if self._falls_back:
            self._frame_player.play(self._position)

    def _show(self, image: QImage, second: float) -> None:
        self._image = image
        self._position = second
        self.pictured.emit(image)
        self.moved.emit(second)

    def _settle(self) -> None:
        """Make Qt's player ready to go on from here."""
        if self._system is not None and not self._playing:
            self._system.stand(self._position)

    @Slot(object)
    def _on_opened(self, info: SourceInfo) -> None:
        self._info = info
        self.opened.emit(info.duration)
        self._falls_back = info.joined or info.codec in _NOT_FOR_QT
        if info.joined or (self._falls_back and not info.has_sound):  # Qt stops at the first joint
            self._on_ready()
        else:
            self._start_system(info)

    def _start_system(self, info: SourceInfo) -> None:
        quiet_multimedia()  # before it is loaded, and while it is
        from videobert_desktop.ui.player.system_player import SystemPlayer

        assert self._path is not None
        lag = info.lag if self._falls_back else None
        self._system = SystemPlayer(self._path, track=info.track, lag=lag, patience=self._patience, parent=self)
        self._system.ready.connect(self._on_ready)
        self._system.pictured.connect(self._on_pictured)
        self._system.moved.connect(self._on_moved)
        self._system.ended.connect(self._on_system_ended)
        self._system.unable.connect(self._on_unable)
        self._system.subtitle_changed.connect(self.subtitle_changed)
        self._tune()

    def _drop_system(self) -> None:
        if self._system is not None:
            self._system.close()
            self._system.deleteLater()
        self._system = None

    def _fall_back(self, *, with_sound: bool) -> None:
        """Fetch every picture from the lane from now on."""
        self._falls_back = True
        if not with_sound or self._system is None or self._info is None:
            self._drop_system()
        else:
            self._system.without_pictures(self._info.lag)
        if self._playing:
            self._go_on()

    @Slot(object)
    def _on_shown(self, shot: Shot) -> None:
        if self._doubts_end:
            self._doubts_end = False
            if shot.last or shot.time <= self._position:
                self._finish()
            else:
                self._fall_back(with_sound=False)
        elif self._playing and self._falls_back:
            self._frame_player.take(shot)
        elif self._is_wanted(shot):
            self._show(shot.image, shot.time)

    def _is_wanted(self, shot: Shot) -> bool:
        """Whether a picture may be shown, because none comes from Qt's player now."""
        if not self._playing:
            return not shot.moving
        return self._system is None or not self._system.is_ready or self._system.is_seeking

    @Slot(object)
    def _on_frame(self, shot: Shot) -> None:
        self._show(shot.image, shot.time)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self.close()
        self.failed.emit(error)

    @Slot()
    def _on_ready(self) -> None:
        if self._playing:
            self._go_on()

    @Slot(QImage, float)
    def _on_pictured(self, image: QImage, second: float) -> None:
        self._show(image, second)

    @Slot(float)
    def _on_moved(self, second: float) -> None:
        if self._falls_back:
            self._frame_player.follow(second)
        elif self._playing:
            self._position = min(second, self.duration or second)
            self.moved.emit(self._position)

    @Slot()
    def _on_system_ended(self) -> None:
        if self._falls_back:  # only the sound has ended
            return
        frame = self.frame_seconds
        if self._position + _FRAMES_SHORT * frame < self.duration:
            self._doubts_end = True
            self._frames.show(self._position + 2 * frame)
        else:
            self._finish()

    @Slot(bool)
    def _on_unable(self, with_sound: bool) -> None:  # noqa: FBT001 - a signal's
        self._fall_back(with_sound=with_sound and not self._falls_back)

    @Slot()
    def _on_ended(self) -> None:
        self._finish()

    def _finish(self) -> None:
        """Stand at the last frame."""
        if self._system is not None:
            self._system.pause()
        self._at_end = True
        self._frames.show(max(self._position, self.duration))
        self._set_playing(playing=False)
        self.ended.emit()
