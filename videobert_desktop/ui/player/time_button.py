"""Where the player is, of how long; pressing it tells the number of the frame."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

from videobert_desktop.ui.fonts import tabular
from videobert_desktop.ui.player.times import exact_time, widest_time
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.painting import bold

_PADDING = 8
_BETWEEN = " / "


class TimeButton(QAbstractButton):
    """Always as wide as the video's longest time, so that nothing beside it moves while it runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(tabular(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("Where the video is; press for the number of the frame"))
        self.setAccessibleName(self.tr("Time"))
        self._second = self._duration = self._frame = 0.0
        self.clicked.connect(self._tell_frame)

    @property
    def frame_text(self) -> str:
        """Which frame is shown, of how many; empty if that is not known."""
        if not self._frame:
            return ""
        number, count = (round(seconds / self._frame) for seconds in (self._second, self._duration))
        return self.tr("Frame {number} of {count}").format(number=min(number + 1, max(1, count)), count=max(1, count))

    def show_duration(self, duration: float, frame: float) -> None:
        """Show a video of so many seconds, with so many seconds from frame to frame, 0.0 if unknown."""
        self._duration, self._frame = duration, frame
        self.updateGeometry()
        self.show_second(0.0)

    def show_second(self, second: float) -> None:
        """Show where the player is."""
        self._second = second
        self.setText(exact_time(second, self._duration) + _BETWEEN + exact_time(self._duration))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        widest, strong = widest_time(self._duration), QFontMetrics(bold(self.font()))
        width = strong.horizontalAdvance(widest) + self.fontMetrics().horizontalAdvance(_BETWEEN + widest)
        return QSize(width + 2 * _PADDING, self.fontMetrics().height() + _PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
        here, _, rest = self.text().partition(_BETWEEN)
        strong = bold(self.font())
        painter.setFont(strong)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, here)
        area.setLeft(area.left() + QFontMetrics(strong).horizontalAdvance(here))
        painter.setFont(self.font())
        painter.setPen(colour_of(Tone.QUIET, self.palette()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _BETWEEN + rest)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.palette().accent().color())
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    @Slot()
    def _tell_frame(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(_PADDING, -self.height() - 2 * _PADDING)), self.frame_text, self)
