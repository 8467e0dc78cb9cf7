"""The button that opens the filters, with their number while there are any."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from videobert_desktop.ui.search.filters import Filters
from videobert_desktop.ui.widgets.icon_button import IconButton
from videobert_desktop.ui.widgets.painting import bold

_BADGE, _RING, _FIGURE = 14.0, 2.0, 10
_GAP = 4


class FilterButton(IconButton):
    """Opens and closes the filters below itself."""

    def __init__(self, filters: Filters, parent: QWidget | None = None) -> None:
        super().__init__("filter", "", parent=parent)
        self._filters = filters
        self.clicked.connect(self.open)
        filters.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def marked(self) -> bool:
        """Whether filters are set."""
        return self._filters.choice.count > 0

    @Slot()
    def open(self) -> None:
        """Show the filters, within the screen."""
        self._filters.adjustSize()
        place = self.mapToGlobal(QPoint(self.width() - self._filters.width(), self.height() + _GAP))
        screen = self.screen().availableGeometry()
        place.setX(max(screen.left(), min(place.x(), screen.right() - self._filters.width())))
        self._filters.move(place)
        self._filters.show()
        self._filters.setFocus(Qt.FocusReason.PopupFocusReason)
        self._filters.focusNextChild()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().paintEvent(event)
        if self.marked:
            self._draw_badge(QRectF(self.width() - _BADGE - _RING / 2, _RING / 2, _BADGE, _BADGE))

    def _draw_badge(self, area: QRectF) -> None:
        """How many filters are set, with a ring that parts it from the sign below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, font = QGuiApplication.palette(), bold(self.font())  # the style sheet takes over the button's own
        ground = palette.color(QPalette.ColorRole.Base)
        painter.setPen(QPen(ground, _RING))
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        painter.drawEllipse(area)
        font.setPixelSize(_FIGURE)
        painter.setFont(font)
        painter.setPen(ground)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self._filters.choice.count))

    @Slot()
    def _on_changed(self) -> None:
        count = self._filters.choice.count
        text = self.tr("Filters")
        if count:
            one, several = self.tr("Filters: 1 is set"), self.tr("Filters: {count} are set")
            text = (one if count == 1 else several).format(count=count)
        self.say(text)
        self.update()
