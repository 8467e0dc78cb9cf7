"""The button with the library's name, whose menu leads to other libraries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.painting import bold

_SIGN = 16


class LibraryButton(QPushButton):
    """Shows the name of the library, shortened where there is no room.

    Signals:
        library_chosen: (Path) another library is wanted.
        new_library_asked: A new library is wanted.
    """

    library_chosen = Signal(object)
    new_library_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("libraryName")
        self.setFont(bold(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMenu(QMenu(self))
        self.show_libraries((), Path())

    @property
    def name(self) -> str:
        """The name of the library."""
        return self._name

    def show_libraries(self, names: Sequence[tuple[str, Path]], current: Path) -> None:
        """Offer these libraries, each with its name and where it is; `current` is the one that is shown."""
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for name, path in names:
            action = QAction(shown(name).replace("&", "&&"), group, checkable=True, checked=path == current)
            action.setToolTip(shown(path))
            action.setData(path)
            action.triggered.connect(self._on_chosen)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("New library…")).triggered.connect(self.new_library_asked)
        self._current = current
        self._name = next((shown(name) for name, path in names if path == current), self.tr("Library"))
        self.setAccessibleName(self.tr("Library {name}").format(name=self._name))
        self.setToolTip(self.tr("Change to another library"))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(80, self.fontMetrics().height() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        area = self.rect().adjusted(8, 0, -8, 0)
        metrics = QFontMetrics(self.font())
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, area.width() - _SIGN - 4)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
        right = area.left() + metrics.horizontalAdvance(name) + 4
        quiet = colour_of(Tone.QUIET, self.palette())
        painter.drawPixmap(right, (self.height() - _SIGN) // 2 + 1, sign("chevron-down", quiet, _SIGN))

    @Slot()
    def _on_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        if action.data() != self._current:
            self.library_chosen.emit(action.data())
