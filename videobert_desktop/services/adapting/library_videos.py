"""What a library has to learn from: the windows that are stored of its videos, and what is known of them in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import UNIT_SECONDS, Span
from videobert_desktop.domain.video import Video
from videobert_desktop.models.adapting.library_video import LibraryVideo, TimedSentence
from videobert_desktop.services.indexing.stored_windows import stored_windows
from videobert_desktop.services.library import Library

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

MOST_VIDEOS = 1000
MOST_UNITS = 1000
"""So many minutes of video are held in memory, about 350 MB with the starter pack."""

Failed = Callable[[Failure], None]


def library_videos(
    library: Library,
    catalogue: Catalogue,
    row: PackRow,
    pack: Pack,
    *,
    seed: int,
    cancel: CancelToken,
    report: Report,
    failed: Failed,
) -> list[LibraryVideo]:
    """The videos of a library, or of a large one some that are drawn at random, each from its midst.

    Args:
        library: Where the features are.
        catalogue: Says what there is.
        row: Whose windows they are.
        pack: The same, to make windows of what is stored.
        seed: Of the drawing.
        cancel: Looked at between videos.
        report: Told the progress, in videos.
        failed: Told of each video that is left out because what is kept of it is damaged.

    Raises:
        Cancelled: It was asked to stop.
    """
    indexed = catalogue.units.counts(row.id)
    videos = [video for video in catalogue.videos.all() if video.id in indexed]
    chosen = np.random.default_rng(seed).permutation(len(videos))[:MOST_VIDEOS]
    units = max(1, MOST_UNITS // max(1, len(chosen)))
    found: list[LibraryVideo] = []
    for done, number in enumerate(np.sort(chosen).tolist()):
        cancel.raise_if_cancelled()
        report(Progress("reading features", done, len(chosen), "videos"))
        found += _video(library, catalogue, row, pack, videos[number], units, failed)
    return found


def words_of(catalogue: Catalogue, video_id: int) -> tuple[tuple[TimedSentence, ...], tuple[str, ...]]:  # noqa: ARG001
    """What is said in a video, and the tags that a person has accepted for it.

    A catalogue holds neither yet, so that adapting learns from the pictures alone.
    """
    return (), ()


def _video(
    library: Library, catalogue: Catalogue, row: PackRow, pack: Pack, video: Video, units: int, failed: Failed
) -> Iterator[LibraryVideo]:
    """The video, unless what is kept of it is damaged."""
    files = catalogue.files.of_video(video.id)
    path = files[0].fingerprint.path if files else library.features_directory / str(video.id)
    try:
        stored = stored_windows(library, catalogue, row, video.id, _midst(video.info.duration, units))
    except DamagedFeaturesError as error:
        failed(Failure(path, f"What was kept of it is damaged ({error.path}).", "Run `videobert index` again."))
        return
    if len(stored):
        sentences, tags = words_of(catalogue, video.id)
        yield LibraryVideo(path, stored.spans, pack.window_rows(stored.frames, stored.window_of_frame), sentences, tags)


def _midst(duration: float, units: int) -> Span | None:
    """So many units from the midst of a video; None for all of one that has no more."""
    spare = int(duration // UNIT_SECONDS) + 1 - units
    if spare <= 0:
        return None
    first = spare // 2
    return Span(first * UNIT_SECONDS, (first + units) * UNIT_SECONDS)
