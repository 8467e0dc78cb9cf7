"""A card above the timeline with what is to be seen where the pointer is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.player.match_strip import confidence_at
from videobert_desktop.ui.player.timeline import Timeline
from videobert_desktop.ui.player.times import exact_time

_SIDE = 160  # of a filmstrip's tile, in points
_DISTANCE = 6


class TimelinePreview(QFrame):
    """Follows the pointer on a timeline; hidden while it is elsewhere."""

    def __init__(self, timeline: Timeline, pictures: Pictures, parent: QWidget) -> None:
        """Make a card.

        Args:
            timeline: Above which it is shown.
            pictures: Where its picture comes from.
            parent: Within which it is shown, over everything else.
        """
        super().__init__(parent)
        self.setObjectName("timelinePreview")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timeline = timeline
        self._within = parent
        self._pictures = pictures
        self._video_id: int | None = None
        self._second: float | None = None
        self._picture = QLabel()
        self._words = QLabel()
        for label in (self._picture, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self._picture)
        layout.addWidget(self._words)
        self.hide()
        timeline.hovered.connect(self._on_hovered)
        pictures.arrived.connect(self._on_arrived)

    @property
    def text(self) -> str:
        """What is written on it."""
        return self._words.text()

    def set_video(self, video_id: int | None) -> None:
        """Show pictures of that video from now on."""
        self._video_id = video_id
        self._picture.hide()
        self.hide()

    @Slot(object)
    def _on_hovered(self, second: float | None) -> None:
        self._second = second
        if second is None or self._video_id is None:
            self.hide()
        else:
            self._show_at(self._video_id, second)

    @Slot(int)
    def _on_arrived(self, video_id: int) -> None:
        if video_id == self._video_id and self._second is not None and not self.isHidden():
            self._show_at(video_id, self._second)

    def _show_at(self, video_id: int, second: float) -> None:
        self._show_picture(self._pictures.at(video_id, second))
        self._words.setText(self._describe(second))
        self.adjustSize()
        pointer = self._timeline.mapTo(self._within, QPoint(round(self._timeline.scale.x_of(second)), 0))
        left = min(max(0, pointer.x() - self.width() // 2), self._within.width() - self.width())
        self.move(left, pointer.y() - self.height() - _DISTANCE)
        self.show()
        self.raise_()

    def _show_picture(self, image: QImage | None) -> None:
        """Show a picture; while it is being fetched the one before stays, so that the card is still."""
        if image is not None:
            ratio = self.devicePixelRatioF()
            side = round(_SIDE * ratio)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            pixmap = QPixmap.fromImage(image.scaled(side, side, keep, smooth))
            pixmap.setDevicePixelRatio(ratio)
            self._picture.setPixmap(pixmap)
            self._picture.show()

    def _describe(self, second: float) -> str:
        time = exact_time(second, self._timeline.scale.duration)
        curve = self._timeline.curve
        confidence = None if curve is None else confidence_at(curve, second)
        if confidence is None:
            return time
        return self.tr("{time}  ·  match {percent} %").format(time=time, percent=round(confidence * 100))
