"""Takes files into the catalogue: new ones are probed, known ones are recognised wherever they have gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.video import FileFingerprint, VideoFile
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.files import VIDEO_EXTENSIONS, find_videos, require_readable_file
from videobert_desktop.media.fingerprint import fingerprint
from videobert_desktop.services.presence import is_folder, is_there

Failed = Callable[[Failure], None]
IMPORT, DECODE = "import", "decode"


@dataclass
class Imported:
    """What came of taking files in.

    Attributes:
        files: The files that hold a video of the catalogue, in the order of their finding, one for each video.
        unchanged: The files that were known and as they were.
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
        self, catalogue: Catalogue, decoder: Decoder, *, cancel: CancelToken, report: Report, failed: Failed
    ) -> None:
        self._catalogue = catalogue
        self._decoder = decoder
        self._cancel = cancel
        self._report = report
        self._failed = failed
        self._imported = Imported()
        # Videos whose file was found to hold something else, by content: they may turn up under another path.
        self._displaced: dict[tuple[str, int], int] = {}

    def take_in(self, paths: Sequence[Path]) -> Imported:
        """Take in the files and folders at `paths`.

        Raises:
            Cancelled: It was asked to stop; what was taken in is kept.
        """
        # A file that is named, and lies in a folder that is named too, is taken in once.
        seen: set[Path] = set()
        for path in (file for place in _normalised(paths) for file in self._videos_at(place)):
            self._cancel.raise_if_cancelled()
            if path not in seen:
                self._report(Progress("scanning", len(seen), None, "files", path.name))
                seen.add(path)
                self._take_in_or_fail(path)
        self._report(Progress("scanning", len(seen), len(seen), "files"))
        # Only now is it known that they have not turned up elsewhere.
        self._remove_videos_without_files()
        return self._imported

    def _take_in_or_fail(self, path: Path) -> None:
        try:
            self._take_in_file(path)
        except UserError as error:
            if error.path is not None and error.path != path:
                raise  # it is not this file that is at fault but the catalogue, say
            known = self._catalogue.files.by_path(path)
            if known is not None:  # what is there now cannot be read, so that the video is not there to be played
                self._catalogue.files.set_online(known.id, online=False)
            self._fail(Failure.from_error(error, path))

    def _videos_at(self, path: Path) -> Iterator[Path]:
        found = False
        if is_folder(path):
            self._forget_failures(path)
        else:
            self._catalogue.failures.clear(path)  # who names a file wants it tried, whatever happened before
        for item in find_videos(path):
            found = True
            if isinstance(item, Path):
                yield item
            else:
                self._fail(item)
        if not found:
            endings = " ".join(sorted(extension.lstrip(".") for extension in VIDEO_EXTENSIONS))
            self._fail(Failure(path, "There is no video in this folder.", f"Looked for: {endings}."))
        if is_folder(path):
            self._catalogue.folders.add(path)
            self._note_absences(path)

    def _take_in_file(self, path: Path) -> None:
        status = require_readable_file(path)
        known = self._catalogue.files.by_path(path)
        unchanged = known is not None and _same_stamp(known, status.st_size, status.st_mtime_ns)
        if known is not None and unchanged and not known.online:
            self._catalogue.files.set_online(known.id, online=True)
        if self._failed_before(path, status.st_size, status.st_mtime_ns):
            return
        if known is not None and unchanged:
            self._recognised(known.video_id, path)
        else:
            self._take_in_content(path, known, fingerprint(path))

    def _take_in_content(self, path: Path, known: VideoFile | None, print_: FileFingerprint) -> None:
        if known is not None and known.fingerprint.content_hash == print_.content_hash:
            self._catalogue.files.update(known.id, print_)
            self._recognised(known.video_id, path)
            return
        twins = self._catalogue.files.by_content(print_.content_hash, print_.size)
        displaced = self._displaced.get(_content(print_))
        info = self._decoder.probe(path, cancel=self._cancel) if not twins and displaced is None else None
        with self._catalogue.transaction():
            if known is not None:
                self._displaced[_content(known.fingerprint)] = known.video_id
                self._catalogue.files.remove(known.id)
            if twins:
                self._recognise_twin(path, print_, twins)
            elif displaced is not None:
                self._catalogue.files.add(displaced, print_)
                self._found_elsewhere(displaced, path)
            elif info is not None:
                video_id = self._catalogue.videos.add(info, datetime.now(UTC)).id
                self._catalogue.files.add(video_id, print_)
                self._imported.files.setdefault(video_id, path)
            self._catalogue.failures.clear(path)

    def _recognise_twin(self, path: Path, print_: FileFingerprint, twins: list[VideoFile]) -> None:
        """The content is known: the file was moved here if its old path is empty, and copied here if not."""
        moved = next((twin for twin in twins if not is_there(twin.fingerprint.path)), None)
        if moved is None:
            self._catalogue.files.add(twins[0].video_id, print_)
            self._recognised(twins[0].video_id, path)
        else:
            self._catalogue.files.update(moved.id, print_)
            self._found_elsewhere(moved.video_id, path)

    def _found_elsewhere(self, video_id: int, path: Path) -> None:
        self._imported.files.setdefault(video_id, path)
        self._imported.moved += 1

    def _remove_videos_without_files(self) -> None:
        """Their files hold something else now, and they have not turned up under another path."""
        held = {file.video_id for file in self._catalogue.files.all()}
        for video in self._catalogue.videos.all():
            if video.id not in held:
                self._catalogue.videos.remove(video.id)

    def _failed_before(self, path: Path, size: int, mtime_ns: int) -> bool:
        """Whether decoding this very file broke before; doing it again would cost much and change nothing."""
        row = self._catalogue.failures.of_path(path)
        if row is None or row.stage != DECODE or (row.size, row.mtime_ns) != (size, mtime_ns):
            return False
        self._imported.failures.append(row.failure)
        self._failed(row.failure)
        return True

    def _recognised(self, video_id: int, path: Path) -> None:
        self._imported.files.setdefault(video_id, path)
        self._imported.unchanged.append(path)

    def _note_absences(self, folder: Path) -> None:
        for file in self._catalogue.files.under(folder):
            if file.online and not is_there(file.fingerprint.path):
                self._catalogue.files.set_online(file.id, online=False)

    def _forget_failures(self, folder: Path) -> None:
        """Whatever is tried again now, or is gone, fails anew or not at all."""
        with self._catalogue.transaction():
            for row in self._catalogue.failures.all():
                path = row.failure.path
                inside = path == folder or folder in path.parents
                if inside and (row.stage == IMPORT or not is_there(path)):
                    self._catalogue.failures.clear(path)

    def _fail(self, failure: Failure) -> None:
        self._imported.failures.append(failure)
        self._failed(failure)
        record_failure(self._catalogue, failure, IMPORT)


def record_failure(catalogue: Catalogue, failure: Failure, stage: str) -> None:
    """Remember a failure of a file that is there, with the state of the file."""
    try:
        status = failure.path.stat()
    except OSError:
        return  # what is not there has no state; the failure was told, which is all that can be done
    catalogue.failures.record(failure, stage, status.st_size, status.st_mtime_ns, datetime.now(UTC))


def _normalised(paths: Sequence[Path]) -> list[Path]:
    """The paths, each once, absolute and without `..`; links stay what they are."""
    return list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))  # noqa: PTH100 - resolve() follows links


def _content(print_: FileFingerprint) -> tuple[str, int]:
    return print_.content_hash, print_.size


def _same_stamp(file: VideoFile, size: int, mtime_ns: int) -> bool:
    return (file.fingerprint.size, file.fingerprint.mtime_ns) == (size, mtime_ns)
