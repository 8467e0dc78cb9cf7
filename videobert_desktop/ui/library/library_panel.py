"""The left of the window: the library's videos."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.video_delegate import VideoDelegate
from videobert_desktop.ui.library.video_model import VideoModel
from videobert_desktop.ui.texts import hours, plural


class LibraryPanel(QWidget):
    """The list, how much there is in it, and a button to go on with what is not indexed yet.

    Signals:
        indexing_asked: (list of paths) these wait, and shall be indexed now.
    """

    indexing_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = VideoModel(self)
        self._busy = False
        heading = QLabel("Library")
        heading.setObjectName("heading")
        self._amount = QLabel()
        self._amount.setObjectName("quiet")
        self._view = self._make_list()
        self._go_on = QPushButton()
        self._go_on.clicked.connect(self._ask_to_go_on)
        self._go_on.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 14, 4, 8)
        layout.setSpacing(2)
        for label in (heading, self._amount):
            label.setContentsMargins(12, 0, 12, 0)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addWidget(self._view, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 4)
        foot.addWidget(self._go_on)
        layout.addLayout(foot)

    @property
    def view(self) -> QListView:
        """The list of videos."""
        return self._view

    @property
    def videos(self) -> Sequence[LibraryVideo]:
        """What is in the list."""
        return self._model.videos

    @property
    def amount(self) -> str:
        """How much there is, in words."""
        return self._amount.text()

    def show_videos(self, videos: Sequence[LibraryVideo]) -> None:
        """Show what is in the library."""
        self._model.show(videos)
        parts = [plural(len(videos), "video")] if videos else ["No videos yet"]
        total = sum(video.duration or 0.0 for video in videos)
        self._amount.setText(" \N{MIDDLE DOT} ".join([*parts, hours(total)] if total else parts))
        self._show_what_waits()

    def set_busy(self, *, busy: bool) -> None:
        """Take note whether indexing goes on; meanwhile there is nothing to press."""
        self._busy = busy
        self._show_what_waits()

    def _show_what_waits(self) -> None:
        waiting = self._waiting()
        self._go_on.setVisible(bool(waiting) and not self._busy)
        self._go_on.setText(f"Index {plural(len(waiting), 'waiting video')}")

    def _waiting(self) -> list[LibraryVideo]:
        return [video for video in self._model.videos if video.state is VideoState.WAITING]

    @Slot()
    def _ask_to_go_on(self) -> None:
        self.indexing_asked.emit([video.path for video in self._waiting()])

    def _make_list(self) -> QListView:
        view = QListView()
        view.setAccessibleName("Videos of the library")
        view.setModel(self._model)
        view.setItemDelegate(VideoDelegate(view))
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setUniformItemSizes(True)
        return view
