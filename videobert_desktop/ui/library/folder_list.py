"""The folders of the library: choosing one shows only its videos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter, QPalette, QPixmap, QWheelEvent
from PySide6.QtWidgets import QListView, QMenu, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.ui.library.folder_model import FolderModel, FolderRole
from videobert_desktop.ui.library.keys import is_for_the_window
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.painting import draw_ground, draw_line, smaller

Index = QModelIndex | QPersistentModelIndex

_SIGN = 16
_SIDE = 14
_GAP = 8

_right = Qt.AlignmentFlag.AlignRight


class _FolderDelegate(QStyledItemDelegate):
    """A sign, the name, and how many videos there are; greyed where the folder is not there now."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, ARG002 - Qt's name
        return QSize(0, max(_SIGN, option.fontMetrics.height()) + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        folder: LibraryFolder | None = index.data(FolderRole.FOLDER)
        there = folder is None or folder.there
        painter.save()
        draw_ground(painter, option)
        quiet = colour_of(Tone.QUIET, option.palette)
        area = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        mark = QRect(area.left(), area.center().y() - _SIGN // 2 + 1, _SIGN, _SIGN)
        painter.drawPixmap(mark, _mark(folder, option.palette))
        note = str(index.data(FolderRole.COUNT)) if there else self.tr("offline")
        small = smaller(option.font)
        draw_line(painter, area, note, quiet, small, align=_right)
        taken = QFontMetrics(small).horizontalAdvance(note) + _GAP
        words = area.adjusted(_SIGN + _GAP, 0, -taken, 0)
        colour = option.palette.color(QPalette.ColorRole.Text) if there else quiet
        draw_line(painter, words, index.data(), colour, option.font)
        painter.restore()


class FolderList(QListView):
    """As high as its rows; the pane around it scrolls.

    Signals:
        folder_chosen: (Path or None) only the videos of this folder are wanted; None for all.
        removal_asked: (Path) this folder shall be watched no longer.
    """

    folder_chosen = Signal(object)
    removal_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FolderModel(self)
        self._chosen: Path | None = None
        self.setModel(self._model)
        self.setItemDelegate(_FolderDelegate(self))
        self.setAccessibleName(self.tr("Folders of the library"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.show_folders((), 0)

    @property
    def chosen(self) -> Path | None:
        """The folder whose videos are wanted; None for all."""
        return self._chosen

    def show_folders(self, folders: Sequence[LibraryFolder], total: int) -> None:
        """Show these folders, in a library with so many videos; if the chosen one is gone, all videos are wanted."""
        self._model.show(folders, total)
        row = self._model.row_of(self._chosen)
        self.setCurrentIndex(self._model.index(row or 0))
        self.updateGeometry()

    def choose_all(self) -> None:
        """Want the videos of all folders."""
        self.setCurrentIndex(self._model.index(0))

    def menu(self, path: Path) -> QMenu:
        """What can be done with a folder."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = QAction(self.tr("Stop watching"), menu)
        action.setData(path)
        action.triggered.connect(self._on_removal)
        menu.addAction(action)
        return menu

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(0, self.sizeHintForRow(0) * self._model.rowCount())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        if is_for_the_window(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802, D102 - Qt's name
        event.ignore()  # it has nothing to scroll

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: Index, _: Index) -> None:
        if not index.isValid():
            return
        folder: LibraryFolder | None = index.data(FolderRole.FOLDER)
        path = None if folder is None else folder.path
        if path != self._chosen:
            self._chosen = path
            self.folder_chosen.emit(path)

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        folder = self.indexAt(place).data(FolderRole.FOLDER)
        if folder is not None:
            self.menu(folder.path).popup(self.viewport().mapToGlobal(place))

    @Slot()
    def _on_removal(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.removal_asked.emit(action.data())


def _mark(folder: LibraryFolder | None, palette: QPalette) -> QPixmap:
    name = "library" if folder is None else "folder" if folder.there else "offline"
    return sign(name, colour_of(Tone.QUIET, palette), _SIGN)
