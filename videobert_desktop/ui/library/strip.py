"""A row of videos that scrolls sideways: what to go on with, what nobody has seen, what is like something seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QWidget

from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.ui.library.card_view import CardView
from videobert_desktop.ui.library.section import Section
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.widgets.icon_button import IconButton

_CARD_WIDTH = 136


class StripView(CardView):
    """One row of small cards."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(pictures, 1, parent)
        self.setWrapping(False)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_card_width(_CARD_WIDTH)
        self.horizontalScrollBar().setSingleStep(_CARD_WIDTH // 4)

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(_CARD_WIDTH, self.gridSize().height())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802, D102 - Qt's name
        if abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            super().wheelEvent(event)
        else:
            event.ignore()  # up and down belongs to the pane


class Strip(Section):
    """A strip with its title, and buttons that move it by a window's width; hidden while there is nothing in it.

    Attributes:
        view: The cards.
    """

    def __init__(self, title: str, pictures: Pictures, parent: QWidget | None = None) -> None:
        self.view = StripView(pictures)
        super().__init__(title, self.view, parent)
        self.view.setAccessibleName(title)
        self._back = IconButton("chevron-left", self.tr("Back"), size=16)
        self._on = IconButton("chevron-right", self.tr("Further"), size=16)
        self._back.clicked.connect(self._move_back)
        self._on.clicked.connect(self._move_on)
        for button in (self._back, self._on):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys move the strip already
            self.add_button(button)
        bar = self.view.horizontalScrollBar()
        bar.rangeChanged.connect(self._on_moved)
        bar.valueChanged.connect(self._on_moved)
        self.hide()

    def say(self, title: str) -> None:
        """Have another title."""
        self.title.say(title)
        self.view.setAccessibleName(title)

    def show_videos(self, videos: Sequence[LibraryVideo]) -> None:
        """Show these."""
        self.view.cards.show(videos)
        self.setVisible(bool(videos))

    @Slot()
    def _move_back(self) -> None:
        self._move(-1)

    @Slot()
    def _move_on(self) -> None:
        self._move(1)

    def _move(self, direction: int) -> None:
        bar = self.view.horizontalScrollBar()
        cards = max(1, self.view.viewport().width() // _CARD_WIDTH)
        bar.setValue(bar.value() + direction * cards * _CARD_WIDTH)

    @Slot()
    def _on_moved(self) -> None:
        bar = self.view.horizontalScrollBar()
        self._back.setEnabled(bar.value() > bar.minimum())
        self._on.setEnabled(bar.value() < bar.maximum())
