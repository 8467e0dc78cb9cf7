"""Takes files into the catalogue: new ones are probed, known ones are recognised wherever they have gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.files import VIDEO_EXTENSIONS, FoundFile, find_videos
from videobert_desktop.services.clock import SYSTEM_CLOCK, Clock
from videobert_desktop.services.importing.forgotten_files import ForgottenFiles
from videobert_desktop.services.importing.known_files import KnownFiles
from videobert_desktop.services.importing.paced_report import PacedReport
from videobert_desktop.services.importing.recognise_files import FileRecogniser, Recognition
from videobert_desktop.services.importing.unsettled_files import UnsettledFiles
from videobert_desktop.services.presence import is_folder, is_there

Failed = Callable[[Failure], None]
IMPORT, DECODE = "import", "decode"


@dataclass
class Imported:
    """What came of taking files in.

    Attributes:
        files: The files that hold a video of the catalogue, in the order of their finding, one for each video.
        unchanged: The files whose video was known, and is where it was.
        moved: How many were known under another path.
        failures: What could not be taken in.
    """

    files: dict[int, Path] = field(default_factory=dict)
    unchanged: list[Path] = field(default_factory=list)
    moved: int = 0
    failures: list[Failure] = field(default_factory=list)


class VideoImporter:
    """Takes files into one catalogue; one that fails is told and remembered, and the others go on."""

    def __init__(
        self,
        catalogue: Catalogue,
        decoder: Decoder,
        *,
        cancel: CancelToken,
        report: Report,
        failed: Failed,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._catalogue = catalogue
        self._recogniser = FileRecogniser(catalogue, decoder, cancel)
        self._unsettled = UnsettledFiles(clock)
        self._cancel = cancel
        self._report = PacedReport(report, clock)
        self._failed = failed
        self._imported = Imported()
        # A file that is named, and lies in a folder that is named too, is taken in once.
        self._seen: dict[Path, None] = {}
        self._named: set[Path] = set()
        self._changed: list[Path] = []

    def take_in(self, paths: Sequence[Path]) -> Imported:
        """Take in the files and folders at `paths`; what may still be growing is looked at again at the end.

        Raises:
            Cancelled: It was asked to stop; what was taken in is kept.
            UserError: The catalogue cannot be written to.
        """
        places = _normalised(paths)
        self._named = {place for place in places if not is_folder(place)}
        for place in places:
            self._scan(place)
        for settled in self._unsettled.look_again(self._cancel):
            if isinstance(settled, Failure):
                self._tell(settled)
            else:
                self._seen[settled] = self._seen.pop(settled)  # last, as it is found only now
                self._recognise_unless_changed(settled)
        self._recognise_changed()
        self._report(Progress("scanning", len(self._seen), len(self._seen), "files"))
        self._put_in_order()
        return self._imported

    def _scan(self, place: Path) -> None:
        if is_folder(place):
            self._forget_failures(place)
            self._catalogue.folders.add(place)
        else:
            # Who names a file wants it tried, whatever happened before.
            self._catalogue.failures.clear(place)
            self._catalogue.forgotten.remove_path(place)
        known, forgotten = KnownFiles(self._catalogue, place), ForgottenFiles(self._catalogue, place)
        broken = self._broken_before(place)
        empty = True
        for item in find_videos(place, known.holds):
            self._cancel.raise_if_cancelled()
            empty = False
            if forgotten.hold(item) and item.path not in self._named:
                continue
            if isinstance(item, Failure):
                self._fail(item)
            elif item.path not in self._seen:
                self._report(Progress("scanning", len(self._seen), None, "files", item.path.name))
                self._seen[item.path] = None
                self._take_in(item, known, broken.get(item))
        if empty:
            self._fail(_nothing_found(place, len(known)))
        known.note_presence(self._seen.keys())

    def _take_in(self, found: FoundFile, known: KnownFiles, broken: Failure | None) -> None:
        file = known.unchanged(found)
        if broken is not None:
            self._tell(broken)  # decoding it again would cost much and change nothing
        elif file is not None:
            self._imported.files.setdefault(file.video_id, found.path)
            self._imported.unchanged.append(found.path)
        elif not self._unsettled.hold_back(found):
            self._recognise_unless_changed(found.path)

    def _recognise_unless_changed(self, path: Path) -> None:
        """What lay at a path that is known is looked for elsewhere before it is decided what lies there now."""
        if self._catalogue.files.by_path(path) is None:
            self._recognise_or_fail(path)
        else:
            self._changed.append(path)

    def _recognise_changed(self) -> None:
        for path in self._changed:
            self._cancel.raise_if_cancelled()
            self._report(Progress("scanning", len(self._seen), None, "files", path.name))
            self._recognise_or_fail(path)

    def _put_in_order(self) -> None:
        place = {path: number for number, path in enumerate(self._seen)}
        self._imported.files = dict(sorted(self._imported.files.items(), key=lambda held: place[held[1]]))

    def _recognise_or_fail(self, path: Path) -> None:
        try:
            recognised = self._recogniser.recognise(path, named=path in self._named)
        except UserError as error:
            if error.path is not None and error.path != path:
                raise  # it is not this file that is at fault but the catalogue, say
            known = self._catalogue.files.by_path(path)
            if known is not None:  # what is there now cannot be read, so that the video is not there to be played
                self._catalogue.files.set_online(known.id, online=False)
            self._fail(Failure.from_error(error, path))
            return
        self._catalogue.failures.clear(path)
        if recognised is None:
            return
        if recognised.how is Recognition.NEW:  # what other files of the video had to give is used up
            self._imported.files[recognised.video_id] = path
            return
        self._imported.files.setdefault(recognised.video_id, path)
        if recognised.how is Recognition.KNOWN:
            self._imported.unchanged.append(path)
        elif recognised.how is Recognition.MOVED:
            self._imported.moved += 1

    def _broken_before(self, place: Path) -> dict[FoundFile, Failure]:
        """Why files below `place` could not be decoded, by what they looked like then."""
        return {
            FoundFile(row.failure.path, row.size, row.mtime_ns): row.failure
            for row in self._catalogue.failures.under(place)
            if row.stage == DECODE
        }

    def _forget_failures(self, folder: Path) -> None:
        """Whatever is tried again now, or is gone, fails anew or not at all."""
        with self._catalogue.transaction():
            for row in self._catalogue.failures.under(folder):
                if row.stage == IMPORT or not is_there(row.failure.path):
                    self._catalogue.failures.clear(row.failure.path)

    def _fail(self, failure: Failure) -> None:
        self._tell(failure)
        record_failure(self._catalogue, failure, IMPORT)

    def _tell(self, failure: Failure) -> None:
        self._imported.failures.append(failure)
        self._failed(failure)


def record_failure(catalogue: Catalogue, failure: Failure, stage: str) -> None:
    """Remember a failure of a file that is there, with the state of the file."""
    try:
        status = failure.path.stat()
    except OSError:
        return  # what is not there has no state; the failure was told, which is all that can be done
    catalogue.failures.record(failure, stage, status.st_size, status.st_mtime_ns, datetime.now(UTC))


def _nothing_found(folder: Path, known: int) -> Failure:
    if known:
        hint = f"The library keeps the {known} that it knows. Is the drive there?"
        return Failure(folder, "There is no video in this folder any more.", hint)
    endings = " ".join(sorted(extension.lstrip(".") for extension in VIDEO_EXTENSIONS))
    return Failure(folder, "There is no video in this folder.", f"Looked for: {endings}.")


def _normalised(paths: Sequence[Path]) -> list[Path]:
    """The paths, each once, absolute and without `..`; links stay what they are."""
    return list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))  # noqa: PTH100 - resolve() follows links
