"""Makes videos searchable: takes files in, encodes what is new, and brings the index up to date."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import UNIT_SECONDS
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.encode_video import encode_video
from videobert_desktop.services.import_videos import DECODE, Failed, VideoImporter, record_failure
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import PackInfo, find_pack, searched_pack
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.refresh_index import refresh_index
from videobert_desktop.services.unit_writer import UnitWriter

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

STANDARD = "standard"
# A long run can be searched before its end: the index follows after so many seconds, or after so many times what that
# took the last time, whichever is longer.
REFRESH_SECONDS = 60.0
REFRESH_RATIO = 30.0


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """How to index.

    Attributes:
        pack: The pack's name; the library's own if None.
        device: "auto", "cpu", "cuda" or "mps".
        threads: How many processor threads the model may use; 0 chooses by the machine.
        new_pack: The pack of a library that has none of its own yet.
    """

    pack: str | None = None
    device: str = "auto"
    threads: int = 0
    new_pack: str = "starter"


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What came of indexing.

    Attributes:
        indexed: Videos that were encoded, wholly or up to their damage.
        unchanged: Files that were known and as they were, and had nothing left to do.
        moved: Files that were known under another path.
        failed: What failed, wholly or in part, and why.
        video_seconds: Seconds of video that were encoded.
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
        run = IndexingRun(library, catalogue, decoder, options, cancel=cancel, report=report, failed=failed)
        importer = VideoImporter(catalogue, decoder, cancel=cancel, report=report, failed=failed)
        imported = importer.take_in(paths)
        library.features.remove_orphans(catalogue.units.shards())
        run.index(imported.files)
        return IndexReport(
            indexed=len(run.encoded),
            unchanged=len(set(imported.unchanged) - run.encoded),
            moved=imported.moved,
            failed=(*imported.failures, *run.failures),
            video_seconds=run.video_seconds,
            seconds=time.monotonic() - began,
            device=run.device,
            nothing_usable=not any(is_there(path) for path in paths),
        )


class IndexingRun:
    """Encodes the videos that a pack has not been through yet.

    Attributes:
        encoded: The files encoded so far.
        video_seconds: Seconds of video encoded so far.
        failures: The files that failed.
        device: Where it encodes.

    Raises:
        UserError: The pack is not there.
    """

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue,
        decoder: Decoder,
        options: IndexOptions,
        *,
        cancel: CancelToken,
        report: Report,
        failed: Failed,
    ) -> None:
        self.encoded: set[Path] = set()
        self.video_seconds = 0.0
        self.failures: list[Failure] = []
        self.device = "cpu" if options.device == "auto" else options.device
        self._library = library
        self._catalogue = catalogue
        self._decoder = decoder
        self._options = options
        self._cancel = cancel
        self._report = report
        self._failed = failed
        self._total = 0.0
        self._passed = 0.0
        self._info = self._pack_info()
        self._refreshed = time.monotonic()
        self._refresh_cost = 0.0

    def index(self, files: dict[int, Path]) -> None:
        """Encode the videos, given with a file for each, as far as that is not done.

        Raises:
            Cancelled: It was asked to stop; what was finished is in the index.
            UserError: The device is not there, or the disk is full.
        """
        info = self._info
        known = self._catalogue.packs.get(info.name, info.revision)
        if known is None and not files:
            return
        row_id = self._catalogue.packs.add(info.name, info.revision, info.dim)
        row = PackRow(row_id, info.name, info.revision, info.dim)
        done = self._catalogue.units.completed(row.id)
        waiting = {video_id: path for video_id, path in files.items() if video_id not in done}
        try:
            if waiting:
                self._encode(waiting, row)
        except (Cancelled, UserError):
            self._refresh(row, CancelToken())
            raise
        self._refresh(row, self._cancel)

    def _refresh(self, row: PackRow, cancel: CancelToken) -> None:
        refresh_index(self._library, self._catalogue, row, cancel=cancel, report=self._report, damaged=self._damaged)

    def _damaged(self, error: DamagedFeaturesError) -> None:
        """A video whose features are damaged is as good as new: the next run encodes it again."""
        files = self._catalogue.files.of_video(error.video_id)
        path = files[0].fingerprint.path if files else error.path
        reason = f"What was kept of it is damaged ({error.path})."
        failure = Failure(path or self._library.root, reason, "Run `videobert index` again: it is encoded anew.")
        self.failures.append(failure)
        self._failed(failure)

    def _pack_info(self) -> PackInfo:
        own = searched_pack(self._catalogue)
        return find_pack(self._options.pack or (own.name if own is not None else self._options.new_pack))

    def _encode(self, files: dict[int, Path], row: PackRow) -> None:
        from videobert_desktop.models.packs.pack import load_pack

        pack = load_pack(self._info, self._options.device, self._options.threads)
        self.device = str(pack.device)
        durations = {video.id: video.info.duration for video in self._catalogue.videos.all() if video.id in files}
        self._total = sum(durations.values())
        with UnitWriter(self._library, row, STANDARD) as writer:
            for video_id, path in files.items():
                self._cancel.raise_if_cancelled()
                try:
                    self._encode_video(video_id, path, row, pack, writer)
                except DamagedFeaturesError as error:
                    self._catalogue.units.forget(error.video_id, row.id)
                    self._damaged(error)
                except UserError as error:
                    if error.path is None or error.path != path:
                        raise  # it is not this file that is at fault, and the next one would fare no better
                    self._fail(Failure.from_error(error, path), DECODE)
                self._passed += durations[video_id]
                self._refresh_now_and_then(row)

    def _refresh_now_and_then(self, row: PackRow) -> None:
        began = time.monotonic()
        if began - self._refreshed > max(REFRESH_SECONDS, REFRESH_RATIO * self._refresh_cost):
            self._refresh(row, self._cancel)
            self._refreshed = time.monotonic()
            self._refresh_cost = self._refreshed - began

    def _encode_video(self, video_id: int, path: Path, row: PackRow, pack: Pack, writer: UnitWriter) -> None:
        done = [unit.number for unit in self._catalogue.units.of_video(video_id, row.id)]
        first_unit = next(number for number in range(len(done) + 1) if number not in done)

        def reached(second: float) -> None:
            self._report(Progress("indexing", self._passed + second, self._total, "s", path.name))

        end = encode_video(
            video_id,
            path,
            first_unit=first_unit,
            pack=pack,
            decoder=self._decoder,
            writer=writer,
            cancel=self._cancel,
            reached=reached,
        )
        self.encoded.add(path)
        self.video_seconds += max(0.0, end.duration - first_unit * UNIT_SECONDS)
        if end.damage is None:
            self._catalogue.failures.clear(path)
        else:
            hint = "It can be searched up to there. Copy it again if you have it elsewhere."
            self._fail(Failure(path, f"The file is {end.damage}.", hint), STANDARD)

    def _fail(self, failure: Failure, stage: str) -> None:
        self.failures.append(failure)
        self._failed(failure)
        record_failure(self._catalogue, failure, stage)
