"""What can be done with videos of the library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.icons import icon


class VideoMenu(QMenu):
    """A context menu; what was chosen from it is told with the videos that it is for.

    Signals:
        play_asked: (LibraryVideo) the first of them.
        show_asked: (list of LibraryVideo) in the file manager.
        first_asked: (list of LibraryVideo) those that wait.
        again_asked: (list of LibraryVideo) all of them.
        forget_asked: (list of LibraryVideo) all of them.
    """

    play_asked = Signal(object)
    show_asked = Signal(object)
    first_asked = Signal(object)
    again_asked = Signal(object)
    forget_asked = Signal(object)

    def __init__(self, videos: Sequence[LibraryVideo], parent: QWidget) -> None:
        """Make a menu for these videos, of which there is at least one."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._videos = list(videos)
        self._waiting = [video for video in videos if video.state is VideoState.WAITING and video.id is not None]
        self._add(self.tr("Play"), "play").triggered.connect(self._play)
        self._add(self.tr("Show in file manager"), "show-in-folder").triggered.connect(self._show)
        self.addSeparator()
        first = self._add(self.tr("Index first"), "up-first")
        first.triggered.connect(self._first)
        first.setEnabled(bool(self._waiting))
        failed = all(video.state is VideoState.FAILED for video in videos)
        again = self._add(self.tr("Try again") if failed else self.tr("Index again"), "refresh")
        again.triggered.connect(self._again)
        again.setEnabled(any(video.state is not VideoState.OFFLINE for video in videos))
        self.addSeparator()
        self._add(self.tr("Forget"), "trash").triggered.connect(self._forget)

    def _add(self, text: str, sign: str) -> QAction:
        action = self.addAction(icon(sign, colour_of(Tone.QUIET, self.palette()), 16), text)
        assert isinstance(action, QAction)
        return action

    @Slot()
    def _play(self) -> None:
        self.play_asked.emit(self._videos[0])

    @Slot()
    def _show(self) -> None:
        self.show_asked.emit(self._videos)

    @Slot()
    def _first(self) -> None:
        self.first_asked.emit(self._waiting)

    @Slot()
    def _again(self) -> None:
        self.again_asked.emit(self._videos)

    @Slot()
    def _forget(self) -> None:
        self.forget_asked.emit(self._videos)
