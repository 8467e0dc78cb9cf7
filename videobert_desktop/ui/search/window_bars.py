"""A small timeline of a moment: how much was looked at each of its windows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.fonts import tabular
from videobert_desktop.ui.texts import clock
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.painting import draw_line, smaller

_HEIGHT, _GAP = 32, 4
_LEAST = 2.0
_WIDEST_BAR = 28.0


class WindowBars(QWidget):
    """A bar for each window where it is in time, the highest of them marked, with the moment's ends below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: Sequence[Span] = ()
        self._weights: Sequence[float] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("When in the moment"))

    @property
    def heights(self) -> list[float]:
        """How high each bar is, from 0 to 1."""
        highest = max(self._weights, default=0.0)
        return [weight / highest if highest > 0 else 0.0 for weight in self._weights]

    def show_windows(self, spans: Sequence[Span], weights: Sequence[float], text: str) -> None:
        """Show how much was looked at each window, and say it in words to those who cannot see it."""
        self._spans, self._weights = spans, weights
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(0, _HEIGHT + _GAP + QFontMetrics(smaller(self.font())).height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        if not self._spans:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, _HEIGHT, self.width(), 1, self.palette().color(QPalette.ColorRole.Mid))
        painter.setPen(Qt.PenStyle.NoPen)
        for span, height in zip(self._spans, self.heights, strict=True):
            highest = height == 1.0
            role = QPalette.ColorRole.Accent if highest else QPalette.ColorRole.Dark
            painter.setBrush(self.palette().color(role))
            painter.drawRoundedRect(self._bar(span, height), 1.5, 1.5)
        self._draw_times(painter)

    def _bar(self, span: Span, height: float) -> QRectF:
        start, length = self._spans[0].start, max(self._spans[-1].end - self._spans[0].start, 1e-3)
        left, right = (self.width() * (second - start) / length for second in (span.start, span.end))
        width = min(max(right - left - 2, _LEAST), _WIDEST_BAR)
        tall = max(height * _HEIGHT, _LEAST)
        return QRectF((left + right - width) / 2, _HEIGHT - tall, width, tall)

    def _draw_times(self, painter: QPainter) -> None:
        font, quiet = tabular(smaller(self.font())), colour_of(Tone.QUIET, self.palette())
        area = QRect(0, _HEIGHT + _GAP, self.width(), self.height() - _HEIGHT - _GAP)
        ends = (self._spans[0].start, Qt.AlignmentFlag.AlignLeft), (self._spans[-1].end, Qt.AlignmentFlag.AlignRight)
        for second, align in ends:
            draw_line(painter, area, clock(second, tenths=True), quiet, font, align=align)
