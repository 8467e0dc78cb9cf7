"""The window: puts its parts together and passes on what happens in one of them to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.services.viewing.suggest_videos import Suggestions
from videobert_desktop.settings.options import Mode, Settings
from videobert_desktop.ui.desktop import Desktop
from videobert_desktop.ui.flows.finding import FindingFlow
from videobert_desktop.ui.flows.playing import PlayingFlow
from videobert_desktop.ui.flows.preferring import PreferringFlow
from videobert_desktop.ui.flows.reading import ReadingFlow
from videobert_desktop.ui.flows.revealing import RevealingFlow
from videobert_desktop.ui.flows.tending import TendingFlow
from videobert_desktop.ui.full_screen import FullScreen
from videobert_desktop.ui.header import Header
from videobert_desktop.ui.jobs.throttle import Throttle
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.library.library_pane import LibraryPane
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.player.player_pane import PlayerPane
from videobert_desktop.ui.preferences.first_run import FirstRun
from videobert_desktop.ui.preferences.shortcuts_page import ShortcutsPage
from videobert_desktop.ui.search.results_panel import ResultsPanel
from videobert_desktop.ui.sentences import told
from videobert_desktop.ui.side_panel import SidePanel
from videobert_desktop.ui.widgets.message_bar import MessageBar
from videobert_desktop.ui.window_services import WindowServices
from videobert_desktop.ui.window_state import WindowState
from videobert_desktop.ui.work import Work

_COLUMNS = [340, 620, 400]
_NOTED_MILLISECONDS = 20_000
"""How often, while something plays, it is looked what to suggest."""
# At the end of a list or a line these mean nothing, and nobody who presses them there means the player.
_STEERING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class MainWindow(QMainWindow):
    """One library: its videos, playing them, and searching them.

    Signals:
        settings_changed: (Settings) other settings are wanted, from now on.
        library_chosen: (Path, list of Path) another library is wanted in its place, with these taken into it.
        closed: It was closed by whoever sat before it.
    """

    settings_changed = Signal(object)
    library_chosen = Signal(object, object)
    closed = Signal()

    def __init__(
        self,
        services: WindowServices,
        lanes: Lanes,
        desktop: Desktop,
        report_bug: Callable[[BaseException], None],
        opening: Opening,
    ) -> None:
        """Build the window, and have a first look at the library.

        Args:
            services: What it can do.
            lanes: Where it does it; whoever made them ends them.
            desktop: Chooses files and shows them.
            report_bug: Told of errors that no person can do something about.
            opening: What it begins with.
        """
        super().__init__()
        self.setWindowTitle("VideoBERT Desktop")
        self.setAcceptDrops(True)
        self.resize(1360, 820)
        self._desktop = desktop
        self._report_bug = report_bug
        self._opening = opening
        self._library_is_known = False
        self._left: WindowState | None = None
        self._noted = Throttle(_NOTED_MILLISECONDS, self)
        self._noted.granted.connect(self._refresh)
        self.work = Work(services, lanes, remember=opening.settings.remember_viewing, parent=self)
        self.header = Header()
        self.message_bar = MessageBar()
        self.library_pane = LibraryPane(self.work.pictures)
        self.player_pane = PlayerPane(self.work.playback, self.work.pictures)
        self.results_panel = ResultsPanel(self.work.pictures)
        self.side = SidePanel(self.results_panel)
        self.first_run = FirstRun()
        self._lay_out()
        self._make_flows()
        self._connect()
        self._begin()

    @property
    def root(self) -> Path:
        """The directory of the library that it shows."""
        return self._opening.root

    @property
    def state(self) -> WindowState:
        """How the window stands, or stood when it was closed, to be opened like that again."""
        if self._left is not None:
            return self._left
        geometry, columns = self.full_screen.layout
        return replace(
            self._opening.state,
            geometry=geometry,
            columns=columns,
            volume=self.work.playback.volume,
            muted=self.work.playback.muted,
            grouped=self.results_panel.grouped,
            subtitles=self.player_pane.controls.subtitles,
        )

    def use(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._opening = replace(self._opening, settings=settings)
        self.preferring.use(settings)
        self.work.remembering.switch(on=settings.remember_viewing)
        self.work.listing.refresh()  # what is suggested goes by what is remembered
        self._watch_as_set(settings)

    def stay(self, error: UserError) -> None:
        """Go on with this library, for the one that was wanted cannot be had; say why."""
        self.message_bar.show_error(error)
        self.first_run.begin_anew()

    @Slot(object)
    def add(self, paths: Sequence[Path]) -> None:
        """Take files and folders into the library."""
        self.tending.add(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802, D102 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802, D102 - Qt's name
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.add(paths)
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        # What whoever has the focus has no use for comes up to here.
        steers = event.key() in _STEERING and isinstance(self.focusWidget(), QAbstractItemView | QLineEdit)
        if steers or not self.player_pane.press(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102 - Qt's name
        self._left = self.state  # before the video is closed, which ends a full screen
        self.player_pane.close_video()
        super().closeEvent(event)
        self.closed.emit()

    def _lay_out(self) -> None:
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        for part, least in ((self.library_pane, 240), (self.player_pane, 400), (self.side, 300)):
            part.setMinimumWidth(least)
            self._columns.addWidget(part)
        self._columns.setStretchFactor(1, 1)
        self._columns.setChildrenCollapsible(False)
        self._columns.setHandleWidth(1)
        self._columns.setSizes(_COLUMNS)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._columns)
        self._pages.addWidget(self.first_run)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.message_bar)
        layout.addWidget(self._pages, 1)
        self.setCentralWidget(body)
        around = (self.header, self.library_pane, self.side)
        self.full_screen = FullScreen(self, self._columns, self.player_pane, around)

    def _make_flows(self) -> None:
        work = self.work
        field = self.header.search_field
        self.finding = FindingFlow(field, self.results_panel, work.searching, work.explaining, work.history, self)
        self.playing = PlayingFlow(self.player_pane, work.curves, work.saving, work.remembering, self._desktop, self)
        self.tending = TendingFlow(
            self.library_pane,
            self.header.indexing_bar,
            self.message_bar,
            work,
            self._desktop,
            self,
        )
        self.reading = ReadingFlow(self.player_pane, self.side, work.transcripts, self._desktop, self)
        self.revealing = RevealingFlow(self._desktop, self)
        self.preferring = PreferringFlow(self._opening, work.clearing, work.installing, self)

    def _connect(self) -> None:
        self._connect_keys()
        self.work.listing.listed.connect(self._on_listed)
        self.work.listing.failed.connect(self._on_not_listed)
        self.work.languages_known.connect(self.header.search_field.set_languages)
        self.work.counted.connect(self.first_run.show_folder)
        self.work.pictures.missing.connect(self._restore_pictures)
        self.work.remembering.noted.connect(self._noted.ask)
        self.finding.matched.connect(self.playing.show_matches)
        self.results_panel.activated.connect(self.playing.play_moment)
        self.results_panel.chosen.connect(self.playing.choose)
        self.results_panel.show_in_folder_asked.connect(self.revealing.reveal_moment)
        self.library_pane.opened.connect(self.playing.play_video)
        self.library_pane.show_in_folder_asked.connect(self.revealing.reveal_videos)
        self.library_pane.library_chosen.connect(self._choose_library)
        self.library_pane.new_library_asked.connect(self._ask_for_library)
        for leaving in (self.library_pane.opened, self.results_panel.activated):
            leaving.connect(self._noted.insist)  # so that who comes back goes on where the video was left
        self.player_pane.playing_changed.connect(self.work.indexing.give_way)
        self.work.indexing.begun.connect(self._show_columns)
        self.header.search_field.asked.connect(self.side.show_results)
        for renew in (self.finding.look_again, self.reading.look_again, self.work.prepare_search):
            self.tending.grown.connect(renew)
        self.header.preferences_asked.connect(self.preferring.open)
        self.header.shortcuts_asked.connect(self.show_shortcuts)
        self._connect_preferences()
        for speaker in (self.playing, self.reading, self.preferring, self.player_pane):
            speaker.informed.connect(self.message_bar.inform)
        flows = (self.finding, self.playing, self.reading, self.tending, self.revealing)
        for part in (*flows, self.work, self.player_pane):
            part.failed.connect(self._on_failed)

    def _connect_preferences(self) -> None:
        self.preferring.changed.connect(self.settings_changed)
        self.preferring.folder_asked.connect(self.tending.ask_for_folder)
        self.preferring.folder_removed.connect(self.tending.remove_folder)
        self.preferring.show_asked.connect(self.revealing.reveal)
        self.preferring.clear_asked.connect(self.tending.clear)
        self.preferring.look_asked.connect(self.add)
        self.first_run.folder_asked.connect(self._choose_first_folder)
        self.first_run.place_asked.connect(self._choose_place)
        self.first_run.started.connect(self._start)
        self.first_run.folder_shown.connect(self.work.count)

    def _connect_keys(self) -> None:
        for keys, slot in (
            ("/", self._write_query),
            ("?", self.show_shortcuts),
            ("Ctrl+,", self.preferring.open),
            ("Ctrl+O", self.tending.ask_for_folder),
            ("Ctrl+Shift+O", self.tending.ask_for_files),
            ("F11", self.full_screen.toggle),
            ("Ctrl+Q", self.close),
        ):
            QShortcut(QKeySequence(keys), self, slot)

    def _begin(self) -> None:
        """Show the window as it was left, and have a first look at the library."""
        state = self._opening.state
        if state.geometry:
            self.restoreGeometry(state.geometry)
        if state.columns:
            self._columns.setSizes(list(state.columns))
        self.work.playback.set_volume(state.volume)
        self.work.playback.set_muted(state.muted)
        self.results_panel.set_grouped(state.grouped)
        self.player_pane.controls.set_subtitles(shown=state.subtitles)
        self.first_run.show_place(self._opening.root)
        self.library_pane.show_libraries(self._opening.libraries, self._opening.root)
        self.results_panel.show_hint(self.tr("Opening the library"), "")
        if self._opening.notice:
            self.message_bar.warn(self._opening.notice)
        self.header.search_field.focus()
        self.work.listing.refresh()
        self.work.history.refresh()

    @Slot(object, object, object)
    def _on_listed(
        self, videos: Sequence[LibraryVideo], folders: Sequence[LibraryFolder], suggestions: Suggestions
    ) -> None:
        first_look = not self._library_is_known
        self._library_is_known = True
        self.library_pane.show_folders(folders)
        self.library_pane.show_videos(videos)
        self.library_pane.show_suggestions(suggestions)
        self.preferring.show_folders(folders)
        self.header.search_field.show_folders([folder.path for folder in folders])
        running = self.work.indexing.running
        self.finding.show_library(videos, indexing=running)
        empty = not videos and not folders and not running
        if empty:
            self._show_first_run()
        else:
            self._show_columns()
        if first_look:
            self._watch_as_set(self._opening.settings)
            self.work.resume_unfinished()
            self.work.prepare_search()

    @Slot(object)
    def _on_not_listed(self, error: Exception) -> None:
        if not self._library_is_known:
            text = told(error) if isinstance(error, UserError) else ""
            self.results_panel.show_hint(self.tr("The library cannot be opened"), text)

    def _watch_as_set(self, settings: Settings) -> None:
        if settings.watch_folders and self._library_is_known:
            self.work.watching.start()
        else:
            self.work.watching.stop()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.message_bar.show_error(error)
        else:
            self._report_bug(error)

    @Slot(int)
    def _restore_pictures(self, video_id: int) -> None:
        """Have pictures made that are missing, unless indexing is going to make them."""
        video = self.library_pane.video(video_id)
        if video is not None and video.state is VideoState.INDEXED and not self.work.indexing.running:
            self.work.restoring.restore(video_id)

    @Slot()
    def _refresh(self) -> None:
        self.work.listing.refresh()

    @Slot(object)
    def _choose_library(self, root: Path) -> None:
        self.library_chosen.emit(root, [])

    @Slot()
    def _ask_for_library(self) -> None:
        root = self._desktop.choose_place(self, self._opening.root.parent)
        if root is not None:
            self.library_chosen.emit(root, [])

    @Slot()
    def _choose_first_folder(self) -> None:
        folder = self._desktop.choose_folder(self)
        if folder is not None:
            self.first_run.show_folder(folder)

    @Slot()
    def _choose_place(self) -> None:
        place = self._desktop.choose_place(self, self._opening.root.parent)
        if place is not None:
            self.first_run.show_place(place)

    @Slot(object, object, str)
    def _start(self, folders: Sequence[Path], place: Path, mode: str) -> None:
        if mode != self._opening.settings.mode:
            self.settings_changed.emit(replace(self._opening.settings, mode=cast("Mode", mode)))
        if place != self._opening.root:
            self.library_chosen.emit(place, list(folders))
        else:
            self.add(folders)

    @Slot()
    def _show_columns(self) -> None:
        self._pages.setCurrentWidget(self._columns)
        if not self.header.search_field.isEnabled():
            self.header.search_field.setEnabled(True)
            self.header.search_field.focus()

    def _show_first_run(self) -> None:
        """There is nothing to search, nor a place where results could be seen."""
        self.first_run.begin_anew()
        self._pages.setCurrentWidget(self.first_run)
        if self.header.search_field.isEnabled():
            self.header.search_field.setEnabled(False)
            self.first_run.choose_folder.setFocus()

    @Slot()
    def show_shortcuts(self) -> None:
        """Show the keys that there are."""
        page = ShortcutsPage(self)
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page.open()

    @Slot()
    def _write_query(self) -> None:
        self.full_screen.leave()
        self.header.search_field.focus()
