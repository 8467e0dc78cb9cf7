"""Takes files into the catalogue: new ones are probed, known ones are recognised wherever they have gone."""

from __future__ import annotations

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

Failed = Callable[[Failure], None]
IMPORT, DECODE = "import", "decode"


@dataclass
class Imported:
    """What came of taking files in.

    Attributes:
        files: The files that hold a video of the catalogue, in the order of their finding, one for each video.
        unchanged: How many files were known and as they were.
        moved: How many were known under another path.
        failures: What could not be taken in.
    """

    files: dict[int, Path] = field(default_factory=dict)
    unchanged: int = 0
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

    def take_in(self, paths: Sequence[Path]) -> Imported:
        """Take in the files and folders at `paths`.

        Raises:
            Cancelled: It was asked to stop; what was taken in is kept.
        """
        for number, path in enumerate(file for place in paths for file in self._videos_at(place)):
            self._cancel.raise_if_cancelled()
            self._report(Progress("scanning", number, None, "files", path.name))
            try:
                self._take_in_file(path)
            except UserError as error:
                self._fail(Failure.from_error(error, path))
        return self._imported

    def _videos_at(self, path: Path) -> Iterator[Path]:
        found = False
        for item in find_videos(path):
            found = True
            if isinstance(item, Path):
                yield item
            else:
                self._fail(item)
        if not found:
            endings = " ".join(sorted(extension.lstrip(".") for extension in VIDEO_EXTENSIONS))
            self._fail(Failure(path, "There is no video in this folder.", f"Looked for: {endings}."))
        if path.is_dir():
            self._catalogue.folders.add(path)
            self._note_absences(path)

    def _take_in_file(self, path: Path) -> None:
        known = self._catalogue.files.by_path(path)
        status = require_readable_file(path)
        if known is not None and _same_stamp(known, status.st_size, status.st_mtime_ns):
            if not known.online:
                self._catalogue.files.set_online(known.id, online=True)
            self._recognised(known.video_id, path)
        elif not self._failed_before(path, status.st_size, status.st_mtime_ns):
            self._take_in_content(path, known, fingerprint(path))

    def _take_in_content(self, path: Path, known: VideoFile | None, print_: FileFingerprint) -> None:
        if known is not None and known.fingerprint.content_hash == print_.content_hash:
            self._catalogue.files.update(known.id, print_)
            self._recognised(known.video_id, path)
            return
        twins = self._catalogue.files.by_content(print_.content_hash, print_.size)
        if not twins:
            info = self._decoder.probe(path)
        with self._catalogue.transaction():
            if known is not None:
                self._forget(known)
            if not twins:
                video_id = self._catalogue.videos.add(info, datetime.now(UTC)).id
                self._catalogue.files.add(video_id, print_)
                self._imported.files.setdefault(video_id, path)
            else:
                self._recognise_twin(path, print_, twins)
            self._catalogue.failures.clear(path)

    def _recognise_twin(self, path: Path, print_: FileFingerprint, twins: list[VideoFile]) -> None:
        """The content is known: the file was moved here if its old path is empty, and copied here if not."""
        moved = next((twin for twin in twins if not twin.fingerprint.path.exists()), None)
        if moved is None:
            self._catalogue.files.add(twins[0].video_id, print_)
            self._recognised(twins[0].video_id, path)
        else:
            self._catalogue.files.update(moved.id, print_)
            self._imported.files.setdefault(moved.video_id, path)
            self._imported.moved += 1

    def _forget(self, file: VideoFile) -> None:
        """The file now holds something else; its old video goes too, unless another file has it."""
        self._catalogue.files.remove(file.id)
        if not self._catalogue.files.of_video(file.video_id):
            self._catalogue.videos.remove(file.video_id)

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
        self._imported.unchanged += 1

    def _note_absences(self, folder: Path) -> None:
        for file in self._catalogue.files.under(folder):
            if file.online and not file.fingerprint.path.exists():
                self._catalogue.files.set_online(file.id, online=False)

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


def _same_stamp(file: VideoFile, size: int, mtime_ns: int) -> bool:
    return (file.fingerprint.size, file.fingerprint.mtime_ns) == (size, mtime_ns)
