"""The stage that recognises what is said, a minute at a time; what is finished is kept and can be searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.transcripts import STAGE
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import Failed
from videobert_desktop.services.indexing.run_progress import LISTENING
from videobert_desktop.services.transcribing.heard import has_subtitles

if TYPE_CHECKING:
    from videobert_desktop.models.speech.phrases import Recogniser

NO_SOUND = "no sound"


@dataclass(frozen=True, slots=True)
class SpeechTask:
    """What a run recognises, and with what.

    Attributes:
        key: The speech pack and its revision; what another has heard is heard again.
        recogniser: Hears words.
        videos: The videos, by id, with the file that holds each.
        despite_subtitles: Whether videos that have subtitles are listened to as well.
    """

    key: str
    recogniser: Recogniser
    videos: Mapping[int, Path]
    despite_subtitles: bool = False


def recognise_speech(
    catalogue: Catalogue, decoder: Decoder, task: SpeechTask, *, cancel: CancelToken, report: Report, failed: Failed
) -> list[Failure]:
    """Listen to the videos that nobody has listened to from end to end; one that was left is gone on with.

    Args:
        catalogue: Where what is heard is kept.
        decoder: Gives the sound.
        task: What to do.
        cancel: Looked at between stretches of speech.
        report: Told the progress, in seconds of video.
        failed: Told each file that cannot be listened to, as it happens.

    Returns:
        The files that could not be listened to, or not wholly.

    Raises:
        Cancelled: It was asked to stop; whole minutes are kept.
        UserError: The speech pack is damaged, or the disk is full.
    """
    return _Listening(catalogue, decoder, task, cancel, report, failed).run()


class _Listening:
    """One run of the stage."""

    def __init__(
        self,
        catalogue: Catalogue,
        decoder: Decoder,
        task: SpeechTask,
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

    def run(self) -> list[Failure]:
        waiting = {video_id: path for video_id, path in self._task.videos.items() if self._is_waiting(video_id)}
        durations = {video_id: self._duration(video_id) for video_id in waiting}
        total = sum(durations.values())
        for video_id, path in waiting.items():
            self._cancel.raise_if_cancelled()
            try:
                self._listen(video_id, path, durations[video_id], total)
            except UserError as error:
                if error.path is None or error.path != path:
                    raise  # it is not this file that is at fault, and the next one would fare no better
                self._fail(Failure.from_error(error, path))
            self._done += durations[video_id]
        return self._failures

    def _is_waiting(self, video_id: int) -> bool:
        """Whether it is this pack's turn to listen to a video; where there is no sound, that is noted."""
        stage = self._catalogue.stages.get(video_id, STAGE, self._task.key)
        if stage is not None and stage.complete:
            return False
        video = self._catalogue.videos.get(video_id)
        if video is not None and not video.info.audio_streams:
            self._catalogue.stages.complete(video_id, STAGE, self._task.key, datetime.now(UTC), NO_SOUND)
            return False
        return video is not None and (self._task.despite_subtitles or not has_subtitles(self._catalogue, video_id))

    def _duration(self, video_id: int) -> float:
        video = self._catalogue.videos.get(video_id)
        return 0.0 if video is None else video.info.duration

    def _listen(self, video_id: int, path: Path, duration: float, total: float) -> None:
        from videobert_desktop.models.speech.pieces import recognise

        task, transcripts = self._task, self._catalogue.transcripts
        start, language = self._where_it_was_left(video_id)
        self._tell(video_id, path, start, duration, total)
        chunks = self._decoder.audio(path, start=start, cancel=self._cancel)
        sound = ((chunk.start, chunk.samples) for chunk in chunks)
        transcript: int | None = None
        for piece in recognise(sound, task.recogniser, language=language or None, cancel=self._cancel):
            now = datetime.now(UTC)
            transcript = transcripts.add_speech(
                video_id, task.key, piece.segments, piece.span.end, now, language=piece.language
            )
            self._tell(video_id, path, piece.span.end, duration, total)
        with self._catalogue.transaction():
            if transcript is not None:
                transcripts.take_over(transcript)
            self._catalogue.stages.complete(video_id, STAGE, task.key, datetime.now(UTC))

    def _where_it_was_left(self, video_id: int) -> tuple[float, str]:
        """From which second to go on, and the language that was heard before it."""
        stage = self._catalogue.stages.get(video_id, STAGE, self._task.key)
        if stage is None or stage.position == 0:
            self._catalogue.transcripts.restart_speech(video_id, self._task.key)
            return 0.0, ""
        known = (each for each in self._catalogue.transcripts.all_of(video_id) if each.origin == self._task.key)
        return stage.position, next((each.language for each in known), "")

    def _tell(self, video_id: int, path: Path, position: float, duration: float, total: float) -> None:
        part = min(1.0, position / duration) if duration else None
        done = self._done + min(position, duration)
        self._report(Progress(LISTENING, done, total, "s", path.name, video_id, part))

    def _fail(self, failure: Failure) -> None:
        self._failures.append(failure)
        self._failed(failure)
