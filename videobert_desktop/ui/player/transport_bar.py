"""The buttons under the timeline."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from videobert_desktop.ui.player.fitting_row import FittingRow
from videobert_desktop.ui.player.player_keys import PlayerAction, key_name
from videobert_desktop.ui.player.speed_button import SpeedButton
from videobert_desktop.ui.player.stretch import Stretch
from videobert_desktop.ui.player.stretch_chip import StretchChip
from videobert_desktop.ui.player.time_button import TimeButton
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.icon_button import IconButton

_FULL = 100  # of the volume slider
_SLIDER_WIDTH = 84
_NARROWEST = 320


class TransportBar(QWidget):
    """Plays, moves, chooses a stretch, and says where the player is.

    Signals:
        asked: (PlayerAction) a button was pressed.
        rate_asked: (float) play so many times as fast.
        volume_asked: (float) play as loud as that, in [0, 1].
    """

    asked = Signal(object)
    rate_asked = Signal(float)
    volume_asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transportBar")
        self.play = IconButton("play", "", size=26)
        self.full_screen = IconButton("full-screen", "")
        self.mute = IconButton("volume", "")
        self.subtitles = IconButton("subtitles", "")
        self.subtitles.setCheckable(True)
        self.time = TimeButton()
        self.chip = StretchChip()
        self.speed = SpeedButton()
        self.volume = self._make_volume()
        self.row = FittingRow()
        self._fill_row()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, 0, SPACE, SPACE)
        layout.addWidget(self.row)
        self._connect_parts()
        self.show_playing(playing=False)
        self.show_stretch(Stretch())
        self.show_volume(1.0, muted=False)
        self.show_subtitles(shown=False, possible=False)
        self.show_full_screen(full=False)

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def show_playing(self, playing: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Offer to pause, or to play."""
        self.play.show_sign("pause" if playing else "play")
        _label(self.play, PlayerAction.TOGGLE, self.tr("Pause") if playing else self.tr("Play"))

    def show_stretch(self, stretch: Stretch) -> None:
        """Say what is chosen; nothing if nothing is."""
        self.chip.show_stretch(stretch)
        self.row.want(self.chip, stretch != Stretch())

    def show_volume(self, volume: float, *, muted: bool) -> None:
        """Say how loud it is, in [0, 1]."""
        silent = muted or volume <= 0
        self.mute.show_sign("volume-off" if silent else "volume" if volume > 0.5 else "volume-low")
        _label(self.mute, PlayerAction.MUTE, self.tr("Sound on") if muted else self.tr("Sound off"))
        with QSignalBlocker(self.volume):  # it is told, and asks for nothing
            self.volume.setValue(0 if muted else round(volume * _FULL))

    def show_subtitles(self, *, shown: bool, possible: bool) -> None:
        """Say whether subtitles are shown, and whether there are any."""
        self.subtitles.setEnabled(possible)
        self.subtitles.setChecked(shown and possible)
        _label(self.subtitles, PlayerAction.SUBTITLES, self.tr("Subtitles"))
        if not possible:
            self.subtitles.setToolTip(self.tr("This video has no subtitles"))

    def show_full_screen(self, full: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Offer to leave full screen, or to go there."""
        self.full_screen.show_sign("leave-full-screen" if full else "full-screen")
        text = self.tr("Leave full screen") if full else self.tr("Full screen")
        _label(self.full_screen, PlayerAction.FULL_SCREEN, text)

    def _make_volume(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _FULL)
        slider.setPageStep(10)
        slider.setFixedWidth(_SLIDER_WIDTH)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setAccessibleName(self.tr("Volume"))
        slider.setToolTip(self.tr("Volume"))
        return slider

    def _fill_row(self) -> None:
        row, action = self.row, PlayerAction
        row.add(self._button("previous-frame", action.PREVIOUS_FRAME, self.tr("Previous frame")), 17)
        row.add(self.play, 20)
        row.add(self._button("next-frame", action.NEXT_FRAME, self.tr("Next frame")), 17)
        row.add(self._button("back", action.FAR_BACK, self.tr("10 seconds back")), 9)
        row.add(self._button("forward", action.FAR_FORWARD, self.tr("10 seconds forward")), 9)
        row.add(self.time, 19)
        row.add(self._button("in-point", action.SET_IN, self.tr("The stretch begins here")), 12)
        row.add(self._button("out-point", action.SET_OUT, self.tr("The stretch ends here")), 12)
        row.add(self.chip, 11)
        row.add_room()
        row.add(self.speed, 15)
        row.add(self.subtitles, 8)
        row.add(self._button("copy", action.COPY_FRAME, self.tr("Copy the frame")), 6)
        row.add(self._button("camera", action.SAVE_FRAME, self.tr("Save the frame as a picture")), 7)
        row.add(self.mute, 16)
        row.add(self.volume, 10)
        row.add(self.full_screen, 18)

    def _button(self, sign: str, action: PlayerAction, text: str) -> IconButton:
        button = IconButton(sign, text)
        _label(button, action, text)
        button.clicked.connect(partial(self._ask, action))
        return button

    def _connect_parts(self) -> None:
        for button, action in (
            (self.play, PlayerAction.TOGGLE),
            (self.mute, PlayerAction.MUTE),
            (self.subtitles, PlayerAction.SUBTITLES),
            (self.full_screen, PlayerAction.FULL_SCREEN),
            (self.chip, PlayerAction.CLEAR_POINTS),
        ):
            button.clicked.connect(partial(self._ask, action))
        self.speed.rate_asked.connect(self.rate_asked)
        self.volume.valueChanged.connect(self._on_volume_moved)

    def _ask(self, action: PlayerAction, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal has it
        self.asked.emit(action)

    @Slot(int)
    def _on_volume_moved(self, value: int) -> None:
        self.volume_asked.emit(value / _FULL)


def _label(button: IconButton, action: PlayerAction, text: str) -> None:
    """Say what pressing a button does, and which key does the same."""
    button.say(text)
    tip = QCoreApplication.translate("TransportBar", "{text} ({key})")
    button.setToolTip(tip.format(text=text, key=key_name(action)))
