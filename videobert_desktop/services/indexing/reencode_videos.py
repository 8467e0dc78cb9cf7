"""Has a newer revision of a pack take over what an older one has made, from the stored features: nothing is decoded.

It is for all videos of the library, whether their files are there or not. Until it is through, the older revision
answers; an interruption loses one unit at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Self

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow, UnitRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.indexing.follow_index import FollowingIndex
from videobert_desktop.services.indexing.retire_revisions import retire_revisions
from videobert_desktop.services.indexing.stored_windows import StoredWindows, spans_by_unit, stored_units
from videobert_desktop.services.indexing.unit_assembler import encoded_windows
from videobert_desktop.services.indexing.unit_writer import EncodedUnit, UnitWriter
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import PackInfo, list_packs, searched_pack
from videobert_desktop.services.own_packs import keep_text_side

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack as Encoder

RENEWING = "renewing"
# Every reading checks a whole file, which may hold hours: so many are read at once, which is about 10 MB of tokens.
UNITS_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Share:
    """What an older revision has of a video that the present one lacks.

    Attributes:
        video_id: The video.
        row: The older revision.
        units: The units to take over, in the order of time; there may be none left.
        count: How many units it has of the video in all.
        complete: The closest pass that has been through the video, if that is still to be noted.
    """

    video_id: int
    row: PackRow
    units: tuple[UnitRow, ...]
    count: int
    complete: Pass | None


@dataclass
class Reencoder:
    """Takes over one share after the other.

    Attributes:
        library: Where the features are.
        catalogue: Says which units there are.
        row: The present revision.
        encoder: The same, ready for use.
        writer: Keeps its units.
        cancel: Looked at between units.
        damaged: The videos of which what was kept is damaged; it is forgotten.
    """

    library: Library
    catalogue: Catalogue
    row: PackRow
    encoder: Encoder
    writer: UnitWriter
    cancel: CancelToken
    damaged: list[DamagedFeaturesError] = field(default_factory=list)

    def take_over(self, share: Share) -> Iterator[int]:
        """Encode a share unit by unit, and note that its video is complete if it is.

        Yields:
            How many windows each unit has.

        Raises:
            Cancelled: It was asked to stop.
            UserError: The disk is full.
        """
        try:
            for unit, windows in self._stored(share):
                self.cancel.raise_if_cancelled()
                self.writer.write(share.video_id, self._encoded(unit, windows))
                yield len(windows)
        except DamagedFeaturesError as error:
            self._forget(share.row, error)
        else:
            if share.complete is not None:
                self._complete(share, share.complete)
        self.writer.wait()

    def _stored(self, share: Share) -> Iterator[tuple[UnitRow, StoredWindows]]:
        spans = spans_by_unit(self.catalogue, share.row, share.video_id)
        for first in range(0, len(share.units), UNITS_AT_ONCE):
            units = share.units[first : first + UNITS_AT_ONCE]
            yield from zip(units, stored_units(self.library, share.row, units, spans), strict=True)

    def _encoded(self, unit: UnitRow, windows: StoredWindows) -> EncodedUnit:
        made = encoded_windows(self.encoder, windows.frames, windows.window_of_frame)
        arrays = {**windows.frames, "times": windows.times, **made}
        return EncodedUnit(unit.number, unit.pass_name, windows.spans, arrays)

    def _complete(self, share: Share, pass_name: Pass) -> None:
        video = self.catalogue.videos.get(share.video_id)
        try:
            self.writer.finish(share.video_id, pass_name, share.count, None if video is None else video.damage)
        except DamagedFeaturesError as error:  # of what was written just now
            self._forget(self.row, error)

    def _forget(self, row: PackRow, error: DamagedFeaturesError) -> None:
        self.catalogue.units.forget(error.video_id, row.id)
        self.damaged.append(error)


def needs_renewal(library: Library) -> bool:
    """Whether the installed revision of a library's pack has something to take over from an older one.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        own = searched_pack(catalogue)
        installed = {info.name: info for info in list_packs()[0]}
        return own is not None and own.name in installed and bool(shares_to_renew(catalogue, installed[own.name]))


