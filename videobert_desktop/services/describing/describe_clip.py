"""What a video shows, from what is stored of it: nothing is decoded, and its file need not be there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.description import Description
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import Video
from videobert_desktop.services.describing.caption_stretches import caption_stretches
from videobert_desktop.services.describing.choose_stretches import chosen_stretches
from videobert_desktop.services.describing.find_chapters import find_chapters
from videobert_desktop.services.describing.find_highlights import find_highlights
from videobert_desktop.services.describing.find_shots import find_shots
from videobert_desktop.services.describing.summarise import summarise, titled
from videobert_desktop.services.indexing.stored_windows import StoredWindows, stored_windows
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_pack, searching_pack
from videobert_desktop.services.searching.find_video import find_video, shown_file

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

MOST_CAPTIONED = 120
"""Stretches of a video that are captioned at most, so that hours of it take minutes."""


class Clip(NamedTuple):
    """A video, or a stretch of it, as it is stored.

    Attributes:
        video_id: The catalogue's id of the video.
        path: A file that holds it, online if any is.
        row: The pack that has indexed it.
        windows: Its windows, at least one, cut to the stretch.
    """

    video_id: int
    path: Path
    row: PackRow
    windows: StoredWindows

    @property
    def span(self) -> Span:
        """From the beginning of the first window to the end of the last."""
        return Span(self.windows.spans[0].start, self.windows.spans[-1].end)


def describe(
    library: Library,
    video: int | str,
    span: Span | None = None,
    *,
    device: str = "cpu",
    cancel: CancelToken,
    report: Report,
) -> Description:
    """Tell what a video shows.

    Args:
        library: The library that has it.
        video: As `find_video` understands it.
        span: A stretch of it; None for all.
        device: Where to compute: "auto", "cpu", "cuda" or "mps".
        cancel: Looked at all along.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
        DamagedFeaturesError: What is stored of it is missing or damaged.
        UserError: There is no such video in the library, nothing of the stretch is indexed yet, or the pack that
            indexed it is not installed.
    """
    from videobert_desktop.models.packs.pack import load_pack

    with library.catalogue() as catalogue:
        clip = read_clip(library, catalogue, video, span)
    cancel.raise_if_cancelled()
    pack = load_pack(searching_pack(library, clip.row), device)
    return describe_clip(pack, clip, cancel=cancel, report=report)


def read_clip(library: Library, catalogue: Catalogue, video: int | str, span: Span | None = None) -> Clip:
    """Read what is stored of a video, or of a stretch of it.

    Raises:
        DamagedFeaturesError: It is missing or damaged.
        UserError: There is no such video in the library, or nothing of the stretch is indexed yet.
    """
    found = find_video(catalogue, video)
    files = catalogue.files.of_video(found.id)
    if not files:
        raise UserError(f"Nothing is known any more of the files of the video {found.id}.")
    path = shown_file(files)[0].fingerprint.path
    row = searched_pack(catalogue)
    windows = None if row is None else stored_windows(library, catalogue, row, found.id, span)
    if row is None or not windows:
        raise _nothing_indexed(found, path, span)
    return Clip(found.id, path, row, windows if span is None else _cut(windows, span))


def describe_clip(
    pack: Pack, clip: Clip, *, most: int = MOST_CAPTIONED, cancel: CancelToken, report: Report
) -> Description:
    """Tell what is shown in a clip.

    Args:
        pack: That which has indexed it, ready for use.
        clip: What is stored of it.
        most: How many stretches are captioned at most, if there are not more chapters.
        cancel: Looked at all along.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
    """
    embeddings, spans = _of_length_one(clip.windows.embeddings), clip.windows.spans
    shots = find_shots(embeddings, spans)
    firsts = find_chapters(embeddings, spans, shots)
    progress = Progress("describing", 0, None, "moments", clip.path.name, clip.video_id)
    stretches = chosen_stretches(embeddings, shots, firsts, most)
    captions = caption_stretches(pack, clip.windows, stretches, cancel=cancel, report=report, progress=progress)
    edges = [*(spans[first].start for first in firsts), clip.span.end]
    chapters = titled([Span(*edge) for edge in pairwise(edges)], captions)
    return Description(
        video_id=clip.video_id,
        path=clip.path,
        span=clip.span,
        summary=summarise(captions, chapters),
        captions=tuple(captions),
        chapters=tuple(chapters),
        highlights=tuple(find_highlights(embeddings, spans)),
    )


def _nothing_indexed(video: Video, path: Path, span: Span | None) -> UserError:
    if span is not None and span.start >= video.info.duration > 0:
        reason = f"The video is over by then: it lasts {video.info.duration:.1f} s."
        return UserError(reason, path=path, hint="Choose an earlier stretch.")
    known = f"The video is {video.damage}." if video.damage else "The video has not been indexed so far yet."
    return UserError(f"There is nothing to describe. {known}", path=path, hint="Run `videobert index` on it.")


def _cut(windows: StoredWindows, span: Span) -> StoredWindows:
    """The windows, none of which goes beyond the span."""
    spans = tuple(Span(max(own.start, span.start), min(own.end, span.end)) for own in windows.spans)
    return replace(windows, spans=spans)


def _of_length_one(embeddings: NDArray[np.float16]) -> NDArray[np.float32]:
    vectors = embeddings.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)
