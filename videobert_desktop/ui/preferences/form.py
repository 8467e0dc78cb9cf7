"""What the pages of options are made of: cards of rows, each with its name, a sentence and a control."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSpinBox,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.painting import bold


class Card(QFrame):
    """Rows that belong together, on a ground of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def add_option(self, title: str, text: str, *controls: QWidget) -> None:
        """Add a row with its controls on the right; the last of them is named after the row."""
        control = controls[-1]
        control.setAccessibleName(control.accessibleName() or title)
        control.setAccessibleDescription(text)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(named(title, text), 1)
        for each in controls:
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add(row)

    def add_text(self, title: str, text: str) -> None:
        """Add a row that only says something."""
        row = QHBoxLayout()
        row.addWidget(named(title, text))
        self.add(row)

    def add(self, content: QLayout) -> None:
        """Add a row of whatever it is."""
        row = QFrame()
        row.setObjectName("firstRow" if self._rows.isEmpty() else "row")
        content.setContentsMargins(2 * SPACE, 12, 2 * SPACE, 12)
        row.setLayout(content)
        self._rows.addWidget(row)


class ChoiceBox(QComboBox):
    """One of a few values, each with its name.

    Signals:
        picked: (str) a person has chosen this value.
    """

    picked = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Offer `choices`, pairs of a value and its name; `value` is the present one."""
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))  # which goes by the style sheet
        for choice, name in choices:
            self.addItem(name, choice)
        self.setCurrentIndex(self.findData(value))
        self.activated.connect(self._on_activated)
        _spare_from_the_wheel(self)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index))


def number_box(value: int, least: int, most: int) -> QSpinBox:
    """A field for a whole number, which tells of a new one when it has been typed."""
    box = QSpinBox()
    box.setRange(min(value, least), most)
    box.setValue(min(value, most))
    box.setKeyboardTracking(False)
    _spare_from_the_wheel(box)
    return box


def page_layout(page: QWidget, title: str) -> QVBoxLayout:
    """A column for cards, under the page's title."""
    layout = QVBoxLayout(page)
    layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
    layout.setSpacing(2 * SPACE)
    layout.addWidget(heading(title, 1.4))
    return layout


def heading(text: str, scale: float) -> QLabel:
    """A title whose letters are `scale` times as high as others."""
    label = plain_label(text)
    label.setObjectName("heading")
    font = bold(label.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    label.setFont(font)
    return label


def named(title: str, text: str) -> QWidget:
    """A name above a quiet sentence."""
    name, sentence = plain_label(title), quiet_label(text)
    name.setFont(bold(name.font()))
    sentence.setVisible(bool(text))
    pair = QWidget()
    column = QVBoxLayout(pair)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE // 2)
    column.addWidget(name)
    column.addWidget(sentence)
    return pair


def quiet_label(text: str) -> QLabel:
    """A sentence that does not ask to be read first."""
    label = plain_label(text)
    label.setObjectName("quiet")
    return label


def plain_label(text: str) -> QLabel:
    """Text that takes as many lines as it needs."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def scrolling(page: QWidget) -> QScrollArea:
    """A page that scrolls up and down where it has no room."""
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what has the focus in it
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(page)
    return area


class _WheelGuard(QObject):
    """Lets the wheel scroll the page, and not change what happens to be under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _spare_from_the_wheel(widget: QWidget) -> None:
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelGuard(widget))
