"""The stage that takes in subtitles: those inside the videos' files, and those in files beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.transcript import SubtitleTrack, TranscriptSource
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.subtitles.report import SubtitleReport
from videobert_desktop.media.subtitles.sidecars import SidecarFolder
from videobert_desktop.services.importing.import_videos import Failed

STAGE = "subtitles"
# Another number has every video read again.
READER = "subtitles 1"

# A sidecar's size and modification time in nanoseconds.
_Mark = tuple[int, int]


def read_subtitles(
    catalogue: Catalogue,
    decoder: Decoder,
    videos: Mapping[int, Path],
    *,
    cancel: CancelToken,
    report: Report,
    failed: Failed,
) -> list[Failure]:
    """Read the subtitles of videos that were not read before, or beside which other files lie by now.

    Args:
        catalogue: Where they are kept.
        decoder: What reads them.
        videos: The videos, by id, with the file that holds each.
        cancel: Looked at between videos.
        report: Told the progress, in videos.
        failed: Told each file that cannot be read, as it happens.

    Returns:
        The files that could not be read; everything else was.

    Raises:
        Cancelled: It was asked to stop; what was read is kept.
    """
    return _Reading(catalogue, decoder, cancel, report, failed).run(videos)


class _Reading:
    """One run of the stage."""

    def __init__(
        self, catalogue: Catalogue, decoder: Decoder, cancel: CancelToken, report: Report, failed: Failed
    ) -> None:
        self._catalogue = catalogue
        self._decoder = decoder
        self._cancel = cancel
        self._report = report
        self._failed = failed
        self._failures: list[Failure] = []
        self._folder: tuple[Path, SidecarFolder] | None = None

    def run(self, videos: Mapping[int, Path]) -> list[Failure]:
        new = set(self._catalogue.stages.unfinished(STAGE, READER))
        read = self._catalogue.transcripts.sidecars()
        for number, (video_id, path) in enumerate(videos.items()):
            self._cancel.raise_if_cancelled()
            try:
                marks = self._sidecar_marks(path)
                if video_id in new or marks != read.get(video_id, {}):
                    self._report(Progress("reading subtitles", number, len(videos), "videos", path.name, video_id))
                    self._read(video_id, path, marks)
            except UserError as error:
                if error.path is None:
                    raise  # it is the catalogue or the disk that is at fault, and the next one would fare no better
                self._fail(Failure.from_error(error, path))
        return self._failures

    def _read(self, video_id: int, path: Path, marks: Mapping[str, _Mark]) -> None:
        found = SubtitleReport(())
        if marks or self._has_tracks(video_id):  # to open a file only to find nothing in it takes its time
            found = self._decoder.subtitles(path, cancel=self._cancel)
        now = datetime.now(UTC)
        with self._catalogue.transaction():
            for track in found.tracks:
                size, mtime_ns = marks.get(track.origin, (None, None))
                self._catalogue.transcripts.put(video_id, track, now, size=size, mtime_ns=mtime_ns)
            self._forget_what_is_gone(video_id, found.tracks)
            self._catalogue.stages.complete(video_id, STAGE, READER, now)
        for failure in found.failures:
            self._fail(failure)

    def _has_tracks(self, video_id: int) -> bool:
        video = self._catalogue.videos.get(video_id)
        return video is not None and video.info.subtitle_streams > 0

    def _forget_what_is_gone(self, video_id: int, tracks: Sequence[SubtitleTrack]) -> None:
        """Only what the user has edited outlasts the file that it was read from."""
        there = {(track.source, track.origin) for track in tracks}
        for known in self._catalogue.transcripts.all_of(video_id):
            gone = known.source is not TranscriptSource.SPEECH and (known.source, known.origin) not in there
            if gone and not known.edits:
                self._catalogue.transcripts.remove(known.id)

    def _sidecar_marks(self, video: Path) -> dict[str, _Mark]:
        """The subtitle files beside a video, by name."""
        if self._folder is None or self._folder[0] != video.parent:
            self._folder = video.parent, SidecarFolder(video.parent)
        marks = {}
        for sidecar in self._folder[1].of(video):
            try:
                status = sidecar.path.stat()
            except OSError as error:
                raise UserError(f"It cannot be looked at: {error.strerror}.", path=sidecar.path) from error
            marks[sidecar.path.name] = (status.st_size, status.st_mtime_ns)
        return marks

    def _fail(self, failure: Failure) -> None:
        self._failures.append(failure)
        self._failed(failure)