def reencode_videos(
    library: Library,
    catalogue: Catalogue,
    info: PackInfo,
    *,
    device: str,
    threads: int,
    cancel: CancelToken,
    report: Report,
) -> list[DamagedFeaturesError]:
    """Take over what older revisions of a pack have made, and let go of them. The library has to be locked.

    What was looked at more closely by the present one is left as it is. Times, spans, passes, damage and whatever else
    is known of a video stay what they are.

    Args:
        library: The library.
        catalogue: Its catalogue.
        info: The pack as it is installed.
        device: "auto", "cpu", "cuda" or "mps".
        threads: How many processor threads the model may use; 0 chooses by the machine.
        cancel: Looked at between units.
        report: Told the progress, in windows.

    Returns:
        The videos of which what was kept is damaged: they are as good as new.

    Raises:
        Cancelled: It was asked to stop; the next run goes on from there.
        UserError: The device is not there, or the disk is full; likewise.
    """
    shares = shares_to_renew(catalogue, info)
    if not shares:
        return []
    from videobert_desktop.models.packs.pack import load_pack

    keep_text_side(library, info)
    row = PackRow(catalogue.packs.add(info.name, info.revision, info.dim), info.name, info.revision, info.dim)
    encoder = load_pack(info, device, threads)
    damaged: list[DamagedFeaturesError] = []
    index = FollowingIndex(library, catalogue, row, report=report, damaged=damaged.append)
    progress = _Progress(catalogue, shares, report)
    try:
        with UnitWriter(library, row) as writer:
            reencoder = Reencoder(library, catalogue, row, encoder, writer, cancel, damaged)
            for share in shares:
                progress.begin(share)
                for windows in reencoder.take_over(share):
                    progress.add(windows)
                if index.due:
                    index.follow(cancel)
    except (Cancelled, UserError):
        with suppress(UserError):  # what ended the run is what a person has to hear of
            index.follow(CancelToken())
        raise
    retire_revisions(library, catalogue, info)
    index.follow(cancel)
    return damaged


def shares_to_renew(catalogue: Catalogue, info: PackInfo) -> list[Share]:
    """What the installed revision of a pack has to take over from those that it can read, the newest of them first."""
    older = [row for row in catalogue.packs.all() if row.name == info.name and row.revision in info.reads]
    if not older:
        return []
    there = _There.of(catalogue, catalogue.packs.get(info.name, info.revision))
    return [share for row in reversed(older) for share in _shares(catalogue, row, there)]


@dataclass(frozen=True, slots=True)
class _There:
    """The pass that has made each unit, by video and number, and the closest that has been through each video."""

    units: dict[tuple[int, int], Pass]
    videos: dict[int, Pass]

    @classmethod
    def of(cls, catalogue: Catalogue, row: PackRow | None) -> Self:
        if row is None:
            return cls({}, {})
        units = {(unit.video_id, unit.number): unit.pass_name for unit in catalogue.units.all(row.id)}
        return cls(units, catalogue.units.passes(row.id))


def _shares(catalogue: Catalogue, row: PackRow, there: _There) -> Iterator[Share]:
    """What `row` has more of than is there; what is given counts as there from then on."""
    complete = catalogue.units.passes(row.id)
    for video_id, group in groupby(catalogue.units.all(row.id), key=lambda unit: unit.video_id):
        units = list(group)
        left = {
            (video_id, unit.number): unit
            for unit in units
            if not _is_as_close(there.units.get((video_id, unit.number)), unit.pass_name)
        }
        closest = complete.get(video_id)
        to_note = None if closest is None or _is_as_close(there.videos.get(video_id), closest) else closest
        if left or to_note is not None:
            there.units.update({key: unit.pass_name for key, unit in left.items()})
            there.videos.update({} if to_note is None else {video_id: to_note})
            yield Share(video_id, row, tuple(left.values()), len(units), to_note)


def _is_as_close(done: Pass | None, wanted: Pass) -> bool:
    return done is not None and done.at_least(wanted)


class _Progress:
    """Counts windows, of each video and of all of them."""

    def __init__(self, catalogue: Catalogue, shares: Sequence[Share], report: Report) -> None:
        self._report = report
        self._names = _names(catalogue, {share.video_id for share in shares})
        self._counts = {row.id: catalogue.windows.counts_by_unit(row.id) for row in {share.row for share in shares}}
        self._total = sum(map(self._windows_of, shares))
        self._done = self._own_done = self._own_total = 0
        self._video_id = 0

    def begin(self, share: Share) -> None:
        """Turn to the next one."""
        self._video_id, self._own_done, self._own_total = share.video_id, 0, self._windows_of(share)
        self.add(0)

    def add(self, windows: int) -> None:
        """Tell that so many more are done."""
        self._done += windows
        self._own_done += windows
        part = self._own_done / self._own_total if self._own_total else 1.0
        name = self._names.get(self._video_id, "")
        self._report(Progress(RENEWING, self._done, self._total, "windows", name, self._video_id, part))

    def _windows_of(self, share: Share) -> int:
        counts = self._counts[share.row.id]
        return sum(counts.get(unit.id, 0) for unit in share.units)


def _names(catalogue: Catalogue, video_ids: set[int]) -> dict[int, str]:
    held = catalogue.files.of_videos(video_ids)
    return {video_id: files[0].fingerprint.path.name for video_id, files in held.items()}
