"""The preferences: shown when they are asked for, in force as soon as they are changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from videobert_desktop.services.caches import CacheSizes
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.preferences.clearing import Clearing
from videobert_desktop.ui.preferences.pack_installing import PackInstalling
from videobert_desktop.ui.preferences.preferences_dialog import PreferencesDialog


class PreferringFlow(QObject):
    """One dialog at a time.

    Signals:
        changed: (Settings) other settings are wanted.
        folder_asked: A folder shall be added.
        folder_removed: (Path) a folder shall be watched no longer.
        show_asked: (Path) a directory shall be shown in the file manager.
        clear_asked: (str) a cache shall be emptied, or something forgotten.
        look_asked: (list of Path) these folders shall be indexed again, for more can be made of them now.
        informed: (str) something that was asked for is done.
    """

    changed = Signal(object)
    folder_asked = Signal()
    folder_removed = Signal(object)
    show_asked = Signal(object)
    clear_asked = Signal(str)
    look_asked = Signal(object)
    informed = Signal(str)

    def __init__(self, opening: Opening, clearing: Clearing, installing: PackInstalling, window: QWidget) -> None:
        super().__init__(window)
        self._settings = opening.settings
        self._root = opening.root
        self._clearing = clearing
        self._installing = installing
        self._window = window
        self._folders: Sequence[LibraryFolder] = ()
        self._dialog: PreferencesDialog | None = None
        clearing.measured.connect(self._on_measured)
        clearing.cleared.connect(self._on_cleared)
        installing.progressed.connect(self._on_progressed)
        installing.ended.connect(self._on_ended)
        installing.installed.connect(self._on_installed)

    @property
    def dialog(self) -> PreferencesDialog | None:
        """The dialog, while it is open."""
        return self._dialog

    @Slot()
    def open(self) -> None:
        """Show the preferences."""
        if self._dialog is None:
            self._dialog = self._make()
        self._dialog.open()
        self._dialog.raise_()
        self._clearing.measure()

    def use(self, settings: Settings) -> None:
        """Show other settings the next time."""
        self._settings = settings

    def show_folders(self, folders: Sequence[LibraryFolder]) -> None:
        """Take note of the folders that the library watches."""
        self._folders = folders
        if self._dialog is not None:
            self._dialog.show_folders(folders)

    def _make(self) -> PreferencesDialog:
        dialog = PreferencesDialog(self._settings, self._window)
        dialog.show_library(self._root)
        dialog.show_folders(self._folders)
        dialog.changed.connect(self.changed)
        dialog.folder_add_asked.connect(self.folder_asked)
        dialog.folder_remove_asked.connect(self.folder_removed)
        dialog.show_asked.connect(self.show_asked)
        dialog.clear_asked.connect(self.clear_asked)
        dialog.sizes_asked.connect(self._clearing.measure)
        dialog.indexing.install_asked.connect(self._installing.install)
        dialog.indexing.stop_asked.connect(self._installing.stop)
        dialog.finished.connect(self._on_finished)
        return dialog

    @Slot(object)
    def _on_measured(self, sizes: CacheSizes) -> None:
        if self._dialog is not None:
            self._dialog.show_sizes(sizes)

    @Slot(str)
    def _on_cleared(self, what: str) -> None:
        if self._dialog is not None:
            self._dialog.show_cleared(what)

    @Slot(str, float)
    def _on_progressed(self, name: str, part: float) -> None:
        if self._dialog is not None:
            self._dialog.indexing.show_installing(name, part)

    @Slot()
    def _on_ended(self) -> None:
        if self._dialog is not None:
            self._dialog.indexing.show_installed()

    @Slot(str)
    def _on_installed(self, name: str) -> None:
        self.informed.emit(self.tr("The speech pack {name} is installed.").format(name=name))
        self.look_asked.emit([folder.path for folder in self._folders])

    @Slot(int)
    def _on_finished(self, result: int) -> None:  # noqa: ARG002 - there is nothing to accept or reject
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
