"""Showing files in the file manager."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import Moment
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.ui.desktop import Desktop
from videobert_desktop.ui.texts import shown


class RevealingFlow(QObject):
    """Has the desktop show a file, or says where it is.

    Signals:
        failed: (Exception) the desktop has nothing to show it with.
    """

    failed = Signal(object)

    def __init__(self, desktop: Desktop, parent: QObject) -> None:
        super().__init__(parent)
        self._desktop = desktop

    @Slot(object)
    def reveal_moment(self, moment: Moment) -> None:
        """Show the file that a moment is in."""
        self.reveal(moment.path)

    @Slot(object)
    def reveal_videos(self, videos: Sequence[LibraryVideo]) -> None:
        """Show the first of these videos."""
        self.reveal(videos[0].path)

    @Slot(object)
    def reveal(self, path: Path) -> None:
        """Show a file or a directory."""
        if not self._desktop.reveal(path):
            hint = self.tr("It is in this folder: {folder}").format(folder=shown(path.parent))
            self.failed.emit(UserError(self.tr("No file manager could be opened."), path=path, hint=hint))
