"""The page that shows which keys do what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from videobert_desktop.ui.preferences.form import heading, plain_label, scrolling
from videobert_desktop.ui.preferences.shortcuts import ShortcutGroup, shortcut_groups
from videobert_desktop.ui.theme import SPACE

_LINES_OF_TITLE = 2
_COLUMNS = 3
# What is drawn on the cap of a key whose name is not what people have on theirs.
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class ShortcutsPage(QDialog):
    """Groups of keys in columns; closed by Escape, or by the key that opened it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(1240, 640)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(4 * SPACE, SPACE, 4 * SPACE, 2 * SPACE)
        bottom.addStretch()
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        keys = scrolling(_columns(shortcut_groups()))
        keys.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # there is nothing in it that the keyboard could be on
        keys.setAccessibleName(self.windowTitle())
        layout.addWidget(keys, 1)
        layout.addLayout(bottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.text() == "?":
            self.accept()
        else:
            super().keyPressEvent(event)


def key_names(keys: str) -> list[list[str]]:
    """What stands on the caps of `keys` as a `Shortcut` has them, for each combination of them."""
    return [_caps(combination) for combination in keys.split()]


def balanced(groups: Sequence[ShortcutGroup]) -> list[list[ShortcutGroup]]:
    """The groups in columns: each, the longest first, in the one that is shortest by then."""
    columns: list[list[ShortcutGroup]] = [[] for _ in range(_COLUMNS)]
    for group in sorted(groups, key=lambda group: -len(group.shortcuts)):
        min(columns, key=_length).append(group)
    return columns


def _length(column: Sequence[ShortcutGroup]) -> int:
    return sum(len(group.shortcuts) + _LINES_OF_TITLE for group in column)


def _caps(combination: str) -> list[str]:
    *modifiers, key = combination.rsplit("+", 1) if len(combination) > 1 else [combination]
    names = [part for modifier in modifiers for part in modifier.split("+")]
    return [_cap(name) for name in [*names, key]]


def _cap(name: str) -> str:
    translate = QCoreApplication.translate
    for key, arrow in _ARROWS.items():
        if name in (key, translate("QShortcut", key)):
            return arrow
    if name in ("Ctrl", "Shift", "Alt", "Meta"):
        # Other systems have other signs for them, and Qt knows those.
        native = QKeySequence(f"{name}+A").toString(QKeySequence.SequenceFormat.NativeText)
        return native.removesuffix("A").removesuffix("+") or name
    return translate("QShortcut", name)


def _columns(groups: Sequence[ShortcutGroup]) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, SPACE)
    row.setSpacing(6 * SPACE)
    for column in balanced(groups):
        layout = QVBoxLayout()
        layout.setSpacing(3 * SPACE)
        for group in column:
            layout.addLayout(_group(group))
        layout.addStretch()
        row.addLayout(layout, 1)
    return page


def _group(group: ShortcutGroup) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * SPACE)
    grid.setVerticalSpacing(SPACE)
    grid.setColumnStretch(0, 1)
    for row, shortcut in enumerate(group.shortcuts):
        text = plain_label(shortcut.text)
        grid.addWidget(text, row, 0)
        grid.addWidget(_keys(shortcut.keys), row, 1, Qt.AlignmentFlag.AlignRight)
    layout = QVBoxLayout()
    layout.setSpacing(SPACE + SPACE // 2)
    layout.addWidget(heading(group.title, 1.15))
    layout.addLayout(grid)
    return layout


def _keys(keys: str) -> QWidget:
    caps = QWidget()
    caps.setAccessibleName(keys)
    row = QHBoxLayout(caps)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE // 2)
    for index, combination in enumerate(key_names(keys)):
        if index:
            row.addSpacing(SPACE // 2)
        for name in combination:
            cap = QLabel(name)
            cap.setObjectName("keyCap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(cap)
    return caps
