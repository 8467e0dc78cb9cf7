"""The stage that reads what is written in the pictures; what is finished is kept and can be searched."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.screen_texts import STAGE
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.screen_text import ScreenLine, ScreenText
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.stills import Still
from videobert_desktop.models.screen_text.reader import ScreenReader, UnreadablePictureError
from videobert_desktop.models.screen_text.standing import StandingText
from videobert_desktop.models.screen_text.watching import Look, PictureWatch
from videobert_desktop.services.importing.import_videos import Failed
from videobert_desktop.services.indexing.run_progress import READING

# How much is looked at again at most where nothing was written, if it is left and gone on with.
_SECONDS_BETWEEN_NOTES = 60.0


@dataclass(frozen=True, slots=True)
class ScreenTask:
    """What a run reads, and with what.

    Attributes:
        reader: Reads pictures; its key names what it has read.
        videos: The videos, by id, with the file that holds each.
    """

    reader: ScreenReader
    videos: Mapping[int, Path]


def read_screen_text(
    catalogue: Catalogue, decoder: Decoder, task: ScreenTask, *, cancel: CancelToken, report: Report, failed: Failed
) -> list[Failure]:
    """Read the videos that nobody has read from end to end; one that was left is gone on with.

    Args:
        catalogue: Where what is read is kept.
        decoder: Gives the pictures.
        task: What to do.
        cancel: Looked at between pictures.
        report: Told the progress, in seconds of video.
        failed: Told each file that cannot be read, as it happens.

    Returns:
        The files that could not be read, or not wholly.

    Raises:
        Cancelled: It was asked to stop; what was read is kept.
        UserError: The reader does not work, or the disk is full.
    """
    return _Run(catalogue, decoder, task, cancel, report, failed).run()


class _Run:
    """One run of the stage."""

    def __init__(
        self,
        catalogue: Catalogue,
        decoder: Decoder,
        task: ScreenTask,
        cancel: CancelToken,
        report: Report,
        failed: Failed,
    ) -> None:
        self._catalogue = catalogue
        self._decoder = decoder
        self._task = task
        self._cancel = cancel
        self._report = report
        self._failed = failed
        self._failures: list[Failure] = []
        self._done = 0.0
        self._end = 0.0

    def run(self) -> list[Failure]:
        unread = set(self._catalogue.stages.unfinished(STAGE, self._task.reader.key))
        waiting = {video_id: path for video_id, path in self._task.videos.items() if video_id in unread}
        durations = {video_id: self._duration(video_id) for video_id in waiting}
        total = sum(durations.values())
        for video_id, path in waiting.items():
            self._cancel.raise_if_cancelled()
            try:
                self._read_video(video_id, path, durations[video_id], total)
            except UserError as error:
                if error.path is None or error.path != path:
                    raise  # it is not this file that is at fault, and the next one would fare no better
                self._fail(Failure.from_error(error, path))
            self._done += durations[video_id]
        return self._failures

    def _duration(self, video_id: int) -> float:
        video = self._catalogue.videos.get(video_id)
        return 0.0 if video is None else video.info.duration

    def _read_video(self, video_id: int, path: Path, duration: float, total: float) -> None:
        start = self._where_it_was_left(video_id)
        watch, standing, noted = PictureWatch(), StandingText(), start
        with closing(self._stills(path, start)) as stills:
            for still in stills:
                self._tell(video_id, path, still.time, duration, total)
                finished = self._follow(path, watch, standing, still)
                position = still.time if standing.since is None else standing.since
                if finished is not None or position - noted >= _SECONDS_BETWEEN_NOTES:
                    self._keep(video_id, finished, position)
                    noted = position
        last = standing.end(self._end)
        with self._catalogue.transaction():
            self._keep(video_id, last, self._end)
            self._catalogue.stages.complete(video_id, STAGE, self._task.reader.key, datetime.now(UTC))
        self._tell(video_id, path, duration, duration, total)

    def _stills(self, path: Path, start: float) -> Generator[Still, None, None]:
        self._end = yield from self._decoder.stills(path, start=start, cancel=self._cancel)

    def _follow(self, path: Path, watch: PictureWatch, standing: StandingText, still: Still) -> ScreenText | None:
        """Look at a picture, and read it if it is worth it; gives what is gone for good."""
        match watch.look(still.time, still.pixels):
            case Look.UNCHANGED:
                standing.unchanged(still.time)
                return None
            case Look.CHANGED:
                return standing.changed(still.time)
            case Look.READ:
                lines = self._read(path, still)
                watch.tell(found=bool(lines))
                return standing.read(still.time, lines)

    def _read(self, path: Path, still: Still) -> tuple[ScreenLine, ...]:
        try:
            return self._task.reader.read(still.pixels, self._cancel)
        except UnreadablePictureError as error:  # the next file may fare better
            raise UserError(error.reason, path=path, hint=error.hint) from error

    def _where_it_was_left(self, video_id: int) -> float:
        """From which second to go on; what another reader has read is forgotten."""
        key = self._task.reader.key
        stage = self._catalogue.stages.get(video_id, STAGE, key)
        if stage is not None:
            return stage.position
        self._catalogue.screen_texts.remove(video_id)
        return 0.0

    def _keep(self, video_id: int, text: ScreenText | None, position: float) -> None:
        texts = () if text is None else (text,)
        self._catalogue.screen_texts.add(video_id, self._task.reader.key, texts, position, datetime.now(UTC))

    def _tell(self, video_id: int, path: Path, position: float, duration: float, total: float) -> None:
        part = min(1.0, position / duration) if duration else None
        self._report(Progress(READING, self._done + min(position, duration), total, "s", path.name, video_id, part))

    def _fail(self, failure: Failure) -> None:
        self._failures.append(failure)
        self._failed(failure)
