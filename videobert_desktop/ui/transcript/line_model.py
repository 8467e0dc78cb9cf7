"""The lines of a transcript as a list: which one is said now, and which are looked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from videobert_desktop.domain.folding import folded
from videobert_desktop.services.transcribing.find_transcript import TranscriptLine
from videobert_desktop.ui.texts import clock, shown

Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()


class LineModel(QAbstractListModel):
    """A transcript; of a search within it, only the lines that hold the words, whatever their case and accents.

    Signals:
        edited: (int, str) a line of that id is to say something else.
    """

    edited = Signal(int, str)

    LINE = int(Qt.ItemDataRole.UserRole)
    """The TranscriptLine of a row."""
    SAID_NOW = LINE + 1
    """Whether it is said now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[TranscriptLine] = ()
        self._rows: list[int] = []
        self._wanted = ""
        self._now = -1

    @property
    def lines(self) -> Sequence[TranscriptLine]:
        """All lines, whatever is looked for."""
        return self._lines

    @property
    def row_now(self) -> int:
        """The row of what is said now, or was last; -1 if nothing was, or it is not among those looked for."""
        return self._row_of(self._now)

    def show_lines(self, lines: Sequence[TranscriptLine]) -> None:
        """Show another transcript, or the same one after a change."""
        self.beginResetModel()
        self._lines, self._now = lines, -1
        self._rows = self._found()
        self.endResetModel()

    def look_for(self, text: str) -> None:
        """Show only lines that hold these words; all if it is empty."""
        self.beginResetModel()
        self._wanted = folded(text).strip()
        self._rows = self._found()
        self.endResetModel()

    def show_second(self, second: float) -> bool:
        """Mark the line that is said at a second of the video; whether it is another one."""
        now = bisect_right(self._lines, second, key=lambda line: line.span.start) - 1
        if now == self._now:
            return False
        before, self._now = self._now, now
        for row in (self._row_of(before), self._row_of(now)):
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row), [self.SAID_NOW])
        return True

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802, D102 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: D102 - Qt's name
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        number = self._rows[index.row()]
        line = self._lines[number]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return shown(line.text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{clock(line.span.start)} {shown(line.text)}"
            case self.LINE:
                return line
            case self.SAID_NOW:
                return number == self._now
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802, D102 - Qt's name
        if role != Qt.ItemDataRole.EditRole or not self.checkIndex(index):
            return False
        line = self._lines[self._rows[index.row()]]
        text = str(value).strip()
        if text != line.text:
            self.edited.emit(line.id, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: D102 - Qt's name
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if index.isValid() else super().flags(index)

    def _found(self) -> list[int]:
        if not self._wanted:
            return list(range(len(self._lines)))
        return [number for number, line in enumerate(self._lines) if self._wanted in folded(line.text)]

    def _row_of(self, number: int) -> int:
        row = bisect_right(self._rows, number) - 1
        return row if row >= 0 and self._rows[row] == number else -1
