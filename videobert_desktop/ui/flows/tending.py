"""Tending the library: adding to it, indexing it, and taking out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind
from videobert_desktop.ui.desktop import Desktop
from videobert_desktop.ui.jobs.indexing_bar import IndexingBar
from videobert_desktop.ui.jobs.summaries import index_summary
from videobert_desktop.ui.library.library_pane import LibraryPane
from videobert_desktop.ui.sentences import told, translated
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.texts import videos as videos_in_words
from videobert_desktop.ui.widgets.message_bar import MessageBar
from videobert_desktop.ui.work import Work

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport


_GO_ON = "go on with indexing"


class TendingFlow(QObject):
    """What happens to the library, and how far it is.

    Signals:
        grown: There may be more to be found now.
        failed: (Exception) something could not be done.
    """

    grown = Signal()
    failed = Signal(object)

    def __init__(
        self,
        pane: LibraryPane,
        bar: IndexingBar,
        messages: MessageBar,
        work: Work,
        desktop: Desktop,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._pane = pane
        self._bar = bar
        self._messages = messages
        self._work = work
        self._indexing = work.indexing
        self._listing = work.listing
        self._managing = work.managing
        self._clearing = work.clearing
        self._desktop = desktop
        self._window = window
        self._questions = count(1)
        self._to_forget: dict[str, Sequence[LibraryVideo]] = {}  # for each question that may still be answered
        self._when_held: list[Callable[[], None]] = []
        self._connect_indexing()
        self._connect_pane()
        self._connect_changes()

    @Slot(object)
    def add(self, paths: Sequence[Path]) -> None:
        """Take files and folders into the library."""
        if paths:
            self._indexing.add(list(paths))

    @Slot()
    def ask_for_folder(self) -> None:
        """Let a person choose a folder to add."""
        folder = self._desktop.choose_folder(self._window)
        self.add([folder] if folder is not None else [])

    @Slot()
    def ask_for_files(self) -> None:
        """Let a person choose files to add."""
        self.add(self._desktop.choose_files(self._window))

    @Slot(str)
    def clear(self, what: str) -> None:
        """Empty the "thumbnails" or the "index", or forget the "viewing" or the "searches"."""
        change = partial(self._clearing.clear, what)
        if what in ("thumbnails", "index"):
            self._while_held(change)
        else:
            change()

    def _connect_indexing(self) -> None:
        self._indexing.begun.connect(self._bar.begin)
        self._indexing.progressed.connect(self._on_progressed)
        self._indexing.paused_changed.connect(self._bar.show_paused)
        self._indexing.advanced.connect(self._listing.refresh)
        self._indexing.finished.connect(self._on_indexed)
        self._indexing.stopped.connect(self._on_stopped)
        self._indexing.idle.connect(self._on_idle)
        self._indexing.held.connect(self._on_held)
        self._indexing.failed.connect(self._on_not_indexed)
        self._bar.cancel_asked.connect(self._indexing.cancel)
        self._bar.pause_asked.connect(self._indexing.pause)
        self._bar.resume_asked.connect(self._indexing.resume)
        self._work.watching.failed.connect(self.failed)
        self._work.watching.told.connect(self._on_told)

    def _connect_pane(self) -> None:
        self._pane.folder_asked.connect(self.ask_for_folder)
        self._pane.files_asked.connect(self.ask_for_files)
        self._pane.index_first_asked.connect(self._index_first)
        self._pane.again_asked.connect(self._index_again)
        self._pane.forget_asked.connect(self._ask_whether_to_forget)
        self._pane.folder_removed.connect(self.remove_folder)
        self._messages.chosen.connect(self._on_chosen)

    def _connect_changes(self) -> None:
        self._managing.done.connect(self._on_managed)
        self._managing.taken_out.connect(self._indexing.leave_out)
        self._managing.to_index.connect(self.add)
        self._managing.failed.connect(self._on_not_changed)
        self._clearing.cleared.connect(self._on_cleared)
        self._clearing.failed.connect(self._on_not_changed)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self._bar.show_progress(progress)
        self._pane.show_progress(progress)

    @Slot(object)
    def _on_indexed(self, report: IndexReport) -> None:
        say = self._messages.warn if report.failed else self._messages.inform
        say(index_summary(report))

    @Slot()
    def _on_stopped(self) -> None:
        self._messages.offer(
            self.tr("Indexing was stopped. What is indexed so far can be searched."), [(self.tr("Go on"), _GO_ON)]
        )
        if self._indexing.running:  # something was added since
            self._bar.go_on()

    @Slot(object)
    def _on_not_indexed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._messages.warn(told(error), [(self.tr("Try again"), _GO_ON)])
        else:
            self.failed.emit(error)

    def _go_on(self) -> None:
        """Index what waits."""
        self.add([video.path for video in self._pane.videos if video.state is VideoState.WAITING])

    @Slot()
    def _on_idle(self) -> None:
        self._bar.finish()
        self._pane.show_progress(None)
        self._work.pictures.look_again()
        self._listing.refresh()
        self.grown.emit()

    @Slot(object)
    def _on_told(self, event: WatchEvent) -> None:
        if event.kind in (WatchEventKind.WAITING, WatchEventKind.AWAY):
            self._messages.inform(translated(event.text))
        self._listing.refresh()

    @Slot(object)
    def remove_folder(self, path: Path) -> None:
        """Watch a folder no longer."""
        # What is indexed, or waits to be, would bring it back.
        self._while_held(partial(self._managing.remove_folder, path))

    @Slot(object)
    def _index_first(self, videos: Sequence[LibraryVideo]) -> None:
        self._managing.index_first(videos)
        if not self._indexing.running:
            self.add([video.path for video in videos])

    @Slot(object)
    def _index_again(self, videos: Sequence[LibraryVideo]) -> None:
        self._while_held(partial(self._managing.index_again, videos))

    def _while_held(self, change: Callable[[], None]) -> None:
        """Make a change to the library that cannot be made while anything is being indexed."""
        self._when_held.append(change)
        self._indexing.hold()

    @Slot()
    def _on_held(self) -> None:
        changes, self._when_held = self._when_held, []
        for change in changes:
            change()

    @Slot(object)
    def _on_not_changed(self, error: Exception) -> None:
        self._let_index_go_on()
        self.failed.emit(error)

    def _let_index_go_on(self) -> None:
        if not (self._managing.running or self._clearing.running or self._when_held):
            self._indexing.go_on()

    @Slot(str)
    def _on_managed(self, what: str) -> None:
        self._let_index_go_on()
        if what:
            self._messages.inform(what)
        self._listing.refresh()
        self.grown.emit()

    @Slot(str)
    def _on_cleared(self, what: str) -> None:
        self._let_index_go_on()
        if what == "searches":
            self._work.history.refresh()
        if what == "thumbnails":
            self._work.restoring.begin_anew()
            self._work.pictures.clear()
            self._pane.update()
        self._listing.refresh()
        self._messages.inform(self.tr("Cleared."))

    @Slot(object)
    def _ask_whether_to_forget(self, videos: Sequence[LibraryVideo]) -> None:
        key = f"forget {next(self._questions)}"
        self._to_forget[key] = tuple(videos)
        question = self.tr("Forget {videos}? The files stay where they are; what was indexed of them is removed.")
        named = f"“{shown(videos[0].path.name)}”" if len(videos) == 1 else videos_in_words(len(videos))
        choices = [(self.tr("Forget"), key), (self.tr("Keep"), "keep")]
        self._messages.offer(question.format(videos=named), choices)

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        if key == _GO_ON:
            self._go_on()
        videos = self._to_forget.pop(key, ())
        if videos:
            self._while_held(partial(self._managing.forget, videos))
