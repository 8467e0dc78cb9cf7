"""The list of earlier searches that drops down from the search field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign

_SEARCH = Qt.ItemDataRole.UserRole
_MOST = 8
_GAP = 4
_SIGN = 16
_APART = SPACE + 1

Index = QModelIndex | QPersistentModelIndex


class _RowDelegate(QStyledItemDelegate):
    """Rows of one height in any script, with a line above the one that is no search."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, option.fontMetrics.height() + 2 * SPACE + _room_above(index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, above = QStyleOptionViewItem(option), _room_above(index)
        if above:
            line = option.rect.adjusted(SPACE, above // 2, -SPACE, 0)
            painter.fillRect(line.left(), line.top(), line.width(), 1, option.palette.color(QPalette.ColorRole.Mid))
        row.rect = option.rect.adjusted(0, above, 0, 0)
        super().paint(painter, row, index)


def _room_above(index: Index) -> int:
    return _APART if index.data(_SEARCH) is None else 0


class HistoryPopup(QFrame):
    """Lies over the window below the field, and leaves the keyboard to it.

    Signals:
        chosen: (str) an earlier search.
        clear_asked: All of them are to be forgotten.
    """

    chosen = Signal(str)
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Earlier searches"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setMouseTracking(True)
        self._list.setIconSize(QSize(_SIGN, _SIGN))
        self._list.setItemDelegate(_RowDelegate(self._list))
        self._list.itemClicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE // 2, SPACE // 2, SPACE // 2, SPACE // 2)
        layout.addWidget(self._list)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What it lists."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def show_below(self, field: QWidget, searches: Sequence[str], *, clearable: bool) -> None:
        """List earlier searches below a field, with a way to forget them all; not at all if there are none.

        Args:
            field: The field.
            searches: The latest first.
            clearable: Whether to offer to forget them.
        """
        self._list.clear()
        for search in searches:
            self._add(shown(search), search, "history")
        if not searches:
            self.hide()
            return
        if clearable:
            self._add(self.tr("Clear history"), None, "trash")
        self._place(field)

    def move_selection(self, step: int) -> None:
        """Choose the next one, or the one before; beyond the ends none is chosen."""
        row = self._list.currentRow() + step
        count = self._list.count()
        self._list.setCurrentRow(count - 1 if row == -2 else row if row < count else -1)

    def take_chosen(self) -> bool:
        """Do what is chosen; False if nothing is."""
        item = self._list.currentItem()
        if self.isHidden() or item is None:
            return False
        self._take(item)
        return True

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        self.hide()
        search = item.data(_SEARCH)
        if search is None:
            self.clear_asked.emit()
        else:
            self.chosen.emit(search)

    def _add(self, text: str, search: str | None, sign_name: str) -> None:
        quiet = colour_of(Tone.QUIET, self.palette())
        drawing = QIcon(sign(sign_name, quiet, _SIGN))
        drawing.addPixmap(sign(sign_name, quiet, _SIGN), QIcon.Mode.Selected)  # it is not to be tinted
        item = QListWidgetItem(drawing, text, self._list)
        item.setData(_SEARCH, search)
        item.setToolTip(text)
        if search is None:
            item.setForeground(quiet)

    def _place(self, field: QWidget) -> None:
        window = field.window()
        self.setParent(window)
        self._list.setCurrentRow(-1)
        rows = min(_MOST + 1, self._list.count())
        self._list.setFixedHeight(sum(self._list.sizeHintForRow(row) for row in range(rows)))
        place = field.mapTo(window, QPoint(0, field.height() + _GAP))
        self.setGeometry(*place.toTuple(), field.width(), self.sizeHint().height())
        self.show()
        self.raise_()
