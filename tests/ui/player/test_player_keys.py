"""The table of the player's keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from videobert_desktop.ui.player.player_keys import PlayerAction, action_of, key_name, player_keys

NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> PlayerAction | None:
    return action_of(QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


@pytest.mark.parametrize(
    ("key", "modifiers", "action"),
    [
        (Qt.Key.Key_Space, NONE, PlayerAction.TOGGLE),
        (Qt.Key.Key_Left, SHIFT, PlayerAction.FAR_BACK),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.KeypadModifier, PlayerAction.FORWARD),
        (Qt.Key.Key_Comma, NONE, PlayerAction.PREVIOUS_FRAME),
        (Qt.Key.Key_O, SHIFT, PlayerAction.TO_OUT),
        (Qt.Key.Key_S, CONTROL | SHIFT, PlayerAction.SAVE_FRAME),
    ],
)
def test_keys_stand_for_actions(key: Qt.Key, modifiers: Qt.KeyboardModifier, action: PlayerAction) -> None:
    assert press(key, modifiers) is action


def test_other_keys_are_not_the_players() -> None:
    assert press(Qt.Key.Key_Q) is None
    assert press(Qt.Key.Key_S, CONTROL) is None
    assert press(Qt.Key.Key_Space, CONTROL) is None


def test_every_action_has_a_key_of_its_own_and_a_text() -> None:
    shown = [key for group in player_keys() for key in group.keys]
    assert sorted(key.key for key in shown) == sorted(key_name(action) for action in PlayerAction)
    assert len({key.key for key in shown}) == len(PlayerAction)
    assert len({key.text for key in shown}) == len(PlayerAction)
    assert all(group.title for group in player_keys())
