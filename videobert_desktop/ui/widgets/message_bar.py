"""A line that says what happened, until it is dismissed or something else has."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from videobert_desktop.domain.errors import UserError
from videobert_desktop.ui.texts import shown


class MessageBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        dismiss = QToolButton()
        dismiss.setText("\N{MULTIPLICATION SIGN}")
        dismiss.setToolTip("Dismiss")
        dismiss.setAccessibleName("Dismiss the message")
        dismiss.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.addWidget(self._label, 1)
        layout.addWidget(dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._label.text()

    @property
    def urgent(self) -> bool:
        """Whether it is an error's."""
        return bool(self.property("urgent"))

    def inform(self, text: str) -> None:
        """Say something that went as it should."""
        self._say(text, urgent=False)

    def warn(self, text: str) -> None:
        """Say something that a person may have to do something about."""
        self._say(text, urgent=True)

    def show_error(self, error: UserError) -> None:
        """Say what happened, to which file, and what to do."""
        self.warn(shown(str(error)))

    @Slot()
    def dismiss(self) -> None:
        """Say nothing any more."""
        self.hide()

    def _say(self, text: str, *, urgent: bool) -> None:
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setProperty("urgent", urgent)
        self.style().polish(self)  # a style sheet looks at properties only then
        self.show()
