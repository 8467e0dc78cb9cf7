"""The left of the window: the library and its videos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.services.viewing.suggest_videos import Suggestions
from videobert_desktop.ui.library.arranging import Arrangement, SortBy, arranged
from videobert_desktop.ui.library.card_view import CardView
from videobert_desktop.ui.library.library_bar import LibraryBar
from videobert_desktop.ui.library.library_top import LibraryTop
from videobert_desktop.ui.library.video_grid import VideoGrid
from videobert_desktop.ui.library.video_menu import VideoMenu
from videobert_desktop.ui.pictures import Pictures


class LibraryPane(QWidget):
    """Everything about the library: which it is, its folders, what to watch next, and all of its videos.

    Attributes:
        bar: The library, adding to it, the filter and the order.
        top: Folders and suggestions.
        grid: The videos.

    Signals:
        opened: (LibraryVideo) it shall be played.
        index_first_asked: (list of LibraryVideo) these shall be indexed before all others.
        again_asked: (list of LibraryVideo) these shall be indexed anew, or tried again.
        forget_asked: (list of LibraryVideo) these shall be forgotten, if the person is sure of it.
        show_in_folder_asked: (list of LibraryVideo) these shall be shown in the file manager.
        folder_asked: A folder shall be added.
        files_asked: Files shall be added.
        folder_removed: (Path) this folder shall be watched no longer.
        library_chosen: (Path) another library is wanted.
        new_library_asked: A new library is wanted.
    """

    opened = Signal(object)
    index_first_asked = Signal(object)
    again_asked = Signal(object)
    forget_asked = Signal(object)
    show_in_folder_asked = Signal(object)
    folder_asked = Signal()
    files_asked = Signal()
    folder_removed = Signal(object)
    library_chosen = Signal(object)
    new_library_asked = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self._pictures = pictures
        self._videos: Sequence[LibraryVideo] = ()
        self._by_id: dict[int, LibraryVideo] = {}
        self._folders: Sequence[LibraryFolder] = ()
        self._suggestions = Suggestions()
        self._arrangement = Arrangement()
        self._progress: tuple[int, int] | None = None
        self.bar = LibraryBar()
        self.top = LibraryTop(pictures)
        self.grid = VideoGrid(pictures, self.top)
        self.grid.setAccessibleName(self.tr("Videos of the library"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.grid, 1)
        self._connect_bar()
        self._connect_top()
        for view in self._card_views():
            self._connect_cards(view)
        self._order_tabs()

    @property
    def view(self) -> QListView:
        """The grid of videos."""
        return self.grid

    @property
    def videos(self) -> Sequence[LibraryVideo]:
        """All videos of the library, whether or not they are shown."""
        return self._videos

    def video(self, video_id: int) -> LibraryVideo | None:
        """The video with that id; None if the library has no such video."""
        return self._by_id.get(video_id)

    def show_videos(self, videos: Sequence[LibraryVideo]) -> None:
        """Show what is in the library now; what is selected and in view stays so."""
        before, self._videos = self._by_id, tuple(videos)
        self._by_id = {video.id: video for video in videos if video.id is not None}
        for video_id, video in self._by_id.items():
            old = before.get(video_id)
            if old is not None and (old.state, old.note) != (video.state, video.note):
                self._pictures.forget(video_id)  # it was looked at again
        self.top.show_folders(self._folders, len(self._videos))
        self._arrange()

    def show_folders(self, folders: Sequence[LibraryFolder]) -> None:
        """Show the folders that the library watches."""
        self._folders = tuple(folders)
        self.top.show_folders(self._folders, len(self._videos))
        self._rearrange(roots=tuple(folder.path for folder in folders))

    def show_suggestions(self, suggestions: Suggestions) -> None:
        """Show what to watch next."""
        self._suggestions = suggestions
        self._show_strips()

    def show_progress(self, progress: Progress | None) -> None:
        """Show on its card how far the indexing of a video is; None when nothing is being indexed."""
        video_id = progress.video_id if progress is not None else None
        part = (progress.part or 0.0) if progress is not None else 0.0
        now = None if video_id is None else (video_id, int(part * 100))
        if now == self._progress:
            return
        self._progress = now
        if video_id is not None and self._pictures.thumbnail(video_id) is None:
            self._pictures.forget(video_id)  # there may be one by now
        for view in self._card_views():
            view.cards.show_indexing(video_id, part)

    def show_libraries(self, names: Sequence[tuple[str, Path]], current: Path) -> None:
        """Offer these libraries, each with its name and where it is; `current` is the one that is shown."""
        self.bar.libraries.show_libraries(names, current)

    def reveal(self, video: LibraryVideo) -> None:
        """Select a video, and scroll to it; nothing if it is not shown now."""
        for row, shown in enumerate(self.grid.cards.videos):
            if shown.path == video.path:
                self.grid.setCurrentIndex(self.grid.cards.index(row))
                self.grid.scrollTo(self.grid.currentIndex())

    def menu(self, videos: Sequence[LibraryVideo]) -> VideoMenu:
        """What can be done with these videos, of which there is at least one."""
        menu = VideoMenu(videos, self)
        menu.play_asked.connect(self.opened)
        menu.show_asked.connect(self.show_in_folder_asked)
        menu.first_asked.connect(self.index_first_asked)
        menu.again_asked.connect(self.again_asked)
        menu.forget_asked.connect(self.forget_asked)
        return menu

    def _card_views(self) -> list[CardView]:
        return [self.grid, *(strip.view for strip in self.top.strips)]

    def _arrange(self) -> None:
        """Show what is wanted, in the order that is wanted."""
        self.grid.cards.show(arranged(self._videos, self._arrangement))
        self.top.show_amount(self.grid.cards.videos, len(self._videos))
        self._show_strips()

    def _rearrange(self, **changes: object) -> None:
        """Want something else."""
        arrangement = replace(self._arrangement, **changes)  # type: ignore[arg-type] # checked by those who call
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self._arrange()

    def _show_strips(self) -> None:
        if self._arrangement.text.strip() or self._arrangement.folder is not None:
            self.top.hide_suggestions()
        else:
            self.top.show_suggestions(self._suggestions, self.video)

    @Slot(str)
    def _filter(self, text: str) -> None:
        self._rearrange(text=text)
        self.grid.verticalScrollBar().setValue(0)

    @Slot(object, bool)
    def _sort(self, by: SortBy, descending: bool) -> None:  # noqa: FBT001 - a signal's
        self._rearrange(by=by, descending=descending)
        self.grid.verticalScrollBar().setValue(0)

    @Slot(object)
    def _choose_folder(self, folder: Path | None) -> None:
        bar = self.grid.verticalScrollBar()
        value = bar.value()
        self._rearrange(folder=folder)
        bar.setValue(value)  # so that the list of folders stays where it is

    @Slot()
    def _clear_filter(self) -> None:
        self.top.folders.choose_all()
        self.bar.field.clear()
        self.bar.field.setFocus()

    @Slot()
    def _enter_grid(self) -> None:
        """Go on in the videos with the keyboard."""
        if not self.grid.currentIndex().isValid() and self.grid.cards.videos:
            self.grid.setCurrentIndex(self.grid.cards.index(0))
        self.grid.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(object, QPoint)
    def _show_menu(self, videos: Sequence[LibraryVideo], place: QPoint) -> None:
        self.menu(videos).popup(place)

    def _order_tabs(self) -> None:
        """Have the Tab key go from top to bottom."""
        parts = [*self.bar.tab_order, *self.top.tab_order, self.grid]
        for part, following in pairwise(parts):
            QWidget.setTabOrder(part, following)

    def _connect_bar(self) -> None:
        self.bar.folder_asked.connect(self.folder_asked)
        self.bar.files_asked.connect(self.files_asked)
        self.bar.filtered.connect(self._filter)
        self.bar.sorted_by.connect(self._sort)
        self.bar.left.connect(self._enter_grid)
        self.bar.libraries.library_chosen.connect(self.library_chosen)
        self.bar.libraries.new_library_asked.connect(self.new_library_asked)

    def _connect_top(self) -> None:
        self.top.folder_asked.connect(self.folder_asked)
        self.top.files_asked.connect(self.files_asked)
        self.top.clearing_asked.connect(self._clear_filter)
        self.top.folders.folder_chosen.connect(self._choose_folder)
        self.top.folders.removal_asked.connect(self.folder_removed)

    def _connect_cards(self, view: CardView) -> None:
        view.opened.connect(self.opened)
        view.again_asked.connect(self.again_asked)
        view.forget_asked.connect(self.forget_asked)
        view.menu_asked.connect(self._show_menu)
