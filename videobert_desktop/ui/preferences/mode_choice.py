"""How closely to look at videos: the three modes of indexing, each with what it means."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QBoxLayout, QRadioButton, QSizePolicy, QWidget

from videobert_desktop.ui.theme import RADIUS, SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.painting import bold

_PADDING = 12
_DOT = 14
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class ModeChoice(QWidget):
    """Exactly one of the modes.

    Signals:
        picked: (str) a person has chosen this mode.
    """

    picked = Signal(str)

    def __init__(self, mode: str, *, direction: QBoxLayout.Direction = QBoxLayout.Direction.TopToBottom) -> None:
        """Offer the modes in that direction; `mode` is the present one."""
        super().__init__()
        self._cards = {name: ChoiceCard(title, text) for name, title, text in self._modes()}
        self._cards[mode].setChecked(True)
        layout = QBoxLayout(direction, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for card in self._cards.values():
            card.clicked.connect(self._on_clicked)
            layout.addWidget(card, 1)

    @property
    def mode(self) -> str:
        """The mode that is chosen."""
        return next(name for name, card in self._cards.items() if card.isChecked())

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self.mode)

    def _modes(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("fast", self.tr("Fast"), self.tr("A glance every few seconds. Finds scenes; may miss what is brief.")),
            ("standard", self.tr("Standard"), self.tr("Looks twice a second. Right for nearly every collection.")),
            ("thorough", self.tr("Thorough"), self.tr("Looks four times a second, for quick actions. Takes longest.")),
        )


class ChoiceCard(QRadioButton):
    """A radio button with a sentence, on a card that can be clicked anywhere."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._explanation = text
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(200, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(140, self.heightForWidth(max(140, self.width())))

    def hasHeightForWidth(self) -> bool:  # noqa: N802, D102 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802, D102 - Qt's name
        return self._text_area(QRect(0, 0, width, 0)).bottom() + 1 + _PADDING

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802, D102, ARG002 - Qt's name
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        self._draw_dot(painter)
        palette, area = self.palette(), self._text_area(self.rect())
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.setFont(bold(self.font()))
        painter.drawText(self._title_area(), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.setFont(self.font())
        painter.setPen(colour_of(Tone.QUIET, palette))
        painter.drawText(area, _WRAPPED, self._explanation)

    def _draw_ground(self, painter: QPainter) -> None:
        palette = self.palette()
        chosen, near = self.isChecked(), self.underMouse() or self.hasFocus()
        edge = QPalette.ColorRole.Accent if chosen or self.hasFocus() else QPalette.ColorRole.Mid
        painter.setPen(QPen(palette.color(edge), 2 if self.hasFocus() else 1))
        ground = QPalette.ColorRole.AlternateBase if near and not chosen else QPalette.ColorRole.Base
        painter.setBrush(palette.color(QPalette.ColorRole.Highlight if chosen else ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _draw_dot(self, painter: QPainter) -> None:
        colour = self.palette().color(QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.Dark)
        circle = QRectF(_PADDING, 0, _DOT, _DOT)
        circle.moveTop(self._title_area().center().y() - _DOT / 2)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(circle.adjusted(3.5, 3.5, -3.5, -3.5))

    def _title_area(self) -> QRect:
        left = _PADDING + _DOT + SPACE
        return QRect(left, _PADDING, self.width() - left - _PADDING, self.fontMetrics().height())

    def _text_area(self, card: QRect) -> QRect:
        left = _PADDING + _DOT + SPACE
        metrics = QFontMetrics(self.font())
        wanted = QRect(left, _PADDING + metrics.height() + SPACE // 2, card.width() - left - _PADDING, 1 << 12)
        return metrics.boundingRect(wanted, _WRAPPED, self._explanation)
