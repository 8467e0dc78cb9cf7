"""The words of a query, to point at one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolButton, QWidget

from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE

_GAP = SPACE // 2
_MOST_ROWS = 3


class WordChip(QToolButton):
    """A word that tells when the pointer or the keyboard is on it.

    Signals:
        changed: One of the two has come or gone.
    """

    changed = Signal()

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("word")
        self.setProperty("chip", True)  # noqa: FBT003 - Qt's way
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(shown(word).replace("&", "&&"))
        self.setAccessibleName(shown(word))
        self.hovered = False

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().enterEvent(event)
        self.hovered = True
        self.changed.emit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().leaveEvent(event)
        self.hovered = False
        self.changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().focusInEvent(event)
        self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().focusOutEvent(event)
        self.changed.emit()


class WordChips(QScrollArea):
    """Words in rows, as a text has them; of a long one a few rows at a time.

    Signals:
        pointed: (int or None) the number of the word that is pointed at now: under the pointer, or else in focus.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget()
        self.setWidget(self._body)
        for ground in (self._body, self.viewport()):
            ground.setAutoFillBackground(False)
        self._chips: list[WordChip] = []
        self._pointed: int | None = None

    @property
    def chips(self) -> Sequence[WordChip]:
        """The words, in their order."""
        return tuple(self._chips)

    def show_words(self, words: Sequence[str], descriptions: Sequence[str]) -> None:
        """Show other words, with what is to be said of each to those who cannot see."""
        self.clear()
        for word, description in zip(words, descriptions, strict=True):
            chip = WordChip(word, self._body)
            chip.setAccessibleDescription(description)
            chip.changed.connect(self._on_changed)
            chip.show()
            self._chips.append(chip)
        self._arrange()

    def clear(self) -> None:
        """Show no words."""
        chips, self._chips = self._chips, []
        for chip in chips:
            chip.changed.disconnect(self._on_changed)
            chip.hide()
            chip.deleteLater()
        self._pointed = None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(0, self.minimumHeight())

    def _arrange(self) -> None:
        """Put the chips beside each other, and in the next row where there is no more room."""
        room, place, row = self.viewport().width(), QPoint(0, 0), 0
        for chip in self._chips:
            size = chip.sizeHint()
            width, row = min(size.width(), room), size.height()
            if place.x() and place.x() + width > room:
                place = QPoint(0, place.y() + row + _GAP)
            chip.setGeometry(QRect(place, QSize(width, row)))
            place += QPoint(width + _GAP, 0)
        self._body.resize(room, place.y() + row)
        self.setFixedHeight(min(place.y() + row, _MOST_ROWS * (row + _GAP)))

    @Slot()
    def _on_changed(self) -> None:
        hovered = [number for number, chip in enumerate(self._chips) if chip.hovered]
        focused = [number for number, chip in enumerate(self._chips) if chip.hasFocus()]
        pointed = next(iter(hovered + focused), None)
        if focused:
            self.ensureWidgetVisible(self._chips[focused[0]], 0, 0)
        if pointed != self._pointed:
            self._pointed = pointed
            self.pointed.emit(pointed)
