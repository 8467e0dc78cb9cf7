"""Libraries of any size without videos: a real catalogue and a real saved index over vectors drawn at random.

The vectors are what windows' embeddings are like where searching is concerned: they come in kinds of scene, windows of
one video have something in common, and those that follow one another are nearly the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.catalogue.shards import ShardRef
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import WINDOW_SECONDS, WINDOWS_PER_UNIT, Span
from videobert_desktop.domain.video import FileFingerprint, MediaInfo
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.stored_vectors import (
    WINDOWS_PER_ADDITION,
    index_identity,
    with_hubness,
    with_one,
)
from videobert_desktop.services.library import Library

DIM = 384
WINDOWS_A_VIDEO = 400
KINDS_OF_SCENE = 1000
# How far a window is from its kind of scene, in parts of the vectors' length.
_OF_VIDEO, _OF_SCENE, _OF_WINDOW, _OF_QUERY = 0.4, 0.5, 0.35, 0.6
_SCENE_WINDOWS = (8, 60)
_HUBNESS = (0.15, 0.03)


@dataclass(frozen=True, slots=True)
class SyntheticVectors:
    """So many windows, whose vectors are drawn again whenever they are asked for: they take no memory.

    Attributes:
        windows: How many there are.
    """

    windows: int

    @property
    def videos(self) -> int:
        """How many videos they are of; all but the last have `WINDOWS_A_VIDEO`."""
        return -(-self.windows // WINDOWS_A_VIDEO)

    def of_video(self, number: int) -> NDArray[np.float32]:
        """The vectors (n, DIM + 1) float32 of a video's windows, in time order."""
        random = np.random.default_rng((1, number))
        count = min(WINDOWS_A_VIDEO, self.windows - number * WINDOWS_A_VIDEO)
        lengths = random.integers(*_SCENE_WINDOWS, size=count)
        scene = np.repeat(np.arange(count), lengths)[:count]
        kinds = random.integers(KINDS_OF_SCENE, size=count)
        centres = np.stack([_directions(np.random.default_rng((2, kind)), 1)[0] for kind in kinds[: scene[-1] + 1]])
        centres += _OF_SCENE * _directions(random, len(centres)) + _OF_VIDEO * _directions(random, 1)
        embeddings = _of_length_one(centres[scene] + _OF_WINDOW * _directions(random, count))
        return with_hubness(embeddings, random.normal(*_HUBNESS, size=count))

    def queries(self, count: int) -> NDArray[np.float32]:
        """Queries (count, DIM + 1) float32, each near to one of the windows."""
        random = np.random.default_rng(3)
        meant = np.stack([random.choice(self.of_video(number)) for number in random.integers(self.videos, size=count)])
        return with_one(_of_length_one(meant[:, :-1] + _OF_QUERY * _directions(random, count)))


def fill_library(
    library: Library,
    vectors: SyntheticVectors,
    *,
    cancel: CancelToken,
    report: Report,
    pack: tuple[str, str] = ("synthetic", "1"),
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Enter windows into an empty library and save its index, without features files; done when it is exhausted.

    Args:
        library: The library.
        vectors: Of its windows.
        cancel: Looked at between additions.
        report: Told the progress.
        pack: Name and revision of the pack that they pass for.

    Yields:
        What has just been added: ids (n,) int64 and vectors (n, DIM + 1) float32.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The disk is full.
    """
    with library.catalogue() as catalogue:
        row = PackRow(catalogue.packs.add(*pack, DIM), *pack, DIM)
        index = VectorIndex(DIM + 1, expected=vectors.windows)
        videos_at_once = WINDOWS_PER_ADDITION // WINDOWS_A_VIDEO
        for first in range(0, vectors.videos, videos_at_once):
            cancel.raise_if_cancelled()
            report(Progress("preparing a library", len(index), vectors.windows, "windows"))
            numbers = range(first, min(first + videos_at_once, vectors.videos))
            parts = [vectors.of_video(number) for number in numbers]
            with catalogue.transaction():
                ids = [_commit(catalogue, row, number, len(part)) for number, part in zip(numbers, parts, strict=True)]
            added = np.concatenate(ids), np.concatenate(parts)
            index.add(*added)
            yield added
        with catalogue.transaction():
            catalogue.advance_generation()
            index.save(library.index_directory, index_identity(catalogue, row))


def _commit(catalogue: Catalogue, pack: PackRow, number: int, windows: int) -> NDArray[np.int64]:
    """Enter a video with its file and windows; returns the windows' ids."""
    info = MediaInfo(windows * WINDOW_SECONDS, 1920, 1080, 0, Fraction(1), Fraction(30), "h264", "mov", 1, 0, None)
    video_id = catalogue.videos.add(info, datetime(2024, 1, 1, tzinfo=UTC)).id
    path = Path(f"/videos/{number:06d}.mp4")
    catalogue.files.add(video_id, FileFingerprint(path, 1, 1, str(number)))
    ids: list[int] = []
    for unit, first in enumerate(range(0, windows, WINDOWS_PER_UNIT)):
        places = range(first, min(first + WINDOWS_PER_UNIT, windows))
        spans = [Span(place * WINDOW_SECONDS, (place + 1) * WINDOW_SECONDS) for place in places]
        shard = ShardRef("none", "none", unit)
        ids += catalogue.units.commit(video_id, pack.id, unit, Pass.STANDARD, shard, spans)
    return np.array(ids, np.int64)


def _directions(random: np.random.Generator, count: int) -> NDArray[np.float32]:
    return _of_length_one(random.standard_normal((count, DIM), np.float32))


def _of_length_one(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths
