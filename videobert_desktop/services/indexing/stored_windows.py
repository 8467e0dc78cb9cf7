"""What a library keeps of windows, and of the pictures that they are made of: read from the features files.

Nothing is decoded, and the video's files need not be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow, UnitRow
from videobert_desktop.domain.timing import TIME_TOLERANCE, Span
from videobert_desktop.services.library import Library

Arrays = Mapping[str, NDArray[Any]]

# What a unit keeps one row of for each window; the rest, and "times", is of its pictures.
_OF_WINDOWS = ("embeddings", "hubness", "visual_words")


@dataclass(frozen=True, slots=True, eq=False)
class StoredWindows:
    """Windows of one video in the order of time, with the pictures that are kept of each.

    Attributes:
        spans: The windows' stretches of the video; there are w.
        frames: What the pack's `encode_frames` made of n pictures: "tokens" and "token_scales", say.
        times: (n,) float64, the second of each picture.
        window_of_frame: (n,) int64, the window that each picture belongs to, from 0, with none left out.
        embeddings: (w, dim) float16.
        visual_words: (w,) of integers; None where the pack knew none.
    """

    spans: tuple[Span, ...]
    frames: Arrays
    times: NDArray[np.float64]
    window_of_frame: NDArray[np.int64]
    embeddings: NDArray[np.float16]
    visual_words: NDArray[Any] | None

    def __len__(self) -> int:
        """How many windows there are."""
        return len(self.spans)


def stored_windows(
    library: Library, catalogue: Catalogue, pack_row: PackRow, video_id: int, span: Span | None = None
) -> StoredWindows:
    """The windows of a video, or those of them that overlap a span; there may be none.

    Args:
        library: Where the features are.
        catalogue: Says which windows there are.
        pack_row: Whose they are.
        video_id: The video.
        span: A stretch of the video; None for all of it.

    Raises:
        DamagedFeaturesError: A features file is missing or damaged.
    """
    try:
        return _read_span(library, catalogue, pack_row, video_id, span)
    except DamagedFeaturesError:
        # An indexer may have merged the files after their rows were read; the rows say now where they have gone.
        return _read_span(library, catalogue, pack_row, video_id, span)


def stored_units(
    library: Library, pack_row: PackRow, units: Sequence[UnitRow], spans: Mapping[int, Sequence[Span]]
) -> list[StoredWindows]:
    """The windows of several units of one video, unit by unit.

    Every features file is read once, however many of the units it holds, and checked as a whole.

    Args:
        library: Where the features are.
        pack_row: Whose they are.
        units: At least one.
        spans: The windows of each unit, by its id.

    Raises:
        DamagedFeaturesError: A features file is missing or damaged, or is not what belongs to these windows.
    """
    video_id = units[0].video_id
    arrays = library.features.read_units(video_id, pack_row.key, [unit.shard for unit in units])
    found = [_of_unit(tuple(spans.get(unit.id, ())), own) for unit, own in zip(units, arrays, strict=True)]
    if not all(windows is not None and windows.embeddings.shape[1] == pack_row.dim for windows in found):
        reason = f"The features of video {video_id} are not those of its windows."
        raise DamagedFeaturesError(video_id, reason, library.features_directory / str(video_id))
    return [windows for windows in found if windows is not None]


def spans_by_unit(catalogue: Catalogue, pack_row: PackRow, video_id: int) -> dict[int, list[Span]]:
    """The windows of a video in the order of time, by the id of the unit that they are part of."""
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for window in catalogue.windows.of_video(video_id, pack_row.id):
        spans[window.unit_id].append(window.span)
    return spans


def _read_span(
    library: Library, catalogue: Catalogue, pack: PackRow, video_id: int, span: Span | None
) -> StoredWindows:
    spans = spans_by_unit(catalogue, pack, video_id)
    wanted = {unit_id for unit_id, own in spans.items() if span is None or any(map(span.overlaps, own))}
    units = [unit for unit in catalogue.units.of_video(video_id, pack.id) if unit.id in wanted]
    if not units:
        nothing = np.empty(0)
        return StoredWindows((), {}, nothing, nothing.astype(np.int64), np.empty((0, pack.dim), np.float16), None)
    windows = _joined(stored_units(library, pack, units, spans))
    return windows if span is None else _overlapping(windows, span)


def _of_unit(spans: tuple[Span, ...], arrays: Arrays) -> StoredWindows | None:
    """The windows of one unit; None if these are not its arrays."""
    frames = {name: array for name, array in arrays.items() if name not in (*_OF_WINDOWS, "times")}
    times, embeddings = arrays.get("times", np.empty(0)), arrays.get("embeddings", np.empty(0))
    window_of_frame = _window_of_frame(times, spans)
    of_frames = all(len(array) == len(times) and np.isfinite(array).all() for array in frames.values())
    of_windows = all(len(arrays[name]) == len(spans) for name in _OF_WINDOWS if name in arrays)
    complete = len(spans) > 0 and np.array_equal(np.unique(window_of_frame), np.arange(len(spans)))
    if not (frames and of_frames and of_windows and complete and embeddings.ndim == 2):
        return None
    return StoredWindows(spans, frames, times, window_of_frame, embeddings, arrays.get("visual_words"))


def _window_of_frame(times: NDArray[np.float64], spans: Sequence[Span]) -> NDArray[np.int64]:
    """The window that goes on at each time.

    It holds for every pass. In the closer ones a window lasts 1.5 s; in the fast one it lasts from its picture to the
    next, and the first from the unit's start. That one may be shown from before, where the unit has none of its own.
    """
    starts = np.array([span.start for span in spans])
    numbers = np.searchsorted(starts, times + TIME_TOLERANCE, side="right") - 1
    return np.maximum(numbers, 0).astype(np.int64)


def _joined(parts: Sequence[StoredWindows]) -> StoredWindows:
    firsts = np.cumsum([0, *(len(part) for part in parts)])
    words = [part.visual_words for part in parts if part.visual_words is not None]
    return StoredWindows(
        tuple(span for part in parts for span in part.spans),
        {name: np.concatenate([part.frames[name] for part in parts]) for name in parts[0].frames},
        np.concatenate([part.times for part in parts]),
        np.concatenate([first + part.window_of_frame for first, part in zip(firsts, parts, strict=False)]),
        np.concatenate([part.embeddings for part in parts]),
        np.concatenate(words) if len(words) == len(parts) else None,
    )


def _overlapping(windows: StoredWindows, span: Span) -> StoredWindows:
    chosen = np.array([span.overlaps(own) for own in windows.spans])
    shown = chosen[windows.window_of_frame]
    numbers = np.cumsum(chosen) - 1
    return StoredWindows(
        tuple(own for own in windows.spans if span.overlaps(own)),
        {name: array[shown] for name, array in windows.frames.items()},
        windows.times[shown],
        numbers[windows.window_of_frame[shown]],
        windows.embeddings[chosen],
        None if windows.visual_words is None else windows.visual_words[chosen],
    )
