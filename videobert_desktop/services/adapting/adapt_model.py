"""Adapts the VideoBERT of a library to its own videos, and undoes it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.adapting.options import AdaptOptions
from videobert_desktop.services.adapting.adapted_packs import adapted_numbers, put_in_place, take_away
from videobert_desktop.services.adapting.library_videos import Failed, library_videos
from videobert_desktop.services.library import Library, LibraryInUseError
from videobert_desktop.services.manage_packs import PackInfo, searched_pack, unadapted_pack

if TYPE_CHECKING:
    from videobert_desktop.models.adapting.adapt import Adaptation

__all__ = ["AdaptOptions", "AdaptReport", "adapt_library", "adaptation_status", "undo_adaptation"]

_MAIN = "visual_words"
WAIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class AdaptReport:
    """What came of adapting.

    Attributes:
        kept: Whether the library uses it: whether any lesson helps.
        made: When it was done.
        pack: The pack that was adapted, `name@revision`.
        videos: How many videos were learned from.
        windows: How many windows they have.
        seconds: How long it took.
        measures: For each lesson, by its name, what it brings on held-out videos: the score "after" and "before", which
            is the better of those of the pack as it is ("unadapted") and of counting alone ("blind"); the "lift" with
            the ends "low" and "high" of its 95 % interval; whether it is "kept", on how many "videos" and "examples"
            it was measured, and after how many "steps".
    """

    kept: bool
    made: datetime
    pack: str
    videos: int
    windows: int
    seconds: float
    measures: Mapping[str, Mapping[str, Any]]

    @property
    def main(self) -> Mapping[str, Any]:
        """The measure that there always is: how probable hidden windows are held to be."""
        return self.measures[_MAIN]

    def document(self) -> dict[str, Any]:
        """The report as it is remembered."""
        return asdict(self) | {"made": self.made.isoformat()}

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> Self:
        """What `document` gave."""
        return cls(**dict(document) | {"made": datetime.fromisoformat(document["made"])})


def adapt_library(
    library: Library,
    options: AdaptOptions | None = None,
    *,
    device: str = "auto",
    threads: int = 0,
    cancel: CancelToken,
    report: Report,
    failed: Failed,
) -> AdaptReport:
    """Have the library's VideoBERT learn from its videos, and use it from now on if that is better for sure.

    What is better is measured on videos that were held out, against the pack as it is; if it is not, the library goes
    on with what it has used before. The library is locked only while the result is put in place.

    Args:
        library: The library.
        options: How to adapt.
        device: "auto", "cpu", "cuda" or "mps".
        threads: How many processor threads the model may use; 0 chooses by the machine.
        cancel: Looked at all the time.
        report: Told the progress.
        failed: Told of each video that is left out because what is kept of it is damaged.

    Raises:
        Cancelled: It was asked to stop; the library is as it was.
        UserError: The library has too few videos, its pack or the device is not there, what it has learned before is
            damaged, or the disk is full; likewise.
    """
    began = time.monotonic()
    options = options or AdaptOptions()
    with library.catalogue() as catalogue:
        row = _answering(catalogue)
        adapted_numbers(library, row.key)  # what is damaged is told at once, and not after minutes
        base = unadapted_pack(library, row)
        adaptation = _adapt(
            library, catalogue, row, base, options, device, threads, cancel=cancel, report=report, failed=failed
        )
        result = _report(adaptation, row, time.monotonic() - began)
        if result.kept:
            with _locked_in_turn(library, cancel, report):
                _require_the_same(catalogue, row)
                put_in_place(library, base, adaptation.save, result.document())
        return result


def undo_adaptation(library: Library) -> bool:
    """Have the library use its pack as it is; gives whether it has used an adapted one.

    Raises:
        UserError: Somebody else is changing the library, or it cannot be written to.
    """
    with library.lock("undoing what it has learned"):
        return take_away(library)


def adaptation_status(library: Library) -> AdaptReport | None:
    """What the library has learned and uses; None if it uses its pack as it is.

    Raises:
        UserError: It is damaged, or the catalogue is.
    """
    with library.catalogue() as catalogue:
        row = searched_pack(catalogue)
    numbers = None if row is None else adapted_numbers(library, row.key)
    return None if numbers is None else AdaptReport.of_document(numbers)


def _answering(catalogue: Catalogue) -> PackRow:
    row = searched_pack(catalogue)
    if row is None:
        raise UserError("There is nothing in this library to learn from.", hint="Index some videos first.")
    return row


@contextmanager
def _locked_in_turn(library: Library, cancel: CancelToken, report: Report) -> Iterator[None]:
    """Lock the library once nobody else does: minutes of work are not to be lost to an indexing that has just begun."""
    with ExitStack() as held:
        while True:
            cancel.raise_if_cancelled()
            try:
                held.enter_context(library.lock("adapting it"))
                break
            except LibraryInUseError:
                report(Progress("waiting for the library", 0, None, "steps"))
                time.sleep(WAIT_SECONDS)
        yield


def _require_the_same(catalogue: Catalogue, row: PackRow) -> None:
    """Make sure that the library has not gone over to another pack, or been emptied, while the old one was adapted."""
    if searched_pack(catalogue) != row:
        reason = "The library has gone over to another pack meanwhile, and what was learned is of no use to that one."
        raise UserError(reason, hint="Run `videobert adapt` again.")


def _adapt(
    library: Library,
    catalogue: Catalogue,
    row: PackRow,
    base: PackInfo,
    options: AdaptOptions,
    device: str,
    threads: int,
    *,
    cancel: CancelToken,
    report: Report,
    failed: Failed,
) -> Adaptation:
    from videobert_desktop.models.adapting.adapt import adapt
    from videobert_desktop.models.adapting.reading import load_reader
    from videobert_desktop.models.packs.first_revision import is_first_revision, no_videobert
    from videobert_desktop.models.packs.pack import load_pack

    if is_first_revision(base):
        raise no_videobert(base)
    pack = load_pack(base, device, threads)
    videos = library_videos(
        library, catalogue, row, pack, seed=options.seed, cancel=cancel, report=report, failed=failed
    )
    return adapt(load_reader(base, pack.device), videos, options, cancel=cancel, report=report)


def _report(adaptation: Adaptation, row: PackRow, seconds: float) -> AdaptReport:
    return AdaptReport(
        kept=bool(adaptation.weights),
        made=datetime.now().astimezone(),
        pack=row.key,
        videos=adaptation.videos,
        windows=adaptation.windows,
        seconds=seconds,
        measures={name: asdict(each) | {"kept": each.helps} for name, each in adaptation.measures.items()},
    )
