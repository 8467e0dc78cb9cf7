"""What stands above the grid of videos: folders, videos to watch next, and why there may be none to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.services.viewing.suggest_videos import Because, Suggestions
from videobert_desktop.ui.library.folder_list import FolderList
from videobert_desktop.ui.library.notice import Notice
from videobert_desktop.ui.library.section import Section
from videobert_desktop.ui.library.strip import Strip
from videobert_desktop.ui.library.video_grid import GridTop
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.texts import hours, shown, videos
from videobert_desktop.ui.theme import SPACE

_BECAUSE = 3

Known = Callable[[int], LibraryVideo | None]


class LibraryTop(GridTop):
    """From top to bottom: the folders, the strips, how many videos there are, and a notice where there are none.

    Attributes:
        folders: The list of folders.
        strips: The strips: what to go on with, what nobody has seen, and what is like what was watched last.

    Signals:
        folder_asked: A folder shall be added.
        files_asked: Files shall be added.
        clearing_asked: Nothing shall be filtered away any more.
    """

    folder_asked = Signal()
    files_asked = Signal()
    clearing_asked = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folders = FolderList()
        self._folders = Section(self.tr("Folders"), self.folders)
        titles = [self.tr("Continue"), self.tr("Not seen yet"), *[""] * _BECAUSE]
        self.strips = [Strip(title, pictures) for title in titles]
        self._amount = QLabel()
        self._amount.setObjectName("quiet")
        self._amount.setContentsMargins(SPACE - 1, SPACE, SPACE, SPACE // 2)
        self._empty = self._make_empty()
        self._unmatched = self._make_unmatched()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        for part in (self._folders, *self.strips, self._amount, self._empty, self._unmatched):
            layout.addWidget(part)
        self._folders.hide()
        self._unmatched.hide()
        self._empty.hide()

    @property
    def tab_order(self) -> list[QWidget]:
        """What the keyboard can be on, from the first to the last."""
        strips = [part for strip in self.strips for part in (strip.title, strip.view)]
        buttons = [*self._empty.findChildren(QPushButton), *self._unmatched.findChildren(QPushButton)]
        return [self._folders.title, self.folders, *strips, *buttons]

    @property
    def amount(self) -> str:
        """How many videos are shown, in words; empty if none are."""
        return "" if self._amount.isHidden() else self._amount.text()

    def show_folders(self, folders: Sequence[LibraryFolder], total: int) -> None:
        """Show the folders of a library with so many videos."""
        self.folders.show_folders(folders, total)
        self._folders.setVisible(bool(folders))

    def show_suggestions(self, suggestions: Suggestions, video: Known) -> None:
        """Show what to watch next; `video` knows the library's videos by their ids."""
        self.strips[0].show_videos(_known(suggestions.going_on, video))
        self.strips[1].show_videos(_known(suggestions.not_seen, video))
        reasons = [*suggestions.because, *[None] * _BECAUSE]
        for strip, because in zip(self.strips[2:], reasons, strict=False):
            self._show_similar(strip, because, video)

    def hide_suggestions(self) -> None:
        """Show none: what is shown was asked for by its name."""
        for strip in self.strips:
            strip.hide()

    def show_amount(self, seen: Sequence[LibraryVideo], total: int) -> None:
        """Say how many videos are shown, of how many, and how long they are; or what to do where there are none."""
        partly = self.tr("{shown} of {total} videos").format(shown=len(seen), total=total)
        amount = partly if len(seen) < total else videos(total)
        seconds = sum(video.duration or 0.0 for video in seen)
        self._amount.setText(f"{amount} \N{MIDDLE DOT} {hours(seconds)}" if seconds else amount)
        self._amount.setVisible(bool(seen))
        self._empty.setVisible(total == 0)
        self._unmatched.setVisible(total > 0 and not seen)

    def _show_similar(self, strip: Strip, because: Because | None, video: Known) -> None:
        watched = video(because.watched) if because is not None else None
        if because is None or watched is None:
            strip.show_videos(())
            return
        title = self.tr("Because you watched {name}")
        strip.say(title.format(name=shown(watched.path.stem)))
        strip.show_videos(_known(because.similar, video))

    def _make_empty(self) -> Notice:
        folder, files = QPushButton(self.tr("Add folder…")), QPushButton(self.tr("Add files…"))
        folder.setObjectName("primary")
        folder.clicked.connect(self.folder_asked)
        files.clicked.connect(self.files_asked)
        text = self.tr("Add a folder, or drop videos here. They stay where they are, and nothing leaves this computer.")
        return Notice("film", self.tr("No videos yet"), text, (folder, files))

    def _make_unmatched(self) -> Notice:
        clear = QPushButton(self.tr("Clear the filter"))
        clear.clicked.connect(self.clearing_asked)
        text = self.tr("No video has these words in its name, or lies in this folder.")
        return Notice("nothing-found", self.tr("Nothing matches"), text, (clear,))


def _known(ids: Iterable[int], video: Known) -> list[LibraryVideo]:
    """Those videos that are in the library still."""
    found = (video(video_id) for video_id in ids)
    return [item for item in found if item is not None]
