"""A folder of videos in a list: its name, where it is, how many videos it has, and a way to take it away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.elided_label import ElidedLabel
from videobert_desktop.ui.widgets.icon_button import IconButton
from videobert_desktop.ui.widgets.icons import sign

_SIGN = 20


class FolderRow(QWidget):
    """One folder.

    Attributes:
        path: Where it is.
        remove: The button that takes it away.

    Signals:
        remove_asked: (Path) it shall be taken away.
    """

    remove_asked = Signal(object)

    def __init__(self, path: Path, *, there: bool = True, videos: int | None = None) -> None:
        """Show a folder.

        Args:
            path: Where it is.
            there: Whether it can be reached.
            videos: How many videos are in it; None while nobody has counted.
        """
        super().__init__()
        self.path = path
        self._there = there
        self._sign = QLabel()
        self._count = QLabel()
        self._count.setObjectName("quiet")
        self.remove = IconButton("close", self.tr("Take {folder} away").format(folder=shown(path.name)), size=16)
        self.remove.clicked.connect(self._on_remove)
        self._lay_out()
        self._colour()
        self.show_count(videos)

    def show_count(self, videos: int | None) -> None:
        """Say how many videos are in it."""
        if not self._there:
            self._count.setText(self.tr("not there now"))
        elif videos is None:
            self._count.clear()
        else:
            text = self.tr("1 video") if videos == 1 else self.tr("{count} videos").format(count=f"{videos:,}")
            self._count.setText(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    @Slot()
    def _on_remove(self) -> None:
        self.remove_asked.emit(self.path)

    def _lay_out(self) -> None:
        name = ElidedLabel(shown(self.path.name or self.path))
        place = ElidedLabel(shown(self.path.parent))
        place.setObjectName("quiet")
        self.setToolTip(shown(self.path))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(place)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE // 2, 0, SPACE // 2)
        row.setSpacing(SPACE + 2)
        row.addWidget(self._sign)
        row.addLayout(column, 1)
        row.addWidget(self._count)
        row.addWidget(self.remove)

    def _colour(self) -> None:
        tone = Tone.QUIET if self._there else Tone.CAUTION
        self._sign.setPixmap(sign("folder" if self._there else "offline", colour_of(tone, self.palette()), _SIGN))
