"""What a person sees of a fault of the program: what it was, where it is written down, and that they may go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.message_text import MessageText
from videobert_desktop.ui.widgets.painting import bold

_MOST_SAID = 400
_MOST_SHOWN = 100_000


class CrashDialog(QDialog):
    """One fault; more of them are counted."""

    def __init__(self, what: str, trace: str, log: Path | None, where: str, show: Callable[[Path], object]) -> None:
        """Make a dialog; `open` it.

        Args:
            what: The fault, in a line.
            trace: How it came about.
            log: The file in which it is written down, if that could be.
            where: A sentence on that.
            show: Opens a directory in the file manager.
        """
        super().__init__()
        self.setObjectName("crash")
        self.setWindowTitle("VideoBERT Desktop")
        self.setMinimumWidth(560)
        self._trace = trace
        self._log = log
        self._show = show
        self._more = 0
        self._sign = QLabel()
        self._what = MessageText()
        self._what.say(what if len(what) <= _MOST_SAID else f"{what[:_MOST_SAID]}…")
        self._where = MessageText()
        self._where.say(where)
        self._count = QLabel()
        self._count.setObjectName("quiet")
        self._count.hide()
        self.details = self._make_details()
        self.toggle, self.copy = QPushButton(self.tr("Show details")), QPushButton(self.tr("Copy"))
        self.open_folder, self.go_on = QPushButton(self.tr("Open the folder of the log")), QPushButton(self.tr("Go on"))
        self._lay_out()
        self._colour()
        self.toggle.clicked.connect(self._on_toggle)
        self.copy.clicked.connect(self._on_copy)
        self.open_folder.clicked.connect(self._on_open_folder)
        self.go_on.clicked.connect(self.accept)

    @property
    def text(self) -> str:
        """All that it says, but for the details."""
        lines = (self._what.toPlainText(), self._where.toPlainText(), self._count.text())
        return "\n".join(line for line in lines if line)

    def count(self) -> None:
        """Another fault has happened meanwhile."""
        self._more += 1
        one = self.tr("Since then one more fault has happened.")
        many = self.tr("Since then {count} more faults have happened.").format(count=self._more)
        self._count.setText(one if self._more == 1 else many)
        self._count.show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    @Slot()
    def _on_toggle(self) -> None:
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.toggle.setText(self.tr("Hide details") if shown else self.tr("Show details"))
        self.adjustSize()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text}\n\n{self._trace}")
        self.copy.setText(self.tr("Copied"))

    @Slot()
    def _on_open_folder(self) -> None:
        if self._log is not None:
            self._show(self._log.parent)

    def _make_details(self) -> QPlainTextEdit:
        details = QPlainTextEdit(self._trace[-_MOST_SHOWN:])
        details.setReadOnly(True)
        details.setTabChangesFocus(True)
        details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        details.setAccessibleName(self.tr("Details of the fault"))
        details.setMinimumHeight(220)
        details.hide()
        return details

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        for button in (self.toggle, self.copy, self.open_folder, self.go_on):
            button.setAutoDefault(button is self.go_on)
            buttons.addWidget(button)
        buttons.insertStretch(3)
        self.open_folder.setVisible(self._log is not None)
        self.go_on.setObjectName("primary")
        self.go_on.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(self._head())
        layout.addWidget(self.details, 1)
        layout.addLayout(buttons)
        self.go_on.setFocus()

    def _head(self) -> QHBoxLayout:
        title = QLabel(self.tr("This is a fault of the program itself"))
        title.setFont(bold(title.font()))
        advice = QLabel(self.tr("You can go on, or close the window and start again. Your videos are not touched."))
        advice.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        for part in (title, self._what, self._where, advice, self._count):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        return row

    def _colour(self) -> None:
        self._sign.setPixmap(sign("warning", colour_of(Tone.CAUTION, self.palette()), 32))
