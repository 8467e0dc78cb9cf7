"""One sitting before the window: which library it shows, under which settings, and the change from one to the next."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from videobert_desktop.domain.errors import UserError
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.services.libraries import Library, create_library, list_libraries
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.saving import save_settings
from videobert_desktop.ui.desktop import Desktop
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.language import install_language
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.sentences import told
from videobert_desktop.ui.services import LibraryServices
from videobert_desktop.ui.theme import SystemTheme
from videobert_desktop.ui.window_state import load_window_state, save_window_state

SECONDS_TO_END = 30.0
"""How long each lane gets to end its last job."""


class Session(QObject):
    """Opens a window over a library, and another in its place when another library or language is chosen.

    Signals:
        ended: The window was closed, and no other takes its place.
    """

    ended = Signal()

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        desktop: Desktop,
        report_bug: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._desktop = desktop
        self._report_bug = report_bug
        self._theme = SystemTheme(app)
        self._theme.choose(settings.appearance)
        install_language(app, settings.language)
        self._services: LibraryServices | None = None
        self._lanes: Lanes | None = None
        self._lingering: list[Lanes] = []
        self.window: MainWindow | None = None

    def open(self, library: Library, paths: Sequence[Path] = (), *, notice: str = "") -> None:
        """Show a library, and take `paths` into it."""
        services = self._services = LibraryServices(library, self._settings)
        lanes = self._lanes = make_lanes(services)
        libraries = _known(self._settings, library)
        opening = Opening(library.root, self._settings, load_window_state(), libraries, notice)
        window = self.window = MainWindow(services, lanes, self._desktop, self._report_bug, opening)
        window.settings_changed.connect(self._change_settings)
        window.library_chosen.connect(self._change_library)
        window.closed.connect(self._on_closed)
        window.add(paths)
        window.show()

    def close(self) -> bool:
        """Take the window apart; False if a job did not end in time."""
        window, lanes = self.window, self._lanes
        if window is None or lanes is None:
            return not self._lingering
        self.window = self._lanes = self._services = None
        window.closed.disconnect(self._on_closed)
        with suppress(UserError):  # nothing depends on it
            save_window_state(window.state)
        window.close()
        # Those of windows before that had a job which did not end in time are to be waited for, too.
        self._lingering = [each for each in (*self._lingering, lanes) if not each.shut_down(SECONDS_TO_END)]
        window.deleteLater()
        gc.unfreeze()  # its circles of references are to be collected, old as they are
        return not self._lingering

    @Slot()
    def _on_closed(self) -> None:
        self.ended.emit()

    @Slot(object)
    def _change_settings(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        notice = self._save_settings()
        if notice and self.window is not None:
            self.window.message_bar.warn(notice)
        self._theme.choose(settings.appearance)
        if self._services is not None and self.window is not None:
            self._services.use(settings)
            self.window.use(settings)
        if settings.language != before.language:
            # Not from within the window that is replaced.
            QTimer.singleShot(0, self, self._speak_another_language)

    @Slot()
    def _speak_another_language(self) -> None:
        install_language(self._app, self._settings.language)
        if self.window is not None:
            root = self.window.root
            self.close()
            self.open(Library(root))

    @Slot(object, object)
    def _change_library(self, root: Path, paths: Sequence[Path]) -> None:
        try:
            library = create_library(root)
        except UserError as error:
            if self.window is not None:
                self.window.stay(error)
            return
        self._next = library, tuple(paths)
        QTimer.singleShot(0, self, self._open_next)

    @Slot()
    def _open_next(self) -> None:
        library, paths = self._next
        self._settings = replace(self._settings, library=_address(library, self._settings))
        notice = self._save_settings()
        self.close()
        self.open(library, paths, notice=notice)

    def _save_settings(self) -> str:
        """Save the settings; what is to be said if that could not be done, else nothing."""
        try:
            save_settings(self._settings)
        except UserError as error:
            return told(error)
        return ""


def make_lanes(services: LibraryServices) -> Lanes:
    """Start the lanes for a window over these services."""
    return Lanes(
        model=Lane("model"),
        query=Lane("query", at_end=services.close),
        media=Lane("media"),
        pictures=Lane("pictures"),
        frames=Lane("frames"),
        restoring=Lane("restoring"),
        watch=Lane("watch"),
    )


def _address(library: Library, settings: Settings) -> str:
    """What the settings call a library: its name where it is one of the user's, else its directory."""
    return library.name if library.root.parent == settings.libraries_directory else str(library.root)


def _known(settings: Settings, current: Library) -> list[tuple[str, Path]]:
    """The libraries to choose from, the one that is open among them."""
    try:
        libraries = list_libraries(settings)
    except UserError:
        libraries = []  # those elsewhere can be opened all the same
    roots = dict.fromkeys([*(library.root for library in libraries), current.root])
    return [(root.name, root) for root in roots]
