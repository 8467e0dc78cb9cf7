"""The stages after the pictures: what stands in subtitles, what is said, and what all of it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import Failed
from videobert_desktop.services.manage_packs import PackInfo
from videobert_desktop.services.speech_packs.installed import OFF, SpeechPack, listening_pack, speech_packs_directory
from videobert_desktop.services.transcribing.embed_texts import embed_texts
from videobert_desktop.services.transcribing.read_subtitles import read_subtitles
from videobert_desktop.services.transcribing.recognise_speech import SpeechTask, is_to_be_heard, recognise_speech

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
    """

    pack: PackInfo
    videos: Mapping[int, Path]
    device: str
    threads: int
    speech: str


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
    failures = read_subtitles(catalogue, decoder, work.videos, cancel=cancel, report=report, failed=failed)
    _embed(catalogue, work, cancel, report)
    try:
        pack = listening_pack(work.speech)
        if pack is not None:
            task = SpeechTask(pack.key, _recogniser(pack, work), work.videos)
            failures += recognise_speech(catalogue, decoder, task, cancel=cancel, report=report, failed=failed)
            _embed(catalogue, work, cancel, report)
    except UserError as error:  # pictures and subtitles are searched without a speech pack that is in order
        failure = Failure.from_error(error, speech_packs_directory())
        failures.append(failure)
        failed(failure)
        return TextOutcome(tuple(failures), 0)
    unheard = 0
    if pack is None and work.speech != OFF:
        unheard = sum(is_to_be_heard(catalogue, video_id) for video_id in work.videos)
    return TextOutcome(tuple(failures), unheard)


def _recogniser(pack: SpeechPack, work: TextWork) -> WhisperRecogniser:
    from videobert_desktop.models.speech.whisper import WhisperRecogniser

    return WhisperRecogniser(pack.directory, device=work.device, threads=work.threads)


def _embed(catalogue: Catalogue, work: TextWork, cancel: CancelToken, report: Report) -> None:
    """Have the pack read what is said and written, as far as it has not."""
    from videobert_desktop.models.packs.pack import load_pack

    row = catalogue.packs.get(work.pack.name, work.pack.revision)
    if row is not None:
        embed_texts(
            catalogue, row, lambda: load_pack(work.pack, work.device, work.threads), cancel=cancel, report=report
        )
