"""Renders the window to pictures, without a display: every main state of it over the sample clips, or one library."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import IN_LIBRARY, Moment
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.list_videos import VideoState
from videobert_desktop.session import SECONDS_TO_END, make_lanes
from videobert_desktop.settings.options import Appearance, Language, Settings
from videobert_desktop.settings.resources import resource_path
from videobert_desktop.ui.collecting import Collecting
from videobert_desktop.ui.desktop import SystemDesktop
from videobert_desktop.ui.language import install_language
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.search.moment_view import MomentView
from videobert_desktop.ui.services import LibraryServices
from videobert_desktop.ui.theme import SystemTheme
from videobert_desktop.ui.window_state import WindowState

LANGUAGES: tuple[Language, ...] = ("en", "zh_CN")
APPEARANCES: tuple[Appearance, ...] = ("light", "dark")
SIZE = (1440, 880)
# What is asked on the way: something that one of the sample clips shows, and something that none of them does.
PRESENT, ABSENT = "dogs look out of a window", "two people get married in a church"
HOME = Path("/home/anna")
"""Whose home is shown where a path is to be seen."""
PATIENCE = 60.0
_FIRST, _AGAIN = 8, 6
"""How many videos are indexed before that is shown, and how many are indexed again to show it in another language."""
QUALITY = 70
"""Of the pictures' compression, which loses nothing: more is quicker and larger."""
BREATH = 0.1
"""Seconds that the window gets to come to rest before a picture of it is taken."""


