"""Says calmly that what is looked for does not seem to be there, and what would help."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from videobert_desktop.ui.search.wanted import Wanted
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign

_SIGN = 28


class NotInLibrary(QFrame):
    """Stands above the nearest moments there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notInLibrary")
        self._sign, self._what, self._help = QLabel(), QLabel(), QLabel()
        self._help.setObjectName("quiet")
        for label in (self._what, self._help):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2 + 2)
        words.addWidget(self._what)
        words.addWidget(self._help)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self._colour()

    @property
    def text(self) -> str:
        """All that it says."""
        return f"{self._what.text()}\n{self._help.text()}"

    def say(self, wanted: Wanted, *, indexing: bool) -> None:
        """Say what was looked for, and what would help.

        Args:
            wanted: What was looked for.
            indexing: Whether there may be more to be found soon.
        """
        if wanted.query.text is None:
            self._what.setText(self.tr("Nothing else here looks like that for certain."))
        else:
            what = self.tr("Nothing here looks like “{text}” for certain.")
            self._what.setText(what.format(text=shown(wanted.query.text)))
        self._help.setText("\n".join(wanted.hints(indexing=indexing)))
        self.setAccessibleName(self.text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self._sign.setPixmap(sign("nothing-found", colour_of(Tone.QUIET, self.palette()), _SIGN))
