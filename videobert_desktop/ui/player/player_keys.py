"""The player's keys: what each of them does, and in which words that is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class PlayerAction(Enum):
    """Something that the player can be told to do, by a key or by a button."""

    TOGGLE = auto()
    SLOWER = auto()
    NORMAL = auto()
    FASTER = auto()
    BACK = auto()
    FORWARD = auto()
    FAR_BACK = auto()
    FAR_FORWARD = auto()
    PREVIOUS_FRAME = auto()
    NEXT_FRAME = auto()
    TO_START = auto()
    TO_END = auto()
    SET_IN = auto()
    SET_OUT = auto()
    TO_IN = auto()
    TO_OUT = auto()
    CLEAR_POINTS = auto()
    LOUDER = auto()
    QUIETER = auto()
    MUTE = auto()
    SUBTITLES = auto()
    FULL_SCREEN = auto()
    LEAVE_FULL_SCREEN = auto()
    COPY_FRAME = auto()
    SAVE_FRAME = auto()


_KEYS = {
    PlayerAction.TOGGLE: QKeyCombination(_Key.Key_Space),
    PlayerAction.SLOWER: QKeyCombination(_Key.Key_J),
    PlayerAction.NORMAL: QKeyCombination(_Key.Key_K),
    PlayerAction.FASTER: QKeyCombination(_Key.Key_L),
    PlayerAction.BACK: QKeyCombination(_Key.Key_Left),
    PlayerAction.FORWARD: QKeyCombination(_Key.Key_Right),
    PlayerAction.FAR_BACK: QKeyCombination(_SHIFT, _Key.Key_Left),
    PlayerAction.FAR_FORWARD: QKeyCombination(_SHIFT, _Key.Key_Right),
    PlayerAction.PREVIOUS_FRAME: QKeyCombination(_Key.Key_Comma),
    PlayerAction.NEXT_FRAME: QKeyCombination(_Key.Key_Period),
    PlayerAction.TO_START: QKeyCombination(_Key.Key_Home),
    PlayerAction.TO_END: QKeyCombination(_Key.Key_End),
    PlayerAction.SET_IN: QKeyCombination(_Key.Key_I),
    PlayerAction.SET_OUT: QKeyCombination(_Key.Key_O),
    PlayerAction.TO_IN: QKeyCombination(_SHIFT, _Key.Key_I),
    PlayerAction.TO_OUT: QKeyCombination(_SHIFT, _Key.Key_O),
    PlayerAction.CLEAR_POINTS: QKeyCombination(_Key.Key_X),
    PlayerAction.LOUDER: QKeyCombination(_Key.Key_Up),
    PlayerAction.QUIETER: QKeyCombination(_Key.Key_Down),
    PlayerAction.MUTE: QKeyCombination(_Key.Key_M),
    PlayerAction.SUBTITLES: QKeyCombination(_Key.Key_S),
    PlayerAction.FULL_SCREEN: QKeyCombination(_Key.Key_F),
    PlayerAction.LEAVE_FULL_SCREEN: QKeyCombination(_Key.Key_Escape),
    PlayerAction.COPY_FRAME: QKeyCombination(_CONTROL, _Key.Key_C),
    PlayerAction.SAVE_FRAME: QKeyCombination(_CONTROL | _SHIFT, _Key.Key_S),
}
_ACTIONS = {key.toCombined(): action for action, key in _KEYS.items()}


@dataclass(frozen=True, slots=True)
class PlayerKey:
    """A key for people.

    Attributes:
        key: What is printed on it, as this desktop writes it.
        text: What it does.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together.

    Attributes:
        title: What they are about.
        keys: The keys, in the order in which to show them.
    """

    title: str
    keys: tuple[PlayerKey, ...]


def action_of(event: QKeyEvent) -> PlayerAction | None:
    """What the pressed key stands for; None if it is not one of the player's."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier  # arrows have it on some desktops
    return _ACTIONS.get(QKeyCombination(modifiers, Qt.Key(event.key())).toCombined())


def key_name(action: PlayerAction) -> str:
    """The key for `action`, as this desktop writes it."""
    return QKeySequence(_KEYS[action]).toString(QKeySequence.SequenceFormat.NativeText)


def player_keys() -> tuple[KeyGroup, ...]:
    """All keys in groups, in the language of the window as it is now."""
    action = PlayerAction
    return (
        KeyGroup(
            QCoreApplication.translate("PlayerKeys", "Playing"),
            (
                _key(action.TOGGLE, QCoreApplication.translate("PlayerKeys", "Play or pause")),
                _key(action.SLOWER, QCoreApplication.translate("PlayerKeys", "Slower; at normal speed, 1 second back")),
                _key(action.NORMAL, QCoreApplication.translate("PlayerKeys", "Pause, and back to normal speed")),
                _key(
                    action.FASTER,
                    QCoreApplication.translate("PlayerKeys", "Play, then faster with each press"),
                ),
                _key(action.LOUDER, QCoreApplication.translate("PlayerKeys", "Louder")),
                _key(action.QUIETER, QCoreApplication.translate("PlayerKeys", "Quieter")),
                _key(action.MUTE, QCoreApplication.translate("PlayerKeys", "Sound off or on")),
                _key(action.SUBTITLES, QCoreApplication.translate("PlayerKeys", "Subtitles on or off")),
                _key(action.FULL_SCREEN, QCoreApplication.translate("PlayerKeys", "Full screen")),
                _key(action.LEAVE_FULL_SCREEN, QCoreApplication.translate("PlayerKeys", "Leave full screen")),
            ),
        ),
        KeyGroup(
            QCoreApplication.translate("PlayerKeys", "Moving"),
            (
                _key(action.BACK, QCoreApplication.translate("PlayerKeys", "1 second back")),
                _key(action.FORWARD, QCoreApplication.translate("PlayerKeys", "1 second forward")),
                _key(action.FAR_BACK, QCoreApplication.translate("PlayerKeys", "10 seconds back")),
                _key(action.FAR_FORWARD, QCoreApplication.translate("PlayerKeys", "10 seconds forward")),
                _key(action.PREVIOUS_FRAME, QCoreApplication.translate("PlayerKeys", "Previous frame")),
                _key(action.NEXT_FRAME, QCoreApplication.translate("PlayerKeys", "Next frame")),
                _key(action.TO_START, QCoreApplication.translate("PlayerKeys", "To the beginning")),
                _key(action.TO_END, QCoreApplication.translate("PlayerKeys", "To the end")),
            ),
        ),
        KeyGroup(
            QCoreApplication.translate("PlayerKeys", "Frames and stretches"),
            (
                _key(action.SET_IN, QCoreApplication.translate("PlayerKeys", "The stretch begins here (in point)")),
                _key(action.SET_OUT, QCoreApplication.translate("PlayerKeys", "The stretch ends here (out point)")),
                _key(action.TO_IN, QCoreApplication.translate("PlayerKeys", "To the in point")),
                _key(action.TO_OUT, QCoreApplication.translate("PlayerKeys", "To the out point")),
                _key(action.CLEAR_POINTS, QCoreApplication.translate("PlayerKeys", "Give up the stretch")),
                _key(action.COPY_FRAME, QCoreApplication.translate("PlayerKeys", "Copy the frame")),
                _key(action.SAVE_FRAME, QCoreApplication.translate("PlayerKeys", "Save the frame as a picture")),
            ),
        ),
    )


def _key(action: PlayerAction, text: str) -> PlayerKey:
    return PlayerKey(key_name(action), text)