class Tour:
    """Goes through the states of a window, in each language and appearance.

    Attributes:
        pictures: The files that were written.
    """

    def __init__(self, app: QApplication, directory: Path, settings: Settings) -> None:
        """Begin; nothing is written yet.

        Args:
            app: The application.
            directory: Where the pictures go.
            settings: What is not shown by the tour is as these have it.
        """
        self.pictures: list[Path] = []
        self._app = app
        self._directory = directory
        self._settings = replace(settings, watch_folders=False)
        self._theme = SystemTheme(app)
        self._language: Language = LANGUAGES[0]

    def go(self) -> list[Path]:
        """Take all pictures.

        Raises:
            UserError: A picture cannot be written, or a state was not reached in time.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="videobert-tour-") as place, Collecting(self._theme).installed():
            library, folders = create_library(Path(place) / "library"), _collection(Path(place))
            for language in LANGUAGES:
                self._language = language
                install_language(self._app, language)
                self._show_first_run(create_library(Path(place) / f"empty-{language}"))
                with self._window(library) as window:
                    self._show_library(window, folders)
        install_language(self._app, self._settings.language)
        self._theme.choose(self._settings.appearance)
        return self.pictures

    def render(self, library: Library, query: str, name: str) -> Path:
        """Take one picture of a library in which something is asked.

        Raises:
            UserError: The picture cannot be written, or the window did not get ready in time.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        self._language = self._settings.language
        with Collecting(self._theme).installed(), self._window(library) as window:
            self._wait(lambda: bool(window.library_pane.videos), "the library")
            self._search(window, query)
            self._play(window)
            path = self._directory / name
            self._save(window, path)
        return path

    def _show_first_run(self, library: Library) -> None:
        with self._window(library) as window:
            self._wait(window.first_run.isVisible, "the first run")
            self._take("01-first-run", window)
            window.first_run.show_place(HOME / ".local/share/videobert-desktop/libraries/default")
            window.first_run.show_folder(HOME / "Videos")
            self._rest()
            window.first_run.show_folder(HOME / "Videos", 1204)
            self._take("02-folder-chosen", window)
            empty = library.root / "Nothing yet"
            empty.mkdir()
            window.add([empty])
            self._wait(
                lambda: window.library_pane.isVisible() and not window.work.indexing.running, "the empty library"
            )
            window.message_bar.dismiss()
            self._take("03-empty", window)

    def _show_library(self, window: MainWindow, folders: Sequence[Path]) -> None:
        if self._language == LANGUAGES[0]:
            window.add(folders)
            self._wait(lambda: _indexed(window) > _FIRST, "the first videos")
        else:
            self._wait(lambda: bool(window.library_pane.videos), "the library")
            before = _indexed(window)
            window.library_pane.again_asked.emit(list(window.library_pane.videos[-_AGAIN:]))
            self._wait(lambda: _indexed(window) < before, "what is indexed again")
        self._show_indexing(window)
        self._wait_for_pictures(window)
        self._take("05-library", window)
        self._show_found(window)
        self._show_nothing_found(window)
        self._show_failed_file(window)
        self._show_dialogs(window)

    def _show_indexing(self, window: MainWindow) -> None:
        """Show the library while more and more of it is indexed."""
        bar = window.header.indexing_bar
        self._wait(lambda: bar.isVisible() and "%" in bar.text, "the indexing")
        self._take("04-indexing", window)
        self._wait(lambda: not window.work.indexing.running, "the index")
        window.message_bar.dismiss()

    def _show_found(self, window: MainWindow) -> None:
        self._search(window, PRESENT)
        self._take("06-results", window)
        self._play(window)
        self._take("07-playing", window)
        self._explain(window)
        self._take("08-why-this", window)
        window.results_panel.close_explanation()

    def _show_nothing_found(self, window: MainWindow) -> None:
        self._search(window, ABSENT)
        self._take("09-not-in-your-library", window)

    def _show_failed_file(self, window: MainWindow) -> None:
        failed = next(video for video in window.library_pane.videos if video.state is VideoState.FAILED)
        window.library_pane.reveal(failed)
        window.message_bar.show_error(UserError(failed.note, path=HOME / "Videos" / failed.path.name))
        self._take("10-failed-file", window)
        window.message_bar.dismiss()

    def _search(self, window: MainWindow, query: str) -> None:
        window.header.search_field.search(query)
        self._wait(lambda: not window.work.searching.running and window.results_panel.has_results, "the results")
        self._wait_for_pictures(window)

    def _play(self, window: MainWindow) -> None:
        """Play the moment in the longest video: there is the most to be seen on its match strip."""
        moments = window.results_panel.moments
        longest = max(moments, key=lambda moment: self._duration(window, moment))
        window.results_panel.activated.emit(longest)
        self._wait(lambda: window.work.playback.position > longest.peak, "the picture")
        window.work.playback.pause()
        self._wait(lambda: not window.work.curves.running, "the match strip")

    def _explain(self, window: MainWindow) -> None:
        """Ask why the best moment was found."""
        view = window.results_panel.findChild(MomentView)
        assert view is not None
        view.why_asked.emit(window.results_panel.moments[0])
        self._wait(lambda: not window.work.explaining.running, "the explanation")

    def _duration(self, window: MainWindow, moment: Moment) -> float:
        video = window.library_pane.video(moment.video_id)
        return (video.duration or 0.0) if video is not None and moment.confidence >= IN_LIBRARY else 0.0

    def _show_dialogs(self, window: MainWindow) -> None:
        window.preferring.open()
        self._wait(lambda: window.preferring.dialog is not None, "the preferences")
        self._take_dialog("11-preferences", window)
        window.show_shortcuts()
        self._take_dialog("12-shortcuts", window)

    def _take_dialog(self, name: str, window: MainWindow) -> None:
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        self._take(name, dialog)
        dialog.close()
        self._rest()

    def _take(self, name: str, widget: QWidget) -> None:
        """Take the state in both appearances."""
        for appearance in APPEARANCES:
            self._theme.choose(appearance)
            self._rest()
            self._save(widget, self._directory / f"{name}-{self._language}-{appearance}.png")

    def _save(self, widget: QWidget, path: Path) -> None:
        if not widget.grab().save(str(path), "PNG", QUALITY):
            raise UserError("The picture cannot be written.", path=path, hint="Choose another directory.")
        self.pictures.append(path)

    def _wait_for_pictures(self, window: MainWindow) -> None:
        self._rest()
        self._wait(lambda: not window.work.pictures.running, "the thumbnails")

    def _wait(self, reached: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > end:
                raise UserError(f"The tour waited in vain for {what}.", hint="Run `videobert doctor`.")
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def _rest(self) -> None:
        end = time.monotonic() + BREATH
        while time.monotonic() < end:
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    @contextmanager
    def _window(self, library: Library) -> Iterator[MainWindow]:
        settings = replace(self._settings, language=self._language)
        services = LibraryServices(library, settings)
        lanes = make_lanes(services)
        opening = Opening(library.root, settings, WindowState(), [("Holidays", library.root)])
        window = MainWindow(services, lanes, SystemDesktop(), _raise, opening)
        window.resize(*SIZE)
        window.show()
        try:
            yield window
        finally:
            window.close()
            lanes.shut_down(SECONDS_TO_END)
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _indexed(window: MainWindow) -> int:
    return sum(video.state is VideoState.INDEXED for video in window.library_pane.videos)


def _collection(place: Path) -> list[Path]:
    """Two folders of videos, one of which was cut off while it was copied."""
    clips, films = place / "Clips", place / "Films"
    for source, folder in ((resource_path("samples"), clips), (resource_path("tour"), films)):
        folder.mkdir()
        for video in sorted(source.glob("*.mp4")):
            shutil.copy(video, folder)
    whole = min(clips.glob("*.mp4"))
    (clips / "birthday 2009 (copy).mp4").write_bytes(whole.read_bytes()[:4000])
    return [clips, films]


def _raise(error: BaseException) -> None:
    raise error
