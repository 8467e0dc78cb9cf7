"""What the player does when it is told to, by a key or a button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.ui.player.playback import Playback
from videobert_desktop.ui.player.player_keys import PlayerAction
from videobert_desktop.ui.player.stretch import Stretch

_STEP, _LONG_STEP = 1.0, 10.0  # seconds
_FAST_RATES = (1.0, 1.5, 2.0, 4.0)
_LOUDER = 0.05


class Controls(QObject):
    """Turns actions into what a playback can do; also keeps the in point, the out point and whether subtitles are on.

    Signals:
        jumped: The player goes somewhere else.
        changed: The speed, the volume, the subtitles or the stretch is another one.
    """

    jumped = Signal()
    changed = Signal()

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._stretch = Stretch()
        self._subtitles = self._has_lines = False
        action = PlayerAction
        self._does: dict[PlayerAction, Callable[[], None]] = {
            action.TOGGLE: playback.toggle,
            action.SLOWER: self._go_slower,
            action.NORMAL: self._go_normal,
            action.FASTER: self._go_faster,
            action.BACK: partial(self._move, -_STEP),
            action.FORWARD: partial(self._move, _STEP),
            action.FAR_BACK: partial(self._move, -_LONG_STEP),
            action.FAR_FORWARD: partial(self._move, _LONG_STEP),
            action.PREVIOUS_FRAME: partial(self._step, -1),
            action.NEXT_FRAME: partial(self._step, 1),
            action.TO_START: partial(self.seek, 0.0),
            action.TO_END: self._to_end,
            action.SET_IN: self._set_in,
            action.SET_OUT: self._set_out,
            action.TO_IN: self._to_in,
            action.TO_OUT: self._to_out,
            action.CLEAR_POINTS: self._clear_points,
            action.LOUDER: partial(self._change_volume, _LOUDER),
            action.QUIETER: partial(self._change_volume, -_LOUDER),
            action.MUTE: self._toggle_mute,
            action.SUBTITLES: self._toggle_subtitles,
        }

    @property
    def stretch(self) -> Stretch:
        """What is chosen of the video."""
        return self._stretch

    @property
    def subtitles(self) -> bool:
        """Whether subtitles are shown where there are any."""
        return self._subtitles

    @property
    def has_subtitles(self) -> bool:
        """Whether there are any: lines that are known, or those that the playback tells."""
        return self._has_lines or self._playback.has_subtitles

    def begin(self) -> None:
        """Another video is opened: nothing of it is chosen."""
        self._stretch = Stretch()
        self.set_lines(known=False)

    def set_subtitles(self, *, shown: bool) -> None:
        """Whether subtitles are shown where there are any."""
        self._subtitles = shown
        # Lines that are known, and perhaps put right by hand, go before what stands in the file.
        self._playback.show_subtitles(shown and not self._has_lines)
        self.changed.emit()

    def set_lines(self, *, known: bool) -> None:
        """Whether the lines of a transcript are known, to be shown as subtitles."""
        self._has_lines = known
        self.set_subtitles(shown=self._subtitles)

    def do(self, action: PlayerAction) -> bool:
        """Do it; False if it is not about playing."""
        does = self._does.get(action)
        if does is not None:
            does()
        return does is not None

    @Slot(float)
    def seek(self, second: float) -> None:
        """Go to a second of the video, or to its nearest end."""
        self.jumped.emit()
        self._playback.seek(max(0.0, second))

    @Slot(float)
    def set_rate(self, rate: float) -> None:
        """Play so many times as fast."""
        self._playback.set_rate(rate)
        self.changed.emit()

    @Slot(float)
    def set_volume(self, volume: float) -> None:
        """Play as loud as that, in [0, 1]; who changes the volume wants to hear something."""
        self._playback.set_muted(False)
        self._playback.set_volume(min(max(0.0, volume), 1.0))
        self.changed.emit()

    def _move(self, seconds: float) -> None:
        self.seek(self._playback.position + seconds)

    def _step(self, frames: int) -> None:
        self.jumped.emit()
        self._playback.step(frames)

    def _to_end(self) -> None:
        self.seek(self._playback.duration)

    def _go_slower(self) -> None:
        """The next lower of the fast speeds; at normal speed, back."""
        slower = [rate for rate in _FAST_RATES if rate < self._playback.rate]
        if slower:
            self.set_rate(slower[-1])
        else:
            self._move(-_STEP)

    def _go_normal(self) -> None:
        self._playback.pause()
        self.set_rate(1.0)

    def _go_faster(self) -> None:
        """Play; if that is what it does, at the next of the fast speeds."""
        if self._playback.playing:
            self.set_rate(next((rate for rate in _FAST_RATES if rate > self._playback.rate), _FAST_RATES[-1]))
        else:
            self._playback.play()

    def _set_in(self) -> None:
        self._choose(self._stretch.beginning(self._playback.position))

    def _set_out(self) -> None:
        self._choose(self._stretch.ending(self._playback.position))

    def _clear_points(self) -> None:
        self._choose(Stretch())

    def _choose(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self.changed.emit()

    def _to_in(self) -> None:
        if self._stretch.in_point is not None:
            self.seek(self._stretch.in_point)

    def _to_out(self) -> None:
        if self._stretch.out_point is not None:
            self.seek(self._stretch.out_point)

    def _change_volume(self, by: float) -> None:
        self.set_volume(self._playback.volume + by)

    def _toggle_mute(self) -> None:
        self._playback.set_muted(not self._playback.muted)
        self.changed.emit()

    def _toggle_subtitles(self) -> None:
        if self.has_subtitles:
            self.set_subtitles(shown=not self._subtitles)
