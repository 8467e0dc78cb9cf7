"""The window: puts its parts together and passes on what happens in one of them to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import Moment, SearchResult
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.services.presence import is_there
from videobert_desktop.ui.desktop import Desktop
from videobert_desktop.ui.header import Header
from videobert_desktop.ui.jobs.indexing import Indexing
from videobert_desktop.ui.jobs.summaries import index_summary
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.library.library_panel import LibraryPanel
from videobert_desktop.ui.library.listing import Listing
from videobert_desktop.ui.search.results_panel import ResultsPanel
from videobert_desktop.ui.search.searching import Searching
from videobert_desktop.ui.services import WindowServices
from videobert_desktop.ui.texts import clock, shown
from videobert_desktop.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport

STOPPED = "Indexing was stopped. What is indexed so far can be searched, and adding the same again goes on from there."


class MainWindow(QMainWindow):
    """One library: its videos, searching them, and adding to them."""

    def __init__(
        self,
        services: WindowServices,
        lanes: Lanes,
        desktop: Desktop,
        report_bug: Callable[[BaseException], None],
    ) -> None:
        """Build the window, and have a first look at the library.

        Args:
            services: What it can do.
            lanes: Where it does it; whoever made them ends them.
            desktop: Chooses files and plays videos.
            report_bug: Told of errors that no person can do something about.
        """
        super().__init__()
        self.setWindowTitle("VideoBERT Desktop")
        self.setAcceptDrops(True)
        self.resize(1120, 720)
        self._desktop = desktop
        self._report_bug = report_bug
        self._library_is_known = False
        self._indexing = Indexing(services, lanes.model, self)
        self._searching = Searching(services, lanes.query, self)
        self._listing = Listing(services, lanes.media, self)
        self.header = Header()
        self.message_bar = MessageBar()
        self.library_panel = LibraryPanel()
        self.results_panel = ResultsPanel()
        self._lay_out()
        self._connect_parts()
        self._connect_work()
        self.results_panel.show_hint("Opening the library", "")
        self.header.search_field.setFocus()
        self._listing.refresh()

    @Slot(object)
    def add(self, paths: Sequence[Path]) -> None:
        """Take files and folders into the library."""
        if paths:
            self._indexing.add(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802, D102 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802, D102 - Qt's name
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    @Slot()
    def _ask_for_folder(self) -> None:
        folder = self._desktop.choose_folder(self)
        self.add([folder] if folder is not None else [])

    @Slot()
    def _ask_for_files(self) -> None:
        self.add(self._desktop.choose_files(self))

    @Slot(str)
    def _search(self, query: str) -> None:
        if query:
            self._searching.search(query)
            if not self.results_panel.has_results:
                self.results_panel.show_hint("Searching", "The first search takes a little longer.")
        else:
            self._searching.forget()
            self._say_what_to_do()

    @Slot(object)
    def _on_found(self, result: SearchResult) -> None:
        if result.moments:
            self.results_panel.show_result(result)
        else:
            self._say_what_to_do()

    @Slot(object)
    def _play(self, moment: Moment) -> None:
        name = shown(moment.path.name)
        if not is_there(moment.path):
            hint = "Connect its drive, or add the folder that it is in now."
            self.message_bar.show_error(UserError("The file is not there now.", path=moment.path, hint=hint))
        elif self._desktop.play(moment.path):
            self.message_bar.inform(f"{name}: the moment is at {clock(moment.span.start)}.")
        else:
            hint = "Choose a video player in the settings of your desktop."
            self.message_bar.show_error(UserError("No program could open it.", path=moment.path, hint=hint))

    @Slot(object)
    def _on_listed(self, videos: Sequence[LibraryVideo]) -> None:
        self._library_is_known = True
        self.library_panel.show_videos(videos)
        self._say_what_to_do_unless_results_are_shown()

    @Slot()
    def _on_indexing_begun(self) -> None:
        self.header.indexing_bar.begin()
        self.library_panel.set_busy(busy=True)
        self._say_what_to_do_unless_results_are_shown()

    @Slot()
    def _on_indexing_idle(self) -> None:
        self.header.indexing_bar.hide()
        self.library_panel.set_busy(busy=False)
        if self.header.query and self._searching.possible:
            self._searching.search(self.header.query)  # there is more to be found now

    @Slot(object)
    def _on_indexed(self, report: IndexReport) -> None:
        say = self.message_bar.warn if report.failed else self.message_bar.inform
        say(index_summary(report))

    @Slot()
    def _on_indexing_stopped(self) -> None:
        self.message_bar.inform(STOPPED)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.message_bar.show_error(error)
        else:
            self._report_bug(error)
        self._say_what_to_do_unless_results_are_shown()

    def _say_what_to_do_unless_results_are_shown(self) -> None:
        if not self.results_panel.has_results and not self._searching.running:
            self._say_what_to_do()

    def _say_what_to_do(self) -> None:
        """Leave the results, for there are none, and say how to come by some."""
        videos = self.library_panel.videos
        indexed = any(video.state in (VideoState.INDEXED, VideoState.OFFLINE) for video in videos)
        if indexed and self.header.query:
            self.results_panel.show_hint("Nothing found", "Describe the moment in other words.")
        elif indexed:
            text = "Say in your own words what is to be seen, as in “a dog runs along the beach”."
            self.results_panel.show_hint("Describe a moment", text)
        elif self._indexing.running:
            self.results_panel.show_hint("Indexing", "Videos can be searched one by one, as soon as each is done.")
        elif videos:
            text = "None of the videos is indexed yet. The list on the left says how each of them is doing."
            self.results_panel.show_hint("Nothing to search yet", text)
        elif self._library_is_known:
            self.results_panel.show_welcome()

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.library_panel)
        splitter.addWidget(self.results_panel)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([300, 820])
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        self.library_panel.setMinimumWidth(200)
        self.results_panel.setMinimumWidth(420)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.message_bar)
        layout.addWidget(splitter, 1)
        self.setCentralWidget(body)

    def _connect_parts(self) -> None:
        for part in (self.header, self.results_panel):
            part.folder_asked.connect(self._ask_for_folder)
            part.files_asked.connect(self._ask_for_files)
        self.header.search_asked.connect(self._search)
        self.header.indexing_bar.cancel_asked.connect(self._indexing.cancel)
        self.results_panel.activated.connect(self._play)
        self.library_panel.indexing_asked.connect(self.add)

    def _connect_work(self) -> None:
        self._indexing.begun.connect(self._on_indexing_begun)
        self._indexing.progressed.connect(self.header.indexing_bar.show_progress)
        self._indexing.advanced.connect(self._listing.refresh)
        self._indexing.finished.connect(self._on_indexed)
        self._indexing.stopped.connect(self._on_indexing_stopped)
        self._indexing.idle.connect(self._on_indexing_idle)
        self._searching.found.connect(self._on_found)
        self._listing.listed.connect(self._on_listed)
        for work in (self._indexing, self._searching, self._listing):
            work.failed.connect(self._on_failed)
