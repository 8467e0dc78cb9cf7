"""Makes videos searchable: takes files in, encodes what is new, and brings the index up to date."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.services.importing.import_videos import Failed, VideoImporter
from videobert_desktop.services.indexing.index_texts import TextWork, index_texts
from videobert_desktop.services.indexing.indexing_run import IndexingRun, Outcome, Task, damage_of
from videobert_desktop.services.indexing.reencode_videos import reencode_videos
from videobert_desktop.services.indexing.spare_memory import give_back_memory
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import PackInfo, find_pack, searched_pack
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.speech_packs.installed import AUTO
from videobert_desktop.services.thumbnailing.thumbnail_cache import trim_thumbnails
from videobert_desktop.settings.options import Settings

# Small batches gain nothing from more.
_MOST_THREADS = 8


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How to index.

    Attributes:
        pack: The pack's name; the library's own if None.
        device: "auto", "cpu", "cuda" or "mps".
        threads: How many processor threads the model may use; 0 chooses by the machine.
        new_pack: The pack of a library that has none of its own yet.
        mode: How closely to look at each video in the end. Where there is much new video, a fast pass over all of it
            comes first; what was looked at as closely before, or more so, is left alone.
        thumbnails_megabytes: How much room thumbnails and filmstrips may take, in million bytes.
        speech: The speech pack that listens: a name, "auto" or "off".
        despite_subtitles: Whether it listens to videos that have subtitles, too.
        screen_text: Whether what is written in the pictures is read; a fast pass never does.
        background: Whether somebody works at the machine meanwhile: decoding goes behind all else, and of more than
            two cores one is left free.
    """

    pack: str | None = None
    device: str = "auto"
    threads: int = 0
    new_pack: str = "starter"
    mode: Pass = Pass.STANDARD
    thumbnails_megabytes: int = 2000
    speech: str = AUTO
    despite_subtitles: bool = False
    screen_text: bool = True
    background: bool = False

    @classmethod
    def of_settings(cls, settings: Settings) -> Self:
        """The options as the user's settings have them."""
        return cls(
            device=settings.device,
            threads=settings.threads,
            new_pack=settings.pack,
            mode=Pass(settings.mode),
            thumbnails_megabytes=settings.thumbnails_megabytes,
            speech=settings.speech,
            screen_text=settings.screen_text,
        )


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What came of indexing.

    Attributes:
        indexed: Videos that were looked at as closely as was wanted, wholly or up to their damage.
        unchanged: Files that were known and as they were, and had nothing left to do.
        moved: Files that were known under another path.
        failed: What failed, wholly or in part, and why.
        video_seconds: Seconds of video that were looked at so closely.
        seconds: How long it took.
        device: Where it was encoded.
        nothing_usable: Whether paths were given and none of them is there.
        failed_before: Those of `failed` that have failed in the same way before.
        unheard: How many videos have sound that would be listened to if a speech pack were installed.
    """

    indexed: int
    unchanged: int
    moved: int
    failed: tuple[Failure, ...]
    video_seconds: float
    seconds: float
    device: str
    nothing_usable: bool
    failed_before: frozenset[Failure] = frozenset()
    unheard: int = 0


def index_videos(
    library: Library,
    paths: Sequence[Path],
    options: IndexOptions,
    *,
    cancel: CancelToken,
    report: Report,
    failed: Failed,
) -> IndexReport:
    """Index the files and folders at `paths`; nothing that is indexed already is looked at again.

    Before that, what an older revision of the pack has made of the library is taken over from its stored features.

    Args:
        library: Where to keep what comes of it.
        paths: Files and folders; none to do nothing but take over.
        options: How to index.
        cancel: Looked at between batches.
        report: Told the progress, in seconds of video; of what is taken over, in windows, and of texts, in their own.
        failed: Told each failure as it happens.

    Returns:
        What came of it.

    Raises:
        Cancelled: It was asked to stop; what was finished is kept and can be searched.
        UserError: Somebody else is indexing, the pack or the device is not there, or the disk is full.
    """
    began = time.monotonic()
    limits = replace(DEFAULT_LIMITS, background=options.background)
    with library.lock("indexing"), library.catalogue() as catalogue, Decoder(limits) as decoder:
        info = _pack_info(catalogue, options)
        library.features.remove_orphans(catalogue.units.shards())
        device, threads = options.device, _threads(options)
        damaged = reencode_videos(
            library, catalogue, info, device=device, threads=threads, cancel=cancel, report=report
        )
        known_failures = {row.failure for row in catalogue.failures.all()}
        importer = VideoImporter(catalogue, decoder, cancel=cancel, report=report, failed=failed)
        imported = importer.take_in(paths)
        unheard = 0
        outcome = Outcome("cpu" if device == "auto" else device)
        for error in damaged:
            if error.video_id not in imported.files:  # else it is encoded anew right now
                outcome.failures.append(damage_of(library, catalogue, error))
                failed(outcome.failures[-1])
        if imported.files or catalogue.packs.get(info.name, info.revision) is not None:
            task = Task(info, options.mode, device, threads, imported.files)
            IndexingRun(library, catalogue, decoder, task, outcome, cancel=cancel, report=report, failed=failed).index()
            give_back_memory()  # of the encoder, which the stages that follow do not need
            broken = {failure.path for failure in outcome.failures}
            sound = {id_: path for id_, path in imported.files.items() if path not in broken and is_there(path)}
            work = TextWork(
                info,
                sound,
                device,
                threads,
                options.speech,
                options.despite_subtitles,
                options.screen_text and options.mode is not Pass.FAST,
                options.background,
            )
            texts = index_texts(catalogue, decoder, work, cancel=cancel, report=report, failed=failed)
            outcome.failures += texts.failures
            unheard = texts.unheard
        if outcome.encoded:
            trim_thumbnails(library, options.thumbnails_megabytes)
        failures = (*imported.failures, *outcome.failures)
        return IndexReport(
            indexed=len(outcome.encoded),
            unchanged=len(set(imported.unchanged) - outcome.encoded),
            moved=imported.moved,
            failed=failures,
            video_seconds=outcome.video_seconds,
            seconds=time.monotonic() - began,
            device=outcome.device,
            nothing_usable=bool(paths) and not any(is_there(path) for path in paths),
            failed_before=frozenset(known_failures.intersection(failures)),
            unheard=unheard,
        )


def _pack_info(catalogue: Catalogue, options: IndexOptions) -> PackInfo:
    own = searched_pack(catalogue)
    return find_pack(options.pack or (own.name if own is not None else options.new_pack))


def _threads(options: IndexOptions) -> int:
    """How many threads the model may use; 0 leaves one core to the decoder, and here another one stays free."""
    if options.threads or not options.background:
        return options.threads
    return min(_MOST_THREADS, max(1, (os.cpu_count() or 1) - 2))
