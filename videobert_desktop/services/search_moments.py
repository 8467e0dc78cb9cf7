"""From a sentence to the moments of a library that answer it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import PackRow, WindowRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import Evidence, Moment, SearchResult
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import find_pack, searched_pack
from videobert_desktop.services.moment_curve import CurveMoment, find_moments
from videobert_desktop.services.search_background import LibraryBackground, library_background
from videobert_desktop.services.stored_vectors import with_one

if TYPE_CHECKING:
    from videobert_desktop.index.vector_index import VectorIndex
    from videobert_desktop.models.packs.pack import Pack

# A probability from which on we say that what was asked for is there.
IN_LIBRARY = 0.5
# How many of the nearest windows name the videos that are looked at as a whole.
NEAREST_WINDOWS = 2000
VIDEOS_A_RESULT = 3


class MomentSearcher:
    """Searches one library, loading what it needs once; used and closed by one thread."""

    def __init__(self, library: Library, *, device: str = "cpu") -> None:
        """Open the library for searching.

        Raises:
            UserError: The catalogue is damaged, or the pack that indexed the library is not installed.
        """
        self._library = library
        self._catalogue = library.catalogue()
        try:
            self._row = searched_pack(self._catalogue)
            self._pack = _load(self._row, device) if self._row is not None else None
        except BaseException:
            self._catalogue.close()
            raise
        self._index: VectorIndex | None = None
        self._generation = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library."""
        self._catalogue.close()

    def search(self, query: str, *, limit: int = 20, folder: Path | None = None) -> SearchResult:
        """Find the moments that answer `query`.

        Args:
            query: A sentence in the user's own words.
            limit: How many moments at most.
            folder: Look only into videos with a file below it.

        Returns:
            The moments, best first.

        Raises:
            UserError: A features file that is needed is missing or damaged.
        """
        began = time.monotonic()
        found: list[Moment] = []
        if self._row is not None and self._pack is not None:
            found = self._ranked(self._row, self._pack, query, limit, folder)
        in_library = bool(found) and max(moment.confidence for moment in found) >= IN_LIBRARY
        return SearchResult(query, in_library, time.monotonic() - began, tuple(found))

    def _ranked(self, row: PackRow, pack: Pack, query: str, limit: int, folder: Path | None) -> list[Moment]:
        index, background = self._current(row, pack)
        if not len(index):
            return []
        embedding = pack.embed_texts([query])
        vector = with_one(embedding)[0]
        reach = float(pack.background.reach(embedding)[0])
        found: list[tuple[int, CurveMoment, float]] = []
        for video_id, rows in self._candidates(row, index, vector, limit, folder):
            scores = index.vectors(np.array([window.id for window in rows])) @ vector
            spans = [window.span for window in rows]
            moments = find_moments(scores, spans, background.typical_score(vector), limit)
            # A video's second moment has to be clearly better than another video's first to come before it.
            found += [
                (video_id, moment, moment.score - rank * background.deviation) for rank, moment in enumerate(moments)
            ]
        found.sort(key=lambda item: -item[2])
        found = found[:limit]
        probabilities = background.confidence(pack, np.array([score for _, _, score in found], np.float32), reach)
        return [
            self._moment(video_id, moment, score, float(probability))
            for (video_id, moment, score), probability in zip(found, probabilities, strict=True)
        ]

    def _current(self, row: PackRow, pack: Pack) -> tuple[VectorIndex, LibraryBackground]:
        """The index and the background of the catalogue as it is now."""
        from videobert_desktop.services.refresh_index import current_index

        generation = self._catalogue.generation
        if self._index is None or generation != self._generation:
            self._index = current_index(self._library, self._catalogue, row, cancel=CancelToken())
            self._background = library_background(self._index, pack)
            self._generation = generation
        return self._index, self._background

    def _candidates(
        self, row: PackRow, index: VectorIndex, vector: NDArray[np.float32], limit: int, folder: Path | None
    ) -> Sequence[tuple[int, list[WindowRow]]]:
        """The videos worth looking at as a whole, each with its windows in time order."""
        if folder is not None:
            videos = sorted(self._catalogue.windows.videos_in(row.id, folder))
        else:
            _, ids = index.search(vector[None], min(NEAREST_WINDOWS, len(index)))
            nearest = [window.video_id for window in self._catalogue.windows.by_ids(ids[0])]
            videos = list(dict.fromkeys(nearest))[: max(VIDEOS_A_RESULT * limit, 50)]
        held = set(index.ids.tolist())
        rows = (
            (video_id, [window for window in self._catalogue.windows.of_video(video_id, row.id) if window.id in held])
            for video_id in videos
        )
        return [(video_id, windows) for video_id, windows in rows if windows]

    def _moment(self, video_id: int, moment: CurveMoment, score: float, probability: float) -> Moment:
        file = self._catalogue.files.of_video(video_id)[0]
        path = file.fingerprint.path
        online = file.online and path.exists()
        return Moment(
            video_id, path, moment.span, moment.peak, score, probability, Evidence(picture=moment.score), online
        )


def _load(row: PackRow, device: str) -> Pack:
    from videobert_desktop.models.packs.pack import load_pack

    info = find_pack(row.name)
    if info.revision != row.revision:
        raise UserError(
            f"The library was indexed with revision {row.revision} of the pack {row.name}, not {info.revision}.",
            hint="Run `videobert index` on its folders again.",
        )
    # A sentence is too short for several threads to pay.
    return load_pack(info, device, threads=1)
