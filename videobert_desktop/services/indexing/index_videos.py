"""Makes videos searchable: takes files in, encodes what is new, and brings the index up to date."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import Failed, VideoImporter
from videobert_desktop.services.indexing.indexing_run import IndexingRun, Outcome, Task
from videobert_desktop.services.indexing.retire_revisions import retire_revisions
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import PackInfo, find_pack, searched_pack
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.thumbnailing.thumbnail_cache import trim_thumbnails
from videobert_desktop.settings.options import Settings


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
    """

    pack: str | None = None
    device: str = "auto"
    threads: int = 0
    new_pack: str = "starter"
    mode: Pass = Pass.STANDARD
    thumbnails_megabytes: int = 2000

    @classmethod
    def of_settings(cls, settings: Settings) -> Self:
        """The options as the user's settings have them."""
        return cls(
            device=settings.device,
            threads=settings.threads,
            new_pack=settings.pack,
            thumbnails_megabytes=settings.thumbnails_megabytes,
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
        nothing_usable: Whether none of the paths is there.
    """

    indexed: int
    unchanged: int
    moved: int
    failed: tuple[Failure, ...]
    video_seconds: float
    seconds: float
    device: str
    nothing_usable: bool


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

    Args:
        library: Where to keep what comes of it.
        paths: Files and folders.
        options: How to index.
        cancel: Looked at between batches.
        report: Told the progress, in seconds of video.
        failed: Told each failure as it happens.

    Returns:
        What came of it.

    Raises:
        Cancelled: It was asked to stop; what was finished is kept and can be searched.
        UserError: Somebody else is indexing, the pack or the device is not there, or the disk is full.
    """
    began = time.monotonic()
    with library.lock("indexing"), library.catalogue() as catalogue, Decoder() as decoder:
        info = _pack_info(catalogue, options)
        importer = VideoImporter(catalogue, decoder, cancel=cancel, report=report, failed=failed)
        imported = importer.take_in(paths)
        library.features.remove_orphans(catalogue.units.shards())
        outcome = Outcome("cpu" if options.device == "auto" else options.device)
        if imported.files or catalogue.packs.get(info.name, info.revision) is not None:
            task = Task(info, options.mode, options.device, options.threads, imported.files)
            run = IndexingRun(library, catalogue, decoder, task, outcome, cancel=cancel, report=report, failed=failed)
            run.index()
            retire_revisions(library, catalogue, info)
        if outcome.encoded:
            trim_thumbnails(library, options.thumbnails_megabytes)
        return IndexReport(
            indexed=len(outcome.encoded),
            unchanged=len(set(imported.unchanged) - outcome.encoded),
            moved=imported.moved,
            failed=(*imported.failures, *outcome.failures),
            video_seconds=outcome.video_seconds,
            seconds=time.monotonic() - began,
            device=outcome.device,
            nothing_usable=not any(is_there(path) for path in paths),
        )


def _pack_info(catalogue: Catalogue, options: IndexOptions) -> PackInfo:
    own = searched_pack(catalogue)
    return find_pack(options.pack or (own.name if own is not None else options.new_pack))
