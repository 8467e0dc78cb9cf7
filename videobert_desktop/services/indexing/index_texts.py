"""The stages after the pictures: what stands in subtitles, what is said, and what all of it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.screen_text.reader import RapidReader
from videobert_desktop.services.importing.import_videos import Failed
from videobert_desktop.services.manage_packs import PackInfo
from videobert_desktop.services.speech_packs.installed import AUTO, SpeechPack, listening_pack, speech_packs_directory
from videobert_desktop.services.transcribing.embed_texts import embed_texts
from videobert_desktop.services.transcribing.heard import is_to_be_heard
from videobert_desktop.services.transcribing.read_screen_text import ScreenTask, read_screen_text
from videobert_desktop.services.transcribing.read_subtitles import read_subtitles
from videobert_desktop.services.transcribing.recognise_speech import SpeechTask, recognise_speech

if TYPE_CHECKING:
    from videobert_desktop.models.speech.whisper import WhisperRecogniser


@dataclass(frozen=True, slots=True)
class TextWork:
    """What there is to do, and with what.

    Attributes:
        pack: Reads what is said and written, for its meaning.
        videos: The videos, by id, with the file that holds each.
        device: "auto", "cpu", "cuda" or "mps".
        threads: How many processor threads the models may use; 0 chooses by the machine.
        speech: The speech pack that listens: a name, "auto" or "off".
        despite_subtitles: Whether it listens to videos that have subtitles, too.
        screen_text: Whether what is written in the pictures is read.
        background: Whether all else on the machine goes before reading.
    """

    pack: PackInfo
    videos: Mapping[int, Path]
    device: str
    threads: int
    speech: str
    despite_subtitles: bool
    screen_text: bool
    background: bool


@dataclass(frozen=True, slots=True)
class TextOutcome:
    """What came of it.

    Attributes:
        failures: The files that could not be read or listened to.
        unheard: How many videos have sound that nobody has listened to, for want of a speech pack.
    """

    failures: tuple[Failure, ...]
    unheard: int


def index_texts(
    catalogue: Catalogue, decoder: Decoder, work: TextWork, *, cancel: CancelToken, report: Report, failed: Failed
) -> TextOutcome:
    """Make what is said and written searchable, each stage as soon as it is through.

    Args:
        catalogue: Where it is kept.
        decoder: Gives subtitles and sound.
        work: What to do.
        cancel: Looked at all the time; what is finished is kept.
        report: Told the progress, each stage in its own unit.
        failed: Told each failure as it happens.

    Returns:
        What came of it.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The disk is full, or the pack cannot be loaded.
    """
    return _TextRun(catalogue, decoder, work, cancel, report, failed).run()


class _TextRun:
    """One run of the stages."""

    def __init__(
        self,
        catalogue: Catalogue,
        decoder: Decoder,
        work: TextWork,
        cancel: CancelToken,
        report: Report,
        failed: Failed,
    ) -> None:
        self._catalogue = catalogue
        self._decoder = decoder
        self._work = work
        self._cancel = cancel
        self._report = report
        self._failed = failed
        self._failures: list[Failure] = []

    def run(self) -> TextOutcome:
        videos = self._work.videos
        self._failures += read_subtitles(
            self._catalogue, self._decoder, videos, cancel=self._cancel, report=self._report, failed=self._failed
        )
        self._embed()
        # Reading takes a small part of the time that listening takes.
        if self._work.screen_text:
            self._alone(self._read_pictures)
            self._embed()
        self._alone(self._listen)
        self._embed()
        return TextOutcome(tuple(self._failures), self._unheard())

    def _alone(self, stage: Callable[[], list[Failure]]) -> None:
        """Run a stage; what is not in order about it keeps nothing else from being searched."""
        try:
            self._failures += stage()
        except UserError as error:
            failure = Failure.from_error(error, speech_packs_directory().parent)
            self._failures.append(failure)
            self._failed(failure)

    def _read_pictures(self) -> list[Failure]:
        work = self._work
        with RapidReader(threads=max(1, work.threads), background=work.background) as reader:
            return read_screen_text(
                self._catalogue,
                self._decoder,
                ScreenTask(reader, self._sound_videos()),
                cancel=self._cancel,
                report=self._report,
                failed=self._failed,
            )

    def _listen(self) -> list[Failure]:
        work = self._work
        pack = listening_pack(work.speech)
        if pack is None:
            return []
        task = SpeechTask(pack.key, _recogniser(pack, work), self._sound_videos(), work.despite_subtitles)
        return recognise_speech(
            self._catalogue, self._decoder, task, cancel=self._cancel, report=self._report, failed=self._failed
        )

    def _sound_videos(self) -> dict[int, Path]:
        """The videos that no stage has failed on."""
        broken = {failure.path for failure in self._failures}
        return {video_id: path for video_id, path in self._work.videos.items() if path not in broken}

    def _unheard(self) -> int:
        """How many videos wait for a speech pack."""
        if self._work.speech != AUTO or listening_pack(AUTO) is not None:
            return 0
        return sum(is_to_be_heard(self._catalogue, video_id) for video_id in self._work.videos)

    def _embed(self) -> None:
        """Have the pack read what is said and written, as far as it has not."""
        from videobert_desktop.models.packs.pack import load_pack

        work = self._work
        row = self._catalogue.packs.get(work.pack.name, work.pack.revision)
        if row is not None:
            embed_texts(
                self._catalogue,
                row,
                lambda: load_pack(work.pack, work.device, work.threads),
                cancel=self._cancel,
                report=self._report,
            )


def _recogniser(pack: SpeechPack, work: TextWork) -> WhisperRecogniser:
    from videobert_desktop.models.speech.whisper import WhisperRecogniser

    return WhisperRecogniser(pack.directory, device=work.device, threads=work.threads)
