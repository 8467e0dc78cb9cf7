"""The first page that a person sees: what this is, and the three things to choose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.ui.preferences.folder_row import FolderRow
from videobert_desktop.ui.preferences.form import Card, heading, named, quiet_label, scrolling
from videobert_desktop.ui.preferences.mode_choice import ModeChoice
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.elided_label import ElidedLabel
from videobert_desktop.ui.widgets.icons import sign

_WIDTH = 680


class FirstRun(QWidget):
    """Which videos, where their index lives, and how closely to look; then it begins.

    Signals:
        folder_asked: A folder shall be chosen; `show_folder` shows it.
        place_asked: Another directory for the index shall be chosen; `show_place` shows it.
        folder_shown: (Path) this folder is among those to index from now on; somebody may count its videos.
        started: (list[Path], Path, str) index these folders, with the index in that directory, in that mode.
    """

    folder_asked = Signal()
    place_asked = Signal()
    folder_shown = Signal(object)
    started = Signal(object, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstRun")
        self.setAcceptDrops(True)
        self._place = Path()
        self._rows: dict[Path, FolderRow] = {}
        self.choose_folder = QPushButton(self.tr("Choose a folder…"))
        self.change_place = QPushButton(self.tr("Change…"))
        self.start = QPushButton(self.tr("Start"))
        self.mode = ModeChoice("standard", direction=QBoxLayout.Direction.LeftToRight)
        self._sign = QLabel()
        self._folders = QVBoxLayout()
        self._folders.setSpacing(0)
        self._shown_place = ElidedLabel()
        self._note = quiet_label("")
        self._lay_out()
        self._colour()
        self._tell()
        self.choose_folder.clicked.connect(self.folder_asked)
        self.change_place.clicked.connect(self.place_asked)
        self.start.clicked.connect(self._on_start)

    @property
    def folders(self) -> list[Path]:
        """The folders that were chosen."""
        return list(self._rows)

    def show_folder(self, path: Path, videos: int | None = None) -> None:
        """Show a folder among those to index, with the number of its videos if that is known."""
        if path in self._rows:
            self._rows[path].show_count(videos)
            return
        before = [self.choose_folder, *(row.remove for row in self._rows.values())][-1]
        row = self._rows[path] = FolderRow(path, videos=videos)
        row.remove_asked.connect(self._on_remove)
        self._folders.addWidget(row)
        self.setTabOrder(before, row.remove)
        row.show()
        self._tell()
        self.start.setFocus()
        self.folder_shown.emit(path)

    def show_place(self, path: Path) -> None:
        """Show where the index is to live."""
        self._place = path
        self._shown_place.setText(shown(path))
        self._shown_place.setToolTip(shown(path))

    def begin_anew(self) -> None:
        """Let it be started once more: it came to nothing."""
        self._tell()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802, D102 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802, D102 - Qt's name
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.show_folder(Path(url.toLocalFile()))
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    @Slot(object)
    def _on_remove(self, path: Path) -> None:
        row = self._rows.pop(path)
        row.hide()
        row.deleteLater()
        self._tell()

    @Slot()
    def _on_start(self) -> None:
        self.start.setEnabled(False)
        self.started.emit(self.folders, self._place, self.mode.mode)

    def _tell(self) -> None:
        ready = bool(self._rows)
        self.start.setEnabled(ready)
        # The one button that leads on is the one that stands out.
        for button, primary in ((self.start, ready), (self.choose_folder, not ready)):
            button.setObjectName("primary" if primary else "")
            button.style().polish(button)
        ready_text = self.tr("You can search what is indexed while the rest is still being looked at.")
        self._note.setText(ready_text if ready else self.tr("Choose a folder to begin."))

    def _lay_out(self) -> None:
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addStretch(2)
        layout.addLayout(self._welcome())
        layout.addSpacing(SPACE)
        steps = Card()
        steps.add(self._videos_step())
        steps.add(self._place_step())
        steps.add(self._mode_step())
        layout.addWidget(steps)
        layout.addLayout(self._bottom())
        layout.addStretch(3)
        _centred(self, column)

    def _welcome(self) -> QVBoxLayout:
        title = heading(self.tr("Find moments in your own videos"), 1.8)
        text = quiet_label(
            self.tr(
                "Describe what you remember, and be there. Everything happens on this machine: "
                "no video, no picture and no word of yours ever leaves it."
            )
        )
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        for label in (self._sign, title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        return column

    def _videos_step(self) -> QHBoxLayout:
        text = self.tr("Choose folders, or drop them here. Your files are only read, and never changed.")
        column = QVBoxLayout()
        column.addWidget(named(self.tr("Your videos"), text))
        column.addLayout(self._folders)
        return _step("1", column, self.choose_folder)

    def _place_step(self) -> QHBoxLayout:
        self.change_place.setAccessibleName(self.tr("Change where the index lives"))
        text = self.tr("What is known of your videos: about 20 MB for an hour of video.")
        column = QVBoxLayout()
        column.addWidget(named(self.tr("Where the index lives"), text))
        column.addWidget(self._shown_place)
        return _step("2", column, self.change_place)

    def _mode_step(self) -> QHBoxLayout:
        column = QVBoxLayout()
        column.addWidget(named(self.tr("How closely to look"), self.tr("It can be changed at any time.")))
        column.addWidget(self.mode)
        return _step("3", column)

    def _bottom(self) -> QHBoxLayout:
        self.start.setMinimumWidth(140)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self._note, 1)
        row.addWidget(self.start)
        return row

    def _colour(self) -> None:
        self._sign.setPixmap(sign("film", self.palette().accent().color(), 48))


def _step(number: str, column: QVBoxLayout, button: QPushButton | None = None) -> QHBoxLayout:
    badge = QLabel(number)
    badge.setObjectName("step")
    badge.setFixedSize(26, 26)
    badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.setSpacing(SPACE)
    row = QHBoxLayout()
    row.setSpacing(2 * SPACE)
    row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(column, 1)
    if button is not None:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row


def _centred(page: QWidget, column: QWidget) -> None:
    """Put a column into the middle of a page, which scrolls where it is too small."""
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(column, 1000)
    row.addStretch(1)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(scrolling(middle))
