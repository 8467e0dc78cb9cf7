"""What the catalogue knows of the files at one place, read at once: a query for each file would take too long."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.video import VideoFile
from videobert_desktop.media.files import FoundFile
from videobert_desktop.services.presence import is_file


class KnownFiles:
    """The known files of a place as they were before it is scanned."""

    def __init__(self, catalogue: Catalogue, place: Path) -> None:
        """Read what the catalogue knows of the file, or of everything below the folder, at `place`."""
        self._catalogue = catalogue
        self._place = place
        files = (file for file in catalogue.files.under(place) if not file.displaced)
        self._files: Mapping[Path, VideoFile] = {file.fingerprint.path: file for file in files}
        self._back: list[int] = []

    def __len__(self) -> int:
        return len(self._files)

    def holds(self, found: FoundFile) -> bool:
        """Whether a file is known, and has the size and the time that it had."""
        file = self._files.get(found.path)
        return file is not None and (file.fingerprint.size, file.fingerprint.mtime_ns) == (found.size, found.mtime_ns)

    def unchanged(self, found: FoundFile) -> VideoFile | None:
        """The known file that was found as it was, or None; it is noted that it is there."""
        if not self.holds(found):
            return None
        file = self._files[found.path]
        if not file.online:
            self._back.append(file.id)
        return file

    def note_presence(self, seen: Set[Path]) -> None:
        """Enter which files are back, and that those are gone that are neither among `seen` nor there unseen."""
        gone = [file for path, file in self._files.items() if file.online and path not in seen and not is_file(path)]
        with self._catalogue.transaction():
            if self._back:
                self._catalogue.files.set_online(*self._back, online=True)
            if gone:
                # Some of them may have been recognised elsewhere by now.
                now = {file.id: file.fingerprint.path for file in self._catalogue.files.under(self._place)}
                left = [file.id for file in gone if now.get(file.id) == file.fingerprint.path]
                self._catalogue.files.set_online(*left, online=False)
