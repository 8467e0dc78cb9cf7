"""Where the picture is painted: on our own widget, so that subtitles lie on it and what is grabbed shows it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from videobert_desktop.domain.screen_text import Box
from videobert_desktop.ui.player.subtitle_painting import draw_subtitle
from videobert_desktop.ui.theme import SPACE

GROUND = QColor("#0c0d0f")
"""Around every picture, in the light and in the dark: nothing beside it is to outshine it."""
_TITLE, _TEXT = QColor("#e7e9ed"), QColor("#9aa3b2")
FRAME = QColor("#82abff")
"""Around what was found written: the same on light and on dark pictures, and between dark edges."""
_SHADE = QColor(0, 0, 0, 166)
_WIDEST_TEXT = 460.0
# Between what is framed and its frame, in points.
_AROUND = 4.0
# Painting takes four of the picture's pixels for one of the screen's; what lies between more of them would be lost.
_SHRINKS = 2.0


class VideoSurface(QWidget):
    """Shows the whole of a picture, as large as it fits, with subtitles on it; or says why there is none.

    Signals:
        double_clicked: it was clicked twice.
    """

    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._scaled = QImage()
        self._subtitle = ""
        self._box: Box | None = None
        self._title = self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Picture"))

    @property
    def picture(self) -> QImage:
        """The picture that is shown; a null image if there is none."""
        return self._picture

    @property
    def subtitle(self) -> str:
        """What is to be read on the picture."""
        return self._subtitle

    @property
    def message(self) -> tuple[str, str]:
        """Title and text of what is said where there is no picture."""
        return self._title, self._text

    @property
    def picture_area(self) -> QRectF:
        """Where the picture is, in the widget's coordinates; empty if there is none."""
        if self._picture.isNull():
            return QRectF()
        size = QSizeF(self._picture.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(corner, size)

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(640, 360)

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(160, 90)

    def show_picture(self, picture: QImage) -> None:
        """Show a picture, upright and of square pixels, in place of what was shown or said."""
        self._title = self._text = ""
        self._picture, self._scaled = picture, QImage()
        self.update()

    def show_subtitle(self, subtitle: str) -> None:
        """Show some lines on the picture; none if it is empty."""
        if subtitle != self._subtitle:
            self._subtitle = subtitle
            self.update()

    @property
    def box(self) -> Box | None:
        """What is framed on the picture."""
        return self._box

    def show_box(self, box: Box | None) -> None:
        """Frame a part of the picture; None for none."""
        if box != self._box:
            self._box = box
            self.update()

    def say(self, title: str, text: str) -> None:
        """Show no picture, and say why."""
        self.clear()
        self._title, self._text = title, text
        self.setAccessibleDescription(f"{title}\n{text}".strip())

    def clear(self) -> None:
        """Show nothing."""
        self._picture, self._scaled = QImage(), QImage()
        self._subtitle = self._title = self._text = ""
        self._box = None
        self.setAccessibleDescription("")
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()
        super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102 - Qt's name
        self._scaled = QImage()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002, D102 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_area, self._image_for(self.picture_area.size()))
            if self._box is not None:
                self._paint_box(painter, self._box)
            if self._subtitle:
                draw_subtitle(painter, self.picture_area, self._subtitle, self.font())
        elif self._title or self._text:
            self._paint_message(painter)

    def _image_for(self, size: QSizeF) -> QImage:
        """The picture, brought near to its size on the screen if it is much larger."""
        pixels = (size * self.devicePixelRatioF()).toSize()
        if self._picture.width() <= _SHRINKS * pixels.width():
            return self._picture
        if self._scaled.isNull():
            mode = Qt.TransformationMode.SmoothTransformation
            self._scaled = self._picture.scaled(pixels, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
        return self._scaled

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        """A frame around a part of the picture, light within dark, so that it is seen on everything."""
        area = self.picture_area
        left, top = area.left() + box.left * area.width(), area.top() + box.top * area.height()
        size = QSizeF((box.right - box.left) * area.width(), (box.bottom - box.top) * area.height())
        frame = QRectF(QPointF(left, top), size).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        painter.save()
        painter.setClipRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((_SHADE, 4.0), (FRAME, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawRoundedRect(frame, _AROUND, _AROUND)
        painter.restore()

    def _paint_message(self, painter: QPainter) -> None:
        title_font = QFont(self.font())
        title_font.setPointSizeF(title_font.pointSizeF() * 1.4)
        title_font.setWeight(QFont.Weight.DemiBold)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        width = max(1.0, min(_WIDEST_TEXT, self.width() - 4.0 * SPACE))
        room = QRectF((self.width() - width) / 2, 0, width, self.height())
        title = QFontMetricsF(title_font).boundingRect(room, flags, self._title)
        text = QFontMetricsF(self.font()).boundingRect(room, flags, self._text)
        top = max(SPACE, (self.height() - title.height() - SPACE - text.height()) * 0.45)
        painter.setFont(title_font)
        painter.setPen(_TITLE)
        painter.drawText(_below(room, top), flags, self._title)
        painter.setFont(self.font())
        painter.setPen(_TEXT)
        painter.drawText(_below(room, top + title.height() + SPACE), flags, self._text)


def _below(room: QRectF, top: float) -> QRectF:
    return QRectF(room.left(), top, room.width(), max(0.0, room.bottom() - top))
